/** Searches and requests that a day's run takes, by the real collector: yesterday, and the day whose late records have come. */
import {expect} from 'vitest'
import {countBefore, type SampleMonth, sampleMonth} from '../../bench/months.ts'
import {readMonth} from '../../bench/read-month.ts'
import {Density} from '../../src/audit/density.ts'
import type {TimeWindow} from '../../src/audit/window.ts'

const day = 86_400_000
const settled = 4

/** Of docs/daily.md, for a tenant with a million records a month: of each reading of a day, and of both that a run makes. */
const most = {first: 18, all: 30, together: 50, requests: 170}
/** Where no profile of the last month is known. */
const mostUnplanned = {first: 20, all: 32, together: 55}
/** Rows of a page: one request each. */
const page = 1000

/** @param days of the month, from 0. */
export async function checkCallsOfDays(seed: number, bursts: boolean, days: readonly number[]): Promise<void> {
  const month = sampleMonth(1_000_000, bursts, seed)
  for (const at of days) {
    const yesterday = await callsOf(month, dayOf(month, at), lastMonth(month))
    const again = dayOf(month, at - settled + 1)
    const repeated = await callsOf(month, again, supposed(month, again))
    expect(Math.max(yesterday.readings.first, repeated.readings.first)).toBeLessThanOrEqual(most.first)
    expect(Math.max(yesterday.calls, repeated.calls)).toBeLessThanOrEqual(most.all)
    expect(yesterday.calls + repeated.calls).toBeLessThanOrEqual(most.together)
    expect(yesterday.requests + repeated.requests).toBeLessThanOrEqual(most.requests)
    const unplanned = await callsOf(month, dayOf(month, at))
    expect(unplanned.readings.first).toBeLessThanOrEqual(mostUnplanned.first)
    expect(unplanned.calls).toBeLessThanOrEqual(mostUnplanned.all)
    expect(unplanned.calls + repeated.calls).toBeLessThanOrEqual(mostUnplanned.together)
  }
}

function dayOf({start}: SampleMonth, at: number): TimeWindow {
  return {start: start + at * day, end: start + (at + 1) * day}
}

async function callsOf(month: SampleMonth, period: TimeWindow, density?: Density) {
  let requests = 0
  const serve = async (rows: number) => {
    requests += Math.max(1, Math.ceil(rows / page))
  }
  const read = await readMonth({...month, ...period}, {...(density && {density}), serve, confirm: 'sample'})
  return {...read, requests}
}

/** The month's own weeks stand for those of the month before. */
function lastMonth(month: SampleMonth): Density {
  const density = new Density()
  for (let start = month.start; start < month.end; start += day / 12)
    suppose(density, month, {start, end: start + day / 12})
  return density
}

/** A day's first reading, by which its second one is cut: three times, since it counts for more than a month before. */
function supposed(month: SampleMonth, {start, end}: TimeWindow): Density {
  const density = new Density()
  for (let time = 0; time < 3; time++)
    for (let at = start; at < end; at += day / 12) suppose(density, month, {start: at, end: at + day / 12})
  return density
}

function suppose(density: Density, {times}: SampleMonth, window: TimeWindow): void {
  density.suppose(window, countBefore(times, window.end) - countBefore(times, window.start))
}
