import {describe, expect, test} from 'vitest'
import {cloudNamed, cloudNames} from '../../src/signin/cloud.ts'
import {openFederation} from '../../src/signin/federation.ts'
import type {SimulatorOptions} from '../../src/simulator/simulator.ts'
import {explain} from '../../src/wire/failure.ts'
import {failureOf} from '../builders.ts'
import {aTenant, leaks} from './simulated.ts'
import {aWorld} from './world.ts'

const issuer = 'https://token.actions.githubusercontent.com'
const audiences = ['api://AzureADTokenExchange']
const subject = 'repo:fabrikam/audit-archive:ref:refs/heads/main'

describe('GitHub’s token', () => {
  test('stands for the certificate', async () => {
    const {tokens, federation, simulator} = await aTenant()
    const {claims} = await tokens(await federation()).token()
    expect(claims).toMatchObject({tid: simulator.tenantId, roles: ['Exchange.ManageAsApp']})
  })

  test('is another one for every request, and neither it nor the key to it is ever said', async () => {
    const {tokens, federation, simulator, world, idTokens} = await aTenant({faults: 'login-429'})
    const credential = await federation()
    const provider = tokens(credential)
    await provider.token()
    await provider.renew()
    // One shows that the job may; then two tries, and one more.
    expect(simulator.counters.idTokens).toBe(4)
    expect(world.masked).toContain(idTokens.bearer)
    const jwts = world.masked.filter(secret => secret.split('.').length === 3)
    expect(new Set(jwts).size).toBeGreaterThanOrEqual(5)
    expect(leaks(world.said.join('\n'), [...jwts, idTokens.bearer])).toEqual([])
  })

  test.each(cloudNames)('is meant for Entra in %s', async name => {
    const asked: Request[] = []
    const world = aWorld(async request => {
      asked.push(request)
      return Response.json({value: aJwt({iss: issuer, sub: subject, aud: 'x'})})
    })
    const request = {url: 'https://token.example/idtoken?api-version=2.0', bearer: 'Canary-bearer'}
    await openFederation(world, cloudNamed(name), request)
    const {searchParams} = new URL(asked[0]?.url ?? '')
    expect(searchParams.get('api-version')).toBe('2.0')
    expect(searchParams.get('audience')).toBe(cloudNamed(name).federationAudience)
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer Canary-bearer')
  })

  test('is asked for again after 503', async () => {
    const {federation, world} = await aTenant({faults: 'oidc-503:2'})
    await expect(federation()).resolves.toBeDefined()
    expect(world.slept).toHaveLength(2)
  })

  test('that grew old on the way is replaced', async () => {
    const {tokens, federation} = await aTenant()
    const old = await aTenant({faults: 'stale-id-token:2'})
    await expect(old.tokens(await old.federation()).token()).resolves.toBeDefined()
    expect(old.world.slept).toEqual([2000])
    await expect(tokens(await federation()).token()).resolves.toBeDefined()
  })
})

describe('there is none', () => {
  test('without the permission, which is told with what else may have been meant', async () => {
    const failure = await failureOf(openFederation(aWorld(), cloudNamed('worldwide'), undefined))
    expect(failure.code).toBe('OIDC_UNAVAILABLE')
    expect(explain(failure)).toMatch(
      /id-token: write.*reusable.*calling job.*certificate-file.*arrives as nothing at all.*forks.*Dependabot/,
    )
  })

  test('when GitHub refuses', async () => {
    const {federation, idTokens} = await aTenant({faults: 'oidc-403'})
    const failure = await failureOf(federation())
    expect(failure).toMatchObject({code: 'OIDC_REFUSED', evidence: {status: '403'}})
    expect(leaks(explain(failure), [idTokens.bearer])).toEqual([])
  })

  test.each([
    ['a page', () => new Response('<html>')],
    ['JSON without it', () => Response.json({count: 1})],
    ['something else', () => Response.json({value: 'Canary-not-a-token'})],
    ['a token of nobody', () => Response.json({value: aJwt({iss: issuer})})],
  ])('in %s', async (_, answer) => {
    const request = {url: 'https://token.example/idtoken', bearer: 'b'}
    const failure = await failureOf(
      openFederation(
        aWorld(async () => answer()),
        cloudNamed('worldwide'),
        request,
      ),
    )
    expect(failure.code).toBe('OIDC_UNREADABLE')
    expect(explain(failure)).not.toContain('Canary')
  })
})

describe('Entra refuses', () => {
  test.each<[string, SimulatorOptions, string, RegExp]>([
    [
      'a job of an app without credentials',
      {federatedCredentials: []},
      'LOGIN_AADSTS70025',
      /federated-credential create/,
    ],
    [
      'another branch',
      {federatedCredentials: [{issuer, subject: subject.replace('main', 'release'), audiences}]},
      'LOGIN_AADSTS700213',
      /another branch or tag, does not fit/,
    ],
    [
      'an environment that the credential does not name',
      {job: {environment: 'prod'}, federatedCredentials: [{issuer, subject, audiences}]},
      'LOGIN_AADSTS700213',
      /names the environment prod.*"subject":"repo:fabrikam\/audit-archive:environment:prod"/,
    ],
    [
      'another letter case',
      {federatedCredentials: [{issuer, subject: subject.replace('fabrikam', 'Fabrikam'), audiences}]},
      'LOGIN_AADSTS7002138',
      /letter by letter/,
    ],
    [
      'ids that the credential lacks',
      {job: {idsInSubject: true}, federatedCredentials: [{issuer, subject, audiences}]},
      'LOGIN_AADSTS700213',
      /holds the ids.*"subject":"repo:fabrikam@9919\/audit-archive@7001:ref:refs\/heads\/main"/,
    ],
    [
      'an Enterprise Server’s issuer',
      {
        job: {issuer: 'https://ghes.fabrikam.com/_services/token'},
        federatedCredentials: [{issuer, subject, audiences}],
      },
      'LOGIN_AADSTS700211',
      /"issuer":"https:\/\/ghes\.fabrikam\.com\/_services\/token"/,
    ],
    [
      'another audience',
      {federatedCredentials: [{issuer, subject, audiences: ['https://github.com/fabrikam']}]},
      'LOGIN_AADSTS700212',
      /"audiences":\["api:\/\/AzureADTokenExchange"\]/,
    ],
  ])('%s, and hears what to create', async (_, options, code, remedy) => {
    const {tokens, federation, world, idTokens, app} = await aTenant(options)
    const failure = await failureOf(tokens(await federation()).token())
    expect(failure.code).toBe(code)
    expect(failure.remedy).toMatch(remedy)
    expect(failure.remedy).toContain(`--id ${app.clientId}`)
    expect(failure.evidence).toHaveProperty('correlation id')
    const jwts = world.masked.filter(secret => secret.split('.').length === 3)
    expect(leaks([explain(failure), ...world.said].join('\n'), [...jwts, idTokens.bearer])).toEqual([])
  })

  test('the new credential at first, for two minutes at most, and says why it waits', async () => {
    const {tokens, federation, world} = await aTenant({faults: 'aadsts-700213:3'})
    await expect(tokens(await federation()).token()).resolves.toBeDefined()
    expect(world.said.filter(line => line.includes('in case the credential is new'))).toHaveLength(1)

    const never = await aTenant({faults: 'aadsts-70021:always'})
    await failureOf(never.tokens(await never.federation()).token())
    const waited = never.world.slept.reduce((sum, one) => sum + one, 0)
    expect(waited).toBeGreaterThan(30_000)
    expect(waited).toBeLessThanOrEqual(120_000)
  })
})

function aJwt(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({alg: 'RS256'})}.${part(claims)}.c2lnbmF0dXJl`
}
