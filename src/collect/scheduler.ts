/**
 * Decides what is read next, and what a reading means for the period: `next` takes the state and an event, and gives the
 * state that follows and what is to be done. Pure: the driver reads, waits and keeps the rows.
 */
import {Density} from '../audit/density.ts'
import type {LedgerEntry} from '../audit/ledger.ts'
import {contains, type TimeWindow} from '../audit/window.ts'
import type {PendingQuery, WindowPlan} from '../sources/source.ts'
import {Failure} from '../wire/failure.ts'
import {type PeriodPlan, planNext, planRest} from './period-plan.ts'
import {
  afterPause,
  failsThroughout,
  goodHealth,
  isBroken,
  recordFailure,
  recordSuccess,
  type ServiceHealth,
} from './service-health.ts'
import {
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
  checkSilence,
  decide,
  giveUp,
  newTask,
  type WindowReading,
  type WindowStep,
  type WindowTask,
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
  | {do: 'settle'; entry: LedgerEntry; number?: number; queries?: readonly PendingQuery[]}
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
  readonly deferred: readonly WindowTask[]
  readonly phase: 'reading' | 'pausing' | 'last round' | 'finished'
  readonly stopped: Failure | undefined
  readonly ended: Failure | undefined
  /** Readings begun. */
  readonly readings: number
  /** Of those, made only to confirm another. */
  readonly second: number
  readonly proven: number
  /** Identity → time of records outside of the window that was asked for. */
  readonly neighbours: ReadonlyMap<string, number>
  /** Times of some records that are known, to be found again. */
  readonly knownTimes: readonly number[]
  /** Readings that proved nothing, with the time that they asked for. */
  readonly unproven: readonly (TimeWindow & {number: number})[]
}

/** Milliseconds by which the questions of neighbours overlap at most, when neither is asked for again. */
export const witnesses = 5000
/** One window in so many is read twice when a sample is to be confirmed, and no more than this share of all calls. */
const sampleOf = 13
const mostOfCalls = 0.065
/** Milliseconds before what failed is asked for one more time. */
const pauseBeforeLast = 300_000

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
    stopped: undefined,
    ended: undefined,
    readings: 0,
    second: 0,
    proven: 0,
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

/** Up to here every window is settled. */
export function frontier({plan, waiting, inFlight, deferred, phase}: SchedulerState): number {
  if (phase === 'finished') return Number.POSITIVE_INFINITY
  let earliest = plan.planned
  for (const task of deferred) earliest = Math.min(earliest, task.window.start)
  for (const {task} of waiting) earliest = Math.min(earliest, task.window.start)
  for (const task of inFlight.values()) earliest = Math.min(earliest, task.window.start)
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
    while (this.mayRead() && this.state.inFlight.size < settings.concurrency) {
      const waiting = this.nextWaiting()
      if (waiting === undefined) break
      this.begin(waiting)
    }
    if (this.state.inFlight.size > 0) return
    if (this.mayRecover()) {
      this.set({phase: 'pausing'})
      this.actions.push({do: 'pause', milliseconds: pauseBeforeLast})
    } else this.closeTheRest()
  }

  wait(...more: Waiting[]): void {
    this.set({waiting: [...this.state.waiting, ...more]})
  }

  plannedTask(window: TimeWindow): WindowTask {
    const {settings} = this.state
    const [budgets, key] = openBudget(this.state.budgets)
    this.set({budgets})
    return newTask(window, settings.confirm === 'all', settings.plan.shortest, key)
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
      aim: settings.plan.aim,
      longest: health.longest,
    })
    this.set({plan})
    for (const entry of passed) this.actions.push({do: 'settle', entry})
    return window && {task: this.plannedTask(window), pause: 0}
  }

  private begin({task: given, pause}: Waiting): void {
    const number = this.state.readings + 1
    const task = this.reaching(given)
    const second = this.state.second + (task.confirm && task.previous !== undefined ? 1 : 0)
    this.set({readings: number, second, inFlight: new Map(this.state.inFlight).set(number, task)})
    this.actions.push({do: 'read', number, task, pause})
  }

  /** An empty window is asked for again together with a record that is known to lie near it, where there is one. */
  private reaching(task: WindowTask): WindowTask {
    const {knownTimes, settings} = this.state
    const empty = task.previous?.size === 0 && task.expected.size === 0 && (task.namelessBefore ?? 0) === 0
    if (!empty || task.crowded) return task
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
    if (given.around && given.around.size > 0)
      this.set({neighbours: new Map([...this.state.neighbours, ...given.around])})
    const task = this.withNeighbourRecords(before)
    const read = checkSilence(task, given)
    const expected = this.state.density.expected(task.window)
    if (read.reading.outcome === 'proven') this.acceptAround(task, read)
    else this.set({unproven: [...this.state.unproven, {number: read.number, ...around(task)}]})
    this.noteKnownRecords(read)
    this.learn(task, read)
    const step = decide({...task, confirm: this.chosen(task, read)}, read, expected)
    if (!(step.do === 'settle' && step.entry.status !== 'gap')) this.actions.push({do: 'forget', number: read.number})
    if (isSpent(this.state.budgets, task.budget) && isFailed(read)) this.abandon(task, read)
    else if (failsThroughout(this.state.health) && isFailed(read)) this.defer(task, read)
    else this.follow(step, read.number)
  }

  /**
   * Whether a window that one reading has just proven is read again: by its start, so that a rerun with the same windows
   * confirms the same ones, and within what a sample may cost.
   */
  private chosen({window, confirm, previous}: WindowTask, {reading}: WindowReading): boolean {
    const {settings, readings, second} = this.state
    if (confirm || settings.confirm !== 'sample') return confirm
    if (previous !== undefined || reading.outcome !== 'proven') return false
    if (Math.imul(window.start / 1000, 2_654_435_761) >>> 0 >= 2 ** 32 / sampleOf) return false
    return second < Math.max(1, mostOfCalls * readings)
  }

  /** What questions about the neighbours showed of this window has to be in it as well. */
  private withNeighbourRecords(task: WindowTask): WindowTask {
    const inside = [...this.state.neighbours].filter(([, time]) => contains(task.window, time))
    return inside.length === 0 ? task : {...task, expected: new Map([...task.expected, ...inside])}
  }

  /** Whatever a proven answer showed is kept: where neighbours' answers differ, their union. */
  private acceptAround(task: WindowTask, {number}: WindowReading): void {
    const {start, end} = around(task)
    this.actions.push({do: 'accept', number, window: {start, end: task.window.start}})
    this.actions.push({do: 'accept', number, window: {start: task.window.end, end}})
  }

  /** Some records that are known: of each reading, the first and the last. */
  private noteKnownRecords({times, reading}: WindowReading): void {
    if (reading.outcome !== 'proven' || times.length === 0) return
    const [first, last] = times.reduce(([a, b], time) => [Math.min(a, time), Math.max(b, time)], [Infinity, -Infinity])
    this.set({knownTimes: [...this.state.knownTimes, first, last]})
  }

  private learn(task: WindowTask, read: WindowReading): void {
    const {outcome, outage, failure} = read.reading
    const {settings, budgets, health} = this.state
    const length = task.window.end - task.window.start
    if (outcome === 'proven' || outcome === 'capped') {
      if (read.times.length > 0)
        this.set({budgets: repay(budgets, task.budget), health: recordSuccess(health, length, settings.plan)})
      const density = this.state.density.copy()
      if (outcome === 'capped') density.learnAtLeast(task.window, read.times.length)
      else if (task.previous === undefined) density.learn(task.window, read.times)
      this.set({density})
      return
    }
    this.set({
      budgets: spend(budgets, task.budget),
      health: recordFailure(health, {outage: outage === true, length}, settings.plan),
    })
    if (isSpent(this.state.budgets, task.budget) || failsThroughout(this.state.health)) {
      const [now, first] = exhaust(this.state.budgets, task.budget)
      const {exhausted} = this.state.health
      this.set({budgets: now, health: {...this.state.health, exhausted: exhausted + (first ? 1 : 0)}})
    }
    if (failure && isBroken(this.state.health)) this.stop(serviceBroken(failure))
  }

  private follow(step: WindowStep, number: number): void {
    if (step.do === 'settle') this.settle(step, number)
    if (step.do === 'again') this.wait({task: step.task, pause: step.pause})
    if (step.do === 'split') this.wait({task: step.tasks[1], pause: 0}, {task: step.tasks[0], pause: 0})
    if (step.do !== 'stop') return
    if (this.state.proven === 0) this.actions.push({do: 'fail', failure: step.failure})
    this.stop(step.failure)
    // With the pages that came before the refusal.
    this.wait({task: step.task, pause: 0})
  }

  private settle({entry, accept}: WindowStep & {do: 'settle'}, number?: number): void {
    for (const one of accept) this.actions.push({do: 'accept', number: one, window: entry})
    if (entry.status === 'gap') {
      this.acceptUnproven(entry)
      this.actions.push({do: 'settle', entry})
    } else {
      this.set({proven: this.state.proven + 1})
      this.actions.push({do: 'settle', entry, ...(number === undefined ? {} : {number})})
    }
  }

  /** A gap holds all that any answer showed of it, also one that failed while it asked for a neighbour. */
  private acceptUnproven(gap: LedgerEntry): void {
    for (const {number, start, end} of this.state.unproven)
      if (start < gap.end && gap.start < end) this.actions.push({do: 'accept', number, window: gap})
  }

  /** The budget is spent: what was just read is a gap, and what waits with it, unless it is worth a budget of its own. */
  private abandon(task: WindowTask, {number, reading}: WindowReading): void {
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
    for (const other of given.reverse()) this.settle(giveUp(other, failure))
    this.settle(giveUp(withReading(task, number), failure, reading.evidence))
  }

  /**
   * Nothing has been proven for so long that cutting finer would only multiply the calls: the window is asked for once
   * more at the end, as it is, and then is a gap.
   */
  private defer(task: WindowTask, {number, reading}: WindowReading): void {
    const known = withReading(task, number)
    if (this.state.phase === 'last round') {
      this.settle(giveUp(known, reading.failure ?? this.endOfReading(), reading.evidence))
      return
    }
    const [budgets, budget] = openLastBudget(this.state.budgets)
    this.set({budgets, deferred: [...this.state.deferred, {...known, failures: 0, budget}]})
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
    const {waiting, inFlight, deferred} = this.state
    const tasks = [...waiting.map(({task}) => task), ...inFlight.values(), ...deferred]
    this.set({
      budgets: keepBudgets(
        this.state.budgets,
        tasks.map(({budget}) => budget),
      ),
    })
  }

  /** Whether there is anything to be asked for one more time, after the service had time to recover. */
  private mayRecover(): boolean {
    const {stopped, ended, deferred, phase} = this.state
    const broken = stopped?.code === 'SERVICE_BROKEN'
    if (phase !== 'reading' || ended || (stopped && !broken)) return false
    return broken || deferred.length > 0
  }

  private beginLastRound(): void {
    if (this.state.phase !== 'pausing') return
    const {deferred, waiting, health} = this.state
    const again = [...deferred].sort((a, b) => b.window.start - a.window.start).map(task => ({task, pause: 0}))
    this.set({
      phase: 'last round',
      stopped: undefined,
      health: afterPause(health),
      deferred: [],
      waiting: [...waiting, ...again],
    })
  }

  /** Whatever is neither read nor being read when the reading ends is a gap, down to the period's end. */
  private closeTheRest(): void {
    const open = [...this.state.waiting.map(({task}) => task), ...this.state.deferred]
    const {plan, passed, windows} = planRest(this.state.plan)
    for (const entry of passed) this.actions.push({do: 'settle', entry})
    this.set({waiting: [], deferred: [], plan, phase: 'finished'})
    for (const task of [...open, ...windows.map(window => newTask(window))]) this.close(task)
    this.actions.push({do: 'finish'})
  }

  /** A gap for what was not read to its end, with the queries that the next run may take over. */
  private close(task: WindowTask, queries: readonly PendingQuery[] = []): void {
    const {entry, accept} = giveUp(task, this.endOfReading())
    for (const number of accept) this.actions.push({do: 'accept', number, window: entry})
    this.acceptUnproven(entry)
    this.actions.push({do: 'settle', entry, queries})
  }
}

function withReading(task: WindowTask, number: number): WindowTask {
  return {...task, attempts: task.attempts + 1, readings: [...task.readings, number]}
}

/** What a task's question reaches over. */
function around({window, reach = 0, wider}: WindowTask): TimeWindow {
  const beyond = Math.max(witnesses, 1000 * Math.max(reach, wider))
  return {start: window.start - beyond, end: window.end + beyond}
}

function isFailed({reading}: WindowReading): boolean {
  return reading.outcome === 'failed' || reading.outcome === 'suspect'
}

function serviceBroken(failure: Failure): Failure {
  return new Failure({
    code: 'SERVICE_BROKEN',
    message: `The service gives no proven answer any more; the last: ${failure.message}`,
    remedy: failure.remedy,
    cause: failure,
  })
}
