/** Writes the evidence files, hashing as it writes; nothing carries the time of the run, so equal records give equal bytes. */
import {join} from 'node:path'
import {parsedJson} from '../audit/json.ts'
import {reasonOf, type Unanalysed} from '../audit/unanalysed.ts'
import {csvHeader, putCsvRow} from '../report/csv.ts'
import {flatCells, flatHeader, flatLine} from '../report/flat/csv.ts'
import type {FlatGuard} from '../report/flat/guard.ts'
import {type FlatValue, flatRow} from '../report/flat/row.ts'
import {putJsonlLine} from '../report/jsonl.ts'
import {jsonTextOf} from '../report/malformed.ts'
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

  /**
   * @param place an empty folder. @param period its label, in file names, and its days.
   * @param protection `encrypt` for every file, `flatGuard` for the flat CSV; `packsCsv` for a CSV in gzip, since what is
   *   encrypted does not shrink any more.
   */
  constructor(
    {disk, folder}: {disk: Disk; folder: string},
    {label, days}: {label: string; days: readonly {start: number}[]},
    wanted: readonly DataFileSpec[],
    {
      encrypt,
      flatGuard = 'formulas',
      packsCsv = false,
    }: {encrypt?: Encrypt | undefined; flatGuard?: FlatGuard; packsCsv?: boolean} = {},
  ) {
    this.guard = flatGuard
    this.days = days
    this.wanted = (Object.keys(endings) as DataFileSpec[]).filter(file => wanted.includes(file))
    const isPacked = (file: DataFileSpec) => file === 'jsonl' || (file === 'csv' && packsCsv)
    const endingOf = (file: DataFileSpec) => (file === 'csv' && packsCsv ? 'csv.gz' : endings[file])
    const newSink = (file: DataFileSpec) => newFile(disk, join(folder, `audit-${label}.${endingOf(file)}`), encrypt)
    this.columnar = this.wanted.includes('parquet') ? newSink('parquet') : undefined
    const linesOf = (file: DataFileSpec): [DataFileSpec, LineWriter] => {
      const sink = newSink(file)
      return [file, new LineWriter(isPacked(file) ? new GzipWriter(sink) : sink)]
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

  async write(rows: readonly SpooledRow[]): Promise<void> {
    this.records += rows.length
    await this.lines.get('csv')?.put(rows, putCsvRow)
    await this.lines.get('jsonl')?.put(rows, putJsonlLine)
    const flat = this.lines.get('flat')
    if (!flat && !this.parquet) return
    for (const row of rows) {
      const text = jsonTextOf(row.record, row.malformed === true)
      const values = this.valuesOf(row)
      if (flat) await this.addFlat(flat, values)
      await this.parquet?.add({...row.record, AuditData: text}, row.time, values)
    }
  }

  private async addFlat(file: LineWriter, values: readonly FlatValue[]): Promise<void> {
    const {cells, cut} = flatCells(values, this.guard)
    this.cut += cut
    await file.add(flatLine(cells))
  }

  /** A record that the columns can't be made from has those of its row alone, and is named. */
  private valuesOf({record}: SpooledRow): FlatValue[] {
    try {
      return flatRow(record, parsedJson(record.AuditData))
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
