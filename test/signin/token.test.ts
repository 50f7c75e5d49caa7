import {describe, expect, test} from 'vitest'
import {cloudNamed, cloudNames} from '../../src/signin/cloud.ts'
import type {Credential} from '../../src/signin/credential.ts'
import {withEndpoints} from '../../src/signin/endpoints.ts'
import {loginPolicy} from '../../src/signin/login.ts'
import {type TokenSettings, tokenProvider} from '../../src/signin/token.ts'
import {explain, Failure} from '../../src/wire/failure.ts'
import {aCertificate} from './certificates.ts'
import {aLogin, anAadsts, aToken, clientId, exchange, type LoginStub, tenantId} from './login-stub.ts'
import {aWorld, type TestWorld} from './world.ts'

const certificate = await aCertificate()
const credential: Credential = {kind: 'certificate', certificate}
const cloud = cloudNamed('worldwide')
const policy = {...loginPolicy, jitter: () => 0}

function provider(world: TestWorld, more: Partial<TokenSettings> = {}) {
  return tokenProvider(world, {cloud, tenantId, clientId, credential, resource: 'exchange', policy, ...more})
}

function signInTo(login: LoginStub, more: Partial<TokenSettings> = {}) {
  const world = aWorld(login.fetch)
  return {world, login, tokens: provider(world, more)}
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const failure = await promise.catch((error: unknown) => error)
  if (failure instanceof Failure) return failure
  throw new Error('was expected to fail')
}

describe('signs in', () => {
  test('with PS256 and the SHA-256 thumbprint, in one request, and reads the token', async () => {
    const {tokens, login} = signInTo(aLogin(certificate))
    const token = await tokens.token()
    expect(token.claims).toMatchObject({aud: exchange, tid: tenantId, appid: clientId, roles: ['Exchange.ManageAsApp']})
    expect(login.seen).toHaveLength(1)
    expect(login.seen[0]?.header).toMatchObject({alg: 'PS256', typ: 'JWT', 'x5t#S256': expect.any(String)})
    expect(Object.fromEntries(login.seen[0]?.form ?? [])).toMatchObject({
      grant_type: 'client_credentials',
      client_id: clientId,
      scope: 'https://outlook.office365.com/.default',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    })
  })

  test.each(cloudNames)('in %s, at its own address, without discovery', async name => {
    const there = cloudNamed(name)
    const aud = there.scopes.exchange.replace('/.default', '')
    const {tokens, login} = signInTo(aLogin({...certificate, claims: {aud}}), {cloud: there})
    await tokens.token()
    expect(login.seen.map(({url}) => url.split('?')[0])).toEqual([`${there.login}/${tenantId}/oauth2/v2.0/token`])
    expect(login.seen[0]?.form.get('scope')).toBe(there.scopes.exchange)
  })

  test.each(['worldwide', 'china'])('at a stand-in over plain http, for the scope of %s', async name => {
    const there = withEndpoints(cloudNamed(name), '{"login": "http://127.0.0.1:8081/login"}')
    const aud = there.scopes.graph.replace('/.default', '')
    const {tokens, login} = signInTo(aLogin({...certificate, claims: {aud}}), {cloud: there, resource: 'graph'})
    await tokens.token()
    expect(login.seen[0]?.url).toMatch(`http://127.0.0.1:8081/login/${tenantId}/oauth2/v2.0/token`)
    expect(login.seen[0]?.form.get('scope')).toBe(there.scopes.graph)
  })

  test('and masks token and assertion before it says anything', async () => {
    const {tokens, world, login} = signInTo(aLogin(certificate))
    const {secret} = await tokens.token()
    expect(world.masked).toContain(secret)
    expect(world.masked).toContain(login.seen[0]?.form.get('client_assertion'))
    expect(world.said.join('\n')).not.toContain(secret)
  })
})

describe('keeps a token', () => {
  test('for all who ask at once', async () => {
    const {tokens, login} = signInTo(aLogin(certificate))
    const [first, second] = await Promise.all([tokens.token(), tokens.token()])
    expect(second).toBe(first)
    expect(await tokens.token()).toBe(first)
    expect(login.seen).toHaveLength(1)
  })

  test('until five minutes before it ends, by our own clock', async () => {
    const {tokens, login, world} = signInTo(aLogin(certificate))
    const first = await tokens.token()
    await world.sleep(3_300_000)
    expect(await tokens.token()).toBe(first)
    await world.sleep(1)
    expect((await tokens.token()).secret).not.toBe(first.secret)
    expect(login.seen).toHaveLength(2)
  })

  test('but not one that was refused: renewed once for all who were', async () => {
    const {tokens, login} = signInTo(aLogin(certificate))
    const refused = await tokens.token()
    const [one, other, third] = await Promise.all([tokens.renew({refused}), tokens.renew({refused}), tokens.token()])
    expect(one.secret).not.toBe(refused.secret)
    expect([other, third]).toEqual([one, one])
    expect(await tokens.renew({refused})).toBe(one)
    expect(await tokens.token()).toBe(one)
    expect(login.seen).toHaveLength(2)
  })

  test.each([
    ['JSON', '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}'],
    ['base64', Buffer.from('{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}').toString('base64')],
  ])('with the claims of a challenge, given as %s', async (_, claims) => {
    const {tokens, login} = signInTo(aLogin(certificate))
    await tokens.token()
    const renewed = await tokens.renew({claims})
    expect(JSON.parse(login.seen[1]?.form.get('claims') ?? '')).toMatchObject({
      access_token: {nbf: {essential: true, value: '1700000000'}},
    })
    expect(await tokens.token()).toBe(renewed)
  })

  test('after a failure asks again', async () => {
    const {tokens} = signInTo(aLogin({...certificate, answers: [anAadsts(700016)]}))
    await expect(tokens.token()).rejects.toMatchObject({code: 'LOGIN_AADSTS700016'})
    await expect(tokens.token()).resolves.toBeDefined()
  })
})

describe('tries again', () => {
  test.each<[string, () => Response | Error]>([
    ['429', () => Response.json({error: 'x'}, {status: 429})],
    ['500 in HTML', () => new Response('<html>', {status: 500})],
    ['503 with a passing code', () => anAadsts(90033, {}, 503)],
    ['400 with a passing code', () => anAadsts(90055)],
    ['90024', () => anAadsts(90024)],
    ['50196', () => anAadsts(50196)],
    ['a certificate uploaded just now', () => anAadsts(700027, {}, 401)],
    ['a page in place of a token', () => new Response('<html>sign in to the Wi-Fi</html>')],
    ['a connection that breaks', () => new TypeError('fetch failed')],
  ])('after %s', async (_, answer) => {
    const {tokens, login, world} = signInTo(aLogin({...certificate, answers: [answer()]}))
    await expect(tokens.token()).resolves.toBeDefined()
    expect(login.seen).toHaveLength(2)
    expect(world.slept).toEqual([2000])
  })

  test('after as many seconds as the service asks for', async () => {
    const busy = () => anAadsts(90055, {'retry-after': '17'}, 429)
    const {tokens, world} = signInTo(aLogin({...certificate, answers: [busy(), busy()]}))
    await tokens.token()
    expect(world.slept).toEqual([17_000, 17_000])
  })

  test('until its patience ends, and then once more when asked anew', async () => {
    const answers = Array.from({length: policy.tries}, () => anAadsts(90055, {}, 429))
    const {tokens, login} = signInTo(aLogin({...certificate, answers}))
    expect((await failureOf(tokens.token())).code).toBe('LOGIN_AADSTS90055')
    expect(login.seen).toHaveLength(policy.tries)
    await expect(tokens.token()).resolves.toBeDefined()
  })

  test('with an assertion of its own each time', async () => {
    const {tokens, login} = signInTo(aLogin({...certificate, answers: [new TypeError('reset'), anAadsts(90033)]}))
    await tokens.token()
    expect(new Set(login.seen.map(({form}) => form.get('client_assertion'))).size).toBe(3)
  })

  test('not after a refusal', async () => {
    const {tokens, login, world} = signInTo(aLogin({...certificate, answers: [anAadsts(7000229)]}))
    expect((await failureOf(tokens.token())).code).toBe('LOGIN_AADSTS7000229')
    expect([login.seen.length, world.slept.length]).toEqual([1, 0])
  })

  test('once with the SHA-1 thumbprint where SHA-256 is not known, and stays with it', async () => {
    const {tokens, login, world} = signInTo(aLogin({...certificate, thumbprints: ['x5t']}))
    await tokens.token()
    await tokens.renew()
    expect(login.seen.map(({header}) => header.alg)).toEqual(['PS256', 'PS256', 'PS256', 'RS256', 'RS256'])
    expect(world.said).toContain('The login service knows the certificate by its SHA-1 thumbprint only.')
  })

  test('and gives up with advice when neither is known', async () => {
    const {tokens, login} = signInTo(aLogin({...certificate, thumbprints: []}))
    const failure = await failureOf(tokens.token())
    expect(explain(failure)).toContain(certificate.thumbprintSha256)
    expect(login.seen).toHaveLength(4)
  })

  test('no longer than it may', async () => {
    const abort = new AbortController()
    const world = aWorld(aLogin({...certificate, answers: [anAadsts(90033)]}).fetch)
    world.sleep = async (_, signal) => {
      abort.abort(new Error('deadline'))
      signal?.throwIfAborted()
    }
    await expect(provider(world, {signal: abort.signal}).token()).rejects.toThrow('deadline')
  })
})

describe('explains', () => {
  test('a network cause in words', async () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), {code: 'ECONNREFUSED'})
    const broken = () => new TypeError('fetch failed', {cause})
    const answers = Array.from({length: policy.tries}, broken)
    const failure = await failureOf(signInTo(aLogin({...certificate, answers})).tokens.token())
    expect(failure).toMatchObject({code: 'WIRE_UNREACHABLE', message: expect.stringContaining('ECONNREFUSED')})
    expect(failure.remedy).toContain('HTTPS_PROXY')
  })

  test('a clock that is wrong, by the service’s own', async () => {
    const date = new Date(Date.now() - 3_600_000).toUTCString()
    const {tokens} = signInTo(aLogin({...certificate, answers: [anAadsts(700024, {date})]}))
    expect((await failureOf(tokens.token())).remedy).toMatch(/36\d\d s ahead of/)
  })

  test.each<[string, string, () => Response]>([
    ['a redirect', 'LOGIN_UNREADABLE', () => new Response('', {status: 302, headers: {location: 'https://x'}})],
    ['a refusal in HTML', 'LOGIN_UNREADABLE', () => new Response('<html>', {status: 403})],
    ['an answer without a token', 'LOGIN_NO_TOKEN', () => Response.json({token_type: 'Bearer'})],
    ['an error without a code', 'LOGIN_REFUSED', () => Response.json({error: 'invalid_request'}, {status: 400})],
  ])('%s', async (_, code, answer) => {
    const {tokens} = signInTo(aLogin({...certificate, answers: [answer()]}))
    expect((await failureOf(tokens.token())).code).toBe(code)
  })

  test('a fault of the library as ours', async () => {
    const broken: Credential = {kind: 'certificate', certificate: {...certificate, privateKeyPem: 'not a key'}}
    const failure = await failureOf(signInTo(aLogin(certificate), {credential: broken}).tokens.token())
    expect(failure.code).toBe('LOGIN_UNEXPECTED')
  })

  test('a missing Exchange.ManageAsApp: who grants it, where, and what there is', async () => {
    const {tokens} = signInTo(aLogin({...certificate, claims: {roles: ['AuditLogsQuery.Read.All']}}))
    const failure = await failureOf(tokens.token())
    expect(failure.code).toBe('EXCHANGE_ROLE_MISSING')
    const text = explain(failure)
    for (const telling of [
      'AuditLogsQuery.Read.All',
      'Privileged Role Administrator',
      'Grant admin consent',
      `https://login.microsoftonline.com/${tenantId}/adminconsent?client_id=${clientId}`,
    ]) {
      expect(text).toContain(telling)
    }
  })

  test.each([
    ['TOKEN_WRONG_TENANT', {tid: '00000000-0000-0000-0000-000000000000'}],
    ['TOKEN_WRONG_TENANT', {tid: undefined}],
    ['TOKEN_WRONG_APP', {appid: '00000000-0000-0000-0000-000000000000'}],
    ['TOKEN_WRONG_APP', {appid: undefined}],
    ['TOKEN_WRONG_AUDIENCE', {aud: 'https://graph.microsoft.com'}],
    ['TOKEN_WRONG_AUDIENCE', {aud: 'https://outlook.office365.com.evil.example'}],
    ['EXCHANGE_ROLE_MISSING', {roles: undefined}],
    ['EXCHANGE_ROLE_MISSING', {roles: ['Exchange.ManageAsAppV2']}],
  ])('%s for %o', async (code, claims) => {
    expect((await failureOf(signInTo(aLogin({...certificate, claims})).tokens.token())).code).toBe(code)
  })
})

test.each([
  ['Exchange.ManageAsAppV2', /Admin API v2\.0/],
  ['Exchange.AdminAPI.ManageAsApp', /Admin API/],
  ['full_access_as_app', /Web Services/],
  ['Mail.Send', /only: Mail\.Send\.$/],
])('a token with %s alone is told why that does not help', async (role, words) => {
  const failure = await failureOf(signInTo(aLogin({...certificate, claims: {roles: [role]}})).tokens.token())
  expect(failure.code).toBe('EXCHANGE_ROLE_MISSING')
  expect(failure.message).toMatch(words)
})

describe('accepts', () => {
  test.each([
    ['an audience with a slash', {aud: `${exchange}/`}],
    ['the service’s application id as audience', {aud: '00000002-0000-0ff1-ce00-000000000000'}],
    ['the tenant in upper case', {tid: tenantId.toUpperCase()}],
    ['the app in upper case', {appid: clientId.toUpperCase()}],
  ])('%s', async (_, claims) => {
    await expect(signInTo(aLogin({...certificate, claims})).tokens.token()).resolves.toBeDefined()
  })

  test('a token without a directory role, with one note', async () => {
    const claims = {wids: ['0997a1d0-0d1d-4acb-b408-d5ca73121e90']}
    const {tokens, world} = signInTo(aLogin({...certificate, claims}))
    await tokens.token()
    await tokens.renew()
    expect(world.said.filter(line => line.includes('View-Only Audit Logs'))).toHaveLength(1)
  })

  test('a weaker directory role, and names it', async () => {
    const claims = {wids: ['f2ef992c-3afb-46b9-b7cf-a126ee74c451']}
    const {tokens, world} = signInTo(aLogin({...certificate, claims}))
    await tokens.token()
    expect(world.said.join()).toContain('Global Reader')
  })

  test.each(['opaque-token-Canary-000000000000', 'a.b.c', 'a.b.c.d.e'])(
    'an opaque token, with a note: %s',
    async secret => {
      const answers = [Response.json({token_type: 'Bearer', expires_in: 3600, access_token: secret})]
      const {tokens, world} = signInTo(aLogin({...certificate, answers}))
      const token = await tokens.token()
      expect(token).toEqual({secret, expiresAt: expect.any(Number)})
      expect(world.said.join()).toContain('opaque')
      expect(world.said.join()).not.toContain('Canary')
    },
  )

  test('a Graph token without Exchange’s permission', async () => {
    const claims = {aud: 'https://graph.microsoft.com', roles: []}
    await expect(signInTo(aLogin({...certificate, claims}), {resource: 'graph'}).tokens.token()).resolves.toBeDefined()
  })
})

test('no failure and no line carries a key, an assertion or a token', async () => {
  const secret = aToken()
  const echo = (form: string) =>
    Response.json(
      {error: 'x', error_codes: [1], error_description: `AADSTS1: you sent ${form} for ${secret}`},
      {status: 400},
    )
  const world = aWorld(async request => echo(await request.text()))
  const failure = await failureOf(provider(world).token())
  const text = [explain(failure), ...world.said].join('\n')
  const assertion = world.masked[0] ?? ''
  for (const part of [...assertion.split('.'), ...secret.split('.'), certificate.privateKeyPem]) {
    if (part.length >= 20) expect(text).not.toContain(part)
  }
})
