import fc from 'fast-check'
import {expect, test} from 'vitest'
import {type RetryPolicy, retryDelay} from '../../src/wire/retry.ts'
import {at} from '../builders.ts'

const now = at('2026-10-05T12:00:00')
const policy: RetryPolicy = {
  tries: 6,
  base: 2000,
  longest: 120_000,
  timeout: 1000,
  maximumBytes: 1000,
  jitter: () => 0,
}

test.each([
  ['doubles from the base', 1, null, 2000],
  ['doubles again', 2, null, 4000],
  ['doubles with every attempt', 5, null, 32_000],
  ['never waits longer than the longest', 12, null, 120_000],
  ['takes the seconds that the service asks for', 1, '7', 7000],
  ['whatever the attempt', 5, '7', 7000],
  ['with white space around', 1, ' 7 ', 7000],
  ['with a fraction', 1, '0.5', 500],
  ['at once when asked to', 1, '0', 0],
  ['up to the longest', 1, '86400', 120_000],
  ['takes a date', 1, 'Mon, 05 Oct 2026 12:00:30 GMT', 30_000],
  ['takes a date of the old spelling', 1, 'Monday, 05-Oct-26 12:00:30 GMT', 30_000],
  ['takes no date beyond the longest', 1, 'Mon, 05 Oct 2027 12:00:30 GMT', 120_000],
  ['ignores a date gone by: the clocks differ', 2, 'Mon, 05 Oct 2026 11:59:00 GMT', 4000],
  ['ignores words', 1, 'soon', 2000],
  ['ignores an empty value', 1, '', 2000],
  ['ignores a negative number', 1, '-5', 2000],
  ['ignores two values', 1, '5, 10', 2000],
  ['ignores other spellings of numbers', 1, '1e3', 2000],
])('%s', (_name, attempt, retryAfter, expected) => {
  expect(retryDelay(policy, attempt, retryAfter, now)).toBe(expected)
})

test('spreads what failed together by up to a half, and not what was asked for', () => {
  const late = {...policy, jitter: () => 0.999_999}
  expect(retryDelay(late, 1, null, now)).toBeCloseTo(3000, -1)
  expect(retryDelay(late, 1, '7', now)).toBe(7000)
})

test('is a number from 0 to the longest, for any header', () => {
  fc.assert(
    fc.property(fc.option(fc.string()), fc.integer({min: 1, max: 2000}), (header, attempt) => {
      const delay = retryDelay(policy, attempt, header, now)
      expect(delay).toBeGreaterThanOrEqual(0)
      expect(delay).toBeLessThanOrEqual(120_000)
    }),
  )
})
