import fc from 'fast-check'
import {parquetMetadata, parquetReadObjects} from 'hyparquet'
import {expect, test} from 'vitest'
import type {FileSink} from '../../src/files/file-sink.ts'
import {ParquetWriter} from '../../src/files/parquet.ts'
import {isBefore} from '../../src/files/parquet-column.ts'
import {flatColumns} from '../../src/report/flat/columns.ts'
import type {FlatValue} from '../../src/report/flat/row.ts'
import {aRow, at, rowAt, spooled} from '../builders.ts'

class MemorySink implements FileSink {
  readonly name = 'memory'
  private readonly pieces: Buffer[] = []

  async write(data: string | Uint8Array): Promise<void> {
    this.pieces.push(Buffer.from(data))
  }

  async end() {
    return {bytes: 0, sha256: ''}
  }

  get file(): ArrayBuffer {
    return Uint8Array.from(Buffer.concat(this.pieces)).buffer
  }
}

/** Values of a column, by the number of their row. */
type Pattern = (row: number) => FlatValue

const long = (text: string) => `${text} `.repeat(80)
/** By the type of a column: always or seldom there, few and many different ones, and long ones that fill several pages. */
const patterns: Record<string, readonly Pattern[]> = {
  text: [
    row => `${row}`,
    row => (row % 3 === 0 ? null : `é${row % 7}`),
    row => long(`😀${row}`),
    row => (row % 2 === 0 ? long(`${row % 900}`) : null),
    // Like one of few at first, and then not.
    row => (row < 990 ? long('same') : long(`${row}`)),
    row => (row === 2_400 ? 'once' : null),
    () => 'same',
    () => null,
  ],
  integer: [row => row, row => (row % 5) - 2, row => (row % 9 === 0 ? 2 ** 31 - 1 : null), () => null],
  boolean: [row => row % 3 === 0, row => (row % 4 === 0 ? null : row % 8 > 3), () => true, () => null],
}

test('another program reads back what was put into each column', async () => {
  const patternOf = flatColumns.map(({type}, index): Pattern => {
    const all = patterns[type] ?? []
    return all[index % Math.max(1, all.length)] ?? (() => null)
  })
  const sink = new MemorySink()
  const writer = new ParquetWriter(sink, [])
  const expected: Record<string, unknown>[] = []
  for (let number = 0; number < 2_500; number++) {
    const row = rowAt(at('2026-10-05T12:00:00') + 1000 * number, number)
    const values = patternOf.map(pattern => pattern(number))
    await writer.add([spooled(row)], [values])
    const whole = {CreationTime: new Date(row.time), AuditData: row.record.AuditData}
    expected.push({...Object.fromEntries(flatColumns.map(({name}, index) => [name, values[index]])), ...whole})
  }
  await writer.end()
  expect(JSON.stringify(await parquetReadObjects({file: sink.file}))).toBe(JSON.stringify(expected))

  const chunks = parquetMetadata(sink.file).row_groups.flatMap(({columns}) => columns)
  const paged = chunks.filter(chunk => chunk.offset_index_offset !== undefined)
  expect(paged.length).toBeGreaterThan(5)
  for (const {meta_data} of chunks) {
    const {path_in_schema: [name = ''] = [], statistics} = meta_data ?? {}
    if (name === 'CreationTime' || name === 'AuditData') continue
    const present = expected.map(row => row[name]).filter(value => value !== null) as (string | number | boolean)[]
    expect(Number(statistics?.null_count)).toBe(expected.length - present.length)
    const {min_value: least, max_value: most} = statistics ?? {}
    expect(present.filter(value => isBefore(value, least as string) || isBefore(most as string, value))).toEqual([])
  }
})

test('texts stand in the order of their bytes', () => {
  const text = fc.string({unit: fc.constantFrom('a', 'b', 'é', '\ud7ff', '\ue000', '\uffff', '😀', '\u{10ffff}')})
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(isBefore(a, b)).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0)
    }),
  )
})

test('a record that is malformed stands in its column as the object that says so', async () => {
  const sink = new MemorySink()
  const writer = new ParquetWriter(sink, [])
  const row = {...aRow(), record: {...aRow().record, AuditData: 'no JSON'}, malformed: true as const}
  await writer.add([spooled(row)], [flatColumns.map(() => null)])
  await writer.end()
  const [read] = await parquetReadObjects({file: sink.file})
  expect(JSON.parse(read?.AuditData)).toMatchObject({Malformed: true, AuditData: 'no JSON'})
})
