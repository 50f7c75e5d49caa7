/** Months as lists of moments, for measuring how a plan fares against them. */

const hour = 3_600_000
/** Share of a working day by UTC hour, in percent. */
const officeHours = [1, 1, 1, 1, 1, 1, 2, 4, 6, 9, 9, 9, 8, 8, 8, 8, 6, 5, 3, 2, 2, 2, 1, 1]

export interface SampleMonth {
  start: number
  end: number
  /** Whole seconds in milliseconds, ascending. */
  times: Float64Array
}

/**
 * October 2026 with office hours, nearly empty weekends and days that differ; with bursts, a tenth of the records
 * comes in sixty stretches of five minutes.
 * @param within in whose hours alone moments are made: those of a very large month do not fit into memory.
 */
export function sampleMonth(
  records: number,
  bursts: boolean,
  seed: number,
  within?: readonly {start: number; end: number}[],
): SampleMonth {
  const random = generator(seed)
  const start = Date.UTC(2026, 9, 1)
  const hours = 31 * 24
  const weights = Array.from({length: hours}, (_none, index) => {
    const at = new Date(start + index * hour)
    const weekend = at.getUTCDay() === 0 || at.getUTCDay() === 6
    return (officeHours[at.getUTCHours()] ?? 1) * (weekend ? 0.08 : 1) * (0.85 + 0.3 * random())
  })
  const sum = weights.reduce((a, b) => a + b, 0)
  const times: number[] = []
  const isWanted = (at: number) => within?.some(window => window.start <= at && at < window.end) ?? true
  for (const [index, weight] of weights.entries()) {
    if (!isWanted(start + index * hour)) continue
    const count = Math.round((records * (bursts ? 0.9 : 1) * weight) / sum)
    for (let n = 0; n < count; n++) times.push(start + index * hour + Math.floor(random() * 3600) * 1000)
  }
  for (let burst = 0; bursts && burst < 60; burst++) {
    const at = start + Math.floor(random() * (hours * 3600 - 300)) * 1000
    if (!isWanted(at)) continue
    for (let n = 0; n < records / 600; n++) times.push(at + Math.floor(random() * 300) * 1000)
  }
  return {start, end: start + hours * hour, times: Float64Array.from(times).sort()}
}

/** How many records lie before the moment. */
export function countBefore(times: Float64Array, moment: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) < moment) low = middle + 1
    else high = middle
  }
  return low
}

/** mulberry32: small, seeded, the same everywhere. */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
