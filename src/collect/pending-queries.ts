/**
 * Queries that a run leaves with the service when it ends too soon, so that the next one can take them over instead of
 * making others. Which of them still serves, the source finds out.
 */
import type {LedgerEntry} from '../audit/ledger.ts'
import type {TimeWindow} from '../audit/window.ts'
import type {PendingQuery} from '../sources/source.ts'

/** Those of earlier runs that wait for their windows, which are part of the plan. */
export class PendingQueries {
  /** In order. */
  readonly windows: readonly TimeWindow[]
  private waiting: readonly PendingQuery[]

  constructor(queries: readonly PendingQuery[]) {
    this.waiting = queries
    const ends = new Map(queries.map(({start, end}) => [start, end]))
    this.windows = [...ends].map(([start, end]) => ({start, end})).sort((a, b) => a.start - b.start)
  }

  /** They are handed out once: a window that is read again is asked for anew. */
  take(window: TimeWindow): PendingQuery[] {
    const fits = (query: PendingQuery) => query.start === window.start && query.end === window.end
    const taken = this.waiting.filter(fits)
    this.waiting = this.waiting.filter(query => !fits(query))
    return taken
  }
}

/** The queries of one reading. */
export class ReadingQueries {
  /** What an earlier run left for its window. */
  readonly left: readonly PendingQuery[]
  private readonly window: TimeWindow
  private readonly now: number
  private current: PendingQuery | undefined

  /** @param now when the reading begins, by the services' clock. */
  constructor(window: TimeWindow, left: readonly PendingQuery[], now: number) {
    this.window = window
    this.left = left
    this.now = now
  }

  /** The service has this one, and it is the one that counts. */
  see(id: string): PendingQuery {
    const {start, end} = this.window
    this.current = this.left.find(query => query.id === id) ?? {id, start, end, began: this.now}
    return this.current
  }

  /** When an earlier run asked for what is read; undefined where this one did. */
  get beganEarlier(): number | undefined {
    return this.current && this.left.includes(this.current) ? this.current.began : undefined
  }

  /** What the service may have if the reading ends here. */
  get underWay(): readonly PendingQuery[] {
    return this.current ? [this.current] : this.left
  }
}

/** The gap with what the run leaves under way in it. */
export function withPendingQueries(gap: LedgerEntry, queries: readonly PendingQuery[]): LedgerEntry {
  if (queries.length === 0) return gap
  const requestIds = queries.map(query => query.id)
  return {
    ...gap,
    evidence: {...gap.evidence, requestIds},
    began: Math.min(...queries.map(query => query.began)),
  }
}

/** What a ledger says was left under way: only such a gap has a time at which its reading began. */
export function pendingQueriesOf(entries: readonly LedgerEntry[]): PendingQuery[] {
  return entries.flatMap(({start, end, status, began, evidence}) =>
    status === 'gap' && began !== undefined ? evidence.requestIds.map(id => ({id, start, end, began})) : [],
  )
}
