import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {monthAt} from '../../src/audit/period.ts'
import {contains} from '../../src/audit/window.ts'
import {
  activeInAll,
  monthCoverage,
  notProvenAgain,
  type ProvenWindow,
  sinceLastRun,
} from '../../src/report/month-so-far.ts'
import type {RedactedIncident} from '../../src/report/redacted-incidents.ts'
import {at, day, hour} from '../builders.ts'

const october = monthAt(at('2026-10-15'), 'UTC')
const settle = 3 * day
const dayOf = (date: number, more: Partial<ProvenWindow> = {}): ProvenWindow => {
  const start = october.start + (date - 1) * day
  return {start, end: start + day, began: start + day + 3 * hour, ...more}
}

describe('what the days of a month prove', () => {
  test('is provisional while they follow each other, also where the first ones were before the first run', () => {
    const coverage = monthCoverage(october, [dayOf(5), dayOf(6)], {until: dayOf(6).end, settle})
    expect(coverage.status).toBe('provisional')
    expect(coverage.reasons).toEqual([
      'Not read so far: 2026-10-01T00:00:00Z to 2026-10-05T00:00:00Z. The month’s own export reads it.',
      'The month so far, up to 2026-10-07T00:00:00Z; the month’s own export, after 2026-11-04T00:00:00Z, closes it.',
    ])
  })

  test('is incomplete where one between them is missing, or the last one', () => {
    expect(monthCoverage(october, [dayOf(5), dayOf(7)], {until: dayOf(7).end, settle}).status).toBe('incomplete')
    expect(monthCoverage(october, [dayOf(5)], {until: dayOf(7).end, settle}).status).toBe('incomplete')
  })

  test('is incomplete where nothing is proven', () => {
    const {status, reasons} = monthCoverage(october, [], {until: dayOf(7).end, settle})
    expect(status).toBe('incomplete')
    expect(reasons[0]).toMatch(/^Not proven so far: 2026-10-01T00:00:00Z to 2026-10-08T00:00:00Z/)
  })

  test('is settled as far as it was read late enough', () => {
    const late = dayOf(5, {began: dayOf(5).end + settle})
    expect(monthCoverage(october, [late, dayOf(6)], {until: dayOf(6).end, settle}).settled).toEqual([
      {start: late.start, end: late.end},
    ])
  })

  test('tiles the time up to the last run: each moment is proven or open', () => {
    const windows = fc.array(
      fc
        .record({from: fc.integer({min: -20, max: 760}), hours: fc.integer({min: 1, max: 60})})
        .map(({from, hours}) => ({
          start: october.start + from * hour,
          end: october.start + (from + hours) * hour,
          began: 0,
        })),
      {maxLength: 15},
    )
    fc.assert(
      fc.property(windows, fc.integer({min: 1, max: 744}), (proven, hours) => {
        const until = october.start + hours * hour
        const coverage = monthCoverage(october, proven, {until, settle})
        for (let moment = october.start; moment < until; moment += hour) {
          const within = (some: readonly {start: number; end: number}[]) =>
            some.filter(one => contains(one, moment)).length
          const isProven = proven.some(one => contains(one, moment))
          expect(within(coverage.proven)).toBe(isProven ? 1 : 0)
          expect(within(coverage.open)).toBe(isProven ? 0 : 1)
        }
        for (const {start, end} of [...coverage.proven, ...coverage.open]) {
          expect(start).toBeGreaterThanOrEqual(october.start)
          expect(end).toBeLessThanOrEqual(until)
        }
      }),
      {numRuns: 40},
    )
  })
})

describe('what a run proved', () => {
  const hours = fc.tuple(fc.integer({min: -20, max: 760}), fc.integer({min: 1, max: 60})).map(([from, length]) => ({
    start: october.start + from * hour,
    end: october.start + (from + length) * hour,
    began: 0,
  }))

  test('is lacking where the month so far does not prove it as well, moment by moment', () => {
    fc.assert(
      fc.property(fc.array(hours, {maxLength: 6}), fc.array(hours, {maxLength: 6}), (own, all) => {
        const coverage = monthCoverage(october, all, {until: october.end, settle})
        const lacking = notProvenAgain(own, {month: october, coverage})
        const within = (some: readonly {start: number; end: number}[], moment: number) =>
          some.some(one => contains(one, moment))
        for (let moment = october.start - 24 * hour; moment < october.end + 24 * hour; moment += hour)
          expect(within(lacking, moment)).toBe(contains(october, moment) && within(own, moment) && !within(all, moment))
      }),
      {numRuns: 40},
    )
  })
})

test('what is active is unknown while it is so of one month', () => {
  expect(activeInAll([[1], [2, 3]])).toEqual([1, 2, 3])
  expect(activeInAll([[1], undefined])).toBeUndefined()
})

test('new since the last run is what began in its time, and not what later days showed', () => {
  const incident = (first: number, last: number) => ({first: dayOf(first).start, last: dayOf(last).start})
  const incidents = [incident(1, 2), incident(2, 4), incident(3, 5), incident(6, 6)]
  const {fresh, continued} = sinceLastRun(incidents as unknown as RedactedIncident[], dayOf(3))
  expect(fresh).toEqual([incident(3, 5)])
  expect(continued).toEqual([incident(2, 4)])
})
