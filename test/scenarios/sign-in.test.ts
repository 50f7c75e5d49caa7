/** One scenario for each way in, and for each way in that is barred: the message compared, secrets absent. */
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {leaks} from '../signin/simulated.ts'
import {barred, inVault} from './barred.ts'
import {type Arrival, goIn, ownCertificate, type WayIn} from './way-in.ts'

afterAll(cleanUp)

/** Long masked words that anybody can read after all; what is masked because it is short could be anything. */
function shownSecrets({everything, masks}: Arrival): string[] {
  return leaks(everything, masks)
}

describe('an export is complete', () => {
  test.each<[string, WayIn, Record<string, unknown>]>([
    [
      'by a certificate',
      {inputs: ownCertificate},
      {certificate: {thumbprint: expect.stringMatching(/^[0-9a-f]{64}$/)}},
    ],
    [
      'by GitHub’s OIDC token',
      {idToken: true},
      {federation: {subject: 'repo:fabrikam/audit-archive:ref:refs/heads/main'}},
    ],
    [
      'by a key fetched from a vault, reached by GitHub’s OIDC token',
      {idToken: true, inputs: inVault},
      {certificate: {thumbprint: expect.stringMatching(/^[0-9a-f]{64}$/)}},
    ],
    [
      'by a vault that signs, reached with a token',
      {
        simulator: {vault: {exportable: false}},
        inputs: async simulator => ({...inVault(simulator), 'key-vault-token': await simulator.vaultToken()}),
      },
      {certificate: {thumbprint: expect.stringMatching(/^[0-9a-f]{64}$/), notAfter: expect.any(String)}},
    ],
    [
      'by GitHub’s OIDC token, though login throttles, the first token is old and the credential new',
      {idToken: true, simulator: {faults: 'login-429,stale-id-token:2,aadsts-700213:2'}},
      {federation: {subject: 'repo:fabrikam/audit-archive:ref:refs/heads/main'}},
    ],
  ])('%s', async (_, way, named) => {
    const arrival = await goIn(way)
    expect(arrival.failure).toBe('')
    expect(arrival.status).toBe('complete')
    expect(arrival.manifest).toMatchObject(named)
    expect('certificate' in (arrival.manifest ?? {})).toBe(!('federation' in named))
    const {start, end} = arrival.manifest?.period ?? {start: '', end: ''}
    expect(arrival.manifest?.records).toBe([...arrival.simulator.truth(Date.parse(start), Date.parse(end))].length)
    expect(shownSecrets(arrival)).toEqual([])
  })

  test('with a fresh OIDC token for each of the many tokens of a long run', async () => {
    const {status, simulator, failure} = await goIn({idToken: true, simulator: {tokenLifetimeSeconds: 290}})
    expect([status, failure]).toEqual(['complete', ''])
    expect(simulator.counters.tokens).toBeGreaterThanOrEqual(3)
    expect(simulator.counters.idTokens).toBe(simulator.counters.tokens + 1)
  })
})

describe('the step fails, says who mends it and how, and shows no secret:', () => {
  test.each(barred)('$name', async ({way, code, says}) => {
    const arrival = await goIn(way)
    expect(arrival.status).toBe('failed')
    expect(arrival.failure).toContain(`[${code}`)
    expect(arrival.failure).toMatch(says)
    expect(arrival.manifest).toBeUndefined()
    expect(arrival.simulator.counters.searches).toBe(0)
    expect(shownSecrets(arrival)).toEqual([])
    expect(arrival.everything).not.toContain('Canary')
  })
})

test('what a cloud lacks stands in the summary and in the manifest', async () => {
  const {manifest, summary, status} = await goIn({
    inputs: simulator => ({...ownCertificate(simulator), 'tenant-id': simulator.tenantId, cloud: 'china'}),
    simulator: {faults: 'always-empty'},
  })
  expect(status).toBe('incomplete')
  expect(manifest?.notes.join()).toContain('an export can never be complete')
  expect(summary).toContain('an export can never be complete')
  expect(summary).toContain('Graph has no audit log query in ')
})
