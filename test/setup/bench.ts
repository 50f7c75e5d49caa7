/** A bare tenant and the command `setup` in one process: no port, a clock that sleeping moves, ears for all that is said. */
import {join} from 'node:path'
import {terminalHost} from '../../src/host/terminal.ts'
import {runSetup} from '../../src/setup.ts'
import {createSimulator, type SimulatorOptions} from '../../src/simulator/simulator.ts'
import {temporaryFolder} from '../runner.ts'
import {aWorld} from '../signin/world.ts'

export interface Run {
  /** What a person reads. */
  text: string
  code: number
}

const base = 'http://127.0.0.1'

export async function aBareTenant(options: SimulatorOptions = {}) {
  const world = aWorld(request => simulator.fetch(request))
  const simulator = await createSimulator({bare: true, recordsPerMonth: 1, now: world.now, ...options})
  const changes: string[] = []
  world.fetch = async request => {
    const {pathname} = new URL(request.url)
    const body = request.method === 'GET' ? '' : await request.clone().text()
    const cmdlet = /"CmdletName":"([^"]+)"/.exec(body)?.[1]
    if (cmdlet ? !cmdlet.startsWith('Get-') : request.method !== 'GET')
      changes.push(cmdlet ?? `${request.method} ${pathname}`)
    return await simulator.fetch(request)
  }
  const folder = temporaryFolder()
  const tokens = await simulator.administratorTokens()
  const environment: Record<string, string | undefined> = {
    M365_AUDIT_ENDPOINTS: JSON.stringify({
      login: `${base}/login`,
      graph: `${base}/graph`,
      exchange: `${base}/exchange`,
    }),
    M365_ADMIN_GRAPH_TOKEN: tokens.graph,
    M365_ADMIN_EXCHANGE_TOKEN: tokens.exchange,
    GH_TOKEN: 'ghs_simulated',
    GITHUB_API_URL: `${base}/github`,
  }
  const setup = async (words: string | string[] = '', more: Record<string, string | undefined> = {}): Promise<Run> => {
    const lines: string[] = []
    let code = 0
    const screen = {
      write: (text: string) => void lines.push(text),
      setExitCode: (given: number) => {
        code = given
      },
    }
    const given = typeof words === 'string' ? words.split(' ').filter(Boolean) : words
    const tenant = given.includes('--tenant-id') ? [] : ['--tenant-id', simulator.tenantId]
    const argv = [...tenant, '--folder', folder, ...given]
    const host = terminalHost(argv, {...environment, ...more}, screen)
    const az = async () => {
      throw new Error('spawn az ENOENT')
    }
    const heard = {...world, log: (line: string) => host.info(line), mask: (secret: string) => host.mask(secret)}
    await runSetup({host, world: heard, environment: {...environment, ...more}, az})
    host.end()
    return {text: lines.join(''), code}
  }
  return {simulator, world, setup, folder, changes, environment, file: (name: string) => join(folder, name)}
}

/** All that setup can leave behind in the simulated services. */
export function leftBehind({
  directory,
  exchangeRoles,
  repositorySecrets,
  environments,
}: Awaited<ReturnType<typeof createSimulator>>) {
  return {
    applications: [...directory.applications.values()].map(each => each.displayName),
    principals: [...directory.principals.values()].filter(each => each.appRoles.length === 0).length,
    grants: directory.assignments.size + directory.roleAssignments.size,
    exchange: exchangeRoles.servicePrincipals.length + exchangeRoles.groups.length,
    repository: [repositorySecrets, ...environments.made.values()].reduce(
      (sum, {secrets, variables}) => sum + secrets.size + variables.size,
      0,
    ),
  }
}

export const nothing = {applications: [], principals: 0, grants: 0, exchange: 0, repository: 0}
