/**
 * At most so many things in all and of each actor: who has too many loses their own least grave and latest, and one who
 * has few takes the place of one who has many, so that no flood displaces what others did.
 */

export interface Ranked {
  actor: string
  /** The higher, the graver; it may rise. */
  rank: number
}

export class ActorShares<T extends Ranked> {
  private readonly byActor = new Map<string, T[]>()
  /** Actors by how many things they have. */
  private readonly withCount: Set<string>[] = []
  private readonly most: number
  private readonly ofActor: number
  private size = 0
  /** None is less grave. */
  private leastRank = Number.POSITIVE_INFINITY

  constructor({most, ofActor}: {most: number; ofActor: number}) {
    this.most = most
    this.ofActor = ofActor
  }

  /** @returns what has no place for it: undefined for nothing, the thing itself, or one that it displaces. */
  add(thing: T): T | undefined {
    const own = this.byActor.get(thing.actor) ?? []
    if (own.length >= this.ofActor) return this.displacing(thing, own)
    if (this.size < this.most) {
      this.put(thing)
      return undefined
    }
    const largest = this.withCount.findLast(actors => actors.size > 0) ?? new Set()
    const [crowded = thing.actor] = largest
    const theirs = this.byActor.get(crowded) ?? []
    if (theirs.length <= own.length + 1) return this.displacing(thing, own.length > 0 ? own : this.all(thing.rank))
    const displaced = leastOf(theirs)
    if (!displaced) return thing
    this.take(displaced)
    this.put(thing)
    return displaced
  }

  /** All things, or none where each is known to be as grave: a flood must not cost a search for each of its things. */
  private all(rank: number): T[] {
    return this.leastRank >= rank ? [] : [...this.byActor.values()].flat()
  }

  /** Only a less grave one makes room. */
  private displacing(thing: T, among: readonly T[]): T {
    const least = leastOf(among)
    if (!least || least.rank >= thing.rank) {
      if (least && among.length === this.size) this.leastRank = least.rank
      return thing
    }
    this.take(least)
    this.put(thing)
    return least
  }

  private put(thing: T): void {
    const own = this.byActor.get(thing.actor) ?? []
    this.byActor.set(thing.actor, own)
    own.push(thing)
    this.leastRank = Math.min(this.leastRank, thing.rank)
    this.recount(thing.actor, own.length - 1, own.length)
    this.size++
  }

  private take(thing: T): void {
    const own = this.byActor.get(thing.actor) ?? []
    own.splice(own.indexOf(thing), 1)
    if (own.length === 0) this.byActor.delete(thing.actor)
    this.recount(thing.actor, own.length + 1, own.length)
    this.size--
  }

  private recount(actor: string, before: number, now: number): void {
    this.withCount[before]?.delete(actor)
    if (now === 0) return
    const actors = this.withCount[now] ?? new Set()
    this.withCount[now] = actors
    actors.add(actor)
  }
}

/** The latest of the least grave. */
function leastOf<T extends Ranked>(things: readonly T[]): T | undefined {
  let least: T | undefined
  for (const one of things) if (!least || one.rank <= least.rank) least = one
  return least
}
