/**
 * Audit log queries as Graph keeps them: what each asks, where it stands by the services' clock, and what it found.
 * What a query finds is fixed when it ends; its pages can then be read as often as one likes.
 */
import {randomUUID} from 'node:crypto'
import {hashText, mix, Random} from './random.ts'
import type {Position, RecordFacts} from './record-source.ts'
import {outsideRecordType, readRecordType} from './record-types.ts'
import {matcher, type SearchQuery} from './search.ts'
import {recordOfSearch} from './search-audit-records.ts'
import {isForeign} from './shaped-records.ts'
import type {Tenant} from './tenant.ts'

export interface GraphOptions {
  /** How long a query takes, in seconds; 75. */
  querySeconds: number
  /** Records that a query holds; 1,000,000. */
  recordLimit: number
  /** Records of a page at most, whatever `$top` asks for; 1,000. */
  pageSize: number
  /** Queries under way above which more are refused; 10, as seen in practice. */
  concurrencyLimit: number
}

export type Status = 'notStarted' | 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'

export interface GraphQuery {
  id: string
  created: number
  body: ReceivedQueryBody
  /** Object id of the service principal that made it. */
  by: string
  fate: 'failed' | 'cancelled' | 'stuck' | undefined
  found: {positions: Position[]; limited: boolean} | undefined
  /** Readings of its first page so far. */
  readings: number
}

export interface ReceivedQueryBody {
  displayName: string
  filterStartDateTime: string
  filterEndDateTime: string
  keywordFilter: string
  serviceFilter: string
  recordTypeFilters: string[]
  operationFilters: string[]
  userPrincipalNameFilters: string[]
  ipAddressFilters: string[]
  objectIdFilters: string[]
}

const LISTS = [
  'recordTypeFilters',
  'operationFilters',
  'userPrincipalNameFilters',
  'ipAddressFilters',
  'objectIdFilters',
] as const
const DAY = 86_400_000
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** The body, or a sentence on what is wrong with it; stricter than the service where a client would be careless. */
export function readBody(given: unknown): ReceivedQueryBody | string {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return 'The body has to be an object.'
  const {
    displayName,
    filterStartDateTime,
    filterEndDateTime,
    keywordFilter = '',
    serviceFilter = '',
    ...rest
  } = given as Record<string, unknown>
  if (typeof displayName !== 'string' || displayName === '') return 'displayName is missing.'
  for (const date of [filterStartDateTime, filterEndDateTime]) {
    if (typeof date !== 'string' || !INSTANT.test(date)) return `${JSON.stringify(date)} is no instant with a Z.`
  }
  const [start, end] = [String(filterStartDateTime), String(filterEndDateTime)]
  // Invalid request data: reported of PAX
  if (Date.parse(end) <= Date.parse(start)) return 'Invalid request data'
  if (typeof keywordFilter !== 'string') return 'keywordFilter has to be a text.'
  if (typeof serviceFilter !== 'string') return 'serviceFilter has to be a text.'
  const strange = Object.keys(rest).find(name => !LISTS.some(known => known === name))
  if (strange !== undefined)
    return `The property '${strange}' does not exist on type 'microsoft.graph.security.auditLogQuery'.`
  const lists = Object.fromEntries(
    LISTS.map(name => {
      const value = rest[name] ?? []
      return [name, Array.isArray(value) && value.every(item => typeof item === 'string') ? value : undefined]
    }),
  ) as Record<(typeof LISTS)[number], string[] | undefined>
  const wrong = LISTS.find(name => lists[name] === undefined)
  if (wrong !== undefined) return `${wrong} has to be a list of texts.`
  const unknown = lists.recordTypeFilters?.find(name => /^\d/.test(name) || !('number' in readRecordType(name)))
  if (unknown !== undefined) return `Requested value '${unknown}' was not found.`
  const texts = {displayName, filterStartDateTime: start, filterEndDateTime: end, keywordFilter, serviceFilter}
  return {...texts, ...lists} as ReceivedQueryBody
}

/** As the service shows it: whatever the spelling of record types was, it answers in PascalCase (graph2otel). */
export function shownBody(body: ReceivedQueryBody): ReceivedQueryBody {
  const shown = (name: string) => {
    const type = readRecordType(name)
    return 'number' in type ? String(outsideRecordType(type.number)) : name
  }
  return {...body, recordTypeFilters: body.recordTypeFilters.map(shown)}
}

export class GraphQueries {
  readonly #tenant: Tenant
  readonly #options: GraphOptions
  readonly #queries = new Map<string, GraphQuery>()
  /** When queries were made, removed ones included. */
  readonly #submissions: number[] = []

  constructor(tenant: Tenant, options: GraphOptions) {
    this.#tenant = tenant
    this.#options = options
  }

  /** Seconds until another query may be made, where a day's number of them is limited; 0 where one may be. */
  waitForSubmission(): number {
    const most = this.#tenant.shapes.number('graph-submissions')
    if (most === undefined) return 0
    const now = this.#tenant.now()
    const ofADay = this.#submissions.filter(time => time > now - DAY)
    const oldest = ofADay.at(-most)
    return oldest === undefined ? 0 : Math.ceil((oldest + DAY - now) / 1000)
  }

  /** Undefined where too many are under way. */
  add(body: ReceivedQueryBody, by: string): GraphQuery | undefined {
    const {counters} = this.#tenant
    const underWay = [...this.#queries.values()].filter(query => this.isUnderWay(query)).length
    if (underWay >= this.#options.concurrencyLimit) return undefined
    const query: GraphQuery = {
      id: randomUUID(),
      created: this.#tenant.now(),
      body,
      by,
      fate: undefined,
      found: undefined,
      readings: 0,
    }
    this.#queries.set(query.id, query)
    this.#submissions.push(query.created)
    counters.queries++
    counters.queriesKept++
    counters.queriesAtOnce = Math.max(counters.queriesAtOnce, underWay + 1)
    return query
  }

  get(id: string): GraphQuery | undefined {
    return this.#queries.get(id)
  }

  remove(id: string): boolean {
    const known = this.#queries.delete(id)
    if (known) this.#tenant.counters.queriesKept--
    return known
  }

  all(): GraphQuery[] {
    return [...this.#queries.values()]
  }

  isUnderWay(query: GraphQuery): boolean {
    return ['notStarted', 'queued', 'running'].includes(this.statusOf(query))
  }

  statusOf(query: GraphQuery): Status {
    const share = (this.#tenant.now() - query.created) / 1000 / this.#options.querySeconds
    if (share < 0.2) return 'notStarted'
    if (share < 0.4) return 'queued'
    if (share < 1 || query.fate === 'stuck') return 'running'
    return query.fate ?? 'succeeded'
  }

  /** What a query that has succeeded found, in no order. */
  found(query: GraphQuery, roles: readonly string[]): NonNullable<GraphQuery['found']> {
    query.found ??= this.#search(query, roles)
    return query.found
  }

  #search({body, by, id, created}: GraphQuery, roles: readonly string[]): NonNullable<GraphQuery['found']> {
    const {script, shapes, records, seed} = this.#tenant
    if (script.holds('always-empty')) return {positions: [], limited: false}
    const asked = searchOf(body)
    const types = new Set(body.recordTypeFilters.map(readRecordType).map(type => ('number' in type ? type.number : -1)))
    const matches = matcher(this.#tenant, asked)
    const positions: Position[] = []
    const take = (position: Position, facts: RecordFacts) => {
      if (isForeign(position)) return
      if (types.size > 0 && !types.has(Number(facts.recordType))) return
      if (!matches(position, facts) || !this.#isOpen(position, roles)) return
      // Compared to the letter: the docs only say that it means the record's workload.
      if (body.serviceFilter === '' || this.#workloadOf(position) === body.serviceFilter) positions.push(position)
    }
    records.see(asked, take, created + this.#options.querySeconds * 1000)
    const shuffled = new Random(mix(hashText(asked.key), seed), 3).shuffle(positions)
    const limit = Math.min(this.#options.recordLimit, shapes.number('graph-silent-limit') ?? Number.POSITIVE_INFINITY)
    const limited = shuffled.length > limit && !shapes.has('graph-silent-limit')
    const job = {by, organization: this.#tenant.id, jobId: id, isGraph: true, results: shuffled.length}
    records.leave(recordOfSearch({...job, from: asked.from, to: asked.to}, this.#tenant.now()))
    return {positions: shuffled.slice(0, limit), limited}
  }

  #workloadOf(position: Position): string | undefined {
    return (JSON.parse(this.#tenant.records.row(position).auditData) as {Workload?: string}).Workload
  }

  /** Permissions for single services leave out all other records without a word (graph2otel). */
  #isOpen(position: Position, roles: readonly string[]): boolean {
    if (roles.includes('AuditLogsQuery.Read.All')) return true
    const Workload = this.#workloadOf(position)
    const service = Workload === 'AzureActiveDirectory' ? 'Entra' : Workload
    return roles.includes(`AuditLogsQuery-${service}.Read.All`)
  }
}

/** Start inclusive, end exclusive, as clients in use take it (CIPP). */
function searchOf(body: ReceivedQueryBody): SearchQuery {
  return {
    from: Date.parse(body.filterStartDateTime),
    to: Date.parse(body.filterEndDateTime) - 1,
    resultSize: Number.POSITIVE_INFINITY,
    recordType: undefined,
    operations: body.operationFilters,
    userIds: body.userPrincipalNameFilters,
    addresses: body.ipAddressFilters,
    objects: body.objectIdFilters,
    sites: [],
    freeText: body.keywordFilter,
    formatted: false,
    session: undefined,
    key: JSON.stringify({...body, displayName: ''}),
  }
}
