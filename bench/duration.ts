/** How long a month takes from a service with seconds to each call and a budget, beside the ideal for the same calls. */
import {machineDisk} from '../src/host/disk.ts'
import {Gate} from '../src/wire/gate.ts'
import {VirtualClock} from './clock.ts'
import {sampleMonth} from './months.ts'
import {readMonth} from './read-month.ts'
import type {Line} from './table.ts'

/** Seconds for a call, and for a row of its answer. */
const perCall = 4
const perRow = 0.005

interface Service {
  concurrency: number
  /** Seconds of its work that the service gives for each second, and how many it saves up; beyond, it answers 429. */
  budget?: {perSecond: number; saved: number}
}

const retryAfter = 20

export async function measureDuration(): Promise<Line[]> {
  const services: [name: string, service: Service][] = [
    ['as many calls at once as may be', {concurrency: 3}],
    ['throttled to two thirds of that', {concurrency: 3, budget: {perSecond: 2, saved: 300}}],
  ]
  const lines: Line[] = []
  for (const [name, service] of services) {
    const {taken, ideal, refused} = await monthWith(service)
    lines.push({
      name: `month of 1,000,000 records, ${name}`,
      value: taken / ideal,
      unit: '× ideal time',
      target: 1.1,
      detail: `${(taken / 60).toFixed(0)} min on the virtual clock, ${refused} calls refused`,
    })
  }
  return lines
}

async function monthWith({concurrency, budget}: Service): Promise<{taken: number; ideal: number; refused: number}> {
  const clock = new VirtualClock()
  const now = () => clock.time
  const sleep = (milliseconds: number) => clock.sleep(milliseconds)
  const quiet = () => {}
  const world = {fetch: () => Promise.reject(), disk: machineDisk, now, sleep, log: quiet, debug: quiet, mask: quiet}
  const gate = new Gate(world, concurrency)
  let [work, refused, saved, counted] = [0, 0, budget?.saved ?? 0, 0]

  /** Whether the budget has room for a call that costs so many seconds. */
  const spend = (seconds: number) => {
    if (!budget) return true
    saved = Math.min(budget.saved, saved + ((clock.time - counted) / 1000) * budget.perSecond)
    counted = clock.time
    if (saved < seconds) return false
    saved -= seconds
    return true
  }
  const serve = (rows: number) =>
    gate.through(async () => {
      const seconds = perCall + perRow * rows
      while (!spend(seconds)) {
        refused++
        gate.throttled(retryAfter * 1000)
        await sleep(retryAfter * 1000)
      }
      work += seconds
      await sleep(seconds * 1000)
    })

  await clock.run(readMonth(sampleMonth(1_000_000, false, 1), {concurrency, now, sleep, serve}))
  const ideal = Math.max(work / concurrency, budget ? (work - budget.saved) / budget.perSecond : 0)
  return {taken: clock.time / 1000, ideal, refused}
}
