/** What Entra's directory of a bare tenant remembers: applications, service principals, what they were granted. */
import {createHash, randomUUID, X509Certificate} from 'node:crypto'
import type {RegisteredApp, TenantFederatedCredential} from './tenant.ts'

export interface DirectoryKey {
  keyId: string
  displayName: string
  type: string
  usage: string
  /** Base64 of the certificate's DER. */
  key: string
  startDateTime: string
  endDateTime: string
}

export interface DirectoryApplication {
  id: string
  appId: string
  displayName: string
  tags: string[]
  notes: string | null
  signInAudience: string
  requiredResourceAccess: {resourceAppId: string; resourceAccess: {id: string; type: string}[]}[]
  keyCredentials: DirectoryKey[]
  federated: (TenantFederatedCredential & {id: string; name: string; description: string})[]
  /** In ms; for some seconds other services do not know it. */
  created: number
}

export interface ServicePrincipal {
  id: string
  /** `Application` where it is not given. */
  servicePrincipalType?: 'ManagedIdentity'
  appId: string
  displayName: string
  appRoles: {id: string; value: string; allowedMemberTypes: string[]; isEnabled: boolean}[]
  created: number
}

export interface AppRoleAssignment {
  id: string
  principalId: string
  resourceId: string
  appRoleId: string
}

const role = (value: string, id?: string) => ({
  id: id ?? guidOf(value),
  value,
  allowedMemberTypes: ['Application'],
  isEnabled: true,
})

/** A GUID of its own for a name, the same in every tenant, as Microsoft's are. */
function guidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** https://learn.microsoft.com/graph/permissions-reference; ids that are not well known are made up. */
const RESOURCES = [
  {
    appId: '00000002-0000-0ff1-ce00-000000000000',
    displayName: 'Office 365 Exchange Online',
    service: 'exchange',
    appRoles: [
      role('Exchange.ManageAsApp', 'dc50a0fb-09a3-484d-be87-e023b12c6440'),
      role('Exchange.ManageAsAppV2'),
      role('full_access_as_app', 'dc890d15-9560-4a4c-9b7f-a736ec74ec40'),
    ],
  },
  {
    appId: '00000003-0000-0000-c000-000000000000',
    displayName: 'Microsoft Graph',
    service: 'graph',
    appRoles: [
      role('AuditLogsQuery.Read.All'),
      role('AuditLogsQuery-Exchange.Read.All'),
      role('AuditLog.Read.All', 'b0afded3-3588-46d8-8b3d-9842eff778da'),
      role('Mail.Send', 'b633e1c5-b582-4048-a93e-9f11b44c7e96'),
    ],
  },
]

/** Directory roles that exist, by template id. */
export const DIRECTORY_ROLES: Readonly<Record<string, string>> = {
  '62e90394-69f5-4237-9190-012177145e10': 'Global Administrator',
  '29232cdf-9323-42fd-ade2-1d097af3e4de': 'Exchange Administrator',
  '17315797-102d-40b4-93e0-432062caca18': 'Compliance Administrator',
}

export class Directory {
  readonly applications = new Map<string, DirectoryApplication>()
  readonly principals = new Map<string, ServicePrincipal>()
  readonly assignments = new Map<string, AppRoleAssignment>()
  readonly roleAssignments = new Map<string, {id: string; principalId: string; roleDefinitionId: string}>()
  readonly deleted = new Map<string, DirectoryApplication>()

  constructor() {
    for (const {appId, displayName, appRoles} of RESOURCES) {
      const id = randomUUID()
      this.principals.set(id, {id, appId, displayName, appRoles, created: 0})
    }
  }

  /** As Azure makes one: a service principal without an application. */
  addManagedIdentity(displayName: string): ServicePrincipal {
    const made = {id: randomUUID(), appId: randomUUID(), displayName, appRoles: [], created: 0}
    const principal = {...made, servicePrincipalType: 'ManagedIdentity' as const}
    this.principals.set(principal.id, principal)
    return principal
  }

  principalOf(appId: string): ServicePrincipal | undefined {
    return [...this.principals.values()].find(each => each.appId === appId.toLowerCase())
  }

  /** The app as login and services see it. */
  registered(clientId: string): RegisteredApp | undefined {
    const app = [...this.applications.values()].find(each => each.appId === clientId.toLowerCase())
    if (app === undefined) return undefined
    const principal = this.principalOf(app.appId)
    return {
      clientId: app.appId,
      servicePrincipal: principal?.id,
      roles: Object.fromEntries(RESOURCES.map(each => [each.service, this.#granted(principal, each.appId)])),
      directoryRoles: [...this.roleAssignments.values()]
        .filter(each => each.principalId === principal?.id)
        .map(each => each.roleDefinitionId),
      certificates: app.keyCredentials.map(each => new X509Certificate(Buffer.from(each.key, 'base64'))),
      federatedCredentials: app.federated,
    }
  }

  #granted(principal: ServicePrincipal | undefined, resourceAppId: string): string[] {
    const resource = this.principalOf(resourceAppId)
    return [...this.assignments.values()]
      .filter(each => each.principalId === principal?.id && each.resourceId === resource?.id)
      .map(each => resource?.appRoles.find(one => one.id === each.appRoleId)?.value ?? '')
  }

  /** The application goes to the deleted items, its service principal and all that was granted go with it. */
  remove(app: DirectoryApplication): void {
    this.applications.delete(app.id)
    this.deleted.set(app.id, app)
    const principal = this.principalOf(app.appId)
    if (principal === undefined) return
    this.principals.delete(principal.id)
    for (const each of this.assignments.values())
      if (each.principalId === principal.id) this.assignments.delete(each.id)
    for (const each of this.roleAssignments.values())
      if (each.principalId === principal.id) this.roleAssignments.delete(each.id)
  }
}
