/** More in one second than one answer holds. */
import {expect} from 'vitest'
import {expectMonth} from './expect-month.ts'
import {exportMonth} from './month.ts'
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
  const {folder} = await expectMonth(result, {status: 'complete'})
  expect(folder.manifest.duplicates).toBe(0)
}

/** Records that no search tells apart. */
export async function expectAlike(records: number): Promise<void> {
  const alike = crowd(records, record =>
    Object.assign(record, {UserId: 'bo@fabrikam.com', Operation: 'Send', RecordType: 2}),
  )
  const result = await exportMonth({simulator: {records: alike}, inputs: {period}})
  await expectMonth(result, {status: 'complete'})
}
