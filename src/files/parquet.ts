/**
 * `audit-<period>.parquet`: flat columns and the whole text, written from beginning to end. A row group ends with the day,
 * and before it grows large; its smallest and largest values let engines skip it.
 */
import {ByteWriter, ParquetWriter as ColumnarWriter, type ColumnSource, type SchemaElement} from 'hyparquet-writer'
import type {AuditRecord} from '../audit/record.ts'
import {type FlatColumn, type FlatType, flatColumns, wholeText} from '../report/flat/columns.ts'
import type {FlatValue} from '../report/flat/row.ts'
import type {FileSink, FinishedFile} from './file-sink.ts'

const columns = [...flatColumns, wholeText]

const physical: Record<FlatType, Omit<SchemaElement, 'name'>> = {
  text: {type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: {type: 'STRING'}},
  integer: {type: 'INT32'},
  boolean: {type: 'BOOLEAN'},
  time: {type: 'INT64', logical_type: {type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS'}},
}

const schema: SchemaElement[] = [
  {name: 'records', num_children: columns.length},
  ...columns.map(({name, type}): SchemaElement => ({name, repetition_type: 'OPTIONAL', ...physical[type]})),
]

/** A group is held in memory until it is full. Engines read groups of this size well, and skip by them. */
const mostRows = 20_000
const mostCharacters = 24 << 20

export class ParquetWriter {
  readonly name: string
  private readonly sink: FileSink
  private readonly days: readonly {start: number}[]
  private readonly buffer = new ByteWriter()
  private readonly writer: ColumnarWriter
  private cells: unknown[][] = columns.map(() => [])
  private rows = 0
  private characters = 0
  private nextDay = 0

  /** @param days their first moments, ascending. */
  constructor(sink: FileSink, days: readonly {start: number}[]) {
    this.name = sink.name
    this.sink = sink
    this.days = days
    this.writer = new ColumnarWriter({writer: this.buffer, schema, createdBy: 'm365-audit-export'})
  }

  /** @param row the record's flat values. @param time milliseconds; rows come in order. */
  async add(record: AuditRecord, time: number, row: readonly FlatValue[]): Promise<void> {
    const newDay = this.isNewDay(time)
    if (newDay || this.rows >= mostRows || this.characters >= mostCharacters) await this.endGroup()
    for (const [index, value] of row.entries()) this.cells[index]?.push(value)
    this.cells[0]?.splice(-1, 1, microseconds(record.CreationDate))
    this.cells.at(-1)?.push(record.AuditData)
    this.rows++
    this.characters += record.AuditData.length
  }

  async end(): Promise<FinishedFile> {
    await this.endGroup()
    await this.writer.finish()
    await this.flush()
    return await this.sink.end()
  }

  private isNewDay(time: number): boolean {
    const before = this.nextDay
    while (time >= (this.days[this.nextDay]?.start ?? Number.POSITIVE_INFINITY)) this.nextDay++
    return this.nextDay > before
  }

  private async endGroup(): Promise<void> {
    if (this.rows === 0) return
    const columnData = columns.map((column, index) => source(column, this.cells[index] ?? []))
    await this.writer.write({columnData, rowGroupSize: this.rows})
    this.cells = columns.map(() => [])
    this.rows = 0
    this.characters = 0
    await this.flush()
  }

  /** What is written leaves the memory; the writer's places in the file count on. */
  private async flush(): Promise<void> {
    await this.sink.write(Buffer.from(this.buffer.getBytes()))
    this.buffer.index = 0
  }
}

/** Bounds of the whole text would let no reader skip anything. */
function source({name}: FlatColumn, data: unknown[]): ColumnSource {
  return {name, data, ...(name === wholeText.name ? {statistics: false, encoding: 'PLAIN'} : {})}
}

/** Of an instant, with up to nine digits of fraction; what is none is null. */
function microseconds(instant: string): bigint | null {
  const [, seconds, fraction = ''] = /^(.{19})(?:\.(\d+))?Z$/.exec(instant) ?? []
  const milliseconds = seconds === undefined ? Number.NaN : Date.parse(`${seconds}Z`)
  return Number.isNaN(milliseconds) ? null : BigInt(milliseconds) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6))
}
