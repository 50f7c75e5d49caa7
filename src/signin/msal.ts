/** One token request: MSAL writes it; our sender carries it, so that causes and retries are ours. */
import {Failure} from '../wire/failure.ts'
import type {RetryPolicy} from '../wire/retry.ts'
import {type BodyReading, type HttpAnswer, send} from '../wire/send.ts'
import type {World} from '../wire/world.ts'
import type {SignInContext} from './advice.ts'
import {signedAssertion} from './assertion.ts'
import type {Cloud, Resource} from './cloud.ts'
import {type AssertingCredential, certificateOf} from './credential.ts'
import type {PresentedToken} from './federation.ts'
import type {IssuedToken} from './issued-token.ts'
import {readLogin} from './login.ts'
import {sayPresented} from './subject.ts'

export interface TokenRequest {
  cloud: Cloud
  tenantId: string
  clientId: string
  credential: AssertingCredential
  resource: Resource
  /** Which thumbprint names the certificate: SHA-256 with PS256, or SHA-1 with RS256. */
  thumbprint: 'sha256' | 'sha1'
  /** A claims challenge, as JSON. */
  claims?: string
  policy: RetryPolicy
  signal?: AbortSignal
}

/**
 * Asks for one token. Every attempt has an assertion of its own: the answer to the one before may have been lost after
 * the service had used it up, and GitHub's tokens live for minutes.
 */
export function requestToken(world: World, request: TokenRequest): Promise<IssuedToken> {
  const {cloud, tenantId: tenant, clientId, credential} = request
  const certificate = certificateOf(credential)
  const context = {cloud, tenant, clientId, since: world.now(), ...(certificate && {certificate})}
  let presented: PresentedToken | undefined
  let explained = false
  return send(world, {
    request: async () => {
      const proof = await prove(request, world)
      presented = proof.presented
      return await draft(request, proof.auth, world)
    },
    read: answer => readToken(answer, {...context, now: world.now(), ...(presented && {presented})}, world),
    onRetry: failure => {
      if (presented === undefined || explained || !failure.code.startsWith('LOGIN_AADSTS70')) return
      explained = true
      const patience = 'Asking again for up to two minutes, in case the credential is new.'
      world.log(`${failure.message} ${sayPresented(presented)}. ${patience}`)
    },
    policy: request.policy,
    ...(request.signal && {signal: request.signal}),
  })
}

type Auth = {clientAssertion: string} | {clientCertificate: ReturnType<typeof inHand>}

/** What shows that we are the app, in MSAL's words; `presented` is what a foreign token said. */
async function prove(request: TokenRequest, world: World): Promise<{auth: Auth; presented?: PresentedToken}> {
  const {credential, clientId, thumbprint, signal} = request
  switch (credential.kind) {
    case 'certificate':
      return {auth: {clientCertificate: inHand(credential, thumbprint)}}
    case 'federation': {
      const {secret, presented} = await credential.federation.idToken(signal)
      return {auth: {clientAssertion: secret}, presented}
    }
    case 'vault-key':
    case 'windows-store': {
      const audience = metadata(request).token_endpoint
      const now = world.now()
      const named = credential.kind === 'windows-store' ? 'sha1' : thumbprint
      return {
        auth: {
          clientAssertion: await signedAssertion({key: credential, clientId, audience, thumbprint: named, now, signal}),
        },
      }
    }
  }
}

function inHand({certificate}: AssertingCredential & {kind: 'certificate'}, thumbprint: TokenRequest['thumbprint']) {
  const {privateKeyPem: privateKey, thumbprintSha256, thumbprintSha1} = certificate
  return thumbprint === 'sha256' ? {privateKey, thumbprintSha256} : {privateKey, thumbprint: thumbprintSha1}
}

/** What MSAL gets instead of an answer: it ends with an error of its own, which is ignored. */
const notSent = {status: 400, headers: {}, body: {error: 'not_sent'} as never}

/**
 * The request as MSAL would send it. MSAL sees no answer, since it hides network causes behind `fetch failed` and
 * remembers throttling: it would then answer from memory for up to an hour.
 */
async function draft(request: TokenRequest, auth: Auth, world: World): Promise<Request> {
  const {ConfidentialClientApplication} = await import('@azure/msal-node')
  let drafted: Request | undefined
  const networkClient = {
    sendPostRequestAsync: async (
      url: string,
      {headers, body}: {headers?: Record<string, string>; body?: string} = {},
    ) => {
      maskAssertion(body, world)
      drafted = new Request(url, {method: 'POST', ...(headers && {headers}), ...(body && {body})})
      return notSent
    },
    // With the authority's metadata given, there is nothing to look up.
    sendGetRequestAsync: async () => notSent,
  }
  try {
    const application = new ConfidentialClientApplication({
      auth: {
        clientId: request.clientId,
        authority: `${request.cloud.authority}/${request.tenantId}`,
        knownAuthorities: [new URL(request.cloud.authority).host],
        authorityMetadata: JSON.stringify(metadata(request)),
        ...auth,
      },
      system: {networkClient},
    })
    await application.acquireTokenByClientCredential({
      scopes: [request.cloud.scopes[request.resource]],
      ...(request.claims !== undefined && {claims: request.claims}),
    })
  } catch (error) {
    if (!drafted) throw unexpected(error)
  }
  return drafted ?? Promise.reject(unexpected(new Error('no request was made')))
}

function maskAssertion(body: string | undefined, world: Pick<World, 'mask'>): void {
  const assertion = new URLSearchParams(body).get('client_assertion')
  if (assertion) world.mask(assertion)
}

/**
 * Saves the discovery request, and lets the token endpoint be a plain-http stand-in, which `authority` may not be. The
 * others are never called, but MSAL takes the first path segment of `authorization_endpoint` for the tenant's name
 * and would put the tenant in place of a stand-in's path.
 */
function metadata({cloud, tenantId}: TokenRequest) {
  const authority = `${cloud.authority}/${tenantId}`
  return {
    token_endpoint: `${cloud.login}/${tenantId}/oauth2/v2.0/token`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
    jwks_uri: `${authority}/discovery/v2.0/keys`,
    issuer: `${authority}/v2.0`,
  }
}

function readToken(answer: HttpAnswer, context: SignInContext, world: Pick<World, 'mask'>): BodyReading<IssuedToken> {
  const reading = readLogin(answer, context)
  if (!('done' in reading)) return reading
  const {access_token: secret, expires_in: seconds} = reading.done
  if (typeof secret !== 'string' || secret === '') return {failed: tokenless()}
  world.mask(secret)
  return {done: {secret, expiresAt: context.now + (Number(seconds) || 0) * 1000}}
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
