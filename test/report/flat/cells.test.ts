import {parse} from 'csv-parse/sync'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {flatColumns} from '../../../src/report/flat/columns.ts'
import {flatCells, flatLine, longestCell, unguarded} from '../../../src/report/flat/csv.ts'
import {flatGuards} from '../../../src/report/flat/guard.ts'
import type {FlatValue} from '../../../src/report/flat/row.ts'

test('a cell is what a reader finds in the line that was written', () => {
  const formulas = fc.constantFrom(
    '=1',
    '+1',
    '-1',
    '@x',
    '\tx',
    '\rx',
    '＝1',
    '＋',
    '－',
    '＠',
    "'=1",
    ' =1',
    '"',
    ',',
  )
  const value: fc.Arbitrary<FlatValue> = fc.oneof(
    fc.string({unit: 'binary'}),
    formulas,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  )
  fc.assert(
    fc.property(fc.array(value, {minLength: 2, maxLength: 6}), fc.constantFrom(...flatGuards), (row, guard) => {
      const {cells} = flatCells(row, guard)
      const [read] = parse(flatLine(cells), {record_delimiter: '\r\n'}) as string[][]
      expect(read).toEqual(cells)
    }),
    {numRuns: 500},
  )
})

describe('a text longer than a cell of Excel', () => {
  const cellOf = (text: string, column = 'ObjectId') => {
    const row = flatColumns.map(({name}) => (name === column ? text : null))
    const {cells, cut} = flatCells(row, 'formulas')
    return {cell: cells[flatColumns.findIndex(({name}) => name === column)] ?? '', cut}
  }

  test('of just the length is whole', () => {
    expect(cellOf('x'.repeat(longestCell))).toEqual({cell: 'x'.repeat(longestCell), cut: 0})
  })

  test('is cut with a mark that names its length, and counted', () => {
    const {cell, cut} = cellOf('x'.repeat(90_000))
    expect(cell).toMatch(/^x+ \[cut: 90000 characters\]$/)
    expect(cell).toHaveLength(longestCell)
    expect(cut).toBe(1)
  })

  test('counts with the apostrophe before a formula', () => {
    const {cell, cut} = cellOf(`=${'x'.repeat(longestCell - 1)}`)
    expect(cell).toMatch(/^'=x+ \[cut: 32768 characters\]$/)
    expect({length: cell.length, cut}).toEqual({length: longestCell, cut: 1})
  })

  test('keeps its Id whole, by which files are matched', () => {
    expect(cellOf('x'.repeat(90_000), 'Id')).toEqual({cell: 'x'.repeat(90_000), cut: 0})
  })

  test('never ends in half an emoji, and is its own beginning', () => {
    fc.assert(
      fc.property(fc.integer({min: 0, max: 70}), fc.integer({min: 32_700, max: 33_000}), (before, emojis) => {
        const text = `${'x'.repeat(before)}${'😀'.repeat(emojis)}`
        const {cell} = cellOf(text)
        const kept = cell.replace(/ \[cut: \d+ characters\]$/, '')
        expect(cell.length).toBeLessThanOrEqual(longestCell)
        expect(cell).not.toMatch(/\p{Surrogate}/u)
        expect(text.startsWith(kept)).toBe(true)
      }),
      {numRuns: 30},
    )
  })
})

describe('flat-guard: all', () => {
  const guardedBy = (text: string) => flatCells([text], 'all').cells[0] === `'${text}`

  test.for([
    ...[
      '0012',
      '1234567890123456',
      '123456789012',
      '1E5',
      '1e-3',
      '12e400',
      '1.5',
      '1,5',
      '1,234',
      '1.234,56',
      '12 345',
    ],
    ...[
      '1\u00a0234',
      '.5',
      '5.',
      '50%',
      '$5',
      '5 €',
      '(12)',
      '-5',
      '+5',
      '10-5',
      '5/10',
      '5/10/2026',
      '5.10.2026',
      '2026-10',
    ],
    ...[
      '2026-10-05 12:00',
      '12:30',
      '12:30:15.5',
      '1:30 PM',
      '24:00:00',
      'MAR1',
      'Oct-5',
      '5. Okt',
      '1 mai',
      'SEPT2',
      'Dec 2026',
    ],
    ...['1 Jan 2026 12:00', ' 5', '5 ', '192.168.100.100', '1/2', '=1', '00000000000000000000000000000001'],
  ])('guards %j', text => {
    expect(guardedBy(text)).toBe(true)
    expect(flatCells([text], 'formulas').cells[0]).toBe(/^[=+\-@]/.test(text) ? `'${text}` : text)
  })

  test.for([
    ...[
      '0',
      '5',
      '12345678901',
      '10.0.0.1',
      '2001:db8::1',
      'True',
      'user1',
      'room12',
      'Marketing',
      'mar',
      '1a',
      'v1.2.3',
    ],
    ...[
      '2026-10-05T12:00:00Z',
      '00000000-0000-4000-8000-000000000001',
      '15.20.4042.018',
      'Success',
      '',
      ' ',
      'a@b.example',
    ],
    ...['Decision 5 of 7', '12 files', 'http://a/1', 'x'.repeat(90)],
  ])('leaves %j', text => {
    expect(guardedBy(text)).toBe(false)
  })

  test('never changes numbers of the row', () => {
    expect(flatCells([-5, 0, 123, true, null], 'all').cells).toEqual(['-5', '0', '123', 'true', ''])
  })

  test('gives every text back, but one that had the apostrophe already', () => {
    const piece = fc.constantFrom(
      '0',
      '1',
      '12',
      '2026',
      '.',
      ',',
      '-',
      '/',
      ':',
      ' ',
      'e',
      'E',
      '%',
      '$',
      'mar',
      'Okt',
      "'",
      '=',
      'x',
    )
    const text = fc.oneof(
      fc.string({unit: 'binary'}),
      fc.array(piece, {maxLength: 8}).map(pieces => pieces.join('')),
    )
    fc.assert(
      fc.property(text, fc.constantFrom(...flatGuards), (one, guard) => {
        const [cell = ''] = flatCells([one], guard).cells
        const isAmbiguous = one.startsWith("'") && unguarded(one, guard) !== one
        expect(unguarded(cell, guard)).toBe(isAmbiguous ? one.slice(1) : one)
      }),
      {numRuns: 1000},
    )
  })
})
