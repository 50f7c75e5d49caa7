/**
 * Reads windows through Microsoft Graph's audit log query: one query for a window, waited for, its records read twice
 * and rebuilt as Exchange has them. https://learn.microsoft.com/graph/api/resources/security-auditlogquery
 */

import type {Filters} from '../audit/filters.ts'
import {parsedObject} from '../audit/json.ts'
import {pluralise} from '../audit/numbers.ts'
import {operationFilter, operationSpellings} from '../audit/operation.ts'
import {instantOf} from '../audit/record.ts'
import {recordTypeName} from '../audit/record-types.ts'
import type {TimeWindow} from '../audit/window.ts'
import {type Check, failed} from '../signin/check.ts'
import {asFailure, Failure} from '../wire/failure.ts'
import type {Gate} from '../wire/gate.ts'
import {AnswerShape} from './answer-shape.ts'
import {type ParsedRow, parseRow, type RowContext} from './exchange-rows.ts'
import type {GraphSettings} from './graph-call.ts'
import {trouble} from './graph-call.ts'
import {type GraphRecord, Records} from './graph-records.ts'
import {querySuspicion, recordLimit, validateQuery} from './graph-validation.ts'
import {type AuditQuery, type AuditQueryBody, Queries, type QueryEnd, refusals} from './queries.ts'
import {RowTimes} from './row-times.ts'
import type {Keep, Reading, ReadingRequest, Row, Source, WindowPlan} from './source.ts'

/**
 * Queries under way at most, whatever is asked for: about ten is what a tenant gets in practice (CIPP), and the portal's
 * and other tools' queries count among them.
 */
export const queriesAtOnce = 4

export interface GraphSourceSettings extends Omit<GraphSettings, 'count' | 'throttled'> {
  gate: Gate
  filters: Filters
  plan: WindowPlan
  /** In the queries' names. */
  label: string
  /** Reads the records of each query twice: two readings of a finished one have differed (langwatch #7137, #7142). */
  twice: boolean
}

/** One query a day: half-hour windows would take a week of the published budget. */
export function graphPlan(period: TimeWindow, days: number): WindowPlan {
  const day = Math.ceil((period.end - period.start) / Math.max(1, days) / 1000) * 1000
  const shrunk = Math.min(day, 6 * 3_600_000)
  // The records of a query are read twice.
  return {aim: 0.78 * recordLimit, first: day, longest: day, shrunk, shortest: 60_000, asksOnce: true}
}

export function graphSource(given: GraphSourceSettings): Source {
  const requests: Record<string, number> = {}
  const shape = new AnswerShape()
  const settings: GraphSettings = {
    ...given,
    see: page => shape.see(page),
    seeQuery: query => shape.seeQuery(query),
    throttled: delay => given.gate.throttled(delay),
    count: what => {
      requests[what] = (requests[what] ?? 0) + 1
    },
  }
  const run: Run = {
    given,
    queries: new Queries(settings),
    records: new Records(settings),
    times: new RowTimes(),
    namesRefused: false,
    uncrossedTold: false,
  }
  return {
    name: 'graph',
    reorders: true,
    cap: recordLimit,
    plan: given.plan,
    requests,
    get endpoint() {
      return run.queries.served
    },
    read: (request, keep, signal) => given.gate.through(() => read(run, request, keep, signal), signal),
    discard: async (left, signal) => {
      for (const {id, ...window} of left) await run.queries.discard(id, nameOf(given, window), signal)
    },
    // Graph says so by refusing every query.
    recording: async () => undefined,
    check: signal => check(run, signal),
    shape: () => shape.lines(),
  }
}

/** A query would stay in the tenant as a job, so that none is made. */
async function check({queries}: Run, signal: AbortSignal): Promise<Check[]> {
  const auditing: Check = {
    name: 'auditing',
    verdict: 'unknown',
    says:
      'Graph tells it only by refusing a query, and the doctor makes none. An administrator sees it in Exchange: ' +
      'Get-AdminAuditLogConfig | Format-List UnifiedAuditLogIngestionEnabled, UnifiedAuditLogFirstOptInDate.',
  }
  try {
    const {version, queries: listed} = await queries.list(signal)
    const says = `Graph lists the tenant’s audit log queries (${version}, ${listed} of them); none was made.`
    return [auditing, {name: 'search', verdict: 'ok', says}]
  } catch (error) {
    signal.throwIfAborted()
    const failure = asFailure(error)
    if (failure.code !== 'GRAPH_AUDITING_DISABLED') return [auditing, failed('search', failure)]
    return [
      failed('auditing', failure),
      {name: 'search', verdict: 'unknown', says: 'Nothing is recorded to be searched.'},
    ]
  }
}

interface Run {
  given: GraphSourceSettings
  queries: Queries
  records: Records
  times: RowTimes
  /** v1.0's list of record types is shorter than beta's; the collector filters by them in any case. */
  namesRefused: boolean
  uncrossedTold: boolean
}

async function read(run: Run, request: ReadingRequest, keepRows: Keep, signal: AbortSignal): Promise<Reading> {
  const made: AuditQuery[] = []
  let notKept: {error: unknown} | undefined
  const keep: Keep = async rows => {
    await keepRows(rows).catch((error: unknown) => {
      notKept = {error}
      throw error
    })
  }
  try {
    return await readQuery(run, {request, keep, made}, signal)
  } catch (error) {
    // A query that no run takes over would hold a slot for hours.
    const last = made.at(-1)
    const handedOn = request.onQuery !== undefined && signal.reason instanceof Failure
    if (last && !handedOn) void run.queries.remove(last, signal.aborted ? undefined : signal)
    signal.throwIfAborted()
    if (notKept) throw notKept.error
    return failedReading(asFailure(error), made)
  }
}

interface Reader {
  request: ReadingRequest
  keep: Keep
  made: AuditQuery[]
}

async function readQuery(run: Run, reader: Reader, signal: AbortSignal): Promise<Reading> {
  const {request, keep, made} = reader
  const {query, ended} = await answered(run, request, made, signal)
  if (ended.as !== 'succeeded') {
    await run.queries.remove(query, signal)
    return failedReading(endedBadly(query, ended.as), made)
  }
  const pages = new Pages(run, request, keep)
  await pages.read(run.queries.address(query.id), signal)
  // What failed in part may call itself succeeded.
  if (ended.error !== undefined)
    throw querySuspicion('GRAPH_QUERY_ERROR', `it has succeeded, and has an error: ${ended.error}`)
  await run.queries.remove(query, signal)
  return pages.judged(ended.limited, made)
}

/** A query that came to its end; where one vanished, another takes its place. */
async function answered(
  run: Run,
  request: ReadingRequest,
  made: AuditQuery[],
  signal: AbortSignal,
): Promise<{query: AuditQuery; ended: QueryEnd}> {
  for (let again = 2; ; again--) {
    const query = (again === 2 && (await adopted(run, request, signal))) || (await create(run, request, signal))
    made.push(query)
    await request.onQuery?.(query.id)
    const ended = await run.queries.settle(query, signal)
    if (ended.as !== 'gone' || again === 0) return {query, ended}
  }
}

/** What an earlier run left of the same question. */
async function adopted(run: Run, request: ReadingRequest, signal: AbortSignal): Promise<AuditQuery | undefined> {
  let one: AuditQuery | undefined
  for (const left of request.left ?? []) {
    if (one) await run.queries.discard(left.id, one.displayName, signal)
    else one = await run.queries.adopt(left, bodyOf(run, request), signal)
  }
  if (one) run.given.world.log(`The query ${one.id} of the run before is taken over.`)
  return one
}

async function create(run: Run, request: ReadingRequest, signal: AbortSignal): Promise<AuditQuery> {
  const body = bodyOf(run, request)
  try {
    return await run.queries.create(body, signal)
  } catch (error) {
    if (asFailure(error).code !== 'GRAPH_QUESTION' || !('recordTypeFilters' in body)) throw error
    run.namesRefused = true
    run.given.world.log('Graph does not take these record types as a filter; the records are picked out after reading.')
    return await run.queries.create(bodyOf(run, request), signal)
  }
}

/**
 * The bounds reach a second further at the start, so that neighbours are witnesses for each other; whether the end is
 * inclusive is undocumented, and serves either way.
 */
function boundsOf({window, wider = 0}: ReadingRequest): TimeWindow {
  return {start: window.start - 1000 - wider * 1000, end: window.end + wider * 1000}
}

/** Both inclusive, whichever the service's end is. */
function askedOf(request: ReadingRequest): TimeWindow {
  const {start, end} = boundsOf(request)
  return {start, end: end + 999}
}

/**
 * Without workloads: how a service is spelled is undocumented, and a record's service need not be its `Workload`. They
 * are picked out after reading.
 */
function bodyOf({given, namesRefused}: Run, request: ReadingRequest): AuditQueryBody {
  const {filters} = given
  const {start, end} = boundsOf(request)
  const types = filters.recordTypes.map(recordTypeName)
  const named = types.every(type => !/^\d+$/.test(type)) && !namesRefused
  const lists = {
    recordTypeFilters: named ? types.map(camelCase) : [],
    operationFilters: operationSpellings(filters.operations),
    userPrincipalNameFilters: filters.users,
    ipAddressFilters: filters.ipAddresses,
    objectIdFilters: filters.objectIds,
  }
  return {
    displayName: nameOf(given, request.window),
    filterStartDateTime: instantOf(start),
    filterEndDateTime: instantOf(end),
    ...Object.fromEntries(Object.entries(lists).filter(([, values]) => values.length > 0)),
    ...(filters.freeText === undefined ? {} : {keywordFilter: filters.freeText}),
  }
}

/** Unlike every other in its last part: a query of an earlier run must not be taken for this one. */
function nameOf({tenantId, label, newId}: GraphSourceSettings, {start, end}: TimeWindow): string {
  return `m365-audit/${tenantId}/${label}/${instantOf(start)}/${instantOf(end)}/${newId()}`
}

function camelCase(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1)
}

/** Records a little outside the question have been seen nowhere yet; more than this means that it was ignored. */
const tolerated = 3_600_000
/** How often a finished query's records are read until two readings agree. */
const readingsOfAQuery = 4

/** The records of one query, over as many readings of its pages as it takes. */
class Pages {
  readonly #run: Run
  readonly #isAsked: (operation: string) => boolean
  readonly #request: ReadingRequest
  readonly #keep: Keep
  /** Identity → the part that had it first. */
  readonly #seen = new Map<string, number>()
  #rows = 0
  #malformed = 0
  #foreign = 0
  #nameless = 0
  #unstable = 0
  #outside = 0
  #strays = 0
  #unfiltered = 0
  #uncrossed = 0
  #emptyPages = 0

  constructor(run: Run, request: ReadingRequest, keep: Keep) {
    this.#run = run
    this.#isAsked = operationFilter(run.given.filters.operations)
    this.#request = request
    this.#keep = keep
  }

  async read(query: string, signal: AbortSignal): Promise<void> {
    const {records, given} = this.#run
    const readings = given.twice ? readingsOfAQuery : 1
    for (let reading = 0; reading < readings; reading++) {
      const before = this.#seen.size
      let answer = new Answer()
      let last = 0
      await records.read(
        query,
        async (rows, round) => {
          // Small pages begin at the beginning.
          if (round !== last) answer = new Answer()
          last = round
          if (rows.length === 0 && answer.pages > 0) this.#emptyPages++
          answer.pages++
          const before = answer.size
          await this.#take(rows, answer, 2 * reading + round)
          return answer.size > before
        },
        signal,
      )
      this.#rows = Math.max(this.#rows, answer.rows)
      const missing = this.#seen.size - answer.ids.size
      const added = this.#seen.size - before
      const nameless = Math.abs(answer.nameless - this.#nameless)
      this.#nameless = Math.max(answer.nameless, this.#nameless)
      this.#unstable = missing + (reading === 0 ? 0 : added + nameless)
      if (reading > 0 && this.#unstable === 0) return
    }
  }

  judged(limited: boolean | undefined, made: readonly AuditQuery[]): Reading {
    const {records} = this.#run
    const judgement = validateQuery({
      records: this.#seen.size + this.#nameless,
      rows: this.#rows,
      limited,
      pageSize: records.pageSize,
      unstable: this.#unstable,
      malformed: this.#malformed,
      outside: this.#outside,
      unfiltered: this.#unfiltered,
      emptyPages: this.#emptyPages,
    })
    const unasked = this.#outside + this.#strays + this.#unfiltered
    return {
      ...judgement,
      ...(this.#outside > 0 ? {outside: this.#outside} : {}),
      ...(this.#foreign > 0 ? {foreign: this.#foreign} : {}),
      slow: false,
      evidence: {
        ...evidenceOf(made),
        // Those of another organisation are not among them.
        rows: this.#seen.size + this.#nameless,
        ...(unasked > 0 ? {unasked} : {}),
        warnings: this.#warnings(),
      },
    }
  }

  #warnings(): string[] {
    const warnings: string[] = []
    if (this.#strays > 0)
      warnings.push(
        `${pluralise(this.#strays, 'record a little outside the time asked for', 'records a little outside the time asked for')}, not kept here`,
      )
    if (this.#uncrossed > 0) {
      const words = `${pluralise(this.#uncrossed, 'record whose userPrincipalName is not the UserId of its auditData', 'records whose userPrincipalName is not the UserId of their auditData')}`
      warnings.push(words)
      if (!this.#run.uncrossedTold) {
        this.#run.uncrossedTold = true
        this.#run.given.world.log(
          `Graph sends ${words}: its outer user fields follow another rule than the known one. The columns are made from auditData and not touched by it.`,
        )
      }
    }
    return warnings
  }

  async #take(records: readonly GraphRecord[], answer: Answer, part: number): Promise<void> {
    const {tenantId} = this.#run.given
    const placing = {bounds: askedOf(this.#request), times: this.#run.times}
    const kept: Row[] = []
    answer.rows += records.length
    for (const record of records) {
      if (this.#isKnown(record.given.id, answer, part)) continue
      const {row} = parseRecord(record, {tenantId, window: this.#request.window, part, placing})
      if (!row) {
        this.#foreign++
        continue
      }
      this.#note(record, row, answer, part)
      if (this.#wanted(row)) kept.push(row)
    }
    if (kept.length > 0) await this.#keep(kept)
  }

  /** Whether an earlier reading of the query had the record, so that it need not be kept again. */
  #isKnown(id: unknown, answer: Answer, part: number): boolean {
    const first = typeof id === 'string' ? this.#seen.get(id) : undefined
    if (typeof id !== 'string' || first === undefined || first === part) return false
    answer.ids.add(id)
    return true
  }

  #note({given}: GraphRecord, row: Row, answer: Answer, part: number): void {
    const id = row.record.Identity
    if (id) {
      answer.ids.add(id)
      if (!this.#seen.has(id)) {
        this.#seen.set(id, part)
        if (row.malformed || row.undated) this.#malformed++
      }
    } else {
      answer.nameless++
      if (row.malformed || row.undated) this.#malformed = Math.max(this.#malformed, 1)
    }
    if (!row.malformed && !isCrossed(given, row)) this.#uncrossed++
  }

  #wanted(row: Row): boolean {
    if (!row.malformed && !this.#isAsked(row.record.Operations)) {
      this.#unfiltered++
      return false
    }
    const {start, end} = askedOf(this.#request)
    // Beyond the window too: a neighbour has to show it as well.
    if (row.time >= start && row.time <= end) return true
    if (row.time < start - tolerated || row.time > end + tolerated) this.#outside++
    else this.#strays++
    return false
  }
}

/** What one reading of the pages held. */
class Answer {
  readonly ids = new Set<string>()
  /** With those that came twice. */
  rows = 0
  nameless = 0
  pages = 0

  get size(): number {
    return this.ids.size + this.nameless
  }
}

/**
 * The record as the cmdlet would send it. The outer user fields are crossed (`userId` is UserKey, `userPrincipalName`
 * UserId: graph2otel, 500 of 500) and the outer address is empty, so that columns come from `auditData`, and from the
 * envelope only where there is none.
 */
function parseRecord({given, auditData}: GraphRecord, context: RowContext): ParsedRow {
  const text = textOf(given.auditData, auditData)
  const inside = parsedObject(text)
  const row = {
    RecordType: recordTypeOf(given.auditLogRecordType),
    CreationDate: given.createdDateTime,
    UserIds: inside === undefined ? given.userPrincipalName : inside.UserId,
    Operations: inside?.Operation ?? given.operation,
    AuditData: text,
    Identity: given.id,
  }
  return parseRow(row, context)
}

/** The record as the cmdlet would send it, also where Graph sends it as a text; '' where there is nothing of it. */
function textOf(given: unknown, normalized: string | undefined): string {
  if (typeof given === 'string') return given
  return normalized === undefined || normalized === 'null' || normalized === '{}' ? '' : normalized
}

/** PascalCase on the wire, camelCase in the docs; '' for what is no name, so that the number stands. */
function recordTypeOf(name: unknown): string {
  if (typeof name === 'number') return String(name)
  if (typeof name !== 'string' || /^unknown/i.test(name)) return ''
  return name.slice(0, 1).toUpperCase() + name.slice(1)
}

/** True as well where there is nothing to compare. */
function isCrossed({userPrincipalName}: Record<string, unknown>, {record}: Row): boolean {
  return typeof userPrincipalName !== 'string' || userPrincipalName === '' || userPrincipalName === record.UserIds
}

const outages =
  /^(GRAPH_THROTTLED|GRAPH_UNAVAILABLE|GRAPH_403_BARE|GRAPH_POLL|GRAPH_TOKEN|WIRE_(UNREACHABLE|NAME_.+)|PROXY_UNREACHABLE|LOGIN_)/
const brokenAnswers = /^GRAPH_(LOOP|PAGE|QUERY_ERROR)/
/** The records of the query can't be had to their end: fewer can. */
const tooDeep = 'GRAPH_PAGE_DEEP'

function failedReading(failure: Failure, made: readonly AuditQuery[]): Reading {
  const {code} = failure
  const outcome = refusals.test(code)
    ? 'refused'
    : code === tooDeep
      ? 'capped'
      : brokenAnswers.test(code)
        ? 'suspect'
        : 'failed'
  return {
    outcome,
    failure,
    outage: outcome === 'failed' && outages.test(code),
    slow: false,
    evidence: {...evidenceOf(made), rows: 0, warnings: []},
  }
}

function evidenceOf(made: readonly AuditQuery[]): {cap: number; requestIds: string[]} {
  return {cap: recordLimit, requestIds: made.map(query => query.id)}
}

function endedBadly(query: AuditQuery, as: Exclude<QueryEnd['as'], 'succeeded'>): Failure {
  switch (as) {
    case 'stuck':
      return trouble('GRAPH_QUERY_STUCK', `The query ${query.id} had not ended after four hours`)
    case 'gone':
      return trouble('GRAPH_QUERY_GONE', `Queries vanish before they end, the last was ${query.id}`)
    default:
      return querySuspicion(`GRAPH_QUERY_${as.toUpperCase()}`, `it ended as ${as} on the service’s side`)
  }
}
