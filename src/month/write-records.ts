/** One pass over the period's records, in order: into the files, beside the earlier export, into the figures, past the watch. */
import {ColumnComparison} from '../audit/column-comparison.ts'
import type {LedgerEntry} from '../audit/ledger.ts'
import {type AuditingApp, isOwnSearch} from '../audit/own.ts'
import type {Period} from '../audit/period.ts'
import {millisecondsOf} from '../audit/record.ts'
import {contains} from '../audit/window.ts'
import type {Detection} from '../detect/detection.ts'
import {ExportComparer} from '../evidence/compare-exports.ts'
import type {EvidenceFolder} from '../evidence/evidence-folder.ts'
import {type DataFileSpec, RecordFiles, type WrittenFile} from '../files/record-files.ts'
import type {SpooledRow} from '../files/spooled-row.ts'
import {WindowChecksums} from '../files/window-checksums.ts'
import {type Difference, DifferenceFold} from '../report/difference.ts'
import {Figures} from '../report/figures.ts'
import {asFailure} from '../wire/failure.ts'
import type {PreviousExport} from './previous-export.ts'
import type {Protection} from './protection.ts'

export interface WrittenRecords {
  files: WrittenFile[]
  figures: Figures
  tally: WindowChecksums
  /** Records that exports have left behind themselves. */
  own: number
  /** Records whose columns are not those of their `AuditData`. */
  columnsDiffering: number
  /** What changed since the earlier export, where it could be compared. */
  difference?: Difference
}

export interface WriteRecordsJob {
  period: Period
  folder: EvidenceFolder
  protection: Pick<Protection, 'encrypt'>
  asker: AuditingApp
  files: readonly DataFileSpec[]
  watch?: Detection | undefined
  earlier?: PreviousExport | undefined
  notes: string[]
  /** They cover a record's time before the record comes. */
  entries: readonly LedgerEntry[]
  /** When this export's reading began, in milliseconds. */
  began: number
}

/** @param stretches of half an hour, in order: files are the same bytes only from the same stretches. */
export async function writeRecords(
  stretches: AsyncIterable<readonly SpooledRow[]>,
  job: WriteRecordsJob,
): Promise<WrittenRecords> {
  const {period, folder, watch, entries, asker} = job
  const archive = new RecordFiles(folder.work, period, job.files, job.protection.encrypt)
  const figures = new Figures(period)
  const tally = new WindowChecksums(entries)
  const since = new Since(job)
  const columns = new ColumnComparison()
  let own = 0
  await archive.open()
  for await (const rows of stretches) {
    await archive.write(rows)
    tally.see(rows)
    await since.see(rows)
    for (const row of rows) {
      figures.see(row)
      columns.see(row)
      watch?.see(row.record, row.time)
      if (isOwnSearch(row.record, asker)) own++
    }
  }
  const files = await archive.close()
  const difference = await since.end()
  return {files, figures, tally, own, columnsDiffering: columns.differing, ...(difference ? {difference} : {})}
}

/** The comparison with the earlier export. Where that one fails to be read, this one goes on, and a note says so. */
class Since {
  private beside: ExportComparer | undefined
  private readonly notes: string[]

  constructor({earlier, notes, began, entries, asker}: WriteRecordsJob) {
    this.notes = notes
    if (!earlier?.records) return
    const {windows, run} = earlier.manifest
    const gaps = windows
      .filter(window => window.status === 'gap')
      .map(({start, end}) => ({start: millisecondsOf(start), end: millisecondsOf(end)}))
    const fold = new DifferenceFold({
      earlier: {began: millisecondsOf(run.started), inGap: time => gaps.some(gap => contains(gap, time))},
      now: {began, inGap: time => entries.some(entry => entry.status === 'gap' && contains(entry, time))},
    })
    this.beside = new ExportComparer(earlier.records(), fold, asker)
  }

  async see(rows: readonly SpooledRow[]): Promise<void> {
    await this.attempt(beside => beside.see(rows))
  }

  async end(): Promise<Difference | undefined> {
    return await this.attempt(beside => beside.end())
  }

  private async attempt<T>(step: (beside: ExportComparer) => Promise<T>): Promise<T | undefined> {
    if (this.beside === undefined) return undefined
    try {
      return await step(this.beside)
    } catch (error) {
      this.beside = undefined
      this.notes.push(`The earlier export could not be read to its end: ${asFailure(error).message}`)
      return undefined
    }
  }
}
