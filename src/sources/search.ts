/** One run of Search-UnifiedAuditLog over all its pages: the question, the rows that answer it, and notes for the judge. */
import type {Filters} from '../audit/filters.ts'
import {foldOperation, operationFilter, operationSpellings} from '../audit/operation.ts'
import {isSameRecordType} from '../audit/record-types.ts'
import {contains, shortestWindow, type TimeWindow} from '../audit/window.ts'
import {Failure} from '../wire/failure.ts'
import {resultSize} from './answer-limits.ts'
import {type SearchNotes, searchSuspicion, validateAnswer} from './answer-validation.ts'
import {parseRow} from './exchange-rows.ts'
import {type CmdletRun, type InvokeSettings, invokePage, invokeUrl, type Page, pageSize} from './invoke.ts'
import {type RowTimes, rounding} from './row-times.ts'
import type {Keep, Reading, ReadingRequest, Row} from './source.ts'

/** An empty answer that took longer may be a time-out in disguise (untitledgoosetool). Milliseconds. */
const slowAnswer = 30_000

/** What a search is narrowed to, besides its time. */
export interface Slice {
  RecordType?: string
  Operations?: string
  UserIds?: string
}

export interface SearchSettings extends InvokeSettings {
  filters: Filters
  times: RowTimes
  /** A fresh GUID. */
  newId(): string
  /** Most rows of a page that another one with rows followed, in this run: what is known of the service's own pages. */
  fullPage: {rows?: number}
}

/** One cmdlet run: its notes for the judge, and what it saw. */
export interface Search {
  notes: SearchNotes
  seen: Map<string, number>
  /** Record types, operations and users seen, to cut by. */
  names: {recordTypes: Set<string>; operations: Set<string>; users: Set<string>}
  requestId: string
  milliseconds: number
}

/** What one cmdlet run asks besides its time. */
export interface Question extends Slice {
  session?: {id: string}
  /** Goes with its rows. */
  part?: number
}

export async function search(
  settings: SearchSettings,
  request: ReadingRequest,
  question: Question,
  keep: Keep,
  signal: AbortSignal,
): Promise<Search> {
  const bounds = boundsOf(request)
  const run = newRun(
    'Search-UnifiedAuditLog',
    parametersOf(settings.filters, bounds, question),
    settings.newId(),
    signal,
  )
  const started = settings.world.now()
  const notes = {
    ...{rows: 0, pages: 0, emptyPages: 0, lostPages: 0},
    ...{malformed: 0, foreign: 0, outside: 0, unfiltered: 0, moreAvailable: false},
  }
  const indices: number[] = []
  const counts = new Set<number>()
  const warnings: string[] = []
  const errors: string[] = []
  const found: Pick<Search, 'seen' | 'names'> = {
    seen: new Map(),
    names: {recordTypes: new Set(), operations: new Set(), users: new Set()},
  }

  const isAsked = operationFilter(settings.filters.operations)
  const asked = {start: bounds.start - rounding, end: bounds.end + rounding}
  const placing = {bounds, times: settings.times}
  const context = {tenantId: settings.tenantId, window: request.window, part: question.part, placing}
  const links = new Set<string>()
  const {fullPage} = settings
  let pageBefore: number | undefined
  let thinPages = 0
  for (let link: string | undefined = invokeUrl(settings.exchange, settings.tenantId); link !== undefined; ) {
    const page: Page = await invokePage(settings, run, link).catch((error: unknown) => {
      throw named(error, run.requestId)
    })
    notes.pages++
    if (pageBefore && page.rows.length > 0) fullPage.rows = Math.max(fullPage.rows ?? 0, pageBefore)
    if (pageBefore !== undefined && page.rows.length === 0) {
      if (pageBefore >= (fullPage.rows ?? pageSize)) notes.lostPages++
      else notes.emptyPages++
    }
    pageBefore = page.rows.length
    if (page.rows.length < thinPage) thinPages++
    warnings.push(...page.warnings)
    errors.push(...page.errors)
    const kept: Row[] = []
    for (const raw of page.rows) {
      notes.rows++
      const {row, index, count, moreAvailable} = parseRow(raw, context)
      if (index !== undefined) indices.push(index)
      if (count !== undefined) counts.add(count)
      if (moreAvailable) notes.moreAvailable = true
      if (!row) {
        notes.foreign++
        continue
      }
      if (row.malformed || row.undated) notes.malformed++
      // So far outside of the question, a row belongs to its neighbours.
      if (row.time < asked.start || row.time > asked.end) {
        notes.outside++
        continue
      }
      if (!answersQuestion(row, question, isAsked)) {
        notes.unfiltered++
        continue
      }
      if (contains(request.window, row.time)) note(found, row)
      kept.push(row)
    }
    if (kept.length > 0) await keep(kept)
    if (page.next !== undefined && (links.has(page.next) || notes.rows > 10 * resultSize)) {
      throw searchSuspicion('EXCHANGE_LOOP', 'the answer leads back to a page that was read before')
    }
    if (page.next !== undefined && thinPages > mostThinPages)
      throw searchSuspicion('EXCHANGE_LOOP', 'its pages have hardly a row, and there is no end of them')
    if (page.next !== undefined) links.add(page.next)
    link = page.next
  }

  return {
    ...found,
    notes: {
      ...notes,
      cap: question.session ? Number.POSITIVE_INFINITY : resultSize,
      warnings,
      errors,
      indices,
      counts,
    },
    requestId: run.requestId,
    milliseconds: settings.world.now() - started,
  }
}

/** Pages with fewer rows than this, of which an answer has no more than so many: the service may lead on for ever. */
const thinPage = 10
const mostThinPages = 20

/** Under this name a failure's evidence tells which run it was. */
export const requestIdName = 'client-request-id'

function named(error: unknown, requestId: string): unknown {
  if (!(error instanceof Failure)) return error
  const {code, message, remedy, cause} = error
  return new Failure({code, message, remedy, cause, evidence: {...error.evidence, [requestIdName]: requestId}})
}

/** Milliseconds by which the questions of neighbours overlap on either side, so that each is a witness for the other. */
const overlap = 3000
/** Shorter windows lie where much happens: there, neighbours' seconds would fill the answer. Milliseconds. */
const worthOverlap = 300_000

/**
 * The question's bounds. Whether either end is inclusive is undocumented: half a second more at the start and the
 * whole second at the end serve both. A single second is asked for without its neighbours, which may be as full.
 */
function boundsOf(request: ReadingRequest): TimeWindow & {last: string} {
  const {window} = request
  const wider = (request.wider ?? 0) * 1000
  const length = window.end - window.start
  const margin = Math.max(wider, length >= worthOverlap ? overlap : 0)
  const start = window.start - 500 - margin
  const single = length === shortestWindow && wider === 0
  const end = single ? window.end - 1 : window.end + margin
  return {start, end, last: single ? microsoftDate(end).replace('0000Z', '9999Z') : microsoftDate(end)}
}

/** Seven digits of fraction, as Microsoft's module sends dates. */
function microsoftDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '0000Z')
}

function parametersOf(
  filters: Filters,
  bounds: TimeWindow & {last: string},
  question: Question,
): Record<string, unknown> {
  const list = (all: readonly string[], one: string | undefined) => (one === undefined ? [...all] : [one])
  const lists = {
    Operations: list(operationSpellings(filters.operations), question.Operations),
    UserIds: list(filters.users, question.UserIds),
    IPAddresses: [...filters.ipAddresses],
    ObjectIds: [...filters.objectIds],
  }
  return {
    StartDate: microsoftDate(bounds.start),
    EndDate: bounds.last,
    ResultSize: resultSize,
    ...(question.RecordType === undefined ? {} : {RecordType: question.RecordType}),
    ...Object.fromEntries(Object.entries(lists).filter(([, values]) => values.length > 0)),
    ...(filters.freeText === undefined ? {} : {FreeText: filters.freeText}),
    ...(question.session ? {SessionId: question.session.id, SessionCommand: 'ReturnLargeSet'} : {}),
  }
}

/** A service that ignores a filter is not to be believed; only the filters that rows can be held against are checked. */
function answersQuestion(row: Row, question: Question, isAsked: (operation: string) => boolean): boolean {
  const {RecordType, Operations} = row.record
  // Of a row that can't be read, the columns may be missing as well.
  if (row.malformed && Operations === '') return true
  const type = question.RecordType
  if (type !== undefined && !isSameRecordType(type, RecordType) && !isSameRecordType(type, row.recordTypeNumber))
    return false
  if (question.Operations !== undefined && foldOperation(question.Operations) !== foldOperation(Operations))
    return false
  return isAsked(Operations)
}

function note(found: Pick<Search, 'seen' | 'names'>, row: Row): void {
  if (row.record.Identity) found.seen.set(row.record.Identity, row.time)
  found.names.recordTypes.add(row.record.RecordType)
  found.names.operations.add(row.record.Operations)
  found.names.users.add(row.record.UserIds)
}

export function newRun(
  cmdlet: string,
  parameters: Record<string, unknown>,
  requestId: string,
  signal: AbortSignal,
): CmdletRun {
  const body = JSON.stringify({CmdletInput: {CmdletName: cmdlet, Parameters: parameters}})
  return {cmdlet, body, requestId, cookies: new Map(), signal}
}

/** Several searches of one window as one reading: only as good as the worst of them. */
export function readingOf(searches: readonly Search[]): Reading {
  const judgements = searches.map(one => validateAnswer(one.notes))
  const signals = judgements.flatMap(one => one.signals ?? [])
  const foreign = searches.reduce((sum, one) => sum + one.notes.foreign, 0)
  const outside = searches.reduce((sum, one) => sum + one.notes.outside, 0)
  const unasked = searches.reduce((sum, one) => sum + one.notes.unfiltered, foreign + outside)
  const worst =
    judgements.find(one => one.outcome === 'suspect') ??
    judgements.find(one => one.outcome === 'capped') ??
    judgements.find(one => one.doubt !== undefined) ??
    judgements[0]
  return {
    ...(worst ?? {outcome: 'proven'}),
    ...(signals.length > 0 ? {signals} : {}),
    ...(foreign > 0 ? {foreign} : {}),
    ...(outside > 0 ? {outside} : {}),
    slow: searches.some(one => one.milliseconds > slowAnswer),
    evidence: {
      rows: searches.reduce((sum, one) => sum + one.notes.rows, 0),
      ...(unasked > 0 ? {unasked} : {}),
      cap: resultSize,
      requestIds: searches.map(one => one.requestId),
      warnings: searches.flatMap(one => one.notes.warnings),
    },
  }
}
