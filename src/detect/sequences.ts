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

/** A → B, with B raised. */
interface Sequence {
  before: RegExp
  /** The accounts that A is about. */
  accounts(before: SignalGroup): readonly string[]
  act: RegExp
  /** Milliseconds between A and B at most. */
  within(before: SignalGroup): number
  /** B's weight after an A of such strength. */
  raised(act: SignalGroup, strength: number): Weight
}

const medium = severityRank('medium')

const sequences: readonly Sequence[] = [
  {
    before: doubtful,
    accounts: ({actors, users}) => [...actors, ...users],
    act: consequent,
    within: ({weight}) => (severityRank(weight) >= medium ? sameDay : soon),
    raised: raisedAct,
  },
  {
    // The password or session is in other hands: an unfamiliar sign-in afterwards is theirs rather than a journey.
    before: /^AUTH-(05|07|11|13)$/,
    accounts: ({actors}) => actors,
    act: /^(AUTH-(08|09|10|12|15|16|17|21|22)|STA-09)$/,
    within: () => 2 * sameDay,
    raised: ({weight, rareWeight}, strength) =>
      strength >= medium && (weight === 'low' || rareWeight !== undefined) ? 'medium' : weight,
  },
  {
    // An account that another one has just promoted uses its new rights at once. Who activates an own role is no such account.
    before: /^ROLE-0[123]$/,
    accounts: ({actors, users}) => users.filter(user => !actors.includes(user)),
    act: /^(APP-(02|04|06|08|16)|ROLE-0[13]|CFG-0[1-5]|AUD-0[1-6])$/,
    within: () => soon,
    raised: ({weight}, strength) => (strength >= medium && weight === 'medium' ? 'high' : weight),
  },
]

/** Raises signal groups in place; they stay raised in the incidents made of them. */
export function raiseSequences(groups: readonly SignalGroup[]): void {
  // Weights as they were: a raised act must not raise the next.
  const raised = sequences.flatMap(sequence => raisedBy(sequence, groups))
  for (const {group, doubt, weight} of raised) {
    if (severityRank(weight) <= severityRank(group.weight)) continue
    group.weight = weight
    group.confidence = 'high'
    const moment = momentOf(doubt.group, group)
    const gap = Math.max(0, group.evidence.first - moment)
    // The incident's narrative counts from a finding's first record.
    const since = moment > doubt.group.evidence.first ? 'the latest record of ' : ''
    group.why = `${group.why}; ${spanText(gap)} after ${since}${lowered(techniqueOf(doubt.group.meta))} (${doubt.group.meta.id})`
  }
}

function raisedBy(sequence: Sequence, groups: readonly SignalGroup[]) {
  const doubts = new Map<string, Doubt[]>()
  for (const group of groups) {
    if (!sequence.before.test(group.meta.id)) continue
    for (const user of new Set(sequence.accounts(group))) {
      const list = doubts.get(user)
      const doubt = {group, strength: strengthOf(group)}
      if (list) list.push(doubt)
      else doubts.set(user, [doubt])
    }
  }
  return groups
    .filter(group => sequence.act.test(group.meta.id))
    .flatMap(group => {
      const before = group.actors
        .flatMap(user => doubts.get(user) ?? [])
        .filter(({group: one}) => precedes(one, group, sequence.within(one)))
      const [strongest] = before.sort(
        (a, b) => b.strength - a.strength || a.group.evidence.first - b.group.evidence.first,
      )
      return strongest ? [{group, doubt: strongest, weight: sequence.raised(group, strongest.strength)}] : []
    })
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

function precedes(doubt: SignalGroup, act: SignalGroup, within: number): boolean {
  if (doubt === act || doubt.meta.id === act.meta.id) return false
  const gap = act.evidence.first - momentOf(doubt, act)
  return gap >= 0 && gap <= within
}

function raisedAct({weight}: SignalGroup, strength: number): Weight {
  if (strength >= medium) {
    if (weight === 'hint' || weight === 'info') return 'low'
    return 'high'
  }
  if (strength >= severityRank('low') && weight === 'medium') return 'high'
  return strength > severityRank('info') && weight === 'low' ? 'medium' : weight
}
