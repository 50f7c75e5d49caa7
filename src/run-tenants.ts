/** One job for several tenants of `tenants.yml`, one after the other: a tenant that fails stops no other. */
import {resolve} from 'node:path'
import {pluralise} from './audit/numbers.ts'
import type {Host} from './host/host.ts'
import {catalogue} from './inputs/catalogue.ts'
import {mistakeText} from './inputs/mistake-text.ts'
import {durationReader} from './inputs/readers.ts'
import {reportMistakes, summaryLimit} from './publish/report-run.ts'
import {withinSize} from './report/markdown.ts'
import {joinedOutputs, outcomesMarkdown, type TenantOutcome} from './tenants/join-outcomes.ts'
import {largestTenantFile, parseTenantFile, type TenantEntry} from './tenants/tenant-file.ts'
import {overriding, tenantHost} from './tenants/tenant-host.ts'
import {parseTenantRuns, tenantRunText} from './tenants/tenant-runs.ts'
import type {Disk} from './wire/disk.ts'
import {asFailure, causes, explain, Failure} from './wire/failure.ts'

/** Runs what the host's inputs ask for, and reports it to the host; the name is that of the tenant. */
export type StartTenant = (host: Host, tenantName: string) => Promise<void>

export interface TenantsWorld {
  disk: Disk
  now: () => number
  /** Says why the run was cancelled; undefined while it was not. */
  cancelled: () => Failure | undefined
}

/** Never throws: a failure is reported, and fails the step. */
export async function runTenants(host: Host, world: TenantsWorld, startTenant: StartTenant): Promise<void> {
  const file = await readTenantFile(host.input('tenants'), {host, world})
  if ('mistakes' in file) return reportMistakes(host, file.mistakes)
  const asked = parseTenantRuns(host.input('tenant'), file.tenants)
  if ('mistakes' in asked) return reportMistakes(host, asked.mistakes)
  const ofSeveral = asked.runs.length > 1
  const prepared = asked.runs.map(run => ({run, made: tenantHost(host, run, {ofSeveral})}))
  const mistakes: Failure[] = prepared.flatMap(({made}) => ('mistakes' in made ? made.mistakes : []))
  // A tenant alone gets the workflow's deadline as it stands, and says itself what is wrong with it.
  const deadline = ofSeveral ? deadlineOf(host) : {ok: 0}
  if ('mistake' in deadline) mistakes.push(deadline.mistake)
  if ('mistake' in deadline || mistakes.length > 0) return reportMistakes(host, withoutRepetition(mistakes))
  const runs = prepared.flatMap(({run, made}) => ('host' in made ? [{run, host: made.host}] : []))
  const [only] = runs
  if (only && !ofSeveral) return await startTenant(only.host, only.run.tenant.name)
  const outcomes: TenantOutcome[] = []
  const summaries: string[] = []
  const endsBy = world.now() + deadline.ok
  for (const [index, {run, host: own}] of runs.entries()) {
    const name = tenantRunText(run)
    host.info(`\n${name}: tenant ${index + 1} of ${runs.length}`)
    const ears = listening(own, name)
    const stopped = world.cancelled()
    const time = (endsBy - world.now()) / (runs.length - index)
    if (stopped) ears.host.fail(explain(stopped))
    else if (time < 60_000) ears.host.fail(explain(noTime(name)))
    else {
      const isAllRight = outcomes.every(({failures}) => failures.length === 0)
      const changed = {time, pings: index === runs.length - 1 && isAllRight}
      await startTenant(sharing(ears.host, changed), run.tenant.name).catch(error =>
        ears.host.fail(explain(asFailure(error))),
      )
    }
    outcomes.push({name, outputs: ears.outputs, failures: ears.failures})
    summaries.push(...ears.summaries)
  }
  await reportTenants(host, outcomes, summaries)
}

async function reportTenants(
  host: Host,
  outcomes: readonly TenantOutcome[],
  summaries: readonly string[],
): Promise<void> {
  for (const [name, value] of Object.entries(joinedOutputs(outcomes))) host.output(name, value)
  await host.summary(withinSize([outcomesMarkdown(outcomes), ...summaries], summaryLimit))
  const failed = outcomes.filter(({failures}) => failures.length > 0).map(({name}) => name)
  host.info('')
  if (failed.length === 0) host.info(`${pluralise(outcomes.length, 'tenant')}, none failed.`)
  else
    host.fail(
      `${failed.length} of ${pluralise(outcomes.length, 'tenant')} failed: ${failed.join(', ')}. See the errors above; the other tenants were run.`,
    )
}

/** The tenants of the file; else what is wrong with it. */
export async function readTenantFile(
  path: string,
  {host, world}: {host: Pick<Host, 'facts'>; world: {disk: Pick<Disk, 'readFile' | 'size'>}},
): Promise<{tenants: readonly TenantEntry[]} | {mistakes: readonly Failure[]}> {
  const place = resolve(host.facts.workspace, path)
  try {
    const bytes = await world.disk.size(place)
    if (bytes > largestTenantFile)
      return {mistakes: [unreadable(path, `it has more than ${pluralise(largestTenantFile, 'byte')}`)]}
    return parseTenantFile(String(await world.disk.readFile(place)), path)
  } catch (error) {
    return {mistakes: [unreadable(path, causes(error), error)]}
  }
}

/** Outputs and summary are kept for all together; what is said begins with the tenant's name. */
function listening(
  host: Host,
  name: string,
): {host: Host; outputs: Record<string, string>; failures: string[]; summaries: string[]} {
  const outputs: Record<string, string> = {}
  const failures: string[] = []
  const summaries: string[] = []
  const changed: Partial<Host> = {
    notice: message => host.notice(`${name}: ${message}`),
    warning: message => host.warning(`${name}: ${message}`),
    error: message => host.error(`${name}: ${message}`),
    output: (output, value) => {
      outputs[output] = value
    },
    summary: async markdown => void summaries.push(markdown),
    fail: message => {
      failures.push(message)
      host.error(`${name}: ${message}`)
    },
  }
  return {host: overriding(host, changed), outputs, failures, summaries}
}

/**
 * The last tenant asks the dead-man's switch for all, where none failed.
 * @param time milliseconds.
 */
function sharing(host: Host, {time, pings}: {time: number; pings: boolean}): Host {
  const input = (name: string) => {
    // Not in seconds: a duration has at most six digits, and 14 days would have seven.
    if (name === 'deadline') return `${Math.floor(time / 60_000)}m`
    return name === 'ping-url' && !pings ? '' : host.input(name)
  }
  return overriding(host, {input})
}

/** Milliseconds. */
function deadlineOf(host: Host): {ok: number} | {mistake: Failure} {
  const text = host.input('deadline') || catalogue.deadline.default
  const read = durationReader('1m', '35d')(text)
  if ('ok' in read) return read
  const message = mistakeText('`deadline`', text, read.wrong)
  return {mistake: new Failure({code: 'INPUT_DEADLINE', message, remedy: read.wrong.remedy})}
}

/** What the workflow has wrong, each tenant would say again. */
function withoutRepetition(mistakes: readonly Failure[]): Failure[] {
  return mistakes.filter((one, index) => mistakes.findIndex(other => explain(other) === explain(one)) === index)
}

function noTime(name: string): Failure {
  return new Failure({
    code: 'TENANTS_NO_TIME',
    message: `The job’s deadline came before ${name} was begun.`,
    remedy:
      'Run it again: the other tenants are complete, or go on where they stopped. Or give fewer tenants to a job.',
  })
}

function unreadable(path: string, why: string, cause?: unknown): Failure {
  return new Failure({
    code: 'TENANTS_UNREADABLE',
    message: `The file of tenants ${path} can’t be read: ${why}.`,
    remedy: 'Check out the repository before this step, and name the file relative to the workspace.',
    ...(cause === undefined ? {} : {cause}),
  })
}
