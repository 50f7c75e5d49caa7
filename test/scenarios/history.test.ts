/** What a month hands on to the next by its artifact: twelve months in numbers, and digests of findings. */
import {readFileSync, writeFileSync} from 'node:fs'
import {join, relative} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {MonthHistory} from '../../src/report/history.ts'
import {cleanUp} from '../runner.ts'
import {exportMonth, type MonthResult, openTenant} from './month.ts'
import {ArtifactStore} from './store.ts'

afterAll(cleanUp)

const stateKey = 'a key of the kind that openssl makes, 0123456789'
const anotherKey = 'another key of the kind that openssl makes, 0123'

const historyOf = ({directory}: Pick<MonthResult, 'directory'>) =>
  MonthHistory.parse(JSON.parse(readFileSync(join(directory, 'history.json'), 'utf8')))

/** Two months in a row, each in a job of its own. */
async function twoMonths(first: Record<string, string>, second: Record<string, string>) {
  const tenant = await openTenant({simulator: {recordsPerMonth: 30, incidents: ['bec']}})
  const artifacts = new ArtifactStore()
  const before = await exportMonth({tenant, artifacts, inputs: {period: '2026-09', ...first}})
  const now = await exportMonth({tenant, artifacts, inputs: {period: '2026-10', ...second}})
  return {artifacts, before, now}
}

describe('a month after another', () => {
  test('has both in its history, keyed, and tells new from again', async () => {
    const keyed = {'state-key': stateKey}
    const {artifacts, before, now} = await twoMonths(keyed, keyed)
    const [september, october] = historyOf(now).months
    expect(september).toEqual(historyOf(before).months[0])
    expect(october).toMatchObject({period: '2026-10', records: now.folder?.manifest.records, status: 'complete'})
    expect(october?.key).toBe(september?.key)
    expect(historyOf(now).findings.length).toBeGreaterThan(0)
    expect(now.summary).toContain('Compared with 1 earlier month')
    expect(readFileSync(join(now.directory, 'report.html'), 'utf8')).toContain('Gone since September 2026')
    const kept = artifacts.kept.filter(({name}) => name.endsWith('-baseline')).map(({folder}) => folder)
    expect(kept.map(folder => historyOf({directory: folder}).months.length)).toEqual([1, 2])
  })

  test('with another key compares per rule, or by pattern where it was told the former one', async () => {
    const given = {'state-key': anotherKey, 'previous-state-key': stateKey}
    const {now} = await twoMonths({'state-key': stateKey}, given)
    const {months, formerKey, findings} = historyOf(now)
    expect(formerKey).toBe(months[0]?.key)
    expect(findings.every(({former}) => former !== undefined)).toBe(true)
  })

  test('without a key says that it compares per rule, and holds no digest', async () => {
    const {now} = await twoMonths({}, {})
    expect(now.summary).toContain('told per rule')
    expect(readFileSync(join(now.directory, 'history.json'), 'utf8')).not.toContain('digest')
  })

  test('takes the history beside a baseline that it is given by name', async () => {
    const simulator = {recordsPerMonth: 30}
    const before = await exportMonth({simulator, inputs: {period: '2026-09'}})
    const name = relative(before.workspace, join(before.directory, 'baseline.json.gz'))
    const inputs = {directory: 'other', period: '2026-10', baseline: name}
    const named = await exportMonth({simulator, workspace: before.workspace, inputs})
    expect(historyOf(named).months.map(({period}) => period)).toEqual(['2026-09', '2026-10'])
    writeFileSync(join(before.directory, 'history.json'), '{}')
    const broken = await exportMonth({simulator, workspace: before.workspace, inputs})
    expect(broken.log.join()).toContain('BASELINE_UNREADABLE')
  })

  test('that is limited by a filter is in no history, and has none', async () => {
    const {before, now} = await twoMonths({operations: 'UserLoggedIn'}, {})
    expect(before.folder?.names).not.toContain('history.json')
    expect(historyOf(now).months).toHaveLength(1)
  })
})
