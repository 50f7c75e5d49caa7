/**
 * Which windows are read a second time though nothing is in doubt: a sample with a floor, and everything once one
 * difference was found, as acceptance sampling does. Pure.
 */

const day = 86_400_000
/** Windows of a period that are read twice at least. */
const leastWindows = 3
/** From this length of the period on, the floor holds, and everything is read twice where that takes few calls. Milliseconds. */
const longPeriod = 7 * day
const fewCalls = 50
/** One window in so many is read twice, while second readings are no more than this share of all. */
const sampleOf = 13
const shareOfReadings = 0.065
/** Rows from which on a window is worth a session, once a run, and a probe of a few of its rows. */
const worthSession = 100
const mostProbes = 3

export interface Confirmation {
  readonly mode: 'none' | 'sample' | 'all'
  /** A difference was found: everything is read twice from then on. */
  readonly escalated: boolean
  /** Windows chosen so far, and the calls for their second readings. */
  readonly windows: number
  readonly calls: number
  /** Windows that one reading has proven. */
  readonly firstReadings: number
  /** Rows of the fullest of them. */
  readonly mostRows: number
  /** Second readings so far with a small part among them, which shows what large answers always lose. */
  readonly probes: number
  readonly calibration: 'open' | 'under way' | 'agreed' | 'more' | 'inconclusive'
}

export function newConfirmation(mode: Confirmation['mode'], escalated = false): Confirmation {
  return {mode, escalated, windows: 0, calls: 0, firstReadings: 0, mostRows: 0, probes: 0, calibration: 'open'}
}

export interface FirstReading {
  start: number
  rows: number
  /** Length of the period in milliseconds. */
  period: number
  /** Windows that are likely to be read after this one. */
  remaining: number
  /** Readings so far. */
  readings: number
  /** Whether the source has sessions. */
  sessions: boolean
}

/** How a window that one reading has just proven is read again, if it is: in halves, since what is lost may depend on size. */
export function chooseSecond(
  before: Confirmation,
  first: FirstReading,
): [Confirmation, 'halves' | 'probe' | 'session' | undefined] {
  const {rows} = first
  const state = {...before, firstReadings: before.firstReadings + 1, mostRows: Math.max(before.mostRows, rows)}
  if (state.mode === 'none') return [state, undefined]
  if (first.sessions && rows > worthSession && state.calibration === 'open')
    return [{...state, calibration: 'under way', windows: state.windows + 1, probes: state.probes + 1}, 'session']
  const isChosen = state.mode === 'all' || state.escalated || isInSample(before, first)
  return isChosen ? chosen(state, rows) : [state, undefined]
}

/** A window that is read a second time in parts; for the first ones with enough rows, one part is small. */
export function chosen(state: Confirmation, rows: number): [Confirmation, 'halves' | 'probe'] {
  const isProbe = rows >= worthSession && state.probes < mostProbes
  const calls = state.calls + (isProbe ? 3 : 2)
  const probes = state.probes + (isProbe ? 1 : 0)
  return [{...state, windows: state.windows + 1, calls, probes}, isProbe ? 'probe' : 'halves']
}

function isInSample({windows, calls, firstReadings, mostRows}: Confirmation, first: FirstReading): boolean {
  if (first.period >= longPeriod) {
    const all = 2 * (firstReadings + 1 + first.remaining)
    if (windows < leastWindows || first.rows > mostRows || all < fewCalls) return true
  }
  return isDrawn(first.start) && calls < Math.max(1, shareOfReadings * first.readings)
}

/** By its start, so that a rerun with the same windows confirms the same ones. */
function isDrawn(start: number): boolean {
  return Math.imul(start / 1000, 2_654_435_761) >>> 0 < 2 ** 32 / sampleOf
}

/** How many more windows have to be read twice when all were read once, fullest first; short periods pay less for it. */
export function missingInSample(
  {mode, escalated, windows, calls, firstReadings}: Confirmation,
  {period, isFullestConfirmed}: {period: number; isFullestConfirmed: boolean},
): number {
  if (mode !== 'sample' || escalated || firstReadings === 0) return 0
  const fullest = isFullestConfirmed ? 0 : 1
  if (period >= longPeriod) return Math.max(fullest, leastWindows - windows)
  const affordable = Math.floor((firstReadings / 2 - calls) / 2)
  return Math.max(fullest, Math.min(leastWindows - windows, affordable))
}

export function noteCalibration(state: Confirmation, outcome: 'agreed' | 'more' | 'inconclusive'): Confirmation {
  return {...state, calibration: outcome}
}

export function escalate(state: Confirmation): Confirmation {
  return state.mode === 'sample' ? {...state, escalated: true} : state
}
