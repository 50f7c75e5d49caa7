import {parse} from 'csv-parse/sync'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {flatCell, flatLine} from '../../../src/report/flat/csv.ts'
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
    fc.property(fc.array(value, {minLength: 2, maxLength: 6}), row => {
      const [cells] = parse(flatLine(row), {record_delimiter: '\r\n'}) as string[][]
      expect(row.map(flatCell)).toEqual(cells)
    }),
    {numRuns: 500},
  )
})
