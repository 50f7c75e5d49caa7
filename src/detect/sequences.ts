/**
 * Sequences A → B: an act that keeps, extends or uses an access, soon after a sign-in that may not be the owner's. The
 * act's finding is raised, and says after what. What an incident is in sum: `incident-patterns.ts`.
 */
import {hour, lowered, spanText, techniqueOf} from './rule.ts'
import {type SignalGroup, severityRank, type Weight} from './signal-groups.ts'

/** Signs that an attacker has the account. */
const doubtful = /^(AUTH-(05|05b|06|07|08|09|10|11|12|13|14|15|16|17|19|21|22)|STA-(04|05|06|09)|TMS-(01|05)|ALT-01)$/

/** Attempts that were stopped: what the person does next is more likely the remedy. */
const stopped = /^AUTH-(05b|06)$/

/** Acts that keep, widen, hide or use an access. */
const consequent =
  /^(MBX-(0[1-9]|1\d|2[01])|ACC-\d\d|APP-\d\d|ROLE-\d\d|CFG-\d\d|AUD-\d\d|FIL-(0[1-6]|09|11)|EDI-01|FLOW-01|TMS-03|STA-0[18])$/

interface Doubt {
  group: SignalGroup
  strength: number
}

const soon = hour
const sameDay = 24 * hour

/** Raises signal groups in place; they stay raised in the incidents made of them. */
export function raiseSequences(groups: readonly SignalGroup[]): void {
  const doubts = new Map<string, Doubt[]>()
  for (const group of groups) {
    if (!doubtful.test(group.meta.id)) continue
    for (const user of new Set([...group.actors, ...group.users])) {
      const list = doubts.get(user)
      const doubt = {group, strength: strengthOf(group)}
      if (list) list.push(doubt)
      else doubts.set(user, [doubt])
    }
  }
  // Weights as they were: a raised act must not raise the next.
  const raised = groups
    .filter(group => consequent.test(group.meta.id))
    .flatMap(group => {
      const before = group.actors.flatMap(user => doubts.get(user) ?? []).filter(({group: one}) => precedes(one, group))
      const [strongest] = before.sort(
        (a, b) => b.strength - a.strength || a.group.evidence.first - b.group.evidence.first,
      )
      return strongest ? [{group, doubt: strongest}] : []
    })
    .map(({group, doubt}) => ({group, doubt, weight: raisedWeight(group, doubt)}))
  for (const {group, doubt, weight} of raised) {
    if (severityRank(weight) <= severityRank(group.weight)) continue
    group.weight = weight
    group.confidence = 'high'
    const gap = Math.max(0, group.evidence.first - momentOf(doubt.group, group))
    group.why = `${group.why}; ${spanText(gap)} after ${lowered(techniqueOf(doubt.group.meta))} (${doubt.group.meta.id})`
  }
}

/** A hint that is sure of itself (a new network and a new program at once) counts as a low finding does. */
function strengthOf(group: SignalGroup): number {
  if (stopped.test(group.meta.id)) return Math.min(severityRank('low'), severityRank(group.weight))
  return group.weight === 'hint' && group.confidence !== 'low' ? severityRank('low') - 0.5 : severityRank(group.weight)
}

/** The doubt's last record that is not later than the act. */
function momentOf(doubt: SignalGroup, act: SignalGroup): number {
  const times = doubt.evidence.records().map(record => record.time)
  return Math.max(doubt.evidence.first, ...times.filter(time => time <= act.evidence.first))
}

function precedes(doubt: SignalGroup, act: SignalGroup): boolean {
  if (doubt === act || doubt.meta.id === act.meta.id) return false
  const gap = act.evidence.first - momentOf(doubt, act)
  return gap >= 0 && gap <= (severityRank(doubt.weight) >= severityRank('medium') ? sameDay : soon)
}

function raisedWeight(group: SignalGroup, {strength}: Doubt): Weight {
  if (strength >= severityRank('medium')) {
    if (group.weight === 'hint' || group.weight === 'info') return 'low'
    return 'high'
  }
  if (strength >= severityRank('low') && group.weight === 'medium') return 'high'
  return strength > severityRank('info') && group.weight === 'low' ? 'medium' : group.weight
}
