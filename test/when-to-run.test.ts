import {describe, expect, test} from 'vitest'
import {parsePeriod} from '../src/audit/period.ts'
import {instantOf} from '../src/audit/record.ts'
import type {MonthSettings} from '../src/inputs/settings.ts'
import {whenToRun} from '../src/when-to-run.ts'
import {at, failureOf} from './builders.ts'
import {aListener} from './listener.ts'
import {aWorld} from './signin/world.ts'

interface Given {
  period?: string
  timezone?: string
  runOn?: 'any-day' | 'last-day'
  /** When the run was created, as GitHub says; absent outside of GitHub. */
  created?: string
  now: string
}

/** GitHub knows the run; `status` other than 200 keeps it from telling. */
function when({period = 'auto', timezone = 'UTC', runOn = 'any-day', created, now}: Given, status = 200) {
  const parsed = parsePeriod(period)
  if ('mistake' in parsed) throw new Error(parsed.mistake)
  let asked = 0
  const world = aWorld(async () => {
    asked++
    return new Response(JSON.stringify({created_at: `${created}Z`}), {status})
  }, at(now))
  const host = aListener(created === undefined ? {} : {repository: 'o/r', runId: '1'})
  const settings = {period: parsed.ok, timezone, runOn} as MonthSettings
  return {answer: whenToRun(settings, host, world), asked: () => asked}
}

async function monthOf(given: Given): Promise<string> {
  const answer = await when(given).answer
  return 'skip' in answer ? `skip: ${answer.skip}` : answer.run.text
}

describe('the month', () => {
  test('is that of the run’s creation, even if the run starts or is repeated much later', async () => {
    expect(await monthOf({created: '2026-10-31T23:50:00', now: '2026-11-01T00:30:00'})).toBe('2026-10')
    expect(await monthOf({created: '2026-10-20T12:00:00', now: '2026-12-24T12:00:00'})).toBe('2026-09')
  })

  test('is that of now where there is no run, and nothing is asked', async () => {
    const {answer, asked} = when({now: '2026-10-31T12:00:00'})
    expect(await answer).toMatchObject({run: {text: '2026-10'}, notes: []})
    expect(asked()).toBe(0)
  })

  test('is that of now where GitHub does not tell, which is noted', async () => {
    const {answer} = when({created: '2026-10-31T23:50:00', now: '2026-11-01T00:30:00'}, 403)
    const chosen = await answer
    expect(chosen).toMatchObject({run: {text: '2026-10'}})
    expect('notes' in chosen && chosen.notes.join()).toMatch(/403.*actions: read.*present time/)
  })

  test.each(['2026-09', '2026-09-01/2026-09-15'])('that is named (%s) needs no question', async period => {
    const {answer, asked} = when({period, created: '2026-10-31T23:50:00', now: '2026-11-01T00:30:00'})
    expect('run' in (await answer)).toBe(true)
    expect(asked()).toBe(0)
  })
})

describe('run-on: last-day', () => {
  const lastDay = (given: Omit<Given, 'runOn'>) => monthOf({runOn: 'last-day', ...given})

  test('exports the month that ends', async () => {
    expect(await lastDay({created: '2026-10-31T22:00:00', now: '2026-10-31T22:01:00'})).toBe('2026-10')
  })

  test.each([
    ['auto', '2026-10'],
    ['current-month', '2026-10'],
    ['previous-month', '2026-09'],
  ])('means the same month when the scheduler is late (%s)', async (period, expected) => {
    for (const created of ['2026-10-31T23:00:00', '2026-11-01T01:00:00', '2026-11-02T11:00:00'])
      expect(await lastDay({period, created, now: created})).toBe(expected)
  })

  test('does nothing on other days, and says why and when it will', async () => {
    expect(await lastDay({created: '2026-10-30T22:00:00', now: '2026-10-31T01:00:00'})).toBe(
      "skip: Nothing was done: run-on is last-day, and this run, created on 2026-10-30, is not for a month's last day in UTC. The next such day is 2026-10-31.",
    )
  })

  test('counts days in the zone', async () => {
    const created = '2026-10-30T12:00:00'
    expect(await lastDay({created, now: created, timezone: 'Pacific/Kiritimati'})).toBe('2026-10')
    const skipped = await lastDay({created: '2026-11-29T05:00:00', now: created, timezone: 'America/Los_Angeles'})
    expect(skipped).toContain('created on 2026-11-28')
    expect(skipped).toContain('2026-11-30')
  })

  test('asks when the run was created, whatever the period', async () => {
    const {answer, asked} = when({
      period: '2026-09',
      runOn: 'last-day',
      created: '2026-10-31T12:00:00',
      now: '2026-11-05T12:00:00',
    })
    expect(await answer).toMatchObject({run: {text: '2026-09'}})
    expect(asked()).toBe(1)
  })
})

describe('a period is refused', () => {
  test.each([
    ['that has not begun', '2026-11', 'has not begun yet'],
    ['that begins at this moment', '2026-10-15T12:00:00Z/2026-10-16', 'has not begun yet'],
    ['that ends before it begins', '2026-10-02/2026-10-01', 'before it has begun'],
  ])('%s', async (_name, period, words) => {
    const failure = await failureOf(when({period, now: '2026-10-15T12:00:00'}).answer)
    expect(failure.code).toBe('INPUT_PERIOD')
    expect(failure.message).toContain(words)
  })

  test('that is still going on is not', async () => {
    const answer = await when({period: '2026-10', now: '2026-10-15T12:00:00'}).answer
    expect('run' in answer && instantOf(answer.run.end)).toBe('2026-11-01T00:00:00Z')
  })
})
