/** The middle one of several measurements, which one disturbed round does not move. */

/** Of an even number, the upper of the two in the middle. @throws where there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new TypeError('there is no median of nothing')
  return middle
}

/** The one whose value is the median. @throws where there is none. */
export function medianBy<T>(all: readonly T[], value: (one: T) => number): T {
  const wanted = median(all.map(value))
  return all.find(one => value(one) === wanted) as T
}
