/**
 * Drives a source over the whole period: cuts windows by the density seen so far, reads several at once, keeps the
 * ledger, and hands the records on in order, each once. A window that can't be proven is an entry, not an exception.
 */
import {Density} from '../audit/density.ts'
import {type Filters, wantsRecordType} from '../audit/filters.ts'
import type {LedgerEntry} from '../audit/ledger.ts'
import {contains, type TimeWindow} from '../audit/window.ts'
import type {SpooledRow} from '../files/spooled-row.ts'
import type {PendingQuery, Row, Source} from '../sources/source.ts'
import type {Journal} from '../spool/journal.ts'
import {partitionLength, partitionStart} from '../spool/partition.ts'
import type {ResumeSources} from '../spool/resume-source.ts'
import type {Spool} from '../spool/spool.ts'
import {uniqueRows} from '../spool/unique-rows.ts'
import {asFailure, Failure} from '../wire/failure.ts'
import {serviceTime} from '../wire/skew.ts'
import type {World} from '../wire/world.ts'
import {PendingQueries, ReadingQueries, withPendingQueries} from './pending-queries.ts'
import {
  checkSilence,
  decide,
  finalAttempt,
  giveUp,
  isSpent,
  newTask,
  type WindowReading,
  type WindowStep,
  type WindowTask,
  withNewBudget,
} from './window-task.ts'

export interface CollectSettings {
  source: Source
  world: World
  spool: Pick<Spool, 'write' | 'accept' | 'take'>
  period: TimeWindow
  filters: Filters
  /** Windows read at once. */
  concurrency: number
  /** Which windows are read a second time though nothing is in doubt. */
  confirm: 'none' | 'sample' | 'all'
  /** Ends the reading in good order: what is not read by then is a gap with the signal's reason. */
  signal: AbortSignal
  /** Told of each query, each proven window, and of readings that prove none. */
  journal?: Pick<Journal, 'asked' | 'settled' | 'forget'>
  /** Whether a next run takes over what this one leaves under way. */
  handsOn?: boolean
  /** What earlier runs hand on. */
  carried?: ResumeSources
  /** What an earlier month tells of the density; it learns on. */
  density?: Density
  /** Told after each window. */
  onProgress?(progress: Progress): void
}

export interface Progress {
  /** Share of the period's time that is settled, 0 to 1. */
  done: number
  rows: number
  windows: number
  gaps: number
}

export interface Collected {
  entries: LedgerEntry[]
  duplicates: number
  conflicts: number
}

/** Planned windows in a row whose budget went without one proven reading: the service is taken to be broken for now. */
const brokenInARow = 2
const outagesInARow = 8
/** Milliseconds by which the questions of neighbours overlap at most, when neither is asked for again. */
const witnesses = 5000
/** Failed readings in a row, more than one window's budget, after which nothing is cut any finer. */
const mostBarren = 60
/** Milliseconds before what failed is asked for one more time. */
const pauseBeforeLast = 300_000
/** One window in so many is read twice when a sample is to be confirmed, and no more than this share of all calls. */
const sampleOf = 13
const mostOfCalls = 0.065

/**
 * Yields the period's records stretch by stretch, in order. When it has ended, `result.entries` tile the period.
 * @throws Failure when nothing could be read because the caller is refused, or when the disk fails.
 */
export async function* collect(settings: CollectSettings, result: Collected): AsyncGenerator<SpooledRow[]> {
  const abandoned = new AbortController()
  const signal = AbortSignal.any([settings.signal, abandoned.signal])
  const reader = new Reader({...settings, signal}, result)
  const finished = reader.run()
  // Awaited below; until then a failure must not count as unhandled.
  finished.catch(() => undefined)
  const first = partitionStart(settings.period.start)
  try {
    for (let at = first; at < settings.period.end; at += partitionLength) {
      await reader.settledUntil(Math.min(at + partitionLength + witnesses, settings.period.end), finished)
      reader.passed(at + partitionLength)
      // Before the spool is asked: what is carried over may be put into it.
      const earlier = (await settings.carried?.rows({start: at, end: at + partitionLength}, result.entries)) ?? []
      for await (const {rows, ...part} of settings.spool.take(at)) {
        const its = earlier.filter(row => contains(part, row.time))
        const {kept, duplicates, conflicts} = uniqueRows([...rows, ...its])
        result.duplicates += duplicates
        result.conflicts += conflicts
        if (kept.length > 0) yield kept
      }
    }
    await finished
  } finally {
    // Whoever took the records may have failed: then nothing more is to be read, or written to the spool.
    abandoned.abort()
    await finished.catch(() => undefined)
  }
  result.entries.sort((a, b) => a.start - b.start)
}

class Reader {
  private readonly settings: CollectSettings
  private readonly result: Collected
  private readonly density: Density
  /** Cut or deferred windows, earliest last. */
  private readonly stack: WindowTask[] = []
  private readonly inFlight = new Set<WindowTask>()
  /** Windows that are asked for once more when everything else is done. */
  private readonly deferred: WindowTask[] = []
  private finalRound = false
  /** Failed readings since the last sound one. */
  private consecutiveFailures = 0
  private readonly pending: PendingQueries
  /** Windows taken over that still lie ahead, in order. */
  private readonly takenOver: LedgerEntry[]
  private planned: number
  private readings = 0
  /** Identity → time of records outside of the window that was asked for. */
  private readonly neighbourRecords = new Map<string, number>()
  /** What lies before has been handed on. */
  private taken = Number.NEGATIVE_INFINITY
  /** Readings that proved nothing, with the time that they asked for; those of stretches already written are let go. */
  private unproven: (TimeWindow & {number: number})[] = []
  /** Times of records, to be met again. */
  private readonly knownTimes: number[] = []
  /** Readings made only to confirm another. */
  private second = 0
  private proven = 0
  private broken = 0
  /** Milliseconds; shorter while long windows fail, since a search costs the service by its size. */
  private longest: number
  private outages = 0
  private stopped: Failure | undefined
  private rows = 0
  private waiters: (() => void)[] = []

  constructor(settings: CollectSettings, result: Collected) {
    this.settings = settings
    this.result = result
    this.density = settings.density ?? new Density()
    this.longest = settings.source.plan.longest
    this.planned = settings.period.start
    this.takenOver = [...(settings.carried?.entries ?? [])]
    this.pending = new PendingQueries(settings.carried?.queries ?? [])
    // First of all: until they are read, they are under way beside any new query.
    this.stack.push(...this.pending.windows.toReversed().map(window => this.planTask(window)))
  }

  async run(): Promise<void> {
    try {
      await this.workAll()
      if (await this.mayRecover()) await this.workAll()
      this.closeTheRest()
    } finally {
      this.wake()
    }
  }

  private async workAll(): Promise<void> {
    await Promise.all(Array.from({length: this.settings.concurrency}, () => this.work()))
  }

  /** Whether there is anything to be asked for one more time, after the service had time to get well. */
  private async mayRecover(): Promise<boolean> {
    const {world, signal} = this.settings
    const broken = this.stopped?.code === 'SERVICE_BROKEN'
    if (signal.aborted || (this.stopped && !broken) || (!broken && this.deferred.length === 0)) return false
    await world.sleep(pauseBeforeLast, signal).catch(() => undefined)
    if (signal.aborted) return false
    this.finalRound = true
    this.stopped = undefined
    this.broken = 0
    this.outages = 0
    this.stack.push(...this.deferred.splice(0).sort((a, b) => b.window.start - a.window.start))
    return true
  }

  /** Resolves once every window before `moment` is settled. */
  async settledUntil(moment: number, finished: Promise<void>): Promise<void> {
    while (this.frontier() < moment) {
      const change = new Promise<void>(resolve => this.waiters.push(resolve))
      await Promise.race([change, finished])
    }
  }

  /** The stretches before `moment` are written: nothing more can be added to them. */
  passed(moment: number): void {
    this.taken = moment
    for (const [id, time] of this.neighbourRecords) if (time < moment) this.neighbourRecords.delete(id)
    this.unproven = this.unproven.filter(({end}) => end > moment)
  }

  private frontier(): number {
    let earliest = this.planned
    for (const task of this.deferred) earliest = Math.min(earliest, task.window.start)
    for (const task of this.stack) earliest = Math.min(earliest, task.window.start)
    for (const task of this.inFlight) earliest = Math.min(earliest, task.window.start)
    return earliest
  }

  private async work(): Promise<void> {
    for (;;) {
      const task = this.stopped || this.settings.signal.aborted ? undefined : this.next()
      if (task === undefined) {
        if (this.inFlight.size === 0 || this.stopped || this.settings.signal.aborted) return
        await new Promise<void>(resolve => this.waiters.push(resolve))
        continue
      }
      this.inFlight.add(task)
      try {
        const step = await this.step(task)
        if (step) this.take(step)
      } catch (error) {
        this.stop(asFailure(error))
        throw error
      } finally {
        this.inFlight.delete(task)
        this.wake()
      }
    }
  }

  private next(): WindowTask | undefined {
    const cut = this.stack.pop()
    if (cut) return cut
    this.passTakenOver()
    const {period, source} = this.settings
    if (this.planned >= period.end) return undefined
    const limit = this.limit()
    const start = this.planned
    this.planned = this.density.known
      ? this.density.reach(start, limit, source.plan.aim, this.longest)
      : Math.min(limit, start + source.plan.first)
    return this.planTask({start, end: this.planned})
  }

  private planTask(window: TimeWindow): WindowTask {
    return newTask(window, this.settings.confirm === 'all', this.settings.source.plan.shortest)
  }

  /** Where the next window begins that the plan has to leave out. */
  private limit(): number {
    const ahead = [...this.takenOver.slice(0, 1), ...this.pending.windows].map(window => window.start)
    return Math.min(this.settings.period.end, ...ahead.filter(start => start > this.planned))
  }

  /** What was proven before is settled as the plan comes to it; what was asked for before is a task already. */
  private passTakenOver(): void {
    for (;;) {
      const asked = this.pending.windows.find(window => window.start === this.planned)
      const entry = this.takenOver[0]?.start === this.planned ? this.takenOver.shift() : undefined
      const passed = entry ?? asked
      if (passed === undefined) return
      this.planned = passed.end
      if (entry) this.record(entry)
    }
  }

  /**
   * Whether a window that one reading has just proven is read again: by its start, so that a rerun with the same windows
   * confirms the same ones, and within what a sample may cost.
   */
  private chosen({window, confirm, previous}: WindowTask, {reading}: WindowReading): boolean {
    if (confirm || this.settings.confirm !== 'sample') return confirm
    if (previous !== undefined || reading.outcome !== 'proven') return false
    if (Math.imul(window.start / 1000, 2_654_435_761) >>> 0 >= 2 ** 32 / sampleOf) return false
    return this.second < Math.max(1, mostOfCalls * this.readings)
  }

  /** An empty window is asked for again together with a record that is known to lie near it, where there is one. */
  private reaching(task: WindowTask): WindowTask {
    const {source} = this.settings
    const empty = task.previous?.size === 0 && task.expected.size === 0 && (task.namelessBefore ?? 0) === 0
    if (!empty || task.crowded) return task
    const {start, end} = task.window
    const nearest = Math.min(...this.knownTimes.map(time => (time < start ? start - time : time - end)))
    if (!(nearest < source.plan.longest)) return task
    return {...task, reach: Math.max(task.wider, Math.ceil(nearest / 1000) + 1)}
  }

  /** Whatever a sound answer showed is kept: where neighbours' answers differ, their union. */
  private acceptAround(task: WindowTask, {number}: WindowReading): void {
    const {start, end} = around(task)
    this.settings.spool.accept(number, {start, end: task.window.start})
    this.settings.spool.accept(number, {start: task.window.end, end})
  }

  /** Some records that are known: of each reading, the first and the last. */
  private noteKnownRecords({times, reading}: WindowReading): void {
    if (reading.outcome !== 'proven' || times.length === 0) return
    const [first, last] = times.reduce(([a, b], time) => [Math.min(a, time), Math.max(b, time)], [Infinity, -Infinity])
    this.knownTimes.push(first, last)
  }

  /** What questions about the neighbours showed of this window has to be in it as well. */
  private withNeighbourRecords(task: WindowTask): WindowTask {
    const inside = [...this.neighbourRecords].filter(([, time]) => contains(task.window, time))
    return inside.length === 0 ? task : {...task, expected: new Map([...task.expected, ...inside])}
  }

  private async step(given: WindowTask): Promise<WindowStep | undefined> {
    const task = this.reaching(this.withNeighbourRecords(given))
    let known = task
    const {world, journal} = this.settings
    const queries = new ReadingQueries(task.window, this.pending.take(task.window), serviceTime(world))
    let underWay = () => queries.underWay
    try {
      const expected = this.density.expected(task.window)
      const read = checkSilence(task, await this.read(task, queries))
      underWay = () => []
      if (read.reading.outcome === 'proven') this.acceptAround(task, read)
      else this.unproven.push({number: read.number, ...around(task)})
      this.noteKnownRecords(read)
      this.learn(task, read)
      const step = decide({...task, confirm: this.chosen(task, read)}, read, expected)
      if (step.do === 'settle' && step.entry.status !== 'gap') await journal?.settled(step.entry, read.number)
      else await journal?.forget(read.number)
      if (task.budget.left <= 0 && isFailed(read)) return this.abandon(task, read)
      if (this.consecutiveFailures >= mostBarren && isFailed(read)) return this.defer(task, read)
      if (step.do === 'again') known = {...step.task, attempts: task.attempts}
      if (step.do === 'again' && step.pause > 0) await world.sleep(step.pause, this.settings.signal)
      return step
    } catch (error) {
      if (!this.settings.signal.aborted) throw error
      return this.leave({...known, attempts: task.attempts + 1}, underWay())
    }
  }

  private async read(task: WindowTask, queries: ReadingQueries): Promise<WindowReading> {
    const {source, filters, spool, signal, period, journal, handsOn} = this.settings
    const number = ++this.readings
    if (task.confirm && task.previous !== undefined) this.second++
    const seen = new Map<string, number>()
    const times: number[] = []
    const nameless = new Map<number, number>()
    const keep = async (all: Row[]) => {
      const rows = all.filter(row => row.time >= Math.max(this.taken, period.start) && row.time < period.end)
      for (const row of rows) {
        if (!contains(task.window, row.time)) {
          if (row.record.Identity) this.neighbourRecords.set(row.record.Identity, row.time)
          continue
        }
        if (row.record.Identity) seen.set(row.record.Identity, row.time)
        else nameless.set(row.part, (nameless.get(row.part) ?? 0) + 1)
        times.push(row.time)
      }
      const wanted = rows.filter(row => wantsRecordType(filters, row.record.RecordType, row.recordTypeNumber))
      await spool.write(wanted, number)
    }
    const {window, depth} = task
    const wider = task.reach ?? task.wider
    const onQuery = async (id: string) => {
      const query = queries.see(id)
      await journal?.asked(query, number)
    }
    try {
      const request = {window, depth, wider, left: queries.left, ...(handsOn ? {onQuery} : {})}
      const reading = await source.read(request, keep, signal)
      const began = queries.beganEarlier
      return {number, reading, seen, times, nameless: Math.max(0, ...nameless.values()), began}
    } catch (error) {
      // What arrived before the end belongs to the gap.
      if (signal.aborted) spool.accept(number, window)
      throw error
    }
  }

  private learn(task: WindowTask, read: WindowReading): void {
    const {outcome, outage, failure} = read.reading
    if (outcome === 'proven' || outcome === 'capped') {
      if (read.times.length > 0) this.recordSuccess(task)
      if (outcome === 'proven' && task.previous === undefined) this.density.learn(task.window, read.times)
      if (outcome === 'capped') this.density.learnAtLeast(task.window, read.times.length)
      return
    }
    this.outages = outage === true ? this.outages + 1 : 0
    const {budget, window} = task
    budget.left--
    budget.origin.spent++
    if (isSpent(budget.origin)) budget.left = 0
    if (outage !== true)
      this.longest = Math.max(this.settings.source.plan.shrunk, Math.min(this.longest, (window.end - window.start) / 2))
    if (outage !== true) this.consecutiveFailures++
    if ((budget.left <= 0 || this.consecutiveFailures >= mostBarren) && !budget.origin.exhausted) {
      budget.origin.exhausted = true
      this.broken++
    }
    if (failure && (this.broken >= brokenInARow || this.outages >= outagesInARow)) {
      this.stop(
        new Failure({
          code: 'SERVICE_BROKEN',
          message: `The service gives no sound answer any more; the last: ${failure.message}`,
          remedy: failure.remedy,
          cause: failure,
        }),
      )
    }
  }

  /**
   * A sound answer pays back what a failed one cost, and windows of its length may grow again. One without rows is no
   * sign of health: a service that finds nothing answers soundly.
   */
  private recordSuccess({budget, window}: WindowTask): void {
    this.broken = 0
    this.outages = 0
    this.consecutiveFailures = 0
    const {longest} = this.settings.source.plan
    budget.left = Math.min(budget.full, budget.left + 1)
    if (window.end - window.start > 0.9 * this.longest) this.longest = Math.min(longest, 1.5 * this.longest)
  }

  private take(step: WindowStep): void {
    if (step.do === 'settle') this.settle(step)
    if (step.do === 'again') this.stack.push(step.task)
    if (step.do === 'split') this.stack.push(step.tasks[1], step.tasks[0])
    if (step.do === 'stop') {
      if (this.proven === 0) throw step.failure
      this.stop(step.failure)
      // With the pages that came before the refusal.
      this.stack.push(step.task)
    }
  }

  private settle(step: WindowStep & {do: 'settle'}): void {
    const {entry} = step
    for (const number of step.accept) this.settings.spool.accept(number, entry)
    if (entry.status !== 'gap') this.proven++
    else this.acceptUnproven(entry)
    this.record(step.entry)
  }

  private record(entry: LedgerEntry): void {
    this.result.entries.push(entry)
    this.rows += entry.evidence.rows
    this.settings.onProgress?.(this.progress())
  }

  /** A gap holds all that any answer showed of it, also one that failed while it asked for a neighbour. */
  private acceptUnproven(gap: LedgerEntry): void {
    for (const {number, start, end} of this.unproven)
      if (start < gap.end && gap.start < end) this.settings.spool.accept(number, gap)
  }

  /** The budget is spent: what was just read is a gap, and what waits beside it, unless it is worth a budget of its own. */
  private abandon(task: WindowTask, {number, reading}: WindowReading): WindowStep {
    const failure = reading.failure ?? this.endOfReading()
    for (const [index, other] of [...this.stack.entries()].reverse()) {
      if (other.budget !== task.budget) continue
      const another = withNewBudget(other)
      if (another) {
        this.stack[index] = another
        continue
      }
      this.stack.splice(index, 1)
      this.settle(giveUp(other, failure))
    }
    const known = {...task, attempts: task.attempts + 1, readings: [...task.readings, number]}
    return giveUp(known, failure, reading.evidence)
  }

  /**
   * Nothing has been sound for so long that cutting finer would only multiply the calls: the window is asked for once
   * more at the end, as it is, and then is a gap.
   */
  private defer(task: WindowTask, {number, reading}: WindowReading): WindowStep | undefined {
    const known = {...task, attempts: task.attempts + 1, readings: [...task.readings, number]}
    if (this.finalRound) return giveUp(known, reading.failure ?? this.endOfReading(), reading.evidence)
    this.deferred.push(finalAttempt(known))
    return undefined
  }

  private stop(failure: Failure): void {
    this.stopped ??= failure
  }

  private endOfReading(): Failure {
    return this.stopped ?? asFailure(this.settings.signal.reason)
  }

  /** Whatever is neither read nor being read when the reading ends is a gap, down to the period's end. */
  private closeTheRest(): void {
    const open = [...this.stack.splice(0), ...this.deferred.splice(0)]
    const {period} = this.settings
    for (this.passTakenOver(); this.planned < period.end; this.passTakenOver()) {
      const end = this.limit()
      open.push(newTask({start: this.planned, end}))
      this.planned = end
    }
    for (const task of open) this.settle(this.leave(task, this.pending.take(task.window)))
  }

  /** A gap for what was not read to its end, with the queries that the next run may take over. */
  private leave(task: WindowTask, queries: readonly PendingQuery[]): WindowStep & {do: 'settle'} {
    const step = giveUp(task, this.endOfReading())
    return {...step, entry: withPendingQueries(step.entry, queries)}
  }

  private progress(): Progress {
    const {entries} = this.result
    const {period} = this.settings
    const settled = entries.reduce((sum, entry) => sum + entry.end - entry.start, 0)
    const gaps = entries.filter(entry => entry.status === 'gap').length
    return {done: settled / (period.end - period.start), rows: this.rows, windows: entries.length, gaps}
  }

  private wake(): void {
    for (const resolve of this.waiters.splice(0)) resolve()
  }
}

/** What a task's question reaches over. */
function around({window, reach = 0, wider}: WindowTask): TimeWindow {
  const beyond = Math.max(witnesses, 1000 * Math.max(reach, wider))
  return {start: window.start - beyond, end: window.end + beyond}
}

function isFailed({reading}: WindowReading): boolean {
  return reading.outcome === 'failed' || reading.outcome === 'suspect'
}
