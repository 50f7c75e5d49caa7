/** A login service of one app: checks the assertion with jose, an independent library, and issues unsigned-for-us JWTs. */
import {createHash, X509Certificate} from 'node:crypto'
import {decodeProtectedHeader, importX509, jwtVerify, UnsecuredJWT} from 'jose'

export const tenantId = '11111111-2222-3333-4444-555555555555'
export const clientId = '99999999-8888-7777-6666-555555555555'
export const exchange = 'https://outlook.office365.com'

export interface Seen {
  url: string
  form: URLSearchParams
  header: ReturnType<typeof decodeProtectedHeader>
}

export interface LoginStub {
  fetch(request: Request): Promise<Response>
  seen: Seen[]
}

/** Each of `answers` is given once, in order, in place of a token; then tokens come. */
export function aLogin({
  certificatePem,
  answers = [],
  claims = {},
  lifetime = 3600,
  thumbprints = ['x5t#S256', 'x5t'],
}: {
  certificatePem: string
  answers?: (Response | Error)[]
  claims?: Record<string, unknown>
  lifetime?: number
  thumbprints?: string[]
}): LoginStub {
  const seen: Seen[] = []
  const waiting = [...answers]
  const fetch = async (request: Request) => {
    const form = new URLSearchParams(await request.text())
    const assertion = form.get('client_assertion') ?? ''
    const header = decodeProtectedHeader(assertion)
    seen.push({url: request.url, form, header})
    const next = waiting.shift()
    if (next instanceof Error) throw next
    if (next) return next
    if (!thumbprints.some(name => name in header)) return anAadsts(700027)

    const {payload} = await jwtVerify(assertion, await importX509(certificatePem, String(header.alg)), {
      audience: request.url.split('?')[0] ?? '',
      issuer: clientId,
      subject: clientId,
      // MSAL rounds the time, so `nbf` can lie half a second ahead.
      clockTolerance: 2,
    })
    const hash = createHash('x5t#S256' in header ? 'sha256' : 'sha1')
    const thumbprint = hash.update(new X509Certificate(certificatePem).raw).digest('base64url')
    const named = header['x5t#S256'] ?? header.x5t
    if (named !== thumbprint || !payload.jti || !payload.exp) return anAadsts(700027)
    return Response.json({token_type: 'Bearer', expires_in: lifetime, access_token: aToken(claims, seen.length)})
  }
  return {fetch, seen}
}

export function aToken(claims: Record<string, unknown> = {}, serial = 1): string {
  const defaults = {
    aud: exchange,
    tid: tenantId,
    appid: clientId,
    oid: '77777777-0000-0000-0000-000000000000',
    roles: ['Exchange.ManageAsApp'],
    wids: ['29232cdf-9323-42fd-ade2-1d097af3e4de'],
    uti: `token-${serial}`,
  }
  return `${new UnsecuredJWT({...defaults, ...claims}).encode()}Q2FuYXJ5`
}

export function anAadsts(code: number, headers: Record<string, string> = {}, status = 400): Response {
  return Response.json(
    {
      error: 'invalid_client',
      error_description: `AADSTS${code}: Words that may change. Trace ID: t Correlation ID: c`,
      error_codes: [code],
      timestamp: '2026-11-20 10:00:00Z',
      trace_id: 'trace-1',
      correlation_id: 'correlation-1',
    },
    {status, headers},
  )
}
