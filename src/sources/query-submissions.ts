/** Counts the audit log queries of 24 hours, of this run and as far as known of earlier ones: a tenant may submit so many. */
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
  private earlier: number[] = []
  private isTold = false

  /** @param now in milliseconds. */
  constructor(now: () => number, tell: (words: string) => void) {
    this.now = now
    this.tell = tell
  }

  /** @param times when earlier runs submitted queries, in milliseconds. */
  noteEarlier(times: readonly number[]): void {
    this.earlier.push(...times)
  }

  note(): void {
    const now = this.now()
    this.times = [...this.times.filter(time => time > now - day), now]
    this.earlier = this.earlier.filter(time => time > now - day)
    const [own, earlier] = [this.times.length, this.earlier.length]
    if (this.isTold || own + earlier < nearLimit * queriesADay) return
    this.isTold = true
    const ofEarlier = earlier > 0 ? `, ${earlier} of them by earlier runs of this export` : ''
    this.tell(
      `${pluralise(own + earlier, 'query was', 'queries were')} submitted to Graph within 24 hours${ofEarlier}; ` +
        `a tenant may submit at least ${queriesADay}. Those of other jobs and of the Purview portal count as well, and are not known here. ` +
        'Beyond that, Graph refuses new ones for hours, and what is not read by the deadline is a gap.',
    )
  }
}
