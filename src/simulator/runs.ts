/** Runs of the cmdlet whose pages may still be asked for: who asked, what the answer is, where its pages end. */
import type {SearchAnswer} from './answers.ts'
import {FAULTS} from './faults.ts'
import {hashText, Random} from './random.ts'
import type {SearchQuery} from './search.ts'

const LINK_LIFE = 30 * 60_000
const KEPT = 200

export interface SearchRun {
  id: number
  query: SearchQuery
  answer: SearchAnswer
  /** Where each page ends. */
  ends: number[]
  fault: string | undefined
  /** Seeds whatever the answer leaves to chance. */
  chance: number
  /** A fault that strikes the second page once has struck. */
  struck: boolean
  caller: SearchCaller
  created: number
}

/** What has to be the same from page to page. */
export interface SearchCaller {
  body: string
  anchor: string
  requestId: string
}

export class Runs {
  readonly #runs = new Map<number, SearchRun>()
  #last = 0

  open(
    parts: Pick<SearchRun, 'query' | 'answer' | 'fault' | 'caller' | 'chance'> & {pageSize: number; now: number},
  ): SearchRun {
    const {query, answer, fault, caller, chance, pageSize, now} = parts
    for (const [id, run] of this.#runs) {
      if (now - run.created <= LINK_LIFE && this.#runs.size < KEPT) break
      this.#runs.delete(id)
    }
    const ends = pageEnds(answer.rows.length, pageSize, fault, hashText(query.key))
    const run: SearchRun = {id: ++this.#last, query, answer, ends, fault, chance, struck: false, caller, created: now}
    if (ends.length > 1) this.#runs.set(run.id, run)
    return run
  }

  /** The run and page that a token means, where the same caller asks with the same body within half an hour. */
  find(token: string, caller: SearchCaller, now: number): {run: SearchRun; page: number} | undefined {
    const {run: id, page} = readSkipToken(token)
    const run = this.#runs.get(id)
    if (run === undefined || page < 1 || page >= run.ends.length || now - run.created > LINK_LIFE) return undefined
    const {body, anchor, requestId} = run.caller
    return body === caller.body && anchor === caller.anchor && requestId === caller.requestId ? {run, page} : undefined
  }

  forget(run: SearchRun): void {
    this.#runs.delete(run.id)
  }
}

/** Where pages end; a fault of paging makes two pages at least, of what would fit on one. */
function pageEnds(rows: number, usual: number, fault: string | undefined, chance: number): number[] {
  const inPaging = fault !== undefined && FAULTS[fault]?.where === 'paging'
  const size = inPaging && rows <= usual ? Math.ceil(rows / 2) : usual
  const random = new Random(chance, 0x9a)
  const ends: number[] = []
  for (let end = 0; end < rows; ) {
    end = Math.min(rows, end + (fault === 'short-pages' ? random.between(Math.ceil(size * 0.3), size) : size))
    ends.push(end)
  }
  return ends.length > 0 ? ends : [0]
}

/** Opaque to clients; names a back-end server, as the real one does. */
export const skipToken = (run: number, page: number): string =>
  Buffer.from(`DB9PR08MB9999;${run};${page}`).toString('base64')

function readSkipToken(token: string): {run: number; page: number} {
  const [, run = Number.NaN, page = Number.NaN] = Buffer.from(token, 'base64').toString('latin1').split(';').map(Number)
  return {run, page}
}
