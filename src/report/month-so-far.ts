/** A month that is still made from its days: what of it is proven, what is new, and what is said of both. */
import {rangeText, type Verdict} from '../audit/ledger.ts'
import {pluralise, thousands} from '../audit/numbers.ts'
import type {Period} from '../audit/period.ts'
import {instantOf} from '../audit/record.ts'
import {contains, mergedWindows, type TimeWindow} from '../audit/window.ts'
import type {Figures} from './figures.ts'
import {escapeMarkdown, markdownTable} from './markdown.ts'
import type {RedactedIncident} from './redacted-incidents.ts'

/** A window that a day's run proved. */
export interface ProvenWindow extends TimeWindow {
  /** When its reading began. Milliseconds since 1970 UTC. */
  began: number
}

export interface MonthCoverage {
  /** `incomplete` where something between the first and the last day that was read is not proven, or nothing is. */
  status: Exclude<Verdict, 'complete'>
  reasons: string[]
  /** Not proven up to `until`, in order. */
  open: TimeWindow[]
  /** Proven in time for all late records. */
  settled: TimeWindow[]
  proven: TimeWindow[]
}

/**
 * What the days of a month prove of it.
 * @param until up to where it was to be read. @param settle milliseconds in which late records come.
 */
export function monthCoverage(
  month: Period,
  windows: readonly ProvenWindow[],
  {until, settle}: {until: number; settle: number},
): MonthCoverage {
  const whole = {start: month.start, end: Math.min(month.end, until)}
  const proven = joined(windows, whole)
  const settled = joined(
    windows.filter(({began, end}) => began >= end + settle),
    whole,
  )
  const open = without(whole, proven)
  const first = proven[0]?.start ?? whole.start
  const holes = open.filter(({end}) => end > first)
  const reasons = [
    ...holes.map(hole => `Not proven so far: ${rangeText(hole)}. A later run, or the month’s own export, reads it.`),
    ...open
      .filter(({end}) => end <= first)
      .map(window => `Not read so far: ${rangeText(window)}. The month’s own export reads it.`),
    `The month so far, up to ${instantOf(whole.end)}; the month’s own export, after ${instantOf(month.end + settle)}, closes it.`,
  ]
  return {status: holes.length > 0 ? 'incomplete' : 'provisional', reasons, open, settled, proven}
}

/** In order, without overlaps, as far as they lie in a window. */
function joined(windows: readonly TimeWindow[], {start, end}: TimeWindow): TimeWindow[] {
  const found: TimeWindow[] = []
  for (const window of [...windows].sort((a, b) => a.start - b.start)) {
    const from = Math.max(window.start, start, found.at(-1)?.end ?? start)
    const to = Math.min(window.end, end)
    if (from < to) found.push({start: from, end: to})
  }
  return mergedWindows(found, () => true)
}

function without({start, end}: TimeWindow, covered: readonly TimeWindow[]): TimeWindow[] {
  const left: TimeWindow[] = []
  let at = start
  for (const window of covered) {
    if (window.start > at) left.push({start: at, end: window.start})
    at = window.end
  }
  if (at < end) left.push({start: at, end})
  return left
}

/** Of the windows, what `coverage` lacks: the time of records that are not here. */
export function notProvenAgain(
  windows: readonly TimeWindow[],
  {month, coverage}: {month: TimeWindow; coverage: Pick<MonthCoverage, 'proven'>},
): TimeWindow[] {
  return joined(windows, month).flatMap(window =>
    without(
      window,
      coverage.proven.filter(({start, end}) => start < window.end && window.start < end),
    ),
  )
}

export interface SinceLastRun {
  /** What began in the time that the last run read. */
  fresh: RedactedIncident[]
  /** What began before, and went on in it. */
  continued: RedactedIncident[]
}

/** @param read the time that the last run read; what began after it is neither, as where an old day is read anew. */
export function sinceLastRun(incidents: readonly RedactedIncident[], read: TimeWindow): SinceLastRun {
  const fresh = incidents.filter(({first}) => contains(read, first))
  const continued = incidents.filter(({first, last}) => first < read.start && last >= read.start)
  return {fresh, continued}
}

/** Undefined where one of the months is not known: of the others alone, its incidents would count as none. */
export function activeInAll<T>(months: readonly (readonly T[] | undefined)[]): T[] | undefined {
  return months.includes(undefined) ? undefined : months.flatMap(active => active ?? [])
}

const mostListed = 20

/** Markdown. @param read the period that the last run read, in words. */
export function sinceLastRunSection({fresh, continued}: SinceLastRun, read: string): string {
  const listed = (title: string, incidents: readonly RedactedIncident[]) => {
    if (incidents.length === 0) return []
    const lines = incidents
      .slice(0, mostListed)
      .map(({id, severity, title}) => `- ${severity}: ${escapeMarkdown(title, 200)} (${escapeMarkdown(id)})`)
    const more = incidents.length > mostListed ? [`- and ${incidents.length - mostListed} more`] : []
    return [[`${title}:`, '', ...lines, ...more].join('\n')]
  }
  const nothing = fresh.length + continued.length === 0 ? ['No incident began in it, and none went on.'] : []
  return [
    `## New since the last run\n\nOf ${escapeMarkdown(read)}, with the days before it:`,
    ...listed(`${pluralise(fresh.length, 'new incident')}`, fresh),
    ...listed(`${pluralise(continued.length, 'earlier incident')} with new records`, continued),
    ...nothing,
  ].join('\n\n')
}

/** Markdown: each day of the month up to the last one that was to be read. */
export function daysSection(
  month: Period,
  figures: Pick<Figures, 'days'>,
  coverage: MonthCoverage,
  until: number,
): string {
  const rows = month.days.flatMap(({date, start}, index) => {
    const day = {start, end: month.days[index + 1]?.start ?? month.end}
    if (start >= until) return []
    const within = {start: day.start, end: Math.min(day.end, until)}
    return [[date, thousands(figures.days[index]?.records ?? 0), stateOf(within, coverage)]]
  })
  return `## Days of ${escapeMarkdown(month.text)} so far\n\n${markdownTable(['Day', 'Records', 'State'], rows)}`
}

function stateOf(day: TimeWindow, {settled, proven}: MonthCoverage): string {
  const holds = (windows: readonly TimeWindow[]) => windows.some(({start, end}) => start <= day.start && day.end <= end)
  if (holds(settled)) return 'proven, late records included'
  if (holds(proven)) return 'proven, late records may follow'
  return proven.some(({start, end}) => start < day.end && day.start < end) ? 'proven in part' : 'not read'
}
