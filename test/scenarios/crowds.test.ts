/** More in one second than one answer holds, rows that come twice, contents that contradict each other. */
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {compare, exportMonth, faultsOf} from './month.ts'
import {expectSameData} from './same-data.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const at = Date.UTC(2026, 9, 6, 9)
const period = '2026-10-06T08:59:57Z/2026-10-06T09:00:05Z'

function crowd(records: number, change: (record: Record<string, unknown>) => void = () => {}): string[] {
  const around = smallTenant({from: at - 20_000, to: at + 20_000, records: 60})
  const inOneSecond = smallTenant({from: at, to: at + 1000, records, seed: 2}).map(text => {
    const record = JSON.parse(text) as Record<string, unknown>
    change(record)
    return JSON.stringify(record)
  })
  return [...around, ...inOneSecond]
}

describe('5,200 records in one second', () => {
  test('are all there, proven by sessions and by slices', async () => {
    const result = await exportMonth({simulator: {records: crowd(5200)}, inputs: {period}})
    expect(await faultsOf(result)).toEqual([])
    const {missing, strangers, folder} = compare(result)
    expect({status: result.outputs.status, missing, strangers}).toEqual({
      status: 'complete',
      missing: [],
      strangers: [],
    })
    expect(folder.manifest.duplicates).toBe(0)
  })

  test('of one person, type and operation are proven by two sessions that agree', async () => {
    const alike = crowd(5200, record =>
      Object.assign(record, {UserId: 'bo@fabrikam.com', Operation: 'Send', RecordType: 2}),
    )
    const result = await exportMonth({simulator: {records: alike}, inputs: {period}})
    expect(await faultsOf(result)).toEqual([])
    const {missing, strangers} = compare(result)
    expect({missing, strangers}).toEqual({missing: [], strangers: []})
    expect(result.outputs.status).toBe('complete')
  })
})

test('rows that one answer holds twice are counted, and kept once', async () => {
  const records = smallTenant({from: at - 60_000, to: at + 120_000, records: 400})
  const minute = {period: '2026-10-06T09:00:00Z/2026-10-06T09:01:00Z'}
  const clean = await exportMonth({simulator: {records}, inputs: minute})
  const result = await exportMonth({simulator: {records, faults: 'duplicates:always'}, inputs: minute})
  expectSameData(result.folder, clean.folder)
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
  const {missing, strangers, folder} = compare(result)
  expect({missing, strangers}).toEqual({missing: [], strangers: []})
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
  const {missing, strangers, folder} = compare(result)
  expect({missing, strangers}).toEqual({missing: [], strangers: []})
  expect(folder.rows.filter(row => row.Identity === '').length).toBeGreaterThan(2)
  expect(await faultsOf(result)).toEqual([])
})
