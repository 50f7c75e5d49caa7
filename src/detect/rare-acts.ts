/** Acts that are routine in one tenant and rare in another: rare ones are listed, routine ones stay weak signals. */
import {times} from './rule.ts'
import type {SignalGroup} from './signal-groups.ts'

/** A rule's groups in a month that count as rare: two, in large tenants one for 500 people. */
function mostRare(users: number): number {
  return Math.max(2, Math.ceil(users / 500))
}

/** Gives the groups of a rule that are rare this month the severity that the rule names for them; changes them in place. */
export function raiseRareActs(groups: readonly SignalGroup[], users: number): void {
  const byRule = new Map<string, SignalGroup[]>()
  for (const group of groups) {
    if (group.weight !== 'hint' || group.rareWeight === undefined) continue
    const list = byRule.get(group.meta.id)
    if (list) list.push(group)
    else byRule.set(group.meta.id, [group])
  }
  const most = mostRare(users)
  for (const list of byRule.values()) {
    if (list.length > most) continue
    for (const group of list) {
      group.weight = group.rareWeight ?? group.weight
      group.why = `${group.why}; rare here: ${list.length === 2 ? 'twice' : times(list.length)} this month`
    }
  }
}
