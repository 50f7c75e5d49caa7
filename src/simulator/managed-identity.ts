/**
 * The endpoints of managed identities for one machine: the metadata service of virtual machines, App Service's, and the Azure Arc
 * agent's without its challenge file being written. Judges header, query and identity as documented.
 * https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
 * https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */
import {Hono} from 'hono'
import {resourceAt} from './clouds.ts'
import {AUDIENCE, issueExchangeToken} from './federation.ts'
import type {RegisteredApp, Tenant} from './tenant.ts'
import {issueToken} from './tokens.ts'

export interface SimulatedIdentity extends RegisteredApp {
  assigned: 'system' | 'user'
}

export interface ManagedIdentityOptions {
  /** Those that the machine has. */
  identities: readonly SimulatedIdentity[]
  /** IDENTITY_HEADER of App Service. */
  header: string
  /** The file and its content that the Arc agent takes for proof. */
  challenge: {path: string; key: string}
}

type Answer = {body: Record<string, unknown>; status: 200 | 400}

export function managedIdentity(tenant: Tenant, options: ManagedIdentityOptions): Hono {
  const app = new Hono()
  const played = () => {
    const fault = tenant.script.at('identity')
    const status = fault === undefined ? undefined : Number(fault.slice('identity-'.length))
    if (status === undefined) return undefined
    const body = {error: 'unavailable', error_description: 'The service is being updated.'}
    return new Response(JSON.stringify(body), {status, headers: {'content-type': 'application/json'}})
  }
  const misused = (error: string, description: string) => ({error, error_description: description})

  app.get('/metadata/identity/oauth2/token', async c => {
    const fault = played()
    if (fault) return fault
    // What was forwarded may come from outside of the machine.
    if (c.req.header('metadata') !== 'true' || c.req.header('x-forwarded-for') !== undefined)
      return c.json(misused('bad_request_102', 'Required metadata header not specified'), 400)
    if (c.req.query('api-version') !== '2018-02-01')
      return c.json(misused('bad_request', 'The api-version is missing or not supported'), 400)
    const {body, status} = await issue(tenant, options.identities, c.req.query(), {
      unknown: misused('invalid_request', 'Identity not found'),
      noResource: misused('invalid_resource', 'AADSTS500011: The resource principal was not found in the tenant.'),
    })
    return c.json(status === 200 ? {...body, ext_expires_in: body.expires_in} : body, status)
  })

  app.get('/msi/token', async c => {
    const fault = played()
    if (fault) return fault
    const message = (text: string) => ({statusCode: 400, message: text})
    if (c.req.header('x-identity-header') !== options.header)
      return c.json({statusCode: 403, message: 'The identity header is missing or wrong.'}, 403)
    if (c.req.query('api-version') !== '2019-08-01') return c.json(message('Unsupported api-version.'), 400)
    const {body, status} = await issue(tenant, options.identities, c.req.query(), {
      unknown: message(
        'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
      ),
      noResource: message('The resource principal was not found in the tenant.'),
    })
    const {expires_in: _, ...withoutSeconds} = body
    return c.json(status === 200 ? withoutSeconds : body, status)
  })

  app.get('/arc/metadata/identity/oauth2/token', async c => {
    const fault = played()
    if (fault) return fault
    if (c.req.header('metadata') !== 'true')
      return c.json(misused('bad_request', 'Required metadata header not specified'), 400)
    if (c.req.query('api-version') !== '2020-06-01') return c.json(misused('bad_request', 'Invalid api-version'), 400)
    if (c.req.header('authorization') !== `Basic ${options.challenge.key}`) {
      c.header('www-authenticate', `Basic realm=${options.challenge.path}`)
      return c.json(misused('unauthorized', 'The challenge has to be answered'), 401)
    }
    const {body, status} = await issue(tenant, options.identities, c.req.query(), {
      unknown: misused('invalid_request', 'Identity not found'),
      noResource: misused('invalid_resource', 'The resource was not found'),
    })
    return c.json(body, status)
  })
  return app
}

async function issue(
  tenant: Tenant,
  identities: readonly SimulatedIdentity[],
  query: Record<string, string>,
  refusals: {unknown: Answer['body']; noResource: Answer['body']},
): Promise<Answer> {
  const {client_id: clientId, resource = ''} = query
  const assigned = identities.filter(each => each.assigned === 'user')
  const identity =
    clientId === undefined
      ? (identities.find(each => each.assigned === 'system') ?? (assigned.length === 1 ? assigned[0] : undefined))
      : identities.find(each => each.clientId === clientId)
  if (identity === undefined) return {body: refusals.unknown, status: 400}
  const isExchange = resource === AUDIENCE
  if (!isExchange && (!URL.canParse(resource) || resourceAt(new URL(resource).host) === undefined))
    return {body: refusals.noResource, status: 400}
  const {token, lifetime} = isExchange
    ? await issueExchangeToken(tenant, identity.servicePrincipal ?? '')
    : await issueToken(tenant, identity, {resource, claims: undefined, withRoles: true})
  const until = Math.floor(tenant.now() / 1000) + lifetime
  const body = {
    access_token: token,
    client_id: identity.clientId,
    expires_in: String(lifetime - 1),
    expires_on: String(until),
    resource,
    token_type: 'Bearer',
  }
  return {body, status: 200}
}
