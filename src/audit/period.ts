/** Months and ranges in a time zone, turned into UTC instants; and whether today is a month's last day. */
import {Temporal} from 'temporal-polyfill'
import {instantOf} from './record.ts'

/** What the `period` input asks for, before it is known when the run was created. */
export type PeriodRequest =
  | {kind: 'auto' | 'current-month' | 'previous-month'}
  | {kind: 'month'; month: string}
  | {kind: 'range'; from: string; to: string}

/** The stretch an export covers. `start` and `end` are milliseconds since 1970 UTC, half open. */
export interface Period {
  /** In file and artifact names: `2026-10`, or `20261001T000000Z-20261015T000000Z`. */
  label: string
  /** For people and outputs: `2026-10`, or `2026-10-01T00:00:00Z/2026-10-15T00:00:00Z`. */
  text: string
  timezone: string
  start: number
  end: number
  /** The first moments of the zone's days in the period, ascending: the period's start, then each midnight. */
  days: readonly {date: string; start: number}[]
}

const expected =
  'auto, current-month, previous-month, a month (2026-10), or a range START/END of ISO dates or instants, end exclusive (2026-10-01/2026-10-15)'

export function parsePeriod(text: string): {ok: PeriodRequest} | {mistake: string} {
  if (text === 'auto' || text === 'current-month' || text === 'previous-month') return {ok: {kind: text}}
  if (/^\d{4}-\d\d$/.test(text)) {
    const month = attempt(() => Temporal.PlainYearMonth.from(text, {overflow: 'reject'}))
    return month ? {ok: {kind: 'month', month: text}} : {mistake: `there is no month ${text}; expected ${expected}`}
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
    const names = [instantOf(start), instantOf(end)]
    const label = names.map(name => name.replace(/[-:]/g, '')).join('-')
    return {ok: {label, text: names.join('/'), timezone, start, end, days: daysOf(start, end, timezone)}}
  }
  const month = monthOf(request, timezone, anchor)
  const start = startOf(month, timezone)
  const end = startOf(month.add({months: 1}), timezone)
  const label = month.toString()
  return {ok: {label, text: label, timezone, start, end, days: daysOf(start, end, timezone)}}
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
  request: Exclude<PeriodRequest, {kind: 'range'}>,
  timezone: string,
  anchor: number,
): Temporal.PlainYearMonth {
  if (request.kind === 'month') return Temporal.PlainYearMonth.from(request.month)
  const today = Temporal.Instant.fromEpochMilliseconds(anchor).toZonedDateTimeISO(timezone).toPlainDate()
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
