/**
 * Where a row stands in time whose envelope names another time than its `AuditData`. What a service searches by is
 * published nowhere: rows that lie in the time asked for by one of their times alone tell. Until then it is the record's own.
 */
import type {TimeWindow} from '../audit/window.ts'

/** Milliseconds by which dates may be rounded: less than this is no other time. */
export const rounding = 60_000

/** What places rows: the question's bounds, both inclusive, and what earlier rows told. */
export interface Placing {
  bounds: TimeWindow
  times: RowTimes
}

/** Whose time counts; `open` where nothing tells, and then it is the record's. */
type Placed = 'record' | 'envelope' | 'open'

/** One for a run. */
export class RowTimes {
  #byEnvelope = 0
  #byRecord = 0

  /** Times in milliseconds. */
  place(envelope: number, record: number, {start, end}: TimeWindow): Placed {
    if (Math.abs(envelope - record) <= rounding) return 'record'
    const lies = (time: number, slack: number) => start - slack <= time && time <= end + slack
    if (lies(envelope, 0) !== lies(record, 0)) {
      if (lies(record, 0)) this.#byRecord++
      else this.#byEnvelope++
      return lies(record, 0) ? 'record' : 'envelope'
    }
    if (lies(envelope, rounding) !== lies(record, rounding)) return lies(record, rounding) ? 'record' : 'envelope'
    if (this.#byEnvelope === this.#byRecord) return 'open'
    return this.#byEnvelope > this.#byRecord ? 'envelope' : 'record'
  }
}
