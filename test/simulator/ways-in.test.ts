/** GitHub's OIDC provider, federated credentials and the key vault, as a caller sees them who knows the documentation alone. */
import {createHash, X509Certificate} from 'node:crypto'
import {compactVerify, decodeJwt} from 'jose'
import {describe, expect, test} from 'vitest'
import {makeCertificate, readCertificates, sharedCertificate} from '../../src/simulator/certificate.ts'
import {versionOf} from '../../src/simulator/vault.ts'
import {type Caller, now, start} from './caller.ts'

const audience = 'api://AzureADTokenExchange'

async function idToken({simulator}: Caller, more: {bearer?: string; query?: string} = {}): Promise<Response> {
  const variables = simulator.idTokenVariables('http://simulated')
  const url = `${variables.ACTIONS_ID_TOKEN_REQUEST_URL}${more.query ?? `&audience=${encodeURIComponent(audience)}`}`
  const bearer = more.bearer ?? variables.ACTIONS_ID_TOKEN_REQUEST_TOKEN
  return await simulator.fetch(new Request(url, {headers: {authorization: `Bearer ${bearer}`}}))
}

async function jwtOf(caller: Caller, query?: string): Promise<string> {
  const response = await idToken(caller, query === undefined ? {} : {query})
  return ((await response.json()) as {value: string}).value
}

describe('GitHub’s token', () => {
  test('says who the job is, for whom it is meant, and lives five minutes', async () => {
    const claims = decodeJwt(await jwtOf(await start()))
    expect(claims).toMatchObject({
      iss: 'https://token.actions.githubusercontent.com',
      sub: 'repo:fabrikam/audit-archive:ref:refs/heads/main',
      aud: audience,
      repository: 'fabrikam/audit-archive',
      repository_id: '7001',
      repository_owner_id: '9919',
      iat: now / 1000,
      exp: now / 1000 + 300,
    })
  })

  test('is another one each time', async () => {
    const caller = await start()
    expect(decodeJwt(await jwtOf(caller)).jti).not.toBe(decodeJwt(await jwtOf(caller)).jti)
    expect(caller.simulator.counters.idTokens).toBe(2)
  })

  test.each([
    ['an environment', {environment: 'prod'}, 'repo:fabrikam/audit-archive:environment:prod'],
    ['a pull request', {event: 'pull_request'}, 'repo:fabrikam/audit-archive:pull_request'],
    ['ids', {idsInSubject: true}, 'repo:fabrikam@9919/audit-archive@7001:ref:refs/heads/main'],
    ['a template', {subject: 'repository_owner_id:9919'}, 'repository_owner_id:9919'],
  ])('has the subject of %s', async (_, job, sub) => {
    expect(decodeJwt(await jwtOf(await start({job}))).sub).toBe(sub)
  })

  test('is for the owner’s page where no audience is asked for', async () => {
    expect(decodeJwt(await jwtOf(await start(), '')).aud).toBe('https://github.com/fabrikam')
  })

  test('is for the job alone', async () => {
    expect((await idToken(await start(), {bearer: 'somebody'})).status).toBe(401)
  })

  test('buys an access token, as often as it is shown', async () => {
    const caller = await start()
    const client_assertion = await jwtOf(caller)
    expect((await caller.askToken({client_assertion})).status).toBe(200)
    expect((await caller.askToken({client_assertion})).status).toBe(200)
  })

  test('is worth nothing with another signature', async () => {
    const caller = await start()
    const [header, claims] = (await jwtOf(caller)).split('.')
    const forged = `${header}.${claims}.${Buffer.alloc(256).toString('base64url')}`
    const body = (await (await caller.askToken({client_assertion: forged})).json()) as {error_codes: number[]}
    expect(body.error_codes).toEqual([50013])
  })
})

interface VaultAnswer {
  status: number
  challenge: string | null
  body: Record<string, unknown> & {error?: {code: string; message: string; innererror?: {code: string}}}
}

const path = 'm365-audit-export'

async function ask(caller: Caller, what: string, more: {token?: string; body?: object; version?: string} = {}) {
  const authorization = more.token ?? `Bearer ${await caller.simulator.vaultToken()}`
  const response = await caller.simulator.fetch(
    new Request(`http://simulated/vault/${what}?api-version=${more.version ?? '7.4'}`, {
      headers: authorization === '' ? {} : {authorization},
      ...(more.body && {method: 'POST', body: JSON.stringify(more.body)}),
    }),
  )
  const body = (await response.json()) as VaultAnswer['body']
  return {status: response.status, challenge: response.headers.get('www-authenticate'), body}
}

describe('the vault', () => {
  test('shows the certificate, with key and secret of its version', async () => {
    const {certificate} = await sharedCertificate()
    const {body} = await ask(await start(), `certificates/${path}`)
    const version = versionOf(certificate)
    expect(new X509Certificate(Buffer.from(String(body.cer), 'base64')).fingerprint).toBe(certificate.fingerprint)
    expect(body.x5t).toBe(createHash('sha1').update(certificate.raw).digest('base64url'))
    expect([body.id, body.kid, body.sid]).toEqual(
      ['certificates', 'keys', 'secrets'].map(
        kind => `https://fabrikam-audit.vault.azure.net/${kind}/${path}/${version}`,
      ),
    )
  })

  test('hands out the secret as a PFX with an empty password, or as PEM', async () => {
    const {certificate} = await sharedCertificate()
    const pfx = (await ask(await start(), `secrets/${path}`)).body
    expect(pfx.contentType).toBe('application/x-pkcs12')
    const read = readCertificates(Buffer.from(String(pfx.value), 'base64'), '')
    expect('certificates' in read && read.certificates[0]?.fingerprint).toBe(certificate.fingerprint)

    const pem = (await ask(await start({vault: {contentType: 'application/x-pem-file'}}), `secrets/${path}`)).body
    expect(String(pem.value)).toMatch(/^-----BEGIN PRIVATE KEY-----[\s\S]*-----BEGIN CERTIFICATE-----/)
  })

  test('keeps the key where the policy says so', async () => {
    const {value} = (await ask(await start({vault: {exportable: false}}), `secrets/${path}`)).body
    expect(() => new X509Certificate(Buffer.from(String(value), 'base64'))).not.toThrow()
  })

  test.each(['PS256', 'RS256'])('signs a digest with %s as another library verifies it', async alg => {
    const {certificate} = await sharedCertificate()
    const caller = await start()
    for (let i = 0; i < 5; i++) {
      const signed = `${Buffer.from(JSON.stringify({alg})).toString('base64url')}.${Buffer.from(`claims ${i}`).toString('base64url')}`
      const value = createHash('sha256').update(signed).digest('base64url')
      const {body} = await ask(caller, `keys/${path}/${versionOf(certificate)}/sign`, {body: {alg, value}})
      await expect(compactVerify(`${signed}.${body.value}`, certificate.publicKey)).resolves.toBeDefined()
    }
  })

  test('has older versions too, the latest where none is named', async () => {
    const [old, latest] = [await sharedCertificate(), await makeCertificate()]
    const caller = await start({vault: {versions: [old, latest]}})
    const serial = async (what: string) =>
      new X509Certificate(Buffer.from(String((await ask(caller, what)).body.cer), 'base64')).serialNumber
    expect(await serial(`certificates/${path}`)).toBe(latest.certificate.serialNumber)
    expect(await serial(`certificates/${path}/${versionOf(old.certificate)}`)).toBe(old.certificate.serialNumber)
  })

  test('refuses a digest that is none, and other algorithms', async () => {
    const key = `keys/${path}/${versionOf((await sharedCertificate()).certificate)}/sign`
    const digest = Buffer.alloc(32).toString('base64url')
    for (const body of [{alg: 'PS256', value: 'c2hvcnQ'}, {alg: 'PS256'}, {alg: 'ES256', value: digest}])
      expect((await ask(await start(), key, {body})).body.error?.code).toBe('BadParameter')
  })

  test.each<[string, string, number, string]>([
    ['a certificate it has not', 'certificates/other', 404, 'CertificateNotFound'],
    ['a secret it has not', `secrets/${path}/${'0'.repeat(32)}`, 404, 'SecretNotFound'],
    ['another path', 'certificates', 404, 'NotFound'],
  ])('knows nothing of %s', async (_, what, status, code) => {
    expect(await ask(await start(), what)).toMatchObject({status, body: {error: {code}}})
  })

  test('challenges who brings no token, and tells which tenant it trusts', async () => {
    const caller = await start()
    const {status, challenge, body} = await ask(caller, `certificates/${path}`, {token: ''})
    expect(status).toBe(401)
    expect(challenge).toBe(
      `Bearer authorization="https://login.microsoftonline.com/${caller.simulator.tenantId}", resource="https://vault.azure.net"`,
    )
    expect(body.error?.message).toContain('AKV10000')
  })

  test('takes no token for Exchange, and no request without its api-version', async () => {
    const caller = await start()
    const {access_token} = (await (await caller.askToken()).json()) as {access_token: string}
    expect((await ask(caller, `certificates/${path}`, {token: `Bearer ${access_token}`})).status).toBe(401)
    expect((await ask(caller, `certificates/${path}`, {version: '2016-10-01'})).status).toBe(400)
  })

  test.each<[string, string, number, string | undefined]>([
    ['vault-forbidden-certificate', `certificates/${path}`, 403, 'ForbiddenByRbac'],
    ['vault-forbidden-secret', `secrets/${path}`, 403, 'ForbiddenByRbac'],
    ['vault-firewall', `certificates/${path}`, 403, 'ForbiddenByFirewall'],
    ['vault-401', `certificates/${path}`, 401, undefined],
    ['vault-429', `certificates/${path}`, 429, undefined],
    ['vault-503', `certificates/${path}`, 503, undefined],
  ])('plays %s', async (faults, what, status, inner) => {
    const answer = await ask(await start({faults}), what)
    expect([answer.status, answer.body.error?.innererror?.code]).toEqual([status, inner])
  })
})

test('the address and the variables of both are listened on', async () => {
  const caller = await start()
  const {environment, endpoints, close} = await caller.simulator.listen()
  try {
    const {ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer} = environment
    const token = await fetch(`${url}&audience=${audience}`, {headers: {authorization: `Bearer ${bearer}`}})
    expect(token.status).toBe(200)
    expect((await fetch(`${endpoints.vault}/certificates/${path}?api-version=7.4`)).status).toBe(401)
    expect(JSON.parse(environment.M365_AUDIT_ENDPOINTS ?? '')).toEqual(endpoints)
  } finally {
    await close()
  }
})
