/**
 * Microsoft Graph's directory as an administrator drives it: applications, service principals, app role and directory
 * role assignments, federated credentials. A new object is unknown to other calls for some seconds, as replication has
 * it; a key that is sent back without its bytes is refused.
 */
import {randomUUID, X509Certificate} from 'node:crypto'
import {type Context, Hono} from 'hono'
import {DIRECTORY_ROLES, type Directory, type DirectoryApplication, type DirectoryKey} from './directory-state.ts'
import type {Tenant} from './tenant.ts'
import {readToken} from './tokens.ts'

/** How long a new object stays unknown, in ms. */
const REPLICATION = 1_500
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const MOST_FEDERATED = 20

type Body = Record<string, unknown>

class Refusal extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

const bad = (message: string) => new Refusal(400, 'Request_BadRequest', message)
/** The directory's own sentence, for what is not there and for what is not there yet. */
const missing = (id: string) =>
  new Refusal(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  )

export function directoryApi(tenant: Tenant, directory: Directory): Hono {
  const app = new Hono()
  const service = new DirectoryApi(tenant, directory)
  const on = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, needs: string, act: Act) =>
    app.on(method, `/v1.0${path}`, async c => {
      try {
        await service.admit(c, needs)
        const body = method === 'POST' || method === 'PATCH' ? await readBody(c) : {}
        const answer = act(c, body)
        if (answer === undefined) return new Response(null, {status: 204})
        return c.json(answer as Body, method === 'POST' ? 201 : 200, {'request-id': randomUUID()})
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return c.json({error: {code: error.code, message: error.message}}, error.status as 400, {
          'request-id': randomUUID(),
        })
      }
    })
  const registers = 'Application.ReadWrite.All'
  const grants = 'AppRoleAssignment.ReadWrite.All'
  const assigns = 'RoleManagement.ReadWrite.Directory'
  const id = (c: Context) => c.req.param('id') as string

  on('GET', '/applications', registers, c => service.list([...directory.applications.values()].map(shown), c))
  on('POST', '/applications', registers, (_c, body) => service.register(body))
  on('GET', '/applications/:id', registers, c => service.application(id(c), c.req.query('$select')))
  on('PATCH', '/applications/:id', registers, (c, body) => service.change(id(c), body))
  on('DELETE', '/applications/:id', registers, c => directory.remove(service.found(id(c))))
  on('GET', '/applications/:id/federatedIdentityCredentials', registers, c => ({value: service.found(id(c)).federated}))
  on('POST', '/applications/:id/federatedIdentityCredentials', registers, (c, body) => service.federate(id(c), body))
  on('DELETE', '/applications/:id/federatedIdentityCredentials/:credential', registers, c =>
    service.unfederate(id(c), c.req.param('credential') as string),
  )
  on('GET', '/servicePrincipals', registers, c => service.list([...directory.principals.values()], c))
  on('POST', '/servicePrincipals', registers, (_c, body) => service.enterprise(body))
  on('GET', '/servicePrincipals/:id/appRoleAssignments', registers, c => service.granted(id(c)))
  on('POST', '/servicePrincipals/:id/appRoleAssignments', grants, (c, body) => service.grant(id(c), body))
  on('DELETE', '/servicePrincipals/:id/appRoleAssignments/:grant', grants, c =>
    service.revoke(id(c), c.req.param('grant') as string),
  )
  on('GET', '/roleManagement/directory/roleAssignments', assigns, c =>
    service.list([...directory.roleAssignments.values()], c),
  )
  on('POST', '/roleManagement/directory/roleAssignments', assigns, (_c, body) => service.assign(body))
  return app
}

type Act = (c: Context, body: Body) => unknown

class DirectoryApi {
  readonly #tenant: Tenant
  readonly #directory: Directory

  constructor(tenant: Tenant, directory: Directory) {
    this.#tenant = tenant
    this.#directory = directory
  }

  async admit(c: Context, needs: string): Promise<void> {
    const reading = await readToken(this.#tenant, c.req.raw, 'graph', this.#tenant.id)
    if ('refused' in reading)
      throw new Refusal(401, 'InvalidAuthenticationToken', 'Access token is missing or not valid.')
    const scopes = reading.scopes
    if (!scopes.includes(needs))
      throw new Refusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
  }

  /** `$filter` of one equality, the only form that is imitated. */
  list(items: object[], c: Context): object {
    const filter = c.req.query('$filter')
    if (filter === undefined) return {value: items}
    const [, name = '', value = ''] = /^(\w+) eq '((?:[^']|'')*)'$/.exec(filter) ?? []
    if (name === '') throw bad(`Invalid filter clause: ${filter}`)
    return {value: items.filter(item => (item as Body)[name] === value.replaceAll("''", "'"))}
  }

  found(id: string): DirectoryApplication {
    const app = this.#directory.applications.get(id)
    if (app === undefined || this.#isNew(app)) throw missing(id)
    return app
  }

  application(id: string, select: string | undefined): object {
    const app = this.found(id)
    return select === 'keyCredentials' ? {id, keyCredentials: app.keyCredentials} : shown(app)
  }

  register(body: Body): object {
    known(body, ['displayName', 'signInAudience', 'tags', 'notes', 'requiredResourceAccess', 'keyCredentials'])
    if (typeof body.displayName !== 'string' || body.displayName === '') throw bad('displayName is required.')
    const app: DirectoryApplication = {
      id: randomUUID(),
      appId: randomUUID(),
      displayName: body.displayName,
      tags: (body.tags as string[] | undefined) ?? [],
      notes: (body.notes as string | undefined) ?? null,
      signInAudience: (body.signInAudience as string | undefined) ?? 'AzureADandPersonalMicrosoftAccount',
      requiredResourceAccess:
        (body.requiredResourceAccess as DirectoryApplication['requiredResourceAccess'] | undefined) ?? [],
      keyCredentials: keysOf(body.keyCredentials ?? []),
      federated: [],
      created: this.#tenant.now(),
    }
    this.#directory.applications.set(app.id, app)
    return shown(app)
  }

  change(id: string, body: Body): undefined {
    const app = this.found(id)
    known(body, ['keyCredentials', 'requiredResourceAccess', 'tags', 'notes'])
    if (body.keyCredentials !== undefined) app.keyCredentials = keysOf(body.keyCredentials)
    if (body.requiredResourceAccess !== undefined)
      app.requiredResourceAccess = body.requiredResourceAccess as DirectoryApplication['requiredResourceAccess']
    return undefined
  }

  federate(id: string, body: Body): object {
    const app = this.found(id)
    const {name, issuer, subject, audiences, description} = body
    if (![name, issuer, subject].every(text => typeof text === 'string' && text !== ''))
      throw bad('name, issuer and subject are required.')
    if (!Array.isArray(audiences) || audiences.length !== 1) throw bad('audiences has to hold exactly one value.')
    if (app.federated.length >= MOST_FEDERATED)
      throw bad('An application has at most 20 federated identity credentials.')
    if (app.federated.some(each => each.name === name || (each.issuer === issuer && each.subject === subject)))
      throw new Refusal(409, 'Request_MultipleObjectsWithSameKeyValue', 'FederatedIdentityCredential already exists.')
    const made = {id: randomUUID(), name, issuer, subject, audiences, description: description ?? ''}
    app.federated.push(made as DirectoryApplication['federated'][number])
    return made
  }

  enterprise(body: Body): object {
    const app = [...this.#directory.applications.values()].find(each => each.appId === body.appId)
    if (app === undefined || this.#isNew(app))
      throw bad(`The appId '${body.appId}' of the service principal does not reference a valid application object.`)
    if (this.#directory.principalOf(app.appId))
      throw new Refusal(409, 'Request_MultipleObjectsWithSameKeyValue', 'The service principal already exists.')
    const made = {
      id: randomUUID(),
      appId: app.appId,
      displayName: app.displayName,
      appRoles: [],
      created: this.#tenant.now(),
    }
    this.#directory.principals.set(made.id, made)
    return made
  }

  granted(id: string): object {
    this.#principal(id)
    return {value: [...this.#directory.assignments.values()].filter(each => each.principalId === id)}
  }

  grant(id: string, body: Body): object {
    this.#principal(id)
    if (body.principalId !== id) throw bad('principalId has to be the service principal of the address.')
    const resource = this.#directory.principals.get(String(body.resourceId))
    const role = resource?.appRoles.find(each => each.id === body.appRoleId)
    if (resource === undefined || role === undefined)
      throw bad('Permission being assigned was not found on application')
    for (const each of this.#directory.assignments.values()) {
      if (each.principalId === id && each.resourceId === resource.id && each.appRoleId === role.id)
        throw bad('Permission being assigned already exists on the object')
    }
    const made = {id: randomUUID(), principalId: id, resourceId: resource.id, appRoleId: role.id}
    this.#directory.assignments.set(made.id, made)
    return made
  }

  unfederate(id: string, credential: string): undefined {
    const app = this.found(id)
    const at = app.federated.findIndex(each => each.id === credential)
    if (at < 0) throw missing(credential)
    app.federated.splice(at, 1)
  }

  revoke(id: string, grant: string): undefined {
    this.#principal(id)
    if (this.#directory.assignments.get(grant)?.principalId !== id) throw missing(grant)
    this.#directory.assignments.delete(grant)
    return undefined
  }

  assign(body: Body): object {
    const principalId = String(body.principalId)
    const roleDefinitionId = String(body.roleDefinitionId)
    this.#principal(principalId)
    if (!(roleDefinitionId in DIRECTORY_ROLES)) throw bad('The role definition does not exist.')
    if (body.directoryScopeId !== '/') throw bad("directoryScopeId has to be '/'.")
    const all = [...this.#directory.roleAssignments.values()]
    if (all.some(each => each.principalId === principalId && each.roleDefinitionId === roleDefinitionId))
      throw bad('A conflicting object with one or more of the specified property values is present in the directory.')
    const made = {id: randomUUID(), principalId, roleDefinitionId}
    this.#directory.roleAssignments.set(made.id, made)
    return made
  }

  #principal(id: string): void {
    const principal = this.#directory.principals.get(id)
    if (principal === undefined || this.#isNew(principal)) throw missing(id)
  }

  #isNew({created}: {created: number}): boolean {
    return this.#tenant.now() - created < REPLICATION
  }
}

/** Keys are told without their bytes unless they are selected of a single object (Graph's keyCredential page). */
function shown({federated: _federated, created: _created, ...app}: DirectoryApplication): object {
  return {...app, keyCredentials: app.keyCredentials.map(each => ({...each, key: null}))}
}

function keysOf(given: unknown): DirectoryKey[] {
  if (!Array.isArray(given)) throw bad('keyCredentials has to be a collection.')
  return (given as Partial<DirectoryKey>[]).map(each => {
    if (each.type !== 'AsymmetricX509Cert' || each.usage !== 'Verify')
      throw bad('Key credential type or usage is invalid.')
    if (typeof each.key !== 'string' || each.key === '') throw bad('New key credential must have a value for the key.')
    let certificate: X509Certificate
    try {
      certificate = new X509Certificate(Buffer.from(each.key, 'base64'))
    } catch {
      throw bad('Key value is invalid certificate.')
    }
    if (each.keyId !== undefined && !GUID.test(each.keyId)) throw bad('keyId is not a GUID.')
    return {
      keyId: each.keyId ?? randomUUID(),
      displayName: each.displayName ?? certificate.subject,
      type: each.type,
      usage: each.usage,
      key: each.key,
      startDateTime: new Date(certificate.validFrom).toISOString(),
      endDateTime: new Date(certificate.validTo).toISOString(),
    }
  })
}

function known(body: Body, names: string[]): void {
  for (const name of Object.keys(body))
    if (!names.includes(name)) throw bad(`Property ${name} is not one that is imitated.`)
}

async function readBody(c: Context): Promise<Body> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) throw bad('Content-Type has to be JSON.')
  try {
    return (await c.req.json()) as Body
  } catch {
    throw bad('Unable to read JSON request payload.')
  }
}
