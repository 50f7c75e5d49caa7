/** How many records an hour is likely to hold: learned while a month is read, used to cut the next window. */
import {shortestWindow, type TimeWindow} from './window.ts'

const hour = 3_600_000
const hoursOfWeek = 168

/**
 * Share of a working day's records in each UTC hour, in percent, before anything is known of the tenant: an
 * office-hours curve. The first days of the month replace it.
 */
const officeCurve = [1, 1, 1, 1, 1, 1, 2, 4, 6, 9, 9, 9, 8, 8, 8, 8, 6, 5, 3, 2, 2, 2, 1, 1]

/** Hours of observation that the broader estimate is worth, beside a bin's own. */
const weightOfDay = 1
const weightOfCurve = 0.6
/** What an hour of an earlier month is worth beside one of this. */
const weightOfEarlier = 0.5

/**
 * An estimate by hour of the week, leaning on the same hour of like days (working or weekend) and, before that, on
 * the office curve at the level seen so far. A short memory of the last windows follows quiet and busy days.
 */
export class Density {
  private readonly rows = new Float64Array(hoursOfWeek)
  private readonly hours = new Float64Array(hoursOfWeek)
  private readonly dayRows = new Float64Array(48)
  private readonly dayHours = new Float64Array(48)
  private total = 0
  private totalCurve = 0
  private trend = 1

  /** The same estimate, that learns apart from this one. */
  copy(): Density {
    const copy = new Density()
    copy.rows.set(this.rows)
    copy.hours.set(this.hours)
    copy.dayRows.set(this.dayRows)
    copy.dayHours.set(this.dayHours)
    copy.total = this.total
    copy.totalCurve = this.totalCurve
    copy.trend = this.trend
    return copy
  }

  /** Learns from a window that was read whole: when its records happened. Times in milliseconds, any order. */
  learn(window: TimeWindow, times: readonly number[]): void {
    const expectedBefore = this.expected(window)
    for (const [bin, part] of binsOf(window)) {
      add(this.hours, bin, part)
      add(this.dayHours, likeDay(bin), part)
      this.totalCurve += (officeCurve[bin % 24] ?? 1) * part
    }
    for (const time of times) {
      const bin = hourOfWeek(time)
      add(this.rows, bin, 1)
      add(this.dayRows, likeDay(bin), 1)
    }
    this.total += times.length
    this.follow(expectedBefore, times.length)
  }

  /**
   * Takes over what an earlier month knew of a window, spread evenly, for a part of what seeing it now would be worth:
   * the week's shape lasts, its level changes.
   */
  suppose(window: TimeWindow, records: number): void {
    const length = (window.end - window.start) / hour
    for (const [bin, part] of binsOf(window)) {
      const worth = part * weightOfEarlier
      const rows = (records / length) * worth
      add(this.hours, bin, worth)
      add(this.dayHours, likeDay(bin), worth)
      add(this.rows, bin, rows)
      add(this.dayRows, likeDay(bin), rows)
      this.totalCurve += (officeCurve[bin % 24] ?? 1) * worth
      this.total += rows
    }
  }

  /** Learns from a window that held more than one answer does: at least so many records, nobody knows how many. */
  learnAtLeast(window: TimeWindow, rows: number): void {
    if (this.total > 0) this.follow(this.expected(window), rows)
  }

  expected(window: TimeWindow): number {
    let sum = 0
    for (const [bin, part] of binsOf(window)) sum += this.rate(bin) * part
    return sum
  }

  /**
   * The end of a window from `start` that is expected to hold `aim` records; never past `limit`, on a whole second,
   * and at most `longest` milliseconds long.
   */
  reach(start: number, limit: number, aim: number, longest: number): number {
    const last = Math.min(limit, start + longest)
    let sum = 0
    for (const [bin, part, from] of binsOf({start, end: last})) {
      const rows = this.rate(bin) * part
      if (sum + rows >= aim) {
        const into = ((aim - sum) / rows) * part * hour
        const end = Math.floor((from + into) / shortestWindow) * shortestWindow
        return Math.min(last, Math.max(end, start + shortestWindow))
      }
      sum += rows
    }
    return last
  }

  get known(): boolean {
    return this.totalCurve > 0
  }

  /** Records an hour in this hour of the week. */
  private rate(bin: number): number {
    const day = likeDay(bin)
    const level = this.totalCurve === 0 ? 0 : this.total / this.totalCurve
    const curve = level * (officeCurve[bin % 24] ?? 1)
    const like = ((this.dayRows[day] ?? 0) + weightOfCurve * curve) / ((this.dayHours[day] ?? 0) + weightOfCurve)
    const own = ((this.rows[bin] ?? 0) + weightOfDay * like) / ((this.hours[bin] ?? 0) + weightOfDay)
    return own * this.trend
  }

  private follow(expected: number, seen: number): void {
    if (expected < 1) return
    // A burst is over with its window: one window alone moves little.
    const ratio = Math.min(1.25, Math.max(0.75, seen / (expected / this.trend)))
    this.trend = Math.min(3, Math.max(0.4, this.trend ** 0.7 * ratio ** 0.3))
  }
}

/** The hours of the week a window touches: bin, length in hours, first moment. Bin 0 is Monday 00:00 UTC. */
function* binsOf(window: TimeWindow): Iterable<[bin: number, part: number, from: number]> {
  for (let from = window.start; from < window.end; ) {
    const to = Math.min(window.end, (Math.floor(from / hour) + 1) * hour)
    yield [hourOfWeek(from), (to - from) / hour, from]
    from = to
  }
}

function hourOfWeek(time: number): number {
  // 1 January 1970 was a Thursday.
  return (Math.floor(time / hour) + 72) % hoursOfWeek
}

/** Bins 0–23 for the hours of working days, 24–47 for those of weekends. */
function likeDay(bin: number): number {
  return (bin % 24) + (bin >= 120 ? 24 : 0)
}

function add(bins: Float64Array, index: number, amount: number): void {
  bins[index] = (bins[index] ?? 0) + amount
}
