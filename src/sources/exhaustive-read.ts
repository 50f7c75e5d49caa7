/**
 * The last resort for a second that holds more than one answer: cut by record type, then operation, then user, and
 * compared with two sessions, because types that nobody met can't be asked for by name.
 */
import {Failure} from '../wire/failure.ts'
import {searchSuspicion, validateAnswer} from './answer-validation.ts'
import {type Question, readingOf, type Search, type Slice} from './search.ts'
import type {Keep, Reading} from './source.ts'

type Ask = (question: Question, keep: Keep) => Promise<Search>

/** Rows one session hands out at most, over all its calls. */
const sessionLimit = 50_000

/**
 * Reads the window through sessions and slices, handing every row to `keep`. Proven only when no slice stayed capped,
 * two sessions came to their end, and neither session nor slices know of a record that the other parts do not.
 */
export async function readExhaustively(
  slices: readonly Slice[],
  ask: Ask,
  keep: Keep,
  newId: () => string,
): Promise<Reading> {
  const parts: Search[] = []
  const open: string[] = []
  const sessions: Map<string, number>[] = []
  const met = {recordTypes: new Set<string>(), operations: new Set<string>(), users: new Set<string>()}

  for (const slice of slices) {
    for (const round of [1, 2]) {
      const session = await readSession(slice, ask, keep, newId())
      parts.push(session.search)
      sessions.push(session.search.seen)
      if (session.fault) open.push(`session ${round}: ${session.fault.message}`)
      meet(met, session.search)
    }
  }

  const sliced = new Map<string, number>()
  const all = new Map(sessions.flatMap(seen => [...seen]))
  for (const slice of slices) {
    const deeper =
      slice.RecordType === undefined ? [...met.recordTypes].map(RecordType => ({...slice, RecordType})) : [slice]
    for (const one of deeper) {
      for (const search of await narrow(one, met, ask, keep, open)) {
        parts.push(search)
        for (const [id, time] of search.seen) sliced.set(id, time)
      }
    }
  }

  const reading = readingOf(parts.slice(0, 1))
  const union = new Map([...all, ...sliced])
  const missing = [...union.keys()].filter(id => !sliced.has(id)).length
  const unknownToSessions = [...union.keys()].filter(id => !all.has(id)).length
  if (missing > 0) open.push(`${missing} records of the sessions are in no slice`)
  if (unknownToSessions > 0 && union.size <= sessionLimit)
    open.push(`${unknownToSessions} records of the slices are in no session`)
  if (union.size > sessionLimit) open.push(`more records than the ${sessionLimit} a session hands out`)
  const result = {
    slow: false,
    evidence: {...reading.evidence, rows: union.size, requestIds: parts.map(part => part.requestId).slice(0, 20)},
  }
  if (open[0] === undefined) return {...result, outcome: 'proven'}
  return {
    ...result,
    outcome: 'suspect',
    failure: searchSuspicion('EXCHANGE_SECOND_TOO_FULL', `one second holds more than one answer; ${open[0]}`),
  }
}

/** Repeats one session's command until an empty answer comes twice. A fault says why the whole can't be trusted. */
export async function readSession(
  slice: Slice,
  ask: Ask,
  keep: Keep,
  id: string,
): Promise<{search: Search; fault?: Failure}> {
  let whole: Search | undefined
  let empty = 0
  let stale = 0
  for (;;) {
    const call = await ask({...slice, session: {id}}, keep)
    const before = whole?.seen.size ?? 0
    whole = whole === undefined ? call : together(whole, call)
    const verdict = validateAnswer(call.notes)
    if (verdict.outcome === 'suspect') return {search: whole, fault: verdict.failure ?? sessionFault('broken')}
    empty = call.notes.rows === 0 ? empty + 1 : 0
    stale = call.notes.rows > 0 && whole.seen.size === before ? stale + 1 : 0
    if (empty === 2) return {search: whole}
    if (stale === 2) return {search: whole, fault: sessionFault('two answers in a row brought nothing new')}
    if (whole.notes.rows >= sessionLimit) {
      return {search: whole, fault: sessionFault(`${sessionLimit} rows, as many as a session holds`)}
    }
  }
}

function together(a: Search, b: Search): Search {
  const both = <T>(one: ReadonlySet<T>, other: ReadonlySet<T>) => new Set([...one, ...other])
  return {
    notes: {
      ...a.notes,
      rows: a.notes.rows + b.notes.rows,
      pages: a.notes.pages + b.notes.pages,
      warnings: [...a.notes.warnings, ...b.notes.warnings],
    },
    seen: new Map([...a.seen, ...b.seen]),
    met: {
      recordTypes: both(a.met.recordTypes, b.met.recordTypes),
      operations: both(a.met.operations, b.met.operations),
      users: both(a.met.users, b.met.users),
    },
    requestId: a.requestId,
    milliseconds: a.milliseconds + b.milliseconds,
  }
}

function sessionFault(words: string): Failure {
  return searchSuspicion('EXCHANGE_SESSION', `a session that can't be trusted: ${words}`)
}

/** Searches of one slice, cut by operation and then by user while they are capped. */
async function narrow(
  slice: Slice,
  met: {operations: Set<string>; users: Set<string>},
  ask: Ask,
  keep: Keep,
  open: string[],
): Promise<Search[]> {
  let search: Search
  try {
    search = await ask(slice, keep)
  } catch (error) {
    // A name that rows carry need not be one that can be asked for.
    if (!(error instanceof Failure) || error.code !== 'EXCHANGE_QUESTION') throw error
    open.push(error.message)
    return []
  }
  const verdict = validateAnswer(search.notes)
  if (verdict.outcome === 'proven') return [search]
  if (verdict.outcome === 'suspect') {
    open.push(verdict.failure?.message ?? 'a slice that is broken')
    return [search]
  }
  meet(met, search)
  const deeper =
    slice.Operations === undefined
      ? [...search.met.operations, ...met.operations].map(Operations => ({...slice, Operations}))
      : slice.UserIds === undefined
        ? [...search.met.users, ...met.users].map(UserIds => ({...slice, UserIds}))
        : []
  if (deeper.length === 0) open.push('one user did more in a second than one answer holds')
  const results = [search]
  for (const one of distinct(deeper)) results.push(...(await narrow(one, met, ask, keep, open)))
  return results
}

function distinct(slices: readonly Slice[]): Slice[] {
  return [...new Map(slices.map(slice => [JSON.stringify(slice), slice])).values()]
}

function meet(met: {recordTypes?: Set<string>; operations: Set<string>; users: Set<string>}, search: Search): void {
  for (const name of search.met.recordTypes) met.recordTypes?.add(name)
  for (const name of search.met.operations) met.operations.add(name)
  for (const name of search.met.users) met.users.add(name)
}
