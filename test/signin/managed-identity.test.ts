/** Managed identities against a strict stand-in of Azure's endpoints: what is asked where, what is refused, and who is told what. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {checkOf, whoCanFix} from '../../src/checks/check-of-code.ts'
import {cloudNamed, cloudNames} from '../../src/signin/cloud.ts'
import {openManagedIdentity, resourceOf} from '../../src/signin/managed-identity.ts'
import type {SimulatedIdentity} from '../../src/simulator/managed-identity.ts'
import {createSimulator, type SimulatorOptions} from '../../src/simulator/simulator.ts'
import {Failure} from '../../src/wire/failure.ts'
import {proxiesOf} from '../../src/wire/proxy.ts'
import {failureOf} from '../builders.ts'
import {goIn} from '../scenarios/way-in.ts'
import {leaks} from './simulated.ts'
import {aWorld} from './world.ts'

const clientId = '3c0e7f52-8b1d-4f6a-9a27-51d0c8e4b9f6'
const other = '9d2f41c6-0b7e-4a35-8c19-e6a5d3b20f84'
const audiences = ['api://AzureADTokenExchange']
const graph = resourceOf(cloudNamed('worldwide'), 'graph')
const imds = 'http://127.0.0.1/imds'

function anIdentity(more: Partial<SimulatedIdentity> = {}): SimulatedIdentity {
  return {
    assigned: 'user',
    clientId,
    servicePrincipal: 'b7a41d93-2e5f-4c08-8d6b-0f3e9a7c1254',
    roles: {exchange: ['Exchange.ManageAsApp'], graph: ['AuditLogsQuery.Read.All']},
    directoryRoles: [],
    certificates: [],
    federatedCredentials: [],
    ...more,
  }
}

const mayRead: SimulatorOptions = {managedIdentity: {identities: [anIdentity()]}}
const readsAs = (id = clientId, more: Record<string, string> = {}) => ({
  inputs: () => ({credential: 'managed-identity', 'client-id': id, ...more}),
})

describe('an export', () => {
  test('signs in as a user-assigned identity, without the login service', async () => {
    const {failure, manifest, everything, simulator, masks} = await goIn({simulator: mayRead, ...readsAs()})
    expect(failure).toBe('')
    expect(manifest).toMatchObject({client: clientId, managedIdentity: {assigned: 'user'}})
    expect(manifest?.certificate ?? manifest?.federation).toBeUndefined()
    expect(everything).toContain(`user-assigned managed identity ${clientId}`)
    expect(simulator.counters.tokens).toBe(0)
    const tokens = masks.filter(mask => mask.split('.').length === 3)
    expect(tokens.length).toBeGreaterThan(0)
    expect(leaks(everything, tokens)).toEqual([])
  })

  test('signs in as the machine’s own identity', async () => {
    const simulator = {managedIdentity: {identities: [anIdentity({assigned: 'system'}), anIdentity({clientId: other})]}}
    const {failure, manifest} = await goIn({simulator, ...readsAs(clientId, {'managed-identity': 'system'})})
    expect(failure).toBe('')
    expect(manifest?.managedIdentity?.assigned).toBe('system')
  })

  test('lets an identity prove an app registration', async () => {
    const identity = anIdentity({roles: {}})
    const simulator = {
      managedIdentity: {identities: [identity]},
      federatedCredentials: [
        {
          issuer: 'https://login.microsoftonline.com/6f1c9e0b-5a3d-4b7e-8c2f-1d9a0e7b4c58/v2.0',
          subject: identity.servicePrincipal ?? '',
          audiences,
        },
      ],
    }
    const tenant = (await createSimulator({recordsPerMonth: 1})).tenantId
    const [credential] = simulator.federatedCredentials
    if (credential) credential.issuer = `https://login.microsoftonline.com/${tenant}/v2.0`
    const inputs = () => ({credential: 'managed-identity', 'managed-identity': clientId})
    const {failure, manifest} = await goIn({simulator, inputs})
    expect(failure).toBe('')
    expect(manifest?.federation).toEqual({subject: identity.servicePrincipal, issuer: credential?.issuer})

    const wrong = {
      ...simulator,
      federatedCredentials: [{issuer: credential?.issuer ?? '', subject: clientId, audiences}],
    }
    const refused = await goIn({simulator: wrong, inputs})
    expect(refused.failure).toContain('[LOGIN_AADSTS700213')
    expect(refused.failure).toContain('not its client id')
    expect(refused.failure).not.toContain('GitHub presented')
  })

  test.each<[string, string, SimulatorOptions, Record<string, string>, RegExp]>([
    [
      'an identity that the machine has not',
      'IDENTITY_NOT_FOUND',
      mayRead,
      {'client-id': other},
      /az vm identity assign/,
    ],
    [
      'no identity of its own',
      'IDENTITY_NOT_FOUND',
      {managedIdentity: {identities: []}},
      {'managed-identity': 'system'},
      /system-assigned/,
    ],
    [
      'the token of another identity',
      'TOKEN_WRONG_APP',
      {managedIdentity: {identities: [anIdentity({assigned: 'system', clientId: other})]}},
      {'managed-identity': 'system'},
      /another identity than client-id names/,
    ],
    [
      'no role in Exchange’s API',
      'EXCHANGE_ROLE_MISSING',
      {managedIdentity: {identities: [anIdentity({roles: {}})]}},
      {source: 'exchange'},
      /Privileged Role Administrator.*set-up\.md.*24 hours/,
    ],
    [
      'no role in Graph',
      'GRAPH_ROLE_MISSING',
      {managedIdentity: {identities: [anIdentity({roles: {}})]}},
      {source: 'graph'},
      /AuditLogsQuery\.Read\.All.*set-up\.md/,
    ],
    ['an endpoint that stays busy', 'IDENTITY_UNAVAILABLE', {...mayRead, faults: 'identity-503:always'}, {}, /503/],
  ])('with %s is explained, by export and doctor', async (_, code, simulator, more, says) => {
    const way = {simulator, ...readsAs(more['client-id'] ?? clientId, more)}
    const {failure} = await goIn(way)
    expect(failure).toContain(`[${code}`)
    expect(failure).toMatch(says)
    const {diagnosis} = await goIn({...way, inputs: () => ({...way.inputs(), mode: 'doctor'})})
    const row = diagnosis?.checks.find(each => each.code === code)
    expect(row).toMatchObject({check: checkOf(code), stops: true})
  })

  test('the doctor finds all well', async () => {
    const {diagnosis} = await goIn({simulator: mayRead, ...readsAs(clientId, {mode: 'doctor'})})
    const rows = diagnosis?.checks.map(({check, verdict}) => `${check} ${verdict}`) ?? []
    expect(rows).toEqual(expect.arrayContaining(['managed-identity OK', 'token OK', 'exchange-permission OK']))
    expect(
      rows.filter(row => /^(certificate|password|key|validity|id-token|vault|windows-store|token-file) /.test(row)),
    ).toEqual([])
  })
})

describe('never by silence', () => {
  test('auto does not mean it, whatever the platform says', async () => {
    const {failure} = await goIn({simulator: mayRead, inputs: () => ({'client-id': clientId})})
    expect(failure).toMatch(/INPUT_CERTIFICATE/)
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['a certificate', {certificate: 'TUlJ'}, /INPUT_CERTIFICATE/],
    ['a vault', {'key-vault-certificate': 'https://a.vault.azure.net/certificates/b'}, /INPUT_KEY_VAULT_CERTIFICATE/],
    ['a token file', {'federated-token-file': 'token'}, /INPUT_FEDERATED_TOKEN_FILE/],
    ['neither system nor an id', {'managed-identity': 'mine'}, /INPUT_MANAGED_IDENTITY/],
    ['the app itself as proof', {'managed-identity': clientId.toUpperCase()}, /INPUT_MANAGED_IDENTITY/],
    ['another credential', {credential: 'oidc', 'managed-identity': 'system'}, /INPUT_MANAGED_IDENTITY/],
  ])('%s with it is a mistake', async (_, more, says) => {
    expect((await goIn(readsAs(clientId, more))).failure).toMatch(says)
  })
})

async function aMachine(options: SimulatorOptions = mayRead) {
  const simulator = await createSimulator({recordsPerMonth: 1, ...options})
  const asked: Request[] = []
  const world = aWorld(async request => {
    asked.push(request)
    return await simulator.fetch(request)
  })
  return {world, asked, choice: {kind: 'user', clientId} as const}
}

describe('the endpoint', () => {
  test.each([404, 410, 429, 503])('that answers %i is asked again, for 70 seconds at least', async status => {
    const {world, choice} = await aMachine({...mayRead, faults: `identity-${status}:5`})
    const identity = openManagedIdentity(world, choice, {variables: {}, standIn: imds})
    await expect(identity.token(graph)).resolves.toMatchObject({expiresAt: expect.any(Number)})
    expect(world.slept).toHaveLength(5)
    expect(world.slept.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(70_000)
  })

  test('of App Service is known by its variables, and gets its header', async () => {
    const {world, asked, choice} = await aMachine()
    const variables = {endpoint: 'http://127.0.0.1/imds/msi/token', header: 'simulated-identity-header'}
    const {expiresAt} = await openManagedIdentity(world, choice, {variables}).token(graph)
    expect(expiresAt).toBeGreaterThan(world.now())
    expect(asked[0]?.headers.get('metadata')).toBeNull()
    expect(world.masked).toContain('simulated-identity-header')

    const wrong = openManagedIdentity(world, choice, {variables: {...variables, header: 'old'}})
    const failure = await failureOf(wrong.token(graph))
    expect(failure).toMatchObject({code: 'IDENTITY_REFUSED', evidence: {status: '403'}})
    expect(failure.remedy).toContain('IDENTITY_HEADER')
  })

  test('of Azure Arc has its challenge answered from a file of its own folder, and from no other', async () => {
    const read: string[] = []
    const path = '/var/opt/azcmagent/tokens/simulated.key'
    const key = 'c2ltdWxhdGVkIGNoYWxsZW5nZQ=='
    const variables = {
      endpoint: 'http://127.0.0.1/imds/arc/metadata/identity/oauth2/token',
      imds: 'http://127.0.0.1:40342',
    }
    const open = async (challenge: {path: string; key: string}) => {
      const {world, choice} = await aMachine({managedIdentity: {identities: [anIdentity()], challenge}})
      const disk = Object.create(world.disk, {
        readStream: {
          value: (name: string) => {
            read.push(name)
            return (async function* () {
              yield Buffer.from(`${key}\n`)
            })()
          },
        },
      })
      return {identity: openManagedIdentity({...world, disk}, choice, {variables}), world}
    }
    const {identity, world} = await open({path, key})
    await expect(identity.token(graph)).resolves.toBeDefined()
    expect(world.masked).toContain(key)
    expect(read).toEqual([path])
    for (const outside of [
      '/etc/shadow',
      '/var/opt/azcmagent/tokens/../../../../etc/x.key',
      '/var/opt/azcmagent/tokens/a.txt',
    ]) {
      const {code} = await failureOf((await open({path: outside, key})).identity.token(graph))
      expect(code).toBe('IDENTITY_UNREADABLE')
    }
    expect(read).toEqual([path])
  })

  test.each<[string, Parameters<typeof openManagedIdentity>[2]['variables']]>([
    ['Service Fabric', {endpoint: 'https://localhost:2377/token', header: 'x', thumbprint: 'AB'}],
    ['Cloud Shell', {msi: 'http://localhost:50342/oauth2/token'}],
  ])('of %s is refused by name', (name, variables) => {
    expect(() => openManagedIdentity(aWorld(), {kind: 'system'}, {variables})).toThrow(
      expect.objectContaining({code: 'IDENTITY_UNSUPPORTED', message: expect.stringContaining(name)}),
    )
  })

  test('outside of Azure is given up within two minutes, and its address is named', async () => {
    const world = aWorld(async () => {
      throw Object.assign(new Error('connect EHOSTUNREACH'), {code: 'EHOSTUNREACH', syscall: 'connect'})
    })
    const failure = await failureOf(openManagedIdentity(world, {kind: 'system'}, {variables: {}}).token(graph))
    expect(failure.code).toBe('IDENTITY_UNREACHABLE')
    expect(failure.message).toContain('169.254.169.254')
    expect(world.slept.reduce((sum, each) => sum + each, 0)).toBeLessThan(140_000)
    expect(whoCanFix(failure.code)).toContain('machine')
  })

  test.each<[string, Response]>([
    ['a page', new Response('<html>', {headers: {'content-type': 'text/html'}})],
    ['a redirect', new Response(null, {status: 302, headers: {location: 'https://elsewhere.example'}})],
    ['JSON without a token', Response.json({token_type: 'Bearer'})],
  ])('that answers %s is not believed, nor followed', async (_, answer) => {
    let calls = 0
    const world = aWorld(async () => {
      calls++
      return answer.clone()
    })
    const {code} = await failureOf(openManagedIdentity(world, {kind: 'system'}, {variables: {}}).token(graph))
    expect([code, calls]).toEqual(['IDENTITY_UNREADABLE', 1])
  })

  test.each(cloudNames)('is asked for the services of %s', async name => {
    const cloud = cloudNamed(name)
    for (const resource of ['exchange', 'graph', 'storage'] as const)
      expect(`${resourceOf(cloud, resource)}/.default`).toBe(cloud.scopes[resource])
  })

  test('is on this machine or its own link, in every spelling, and is never asked through a proxy', () => {
    const near = fc.oneof(
      fc.constantFrom('localhost', '127.0.0.1', '[::1]'),
      fc
        .tuple(fc.constantFrom('127.0', '169.254', '10.9', '192.168', '172.16', '172.31'), fc.nat(255), fc.nat(255))
        .map(parts => parts.join('.')),
    )
    const far = fc.oneof(
      fc.domain(),
      fc
        .tuple(fc.constantFrom(8, 11, 172, 193, 203), fc.nat(15), fc.nat(255), fc.nat(255))
        .map(parts => parts.join('.')),
    )
    const open = (endpoint: string) =>
      openManagedIdentity(aWorld(), {kind: 'system'}, {variables: {endpoint, header: 'x'}})
    fc.assert(
      fc.property(near, fc.integer({min: 1, max: 65_535}), (host, port) => {
        const endpoint = `http://${host}:${port}/msi/token`
        open(endpoint)
        const proxies = proxiesOf({HTTP_PROXY: 'http://proxy.example:8080', IDENTITY_ENDPOINT: endpoint})
        expect(proxies.bypasses(new URL(`${endpoint}?resource=x`))).toBe(true)
      }),
      {numRuns: 25},
    )
    fc.assert(
      fc.property(far, fc.constantFrom('http', 'https'), (host, scheme) => {
        expect(() => open(`${scheme}://${host}/msi/token`)).toThrow(Failure)
      }),
      {numRuns: 25},
    )
    expect(proxiesOf({HTTP_PROXY: 'http://proxy.example:8080'}).bypasses(new URL('http://169.254.169.254/x'))).toBe(
      true,
    )
    expect(proxiesOf({HTTP_PROXY: 'http://proxy.example:8080'}).bypasses(new URL('http://169.255.1.1/x'))).toBe(false)
  })
})
