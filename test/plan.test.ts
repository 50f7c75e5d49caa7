/** The pace that a plan supposes. */
import {expect, test} from 'vitest'
import {pace} from '../src/plan.ts'

const run = {started: '2026-11-01T00:00:00Z', finished: '2026-11-01T01:00:00Z'} as Parameters<typeof pace>[0]['run']
const hour = 3_600_000
const readings = {first: 20, doubt: 0, signals: 2, calibration: 1, confirmation: 7}

test('is of readings, as a plan counts them, and not of the pages that each takes', () => {
  const trust = {confirm: 'sample' as const, escalated: false, noise: [], readings}
  expect(pace({run, windows: [], trust}, 2)).toBe((2 * hour) / 30)
})

test('is of attempts where readings were not counted', () => {
  const windows = [3, 1].map(attempts => ({attempts})) as Parameters<typeof pace>[0]['windows']
  expect(pace({run, windows}, 1)).toBe(hour / 4)
  expect(pace({run, windows: []}, 1)).toBeUndefined()
})

test('is unknown of a run that took windows over', () => {
  const trust = {confirm: 'sample' as const, escalated: false, noise: [], readings}
  expect(pace({run, windows: [], trust, resumed: {windows: 3, interrupted: 0}}, 1)).toBeUndefined()
})
