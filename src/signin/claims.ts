/** What an access token says about itself, read before its first use, so that a missing right is explained before it fails a request. */
import {Failure} from '../wire/failure.ts'
import type {Cloud, Resource} from './cloud.ts'
import {auditDirectoryRoles, permissions} from './permissions.ts'
import {bySetup, roleOfIdentity} from './remedies.ts'

export interface Claims {
  /** Who the token is for. */
  aud: string
  /** The tenant. */
  tid: string
  /** The application. */
  appid: string
  /** The enterprise application's object id, which Exchange's New-ServicePrincipal asks for. */
  oid: string
  /** The person's sign-in name; in an app's token none, or ''. */
  upn?: string
  /** Application permissions that have consent. */
  roles: string[]
  /** Template ids of Entra directory roles. */
  wids: string[]
}

/** The claims of a token, unverified, as they are meant for its audience; undefined when it isn't a JWT. */
export function readClaims(token: string): Claims | undefined {
  const parts = token.split('.')
  if (parts.length !== 3) return undefined
  try {
    const payload: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString())
    if (typeof payload !== 'object' || payload === null) return undefined
    const claims: Record<string, unknown> = {...payload}
    return {
      aud: text(claims.aud),
      tid: text(claims.tid),
      appid: text(claims.appid ?? claims.azp),
      oid: text(claims.oid),
      upn: text(claims.upn),
      roles: list(claims.roles),
      wids: list(claims.wids),
    }
  } catch {
    return undefined
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(one => typeof one === 'string') : []
}

export interface ExpectedClaims {
  cloud: Cloud
  tenantId: string
  clientId: string
  resource: Resource
  /** Whether the app is a managed identity, which has no registration. */
  isManagedIdentity?: boolean
}

/** Throws when the token is for another service, tenant or app, or lacks the permission without which every call fails. */
export function checkClaims(claims: Claims, asked: ExpectedClaims): void {
  if (!isAudience(claims.aud, asked)) throw wrongAudience(claims, asked)
  if (claims.tid.toLowerCase() !== asked.tenantId.toLowerCase()) throw wrongTenant(claims, asked)
  if (claims.appid.toLowerCase() !== asked.clientId.toLowerCase()) throw wrongApp(claims, asked)
  if (asked.resource === 'exchange' && !claims.roles.includes(permissions.exchange.value))
    throw roleMissing(claims, asked)
}

/** Services' own application ids, which stand in `aud` of some tokens in place of the address. */
const APPLICATION_IDS: Readonly<Record<Resource, string>> = {
  exchange: '00000002-0000-0ff1-ce00-000000000000',
  graph: '00000003-0000-0000-c000-000000000000',
  vault: 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093',
  storage: 'e406a681-f3d4-42a8-90b6-c2b029497af1',
}

function isAudience(aud: string, {cloud, resource}: ExpectedClaims): boolean {
  if (aud === APPLICATION_IDS[resource]) return true
  return URL.canParse(aud) && new URL(aud).hostname === new URL(cloud.scopes[resource]).hostname
}

/**
 * A hint, never a refusal: with rights from an Exchange role group the token names no directory role at all, and
 * authorisation happens inside Exchange.
 */
export function noteOnRoles(claims: Claims): string | undefined {
  if (claims.wids.some(id => Object.values(auditDirectoryRoles).includes(id))) return undefined
  const weak = claims.wids.map(id => WEAKER_ROLES[id]).filter(name => name !== undefined)
  return (
    `The token carries ${weak.length > 0 ? `only the Entra role ${weak.join(', ')}` : 'no Entra role'} known to allow ` +
    'the audit search. That is right where an Exchange role group with View-Only Audit Logs holds the app.'
  )
}

/** https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference */
const WEAKER_ROLES: Readonly<Record<string, string>> = {
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451': 'Global Reader',
  '5d6b6bb7-de71-4623-b4af-96380a352509': 'Security Reader',
}

function wrongAudience(claims: Claims, {cloud, resource}: ExpectedClaims): Failure {
  return new Failure({
    code: 'TOKEN_WRONG_AUDIENCE',
    message: `The token is for '${claims.aud}', not for ${cloud.scopes[resource].replace('/.default', '')}.`,
    remedy:
      'A gateway between here and the login service may have exchanged it. Check proxies and M365_AUDIT_ENDPOINTS.',
  })
}

function wrongTenant(claims: Claims, {tenantId, clientId}: ExpectedClaims): Failure {
  return new Failure({
    code: 'TOKEN_WRONG_TENANT',
    message: `The token is for tenant ${claims.tid || '(none)'}, not for ${tenantId}.`,
    remedy: `Check tenant-id and that app ${clientId} is registered, or consented to, in that tenant.`,
  })
}

/** Permissions whose names promise what they do not give. */
function lookalikes({roles}: Claims): string {
  const words = Object.entries(MISTAKEN).filter(([role]) => roles.includes(role))
  return words.map(([role, why]) => ` ${role} does not help: ${why}.`).join('')
}

/** https://learn.microsoft.com/exchange/reference/admin-api-overview: the Admin API has six endpoints, and no audit search. */
const MISTAKEN: Readonly<Record<string, string>> = {
  'Exchange.ManageAsAppV2':
    'it is for Exchange’s Admin API v2.0, which has no audit search; the command runs with Exchange.ManageAsApp, which can stand next to it',
  'Exchange.AdminAPI.ManageAsApp': 'it is for Exchange’s Admin API, which has no audit search',
  full_access_as_app: 'it is for mailboxes through Exchange Web Services',
}

function wrongApp(claims: Claims, {tenantId, clientId, isManagedIdentity}: ExpectedClaims): Failure {
  return new Failure({
    code: 'TOKEN_WRONG_APP',
    message: `The token names the app ${claims.appid || '(none)'}, not ${clientId}, for which it was asked.`,
    remedy: isManagedIdentity
      ? 'The machine gave the token of another identity than client-id names. For the machine’s own identity give its client id as client-id, with managed-identity: system; where the identity only proves an app registration, give its client id as managed-identity.'
      : `A gateway between here and the login service may have exchanged it. Check proxies, M365_AUDIT_ENDPOINTS, and client-id in tenant ${tenantId}.`,
  })
}

function roleMissing(claims: Claims, {cloud, tenantId, clientId, isManagedIdentity}: ExpectedClaims): Failure {
  return new Failure({
    code: 'EXCHANGE_ROLE_MISSING',
    message: `The app ${clientId} lacks the application permission Exchange.ManageAsApp in tenant ${tenantId}; its token has ${
      claims.roles.length > 0 ? `only: ${claims.roles.join(', ')}` : 'no permissions at all'
    }.${lookalikes(claims)}`,
    remedy: isManagedIdentity
      ? roleOfIdentity(permissions.exchange.value, claims)
      : 'A Privileged Role Administrator or Global Administrator grants it: Entra → App registrations → the app → ' +
        'API permissions → Add a permission → APIs my organization uses → Office 365 Exchange Online → Application ' +
        'permissions → Exchange.ManageAsApp, then "Grant admin consent". If the permission is listed there already, only ' +
        `the consent is missing: ${cloud.authority}/${tenantId}/adminconsent?client_id=${clientId} ` +
        `(page of the app: ${cloud.portal}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/${clientId}). ` +
        `Only tokens issued after the consent carry it, so allow some minutes. ${bySetup('', {tenant: tenantId, cloud: cloud.name})}`,
    evidence: {tenant: tenantId, client: clientId, object: claims.oid, roles: claims.roles.join(' ') || 'none'},
  })
}
