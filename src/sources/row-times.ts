/**
 * Where a row stands in time whose envelope names another time than its `AuditData`. What a service searches by is
 * published nowhere: rows that lie in the time asked for by one of their times alone tell. Until then it is the
 * envelope's, which is the service's own.
 */
import type {TimeWindow} from '../audit/window.ts'

/** Milliseconds by which dates may be rounded: less than this is no other time. */
export const rounding = 60_000

/** One for a run. */
export class RowTimes {
  #byEnvelope = 0
  #byRecord = 0

  /** @param asked the question's bounds, both inclusive. Times in milliseconds. */
  isEnvelopes(envelope: number, record: number, asked: TimeWindow): boolean {
    if (Math.abs(envelope - record) <= rounding) return false
    const lies = (time: number) => asked.start <= time && time <= asked.end
    if (lies(envelope) === lies(record)) return this.#byEnvelope >= this.#byRecord
    if (lies(envelope)) this.#byEnvelope++
    else this.#byRecord++
    return lies(envelope)
  }
}
