/** Searches that a month takes, by the real collector: as multiples of what one would need who knows every record's time. */
import {expect} from 'vitest'
import {sampleMonth} from '../../bench/months.ts'
import {cap, readMonth} from '../../bench/read-month.ts'

/** First readings, without a profile of an earlier month, and the share that calibration and confirmation add. */
async function callsOf(month: {records: number; bursts: boolean; seed: number}) {
  const sample = sampleMonth(month.records, month.bursts, month.seed)
  const oracle = Math.ceil(sample.times.length / cap)
  const {calls, readings} = await readMonth(sample)
  const confirmed = await readMonth(sample, {confirm: 'sample'})
  expect([readings.calibration, readings.confirmation]).toEqual([0, 0])
  expect(confirmed.readings.calibration).toBe(1)
  expect(confirmed.readings.confirmation).toBeGreaterThan(0)
  return {first: readings.first / oracle, confirmation: confirmed.calls / calls}
}

const million = 1_000_000
/** .github/decisions/14-bursts-cost-calls.md says what bursts cost. */
const most = {smooth: 1.3, bursts: 1.65, burstsOnAverage: 1.6, confirmation: 1.15}

export async function checkSmoothMonth(seed: number): Promise<void> {
  const {first, confirmation} = await callsOf({records: million, bursts: false, seed})
  expect(first).toBeLessThanOrEqual(most.smooth)
  expect(confirmation).toBeLessThanOrEqual(most.confirmation)
}

export async function checkMonthsWithBursts(seeds: readonly number[]): Promise<void> {
  let sum = 0
  for (const seed of seeds) {
    const {first, confirmation} = await callsOf({records: million, bursts: true, seed})
    expect(first).toBeLessThanOrEqual(most.bursts)
    expect(confirmation).toBeLessThanOrEqual(most.confirmation)
    sum += first
  }
  expect(sum / seeds.length).toBeLessThanOrEqual(most.burstsOnAverage)
}

export async function checkEmptyMonth(): Promise<void> {
  const {calls} = await readMonth(sampleMonth(0, false, 1), {confirm: 'sample'})
  expect(calls).toBeLessThanOrEqual(40)
}
