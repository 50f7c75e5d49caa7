/**
 * Reads a period through two sources at once, each by windows that suit it, and hands on the union of their records. What
 * one of them lacks is asked of it once more before it counts as one-sided.
 */
import {isUnprovenTakeover, type LedgerEntry} from '../audit/ledger.ts'
import {compareRecords} from '../audit/record.ts'
import {contains, type TimeWindow} from '../audit/window.ts'
import type {SpooledRow} from '../files/spooled-row.ts'
import {WindowChecksums} from '../files/window-checksums.ts'
import {partitionLength, partitionStart} from '../spool/partition.ts'
import type {Spool} from '../spool/spool.ts'
import {Failure} from '../wire/failure.ts'
import {asWritten, type Collected, type CollectSettings, collect, isWanted} from './collect.ts'
import {type RecheckSettings, recheckTakenOver} from './recheck-taken-over.ts'
import {
  entryAt,
  finerPieces,
  OnesidedRecords,
  rowsIn,
  type SourcedRow,
  type SourceName,
  unionLedger,
  unionRecords,
} from './union.ts'

export interface CollectBothSettings extends Readonly<Record<SourceName, CollectSettings>> {
  /** Rows of both wait here. */
  spool: Pick<Spool, 'write' | 'accept' | 'take'>
  /** The same, for rows as the sources send them. */
  incoming: Pick<Spool, 'write'>
  period: TimeWindow
  /** How windows that were taken over are checked, each against its own source. */
  recheck: Pick<RecheckSettings, 'sample' | 'draw' | 'written'>
  signal: AbortSignal
}

export interface CollectedFromBoth extends Collected {
  both?: {
    /** Records that one source alone showed, though the other one was read there. */
    onlyExchange: number
    onlyGraph: number
    /** Records whose contents differ between the two. */
    differing: number
    /** Whether the contents differ so often that Exchange's alone are kept. */
    exchangeOnlyTexts: boolean
    /** What a source could not read, and why. */
    unread: Partial<Record<SourceName, UnreadTime>>
  }
}

export interface UnreadTime {
  /** Share of the period's time, 0 to 1. */
  share: number
  /** The first reason. */
  message: string
}

/** One source's reading, on its way. */
interface Side {
  name: SourceName
  settings: CollectSettings
  collected: Collected
  /** Of its records in the windows that were taken over, where there are some. */
  tally?: WindowChecksums
  failure?: Failure
}

/** Contents that differ in more than this share of the records are how the services word them, and no contradiction. */
const usualDifference = 0.5
/** Rows that are written to disk at once. */
const batch = 500

/**
 * Yields the union partition by partition, in order; before the first, `result.entries` tile the period.
 * @throws Failure when neither source gives anything, or the disk fails.
 */
export async function* collectBoth(
  settings: CollectBothSettings,
  result: CollectedFromBoth,
): AsyncGenerator<SpooledRow[]> {
  const {spool, period} = settings
  const sides = {exchange: sideOf('exchange', settings), graph: sideOf('graph', settings)}
  const {compared, differing, lacking} = await drain(settings, sides)
  const {exchange, graph} = sides
  if (exchange.failure && graph.failure) throw exchange.failure
  await recheck(settings, sides)
  const ledgers = {exchange: ledgerOf(exchange, period), graph: ledgerOf(graph, period)}
  const missed = new OnesidedRecords(ledgers)
  for (const one of lacking) missed.see(one)
  const again = await readAgain(settings, missed, ledgers)
  result.entries.push(...withoutUnprovenTakeovers(unionLedger(period, ledgers.exchange, ledgers.graph), ledgers))
  for (const number of [...Object.values(numbers), ...again.keys()]) spool.accept(number, period)

  const found = new OnesidedRecords(ledgers)
  const keepsBoth = differing <= usualDifference * compared
  const both = {
    onlyExchange: 0,
    onlyGraph: 0,
    differing: 0,
    exchangeOnlyTexts: !keepsBoth,
    unread: unreadOf(ledgers, period),
  }
  for (let at = partitionStart(period.start); at < period.end; at += partitionLength) {
    for await (const {rows} of spool.take(at)) {
      const sourced = rows.map((row): SourcedRow => ({row, from: again.get(row.reading) ?? nameOf(row.reading)}))
      const union = unionRecords(sourced, keepsBoth)
      for (const one of union.onesided) found.see(one)
      both.differing += union.differing
      result.conflicts += union.conflicts
      if (union.kept.length > 0) yield union.kept
    }
  }
  found.judge(result.entries)
  both.onlyExchange = found.counts.exchange
  both.onlyGraph = found.counts.graph
  result.both = both
  result.duplicates += exchange.collected.duplicates + graph.collected.duplicates
  result.foreign = Math.max(exchange.collected.foreign ?? 0, graph.collected.foreign ?? 0)
  const {trust} = exchange.failure ? graph.collected : exchange.collected
  if (trust !== undefined) result.trust = trust
}

/** Of the readings in the common spool. */
const numbers: Readonly<Record<SourceName, number>> = {exchange: 1, graph: 2}

function nameOf(reading: number): SourceName {
  return reading === numbers.exchange ? 'exchange' : 'graph'
}

function sideOf(name: SourceName, settings: CollectBothSettings): Side {
  const {entries = []} = settings[name].carried ?? {}
  return {
    name,
    settings: settings[name],
    collected: {entries: [], duplicates: 0, conflicts: 0},
    ...(entries.length > 0 ? {tally: new WindowChecksums(entries)} : {}),
  }
}

/** An export that is incomplete anyway is checked by the run that completes it. */
async function recheck(
  {period, recheck: how, signal}: CollectBothSettings,
  {exchange, graph}: Readonly<Record<SourceName, Side>>,
): Promise<void> {
  const union = unionLedger(period, ledgerOf(exchange, period), ledgerOf(graph, period))
  if (union.some(({status}) => status === 'gap')) return
  for (const {collected, failure, settings, tally} of [exchange, graph]) {
    const {source, filters, carried} = settings
    if (failure !== undefined || carried === undefined || tally === undefined) continue
    const given = {...how, source, filters, tally, signal, despiteGaps: true}
    collected.entries = await recheckTakenOver(collected.entries, carried.entries, given)
  }
}

/** What one source handed on and now denies is not proven by the other: records that none of them has may lie there. */
function withoutUnprovenTakeovers(
  entries: readonly LedgerEntry[],
  ledgers: Readonly<Record<SourceName, readonly LedgerEntry[]>>,
): LedgerEntry[] {
  return entries.map(entry => {
    for (const ledger of [ledgers.exchange, ledgers.graph]) {
      const own = entryAt(ledger, entry.start)
      if (own?.reason && isUnprovenTakeover(own)) return {...entry, status: 'gap', reason: own.reason}
    }
    return entry
  })
}

function unreadOf(
  ledgers: Readonly<Record<SourceName, readonly LedgerEntry[]>>,
  period: TimeWindow,
): Partial<Record<SourceName, UnreadTime>> {
  const unread: Partial<Record<SourceName, UnreadTime>> = {}
  for (const name of ['exchange', 'graph'] as const) {
    const gaps = ledgers[name].filter(entry => entry.status === 'gap')
    if (gaps.length === 0) continue
    const time = gaps.reduce((sum, {start, end}) => sum + end - start, 0)
    unread[name] = {share: time / (period.end - period.start), message: gaps[0]?.reason?.message ?? ''}
  }
  return unread
}

/** Of a source that gave nothing at all, one gap. */
function ledgerOf({collected, failure}: Side, {start, end}: TimeWindow): LedgerEntry[] {
  if (failure === undefined) return [...collected.entries].sort((a, b) => a.start - b.start)
  const evidence = {rows: 0, cap: 0, requestIds: [], warnings: []}
  const reason = {code: failure.code, message: failure.message}
  return [{start, end, status: 'gap', attempts: 1, evidence, reason}]
}

/** Puts the rows of both into the spool, and compares them on the way, second by second. */
async function drain({spool, signal}: CollectBothSettings, sides: Readonly<Record<SourceName, Side>>) {
  const abandoned = new AbortController()
  const streams = [sides.exchange, sides.graph].map(side => new RowStream(side, abandoned.signal, signal))
  const [exchange, graph] = streams as [RowStream, RowStream]
  let [compared, differing] = [0, 0]
  /** By source and minute: of a source that shows little, nearly every record would be one. */
  const lacking = new Map<string, {from: SourceName; time: number}>()
  const waiting: Record<SourceName, SpooledRow[]> = {exchange: [], graph: []}
  const flush = async (least: number) => {
    for (const name of ['exchange', 'graph'] as const) {
      if (waiting[name].length < least) continue
      await spool.write(waiting[name].splice(0), numbers[name])
    }
  }
  try {
    for (;;) {
      const [one, other] = await Promise.all([exchange.next(), graph.next()])
      if (one === undefined && other === undefined) break
      const group: SourcedRow[] = []
      const first = one === undefined || (other !== undefined && earlier(other, one)) ? other : one
      if (first === undefined) break
      for (const stream of streams) {
        for (const row of await stream.takeLike(first)) {
          group.push({row, from: stream.name})
          waiting[stream.name].push(row)
        }
      }
      const union = unionRecords(group, true)
      compared += union.shared
      differing += union.differing
      for (const one of union.onesided) lacking.set(`${one.from} ${Math.floor(one.time / 60_000)}`, one)
      await flush(batch)
    }
    await flush(1)
  } finally {
    abandoned.abort()
    await Promise.all(streams.map(stream => stream.end()))
  }
  return {compared, differing, lacking: [...lacking.values()]}
}

function earlier(a: SpooledRow, b: SpooledRow): boolean {
  return compareRecords({...keyOf(a), digest: ''}, {...keyOf(b), digest: ''}) < 0
}

function keyOf({CreationDate, Identity}: SpooledRow): {CreationDate: string; Identity: string} {
  return {CreationDate, Identity}
}

/** A source's records one after the other. A source that is refused has none; a disk that fails ends it all. */
class RowStream {
  readonly name: SourceName
  private readonly side: Side
  private readonly rows: AsyncGenerator<SpooledRow[]>
  private held: SpooledRow[] = []
  private at = 0
  private ended = false

  constructor(side: Side, abandoned: AbortSignal, signal: AbortSignal) {
    this.name = side.name
    this.side = side
    const settings = {...side.settings, signal: AbortSignal.any([signal, abandoned])}
    this.rows = collect(settings, side.collected)
  }

  async next(): Promise<SpooledRow | undefined> {
    while (this.at >= this.held.length && !this.ended) {
      try {
        const step = await this.rows.next()
        this.ended = step.done === true
        this.held = step.done ? [] : step.value
        this.side.tally?.see(this.held)
        this.at = 0
      } catch (error) {
        if (!(error instanceof Failure) || !ofService.test(error.code)) throw error
        this.side.failure = error
        this.ended = true
      }
    }
    return this.held[this.at]
  }

  /** The next ones with the time and the Identity of this one. */
  async takeLike(row: SpooledRow): Promise<SpooledRow[]> {
    const taken: SpooledRow[] = []
    for (let one = await this.next(); one !== undefined; one = await this.next()) {
      if (one.CreationDate !== row.CreationDate || one.Identity !== row.Identity) break
      taken.push(one)
      this.at++
    }
    return taken
  }

  async end(): Promise<void> {
    await this.rows.return(undefined).catch(() => undefined)
  }
}

const ofService = /^(EXCHANGE_|GRAPH_|LOGIN_|TOKEN_|WIRE_)/

/**
 * Asks each source once more for its windows that lack what the other one showed, in pieces where they are fuller than
 * one answer should be. Whatever comes is kept.
 * @returns the source of each reading.
 */
async function readAgain(
  settings: CollectBothSettings,
  missed: OnesidedRecords,
  ledgers: Readonly<Record<SourceName, readonly LedgerEntry[]>>,
): Promise<Map<number, SourceName>> {
  const readings = new Map<number, SourceName>()
  const {incoming, signal} = settings
  const asked: Promise<void>[] = []
  for (const name of ['exchange', 'graph'] as const) {
    const {source, filters} = settings[name]
    const windows = missed.lackingWindows(name).flatMap(window => {
      const rows = Math.max(rowsIn(ledgers.exchange, window), rowsIn(ledgers.graph, window))
      return finerPieces(window, rows, source.plan.aim)
    })
    for (const window of windows) {
      const number = numbers.graph + 1 + readings.size
      readings.set(number, name)
      const ask = async () => {
        if (signal.aborted) return
        await source.read(
          {window, depth: 'search'},
          async rows => {
            const own = rows.filter(row => contains(window, row.time) && isWanted(filters, row))
            await incoming.write(own.map(asWritten), number)
          },
          signal,
        )
      }
      asked.push(
        ask().catch((error: unknown) => {
          if (!signal.aborted) throw error
        }),
      )
    }
  }
  await Promise.all(asked)
  return readings
}
