/** How long evidence is to be kept: whole days or years, as `archive-retain` says. */

export type RetentionPeriod = {days: number} | {years: number}

/** Longer can't be taken back, and is a mistake rather than a wish. */
export const mostYears = 10

/** `365d`, `7y`; undefined for anything else. Not limited here. */
export function parseRetentionPeriod(text: string): RetentionPeriod | undefined {
  const [, number = '', unit] = /^([1-9]\d{0,4})([dy])$/.exec(text) ?? []
  if (unit === undefined) return undefined
  return unit === 'y' ? {years: Number(number)} : {days: Number(number)}
}

/** The end of the retention, by the calendar in UTC and in whole seconds, which is what the service stores. */
export function endOfRetention(from: number, period: RetentionPeriod): number {
  const start = new Date(Math.ceil(from / 1000) * 1000)
  if ('days' in period) return start.getTime() + period.days * 86_400_000
  const end = new Date(start)
  end.setUTCFullYear(start.getUTCFullYear() + period.years)
  // 29 February becomes 1 March, which is later, not earlier.
  return end.getTime()
}

/** Whether it is longer than `mostYears`, whichever unit it is given in. */
export function isTooLong(period: RetentionPeriod): boolean {
  const from = Date.UTC(2000, 0, 1)
  return endOfRetention(from, period) > endOfRetention(from, {years: mostYears})
}
