/** Months, weeks, days and ranges in a time zone, turned into UTC instants; and whether today is a month's last day. */
import {Temporal} from 'temporal-polyfill'
import {instantOf} from './record.ts'
import type {TimeWindow} from './window.ts'

/** What the `period` input asks for, before it is known when the run was created. */
export type PeriodRequest =
  | {kind: 'auto' | 'current-month' | 'previous-month'}
  | {kind: 'previous-day' | 'previous-week'}
  | {kind: 'last-24h'}
  | {kind: 'month'; month: string}
  | {kind: 'day'; date: string}
  /** By ISO 8601: from Monday, and of the year that has its Thursday. */
  | {kind: 'week'; year: number; week: number}
  | {kind: 'range'; from: string; to: string}

/** The stretch an export covers. `start` and `end` are milliseconds since 1970 UTC, half open. */
export interface Period {
  /** In file and artifact names: `2026-10`, `2026-W41`, `2026-10-06`, or `20261001T000000Z-20261015T000000Z`. */
  label: string
  /** For people and outputs: the same, or `2026-10-01T00:00:00Z/2026-10-15T00:00:00Z`. */
  text: string
  timezone: string
  start: number
  end: number
  /** The first moments of the zone's days in the period, ascending: the period's start, then each midnight. */
  days: readonly {date: string; start: number}[]
}

const expected =
  'auto, current-month, previous-month, previous-week, previous-day, last-24h, a month (2026-10), a week (2026-W41), a day (2026-10-06), or a range START/END of ISO dates or instants, end exclusive (2026-10-01/2026-10-15)'

export const movingPeriods = [
  'auto',
  'current-month',
  'previous-month',
  'previous-day',
  'previous-week',
  'last-24h',
] as const

export function parsePeriod(text: string): {ok: PeriodRequest} | {mistake: string} {
  const kind = movingPeriods.find(one => one === text)
  if (kind !== undefined) return {ok: {kind}}
  if (/^\d{4}-\d\d$/.test(text)) {
    const month = attempt(() => Temporal.PlainYearMonth.from(text, {overflow: 'reject'}))
    return month ? {ok: {kind: 'month', month: text}} : {mistake: `there is no month ${text}; expected ${expected}`}
  }
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    const date = attempt(() => Temporal.PlainDate.from(text, {overflow: 'reject'}))
    return date ? {ok: {kind: 'day', date: text}} : {mistake: `there is no day ${text}; expected ${expected}`}
  }
  const [, year, week] = /^(\d{4})-W(\d\d)$/.exec(text) ?? []
  if (year !== undefined && week !== undefined) {
    const named = {year: Number(year), week: Number(week)}
    const isWeek = attempt(() => weekLabel(mondayOf(named))) === text
    return isWeek ? {ok: {kind: 'week', ...named}} : {mistake: `there is no week ${text}; expected ${expected}`}
  }
  const ends = text.split('/')
  const [from, to] = ends
  if (ends.length !== 2 || !from || !to) return {mistake: `expected ${expected}`}
  for (const end of [from, to]) {
    const moment = attempt(() => momentIn(end, 'UTC'))
    if (moment === undefined) return {mistake: `“${end}” is neither a date nor an instant; expected ${expected}`}
    if (moment % 1000 !== 0) return {mistake: `“${end}” is not on a whole second`}
  }
  return {ok: {kind: 'range', from, to}}
}

/**
 * The period's instants. `anchor` is when the run was created, so that a rerun days later, or one a slow scheduler
 * pushed past midnight, still means the same month.
 * @returns a mistake for a range that ends before it begins.
 */
export function choosePeriod(
  request: PeriodRequest,
  timezone: string,
  anchor: number,
): {ok: Period} | {mistake: string} {
  if (request.kind === 'range') {
    const start = momentIn(request.from, timezone)
    const end = momentIn(request.to, timezone)
    if (end <= start) return {mistake: `the range ends (${instantOf(end)}) before it has begun (${instantOf(start)})`}
    return {ok: rangePeriod({start, end}, timezone)}
  }
  if (request.kind === 'last-24h') {
    const end = Math.floor(anchor / minute) * minute
    return {ok: rangePeriod({start: end - day, end}, timezone)}
  }
  const {label, first, next} = datesOf(request, timezone, anchor)
  const [start, end] = [first, next].map(date => date.toZonedDateTime(timezone).epochMilliseconds) as [number, number]
  if (end <= start) return {mistake: `${timezone} has no day ${label}`}
  return {ok: {label, text: label, timezone, start, end, days: daysOf(start, end, timezone)}}
}

const minute = 60_000
const day = 86_400_000

/** A period that no calendar names. */
function rangePeriod({start, end}: TimeWindow, timezone: string): Period {
  const names = [instantOf(start), instantOf(end)]
  const label = names.map(name => name.replace(/[-:]/g, '')).join('-')
  return {label, text: names.join('/'), timezone, start, end, days: daysOf(start, end, timezone)}
}

/** First date of a month, week or day, and that of the next one. */
function datesOf(
  request: Exclude<PeriodRequest, {kind: 'range' | 'last-24h'}>,
  timezone: string,
  anchor: number,
): {label: string; first: Temporal.PlainDate; next: Temporal.PlainDate} {
  const today = Temporal.Instant.fromEpochMilliseconds(anchor).toZonedDateTimeISO(timezone).toPlainDate()
  switch (request.kind) {
    case 'day':
    case 'previous-day': {
      const first = request.kind === 'day' ? Temporal.PlainDate.from(request.date) : dateBefore(today, timezone)
      return {label: first.toString(), first, next: first.add({days: 1})}
    }
    case 'week':
    case 'previous-week': {
      const first = request.kind === 'week' ? mondayOf(request) : today.subtract({days: today.dayOfWeek - 1 + 7})
      return {label: weekLabel(first), first, next: first.add({days: 7})}
    }
    case 'month':
    case 'auto':
    case 'current-month':
    case 'previous-month': {
      const month = monthOf(request, today)
      const first = month.toPlainDate({day: 1})
      return {label: month.toString(), first, next: first.add({months: 1})}
    }
  }
}

/** Yesterday; where the zone skipped that date, the one before. */
function dateBefore(date: Temporal.PlainDate, timezone: string): Temporal.PlainDate {
  const began = date.toZonedDateTime(timezone).epochMilliseconds
  const before = date.subtract({days: 1})
  return before.toZonedDateTime(timezone).epochMilliseconds < began ? before : before.subtract({days: 1})
}

/** The Monday of an ISO week: 4 January lies in the first one. */
function mondayOf({year, week}: {year: number; week: number}): Temporal.PlainDate {
  const inFirst = Temporal.PlainDate.from({year, month: 1, day: 4})
  return inFirst.subtract({days: inFirst.dayOfWeek - 1}).add({days: 7 * (week - 1)})
}

function weekLabel(monday: Temporal.PlainDate): string {
  const thursday = monday.add({days: 3})
  const week = Math.ceil(thursday.dayOfYear / 7)
  return `${String(thursday.year).padStart(4, '0')}-W${String(week).padStart(2, '0')}`
}

/** What a label is of; `range` for what no calendar names. */
export function periodUnit(label: string): 'month' | 'week' | 'day' | 'range' {
  if (/^\d{4}-\d\d$/.test(label)) return 'month'
  if (/^\d{4}-W\d\d$/.test(label)) return 'week'
  return /^\d{4}-\d\d-\d\d$/.test(label) ? 'day' : 'range'
}

/** Whether it asks for one of the days or weeks from which a month is made. */
export function isShorterThanMonth({kind}: PeriodRequest): boolean {
  return ['previous-day', 'previous-week', 'last-24h', 'day', 'week'].includes(kind)
}

/** The month of a moment, in a zone. */
export function monthAt(moment: number, timezone: string): Period {
  const date = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timezone).toPlainDate()
  const chosen = choosePeriod({kind: 'month', month: date.toPlainYearMonth().toString()}, timezone, moment)
  if ('mistake' in chosen) throw new RangeError(chosen.mistake)
  return chosen.ok
}

/** The months that a period lies in, in order. */
export function monthsOf({start, end, timezone}: Pick<Period, 'start' | 'end' | 'timezone'>): Period[] {
  const months: Period[] = []
  for (let at = start; at < end; at = months.at(-1)?.end ?? end) months.push(monthAt(at, timezone))
  return months
}

/** The days, or the weeks, before a period, the newest first: those that end at its start or before. */
export function periodsBefore(period: Period, unit: 'day' | 'week', count: number): Period[] {
  const found: Period[] = []
  for (let at = period.start; found.length < count; ) {
    const kind = unit === 'day' ? 'previous-day' : 'previous-week'
    const chosen = choosePeriod({kind}, period.timezone, at)
    if ('mistake' in chosen) return found
    found.push(chosen.ok)
    at = chosen.ok.start
  }
  return found
}

/** Further back, `last-24h` does not reach. Milliseconds. */
export const farthestBack = 7 * day
/** A run that follows at once still has something to read. Milliseconds. */
const shortest = 60 * minute

/**
 * What `last-24h` is for: from the first moment of the last seven days that no earlier run has proven, up to `end`; the
 * last 24 hours in any case, unless they are proven without a hole; those alone where nothing is known of earlier runs.
 * @param proven windows of earlier runs, in any order. @param asked the earliest moment that one of them was to read;
 * infinite where that is unknown. @returns `unread`: what lies before, and was read by no run.
 */
export function sinceLastProven(
  proven: readonly TimeWindow[],
  end: number,
  timezone: string,
  asked = Number.POSITIVE_INFINITY,
): {period: Period; unread?: TimeWindow} {
  const earlier = proven.filter(({start}) => start < end).sort((a, b) => a.start - b.start)
  const oldestStart = end - farthestBack
  let covered = Math.min(asked, earlier[0]?.start ?? asked, end - day)
  for (const window of earlier) {
    if (window.start > Math.max(covered, oldestStart)) break
    covered = Math.max(covered, window.end)
  }
  const start = Math.min(Math.max(covered, oldestStart), end - shortest)
  const period = rangePeriod({start, end}, timezone)
  return covered < oldestStart ? {period, unread: {start: covered, end: oldestStart}} : {period}
}

/** How long after a month's end a run still counts as the last day's: schedulers run hours late (GitHub's do). */
const lateness = {hours: 36}

/**
 * Whether a run created at `anchor` is one for a month's last day, counting late ones; if not, the next such day.
 * `moment` is the anchor, moved back into the month where the run is late.
 */
export function lastDay(
  timezone: string,
  anchor: number,
): {due: true; month: string; moment: number} | {due: false; today: string; next: string} {
  const created = Temporal.Instant.fromEpochMilliseconds(anchor).toZonedDateTimeISO(timezone)
  const thisMonth = created.toPlainDate().toPlainYearMonth()
  const ending = thisMonth.add({months: 1})
  const began = startOf(thisMonth, timezone)
  const tolerated = Temporal.Instant.fromEpochMilliseconds(began).add(lateness)
  if (Temporal.Instant.compare(created.toInstant(), tolerated) < 0) {
    return {due: true, month: thisMonth.subtract({months: 1}).toString(), moment: began - 1}
  }
  const last = ending.toPlainDate({day: 1}).subtract({days: 1})
  if (created.toPlainDate().equals(last)) return {due: true, month: thisMonth.toString(), moment: anchor}
  return {due: false, today: created.toPlainDate().toString(), next: last.toString()}
}

/** The month before the one in which the period begins, in its zone. */
export function monthBefore(period: Pick<Period, 'start' | 'timezone'>): Pick<Period, 'start' | 'timezone' | 'label'> {
  const {timezone} = period
  const month = Temporal.Instant.fromEpochMilliseconds(period.start)
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
    .toPlainYearMonth()
    .subtract({months: 1})
  return {label: month.toString(), timezone, start: startOf(month, timezone)}
}

/** `2026-10`: the month of a moment, in the zone. */
export function monthLabel(moment: number, timezone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(moment)
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
    .toPlainYearMonth()
    .toString()
}

/** When the month of a moment began, in milliseconds. */
export function monthStart(moment: number, timezone: string): number {
  const date = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timezone).toPlainDate()
  return startOf(date.toPlainYearMonth(), timezone)
}

/** A period as it was recorded, with its days. @throws RangeError for a zone that is none. */
export function recordedPeriod(recorded: Omit<Period, 'days'>): Period {
  const {label, text, timezone, start, end} = recorded
  return {label, text, timezone, start, end, days: daysOf(start, end, timezone)}
}

/** The date, in the period's zone, of a moment inside the period. */
export function dateAt(period: Period, moment: number): string {
  let low = 0
  let high = period.days.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((period.days[middle]?.start ?? 0) <= moment) low = middle
    else high = middle - 1
  }
  return period.days[low]?.date ?? ''
}

function monthOf(
  request: {kind: 'month'; month: string} | {kind: 'auto' | 'current-month' | 'previous-month'},
  today: Temporal.PlainDate,
): Temporal.PlainYearMonth {
  if (request.kind === 'month') return Temporal.PlainYearMonth.from(request.month)
  const current = today.toPlainYearMonth()
  const takesCurrent =
    request.kind === 'current-month' || (request.kind === 'auto' && today.day === current.daysInMonth)
  return takesCurrent ? current : current.subtract({months: 1})
}

function startOf(month: Temporal.PlainYearMonth, timezone: string): number {
  return month.toPlainDate({day: 1}).toZonedDateTime(timezone).epochMilliseconds
}

/** A date is its first moment in the zone, which is not always midnight; a date and time without offset is the zone's. */
function momentIn(text: string, timezone: string): number {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return Temporal.PlainDate.from(text).toZonedDateTime(timezone).epochMilliseconds
  const instant = attempt(() => Temporal.Instant.from(text))
  if (instant) return instant.epochMilliseconds
  return Temporal.PlainDateTime.from(text).toZonedDateTime(timezone).epochMilliseconds
}

function daysOf(start: number, end: number, timezone: string): {date: string; start: number}[] {
  const first = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(timezone).toPlainDate()
  const days: {date: string; start: number}[] = []
  for (let date = first; ; date = date.add({days: 1})) {
    const midnight = date.toZonedDateTime(timezone).epochMilliseconds
    if (midnight >= end) return days
    // Samoa had no 30 December 2011: the zone gives that date the same first moment as the next.
    if (days.at(-1)?.start === midnight) days.pop()
    days.push({date: date.toString(), start: Math.max(start, midnight)})
  }
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}
