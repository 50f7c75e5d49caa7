/**
 * What weighs more for what came before it: an act that keeps, widens or uses an access, soon after a sign-in that somebody
 * else may have made. The act's finding is raised, and says after what.
 */
import {hour, spanText} from './rule.ts'
import {type SignalGroup, severityRank, type Weight} from './signal-groups.ts'

/** Signs that somebody else has the account. */
const doubtful = /^(AUTH-(05|05b|06|07|08|09|10|11|12|13|14|15|16|17|19|21|22)|STA-(04|05|06|09)|TMS-(01|05)|ALT-01)$/

/** Attempts that were stopped: what the person does next is more likely the cure. */
const stopped = /^AUTH-(05b|06)$/

/** Acts that keep, widen, hide or use an access. */
const consequent =
  /^(MBX-(0[1-9]|1\d|2[01])|ACC-\d\d|APP-\d\d|ROLE-\d\d|CFG-\d\d|AUD-\d\d|FIL-(0[1-6]|09|11)|EDI-01|FLOW-01|TMS-03|STA-0[18])$/

interface Doubt {
  story: SignalGroup
  strength: number
}

const soon = hour
const sameDay = 24 * hour

/** Raises stories in place; those raised stay raised for the incidents made of them. */
export function raiseSequences(stories: readonly SignalGroup[]): void {
  const doubts = new Map<string, Doubt[]>()
  for (const story of stories) {
    if (!doubtful.test(story.meta.id)) continue
    for (const user of new Set([...story.actors, ...story.users])) {
      const list = doubts.get(user)
      const doubt = {story, strength: strengthOf(story)}
      if (list) list.push(doubt)
      else doubts.set(user, [doubt])
    }
  }
  // Weights as they were: a raised act must not raise the next.
  const raised = stories
    .filter(story => consequent.test(story.meta.id))
    .flatMap(story => {
      const before = story.actors.flatMap(user => doubts.get(user) ?? []).filter(({story: one}) => precedes(one, story))
      const [strongest] = before.sort(
        (a, b) => b.strength - a.strength || a.story.evidence.first - b.story.evidence.first,
      )
      return strongest ? [{story, doubt: strongest}] : []
    })
    .map(({story, doubt}) => ({story, doubt, weight: raisedWeight(story, doubt)}))
  for (const {story, doubt, weight} of raised) {
    if (severityRank(weight) <= severityRank(story.weight)) continue
    story.weight = weight
    story.confidence = 'high'
    const gap = Math.max(0, story.evidence.first - momentOf(doubt.story, story))
    story.why = `${story.why}; ${spanText(gap)} after: ${doubt.story.title} (${doubt.story.meta.id})`
  }
}

/** A hint that is sure of itself (a new network and a new program at once) counts as a low finding does. */
function strengthOf(story: SignalGroup): number {
  if (stopped.test(story.meta.id)) return Math.min(severityRank('low'), severityRank(story.weight))
  return story.weight === 'hint' && story.confidence !== 'low' ? severityRank('low') - 0.5 : severityRank(story.weight)
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

function raisedWeight(story: SignalGroup, {strength}: Doubt): Weight {
  if (strength >= severityRank('medium')) {
    if (story.weight === 'hint' || story.weight === 'info') return 'low'
    return 'high'
  }
  if (strength >= severityRank('low') && story.weight === 'medium') return 'high'
  return strength > severityRank('info') && story.weight === 'low' ? 'medium' : story.weight
}
