/** What counts and sequences keep of a group's records: bounded by the rule's own threshold, whatever the month holds. */
import type {EvidenceRecord} from '../evidence-list.ts'

/** What is kept of a record that fits. */
export interface MatchedRecord extends EvidenceRecord {
  user: string
  address: string
  application: string
}

/** Fires when so many different values lie within the span; a value counts at its latest record. */
export class CountWindow {
  private readonly latest = new Map<string, readonly MatchedRecord[]>()
  private readonly least: number
  private readonly span: number
  private fired = false

  constructor(least: number, span: number) {
    this.least = least
    this.span = span
  }

  /** How near it is to its threshold. */
  get weight(): number {
    return this.latest.size
  }

  /** @returns the records behind the count; while it goes on, only the new ones; undefined below the threshold. */
  add(value: string, marks: readonly MatchedRecord[], time: number): readonly MatchedRecord[] | undefined {
    this.latest.delete(value)
    this.latest.set(value, marks)
    for (const [oldest, kept] of this.latest) {
      const last = kept.at(-1)?.time ?? time
      if (last >= time - this.span && this.latest.size <= this.least) break
      this.latest.delete(oldest)
    }
    const before = this.fired
    this.fired = this.latest.size >= this.least
    if (!this.fired) return undefined
    return before ? marks : [...this.latest.values()].flat().slice(-mostMarks)
  }
}

interface Chain {
  began: number
  marks: readonly MatchedRecord[]
}

/** Fires when every stage was seen in order within the span. */
export class SequenceWindow {
  /** Per stage the chain that reached it and began latest. */
  private readonly chains: (Chain | undefined)[]
  private readonly span: number

  constructor(stages: number, span: number) {
    this.chains = new Array<undefined>(stages).fill(undefined)
    this.span = span
  }

  /** Stages that were reached. */
  get weight(): number {
    return this.chains.findLastIndex(chain => chain !== undefined) + 1
  }

  /** @param stages that this record is of. @returns the chain's records when the last stage is reached. */
  add(stages: readonly number[], marks: readonly MatchedRecord[], time: number): readonly MatchedRecord[] | undefined {
    let whole: readonly MatchedRecord[] | undefined
    // From the last to the first, so that one record is not two stages of a chain.
    for (const stage of [...stages].sort((a, b) => b - a)) {
      const before = stage === 0 ? {began: time, marks: []} : this.chains[stage - 1]
      if (!before || before.began < time - this.span) continue
      const chain = {began: before.began, marks: [...before.marks, ...marks].slice(0, mostMarks)}
      if (stage < this.chains.length - 1) this.chains[stage] = chain
      else whole = chain.marks
    }
    return whole
  }
}

/** A chain and a count hand on no more than evidence lists. */
export const mostMarks = 200
