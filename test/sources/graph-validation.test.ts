import {describe, expect, test} from 'vitest'
import {type QueryNotes, validateQuery} from '../../src/sources/graph-validation.ts'

const sound: QueryNotes = {
  records: 4711,
  rows: 4711,
  limited: false,
  pageSize: 999,
  unstable: 0,
  malformed: 0,
  outside: 0,
  unfiltered: 0,
  emptyPages: 0,
}

describe('a query', () => {
  test.each<[string, Partial<QueryNotes>, object]>([
    ['is proven', {}, {outcome: 'proven'}],
    ['is proven where the service has no word on limits', {limited: undefined}, {outcome: 'proven'}],
    ['without records is doubted', {records: 0}, {outcome: 'proven', doubt: 'no rows'}],
    ['that says it was limited is capped', {limited: true}, {outcome: 'capped', failure: {code: 'GRAPH_LIMIT'}}],
    [
      'of a million is capped, whatever it says',
      {records: 1_000_000},
      {outcome: 'capped', failure: {code: 'GRAPH_LIMIT'}},
    ],
    [
      'of a million rows is capped, though some came twice',
      {records: 999_990, rows: 1_000_000},
      {outcome: 'capped', failure: {code: 'GRAPH_LIMIT'}},
    ],
    [
      'of exactly one page with one row twice has a signal',
      {records: 998, rows: 999},
      {outcome: 'proven', signals: [{kind: 'round-count', more: true}]},
    ],
    [
      'with a round number has a signal, whatever it says of limits',
      {records: 50_000, limited: undefined},
      {outcome: 'proven', signals: [{kind: 'round-count', more: true}]},
    ],
    ['of exactly one page has one', {records: 999}, {outcome: 'proven', signals: [{kind: 'round-count', more: true}]}],
    [
      'that reads otherwise each time is suspect',
      {unstable: 1},
      {outcome: 'suspect', failure: {code: 'GRAPH_UNSTABLE'}},
    ],
    ['with malformed records is doubted', {malformed: 2}, {outcome: 'proven', doubt: /2 malformed/}],
    [
      'with rows of another day has a signal',
      {outside: 1},
      {outcome: 'proven', signals: [{kind: 'outside', more: false}]},
    ],
    [
      'that ignored a filter has one',
      {unfiltered: 1},
      {outcome: 'proven', signals: [{kind: 'unfiltered', more: false}]},
    ],
    [
      'with an empty page behind others has one',
      {emptyPages: 1},
      {outcome: 'proven', signals: [{kind: 'empty-page', words: '1 page without records behind others', more: true}]},
    ],
  ])('%s', (_name, more, expected) => {
    const {doubt, ...rest} = expected as {doubt?: string | RegExp}
    const judgement = validateQuery({...sound, ...more})
    expect(judgement).toMatchObject(rest)
    if (doubt === undefined) expect(judgement.doubt).toBeUndefined()
    else expect(judgement.doubt).toMatch(doubt)
  })
})
