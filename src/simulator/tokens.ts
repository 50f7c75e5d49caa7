/**
 * Access tokens of the simulated tenant: JWTs with the claims of app-only tokens (graph2otel, live July 2026), signed
 * with a secret of this process, so that only its own are taken back. Clients must not look at the signature.
 */
import {randomBytes, randomUUID} from 'node:crypto'
import {jwtVerify, SignJWT} from 'jose'
import {resourceAt} from './clouds.ts'
import {meansTenant, type RegisteredApp, type Tenant} from './tenant.ts'

const SECRET = randomBytes(32)
/** The marker that every app-only token carries, directory role or not. */
const NO_ROLE = '0997a1d0-0d1d-4acb-b408-d5ca73121e90'

export async function issueToken(
  tenant: Tenant,
  app: RegisteredApp,
  {resource, claims, withRoles}: {resource: string; claims: string | undefined; withRoles: boolean},
): Promise<{token: string; lifetime: number}> {
  const kind = resourceAt(new URL(resource).host)?.name ?? ''
  const roles = withRoles ? (app.roles[kind] ?? []) : []
  const principal = app.servicePrincipal ?? ''
  const now = Math.floor(tenant.now() / 1000)
  const uti = randomBytes(16).toString('base64url')
  if (claims !== undefined && claims === tenant.requiredClaims) tenant.claimsTokens.add(uti)
  const token = await new SignJWT({
    app_displayname: 'Audit export',
    appid: app.clientId,
    appidacr: '2',
    idp: `https://sts.windows.net/${tenant.id}/`,
    oid: principal,
    rh: `1.AQ${randomBytes(12).toString('base64url')}.`,
    ...(roles.length > 0 ? {roles} : {}),
    sub: principal,
    tid: tenant.id,
    uti,
    ver: '1.0',
    wids: [NO_ROLE, ...app.directoryRoles],
  })
    .setProtectedHeader({typ: 'JWT', alg: 'HS256'})
    .setAudience(resource)
    .setIssuer(`https://sts.windows.net/${tenant.id}/`)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + tenant.tokenLifetimeSeconds)
    .setJti(randomUUID())
    .sign(SECRET)
  return {token, lifetime: tenant.tokenLifetimeSeconds}
}

/** The Azure CLI, with which administrators sign in. */
const AZURE_CLI = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'

/** Sign-in name of the person who administers. */
export function administratorUpn({domain}: Pick<Tenant, 'domain'>): string {
  return `administrator@${domain}`
}

/** A person's token, as `az account get-access-token` prints it; good for a day, since nobody renews it. */
export async function issuePersonalToken(
  tenant: Tenant,
  resource: string,
  person: {scopes: string[]; directoryRoles: string[]},
): Promise<string> {
  const now = Math.floor(tenant.now() / 1000)
  return new SignJWT({
    appid: AZURE_CLI,
    oid: '5c1f6a0e-9d3b-4f27-8a64-0b7e2d91c3f8',
    scp: person.scopes.join(' '),
    tid: tenant.id,
    upn: administratorUpn(tenant),
    uti: randomBytes(16).toString('base64url'),
    ver: '1.0',
    wids: person.directoryRoles,
  })
    .setProtectedHeader({typ: 'JWT', alg: 'HS256'})
    .setAudience(resource)
    .setIssuer(`https://sts.windows.net/${tenant.id}/`)
    .setIssuedAt(now)
    .setExpirationTime(now + 86_400)
    .sign(SECRET)
}

export type TokenReading =
  | {uti: string; oid: string; roles: string[]; scopes: string[]; directoryRoles: string[]}
  | {refused: 'missing' | 'invalid' | 'expired' | 'audience' | 'tenant' | 'revoked' | 'claims'}

/** Judges the bearer token of a request to `resource` for the tenant that the path names. */
export async function readToken(
  tenant: Tenant,
  request: Request,
  resource: 'exchange' | 'graph' | 'vault' | 'storage',
  named: string,
): Promise<TokenReading> {
  const bearer = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  if (bearer === undefined) return {refused: 'missing'}
  try {
    const {payload} = await jwtVerify(bearer, SECRET, {currentDate: new Date(tenant.now())})
    const {aud, roles, uti, oid, scp, wids} = payload as {
      aud: string
      roles?: string[]
      uti: string
      oid: string
      scp?: string
      wids?: string[]
    }
    if (resourceAt(new URL(aud).host)?.name !== resource) return {refused: 'audience'}
    if (payload.tid !== tenant.id || !meansTenant(tenant, named)) return {refused: 'tenant'}
    if (tenant.refusedTokens.has(uti)) return {refused: 'revoked'}
    if (tenant.requiredClaims !== undefined && !tenant.claimsTokens.has(uti)) return {refused: 'claims'}
    return {uti, oid, roles: roles ?? [], scopes: scp?.split(' ') ?? [], directoryRoles: wids ?? []}
  } catch (error) {
    return {refused: (error as {code?: string}).code === 'ERR_JWT_EXPIRED' ? 'expired' : 'invalid'}
  }
}
