/** Clock and calendar of the period's zone, for people: when in the week a moment lies, and how it is written. */
import {Temporal} from 'temporal-polyfill'

const quarter = 900_000
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
const months = 'January February March April May June July August September October November December'.split(' ')

/** What can't be read as a time is said to be none: a page is not lost for it. */
const unknown = '(unknown)'

export class ZoneClock {
  readonly timezone: string
  private lastQuarter = Number.NaN
  private lastHour = 0

  constructor(timezone: string) {
    this.timezone = timezone
  }

  /** 0 is Monday's first hour, 167 Sunday's last. Zones differ from UTC by whole quarters of an hour. */
  hourOfWeek(moment: number): number {
    const at = Math.floor(moment / quarter)
    if (at !== this.lastQuarter) {
      const {dayOfWeek, hour} = this.at(moment)
      this.lastQuarter = at
      this.lastHour = (dayOfWeek - 1) * 24 + hour
    }
    return this.lastHour
  }

  /** `Tue 6 Oct, 14:03` */
  moment(moment: number): string {
    return `${this.day(moment)}, ${this.timeOfDay(moment).slice(0, 5)}`
  }

  /** `14:03:07` */
  timeOfDay(moment: number): string {
    if (!Number.isFinite(moment)) return unknown
    const {hour, minute, second} = this.at(moment)
    return [hour, minute, second].map(two).join(':')
  }

  /** `Tue 6 Oct` */
  day(moment: number): string {
    if (!Number.isFinite(moment)) return unknown
    const {dayOfWeek, day, month} = this.at(moment)
    return `${weekdays[dayOfWeek - 1]} ${day} ${monthName(month).slice(0, 3)}`
  }

  /**
   * A stretch's two ends, the day named once where it is the same; one where both read alike.
   * @param exact with seconds.
   */
  ends(from: number, to: number, exact = false): [string] | [string, string] {
    const clockTime = (moment: number) => this.timeOfDay(moment).slice(0, exact ? 8 : 5)
    const [start, end] = [from, to].map(moment => `${this.day(moment)}, ${clockTime(moment)}`) as [string, string]
    if (start === end) return [start]
    return [start, this.day(from) === this.day(to) ? clockTime(to) : end]
  }

  private at(moment: number): Temporal.ZonedDateTime {
    return Temporal.Instant.fromEpochMilliseconds(Math.floor(moment)).toZonedDateTimeISO(this.timezone)
  }
}

/** 0 → Mon, 00:00 */
export function hourName(hourOfWeek: number): string {
  return `${weekdays[Math.floor(hourOfWeek / 24)]}, ${two(hourOfWeek % 24)}:00`
}

export function weekdayName(weekday: number): string {
  return weekdays[weekday] ?? ''
}

/** `2026-10` → `October 2026`; anything else stays. */
export function periodName(text: string): string {
  const month = /^(\d{4})-(\d\d)$/.exec(text)
  return month ? `${monthName(Number(month[2]))} ${month[1]}` : text
}

/** `2026-10-06` → `6 Oct` */
export function dayName(date: string): string {
  const [, month = '', day = ''] = date.split('-')
  return `${Number(day)} ${monthName(Number(month)).slice(0, 3)}`
}

function monthName(month: number): string {
  return months[month - 1] ?? ''
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
