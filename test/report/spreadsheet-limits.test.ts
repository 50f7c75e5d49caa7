/** What is said of a month that Excel cannot show. */
import {expect, test} from 'vitest'
import {spreadsheetNotes} from '../../src/report/spreadsheet-limits.ts'

const files = ['audit-2026-10.csv', 'audit-2026-10.flat.csv', 'audit-2026-10.jsonl.gz', 'manifest.json']

test('a month of as many records as a worksheet has rows below the header is not mentioned', () => {
  expect(spreadsheetNotes({files, records: 1_048_575, cut: 0})).toEqual([])
})

test('one record more is said, with the files and how many would be missing', () => {
  const [note = '', ...others] = spreadsheetNotes({files, records: 1_048_576, cut: 0})
  expect(others).toEqual([])
  expect(note).toMatch(
    /^audit-2026-10\.csv and audit-2026-10\.flat\.csv have 1,048,576 records\. .*the last 1 record\./,
  )
})

test('an encrypted CSV is one, and a month without a CSV has nothing that Excel opens', () => {
  const note = spreadsheetNotes({files: ['audit-2026-10.csv.age'], records: 2_000_000, cut: 0})
  expect(note).toEqual([expect.stringMatching(/^audit-2026-10\.csv\.age has 2,000,000 records.*951,425 records/)])
  expect(spreadsheetNotes({files: ['audit-2026-10.jsonl.gz'], records: 2_000_000, cut: 0})).toEqual([])
})

test.for([
  [1, /^1 value of the flat CSV was longer than the 32,767 characters .* has it whole\.$/],
  [1200, /^1,200 values of the flat CSV were longer .* has them whole\.$/],
] as const)('%i cut values are counted', ([cut, says]) => {
  expect(spreadsheetNotes({files, records: 5000, cut})).toEqual([expect.stringMatching(says)])
})
