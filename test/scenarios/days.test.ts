/** A month that is made from its days: taken over by the month's own run, and told in one issue as it grows. */
import {afterAll, describe, expect, test} from 'vitest'
import {Failure} from '../../src/wire/failure.ts'
import {cleanUp} from '../runner.ts'
import {dailyRuns, derived, monthAtOnce, octoberRecords, ruleThatDeletes, runOfDay, runOfMonth} from './days.ts'
import {expectSameMonth, expectSound} from './expect-month.ts'

afterAll(cleanUp)

const once = {backfill: '0'}
const webhook = 'hooks.slack.com/services/Canary0123456789'

describe('a month from its days', () => {
  const records = octoberRecords(120)
  const whole = monthAtOnce(records)

  test('takes over what had settled, reads the rest and a sample, and is the same to the byte', async () => {
    const runs = await dailyRuns(records)
    // The runs of the 2nd to the 8th day never came; that of the 9th reads some of them as well, and that of the 15th is killed.
    const killed = new AbortController()
    const failure = new Failure({code: 'CANCELLED', message: 'The run was cancelled.', remedy: 'Run it again.'})
    await runOfDay(runs, 1)
    await runOfDay(runs, 9, {inputs: {backfill: '5'}})
    await runOfDay(runs, 15, {
      inputs: once,
      cancelled: killed.signal,
      intercept: request => {
        if (request.url.includes('InvokeCommand')) killed.abort(failure)
        return undefined
      },
    })
    const closed = await runOfMonth(runs)
    await expectSound(closed)
    const {status, resumed} = closed.folder?.manifest ?? {}
    expect(status, closed.log.join('\n')).toBe('complete')
    // Days that were read when their late records had come.
    expect(resumed?.shorter?.map(({period}) => period)).toEqual(['04', '05', '06'].map(day => `2026-10-${day}`))
    expect(resumed?.windows).toBeGreaterThanOrEqual(3)
    expectSameMonth(closed, await whole)
    expect(derived(closed)).toEqual(derived(await whole))
    expect(closed.log.join('\n')).toMatch(/taken over from the exports of 2026-10-04, 2026-10-05/)
  })
})

describe('the issue of a month', () => {
  const [second, third, sixth] = [2, 3, 6].map(day => Date.UTC(2026, 9, day, 9))
  const records = [
    ...octoberRecords(60),
    ruleThatDeletes(second as number, 1),
    ruleThatDeletes(third as number, 2),
    ruleThatDeletes(sixth as number, 3, 'bo@fabrikam.com'),
  ]

  test('is one for all its days, in which an incident keeps its id and grows', async () => {
    const runs = await dailyRuns(records, {inputs: {issue: 'always', directory: 'audit', ...once}})
    const issues = () => runs.tenant.simulator.issues
    const texts: string[] = []
    const idsIn = (text: string) => [...text.matchAll(/\(([0-9a-f]{16})\)/g)].map(([, id]) => id)
    for (const day of [1, 2, 3, 6]) {
      const result = await runOfDay(runs, day)
      expect(result.outputs['issue-url'], result.log.join('\n')).toMatch(/\/issues\/1$/)
      texts.push(issues()[0]?.body ?? '')
      expect(result.log.join('\n')).not.toContain('Not all that earlier runs left')
    }
    expect(issues()).toHaveLength(1)
    expect(issues()[0]?.title).toContain('2026-10: incomplete, 2 incidents')
    const [first = '', begun = '', grown = '', other = ''] = texts
    expect(first).toContain('No incident began in it, and none went on.')
    expect(begun).toMatch(/1 new incident:/)
    expect(grown).toMatch(/1 earlier incident with new records:/)
    expect(idsIn(grown)).toEqual(idsIn(begun))
    expect(other).toMatch(/1 new incident:/)
    expect(idsIn(other)).not.toEqual(idsIn(begun))
    // The runs of the fourth and fifth day never came.
    expect(other).toMatch(/2026-10-04 \| 0 \| not read/)
    expect(other).toContain('Not proven so far: 2026-10-04T00:00:00Z to 2026-10-06T00:00:00Z')

    // An old day is exported again: the issue stays with the last day that was read.
    const again = await runOfDay(runs, 6, {inputs: {period: '2026-10-02'}, facts: {runId: '20000050'}})
    expect(again.outputs).toMatchObject({period: '2026-10-02', incidents: '1'})
    expect(issues()[0]?.title).toContain('2026-10: incomplete, 2 incidents')
    expect(issues()[0]?.body).toMatch(/2026-10-06 \| \d+ \| proven, late records may follow/)

    const closed = await runOfMonth(runs)
    expect(closed.outputs).toMatchObject({status: 'complete', incidents: '2'})
    expect(issues()).toHaveLength(1)
    expect(issues()[0]?.title).toContain('2026-10: complete, 2 incidents')
    const ids = closed.folder?.manifest.incidents?.map(({id}) => id) ?? []
    expect(ids).toEqual(expect.arrayContaining([...idsIn(begun), ...idsIn(other)]))
    const late = await runOfDay(runs, 31)
    expect(late.log.join('\n')).toContain('was left as it is: the month’s own export was reported already')
    expect(issues()[0]?.title).toContain('2026-10: complete')
  })
})

test('a month so far that is not known is not one without incidents', async () => {
  const records = [...octoberRecords(20), ruleThatDeletes(Date.UTC(2026, 9, 2, 9), 1)]
  const inputs = {issue: 'always', columns: 'flat', notify: `high → https://${webhook}`, 'fail-on': 'medium', ...once}
  const runs = await dailyRuns(records, {inputs})
  const result = await runOfDay(runs, 2)
  expect(result.outputs).toMatchObject({incidents: '1', 'issue-url': ''})
  expect(runs.tenant.simulator.issues).toEqual([])
  const errors = result.annotations.map(({message}) => message).join('\n')
  expect(errors).toContain('The issue was not written: What this run wrote of 2026-10-02 can’t be read back')
  expect(errors).toContain('The message to hooks.slack.com (line 1 of notify) was not sent')
  expect(errors).toContain('There are 1 incident')
})

describe('last-24h', () => {
  test('goes on where the last run ended, so that a dropped run leaves no hole', async () => {
    const runs = await dailyRuns(octoberRecords(60), {inputs: {period: 'last-24h', ...once}})
    const periods: string[] = []
    for (const day of [1, 2, 5, 20]) {
      const result = await runOfDay(runs, day)
      periods.push(result.outputs.period ?? '')
      if (day === 20)
        expect(result.log.join('\n')).toContain('No run has proven 2026-10-06T03:00:00Z to 2026-10-14T03:00:00Z')
    }
    expect(periods).toEqual([
      '2026-10-01T03:00:00Z/2026-10-02T03:00:00Z',
      '2026-10-02T03:00:00Z/2026-10-03T03:00:00Z',
      '2026-10-03T03:00:00Z/2026-10-06T03:00:00Z',
      '2026-10-14T03:00:00Z/2026-10-21T03:00:00Z',
    ])
  })
})
