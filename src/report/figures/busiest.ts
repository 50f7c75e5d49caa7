/**
 * The most active names in bounded memory: the space-saving algorithm (Metwally, Agrawal and El Abbadi, 2005),
 * which forgets in batches so that a month of names seen once stays cheap.
 */
import {byRecords, displayName, type NameCount} from './counts.ts'

export interface Busy extends NameCount {
  /** Records that may have been another's: 0 unless names had to be forgotten. */
  uncertain: number
}

export class Busiest {
  private names = new Map<string, Busy>()
  private readonly kept: number
  /** What a forgotten name had at most. */
  private floor = 0

  /** @param kept names that are remembered for certain; twice as many are held before any is forgotten. */
  constructor(kept: number) {
    this.kept = kept
  }

  /** @param spelling how the name is shown: the first one given stays. */
  see(text: string, spelling = text): void {
    const key = displayName(text)
    const known = this.names.get(key)
    if (known) known.records++
    else this.names.set(key, {name: displayName(spelling), records: this.floor + 1, uncertain: this.floor})
    if (this.names.size >= 2 * this.kept) this.forget()
  }

  /** How many there were: exactly, or at least. */
  get distinct(): {count: number; exact: boolean} {
    return {count: this.names.size, exact: this.floor === 0}
  }

  most(count: number): Busy[] {
    return [...this.names.values()].sort(byRecords).slice(0, count)
  }

  private forget(): void {
    const ranked = [...this.names].sort(([, a], [, b]) => byRecords(a, b))
    this.floor = Math.max(this.floor, ranked[this.kept]?.[1].records ?? 0)
    this.names = new Map(ranked.slice(0, this.kept))
  }
}
