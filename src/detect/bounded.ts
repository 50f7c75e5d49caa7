/** State that can't grow with the month: bounded maps, windows, rings, distinct counts. What is dropped is counted. */

/** What was dropped to stay within bounds, by the name of the state. */
export class Evictions {
  private readonly counts = new Map<string, number>()

  add(name: string, number = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + number)
  }

  list(): {name: string; dropped: number}[] {
    return [...this.counts].map(([name, dropped]) => ({name, dropped})).sort((a, b) => (a.name < b.name ? -1 : 1))
  }
}

/** A map that drops the key that was not used for longest. */
export class BoundedMap<K, V> {
  private readonly map = new Map<K, V>()
  private readonly name: string
  private readonly most: number
  private readonly evictions: Evictions
  private readonly isDispensable: ((value: V) => boolean) | undefined

  /** @param isDispensable whether dropping a value loses nothing; then it is not reported. */
  constructor(name: string, most: number, evictions: Evictions, isDispensable?: (value: V) => boolean) {
    this.name = name
    this.most = most
    this.evictions = evictions
    this.isDispensable = isDispensable
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
    if (this.map.size >= this.most) {
      for (const [oldest, value] of this.map) {
        this.map.delete(oldest)
        if (!this.isDispensable?.(value)) this.evictions.add(this.name)
        break
      }
    }
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
}

/** Counts different texts exactly up to a bound, then says "at least". */
export class Distinct {
  /** Made on first use: most of those that are kept for each person stay empty. */
  private seen: Set<string> | undefined
  private readonly most: number
  /** Whether more were seen than are counted. */
  overflowed = false

  constructor(most: number) {
    this.most = most
  }

  /** Whether the text is new. */
  add(text: string): boolean {
    this.seen ??= new Set()
    if (this.seen.has(text)) return false
    if (this.seen.size >= this.most) {
      this.overflowed = true
      return false
    }
    this.seen.add(text)
    return true
  }

  has(text: string): boolean {
    return this.seen?.has(text) ?? false
  }

  get size(): number {
    return this.seen?.size ?? 0
  }

  /** Sorted, so that what is shown does not hang on the order of arrival. */
  list(): string[] {
    return [...(this.seen ?? [])].sort()
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

  constructor(name: string, most: number, evictions: Evictions) {
    this.name = name
    this.most = most
    this.evictions = evictions
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
    const ranked = [...this.map].sort((a, b) => a[1].count - b[1].count)
    const victims = ranked.slice(0, Math.max(1, this.most / 20))
    for (const [key] of victims) this.map.delete(key)
    this.evictions.add(this.name, victims.length)
    return victims.at(-1)?.[1].count ?? 0
  }

  get size(): number {
    return this.map.size
  }

  entries(): [string, V][] {
    return [...this.map].map(([key, {value}]) => [key, value])
  }
}
