/** Which permissions for Graph's audit log query a token carries, and what each of them leaves out. */
import {Failure} from '../wire/failure.ts'
import type {Claims} from './claims.ts'
import type {Cloud} from './cloud.ts'
import type {Credential} from './credential.ts'
import {permissions} from './permissions.ts'
import {bySetup, roleOfIdentity} from './remedies.ts'

interface QueryingApp {
  cloud: Cloud
  tenantId: string
  clientId: string
  credential?: Credential
}

const everything = permissions.graph.value

/** https://learn.microsoft.com/graph/permissions-reference#auditlogsquery-permissions */
const perService = /^AuditLogsQuery-(Entra|Exchange|SharePoint|OneDrive|CRM|Endpoint)\.Read\.All$/

/**
 * Undefined when all services' records are open to the app; else a sentence on what is not returned.
 * @throws Failure when none is.
 */
export function queryLimits(claims: Claims, app: QueryingApp): string | undefined {
  if (claims.roles.includes(everything)) return undefined
  const services = claims.roles.map(role => perService.exec(role)?.[1]).filter(name => name !== undefined)
  if (services.length === 0) throw roleMissing(claims, app)
  return (
    `Only records of ${services.join(', ')} are returned: in place of ${everything} the app has permissions for single ` +
    'services, and Graph leaves out all others without a word.'
  )
}

function roleMissing(claims: Claims, {cloud, tenantId, clientId, credential}: QueryingApp): Failure {
  const mistaken = claims.roles.includes('AuditLog.Read.All')
    ? ' AuditLog.Read.All is for Entra’s own logs and does not help.'
    : ''
  return new Failure({
    code: 'GRAPH_ROLE_MISSING',
    message: `The app ${clientId} lacks the application permission ${everything} in tenant ${tenantId}; its token has ${
      claims.roles.length > 0 ? `only: ${claims.roles.join(', ')}` : 'no permissions at all'
    }.${mistaken}`,
    remedy:
      credential?.kind === 'managed-identity'
        ? roleOfIdentity(everything, claims)
        : 'A Privileged Role Administrator or Global Administrator grants it: Entra → App registrations → the app → ' +
          `API permissions → Add a permission → Microsoft Graph → Application permissions → ${everything}, then "Grant ` +
          'admin consent". If the permission is listed there already, only the consent is missing: ' +
          `${cloud.authority}/${tenantId}/adminconsent?client_id=${clientId} ` +
          `(page of the app: ${cloud.portal}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/${clientId}). ` +
          `Only tokens issued after the consent carry it, so allow some minutes. ${bySetup('--source graph', {tenant: tenantId, cloud: cloud.name})}`,
    evidence: {tenant: tenantId, client: clientId, object: claims.oid, roles: claims.roles.join(' ') || 'none'},
  })
}
