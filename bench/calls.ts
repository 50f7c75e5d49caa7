/** Searches that a month takes: our plan through the real collector, beside fixed windows and an oracle. */
import {Density} from '../src/audit/density.ts'
import {countBefore, type SampleMonth, sampleMonth} from './months.ts'
import {cap, readMonth} from './read-month.ts'
import type {Line} from './table.ts'

export async function measureCalls(): Promise<Line[]> {
  const lines: Line[] = []
  for (const {records, bursts, target, mostCapped} of [
    {records: 100_000, bursts: false, target: 2, mostCapped: {}},
    {records: 1_000_000, bursts: false, target: 1.35, mostCapped: {target: 5}},
    {records: 1_000_000, bursts: true, target: 1.6, mostCapped: {}},
  ]) {
    const month = sampleMonth(records, bursts, 1)
    const oracle = Math.ceil(month.times.length / cap)
    const {calls: ours, capped, readings} = await readMonth(month)
    const {first} = readings
    const sampled = await readMonth(month, {confirm: 'sample'})
    const {calls: all} = await readMonth(month, {confirm: 'all'})
    const {first: informed} = (await readMonth(month, {density: profileOf(sampleMonth(0.9 * records, bursts, 2))}))
      .readings
    const name = `${records.toLocaleString('en')} records${bursts ? ', with bursts' : ''}`
    lines.push(
      {
        name: `searches, ${name}: ours, first readings`,
        value: first / oracle,
        unit: '× oracle',
        target,
        detail: `${first} of ${oracle}`,
        ...(records >= 1_000_000 ? {key: `calls${bursts ? ', bursts' : ''}`} : {}),
      },
      {
        name: `searches, ${name}: ours, with tests of signals`,
        value: ours / oracle,
        unit: '× oracle',
        detail: `${readings.signals} for signals, ${readings.doubt} for answers in doubt`,
      },
      {
        name: `searches, ${name}: ours, with a profile of another month`,
        value: informed / oracle,
        unit: '× oracle',
        target,
        detail: `${informed} of ${oracle}`,
      },
      {name: `searches, ${name}: ours, too full`, value: (100 * capped) / ours, unit: '% of them', ...mostCapped},
      {name: `searches, ${name}: one adaptive interval`, value: adaptiveCalls(month) / oracle, unit: '× oracle'},
      {name: `searches, ${name}: fixed 60 min`, value: fixedCalls(month, 60) / oracle, unit: '× oracle'},
      {name: `searches, ${name}: fixed 30 min`, value: fixedCalls(month, 30) / oracle, unit: '× oracle'},
      // Of a small month all is read twice where that takes fewer than 50 calls, and three windows in any case.
      {
        name: `searches, ${name}: confirm sample`,
        value: sampled.calls / ours,
        unit: '× confirm none',
        detail: `${sampled.readings.calibration} for calibration, ${sampled.readings.confirmation} for confirmation, ${sampled.readings.signals} for signals`,
        ...(records >= 1_000_000 ? {target: 1.15} : {}),
      },
      // Second readings are in halves, so that each window takes three; probes of the first windows count in a small month.
      {
        name: `searches, ${name}: confirm all`,
        value: all / ours,
        unit: '× confirm none',
        ...(records >= 1_000_000 ? {target: 3.1} : {}),
      },
    )
  }
  return lines
}

/** What an earlier month's manifest tells, read in windows of two hours. */
function profileOf({start, end, times}: SampleMonth): Density {
  const density = new Density()
  for (let at = start; at < end; at += 7_200_000) {
    const window = {start: at, end: at + 7_200_000}
    density.suppose(window, countBefore(times, window.end) - countBefore(times, window.start))
  }
  return density
}

/** What the sample scripts do: windows of one length, halved while they are too full. */
function fixedCalls(month: SampleMonth, minutes: number): number {
  let calls = 0
  const read = (start: number, end: number): void => {
    calls++
    if (countBefore(month.times, end) - countBefore(month.times, start) < cap || end - start <= 1000) return
    const middle = Math.round((start + end) / 2000) * 1000
    read(start, middle)
    read(middle, end)
  }
  for (let at = month.start; at < month.end; at += minutes * 60_000)
    read(at, Math.min(month.end, at + minutes * 60_000))
  return calls
}

/** What the better scripts do: one interval for all, made longer or shorter after each answer so that the next has 3,000 rows. */
function adaptiveCalls(month: SampleMonth): number {
  const wanted = 3000
  let calls = 0
  let length = 3_600_000
  for (let at = month.start; at < month.end; ) {
    const end = Math.min(month.end, at + length)
    const rows = countBefore(month.times, end) - countBefore(month.times, at)
    calls++
    if (rows >= cap && length > 1000) {
      length = Math.max(1000, length / 2)
      continue
    }
    at = end
    length = Math.min(86_400_000, length * Math.min(2, wanted / Math.max(1, rows)))
  }
  return calls
}
