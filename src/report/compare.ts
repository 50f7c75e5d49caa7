/** This month's numbers compared with those of the month before. */
import {sharingKinds} from '../audit/sharing.ts'
import {sharingMeaning} from './figures/sharing.ts'
import {failureGroups, failureMeaning} from './figures/sign-in.ts'
import type {MonthCounts} from './figures.ts'

export interface CountChange {
  name: string
  before: number
  now: number
}

const mostWorkloads = 8

/** Rows of the table, totals first; what neither month had is left out. */
export function changes(before: MonthCounts, now: MonthCounts): CountChange[] {
  const row = (name: string, of: (month: MonthCounts) => number) => ({name, before: of(before), now: of(now)})
  const workloads = Object.entries(now.workloads)
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostWorkloads)
  return [
    row('Records', month => month.records),
    row('Records per day', month => Math.round(month.records / Math.max(1, month.days))),
    row('People active', month => month.people),
    row('Services active', month => month.services),
    row('Sign-ins that succeeded', month => month.signIns),
    ...failureGroups.map(kind => row(`Failed: ${lowered(failureMeaning[kind])}`, month => month.failures[kind])),
    ...sharingKinds.map(kind => row(sharingMeaning[kind], month => month.sharing[kind])),
    ...workloads.map(([name]) => row(`Records of ${name}`, month => own(month.workloads, name))),
  ].filter(change => change.before > 0 || change.now > 0)
}

/** `+12 %`, `×3.4`, `new`, `none now` */
export function changeWords({before, now}: CountChange): string {
  if (before === now) return 'same'
  if (before === 0) return 'new'
  if (now === 0) return 'none now'
  const ratio = now / before
  if (ratio >= 2) return `×${ratio.toFixed(1)}`
  const percent = Math.round(100 * (ratio - 1))
  return percent === 0 ? 'same' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`
}

function own(counts: Readonly<Record<string, number>>, name: string): number {
  return Object.hasOwn(counts, name) ? (counts[name] ?? 0) : 0
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
