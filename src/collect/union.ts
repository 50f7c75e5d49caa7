/**
 * What two sources of one period show together: the union of their records, what only one of them has, and the ledger
 * that follows. Pure.
 */
import {groupedBy} from '../audit/grouped-by.ts'
import {jsonContent} from '../audit/json.ts'
import type {LedgerEntry} from '../audit/ledger.ts'
import {compareRecords} from '../audit/record.ts'
import {contains, type TimeWindow} from '../audit/window.ts'
import type {SpooledRow} from '../files/spooled-row.ts'
import type {Source} from '../sources/source.ts'
import {withoutDefective} from '../spool/unique-rows.ts'

export type SourceName = Source['name']

export const otherSource = (name: SourceName): SourceName => (name === 'exchange' ? 'graph' : 'exchange')

/** A row with the source that showed it. */
export interface SourcedRow {
  row: SpooledRow
  from: SourceName
}

export interface RecordUnion {
  /** In the order of the exported files. */
  kept: SpooledRow[]
  /** Records that one source alone showed, each with the time it has. */
  onesided: {from: SourceName; time: number}[]
  /** Records that both showed, and those of them with different contents. */
  shared: number
  differing: number
  /** Identities of which more than one content is kept. */
  conflicts: number
}

/**
 * Of each record the text that Exchange sent, where both showed the same JSON value.
 * @param keepsBoth whether other contents of Graph are kept too.
 */
export function unionRecords(rows: readonly SourcedRow[], keepsBoth: boolean): RecordUnion {
  const union: RecordUnion = {kept: [], onesided: [], shared: 0, differing: 0, conflicts: 0}
  for (const same of groupsOf(rows)) {
    const first = same[0]
    if (first === undefined) continue
    const exchange = contentsOf(same, 'exchange')
    const graph = contentsOf(same, 'graph')
    const isNameless = first.row.Identity === ''
    if (exchange.size === 0 || graph.size === 0) {
      union.onesided.push({from: first.from, time: first.row.time})
    } else {
      union.shared++
    }
    const others = [...graph].filter(([content]) => !exchange.has(content)).map(([, row]) => row)
    const isDifferent = exchange.size > 0 && graph.size > 0 && (others.length > 0 || exchange.size !== graph.size)
    if (isDifferent) union.differing++
    const chosen = [...exchange.values(), ...(exchange.size === 0 || keepsBoth ? others : [])]
    const kept = withoutDefective(chosen)
    if (!isNameless && kept.length > 1) union.conflicts++
    // A record without Identity is kept as often as one source has it.
    const often = isNameless ? oftenest(same) : 1
    union.kept.push(...kept.flatMap(row => Array<SpooledRow>(often).fill(row)))
  }
  union.kept.sort(compareRecords)
  return union
}

/** Rows of one record: with the same Identity, or with the same content where they have none. */
function groupsOf(rows: readonly SourcedRow[]): Iterable<readonly SourcedRow[]> {
  return groupedBy(rows, ({row}) =>
    row.Identity === '' ? `content ${row.time} ${contentOf(row)}` : `identity ${row.Identity}`,
  ).values()
}

/** By content, the first row of a source that has it. */
function contentsOf(rows: readonly SourcedRow[], from: SourceName): Map<string, SpooledRow> {
  const contents = new Map<string, SpooledRow>()
  const own = rows.filter(one => one.from === from)
  const [only] = rows.length === 2 ? rows : []
  for (const {row} of own) {
    // Equal texts are equal values: most need not be parsed.
    const content = only && rows[1] && only.row.text.equals(rows[1].row.text) ? 'the same text' : contentOf(row)
    if (!contents.has(content)) contents.set(content, row)
  }
  return contents
}

function oftenest(rows: readonly SourcedRow[]): number {
  const readings = new Map<number, number>()
  for (const {row} of rows) readings.set(row.reading, (readings.get(row.reading) ?? 0) + 1)
  return Math.max(...readings.values())
}

/** The row's `AuditData` as `jsonContent` has it. */
export function contentOf({text}: Pick<SpooledRow, 'text'>): string {
  return jsonContent(text.toString('utf8'))
}

/** A part of the period with what either source's ledger says of it. */
interface Piece extends TimeWindow {
  exchange: LedgerEntry | undefined
  graph: LedgerEntry | undefined
}

/**
 * The ledger of both: `confirmed` where both were read, as the one that was read says where the other was not. Exchange's
 * windows are cut only where Graph's gaps begin or end; its gaps are cut as Graph's windows are.
 */
export function unionLedger(
  period: TimeWindow,
  exchange: readonly LedgerEntry[],
  graph: readonly LedgerEntry[],
): LedgerEntry[] {
  return piecesOf(period, exchange, graph).map(({start, end, exchange: one, graph: other}): LedgerEntry => {
    const isRead = (entry: LedgerEntry | undefined) => entry !== undefined && entry.status !== 'gap'
    const chosen = !isRead(one) && isRead(other) ? other : (one ?? other)
    if (chosen === undefined) throw new TypeError('a ledger does not cover its period')
    const {compared, began: _began, ...entry} = chosen
    const isWhole = chosen.start === start && chosen.end === end
    return {
      ...entry,
      start,
      end,
      ...(isWhole && compared ? {compared} : {}),
      ...(isRead(one) && isRead(other) ? {status: 'confirmed' as const} : {}),
    }
  })
}

function piecesOf(period: TimeWindow, exchange: readonly LedgerEntry[], graph: readonly LedgerEntry[]): Piece[] {
  const bounds = new Set([period.start, period.end])
  for (const {start, end} of exchange) bounds.add(start).add(end)
  for (const [at, entry] of graph.entries()) {
    const before = graph[at - 1]
    const changes = before !== undefined && (before.status === 'gap') !== (entry.status === 'gap')
    const isInGap = entryAt(exchange, entry.start)?.status === 'gap'
    if (changes || isInGap) bounds.add(entry.start)
  }
  const inside = [...bounds].filter(at => at >= period.start && at <= period.end).sort((a, b) => a - b)
  return inside.slice(1).map((end, index) => {
    const start = inside[index] ?? period.start
    return {start, end, exchange: entryAt(exchange, start), graph: entryAt(graph, start)}
  })
}

/** @param entries in order. */
export function entryAt(entries: readonly LedgerEntry[], time: number): LedgerEntry | undefined {
  let [low, high] = [0, entries.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const entry = entries[middle]
    if (entry === undefined) return undefined
    if (contains(entry, time)) return entry
    if (time < entry.start) high = middle - 1
    else low = middle + 1
  }
  return undefined
}

/** Records that one source alone showed where the other was read too, by their minute. */
export class OnesidedRecords {
  readonly counts: Record<SourceName, number> = {exchange: 0, graph: 0}
  private readonly ledgers: Readonly<Record<SourceName, readonly LedgerEntry[]>>
  private readonly minutes: Record<SourceName, Set<number>> = {exchange: new Set(), graph: new Set()}

  /** @param ledgers in order. */
  constructor(ledgers: Readonly<Record<SourceName, readonly LedgerEntry[]>>) {
    this.ledgers = ledgers
  }

  /** What the other source did not read it can't have shown. */
  see({from, time}: {from: SourceName; time: number}): void {
    const witness = entryAt(this.ledgers[otherSource(from)], time)
    if (witness === undefined || witness.status === 'gap') return
    this.counts[from]++
    this.minutes[from].add(Math.floor(time / minute))
  }

  /** Windows of the source that lack records which the other one showed. */
  lackingWindows(source: SourceName): LedgerEntry[] {
    const seen = [...this.minutes[otherSource(source)]]
    return this.ledgers[source].filter(entry => entry.status !== 'gap' && seen.some(at => overlaps(entry, at)))
  }

  /** Changes the entries in place, as the records say: others hold them. */
  judge(entries: readonly LedgerEntry[]): void {
    const seen = new Set([...this.minutes.exchange, ...this.minutes.graph])
    for (const entry of entries) {
      if (entry.status === 'confirmed' && [...seen].some(at => overlaps(entry, at))) entry.status = 'read'
      const reason = this.counts.exchange + this.counts.graph > 0 ? this.distrusted(entry) : undefined
      if (reason !== undefined) Object.assign(entry, {status: 'gap', reason})
    }
  }

  /** Where a source was read alone that elsewhere lacks what the other one has, nothing is proven. */
  private distrusted(entry: LedgerEntry): LedgerEntry['reason'] {
    if (entry.status === 'gap') return undefined
    for (const source of ['exchange', 'graph'] as const) {
      const other = otherSource(source)
      const isAlone = entryAt(this.ledgers[other], entry.start)?.status === 'gap'
      if (!isAlone || this.counts[other] === 0) continue
      const [name, witness] = [sourceTitles[source], sourceTitles[other]]
      return {
        code: 'SOURCE_LACKS_RECORDS',
        message: `Only ${name} could be read here, and elsewhere in the period it lacks records that ${witness} has.`,
      }
    }
    return undefined
  }
}

/**
 * A window in equal pieces of whole seconds, each with about `aim` rows: a service may stop within an answer that is
 * too long.
 * @param rows in the window, by the source that shows more.
 */
export function finerPieces({start, end}: TimeWindow, rows: number, aim: number): TimeWindow[] {
  const seconds = Math.max(1, Math.floor((end - start) / 1000))
  const count = Math.max(1, Math.min(Math.ceil(rows / aim), seconds))
  const bounds = Array.from({length: count + 1}, (_, at) =>
    at === count ? end : start + 1000 * Math.floor((at * seconds) / count),
  )
  return bounds.slice(1).map((bound, at) => ({start: bounds[at] ?? start, end: bound}))
}

/** Rows of a ledger's windows in the time, in equal shares of windows that reach beyond. */
export function rowsIn(ledger: readonly LedgerEntry[], {start, end}: TimeWindow): number {
  return ledger.reduce((sum, entry) => {
    const shared = Math.min(end, entry.end) - Math.max(start, entry.start)
    return shared <= 0 ? sum : sum + (entry.evidence.rows * shared) / (entry.end - entry.start)
  }, 0)
}

export const sourceTitles: Readonly<Record<SourceName, string>> = {exchange: 'Exchange', graph: 'Graph'}

const minute = 60_000

function overlaps({start, end}: TimeWindow, at: number): boolean {
  return start < (at + 1) * minute && end > at * minute
}
