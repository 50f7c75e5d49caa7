/** Counts the audit log queries that a run submits, over all its periods and sources: a tenant may submit so many in 24 hours. */
import {pluralise} from '../audit/numbers.ts'

/** Published, known at second hand (September 2026): a tenant may submit at least so many queries in 24 hours. */
export const queriesADay = 200

const day = 86_400_000
/** Told from this share on. */
const nearLimit = 0.8

export class QuerySubmissions {
  private readonly now: () => number
  private readonly tell: (words: string) => void
  private times: number[] = []
  private isTold = false

  /** @param now in milliseconds. */
  constructor(now: () => number, tell: (words: string) => void) {
    this.now = now
    this.tell = tell
  }

  note(): void {
    const now = this.now()
    this.times = [...this.times.filter(time => time > now - day), now]
    if (this.isTold || this.times.length < nearLimit * queriesADay) return
    this.isTold = true
    this.tell(
      `${pluralise(this.times.length, 'query was', 'queries were')} submitted to Graph within 24 hours; a tenant may submit at least ${queriesADay}, ` +
        'those of other jobs and of the Purview portal included. Beyond that, Graph refuses new ones for hours, and what is not read by the deadline is a gap.',
    )
  }
}
