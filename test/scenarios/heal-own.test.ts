/** A month exported twice, the first time before it was over: its own searches lie in the log, and are told from what came late. */
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {expectSound} from './expect-month.ts'
import {exportMonth, type MonthOptions, type MonthResult} from './month.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const hour = 3_600_000
const start = Date.UTC(2026, 9, 6)
const end = start + 24 * hour
const evening = end - 2 * hour
const final = end + 8 * 24 * hour

const searches = (by: string) =>
  [20, 21, 22].map(at =>
    JSON.stringify({
      UserId: by,
      Id: `5f0a9c1e-0000-4000-8000-${by.length}0000000${at}`.slice(0, 36),
      RecordType: 295,
      CreationTime: new Date(start + at * hour).toISOString().slice(0, 19),
      Operation: 'AuditSearchCompleted',
      OrganizationId: '3f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634',
      UserType: 4,
      Workload: 'SecurityComplianceCenter',
      Version: 1,
    }),
  )
/** Those of an administrator and of another application among them. */
const records = [
  ...smallTenant({from: start, to: end, records: 400}),
  ...searches('anna@fabrikam.com'),
  ...searches('2c92ce28-126c-47c1-82b0-410b64502989'),
]

const read = (options: MonthOptions) =>
  exportMonth({
    ...options,
    simulator: {records, arrival: true, leaves: true, ...options.simulator},
    inputs: {period: '2026-10-06/2026-10-07', ...options.inputs},
  })

/** What the tenant holds beyond what it was given. */
function leftBy({simulator}: MonthResult): string[] {
  const given = new Set(records)
  return [...simulator.truth(start, end)].map(({auditData}) => auditData).filter(text => !given.has(text))
}

const ways: Record<string, Record<string, string>> = {
  Exchange: {},
  Graph: {source: 'graph'},
  'Exchange, with pseudonyms': {'pseudonym-key': 'a key of more than sixteen characters'},
}

describe.each(Object.entries(ways))('searches that an earlier export left behind, through %s,', (_name, inputs) => {
  test('are counted, and told from late records of others', async () => {
    const first = await read({now: evening, inputs})
    const left = leftBy(first)
    expect(left.length).toBeGreaterThan(1)
    expect(first.folder?.manifest.own).toBe(0)

    const simulator = {records: [...records, ...left]}
    const second = await read({now: final, workspace: first.workspace, simulator, inputs})
    const {earlier, own} = second.folder?.manifest ?? {}
    expect(own).toBe(left.length)
    expect(earlier?.own).toBe(left.length)
    expect(earlier?.added).toBeGreaterThan(left.length + 20)
    expect(second.folder?.rows).toHaveLength(records.length + left.length)
    await expectSound(second)

    const words = `${left.length} of the ${earlier?.added} added records are searches of the log by this application`
    expect(second.summary).toContain(words)
    expect(readFileSync(join(second.directory, 'report.html'), 'utf8')).toContain(words)
  })
})
