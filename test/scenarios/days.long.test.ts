/** A month of days with dropped runs, a killed day and a late record, closed by the month's own run. */
import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {Failure} from '../../src/wire/failure.ts'
import {
  dailyRuns,
  dayLength,
  derived,
  monthAtOnce,
  october,
  octoberRecords,
  ruleThatDeletes,
  runOfDay,
  runOfMonth,
} from './days.ts'
import {expectSameMonth, expectSound} from './expect-month.ts'
import type {MonthOptions} from './month.ts'
import {reviewMonth} from './review.ts'
import {ArtifactStore} from './store.ts'

/** Ends the run before its first answer. */
function killing(): Pick<MonthOptions, 'cancelled' | 'intercept'> {
  const killed = new AbortController()
  const failure = new Failure({code: 'CANCELLED', message: 'The run was cancelled.', remedy: 'Run it again.'})
  return {
    cancelled: killed.signal,
    intercept: request => {
      if (request.url.includes('InvokeCommand')) killed.abort(failure)
      return undefined
    },
  }
}

test('a month of days with dropped runs, a killed one and late records is the month that one reading gives', async () => {
  const records = octoberRecords(900)
  // Some records can be found after a day only, few after two, all within seven.
  const options = {simulator: {arrival: true}, inputs: {settle: '168h', issue: 'always'}}
  const runs = await dailyRuns(records, options)
  for (let day = 1; day <= 38; day++) {
    if (day === 9 || day === 20) continue
    const one = await runOfDay(runs, day, day === 14 ? killing() : {})
    await expectSound(one)
    expect(one.log.join('\n')).not.toContain('can’t be read back')
  }
  const before = runs.tenant.simulator.counters.searches
  const later = {at: october.to + 8 * dayLength}
  const closed = await runOfMonth(runs, later)
  await expectSound(closed)
  expect(closed.outputs.status).toBe('complete')
  expect(closed.folder?.rows).toHaveLength(900)
  // The runs that never came, or were killed, were those that had to read the 2nd, 7th and 13th day again.
  const taken = closed.folder?.manifest.resumed?.shorter?.map(({period}) => Number(period.slice(-2)))
  const days = Array.from({length: 31}, (_none, index) => index + 1)
  expect(taken).toEqual(days.filter(day => ![2, 7, 13].includes(day)))
  // Those three days and the sample.
  expect(runs.tenant.simulator.counters.searches - before).toBeLessThanOrEqual(3 * 8 + 6)
  expectSameMonth(closed, await monthAtOnce(records, {...options, ...later}))
  const [issue, ...others] = runs.tenant.simulator.issues
  expect(others.filter(({title}) => title.includes('2026-10'))).toEqual([])
  expect(issue?.title).toContain('2026-10: complete')
})

test('whichever days are there, missing, killed or read again, the month is the same', async () => {
  const records = octoberRecords(150)
  const whole = await monthAtOnce(records)
  const runsOfDays = fc.uniqueArray(
    fc.record({
      day: fc.integer({min: 1, max: 33}),
      backfill: fc.integer({min: 0, max: 7}),
      isKilled: fc.boolean(),
      period: fc.constantFrom('previous-day', 'previous-week', 'last-24h'),
    }),
    {selector: one => one.day, minLength: 1, maxLength: 5},
  )
  await fc.assert(
    fc.asyncProperty(runsOfDays, async chosen => {
      const runs = await dailyRuns(records)
      for (const {day, backfill, isKilled, period} of chosen.sort((a, b) => a.day - b.day)) {
        const inputs = {period, backfill: String(period === 'previous-week' ? backfill % 2 : backfill)}
        const {log} = await runOfDay(runs, day, {inputs, ...(isKilled ? killing() : {})})
        expect(log.join('\n')).not.toContain('can’t be read back')
      }
      const closed = await runOfMonth(runs)
      await expectSound(closed)
      expect(closed.outputs.status).toBe('complete')
      expectSameMonth(closed, whole)
      expect(derived(closed)).toEqual(derived(whole))
    }),
    {numRuns: 12, seed: 22},
  )
})

test('a week is a part of both months that it lies in', async () => {
  const runs = await dailyRuns(octoberRecords(60), {inputs: {issue: 'always'}})
  const week = await runOfDay(runs, 4, {inputs: {period: 'previous-week', backfill: '0'}})
  expect(week.outputs.period).toBe('2026-W40')
  expect(runs.tenant.simulator.issues.map(({title}) => title.slice(0, 36))).toEqual([
    'Microsoft 365 audit log 2026-09: pro',
    'Microsoft 365 audit log 2026-10: pro',
  ])
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

test.each([
  ['Graph', {source: 'graph'}],
  ['both sources', {source: 'both'}],
  ['pseudonyms', {'pseudonym-key': 'a key of the tests, and of nothing else'}],
  ['filters', {operations: 'FileAccessed,Send,UserLoggedIn'}],
  ['a zone', {timezone: 'America/New_York'}],
  ['a name without the period', {'artifact-name': 'audit'}],
])('a month from its days with %s is the same as one that is read at once', async (_name, inputs) => {
  const records = octoberRecords(60)
  const runs = await dailyRuns(records, {inputs})
  const {log} = await runOfDay(runs, 9, {inputs: {backfill: '5'}})
  expect(log.join('\n')).not.toContain('can’t be read back')
  const closed = await runOfMonth(runs)
  await expectSound(closed)
  expect(closed.outputs.status, closed.log.join('\n')).toBe('complete')
  expect(closed.folder?.manifest.resumed?.shorter?.length).toBeGreaterThanOrEqual(3)
  expectSameMonth(closed, await monthAtOnce(records, {inputs}))
})

describe('days that are not believed', () => {
  const records = octoberRecords(60)

  test('are read from the tenant: those of a pull request’s run, and with state-key those without its MAC', async () => {
    const runs = await dailyRuns(records)
    await runOfDay(runs, 9, {inputs: {backfill: '5'}})
    const made = runs.artifacts.kept.length
    expect((await runOfMonth({...runs, artifacts: runs.artifacts.copy()})).folder?.manifest.resumed).toBeDefined()

    const keyed = {inputs: {'state-key': 'a key of the tests, and of nothing else'}}
    const unsealed = await runOfMonth({...runs, artifacts: runs.artifacts.copy()}, keyed)
    expect(unsealed.folder?.manifest.resumed).toBeUndefined()
    expect(unsealed.annotations.map(({message}) => message).join()).toContain('only what carries its MAC is taken')

    const foreign = new ArtifactStore()
    for (const {name, folder} of runs.artifacts.kept.slice(0, made)) {
      const files = readdirSync(folder).map(file => join(folder, file))
      foreign.upload({name, root: folder, files, retentionDays: 0}, october.to, {
        event: 'pull_request',
        path: '.github/workflows/audit.yml',
      })
    }
    const refused = await runOfMonth({...runs, artifacts: foreign})
    expect(refused.folder?.manifest.resumed).toBeUndefined()
    expect(refused.log.join('\n')).toMatch(
      /Refused: artifact \d+ \(m365-audit-.*\) of run \d+: its run was started by the event pull_request/,
    )
    for (const result of [unsealed, refused]) expect(result.folder?.rows).toHaveLength(60)
  })
})

test('a month is not reviewed while it is made from its days', async () => {
  const runs = await dailyRuns(octoberRecords(20), {inputs: {issue: 'always', reviewers: '1', backfill: '0'}})
  await runOfDay(runs, 5)
  const {tenant, artifacts} = runs
  const event = tenant.simulator.issueTracker.commentEvent(1, {by: 'ines', body: '/reviewed all of it'})
  const review = await reviewMonth({tenant, artifacts, event, inputs: {reviewers: '1'}})
  expect(review.file).toBeUndefined()
  expect(review.log.join('\n')).toContain('2026-10 is still made from its days')
})

describe('an encrypted month', () => {
  test('of days without a state-key is not known: the incidents of the day by itself count', async () => {
    const {generateX25519Identity, identityToRecipient} = await import('age-encryption')
    const recipient = await identityToRecipient(await generateX25519Identity())
    const records = [...octoberRecords(60), ruleThatDeletes(Date.UTC(2026, 9, 9, 9), 1)]
    const runs = await dailyRuns(records, {inputs: {'encrypt-to': recipient, issue: 'always', backfill: '0'}})
    const day = await runOfDay(runs, 9)
    expect(day.log.join('\n')).toContain('What this run wrote of 2026-10-09 can’t be read back')
    expect(day.outputs).toMatchObject({incidents: '1', 'issue-url': ''})
    expect(runs.tenant.simulator.issues).toEqual([])
  })

  test('is made from the sealed journals of its days', async () => {
    const {generateX25519Identity, identityToRecipient} = await import('age-encryption')
    const recipient = await identityToRecipient(await generateX25519Identity())
    const inputs = {'encrypt-to': recipient, 'state-key': 'a key of the tests, and of nothing else', issue: 'always'}
    const runs = await dailyRuns(octoberRecords(120), {inputs})
    const day = await runOfDay(runs, 9, {inputs: {backfill: '5'}})
    expect(day.log.join('\n')).not.toContain('can’t be read back')
    expect(runs.tenant.simulator.issues).toHaveLength(1)
    const closed = await runOfMonth(runs)
    const {status, resumed, records} = closed.folder?.manifest ?? {}
    expect({status, records}, closed.log.join('\n')).toEqual({status: 'complete', records: 120})
    expect(resumed?.shorter?.map(({period}) => period)).toEqual(['2026-10-04', '2026-10-05', '2026-10-06'])
  })
})
