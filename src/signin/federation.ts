/**
 * Workload identity federation: a foreign token proves the app in place of a certificate. Asks GitHub for its OIDC tokens, or a
 * managed identity for its own, and knows what they say of the job; how Entra compares that, and what to do about it, is in `subject.ts`.
 */
import {Failure} from '../wire/failure.ts'
import type {RetryPolicy} from '../wire/retry.ts'
import {type BodyReading, type HttpAnswer, send} from '../wire/send.ts'
import type {World} from '../wire/world.ts'
import type {Cloud} from './cloud.ts'
import type {ManagedIdentity} from './managed-identity.ts'

/** Where a job asks for its tokens: ACTIONS_ID_TOKEN_REQUEST_URL and …_TOKEN. */
export interface IdTokenEndpoint {
  url: string
  bearer: string
}

/** What a token says, as Entra compares it, and what explains its subject. */
export interface PresentedToken {
  issuer: string
  subject: string
  audience: string
  /** `owner/name` */
  repository?: string
  repositoryId?: string
  ownerId?: string
  environment?: string
  event?: string
  /** The branch or tag, `refs/heads/main`. */
  ref?: string
  /** Who presented it; absent for GitHub. */
  by?: 'token file' | 'managed identity'
  /** When it ends, in milliseconds; absent where it does not say. */
  expires?: number
}

/** A JWT of about five minutes; its secret was masked before anyone saw it. */
export interface IdToken {
  secret: string
  presented: PresentedToken
}

export interface Federation {
  /** As the first token had it. */
  presented: PresentedToken
  /** A fresh token: one serves for one request, since it lives for minutes only. */
  idToken(signal?: AbortSignal): Promise<IdToken>
}

const policy: RetryPolicy = {
  tries: 5,
  base: 1_000,
  longest: 30_000,
  timeout: 30_000,
  maximumBytes: 1 << 20,
  jitter: Math.random,
}

/** Asks for a first token, which shows that the job may. Throws `OIDC_…`. */
export async function openFederation(
  world: World,
  cloud: Cloud,
  request: IdTokenEndpoint | undefined,
  signal?: AbortSignal,
): Promise<Federation> {
  if (request === undefined) throw noIdToken()
  world.mask(request.bearer)
  const idToken = (cancelled = signal) => ask(world, request, cloud.federationAudience, cancelled)
  const {presented} = await idToken()
  return {presented, idToken}
}

/**
 * A user-assigned managed identity as the app's federated credential. Throws `IDENTITY_…`.
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
 */
export async function openIdentityFederation(cloud: Cloud, identity: ManagedIdentity): Promise<Federation> {
  const idToken = async (signal?: AbortSignal): Promise<IdToken> => {
    const {secret} = await identity.token(cloud.federationAudience, signal)
    const presented = readPresented(secret)
    if (presented === undefined) throw notForFederation()
    // Its tokens name that audience by the application's id; a federated credential holds the name.
    return {secret, presented: {...presented, audience: cloud.federationAudience, by: 'managed identity'}}
  }
  const {presented} = await idToken()
  return {presented, idToken}
}

function notForFederation(): Failure {
  return new Failure({
    code: 'IDENTITY_UNREADABLE',
    message: 'What the managed identity was given to prove the app with is not a token with issuer and subject.',
    remedy: 'Something else answers in place of Azure’s endpoint (proxy, sidecar). Exempt the address from it.',
  })
}

/** In a terminal there are no permissions of a job. */
export const certificateInTerminal =
  'Give --certificate-file PATH (and --certificate-password-file PATH), --key-vault-certificate ADDRESS with --key-vault-token-file PATH, or --federated-token-file PATH.'

/** Why there is no token to ask for. A runner sets the two variables for jobs with the permission, and for no others. */
export function noIdToken(): Failure {
  return new Failure({
    code: 'OIDC_UNAVAILABLE',
    message:
      "No certificate is given, and this job can't ask for GitHub's OIDC token: ACTIONS_ID_TOKEN_REQUEST_URL and …_TOKEN are not set.",
    remedy:
      'To sign in without a certificate, give the job `permissions: {contents: read, id-token: write}`; where a reusable ' +
      'workflow holds the job, the calling job must grant it as well, for a called workflow never gets more than its ' +
      'caller has. If a certificate was meant, give exactly one of certificate, certificate-file and ' +
      'key-vault-certificate, and check the name of its secret: one that does not exist arrives as nothing at all. ' +
      "Pull requests from forks, and Dependabot's, get neither secrets nor id-token: run on a schedule, by hand or on a branch.",
  })
}

function ask(world: World, {url, bearer}: IdTokenEndpoint, audience: string, signal?: AbortSignal): Promise<IdToken> {
  const address = `${url}${url.includes('?') ? '&' : '?'}audience=${encodeURIComponent(audience)}`
  return send(world, {
    request: () => new Request(address, {headers: {authorization: `Bearer ${bearer}`, accept: 'application/json'}}),
    read: answer => readIdToken(answer, world),
    policy,
    ...(signal && {signal}),
  })
}

function readIdToken(answer: HttpAnswer, world: Pick<World, 'mask'>): BodyReading<IdToken> {
  const {status} = answer
  if (status === 429 || status >= 500) return {retry: refused(status), throttled: status === 429}
  if (status !== 200) return {failed: refused(status)}
  const secret = parse(new TextDecoder().decode(answer.bytes))?.value
  if (typeof secret !== 'string') return {failed: unreadable()}
  world.mask(secret)
  const presented = readPresented(secret)
  return presented ? {done: {secret, presented}} : {failed: unreadable()}
}

/** What the token says, unverified, as it is meant for Entra; undefined when it isn't a JWT. */
export function readPresented(token: string): PresentedToken | undefined {
  const parts = token.split('.')
  const claims = parts.length === 3 ? parse(Buffer.from(parts[1] ?? '', 'base64url').toString()) : undefined
  if (claims === undefined || typeof claims.sub !== 'string' || typeof claims.iss !== 'string') return undefined
  const names = {
    repository: 'repository',
    repositoryId: 'repository_id',
    ownerId: 'repository_owner_id',
    environment: 'environment',
    event: 'event_name',
    ref: 'ref',
  } as const
  const named = Object.entries(names).flatMap(([name, claim]) => {
    const value = claims[claim]
    return typeof value === 'string' && value !== '' ? [[name, value]] : []
  })
  const audience = [claims.aud].flat().join(' ')
  const expires = typeof claims.exp === 'number' ? {expires: claims.exp * 1000} : {}
  return {issuer: claims.iss, subject: claims.sub, audience, ...expires, ...Object.fromEntries(named)}
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? {...value} : undefined
  } catch {
    return undefined
  }
}

function refused(status: number): Failure {
  return new Failure({
    code: 'OIDC_REFUSED',
    message: `GitHub answered ${status} when asked for the job's OIDC token.`,
    remedy:
      status === 429 || status >= 500
        ? 'It usually passes: run again later. If it lasts, see https://www.githubstatus.com.'
        : 'The job needs `permissions: {id-token: write}`, and its token lasts as long as the job; run the job again.',
    evidence: {status: String(status)},
  })
}

function unreadable(): Failure {
  return new Failure({
    code: 'OIDC_UNREADABLE',
    message: "What came in place of GitHub's OIDC token is not a token.",
    remedy: 'Something between may have answered in its place (proxy, firewall); check HTTPS_PROXY and NO_PROXY.',
  })
}
