/** What is new: when each term was first seen, in this month or in the months of the baseline. */
import type {Evictions} from './bounded.ts'

/** Terms of the whole tenant. */
export type TenantTerm =
  | 'operation'
  | 'application'
  | 'agent'
  | 'network'
  | 'forward-target'
  | 'share-domain'
  | 'admin'
  | 'sender-app'
  | 'ai-agent'
/** Terms of one owner, nearly always a person. */
export type OwnedTerm =
  | 'user-network'
  | 'user-agent'
  | 'user-application'
  | 'user-operation'
  | 'user-mailbox'
  | 'user-place'
  | 'user-ai-site'
export type TermKind = TenantTerm | OwnedTerm

/** What earlier months know. */
export interface History {
  /** People of the last month: thresholds are measured against them. */
  readonly users: number
  readonly domains: readonly string[]
  /** Whether terms of this kind are remembered at all. */
  remembers(kind: TermKind): boolean
  has(kind: TermKind, owner: string, term: string): boolean
  /** Median and deviation of a person's daily volume, as log1p; undefined where nothing is known. */
  volume(user: string, group: string): DailyVolume | undefined
  /** Acts of an administrator by hour of the day, UTC; undefined where nothing is known. */
  hours(user: string): readonly number[] | undefined
  /** Records of a workload by hour: the mean of 24 hours of working days, then of 24 of weekends. */
  workload(name: string): readonly number[] | undefined
  workloads(): readonly string[]
  /** Records of each type in the last month. */
  recordTypes(): ReadonlyMap<string, number>
  /** Months since a person was last seen, 1 for last month; undefined for unknown people. */
  absent(user: string): number | undefined
}

/** On the log scale: log1p of records per active day. */
export interface DailyVolume {
  median: number
  deviation: number
  /** Active days it rests on. */
  days: number
}

/** How many terms are kept: who floods the index takes nothing from others. */
export interface TermBounds {
  /** Of all; beyond them each actor may add `ofLateActor` more, up to twice as many in all. */
  all: number
  ofActor: number
  ofLateActor: number
}

const usualBounds: TermBounds = {all: 400_000, ofActor: 20_000, ofLateActor: 1_000}
const learningDays = 7
const day = 86_400_000

export class TermIndex {
  private readonly kinds = new Map<TermKind, Map<string, Map<string, number>>>()
  private readonly owners = new Map<string, number>()
  private readonly ofActor = new Map<string, number>()
  private readonly history: History | undefined
  private readonly start: number
  private readonly evictions: Evictions
  private readonly bounds: TermBounds
  private size = 0
  /** Whether a term was refused: what is not in here may have been seen. */
  private isFull = false

  constructor(start: number, history: History | undefined, evictions: Evictions, bounds = usualBounds) {
    this.bounds = bounds
    this.start = start
    this.history = history
    this.evictions = evictions
  }

  /**
   * Notes that a term was seen.
   * @param actor who brought it, where it has no owner.
   * @returns when it was first seen: −∞ for earlier months.
   */
  note(kind: TermKind, owner: string, term: string, time: number, actor = owner): number {
    if (term === '') return Number.NEGATIVE_INFINITY
    const terms = this.termsOf(kind, owner)
    const seen = terms.get(term)
    if (seen !== undefined) return seen
    const ofActor = this.ofActor.get(actor) ?? 0
    const {bounds} = this
    const share = this.size < bounds.all ? bounds.ofActor : bounds.ofLateActor
    if (ofActor >= share || this.size >= 2 * bounds.all) {
      this.evictions.add(`new terms (${kind})`)
      this.isFull = true
      return Number.NEGATIVE_INFINITY
    }
    this.ofActor.set(actor, ofActor + 1)
    const first = this.history?.has(kind, owner, term) ? Number.NEGATIVE_INFINITY : time
    terms.set(term, first)
    this.size++
    if (owner !== '') this.owners.set(`${kind} ${term}`, this.ownersOf(kind, term) + 1)
    return first
  }

  /** An owner's terms of this month, as they come, with when each was first seen. */
  ofOwner(kind: OwnedTerm, owner: string): ReadonlyMap<string, number> {
    return this.termsOf(kind, owner)
  }

  private termsOf(kind: TermKind, owner: string): Map<string, number> {
    let owners = this.kinds.get(kind)
    if (!owners) {
      owners = new Map()
      this.kinds.set(kind, owners)
    }
    let terms = owners.get(owner)
    if (!terms) {
      terms = new Map()
      owners.set(owner, terms)
    }
    return terms
  }

  /** When the term was first seen: −∞ for earlier months, +∞ for never. Notes nothing. */
  firstSeen(kind: TermKind, owner: string, term: string): number {
    const seen = this.kinds.get(kind)?.get(owner)?.get(term)
    if (seen !== undefined) return seen
    return this.history?.has(kind, owner, term) ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  }

  /**
   * For how long the term has been known, in milliseconds: 0 when it is first seen, ∞ for what earlier months knew, and for
   * all that was first seen while there was nothing to compare with (the first seven days without a baseline).
   */
  age(kind: TermKind, owner: string, term: string, time: number): number {
    const first = this.firstSeen(kind, owner, term)
    if (first === Number.POSITIVE_INFINITY) return this.learning(kind, time) ? Number.POSITIVE_INFINITY : 0
    if (this.learning(kind, first)) return Number.POSITIVE_INFINITY
    return Math.max(0, time - first)
  }

  /** Whether the tenant had a term at no time before `since`; false where that is unknown. */
  isNew(kind: TermKind, term: string, since: number): boolean {
    const first = this.firstSeen(kind, '', term)
    return !this.isFull && first >= since && !this.learning(kind, first)
  }

  /** Whether it is too early to call anything new. */
  learning(kind: TermKind, time: number): boolean {
    return !this.history?.remembers(kind) && time < this.start + learningDays * day
  }

  /** How many owners had a term this month. */
  ownersOf(kind: TermKind, term: string): number {
    return this.owners.get(`${kind} ${term}`) ?? 0
  }

  /** Everything seen this month, for the next baseline. */
  *all(): Generator<{kind: TermKind; owner: string; term: string}> {
    for (const [kind, owners] of this.kinds)
      for (const [owner, terms] of owners) for (const term of terms.keys()) yield {kind, owner, term}
  }
}
