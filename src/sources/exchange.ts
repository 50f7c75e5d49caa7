/**
 * Reads windows through Exchange's Search-UnifiedAuditLog: one search for a window, sessions where the tenant's
 * searches stop at their default size, and every means there is for a second that holds more than one answer.
 */
import {shortestWindow} from '../audit/window.ts'
import {asFailure, type Failure} from '../wire/failure.ts'
import type {Gate} from '../wire/gate.ts'
import {resultSize} from './answer-limits.ts'
import {AnswerShape} from './answer-shape.ts'
import {gaveUp} from './answer-validation.ts'
import {searchCmdlet} from './available-cmdlets.ts'
import {auditConfig, checkExchange} from './exchange-check.ts'
import {readExhaustively, readSession} from './exhaustive-read.ts'
import {oldestName} from './invoke.ts'
import {RowTimes} from './row-times.ts'
import {
  type Question,
  readingOf,
  requestIdName,
  type Search,
  type SearchSettings,
  type Slice,
  search,
} from './search.ts'
import type {Keep, Reading, ReadingOutcome, Source, WindowPlan} from './source.ts'

export interface ExchangeSettings extends Omit<SearchSettings, 'count' | 'throttled' | 'see' | 'times' | 'fullPage'> {
  gate: Gate
}

/** A probe first; no gap is longer than four days. */
export const exchangePlan: WindowPlan = {
  aim: 0.8 * resultSize,
  first: 1_800_000,
  longest: 4 * 86_400_000,
  shrunk: 1_800_000,
  shortest: shortestWindow,
}

export function exchangeSource(given: ExchangeSettings): Source {
  const requests: Record<string, number> = {}
  const shape = new AnswerShape()
  const settings: SearchSettings & {gate: Gate} = {
    ...given,
    times: new RowTimes(),
    fullPage: {},
    see: (cmdlet, page) => {
      if (cmdlet === searchCmdlet) shape.see(page)
    },
    throttled: delay => given.gate.throttled(delay),
    count: what => {
      requests[what] = (requests[what] ?? 0) + 1
    },
  }
  const {recordTypes} = given.filters
  const slices: Slice[] = recordTypes.length === 0 ? [{}] : recordTypes.map(RecordType => ({RecordType}))
  const defaultSize = {stops: false}

  const source: Source = {
    name: 'exchange',
    cap: resultSize,
    plan: exchangePlan,
    requests,
    sessions: true,
    read: async (request, keepRows, signal) => {
      let notKept: {error: unknown} | undefined
      const keep: Keep = async rows => {
        await keepRows(rows).catch((error: unknown) => {
          notKept = {error}
          throw error
        })
      }
      const partOf = numbered()
      const ask = (question: Question, rows: Keep) => {
        const asked = {...question, part: partOf(question.session?.id)}
        return settings.gate.through(async () => {
          const answer = await search(settings, request, asked, rows, signal)
          if (gaveUp(answer.notes)) settings.gate.throttled(0)
          return answer
        }, signal)
      }
      try {
        if (request.depth === 'exhaustive') return await readExhaustively(slices, ask, keep, settings.newId)
        if (request.depth === 'session') return await readSessions(slices, ask, keep, settings.newId)
        const searches: Search[] = []
        for (const slice of slices) searches.push(await readSlice(slice, ask, keep, settings, defaultSize))
        return readingOf(searches)
      } catch (error) {
        signal.throwIfAborted()
        if (notKept) throw notKept.error
        return failedReading(asFailure(error))
      }
    },
    recording: signal => recording(settings, signal),
    check: signal => checkExchange(settings, {read: source.read, hasRows: () => shape.hasRows}, signal),
    shape: () => shape.lines(),
  }
  return source
}

/** A number for each question; all calls of a session are one. */
function numbered(): (session: string | undefined) => number {
  let last = 0
  const sessions = new Map<string, number>()
  return session => {
    const known = session === undefined ? undefined : sessions.get(session)
    if (known !== undefined) return known
    last++
    if (session !== undefined) sessions.set(session, last)
    return last
  }
}

/** Sizes of answer that a tenant without session command has been seen to get, whatever `ResultSize` asked for. */
const defaultSizes = new Set([100, 120])

/**
 * One search; or, once an answer stopped at a default size and a session knew more, sessions from then on. The docs
 * ask for a SessionCommand beyond 100 rows; most tenants have given 5,000 without since May 2026, so both occur.
 */
async function readSlice(
  slice: Slice,
  ask: (question: Question, rows: Keep) => Promise<Search>,
  keep: Keep,
  settings: SearchSettings,
  defaultSize: {stops: boolean},
): Promise<Search> {
  if (!defaultSize.stops) {
    const single = await ask(slice, keep)
    if (!defaultSizes.has(single.notes.rows)) return single
  }
  const session = await readSession(slice, ask, keep, settings.newId())
  if (session.fault !== undefined) throw session.fault
  const {rows} = session.search.notes
  if (rows > 0 && !defaultSizes.has(rows)) defaultSize.stops = true
  return session.search
}

/** The same window by one session for each slice. @throws Failure where a session can't be trusted. */
async function readSessions(
  slices: readonly Slice[],
  ask: (question: Question, rows: Keep) => Promise<Search>,
  keep: Keep,
  newId: () => string,
): Promise<Reading> {
  const searches: Search[] = []
  for (const slice of slices) {
    const {search, fault} = await readSession(slice, ask, keep, newId())
    if (fault !== undefined) throw fault
    searches.push(search)
  }
  return readingOf(searches)
}

const refusals = /^(EXCHANGE_401|EXCHANGE_403|EXCHANGE_QUESTION|EXCHANGE_ROLE_MISSING|LOGIN_AADSTS|TOKEN_)/
const outages = /^(EXCHANGE_THROTTLED|EXCHANGE_UNAVAILABLE|WIRE_(UNREACHABLE|NAME_.+)|PROXY_UNREACHABLE|LOGIN_)/
const brokenAnswers = /^(EXCHANGE_LOOP|EXCHANGE_SESSION)/

function failedReading(failure: Failure): Reading {
  const requestId = failure.evidence[requestIdName]
  const oldest = Date.parse(failure.evidence[oldestName] ?? '')
  const outcome = outcomeOf(failure.code, oldest)
  return {
    outcome,
    failure,
    ...(outcome === 'expired' ? {oldest} : {}),
    outage: outcome === 'failed' && outages.test(failure.code),
    slow: false,
    evidence: {rows: 0, cap: resultSize, requestIds: requestId === undefined ? [] : [requestId], warnings: []},
  }
}

function outcomeOf(code: string, oldest: number): ReadingOutcome {
  if (code === 'EXPIRED') return Number.isNaN(oldest) ? 'rejected' : 'expired'
  if (code === 'EXCHANGE_ARGUMENT') return 'rejected'
  return refusals.test(code) ? 'refused' : brokenAnswers.test(code) ? 'suspect' : 'failed'
}

async function recording(settings: SearchSettings & {gate: Gate}, signal: AbortSignal): Promise<boolean | undefined> {
  try {
    return (await settings.gate.through(() => auditConfig(settings, signal))).recording
  } catch (error) {
    signal.throwIfAborted()
    settings.world.debug(`Get-AdminAuditLogConfig: ${asFailure(error).message}`)
    return undefined
  }
}
