/** Cuts the period into windows, one after the other, around those that earlier runs read or asked for. */
import type {Density} from '../audit/density.ts'
import type {LedgerEntry} from '../audit/ledger.ts'
import type {TimeWindow} from '../audit/window.ts'
import type {WindowPlan} from '../sources/source.ts'

export interface PeriodPlan {
  /** Up to here, windows are planned. */
  readonly planned: number
  readonly end: number
  /** Windows taken over that still lie ahead, in order. */
  readonly takenOver: readonly LedgerEntry[]
  /** Windows that earlier runs asked for; each is a task from the start. In order. */
  readonly pending: readonly TimeWindow[]
}

/** How long windows may be, and how many rows they should hold. */
export interface WindowSize {
  aim: number
  /** Milliseconds. */
  longest: number
}

/** Windows longer than this, whose end is free, end on whole minutes in case the service rounds dates to them. Milliseconds. */
const worthWholeMinutes = 7_200_000
const minute = 60_000

/** The next window to read, and those taken over that lie before it; no window at the period's end. */
export function planNext(
  before: PeriodPlan,
  density: Density,
  plan: WindowPlan,
  {aim, longest}: WindowSize,
): {plan: PeriodPlan; passed: LedgerEntry[]; window?: TimeWindow} {
  const [now, passed] = passTakenOver(before)
  if (now.planned >= now.end) return {plan: now, passed}
  const limit = limitOf(now)
  const start = now.planned
  const end = density.known ? density.reach(start, limit, aim, longest) : Math.min(limit, start + plan.first)
  const isFree = end < limit && end < start + longest && end - start > worthWholeMinutes
  const round = isFree ? Math.floor(end / minute) * minute : end
  return {plan: {...now, planned: round}, passed, window: {start, end: round}}
}

/** All that is not planned yet, in windows, and those taken over between them. */
export function planRest(before: PeriodPlan): {plan: PeriodPlan; passed: LedgerEntry[]; windows: TimeWindow[]} {
  let [plan, passed] = passTakenOver(before)
  const windows: TimeWindow[] = []
  while (plan.planned < plan.end) {
    const end = limitOf(plan)
    windows.push({start: plan.planned, end})
    const [next, more] = passTakenOver({...plan, planned: end})
    plan = next
    passed = [...passed, ...more]
  }
  return {plan, passed, windows}
}

/** What was proven before is settled as the plan comes to it; what was asked for before is a task already. */
function passTakenOver(before: PeriodPlan): [PeriodPlan, LedgerEntry[]] {
  let plan = before
  const passed: LedgerEntry[] = []
  for (;;) {
    const {planned} = plan
    const asked = plan.pending.find(window => window.start === planned)
    const entry = plan.takenOver[0]?.start === planned ? plan.takenOver[0] : undefined
    const next = entry ?? asked
    if (next === undefined) return [plan, passed]
    if (entry) passed.push(entry)
    plan = {...plan, planned: next.end, takenOver: entry ? plan.takenOver.slice(1) : plan.takenOver}
  }
}

/** Where the next window begins that the plan has to leave out. */
function limitOf({planned, end, takenOver, pending}: PeriodPlan): number {
  const ahead = [...takenOver.slice(0, 1), ...pending].map(window => window.start)
  return Math.min(end, ...ahead.filter(start => start > planned))
}
