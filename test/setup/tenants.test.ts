/** Several bare tenants, set up by one file: an application in each, and one that fails stops no other. */
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {terminalHost} from '../../src/host/terminal.ts'
import {setupOptionKinds} from '../../src/setup/settings.ts'
import {runSetup} from '../../src/setup.ts'
import {createTenants} from '../../src/simulator/several-tenants.ts'
import type {SimulatorOptions} from '../../src/simulator/simulator.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {aWorld} from '../signin/world.ts'
import {leftBehind, nothing} from './bench.ts'

afterAll(cleanUp)

const base = 'http://127.0.0.1'

async function bareTenants(tenants: readonly SimulatorOptions[]) {
  const world = aWorld(request => several.fetch(request))
  const several = await createTenants({tenants, shared: {bare: true, recordsPerMonth: 1, now: world.now}})
  const changes: string[] = []
  world.fetch = async request => {
    const body = request.method === 'GET' ? '' : await request.clone().text()
    const cmdlet = /"CmdletName":"([^"]+)"/.exec(body)?.[1]
    if (cmdlet ? !cmdlet.startsWith('Get-') : request.method !== 'GET') changes.push(cmdlet ?? request.url)
    return await several.fetch(request)
  }
  const folder = temporaryFolder()
  const environment: Record<string, string> = {
    M365_AUDIT_ENDPOINTS: JSON.stringify({
      login: `${base}/login`,
      graph: `${base}/graph`,
      exchange: `${base}/exchange`,
    }),
    GH_TOKEN: 'ghs_simulated',
    GITHUB_API_URL: `${base}/github`,
    GITHUB_WORKSPACE: folder,
  }
  for (const [index, tenant] of several.tenants.entries()) {
    const tokens = await tenant.administratorTokens()
    environment[`M365_ADMIN_GRAPH_TOKEN_TENANT_${index + 1}`] = tokens.graph
    environment[`M365_ADMIN_EXCHANGE_TOKEN_TENANT_${index + 1}`] = tokens.exchange
  }
  const file = (head: string, lines: readonly string[] = []) => {
    const entries = several.tenants.map(
      ({tenantId}, index) => `  - name: tenant-${index + 1}\n    tenant-id: ${tenantId}\n${lines[index] ?? ''}`,
    )
    writeFileSync(join(folder, 'tenants.yml'), `${head}tenants:\n${entries.join('')}`)
  }
  const setup = async (words: string, more: Record<string, string | undefined> = {}) => {
    const lines: string[] = []
    let code = 0
    const screen = {
      write: (text: string) => void lines.push(text),
      setExitCode: (given: number) => {
        code = given
      },
    }
    const argv = ['--tenants', join(folder, 'tenants.yml'), '--folder', join(folder, 'keys'), ...words.split(' ')]
    const host = terminalHost(argv.filter(Boolean), {...environment, ...more}, screen, setupOptionKinds)
    const heard = {...world, log: (line: string) => host.info(line), mask: (secret: string) => host.mask(secret)}
    const az = async () => {
      throw new Error('spawn az ENOENT')
    }
    await runSetup({host, world: heard, environment: {...environment, ...more}, az})
    host.end()
    return {text: lines.join(''), code}
  }
  return {several, setup, file, changes, left: () => several.tenants.map(leftBehind)}
}

const claims = {tid: '99999999-aaaa-4bbb-8ccc-999999999999', aud: 'https://graph.microsoft.com'}
const ofOtherTenant = ['{}', JSON.stringify(claims), 'x'].map(part => Buffer.from(part).toString('base64url')).join('.')

const repository = '--repository fabrikam/audit-archive'
const own = 'defaults:\n  environment: audit-<tenant>\n'

describe('setup --tenants', () => {
  test('makes an application in each tenant, trusted from its own environment; a second time it changes nothing', async () => {
    const {several, setup, file, changes, left} = await bareTenants([{}, {}])
    file(own, ['', '    source: both\n    mail-from: audit@fabrikam.example\n'])
    const first = await setup(`${repository} --federated`)
    expect(first.code, first.text).toBe(0)
    const applications = several.tenants.map(({directory}) => [...directory.applications.values()])
    expect(applications.map(apps => apps[0]?.federated.map(({subject}) => subject))).toEqual([
      ['repo:fabrikam/audit-archive:environment:audit-tenant-1'],
      ['repo:fabrikam/audit-archive:environment:audit-tenant-2'],
    ])
    const [, second] = several.tenants
    expect(second?.directory.registered(applications[1]?.[0]?.appId ?? '')?.roles).toEqual({
      exchange: ['Exchange.ManageAsApp'],
      graph: ['AuditLogsQuery.Read.All', 'Mail.Send'],
    })
    const made = several.tenants[0]?.environments.made
    for (const index of [0, 1])
      expect(made?.get(`audit-tenant-${index + 1}`)?.variables.get('M365_CLIENT_ID')).toBe(
        applications[index]?.[0]?.appId,
      )
    for (const [app] of applications) expect(first.text).toContain(String(app?.appId))
    const before = changes.length
    const again = await setup(`${repository} --federated`)
    expect(again.text.match(/Nothing was left to do\./g)).toHaveLength(4)
    expect(changes.length).toBe(before)
    expect((await setup(`${repository} --federated --remove`)).code).toBe(0)
    expect(left()).toEqual([nothing, nothing])
  })

  test('goes on where one tenant fails, says so, and finishes it later', async () => {
    const {setup, file, left} = await bareTenants([{}, {}, {}])
    file(own)
    const {text, code} = await setup(`${repository} --federated`, {M365_ADMIN_GRAPH_TOKEN_TENANT_2: undefined})
    expect(code).toBe(1)
    expect(text).toMatch(/tenant-2\s+failed \[SETUP_NO_TOKEN\]/)
    expect(text).toContain('1 of 3 tenants failed: tenant-2.')
    expect(text).toContain('M365_ADMIN_GRAPH_TOKEN_TENANT_2 is not set')
    expect(text).toContain('or set M365_ADMIN_GRAPH_TOKEN_TENANT_2.')
    expect(left().map(({applications}) => applications.length)).toEqual([1, 0, 1])
    expect((await setup(`${repository} --federated`)).code).toBe(0)
    expect(left().map(({applications}) => applications.length)).toEqual([1, 1, 1])
  })

  test('takes no token without a tenant’s name, and names the variable that it needs', async () => {
    const {setup, file, changes} = await bareTenants([{}])
    file(own)
    const {text} = await setup(`${repository} --federated`, {
      M365_ADMIN_GRAPH_TOKEN: 'of-some-tenant',
      M365_ADMIN_GRAPH_TOKEN_TENANT_1: undefined,
    })
    expect(text).toContain('or set M365_ADMIN_GRAPH_TOKEN_TENANT_1.')
    expect(changes).toEqual([])
    const wrong = await setup(`${repository} --federated`, {M365_ADMIN_GRAPH_TOKEN_TENANT_1: ofOtherTenant})
    expect(wrong.text).toMatch(/SETUP_TOKEN\].*it goes into M365_ADMIN_GRAPH_TOKEN_TENANT_1,/)
  })

  test('a dry run shows the steps of each tenant, without tokens too, and changes nothing', async () => {
    const {setup, file, changes, left} = await bareTenants([{}, {}])
    file(own)
    const none = Object.fromEntries(
      ['GRAPH', 'EXCHANGE'].flatMap(service =>
        [1, 2].map(index => [`M365_ADMIN_${service}_TOKEN_TENANT_${index}`, undefined]),
      ),
    )
    for (const tokens of [{}, none]) {
      const {text, code} = await setup(`${repository} --federated --dry-run`, tokens)
      expect(code, text).toBe(0)
      expect(text.match(/Nothing was changed; \d+ steps would be\./g)).toHaveLength(4)
      for (const index of [1, 2])
        expect(text).toContain(`repo:fabrikam/audit-archive:environment:audit-tenant-${index}`)
    }
    expect(changes).toEqual([])
    expect(left()).toEqual([nothing, nothing])
  })

  test('another tenant’s token opens nothing', async () => {
    const {setup, file, left} = await bareTenants([{}, {}])
    file(own)
    const {several} = await bareTenants([{}, {}])
    const foreign = (await several.tenants[1]?.administratorTokens())?.graph
    const {text} = await setup(`${repository} --federated`, {M365_ADMIN_GRAPH_TOKEN_TENANT_1: foreign})
    expect(text).toMatch(/tenant-1\s+failed \[SETUP_TOKEN\]/)
    expect(left()[0]?.applications).toEqual([])
  })

  test('with one environment for several tenants, ids go to the file and certificates are refused', async () => {
    const {several, setup, file, left} = await bareTenants([{}, {}])
    file('defaults:\n  environment: audit\n')
    const refused = await setup(repository)
    expect(refused.code).toBe(2)
    expect(refused.text).toContain('SETUP_TENANTS')
    expect(left()).toEqual([nothing, nothing])
    const {text, code} = await setup(`${repository} --federated`)
    expect(code, text).toBe(0)
    expect(text).toContain('write each client id into the file')
    const made = several.tenants[0]?.environments.made
    expect([...(made?.keys() ?? [])]).toEqual(['audit'])
    expect(made?.get('audit')?.variables.size).toBe(0)
    expect(left().map(({applications}) => applications.length)).toEqual([1, 1])
  })

  test('refuses options that the file has, and a file that can’t be read, before anything is changed', async () => {
    const {setup, file, changes} = await bareTenants([{}])
    file('')
    const options = await setup('--tenant-id contoso.com --source both --environment x --request')
    for (const name of ['--tenant-id', '--source', '--environment', '--request'])
      expect(options.text).toContain(`${name} and --tenants`)
    file('nonsense: 1\n')
    expect((await setup(`${repository} --federated`)).text).toContain('nonsense')
    expect(changes).toEqual([])
  })
})
