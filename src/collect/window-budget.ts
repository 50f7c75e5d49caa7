/** How many failed readings a planned window may cost, however it is cut, before what is left of it is a gap. */
import type {TimeWindow} from '../audit/window.ts'

/** Failed readings: enough to find the one bad second of four days, more than once. */
const failuresOfAWindow = 48
/** Parts shorter than this get no budget of their own once theirs is spent. Milliseconds. */
const worthAnother = 600_000
const leastBudget = 6
/** Failed readings that a planned window may cost over all its budgets, however many proven ones lie between. */
const mostOfAWindow = 200

export type BudgetKey = number

interface Budget {
  /** Failed readings left. */
  readonly left: number
  readonly full: number
  readonly origin: number
}

/** A planned window, of which several budgets may come one after another. */
interface Origin {
  readonly exhausted: boolean
  readonly spent: number
}

export interface Budgets {
  readonly budgets: ReadonlyMap<BudgetKey, Budget>
  readonly origins: ReadonlyMap<number, Origin>
  /** The last key given. */
  readonly last: number
}

export const noBudgets: Budgets = {budgets: new Map(), origins: new Map(), last: 0}

/** A budget of a window that was just planned. */
export function openBudget(all: Budgets): [Budgets, BudgetKey] {
  return opened(all, failuresOfAWindow, false)
}

/** A small budget for a window that is read one last time. */
export function openLastBudget(all: Budgets): [Budgets, BudgetKey] {
  return opened(all, leastBudget, true)
}

function opened(all: Budgets, full: number, exhausted: boolean): [Budgets, BudgetKey] {
  const key = all.last + 1
  const origins = new Map(all.origins).set(key, {exhausted, spent: 0})
  return [{budgets: new Map(all.budgets).set(key, {left: full, full, origin: key}), origins, last: key}, key]
}

/**
 * Half a budget of its own for a part whose budget is spent, if it is long, so that an hour that never answers does not
 * take the days around it along; undefined where it becomes a gap.
 */
export function renewBudget(all: Budgets, key: BudgetKey, window: TimeWindow): [Budgets, BudgetKey] | undefined {
  const budget = all.budgets.get(key)
  const origin = budget && all.origins.get(budget.origin)
  if (budget === undefined || origin === undefined) return undefined
  const full = Math.floor(budget.full / 2)
  const isSpent = origin.spent >= mostOfAWindow
  if (isSpent || full < leastBudget || window.end - window.start < worthAnother) return undefined
  const next = all.last + 1
  return [
    {...all, budgets: new Map(all.budgets).set(next, {left: full, full, origin: budget.origin}), last: next},
    next,
  ]
}

/** A failed reading less. */
export function spend(all: Budgets, key: BudgetKey): Budgets {
  const budget = all.budgets.get(key)
  const origin = budget && all.origins.get(budget.origin)
  if (budget === undefined || origin === undefined) return all
  const spent = origin.spent + 1
  const left = spent >= mostOfAWindow ? 0 : budget.left - 1
  return {
    ...all,
    budgets: new Map(all.budgets).set(key, {...budget, left}),
    origins: new Map(all.origins).set(budget.origin, {...origin, spent}),
  }
}

/** A proven answer pays back what a failed one cost. */
export function repay(all: Budgets, key: BudgetKey): Budgets {
  const budget = all.budgets.get(key)
  if (budget === undefined || budget.left === budget.full) return all
  return {...all, budgets: new Map(all.budgets).set(key, {...budget, left: Math.min(budget.full, budget.left + 1)})}
}

export function isSpent(all: Budgets, key: BudgetKey): boolean {
  return (all.budgets.get(key)?.left ?? 1) <= 0
}

/** Marks the planned window as one that spent a budget. @returns whether it is the first of its budgets. */
export function exhaust(all: Budgets, key: BudgetKey): [Budgets, boolean] {
  const budget = all.budgets.get(key)
  const origin = budget && all.origins.get(budget.origin)
  if (budget === undefined || origin === undefined || origin.exhausted) return [all, false]
  return [{...all, origins: new Map(all.origins).set(budget.origin, {...origin, exhausted: true})}, true]
}

/** Only the budgets of windows that may still be read. */
export function keepBudgets(all: Budgets, keys: Iterable<BudgetKey>): Budgets {
  const kept = [...new Set(keys)].flatMap(key => {
    const budget = all.budgets.get(key)
    return budget ? [[key, budget] as const] : []
  })
  const origins = new Set(kept.map(([, budget]) => budget.origin))
  return {...all, budgets: new Map(kept), origins: new Map([...all.origins].filter(([key]) => origins.has(key)))}
}
