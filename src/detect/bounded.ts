/** State that can't grow with the month: bounded maps, windows, rings, distinct counts. What is dropped is counted. */

/** What was dropped to stay within bounds, by the name of the state. */
export class Evictions {
  /** Of the record that detection is at, in milliseconds: what matters no longer then is dropped without loss. */
  now = Number.NEGATIVE_INFINITY
  private readonly counts = new Map<string, number>()

  add(name: string, number = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + number)
  }

  list(): {name: string; dropped: number}[] {
    return [...this.counts].map(([name, dropped]) => ({name, dropped})).sort((a, b) => (a.name < b.name ? -1 : 1))
  }
}

/** What a bounded map knows of its values, to drop what is missed least. */
export interface KeepingRules<K, V> {
  /** Whether dropping a value loses nothing: then it goes first, and is not reported. */
  harmless?(value: V): boolean
  /** The moment, in milliseconds, after which a value matters no longer. */
  until?(value: V): number
  /** How much would be lost with a value: the least goes first. */
  weight?(value: V): number
  /** Whose a value is; else the key up to its first space, which in most maps is a user. */
  actor?(key: K, value: V): string
  /** The last look at what is dropped. */
  dropped?(key: K, value: V): void
}

/** The part of a full map that is dropped at once, so that a flood does not cost a search for each of its keys. */
const droppedShare = 1 / 10

/**
 * A map of at most so many keys. When it is full, it drops what matters no longer; else of the actors with most keys the
 * lightest, so that a flood of one actor's drops only that actor's; and of equals what was not used for longest.
 */
export class BoundedMap<K, V> {
  private readonly map = new Map<K, V>()
  private readonly name: string
  private readonly most: number
  private readonly evictions: Evictions
  private readonly keeping: KeepingRules<K, V>

  constructor(name: string, most: number, evictions: Evictions, keeping: KeepingRules<K, V> = {}) {
    this.name = name
    this.most = most
    this.evictions = evictions
    this.keeping = keeping
  }

  /** The value of a key, made on first sight. */
  at(key: K, make: () => V): V {
    const present = this.map.get(key)
    if (present !== undefined) {
      // Moving a key to the end on every visit is dear; once the map is half full it is what keeps the busy ones.
      if (this.map.size > this.most / 2) {
        this.map.delete(key)
        this.map.set(key, present)
      }
      return present
    }
    if (this.map.size >= this.most) this.makeRoom()
    const made = make()
    this.map.set(key, made)
    return made
  }

  get(key: K): V | undefined {
    return this.map.get(key)
  }

  delete(key: K): void {
    this.map.delete(key)
  }

  get size(): number {
    return this.map.size
  }

  entries(): IterableIterator<[K, V]> {
    return this.map.entries()
  }

  values(): IterableIterator<V> {
    return this.map.values()
  }

  private makeRoom(): void {
    const {keeping, evictions} = this
    const least = Math.max(1, Math.floor(this.most * droppedShare))
    const isHarmless = (value: V) =>
      (keeping.until !== undefined && keeping.until(value) < evictions.now) || keeping.harmless?.(value) === true
    const harmless = [...this.map].filter(([, value]) => isHarmless(value))
    const victims = harmless.length >= least ? harmless : this.leastMissed(least, isHarmless)
    const lost = victims.filter(([, value]) => !isHarmless(value)).length
    for (const [key] of victims) this.map.delete(key)
    if (lost > 0) evictions.add(this.name, lost)
    for (const [key, value] of victims) keeping.dropped?.(key, value)
  }

  private leastMissed(number: number, isHarmless: (value: V) => boolean): [K, V][] {
    const {actor = (key: K) => String(key).split(' ', 1)[0] ?? '', weight = () => 0} = this.keeping
    const all = [...this.map].map(([key, value], age) => ({
      ...{key, value, age, turn: 0, actor: actor(key, value)},
      weight: isHarmless(value) ? Number.NEGATIVE_INFINITY : weight(value),
    }))
    // Each actor's heaviest and latest is the first of that actor's turns.
    all.sort((a, b) => b.weight - a.weight || b.age - a.age)
    const turns = new Map<string, number>()
    for (const one of all) {
      one.turn = turns.get(one.actor) ?? 0
      turns.set(one.actor, one.turn + 1)
      if (one.weight === Number.NEGATIVE_INFINITY) one.turn = Number.POSITIVE_INFINITY
    }
    all.sort((a, b) => (a.turn === b.turn ? a.weight - b.weight || a.age - b.age : b.turn - a.turn))
    return all.slice(0, number).map(({key, value}) => [key, value])
  }
}

/** The last things of a window of time, at most `most` of them; they come in order of time. */
export class SlidingWindow<T> {
  private readonly items: {time: number; value: T}[] = []
  private readonly span: number
  private readonly most: number

  /** @param span milliseconds. */
  constructor(span: number, most: number) {
    this.span = span
    this.most = most
  }

  /** How many lie in the window that ends now, this one counted. */
  add(time: number, value: T): number {
    this.items.push({time, value})
    const from = time - this.span
    while ((this.items[0]?.time ?? time) < from || this.items.length > this.most) this.items.shift()
    return this.items.length
  }

  /** What lies in the window that ends at `time`, oldest first. */
  within(time: number): {time: number; value: T}[] {
    const from = time - this.span
    return this.items.filter(item => item.time >= from && item.time <= time)
  }

  distinct(key: (value: T) => string): number {
    return new Set(this.items.map(item => key(item.value))).size
  }

  get size(): number {
    return this.items.length
  }

  /** When nothing of it lies in a window any more. */
  get until(): number {
    return (this.items.at(-1)?.time ?? Number.NEGATIVE_INFINITY) + this.span
  }
}

const mostFew = 8

/** Counts different texts exactly up to a bound, then says "at least". */
export class Distinct {
  /** Most of those that are kept for each person hold none or a few, for which a list is smaller and faster than a set. */
  private few: string[] | undefined
  private seen: Set<string> | undefined
  private readonly most: number
  /** Whether more were seen than are counted. */
  overflowed = false

  constructor(most: number) {
    this.most = most
  }

  /** Whether the text is new. */
  add(text: string): boolean {
    if (this.has(text)) return false
    if (this.size >= this.most) {
      this.overflowed = true
      return false
    }
    if (this.seen) this.seen.add(text)
    else if (!this.few) this.few = [text]
    else if (this.few.push(text) > mostFew) {
      this.seen = new Set(this.few)
      this.few = undefined
    }
    return true
  }

  has(text: string): boolean {
    return this.seen?.has(text) ?? this.few?.includes(text) ?? false
  }

  get size(): number {
    return this.seen?.size ?? this.few?.length ?? 0
  }

  /** Sorted, so that what is shown does not hang on the order of arrival. */
  list(): string[] {
    return [...(this.seen ?? this.few ?? [])].sort()
  }

  /** `38`, or `200 or more`. */
  toString(): string {
    return this.overflowed ? `${this.size} or more` : String(this.size)
  }
}

/**
 * The heaviest keys of a stream in fixed memory (Metwally et al., space saving): a key's count is never too small, and
 * any key with more than total/`most` is among them.
 */
export class TopKeys<V> {
  private readonly map = new Map<string, {count: number; value: V}>()
  private readonly name: string
  private readonly most: number
  private readonly evictions: Evictions
  private readonly weight: (value: V) => number

  /** @param weight what decides before the count, which many visits of no weight drive up. */
  constructor(name: string, most: number, evictions: Evictions, weight: (value: V) => number = () => 0) {
    this.name = name
    this.most = most
    this.evictions = evictions
    this.weight = weight
  }

  /** The value of a key that is kept; the visit counts. */
  get(key: string): V | undefined {
    const present = this.map.get(key)
    if (present) present.count++
    return present?.value
  }

  at(key: string, make: () => V): V {
    const present = this.map.get(key)
    if (present) {
      present.count++
      return present.value
    }
    const inherited = this.map.size >= this.most ? this.dropLightest() : 0
    const value = make()
    this.map.set(key, {count: inherited + 1, value})
    return value
  }

  /** A twentieth of the keys goes at once, so that a flood of new ones does not cost a search each. */
  private dropLightest(): number {
    const ranked = [...this.map].map(([key, {count, value}]) => ({key, count, weight: this.weight(value)}))
    ranked.sort((a, b) => a.weight - b.weight || a.count - b.count)
    const victims = ranked.slice(0, Math.max(1, this.most / 20))
    for (const {key} of victims) this.map.delete(key)
    this.evictions.add(this.name, victims.length)
    return Math.max(0, ...victims.map(({count}) => count))
  }

  get size(): number {
    return this.map.size
  }

  entries(): [string, V][] {
    return [...this.map].map(([key, {value}]) => [key, value])
  }
}
