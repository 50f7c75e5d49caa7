/** Bursts: acts of one owner, counted in windows that begin with an act and last a fixed time. */
import {BoundedMap, Distinct, type Evictions} from './bounded.ts'
import {EvidenceList, type EvidenceSource} from './evidence-list.ts'

export interface Burst {
  owner: string
  first: number
  last: number
  /** With the weights of the acts. */
  count: number
  terms: Distinct
  /** Acts from a network or with a client that is unfamiliar for the owner. */
  unfamiliar: number
  places: Distinct
  /** What else was counted, by name. */
  tally: ReadonlyMap<string, number>
  evidence: EvidenceList
}

interface BurstSettings {
  name: string
  /** Milliseconds. */
  span: number
  /** Smaller bursts are forgotten. */
  least: number
  /** What is compared with `least`: the weights, or the different terms. */
  by?: 'count' | 'terms'
  mostTerms?: number
}

export interface CountedAct {
  owner: string
  term?: string
  weight?: number
  unfamiliar?: boolean
  place?: string | undefined
  tally?: string
}

interface OpenBurst extends Burst {
  tally: Map<string, number>
}

/** Of bursts in which nothing is tallied: never written to. */
const nothingTallied = new Map<string, number>()

const mostOwners = 20_000
const mostBursts = 20_000
const mostTallied = 30

export class Bursts {
  private readonly current: BoundedMap<string, OpenBurst>
  private readonly kept = new Map<string, Burst[]>()
  private readonly settings: BurstSettings
  private readonly evictions: Evictions
  private size = 0

  constructor(settings: BurstSettings, evictions: Evictions) {
    this.settings = settings
    this.evictions = evictions
    this.current = new BoundedMap(settings.name, mostOwners, evictions, {
      until: ({first}) => first + settings.span,
      weight: burst => this.sizeOf(burst),
      dropped: (_owner, burst) => this.keep(burst),
    })
  }

  add(event: EvidenceSource, act: CountedAct): Burst {
    const {owner, term, weight = 1, place, tally} = act
    let burst: OpenBurst | undefined = this.current.get(owner)
    if (burst && event.time - burst.first >= this.settings.span) {
      this.keep(burst)
      this.current.delete(owner)
      burst = undefined
    }
    burst ??= this.current.at(owner, () => this.begun(owner, event.time))
    burst.last = event.time
    burst.count += weight
    if (term !== undefined) burst.terms.add(term)
    if (act.unfamiliar) burst.unfamiliar += weight
    if (place !== undefined) burst.places.add(place)
    if (tally !== undefined) count(burst, tally, weight)
    burst.evidence.add(event)
    return burst
  }

  /** All bursts that reached the least number, by owner, in order of time. */
  finish(): Map<string, Burst[]> {
    for (const burst of this.current.values()) this.keep(burst)
    return this.kept
  }

  private begun(owner: string, time: number): OpenBurst {
    return {
      owner,
      first: time,
      last: time,
      count: 0,
      terms: new Distinct(this.settings.mostTerms ?? 1_000),
      unfamiliar: 0,
      places: new Distinct(5),
      tally: nothingTallied,
      evidence: new EvidenceList(30),
    }
  }

  private sizeOf({terms, count}: Burst): number {
    return this.settings.by === 'terms' ? terms.size : count
  }

  private keep(burst: Burst): void {
    if (this.sizeOf(burst) < this.settings.least) return
    if (this.size >= mostBursts) this.makeRoom()
    this.size++
    const list = this.kept.get(burst.owner)
    if (list) list.push(burst)
    else this.kept.set(burst.owner, [burst])
  }

  /** Of the owners with most bursts the smallest go, so that none loses the last for what others do. */
  private makeRoom(): void {
    const ranked = [...this.kept.values()].flatMap(list =>
      [...list]
        .sort((a, b) => this.sizeOf(b) - this.sizeOf(a) || a.first - b.first)
        .map((burst, turn) => ({burst, turn, size: this.sizeOf(burst)})),
    )
    ranked.sort((a, b) => b.turn - a.turn || a.size - b.size)
    const dropped = new Set(ranked.slice(0, mostBursts / 10).map(({burst}) => burst))
    for (const owner of new Set([...dropped].map(({owner}) => owner))) {
      const left = (this.kept.get(owner) ?? []).filter(burst => !dropped.has(burst))
      if (left.length > 0) this.kept.set(owner, left)
      else this.kept.delete(owner)
    }
    this.size -= dropped.size
    this.evictions.add(this.settings.name, dropped.size)
  }
}

function count(burst: OpenBurst, name: string, weight: number): void {
  if (burst.tally === nothingTallied) burst.tally = new Map()
  const {tally} = burst
  const before = tally.get(name)
  if (before !== undefined || tally.size < mostTallied) tally.set(name, (before ?? 0) + weight)
}

/** On how many days an owner has such bursts: what repeats is usual. */
export function daysOf(bursts: readonly Burst[]): number {
  return new Set(bursts.map(burst => Math.floor(burst.first / 86_400_000))).size
}
