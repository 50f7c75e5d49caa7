/** Writes the evidence files, hashing as it writes; nothing carries the time of the run, so equal records give equal bytes. */
import {parsedJson} from '../audit/json.ts'
import {csvHeader, putCsvRow} from '../report/csv.ts'
import {flatHeader, flatLine} from '../report/flat/csv.ts'
import {flatRow} from '../report/flat/row.ts'
import {putJsonlLine} from '../report/jsonl.ts'
import type {Encrypt} from './age.ts'
import {GzipFile} from './gzip.ts'
import {LineFile} from './lines.ts'
import type {ParquetFile} from './parquet.ts'
import {type Closed, newFile, type Sink} from './sink.ts'
import type {SpooledRow} from './spooled.ts'

/** What can be written, with the ending of its name; files stand in this order. */
const endings = {csv: 'csv', flat: 'flat.csv', jsonl: 'jsonl.gz', parquet: 'parquet'} as const
export type DataFile = keyof typeof endings

export interface WrittenFile extends Closed {
  name: string
  records?: number
}

export class Archive {
  private readonly wanted: readonly DataFile[]
  private readonly lines: ReadonlyMap<DataFile, LineFile>
  private readonly columnar: Sink | undefined
  private readonly days: readonly {start: number}[]
  private parquet: ParquetFile | undefined
  private records = 0

  /** @param folder exists and is empty. @param period its label, in file names, and its days. @param encrypt for every file. */
  constructor(
    folder: string,
    {label, days}: {label: string; days: readonly {start: number}[]},
    wanted: readonly DataFile[],
    encrypt?: Encrypt,
  ) {
    this.days = days
    this.wanted = (Object.keys(endings) as DataFile[]).filter(file => wanted.includes(file))
    const newSink = (file: DataFile) => newFile(folder, `audit-${label}.${endings[file]}`, encrypt)
    this.columnar = this.wanted.includes('parquet') ? newSink('parquet') : undefined
    const linesOf = (file: DataFile): [DataFile, LineFile] => {
      const sink = newSink(file)
      return [file, new LineFile(file === 'jsonl' ? new GzipFile(sink) : sink)]
    }
    this.lines = new Map(this.wanted.filter(file => file !== 'parquet').map(linesOf))
  }

  async open(): Promise<void> {
    await this.lines.get('csv')?.add(csvHeader())
    await this.lines.get('flat')?.add(flatHeader())
    if (!this.columnar) return
    const {ParquetFile} = await import('./parquet.ts')
    this.parquet = new ParquetFile(this.columnar, this.days)
  }

  async write(rows: readonly SpooledRow[]): Promise<void> {
    this.records += rows.length
    await this.lines.get('csv')?.put(rows, putCsvRow)
    await this.lines.get('jsonl')?.put(rows, putJsonlLine)
    const flat = this.lines.get('flat')
    if (!flat && !this.parquet) return
    for (const row of rows) {
      const values = flatRow(row.record, parsedJson(row.record.AuditData))
      await flat?.add(flatLine(values))
      await this.parquet?.add(row.record, row.time, values)
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
