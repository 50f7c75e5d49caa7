/** Sigma rules as rules of this program: ids, what each reports, and correlations joined to the rules they refer to. */
import {BoundedMap, type Evictions} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList} from '../evidence-list.ts'
import {countOf, type Rule, type RuleMeta, type Signal, spanText, type Wants} from '../rule.ts'
import {type ColumnReader, fieldReader} from './fields.ts'
import {parseSigma, type SigmaCorrelation, type SigmaRule} from './parse-rule.ts'
import {type Problem, RuleProblems} from './problems.ts'
import {joinOperations} from './selection.ts'
import {CountWindow, type MatchedRecord, mostMarks, SequenceWindow} from './windows.ts'

export interface SigmaDocument {
  file: string
  /** From 0, of the documents of one file. */
  index: number
  data: unknown
}

export interface DocumentProblem extends Problem {
  document: SigmaDocument
}

export interface CompiledRules {
  rules: Rule[]
  /** A rule with a mistake, or with what is not supported, is not among the rules. */
  problems: DocumentProblem[]
}

interface Entry {
  document: SigmaDocument
  rule: SigmaRule | SigmaCorrelation
  id: string
}

export function compileSigma(documents: readonly SigmaDocument[], columns: ColumnReader): CompiledRules {
  const problems: DocumentProblem[] = []
  const found = (document: SigmaDocument, list: readonly Problem[]) =>
    problems.push(...list.map(problem => ({...problem, document})))
  const entries: Entry[] = []
  const taken = new Map<string, SigmaDocument>()
  const left: Left = new Set()
  for (const document of documents) {
    const parsed = parseSigma(document.data, columns)
    found(document, parsed.problems.list)
    const {rule} = parsed
    if (!rule) {
      for (const name of namesIn(document.data)) left.add(name)
      continue
    }
    const id = idOf(rule, document)
    const other = taken.get(id)
    if (other) {
      found(document, [{kind: 'mistake', place: ['id'], says: `its id is that of ${other.file}`}])
      continue
    }
    taken.set(id, document)
    entries.push({document, rule, id})
  }
  const index = new RuleIndex(entries, left)
  const referred = new Set<Entry>()
  const generated = new Set<Entry>()
  const runnable = entries.filter(entry => {
    const its = new RuleProblems()
    index.check(entry, its)
    found(entry.document, its.list)
    if (entry.rule.kind === 'correlation')
      for (const one of index.referencesOf(entry.rule)) (entry.rule.generate ? generated : referred).add(one)
    return its.list.length === 0
  })
  const rules = runnable
    .filter(entry => !referred.has(entry) || generated.has(entry))
    .map(entry => productRule(entry, index, columns))
  return {rules, problems}
}

/** Names of rules that were left out or broken: a correlation with one of them can't run either. */
type Left = Set<string>

function namesIn(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return []
  const {id, name} = data as {id?: unknown; name?: unknown}
  return [id, name].filter(one => typeof one === 'string')
}

const longestId = 80

/** The rule's own id, or else the file's name: what an accepted finding names has to stay the same. */
function idOf({id, name}: SigmaRule | SigmaCorrelation, {file, index}: SigmaDocument): string {
  const stem = file.replace(/^.*[\\/]/, '').replace(/\.ya?ml$/i, '')
  const text = id ?? name ?? (index === 0 ? stem : `${stem}-${index + 1}`)
  return `SIG-${text.replace(/[^\w.-]+/g, '-').slice(0, longestId)}`
}

class RuleIndex {
  private readonly byName = new Map<string, Entry>()
  private readonly left: Left

  constructor(entries: readonly Entry[], left: Left) {
    this.left = left
    for (const entry of entries)
      for (const name of [entry.rule.id, entry.rule.name]) if (name !== undefined) this.byName.set(name, entry)
  }

  get(name: string): Entry | undefined {
    return this.byName.get(name)
  }

  referencesOf({rules}: SigmaCorrelation): Entry[] {
    return rules.flatMap(name => this.byName.get(name) ?? [])
  }

  check({rule}: Entry, problems: RuleProblems): void {
    if (rule.kind === 'rule') return
    for (const [position, name] of rule.rules.entries()) {
      const place = ['correlation', 'rules', position]
      if (this.byName.has(name)) continue
      if (this.left.has(name)) problems.unsupported(place, `rule ${name}, which is left out itself`)
      else problems.mistake(place, `no rule has the id or name ${name}`)
    }
    if (this.isCircular(rule, new Set())) problems.mistake(['correlation', 'rules'], 'the correlation refers to itself')
    else if (problems.list.length === 0 && this.leftOut(rule))
      problems.unsupported(['correlation', 'rules'], 'a correlation that is left out itself')
  }

  private isCircular(rule: SigmaCorrelation, above: ReadonlySet<SigmaCorrelation>): boolean {
    if (above.has(rule)) return true
    const path = new Set([...above, rule])
    return this.referencesOf(rule).some(({rule: one}) => one.kind === 'correlation' && this.isCircular(one, path))
  }

  /** Whether a correlation further down refers to a rule that is not there. */
  private leftOut(rule: SigmaCorrelation): boolean {
    return this.referencesOf(rule).some(
      ({rule: one}) =>
        one.kind === 'correlation' && (one.rules.some(name => !this.byName.has(name)) || this.leftOut(one)),
    )
  }
}

/** Tells whether a record makes the rule fire. */
interface Matcher {
  see(event: AuditEvent): Fired | undefined
}

interface Fired {
  /** The records behind it. */
  marks: readonly MatchedRecord[]
  /** Of what: a person, or the values that the rule groups by. */
  group: string
}

interface Building {
  index: RuleIndex
  columns: ColumnReader
  evictions: Evictions
  sightings: FieldSightings
}

/** Which of the fields that were asked for no record had. */
class FieldSightings {
  private readonly seen = new Map<string, boolean>()

  note(field: string, present: boolean): void {
    if (present || !this.seen.has(field)) this.seen.set(field, present)
  }

  missing(): string[] {
    return [...this.seen].filter(([, present]) => !present).map(([field]) => field)
  }
}

function matcherOf(entry: Entry, building: Building): Matcher {
  return entry.rule.kind === 'rule'
    ? ruleMatcher(entry.rule, entry.id, building)
    : correlationMatcher(entry.rule, entry.id, building)
}

function ruleMatcher(rule: SigmaRule, id: string, building: Building): Matcher {
  const {sightings} = building
  const fits = (event: AuditEvent) =>
    (rule.recordTypes?.includes(event.recordType) ?? true) &&
    rule.fits(event, (field, present) => sightings.note(field, present))
  const {aggregation} = rule
  if (!aggregation) {
    const who = (event: AuditEvent) => event.user || event.application || event.object
    return {see: event => (fits(event) ? {marks: [markOf(event)], group: who(event)} : undefined)}
  }
  const {least, span, by, field} = aggregation
  const counts = windowsOf(`groups of ${id}`, least, building.evictions, () => new CountWindow(least, span))
  const group = groupReader(by.map(name => fieldReader(name, building.columns)))
  const value = valueReader(field === undefined ? [] : [fieldReader(field, building.columns)])
  return {
    see(event) {
      if (!fits(event)) return undefined
      const key = group(event)
      const counted = value(event)
      if (key === undefined || counted === undefined) return undefined
      return firedOf(key, counts.at(key).add(counted, [markOf(event)], event.time))
    },
  }
}

function correlationMatcher(rule: SigmaCorrelation, id: string, building: Building): Matcher {
  const {type, groupBy, span} = rule
  const children = rule.rules.flatMap((name, stage) => {
    const entry = building.index.get(name)
    if (!entry) return []
    const fieldOf = (field: string) => rule.aliases[field]?.[name] ?? field
    return {
      stage,
      matcher: matcherOf(entry, building),
      group: groupReader(groupBy.map(field => fieldReader(fieldOf(field), building.columns))),
      value: valueReader(
        type === 'value_count' ? rule.fields.map(field => fieldReader(fieldOf(field), building.columns)) : [],
      ),
    }
  })
  const least = rule.least ?? children.length
  const add = adderOf(rule, {id, least, span, stages: children.length, evictions: building.evictions})
  return {
    see(event) {
      // Every child sees every record, whether or not another has fitted already.
      const fitting = children.flatMap(child => {
        const marks = child.matcher.see(event)?.marks
        const key = marks && child.group(event)
        const value = marks && (type.startsWith('temporal') ? String(child.stage) : child.value(event))
        return marks === undefined || key === undefined || value === undefined ? [] : [{...child, marks, key, value}]
      })
      return fitting.length === 0 ? undefined : add(fitting, event.time)
    },
  }
}

interface Fitting {
  stage: number
  key: string
  value: string
  marks: readonly MatchedRecord[]
}

interface Counting {
  id: string
  least: number
  span: number
  stages: number
  evictions: Evictions
}

function adderOf(
  {type}: SigmaCorrelation,
  {id, least, span, stages, evictions}: Counting,
): (fitting: readonly Fitting[], time: number) => Fired | undefined {
  const name = `groups of ${id}`
  if (type === 'temporal_ordered') {
    const chains = windowsOf(name, stages, evictions, () => new SequenceWindow(stages, span))
    return (fitting, time) => {
      const keys = [...new Set(fitting.map(({key}) => key))]
      return lastOf(
        keys.map(key => {
          const its = fitting.filter(one => one.key === key)
          const stages = its.map(({stage}) => stage)
          return firedOf(key, chains.at(key).add(stages, its[0]?.marks ?? [], time))
        }),
      )
    }
  }
  const counts = windowsOf(name, least, evictions, () => new CountWindow(least, span))
  // One record counts once, though several of the rules fit it; in time it is an occurrence of each.
  const counted = (fitting: readonly Fitting[]) => (type === 'temporal' ? fitting : fitting.slice(0, 1))
  return (fitting, time) =>
    lastOf(counted(fitting).map(({key, value, marks}) => firedOf(key, counts.at(key).add(value, marks, time))))
}

function firedOf(group: string, marks: readonly MatchedRecord[] | undefined): Fired | undefined {
  return marks && {group, marks}
}

/** The last, which knows most, of those that fired. */
function lastOf(fired: readonly (Fired | undefined)[]): Fired | undefined {
  return fired.findLast(one => one !== undefined)
}

const mostGroups = 5_000
/** Of all groups of a rule. */
const mostKept = 200_000

function windowsOf<W extends {weight: number}>(
  name: string,
  least: number,
  evictions: Evictions,
  make: () => W,
): {at(key: string): W} {
  const most = Math.max(20, Math.min(mostGroups, Math.floor(mostKept / Math.max(1, least))))
  const map = new BoundedMap<string, W>(name, most, evictions, {weight: ({weight}) => weight, actor: key => key})
  return {at: key => map.at(key, make)}
}

type Reader = ReturnType<typeof fieldReader>

/** Undefined where the record lacks one of the fields: it belongs to no group. */
function groupReader(readers: readonly Reader[]): (event: AuditEvent) => string | undefined {
  return event => {
    const parts = readers.map(read => textIn(event, read))
    return parts.some(part => part === undefined) ? undefined : parts.join('\n')
  }
}

/** Without fields, every record is a value of its own. */
function valueReader(readers: readonly Reader[]): (event: AuditEvent) => string | undefined {
  if (readers.length > 0) return groupReader(readers)
  let number = 0
  return () => String(number++)
}

const longestValue = 300

/** An address without its port, where it has one: the last of its spellings. */
function textIn(event: AuditEvent, read: Reader): string | undefined {
  const values = read(event).filter(value => value !== null && value !== '')
  const value = typeof values[0] === 'string' && /:\d+$/.test(values[0]) ? (values[1] ?? values[0]) : values[0]
  return value === undefined ? undefined : String(value).toLowerCase().slice(0, longestValue)
}

function markOf(event: AuditEvent): MatchedRecord {
  return {...event.mark, user: event.user, address: event.address?.text ?? '', application: event.application}
}

function productRule(entry: Entry, index: RuleIndex, columns: ColumnReader): Rule {
  const {rule, document} = entry
  const wants = wantsOf(entry, index)
  const meta = ruleMeta(entry, wants)
  const windowed = rule.kind === 'correlation' || rule.aggregation !== undefined
  return {
    metas: [meta],
    wants,
    start(context) {
      const sightings = new FieldSightings()
      const matcher = matcherOf(entry, {index, columns, evictions: context.evictions, sightings})
      let fired = false
      return {
        see(event) {
          const now = matcher.see(event)
          if (now === undefined) return
          fired = true
          const objects = windowed || event.object === '' ? [] : [event.object]
          context.report(signalFrom(now, {meta, objects, why: whyOf(entry, now.marks)}))
        },
        get blind() {
          const missing = fired ? [] : sightings.missing()
          return missing.length === 0
            ? undefined
            : `none of the records looked at has ${missing.slice(0, 5).join(', ')}, which ${document.file} asks for`
        },
      }
    },
  }
}

function signalFrom(
  {marks, group}: Fired,
  {meta, why, objects}: {meta: RuleMeta; why: string; objects: string[]},
): Signal {
  const of = (name: 'user' | 'address' | 'application') => [...new Set(marks.map(mark => mark[name]))].filter(Boolean)
  return {
    rule: meta.id,
    key: group,
    title: meta.title,
    why,
    objects,
    actors: of('user'),
    addresses: of('address'),
    applications: of('application'),
    evidence: EvidenceList.of(...marks.slice(-mostMarks)),
  }
}

function whyOf({rule, document}: Entry, marks: readonly MatchedRecord[]): string {
  const author = rule.author === '' ? '' : ` by ${rule.author}`
  const matched = `Matches the Sigma rule ${document.file}${author}`
  const counted = rule.kind === 'correlation' || rule.aggregation !== undefined
  const first = marks[0]?.time ?? 0
  const span = (marks.at(-1)?.time ?? first) - first
  const numbers = counted && marks.length > 1 ? `, with ${countOf(marks.length, 'record')} in ${spanText(span)}` : ''
  return `${matched}${numbers}${rule.description === '' ? '' : `: ${rule.description}`}`
}

/** Any record, where a rule does not name operations. */
const anyOperation = /.*/s

function wantsOf(entry: Entry, index: RuleIndex): Wants {
  const list = operationsOf(entry, index)
  if (list) return {operations: [...new Set(list)]}
  const {rule} = entry
  if (rule.kind === 'rule' && rule.recordTypes) return {recordTypes: rule.recordTypes}
  return {operations: [anyOperation]}
}

function operationsOf({rule}: Entry, index: RuleIndex): SigmaRule['operations'] {
  if (rule.kind === 'rule') return rule.operations
  return joinOperations(index.referencesOf(rule).map(entry => operationsOf(entry, index)))
}

function ruleMeta({rule, id, document}: Entry, wants: Wants): RuleMeta {
  return {
    id,
    title: rule.title,
    severity: rule.severity,
    confidence: rule.confidence,
    techniques: rule.techniques,
    question: rule.description || rule.title,
    benign: rule.falsePositives.join('; ') || `${document.file} names no benign causes`,
    next: [
      'Open the records listed as evidence and compare them with the rule’s description.',
      'Ask the people named, by another channel than mail, whether they did this.',
      `If it is benign, accept the finding, or narrow the rule in ${document.file}.`,
    ],
    source: rule.reference ?? document.file,
    needs: wants,
    own: true,
  }
}
