/** Signals of one rule with one key, less than 48 h apart, are one group; groups beyond the bound are counted. */

import type {Confidence, Severity} from '../audit/severity.ts'
import {ActorShares} from './actor-shares.ts'
import type {Evictions} from './bounded.ts'
import {EvidenceList, type EvidenceRecord} from './evidence-list.ts'
import type {AcceptedEntry} from './findings.ts'
import {countOf, hour, type RuleMeta, type Signal, spanText, techniqueOf} from './rule.ts'
import {joinedAccount, type SummedAccount, summedAccount, summedAccounts} from './summed-accounts.ts'

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
  facts: string[]
  benign: string
  next: readonly string[]
  evidence: EvidenceList
  /** Of a sum: each of its accounts. */
  accounts?: readonly SummedAccount[] | undefined
  /** The first record of each of its signals, up to a bound: where incidents began that this group has merged. */
  starts: readonly EvidenceRecord[]
  /** How many signals became this group. */
  signals: number
  /** Holds what an actor did beyond the bound, in one group. */
  isSurplus?: boolean
  /** The entry of the team's list that accepts it. */
  accepted?: AcceptedEntry | undefined
}

const weights: readonly Weight[] = ['hint', 'info', 'low', 'medium', 'high']
const confidences: readonly Confidence[] = ['low', 'medium', 'high']
export const groupingGap = 48 * hour
const mostNames = 50
const mostStarts = 50
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
  key: string
  actor: string
  /** Of its gravest signal as it was reported; settling may change it. */
  rank: number
  first: number
  last: number
  signals: Signal[]
  /** Signals beyond those kept: only their evidence is. */
  more: EvidenceList
  moreCount: number
}

/** Kept whole per episode. */
const mostSignals = 60
/** Actors whose surplus is kept apart; what others have too much goes together. */
const mostFloods = 500
/** Of those others. */
const mostAccounts = 50_000

/** Gathers the signals of one rule id. */
export class SignalGroups {
  private readonly byKey = new Map<string, Episode[]>()
  /** Without weak signals. */
  private readonly told = new ActorShares<Episode>({most: 4_000, ofActor: 200})
  private readonly hints = new ActorShares<Episode>({most: 20_000, ofActor: 1_000})
  private readonly floods = new Map<string, Episode>()
  /** Of the surplus that goes together. */
  private readonly others = new Map<string, SummedAccount>()
  private readonly meta: RuleMeta
  private readonly evictions: Evictions

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
      this.put(near, signal)
      return
    }
    const made = newEpisode(signal, this.rankOf(signal))
    const isHint = signal.severity === 'hint'
    const displaced = (isHint ? this.hints : this.told).add(made)
    if (displaced !== made) this.keep(made)
    if (displaced !== made && displaced) this.forget(displaced)
    if (!displaced) return
    if (isHint) this.evictions.add(`weak signals of ${this.meta.id}`)
    else this.flood(displaced)
  }

  private rankOf(signal: Signal): number {
    return severityRank(signal.severity ?? this.meta.severity)
  }

  private keep(episode: Episode): void {
    const episodes = this.byKey.get(episode.key)
    if (episodes) episodes.push(episode)
    else this.byKey.set(episode.key, [episode])
  }

  /** Of too many signals the gravest are kept whole; of the others the records. */
  private put(episode: Episode, signal: Signal): void {
    const rank = this.rankOf(signal)
    if (rank > episode.rank) episode.rank = rank
    if (episode.signals.length < mostSignals) {
      episode.signals.push(signal)
      return
    }
    let surplus = signal
    const lesser = episode.signals.findIndex(one => this.rankOf(one) < rank)
    if (lesser >= 0) {
      surplus = episode.signals[lesser] ?? signal
      episode.signals[lesser] = signal
    }
    episode.more.join(surplus.evidence)
    episode.moreCount++
  }

  private forget(episode: Episode): void {
    const left = (this.byKey.get(episode.key) ?? []).filter(one => one !== episode)
    if (left.length > 0) this.byKey.set(episode.key, left)
    else this.byKey.delete(episode.key)
  }

  /** Becomes part of the one finding that says how much more there was. */
  private flood(episode: Episode): void {
    const name = this.floods.has(episode.actor) || this.floods.size < mostFloods ? episode.actor : ''
    if (name !== episode.actor) this.noteOther(episode)
    const flood = this.floods.get(name)
    if (!flood) {
      this.floods.set(name, {...episode, key: `more of ${name}`})
      return
    }
    flood.first = Math.min(flood.first, episode.first)
    flood.last = Math.max(flood.last, episode.last)
    for (const signal of episode.signals) this.put(flood, signal)
    flood.more.join(episode.more)
    flood.moreCount += episode.moreCount
  }

  private noteOther({signals}: Episode): void {
    for (const {actors, addresses = [], applications = [], objects = [], evidence} of signals) {
      const account = summedAccount({actors, addresses, applications, objects, evidence})
      const known = this.others.get(account.actor)
      if (known) this.others.set(account.actor, joinedAccount(known, account))
      else if (this.others.size < mostAccounts) this.others.set(account.actor, account)
      else this.evictions.add(`accounts of ${this.meta.id}`)
    }
  }

  list(): SignalGroup[] {
    const groups: SignalGroup[] = []
    for (const [key, episodes] of this.byKey)
      for (const episode of episodes) {
        const group = groupOf(this.meta, key, episode)
        if (group) groups.push(group)
      }
    for (const [actor, episode] of this.floods) {
      const group = groupOf(this.meta, episode.key, episode)
      if (!group) continue
      const number = countOf(group.signals, 'further act')
      groups.push({
        ...group,
        ...(actor === '' && this.others.size > 0 ? {accounts: [...this.others.values()]} : {}),
        isSurplus: true,
        title: clipped(
          `${techniqueOf(this.meta)}: ${number} ${actor ? `by ${actor}` : 'by others'}; the most severe: ${group.title}`,
          longestName,
        ),
      })
    }
    return groups
  }
}

function newEpisode(signal: Signal, rank: number): Episode {
  const {first, last} = signal.evidence
  const [actor = ''] = signal.actors
  return {key: signal.key, actor, rank, first, last, signals: [signal], more: new EvidenceList(), moreCount: 0}
}

function groupOf(meta: RuleMeta, key: string, episode: Episode): SignalGroup | undefined {
  const signals: Signal[] = []
  for (const signal of episode.signals) {
    const settled = signal.settle?.()
    if (settled !== 'drop') signals.push({...signal, ...settled})
  }
  const weightOf = (signal: Signal) => signal.severity ?? meta.severity
  const [gravest] =
    signals.length === 1
      ? signals
      : [...signals].sort(
          (a, b) => severityRank(weightOf(b)) - severityRank(weightOf(a)) || a.evidence.first - b.evidence.first,
        )
  if (!gravest) return undefined
  const evidence = new EvidenceList()
  // Ids beyond the bound are not kept: those of the gravest are.
  for (const signal of [gravest, ...signals.filter(one => one !== gravest)]) evidence.joinOthers(signal.evidence)
  evidence.join(episode.more)
  const number = signals.length + episode.moreCount
  const others = signals.length === 1 ? [] : signals
  const names = (pick: (signal: Signal) => readonly string[] | undefined) =>
    namesOf(pick(gravest) ?? [], others.flatMap(signal => pick(signal) ?? []).sort())
  // Two acts may be signs in one record, such as a sign-in that two sessions led to.
  const acts = Math.min(number, evidence.count)
  const again = `; ${countOf(acts, 'such act')} in ${spanText(evidence.last - evidence.first)}`
  return {
    meta,
    rules: [meta.id],
    techniques: meta.techniques,
    key,
    weight: weightOf(gravest),
    rareWeight: signals.find(signal => signal.rareSeverity !== undefined)?.rareSeverity,
    confidence: gravest.confidence ?? meta.confidence,
    title: clipped(titled(meta, gravest.title), longestName),
    why: acts > 1 ? `${clipped(gravest.why, longestText)}${again}` : clipped(gravest.why, longestText),
    actors: names(signal => signal.actors),
    objects: names(signal => signal.objects),
    users: names(signal => signal.users),
    addresses: names(signal => signal.addresses),
    applications: names(signal => signal.applications),
    facts: names(signal => signal.facts),
    benign: gravest.benign ?? meta.benign,
    next: gravest.next ?? meta.next,
    evidence,
    accounts: accountsOf(signals),
    starts: signals.flatMap(signal => signal.evidence.earliest ?? []).slice(0, mostStarts),
    signals: number,
  }
}

/** Each once, those of the gravest first. */
function namesOf(ofGravest: readonly string[], ofOthers: readonly string[]): string[] {
  const found = new Set<string>()
  for (const names of [ofGravest, ofOthers])
    for (const name of names) if (name && found.size < mostNames) found.add(clipped(name, longestName))
  return [...found]
}

/** Where a rule itself sums up accounts. */
function accountsOf(signals: readonly Signal[]): SummedAccount[] | undefined {
  const all = signals.flatMap(({accounts = []}) => accounts)
  return all.length === 0 ? undefined : summedAccounts([{...nothingNamed, accounts: all}])
}

const nothingNamed = {actors: [], addresses: [], applications: [], objects: [], evidence: new EvidenceList()}

/** A title begins with the technique's name. */
function titled(meta: RuleMeta, title: string): string {
  const name = techniqueOf(meta)
  return title === '' ? name : title.startsWith(name) ? title : `${name}: ${title}`
}

function clipped(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
