/**
 * What may be missing, estimated as animals are counted that are caught twice: of two readings of the same time, how
 * many records did one find that the other did not. It sees only what some reading finds: a record that no reading
 * shows is beyond it.
 */
import type {LedgerEntry} from './ledger.ts'

export interface Estimate {
  /** Windows that were read twice for its sake, and those of them whose readings differed. */
  windows: number
  differed: number
  /** Records with an Id that the first readings held, the second ones, and both. */
  first: number
  second: number
  both: number
  /** Records of the windows that were read once, for which it speaks. */
  once: number
  /** Of the records of the second readings, how many the first ones missed, and the share that is likely at most (95 %). */
  rate?: {missed: number; most: number}
  /** Records that may be missing, and the 95 % range; absent where nothing was read twice, or too little agreed. */
  missing?: {likely: number; least: number; most: number}
}

/** A window, with how many records the export holds of it. */
export interface CountedWindow extends Pick<LedgerEntry, 'status'> {
  records: number
  compared?: LedgerEntry['compared'] | undefined
}

export function estimateMissing(windows: readonly CountedWindow[]): Estimate {
  const pairs = windows.flatMap(({compared}) => compared ?? [])
  const sum = (of: (pair: (typeof pairs)[number]) => number) => pairs.reduce((total, pair) => total + of(pair), 0)
  const found = {first: sum(pair => pair.first), second: sum(pair => pair.second), both: sum(pair => pair.both)}
  const differed = pairs.filter(pair => pair.both < pair.first || pair.both < pair.second).length
  const once = windows.filter(window => window.status === 'read').reduce((total, {records}) => total + records, 0)
  const missing = missingBeyond(found, once, clumping(pairs))
  const missed = found.second - found.both
  const most = found.second === 0 ? 1 : Math.min(1, rangeOf(missed, clumping(pairs))[1] / found.second)
  const rate = found.second === 0 ? {} : {rate: {missed, most: Number(most.toPrecision(3))}}
  return {windows: pairs.length, differed, ...found, once, ...rate, ...(missing ? {missing} : {})}
}

/**
 * Of the records of the second readings, the first ones missed a share; windows read once miss that share as well.
 * Windows read twice hold the union of both, beyond which Chapman's estimator, (n₁+1)(n₂+1)/(m+1) − 1, expects
 * (n₁−m)(n₂−m)/(m+1).
 */
function missingBeyond(
  {first, second, both}: Pick<Estimate, 'first' | 'second' | 'both'>,
  once: number,
  clumped: number,
): Estimate['missing'] {
  if (both === 0) return undefined
  const byFirst = second - both
  const bySecond = first - both
  const beyond = (missedByFirst: number, missedBySecond: number) =>
    (once * missedByFirst) / Math.max(1, second - missedByFirst) + (missedByFirst * missedBySecond) / (both + 1)
  const [least, most] = rangeOf(byFirst, clumped)
  // More than every record that was read again: the range says nothing.
  if (most >= second) return undefined
  return {
    likely: Math.round(beyond(byFirst, bySecond)),
    least: Math.floor(beyond(least, rangeOf(bySecond, clumped)[0])),
    most: Math.ceil(beyond(most, rangeOf(bySecond, clumped)[1])),
  }
}

/** Nothing found in n is compatible with a rate of 3/n at 95 % (Hanley and Lippman-Hand, JAMA 1983). */
const ofNothing = 3
const normal95 = 1.96

/**
 * 95 % range of a count, after Byar's approximation to Poisson's. Records that go missing together count as fewer
 * events, which makes it wider.
 */
function rangeOf(count: number, clumped: number): [least: number, most: number] {
  if (count === 0) return [0, ofNothing]
  const events = count / clumped
  const byar = (of: number, sign: 1 | -1) => of * (1 - 1 / (9 * of) + (sign * normal95) / (3 * Math.sqrt(of))) ** 3
  return [clumped * Math.max(0, byar(events, -1)), clumped * byar(events + 1, 1)]
}

/** How many records go missing at once: the mean of squares over the sum, 1 where each is alone. */
function clumping(pairs: readonly {second: number; both: number}[]): number {
  const missed = pairs.map(({second, both}) => second - both)
  const sum = missed.reduce((total, count) => total + count, 0)
  const squares = missed.reduce((total, count) => total + count * count, 0)
  return sum === 0 ? 1 : Math.max(1, squares / sum)
}
