/**
 * `audit-<period>.parquet`: flat columns and the whole text, written from beginning to end. A row group ends with the day,
 * and before it grows large; its smallest and largest values let engines skip it.
 */
import {ByteWriter, ParquetWriter as ColumnarWriter, type ColumnSource, type SchemaElement} from 'hyparquet-writer'
import type {RecordBytes} from '../audit/record.ts'
import {type FlatColumn, type FlatType, flatColumns, wholeText} from '../report/flat/columns.ts'
import type {FlatValue} from '../report/flat/row.ts'
import {jsonTextOf} from '../report/malformed.ts'
import type {FileSink, FinishedFile} from './file-sink.ts'
import {snappyCompress} from './snappy.ts'

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
const mostBytes = 24 << 20

/** A row, with the flat values of its record. */
type WrittenRow = Pick<RecordBytes, 'columns' | 'text' | 'record' | 'malformed'> & {time: number}

export class ParquetWriter {
  readonly name: string
  private readonly sink: FileSink
  private readonly days: readonly {start: number}[]
  private readonly buffer = new ByteWriter()
  private readonly writer: ColumnarWriter
  private cells = columns.map(() => new Cells())
  private rows = 0
  private bytes = 0
  private nextDay = 0

  /** @param days their first moments, ascending. */
  constructor(sink: FileSink, days: readonly {start: number}[]) {
    this.name = sink.name
    this.sink = sink
    this.days = days
    const compressors = {SNAPPY: snappyCompress}
    this.writer = new ColumnarWriter({writer: this.buffer, schema, compressors, createdBy: 'm365-audit-export'})
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
    await this.writer.finish()
    await this.flush()
    return await this.sink.end()
  }

  private put({columns: {CreationDate}, text, record, malformed}: WrittenRow, values: readonly FlatValue[]): void {
    const whole = malformed ? Buffer.from(jsonTextOf(record, true)) : text
    for (let column = 1; column < values.length; column++) {
      const value = values[column]
      if (value !== null && value !== undefined) this.cells[column]?.put(this.rows, value)
    }
    this.cells[0]?.put(this.rows, microseconds(CreationDate))
    this.cells.at(-1)?.put(this.rows, whole)
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
    const columnData = columns.map((column, index) => source(column, this.cells[index] ?? new Cells(), this.rows))
    await this.writer.write({columnData, rowGroupSize: this.rows})
    this.cells = columns.map(() => new Cells())
    this.rows = 0
    this.bytes = 0
    await this.flush()
  }

  /** What is written leaves the memory; the writer's places in the file count on. */
  private async flush(): Promise<void> {
    await this.sink.write(this.buffer.getBytes())
    this.buffer.index = 0
  }
}

/** Different texts of a column that are kept once each; columns have fewer, or hardly any that comes again. */
const mostShared = 1_000

/** A column of a group: most hold a value in few rows, and the same few values again and again. */
class Cells {
  private readonly rows: number[] = []
  private readonly values: unknown[] = []
  private shared: Map<string, string> | undefined = new Map()

  put(row: number, value: unknown): void {
    this.rows.push(row)
    this.values.push(typeof value === 'string' ? this.sharedText(value) : value)
  }

  /** With null where there is none. */
  all(rows: number): unknown[] {
    const all = new Array<unknown>(rows).fill(null)
    for (const [index, row] of this.rows.entries()) all[row] = this.values[index]
    return all
  }

  private sharedText(text: string): string {
    const known = this.shared?.get(text)
    if (known !== undefined) return known
    this.shared?.set(text, text)
    if (this.shared?.size === mostShared) this.shared = undefined
    return text
  }
}

/** Bounds of the whole text would let no reader skip anything. Columns are put together one by one, as they are asked for. */
function source({name}: FlatColumn, cells: Cells, rows: number): ColumnSource {
  const isWhole = name === wholeText.name
  return {
    name,
    get data() {
      return cells.all(rows)
    },
    ...(isWhole ? {statistics: false, encoding: 'PLAIN'} : {}),
  }
}

/** Of an instant, with up to nine digits of fraction; what is none is null. */
function microseconds(instant: string): bigint | null {
  const [, seconds, fraction = ''] = /^(.{19})(?:\.(\d+))?Z$/.exec(instant) ?? []
  const milliseconds = seconds === undefined ? Number.NaN : Date.parse(`${seconds}Z`)
  return Number.isNaN(milliseconds) ? null : BigInt(milliseconds) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6))
}
