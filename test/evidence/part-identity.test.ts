/** The key pairs of parts: the same on every machine, and another for everything that differs. */
import {expect, test} from 'vitest'
import {partIdentities} from '../../src/evidence/part-identity.ts'
import {recipientOf} from '../../src/files/age.ts'
import {tenantId} from '../builders.ts'

const key = 'a key of the tests, and of nothing else'
const period = {start: '2026-10-01T00:00:00Z', end: '2026-11-01T00:00:00Z'}

test('a part has the same key pair everywhere, and no other part, export, tenant or secret has it', async () => {
  const whole = {tenant: tenantId, period}
  const [one, again, ...others] = await Promise.all([
    partIdentities(key, whole),
    partIdentities(key, {...whole}),
    partIdentities(`${key}!`, whole),
    partIdentities(key, {tenant: '4f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634', period}),
    partIdentities(key, {tenant: tenantId, period: {...period, end: '2026-10-31T00:00:00Z'}}),
    partIdentities(key, {tenant: tenantId, period: {...period, start: '2026-10-02T00:00:00Z'}}),
  ])
  const shards = [1, 2, 3, 4].flatMap(of => Array.from({length: of}, (_none, at) => ({part: at + 1, of})))
  expect(shards.map(one)).toEqual(shards.map(again))
  const all = [one, ...others].flatMap(identityOf => shards.map(identityOf))
  expect(new Set(all).size).toBe(all.length)
  expect(all.join()).not.toContain(key)
  expect(await recipientOf(one({part: 1, of: 2}))).toMatch(/^age1pq1/)
})
