/** A Sigma rule or correlation out of an already parsed document, with every mistake and everything that is left out. */
import {isObject, type Json} from '../../audit/json.ts'
import type {Confidence, Severity} from '../../audit/severity.ts'
import type {AuditEvent} from '../event.ts'
import {type Aggregation, type Condition, evaluate, parseCondition} from './condition.ts'
import {type ColumnReader, isMapped} from './fields.ts'
import {type Place, RuleProblems} from './problems.ts'
import {type Asked, joinOperations, parseSelection, type Selection} from './selection.ts'

export interface SigmaRule extends SigmaMeta {
  kind: 'rule'
  fits(event: AuditEvent, asked: Asked): boolean
  operations: Selection['operations']
  /** Only records of these types; of all where undefined. */
  recordTypes?: readonly string[]
  /** Of old rules: fires on a count, within so many milliseconds. */
  aggregation?: Aggregation & {span: number}
}

export interface SigmaCorrelation extends SigmaMeta {
  kind: 'correlation'
  type: (typeof correlationTypes)[number]
  /** Ids or names of rules. */
  rules: string[]
  groupBy: string[]
  /** Milliseconds. */
  span: number
  /** The smallest count that fires; every rule where undefined. */
  least?: number
  /** Whose distinct values are counted. */
  fields: string[]
  /** Per alias and rule, the rule's field. */
  aliases: Record<string, Record<string, string>>
  /** Whether the rules it refers to are reported by themselves as well. */
  generate: boolean
}

export interface SigmaMeta {
  id?: string
  name?: string
  title: string
  description: string
  author: string
  reference?: string
  severity: Severity
  confidence: Confidence
  /** MITRE ATT&CK ids. */
  techniques: string[]
  falsePositives: string[]
}

const correlationTypes = ['event_count', 'value_count', 'temporal', 'temporal_ordered'] as const

/** A document without mistakes and without anything that is left out has a rule. */
export function parseSigma(
  data: unknown,
  columns: ColumnReader,
): {rule?: SigmaRule | SigmaCorrelation; problems: RuleProblems} {
  const problems = new RuleProblems()
  const rule = parseDocument(data, columns, problems)
  return rule && problems.list.every(({kind}) => kind === 'remark') ? {rule, problems} : {problems}
}

function parseDocument(
  data: unknown,
  columns: ColumnReader,
  problems: RuleProblems,
): SigmaRule | SigmaCorrelation | undefined {
  if (!isObject(data)) {
    problems.mistake([], 'it is no Sigma rule: a map with title, logsource and detection')
    return undefined
  }
  if ('action' in data) problems.unsupported(['action'], 'collections of rules by action')
  else if ('filter' in data) problems.unsupported(['filter'], 'filters')
  else {
    const meta = metaOf(data, problems)
    return 'correlation' in data ? correlationOf(data, meta, problems) : ruleOf(data, meta, {columns, problems})
  }
  return undefined
}

const levels: Record<string, Severity> = {
  critical: 'high',
  high: 'high',
  medium: 'medium',
  low: 'low',
  informational: 'info',
}
const confidences: Record<string, Confidence> = {stable: 'high', test: 'medium', experimental: 'low'}

function metaOf(data: Json, problems: RuleProblems): SigmaMeta {
  const text = (name: string) => (typeof data[name] === 'string' ? data[name].trim() : '')
  const texts = (name: string) => listOf(data[name]).map(one => String(one).trim())
  const title = text('title')
  if (title === '') problems.mistake(['title'], 'title is missing')
  const level = text('level').toLowerCase()
  if (level !== '' && !Object.hasOwn(levels, level))
    problems.mistake(['level'], `level ${level} is none of ${Object.keys(levels).join(', ')}`)
  const status = text('status').toLowerCase()
  if (/^(deprecated|unsupported)$/.test(status)) problems.unsupported(['status'], `rules of status ${status}`)
  const id = text('id')
  const name = text('name')
  const [reference] = texts('references')
  return {
    ...(id === '' ? {} : {id}),
    ...(name === '' ? {} : {name}),
    ...(reference === undefined ? {} : {reference}),
    title,
    description: text('description').replace(/\s+/g, ' '),
    author: text('author'),
    severity: levels[level] ?? 'medium',
    confidence: confidences[status] ?? 'medium',
    techniques: texts('tags').flatMap(tag => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase() ?? []),
    falsePositives: texts('falsepositives').filter(one => one !== '' && !/^(unknown|unlikely|none)\.?$/i.test(one)),
  }
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.filter(one => one !== null && one !== undefined)
  return value === undefined || value === null ? [] : [value]
}

interface Context {
  columns: ColumnReader
  problems: RuleProblems
}

function ruleOf(data: Json, meta: SigmaMeta, {columns, problems}: Context): SigmaRule | undefined {
  const source = logSourceOf(data.logsource, problems)
  const {detection} = data
  if (!isObject(detection)) {
    problems.mistake(['detection'], 'detection is missing')
    return undefined
  }
  const {condition, timeframe, ...rest} = detection
  const named = (field: string, place: Place) => {
    if (source?.entra && !isMapped(field, columns))
      problems.unsupported(place, `field ${field}: the unified audit log does not have it`)
  }
  const selections = new Map(
    Object.entries(rest).map(([name, value]) => [
      name,
      parseSelection(value, ['detection', name], {columns, problems, named}),
    ]),
  )
  if (selections.size === 0) problems.mistake(['detection'], 'detection has no selection')
  const combined = conditionOf(condition, [...selections.keys()], problems)
  const span = timeframe === undefined ? undefined : spanOf(timeframe, ['detection', 'timeframe'], problems)
  if (!combined) return undefined
  const {aggregation} = combined
  return {
    kind: 'rule',
    ...meta,
    fits: (event, asked) => evaluate(combined.condition, name => selections.get(name)?.fits(event, asked) ?? false),
    operations: operationsOf(combined.condition, selections),
    ...(source?.recordTypes ? {recordTypes: source.recordTypes} : {}),
    ...(aggregation ? {aggregation: {...aggregation, span: span ?? Number.POSITIVE_INFINITY}} : {}),
  }
}

interface LogSource {
  recordTypes?: readonly string[]
  /** Fields have the names of Entra's own logs. */
  entra?: true
}

/** Logs of Entra that the unified audit log holds in its own shape. */
const entraLogs: Record<string, readonly string[]> = {
  auditlogs: ['AzureActiveDirectory'],
  signinlogs: ['AzureActiveDirectoryStsLogon', 'AzureActiveDirectoryAccountLogon'],
}

function logSourceOf(value: unknown, problems: RuleProblems): LogSource | undefined {
  if (!isObject(value)) {
    problems.mistake(['logsource'], 'logsource is missing')
    return undefined
  }
  const text = (name: string) => String(value[name] ?? '').toLowerCase()
  const product = text('product')
  const service = text('service')
  if (/^(m365|o365|microsoft365|office365)$/.test(product)) return {}
  if (product === 'azure') {
    if (service === 'm365') return {}
    const log = service.replace(/^azure\./, '')
    const recordTypes = Object.hasOwn(entraLogs, log) ? entraLogs[log] : undefined
    if (recordTypes) return {recordTypes, entra: true}
  }
  const said = ['product', 'service', 'category'].filter(name => text(name) !== '').map(name => `${name} ${text(name)}`)
  problems.unsupported(['logsource'], `logsource ${said.join(', ') || 'without a product'}: not the unified audit log`)
  return undefined
}

function conditionOf(
  value: unknown,
  names: readonly string[],
  problems: RuleProblems,
): {condition: Condition; aggregation?: Aggregation} | undefined {
  const place = ['detection', 'condition']
  const texts = listOf(value)
  if (texts.length === 0 || !texts.every(text => typeof text === 'string')) {
    problems.mistake(place, 'condition is missing')
    return undefined
  }
  const parsed = texts.map(text => parseCondition(text, names))
  const conditions: Condition[] = []
  for (const one of parsed) {
    if ('mistake' in one) problems.mistake(place, `the condition is not understood: ${one.mistake}`)
    else if ('unsupported' in one) problems.unsupported(place, one.unsupported)
    else {
      conditions.push(one.condition)
      for (const remark of one.remarks) problems.remark(place, remark)
    }
  }
  const [first] = parsed
  if (!first || !('condition' in first)) return undefined
  if (parsed.length === 1) return first
  if (parsed.some(one => 'aggregation' in one)) problems.unsupported(place, 'an aggregation among several conditions')
  return {condition: {kind: 'or', conditions}}
}

/** Operations without which no record fits. */
function operationsOf(condition: Condition, selections: ReadonlyMap<string, Selection>): Selection['operations'] {
  switch (condition.kind) {
    case 'name':
      return selections.get(condition.name)?.operations
    case 'not':
      return undefined
    case 'and':
      return condition.conditions.map(one => operationsOf(one, selections)).find(one => one !== undefined)
    case 'or':
      return joinOperations(condition.conditions.map(one => operationsOf(one, selections)))
    case 'of':
      return joinOperations(condition.names.map(name => selections.get(name)?.operations))
  }
}

const units: Record<string, number> = {s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000}

function spanOf(value: unknown, place: Place, problems: RuleProblems): number {
  const [, number, unit = ''] = /^(\d{1,6})\s*([smhd])$/.exec(String(value).trim()) ?? []
  if (number === undefined) problems.mistake(place, `${String(value)} is no span of time such as 10m, 1h or 2d`)
  return Number(number ?? 0) * (units[unit] ?? 0)
}

function correlationOf(data: Json, meta: SigmaMeta, problems: RuleProblems): SigmaCorrelation | undefined {
  const {correlation} = data
  if (!isObject(correlation)) {
    problems.mistake(['correlation'], 'correlation is no map')
    return undefined
  }
  const at = (...path: string[]): Place => ['correlation', ...path]
  const texts = (name: string) => listOf(correlation[name]).map(String)
  const type = correlationTypes.find(one => one === correlation.type)
  if (/^value_(sum|avg|percentile|median)$/.test(String(correlation.type)))
    problems.unsupported(at('type'), `correlation ${correlation.type}`)
  else if (!type) problems.mistake(at('type'), `type is none of ${correlationTypes.join(', ')}`)
  const rules = texts('rules')
  if (rules.length === 0) problems.mistake(at('rules'), 'rules is missing')
  if (correlation.timespan === undefined) problems.mistake(at('timespan'), 'timespan is missing')
  const span = correlation.timespan === undefined ? 0 : spanOf(correlation.timespan, at('timespan'), problems)
  const temporal = type === 'temporal' || type === 'temporal_ordered'
  const {least, fields} = thresholdOf(correlation.condition, {temporal, problems, place: at('condition')})
  if (type === 'value_count' && fields.length === 0) problems.mistake(at('condition'), 'value_count needs a field')
  if (temporal && rules.length < 2) problems.mistake(at('rules'), `${type} needs at least two rules`)
  if (!type) return undefined
  return {
    kind: 'correlation',
    ...meta,
    ...{type, rules, groupBy: texts('group-by'), span, fields},
    ...(least === undefined ? {} : {least}),
    aliases: aliasesOf(correlation.aliases, at('aliases'), problems),
    generate: correlation.generate === true || data.generate === true,
  }
}

interface Threshold {
  temporal: boolean
  problems: RuleProblems
  place: Place
}

function thresholdOf(value: unknown, {temporal, problems, place}: Threshold): {least?: number; fields: string[]} {
  if (value === undefined && temporal) return {fields: []}
  if (typeof value === 'string') problems.unsupported(place, 'conditions of a correlation in words')
  else if (!isObject(value)) problems.mistake(place, 'condition is missing')
  if (!isObject(value)) return {fields: []}
  const fields = listOf(value.field).map(String)
  let least: number | undefined
  for (const [name, bound] of Object.entries(value)) {
    if (name === 'field') continue
    const number = Number(bound)
    if (/^(lt|lte|eq|neq)$/.test(name))
      problems.unsupported([...place, name], `condition ${name}; only gt and gte can be told while records pass`)
    else if (name !== 'gt' && name !== 'gte')
      problems.mistake([...place, name], `${name} is no condition of a correlation`)
    else if (!Number.isInteger(number) || number < 0) problems.mistake([...place, name], `${String(bound)} is no count`)
    else least = Math.max(least ?? 1, name === 'gt' ? number + 1 : number)
  }
  if (least === undefined && !problems.list.some(problem => problem.place[0] === 'correlation'))
    problems.mistake(place, 'condition has neither gt nor gte')
  return {fields, ...(least === undefined ? {} : {least})}
}

function aliasesOf(value: unknown, place: Place, problems: RuleProblems): Record<string, Record<string, string>> {
  if (value === undefined || value === null) return {}
  const maps = isObject(value) ? Object.entries(value) : []
  if (!isObject(value) || !maps.every(([, one]) => isObject(one))) {
    problems.mistake(place, 'aliases is no map of maps')
    return {}
  }
  return Object.fromEntries(
    maps.map(([alias, fields]) => [
      alias,
      Object.fromEntries(Object.entries(fields as Json).map(([rule, field]) => [rule, String(field)])),
    ]),
  )
}
