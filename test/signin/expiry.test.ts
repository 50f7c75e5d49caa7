/** When a certificate's successor is asked for. */
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {expiryOf, renewalNotice} from '../../src/signin/expiry.ts'
import {aCertificate} from './certificates.ts'

const day = 86_400_000
const end = Date.parse('2027-03-01T00:00:00Z')

/** A certificate of so many days. */
const lasting = (days: number) => ({notBefore: new Date(end - days * day), notAfter: new Date(end)})

test.each([
  [365, 62.5, 'later'],
  [365, 61.5, 'soon'],
  [365, 31.5, 'soon'],
  [365, 30.5, 'now'],
  [730, 61.5, 'soon'],
  [90, 30.5, 'later'],
  [90, 29.5, 'soon'],
  [90, 14.5, 'now'],
  [3, 1.5, 'later'],
  [3, 0.9, 'soon'],
  [3, 0.4, 'now'],
])('of %i days with %d left: %s', (lifetime, left, due) => {
  expect(expiryOf(lasting(lifetime), end - left * day).due).toBe(due)
})

test('a monthly run says it at least once before the end, and one that fails once still does', () => {
  fc.assert(
    fc.property(fc.integer({min: 190, max: 1100}), fc.integer({min: 0, max: 30}), (lifetime, offset) => {
      const runs = [0, 31, 62].map(back => end - (back + offset + 0.01) * day)
      expect(runs.filter(run => run < end && expiryOf(lasting(lifetime), run).due !== 'later').length).toBeGreaterThan(
        1,
      )
    }),
    {seed: 8},
  )
})

test('not where a newer one is at hand', async () => {
  const certificate = await aCertificate()
  const now = certificate.notAfter.getTime() - 3 * day
  expect(renewalNotice(certificate, now)).toContain('ends in 3 days')
  expect(renewalNotice({...certificate, renewed: true}, now)).toBeUndefined()
  expect(renewalNotice(certificate, now, {is: 'registered', says: ''})).toBeUndefined()
  expect(renewalNotice(certificate, now, {is: 'unknown', because: 'of this'})).toMatch(/is unknown: of this\.$/)
  expect(renewalNotice(certificate, now, {is: 'missing'})).not.toContain('unknown')
})
