/** The application's permissions: listed in the registration, consented to, and withdrawn when they are not asked for any more. */
import {type Permission, permissions} from '../signin/permissions.ts'
import {Failure} from '../wire/failure.ts'
import type {Api, ApiJson} from './call.ts'
import {findPrincipal, listAll, principalOf, required, type Site, seen} from './registration.ts'
import {withJson} from './shell-forms.ts'
import {onceSpread, type SetupStep} from './step.ts'

/**
 * Which permissions the registration asks for; then each one granted, which is the administrator's consent, and those of
 * an earlier set-up withdrawn. What others granted besides the ones that setup knows is left alone.
 */
export function grants(site: Site): SetupStep[] {
  const asked = site.settings.permissions
  const others = Object.values(permissions).filter(known => !asked.some(one => one.value === known.value))
  return [requested(site, others), ...consentSteps(site), withdrawn(site, others)]
}

/** The administrator's consents alone, for what has no registration. */
export function consentSteps(site: Site): SetupStep[] {
  return site.settings.permissions.map(permission => granted(site, permission))
}

/** Delegated, and put into every registration that the portal makes: an app that signs in as itself has no use for it. */
const userRead = 'e1fe6dd8-ba31-4d61-89e7-88639da4683d'

function requested(site: Site, others: readonly Permission[]): SetupStep {
  const {graph, settings, registered, world} = site
  return {
    look: async () => {
      const app = graph && registered.app && (await seen(site, registered.app))
      const listed = Array.isArray(app?.requiredResourceAccess) ? (app.requiredResourceAccess as Access) : []
      const unwanted = await Promise.all(others.map(async one => (await findRole(graph, one))?.roleId))
      const kept = without(listed, [userRead, ...unwanted])
      const wanted = await withPermissions(graph, kept, settings.permissions)
      if (sameAccess(listed, wanted)) return {there: 'The registration lists these permissions, and no User.Read'}
      const body = {requiredResourceAccess: wanted}
      return {
        todo: 'List the permissions in the registration, without the portal’s default User.Read',
        shows: [`PATCH /v1.0/applications/${registered.app?.id ?? '<object id>'} ${JSON.stringify(body)}`],
        act: async () => {
          const {id} = required(registered.app)
          await onceSpread(world, () => required(graph).call('PATCH', `/applications/${id}`, body))
        },
      }
    },
  }
}

type Access = {resourceAppId: string; resourceAccess: {id: string; type: string}[]}[]

function without(listed: Access, ids: readonly (string | undefined)[]): Access {
  return listed.map(({resourceAppId, resourceAccess}) => ({
    resourceAppId,
    resourceAccess: resourceAccess.filter(({id}) => !ids.includes(id)),
  }))
}

/** What is listed, and what is wanted in addition. */
async function withPermissions(
  graph: Api | undefined,
  listed: Access,
  permissions: readonly Permission[],
): Promise<Access> {
  const entries = listed.flatMap(each => each.resourceAccess.map(one => ({resource: each.resourceAppId, ...one})))
  for (const permission of permissions) {
    const {roleId} = await resourceRole(graph, permission)
    if (!entries.some(each => each.id === roleId))
      entries.push({resource: permission.resource, id: roleId, type: 'Role'})
  }
  return [...new Set(entries.map(each => each.resource))].map(resourceAppId => ({
    resourceAppId,
    resourceAccess: entries.filter(each => each.resource === resourceAppId).map(({id, type}) => ({id, type})),
  }))
}

function sameAccess(given: Access, wanted: Access): boolean {
  const flat = (access: Access) =>
    access.flatMap(each => each.resourceAccess.map(one => `${each.resourceAppId} ${one.id} ${one.type}`)).sort()
  return flat(given).join() === flat(wanted).join()
}

interface Role {
  resourceId: string
  roleId: string
}

/** The role's id, by its name, from the resource in this very tenant. */
async function resourceRole(graph: Api | undefined, permission: Permission): Promise<Role> {
  if (graph === undefined) return {resourceId: `<${permission.resourceName}>`, roleId: `<id of ${permission.value}>`}
  const role = await findRole(graph, permission)
  if (role) return role
  const resource = await findPrincipal(graph, permission.resource)
  throw new Failure({
    code: 'SETUP_NO_PERMISSION',
    message: `This tenant knows no application permission ${permission.value} of ${permission.resourceName}.`,
    remedy: resource
      ? 'The cloud may lack it: choose another --source.'
      : `The service is not in the tenant: it needs a licence with it, or az ad sp create --id ${permission.resource}.`,
  })
}

/** Undefined where the tenant lacks it, or nothing is looked up. */
async function findRole(graph: Api | undefined, permission: Permission): Promise<Role | undefined> {
  const resource = graph && (await findPrincipal(graph, permission.resource))
  const roles = Array.isArray(resource?.appRoles) ? (resource.appRoles as ApiJson[]) : []
  const role = roles.find(each => each.value === permission.value)
  return resource && role && {resourceId: String(resource.id), roleId: String(role.id)}
}

/** The consent to one permission, if there is one. */
async function findGrant({graph, registered, world}: Site, role: Role | undefined): Promise<ApiJson | undefined> {
  const {principal} = registered
  if (graph === undefined || principal === undefined || role === undefined) return undefined
  const all = await onceSpread(world, () => listAll(graph, `/servicePrincipals/${principal}/appRoleAssignments`))
  return all.find(each => each.resourceId === role.resourceId && each.appRoleId === role.roleId)
}

function granted(site: Site, permission: Permission): SetupStep {
  const {graph, world} = site
  return {
    look: async () => {
      const role = await resourceRole(graph, permission)
      const {resourceId, roleId} = role
      const path = `/servicePrincipals/${principalOf(site)}/appRoleAssignments`
      if (await findGrant(site, role)) return {there: `${permission.value} with admin consent`}
      const body = () => ({principalId: principalOf(site), resourceId, appRoleId: roleId})
      return {
        todo: `Grant ${permission.value} of ${permission.resourceName}, with admin consent: ${permission.why}`,
        shows: [
          `POST /v1.0${path} ${JSON.stringify(body())}`,
          ...withJson(`az rest --method POST --url '${site.cloud.graph}/v1.0${path}'`, '--body', body()),
        ],
        act: async () => {
          const url = `/servicePrincipals/${principalOf(site)}/appRoleAssignments`
          await onceSpread(world, () => required(graph).call('POST', url, body()))
        },
      }
    },
  }
}

/** Of a set-up for more than is asked for now. */
export function withdrawn(site: Site, others: readonly Permission[]): SetupStep {
  const {graph, world} = site
  return {
    look: async () => {
      if (graph === undefined)
        return {
          unknown: 'whether an earlier set-up granted more than these, which then is withdrawn: that takes a token',
        }
      const found: {path: string; name: string}[] = []
      for (const permission of others) {
        const grant = await findGrant(site, await findRole(graph, permission))
        const path = `/servicePrincipals/${principalOf(site)}/appRoleAssignments/${grant?.id}`
        if (grant) found.push({path, name: `${permission.value} of ${permission.resourceName}`})
      }
      if (found.length === 0) return {there: 'No permission of an earlier set-up beyond these'}
      return {
        todo: `Withdraw ${found.map(({name}) => name).join(', ')}, not asked for any more`,
        shows: found.flatMap(({path}) => [
          `DELETE /v1.0${path}`,
          `az rest --method DELETE --url '${site.cloud.graph}/v1.0${path}'`,
        ]),
        act: async () => {
          for (const {path} of found) await graph.call('DELETE', path, undefined, 'is an answer')
          world.log('      tokens that were issued before carry them for another hour')
        },
      }
    },
  }
}
