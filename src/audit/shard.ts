/** A period in parts, one for each job: a pure function of the period and the number of parts, so that all jobs agree without a word. */
import type {Period} from './period.ts'
import {instantOf} from './record.ts'
import type {TimeWindow} from './window.ts'

/** The `part`-th of `of` parts, counted from 1. */
export interface Shard {
  part: number
  of: number
}

/** More jobs than this wait for each other at the service; GitHub's own limit of a matrix is 256. */
export const mostShards = 64

const hour = 3_600_000
/** What an hour of a weekend holds compared with one of a working day, in an office with services that never rest. */
const weekend = 0.4

export function parseShard(text: string): Shard | undefined {
  const [, part, of] = /^(\d{1,3})\/(\d{1,3})$/.exec(text) ?? []
  const shard = {part: Number(part), of: Number(of)}
  return shard.part >= 1 && shard.part <= shard.of && shard.of <= mostShards ? shard : undefined
}

/** As in names of files and artifacts. */
export function shardName({part, of}: Shard): string {
  return `${part}of${of}`
}

/** The whole UTC hours at which a period can be cut. */
function hoursInside({start, end}: TimeWindow): number[] {
  const hours: number[] = []
  for (let at = (Math.floor(start / hour) + 1) * hour; at < end; at += hour) hours.push(at)
  return hours
}

/** How many parts a period has at most. */
export function shardsAtMost(period: TimeWindow): number {
  return Math.min(mostShards, hoursInside(period).length + 1)
}

/** Share of its deadline that a job is planned to take. */
const comfortable = 0.6

/**
 * In how many parts a period had best be read.
 * @param time that one job would take for all of it, and `deadline` of each job; in milliseconds.
 */
export function shardsWithin(period: TimeWindow, time: number, deadline: number): number {
  return Math.min(shardsAtMost(period), Math.max(1, Math.ceil(time / (comfortable * deadline))))
}

/**
 * The parts' bounds, in order: half open, on whole UTC hours, tiling the period. Each is to hold as much of a working
 * week as the others, with an hour at least.
 * @param of at most `shardsAtMost`.
 */
export function shardWindows(period: TimeWindow, of: number): TimeWindow[] {
  const hours = hoursInside(period)
  const total = weightBefore(period, period.end)
  const windows: TimeWindow[] = []
  let start = period.start
  let next = 0
  for (let part = 1; part < of; part++) {
    const last = hours.length - (of - part)
    while (next < last && weightBefore(period, hours[next] ?? period.end) < (total * part) / of) next++
    const end = hours[next++] ?? period.end
    windows.push({start, end})
    start = end
  }
  return [...windows, {start, end: period.end}]
}

/** Working hours from the period's start to the moment. */
function weightBefore({start}: TimeWindow, moment: number): number {
  let sum = 0
  for (let from = start; from < moment; ) {
    const to = Math.min(moment, (Math.floor(from / hour) + 1) * hour)
    const day = new Date(from).getUTCDay()
    sum += ((to - from) / hour) * (day === 0 || day === 6 ? weekend : 1)
    from = to
  }
  return sum
}

/** One part as a period of its own, with a label that differs from those of the whole and of the other parts. */
export function shardPeriod(period: Period, shard: Shard): Period {
  const {start, end} = shardWindows(period, shard.of)[shard.part - 1] ?? period
  const days = period.days.flatMap((day, index) => {
    const next = period.days[index + 1]?.start ?? period.end
    return day.start < end && next > start ? [{...day, start: Math.max(day.start, start)}] : []
  })
  const text = `${instantOf(start)}/${instantOf(end)}`
  return {label: `${period.label}-${shardName(shard)}`, text, timezone: period.timezone, start, end, days}
}
