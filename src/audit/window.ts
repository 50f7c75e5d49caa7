/** Stretches of time, always half open: `start` belongs to a window, `end` to the next one. */

/** Milliseconds since 1970 UTC, on whole seconds: event times in `AuditData` have no fraction. */
export interface TimeWindow {
  start: number
  end: number
}

/** The smallest window worth asking for, in milliseconds. */
export const shortestWindow = 1000

export function contains(window: TimeWindow, moment: number): boolean {
  return window.start <= moment && moment < window.end
}

/**
 * The window cut in two at `at` moved to a whole second, so that both parts have at least one;
 * undefined when it is too short to cut.
 */
export function cut(window: TimeWindow, at: number): [TimeWindow, TimeWindow] | undefined {
  if (window.end - window.start < 2 * shortestWindow) return undefined
  const second = Math.round(at / shortestWindow) * shortestWindow
  const middle = Math.min(Math.max(second, window.start + shortestWindow), window.end - shortestWindow)
  return [
    {start: window.start, end: middle},
    {start: middle, end: window.end},
  ]
}

export function middleOf(window: TimeWindow): number {
  return (window.start + window.end) / 2
}

/** Where windows fail to tile the period: what is missing between them, and what they cover twice. */
export function tilingFaults(
  period: TimeWindow,
  windows: readonly TimeWindow[],
): {missing: TimeWindow[]; double: TimeWindow[]} {
  const missing: TimeWindow[] = []
  const double: TimeWindow[] = []
  let covered = period.start
  for (const window of [...windows].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (window.start > covered) missing.push({start: covered, end: window.start})
    if (window.start < covered) double.push({start: window.start, end: Math.min(covered, window.end)})
    covered = Math.max(covered, window.end)
  }
  if (covered < period.end) missing.push({start: covered, end: period.end})
  if (covered > period.end) double.push({start: period.end, end: covered})
  return {missing, double}
}

/** Neighbouring stretches joined, for people: twenty failed minutes in a row are one gap. */
export function mergedWindows<T extends TimeWindow>(windows: readonly T[], same: (a: T, b: T) => boolean): T[] {
  const result: T[] = []
  for (const window of windows) {
    const last = result.at(-1)
    if (last && last.end === window.start && same(last, window)) result[result.length - 1] = {...last, end: window.end}
    else result.push(window)
  }
  return result
}
