/** What was read of the period, window by window; and the verdict that follows. */
import {instantOf} from './record.ts'
import {mergedWindows, type TimeWindow, tilingFaults} from './window.ts'

/**
 * - `read`: one reading passed every check.
 * - `confirmed`: two readings agreed, or an empty answer came twice.
 * - `gap`: not proven; whatever was read of it is kept.
 */
export type WindowStatus = 'read' | 'confirmed' | 'gap'

export interface LedgerEntry extends TimeWindow {
  status: WindowStatus
  /** Readings made of this window or of a larger one it was cut from. */
  attempts: number
  evidence: {
    /** Rows of the accepted reading as the service sent them, with duplicates and neighbours' rows. */
    rows: number
    /** Of the rows, those that answer another question: of another time or organisation, or kept out by the filter. */
    unasked?: number
    /** Rows one answer holds at most. */
    cap: number
    requestIds: string[]
    warnings: string[]
  }
  /** Records with an Id of the first and the second of two readings made for their own sake, before any further one. */
  compared?: {first: number; second: number; both: number}
  /**
   * When its reading began, in milliseconds, where an earlier run read it and it was taken over, or asked for it and
   * its query was; of a gap, where the run leaves a query under way.
   */
  began?: number
  /** Why a gap is one: a code, and a sentence. */
  reason?: {code: string; message: string}
}

export type Verdict = 'complete' | 'provisional' | 'incomplete'

export interface Judged {
  status: Verdict
  /** In words, most important first. */
  reasons: string[]
}

/** Of gaps that were taken over from an earlier run. */
export const takenOverCodes = {
  /** The service has other records. */
  differs: 'TAKEN_OVER_DIFFERS',
  /** They could not be read again to compare them. */
  unchecked: 'TAKEN_OVER_UNCHECKED',
} as const

/** Whether a gap is one because what was taken over for it could not be compared, or was other than the service has. */
export function isUnprovenTakeover({
  status,
  reason,
}: {
  status: WindowStatus
  reason?: {code: string} | undefined
}): boolean {
  return status === 'gap' && Object.values(takenOverCodes).some(code => code === reason?.code)
}

/** Gaps with the same reason that touch are one, for people. */
export function gapsOf(entries: readonly LedgerEntry[]): LedgerEntry[] {
  const gaps = [...entries].sort((a, b) => a.start - b.start).filter(entry => entry.status === 'gap')
  return mergedWindows(gaps, (a, b) => a.reason?.code === b.reason?.code)
}

/**
 * What may be claimed of the period. Never `complete` while a window is missing, unproven or covered twice, or while
 * late records are still expected.
 * @param settle milliseconds after the period's end during which records still arrive.
 * @param now when reading began.
 */
export function conclude(
  period: TimeWindow,
  entries: readonly LedgerEntry[],
  settle: number,
  now: number,
  otherReasons: readonly string[] = [],
): Judged {
  const faults = tilingFaults(period, entries)
  const gaps = gapsOf(entries)
  const reasons = [
    ...gaps.map(gap => `Not proven: ${rangeText(gap)}: ${gap.reason?.message ?? 'no reason recorded'}`),
    ...faults.missing.map(window => `Not read: ${rangeText(window)}.`),
    ...faults.double.map(window => `Covered twice: ${rangeText(window)}.`),
    ...otherReasons,
  ]
  if (reasons.length > 0) return {status: 'incomplete', reasons}
  const settled = period.end + settle
  if (now < settled) {
    const late = `Records of this period are still expected until ${instantOf(settled)}; this is what was there at ${instantOf(now)}.`
    return {status: 'provisional', reasons: [late]}
  }
  return {status: 'complete', reasons: []}
}

export function rangeText(window: TimeWindow): string {
  return `${instantOf(window.start)} to ${instantOf(window.end)}`
}
