/** What is wrong with a folder, in words; faults of one run shown in full up to a number, the rest counted. */
import {pluralise} from '../audit/numbers.ts'

const mostFaults = 20

export class Faults {
  private readonly found: string[] = []
  private count = 0

  add(words: string): void {
    this.count++
    if (this.found.length < mostFaults) this.found.push(words)
  }

  get total(): number {
    return this.count
  }

  list(): string[] {
    const rest = this.count - this.found.length
    if (rest === 0) return this.found
    return [...this.found, `and ${pluralise(rest, 'more fault')}.`]
  }
}
