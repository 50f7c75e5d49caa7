/**
 * Acts that are routine in one tenant and rare in another: rare ones are listed one by one; routine ones stay weak signals,
 * and one finding sums them up, so that others who do the same hide none.
 */
import {times} from './rule.ts'
import {type SignalGroup, severityRank} from './signal-groups.ts'

/** A rule's groups in a month that count as rare: two, in large tenants one for 500 people. */
function mostRare(users: number): number {
  return Math.max(2, Math.ceil(users / 500))
}

/**
 * Gives the groups of a rule that are rare this month the severity that the rule names for them; changes them in place.
 * @returns those that are not rare, by rule and severity; none below low, of which most tenants have thousands.
 */
export function raiseRareActs(groups: readonly SignalGroup[], users: number): SignalGroup[][] {
  const byRule = new Map<string, SignalGroup[]>()
  for (const group of groups) {
    if (group.weight !== 'hint' || group.rareWeight === undefined) continue
    const list = byRule.get(group.meta.id)
    if (list) list.push(group)
    else byRule.set(group.meta.id, [group])
  }
  const most = mostRare(users)
  const frequent = new Map<string, SignalGroup[]>()
  for (const list of byRule.values())
    for (const group of list) {
      if (list.length <= most) {
        group.weight = group.rareWeight ?? group.weight
        group.why = `${group.why}; rare here: ${list.length === 2 ? 'twice' : times(list.length)} this month`
      } else if (severityRank(group.rareWeight ?? 'hint') >= severityRank('low')) {
        const name = `${group.meta.id} ${group.rareWeight}`
        const alike = frequent.get(name)
        if (alike) alike.push(group)
        else frequent.set(name, [group])
      }
    }
  return [...frequent.values()]
}
