/** What shapes make of a search: its bounds, its refusals, and the rows that its answer lacks without a word. */
import {hashText, mix} from './random.ts'
import type {Position} from './record-source.ts'
import type {TenantShapes} from './shapes.ts'
import type {Range} from './tenant-records.ts'

const SECOND = 1_000
const MINUTE = 60_000
const DAY = 86_400_000
/** Below so many rows, answers lose none to their size. */
const SMALL = 100

/** The exception's class, empty where live reports show none, and its sentence. */
interface WordsOfRefusal {
  type: string
  says: string
}

/** The instants that an answer really reaches from and to. */
export function shapedRange(shapes: TenantShapes, {from, to}: Range): Range {
  const seconds = shapes.number('bounds-wide')
  if (seconds !== undefined) return {from: from - seconds * SECOND, to: to + seconds * SECOND}
  const floor = (time: number) => Math.floor(time / MINUTE) * MINUTE
  if (shapes.has('bounds-minutes')) return {from: floor(from), to: Math.ceil(to / MINUTE) * MINUTE}
  if (shapes.has('bounds-floored')) return {from: floor(from), to: floor(to)}
  return {from, to}
}

/** A refusal in the words of live reports. */
export function refusedByShape(shapes: TenantShapes, {from, to}: Range, now: number): WordsOfRefusal | undefined {
  const days = shapes.number('expired-start')
  if (days !== undefined && from < now - days * DAY) {
    return {
      type: '',
      says: `Audit log search argument startDate should be after ${americanDate(now - days * DAY)} UTC.`,
    }
  }
  const day = shapes.number('argument-refused')
  if (day !== undefined && holdsInstant({from, to}, day)) {
    return {
      type: '',
      says: `Audit log search argument startDate (${americanDate(from)}) is later than endDate (${americanDate(to)}).`,
    }
  }
  return undefined
}

/** 10:17:31 UTC on that day of any month. */
function holdsInstant({from, to}: Range, day: number): boolean {
  const start = new Date(from)
  for (let month = 0; ; month++) {
    const instant = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + month, day, 10, 17, 31)
    if (instant > to) return false
    if (instant >= from) return true
  }
}

/** `5/30/2019 8:58:55 PM`, as the service words instants. */
function americanDate(time: number): string {
  const date = new Date(time)
  const two = (number: number) => String(number).padStart(2, '0')
  const hour = date.getUTCHours()
  const clock = `${hour % 12 === 0 ? 12 : hour % 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()} ${clock} ${hour < 12 ? 'AM' : 'PM'}`
}

/** What is missing from answers without a signal, and the little that this depends on. */
export class Losses {
  /** Most rows of one call. */
  readonly cap: number
  readonly #shapes: TenantShapes
  readonly #asked = new Set<string>()
  readonly #held = new Set<Position>()

  constructor(shapes: TenantShapes) {
    this.#shapes = shapes
    const pages = shapes.number('silent-page-cap')
    this.cap = shapes.number('silent-cap') ?? (pages === undefined ? Number.POSITIVE_INFINITY : 2 * pages)
  }

  /** The rows of a search that its answer holds. */
  of(search: string, positions: Position[]): Position[] {
    if (this.#shapes.has('first-asking-empty') && !this.#asked.has(search)) {
      this.#asked.add(search)
      return []
    }
    const bySize = this.#shapes.number('loss-by-size')
    let kept = positions
    if (bySize !== undefined && positions.length > SMALL) {
      const stream = hashText(search)
      kept = kept.filter(position => !isChosen(mix(hashText(String(position)), stream), bySize))
    }
    const atFirst = this.#shapes.number('first-reading-lacks')
    if (atFirst !== undefined) kept = kept.filter(position => !this.#isFirst(position, atFirst))
    return kept
  }

  #isFirst(position: Position, share: number): boolean {
    if (this.#held.has(position) || !isChosen(mix(hashText(String(position)), 0x1057), share)) return false
    this.#held.add(position)
    return true
  }
}

/** Gives a share of the records another content from the second answer on that holds them. */
export class OtherContents {
  readonly #share: number | undefined
  readonly #shown = new Set<Position>()

  constructor(shapes: TenantShapes) {
    this.#share = shapes.number('content-differs')
  }

  /** Notes that an answer holds the record; true where it is to have the other content. */
  show(position: Position): boolean {
    if (this.#share === undefined || !isChosen(mix(hashText(String(position)), 0xc0), this.#share)) return false
    if (this.#shown.has(position)) return true
    this.#shown.add(position)
    return false
  }
}

const isChosen = (chance: number, share: number): boolean => (chance >>> 0) % 100 < share

/** A name without blanks at its end, in lower case, with every dash as a hyphen. */
export const trimmedOperation = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
