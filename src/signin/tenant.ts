/** The tenant's GUID, which Exchange's address and the token's `tid` need, from whatever name of it was given. */
import {Failure} from '../wire/failure.ts'
import type {RetryPolicy} from '../wire/retry.ts'
import {send} from '../wire/send.ts'
import type {World} from '../wire/world.ts'
import type {Cloud} from './cloud.ts'
import {loginPolicy, readLogin} from './login.ts'

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/** A GUID as it is, in lower case; for a domain the GUID that the login service knows it by. Throws `TENANT_…`. */
export async function resolveTenant(
  world: World,
  cloud: Cloud,
  tenant: string,
  patience: {policy?: RetryPolicy; signal?: AbortSignal} = {},
): Promise<string> {
  const name = tenant.trim().toLowerCase()
  if (new RegExp(`^${GUID.source}$`).test(name)) return name
  checkDomain(name)
  const configuration = await send(world, {
    request: () => new Request(`${cloud.login}/${name}/v2.0/.well-known/openid-configuration`),
    read: answer => readLogin(answer, {cloud, tenant: name, now: world.now()}),
    policy: patience.policy ?? loginPolicy,
    ...(patience.signal && {signal: patience.signal}),
  })
  checkInstance(configuration, cloud, name)
  const guid = GUID.exec(`${configuration.issuer} ${configuration.token_endpoint}`)?.[0]
  if (guid === undefined) throw unresolved(name)
  return guid.toLowerCase()
}

function checkDomain(name: string): void {
  if (/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/.test(name)) return
  const shared = ['common', 'organizations', 'consumers'].includes(name)
  throw new Failure({
    code: 'TENANT_MALFORMED',
    message: shared
      ? `tenant-id '${name}' stands for many tenants; an app signs in to one.`
      : `tenant-id '${name}' is neither a GUID nor a domain.`,
    remedy: "Give the tenant's GUID (Entra → Overview → Tenant ID) or its domain, as contoso.onmicrosoft.com.",
  })
}

/** The public login service also knows tenants of other clouds, and names their host here. */
function checkInstance(configuration: Record<string, unknown>, cloud: Cloud, name: string): void {
  const instance = configuration.cloud_instance_name
  if (typeof instance !== 'string' || instance === '') return
  if (domainOf(instance) === domainOf(new URL(cloud.authority).hostname)) return
  throw new Failure({
    code: 'TENANT_OTHER_CLOUD',
    message: `The tenant ${name} is in another cloud (${instance}) than '${cloud.name}'.`,
    remedy: 'Set the input cloud: gcc-high or dod for microsoftonline.us, china for partner.microsoftonline.cn.',
  })
}

function domainOf(host: string): string {
  return host.split('.').slice(-2).join('.')
}

function unresolved(name: string): Failure {
  return new Failure({
    code: 'TENANT_UNRESOLVED',
    message: `The login service knows '${name}', but its answer holds no tenant GUID.`,
    remedy: "Give the tenant's GUID as tenant-id (Entra → Overview → Tenant ID).",
  })
}
