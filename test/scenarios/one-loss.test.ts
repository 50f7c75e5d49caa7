/** One answer that lost records in a quiet hour is read again; it does not make the rest of the period expensive. */
import {afterAll, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {exportMonth} from './month.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const from = Date.UTC(2026, 9, 1)
const to = from + 14 * 86_400_000
const records = [
  ...smallTenant({from, to: from + 7_200_000, records: 20}),
  ...smallTenant({from: from + 7_200_000, to, records: 12_000, seed: 2}),
]

async function searches(faults: string[]): Promise<number> {
  const {folder} = await exportMonth({simulator: {records, faults}, inputs: {period: '2026-10-01/2026-10-15'}})
  expect(folder?.manifest).toMatchObject({status: 'complete', records: records.length})
  return folder?.manifest.requests['Search-UnifiedAuditLog'] ?? Number.NaN
}

test.each(['more-results-warning', 'cancelled'])('%s', async fault => {
  expect(await searches([fault])).toBeLessThanOrEqual(3 * (await searches([])))
})
