/**
 * What earlier runs hand on: windows that they proved, which are not read again, and the records of those; and queries
 * that they left under way. Records that an earlier export holds in a gap of this one are kept too, so that nothing once
 * read is lost.
 */
import {parsedObject} from '../audit/json.ts'
import type {LedgerEntry} from '../audit/ledger.ts'
import {type AuditRecord, isDisplaced, millisecondsOf} from '../audit/record.ts'
import {contains, type TimeWindow} from '../audit/window.ts'
import {SpooledRow} from '../files/spooled-row.ts'
import type {PendingQuery} from '../sources/source.ts'

/** One earlier run's windows. */
export interface ResumeSource {
  /** Windows that may be taken over; each says when its reading began. */
  readonly entries: readonly LedgerEntry[]
  /** Queries that it left with the service. */
  readonly queries: readonly PendingQuery[]
  /**
   * Its records with a time in the stretch, unless it puts them into the spool: those in the windows that were taken
   * over from it, and, where it has them, those in `gaps`. Asked for stretches in order, before the spool is.
   */
  rows(stretch: TimeWindow, taken: readonly LedgerEntry[], gaps: readonly LedgerEntry[]): Promise<SpooledRow[]>
}

/** A reading's number that no reading of this run has. */
const earlierReading = 0

/** Several earlier runs, the most trusted first: of windows that overlap, the first one's is taken over. */
export class ResumeSources {
  /** Windows that are taken over, in order. */
  readonly entries: readonly LedgerEntry[]
  /** Queries to be taken over: their windows are as they were asked for, and overlap with nothing that is taken over. */
  readonly queries: readonly PendingQuery[]
  /** The others. */
  readonly stale: readonly PendingQuery[]
  private readonly sources: readonly {carrier: ResumeSource; taken: readonly LedgerEntry[]}[]

  /** @param wanted which windows and queries may be taken over at all. */
  constructor(carriers: readonly ResumeSource[], wanted: (asked: LedgerEntry | PendingQuery) => boolean) {
    const all: LedgerEntry[] = []
    this.sources = carriers.map(carrier => {
      const taken = carrier.entries.filter(entry => wanted(entry) && !all.some(one => overlap(one, entry)))
      for (const entry of taken) all.push(entry)
      return {carrier, taken}
    })
    this.entries = all.sort((a, b) => a.start - b.start)
    const queries: PendingQuery[] = []
    const left = eachOnce(carriers.flatMap(carrier => carrier.queries))
    for (const query of left) {
      const others = [...all, ...queries.filter(one => one.start !== query.start || one.end !== query.end)]
      if (wanted(query) && !others.some(one => overlap(one, query))) queries.push(query)
    }
    this.queries = queries
    this.stale = left.filter(query => !queries.includes(query))
  }

  /** Records with a time in the stretch, as far as they count; stretches are asked for in order. */
  async rows(stretch: TimeWindow, entries: readonly LedgerEntry[]): Promise<SpooledRow[]> {
    const gaps = entries.filter(entry => entry.status === 'gap' && overlap(entry, stretch))
    const rows: SpooledRow[] = []
    // Not by spreading: a hundred thousand arguments overflow the stack.
    for (const {carrier, taken} of this.sources)
      for (const row of await carrier.rows(stretch, taken, gaps)) rows.push(row)
    return rows
  }
}

/** An earlier export, from its file of records. */
export class ExportResumeSource implements ResumeSource {
  readonly entries: readonly LedgerEntry[]
  readonly queries: readonly PendingQuery[]
  private readonly records: AsyncIterator<AuditRecord>
  private ahead: SpooledRow | undefined

  /** @param records the export's, in the order of the exported files. */
  constructor(
    entries: readonly LedgerEntry[],
    records: AsyncIterable<AuditRecord>,
    queries: readonly PendingQuery[] = [],
  ) {
    this.entries = entries
    this.queries = queries
    this.records = records[Symbol.asyncIterator]()
  }

  async rows(stretch: TimeWindow, taken: readonly LedgerEntry[], gaps: readonly LedgerEntry[]): Promise<SpooledRow[]> {
    const counts = [...taken.filter(entry => overlap(entry, stretch)), ...gaps]
    const rows: SpooledRow[] = []
    for (let row = await this.next(); row !== undefined; row = await this.next()) {
      if (row.time >= stretch.end) {
        this.ahead = row
        break
      }
      const {time} = row
      if (counts.some(entry => contains(entry, time))) rows.push(row)
    }
    return rows
  }

  private async next(): Promise<SpooledRow | undefined> {
    const {ahead} = this
    this.ahead = undefined
    if (ahead) return ahead
    const step = await this.records.next()
    return step.done ? undefined : rowOf(step.value)
  }
}

/** A run that took a query over names it as well. */
function eachOnce(queries: readonly PendingQuery[]): PendingQuery[] {
  return queries.filter((query, at) => queries.findIndex(one => one.id === query.id) === at)
}

function overlap(a: TimeWindow, b: TimeWindow): boolean {
  return a.start < b.end && b.start < a.end
}

function rowOf(record: AuditRecord): SpooledRow {
  const data = parsedObject(record.AuditData)
  const {Workload, RecordType} = data ?? {}
  const row = {
    record,
    time: millisecondsOf(record.CreationDate),
    workload: typeof Workload === 'string' ? Workload : '',
    recordTypeNumber: typeof RecordType === 'number' || typeof RecordType === 'string' ? String(RecordType) : '',
    part: 0,
    ...(data === undefined || isDisplaced(record, data) ? {malformed: true as const} : {}),
  }
  return SpooledRow.of(row, earlierReading)
}
