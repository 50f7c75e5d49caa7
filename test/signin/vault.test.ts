import {X509Certificate} from 'node:crypto'
import {describe, expect, test} from 'vitest'
import {certificateOf} from '../../src/signin/credential.ts'
import {makeCertificate, sharedCertificate} from '../../src/simulator/certificate.ts'
import type {SimulatorOptions} from '../../src/simulator/simulator.ts'
import {versionOf} from '../../src/simulator/vault.ts'
import {explain} from '../../src/wire/failure.ts'
import {failureOf} from '../builders.ts'
import {fixtureText} from './certificates.ts'
import {aTenant, leaks} from './simulated.ts'
import {aWorld} from './world.ts'

const shared = await sharedCertificate()
const newer = await sharedCertificate('newer')
const print = shared.certificate.fingerprint256.replaceAll(':', '')

describe('a certificate in a vault signs in', () => {
  test.each<[string, SimulatorOptions, string]>([
    ['with its key fetched as PFX', {}, 'certificate'],
    ['with its key fetched as PEM', {vault: {contentType: 'application/x-pem-file'}}, 'certificate'],
    ['by the vault, where the key may not leave it', {vault: {exportable: false}}, 'vault-key'],
    ['by the vault, where the secret is forbidden', {faults: 'vault-forbidden-secret'}, 'vault-key'],
  ])('%s', async (_, options, kind) => {
    const {vault, tokens, world} = await aTenant(options)
    const credential = await vault()
    expect(credential.kind).toBe(kind)
    expect(certificateOf(credential)?.thumbprintSha256).toBe(print)
    const {claims} = await tokens(credential).token()
    expect(claims?.roles).toEqual(['Exchange.ManageAsApp'])
    expect(world.said.some(line => line.includes('signs there'))).toBe(kind === 'vault-key')
  })

  test('with a token that an earlier step obtained', async () => {
    const {vault, tokens, simulator, world} = await aTenant({vault: {exportable: false}})
    const token = await simulator.vaultToken()
    const credential = await vault({access: {kind: 'given', token}})
    await expect(tokens(credential).token()).resolves.toBeDefined()
    expect(simulator.counters.idTokens).toBe(0)
    expect(leaks(world.said.join('\n'), [token])).toEqual([])
  })

  test('anew for every request, with RS256 where only the SHA-1 thumbprint is known', async () => {
    const {vault, tokens, world, simulator} = await aTenant({vault: {exportable: false}, faults: 'aadsts-700027:3'})
    const access = {kind: 'given' as const, token: await simulator.vaultToken()}
    const provider = tokens(await vault({access}))
    await expect(provider.token()).resolves.toBeDefined()
    await expect(provider.renew()).resolves.toBeDefined()
    expect(world.said).toContain('The login service knows the certificate by its SHA-1 thumbprint only.')
  })

  test('of the version that was named, key and secret alike', async () => {
    for (const exportable of [true, false]) {
      const {vault, tokens} = await aTenant({vault: {versions: [shared, newer], exportable}})
      const credential = await vault({version: versionOf(shared.certificate)})
      expect(certificateOf(credential)?.thumbprintSha256).toBe(print)
      await expect(tokens(credential).token()).resolves.toBeDefined()
    }
  })

  test('of an old version that is named: whether the vault has a newer one is known', async () => {
    const [short, long] = await Promise.all(
      [90, 400].map(days => makeCertificate({notAfter: new Date(Date.now() + days * 86_400_000)})),
    )
    if (!short || !long) throw new TypeError('two were made')
    const renewedOf = async (versions: (typeof short)[], named: typeof short) => {
      const {vault, world} = await aTenant({vault: {versions}, certificate: named})
      const found = certificateOf(await vault({version: versionOf(named.certificate)}))
      return [found?.renewed ?? false, world.said.some(line => line.includes('has a newer version'))]
    }
    expect(await renewedOf([short, long], short)).toEqual([true, true])
    expect(await renewedOf([short, long], long)).toEqual([false, false])
    expect(await renewedOf([long, short], long)).toEqual([false, false])
  })

  test('after the vault was throttled, away, or wanted a new token', async () => {
    const {vault, world} = await aTenant({faults: 'vault-429,vault-503,vault-401'})
    await expect(vault()).resolves.toBeDefined()
    expect(world.slept).toHaveLength(3)
  })

  test('and its key is masked, the tokens too', async () => {
    const {vault, world} = await aTenant()
    const credential = await vault()
    const key = credential.kind === 'certificate' ? credential.certificate.privateKeyPem : ''
    expect(world.masked).toContain(key.trim())
    expect(leaks(world.said.join('\n'), [key, ...world.masked])).toEqual([])
  })
})

describe('the vault refuses', () => {
  test.each<[string, SimulatorOptions, string, RegExp]>([
    [
      'who may not read the certificate',
      {faults: 'vault-forbidden-certificate'},
      'VAULT_FORBIDDEN',
      /az role assignment create --role "Key Vault Certificate User" --assignee a7d3b1c2.*az keyvault show --name fabrikam-audit.*--certificate-permissions get/,
    ],
    [
      'a machine beyond its firewall',
      {faults: 'vault-firewall'},
      'VAULT_FIREWALL',
      /self-hosted.*az keyvault network-rule add/,
    ],
    ['a disabled certificate', {faults: 'vault-disabled'}, 'VAULT_DISABLED', /set-attributes .*--enabled true/],
    [
      'the token, even a new one',
      {faults: 'vault-401:always'},
      'VAULT_UNAUTHORIZED',
      /It trusts tokens of the tenant 3f1d2c4e/,
    ],
    ['for being asked too often', {faults: 'vault-429:always'}, 'VAULT_THROTTLED', /run again later/],
    ['as it is away', {faults: 'vault-503:always'}, 'VAULT_UNAVAILABLE', /run again later/],
    ['a secret of another version', {faults: 'vault-other-version'}, 'VAULT_VERSION_MISMATCH', /new version/],
  ])('%s', async (_, options, code, remedy) => {
    const {vault, world} = await aTenant(options)
    const failure = await failureOf(vault())
    expect(failure.code).toBe(code)
    expect(failure.remedy).toMatch(remedy)
    expect(leaks(explain(failure), world.masked)).toEqual([])
  })

  test('a certificate that it has not, with the list of those it has', async () => {
    const {vault} = await aTenant()
    const failure = await failureOf(vault({name: 'm365-audit'}))
    expect(failure.message).toBe("The vault fabrikam-audit has no certificate 'm365-audit'.")
    expect(failure).toMatchObject({
      code: 'VAULT_NOT_FOUND',
      remedy: expect.stringContaining('az keyvault certificate list --vault-name fabrikam-audit'),
      evidence: {status: '404', error: 'CertificateNotFound', vault: 'fabrikam-audit.vault.azure.net'},
    })
    const other = await failureOf(vault({version: '0'.repeat(32)}))
    expect(other.message).toContain('of version 00000000')
  })

  test('both the key and its use: either role would do', async () => {
    const {vault, tokens} = await aTenant({faults: 'vault-forbidden-secret,vault-forbidden-key'})
    const failure = await failureOf(tokens(await vault()).token())
    expect(failure.code).toBe('VAULT_FORBIDDEN')
    expect(failure.remedy).toMatch(/One of the two suffices.*Key Vault Crypto User.*Key Vault Secrets User/)
  })

  test('a signature by another key, before it is shown to anyone', async () => {
    const {vault, tokens, simulator} = await aTenant({vault: {exportable: false}, faults: 'vault-other-version'})
    const credential = await vault()
    const before = simulator.counters.tokens
    expect(await failureOf(tokens(credential).token())).toMatchObject({code: 'VAULT_KEY_MISMATCH'})
    expect(simulator.counters.tokens).toBe(before)
  })

  test('a token for something else', async () => {
    const {vault, tokens, federation} = await aTenant()
    const {secret: token} = await tokens(await federation()).token()
    const failure = await failureOf(vault({access: {kind: 'given', token}}))
    expect(failure.code).toBe('VAULT_UNAUTHORIZED')
    expect(failure.remedy).toContain('az account get-access-token --resource https://vault.azure.net')
    expect(leaks(explain(failure), [token])).toEqual([])
  })

  test('a certificate that the app does not know: where to fetch and upload it', async () => {
    const {vault, tokens} = await aTenant({vault: {versions: [shared, newer]}})
    const failure = await failureOf(tokens(await vault()).token())
    expect(failure.code).toBe('LOGIN_AADSTS700027')
    expect(failure.remedy).toContain(newer.certificate.fingerprint.replaceAll(':', ''))
    expect(failure.remedy).toContain(
      'az keyvault certificate download --vault-name fabrikam-audit --name m365-audit-export --encoding PEM --file cert.pem; az ad app credential reset',
    )
  })
})

describe('a certificate is refused here', () => {
  test('when it has run out', async () => {
    const old = await makeCertificate({notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01')})
    const {vault} = await aTenant({vault: {versions: [old]}})
    const failure = await failureOf(vault())
    expect(failure.code).toBe('CERT_EXPIRED')
    expect(failure.remedy).toContain('az keyvault certificate create --vault-name fabrikam-audit')
  })

  test('when certificate-thumbprint asks for another', async () => {
    const {vault} = await aTenant()
    const thumbprint = new X509Certificate(fixtureText('other.cert.pem')).fingerprint256
    expect(await failureOf(vault({thumbprint}))).toMatchObject({code: 'CERT_THUMBPRINT'})
    await expect(vault({thumbprint: shared.certificate.fingerprint})).resolves.toBeDefined()
  })

  test('when its key is not RSA', async () => {
    const certificate = new X509Certificate(fixtureText('ec.cert.pem'))
    const {vault} = await aTenant({vault: {versions: [{certificate, privateKey: shared.privateKey}]}})
    expect(await failureOf(vault())).toMatchObject({code: 'CERT_NOT_RSA'})
  })
})

test.each<[string, string, () => Response | Error]>([
  ['a page of a proxy', 'VAULT_UNREADABLE', () => new Response('<html>')],
  ['a redirect', 'VAULT_REFUSED', () => new Response('', {status: 302})],
  ['JSON of something else', 'VAULT_UNREADABLE', () => Response.json({value: []})],
  [
    'no such host',
    'VAULT_NO_SUCH_HOST',
    () => new TypeError('fetch failed', {cause: new Error('getaddrinfo ENOTFOUND fabrikam-audit.vault.azure.net')}),
  ],
])('%s in the vault’s place', async (_, code, answer) => {
  const {vault, world} = await aTenant()
  const asked = aWorld(async () => {
    const given = answer()
    if (given instanceof Error) throw given
    return given
  })
  world.fetch = asked.fetch
  const failure = await failureOf(vault({access: {kind: 'given', token: 'Canary'}}))
  expect(failure.code).toBe(code)
  expect(explain(failure)).not.toContain('Canary')
})
