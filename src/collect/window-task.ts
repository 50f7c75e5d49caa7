/**
 * What to do about a window once a reading of it is in: accept it, read it again, cut it, or record a gap. Pure: the
 * scheduler decides which windows need a second reading, and the driver reads, waits and keeps the rows.
 */

import type {LedgerEntry} from '../audit/ledger.ts'
import {pluralise} from '../audit/numbers.ts'
import type {ReadingCounts} from '../audit/service-trust.ts'
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
   * Seconds by which a second reading of an empty window has to reach beyond it to find a record that is known, so that
   * a service which has gone silent is told from a time when nothing happened. Filled in by the scheduler.
   */
  reach?: number | undefined
  /** What lies around is too full, or too old, to be asked for along with the window. */
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
  /** Identity → checksum of the content that earlier reading gave. */
  contents?: ReadonlyMap<string, number> | undefined
  /** Some record came with two contents, which are both kept. */
  conflicted?: boolean
  /** How many rows its answer had, those around the window included; once the window is a part of that one, `wholeRows`. */
  previousRows?: number | undefined
  wholeRows?: number | undefined
  /** How many rows without Identity it held; undefined where that can't be told apart by time. */
  namelessBefore?: number | undefined
  /** Readings without rows so far: the second is the same question, the third another. */
  emptyReadings?: number
  /** A second reading is wanted even if nothing is in doubt. */
  confirm: boolean
  /** What the first and the second reading held, where the second was made for its own sake. */
  compared?: {first: ReadonlySet<string>; second: ReadonlySet<string>}
  /** The reading by a search that the one by a session is compared with. */
  calibration?: WindowReading | undefined
  /** The test of signals that this window is a part of. */
  test?: number | undefined
  /** The second reading with a probe that this window is a part of, by the number of the first one. */
  probing?: {of: number; part: ProbePart} | undefined
}

/** The probe is the small one in the middle. */
export type ProbePart = 'before' | 'probe' | 'after'

/** A reading, with what the driver noted while its rows went by. */
export interface WindowReading {
  number: number
  reading: Reading
  /** Identity → time of its rows in the window. */
  seen: ReadonlyMap<string, number>
  /** Identity → checksum of their content; negative for malformed ones. */
  contents?: ReadonlyMap<string, number>
  /** Times of all its rows in the window, in milliseconds. */
  times: readonly number[]
  /** How many of them have no Identity. */
  nameless: number
  /** Identity → time of its rows outside of the window, which its question reached. */
  around?: ReadonlyMap<string, number>
  /** When an earlier run asked for it, where its query was taken over. */
  began?: number | undefined
}

export type WindowStep =
  | {do: 'settle'; entry: LedgerEntry; accept: readonly number[]}
  | {do: 'again'; task: WindowTask; pause: number}
  | {do: 'split'; tasks: readonly [WindowTask, WindowTask, ...WindowTask[]]}
  /** The service keeps nothing from before `oldest`; the rest of the window is to be read. */
  | {do: 'expire'; task: WindowTask; oldest: number; failure: Failure}
  /** The caller is not allowed, or asks wrongly. */
  | {do: 'refuse'; failure: Failure}

/** How a window that one reading has proven is read a second time. */
export type SecondReading = 'repeat' | 'halves' | 'probe' | 'session'

/** Rows that a window was expected to hold, from which an empty answer is not believed without reading the halves. */
const denseExpectation = 50
const failuresAtOneSize = 2
const failuresInAnOutage = 3
const rereadingsToAgree = 3
/** Readings that differ in nothing but contents, after which the window is not asked for again. */
const rereadingsOfContents = 3
/** Milliseconds before a window is read again. */
const pauseToConfirm = 2000
const pauseAfterFailure = 5000
const pauseInOutage = 30_000
/** Seconds beyond both edges, so that a second reading is another question. */
const widerToConfirm = 37
/** A window that the service does not accept is cut down to this, to find the part that it means. Milliseconds. */
const shortestRejected = 21_600_000

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

/** What the next reading of it is for. */
export function purposeOf({calibration, test, previous, confirm}: WindowTask): keyof ReadingCounts {
  if (calibration !== undefined) return 'calibration'
  if (test !== undefined) return 'signals'
  if (previous === undefined) return 'first'
  return confirm ? 'confirmation' : 'doubt'
}

/** A reading that lacks a record which is known, and which the question reached, is none: the search has gone silent. */
export function checkSilence({previous, reach}: WindowTask, read: WindowReading): WindowReading {
  const {outcome, evidence, outside = 0} = read.reading
  const asked = previous !== undefined && reach !== undefined && outcome === 'proven'
  // Rows of another time or organisation, or beside the filter, answer another question.
  if (!asked || evidence.rows > Math.max(outside, evidence.unasked ?? 0)) return read
  return {...read, reading: {...read.reading, outcome: 'suspect', failure: silent()}}
}

/**
 * @param expectedRows how many rows the density so far promises for the window.
 * @param second how a first reading that proves the window is to be followed by another, if it is.
 */
export function decide(
  before: WindowTask,
  read: WindowReading,
  expectedRows: number,
  second?: SecondReading,
): WindowStep {
  const task: WindowTask = {
    ...before,
    attempts: before.attempts + 1,
    readings: [...before.readings, read.number],
    expected: new Map([...before.expected, ...read.seen]),
  }
  const {reading} = read
  if (before.calibration) return whenCalibrated(task, before.calibration, read)
  switch (reading.outcome) {
    case 'refused':
      return {do: 'refuse', failure: reading.failure ?? lost(0)}
    case 'capped':
      return whenCapped(task, read)
    case 'expired':
      return whenExpired(task, reading, reading.failure ?? lost(0))
    case 'rejected':
      return whenRejected(task, reading, reading.failure ?? lost(0))
    case 'failed':
    case 'suspect':
      return whenFailed(task, reading, reading.failure ?? lost(0))
    case 'proven':
      return whenProven(before, task, read, {expectedRows, second})
  }
}

function whenProven(
  before: WindowTask,
  task: WindowTask,
  read: WindowReading,
  {expectedRows, second}: {expectedRows: number; second: SecondReading | undefined},
): WindowStep {
  const {reading} = read
  const missing = [...before.expected.keys()].filter(id => !read.seen.has(id)).length
  if (before.previous !== undefined) return whenSecond(task, before.previous, read, {missing, expectedRows})
  if (missing > 0) return whenFailed(task, reading, lost(missing))
  // Rows of the neighbours alone say nothing of the window: it is as empty as one that had none at all.
  if (read.times.length === 0) return whenEmpty(compared(task, read), read, expectedRows)
  if (second !== undefined && reading.doubt === undefined) return readAgain(task, read, second)
  if (reading.doubt === undefined && !task.confirm) return settle(task, 'read', read)
  const halves = reading.slow ? parts(compared(task, read), middleOf(task.window)) : undefined
  if (halves) return {do: 'split', tasks: halves}
  return {do: 'again', task: {...compared(task, read), wider: task.confirm ? widerToConfirm : 0}, pause: pauseToConfirm}
}

/** A second reading of a window that one reading has proven; in halves, since what is lost may depend on size. */
export function readAgain(task: WindowTask, read: WindowReading, second: SecondReading): WindowStep {
  const again = compared(task, read)
  if (second === 'session') return {do: 'again', task: {...again, depth: 'session', calibration: read}, pause: 0}
  const probed = second === 'probe' ? aroundProbe(again, read) : undefined
  if (probed) return {do: 'split', tasks: probed}
  const halves = second === 'halves' || second === 'probe' ? parts(again, dividing(task.window, read.times)) : undefined
  if (halves) return {do: 'split', tasks: halves}
  return {do: 'again', task: again, pause: pauseToConfirm}
}

/** Rows of a probe: fewer than any answer that a service may lose some of for its size. */
const probeRows = 24

/** Where a probe is looked for, in shares of the rows: a second may hold too many. */
const probePlaces = [0.5, 0.25, 0.75, 0.375, 0.625, 0.125, 0.875]

/** Three parts, of which the one in the middle holds few of the rows that came; undefined where there is no such place. */
function aroundProbe(
  task: WindowTask,
  {number, times}: WindowReading,
): [WindowTask, WindowTask, WindowTask] | undefined {
  const {start, end} = task.window
  const sorted = [...times].sort((a, b) => a - b)
  for (const place of probePlaces) {
    const first = Math.max(0, Math.floor(place * sorted.length - probeRows / 2))
    const from = floorSecond(sorted[first] ?? start)
    const until = Math.max(from + task.shortest, floorSecond(sorted[first + probeRows] ?? end) + 1000)
    const held = sorted.filter(time => time >= from && time < until).length
    if (from <= start || until >= end || held > 2 * probeRows) continue
    const one = (name: ProbePart, window: TimeWindow): WindowTask => ({
      ...part(task, window),
      probing: {of: number, part: name},
    })
    return [
      one('before', {start, end: from}),
      one('probe', {start: from, end: until}),
      one('after', {start: until, end}),
    ]
  }
  return undefined
}

/** The window's middle; where all that came lies on one side of it, the middle of that, so that a limit is met in parts. */
function dividing(window: TimeWindow, times: readonly number[]): number {
  const middle = middleOf(window)
  const isOneSided = times.every(time => time < middle) || times.every(time => time >= middle)
  if (times.length < 2 || !isOneSided) return middle
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? middle
}

function floorSecond(time: number): number {
  return Math.floor(time / 1000) * 1000
}

/** What may be more than came, in a window that can't be cut: it is read with every means there is. */
export function askExhaustively(task: WindowTask, read: WindowReading): WindowStep & {do: 'again'} {
  const known = withReading(task, read)
  return {do: 'again', task: {...known, depth: 'exhaustive', failures: 0}, pause: 0}
}

export function isDivisible({window, shortest}: WindowTask): boolean {
  return window.end - window.start >= 2 * shortest
}

/** The task after this reading of it. */
export function withReading(task: WindowTask, {number, seen}: Pick<WindowReading, 'number' | 'seen'>): WindowTask {
  return {
    ...task,
    attempts: task.attempts + 1,
    readings: [...task.readings, number],
    expected: new Map([...task.expected, ...seen]),
  }
}

/** The task whose next reading has to agree with this one. */
function compared(task: WindowTask, {seen, contents, nameless, reading}: WindowReading): WindowTask {
  return {
    ...task,
    previous: new Set(seen.keys()),
    previousRows: reading.evidence.rows,
    contents,
    namelessBefore: nameless,
    failures: 0,
    wider: 0,
  }
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
  // Of a row that is malformed here, another reading may have had a copy that can be read.
  const isMalformed = [...(read.contents?.values() ?? [])].some(content => content < 0)
  return {do: 'settle', entry, accept: task.conflicted || isMalformed ? task.readings : [read.number]}
}

function comparedIn({compared}: WindowTask): Pick<LedgerEntry, 'compared'> {
  if (compared === undefined) return {}
  const {first, second} = compared
  return {compared: {first: first.size, second: second.size, both: [...first].filter(id => second.has(id)).length}}
}

/**
 * Two readings agree when they held the same records with the same contents; where they differ, the next must agree
 * with their union.
 */
function whenSecond(
  before: WindowTask,
  previous: ReadonlySet<string>,
  read: WindowReading,
  {missing, expectedRows}: {missing: number; expectedRows: number},
): WindowStep {
  const changes = changesOf(before.contents, read.contents)
  const task: WindowTask = {
    ...before,
    ...(before.confirm && before.compared === undefined
      ? {compared: {first: previous, second: new Set(read.seen.keys())}}
      : {}),
    ...(changes.conflicts > 0 ? {conflicted: true} : {}),
  }
  const added = [...read.seen.keys()].filter(id => !previous.has(id)).length
  const sameNameless = task.namelessBefore === undefined || task.namelessBefore === read.nameless
  const again: WindowTask = {
    ...task,
    previous: new Set(task.expected.keys()),
    contents: new Map([...(task.contents ?? []), ...(read.contents ?? [])]),
    namelessBefore: read.nameless,
    emptyReadings: 2,
    failures: task.failures + 1,
    wider: 0,
  }
  if (missing === 0 && added === 0 && sameNameless) {
    if (changes.all === 0) return whenAgreed(task, read, expectedRows)
    if (again.failures < rereadingsOfContents) return {do: 'again', task: again, pause: pauseAfterFailure}
    // No record is missing, and no two readings agree on what they say.
    return settle(task, 'read', read)
  }
  if (again.failures < rereadingsToAgree) return {do: 'again', task: again, pause: pauseAfterFailure}
  return whenFailed(again, read.reading, disagreement(added, missing))
}

function whenAgreed(task: WindowTask, read: WindowReading, expectedRows: number): WindowStep {
  const isSettled = read.times.length > 0 || task.emptyReadings !== 1
  return isSettled ? settle(task, 'confirmed', read) : whenEmpty(task, read, expectedRows)
}

/** First the very same question, since some services find nothing at the first asking; then another one. */
function whenEmpty(task: WindowTask, read: WindowReading, expectedRows: number): WindowStep {
  const again: WindowTask = {...task, emptyReadings: (task.emptyReadings ?? 0) + 1}
  if (again.emptyReadings === 1) return {do: 'again', task: again, pause: pauseToConfirm}
  const halves = read.reading.slow || expectedRows >= denseExpectation ? parts(again, middleOf(task.window)) : undefined
  if (halves) return {do: 'split', tasks: halves}
  return {do: 'again', task: {...again, wider: widerToConfirm}, pause: pauseToConfirm}
}

/** How many records have another content than before; conflicts are those that can be read both times. */
function changesOf(
  before: ReadonlyMap<string, number> | undefined,
  now: ReadonlyMap<string, number> | undefined,
): {all: number; conflicts: number} {
  let all = 0
  let conflicts = 0
  for (const [id, content] of now ?? []) {
    const earlier = before?.get(id)
    if (earlier === undefined || earlier === content) continue
    all++
    if (earlier >= 0 && content >= 0) conflicts++
  }
  return {all, conflicts}
}

/**
 * What a session knows of is part of the window as well. In halves, the window is read in any case: a loss that depends
 * on size may be the same in a session.
 */
function whenCalibrated(before: WindowTask, first: WindowReading, read: WindowReading): WindowStep {
  const isConflicted = changesOf(first.contents, read.contents).conflicts > 0
  const task: WindowTask = {
    ...before,
    depth: 'search',
    calibration: undefined,
    confirm: true,
    conflicted: before.conflicted === true || isConflicted,
  }
  const knowsMore = [...read.seen.keys()].some(id => !first.seen.has(id))
  if (knowsMore && !isDivisible(task)) return askExhaustively(before, read)
  return readAgain(task, first, 'probe')
}

function whenExpired(task: WindowTask, {oldest = 0}: Reading, failure: Failure): WindowStep {
  const reached = task.wider > 0 || task.reach !== undefined
  if (reached && oldest <= task.window.start) {
    return {do: 'again', task: {...task, wider: 0, reach: undefined, crowded: true}, pause: 0}
  }
  return {do: 'expire', task, oldest, failure}
}

/** Asking the same again is of no use; what the service does not accept may be a part of the window. */
function whenRejected(task: WindowTask, reading: Reading, failure: Failure): WindowStep {
  const {start, end} = task.window
  const halves = end - start >= 2 * shortestRejected ? parts(task, middleOf(task.window)) : undefined
  return halves ? {do: 'split', tasks: halves} : giveUp(task, failure, reading.evidence)
}

function whenCapped(task: WindowTask, read: WindowReading): WindowStep {
  // The question reached further than the window: its own rows may well fit.
  const isLonger = task.wider > 0 || task.reach !== undefined
  if (isLonger) return {do: 'again', task: {...task, wider: 0, reach: undefined, crowded: true}, pause: 0}
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
  const halves = isDivisible(task) ? cut(task.window, at) : undefined
  if (!halves) return undefined
  const [first, second] = halves
  return [part(task, first), part(task, second)]
}

/** The part of a task: what was seen in it must reappear in it, and agree where a second reading was due. */
export function part(task: WindowTask, window: TimeWindow): WindowTask {
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
    probing: undefined,
    previousRows: undefined,
    wholeRows: task.previousRows ?? task.wholeRows,
    namelessBefore: undefined,
    ...(task.previous ? {previous: only(task.previous)} : {}),
    ...(task.contents ? {contents: new Map([...task.contents].filter(([id]) => inside(id)))} : {}),
    ...(task.compared ? {compared: {first: only(task.compared.first), second: only(task.compared.second)}} : {}),
  }
}

function lost(records: number): Failure {
  return new Failure({
    code: 'READING_LOST_RECORDS',
    message: `The answer lacks ${pluralise(records, 'record')} that an earlier answer for the same time held.`,
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
    message: `Readings of the same time differ: the last one had ${pluralise(added, 'record more', 'records more')} and ${missing} fewer.`,
    remedy:
      'Run the export again later; if the same window stays a gap, open a case with Microsoft naming the request ids.',
  })
}
