/**
 * What to do about a window once a reading of it is in: accept it, read it again, cut it, or record a gap. Pure: the
 * driver reads, waits and keeps the rows.
 */
import type {LedgerEntry} from '../audit/ledger.ts'
import {cut, middleOf, shortestWindow, type TimeWindow} from '../audit/window.ts'
import type {Reading, ReadingEvidence, ReadingRequest} from '../sources/source.ts'
import {Failure} from '../wire/failure.ts'
import type {BudgetKey} from './window-budget.ts'

/** A window on its way to being proven. */
export interface WindowTask {
  window: TimeWindow
  /** Less than twice as long as this, it is not cut. Milliseconds. */
  shortest: number
  depth: ReadingRequest['depth']
  /** How much wider the question is cut, for a second reading. Seconds. */
  wider: number
  /** Of what failures may still cost here; shared by all that was cut from one window. */
  budget: BudgetKey
  /**
   * Seconds by which a second reading of an empty window has to reach beyond it to meet a record that is known, so that
   * a service which has gone silent is told from a time when nothing happened. Filled in by the driver.
   */
  reach?: number | undefined
  /** What lies around is too full to be asked for along with the window. */
  crowded?: boolean
  /** Readings so far, of this window and of those it was cut from. */
  attempts: number
  /** Readings that failed at this very size. */
  failures: number
  /** Identity → time of every valid row that an earlier reading returned: the one that counts must hold them all. */
  expected: ReadonlyMap<string, number>
  /** Numbers of the readings whose rows belong here. */
  readings: readonly number[]
  /** What an earlier, proven reading held, if this one is to agree with it. */
  previous?: ReadonlySet<string>
  /** How many rows without Identity it held; undefined where that can't be told apart by time. */
  namelessBefore?: number | undefined
  /** A second reading is wanted even if nothing is in doubt. */
  confirm: boolean
  /** What the first and the second reading held, where the second was made for its own sake. */
  compared?: {first: ReadonlySet<string>; second: ReadonlySet<string>}
}

/** A reading, with what the driver noted while its rows went by. */
export interface WindowReading {
  number: number
  reading: Reading
  /** Identity → time of its valid rows in the window. */
  seen: ReadonlyMap<string, number>
  /** Times of all its valid rows in the window, in milliseconds. */
  times: readonly number[]
  /** How many of them have no Identity. */
  nameless: number
  /** Identity → time of its valid rows outside of the window, which its question reached. */
  around?: ReadonlyMap<string, number>
  /** When an earlier run asked for it, where its query was taken over. */
  began?: number | undefined
}

export type WindowStep =
  | {do: 'settle'; entry: LedgerEntry; accept: readonly number[]}
  | {do: 'again'; task: WindowTask; pause: number}
  | {do: 'split'; tasks: readonly [WindowTask, WindowTask]}
  /** The caller is not allowed, or asks wrongly: nothing further can be read. */
  | {do: 'stop'; failure: Failure; task: WindowTask}

/** Rows that a window was expected to hold, from which an empty answer is not believed without reading the halves. */
const denseExpectation = 50
const failuresAtOneSize = 2
const failuresInAnOutage = 3
const rereadingsToAgree = 4
/** Milliseconds before a window is read again. */
const pauseToConfirm = 2000
const pauseAfterFailure = 5000
const pauseInOutage = 30_000
/** Seconds beyond both edges, so that a second reading is another question. */
const widerToConfirm = 37

/** @param budget of a window that is not to be read, no budget is asked for. */
export function newTask(
  window: TimeWindow,
  confirm = false,
  shortest = shortestWindow,
  budget: BudgetKey = 0,
): WindowTask {
  return {
    window,
    shortest,
    budget,
    depth: 'search',
    wider: 0,
    attempts: 0,
    failures: 0,
    expected: new Map(),
    readings: [],
    confirm,
  }
}

/** A reading that lacks a record which is known, and which the question reached, is none: the search has gone silent. */
export function checkSilence({previous, reach}: WindowTask, read: WindowReading): WindowReading {
  const {outcome, evidence} = read.reading
  const asked = previous !== undefined && reach !== undefined && outcome === 'proven'
  if (!asked || evidence.rows > 0) return read
  return {...read, reading: {...read.reading, outcome: 'suspect', failure: silent()}}
}

/** @param expectedRows how many rows the density so far promises for the window. */
export function decide(before: WindowTask, read: WindowReading, expectedRows: number): WindowStep {
  const task: WindowTask = {
    ...before,
    attempts: before.attempts + 1,
    readings: [...before.readings, read.number],
    expected: new Map([...before.expected, ...read.seen]),
  }
  const {reading} = read
  if (reading.outcome === 'refused') return {do: 'stop', failure: reading.failure ?? lost(0), task}
  if (reading.outcome === 'capped') return whenCapped(task, read)
  if (reading.outcome === 'failed' || reading.outcome === 'suspect')
    return whenFailed(task, reading, reading.failure ?? lost(0))

  const missing = [...before.expected.keys()].filter(id => !read.seen.has(id)).length
  if (before.previous !== undefined) return whenSecond(task, before.previous, read, missing)
  if (missing > 0) return whenFailed(task, reading, lost(missing))
  // Rows of the neighbours alone say nothing of the window: it is as empty as one that had none at all.
  if (reading.doubt === undefined && !task.confirm && read.times.length > 0) return settle(task, 'read', read)
  return confirmFurther(task, read, expectedRows)
}

/** An end to a window that will not be read any more: a gap, with everything that was read of it kept. */
export function giveUp(task: WindowTask, failure: Failure, evidence?: ReadingEvidence): WindowStep & {do: 'settle'} {
  const entry: LedgerEntry = {
    ...task.window,
    status: 'gap',
    attempts: task.attempts,
    evidence: evidence ?? {rows: 0, cap: 0, requestIds: [], warnings: []},
    reason: {code: failure.code, message: failure.message},
    ...comparedIn(task),
  }
  return {do: 'settle', entry, accept: task.readings}
}

function settle(task: WindowTask, status: 'read' | 'confirmed', read: WindowReading): WindowStep {
  const {evidence} = read.reading
  const began = read.began === undefined ? {} : {began: read.began}
  const entry: LedgerEntry = {...task.window, status, attempts: task.attempts, evidence, ...began, ...comparedIn(task)}
  return {do: 'settle', entry, accept: [read.number]}
}

function comparedIn({compared}: WindowTask): Pick<LedgerEntry, 'compared'> {
  if (compared === undefined) return {}
  const {first, second} = compared
  return {compared: {first: first.size, second: second.size, both: [...first].filter(id => second.has(id)).length}}
}

function confirmFurther(task: WindowTask, read: WindowReading, expectedRows: number): WindowStep {
  const second = {...task, previous: new Set(read.seen.keys()), namelessBefore: read.nameless, failures: 0}
  const doubtful = read.reading.slow || (read.times.length === 0 && expectedRows >= denseExpectation)
  const halves = doubtful ? parts(second, middleOf(task.window)) : undefined
  if (halves) return {do: 'split', tasks: halves}
  const empty = read.times.length === 0
  return {do: 'again', task: {...second, wider: task.confirm || empty ? widerToConfirm : 0}, pause: pauseToConfirm}
}

/** Two readings agree when they held the same records; where they differ, the next must agree with their union. */
function whenSecond(
  before: WindowTask,
  previous: ReadonlySet<string>,
  read: WindowReading,
  missing: number,
): WindowStep {
  const task: WindowTask =
    before.confirm && before.compared === undefined
      ? {...before, compared: {first: previous, second: new Set(read.seen.keys())}}
      : before
  const added = [...read.seen.keys()].filter(id => !previous.has(id)).length
  const sameNameless = task.namelessBefore === undefined || task.namelessBefore === read.nameless
  if (missing === 0 && added === 0 && sameNameless) return settle(task, 'confirmed', read)
  const again: WindowTask = {
    ...task,
    previous: new Set(task.expected.keys()),
    namelessBefore: read.nameless,
    failures: task.failures + 1,
    wider: 0,
  }
  if (again.failures < rereadingsToAgree) return {do: 'again', task: again, pause: pauseAfterFailure}
  return whenFailed(again, read.reading, disagreement(added, missing))
}

function whenCapped(task: WindowTask, read: WindowReading): WindowStep {
  // The question reached further than the window: its own rows may well fit.
  if (task.wider > 0) return {do: 'again', task: {...task, wider: 0, reach: undefined, crowded: true}, pause: 0}
  const halves = parts({...task, failures: 0}, cutFor(task.window, read.times))
  if (halves) return {do: 'split', tasks: halves}
  if (task.depth === 'search') return {do: 'again', task: {...task, depth: 'exhaustive', failures: 0}, pause: 0}
  return giveUp(task, read.reading.failure ?? lost(0), read.reading.evidence)
}

function whenFailed(task: WindowTask, reading: Reading, failure: Failure): WindowStep {
  const failed = {...task, failures: task.failures + 1}
  // The question was longer than the window, and may have failed for that.
  if (task.reach !== undefined && failure.code !== silence && reading.outcome !== 'proven' && reading.outage !== true)
    return {do: 'again', task: {...failed, reach: undefined, crowded: true}, pause: pauseAfterFailure}
  if (reading.outage === true) {
    if (failed.failures <= failuresInAnOutage) return {do: 'again', task: failed, pause: pauseInOutage}
    return giveUp(failed, failure, reading.evidence)
  }
  // Each was tried again already, or is cured by less: smaller answers need no second page, and come sooner.
  const cutAtOnce =
    /^(EXCHANGE_PAGINATION|WIRE_RESET|WIRE_TIMEOUT|WIRE_TOO_LARGE|GRAPH_PAGE_CUT|GRAPH_QUERY_STUCK)$/.test(failure.code)
  if (failed.failures < failuresAtOneSize && !cutAtOnce) return {do: 'again', task: failed, pause: pauseAfterFailure}
  const halves = parts({...failed, failures: 0}, middleOf(task.window))
  if (halves) return {do: 'split', tasks: halves}
  if (failed.failures < 2 * failuresAtOneSize) return {do: 'again', task: failed, pause: pauseAfterFailure}
  return giveUp(failed, failure, reading.evidence)
}

/**
 * Where to cut a window that was too full: at the median of what came, which is a fair sample as long as it spans the
 * window, else in the middle.
 */
function cutFor(window: TimeWindow, times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  const first = sorted[0] ?? window.start
  const last = sorted.at(-1) ?? window.start
  if (last - first < 0.8 * (window.end - window.start)) return middleOf(window)
  return sorted[Math.floor(sorted.length / 2)] ?? middleOf(window)
}

function parts(task: WindowTask, at: number): [WindowTask, WindowTask] | undefined {
  const {window, shortest} = task
  const halves = window.end - window.start < 2 * shortest ? undefined : cut(window, at)
  if (!halves) return undefined
  const [first, second] = halves
  return [part(task, first), part(task, second)]
}

/** The part of a task: what was seen in it must reappear in it, and agree where a second reading was due. */
function part(task: WindowTask, window: TimeWindow): WindowTask {
  const inside = (id: string) => {
    const time = task.expected.get(id)
    return time !== undefined && time >= window.start && time < window.end
  }
  const only = (ids: ReadonlySet<string>) => new Set([...ids].filter(inside))
  return {
    ...task,
    window,
    wider: 0,
    reach: undefined,
    crowded: false,
    expected: new Map([...task.expected].filter(([id]) => inside(id))),
    namelessBefore: undefined,
    ...(task.previous ? {previous: only(task.previous)} : {}),
    ...(task.compared ? {compared: {first: only(task.compared.first), second: only(task.compared.second)}} : {}),
  }
}

function lost(records: number): Failure {
  return new Failure({
    code: 'READING_LOST_RECORDS',
    message: `The answer lacks ${records} records that an earlier answer for the same time held.`,
    remedy:
      'Run the export again later; if the same window stays a gap, open a case with Microsoft naming the request ids.',
  })
}

const silence = 'READING_SILENT'

function silent(): Failure {
  return new Failure({
    code: silence,
    message:
      'Nothing was found, nor a record that was found before and that the question reached: the search is silent.',
    remedy: 'Run the export again later; the service answers questions with nothing for a while.',
  })
}

function disagreement(added: number, missing: number): Failure {
  return new Failure({
    code: 'READINGS_DISAGREE',
    message: `Readings of the same time differ: the last one had ${added} records more and ${missing} fewer.`,
    remedy:
      'Run the export again later; if the same window stays a gap, open a case with Microsoft naming the request ids.',
  })
}
