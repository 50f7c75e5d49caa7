/** Writes the evidence files, hashing as it writes; nothing carries the time of the run, so equal records give equal bytes. */
import {join} from 'node:path'
import {reasonOf, type Unanalysed} from '../audit/unanalysed.ts'
import {csvHeader, putCsvRow} from '../report/csv.ts'
import {flatCells, flatHeader, flatLine} from '../report/flat/csv.ts'
import type {FlatGuard} from '../report/flat/guard.ts'
import {type FlatValue, flatRow} from '../report/flat/row.ts'
import {putJsonlLine} from '../report/jsonl.ts'
import type {Disk} from '../wire/disk.ts'
import type {Encrypt} from './age.ts'
import {type FileSink, type FinishedFile, newFile} from './file-sink.ts'
import {GzipWriter} from './gzip.ts'
import {LineWriter} from './line-writer.ts'
import type {ParquetWriter} from './parquet.ts'
import type {SpooledRow} from './spooled-row.ts'

/** What can be written, with the ending of its name; files stand in this order. */
const endings = {csv: 'csv', flat: 'flat.csv', jsonl: 'jsonl.gz', parquet: 'parquet'} as const
export type DataFileSpec = keyof typeof endings

export interface WrittenFile extends FinishedFile {
  name: string
  records?: number
}

export class RecordFiles {
  private readonly wanted: readonly DataFileSpec[]
  private readonly lines: ReadonlyMap<DataFileSpec, LineWriter>
  private readonly columnar: FileSink | undefined
  private readonly days: readonly {start: number}[]
  private parquet: ParquetWriter | undefined
  private readonly guard: FlatGuard
  private records = 0
  /** Values of the flat CSV that were too long for a cell of Excel. */
  cut = 0
  /** Records that the flat columns could not be made from. */
  readonly unanalysed: Unanalysed[] = []

  /** @param place an empty folder. @param period its label, in file names, and its days. @param protection `encrypt` for every file, `flatGuard` for the flat CSV. */
  constructor(
    {disk, folder}: {disk: Disk; folder: string},
    {label, days}: {label: string; days: readonly {start: number}[]},
    wanted: readonly DataFileSpec[],
    {encrypt, flatGuard = 'formulas'}: {encrypt?: Encrypt | undefined; flatGuard?: FlatGuard} = {},
  ) {
    this.guard = flatGuard
    this.days = days
    this.wanted = (Object.keys(endings) as DataFileSpec[]).filter(file => wanted.includes(file))
    const newSink = (file: DataFileSpec) => newFile(disk, join(folder, `audit-${label}.${endings[file]}`), encrypt)
    this.columnar = this.wanted.includes('parquet') ? newSink('parquet') : undefined
    const linesOf = (file: DataFileSpec): [DataFileSpec, LineWriter] => {
      const sink = newSink(file)
      return [file, new LineWriter(file === 'jsonl' ? new GzipWriter(sink) : sink)]
    }
    this.lines = new Map(this.wanted.filter(file => file !== 'parquet').map(linesOf))
  }

  async open(): Promise<void> {
    await this.lines.get('csv')?.add(csvHeader())
    await this.lines.get('flat')?.add(flatHeader())
    if (!this.columnar) return
    const {ParquetWriter} = await import('./parquet.ts')
    this.parquet = new ParquetWriter(this.columnar, this.days)
  }

  /** @param rows some hundreds at once: what is made of them is in memory until they are written. */
  async write(rows: readonly SpooledRow[]): Promise<void> {
    this.records += rows.length
    await this.lines.get('csv')?.put(rows, putCsvRow)
    await this.lines.get('jsonl')?.put(rows, putJsonlLine)
    const flat = this.lines.get('flat')
    if (!flat && !this.parquet) return
    const values = rows.map(row => this.valuesOf(row))
    await flat?.addEach(values, row => this.flatLineOf(row))
    await this.parquet?.add(rows, values)
  }

  private flatLineOf(values: readonly FlatValue[]): string {
    const {cells, cut} = flatCells(values, this.guard)
    this.cut += cut
    return flatLine(cells)
  }

  /** A record that the columns can't be made from has those of its row alone, and is named. */
  private valuesOf(row: SpooledRow): FlatValue[] {
    const {record} = row
    try {
      return flatRow(record, row.data)
    } catch (error) {
      this.unanalysed.push({identity: record.Identity, by: 'flat columns', reason: reasonOf(error)})
      return flatRow(record, undefined)
    }
  }

  async close(): Promise<WrittenFile[]> {
    const files: WrittenFile[] = []
    for (const file of this.wanted) {
      const open = file === 'parquet' ? this.parquet : this.lines.get(file)
      if (open) files.push({name: open.name, ...(await open.end()), records: this.records})
    }
    return files
  }
}
