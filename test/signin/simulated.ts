/** The simulated tenant with a world of its own, and the ways into it that need a service: GitHub's word, a vault. */
import {cloudNamed} from '../../src/signin/cloud.ts'
import type {Credential} from '../../src/signin/credential.ts'
import {withEndpoints} from '../../src/signin/endpoints.ts'
import {openFederation} from '../../src/signin/federation.ts'
import {loginPolicy} from '../../src/signin/login.ts'
import {type TokenProvider, tokenProvider} from '../../src/signin/token.ts'
import {openVault} from '../../src/signin/vault.ts'
import {parseVaultAddress} from '../../src/signin/vault-address.ts'
import type {Vault} from '../../src/signin/vault-call.ts'
import {createSimulator, type SimulatorOptions} from '../../src/simulator/simulator.ts'
import {aWorld} from './world.ts'

export async function aTenant(options: SimulatorOptions = {}, cloudName = 'worldwide') {
  const simulator = await createSimulator({recordsPerMonth: 1, ...options})
  const world = aWorld(simulator.fetch)
  const endpoints = {login: 'http://127.0.0.1/login', graph: 'http://127.0.0.1/graph', vault: 'http://127.0.0.1/vault'}
  const cloud = withEndpoints(cloudNamed(cloudName), JSON.stringify(endpoints))
  const variables = simulator.idTokenVariables('http://127.0.0.1')
  const idTokens = {url: variables.ACTIONS_ID_TOKEN_REQUEST_URL, bearer: variables.ACTIONS_ID_TOKEN_REQUEST_TOKEN}
  const app = {cloud, tenantId: simulator.tenantId, clientId: simulator.clientId}
  const policy = {...loginPolicy, jitter: () => 0}

  const tokens = (credential: Credential, resource: 'exchange' | 'vault' = 'exchange'): TokenProvider =>
    tokenProvider(world, {...app, credential, resource, policy})
  const federation = async (): Promise<Credential> => ({
    kind: 'federation',
    federation: await openFederation(world, cloud, idTokens),
  })
  const vault = async (
    more: {access?: Vault['access']; version?: string; thumbprint?: string; name?: string} = {},
  ): Promise<Credential> => {
    const id = `${simulator.vaultCertificate}${more.version ? `/${more.version}` : ''}`
    const parsed = parseVaultAddress(id)
    if (!('ok' in parsed)) throw new TypeError(parsed.mistake)
    const address = more.name ? {...parsed.ok, certificate: more.name} : parsed.ok
    const access = more.access ?? {
      kind: 'app' as const,
      clientId: app.clientId,
      tokens: tokens(await federation(), 'vault'),
    }
    const {thumbprint} = more
    return await openVault(world, {
      vault: {address, base: cloud.vault ?? '', access},
      ...(thumbprint ? {thumbprint} : {}),
    })
  }
  return {simulator, world, cloud, idTokens, app, tokens, federation, vault}
}

/** Nothing of these may be in what a person reads. */
export function leaks(text: string, secrets: readonly string[]): string[] {
  const parts = secrets.flatMap(secret => [secret, ...secret.split(/[.\s]/)]).filter(part => part.length >= 16)
  return [...new Set(parts)].filter(part => text.includes(part))
}
