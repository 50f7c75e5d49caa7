/**
 * What `Search-UnifiedAuditLog` makes of its parameters: which are known and well formed, which records match, how
 * many come back, in what order. Where the service is lenient and a client would be wrong, this is strict.
 */
import {hashText, mix, Random} from './random.ts'
import type {AuditRow, Position, RecordFacts} from './record-source.ts'
import {type RecordTypeArgument, readRecordType, recordTypeNames} from './record-types.ts'
import {Losses, refusedByShape, shapedRange, trimmedOperation} from './shaped-searches.ts'
import type {Tenant} from './tenant.ts'

/** Most rows of one call, of one ReturnLargeSet session, of one preview session, of a session that mixes both. */
const CALL = 5_000
const LARGE_SET = 50_000
const PREVIEW = 5_000
const MIXED = 10_000
const SESSION_LIFE = 30 * 60_000

export interface SearchQuery {
  from: number
  to: number
  resultSize: number
  recordType: RecordTypeArgument | undefined
  operations: string[]
  userIds: string[]
  addresses: string[]
  objects: string[]
  sites: string[]
  freeText: string
  formatted: boolean
  session: {id: string; command: 'ReturnLargeSet' | 'ReturnNextPreviewPage'} | undefined
  /** The parameters as one text: the same search has the same. */
  key: string
}

/** A refusal in the service's own terms: the exception's class and its sentence. */
export interface SearchRefusal {
  type: string
  says: string
}

const TRANSFORMATION = 'Microsoft.Exchange.AdminApi.CommandInvocation.ParameterTransformationException'
const AMBIGUOUS = 'Microsoft.Exchange.AdminApi.CommandInvocation.AmbiguousParameterSetException'
const VALIDATION = 'System.Management.Automation.ParameterBindingValidationException'

const PARAMETERS = [
  'StartDate',
  'EndDate',
  'Formatted',
  'FreeText',
  'HighCompleteness',
  'IPAddresses',
  'LegacyFlow',
  'LongerRetentionEnabled',
  'ObjectIds',
  'Operations',
  'RecordType',
  'ResultSize',
  'SessionCommand',
  'SessionId',
  'SiteIds',
  'UserIds',
]

export function readQuery(parameters: Record<string, unknown>): SearchQuery | SearchRefusal {
  const given = new Map<string, unknown>()
  for (const [name, value] of Object.entries(parameters)) {
    const known = PARAMETERS.find(each => each.toLowerCase() === name.toLowerCase())
    if (known === undefined) return {type: AMBIGUOUS, says: `Invalid cmdlet parameters specified. ${name}`}
    if (given.has(known)) return {type: AMBIGUOUS, says: `The parameter ${known} is given twice.`}
    given.set(known, value)
  }
  const refusals: SearchRefusal[] = []
  const refuse = (type: string, says: string) => {
    refusals.push({type, says})
  }
  const list = (name: string): string[] => {
    const value = given.get(name) ?? []
    const items = Array.isArray(value) ? value : [value]
    if (items.every(item => typeof item === 'string' && item !== '')) return items as string[]
    refuse(TRANSFORMATION, `Cannot process argument transformation on parameter '${name}'. Texts are expected.`)
    return []
  }
  const flag = (name: string): boolean => {
    const value = given.get(name) ?? false
    if (typeof value !== 'boolean') refuse(TRANSFORMATION, `Cannot convert the value of '${name}' to a switch.`)
    return value === true
  }
  const date = (name: string): number => {
    const value = given.get(name)
    // the service reads a date without a zone as UTC; a client that leaves it out is asking for trouble elsewhere
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)$/.test(value)) {
      const time = Date.parse(value.replace(/(\.\d{3})\d+/, '$1'))
      if (!Number.isNaN(time)) return time
    }
    refuse(
      TRANSFORMATION,
      `Cannot process argument transformation on parameter '${name}'. ${value === undefined ? 'It is required.' : `The value ${JSON.stringify(value)} is not a date with a zone, such as 2026-10-01T00:00:00.0000000Z.`}`,
    )
    return 0
  }

  const from = date('StartDate')
  const to = date('EndDate')
  if (refusals.length === 0 && from >= to) refuse(VALIDATION, 'The StartDate must be before the EndDate.')
  const resultSize = given.get('ResultSize') ?? 100
  if (typeof resultSize !== 'number' || !Number.isInteger(resultSize) || resultSize < 1 || resultSize > CALL) {
    refuse(
      VALIDATION,
      `Cannot validate argument on parameter 'ResultSize'. The ${JSON.stringify(resultSize)} argument is not in the range 1 to ${CALL}.`,
    )
  }
  const recordType = given.get('RecordType')
  let type: RecordTypeArgument | undefined
  if (recordType !== undefined) {
    type =
      typeof recordType === 'string' || typeof recordType === 'number' ? readRecordType(recordType) : {unknown: true}
    if ('unknown' in type) {
      refuse(
        TRANSFORMATION,
        `Cannot convert value ${JSON.stringify(recordType)} to type "AuditRecordType". Specify one of the following enumerator names and try again: ${recordTypeNames().join(', ')}`,
      )
    }
  }
  const session = readSession(given.get('SessionId'), given.get('SessionCommand'), refuse)
  const freeText = given.get('FreeText') ?? ''
  if (typeof freeText !== 'string') refuse(TRANSFORMATION, "Cannot convert the value of 'FreeText' to a text.")
  flag('HighCompleteness')
  flag('LegacyFlow')
  const query: SearchQuery = {
    from,
    to,
    resultSize: resultSize as number,
    recordType: type,
    operations: list('Operations'),
    userIds: list('UserIds'),
    addresses: list('IPAddresses'),
    objects: list('ObjectIds'),
    sites: list('SiteIds'),
    freeText: String(freeText),
    formatted: flag('Formatted'),
    session,
    key: JSON.stringify(
      [...given].filter(([name]) => !name.startsWith('Session')).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  }
  return refusals[0] ?? query
}

function readSession(
  id: unknown,
  command: unknown,
  refuse: (type: string, says: string) => void,
): SearchQuery['session'] {
  if (id === undefined && command === undefined) return undefined
  const known = ['ReturnLargeSet', 'ReturnNextPreviewPage'] as const
  const found = known.find(each => typeof command === 'string' && each.toLowerCase() === command.toLowerCase())
  if (found === undefined) {
    refuse(
      TRANSFORMATION,
      `Cannot convert value ${JSON.stringify(command)} to type "UnifiedAuditSessionCommand". Specify one of the following enumerator names and try again: ${known.join(', ')}`,
    )
    return undefined
  }
  if (typeof id !== 'string' || id === '') {
    refuse(VALIDATION, 'SessionCommand needs a SessionId.')
    return undefined
  }
  return {id, command: found}
}

export const isFiltered = (query: SearchQuery): boolean =>
  query.recordType !== undefined ||
  [query.operations, query.userIds, query.addresses, query.objects, query.sites].some(list => list.length > 0) ||
  query.freeText !== ''

export interface SearchMatches {
  positions: Position[]
  /** How many match in all. */
  matched: number
  /** More match than this call and the ones before it hand out. */
  more: boolean
  /** Rows of the same session handed out before. */
  before: number
  /** Seeds whatever this answer leaves to chance. */
  chance: number
  /** Puts a session back to where it was, for a call that is refused before it is run. */
  undo(): void
}

interface Session {
  key: string
  commands: Set<string>
  positions: Position[]
  matched: number
  offset: number
  used: number
}

export class Searches {
  readonly #tenant: Tenant
  readonly #sessions = new Map<string, Session>()
  readonly #asked = new Map<string, number>()
  readonly #losses: Losses

  constructor(tenant: Tenant) {
    this.#tenant = tenant
    this.#losses = new Losses(tenant.shapes)
  }

  run(query: SearchQuery): SearchMatches | SearchRefusal {
    const refused = refusedByShape(this.#tenant.shapes, query, this.#tenant.now())
    if (refused !== undefined) return refused
    const times = this.#asked.get(query.key) ?? 0
    if (this.#asked.size > 20_000) this.#asked.clear()
    this.#asked.set(query.key, times + 1)
    const chance = mix(mix(hashText(query.key), times), this.#tenant.seed)
    if (query.session) return this.#runSession(query, query.session, chance)

    const limit = Math.min(query.resultSize, this.#losses.cap)
    const {positions, matched} = this.#sample(query, limit, new Random(chance, 1))
    const more = matched > positions.length && limit === query.resultSize
    if (more) this.#tenant.records.cutAnswer(query, positions)
    return {positions, matched, more, before: 0, chance, undo() {}}
  }

  /** The rows around the window that a server hands out when it ignores the dates. */
  outside(query: SearchQuery, chance: number): Position[] {
    const positions: Position[] = []
    const margin = Math.max(3_600_000, query.to - query.from)
    for (const range of [
      {from: query.to + 1_000, to: query.to + margin},
      {from: query.from - margin, to: query.from - 1_000},
    ]) {
      this.#tenant.records.scan(range, position => {
        if (positions.length < 3 + (chance % 3)) positions.push(position)
      })
    }
    return positions
  }

  /** The search as if it had no filter. */
  unfiltered(query: SearchQuery, chance: number): Position[] {
    const bare: SearchQuery = {
      ...query,
      recordType: undefined,
      operations: [],
      userIds: [],
      addresses: [],
      objects: [],
      sites: [],
      freeText: '',
    }
    return this.#sample(bare, query.resultSize, new Random(chance, 2)).positions
  }

  /**
   * One call of a session: unsorted and 50,000 rows in all for ReturnLargeSet, sorted and 5,000 in all for
   * ReturnNextPreviewPage, 10,000 in all when both are used; then nothing (cmdlet documentation).
   */
  #runSession(
    query: SearchQuery,
    {id, command}: NonNullable<SearchQuery['session']>,
    chance: number,
  ): SearchMatches | SearchRefusal {
    const now = this.#tenant.now()
    for (const [old, session] of this.#sessions) if (now - session.used > SESSION_LIFE) this.#sessions.delete(old)
    let session = this.#sessions.get(id)
    if (session === undefined) {
      const large = command === 'ReturnLargeSet'
      const {positions, matched} = this.#sample(query, large ? LARGE_SET : PREVIEW, new Random(chance, 1))
      if (!large) this.#newestFirst(positions)
      session = {key: query.key, commands: new Set(), positions, matched, offset: 0, used: now}
      this.#sessions.set(id, session)
    }
    if (session.key !== query.key) {
      return {type: AMBIGUOUS, says: 'The SessionId belongs to another search; use a new one for each search.'}
    }
    session.commands.add(command)
    session.used = now
    const limit = session.commands.size > 1 ? MIXED : session.positions.length
    const before = session.offset
    const calls = Math.min(query.resultSize, this.#losses.cap)
    const positions = session.positions.slice(before, Math.min(limit, before + calls))
    session.offset = before + positions.length
    // Hawk #21, #153, #289: sessions that begin again instead of ending
    if (positions.length === 0 && before > 0 && this.#tenant.script.use('session-loop')) {
      session.offset = 0
      return this.#runSession(query, {id, command}, chance)
    }
    const held = session
    const undo = () => {
      held.offset = before
    }
    const more = held.offset < held.positions.length && calls === query.resultSize
    return {positions, matched: held.matched, more, before, chance, undo}
  }

  #newestFirst(positions: Position[]): void {
    const times = new Map(positions.map(position => [position, this.#tenant.records.row(position).time]))
    positions.sort((a, b) => (times.get(b) ?? 0) - (times.get(a) ?? 0))
  }

  /**
   * At most `limit` of what matches, each with the same chance, in no order (reservoir sampling); or the first or last
   * of them in order, where the tenant's answers have one.
   */
  #sample(query: SearchQuery, limit: number, random: Random): {positions: Position[]; matched: number} {
    const {script, shapes, records} = this.#tenant
    if (script.holds('always-empty') || script.holds('auditing-off') || shapes.has('silent')) {
      return {positions: [], matched: 0}
    }
    const matches = matcher(this.#tenant, query)
    const oldestFirst = shapes.has('oldest-first')
    const newestFirst = shapes.has('newest-first')
    let positions: Position[] = []
    let matched = 0
    records.see(shapedRange(shapes, query), (position, facts) => {
      if (!matches(position, facts)) return
      matched++
      if (positions.length < limit || newestFirst) positions.push(position)
      else if (!oldestFirst) {
        const place = random.below(matched)
        if (place < limit) positions[place] = position
      }
    })
    if (newestFirst) positions = positions.slice(-limit).reverse()
    else if (!oldestFirst) random.shuffle(positions)
    const kept = this.#losses.of(query.key, positions)
    return {positions: kept, matched: matched - (positions.length - kept.length)}
  }
}

export type Matcher = (position: Position, facts: RecordFacts) => boolean

/** Cheap conditions first; the text is written only where a condition needs it. */
export function matcher(tenant: Tenant, query: SearchQuery): Matcher {
  const {recordType} = query
  const plain = tenant.shapes.has('operations-trimmed') ? trimmedOperation : (name: string) => name.toLowerCase()
  const operations = new Set(query.operations.map(plain))
  const users = lowered(query.userIds)
  const texts = textConditions(query)
  return (position, facts) => {
    // a name cut short is accepted and matches nothing (graph2otel, live July 2026)
    if (recordType !== undefined && (!('number' in recordType) || facts.recordType !== recordType.number)) return false
    if (operations.size > 0 && !operations.has(plain(facts.operation))) return false
    if (users.size > 0 && !users.has(facts.userId.toLowerCase())) return false
    if (texts.length === 0) return true
    const row = tenant.records.row(position)
    return texts.every(condition => condition(row))
  }
}

const lowered = (words: string[]) => new Set(words.map(word => word.toLowerCase()))

function textConditions(query: SearchQuery): ((row: AuditRow) => boolean)[] {
  const conditions: ((row: AuditRow) => boolean)[] = []
  const anyOf = (words: string[], read: (row: AuditRow) => string[]) => {
    if (words.length === 0) return
    const tests = words.map(wildcard)
    conditions.push(row => read(row).some(value => tests.some(test => test.test(value))))
  }
  anyOf(query.addresses, row => fields(row, ['ClientIP', 'ClientIPAddress', 'ActorIpAddress']).map(bareAddress))
  anyOf(query.objects, row => fields(row, ['ObjectId']))
  anyOf(query.sites, row => fields(row, ['Site', 'SiteId']))
  const words = query.freeText.toLowerCase()
  if (words !== '') conditions.push(row => row.auditData.toLowerCase().includes(words))
  return conditions
}

function fields(row: AuditRow, names: string[]): string[] {
  const record = JSON.parse(row.auditData) as Record<string, unknown>
  return names.flatMap(name => (typeof record[name] === 'string' ? [record[name]] : []))
}

/** `1.2.3.4:51234` and `[::1]:443` without port and brackets. */
const bareAddress = (address: string): string =>
  /^\[([^\]]+)\]/.exec(address)?.[1] ?? address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')

/** The whole value in any letter case; `*` stands for anything. */
const wildcard = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'is')
