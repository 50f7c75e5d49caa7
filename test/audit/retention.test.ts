/** What has expired, and what expires next. */
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {expiredOf, expiryWords, retention} from '../../src/audit/retention.ts'

test('names the instant before which all has expired, and the days that expire next', () => {
  expect(expiryWords(Date.UTC(2026, 10, 29, 10, 15, 30))).toEqual([
    'Audit (Standard) keeps records for 180 days: what happened before 2026-06-02T10:15:30Z has expired, unless a licence keeps it longer.',
    'The rest of 2026-06-02 expires until 2026-11-30T00:00:00Z, and 2026-06-03 in the 24 hours after that.',
  ])
})

test('of a period nothing, a part or all has expired', () => {
  const time = fc.integer({min: Date.UTC(2020, 0), max: Date.UTC(2040, 0)})
  fc.assert(
    fc.property(time, time, time, (now, one, other) => {
      const [start, end] = one <= other ? [one, other + 1] : [other, one + 1]
      const words = expiredOf({start, end}, now)
      expect(words === undefined).toBe(start >= now - retention)
      expect(words?.startsWith('all') === true).toBe(end <= now - retention)
    }),
  )
})
