import fc from 'fast-check'
import {expect, test} from 'vitest'
import {columns} from '../../src/audit/record.ts'
import {csvRows} from '../../src/auditor/csv-rows.ts'
import {csvHeader, csvRow} from '../../src/report/csv.ts'

/** The bytes in pieces that end at these places, as a reader of files cuts them anywhere. */
async function* cut(bytes: Uint8Array, places: readonly number[]): AsyncGenerator<Uint8Array> {
  const ends = [...places.map(place => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  let from = 0
  for (const end of ends) {
    yield bytes.subarray(from, end)
    from = end
  }
}

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const row of rows) found.push(row)
  return found
}

async function rowsOf(text: string | Uint8Array, places: readonly number[] = []): Promise<string[][]> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return await all(csvRows(cut(bytes, places)))
}

const cell = fc.oneof(
  fc.string({unit: fc.constantFrom('"', ',', '\r', '\n', 'a', 'é', '😀', ' ', '{')}),
  fc.string({unit: 'grapheme'}),
)
const record = fc.record({
  ...{RecordType: cell, CreationDate: cell, UserIds: cell, Operations: cell, AuditData: cell, Identity: cell},
})

test('gives back what the export writes, however its bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, {maxLength: 6}), fc.array(fc.nat(), {maxLength: 8}), async (records, places) => {
      const text = csvHeader() + records.map(csvRow).join('')
      const expected = [[...columns], ...records.map(one => columns.map(name => one[name]))]
      expect(await rowsOf(text, places)).toEqual(expected)
    }),
  )
})

test('never takes the beginning of a file for the whole', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, {minLength: 1, maxLength: 3}), fc.nat(), async (records, place) => {
      const rows = records.map(csvRow)
      const bytes = new TextEncoder().encode(rows.join(''))
      const ends = rows.map((_, index) => new TextEncoder().encode(rows.slice(0, index + 1).join('')).length)
      const length = place % bytes.length
      const read = await rowsOf(bytes.subarray(0, length)).catch(() => undefined)
      if (read === undefined) expect(ends).not.toContain(length)
      else expect(read).toHaveLength(length === 0 ? 0 : ends.indexOf(length) + 1)
    }),
  )
})

test.each([
  ['a"b,c\r\n', 'quote inside'],
  ['"a"b,c\r\n', 'behind a quoted cell'],
  ['"a"\rb\r\n', 'behind a quoted cell'],
  ['a,b', 'ends inside a row'],
  ['"a,b\r\n', 'ends inside a row'],
  ['a\r\n"', 'ends inside a row'],
])('refuses %j', async (text, words) => {
  await expect(rowsOf(text)).rejects.toThrow(words)
})

test('reads a quoted cell without an end in time that grows with its length alone', async () => {
  const pieces = Array.from({length: 512}, () => new Uint8Array(65_536).fill(0x61))
  pieces.unshift(new Uint8Array([0x22]))
  const started = performance.now()
  async function* endless() {
    yield* pieces
  }
  await expect(all(csvRows(endless()))).rejects.toThrow('ends inside a row')
  // Read anew with each piece, it would be 8 GB.
  expect(performance.now() - started).toBeLessThan(5_000)
})
