/**
 * The token endpoint of Entra for one tenant and one app: judges a client assertion as strictly as the documentation
 * allows, and answers with a token or with an AADSTS error in Entra's own form.
 */
import {createHash, randomUUID, type X509Certificate} from 'node:crypto'
import {Hono} from 'hono'
import {compactVerify, decodeJwt, decodeProtectedHeader} from 'jose'
import {thumbprints} from './certificate.ts'
import {loginCloud, resourceAt} from './clouds.ts'
import {AADSTS} from './faults.ts'
import {judgeFederated} from './federation.ts'
import {ConnectionReset, meansTenant, type RegisteredApp, type Tenant} from './tenant.ts'
import {issueToken} from './tokens.ts'

/** Assertions live ten minutes at most (Entra documentation), clocks differ by five. */
const LONGEST = 600
const SKEW = 300
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** A refusal in Entra's terms; `detail` follows the code's own sentence. */
class Refused extends Error {
  readonly code: number
  constructor(code: number, detail = '') {
    super(detail)
    this.code = code
  }
}

export function login(tenant: Tenant, prefix: string): Hono {
  const app = new Hono()
  const spent = new Map<string, number>()

  app.post('/:tenant/oauth2/v2.0/token', async c => {
    tenant.counters.tokens++
    const named = c.req.param('tenant')
    const fault = tenant.script.at('login')
    const form = new URLSearchParams(await c.req.text())
    try {
      const refusedEarly = fault === undefined ? undefined : playEarly(tenant, fault)
      if (refusedEarly !== undefined) return refusedEarly
      if (!(c.req.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded'))
        throw new Refused(900144)
      const skew = fault === 'skewed-clock' ? 3600 : 0
      const {resource, app} = await judge(tenant, form, {named, url: new URL(c.req.url), prefix, spent, skew})
      const {token, lifetime} = await issueToken(tenant, app, {
        resource,
        claims: claimsOf(form),
        withRoles: fault !== 'missing-role',
      })
      const body = {token_type: 'Bearer', expires_in: lifetime - 1, ext_expires_in: lifetime - 1, access_token: token}
      return c.json(body, 200, {'cache-control': 'no-store', ...dated(tenant)})
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return refusal(tenant, error, form, named)
    }
  })

  app.get('/:tenant/v2.0/.well-known/openid-configuration', c => {
    const named = c.req.param('tenant')
    if (!meansTenant(tenant, named)) return refusal(tenant, new Refused(90002), new URLSearchParams(), named)
    const base = `${new URL(c.req.url).origin}${prefix}/${tenant.id}`
    return c.json({
      token_endpoint: `${base}/oauth2/v2.0/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
      jwks_uri: `${base}/discovery/v2.0/keys`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      issuer: `https://login.microsoftonline.com/${tenant.id}/v2.0`,
      tenant_region_scope: 'EU',
      cloud_instance_name: 'microsoftonline.com',
    })
  })
  return app
}

/** Faults that are played before the assertion is looked at; the others leave the request to be judged. */
function playEarly(tenant: Tenant, fault: string): Response | undefined {
  if (fault === 'login-reset') throw new ConnectionReset()
  if (fault === 'login-503') {
    const page =
      '<!DOCTYPE html><html><head><title>Service unavailable</title></head><body><h2>Our services are not available right now</h2></body></html>'
    return new Response(page, {status: 503, headers: {'content-type': 'text/html'}})
  }
  if (fault === 'login-429') {
    return refusal(tenant, new Refused(90055), new URLSearchParams(), tenant.id, {'retry-after': '2'})
  }
  if (fault.startsWith('aadsts-')) throw new Refused(Number(fault.slice('aadsts-'.length)))
  return undefined
}

/** The resource that the assertion buys a token for, or a refusal. */
async function judge(
  tenant: Tenant,
  form: URLSearchParams,
  about: Circumstances,
): Promise<{resource: string; app: RegisteredApp}> {
  const {named} = about
  if (!/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z0-9-]+(\.[a-z0-9-]+)+)$/i.test(named)) throw new Refused(900023)
  if (!meansTenant(tenant, named)) throw new Refused(90002)
  if (form.get('grant_type') !== 'client_credentials')
    throw new Refused(70003, `The grant type '${form.get('grant_type')}' is not supported here.`)
  const app = tenant.app((form.get('client_id') ?? '').toLowerCase())
  if (app === undefined) throw new Refused(700016)
  if (form.get('client_assertion') === null && form.get('client_secret') !== null) throw new Refused(7000215)
  if (form.get('client_assertion') === null) throw new Refused(7000218)
  if (form.get('client_assertion_type') !== ASSERTION)
    throw new Refused(900144, `client_assertion_type has to be ${ASSERTION}.`)
  const {resource, cloud} = resourceOf(form.get('scope'))
  const assertion = form.get('client_assertion') as string
  await judgeAssertion(tenant, assertion, {...about, app, clientId: app.clientId, cloud})
  if (app.servicePrincipal === undefined) throw new Refused(7000229)
  return {resource, app}
}

function resourceOf(scope: string | null): {resource: string; cloud: string} {
  const match = /^(https:\/\/[^/\s]+)\/?\/\.default$/.exec(scope ?? '')
  if (!match) throw new Refused(1002012, `The scope ${scope} is not valid.`)
  const resource = match[1] as string
  const known = resourceAt(new URL(resource).host)
  if (known === undefined) throw new Refused(500011, resource)
  return {resource, cloud: known.cloud}
}

interface Circumstances {
  /** The tenant as the path has it. */
  named: string
  url: URL
  prefix: string
  /** Assertions seen before, until they run out. */
  spent: Map<string, number>
  /** Seconds by which the service's clock is ahead. */
  skew: number
}

async function judgeAssertion(
  tenant: Tenant,
  assertion: string,
  about: Circumstances & {app: RegisteredApp; clientId: string; cloud: string},
): Promise<void> {
  let header: ReturnType<typeof decodeProtectedHeader>
  let claims: ReturnType<typeof decodeJwt>
  try {
    header = decodeProtectedHeader(assertion)
    claims = decodeJwt(assertion)
  } catch {
    throw new Refused(50027)
  }
  if (claims.iss !== about.clientId && header.x5t === undefined && !('x5t#S256' in header)) {
    const now = tenant.assertionNow() + about.skew * 1000
    const refused = await judgeFederated(assertion, claims, {credentials: about.app.federatedCredentials, now})
    if (refused) throw new Refused(refused.code, refused.detail)
    return
  }
  if (header.alg !== 'PS256' && header.alg !== 'RS256')
    throw new Refused(5002738, `The algorithm ${header.alg} is not supported.`)
  const certificate = certificateOf(about.app, header)
  const now = tenant.assertionNow()
  if (now < Date.parse(certificate.validFrom) || now > Date.parse(certificate.validTo)) {
    throw new Refused(
      1000502,
      `Certificate validity: ${certificate.validFrom} to ${certificate.validTo}. Current time: ${stamp(now)}.`,
    )
  }
  try {
    await compactVerify(assertion, certificate.publicKey, {algorithms: ['PS256', 'RS256']})
  } catch {
    throw new Refused(
      700027,
      `[Reason - The key was found, but use of the key to verify the signature failed., Thumbprint of key used by client: '${hexThumbprint(header)}']`,
    )
  }
  if (typeof claims.iss !== 'string' || claims.iss.toLowerCase() !== about.clientId) throw new Refused(700021)
  if (claims.sub !== claims.iss) throw new Refused(50048)
  judgeAudience(tenant, claims.aud, about)
  judgeTimes(tenant, claims, about.skew)
  const {jti} = claims
  if (typeof jti !== 'string' || jti === '') throw new Refused(50027, 'The assertion has no jti.')
  for (const [old, until] of about.spent) if (until < now) about.spent.delete(old)
  if (about.spent.has(jti)) throw new Refused(50013, 'The assertion with this jti was used before.')
  about.spent.set(jti, now + LONGEST * 2000)
}

function certificateOf(app: RegisteredApp, header: ReturnType<typeof decodeProtectedHeader>): X509Certificate {
  const {x5t, 'x5t#S256': x5t256} = header as {x5t?: string; 'x5t#S256'?: string}
  if (x5t === undefined && x5t256 === undefined) throw new Refused(5002723)
  const found = app.certificates.find(certificate => {
    const known = thumbprints(certificate)
    return (x5t256 === undefined || x5t256 === known.sha256) && (x5t === undefined || x5t === known.sha1)
  })
  if (found === undefined) {
    throw new Refused(
      700027,
      `[Reason - The key was not found., Thumbprint of key used by client: '${hexThumbprint(header)}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '${app.clientId}'.]`,
    )
  }
  return found
}

function hexThumbprint(header: object): string {
  const {x5t, 'x5t#S256': x5t256} = header as {x5t?: string; 'x5t#S256'?: string}
  return Buffer.from(x5t ?? x5t256 ?? '', 'base64url')
    .toString('hex')
    .toUpperCase()
}

/** The public token endpoint of the resource's cloud, or this simulator's own address; GUID or domain form alike. */
function judgeAudience(tenant: Tenant, aud: unknown, {url, prefix, cloud}: Circumstances & {cloud: string}): void {
  const wrong = new Refused(
    700023,
    `The audience '${aud}' is not a token endpoint of this tenant in the resource's cloud.`,
  )
  if (typeof aud !== 'string' || !URL.canParse(aud)) throw wrong
  const {host, origin, pathname} = new URL(aud)
  const own = origin === url.origin && pathname.startsWith(`${prefix}/`)
  const path = /^\/([^/]+)\/(oauth2\/v2\.0\/token|v2\.0)$/.exec(own ? pathname.slice(prefix.length) : pathname)
  if (!path || !meansTenant(tenant, path[1] as string)) throw wrong
  if (own) return
  const known = loginCloud(host)
  if (known === undefined || (cloud !== 'any' && known !== cloud)) throw wrong
}

function judgeTimes(tenant: Tenant, {nbf, exp, iat}: ReturnType<typeof decodeJwt>, skew: number): void {
  const now = Math.floor(tenant.assertionNow() / 1000) + skew
  if (typeof exp !== 'number' || (nbf ?? iat) === undefined)
    throw new Refused(50027, 'The assertion has no exp, or neither nbf nor iat.')
  const begin = (nbf ?? iat) as number
  if (now > exp + SKEW || now < begin - SKEW) {
    throw new Refused(
      700024,
      `Current time: ${stamp(now * 1000)}, assertion valid from ${stamp(begin * 1000)}, expiry time of assertion ${stamp(exp * 1000)}.`,
    )
  }
  if (exp - begin > LONGEST + SKEW)
    throw new Refused(700024, `The assertion may be valid for ${LONGEST} seconds at most, not ${exp - begin}.`)
}

const claimsOf = (form: URLSearchParams): string | undefined => {
  const text = form.get('claims')
  if (text === null) return undefined
  try {
    const nbf = (JSON.parse(text) as {access_token?: {nbf?: unknown}}).access_token?.nbf
    return nbf === undefined ? undefined : JSON.stringify(nbf)
  } catch {
    throw new Refused(50027, 'The claims parameter is not JSON.')
  }
}

const stamp = (ms: number): string => new Date(ms).toISOString()

function dated(tenant: Tenant): Record<string, string> {
  const skew = tenant.script.holds('skewed-clock') ? 3_600_000 : 0
  return {date: new Date(tenant.now() + skew).toUTCString(), 'x-ms-request-id': randomUUID()}
}

function refusal(
  tenant: Tenant,
  refused: Refused,
  form: URLSearchParams,
  named: string,
  headers: Record<string, string> = {},
): Response {
  const {code} = refused
  const known = AADSTS[code] ?? {error: 'invalid_request', status: 400, says: 'The request is malformed.'}
  const trace = randomUUID()
  const correlation = form.get('client-request-id') ?? randomUUID()
  const timestamp = stamp(tenant.now())
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z')
  const sentence = known.says
    .replaceAll('{tenant}', named)
    .replaceAll('{client}', form.get('client_id') ?? '')
    .replaceAll('{resource}', refused.message)
  const detail = known.says.includes('{resource}') || refused.message === '' ? '' : ` ${refused.message}`
  const body = {
    error: known.error,
    error_description: `AADSTS${code}: ${sentence}${detail} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
  }
  return new Response(JSON.stringify(body), {
    status: known.status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...dated(tenant),
      ...headers,
    },
  })
}

/** A challenge value as it stands in `WWW-Authenticate`, new for each. */
export function makeChallenge(seed: string): {claims: string; nbf: string} {
  const value = String(parseInt(createHash('sha256').update(seed).digest('hex').slice(0, 8), 16))
  const nbf = {essential: true, value}
  return {claims: Buffer.from(JSON.stringify({access_token: {nbf}})).toString('base64'), nbf: JSON.stringify(nbf)}
}
