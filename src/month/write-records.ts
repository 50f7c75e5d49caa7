/** One pass over the period's records, in order: into the files and figures, compared with the earlier export, read by detection. */
import {ColumnComparison} from '../audit/column-comparison.ts'
import type {LedgerEntry} from '../audit/ledger.ts'
import {isOwnSearch} from '../audit/own.ts'
import {millisecondsOf} from '../audit/record.ts'
import {reasonOf, type Unanalysed} from '../audit/unanalysed.ts'
import {contains} from '../audit/window.ts'
import {ExportComparer} from '../evidence/compare-exports.ts'
import {RecordFiles, type WrittenFile} from '../files/record-files.ts'
import {inBatches, type SpooledRow} from '../files/spooled-row.ts'
import {WindowChecksums} from '../files/window-checksums.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import {type Difference, DifferenceFold} from '../report/difference.ts'
import {Figures} from '../report/figures.ts'
import type {Manifest} from '../report/manifest.ts'
import {asFailure} from '../wire/failure.ts'
import type {PeriodContext} from './context.ts'
import type {PeriodJob} from './period-job.ts'
import type {RunLog} from './run-log.ts'

export interface WrittenRecords {
  files: WrittenFile[]
  figures: Figures
  tally: WindowChecksums
  /** Records that exports have left behind themselves. */
  own: number
  /** Records whose `AuditData` is not a JSON object. */
  malformed: number
  /** Records that an analysis failed on. */
  unanalysed: Unanalysed[]
  /** Records whose columns are not those of their `AuditData`. */
  columnsDiffering: number
  /** How the flat CSV was written, where it was. */
  flat?: NonNullable<Manifest['flat']>
  /** What changed since the earlier export, where it could be compared. */
  difference?: Difference
}

/** What comes of reading a period, or of joining its shards. */
export interface IncomingRecords {
  /** In order, each as one partition's: files are the same bytes only from the same partitions. */
  partitions: AsyncIterable<readonly SpooledRow[]>
  /** They cover a record's time before the record comes. */
  entries: readonly LedgerEntry[]
  /** When this export's reading began, in milliseconds. */
  began: number
}

export async function writeRecords(
  settings: Pick<MonthSettings, 'files' | 'flatGuard'>,
  {world, log}: Pick<PeriodContext, 'world' | 'log'>,
  job: PeriodJob,
  incoming: IncomingRecords,
): Promise<WrittenRecords> {
  const {period, folder, detection, asker} = job
  const {partitions, entries} = incoming
  const archive = new RecordFiles({disk: world.disk, folder: folder.work}, period, settings.files, {
    encrypt: job.protection.encrypt,
    flatGuard: settings.flatGuard,
    packsCsv: job.joint.shard !== undefined && job.protection.encrypt !== undefined,
    startThread: world.startThread,
  })
  const figures = new Figures(period)
  const tally = new WindowChecksums(entries)
  const since = new Since(job, incoming, log)
  const isolated = new Isolation()
  const columns = new ColumnComparison()
  let own = 0
  let malformed = 0
  const pass = async (partition: readonly SpooledRow[]) => {
    for (const rows of inBatches(partition)) {
      await archive.write(rows)
      tally.see(rows)
      await since.see(rows)
      for (const row of rows) {
        if (row.malformed) malformed++
        isolated.attempt(row, 'figures', () => figures.see(row))
        columns.see(row)
        isolated.attempt(row, 'detection', () => detection?.see(row.record, row.time, row))
        isolated.attempt(row, 'own searches', () => {
          if (isOwnSearch(row.record, asker)) own++
        })
      }
    }
  }
  const files = await writeAll(archive, partitions, pass)
  const difference = await since.end()
  const unanalysed = [...archive.unanalysed, ...isolated.unanalysed]
  return {
    files,
    figures,
    tally,
    own,
    malformed,
    unanalysed,
    columnsDiffering: columns.differing,
    ...(settings.files.includes('flat') ? {flat: {guard: settings.flatGuard, cut: archive.cut}} : {}),
    ...(difference ? {difference} : {}),
  }
}

/** The files, closed; where that fails, nothing of them goes on. */
async function writeAll(
  archive: RecordFiles,
  partitions: AsyncIterable<readonly SpooledRow[]>,
  pass: (partition: readonly SpooledRow[]) => Promise<void>,
): Promise<WrittenFile[]> {
  try {
    await archive.open()
    for await (const partition of partitions) await pass(partition)
    return await archive.close()
  } catch (error) {
    await archive.discard()
    throw error
  }
}

/** What an analysis makes of one record is no matter of the others: where it fails, the record is named. */
class Isolation {
  readonly unanalysed: Unanalysed[] = []

  attempt({record}: SpooledRow, by: string, analyse: () => void): void {
    try {
      analyse()
    } catch (error) {
      this.unanalysed.push({identity: record.Identity, by, reason: reasonOf(error)})
    }
  }
}

/** The comparison with the earlier export. Where that one fails to be read, this one goes on, and a note says so. */
class Since {
  private beside: ExportComparer | undefined
  private readonly log: RunLog

  constructor({restored: {earlier}, asker}: PeriodJob, {began, entries}: IncomingRecords, log: RunLog) {
    this.log = log
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
      this.log.note(`The earlier export could not be read to its end: ${asFailure(error).message}`)
      return undefined
    }
  }
}
