/**
 * When the records of a query prove its window; round numbers and rows that were not asked for are signals, which another
 * reading has to test. A query that found too much says `succeeded` all the same: only
 * `isRecordCountLimitExceeded` tells, and older back ends lack it. Pure: one query in, one judgement out.
 */
import {pluralise} from '../audit/numbers.ts'
import {Failure} from '../wire/failure.ts'
import type {AnswerVerdict} from './answer-validation.ts'
import type {LossSignal} from './source.ts'

/** The least that a query holds at most, as published: records beyond it are left out. */
export const recordLimit = 1_000_000

export interface QueryNotes {
  /** Different records that the readings of the query's pages held together. */
  records: number
  /** The most that one reading of the pages had, with those that came twice: a limit is one of rows. */
  rows: number
  /** The service's own word on whether records were left out; undefined where it has none. */
  limited: boolean | undefined
  /** Records that a page holds at most: with exactly one page, the link to the next may have been lost. */
  pageSize: number
  /** How far the last reading of the pages was from those before it, in records; 0 when they agreed. */
  unstable: number
  /** Records that are kept as they came, since they can't be read. */
  malformed: number
  /** Records whose time is far outside the question. */
  outside: number
  /** Records that the question's filters should have kept out. */
  unfiltered: number
  /** Pages without records behind others: what they should hold may be missing from every reading. */
  emptyPages: number
}

export function validateQuery(notes: QueryNotes): AnswerVerdict {
  const {records, rows, limited, unstable, malformed} = notes
  if (limited === true) return capped('GRAPH_LIMIT', 'Graph says that the query found more records than it holds')
  const most = Math.max(records, rows)
  if (most >= recordLimit)
    return capped('GRAPH_LIMIT', `${pluralise(most, 'record')}, as many as a query holds at most`)
  if (unstable > 0) {
    const words = `readings of the same finished query differ by ${pluralise(unstable, 'record')}`
    return {outcome: 'suspect', failure: querySuspicion('GRAPH_UNSTABLE', words)}
  }
  const signals = signalsOf(notes)
  const doubt = records === 0 ? 'no rows' : malformed > 0 ? pluralise(malformed, 'malformed record') : undefined
  return {
    outcome: 'proven',
    ...(doubt === undefined ? {} : {doubt}),
    ...(signals.length > 0 ? {signals} : {}),
  }
}

function signalsOf(notes: QueryNotes): LossSignal[] {
  const {outside, unfiltered, emptyPages} = notes
  const round = roundCount(notes)
  const signals: LossSignal[] = []
  if (round !== undefined)
    signals.push({
      kind: 'round-count',
      words: `exactly ${pluralise(round, 'record')}, a number at which a service may stop`,
      more: true,
    })
  if (emptyPages > 0)
    signals.push({
      kind: 'empty-page',
      words: `${pluralise(emptyPages, 'page')} without records behind others`,
      more: true,
    })
  if (outside > 0)
    signals.push({
      kind: 'outside',
      words: pluralise(outside, 'record outside the time asked for', 'records outside the time asked for'),
      more: false,
    })
  if (unfiltered > 0)
    signals.push({
      kind: 'unfiltered',
      words: pluralise(unfiltered, 'record that the filter excludes', 'records that the filter excludes'),
      more: false,
    })
  return signals
}

function roundCount({records, rows, pageSize}: QueryNotes): number | undefined {
  return [records, rows].find(count => count > 0 && (count % 1000 === 0 || count === pageSize))
}

function capped(code: string, words: string): AnswerVerdict {
  return {outcome: 'capped', failure: querySuspicion(code, words)}
}

export function querySuspicion(code: string, words: string): Failure {
  return new Failure({
    code,
    message: `The query is not proven to be whole: ${words}.`,
    remedy:
      'Run the export again later; if the same window stays a gap, set source: exchange, or open a case with Microsoft naming the query.',
  })
}
