import {describe, expect, test} from 'vitest'
import {type SearchNotes, validateAnswer} from '../../src/sources/answer-validation.ts'

/** An answer with nothing wrong. */
const sound: SearchNotes = {
  rows: 3,
  pages: 1,
  cap: 5000,
  rowFaults: new Map(),
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

  test('with a warning nobody knows, whose words are kept', () => {
    expect(validateAnswer({...sound, warnings: ['The moon is full.']})).toEqual({
      outcome: 'proven',
      doubt: 'a warning nobody knows: The moon is full.',
    })
  })
})

describe('an answer is capped', () => {
  test.each<[string, Partial<SearchNotes>, string]>([
    ['at the cap', many(5000), 'EXCHANGE_CAP'],
    ['above the cap', many(5001), 'EXCHANGE_CAP'],
    [
      'by a warning of more',
      {warnings: ['There are more results available than are currently displayed.']},
      'EXCHANGE_MORE',
    ],
    [
      'by the advice to raise ResultSize',
      {warnings: ['increase the value for the ResultSize parameter']},
      'EXCHANGE_MORE',
    ],
    ['by rows that promise more', {moreAvailable: true}, 'EXCHANGE_MORE'],
    ['at exactly 100', many(100), 'EXCHANGE_ROUND_COUNT'],
    ['at exactly 120', many(120), 'EXCHANGE_ROUND_COUNT'],
    ['at exactly 1,000 on one page', many(1000), 'EXCHANGE_ROUND_COUNT'],
  ])('%s', (_name, more, code) => {
    expect(validateAnswer({...sound, ...more})).toMatchObject({outcome: 'capped', failure: {code}})
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
    ['ResultIndex -1', {indices: [-1, 1, 2]}, 'EXCHANGE_INTERNAL_TIMEOUT'],
    ['ResultCount 0 beside rows', {counts: new Set([0])}, 'EXCHANGE_INTERNAL_TIMEOUT'],
    ['a ResultCount above the rows', {counts: new Set([4])}, 'EXCHANGE_COUNT'],
    ['a ResultCount below the rows', {counts: new Set([2])}, 'EXCHANGE_COUNT'],
    ['two ResultCounts', {counts: new Set([3, 4])}, 'EXCHANGE_COUNT'],
    ['a hole in the indices', {indices: [1, 2, 4]}, 'EXCHANGE_INDEX'],
    ['an index twice', {indices: [1, 2, 2]}, 'EXCHANGE_INDEX'],
    ['an index from nought', {indices: [0, 1, 2]}, 'EXCHANGE_INDEX'],
    ['a broken row', {rowFaults: new Map([['a row without a readable time', 2]])}, 'EXCHANGE_ROW'],
    ['rows outside the time', {outside: 1}, 'EXCHANGE_OUTSIDE'],
    ['rows the filter excludes', {unfiltered: 1}, 'EXCHANGE_UNFILTERED'],
  ])('by %s', (_name, more, code) => {
    expect(validateAnswer({...sound, ...more})).toMatchObject({outcome: 'suspect', failure: {code}})
  })

  test('inside a session as outside', () => {
    const session = {...sound, cap: Number.POSITIVE_INFINITY, indices: [], counts: new Set<number>()}
    expect(validateAnswer({...session, errors: ['Boom']}).outcome).toBe('suspect')
    expect(validateAnswer({...session, indices: [-1]}).outcome).toBe('suspect')
    expect(validateAnswer({...session, warnings: ['A task was canceled.']}).outcome).toBe('suspect')
  })
})

test('a full answer is capped even if it is suspect as well: less will be asked for', () => {
  expect(validateAnswer({...sound, ...many(5000), errors: ['Boom'], outside: 3}).outcome).toBe('capped')
})
