/** Writes the evidence files, hashing as it writes; nothing carries the time of the run, so equal records give equal bytes. */
import {join} from 'node:path'
import type {Unanalysed} from '../audit/unanalysed.ts'
import {csvHeader, putCsvRow} from '../report/csv.ts'
import type {FlatGuard} from '../report/flat/guard.ts'
import {putJsonlLine} from '../report/jsonl.ts'
import type {Disk} from '../wire/disk.ts'
import type {Thread} from '../wire/thread.ts'
import type {Encrypt} from './age.ts'
import {ColumnFiles, type ColumnSinks, type ColumnWriter} from './column-files.ts'
import {ColumnThread} from './column-thread.ts'
import {type FinishedFile, newFile} from './file-sink.ts'
import {GzipWriter} from './gzip.ts'
import {LineWriter} from './line-writer.ts'
import type {SpooledRow} from './spooled-row.ts'

/** What can be written, with the ending of its name; files stand in this order. */
const endings = {csv: 'csv', flat: 'flat.csv', jsonl: 'jsonl.gz', parquet: 'parquet'} as const
export type DataFileSpec = keyof typeof endings

export interface WrittenFile extends FinishedFile {
  name: string
  records?: number
}

/** How files are written. */
export interface RecordFileOptions {
  /** For every file. */
  encrypt?: Encrypt | undefined
  /** For the flat CSV. */
  flatGuard?: FlatGuard
  /** A CSV in gzip, since what is encrypted does not shrink any more. */
  packsCsv?: boolean
  /** Absent where everything is done in this thread. */
  startThread?: (() => Thread) | undefined
}

export class RecordFiles {
  private readonly wanted: readonly DataFileSpec[]
  private readonly lines: ReadonlyMap<DataFileSpec, LineWriter>
  private readonly sinks: ColumnSinks
  private readonly columns: ColumnWriter | undefined
  private records = 0

  /** @param place an empty folder. @param period its label, in file names, and its days. */
  constructor(
    {disk, folder}: {disk: Disk; folder: string},
    {label, days}: {label: string; days: readonly {start: number}[]},
    wanted: readonly DataFileSpec[],
    {encrypt, flatGuard = 'formulas', packsCsv = false, startThread}: RecordFileOptions = {},
  ) {
    this.wanted = (Object.keys(endings) as DataFileSpec[]).filter(file => wanted.includes(file))
    const isPacked = (file: DataFileSpec) => file === 'jsonl' || (file === 'csv' && packsCsv)
    const endingOf = (file: DataFileSpec) => (file === 'csv' && packsCsv ? 'csv.gz' : endings[file])
    const newSink = (file: DataFileSpec) => newFile(disk, join(folder, `audit-${label}.${endingOf(file)}`), encrypt)
    const linesOf = (file: 'csv' | 'jsonl'): [DataFileSpec, LineWriter] => {
      const sink = newSink(file)
      return [file, new LineWriter(isPacked(file) ? new GzipWriter(sink) : sink)]
    }
    const columnar = (['flat', 'parquet'] as const).filter(file => wanted.includes(file))
    this.lines = new Map((['csv', 'jsonl'] as const).filter(file => wanted.includes(file)).map(linesOf))
    this.sinks = Object.fromEntries(columnar.map(file => [file, newSink(file)]))
    const settings = {days: days.map(({start}) => ({start})), guard: flatGuard}
    if (columnar.length > 0)
      this.columns = startThread
        ? new ColumnThread(this.sinks, settings, startThread)
        : new ColumnFiles(this.sinks, settings)
  }

  /** Values of the flat CSV that were too long for a cell of Excel. */
  get cut(): number {
    return this.columns?.cut ?? 0
  }

  /** Records that the flat columns could not be made from. */
  get unanalysed(): readonly Unanalysed[] {
    return this.columns?.unanalysed ?? []
  }

  async open(): Promise<void> {
    await this.lines.get('csv')?.add(csvHeader())
    await this.columns?.open()
  }

  /** @param rows some at once: what is made of them is in memory until they are written. */
  async write(rows: readonly SpooledRow[]): Promise<void> {
    this.records += rows.length
    await this.lines.get('csv')?.put(rows, putCsvRow)
    await this.lines.get('jsonl')?.put(rows, putJsonlLine)
    await this.columns?.add(rows)
  }

  /** From then on, `cut` and `unanalysed` are those of all rows. */
  async close(): Promise<WrittenFile[]> {
    const columnar = (await this.columns?.end()) ?? {}
    const files: WrittenFile[] = []
    for (const file of this.wanted) {
      const isColumnar = file === 'flat' || file === 'parquet'
      const finished = isColumnar ? columnar[file] : await this.lines.get(file)?.end()
      const name = (isColumnar ? this.sinks[file] : this.lines.get(file))?.name
      if (finished && name !== undefined) files.push({name, ...finished, records: this.records})
    }
    return files
  }

  /** Where writing failed: lets go of the thread. */
  async discard(): Promise<void> {
    await this.columns?.discard()
  }
}
