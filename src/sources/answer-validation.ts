/**
 * When an answer of Search-UnifiedAuditLog proves its window. Since April 2026 no counter does (ResultCount became the
 * number of rows returned), so every known sign of loss must be absent. Pure: one answer in, one judgement out.
 */
import {Failure, shortened} from '../wire/failure.ts'
import {suspiciousCounts} from './answer-limits.ts'
import type {ReadingOutcome} from './source.ts'

/** What was noted of one cmdlet run, over all its pages. */
export interface SearchNotes {
  rows: number
  pages: number
  /** Rows one answer holds at most; infinite for an answer inside a session. */
  cap: number
  /** Sum of faults found row by row: sentence → how often. */
  rowFaults: ReadonlyMap<string, number>
  /** Rows whose time is outside the question's bounds. */
  outside: number
  /** Rows that the question's filters should have kept out. */
  unfiltered: number
  indices: readonly number[]
  counts: ReadonlySet<number>
  moreAvailable: boolean
  warnings: readonly string[]
  /** Set when the service's own words are a plain 200: an `error` or `@adminapi.errors` beside the rows. */
  errors: readonly string[]
}

export interface AnswerVerdict {
  outcome: Extract<ReadingOutcome, 'proven' | 'capped' | 'suspect'>
  doubt?: string
  failure?: Failure
}

const failureWarning =
  /task was cancell?ed|failed to process request|timed out|time-?out|try again|maximum results limitation/i
const moreWarning = /more results (are )?available|increase the value for the ResultSize/i

const gaveUpWarning = /task was cancell?ed|timed out|time-?out/i

/** Whether the service ended the search for want of time: it has too much to do, whatever it calls it. */
export function gaveUp({warnings, indices}: Pick<SearchNotes, 'warnings' | 'indices'>): boolean {
  return warnings.some(text => gaveUpWarning.test(text)) || indices.some(index => index < 0)
}

export function validateAnswer(notes: SearchNotes): AnswerVerdict {
  if (notes.rows >= notes.cap) return capped('EXCHANGE_CAP', `${notes.rows} rows, as many as one answer holds`)
  if (notes.warnings.some(text => moreWarning.test(text)))
    return capped('EXCHANGE_MORE', 'a warning that there are more results')
  if (notes.moreAvailable) return capped('EXCHANGE_MORE', 'rows that say moreRecordsAvailable')
  if (suspiciousCounts.has(notes.rows) && notes.pages === 1 && Number.isFinite(notes.cap)) {
    return capped('EXCHANGE_ROUND_COUNT', `exactly ${notes.rows} rows, a number at which the service is known to stop`)
  }

  const broken = ruleBroken(notes)
  if (broken) return {outcome: 'suspect', failure: searchSuspicion(broken.code, broken.words)}

  const unknown = notes.warnings.find(text => text.trim() !== '')
  if (unknown !== undefined) return {outcome: 'proven', doubt: `a warning nobody knows: ${shortened(unknown, 200)}`}
  if (notes.rows === 0) return {outcome: 'proven', doubt: 'no rows'}
  return {outcome: 'proven'}
}

function ruleBroken(notes: SearchNotes): {code: string; words: string} | undefined {
  if (notes.errors[0] !== undefined)
    return {code: 'EXCHANGE_ERROR_IN_ANSWER', words: `an error inside the answer: ${notes.errors[0]}`}
  const failed = notes.warnings.find(text => failureWarning.test(text))
  if (failed !== undefined)
    return {code: 'EXCHANGE_SEARCH_FAILED', words: `the search failed on the service's side: ${shortened(failed, 200)}`}
  if (notes.indices.some(index => index < 0))
    return {code: 'EXCHANGE_INTERNAL_TIMEOUT', words: 'ResultIndex -1, an internal time-out'}
  if (notes.rows > 0 && notes.counts.has(0))
    return {code: 'EXCHANGE_INTERNAL_TIMEOUT', words: 'ResultCount 0 beside rows'}
  const count = [...notes.counts].find(value => value !== notes.rows)
  if (count !== undefined) return {code: 'EXCHANGE_COUNT', words: `ResultCount ${count} beside ${notes.rows} rows`}
  if (!runsFromOne(notes.indices)) return {code: 'EXCHANGE_INDEX', words: 'ResultIndex has holes or repeats'}
  const fault = [...notes.rowFaults][0]
  if (fault) return {code: 'EXCHANGE_ROW', words: `${fault[0]} (${fault[1]} of ${notes.rows})`}
  if (notes.outside > 0) return {code: 'EXCHANGE_OUTSIDE', words: `${notes.outside} rows outside the time asked for`}
  if (notes.unfiltered > 0)
    return {code: 'EXCHANGE_UNFILTERED', words: `${notes.unfiltered} rows that the filter excludes`}
  return undefined
}

/** Whether the indices, where the service sends them, are 1 to n in some order. */
function runsFromOne(indices: readonly number[]): boolean {
  const distinct = new Set(indices)
  return distinct.size === indices.length && indices.every(index => index >= 1 && index <= indices.length)
}

function capped(code: string, words: string): AnswerVerdict {
  return {outcome: 'capped', failure: searchSuspicion(code, words)}
}

export function searchSuspicion(code: string, words: string): Failure {
  return new Failure({
    code,
    message: `The answer is not proven to be whole: ${words}.`,
    remedy:
      'Run the export again later; if the same window stays a gap, open a case with Microsoft naming the request ids.',
  })
}
