/** What the export claims, and whether the step fails for it. */
import {afterAll, describe, expect, test} from 'vitest'
import {Failure} from '../../src/wire/failure.ts'
import {cleanUp} from '../runner.ts'
import {expectMonth, expectSound} from './expect-month.ts'
import {crowdScene, dayScene, minuteScene} from './expectations.ts'
import {exportMonth, longAfter, type MonthOptions, type MonthResult} from './month.ts'

afterAll(cleanUp)

const failures = ({annotations}: MonthResult) => annotations.filter(({level}) => level === 'fail')

function run(options: MonthOptions & {faults?: string} = {}): Promise<MonthResult> {
  const {records, period} = minuteScene()
  return exportMonth({
    ...options,
    simulator: {records, ...(options.faults && {faults: options.faults}), ...options.simulator},
    inputs: {period, ...options.inputs},
  })
}

describe('the verdict is provisional', () => {
  const end = Date.UTC(2026, 9, 6, 9, 1)
  test.each([
    ['an hour after the period', end + 3_600_000, '72h'],
    ['a second before it settles', end + 72 * 3_600_000 - 1000, '72h'],
    ['in the middle of the period', end - 30_000, '0h'],
  ])('%s', async (_name, now, settle) => {
    const result = await run({now, inputs: {settle}})
    expect(result.outputs.status).toBe('provisional')
    await expectSound(result)
    expect(failures(result)).toEqual([])
  })

  test('and complete a second later', async () => {
    const result = await run({now: end + 72 * 3_600_000})
    expect(result.outputs.status).toBe('complete')
  })

  test('a period that has not begun is refused before anything is read', async () => {
    const result = await run({now: end - 86_400_000})
    expect(result.outputs.status).toBe('failed')
    expect(failures(result)[0]?.message).toContain('[INPUT_PERIOD]')
    expect(result.simulator.counters.tokens).toBe(0)
  })
})

describe('the step fails', () => {
  const early = Date.UTC(2026, 9, 6, 10)
  test.each<[string, MonthOptions & {faults?: string}, string, boolean]>([
    ['incomplete', {faults: 'cancelled:always', inputs: {'fail-on': 'incomplete'}}, 'incomplete', true],
    ['incomplete', {faults: 'cancelled:always', inputs: {'fail-on': 'provisional'}}, 'incomplete', false],
    ['incomplete', {faults: 'cancelled:always', inputs: {'fail-on': 'never'}}, 'incomplete', false],
    ['provisional', {now: early, inputs: {'fail-on': 'incomplete'}}, 'provisional', false],
    ['provisional', {now: early, inputs: {'fail-on': 'incomplete,provisional'}}, 'provisional', true],
    ['complete', {inputs: {'fail-on': 'incomplete,provisional'}}, 'complete', false],
  ])('for %s as fail-on says: %j', async (_verdict, options, status, fails) => {
    const result = await run(options)
    expect(result.outputs.status).toBe(status)
    expect(failures(result).length > 0).toBe(fails)
    expect(result.folder).toBeDefined()
    expect(result.uploads[0]?.files.some(file => file.endsWith('manifest.json'))).toBe(true)
  })
})

describe('an empty answer proves nothing', () => {
  test('in the cloud whose search finds nothing', async () => {
    const result = await run({faults: 'always-empty', inputs: {cloud: 'china'}})
    expect(result.outputs.status).toBe('incomplete')
    expect(result.folder?.gaps.map(gap => gap.code)).toContain('CLOUD_ALWAYS_EMPTY')
  })

  test('where the tenant does not record', async () => {
    const result = await run({faults: 'auditing-off'})
    expect(result.outputs.status).toBe('incomplete')
    expect(result.folder?.gaps[0]).toMatchObject({code: 'AUDITING_OFF'})
    expect(result.summary).toContain('UnifiedAuditLogIngestionEnabled')
  })

  test('where records may have expired', async () => {
    const now = Date.UTC(2026, 9, 6, 9) + 181 * 86_400_000
    const result = await run({now, faults: 'retention'})
    await expectMonth(result, {status: 'incomplete', missing: 'in gaps', gaps: /^RETENTION$/})
  })
})

test('what is cancelled in the middle is written, uploaded and told', async () => {
  const {records} = dayScene()
  const controller = new AbortController()
  let searches = 0
  const result = await exportMonth({
    simulator: {records},
    inputs: {period: '2026-10-06/2026-10-07', concurrency: '1'},
    cancelled: controller.signal,
    intercept: request => {
      if (request.url.includes('InvokeCommand') && ++searches === 2) {
        controller.abort(new Failure({code: 'CANCELLED', message: 'The run was cancelled.', remedy: 'Run it again.'}))
      }
      return undefined
    },
  })
  await expectMonth(result, {status: 'incomplete', missing: 'in gaps', gaps: /^CANCELLED$/})
  expect(result.uploads[0]?.files.some(file => file.endsWith('manifest.json'))).toBe(true)
  expect(result.summary).toContain('CANCELLED')
})

test('rights that are lost in the middle leave what was read, and a gap that names them', async () => {
  const {records, period} = crowdScene()
  let proven = 0
  const result = await exportMonth({
    simulator: {records},
    inputs: {period, concurrency: '1', confirm: 'none'},
    intercept: request => {
      if (!request.url.includes('InvokeCommand')) return undefined
      return ++proven > 8 ? new Response(new Uint8Array(512), {status: 403}) : undefined
    },
  })
  await expectMonth(result, {status: 'incomplete', missing: 'in gaps', gaps: /^EXCHANGE_403$/})
})

test('a token that runs out again and again is renewed in time', async () => {
  const {records, period} = dayScene()
  const result = await exportMonth({
    simulator: {records, faults: 'slow:always', tokenLifetimeSeconds: 600},
    inputs: {period},
    now: longAfter,
  })
  await expectMonth(result, {status: 'complete'})
  expect(result.simulator.counters.tokens).toBeGreaterThan(1)
})
