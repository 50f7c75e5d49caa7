/**
 * When the records of a query prove its window. A query that found too much says `succeeded` all the same: only
 * `isRecordCountLimitExceeded` tells, and older back ends lack it. Pure: one query in, one judgement out.
 */
import {pluralise} from '../audit/numbers.ts'
import {Failure} from '../wire/failure.ts'
import type {AnswerVerdict} from './answer-validation.ts'

/** The least that a query holds at most, as published: records beyond it are left out. */
export const recordLimit = 1_000_000

export interface QueryNotes {
  /** Different records that the readings of the query's pages held together. */
  records: number
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
}

/** @param divisible whether the window can be cut, so that a doubtful number is best halved. */
export function validateQuery(notes: QueryNotes, divisible: boolean): AnswerVerdict {
  const {records, limited} = notes
  if (limited === true) return capped('GRAPH_LIMIT', 'Graph says that the query found more records than it holds')
  if (records >= recordLimit)
    return capped('GRAPH_LIMIT', `${pluralise(records, 'record')}, as many as a query holds at most`)
  const round = isRound(notes)
  if (round && limited === undefined && divisible) return capped('GRAPH_ROUND_COUNT', roundWords(records))

  const broken = ruleBroken(notes)
  if (broken) return {outcome: 'suspect', failure: querySuspicion(broken.code, broken.words)}
  if (round) return {outcome: 'proven', doubt: roundWords(records)}
  if (notes.malformed > 0) return {outcome: 'proven', doubt: `${pluralise(notes.malformed, 'malformed record')}`}
  return records === 0 ? {outcome: 'proven', doubt: 'no rows'} : {outcome: 'proven'}
}

function ruleBroken(notes: QueryNotes): {code: string; words: string} | undefined {
  if (notes.unstable > 0)
    return {
      code: 'GRAPH_UNSTABLE',
      words: `readings of the same finished query differ by ${pluralise(notes.unstable, 'record')}`,
    }
  if (notes.outside > 0)
    return {
      code: 'GRAPH_OUTSIDE',
      words: `${pluralise(notes.outside, 'record outside the time asked for', 'records outside the time asked for')}`,
    }
  if (notes.unfiltered > 0)
    return {
      code: 'GRAPH_UNFILTERED',
      words: `${pluralise(notes.unfiltered, 'record that the filter excludes', 'records that the filter excludes')}`,
    }
  return undefined
}

function isRound({records, pageSize}: QueryNotes): boolean {
  return records > 0 && (records % 1000 === 0 || records === pageSize)
}

function roundWords(records: number): string {
  return `exactly ${pluralise(records, 'record')}, a number at which a service stops`
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
