/** More in one second than one answer holds, rows that come twice, contents that contradict each other. */
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {at, expectAlike, expectAll} from './crowds.ts'
import {expectMonth, expectSameMonth} from './expect-month.ts'
import {exportMonth} from './month.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

describe('more in one second than an answer holds', () => {
  // Plain searches stop at 100 rows, so that a small crowd is too many.
  test('is all there, proven by sessions and by slices', () => expectAll(260, 'cap-100:always'))

  test('of one person, type and operation is proven by two sessions that agree', () => expectAlike(5200))
})

test('rows that one answer holds twice are counted, and kept once', async () => {
  const records = smallTenant({from: at - 60_000, to: at + 120_000, records: 400})
  const minute = {period: '2026-10-06T09:00:00Z/2026-10-06T09:01:00Z'}
  const clean = await exportMonth({simulator: {records}, inputs: minute})
  const result = await exportMonth({simulator: {records, faults: 'duplicates:always'}, inputs: minute})
  expectSameMonth(result, clean)
  // One in twenty of the answer's rows, of which the ones at its edges are the neighbours'.
  const all = result.folder?.manifest.windows.reduce((sum, window) => sum + window.evidence.rows, 0) ?? 0
  expect(result.folder?.manifest.duplicates).toBeGreaterThan(0)
  expect(result.folder?.manifest.duplicates).toBeLessThanOrEqual(all - (result.folder?.rows.length ?? 0))
})

test('rows that several searches of one window show are no duplicates', async () => {
  const records = smallTenant({from: at - 60_000, to: at + 120_000, records: 900})
  const result = await exportMonth({
    simulator: {records, faults: 'cap-100:always'},
    inputs: {period: '2026-10-06T09:00:00Z/2026-10-06T09:01:00Z'},
  })
  expect(result.outputs.status).toBe('complete')
  expect(result.folder?.manifest.duplicates).toBe(0)
})

test('two contents of one Id are both kept and counted as a conflict', async () => {
  const records = smallTenant({from: at - 60_000, to: at + 120_000, records: 900})
  const result = await exportMonth({
    simulator: {records, faults: 'conflicts'},
    inputs: {period: '2026-10-06T09:00:00Z/2026-10-06T09:01:00Z', confirm: 'all'},
  })
  const {folder} = await expectMonth(result, {status: 'complete'})
  const doubled = folder.rows.length - new Set(folder.rows.map(row => row.Identity)).size
  expect(doubled).toBeGreaterThan(2)
  expect(folder.manifest.conflicts).toBe(doubled)
})

test('a record without an Id is kept once, however often its time is read', async () => {
  const records = smallTenant({from: at - 60_000, to: at + 120_000, records: 900})
  const result = await exportMonth({
    simulator: {records, faults: 'no-id'},
    inputs: {period: '2026-10-06T09:00:00Z/2026-10-06T09:01:00Z', confirm: 'all'},
  })
  const {folder} = await expectMonth(result, {status: 'complete'})
  expect(folder.rows.filter(row => row.Identity === '').length).toBeGreaterThan(2)
})
