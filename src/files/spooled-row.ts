/** A row on its way from disk to the files: its text stays bytes, and is decoded or hashed only for who asks. */
import {createHash} from 'node:crypto'
import type {AuditRecord, OrderKey, RecordBytes} from '../audit/record.ts'
import type {Row} from '../sources/source.ts'

export class SpooledRow implements Row, RecordBytes, OrderKey {
  readonly columns: RecordBytes['columns']
  readonly text: Buffer
  readonly time: number
  readonly workload: string
  readonly recordTypeNumber: string
  readonly part: number
  readonly reading: number
  readonly malformed?: true
  private decoded: AuditRecord | undefined
  private hashed: string | undefined

  constructor(row: Omit<Row, 'record' | 'malformed'> & Omit<RecordBytes, 'record'> & {reading: number}) {
    this.columns = row.columns
    this.text = row.text
    this.time = row.time
    this.workload = row.workload
    this.recordTypeNumber = row.recordTypeNumber
    this.part = row.part
    this.reading = row.reading
    if (row.malformed) this.malformed = true
  }

  static of({record: {AuditData, ...columns}, ...row}: Row, reading: number): SpooledRow {
    return new SpooledRow({...row, columns, text: Buffer.from(AuditData), reading})
  }

  /** The same row with a copy of its text, so that it does not keep what was read with it. */
  apart(): SpooledRow {
    return new SpooledRow({...this, text: Buffer.from(this.text)})
  }

  get record(): AuditRecord {
    this.decoded ??= {...this.columns, AuditData: this.text.toString('utf8')}
    return this.decoded
  }

  /** SHA-256 of the `AuditData`, for order and identity. */
  get digest(): string {
    this.hashed ??= digestOf(this.text)
    return this.hashed
  }

  get CreationDate(): string {
    return this.columns.CreationDate
  }

  get Identity(): string {
    return this.columns.Identity
  }
}

/** SHA-256 of an `AuditData`, bare hex. */
export function digestOf(auditData: string | Uint8Array): string {
  return createHash('sha256').update(auditData).digest('hex')
}
