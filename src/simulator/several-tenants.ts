/** Several tenants at one address, as the real services have them: which one is meant, its path or its token says. */
import {listenOnLoopback} from './listen.ts'
import {createSimulator, type ListeningSimulator, type Simulator, type SimulatorOptions} from './simulator.ts'

export interface SeveralTenantsOptions {
  /** One for each tenant. */
  tenants: readonly SimulatorOptions[]
  /** What all have alike. */
  shared?: SimulatorOptions
}

export interface SeveralTenants {
  fetch(request: Request): Promise<Response>
  listen(port?: number): Promise<Pick<ListeningSimulator, 'origin' | 'endpoints' | 'environment' | 'close'>>
  /** In the order of the options. The first one's repository is that of all. */
  readonly tenants: readonly Simulator[]
}

/** Different in its first and last digits, so that a mix-up shows. */
function tenantGuid(index: number): string {
  const digits = (index + 1).toString(16).padStart(4, '0')
  return `${digits}0000-7b58-4d6a-9c0e-52a1b8e7${digits}`
}

export async function createTenants({tenants, shared = {}}: SeveralTenantsOptions): Promise<SeveralTenants> {
  const all: Simulator[] = []
  for (const [index, own] of tenants.entries()) {
    const identity = {
      tenantId: tenantGuid(index),
      domain: `tenant${index + 1}.onmicrosoft.com`,
      clientId: `a7d3b1c2-5e4f-4a6b-8c9d-${tenantGuid(index).slice(-12)}`,
    }
    const options = {seed: index + 1, ...shared, ...own}
    all.push(await createSimulator({...options, identity: {...identity, ...shared.identity, ...own.identity}}))
  }
  const [first] = all
  if (first === undefined) throw new TypeError('There has to be a tenant.')
  const byName = new Map(all.flatMap(one => [[one.tenantId, one] as const, [one.domain, one] as const]))
  const fetch = async (request: Request) => {
    const name = tenantInPath(new URL(request.url).pathname) ?? tenantOfToken(request)
    return await ((name === undefined ? undefined : byName.get(name.toLowerCase())) ?? first).fetch(request)
  }
  return {
    fetch,
    tenants: all,
    async listen(port) {
      const {origin, close} = await listenOnLoopback(fetch, port)
      // The variables of the first one's job, at the address of all.
      const alone = await first.listen()
      await alone.close()
      const moved = (text: string) => text.replaceAll(alone.origin, origin)
      const environment = Object.fromEntries(
        Object.entries(alone.environment).map(([name, value]) => [name, moved(value)]),
      )
      return {origin, endpoints: JSON.parse(moved(JSON.stringify(alone.endpoints))), environment, close}
    },
  }
}

/** Of login and Exchange. */
function tenantInPath(path: string): string | undefined {
  const [, inLogin] = /^\/login\/([^/]+)\//.exec(path) ?? []
  const [, inExchange] = /^\/exchange\/adminapi\/[^/]+\/([^/]+)\//.exec(path) ?? []
  const name = inLogin ?? inExchange
  return name === undefined ? undefined : decodeURIComponent(name)
}

/** Of Graph and storage, whose paths name none. The tenant itself judges the token. */
function tenantOfToken(request: Request): string | undefined {
  const {pathname} = new URL(request.url)
  const [, payload = ''] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(request.headers.get('authorization') ?? '') ?? []
  if (!/^\/(graph|storage)\//.test(pathname) || payload === '') return undefined
  try {
    const {tid} = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as {tid?: unknown}
    return typeof tid === 'string' ? tid : undefined
  } catch {
    return undefined
  }
}
