/** From words to one of the modes, with the real world at hand. */
import {setTimeout as wait} from 'node:timers/promises'
import {bundleHash} from './bundle-hash.ts'
import {linkedFile, machineDisk} from './host/disk.ts'
import type {ReadEnvironment} from './host/environment.ts'
import {keepHeapSmall} from './host/heap.ts'
import type {Host} from './host/host.ts'
import {threadStarter} from './host/thread.ts'
import {type Mode, parseInputs} from './inputs.ts'
import {reportFailure, reportMistakes} from './publish/report-run.ts'
import {asFailure, explain, Failure} from './wire/failure.ts'
import type {World} from './wire/world.ts'

/** @param given what the environment's variables hold; malformed ones are mistakes like those of inputs. */
export async function start(host: Host, {command, given}: {command?: Mode; given: ReadEnvironment}): Promise<void> {
  for (const secret of given.secrets) host.mask(secret)
  for (const note of given.notes) host.warning(note)
  if (host.unusable) return host.fail(explain(host.unusable))
  const parsed = parseInputs(host, command)
  if ('mistakes' in parsed) return reportMistakes(host, [...given.faults, ...parsed.mistakes])
  const {settings} = parsed
  const isLocal = staysHere.has(settings.mode) && !('archive' in settings)
  if (given.faults.length > 0 && !isLocal) return reportMistakes(host, given.faults)
  try {
    const bundle = await bundleHash(machineDisk, await linkedFile(process.argv[1]))
    if (settings.mode === 'verify') {
      const {runVerify} = await import('./verify-folder.ts')
      const endpoints = process.env.M365_AUDIT_ENDPOINTS
      const remote = async () => ({world: await realWorld(host), endpoints, cancelled: onCancellation()})
      return await runVerify(settings, {host, disk: machineDisk, bundle, remote})
    }
    keepHeapSmall()
    const world = await realWorld(host)
    const cancelled = onCancellation()
    if (settings.mode === 'demo') {
      const {runDemo} = await import('./demo.ts')
      const tenant = {script: process.argv[1] ?? '', recordsPerMonth: 40_200}
      return await runDemo(settings, {host, world, cancelled, bundle}, tenant)
    }
    const endpoints = process.env.M365_AUDIT_ENDPOINTS
    const watched = noticing(host)
    const context = {host: watched.host, world, cancelled, endpoints, synthetic: false, bundle}
    if (settings.mode === 'doctor') {
      const {runDoctor} = await import('./doctor.ts')
      return await runDoctor(settings, context)
    }
    if (settings.mode === 'review') {
      const {runReview} = await import('./review.ts')
      return await runReview(settings, context)
    }
    if (settings.mode === 'plan') {
      const {runPlan} = await import('./plan.ts')
      return await runPlan(settings, context)
    }
    if (settings.mode === 'merge') {
      const {runMerge} = await import('./merge.ts')
      await runMerge(settings, context)
    } else if (settings.mode === 'watchdog') {
      const {runWatchdog} = await import('./watchdog.ts')
      await runWatchdog(settings, context)
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
