/** Signals of one rule with one key, less than 48 h apart, are one story; what too many stories there would be is counted. */

import type {Confidence, Severity} from '../audit/severity.ts'
import type {Evictions} from './bounded.ts'
import {EvidenceList} from './evidence-list.ts'
import type {AcceptedEntry} from './findings.ts'
import {countOf, hour, type RuleMeta, type Signal, spanText} from './rule.ts'

export type Weight = Severity | 'hint'

export interface SignalGroup {
  meta: RuleMeta
  /** Ids of all rules that it came from, its own first. */
  rules: readonly string[]
  techniques: readonly string[]
  key: string
  weight: Weight
  /** What a rare group weighs instead of `hint`. */
  rareWeight?: Severity | undefined
  confidence: Confidence
  title: string
  why: string
  actors: string[]
  objects: string[]
  users: string[]
  addresses: string[]
  applications: string[]
  benign: string
  next: readonly string[]
  evidence: EvidenceList
  /** How many signals became this story. */
  signals: number
  /** The entry of the team's list that accepts it. */
  accepted?: AcceptedEntry | undefined
}

const weights: readonly Weight[] = ['hint', 'info', 'low', 'medium', 'high']
const confidences: readonly Confidence[] = ['low', 'medium', 'high']
export const groupingGap = 48 * hour
const mostNames = 50
/** Names come out of records, and anybody may choose a long one. */
const longestName = 300
const longestText = 1_500

export function severityRank(weight: Weight): number {
  return weights.indexOf(weight)
}

export function confidenceRank(confidence: Confidence): number {
  return confidences.indexOf(confidence)
}

interface Episode {
  first: number
  last: number
  signals: Signal[]
  /** Signals beyond those kept: only their evidence is. */
  more: EvidenceList
  moreCount: number
}

/** Kept whole per episode. */
const mostSignals = 60
/** Kept per rule; weak signs have a book of their own, so that they push out no finding. */
const mostEpisodes = 4_000
const mostHintEpisodes = 20_000

/** Gathers the signals of one rule id. */
export class SignalGroups {
  private readonly byKey = new Map<string, Episode[]>()
  private readonly meta: RuleMeta
  private readonly evictions: Evictions
  private episodes = 0
  private hintEpisodes = 0

  constructor(meta: RuleMeta, evictions: Evictions) {
    this.meta = meta
    this.evictions = evictions
  }

  add(signal: Signal): void {
    const episodes = this.byKey.get(signal.key)
    const {first, last} = signal.evidence
    // Rules report at the end what they gathered from the beginning, so any episode may be the one.
    const near = episodes?.find(episode => first <= episode.last + groupingGap && last >= episode.first - groupingGap)
    if (near) {
      near.first = Math.min(near.first, first)
      near.last = Math.max(near.last, last)
      if (near.signals.length < mostSignals) near.signals.push(signal)
      else {
        near.more.join(signal.evidence)
        near.moreCount++
      }
      return
    }
    const isHint = signal.severity === 'hint'
    if (isHint ? this.hintEpisodes >= mostHintEpisodes : this.episodes >= mostEpisodes) {
      this.evictions.add(`${isHint ? 'weak signs' : 'findings'} of ${this.meta.id}`)
      return
    }
    if (isHint) this.hintEpisodes++
    else this.episodes++
    const made = {first, last, signals: [signal], more: new EvidenceList(), moreCount: 0}
    if (episodes) episodes.push(made)
    else this.byKey.set(signal.key, [made])
  }

  list(): SignalGroup[] {
    const stories: SignalGroup[] = []
    for (const [key, episodes] of this.byKey)
      for (const episode of episodes) {
        const story = told(this.meta, key, episode)
        if (story) stories.push(story)
      }
    return stories
  }
}

function told(meta: RuleMeta, key: string, episode: Episode): SignalGroup | undefined {
  const signals: Signal[] = []
  for (const signal of episode.signals) {
    const settled = signal.settle?.()
    if (settled !== 'drop') signals.push({...signal, ...settled})
  }
  const weightOf = (signal: Signal) => signal.severity ?? meta.severity
  const [gravest] = [...signals].sort(
    (a, b) => severityRank(weightOf(b)) - severityRank(weightOf(a)) || a.evidence.first - b.evidence.first,
  )
  if (!gravest) return undefined
  const evidence = new EvidenceList()
  for (const signal of signals) evidence.joinOthers(signal.evidence)
  evidence.join(episode.more)
  const number = signals.length + episode.moreCount
  const names = (pick: (signal: Signal) => readonly string[] | undefined) => [
    ...new Set(
      [...(pick(gravest) ?? []), ...signals.flatMap(signal => pick(signal) ?? []).sort()]
        .filter(Boolean)
        .map(name => clipped(name, longestName)),
    ),
  ]
  const again = `; ${countOf(number, 'such act')} in ${spanText(evidence.last - evidence.first)}`
  return {
    meta,
    rules: [meta.id],
    techniques: meta.techniques,
    key,
    weight: weightOf(gravest),
    rareWeight: signals.find(signal => signal.rareSeverity !== undefined)?.rareSeverity,
    confidence: gravest.confidence ?? meta.confidence,
    title: clipped(gravest.title, longestName),
    why: number > 1 ? `${clipped(gravest.why, longestText)}${again}` : clipped(gravest.why, longestText),
    actors: names(signal => signal.actors).slice(0, mostNames),
    objects: names(signal => signal.objects).slice(0, mostNames),
    users: names(signal => signal.users).slice(0, mostNames),
    addresses: names(signal => signal.addresses).slice(0, mostNames),
    applications: names(signal => signal.applications).slice(0, mostNames),
    benign: gravest.benign ?? meta.benign,
    next: gravest.next ?? meta.next,
    evidence,
    signals: number,
  }
}

function clipped(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
