/** Writes the evidence files, hashing as it writes; nothing carries the time of the run, so equal records give equal bytes. */
import {csvHeader, csvRow} from '../report/csv.ts'
import {jsonlLine} from '../report/jsonl.ts'
import type {Encrypt} from './age.ts'
import {type Closed, GzipFile, newFile, type Sink} from './sink.ts'
import type {SpooledRow} from './spool.ts'

export type Format = 'csv' | 'jsonl'

export interface WrittenFile extends Closed {
  name: string
  records?: number
}

export class Archive {
  private readonly sinks: {format: Format; sink: Sink}[]
  private records = 0

  /** @param folder exists and is empty. @param label the period's, in file names. @param encrypt for every file. */
  constructor(folder: string, label: string, formats: readonly Format[], encrypt?: Encrypt) {
    this.sinks = formats.map(format => {
      const name = format === 'csv' ? `audit-${label}.csv` : `audit-${label}.jsonl.gz`
      const file = newFile(folder, name, encrypt)
      return {format, sink: format === 'csv' ? file : new GzipFile(file)}
    })
  }

  async open(): Promise<void> {
    for (const {format, sink} of this.sinks) if (format === 'csv') await sink.write(csvHeader())
  }

  async write(rows: readonly SpooledRow[]): Promise<void> {
    this.records += rows.length
    for (const {format, sink} of this.sinks) {
      const lines = rows.map(row => (format === 'csv' ? csvRow(row.record) : jsonlLine(row.record.AuditData)))
      await sink.write(lines.join(''))
    }
  }

  async close(): Promise<WrittenFile[]> {
    const files: WrittenFile[] = []
    for (const {sink} of this.sinks) files.push({name: sink.name, ...(await sink.end()), records: this.records})
    return files
  }
}
