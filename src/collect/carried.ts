/**
 * What an earlier export hands on: windows that it proved, which are not read again, and all its records. Those in a
 * window that is taken over count as read; those in a gap of this export are kept, so that nothing once read is lost.
 */
import type {LedgerEntry} from '../audit/ledger.ts'
import {type AuditRecord, millisecondsOf} from '../audit/record.ts'
import {holds, type TimeWindow} from '../audit/window.ts'
import {digestOf, type SpooledRow} from './spool.ts'

/** A reading's number that no reading of this run has. */
const earlierReading = 0

export class Carried {
  /** Windows that are taken over, in order. Each says when its reading began. */
  readonly entries: readonly LedgerEntry[]
  private readonly records: AsyncIterator<AuditRecord>
  private ahead: SpooledRow | undefined

  /** @param records the earlier export's, in the order of the exported files. */
  constructor(entries: readonly LedgerEntry[], records: AsyncIterable<AuditRecord>) {
    this.entries = [...entries].sort((a, b) => a.start - b.start)
    this.records = records[Symbol.asyncIterator]()
  }

  /** Its records with a time before the stretch ends, as far as they count; each is handed out once. */
  async rows(stretch: TimeWindow, entries: readonly LedgerEntry[]): Promise<SpooledRow[]> {
    const ours = entries.filter(
      entry => entry.start < stretch.end && entry.end > stretch.start && (entry.status === 'gap' || entry.began),
    )
    const rows: SpooledRow[] = []
    for (let row = await this.next(); row !== undefined; row = await this.next()) {
      if (row.time >= stretch.end) {
        this.ahead = row
        break
      }
      const {time} = row
      if (ours.some(entry => holds(entry, time))) rows.push(row)
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

function rowOf(record: AuditRecord): SpooledRow {
  const {Workload, RecordType} = JSON.parse(record.AuditData) as {Workload?: unknown; RecordType?: unknown}
  return {
    record,
    time: millisecondsOf(record.CreationDate),
    workload: typeof Workload === 'string' ? Workload : '',
    recordTypeNumber: typeof RecordType === 'number' || typeof RecordType === 'string' ? String(RecordType) : '',
    part: 0,
    reading: earlierReading,
    digest: digestOf(record.AuditData),
  }
}
