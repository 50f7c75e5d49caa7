/** A month of days with dropped runs, a killed day and a late record, closed by the month's own run. */
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {dailyRuns, monthAtOnce, octoberRecords, runOfDay, runOfMonth} from './days.ts'
import {expectSameMonth, expectSound} from './expect-month.ts'
import {ArtifactStore} from './store.ts'

test('thirty-one days make the month that one reading gives', async () => {
  const records = octoberRecords(900)
  const runs = await dailyRuns(records)
  for (let day = 1; day <= 34; day++) await expectSound(await runOfDay(runs, day))
  expectSameMonth(await runOfMonth(runs), await monthAtOnce(records))
})

describe('what a month takes over from its days', () => {
  const records = octoberRecords(120)
  const whole = monthAtOnce(records)

  test('reads again what its days have of other filters, another tenant’s name, or made by others', async () => {
    const runs = await dailyRuns(records)
    await runOfDay(runs, 6, {inputs: {operations: 'Send'}})
    await runOfDay(runs, 7, {inputs: {'artifact-name': 'other-<tenant>-<period>'}})
    const closed = await runOfMonth(runs)
    expect(closed.folder?.manifest.resumed).toBeUndefined()
    expectSameMonth(closed, await whole)
  })

  test('reads everything again where a day holds other records than the service has', async () => {
    const runs = await dailyRuns(octoberRecords(120, 2))
    for (const day of [8, 12]) await runOfDay(runs, day, {inputs: {backfill: '7'}})
    const other = await dailyRuns(records)
    const differing = await runOfMonth({...other, artifacts: runs.artifacts})
    expect(differing.folder?.manifest.status).toBe('incomplete')
    expect(new Set(differing.folder?.gaps.map(({code}) => code))).toEqual(new Set(['TAKEN_OVER_DIFFERS']))
    const again = await runOfMonth({...other, artifacts: runs.artifacts})
    expect(again.folder?.manifest.status).toBe('complete')
    expectSameMonth(again, await whole)
  })

  test('is made from the folders in place where there is no GitHub', async () => {
    const runs = await dailyRuns(records)
    const first = await runOfDay(runs, 9, {inputs: {backfill: '5', upload: 'false'}})
    expect(existsSync(join(first.workspace, 'm365-audit', '2026-10-05', 'manifest.json'))).toBe(true)
    const closed = await runOfMonth(
      {...runs, artifacts: new ArtifactStore()},
      {
        workspace: first.workspace,
      },
    )
    expect(closed.folder?.manifest.resumed?.shorter?.length).toBeGreaterThan(0)
    expectSameMonth(closed, await whole)
  })
})

describe('an encrypted month', () => {
  test('is made from the sealed journals of its days', async () => {
    const {generateX25519Identity, identityToRecipient} = await import('age-encryption')
    const recipient = await identityToRecipient(await generateX25519Identity())
    const inputs = {'encrypt-to': recipient, 'state-key': 'a key of the tests, and of nothing else'}
    const runs = await dailyRuns(octoberRecords(120), {inputs})
    await runOfDay(runs, 9, {inputs: {backfill: '5'}})
    const closed = await runOfMonth(runs)
    const {status, resumed, records} = closed.folder?.manifest ?? {}
    expect({status, records}, closed.log.join('\n')).toEqual({status: 'complete', records: 120})
    expect(resumed?.shorter?.map(({period}) => period)).toEqual([
      '2026-10-04',
      '2026-10-05',
      '2026-10-06',
      '2026-10-07',
    ])
  })
})
