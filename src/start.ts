/** From words to one of the modes, with the real world at hand. */
import {setTimeout as wait} from 'node:timers/promises'
import {bundleHash} from './bundle-hash.ts'
import {linkedFile, machineDisk} from './host/disk.ts'
import type {ReadEnvironment} from './host/environment.ts'
import {keepHeapSmall} from './host/heap.ts'
import type {Host} from './host/host.ts'
import {threadStarter} from './host/thread.ts'
import {type Mode, parseInputs, type Settings} from './inputs.ts'
import {reportFailure, reportMistakes} from './publish/report-run.ts'
import {asFailure, explain, Failure} from './wire/failure.ts'
import type {World} from './wire/world.ts'

/** @param given what the environment's variables hold; malformed ones are mistakes like those of inputs. */
export async function start(host: Host, started: {command?: Mode; given: ReadEnvironment}): Promise<void> {
  const {given} = started
  for (const secret of given.secrets) host.mask(secret)
  for (const note of given.notes) host.warning(note)
  if (host.unusable) return host.fail(explain(host.unusable))
  let signal: AbortSignal | undefined
  const cancelled = () => {
    signal ??= onCancellation()
    return signal
  }
  if (!namesTenants(host, started.command)) return await startOne(host, {...started, cancelled})
  const {runTenants} = await import('./run-tenants.ts')
  const world = {
    ...{disk: machineDisk, now: Date.now},
    cancelled: () => (cancelled().aborted ? asFailure(cancelled().reason) : undefined),
  }
  await runTenants(host, world, (own, tenantName) => startOne(own, {...started, cancelled, tenantName}))
}

interface Started {
  command?: Mode
  given: ReadEnvironment
  cancelled: () => AbortSignal
  /** In the file of tenants. */
  tenantName?: string
}

/** Whether the inputs name tenants of a file that this job is to run. Of the modes that run none, it is a mistake. */
function namesTenants(host: Host, command: Mode | undefined): boolean {
  const mode = host.input('mode') || command
  return host.input('tenants') !== '' && host.input('tenant') !== '' && !withoutTenant.has(mode)
}

const withoutTenant: ReadonlySet<string | undefined> = new Set<Mode>(['overview', 'demo', 'verify'])

async function startOne(host: Host, {command, given, cancelled: cancelling, tenantName}: Started): Promise<void> {
  const parsed = parseInputs(host, command)
  if ('mistakes' in parsed) return reportMistakes(host, [...given.faults, ...parsed.mistakes])
  const settings = namedTenant(parsed.settings, tenantName)
  const isLocal = staysHere.has(settings.mode) && !('archive' in settings)
  if (given.faults.length > 0 && !isLocal) return reportMistakes(host, given.faults)
  try {
    const {tellAbandoned} = await import('./month/cleanup.ts')
    await tellAbandoned(host, {disk: machineDisk})
    const bundle = await bundleHash(machineDisk, await linkedFile(process.argv[1]))
    if (settings.mode === 'verify') {
      const {runVerify} = await import('./verify-folder.ts')
      const endpoints = process.env.M365_AUDIT_ENDPOINTS
      const remote = async () => ({world: await realWorld(host), endpoints, cancelled: cancelling()})
      return await runVerify(settings, {host, disk: machineDisk, bundle, remote})
    }
    keepHeapSmall()
    const world = await realWorld(host)
    const cancelled = cancelling()
    if (settings.mode === 'demo') {
      const {runDemo} = await import('./demo.ts')
      const tenant = {script: process.argv[1] ?? '', recordsPerMonth: 40_200}
      return await runDemo(settings, {host, world, cancelled, bundle}, tenant)
    }
    const endpoints = process.env.M365_AUDIT_ENDPOINTS
    const watched = noticing(host)
    const {withStateDirectory} = await import('./restore/state-directory.ts')
    const keeping = withStateDirectory(settings, watched.host, world)
    const context = {host: keeping, world, cancelled, endpoints, synthetic: false, bundle}
    if (settings.mode === 'doctor') {
      const {runDoctor} = await import('./doctor.ts')
      return await runDoctor(settings, context)
    }
    if (settings.mode === 'review') {
      const {runReview} = await import('./review.ts')
      return await runReview(settings, context)
    }
    if (settings.mode === 'plan') {
      if ('tenants' in settings) return await (await import('./plan-tenants.ts')).runTenantsPlan(settings, context)
      const {runPlan} = await import('./plan.ts')
      return await runPlan(settings, context)
    }
    if (settings.mode === 'merge') {
      const {runMerge} = await import('./merge.ts')
      await runMerge(settings, context)
    } else if (settings.mode === 'watchdog') {
      const {runWatchdog} = await import('./watchdog.ts')
      await runWatchdog(settings, context)
    } else if (settings.mode === 'overview') {
      const {runOverview} = await import('./overview.ts')
      await runOverview(settings, context)
    } else {
      const {runMonth} = await import('./run.ts')
      await runMonth(settings, context)
    }
    if (settings.pingUrl !== undefined && !watched.hasFailed()) await pingSwitch(settings.pingUrl, {host, world})
  } catch (error) {
    const directory = 'directory' in settings ? settings.directory : ''
    reportFailure({host, failOn: [], directory}, asFailure(error))
  }
}

function namedTenant(settings: Settings, tenantName: string | undefined): Settings {
  return tenantName !== undefined && 'filters' in settings ? {...settings, tenantName} : settings
}

/** The same host, which knows whether the step fails. */
function noticing(host: Host): {host: Host; hasFailed: () => boolean} {
  let failed = false
  const fail = (message: string) => {
    failed = true
    host.fail(message)
  }
  return {
    host: Object.create(host, {fail: {value: fail, enumerable: true}}) as Host,
    hasFailed: () => failed,
  }
}

async function pingSwitch(url: string, {host, world}: {host: Host; world: World}): Promise<void> {
  const {ping} = await import('./publish/ping.ts')
  const {said, failed} = await ping(world, url)
  if (failed) host.warning(said)
  else host.info(said)
}

/** These modes talk to nothing beyond this machine. */
const staysHere: ReadonlySet<Mode> = new Set(['verify', 'demo'])

export async function realWorld(host: Host): Promise<World> {
  const {transport} = await import('./wire/transport.ts')
  const startThread = threadStarter(await linkedFile(process.argv[1]))
  return {
    fetch: transport(process.env),
    disk: machineDisk,
    now: Date.now,
    sleep: async (milliseconds, signal) => {
      try {
        await wait(milliseconds, undefined, signal ? {signal} : {})
      } catch (error) {
        // Node rejects with an error of its own, which has the signal's reason as its cause.
        signal?.throwIfAborted()
        throw error
      }
    },
    log: line => host.info(line),
    debug: line => host.debug(line),
    mask: secret => host.mask(secret),
    ...(startThread ? {startThread} : {}),
  }
}

/** A runner that cancels sends SIGINT, 7.5 s later SIGTERM, 2.5 s later it kills (actions/runner): enough to write. */
function onCancellation(): AbortSignal {
  const controller = new AbortController()
  const cancel = () =>
    controller.abort(
      new Failure({
        code: 'CANCELLED',
        message: 'The run was cancelled before this was read.',
        remedy: 'Run it again.',
      }),
    )
  process.once('SIGINT', cancel)
  process.once('SIGTERM', cancel)
  return controller.signal
}
