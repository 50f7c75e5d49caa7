/** More in one second than one answer holds. */
import {expect} from 'vitest'
import {compare, exportMonth, faultsOf} from './month.ts'
import {smallTenant} from './tenant.ts'

export const at = Date.UTC(2026, 9, 6, 9)
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

/** @param faults with which the service holds less in an answer. */
export async function expectAll(records: number, faults = ''): Promise<void> {
  const result = await exportMonth({simulator: {records: crowd(records), faults}, inputs: {period}})
  expect(await faultsOf(result)).toEqual([])
  const {missing, strangers, folder} = compare(result)
  expect({status: result.outputs.status, missing, strangers}).toEqual({status: 'complete', missing: [], strangers: []})
  expect(folder.manifest.duplicates).toBe(0)
}

/** Records that no search tells apart. */
export async function expectGap(records: number): Promise<void> {
  const alike = crowd(records, record =>
    Object.assign(record, {UserId: 'bo@fabrikam.com', Operation: 'Send', RecordType: 2}),
  )
  const result = await exportMonth({simulator: {records: alike}, inputs: {period}})
  expect(await faultsOf(result)).toEqual([])
  const {unexplained, dropped, folder} = compare(result)
  expect({unexplained, dropped}).toEqual({unexplained: [], dropped: []})
  expect(folder.gaps).toMatchObject([{start: at, end: at + 1000, code: 'EXCHANGE_SECOND_TOO_FULL'}])
  expect(result.outputs.status).toBe('incomplete')
}
