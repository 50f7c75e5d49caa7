import {describe, expect, test} from 'vitest'
import {type SearchNotes, validateAnswer} from '../../src/sources/answer-validation.ts'

/** An answer with nothing wrong. */
const sound: SearchNotes = {
  rows: 3,
  pages: 1,
  emptyPages: 0,
  lostPages: 0,
  cap: 5000,
  malformed: 0,
  foreign: 0,
  outside: 0,
  unfiltered: 0,
  indices: [1, 2, 3],
  counts: new Set([3]),
  moreAvailable: false,
  warnings: [],
  errors: [],
}

const upTo = (rows: number) => Array.from({length: rows}, (_, index) => index + 1)
const many = (rows: number, more: Partial<SearchNotes> = {}): Partial<SearchNotes> => ({
  rows,
  pages: Math.ceil(rows / 1000),
  indices: upTo(rows),
  counts: new Set([rows]),
  ...more,
})

describe('an answer is proven', () => {
  test.each<[string, Partial<SearchNotes>]>([
    ['with every sign in order', {}],
    ['with indices in any order', {indices: [3, 1, 2]}],
    ['without indices and counts', {indices: [], counts: new Set()}],
    ['one row below the cap', many(4999)],
    ['with 1,000 rows on two pages', many(1000, {pages: 2})],
    ['with rows of another organisation', {foreign: 2}],
    ['with 99 rows', many(99)],
    ['with an empty warning', {warnings: ['', ' ']}],
    ['with 100 rows inside a session', many(100, {cap: Number.POSITIVE_INFINITY})],
    ['with 5,000 rows inside a session', many(5000, {cap: Number.POSITIVE_INFINITY, indices: [], counts: new Set()})],
  ])('%s', (_name, more) => {
    expect(validateAnswer({...sound, ...more})).toEqual({outcome: 'proven'})
  })
})

describe('an answer is proven only by a second one', () => {
  test('with no rows', () => {
    expect(validateAnswer({...sound, ...many(0)})).toEqual({outcome: 'proven', doubt: 'no rows'})
  })

  test('with malformed rows', () => {
    expect(validateAnswer({...sound, malformed: 2})).toEqual({outcome: 'proven', doubt: '2 malformed rows'})
  })
})

describe('an answer is capped', () => {
  test.each<[string, Partial<SearchNotes>, string]>([
    ['at the cap', many(5000), 'EXCHANGE_CAP'],
    ['above the cap', many(5001), 'EXCHANGE_CAP'],
  ])('%s', (_name, more, code) => {
    expect(validateAnswer({...sound, ...more})).toMatchObject({outcome: 'capped', failure: {code}})
  })
})

describe('what may mean a loss is a signal, and no verdict:', () => {
  test.each<[string, Partial<SearchNotes>, string, boolean]>([
    ['a warning of more', {warnings: ['There are more results available than displayed.']}, 'more-warning', true],
    [
      'the advice to raise ResultSize',
      {warnings: ['increase the value for the ResultSize parameter']},
      'more-warning',
      true,
    ],
    ['rows that promise more', {moreAvailable: true}, 'more-flag', true],
    ['exactly 100 rows', many(100), 'round-count', true],
    ['exactly 120 rows', many(120), 'round-count', true],
    ['exactly 1,000 rows on one page', many(1000, {pages: 1}), 'round-count', true],
    ['a multiple of 500', many(3500), 'round-count', true],
    ['ResultIndex -1', {indices: [-1, 1, 2]}, 'index-negative', true],
    ['ResultCount 0 on a row', {counts: new Set([0, 3])}, 'count-zero', true],
    ['the ResultSize as ResultCount', {counts: new Set([5000])}, 'count-asked', true],
    ['a ResultCount above the rows', {counts: new Set([4])}, 'count', true],
    ['a ResultCount below the rows', {counts: new Set([2])}, 'count', true],
    ['a hole in the indices', {indices: [1, 2, 4]}, 'index-holes', true],
    ['an index twice', {indices: [1, 2, 2]}, 'index-repeats', true],
    ['indices from nought', {indices: [0, 1, 2]}, 'index-holes', true],
    ['rows outside the time', {outside: 1}, 'outside', false],
    ['rows the filter excludes', {unfiltered: 1}, 'unfiltered', false],
    ['an unknown warning', {warnings: ['The moon is full.']}, 'warning the moon is full.', false],
  ])('%s', (_name, more, kind, saysMore) => {
    const verdict = validateAnswer({...sound, ...more})
    expect(verdict.outcome).toBe('proven')
    expect(verdict.signals).toMatchObject([{kind, more: saysMore}])
  })

  test('a warning is the same signal whatever numbers and ids stand in it', () => {
    const kindOf = (text: string) => validateAnswer({...sound, warnings: [text]}).signals?.[0]?.kind
    expect(kindOf('Request 3f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634 took 12 s')).toBe(
      kindOf('Request 0001dc4e-7b58-4d6a-9c0e-52a1b8e7f634 took 7 s'),
    )
  })

  test('inside a session, counters and numbers say nothing', () => {
    const session = {...sound, cap: Number.POSITIVE_INFINITY}
    const more = {...many(5000), counts: new Set([0, 7]), indices: [-1, 4], moreAvailable: true}
    expect(validateAnswer({...session, ...more})).toEqual({outcome: 'proven'})
  })
})

describe('an answer is suspect', () => {
  const warnings = [
    'Failed to process request via Sync Search mode, returning. InnerException: A task was canceled..',
    'A TASK WAS CANCELLED',
    'The request timed out.',
    'Timeout',
    'time-out while searching',
    'Please try again later',
    'The maximum results limitation was reached',
  ]
  test.each(warnings)('by the warning “%s”', text => {
    expect(validateAnswer({...sound, warnings: ['harmless', text]})).toMatchObject({
      outcome: 'suspect',
      failure: {code: 'EXCHANGE_SEARCH_FAILED'},
    })
    expect(validateAnswer({...sound, ...many(0), warnings: [text]}).outcome).toBe('suspect')
  })

  test.each<[string, Partial<SearchNotes>, string]>([
    ['an error beside the rows', {errors: ['Boom']}, 'EXCHANGE_ERROR_IN_ANSWER'],
    ['an error and no rows', {...many(0), errors: ['Boom']}, 'EXCHANGE_ERROR_IN_ANSWER'],
  ])('by %s', (_name, more, code) => {
    expect(validateAnswer({...sound, ...more})).toMatchObject({outcome: 'suspect', failure: {code}})
  })

  test('inside a session as outside', () => {
    const session = {...sound, cap: Number.POSITIVE_INFINITY, indices: [], counts: new Set<number>()}
    expect(validateAnswer({...session, errors: ['Boom']}).outcome).toBe('suspect')
    expect(validateAnswer({...session, warnings: ['A task was canceled.']}).outcome).toBe('suspect')
  })
})

test('a full answer is capped even if it is suspect as well: less will be asked for', () => {
  expect(validateAnswer({...sound, ...many(5000), errors: ['Boom'], outside: 3}).outcome).toBe('capped')
})
