/** Whether reading everything twice fits the time that is left, at the pace so far. Pure. */

export interface Forecast {
  /** Readings that are likely to come. */
  readings: number
  /** That they are likely to take, and that are left; milliseconds. */
  needed: number
  left: number
  fits: boolean
}

/** Readings, and a share of the period, after which pace and density say something. */
const leastReadings = 20
const leastShare = 0.1

/**
 * Undefined as long as too little was read.
 * @param share of the period that is settled, 0 to 1.
 * @param elapsed milliseconds since reading began; readings at once are in it.
 */
export function forecast({readings, done, share, elapsed, left}: Pace): Forecast | undefined {
  if (done < leastReadings || share < leastShare) return undefined
  const needed = (readings * elapsed) / done
  return {readings, needed, left, fits: needed <= left}
}

interface Pace {
  readings: number
  done: number
  share: number
  elapsed: number
  left: number
}
