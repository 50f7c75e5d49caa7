import {generateKeyPairSync} from 'node:crypto'
import {decodeJwt, SignJWT} from 'jose'
import {describe, expect, test} from 'vitest'
import {makeCertificate, sharedCertificate, thumbprints} from '../../src/simulator/certificate.ts'
import {type Caller, now, start} from './caller.ts'

interface EntraError {
  error: string
  error_description: string
  error_codes: number[]
  trace_id: string
  correlation_id: string
  timestamp: string
}

const refusal = async (response: Response) => ({status: response.status, body: (await response.json()) as EntraError})
const seconds = Math.floor(now / 1000)

describe('a good assertion', () => {
  test('buys a token with the claims of an app-only token', async () => {
    const caller = await start()
    const response = await caller.askToken()
    const {access_token, expires_in, token_type} = (await response.json()) as Record<string, string>
    const claims = decodeJwt(access_token as string)
    expect({token_type, expires_in}).toEqual({token_type: 'Bearer', expires_in: 3899})
    expect(claims).toMatchObject({
      aud: 'https://outlook.office365.com',
      iss: `https://sts.windows.net/${caller.simulator.tenantId}/`,
      appid: caller.simulator.clientId,
      appidacr: '2',
      tid: caller.simulator.tenantId,
      roles: ['Exchange.ManageAsApp'],
      ver: '1.0',
      nbf: seconds,
      exp: seconds + 3900,
    })
    expect(claims.idtyp).toBeUndefined()
  })

  test.each([
    ['the tenant’s primary domain', 'fabrikam.onmicrosoft.com'],
    ['the tenant’s GUID in capitals', '3F1D2C4E-7B58-4D6A-9C0E-52A1B8E7F634'],
  ])('is taken under %s', async (_, tenant) => {
    const caller = await start()
    const aud = `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`
    const response = await caller.askToken({client_assertion: await caller.assertion({claims: {aud}})}, tenant)
    expect(response.status).toBe(200)
  })

  test('may name the simulator’s own token endpoint as its audience', async () => {
    const caller = await start()
    const aud = `http://simulated/login/${caller.simulator.tenantId}/oauth2/v2.0/token`
    expect((await caller.askToken({client_assertion: await caller.assertion({claims: {aud}})})).status).toBe(200)
  })

  test('may carry RS256 and a SHA-1 thumbprint instead', async () => {
    const caller = await start()
    const {certificate} = await sharedCertificate()
    const header = {alg: 'RS256', 'x5t#S256': undefined, x5t: thumbprints(certificate).sha1}
    expect((await caller.askToken({client_assertion: await caller.assertion({header})})).status).toBe(200)
  })

  test('may be signed with a further certificate of the app', async () => {
    const other = await makeCertificate({notBefore: new Date('2020-01-01')})
    const caller = await start({certificates: [other.certificate.toString()]})
    const claims = decodeJwt(await caller.assertion())
    const header = {alg: 'PS256', 'x5t#S256': thumbprints(other.certificate).sha256}
    const signed = await new SignJWT(claims).setProtectedHeader(header).sign(other.privateKey)
    expect((await caller.askToken({client_assertion: signed})).status).toBe(200)
  })

  test('buys tokens of national clouds at their own login only', async () => {
    const caller = await start()
    const aud = `https://login.microsoftonline.us/${caller.simulator.tenantId}/oauth2/v2.0/token`
    const us = await caller.assertion({claims: {aud}})
    expect((await caller.askToken({scope: 'https://outlook.office365.us/.default', client_assertion: us})).status).toBe(
      200,
    )
    const wrong = await refusal(await caller.askToken({scope: 'https://outlook.office365.us/.default'}))
    expect(wrong.body.error_codes).toEqual([700023])
  })
})

describe('a refusal', () => {
  const stranger = generateKeyPairSync('rsa', {modulusLength: 2048}).privateKey
  const cases: {name: string; code: number; ask(caller: Caller): Promise<Response>; says?: RegExp}[] = [
    {
      name: 'an unknown thumbprint, which is named',
      code: 700027,
      says: /Thumbprint of key used by client: '0102FF'/,
      ask: async caller =>
        caller.askToken({
          client_assertion: await caller.assertion({
            header: {'x5t#S256': Buffer.from([1, 2, 255]).toString('base64url')},
          }),
        }),
    },
    {
      name: 'a signature by another key',
      code: 700027,
      says: /use of the key to verify the signature failed/,
      ask: async caller => {
        const {certificate} = await sharedCertificate()
        const signed = await new SignJWT(decodeJwt(await caller.assertion()))
          .setProtectedHeader({alg: 'PS256', 'x5t#S256': thumbprints(certificate).sha256})
          .sign(stranger)
        return caller.askToken({client_assertion: signed})
      },
    },
    {
      name: 'no thumbprint',
      code: 5002723,
      ask: async caller =>
        caller.askToken({client_assertion: await caller.assertion({header: {'x5t#S256': undefined}})}),
    },
    {
      name: 'an assertion that is no JWT',
      code: 50027,
      ask: caller => caller.askToken({client_assertion: 'nonsense'}),
    },
    {
      name: 'an algorithm other than PS256 and RS256',
      code: 5002738,
      ask: async caller => caller.askToken({client_assertion: await caller.assertion({header: {alg: 'PS384'}})}),
    },
    {
      name: 'an audience of another tenant',
      code: 700023,
      ask: async caller => {
        const aud = 'https://login.microsoftonline.com/00000000-0000-4000-8000-000000000000/oauth2/v2.0/token'
        return caller.askToken({client_assertion: await caller.assertion({claims: {aud}})})
      },
    },
    {
      name: 'another issuer',
      code: 700021,
      ask: async caller => caller.askToken({client_assertion: await caller.assertion({claims: {iss: 'someone'}})}),
    },
    {
      name: 'a subject that is not the issuer',
      code: 50048,
      ask: async caller => caller.askToken({client_assertion: await caller.assertion({claims: {sub: 'someone'}})}),
    },
    {
      name: 'an assertion of yesterday, with both times',
      code: 700024,
      says: /Current time: 2026-11-20T12:00:00.000Z, assertion valid from 2026-11-19T12:00:00.000Z, expiry time of assertion 2026-11-19T12:10:00.000Z/,
      ask: async caller =>
        caller.askToken({
          client_assertion: await caller.assertion({
            claims: {nbf: seconds - 86_400, iat: seconds - 86_400, exp: seconds - 85_800},
          }),
        }),
    },
    {
      name: 'an assertion that lives an hour',
      code: 700024,
      ask: async caller => caller.askToken({client_assertion: await caller.assertion({claims: {exp: seconds + 3600}})}),
    },
    {
      name: 'an assertion that comes twice',
      code: 50013,
      ask: async caller => {
        const assertion = await caller.assertion()
        await caller.askToken({client_assertion: assertion})
        return caller.askToken({client_assertion: assertion})
      },
    },
    {
      name: 'an unknown tenant',
      code: 90002,
      says: /Tenant 'nobody.onmicrosoft.com' not found/,
      ask: caller => caller.askToken({}, 'nobody.onmicrosoft.com'),
    },
    {name: 'a malformed tenant', code: 900023, ask: caller => caller.askToken({}, 'nobody')},
    {
      name: 'an unknown app',
      code: 700016,
      ask: caller => caller.askToken({client_id: '11111111-2222-4333-8444-555555555555'}),
    },
    {
      name: 'a scope without /.default',
      code: 1002012,
      ask: caller => caller.askToken({scope: 'https://outlook.office365.com/Exchange.Manage'}),
    },
    {
      name: 'an unknown resource',
      code: 500011,
      says: /https:\/\/nowhere.example/,
      ask: caller => caller.askToken({scope: 'https://nowhere.example/.default'}),
    },
  ]
  test.each(cases)('meets $name: AADSTS$code', async ({code, ask, says}) => {
    const {status, body} = await refusal(await ask(await start()))
    expect(status).toBeGreaterThanOrEqual(400)
    expect(body.error_codes).toEqual([code])
    expect(body.error_description).toMatch(
      new RegExp(`^AADSTS${code}: .+ Trace ID: \\S+ Correlation ID: \\S+ Timestamp: \\S+`),
    )
    expect(body.error_description).toMatch(says ?? /./)
  })

  test('meets a certificate outside its validity: AADSTS1000502', async () => {
    const certificate = await makeCertificate({notBefore: new Date(now - 9e9), notAfter: new Date(now - 1e9)})
    const caller = await start({certificate})
    const header = {alg: 'PS256', 'x5t#S256': thumbprints(certificate.certificate).sha256}
    const signed = await new SignJWT(decodeJwt(await caller.assertion()))
      .setProtectedHeader(header)
      .sign(certificate.privateKey)
    const {body} = await refusal(await caller.askToken({client_assertion: signed}))
    expect(body.error_codes).toEqual([1000502])
  })
})

describe('faults of the token endpoint', () => {
  test.each([
    ['aadsts-53003', 400, /AADSTS53003: Access has been blocked by Conditional Access/],
    ['aadsts-7000229', 401, /AADSTS7000229: .*missing service principal/],
    ['login-429', 429, /AADSTS90055/],
    ['login-503', 503, /<!DOCTYPE html>/],
    ['skewed-clock:1', 401, /AADSTS700024: .*Current time: 2026-11-20T13:00:00.000Z/],
  ])('%s answers %i, once', async (fault, status, text) => {
    const caller = await start({faults: fault})
    const response = await caller.askToken()
    expect(response.status).toBe(status)
    expect(await response.text()).toMatch(text)
    expect((await caller.askToken()).status).toBe(200)
    expect(caller.simulator.counters.faultsPlayed).toEqual({[fault.split(':')[0] as string]: 1})
  })

  test('login-429 says when to come back', async () => {
    const caller = await start({faults: 'login-429'})
    expect((await caller.askToken()).headers.get('retry-after')).toBe('2')
  })

  test('missing-role leaves the app role out, and Exchange refuses the token', async () => {
    const caller = await start({faults: 'missing-role'})
    expect(decodeJwt(await caller.token()).roles).toBeUndefined()
    expect((await caller.post(caller.body({}), await caller.headers())).status).toBe(401)
  })
})

test('openid-configuration resolves the domain to the tenant’s GUID', async () => {
  const {simulator} = await start()
  const ask = (tenant: string) =>
    simulator.fetch(new Request(`http://simulated/login/${tenant}/v2.0/.well-known/openid-configuration`))
  const known = (await (await ask('fabrikam.onmicrosoft.com')).json()) as Record<string, string>
  expect(known.issuer).toBe(`https://login.microsoftonline.com/${simulator.tenantId}/v2.0`)
  expect(known.token_endpoint).toBe(`http://simulated/login/${simulator.tenantId}/oauth2/v2.0/token`)
  expect((await refusal(await ask('nobody.onmicrosoft.com'))).body.error_codes).toEqual([90002])
})
