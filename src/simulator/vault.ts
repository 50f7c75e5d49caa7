/**
 * One key vault with one certificate: its public part, its secret (PFX with an empty password, or PEM), and its key,
 * which signs. Judges requests as the documentation has it; words of refusals follow published reports of them.
 * https://learn.microsoft.com/rest/api/keyvault
 */
import {
  constants,
  createHash,
  type KeyObject,
  privateDecrypt,
  privateEncrypt,
  randomBytes,
  randomUUID,
  type X509Certificate,
} from 'node:crypto'
import {type Context, Hono} from 'hono'
import {encodePfx, type MadeCertificate, sharedCertificate} from './certificate.ts'
import type {Tenant} from './tenant.ts'
import {readToken} from './tokens.ts'

export interface VaultOptions {
  name: string
  certificate: string
  /** Oldest first; the last one is what an address without a version means. */
  versions: Pick<MadeCertificate, 'certificate' | 'privateKey'>[]
  /** Whether the policy lets the key out in the secret. */
  exportable: boolean
  contentType: 'application/x-pkcs12' | 'application/x-pem-file'
}

/** Name of a version, as 32 hexadecimal digits. */
export function versionOf(certificate: X509Certificate): string {
  return createHash('sha256').update(certificate.raw).digest('hex').slice(0, 32)
}

type Version = VaultOptions['versions'][number]
type Part = 'certificate' | 'secret' | 'key'

interface Refused {
  status: number
  code: string
  message: string
  inner?: string
  headers?: Record<string, string>
}

const ACTIONS = {
  certificate: 'Microsoft.KeyVault/vaults/certificates/read',
  secret: 'Microsoft.KeyVault/vaults/secrets/getSecret/action',
  key: 'Microsoft.KeyVault/vaults/keys/sign/action',
} as const

export function vault(tenant: Tenant, options: VaultOptions): Hono {
  const app = new Hono()
  const {name, certificate: certificateName} = options
  const id = (kind: string, version: string) => `https://${name}.vault.azure.net/${kind}/${certificateName}/${version}`
  const seconds = (text: string) => Math.floor(Date.parse(text) / 1000)

  app.on('GET', ['/certificates/:name', '/certificates/:name/:version'], async c => {
    const refused = await refusal(tenant, options, {c, part: 'certificate'})
    if (refused) return answer(refused)
    const found = find(options, c)
    if (found === undefined) return answer(notFound('certificate', c.req.param('name')))
    const {certificate} = found
    const version = versionOf(certificate)
    return c.json({
      id: id('certificates', version),
      kid: id('keys', version),
      sid: id('secrets', version),
      x5t: createHash('sha1').update(certificate.raw).digest('base64url'),
      cer: certificate.raw.toString('base64'),
      attributes: {
        enabled: !tenant.script.use('vault-disabled'),
        nbf: seconds(certificate.validFrom),
        exp: seconds(certificate.validTo),
        recoveryLevel: 'Recoverable+Purgeable',
        recoverableDays: 90,
      },
      policy: {
        id: `https://${name}.vault.azure.net/certificates/${certificateName}/policy`,
        key_props: {exportable: options.exportable, kty: 'RSA', key_size: 2048, reuse_key: false},
        secret_props: {contentType: options.contentType},
        x509_props: {subject: certificate.subject, validity_months: 12},
        issuer: {name: 'Self'},
      },
    })
  })

  app.on('GET', ['/secrets/:name', '/secrets/:name/:version'], async c => {
    const refused = await refusal(tenant, options, {c, part: 'secret'})
    if (refused) return answer(refused)
    const found = find(options, c)
    if (found === undefined) return answer(notFound('secret', c.req.param('name')))
    const version = versionOf(found.certificate)
    return c.json({
      value: secretOf(await played(tenant, found), options),
      contentType: options.contentType,
      id: id('secrets', version),
      managed: true,
      attributes: {enabled: true},
      kid: id('keys', version),
    })
  })

  app.post('/keys/:name/:version/sign', async c => {
    const refused = await refusal(tenant, options, {c, part: 'key'})
    if (refused) return answer(refused)
    const found = find(options, c)
    if (found === undefined) return answer(notFound('key', c.req.param('name')))
    const {alg, value} = (await c.req.json().catch(() => ({}))) as {alg?: unknown; value?: unknown}
    const digest = Buffer.from(typeof value === 'string' ? value : '', 'base64url')
    if ((alg !== 'PS256' && alg !== 'RS256') || digest.length !== 32 || digest.toString('base64url') !== value) {
      return answer({
        status: 400,
        code: 'BadParameter',
        message: 'Property alg or value has an invalid value: expected is a SHA-256 digest in base64url.',
      })
    }
    const {privateKey} = await played(tenant, found)
    const signature = alg === 'PS256' ? signPss(privateKey, digest) : signPkcs1(privateKey, digest)
    return c.json({kid: id('keys', versionOf(found.certificate)), value: signature.toString('base64url')})
  })

  app.all('*', () => answer({status: 404, code: 'NotFound', message: 'The resource was not found.'}))
  return app
}

function find({certificate, versions}: VaultOptions, c: Context): Version | undefined {
  if (c.req.param('name')?.toLowerCase() !== certificate.toLowerCase()) return undefined
  const version = c.req.param('version')
  return version === undefined ? versions.at(-1) : versions.find(each => versionOf(each.certificate) === version)
}

/** What is refused before anything is looked up. */
async function refusal(
  tenant: Tenant,
  {name, certificate}: VaultOptions,
  {c, part}: {c: Context; part: Part},
): Promise<Refused | undefined> {
  const fault = tenant.script.at('vault')
  const caller = `Caller: appid=${tenant.clientId};oid=${tenant.app(tenant.clientId)?.servicePrincipal};iss=https://sts.windows.net/${tenant.id}/`
  if (fault === 'vault-503') return {status: 503, code: 'ServiceUnavailable', message: 'The service is unavailable.'}
  if (fault === 'vault-429') {
    const message =
      'Request was not processed because too many requests were received. Reason: VaultRequestTypeLimitReached'
    return {status: 429, code: 'Throttled', message}
  }
  if (c.req.query('api-version') !== '7.4')
    return {status: 400, code: 'BadParameter', message: 'api-version must be specified and supported: 7.4.'}
  const reading = await readToken(tenant, c.req.raw, 'vault', tenant.id)
  if (fault === 'vault-401' || 'refused' in reading) {
    const why = 'refused' in reading ? reading.refused : 'revoked'
    return {
      status: 401,
      code: 'Unauthorized',
      message: why === 'missing' ? 'AKV10000: Request is missing a Bearer or PoP token.' : `Token refused: ${why}.`,
      headers: {
        'www-authenticate': `Bearer authorization="https://login.microsoftonline.com/${tenant.id}", resource="https://vault.azure.net"`,
      },
    }
  }
  const whose = `${caller}\r\nVault: ${name};location=westeurope`
  if (fault === 'vault-firewall') {
    return {
      status: 403,
      code: 'Forbidden',
      message: `Client address is not authorized and caller is not a trusted service.\r\nClient address: 203.0.113.7\r\n${whose}`,
      inner: 'ForbiddenByFirewall',
    }
  }
  if (tenant.script.use(`vault-forbidden-${part}`)) {
    return {
      status: 403,
      code: 'Forbidden',
      message: `Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role definitions were changed recently, please observe propagation time.\r\n${caller}\r\nAction: '${ACTIONS[part]}'\r\nResource: '/subscriptions/00000000-0000-4000-8000-000000000000/resourcegroups/audit/providers/microsoft.keyvault/vaults/${name}/${part}s/${certificate}'\r\nAssignment: (not found)\r\nDenyAssignmentId: null\r\nDecisionReason: null \r\nVault: ${name};location=westeurope`,
      inner: 'ForbiddenByRbac',
    }
  }
  return undefined
}

const notFound = (part: Part, name: string | undefined): Refused => ({
  status: 404,
  code: `${part.charAt(0).toUpperCase()}${part.slice(1)}NotFound`,
  message: `A ${part} with (name/id) ${name} was not found in this key vault. If you recently deleted this ${part} you may be able to recover it using the correct recovery command.`,
})

function answer({status, code, message, inner, headers}: Refused): Response {
  const error = {code, message, ...(inner === undefined ? {} : {innererror: {code: inner}})}
  return new Response(JSON.stringify({error}), {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-ms-request-id': randomUUID(),
      'x-ms-keyvault-region': 'westeurope',
      ...headers,
    },
  })
}

/** With the fault, secret and key are of another version than they say. */
async function played(tenant: Tenant, found: Version): Promise<Version> {
  if (!tenant.script.use('vault-other-version')) return found
  const other = await sharedCertificate('other version')
  return other
}

function secretOf({certificate, privateKey}: Version, {contentType, exportable}: VaultOptions): string {
  if (!exportable) return certificate.raw.toString('base64')
  if (contentType === 'application/x-pkcs12') return encodePfx(certificate.raw, privateKey, '').toString('base64')
  return `${privateKey.export({type: 'pkcs8', format: 'pem'})}${certificate.toString()}`
}

/** RSASSA-PKCS1-v1_5 of a digest: RFC 8017 §8.2, with SHA-256's DigestInfo before it. */
function signPkcs1(key: KeyObject, digest: Buffer): Buffer {
  const prefix = Buffer.from('3031300d060960864801650304020105000420', 'hex')
  return privateEncrypt({key, padding: constants.RSA_PKCS1_PADDING}, Buffer.concat([prefix, digest]))
}

/** RSASSA-PSS of a digest, salt as long as the hash: RFC 8017 §9.1.1. Node's own `sign` would hash it once more. */
function signPss(key: KeyObject, digest: Buffer): Buffer {
  const length = (key.asymmetricKeyDetails?.modulusLength ?? 2048) / 8
  const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
  const salt = randomBytes(32)
  const hash = sha256(Buffer.alloc(8), digest, salt)
  const block = Buffer.concat([Buffer.alloc(length - 32 - 32 - 2), Buffer.from([1]), salt])
  for (let at = 0, counter = 0; at < block.length; at += 32, counter++) {
    const mask = sha256(hash, Buffer.from([0, 0, counter >> 8, counter & 0xff]))
    for (let i = 0; i < 32 && at + i < block.length; i++) block[at + i] = (block[at + i] ?? 0) ^ (mask[i] ?? 0)
  }
  block[0] = (block[0] ?? 0) & 0x7f
  return privateDecrypt({key, padding: constants.RSA_NO_PADDING}, Buffer.concat([block, hash, Buffer.from([0xbc])]))
}
