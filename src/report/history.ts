/**
 * `history.json`: this month and the eleven before it in numbers, and digests by which a finding is known again. It names
 * no person. Its JSON Schema is made from the one here.
 */
import {z} from 'zod'
import {compareText} from '../audit/compare-text.ts'
import {type Filters, limits} from '../audit/filters.ts'
import {type Severity, severities} from '../audit/severity.ts'
import type {Hash} from '../detect/baseline.ts'
import type {DetectionResult} from '../detect/detection.ts'
import {incidentsToReview} from '../detect/findings.ts'
import type {Figures} from './figures.ts'
import type {Manifest} from './manifest.ts'
import {patternText} from './pattern.ts'

const historySchema = 'm365-audit-export/history/1'

/** With this one. */
export const mostMonths = 12
/** Beyond these, the findings of a month are recorded by rule alone. */
const mostPatterns = 2_000

const moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
const count = z.int().min(0)
const severity = z.enum(severities)
const keyName = z.string().regex(/^[0-9a-f]{16}$/)
const digest = z.string().regex(/^[0-9a-f]{32}$/)

const Pattern = z.strictObject({
  rule: z.string(),
  severity,
  number: z.int().min(1).describe('findings'),
  digest: digest
    .optional()
    .describe('HMAC by state-key of rule, actors and application; absent without a key: then the rule alone is known'),
})
type Pattern = z.infer<typeof Pattern>

const HistoryMonth = z.strictObject({
  period: z
    .string()
    .regex(/^[\w.-]{1,60}$/)
    .describe('its label'),
  start: moment,
  status: z.enum(['complete', 'provisional', 'incomplete']),
  records: count,
  failedSignIns: count.describe('prompts and expired sessions left out'),
  externalShares: count.describe('links for anyone made or changed, and sharing with guests'),
  incidents: z.strictObject({high: count, medium: count, low: count, info: count}).describe('accepted ones left out'),
  review: z
    .strictObject({
      status: z.enum(['reviewed', 'open', 'unknown']),
      at: moment.optional().describe('of the last sign-off that was needed'),
    })
    .optional()
    .describe('as it was known when a later month was exported'),
  minimumSeverity: severity.describe('below it nothing was reported'),
  key: keyName.optional().describe('tells whether two months have digests by one key; not the key'),
  silent: z.array(z.string()).describe('rules that could not report: without data, or taken out because they failed'),
  patterns: z.array(Pattern).describe('its findings, accepted ones too'),
})
export type HistoryMonth = z.infer<typeof HistoryMonth>

export const MonthHistory = z.strictObject({
  schema: z.literal(historySchema),
  tenant: z.string(),
  months: z.array(HistoryMonth).min(1).max(mostMonths).describe('oldest first, the month of this export last'),
  formerKey: keyName.optional().describe('of previous-state-key'),
  findings: z
    .array(
      z.strictObject({
        id: z.string().describe('in findings.json'),
        digest,
        former: digest.optional().describe('the same by previous-state-key'),
      }),
    )
    .describe('of this month, with a key'),
})
export type MonthHistory = z.infer<typeof MonthHistory>

/** The published schema, as text. */
export function historyJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(MonthHistory), null, 2)}\n`
}

/** The file as it is written: its fields in the order of the schema, whichever way it was made. */
export function historyText(history: MonthHistory): string {
  return `${JSON.stringify(MonthHistory.parse(history), null, 1)}\n`
}

/** Neither a part of a period nor a filtered one is compared with other months. */
export function hasHistory({shard, filters}: Pick<Manifest, 'shard' | 'filters'>): boolean {
  const {withheld, workloads = [], freeText, ...lists} = filters
  const asked: Filters = {...lists, workloads, ...(freeText === undefined ? {} : {freeText})}
  return shard === undefined && withheld === undefined && !limits(asked)
}

/** What makes the digests. */
export interface PatternKey {
  hash: Hash
  keyed: boolean
  /** By previous-state-key, where one is given. */
  former?: Hash | undefined
}

export interface HistoryOf {
  manifest: Pick<Manifest, 'tenant' | 'period' | 'status' | 'records' | 'reviews'>
  figures: Pick<Figures, 'failures' | 'sharing'>
  detection: Pick<DetectionResult, 'findings' | 'incidents' | 'unseen' | 'failed'>
  minimumSeverity: Severity
}

/** @param before of earlier months, in any order; those of this period or of a later one are left out. */
export function nextHistory(before: readonly HistoryMonth[], month: HistoryOf, key: PatternKey): MonthHistory {
  const {manifest, detection} = month
  const {label, start} = manifest.period
  const earlier = before.filter(one => one.period !== label && compareText(one.start, start) < 0)
  earlier.sort((a, b) => compareText(a.start, b.start))
  const {former} = key
  const findings = key.keyed
    ? detection.findings.map(one => ({
        id: one.id,
        digest: digestOf(patternText(one), key.hash),
        ...(former === undefined ? {} : {former: digestOf(patternText(one), former)}),
      }))
    : []
  return {
    schema: historySchema,
    tenant: manifest.tenant,
    months: [...withReviews(earlier, manifest.reviews).slice(1 - mostMonths), monthOf(month, key)],
    ...(key.keyed && former !== undefined ? {formerKey: fingerprintOf(former)} : {}),
    findings: findings.sort((a, b) => compareText(a.id, b.id)),
  }
}

/** Months with the reviews that a run found; what it does not know of stays as it is. */
function withReviews(months: readonly HistoryMonth[], reviews: Manifest['reviews']): HistoryMonth[] {
  return months.map(month => {
    const found = reviews?.find(({period}) => period === month.period)
    if (found === undefined) return month
    const {status, at} = found
    return {...month, review: {status, ...(at === undefined ? {} : {at})}}
  })
}

function monthOf({manifest, figures, detection, minimumSeverity}: HistoryOf, key: PatternKey): HistoryMonth {
  const {period, status, records} = manifest
  const {failures, sharing} = figures
  const incidents = {high: 0, medium: 0, low: 0, info: 0}
  for (const one of incidentsToReview(detection.incidents)) incidents[one.severity]++
  const silent = [
    ...detection.unseen.filter(({reason}) => reason !== 'did-not-happen').map(({rule}) => rule),
    ...detection.failed.flatMap(({rules}) => rules),
  ]
  return {
    ...{period: period.label, start: period.start, status, records},
    failedSignIns: failures.password + failures['right password'] + failures.other,
    externalShares: sharing.anyone + sharing.guest,
    incidents,
    minimumSeverity,
    ...(key.keyed ? {key: fingerprintOf(key.hash)} : {}),
    silent: [...new Set(silent)].sort(compareText),
    patterns: patternsOf(detection.findings, key),
  }
}

function patternsOf(findings: HistoryOf['detection']['findings'], {hash, keyed}: PatternKey): Pattern[] {
  const gravestFirst = [...findings].sort((a, b) => rank(a) - rank(b) || compareText(a.id, b.id))
  const patterns = new Map<string, Pattern>()
  for (const one of gravestFirst) {
    const known = keyed && patterns.size < mostPatterns ? digestOf(patternText(one), hash) : undefined
    const name = `${one.rule}\n${one.severity}\n${known ?? ''}`
    const pattern = patterns.get(name) ?? {
      ...{rule: one.rule, severity: one.severity, number: 0},
      ...(known === undefined ? {} : {digest: known}),
    }
    patterns.set(name, {...pattern, number: pattern.number + 1})
  }
  const order = ({rule, severity, digest = ''}: Pattern) => `${rule}\n${severity}\n${digest}`
  return [...patterns.values()].sort((a, b) => rank(a) - rank(b) || compareText(order(a), order(b)))
}

function rank({severity}: {severity: Severity}): number {
  return severities.indexOf(severity)
}

function digestOf(text: string, hash: Hash): string {
  return hash('history', text).slice(0, 32)
}

function fingerprintOf(hash: Hash): string {
  return hash('state-key', '').slice(0, 16)
}

/** What a history tells of a finding. */
export interface Recurrence {
  /**
   * `new`: no earlier month that could show it has the pattern. `again`: one has. `rule`: a month without comparable
   * digests has findings of the rule. `unknown`: no earlier month could show it.
   */
  is: 'new' | 'again' | 'rule' | 'unknown'
  /** Earlier months with the same pattern, of `rule` with the rule: labels, oldest first. */
  months: readonly string[]
  /** Earlier months in which the rule reported anything. */
  ruleMonths: readonly string[]
  /** How many earlier months could have shown it. */
  compared: number
}

export interface RecurringFinding {
  id: string
  rule: string
  severity: Severity
}

/** Whether a finding of the last month occurred in the months before. */
export function recurrenceOf(history: MonthHistory, {id, rule, severity}: RecurringFinding): Recurrence {
  const {earlier, findings} = indexOf(history)
  const own = findings.get(id)
  const months: string[] = []
  const byRule: string[] = []
  const ruleMonths: string[] = []
  let compared = 0
  for (const {month, rules} of earlier) {
    const digests = rules.get(rule)
    const couldShow = !month.silent.includes(rule) && rank({severity}) <= rank({severity: month.minimumSeverity})
    if (digests || couldShow) compared++
    if (digests === undefined) continue
    ruleMonths.push(month.period)
    const wanted = comparable(history, month, own)
    if (wanted !== undefined && digests.has(wanted)) months.push(month.period)
    else if (wanted === undefined || digests.has(undefined)) byRule.push(month.period)
  }
  const known = {ruleMonths, compared}
  if (months.length > 0) return {is: 'again', months, ...known}
  if (byRule.length > 0) return {is: 'rule', months: byRule, ...known}
  return {is: compared === 0 ? 'unknown' : 'new', months: [], ...known}
}

interface HistoryIndex {
  /** Of each earlier month, the digests of each rule; undefined among them where one has none. */
  earlier: {month: HistoryMonth; rules: Map<string, Set<string | undefined>>}[]
  findings: Map<string, MonthHistory['findings'][number]>
}

/** A month may have thousands of findings: each history is indexed once. */
const indexes = new WeakMap<MonthHistory, HistoryIndex>()

function indexOf(history: MonthHistory): HistoryIndex {
  const known = indexes.get(history)
  if (known !== undefined) return known
  const earlier = history.months.slice(0, -1).map(month => {
    const rules = new Map<string, Set<string | undefined>>()
    for (const {rule, digest} of month.patterns) rules.set(rule, (rules.get(rule) ?? new Set()).add(digest))
    return {month, rules}
  })
  const index = {earlier, findings: new Map(history.findings.map(one => [one.id, one]))}
  indexes.set(history, index)
  return index
}

/** The digest that the pattern of a finding has in a month; undefined where it has none by a key at hand. */
function comparable(
  {months, formerKey}: MonthHistory,
  {key}: HistoryMonth,
  own: {digest: string; former?: string | undefined} | undefined,
): string | undefined {
  if (key === undefined || own === undefined) return undefined
  if (key === months.at(-1)?.key) return own.digest
  return key === formerKey ? own.former : undefined
}

export interface GonePattern {
  rule: string
  severity: Severity
  number: number
}

/** What the month before has and this one has not, gravest first; undefined where there is no month before. */
export function gonePatterns(history: MonthHistory): {since: string; gone: GonePattern[]; byRule: boolean} | undefined {
  const last = history.months.at(-2)
  const now = history.months.at(-1)
  if (last === undefined || now === undefined) return undefined
  const isSameKey = last.key !== undefined && last.key === now.key
  const isFormerKey = last.key !== undefined && last.key === history.formerKey
  const digests = new Set(history.findings.map(one => (isSameKey ? one.digest : one.former)))
  const rules = new Set(now.patterns.map(one => one.rule))
  const isGone = ({rule, severity, digest}: Pattern) => {
    if (now.silent.includes(rule) || rank({severity}) > rank({severity: now.minimumSeverity})) return false
    return digest !== undefined && (isSameKey || isFormerKey) ? !digests.has(digest) : !rules.has(rule)
  }
  const byRuleAndSeverity = new Map<string, GonePattern>()
  for (const {rule, severity, number} of last.patterns.filter(isGone)) {
    const name = `${rule}\n${severity}`
    const known = byRuleAndSeverity.get(name)?.number ?? 0
    byRuleAndSeverity.set(name, {rule, severity, number: known + number})
  }
  const gone = [...byRuleAndSeverity.values()].sort((a, b) => rank(a) - rank(b) || compareText(a.rule, b.rule))
  return {since: last.period, gone, byRule: !isSameKey && !isFormerKey}
}
