/** How well the service answers, over all windows: when it is taken to be broken, and how long windows may be while long ones fail. */
import type {WindowPlan} from '../sources/source.ts'

/** Planned windows in a row whose budget went without one proven reading: the service is taken to be broken for now. */
const brokenInARow = 2
const outagesInARow = 8
/** Failed readings in a row, more than one window's budget, after which nothing is cut any finer. */
const mostInARow = 60

export interface ServiceHealth {
  /** Failed readings since the last proven one with rows. */
  readonly consecutiveFailures: number
  readonly consecutiveOutages: number
  /** Planned windows in a row whose budget was spent. */
  readonly exhausted: number
  /** Milliseconds; shorter while long windows fail, since a search costs the service by its size. */
  readonly longest: number
}

export function goodHealth(plan: WindowPlan): ServiceHealth {
  return {consecutiveFailures: 0, consecutiveOutages: 0, exhausted: 0, longest: plan.longest}
}

/**
 * After a proven answer with rows, windows of its length may grow again. One without rows is no sign of health: a
 * service that finds nothing answers all the same.
 * @param length of the window that was read, in milliseconds.
 */
export function recordSuccess({longest}: ServiceHealth, length: number, plan: WindowPlan): ServiceHealth {
  const grown = length > 0.9 * longest ? Math.min(plan.longest, 1.5 * longest) : longest
  return {consecutiveFailures: 0, consecutiveOutages: 0, exhausted: 0, longest: grown}
}

export function recordFailure(
  health: ServiceHealth,
  {outage, length}: {outage: boolean; length: number},
  plan: WindowPlan,
): ServiceHealth {
  if (outage) return {...health, consecutiveOutages: health.consecutiveOutages + 1}
  return {
    ...health,
    consecutiveFailures: health.consecutiveFailures + 1,
    consecutiveOutages: 0,
    longest: Math.max(plan.shrunk, Math.min(health.longest, length / 2)),
  }
}

/** Whether so much has failed that cutting finer would only multiply the calls. */
export function failsThroughout({consecutiveFailures}: ServiceHealth): boolean {
  return consecutiveFailures >= mostInARow
}

export function isBroken(health: ServiceHealth): boolean {
  return health.exhausted >= brokenInARow || isDown(health)
}

/** Whether nothing answers, as in an outage that will pass. */
export function isDown({consecutiveOutages}: ServiceHealth): boolean {
  return consecutiveOutages >= outagesInARow
}

/** After a pause, what was broken is asked again. */
export function afterPause(health: ServiceHealth): ServiceHealth {
  return {...health, exhausted: 0, consecutiveOutages: 0}
}
