/** A day that is fuller than one query of Graph hands out, read through both sources. */
import {afterAll, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {expectMonth} from './expect-month.ts'
import {exportMonth} from './month.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const day = 86_400_000
const start = Date.UTC(2026, 9, 1)
const records = [
  ...smallTenant({from: start, to: start + day, records: 20_000}),
  ...smallTenant({from: start + day, to: start + 2 * day, records: 500, seed: 2}),
]

test.each([
  ['stops without a word after 16,000 records', 'graph-silent-limit:16000'],
  ['is refused beyond 16,000 records', 'graph-500-after:16000'],
])(
  'a query that %s is asked for again in parts, and both have the same records',
  async (_name, shape) => {
    const result = await exportMonth({
      simulator: {records, shapes: [shape]},
      inputs: {source: 'both', period: '2026-10-01/2026-10-03', confirm: 'none'},
    })
    const {folder} = await expectMonth(result, {status: 'complete'})
    expect(folder.manifest).toMatchObject({onlyExchange: 0, onlyGraph: 0, differing: 0, records: records.length})
    expect(new Set(folder.manifest.windows.map(({status}) => status))).toEqual(new Set(['confirmed']))
    expect(result.simulator.counters.queries).toBeLessThanOrEqual(6)
  },
  300_000,
)
