/**
 * The whole export against the built-in tenant on this machine, faults included: real sign-in, real HTTP, real files.
 * The tenant is a process of its own, as a service is.
 */
import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {join, resolve} from 'node:path'
import {createInterface} from 'node:readline'
import {z} from 'zod'
import {fillPlaceholders} from './audit/placeholders.ts'
import type {DemoSettings} from './inputs.ts'
import type {RunContext} from './month/context.ts'
import {runMonth} from './run.ts'
import {readCertificate} from './signin/certificate.ts'

import {whenToRun} from './when-to-run.ts'
import {childEnvironment} from './wire/child-environment.ts'
import type {Disk} from './wire/disk.ts'
import {Failure} from './wire/failure.ts'

export interface DemoTenant {
  /** The script that has the command `simulator`. */
  script: string
  recordsPerMonth: number
}

/** How much faster than the clock the demo waits when a service asks it to. */
const hurry = 100

/** In a terminal, where nobody chose a folder. */
const demoFolder = 'm365-audit-demo/<period>'

/** The line that the command `simulator` prints once it serves. */
const Served = z.object({
  origin: z.string(),
  tenant: z.string(),
  environment: z.record(z.string(), z.string()),
})
type Served = z.infer<typeof Served>

export async function runDemo(
  settings: DemoSettings,
  context: Pick<RunContext, 'host' | 'world' | 'cancelled' | 'bundle'>,
  tenant: DemoTenant,
): Promise<void> {
  const {host, world} = context
  const {process: simulator, served} = await startTenant(tenant)
  try {
    host.info(`The built-in tenant listens on ${served.origin}. Synthetic data; faults are injected on purpose.`)
    if (host.upload === undefined) borrowArtifactService(served)
    const directory = host.input('directory') === '' ? demoFolder : settings.directory
    const when = await whenToRun(settings, host, world)
    const written =
      'run' in when ? fillPlaceholders(directory, {tenant: served.tenant, period: when.run.label}) : undefined
    if (written) await removeEarlierDemo(world.disk, resolve(host.facts.workspace, written), served.tenant)
    await runMonth(
      {...settings, directory, signIn: signInOf(served)},
      {
        ...context,
        world: {...world, sleep: (milliseconds, signal) => world.sleep(milliseconds / hurry, signal)},
        endpoints: served.environment.M365_AUDIT_ENDPOINTS,
        synthetic: true,
      },
    )
    if (written) await reportEnd(context, served, written)
  } finally {
    simulator.kill()
  }
}

async function startTenant(tenant: DemoTenant): Promise<{process: ChildProcess; served: Served}> {
  const words = [
    'simulator',
    '--seed',
    '7',
    '--faults',
    'demo',
    '--incidents',
    'demo',
    '--month-records',
    String(tenant.recordsPerMonth),
  ]
  const child = spawn(process.execPath, [tenant.script, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: childEnvironment(process.env),
  })
  const [line] = await Promise.race([
    once(createInterface({input: child.stdout}), 'line') as Promise<[string]>,
    once(child, 'exit').then((): [string] => ['']),
  ])
  const served = line === '' ? undefined : Served.parse(JSON.parse(line))
  if (served) return {process: child, served}
  throw new Failure({
    code: 'DEMO_TENANT',
    message: 'The built-in tenant did not start.',
    remedy: 'It is a process of its own that listens on 127.0.0.1; look above for what it said.',
  })
}

function signInOf({environment}: Served) {
  return {
    tenant: environment['INPUT_TENANT-ID'] ?? '',
    clientId: environment['INPUT_CLIENT-ID'] ?? '',
    credential: {
      from: 'input' as const,
      content: environment.INPUT_CERTIFICATE ?? '',
      password: environment['INPUT_CERTIFICATE-PASSWORD'] ?? '',
    },
    cloud: 'worldwide' as const,
  }
}

/** A terminal has no artifact service; the simulated one takes its place, through the same library. */
function borrowArtifactService({environment}: Served): void {
  for (const name of ['ACTIONS_RESULTS_URL', 'ACTIONS_RUNTIME_TOKEN']) {
    const value = environment[name]
    if (value !== undefined) process.env[name] = value
  }
}

/** The demo shows a whole export; only what is surely a demo's is removed. */
async function removeEarlierDemo(disk: Disk, path: string, tenantId: string): Promise<void> {
  const text = await disk.readFile(join(path, 'manifest.json')).then(String, () => '{}')
  if (text.includes(`"tenant": "${tenantId}"`)) await disk.remove(path)
}

async function reportEnd(
  {host, world}: Pick<RunContext, 'host' | 'world'>,
  served: Served,
  directory: string,
): Promise<void> {
  const counters = await (await world.fetch(new Request(`${served.origin}/counters`))).json()
  const {faultsPlayed} = z.object({faultsPlayed: z.record(z.string(), z.number())}).parse(counters)
  const played = Object.entries(faultsPlayed).filter(([, times]) => times > 0)
  host.info(
    `Faults that the tenant played: ${played.map(([name, times]) => `${name} ×${times}`).join(', ') || 'none'}.`,
  )
  host.info(`The folder is ${directory}; open ${directory}/report.html.`)
  const {thumbprintSha256} = await readCertificate({...signInOf(served).credential, source: 'the demo'}, world)
  host.info(`Check it: node dist/index.js verify ${directory} --certificate-thumbprint ${thumbprintSha256}`)
}
