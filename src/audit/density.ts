/** How many records an hour is likely to hold: learned while a month is read, used to cut the next window. */
import {shortestWindow, type TimeWindow} from './window.ts'

const hour = 3_600_000
const hoursOfWeek = 168

/**
 * Share of a working day's records in each UTC hour, in percent, before anything is known of the tenant: an
 * office-hours curve. The first days of the month replace it.
 */
const officeCurve = [1, 1, 1, 1, 1, 1, 2, 4, 6, 9, 9, 9, 8, 8, 8, 8, 6, 5, 3, 2, 2, 2, 1, 1]

/** Records of a weekend's hour beside those of the same hour of a working day, before anything is known of weekends. */
const weekendShare = 0.5
/** What that supposition is worth, in percent of a working day. */
const weightOfShare = 1

/** Hours of observation that the broader estimate is worth, beside a bin's own. */
const weightOfDay = 1
const weightOfCurve = 0.3
/** What an hour of an earlier month is worth beside one of this. */
const weightOfEarlier = 0.5

/**
 * An estimate by hour of the week, leaning on the same hour of like days (working or weekend) and, before that, on
 * the office curve at the level seen so far on like days. A short memory of the last windows follows quiet and busy
 * days: of working days apart from weekends, so that a Monday is not taken for a Sunday.
 */
export class Density {
  private readonly rows = new Float64Array(hoursOfWeek)
  private readonly hours = new Float64Array(hoursOfWeek)
  private readonly dayRows = new Float64Array(48)
  private readonly dayHours = new Float64Array(48)
  /** By kind of day. */
  private readonly totals = new Float64Array(2)
  private readonly totalCurves = new Float64Array(2)
  private readonly trends = new Float64Array([1, 1])

  /** The same estimate, that learns apart from this one. */
  copy(): Density {
    const copy = new Density()
    copy.rows.set(this.rows)
    copy.hours.set(this.hours)
    copy.dayRows.set(this.dayRows)
    copy.dayHours.set(this.dayHours)
    copy.totals.set(this.totals)
    copy.totalCurves.set(this.totalCurves)
    copy.trends.set(this.trends)
    return copy
  }

  /** Learns from a window that was read whole: when its records happened. Times in milliseconds, any order. */
  learn(window: TimeWindow, times: readonly number[]): void {
    this.follow(window, times.length)
    for (const [bin, part] of binsOf(window)) {
      add(this.hours, bin, part)
      add(this.dayHours, likeDay(bin), part)
      add(this.totalCurves, kindOf(bin), curveAt(bin) * part)
    }
    for (const time of times) {
      const bin = hourOfWeek(time)
      add(this.rows, bin, 1)
      add(this.dayRows, likeDay(bin), 1)
      add(this.totals, kindOf(bin), 1)
    }
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
      add(this.totalCurves, kindOf(bin), curveAt(bin) * worth)
      add(this.totals, kindOf(bin), rows)
    }
  }

  /** Learns from a window that held more than one answer does: at least so many records, nobody knows how many. */
  learnAtLeast(window: TimeWindow, rows: number): void {
    if (this.totals.some(total => total > 0)) this.follow(window, rows)
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
    return this.totalCurves.some(curve => curve > 0)
  }

  /** Records an hour in this hour of the week. */
  private rate(bin: number): number {
    return this.usual(bin) * (this.trends[kindOf(bin)] ?? 1)
  }

  /** The same, whatever the last windows held. */
  private usual(bin: number): number {
    const day = likeDay(bin)
    const curve = this.level(kindOf(bin)) * curveAt(bin)
    const like = ((this.dayRows[day] ?? 0) + weightOfCurve * curve) / ((this.dayHours[day] ?? 0) + weightOfCurve)
    return ((this.rows[bin] ?? 0) + weightOfDay * like) / ((this.hours[bin] ?? 0) + weightOfDay)
  }

  /** Records for each percent of a day, on days of this kind. */
  private level(kind: number): number {
    const [working = 0, weekend = 0] = this.totals
    const [workingCurve = 0, weekendCurve = 0] = this.totalCurves
    // What is known of one kind alone tells of the other.
    const ofWorking = workingCurve > 0 ? working / workingCurve : weekendCurve > 0 ? weekend / weekendCurve : 0
    if (kind === 0) return ofWorking
    const supposed = workingCurve > 0 ? weekendShare * ofWorking : ofWorking
    return (weekend + weightOfShare * supposed) / (weekendCurve + weightOfShare)
  }

  /** Of a window on days of both kinds, those tell most on which most was expected. */
  private follow(window: TimeWindow, seen: number): void {
    const usual = [0, 0]
    for (const [bin, part] of binsOf(window)) {
      const kind = kindOf(bin)
      usual[kind] = (usual[kind] ?? 0) + this.usual(bin) * part
    }
    const [working = 0, weekend = 0] = usual
    const kind = working >= weekend ? 0 : 1
    const [here = 0, other = 0] = kind === 0 ? [working, weekend] : [weekend, working]
    const trend = this.trends[kind] ?? 1
    if (here * trend + other < 1) return
    // A burst is over with its window: one window alone moves little.
    const ratio = Math.min(1.25, Math.max(0.75, (seen - other) / here))
    this.trends[kind] = Math.min(3, Math.max(0.4, trend ** 0.7 * ratio ** 0.3))
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
  return (bin % 24) + 24 * kindOf(bin)
}

/** 0 for working days, 1 for weekends. */
function kindOf(bin: number): 0 | 1 {
  return bin >= 120 ? 1 : 0
}

function curveAt(bin: number): number {
  return officeCurve[bin % 24] ?? 1
}

function add(bins: Float64Array, index: number, amount: number): void {
  bins[index] = (bins[index] ?? 0) + amount
}
