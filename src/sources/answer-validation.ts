/**
 * What an answer of Search-UnifiedAuditLog proves. Only its own size and its own words of failure decide; counters,
 * promises of more, round numbers and unknown warnings are signals, which another reading has to test: what they mean
 * today is published nowhere. Pure: one answer in, one verdict out.
 */
import {pluralise} from '../audit/numbers.ts'
import {Failure, shortened} from '../wire/failure.ts'
import {isSuspiciousCount, resultSize} from './answer-limits.ts'
import type {LossSignal, ReadingOutcome} from './source.ts'

/** What was noted of one cmdlet run, over all its pages. */
export interface SearchNotes {
  rows: number
  pages: number
  /** Pages without rows that a page led to which was not full: some services end so, and rows may be lost there. */
  emptyPages: number
  /** Pages without rows that a full one led to: in all likelihood, rows are lost there. */
  lostPages: number
  /** Rows one answer holds at most; infinite for an answer inside a session. */
  cap: number
  /** Rows that are kept as they came, since they are no record that can be read. */
  malformed: number
  /** Rows of other organisations, which are left out. */
  foreign: number
  /** Rows whose time is further outside the question's bounds than rounded dates explain. */
  outside: number
  /** Rows that the question's filters should have kept out. */
  unfiltered: number
  indices: readonly number[]
  counts: ReadonlySet<number>
  moreAvailable: boolean
  warnings: readonly string[]
  /** Set when the service's own words are a plain 200: an `error` or `@adminapi.errors` next to the rows. */
  errors: readonly string[]
}

export interface AnswerVerdict {
  outcome: Extract<ReadingOutcome, 'proven' | 'capped' | 'suspect'>
  doubt?: string
  failure?: Failure
  signals?: LossSignal[]
}

const failureWarning =
  /task was cancell?ed|failed to process request|timed out|time-?out|try again|maximum results limitation/i
const moreWarning = /more results (are )?available|increase the value for the ResultSize/i

const gaveUpWarning = /task was cancell?ed|timed out|time-?out/i

/** Whether the service ended the search for want of time: it has too much to do, whatever it calls it. */
export function gaveUp({warnings}: Pick<SearchNotes, 'warnings'>): boolean {
  return warnings.some(text => gaveUpWarning.test(text))
}

export function validateAnswer(notes: SearchNotes): AnswerVerdict {
  if (notes.rows >= notes.cap)
    return capped('EXCHANGE_CAP', `${pluralise(notes.rows, 'row')}, as many as one answer holds`)
  const failure = failureIn(notes)
  if (failure) return {outcome: 'suspect', failure}
  const signals = signalsOf(notes)
  const doubt = doubtOf(notes)
  return {
    outcome: 'proven',
    ...(doubt === undefined ? {} : {doubt}),
    ...(signals.length > 0 ? {signals} : {}),
  }
}

function failureIn(notes: SearchNotes): Failure | undefined {
  if (notes.errors[0] !== undefined)
    return searchSuspicion('EXCHANGE_ERROR_IN_ANSWER', `an error inside the answer: ${notes.errors[0]}`)
  if (notes.lostPages > 0) return searchSuspicion('EXCHANGE_LOST_PAGE', 'a page without rows, which a full page led to')
  const failed = notes.warnings.find(text => failureWarning.test(text))
  return failed === undefined
    ? undefined
    : searchSuspicion('EXCHANGE_SEARCH_FAILED', `the search failed on the service's side: ${shortened(failed, 200)}`)
}

function doubtOf({rows, malformed}: SearchNotes): string | undefined {
  if (rows === 0) return 'no rows'
  return malformed > 0 ? `${pluralise(malformed, 'malformed row')}` : undefined
}

function signalsOf(notes: SearchNotes): LossSignal[] {
  const isSession = !Number.isFinite(notes.cap)
  const unknown = notes.warnings.filter(text => text.trim() !== '')
  return [
    ...unknown.map(text => warningSignal(text)),
    // Inside a session, counters have meant different things over the years.
    ...(isSession || notes.rows === 0 ? [] : [...counterSignals(notes), ...sizeSignals(notes)]),
    ...(notes.emptyPages > 0
      ? [{kind: 'empty-page', words: 'a page without rows, which another page led to', more: true}]
      : []),
    ...(notes.outside > 0
      ? [
          {
            kind: 'outside',
            words: `${pluralise(notes.outside, 'row outside the time asked for', 'rows outside the time asked for')}`,
            more: false,
          },
        ]
      : []),
    ...(notes.unfiltered > 0
      ? [
          {
            kind: 'unfiltered',
            words: `${pluralise(notes.unfiltered, 'row that the filter excludes', 'rows that the filter excludes')}`,
            more: false,
          },
        ]
      : []),
  ]
}

function warningSignal(text: string): LossSignal {
  if (moreWarning.test(text)) return {kind: 'more-warning', words: 'a warning that there are more results', more: true}
  // Ids and numbers differ from answer to answer.
  const kind = `warning ${text
    .toLowerCase()
    .replace(/[0-9a-f]*\d[0-9a-f-]*/g, '#')
    .slice(0, 200)}`
  return {kind, words: `an unknown warning: ${text.slice(0, 200)}`, more: false}
}

function sizeSignals({rows, pages, moreAvailable}: SearchNotes): LossSignal[] {
  return [
    ...(moreAvailable ? [{kind: 'more-flag', words: 'rows that say moreRecordsAvailable', more: true}] : []),
    ...(isSuspiciousCount(rows, pages)
      ? [
          {
            kind: 'round-count',
            words: `exactly ${pluralise(rows, 'row')}, a number at which a service may stop`,
            more: true,
          },
        ]
      : []),
  ]
}

function counterSignals({rows, counts, indices}: SearchNotes): LossSignal[] {
  const signals: LossSignal[] = []
  const add = (kind: string, words: string) => signals.push({kind, words, more: true})
  const others = [...counts].filter(count => count !== rows)
  if (others.includes(0)) add('count-zero', 'ResultCount 0 on a row')
  if (others.includes(resultSize))
    add('count-asked', `ResultCount ${resultSize}, the ResultSize asked for, with ${pluralise(rows, 'row')}`)
  const count = others.find(value => value !== 0 && value !== resultSize)
  if (count !== undefined) add('count', `ResultCount ${count} with ${pluralise(rows, 'row')}`)
  if (indices.some(index => index < 0)) add('index-negative', 'ResultIndex -1 on a row')
  const rest = indices.filter(index => index >= 0)
  if (new Set(rest).size !== rest.length) add('index-repeats', 'ResultIndex repeats')
  else if (rest.some(index => index < 1 || index > indices.length)) add('index-holes', 'ResultIndex has holes')
  return signals
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
