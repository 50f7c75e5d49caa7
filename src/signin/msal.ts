/** One token request through MSAL, which builds the assertion; our sender carries it, so causes and retries are ours. */
import {Failure} from '../wire/failure.ts'
import type {RetryPolicy} from '../wire/retry.ts'
import {send} from '../wire/send.ts'
import type {World} from '../wire/world.ts'
import type {Certificate} from './certificate.ts'
import type {Cloud, Resource} from './cloud.ts'
import {readLogin} from './login.ts'

export interface TokenRequest {
  cloud: Cloud
  tenantId: string
  clientId: string
  certificate: Certificate
  resource: Resource
  /** Which thumbprint names the certificate: SHA-256 with PS256, or SHA-1 with RS256. */
  thumbprint: 'sha256' | 'sha1'
  /** A claims challenge, as JSON. */
  claims?: string
  policy: RetryPolicy
  signal?: AbortSignal
}

/**
 * Asks for one token. The application object is new each time: MSAL remembers throttling per object and then answers
 * from memory, and it says `fetch failed` for every network cause, so the sender's own failure is kept beside it.
 */
export async function requestToken(world: World, request: TokenRequest): Promise<{secret: string; expiresAt: number}> {
  const {ConfidentialClientApplication} = await import('@azure/msal-node')
  const wire = networkClient(world, request)
  try {
    const application = new ConfidentialClientApplication({
      auth: {
        clientId: request.clientId,
        authority: `${request.cloud.authority}/${request.tenantId}`,
        knownAuthorities: [new URL(request.cloud.authority).host],
        authorityMetadata: JSON.stringify(metadata(request)),
        clientCertificate: credential(request),
      },
      system: {networkClient: wire.client},
    })
    const result = await application.acquireTokenByClientCredential({
      scopes: [request.cloud.scopes[request.resource]],
      skipCache: true,
      ...(request.claims !== undefined && {claims: request.claims}),
    })
    if (!result) throw new Error('no result')
    return {secret: result.accessToken, expiresAt: wire.expiresAt()}
  } catch (error) {
    throw wire.failure() ?? unexpected(error)
  }
}

/**
 * Saves the discovery request, and lets the token endpoint be a plain-http stand-in, which `authority` may not be. The
 * others are never called, but MSAL takes the first path segment of `authorization_endpoint` for the tenant's name
 * and would put the tenant in place of a stand-in's path.
 */
function metadata({cloud, tenantId}: TokenRequest): Record<string, string> {
  const authority = `${cloud.authority}/${tenantId}`
  return {
    token_endpoint: `${cloud.login}/${tenantId}/oauth2/v2.0/token`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
    issuer: `${authority}/v2.0`,
  }
}

function credential({certificate, thumbprint}: TokenRequest) {
  const privateKey = certificate.privateKeyPem
  return thumbprint === 'sha256'
    ? {privateKey, thumbprintSha256: certificate.thumbprintSha256}
    : {privateKey, thumbprint: certificate.thumbprintSha1}
}

interface Posted {
  headers?: Record<string, string>
  body?: string
}

function networkClient(world: World, {cloud, tenantId, clientId, certificate, policy, signal}: TokenRequest) {
  let failure: unknown
  let expiresAt = world.now()

  const post = async (url: string, {headers, body}: Posted = {}) => {
    const assertion = new URLSearchParams(body).get('client_assertion')
    if (assertion) world.mask(assertion)
    return await send(world, {
      request: () => new Request(url, {method: 'POST', ...(headers && {headers}), ...(body && {body})}),
      read: answer => {
        const now = world.now()
        const reading = readLogin(answer, {cloud, tenant: tenantId, clientId, certificate, now})
        if (!('done' in reading)) return reading
        const {access_token: token, expires_in: seconds} = reading.done
        if (typeof token !== 'string' || token === '') return {failed: tokenless()}
        world.mask(token)
        expiresAt = now + (Number(seconds) || 0) * 1000
        return reading
      },
      policy,
      ...(signal && {signal}),
    })
  }

  return {
    client: {
      sendPostRequestAsync: async <T>(url: string, posted?: Posted) => {
        try {
          return {status: 200, headers: {}, body: (await post(url, posted)) as T}
        } catch (error) {
          failure = error
          throw error
        }
      },
      sendGetRequestAsync: async (url: string) => {
        throw new Error(`unexpected request to ${url}`)
      },
    },
    failure: () => failure,
    expiresAt: () => expiresAt,
  }
}

function tokenless(): Failure {
  return new Failure({
    code: 'LOGIN_NO_TOKEN',
    message: 'The login service answered without a token.',
    remedy: 'Something between may have answered in its place (proxy, firewall); check HTTPS_PROXY and NO_PROXY.',
  })
}

function unexpected(error: unknown): Failure {
  return new Failure({
    code: 'LOGIN_UNEXPECTED',
    message: `The sign-in library failed: ${error instanceof Error ? error.message : String(error)}.`,
    remedy: 'This is a fault of the program. Please report it with the version and this message.',
    cause: error,
  })
}
