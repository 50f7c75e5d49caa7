/**
 * Seeded chance: the same seed words give the same numbers, on every machine. Not for secrets.
 */

/** Mixes two 32-bit words into one (the finaliser of MurmurHash3): neighbours in give strangers out. */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b ^ (b >>> 15), 0xc2b2ae35)
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A text as a 32-bit word (FNV-1a, mixed). */
export function hashText(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return mix(h, text.length)
}

const BYTE = Array.from({length: 256}, (_, value) => value.toString(16).padStart(2, '0'))
const byte = (word: number, shift: number) => BYTE[(word >>> shift) & 255] as string
const hexWord = (word: number) => byte(word, 24) + byte(word, 16) + byte(word, 8) + byte(word, 0)

/** Four 32-bit words as a version 4 GUID. */
export function guidOf(a: number, b: number, c: number, d: number): string {
  const third = BYTE[0x40 | ((b >>> 8) & 15)] as string
  const fourth = BYTE[0x80 | ((c >>> 24) & 63)] as string
  const head = `${hexWord(a)}-${byte(b, 24)}${byte(b, 16)}-${third}${byte(b, 0)}-${fourth}`
  return `${head}${byte(c, 16)}-${byte(c, 8)}${byte(c, 0)}${hexWord(d)}`
}

/** xoshiro128** (Blackman and Vigna): small, fast, can be set anew for every record without allocating. */
export class Random {
  #a = 0
  #b = 0
  #c = 0
  #d = 0

  constructor(seed = 0, stream = 0) {
    this.reset(seed, stream)
  }

  reset(seed: number, stream: number): this {
    this.#a = mix(seed, stream)
    this.#b = mix(this.#a, seed)
    this.#c = mix(this.#b, stream)
    this.#d = mix(this.#c, 0x5eed) | 1
    return this
  }

  /** 32 random bits. */
  word(): number {
    const product = Math.imul(this.#b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9)
    const t = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= t
    this.#d = (this.#d << 11) | (this.#d >>> 21)
    return result >>> 0
  }

  /** 0 up to, not including, 1. */
  fraction(): number {
    return this.word() / 4294967296
  }

  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit)
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }

  guid(): string {
    return guidOf(this.word(), this.word(), this.word(), this.word())
  }

  /** `digits` lower-case hexadecimal digits. */
  hex(digits: number): string {
    let text = ''
    while (text.length < digits) text += hexWord(this.word())
    return text.slice(0, digits)
  }

  /** A standard normal value (Box and Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.fraction()))
    return radius * Math.cos(2 * Math.PI * this.fraction())
  }

  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const held = items[i] as T
      items[i] = items[j] as T
      items[j] = held
    }
    return items
  }
}

/** Draws an index with the given weights, in one comparison (Vose's alias table). */
export class Weighted {
  readonly #keep: Float64Array
  readonly #alias: Uint32Array

  constructor(weights: readonly number[]) {
    const count = weights.length
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    this.#keep = new Float64Array(count)
    this.#alias = new Uint32Array(count)
    const share = weights.map(weight => (weight / total) * count)
    const small: number[] = []
    const large: number[] = []
    share.forEach((value, index) => {
      ;(value < 1 ? small : large).push(index)
    })
    while (small.length > 0 && large.length > 0) {
      const low = small.pop() as number
      const high = large[large.length - 1] as number
      this.#keep[low] = share[low] as number
      this.#alias[low] = high
      share[high] = (share[high] as number) - (1 - (share[low] as number))
      if ((share[high] as number) < 1) small.push(large.pop() as number)
    }
    for (const index of [...small, ...large]) this.#keep[index] = 1
  }

  draw(random: Random): number {
    const index = random.below(this.#keep.length)
    return random.fraction() < (this.#keep[index] as number) ? index : (this.#alias[index] as number)
  }
}
