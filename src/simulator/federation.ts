/**
 * GitHub's OIDC provider for one job, and Entra's judgement of what it issues: a token is taken when issuer, subject and
 * audience are, letter by letter, those of a federated credential of the app.
 * https://docs.github.com/actions/reference/security/oidc
 */
import {generateKeyPair, type KeyObject, randomBytes, randomUUID} from 'node:crypto'
import {promisify} from 'node:util'
import {Hono} from 'hono'
import {errors, type JWTPayload, jwtVerify, SignJWT} from 'jose'
import type {Tenant, TenantFederatedCredential} from './tenant.ts'

/** The job that GitHub's tokens speak of. */
export interface JobIdentity {
  /** `owner/name` */
  repository: string
  ownerId: number
  repositoryId: number
  /** Whether subjects hold these ids, as in repositories made, renamed or moved since 15 July 2026. */
  idsInSubject: boolean
  ref: string
  event: string
  environment: string | undefined
  /** Another one than GitHub's: an Enterprise Server's, or an enterprise's own. */
  issuer: string
  /** What a template of the repository makes of it. */
  subject: string | undefined
}

export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com'
export const AUDIENCE = 'api://AzureADTokenExchange'
const LIFETIME = 300
const SKEW = 300

/** https://docs.github.com/actions/reference/security/oidc#example-subject-claims */
export function jobSubject(job: JobIdentity): string {
  if (job.subject !== undefined) return job.subject
  const [owner, name] = job.repository.split('/')
  const repository = job.idsInSubject ? `${owner}@${job.ownerId}/${name}@${job.repositoryId}` : job.repository
  if (job.environment !== undefined) return `repo:${repository}:environment:${job.environment}`
  if (job.event === 'pull_request') return `repo:${repository}:pull_request`
  return `repo:${repository}:ref:${job.ref}`
}

/** What the repository's REST API says of such subjects. */
export function subjectsOf(job: JobIdentity): {useDefault: boolean; prefix: string} {
  const [owner, name] = job.repository.split('/')
  const repository = job.idsInSubject ? `${owner}@${job.ownerId}/${name}@${job.repositoryId}` : job.repository
  return {useDefault: job.subject === undefined, prefix: `repo:${repository}`}
}

let keys: Promise<{privateKey: KeyObject; publicKey: KeyObject}> | undefined

/** One for the process: a key takes a tenth of a second to make. */
function sharedKeys(): NonNullable<typeof keys> {
  keys ??= promisify(generateKeyPair)('rsa', {modulusLength: 2048})
  return keys
}

export class OidcProvider {
  /** ACTIONS_ID_TOKEN_REQUEST_TOKEN */
  readonly bearer = `oidc-${randomBytes(24).toString('base64url')}`
  readonly #job: JobIdentity
  readonly #tenant: Tenant

  constructor(job: JobIdentity, tenant: Tenant) {
    this.#job = job
    this.#tenant = tenant
  }

  /** The URL has a query already, as GitHub's has. */
  variables(origin: string): {ACTIONS_ID_TOKEN_REQUEST_URL: string; ACTIONS_ID_TOKEN_REQUEST_TOKEN: string} {
    return {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${origin}/oidc/idtoken?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: this.bearer,
    }
  }

  handler(): Hono {
    const app = new Hono()
    app.get('/idtoken', async c => {
      const fault = this.#tenant.script.at('oidc')
      if (fault === 'oidc-503') return new Response('upstream connect error', {status: 503})
      if (fault === 'oidc-403') return c.json({message: 'Forbidden'}, 403)
      if (c.req.header('authorization') !== `Bearer ${this.bearer}`) return c.json({message: 'Unauthorized'}, 401)
      if (c.req.query('api-version') === undefined) return c.json({message: 'No api-version was supplied.'}, 400)
      const value = await this.#issue(c.req.query('audience'), fault === 'stale-id-token' ? 900 : 0)
      return c.json({count: value.length, value})
    })
    return app
  }

  /** Where no audience is asked for, it is the owner's page. */
  async #issue(audience: string | undefined, age: number): Promise<string> {
    this.#tenant.counters.idTokens++
    const {privateKey} = await sharedKeys()
    const job = this.#job
    const [owner = ''] = job.repository.split('/')
    const issuedAt = Math.floor(this.#tenant.assertionNow() / 1000) - age
    return new SignJWT({
      ref: job.ref,
      sha: '0123456789abcdef0123456789abcdef01234567',
      repository: job.repository,
      repository_owner: owner,
      repository_owner_id: String(job.ownerId),
      repository_id: String(job.repositoryId),
      run_id: '19283746',
      run_number: '12',
      run_attempt: '1',
      repository_visibility: 'private',
      actor: 'octocat',
      workflow: 'Audit export',
      head_ref: '',
      base_ref: '',
      event_name: job.event,
      ref_protected: 'true',
      ref_type: 'branch',
      ...(job.environment === undefined ? {} : {environment: job.environment}),
      job_workflow_ref: `${job.repository}/.github/workflows/audit.yml@${job.ref}`,
      runner_environment: 'github-hosted',
    })
      .setProtectedHeader({typ: 'JWT', alg: 'RS256', kid: 'simulated'})
      .setJti(randomUUID())
      .setSubject(jobSubject(job))
      .setAudience(audience ?? `https://github.com/${owner}`)
      .setIssuer(job.issuer)
      .setNotBefore(issuedAt - SKEW)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + LIFETIME)
      .sign(privateKey)
  }
}

/** The application that stands for the audience in tokens of managed identities. */
const EXCHANGE_APP = 'fb60f99c-7a34-4190-8149-302f77469936'

/** A managed identity's token by which it proves an app; its subject is the identity's service principal. */
export async function issueExchangeToken(
  tenant: Tenant,
  principal: string,
): Promise<{token: string; lifetime: number}> {
  const {privateKey} = await sharedKeys()
  const issuedAt = Math.floor(tenant.assertionNow() / 1000)
  const lifetime = 86_400
  const token = await new SignJWT({oid: principal, tid: tenant.id, ver: '2.0'})
    .setProtectedHeader({typ: 'JWT', alg: 'RS256', kid: 'simulated'})
    .setJti(randomUUID())
    .setSubject(principal)
    .setAudience(EXCHANGE_APP)
    .setIssuer(identityIssuer(tenant))
    .setNotBefore(issuedAt - SKEW)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetime)
    .sign(privateKey)
  return {token, lifetime}
}

/** https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity */
function identityIssuer({id}: Pick<Tenant, 'id'>): string {
  return `https://login.microsoftonline.com/${id}/v2.0`
}

/** A token as another CI system issues it for its job. */
export async function issueJobToken(
  claims: {issuer: string; subject: string; audience: string},
  times: {now: number; lifetime: number},
): Promise<string> {
  const {privateKey} = await sharedKeys()
  const issuedAt = Math.floor(times.now / 1000)
  return new SignJWT({})
    .setProtectedHeader({typ: 'JWT', alg: 'RS256', kid: 'simulated'})
    .setJti(randomUUID())
    .setSubject(claims.subject)
    .setAudience(claims.audience)
    .setIssuer(claims.issuer)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + times.lifetime)
    .sign(privateKey)
}

/** Undefined when the token is taken; else the AADSTS code, with what is told beside its own sentence. */
export async function judgeFederated(
  token: string,
  claims: JWTPayload,
  about: {credentials: readonly TenantFederatedCredential[]; now: number},
): Promise<{code: number; detail?: string} | undefined> {
  const {credentials, now} = about
  if (credentials.length === 0) return {code: 70025}
  const byIssuer = credentials.filter(each => each.issuer === claims.iss)
  if (byIssuer.length === 0) return {code: 700211, detail: `'${claims.iss}'.`}
  const bySubject = byIssuer.filter(each => each.subject === claims.sub)
  if (bySubject.length === 0) {
    const inCapitals = byIssuer.some(each => each.subject.toLowerCase() === String(claims.sub).toLowerCase())
    return {code: inCapitals ? 7002138 : 700213, detail: `'${claims.sub}'.`}
  }
  const audiences = [claims.aud].flat().map(one => (one === EXCHANGE_APP ? AUDIENCE : String(one)))
  if (!bySubject.some(each => audiences.some(one => each.audiences.includes(one))))
    return {code: 700212, detail: `'${claims.aud}'.`}
  try {
    const {publicKey} = await sharedKeys()
    await jwtVerify(token, publicKey, {algorithms: ['RS256'], currentDate: new Date(now), clockTolerance: SKEW})
    return undefined
  } catch (error) {
    const stamp = (seconds: number | undefined) => new Date((seconds ?? 0) * 1000).toISOString()
    if (!(error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed)) return {code: 50013}
    return {
      code: 700024,
      detail: `Current time: ${new Date(now).toISOString()}, assertion valid from ${stamp(claims.nbf)}, expiry time of assertion ${stamp(claims.exp)}.`,
    }
  }
}
