/** Writes the evidence files, hashing as it writes; nothing carries the time of the run, so equal records give equal bytes. */
import {parsedJson} from '../audit/json.ts'
import {csvHeader, csvRow} from '../report/csv.ts'
import {flatHeader, flatLine} from '../report/flat/csv.ts'
import {flatRow} from '../report/flat/row.ts'
import {jsonlLine} from '../report/jsonl.ts'
import type {Encrypt} from './age.ts'
import type {ParquetFile} from './parquet.ts'
import {type Closed, GzipFile, newFile, type Sink} from './sink.ts'
import type {SpooledRow} from './spool.ts'

/** What can be written, with the ending of its name; files stand in this order. */
const endings = {csv: 'csv', flat: 'flat.csv', jsonl: 'jsonl.gz', parquet: 'parquet'} as const
export type DataFile = keyof typeof endings

export interface WrittenFile extends Closed {
  name: string
  records?: number
}

export class Archive {
  private readonly wanted: readonly DataFile[]
  private readonly sinks: ReadonlyMap<DataFile, Sink>
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
    const sinkOf = (file: DataFile): [DataFile, Sink] => {
      const sink = newFile(folder, `audit-${label}.${endings[file]}`, encrypt)
      return [file, file === 'jsonl' ? new GzipFile(sink) : sink]
    }
    this.sinks = new Map(this.wanted.map(sinkOf))
  }

  async open(): Promise<void> {
    await this.sinks.get('csv')?.write(csvHeader())
    await this.sinks.get('flat')?.write(flatHeader())
    const parquet = this.sinks.get('parquet')
    if (!parquet) return
    const {ParquetFile} = await import('./parquet.ts')
    this.parquet = new ParquetFile(parquet, this.days)
  }

  async write(rows: readonly SpooledRow[]): Promise<void> {
    this.records += rows.length
    await this.sinks.get('csv')?.write(textOf(rows, row => csvRow(row.record)))
    await this.sinks.get('jsonl')?.write(textOf(rows, row => jsonlLine(row.record.AuditData)))
    const flat = this.sinks.get('flat')
    if (!flat && !this.parquet) return
    for (const row of rows) {
      const values = flatRow(row.record, parsedJson(row.record.AuditData))
      await flat?.write(flatLine(values))
      await this.parquet?.add(row.record, row.time, values)
    }
  }

  async close(): Promise<WrittenFile[]> {
    const files: WrittenFile[] = []
    for (const file of this.wanted) {
      const sink = file === 'parquet' ? this.parquet : this.sinks.get(file)
      if (sink) files.push({name: sink.name, ...(await sink.end()), records: this.records})
    }
    return files
  }
}

function textOf(rows: readonly SpooledRow[], line: (row: SpooledRow) => string): string {
  return rows.map(line).join('')
}
