/**
 * A row on its way from disk to the files: its text stays bytes; it is decoded, parsed or hashed when that is asked for, and once
 * for all who ask.
 */
import {createHash} from 'node:crypto'
import {parsedJson} from '../audit/json.ts'
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
  private parsed: {data: unknown} | undefined
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

  /** `AuditData` parsed; undefined where it is no JSON. It is the same value for all who ask: none of them changes it. */
  get data(): unknown {
    this.parsed ??= {data: parsedJson(this.record.AuditData)}
    return this.parsed.data
  }

  /** Lets go of what was decoded and parsed, which takes several times the memory of the text; made again for who asks. */
  release(): void {
    this.decoded = undefined
    this.parsed = undefined
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

/** Rows whose records are decoded and parsed at once: few, so that hardly any outlive a collection of young objects. */
const batchRows = 32

/** The rows in batches, those of one place together; each is released when the next one is asked for. */
export function* inBatches(rows: readonly SpooledRow[]): Generator<readonly SpooledRow[]> {
  for (let at = 0; at < rows.length; ) {
    let end = Math.min(at + batchRows, rows.length)
    while (isSamePlace(rows[end - 1], rows[end])) end++
    const batch = rows.slice(at, end)
    yield batch
    for (const row of batch) row.release()
    at = end
  }
}

function isSamePlace(a: SpooledRow | undefined, b: SpooledRow | undefined): boolean {
  return a !== undefined && b !== undefined && a.CreationDate === b.CreationDate && a.Identity === b.Identity
}

/** SHA-256 of an `AuditData`, bare hex. */
export function digestOf(auditData: string | Uint8Array): string {
  return createHash('sha256').update(auditData).digest('hex')
}
