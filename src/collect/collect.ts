/**
 * Drives a source over the whole period as the scheduler decides: reads several windows at once, keeps the ledger, and
 * hands the records on in order, each once. A window that can't be proven is an entry, not an exception.
 */
import {crc32} from 'node:zlib'
import type {Density} from '../audit/density.ts'
import {type Filters, wantsRecordType, wantsWorkload} from '../audit/filters.ts'
import {jsonContent} from '../audit/json.ts'
import type {LedgerEntry} from '../audit/ledger.ts'
import type {ServiceTrust} from '../audit/service-trust.ts'
import {contains, type TimeWindow} from '../audit/window.ts'
import type {SpooledRow} from '../files/spooled-row.ts'
import type {Row, Source} from '../sources/source.ts'
import type {Journal} from '../spool/journal.ts'
import {partitionLength, partitionStart} from '../spool/partition.ts'
import type {ResumeSources} from '../spool/resume-source.ts'
import type {Spool} from '../spool/spool.ts'
import {uniqueRows} from '../spool/unique-rows.ts'
import {asFailure} from '../wire/failure.ts'
import {serviceTime} from '../wire/skew.ts'
import type {World} from '../wire/world.ts'
import {type Forecast, forecast} from './forecast.ts'
import {PendingQueries, ReadingQueries, withPendingQueries} from './pending-queries.ts'
import {
  handOnUntil,
  newScheduler,
  next,
  readingsTwice,
  type SchedulerAction,
  type SchedulerEvent,
  type SchedulerState,
  witnesses,
} from './scheduler.ts'
import {noise} from './signals.ts'
import type {WindowReading, WindowTask} from './window-task.ts'

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
  journal?: Pick<Journal, 'asked' | 'settled' | 'forget' | 'retract'>
  /** Whether a next run takes over what this one leaves under way. */
  handsOn?: boolean
  /** What earlier runs hand on. */
  carried?: ResumeSources
  /** What an earlier month tells of the density; it learns on. */
  density?: Density
  /** An earlier run of this period found that single readings lack records: everything is read twice. */
  escalated?: boolean
  /** Records from this moment on may still arrive. Milliseconds since 1970 UTC. */
  settledBefore?: number
  /** When the run's time is over, in milliseconds since 1970 by this machine's clock. */
  endsBy?: number
  /** Told once, where everything is read twice: whether that fits the time. */
  onForecast?(forecast: Forecast): void
  /** Told after each window. */
  onProgress?(progress: Progress): void
  /** Told before a pause of so many milliseconds, in which the service may recover. */
  onPause?(milliseconds: number): void
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
  /** Rows of other organisations, which are left out. */
  foreign?: number
  /** What the run learned of the service. */
  trust?: ServiceTrust
}

/**
 * Yields the period's records partition by partition, in order. When it has ended, `result.entries` tile the period.
 * @throws Failure when nothing could be read because the caller is refused, or when the disk fails.
 */
export async function* collect(settings: CollectSettings, result: Collected): AsyncGenerator<SpooledRow[]> {
  const abandoned = new AbortController()
  const signal = AbortSignal.any([settings.signal, abandoned.signal])
  const reader = new Driver({...settings, signal}, result)
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

/** Does what the scheduler decides: reads, waits, keeps rows and the journal, and tells of what is settled. */
class Driver {
  private readonly settings: CollectSettings
  private readonly result: Collected
  private readonly pending: PendingQueries
  private state: SchedulerState
  private readonly underWay = new Set<Promise<void>>()
  private journaling: Promise<unknown> = Promise.resolve()
  private failed: {error: unknown} | undefined
  /** What lies before has been handed on. */
  private taken = Number.NEGATIVE_INFINITY
  private progress: Progress = {done: 0, rows: 0, windows: 0, gaps: 0}
  private settledTime = 0
  private waiters: (() => void)[] = []
  private began = 0
  private readingsDone = 0
  private isForecast = false

  constructor(settings: CollectSettings, result: Collected) {
    this.settings = settings
    this.result = result
    const {source, period, concurrency, confirm, carried, density} = settings
    this.pending = new PendingQueries(carried?.queries ?? [])
    this.state = newScheduler({
      period,
      plan: source.plan,
      concurrency,
      confirm,
      takenOver: carried?.entries ?? [],
      pending: this.pending.windows,
      density,
      sessions: source.sessions === true,
      escalated: settings.escalated === true,
      ...(settings.settledBefore === undefined ? {} : {settledBefore: settings.settledBefore}),
    })
  }

  async run(): Promise<void> {
    const {signal, world} = this.settings
    this.began = world.now()
    const end = () => this.dispatch({on: 'end', failure: asFailure(signal.reason)})
    try {
      if (signal.aborted) end()
      else signal.addEventListener('abort', end, {once: true})
      this.dispatch({on: 'begin'})
      while (this.underWay.size > 0) await Promise.race(this.underWay)
      await this.journaling
    } finally {
      signal.removeEventListener('abort', end)
      this.wake()
    }
    if (this.failed) throw this.failed.error
    this.result.trust = trustOf(this.state)
  }

  /** Resolves once every window before `moment` is settled. */
  async settledUntil(moment: number, finished: Promise<void>): Promise<void> {
    while (handOnUntil(this.state) < moment && this.failed === undefined) {
      const change = new Promise<void>(resolve => this.waiters.push(resolve))
      await Promise.race([change, finished])
    }
  }

  /** The records before `moment` are handed on. */
  passed(moment: number): void {
    this.taken = moment
    this.dispatch({on: 'passed', moment})
  }

  private dispatch(event: SchedulerEvent): void {
    if (this.failed) return
    const [state, actions] = next(this.state, event)
    this.state = state
    for (const action of actions) this.perform(action)
    this.wake()
  }

  private perform(action: SchedulerAction): void {
    const {spool, journal} = this.settings
    if (action.do === 'read') this.start(this.read(action))
    if (action.do === 'accept') spool.accept(action.number, action.window)
    if (action.do === 'settle') this.settle(action)
    if (action.do === 'reopen') this.reopen(action)
    if (action.do === 'distrust') this.distrust(action)
    if (action.do === 'forget') this.journal(journal?.forget(action.number))
    if (action.do === 'pause') this.start(this.pause(action.milliseconds))
    if (action.do === 'fail') this.failed ??= {error: action.failure}
  }

  private settle({entry, number, queries, foreign = 0}: SchedulerAction & {do: 'settle'}): void {
    this.record(withPendingQueries(entry, queries ?? this.pending.take(entry)))
    this.result.foreign = (this.result.foreign ?? 0) + foreign
    if (number !== undefined) this.journal(this.settings.journal?.settled(entry, number))
  }

  private reopen({window, number}: SchedulerAction & {do: 'reopen'}): void {
    const {entries} = this.result
    const at = entries.findIndex(entry => entry.start === window.start && entry.end === window.end)
    const [entry] = entries.splice(at, 1)
    this.journal(this.settings.journal?.retract?.(number))
    if (entry) this.count(entry, -1)
  }

  /** Its rows are handed on; the entry is changed in place, for others hold it. */
  private distrust({window, number, failure}: SchedulerAction & {do: 'distrust'}): void {
    const entry = this.result.entries.find(one => one.start === window.start && one.end === window.end)
    if (entry === undefined) return
    this.count(entry, -1)
    Object.assign(entry, {status: 'gap', reason: {code: failure.code, message: failure.message}})
    this.count(entry, 1)
    this.journal(this.settings.journal?.retract?.(number))
  }

  private start(work: Promise<void>): void {
    const guarded = work
      .catch((error: unknown) => {
        this.failed ??= {error}
      })
      .finally(() => {
        this.underWay.delete(guarded)
        this.wake()
      })
    this.underWay.add(guarded)
  }

  private journal(write: Promise<void> | undefined): void {
    if (write !== undefined) this.journaling = Promise.all([this.journaling, write])
  }

  private async pause(milliseconds: number): Promise<void> {
    const {world, signal, onPause} = this.settings
    onPause?.(milliseconds)
    await world.sleep(milliseconds, signal).catch(() => undefined)
    this.dispatch({on: 'paused'})
  }

  private async read({number, task, pause}: SchedulerAction & {do: 'read'}): Promise<void> {
    const {world, signal} = this.settings
    const queries = new ReadingQueries(task.window, this.pending.take(task.window), serviceTime(world))
    let started = false
    let read: WindowReading
    try {
      await this.journaling
      if (pause > 0) await world.sleep(pause, signal)
      signal.throwIfAborted()
      started = true
      read = await this.ask(number, task, queries)
    } catch (error) {
      if (!signal.aborted) throw error
      this.dispatch({on: 'interrupted', number, started, queries: queries.underWay})
      return
    }
    this.dispatch({on: 'read', read})
    this.readingsDone++
    this.forecast()
  }

  private forecast(): void {
    const {world, endsBy, onForecast} = this.settings
    const readings = readingsTwice(this.state)
    if (this.isForecast || onForecast === undefined || endsBy === undefined || readings === undefined) return
    const now = world.now()
    const found = forecast({
      ...{readings, done: this.readingsDone, share: this.progress.done},
      ...{elapsed: now - this.began, left: endsBy - now},
    })
    if (found === undefined) return
    this.isForecast = true
    onForecast(found)
  }

  private async ask(number: number, task: WindowTask, queries: ReadingQueries): Promise<WindowReading> {
    const {source, filters, spool, signal, period, journal, handsOn} = this.settings
    const seen = new Map<string, number>()
    const contents = new Map<string, number>()
    const around = new Map<string, number>()
    const times: number[] = []
    const nameless = new Map<number, number>()
    const keep = async (all: Row[]) => {
      const rows = all.filter(row => row.time >= Math.max(this.taken, period.start) && row.time < period.end)
      for (const row of rows) {
        if (row.open) continue
        if (!contains(task.window, row.time)) {
          if (row.record.Identity) around.set(row.record.Identity, row.time)
          continue
        }
        if (row.undated) continue
        const {Identity} = row.record
        if (Identity) {
          seen.set(Identity, row.time)
          contents.set(Identity, checksumOf(row, contents.get(Identity), source.reorders === true))
        } else nameless.set(row.part, (nameless.get(row.part) ?? 0) + 1)
        times.push(row.time)
      }
      const wanted = rows.filter(row => isWanted(filters, row))
      await spool.write(wanted.map(asWritten), number)
    }
    const {window, depth} = task
    const wider = task.reach ?? task.wider
    const onQuery = async (id: string) => {
      const query = queries.see(id)
      await journal?.asked(query, number)
    }
    const request = {window, depth, wider, left: queries.left, ...(handsOn ? {onQuery} : {})}
    const reading = await source.read(request, keep, signal)
    const began = queries.beganEarlier
    return {number, reading, seen, contents, around, times, nameless: Math.max(0, ...nameless.values()), began}
  }

  private record(entry: LedgerEntry): void {
    this.result.entries.push(entry)
    this.count(entry, 1)
    this.settings.onProgress?.(this.progress)
  }

  private count(entry: LedgerEntry, sign: 1 | -1): void {
    this.settledTime += sign * (entry.end - entry.start)
    const {period} = this.settings
    const {rows, windows, gaps} = this.progress
    this.progress = {
      done: this.settledTime / (period.end - period.start),
      rows: rows + sign * entry.evidence.rows,
      windows: windows + sign,
      gaps: gaps + (entry.status === 'gap' ? sign : 0),
    }
  }

  private wake(): void {
    for (const resolve of this.waiters.splice(0)) resolve()
  }
}

/** What names another time than the one it stands at is as little what it should be as a text that can't be read. */
export function asWritten(row: Row): Row {
  return row.displaced ? {...row, malformed: true} : row
}

/** Whether a record passes the filters that no service applies. */
export function isWanted(filters: Filters, {record, recordTypeNumber, workload, malformed}: Row): boolean {
  return (
    wantsRecordType(filters, record.RecordType, recordTypeNumber) &&
    wantsWorkload(filters, workload, malformed === true)
  )
}

/**
 * Tells contents of one record apart; negative for a malformed one. Where one answer has several, it stands for all of
 * them, in any order.
 * @param reorders whether another order of members is the same content.
 */
function checksumOf({record: {AuditData}, malformed}: Row, known: number | undefined, reorders: boolean): number {
  const content = reorders && !malformed ? jsonContent(AuditData) : AuditData
  const checksum = crc32(content) * 2 ** 20 + (content.length % 2 ** 20)
  const signed = malformed ? -1 - checksum : checksum
  return known === undefined || known === signed ? signed : (known + signed) % 2 ** 52
}

function trustOf({signals, confirmation, readingsFor}: SchedulerState): ServiceTrust {
  const {cap} = signals
  const {mode, escalated} = confirmation
  const limit = cap === undefined ? {} : {silentCap: cap}
  return {confirm: mode, escalated, noise: noise(signals), ...limit, readings: readingsFor}
}
