/**
 * `audit-<period>.parquet`: flat columns and the whole text, written from beginning to end. A row group ends with the day,
 * and before it grows large; its smallest and largest values let engines skip it.
 */
import type {RowGroup} from 'hyparquet'
import {ByteWriter, type SchemaElement} from 'hyparquet-writer'
import {writeIndexes} from 'hyparquet-writer/src/indexes.js'
import {writeMetadata} from 'hyparquet-writer/src/metadata.js'
import type {RecordBytes} from '../audit/record.ts'
import {type FlatType, flatColumns, wholeText} from '../report/flat/columns.ts'
import type {FlatValue} from '../report/flat/row.ts'
import {jsonTextOf} from '../report/malformed.ts'
import type {FileSink, FinishedFile} from './file-sink.ts'
import {ParquetColumn, physicalTypes, type WrittenChunk} from './parquet-column.ts'

const columns = [...flatColumns, wholeText]

const logical: Record<FlatType, Omit<SchemaElement, 'name'>> = {
  text: {converted_type: 'UTF8', logical_type: {type: 'STRING'}},
  integer: {},
  boolean: {},
  time: {logical_type: {type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS'}},
}

const schema: SchemaElement[] = [
  {name: 'records', num_children: columns.length},
  ...columns.map(
    ({name, type}): SchemaElement => ({
      ...{name, repetition_type: 'OPTIONAL', type: physicalTypes[type]},
      ...logical[type],
    }),
  ),
]

/** Four bytes that a file begins and ends with: `PAR1`. */
const mark = 0x31524150

/** Engines read groups of this size well, and skip by them. */
const mostRows = 20_000
const mostBytes = 24 << 20

/** Bytes that are handed on at once. */
const flushedAt = 1 << 20

/** A row, with the flat values of its record. */
type WrittenRow = Pick<RecordBytes, 'columns' | 'text' | 'record' | 'malformed'> & {time: number}

export class ParquetWriter {
  readonly name: string
  private readonly sink: FileSink
  private readonly days: readonly {start: number}[]
  private readonly writer = new ByteWriter()
  private readonly columns = columns.map(column => new ParquetColumn(column, {mostRows, isWhole: column === wholeText}))
  private readonly groups: RowGroup[] = []
  private readonly chunks: WrittenChunk[] = []
  private rows = 0
  private rowsInAll = 0
  private bytes = 0
  private nextDay = 0

  /** @param days their first moments, ascending. */
  constructor(sink: FileSink, days: readonly {start: number}[]) {
    this.name = sink.name
    this.sink = sink
    this.days = days
    this.writer.appendUint32(mark)
  }

  /** @param rows in order of time. @param values the flat values of each. */
  async add(rows: readonly WrittenRow[], values: readonly (readonly FlatValue[])[]): Promise<void> {
    for (const [index, row] of rows.entries()) {
      const isNewDay = this.isNewDay(row.time)
      if (isNewDay || this.rows >= mostRows || this.bytes >= mostBytes) await this.endGroup()
      this.put(row, values[index] ?? [])
    }
  }

  async end(): Promise<FinishedFile> {
    await this.endGroup()
    writeIndexes(this.writer, this.chunks)
    writeMetadata(this.writer, {
      ...{version: 2, schema, num_rows: BigInt(this.rowsInAll), row_groups: this.groups, metadata_length: 0},
      created_by: 'm365-audit-export',
    })
    this.writer.appendUint32(mark)
    await this.flush()
    return await this.sink.end()
  }

  private put({columns: {CreationDate}, text, record, malformed}: WrittenRow, values: readonly FlatValue[]): void {
    const whole = malformed ? Buffer.from(jsonTextOf(record, true)) : text
    const time = microseconds(CreationDate)
    if (time !== null) this.columns[0]?.put(this.rows, time)
    for (let column = 1; column < values.length; column++) {
      const value = values[column]
      if (value !== null && value !== undefined) this.columns[column]?.put(this.rows, value)
    }
    this.columns.at(-1)?.put(this.rows, whole)
    this.rows++
    this.bytes += whole.length
  }

  private isNewDay(time: number): boolean {
    const before = this.nextDay
    while (time >= (this.days[this.nextDay]?.start ?? Number.POSITIVE_INFINITY)) this.nextDay++
    return this.nextDay > before
  }

  private async endGroup(): Promise<void> {
    if (this.rows === 0) return
    const start = this.writer.offset
    const written: WrittenChunk[] = []
    for (const column of this.columns) {
      written.push(column.write(this.writer, this.rows))
      if (this.writer.index >= flushedAt) await this.flush()
    }
    this.chunks.push(...written.filter(({offsetIndex}) => offsetIndex))
    const lengths = written.map(({chunk}) => chunk.meta_data?.total_uncompressed_size ?? 0n)
    this.groups.push({
      columns: written.map(({chunk}) => chunk),
      total_byte_size: lengths.reduce((sum, length) => sum + length, 0n),
      num_rows: BigInt(this.rows),
      total_compressed_size: BigInt(this.writer.offset - start),
    })
    this.rowsInAll += this.rows
    this.rows = 0
    this.bytes = 0
    await this.flush()
  }

  /** What is written leaves the memory; the writer's places in the file count on. */
  private async flush(): Promise<void> {
    await this.sink.write(this.writer.getBytes())
    this.writer.index = 0
  }
}

/** Of an instant, with up to nine digits of fraction; what is none is null. */
function microseconds(instant: string): bigint | null {
  const [, seconds, fraction = ''] = /^(.{19})(?:\.(\d+))?Z$/.exec(instant) ?? []
  const milliseconds = seconds === undefined ? Number.NaN : Date.parse(`${seconds}Z`)
  return Number.isNaN(milliseconds) ? null : BigInt(milliseconds) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6))
}
