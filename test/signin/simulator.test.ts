import {X509Certificate} from 'node:crypto'
import {expect, test} from 'vitest'
import {readCertificate} from '../../src/signin/certificate.ts'
import {cloudNamed} from '../../src/signin/cloud.ts'
import {withEndpoints} from '../../src/signin/endpoints.ts'
import {loginPolicy} from '../../src/signin/login.ts'
import {resolveTenant} from '../../src/signin/tenant.ts'
import {tokenProvider} from '../../src/signin/token.ts'
import {createSimulator, type SimulatorOptions} from '../../src/simulator/simulator.ts'
import {fixtureText} from './certificates.ts'
import {aWorld} from './world.ts'

/** From PFX to token against the simulated tenant, which shares no code with what is tested. */
async function start(options: SimulatorOptions = {}) {
  const simulator = await createSimulator({recordsPerMonth: 1, ...options})
  const world = aWorld(simulator.fetch)
  const cloud = withEndpoints(cloudNamed('worldwide'), '{"login": "http://127.0.0.1/login"}')
  const given = {content: simulator.pfx.toString('base64'), password: simulator.pfxPassword, source: 'certificate'}
  const certificate = await readCertificate(given, world)
  const tenantId = await resolveTenant(world, cloud, simulator.domain)
  const policy = {...loginPolicy, jitter: () => 0}
  const credential = {kind: 'certificate', certificate} as const
  const signIn = {cloud, tenantId, clientId: simulator.clientId, credential, resource: 'exchange', policy} as const
  return {simulator, world, signIn, tokens: tokenProvider(world, signIn)}
}

test('a PFX and a domain become a token', async () => {
  const {simulator, tokens, world} = await start()
  const {claims, secret, expiresAt} = await tokens.token()
  expect(claims).toMatchObject({tid: simulator.tenantId, appid: simulator.clientId, roles: ['Exchange.ManageAsApp']})
  expect(expiresAt).toBeGreaterThan(world.now() + 3_000_000)
  expect(world.masked).toEqual(expect.arrayContaining([secret, simulator.pfxPassword]))
  expect(world.said.join('\n')).not.toContain(secret)
})

test('the tenant is found by its domain', async () => {
  const {simulator, signIn} = await start()
  expect(signIn.tenantId).toBe(simulator.tenantId)
})

test('a challenge’s claims reach the service', async () => {
  const {tokens} = await start()
  const claims = Buffer.from('{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}').toString('base64')
  const [first, renewed] = [await tokens.token(), await tokens.renew({claims})]
  expect(renewed.secret).not.toBe(first.secret)
})

test.each([
  ['login-429', [2000]],
  ['login-503', [2000]],
  ['login-reset', [2000]],
  ['aadsts-700027', [2000]],
  ['aadsts-90033', [2000]],
])('%s passes', async (faults, slept) => {
  const {tokens, world} = await start({faults})
  await expect(tokens.token()).resolves.toBeDefined()
  expect(world.slept).toEqual(slept)
})

test.each([
  ['missing-role', 'EXCHANGE_ROLE_MISSING', /Grant admin consent/],
  ['skewed-clock', 'LOGIN_AADSTS700024', /3(599|600) s behind the service's/],
  ['aadsts-700016', 'LOGIN_AADSTS700016', /client-id/],
  ['aadsts-53003', 'LOGIN_AADSTS53003', /policy/],
  ['aadsts-7000229', 'LOGIN_AADSTS7000229', /adminconsent/],
  ['aadsts-700027:always', 'LOGIN_AADSTS700027', /az ad app credential reset/],
])('%s is explained as %s', async (faults, code, remedy) => {
  const {tokens} = await start({faults})
  await expect(tokens.token()).rejects.toMatchObject({code, remedy: expect.stringMatching(remedy)})
})

test('a certificate that the app does not have is told with its thumbprints', async () => {
  const {world, signIn} = await start()
  const content = fixtureText('other.cert.pem') + fixtureText('other.key.pem')
  const certificate = await readCertificate({content, password: '', source: 'certificate'}, world)
  const {fingerprint256} = new X509Certificate(fixtureText('other.cert.pem'))
  await expect(
    tokenProvider(world, {...signIn, credential: {kind: 'certificate', certificate}}).token(),
  ).rejects.toMatchObject({
    code: 'LOGIN_AADSTS700027',
    remedy: expect.stringContaining(fingerprint256.replaceAll(':', '')),
  })
})

test('a domain of nobody is told with a hint at the clouds', async () => {
  const {world, signIn} = await start()
  await expect(resolveTenant(world, signIn.cloud, 'kontoso.example')).rejects.toMatchObject({
    code: 'LOGIN_AADSTS90002',
    remedy: expect.stringContaining('gcc-high'),
  })
})
