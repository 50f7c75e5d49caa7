/** Whether reading everything twice fits the time that is left, at the pace so far. Pure. */

export interface Forecast {
  /** Readings that are likely to come. */
  readings: number
  /** That they are likely to take, and that are left; milliseconds. */
  needed: number
  left: number
  fits: boolean
}

/** Readings after which the pace says something. */
const leastReadings = 20

/**
 * Undefined as long as too little was read.
 * @param elapsed milliseconds since reading began; readings at once are in it.
 */
export function forecast(given: {readings: number; done: number; elapsed: number; left: number}): Forecast | undefined {
  const {readings, done, elapsed, left} = given
  if (done < leastReadings) return undefined
  const needed = (readings * elapsed) / done
  return {readings, needed, left, fits: needed <= left}
}
