/**
 * Decides what is read next, and what a reading means for the period: `next` takes the state and an event, and gives the
 * state that follows and what is to be done. Pure: the driver reads, waits and keeps the rows.
 */

import {Density} from '../audit/density.ts'
import type {LedgerEntry} from '../audit/ledger.ts'
import {pluralise} from '../audit/numbers.ts'
import {noReadings, type ReadingCounts} from '../audit/service-trust.ts'
import {contains, type TimeWindow} from '../audit/window.ts'
import type {LossSignal, PendingQuery, Reading, WindowPlan} from '../sources/source.ts'
import {Failure} from '../wire/failure.ts'
import {
  type Confirmation,
  chooseSecond,
  chosen,
  escalate,
  missingInSample,
  newConfirmation,
  noteCalibration,
} from './confirmation.ts'
import {type PeriodPlan, planNext, planRest} from './period-plan.ts'
import {
  afterPause,
  failsThroughout,
  goodHealth,
  isBroken,
  isDown,
  isRefused,
  recordAnswer,
  recordFailure,
  recordRefusal,
  recordSuccess,
  type ServiceHealth,
} from './service-health.ts'
import {
  beginTest,
  endPart,
  foundMore,
  liveSignals,
  mayTest,
  noSignals,
  noteCut,
  noteMost,
  noteProbe,
  noteRows,
  type SignalState,
  splitTest,
} from './signals.ts'
import {
  type BudgetKey,
  type Budgets,
  exhaust,
  isSpent,
  keepBudgets,
  noBudgets,
  openBudget,
  openLastBudget,
  renewBudget,
  repay,
  spend,
} from './window-budget.ts'
import {
  askExhaustively,
  checkSilence,
  decide,
  giveUp,
  isDivisible,
  newTask,
  part,
  purposeOf,
  readAgain,
  type WindowReading,
  type WindowStep,
  type WindowTask,
  withReading,
} from './window-task.ts'

export interface SchedulerSettings {
  period: TimeWindow
  plan: WindowPlan
  /** Windows read at once. */
  concurrency: number
  /** Which windows are read a second time though nothing is in doubt. */
  confirm: 'none' | 'sample' | 'all'
  /** Windows that earlier runs proved, in order. */
  takenOver: readonly LedgerEntry[]
  /** Windows that earlier runs asked for, in order. */
  pending: readonly TimeWindow[]
  /** What an earlier month tells of the density. */
  density?: Density | undefined
  /** Whether the source can read a window by a session. */
  sessions?: boolean
  /** An earlier run of this period found that single readings lack records. */
  escalated?: boolean
  /** Records from this moment on may still arrive: readings may differ in them. Milliseconds since 1970 UTC. */
  settledBefore?: number
}

export type SchedulerEvent =
  | {on: 'begin'}
  | {on: 'read'; read: WindowReading}
  /** The run ended while this window was read, or waited for. */
  | {on: 'interrupted'; number: number; started: boolean; queries: readonly PendingQuery[]}
  /** The records before this moment were handed on: nothing more can be added to them. */
  | {on: 'passed'; moment: number}
  | {on: 'paused'}
  /** Nothing more is to be read: the deadline came, or the run was cancelled. */
  | {on: 'end'; failure: Failure}

export type SchedulerAction =
  | {do: 'read'; number: number; task: WindowTask; pause: number}
  /** Rows of this reading in the window count. */
  | {do: 'accept'; number: number; window: TimeWindow}
  /** @param number of the reading that proved it; absent for a gap and for what was taken over. */
  | {do: 'settle'; entry: LedgerEntry; number?: number; queries?: readonly PendingQuery[]; foreign?: number}
  /** A window that was settled is read again. */
  | {do: 'reopen'; window: TimeWindow; number: number}
  /** What was settled by a single reading, and can't be read again, is a gap. */
  | {do: 'distrust'; window: TimeWindow; number: number; failure: Failure}
  /** The reading will not be the one that proves its window. */
  | {do: 'forget'; number: number}
  | {do: 'pause'; milliseconds: number}
  | {do: 'fail'; failure: Failure}
  | {do: 'finish'}

/** A task that waits for its turn. */
interface Waiting {
  task: WindowTask
  pause: number
}

/** A window that was read, as long as another reading may be added to it. */
interface ReadWindow {
  entry: LedgerEntry
  read: WindowReading
  budget: BudgetKey
}

type PassedWindow = TimeWindow & {number: number; rows: number}

/** A window that is asked for once more, and what came of it the last time. */
interface Deferred {
  task: WindowTask
  reading: Reading
}

/** A proven reading whose signals wait for tests that are under way. */
interface Held {
  task: WindowTask
  read: WindowReading
  live: readonly LossSignal[]
}

export interface SchedulerState {
  readonly settings: SchedulerSettings
  readonly plan: PeriodPlan
  readonly density: Density
  readonly health: ServiceHealth
  readonly budgets: Budgets
  /** Cut windows and those to be read again, the next one last. */
  readonly waiting: readonly Waiting[]
  /** By the number of its reading. */
  readonly inFlight: ReadonlyMap<number, WindowTask>
  /** Windows that are asked for once more when everything else is done. */
  readonly deferred: readonly Deferred[]
  readonly phase: 'reading' | 'pausing' | 'last round' | 'finished'
  /** Last rounds begun. */
  readonly rounds: number
  /** What was proven before the last of them. */
  readonly provenBefore: number
  readonly stopped: Failure | undefined
  readonly ended: Failure | undefined
  /** Readings begun. */
  readonly readings: number
  readonly readingsFor: ReadingCounts
  readonly proven: number
  readonly signals: SignalState
  readonly confirmation: Confirmation
  readonly held: readonly Held[]
  /** Windows with rows that are not handed on, in no order: those that a single reading has proven, and confirmed ones. */
  readonly singles: readonly ReadWindow[]
  readonly confirmed: readonly ReadWindow[]
  /** Those that are handed on. */
  readonly passedSingles: readonly PassedWindow[]
  readonly passedConfirmed: readonly PassedWindow[]
  /** Rows of the fullest window that was read twice. */
  readonly mostConfirmed: number
  /** The service keeps nothing from before; milliseconds since 1970 UTC. */
  readonly oldest: number
  readonly expired: Failure | undefined
  /** When the oldest record happened that any answer showed. */
  readonly earliest: number
  /** Windows that the service did not accept, or called expired, one after the other. */
  readonly rejectedInARow: number
  /** Rows to aim at in one window. */
  readonly aim: number
  /** Identity → time of records outside of the window that was asked for. */
  readonly neighbours: ReadonlyMap<string, number>
  /** Times of some records that are known, to be found again. */
  readonly knownTimes: readonly number[]
  /** Readings that proved nothing, with the time that they asked for. */
  readonly unproven: readonly (TimeWindow & {number: number})[]
}

/**
 * Milliseconds by which answers about neighbours overlap at most, when neither is asked for again: some seconds that the
 * questions share, and a minute in case the service rounds dates.
 */
export const witnesses = 65_000
/** Rows of windows read once that are held back from the files, so that they can still be read again. */
const heldBack = 100_000
/** Windows in a row that the service does not accept, after which none is cut to find the part that it means. */
const mostRejected = 24
/** What expires during the run: so much more than is gone already is left out. Milliseconds. */
const expiryMargin = 30_000
/** What was shown before can't have expired by so much since. Milliseconds. */
const mostExpiring = 2 * 86_400_000
/** Windows are made smaller down to so many rows where answers lose records by their size. */
const leastAim = 50
/** Of the rows up to which answers lose none, so many are aimed at. */
const shareOfSafe = 0.8
/** For each proven answer that was half as full as was aimed at, or fuller. */
const aimGrowth = 1.1
/**
 * Milliseconds before what failed is asked for once more. After the first pause, only outages are worth another one, and
 * refusals among proven answers.
 */
const pauses = [300_000, 900_000, 2_700_000]

export function newScheduler(settings: SchedulerSettings): SchedulerState {
  const {period, plan, takenOver, pending} = settings
  const state: SchedulerState = {
    settings,
    plan: {planned: period.start, end: period.end, takenOver, pending},
    density: settings.density ?? new Density(),
    health: goodHealth(plan),
    budgets: noBudgets,
    waiting: [],
    inFlight: new Map(),
    deferred: [],
    phase: 'reading',
    rounds: 0,
    provenBefore: 0,
    stopped: undefined,
    ended: undefined,
    readings: 0,
    readingsFor: noReadings,
    proven: 0,
    signals: noSignals,
    confirmation: newConfirmation(settings.confirm, settings.escalated),
    held: [],
    singles: [],
    confirmed: [],
    passedSingles: [],
    passedConfirmed: [],
    mostConfirmed: 0,
    oldest: Number.NEGATIVE_INFINITY,
    expired: undefined,
    earliest: Number.POSITIVE_INFINITY,
    rejectedInARow: 0,
    aim: plan.aim,
    neighbours: new Map(),
    knownTimes: [],
    unproven: [],
  }
  // First of all: until they are read, they are under way together with any new query.
  const step = new Step(state)
  for (const window of pending.toReversed()) step.wait({task: step.plannedTask(window), pause: 0})
  return step.state
}

export function next(before: SchedulerState, event: SchedulerEvent): [SchedulerState, SchedulerAction[]] {
  const step = new Step(before)
  step.take(event)
  step.goOn()
  return [step.state, step.actions]
}

/** Records before this moment may be handed on: every window is settled, and will not be read again. */
export function handOnUntil(state: SchedulerState): number {
  const settled = frontier(state)
  if (state.confirmation.mode !== 'sample' || state.phase === 'finished') return settled
  let rows = 0
  const latestFirst = [...state.singles].sort((a, b) => b.entry.start - a.entry.start)
  for (const {entry} of latestFirst) {
    rows += entry.evidence.rows
    if (rows > heldBack) return Math.min(settled, entry.end)
  }
  return Math.min(settled, ...latestFirst.map(({entry}) => entry.start))
}

/** How many readings are likely to come, where everything is read twice; undefined where it is not. */
export function readingsTwice(state: SchedulerState): number | undefined {
  const {confirmation, waiting, inFlight, held} = state
  if (confirmation.mode !== 'all' && !confirmation.escalated) return undefined
  const tasks = [...waiting.map(({task}) => task), ...inFlight.values(), ...held.map(({task}) => task)]
  const seconds = tasks.filter(({previous}) => previous === undefined).length
  return tasks.length + 2 * seconds + 3 * unplannedWindows(state)
}

function unplannedWindows({plan, density, health, aim}: SchedulerState): number {
  const rest = {start: plan.planned, end: plan.end}
  const byRows = rest.start < rest.end ? density.expected(rest) / aim : 0
  return Math.ceil(Math.max(byRows, (rest.end - rest.start) / health.longest))
}

/** Up to here every window is settled. */
function frontier({plan, waiting, inFlight, deferred, held, phase}: SchedulerState): number {
  if (phase === 'finished') return Number.POSITIVE_INFINITY
  let earliest = plan.planned
  for (const {task} of deferred) earliest = Math.min(earliest, task.window.start)
  for (const {task} of waiting) earliest = Math.min(earliest, task.window.start)
  for (const task of inFlight.values()) earliest = Math.min(earliest, task.window.start)
  for (const {task} of held) earliest = Math.min(earliest, task.window.start)
  return earliest
}

/** One event's way from a state to the next: collections are replaced, never changed. */
class Step {
  state: SchedulerState
  readonly actions: SchedulerAction[] = []

  constructor(state: SchedulerState) {
    this.state = state
  }

  take(event: SchedulerEvent): void {
    if (event.on === 'read') this.takeReading(event.read)
    if (event.on === 'interrupted') this.interrupt(event)
    if (event.on === 'passed') this.pass(event.moment)
    if (event.on === 'paused') this.beginLastRound()
    if (event.on === 'end') this.set({ended: this.state.ended ?? event.failure})
  }

  /** Begins what may be read now; where nothing is left, ends. */
  goOn(): void {
    const {settings, phase} = this.state
    if (phase === 'pausing' && this.state.ended) this.closeTheRest()
    if (phase === 'pausing' || phase === 'finished') return
    this.releaseHeld()
    while (this.mayRead() && this.state.inFlight.size < settings.concurrency) {
      const waiting = this.nextWaiting() ?? this.lastOfSample()
      if (waiting === undefined) break
      this.begin(waiting)
    }
    if (this.state.inFlight.size > 0) return
    if (this.mayRecover()) {
      this.set({phase: 'pausing'})
      this.actions.push({do: 'pause', milliseconds: pauses[this.state.rounds] ?? 0})
    } else this.closeTheRest()
  }

  wait(...more: Waiting[]): void {
    this.set({waiting: [...this.state.waiting, ...more]})
  }

  plannedTask(window: TimeWindow): WindowTask {
    const {settings} = this.state
    const [budgets, key] = openBudget(this.state.budgets)
    this.set({budgets})
    const task = newTask(window, settings.confirm === 'all', settings.plan.shortest, key)
    return settings.plan.asksOnce ? {...task, emptyReadings: 1} : task
  }

  private set(more: Partial<SchedulerState>): void {
    this.state = {...this.state, ...more}
  }

  private mayRead(): boolean {
    return this.state.stopped === undefined && this.state.ended === undefined
  }

  private nextWaiting(): Waiting | undefined {
    const {waiting} = this.state
    const last = waiting.at(-1)
    if (last) {
      this.set({waiting: waiting.slice(0, -1)})
      return last
    }
    const {settings, density, health} = this.state
    const {plan, passed, window} = planNext(this.state.plan, density, settings.plan, {
      aim: this.state.aim,
      longest: health.longest,
    })
    this.set({plan})
    for (const entry of passed) this.actions.push({do: 'settle', entry})
    return window && {task: this.plannedTask(window), pause: 0}
  }

  private begin({task: given, pause}: Waiting): void {
    if (given.window.start < this.state.oldest && this.state.expired) {
      this.expire(given, this.state.expired)
      return
    }
    const number = this.state.readings + 1
    const task = this.reaching(given)
    const {readingsFor} = this.state
    const purpose = purposeOf(task)
    this.set({
      readings: number,
      readingsFor: {...readingsFor, [purpose]: readingsFor[purpose] + 1},
      inFlight: new Map(this.state.inFlight).set(number, task),
    })
    this.actions.push({do: 'read', number, task, pause})
  }

  /** An empty window is asked for again together with a record that is known to lie near it, where there is one. */
  private reaching(task: WindowTask): WindowTask {
    const {knownTimes, settings} = this.state
    const empty = task.previous?.size === 0 && task.expected.size === 0 && (task.namelessBefore ?? 0) === 0
    if (!empty || task.crowded || task.emptyReadings !== 2) return task
    const {start, end} = task.window
    const nearest = knownTimes.reduce(
      (least, time) => Math.min(least, time < start ? start - time : time - end),
      Infinity,
    )
    if (!(nearest < settings.plan.longest)) return task
    return {...task, reach: Math.max(task.wider, Math.ceil(nearest / 1000) + 1)}
  }

  private leave(number: number): WindowTask | undefined {
    const task = this.state.inFlight.get(number)
    const inFlight = new Map(this.state.inFlight)
    inFlight.delete(number)
    this.set({inFlight})
    return task
  }

  private takeReading(given: WindowReading): void {
    const before = this.leave(given.number)
    if (before === undefined) return
    this.noteNeighbours(before, given)
    const task = this.withNeighbourRecords(before)
    if (task.depth === 'search') this.set({signals: noteMost(this.state.signals, given.reading.evidence.rows)})
    this.noteCut(task, given)
    this.noteProbe(task, given)
    const read = checkSilence(task, this.withLimit(task, this.checkExpiry(task, given)))
    const expected = this.state.density.expected(task.window)
    this.acceptAround(task, read)
    if (!isProven(read)) this.set({unproven: [...this.state.unproven, {number: read.number, ...around(task)}]})
    this.noteKnownRecords(read)
    this.noteDifference(task, read)
    this.learn(task, read)
    const step = this.stepOf(task, read, expected)
    if (step === undefined) return
    if (!(step.do === 'settle' && step.entry.status !== 'gap')) this.actions.push({do: 'forget', number: read.number})
    const outlasted = step.do === 'settle' && step.entry.status === 'gap' && read.reading.outage === true
    if (outlasted) this.defer(task, read)
    else if (isSpent(this.state.budgets, task.budget) && isFailed(read)) this.abandon(task, read)
    else if (failsThroughout(this.state.health) && isFailed(read)) this.defer(task, read)
    else this.follow(step, task, read)
  }

  /** Undefined where the window has to wait for tests of its signals. */
  private stepOf(task: WindowTask, read: WindowReading, expected: number): WindowStep | undefined {
    const {outcome} = read.reading
    if (outcome === 'rejected' || outcome === 'expired') {
      const inARow = this.state.rejectedInARow + 1
      this.set({rejectedInARow: inARow})
      if (outcome === 'rejected' && inARow > mostRejected)
        return giveUp(withReading(task, read), read.reading.failure ?? this.endOfReading(), read.reading.evidence)
    } else if (isProven(read)) this.set({rejectedInARow: 0})
    const lacks = [...task.expected.keys()].some(id => !read.seen.has(id))
    const isFirst =
      isProven(read) && task.depth === 'search' && task.previous === undefined && !lacks && read.times.length > 0
    if (!isFirst) return decide(task, read, expected)
    const [signals, bySize] = noteRows(this.state.signals, read.reading.evidence.rows)
    this.set({signals})
    const live = liveSignals(signals, [...(read.reading.signals ?? []), ...bySize])
    return live.length > 0 ? this.testSignals({task, read, live}) : this.stepOfFirst(task, read, expected)
  }

  /** A first reading with rows, which no signal speaks against. */
  private stepOfFirst(task: WindowTask, read: WindowReading, expected: number): WindowStep {
    const {settings, readings} = this.state
    const {start, end} = settings.period
    const [confirmation, second] = chooseSecond(this.state.confirmation, {
      start: task.window.start,
      rows: read.times.length,
      period: end - start,
      remaining: this.state.waiting.length + unplannedWindows(this.state),
      readings,
      sessions: settings.sessions === true,
    })
    this.set({confirmation})
    if (second !== undefined) this.noteConfirmed(read)
    return decide({...task, confirm: task.confirm || second === 'halves' || second === 'probe'}, read, expected, second)
  }

  private testSignals(held: Held): WindowStep | undefined {
    const {task, read, live} = held
    if (!mayTest(this.state.signals, live)) {
      this.set({held: [...this.state.held, held]})
      return undefined
    }
    const [signals, test] = beginTest(this.state.signals, live, read.reading.evidence.rows)
    this.set({signals})
    this.noteConfirmed(read)
    const tested = {...task, test}
    if (!isDivisible(task) && live.some(({more}) => more)) return askExhaustively(tested, read)
    return readAgain(withReading(tested, read), read, live.some(({more}) => more) ? 'halves' : 'repeat')
  }

  /** Tests that ended decide over windows that waited for them. */
  private releaseHeld(): void {
    const {held, inFlight, waiting} = this.state
    if (held.length === 0 || !this.mayRead()) return
    this.set({held: []})
    const isIdle = inFlight.size === 0 && waiting.length === 0
    for (const one of held) {
      const {task, read} = one
      const live = liveSignals(this.state.signals, one.live)
      const step =
        live.length > 0 && !isIdle
          ? this.testSignals({task, read, live})
          : this.stepOfFirst(task, read, this.state.density.expected(task.window))
      if (step) this.follow(step, task, read)
    }
  }

  /**
   * What is called expired and lies after the instant that the answer itself names, or before what was shown already, is
   * asked for once more, and is then a window that the service does not accept. So is what expires again and again.
   */
  private checkExpiry({window, wider, reach, failures}: WindowTask, read: WindowReading): WindowReading {
    const {outcome, oldest = Number.NEGATIVE_INFINITY} = read.reading
    if (outcome !== 'expired') return read
    const {earliest, rejectedInARow} = this.state
    const isReached = wider > 0 || reach !== undefined
    const isDenied = oldest > earliest + mostExpiring || (!isReached && oldest + expiryMargin <= window.start)
    const isEndless = rejectedInARow >= mostRejected
    if (!isDenied && !isEndless) return read
    return {...read, reading: {...read.reading, outcome: isEndless || failures > 0 ? 'rejected' : 'suspect'}}
  }

  /** An answer with as many rows as the service was shown to stop at is cut. */
  private withLimit({depth}: WindowTask, read: WindowReading): WindowReading {
    const {signals, settings} = this.state
    const {cap, safe} = signals
    const {outcome, evidence} = read.reading
    // By sessions, a source has more than one answer holds.
    const isLimited = depth === 'search' || settings.sessions !== true
    if (!isLimited || outcome !== 'proven') return read
    const {rows} = evidence
    const failure = rows === cap ? silentCap(rows) : safe !== undefined && rows > safe ? lossBySize(rows) : undefined
    return failure === undefined ? read : {...read, reading: {...read.reading, outcome: 'capped', failure}}
  }

  /** A part of a window that shows more than the answer about the whole, where no answer had more rows than that one. */
  private noteCut({wholeRows, expected, depth}: WindowTask, {seen}: WindowReading): void {
    if (wholeRows === undefined || depth !== 'search') return
    const isMore = [...seen].some(([id, time]) => !expected.has(id) && this.isSettled(time))
    if (!isMore) return
    const {cap} = this.state.signals
    this.set({signals: noteCut(this.state.signals, wholeRows)})
    if (this.state.signals.cap !== cap) this.reopenAt(wholeRows)
  }

  private noteProbe({probing, previous}: WindowTask, {seen, reading}: WindowReading): void {
    if (probing === undefined || previous === undefined || reading.outcome !== 'proven') return
    const added = [...seen].filter(([id, time]) => !previous.has(id) && this.isSettled(time)).length
    const {safe} = this.state.signals
    this.set({signals: noteProbe(this.state.signals, probing, {rows: reading.evidence.rows, added})})
    const now = this.state.signals.safe
    if (now === undefined || now === safe) return
    this.set({aim: Math.min(this.state.aim, shareOfSafe * now)})
    this.reopenWhere(rows => rows > now, lossBySize)
  }

  /** Records that only an answer about its neighbour shows prove that a window’s reading lost them. */
  private noteNeighbours({window}: WindowTask, {around: beyond, reading}: WindowReading): void {
    if (beyond === undefined || beyond.size === 0) return
    this.set({neighbours: new Map([...this.state.neighbours, ...beyond])})
    if (reading.outcome !== 'proven') return
    for (const single of this.state.singles) {
      if (single.entry.start > window.end + witnesses || single.entry.end < window.start - witnesses) continue
      const lost = [...beyond].some(
        ([id, time]) => contains(single.entry, time) && !single.read.seen.has(id) && this.isSettled(time),
      )
      if (lost) this.showLoss([single])
    }
  }

  private isSettled(time: number): boolean {
    return time < (this.state.settings.settledBefore ?? Number.POSITIVE_INFINITY)
  }

  /** What a reading has that an earlier one lacked, or lacks itself. */
  private noteDifference(task: WindowTask, read: WindowReading): void {
    if (read.reading.outcome !== 'proven' && read.reading.outcome !== 'capped') return
    const added = [...read.seen].filter(([id, time]) => !task.expected.has(id) && this.isSettled(time)).length
    if (task.calibration) {
      this.noteCalibration(task.calibration, read, added)
      return
    }
    const isSecond = task.previous !== undefined || task.test !== undefined
    if (isSecond && added > 0 && task.test !== undefined) {
      this.set({signals: foundMore(this.state.signals, task.test)})
      this.shrink(task)
      return
    }
    if (read.reading.outcome === 'capped') return
    const missing = [...task.expected].filter(([id, time]) => !read.seen.has(id) && this.isSettled(time)).length
    const isChanged = [...(read.contents ?? [])].some(([id, content]) => {
      const earlier = task.contents?.get(id)
      return earlier !== undefined && earlier !== content
    })
    const isEmptyFirst = task.previous?.size === 0 && task.expected.size === 0
    const byConfirmation = task.confirm && isSecond && (added > 0 || isChanged)
    if ((missing > 0 && !isEmptyFirst) || byConfirmation) {
      if (added > 0 || missing > 0) this.shrink(task)
      this.showLoss([])
    }
  }

  private noteCalibration(first: WindowReading, read: WindowReading, added: number): void {
    const lacking = [...first.seen.keys()].some(id => !read.seen.has(id))
    const more = isProven(read) && !lacking && added > 0
    const outcome = more ? 'more' : isProven(read) && !lacking ? 'agreed' : 'inconclusive'
    this.set({confirmation: noteCalibration(this.state.confirmation, outcome)})
    if (!more) return
    const cap = first.reading.evidence.rows
    this.set({signals: {...this.state.signals, cap}})
    this.reopenAt(cap)
  }

  /** Answers that lose by their size are made smaller, at most by half: one loss in a quiet hour says little of a full answer. */
  private shrink({expected}: WindowTask): void {
    const {aim} = this.state
    const smaller = Math.max(leastAim, Math.min(aim, Math.max(aim / 2, expected.size)))
    this.set({aim: Math.min(this.mostAim(), smaller)})
  }

  /** A loss that nothing had signalled: from now on, and as far back as can be, everything is read twice. */
  private showLoss(more: readonly ReadWindow[]): void {
    const {confirmation} = this.state
    if (confirmation.mode !== 'sample') {
      this.reopen(more)
      return
    }
    this.set({confirmation: escalate(confirmation)})
    this.reopen(this.state.singles)
    for (const {number, ...window} of this.state.passedSingles)
      this.actions.push({do: 'distrust', window, number, failure: unconfirmed()})
    this.set({passedSingles: []})
  }

  /** Windows whose answers had just as many rows as the service stops at, however often it said the same. */
  private reopenAt(cap: number): void {
    this.reopenWhere(rows => rows === cap, silentCap)
  }

  private reopenWhere(isDoubtful: (rows: number) => boolean, failure: (rows: number) => Failure): void {
    const {singles, confirmed} = this.state
    this.reopen([...singles, ...confirmed].filter(({entry}) => isDoubtful(entry.evidence.rows)))
    const {passedSingles, passedConfirmed} = this.state
    for (const {number, rows, ...window} of [...passedSingles, ...passedConfirmed])
      if (isDoubtful(rows)) this.actions.push({do: 'distrust', window, number, failure: failure(rows)})
    this.set({
      passedSingles: passedSingles.filter(({rows}) => !isDoubtful(rows)),
      passedConfirmed: passedConfirmed.filter(({rows}) => !isDoubtful(rows)),
    })
  }

  private reopen(windows: readonly ReadWindow[]): void {
    if (windows.length === 0) return
    const open = new Set(windows)
    const {singles, confirmed} = this.state
    this.set({
      singles: singles.filter(one => !open.has(one)),
      confirmed: confirmed.filter(one => !open.has(one)),
    })
    for (const {entry, read} of [...windows].sort((a, b) => b.entry.start - a.entry.start)) {
      this.noteConfirmed(read)
      this.actions.push({do: 'reopen', window: {start: entry.start, end: entry.end}, number: read.number})
      const task = {
        ...this.plannedTask({start: entry.start, end: entry.end}),
        confirm: true,
        attempts: entry.attempts - 1,
      }
      const [confirmation, second] = chosen(this.state.confirmation, read.times.length)
      this.set({confirmation})
      this.follow(readAgain(withReading(task, read), read, second), task, read)
    }
  }

  /** When everything was read once: what the sample still lacks, fullest first. */
  private lastOfSample(): Waiting | undefined {
    const {confirmation, singles, mostConfirmed, settings, inFlight, held} = this.state
    if (inFlight.size > 0 || held.length > 0) return undefined
    const fullestFirst = [...singles].sort((a, b) => b.read.times.length - a.read.times.length)
    const fullest = fullestFirst[0]
    if (fullest === undefined) return undefined
    const count = missingInSample(confirmation, {
      period: settings.period.end - settings.period.start,
      isFullestConfirmed: mostConfirmed >= fullest.read.times.length,
    })
    this.reopen(fullestFirst.slice(0, count))
    return this.nextWaiting()
  }

  /** What questions about the neighbours showed of this window has to be in it as well. */
  private withNeighbourRecords(task: WindowTask): WindowTask {
    const inside = [...this.state.neighbours].filter(([, time]) => contains(task.window, time))
    return inside.length === 0 ? task : {...task, expected: new Map([...task.expected, ...inside])}
  }

  /** Whatever an answer showed is kept: where neighbours' answers differ, their union. */
  private acceptAround(task: WindowTask, {number}: WindowReading): void {
    const {start, end} = around(task)
    this.actions.push({do: 'accept', number, window: {start, end: task.window.start}})
    this.actions.push({do: 'accept', number, window: {start: task.window.end, end}})
  }

  /** Some records that are known: of each reading, the first and the last. */
  private noteKnownRecords({times, reading}: WindowReading): void {
    if (reading.outcome !== 'proven' || times.length === 0) return
    const [first, last] = times.reduce(([a, b], time) => [Math.min(a, time), Math.max(b, time)], [Infinity, -Infinity])
    const {knownTimes, earliest} = this.state
    this.set({knownTimes: [...knownTimes, first, last], earliest: Math.min(earliest, first)})
  }

  private learn(task: WindowTask, read: WindowReading): void {
    const {outcome, outage, failure} = read.reading
    const {settings, budgets, health} = this.state
    // What the service refuses for the window itself, or answers only by a session, says nothing of its health.
    const isOfWindow = outcome === 'expired' || outcome === 'rejected' || read.reading.oldest !== undefined
    if (isOfWindow || (task.calibration && outcome !== 'proven')) return
    // Nor does a refusal, which has nothing to do with the window's length or what it holds.
    if (outcome === 'refused') {
      this.set({health: recordRefusal(health)})
      return
    }
    const length = task.window.end - task.window.start
    if (outcome === 'proven' || outcome === 'capped') {
      this.set({health: recordAnswer(health)})
      if (read.times.length > 0)
        this.set({budgets: repay(budgets, task.budget), health: recordSuccess(health, length, settings.plan)})
      if (outcome === 'proven' && read.times.length >= this.state.aim / 2)
        this.set({aim: Math.min(this.mostAim(), aimGrowth * this.state.aim)})
      const density = this.state.density.copy()
      if (outcome === 'capped') density.learnAtLeast(task.window, read.times.length)
      else if (task.previous === undefined) density.learn(task.window, read.times)
      this.set({density})
      return
    }
    this.set({
      // An outage says nothing of the window.
      budgets: outage ? budgets : spend(budgets, task.budget),
      health: recordFailure(health, {outage: outage === true, length}, settings.plan),
    })
    if (isSpent(this.state.budgets, task.budget) || failsThroughout(this.state.health)) {
      const [now, first] = exhaust(this.state.budgets, task.budget)
      const {exhausted} = this.state.health
      this.set({budgets: now, health: {...this.state.health, exhausted: exhausted + (first ? 1 : 0)}})
    }
    if (failure && isBroken(this.state.health)) this.stop(serviceBroken(failure))
  }

  private mostAim(): number {
    const {settings, signals} = this.state
    return Math.min(settings.plan.aim, shareOfSafe * (signals.safe ?? Number.POSITIVE_INFINITY))
  }

  private follow(step: WindowStep, task: WindowTask, read: WindowReading): void {
    if (step.do === 'settle') this.settle(step, {task, read})
    if (step.do === 'again') this.wait({task: step.task, pause: step.pause})
    if (step.do === 'split') {
      const {test} = step.tasks[0]
      if (test !== undefined)
        for (const _ of step.tasks.slice(1)) this.set({signals: splitTest(this.state.signals, test)})
      this.wait(...step.tasks.map(one => ({task: one, pause: 0})).reverse())
    }
    if (step.do === 'expire') {
      const oldest = Math.ceil((step.oldest + expiryMargin) / 1000) * 1000
      this.set({oldest: Math.max(oldest, this.state.oldest), expired: step.failure})
      this.expire(step.task, step.failure)
    }
    if (step.do === 'refuse') this.refuse(step.failure, task, read)
  }

  /** A caller who was never let in has to be given a right; one who was may be refused for a moment, or for this window. */
  private refuse(failure: Failure, task: WindowTask, read: WindowReading): void {
    const isNew = this.state.proven === 0
    if (isNew) this.actions.push({do: 'fail', failure})
    if (isNew || isRefused(this.state.health)) this.stop(failure)
    this.defer(task, read)
  }

  /** What the service no longer keeps is a gap; the rest of the window is read. */
  private expire(task: WindowTask, failure: Failure): void {
    const {start, end} = task.window
    const until = Math.min(end, Math.max(this.state.oldest, start + 1000))
    if (task.test !== undefined && until < end) this.set({signals: splitTest(this.state.signals, task.test)})
    this.settle(giveUp(part(task, {start, end: until}), failure), {task})
    if (until < end) this.wait({task: part(task, {start: until, end}), pause: 0})
  }

  private settle(
    {entry, accept}: WindowStep & {do: 'settle'},
    {task, read}: {task?: WindowTask; read?: WindowReading} = {},
  ): void {
    for (const one of accept) this.actions.push({do: 'accept', number: one, window: entry})
    const isGap = entry.status === 'gap'
    if (isGap) this.acceptUnproven(entry)
    else this.set({proven: this.state.proven + 1})
    // Where the rows of several readings count, none of them proves the window by itself.
    const isProof = !isGap && read !== undefined && accept.length === 1
    const proof = isProof ? {number: accept[0] ?? read.number} : {}
    const foreign = read?.reading.foreign
    this.actions.push({do: 'settle', entry, ...proof, ...(foreign === undefined ? {} : {foreign})})
    if (read && (isProof || entry.status === 'confirmed')) this.noteSettled({entry, read, budget: task?.budget ?? 0})
    if (task?.test !== undefined) this.endTest(task.test, isGap)
  }

  private noteConfirmed({times}: WindowReading): void {
    this.set({mostConfirmed: Math.max(this.state.mostConfirmed, times.length)})
  }

  private noteSettled(one: ReadWindow): void {
    const {entry, read} = one
    const {singles, confirmed} = this.state
    if (entry.status === 'confirmed') this.noteConfirmed(read)
    if (read.times.length === 0) return
    this.set(entry.status === 'confirmed' ? {confirmed: [...confirmed, one]} : {singles: [...singles, one]})
  }

  private endTest(test: number, asGap: boolean): void {
    const capBefore = this.state.signals.cap
    this.set({signals: endPart(this.state.signals, test, asGap)})
    const {cap} = this.state.signals
    if (cap !== undefined && cap !== capBefore) this.reopenAt(cap)
  }

  /** A gap holds all that any answer showed of it, also one that failed while it asked for a neighbour. */
  private acceptUnproven(gap: LedgerEntry): void {
    for (const {number, start, end} of this.state.unproven)
      if (start < gap.end && gap.start < end) this.actions.push({do: 'accept', number, window: gap})
  }

  /** The budget is spent: what was just read is a gap, and what waits with it, unless it is worth a budget of its own. */
  private abandon(task: WindowTask, read: WindowReading): void {
    const {reading} = read
    const known = withReading(task, read)
    const failure = reading.failure ?? this.endOfReading()
    const kept: Waiting[] = []
    const given: WindowTask[] = []
    for (const other of this.state.waiting) {
      const renewed =
        other.task.budget === task.budget && renewBudget(this.state.budgets, task.budget, other.task.window)
      if (renewed) {
        const [budgets, budget] = renewed
        this.set({budgets})
        kept.push({...other, task: {...other.task, budget}})
      } else if (renewed === false) kept.push(other)
      else given.push(other.task)
    }
    this.set({waiting: kept})
    for (const other of given.reverse()) this.settle(giveUp(other, failure), {task: other})
    this.settle(giveUp(known, failure, reading.evidence), {task})
  }

  /**
   * An outage lasts too long, the caller is refused, or nothing has been proven for so long that cutting finer would only
   * multiply the calls: the window is asked for once more at the end, as it is, and then is a gap.
   */
  private defer(task: WindowTask, read: WindowReading): void {
    const {reading} = read
    const known = withReading(task, read)
    const mayPass = reading.outage === true || reading.outcome === 'refused'
    // Where no other window failed meanwhile, it may be this one, and no outage.
    const isAlone = this.state.health.consecutiveOutages <= task.failures + 1
    const most = reading.outage === true && isAlone ? 2 : pauses.length
    if (this.state.phase === 'last round' && !(mayPass && this.mayPauseAgain(most))) {
      this.settle(giveUp(known, reading.failure ?? this.endOfReading(), reading.evidence), {task})
      return
    }
    const [budgets, budget] = openLastBudget(this.state.budgets)
    this.set({budgets, deferred: [...this.state.deferred, {task: {...known, failures: 0, budget}, reading}]})
  }

  private stop(failure: Failure): void {
    this.set({stopped: this.state.stopped ?? failure})
  }

  private endOfReading(): Failure {
    return (
      this.state.stopped ?? this.state.ended ?? new Failure({code: 'UNEXPECTED', message: 'Reading ended.', remedy: ''})
    )
  }

  private interrupt({number, started, queries}: SchedulerEvent & {on: 'interrupted'}): void {
    const task = this.leave(number)
    if (task === undefined) return
    // What arrived before the end belongs to the gap.
    if (started) this.actions.push({do: 'accept', number, window: task.window})
    const known = started ? {...task, attempts: task.attempts + 1} : task
    this.close(known, queries)
  }

  private pass(moment: number): void {
    const {neighbours, unproven, knownTimes, settings} = this.state
    const near = moment - settings.plan.longest
    this.set({
      neighbours: new Map([...neighbours].filter(([, time]) => time >= moment)),
      unproven: unproven.filter(({end}) => end > moment),
      knownTimes: knownTimes.filter(time => time >= near),
    })
    const isPassed = ({entry}: ReadWindow) => entry.start < moment
    const {singles, confirmed, passedSingles, passedConfirmed} = this.state
    this.set({
      singles: singles.filter(one => !isPassed(one)),
      confirmed: confirmed.filter(one => !isPassed(one)),
      passedSingles: [...passedSingles, ...singles.filter(isPassed).map(passedWindow)],
      passedConfirmed: [...passedConfirmed, ...confirmed.filter(isPassed).map(passedWindow)],
    })
    const {waiting, inFlight, deferred} = this.state
    const tasks = [...waiting.map(({task}) => task), ...inFlight.values(), ...deferred.map(({task}) => task)]
    this.set({
      budgets: keepBudgets(
        this.state.budgets,
        tasks.map(({budget}) => budget),
      ),
    })
  }

  /** Whether there is anything to be asked for one more time, after the service had time to recover. */
  private mayRecover(): boolean {
    const {stopped, ended, deferred, phase, health, proven, provenBefore} = this.state
    const broken = stopped?.code === 'SERVICE_BROKEN'
    if (ended || (stopped && !broken && proven === 0)) return false
    if (phase === 'reading') return broken || deferred.length > 0
    // Where nothing but refusals came after a pause, another one does not help.
    const isLetIn = deferred.length > 0 && proven > provenBefore
    const isOut = isDown(health) || deferred.some(({reading}) => reading.outage === true)
    return this.mayPauseAgain() && (isOut || isLetIn)
  }

  private mayPauseAgain(most = pauses.length): boolean {
    return this.state.proven > 0 && this.state.rounds < most
  }

  private beginLastRound(): void {
    if (this.state.phase !== 'pausing') return
    const {deferred, waiting, health, rounds, proven} = this.state
    const again = deferred.map(({task}) => ({task, pause: 0})).sort((a, b) => b.task.window.start - a.task.window.start)
    this.set({
      phase: 'last round',
      rounds: rounds + 1,
      provenBefore: proven,
      stopped: undefined,
      health: afterPause(health),
      deferred: [],
      waiting: [...waiting, ...again],
    })
  }

  /** Whatever is neither read nor being read when the reading ends is a gap, down to the period's end. */
  private closeTheRest(): void {
    const {waiting, deferred, held} = this.state
    const open = [...waiting.map(({task}) => task), ...held.map(({task, read}) => withReading(task, read))]
    const {plan, passed, windows} = planRest(this.state.plan)
    for (const entry of passed) this.actions.push({do: 'settle', entry})
    this.set({waiting: [], deferred: [], held: [], plan, phase: 'finished'})
    for (const {task, reading} of deferred) this.close(task, [], reading)
    for (const task of [...open, ...windows.map(window => newTask(window))]) this.close(task)
    this.actions.push({do: 'finish'})
  }

  /** A gap for what was not read to its end, with the queries that the next run may take over. */
  private close(task: WindowTask, queries: readonly PendingQuery[] = [], last?: Reading): void {
    // A refusal is the reason of its own window, whatever else ended the reading.
    const refusal = last?.outcome === 'refused' ? last.failure : undefined
    const {entry, accept} = giveUp(task, refusal ?? this.endOfReading(), last?.evidence)
    for (const number of accept) this.actions.push({do: 'accept', number, window: entry})
    this.acceptUnproven(entry)
    this.actions.push({do: 'settle', entry, queries})
  }
}

/** What a task's question reaches over. */
function around({window, reach = 0, wider}: WindowTask): TimeWindow {
  const beyond = Math.max(witnesses, 1000 * Math.max(reach, wider))
  return {start: window.start - beyond, end: window.end + beyond}
}

function passedWindow({entry: {start, end, evidence}, read}: ReadWindow): PassedWindow {
  return {start, end, number: read.number, rows: evidence.rows}
}

function isProven({reading}: WindowReading): boolean {
  return reading.outcome === 'proven'
}

function isFailed({reading}: WindowReading): boolean {
  return reading.outcome === 'failed' || reading.outcome === 'suspect'
}

function silentCap(rows: number): Failure {
  return new Failure({
    code: 'READING_SILENT_CAP',
    message: `The answer has ${pluralise(rows, 'row')}, a number at which this service stops without saying so.`,
    remedy: 'Run the export again: it reads this window in smaller ones.',
  })
}

function lossBySize(rows: number): Failure {
  return new Failure({
    code: 'READING_LOSS_BY_SIZE',
    message: `The answer has ${pluralise(rows, 'row')}, and smaller answers of this service show records that larger ones lack.`,
    remedy: 'Run the export again: it reads this window in smaller ones.',
  })
}

/** The reason of a window that was handed on before single readings were shown to lose records. */
export const unconfirmedCode = 'READING_UNCONFIRMED'

function unconfirmed(): Failure {
  return new Failure({
    code: unconfirmedCode,
    message: 'It was read once, before a second reading of another window showed that single readings lose records.',
    remedy: 'Run the export again: it reads this window twice.',
  })
}

function serviceBroken(failure: Failure): Failure {
  return new Failure({
    code: 'SERVICE_BROKEN',
    message: `The service gives no proven answer any more; the last: ${failure.message}`,
    remedy: failure.remedy,
    cause: failure,
  })
}
