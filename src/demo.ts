/** The whole export against the built-in tenant on this machine, faults included: real sign-in, real HTTP, real files. */
import {readFile, rm} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import type {Host} from './host/host.ts'
import type {DemoSettings} from './inputs.ts'
import type {RunContext} from './month/context.ts'
import {runMonth} from './run.ts'

/** How much faster than the clock the demo waits when a service asks it to. */
const hurry = 20

/** In a terminal, where nobody chose a folder. */
const demoFolder = 'm365-audit-demo'

export async function runDemo(
  settings: DemoSettings,
  context: Pick<RunContext, 'host' | 'world' | 'cancelled'>,
  recordsPerMonth = 42_000,
): Promise<void> {
  const {createSimulator} = await import('./simulator/simulator.ts')
  const {host, world} = context
  const simulator = await createSimulator({seed: 7, recordsPerMonth, faults: 'demo', now: world.now})
  const service = await simulator.listen()
  try {
    host.info(`The built-in tenant listens on ${service.origin}. It holds nobody's data, and it is unkind on purpose.`)
    if (host.upload === undefined) borrowArtifactService(service.environment)
    const directory = host.input('directory') === '' ? demoFolder : settings.directory
    const path = resolve(host.facts.workspace, directory)
    await removeEarlierDemo(path, simulator.tenantId)
    await runMonth(
      {
        ...settings,
        directory,
        signIn: {
          tenant: simulator.domain,
          clientId: simulator.clientId,
          credential: {
            from: 'input',
            content: simulator.pfx.toString('base64'),
            password: simulator.pfxPassword,
          },
          cloud: 'worldwide',
        },
      },
      {
        ...context,
        world: {...world, sleep: (milliseconds, signal) => world.sleep(milliseconds / hurry, signal)},
        endpoints: JSON.stringify(service.endpoints),
        synthetic: true,
      },
    )
    tellEnd(host, directory, simulator.counters.faultsPlayed)
  } finally {
    await service.close()
  }
}

/** A terminal has no artifact service; the simulated one takes its place, through the same library. */
function borrowArtifactService(environment: Readonly<Record<string, string>>): void {
  for (const name of ['ACTIONS_RESULTS_URL', 'ACTIONS_RUNTIME_TOKEN']) {
    const value = environment[name]
    if (value !== undefined) process.env[name] = value
  }
}

/** An earlier demo may have been of another month; only what is surely a demo's is removed. */
async function removeEarlierDemo(path: string, tenantId: string): Promise<void> {
  const text = await readFile(join(path, 'manifest.json'), 'utf8').catch(() => '{}')
  if (text.includes(`"tenant": "${tenantId}"`)) await rm(path, {recursive: true, force: true})
}

function tellEnd(host: Host, directory: string, played: Readonly<Record<string, number>>): void {
  const faults = Object.entries(played)
    .filter(([, times]) => times > 0)
    .map(([name, times]) => `${name} ×${times}`)
  host.info(`Faults that the tenant played: ${faults.join(', ') || 'none'}.`)
  host.info(`The folder is ${directory}; start with ${directory}/summary.md.`)
  host.info(`Prove it: node dist/index.js verify --directory ${directory}`)
}
