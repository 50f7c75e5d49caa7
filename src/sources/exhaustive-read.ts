/**
 * The last resort for a second that holds more than one answer: two sessions that agree; and where they do not, searches
 * cut by record type, then operation, then user, because neither sessions nor names that were seen are sure to show all.
 */
import {pluralise} from '../audit/numbers.ts'
import {Failure} from '../wire/failure.ts'
import {resultSize} from './answer-limits.ts'
import {searchSuspicion, validateAnswer} from './answer-validation.ts'
import {type Question, readingOf, type Search, type Slice} from './search.ts'
import type {Keep, Reading} from './source.ts'

type Ask = (question: Question, keep: Keep) => Promise<Search>

/** Rows one session hands out at most, over all its calls. */
const sessionLimit = 50_000
/** Answers of one session that bring fewer new records than this; after more of them, it is not asked on. */
const thinAnswer = 10
const mostThinAnswers = 20
/** Searches by record type with which two sessions that agree are checked; more types are a sample. */
const typesToCheck = 4
/** Searches by type, operation and user together: names beyond are not looked for. */
const mostSlices = 60

/**
 * Reads the window through sessions and slices, handing every row to `keep`. Proven when two sessions came to their
 * end with the same records and no slice shows another; else when the slices hold all that the sessions do.
 */
export async function readExhaustively(
  slices: readonly Slice[],
  ask: Ask,
  keep: Keep,
  newId: () => string,
): Promise<Reading> {
  const parts: Search[] = []
  const faults: string[] = []
  const rounds: Map<string, number>[] = [new Map(), new Map()]
  const names: Names = {recordTypes: new Set(), operations: new Set(), users: new Set()}
  // A session that stops where one search does may as well have been cut there; by its rows, of which some come twice.
  let isCut = false
  const sessionRows = new Map<Slice, number>()
  for (const slice of slices) {
    for (const [round, held] of rounds.entries()) {
      const session = await readSession(slice, ask, keep, newId(), {emptyAnswers: 1})
      parts.push(session.search)
      const {rows} = session.search.notes
      sessionRows.set(slice, Math.min(rows, sessionRows.get(slice) ?? rows))
      if (rows === resultSize) isCut = true
      for (const [id, time] of session.search.seen) held.set(id, time)
      if (session.fault) faults.push(`session ${round + 1}: ${session.fault.message}`)
      noteNames(names, session.search)
    }
  }
  const bySession = new Map(rounds.flatMap(held => [...held]))
  const [first, second] = rounds.map(held => held.size)
  isCut ||= bySession.size === resultSize
  const agree = faults.length === 0 && first === bySession.size && second === bySession.size && !isCut
  const bySlices = new Map<string, number>()
  const open: string[] = []
  const budget = {left: agree ? typesToCheck : mostSlices}
  for (const slice of slices) {
    const deeper =
      slice.RecordType === undefined ? [...names.recordTypes].map(RecordType => ({...slice, RecordType})) : [slice]
    for (const one of deeper) {
      for (const search of await narrow(one, {names: agree ? undefined : names, ask, keep, open, budget})) {
        parts.push(search)
        for (const [id, time] of search.seen) bySlices.set(id, time)
        // One type alone fills an answer, and all types together brought no more.
        if (search.notes.rows >= resultSize && search.notes.rows >= (sessionRows.get(slice) ?? 0)) isCut = true
      }
    }
  }
  const union = new Map([...bySession, ...bySlices])
  const onlySlices = union.size - bySession.size
  const onlySessions = union.size - bySlices.size
  const {cap, warnings} = readingOf(parts.slice(0, 1)).evidence
  const requestIds = parts.map(part => part.requestId).slice(0, 20)
  const result = {slow: false, evidence: {rows: union.size, cap, requestIds, warnings}}
  const problems = [
    ...(agree ? [] : [...faults, ...open]),
    ...(isCut && bySlices.size <= resultSize
      ? [`sessions end after ${pluralise(resultSize, 'row')}, as a search does`]
      : []),
    ...(agree || onlySessions === 0
      ? []
      : [pluralise(onlySessions, 'record of the sessions is in no slice', 'records of the sessions are in no slice')]),
    ...(onlySlices > 0 && (agree || union.size <= sessionLimit)
      ? [`${pluralise(onlySlices, 'record of the slices is in no session', 'records of the slices are in no session')}`]
      : []),
    ...(union.size > sessionLimit ? [`more records than the ${sessionLimit} a session hands out`] : []),
  ]
  if (problems[0] === undefined) return {...result, outcome: 'proven'}
  return {
    ...result,
    outcome: 'suspect',
    failure: searchSuspicion('EXCHANGE_SECOND_TOO_FULL', `one second holds more than one answer; ${problems[0]}`),
  }
}

/**
 * Repeats one session's command until so many answers in a row are empty, two unless said otherwise. A fault says why
 * the whole can't be trusted.
 */
export async function readSession(
  slice: Slice,
  ask: Ask,
  keep: Keep,
  id: string,
  {emptyAnswers = 2}: {emptyAnswers?: number} = {},
): Promise<{search: Search; fault?: Failure}> {
  let whole: Search | undefined
  let empty = 0
  let stale = 0
  let thin = 0
  for (;;) {
    const call = await ask({...slice, session: {id}}, keep)
    const before = whole?.seen.size ?? 0
    whole = whole === undefined ? call : together(whole, call)
    const verdict = validateAnswer(call.notes)
    if (verdict.outcome === 'suspect') return {search: whole, fault: verdict.failure ?? sessionFault('broken')}
    empty = call.notes.rows === 0 ? empty + 1 : 0
    const added = whole.seen.size - before
    // An answer without rows in between is no progress.
    if (call.notes.rows > 0) stale = added === 0 ? stale + 1 : 0
    if (added < thinAnswer) thin++
    if (empty === emptyAnswers) return {search: whole}
    if (stale === 2) return {search: whole, fault: sessionFault('two answers in a row brought nothing new')}
    if (thin > mostThinAnswers)
      return {search: whole, fault: sessionFault('its answers bring hardly a record, without end')}
    if (whole.notes.rows >= sessionLimit) {
      return {search: whole, fault: sessionFault(`${pluralise(sessionLimit, 'row')}, as many as a session holds`)}
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
      emptyPages: a.notes.emptyPages + b.notes.emptyPages,
      lostPages: a.notes.lostPages + b.notes.lostPages,
      warnings: [...a.notes.warnings, ...b.notes.warnings],
    },
    seen: new Map([...a.seen, ...b.seen]),
    names: {
      recordTypes: both(a.names.recordTypes, b.names.recordTypes),
      operations: both(a.names.operations, b.names.operations),
      users: both(a.names.users, b.names.users),
    },
    requestId: a.requestId,
    milliseconds: a.milliseconds + b.milliseconds,
  }
}

function sessionFault(words: string): Failure {
  return searchSuspicion('EXCHANGE_SESSION', `a session that can't be trusted: ${words}`)
}

interface Names {
  recordTypes: Set<string>
  operations: Set<string>
  users: Set<string>
}

interface Narrowing {
  /** Seen anywhere, to cut by; undefined where a slice that is too full is let be. */
  names: Names | undefined
  ask: Ask
  keep: Keep
  /** Why the slices are not sure to hold all. */
  open: string[]
  budget: {left: number}
}

/** Searches of one slice, cut by operation and then by user while they are capped. */
async function narrow(slice: Slice, narrowing: Narrowing): Promise<Search[]> {
  const {names, ask, keep, open, budget} = narrowing
  if (budget.left-- <= 0) {
    open.push(`it took more than ${mostSlices} searches`)
    return []
  }
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
  if (verdict.outcome === 'suspect') {
    open.push(verdict.failure?.message ?? 'a slice that is broken')
    return [search]
  }
  const isFull = verdict.outcome === 'capped' || verdict.signals?.some(signal => signal.more) === true
  if (!isFull || names === undefined) return [search]
  noteNames(names, search)
  const deeper =
    slice.Operations === undefined
      ? [...search.names.operations, ...names.operations].map(Operations => ({...slice, Operations}))
      : slice.UserIds === undefined
        ? [...search.names.users, ...names.users].map(UserIds => ({...slice, UserIds}))
        : []
  if (deeper.length === 0) open.push('one user did more in a second than one answer holds')
  const results = [search]
  for (const one of distinct(deeper)) results.push(...(await narrow(one, narrowing)))
  return results
}

function distinct(slices: readonly Slice[]): Slice[] {
  return [...new Map(slices.map(slice => [JSON.stringify(slice), slice])).values()]
}

function noteNames(names: Names, search: Search): void {
  for (const name of search.names.recordTypes) names.recordTypes.add(name)
  for (const name of search.names.operations) names.operations.add(name)
  for (const name of search.names.users) names.users.add(name)
}
