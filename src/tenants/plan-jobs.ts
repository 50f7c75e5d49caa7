/** Divides tenants, and the parts of large ones, over the jobs of one matrix: a pure function of what is to be run. */
import {compareText} from '../audit/compare-text.ts'
import {type Shard, shardName} from '../audit/shard.ts'
import {Failure} from '../wire/failure.ts'
import type {TenantEntry} from './tenant-file.ts'
import {tenantRunText} from './tenant-runs.ts'

/** GitHub's limit. https://docs.github.com/actions/reference/limits */
export const mostJobs = 256

/** What one job does for one tenant. */
export interface PlannedRun {
  tenant: TenantEntry
  shard?: Shard
  /** Milliseconds that it is expected to take. */
  time: number
}

export interface PlannedJob {
  /** Of the job and of its concurrency group: unique in the matrix. */
  name: string
  /** '' where the tenants have none. */
  environment: string
  /** One after the other, the shortest first: what it leaves of its share of the time, the longer ones get. */
  runs: readonly PlannedRun[]
  /** Milliseconds. */
  time: number
}

/**
 * Each run in exactly one job: a job for each as long as there are no more than `most`, else several in a job, the longest
 * first and always to the job with the least to do. A job has one environment, so only runs of the same one share it. The
 * order of the runs makes no difference.
 * @throws Failure where there are more environments than jobs.
 */
export function planJobs(runs: readonly PlannedRun[], most = mostJobs): PlannedJob[] {
  const byEnvironment = new Map<string, PlannedRun[]>()
  for (const run of [...runs].sort(longestFirst)) {
    const environment = run.tenant.environment ?? ''
    byEnvironment.set(environment, [...(byEnvironment.get(environment) ?? []), run])
  }
  const groups = [...byEnvironment].map(([environment, members]) => ({environment, members, jobs: 1}))
  if (groups.length > most) throw tooManyEnvironments(groups.length, most)
  groups.sort((a, b) => compareText(a.environment, b.environment))
  if (runs.length <= most) for (const group of groups) group.jobs = group.members.length
  else shareJobs(groups, most)
  const jobs = groups.flatMap(({environment, members, jobs}) =>
    packed(members, jobs).map(runs => ({environment, runs: runs.sort(shortestFirst), time: timeOf(runs)})),
  )
  return jobs
    .map(job => ({...job, first: job.runs[0]}))
    .sort((a, b) => (a.first && b.first ? byName(a.first, b.first) : 0))
    .map(({first: _first, ...job}, index) => ({name: jobName(job.runs, index), ...job}))
}

interface Group {
  environment: string
  members: readonly PlannedRun[]
  jobs: number
}

/** One more job at a time, for the environment whose jobs have the most to do. */
function shareJobs(groups: readonly Group[], most: number): void {
  for (let left = most - groups.length; left > 0; left--) {
    let busiest: Group | undefined
    for (const group of groups)
      if (group.jobs < group.members.length && (busiest === undefined || load(group) > load(busiest))) busiest = group
    if (busiest === undefined) return
    busiest.jobs++
  }
}

function load({members, jobs}: Group): number {
  return timeOf(members) / jobs
}

/** @param members the longest first. */
function packed(members: readonly PlannedRun[], count: number): PlannedRun[][] {
  const jobs = Array.from({length: count}, () => ({runs: [] as PlannedRun[], time: 0}))
  for (const run of members) {
    const least = jobs.reduce((best, job) =>
      job.time < best.time || (job.time === best.time && job.runs.length < best.runs.length) ? job : best,
    )
    least.runs.push(run)
    least.time += run.time
  }
  return jobs.map(({runs}) => runs).filter(runs => runs.length > 0)
}

function timeOf(runs: readonly PlannedRun[]): number {
  return runs.reduce((sum, {time}) => sum + time, 0)
}

function shortestFirst(a: PlannedRun, b: PlannedRun): number {
  return a.time - b.time || byName(a, b)
}

function longestFirst(a: PlannedRun, b: PlannedRun): number {
  return b.time - a.time || byName(a, b)
}

function byName(a: PlannedRun, b: PlannedRun): number {
  return compareText(a.tenant.name, b.tenant.name) || (a.shard?.part ?? 0) - (b.shard?.part ?? 0)
}

/** No tenant's name holds a dot, so that the names of shared jobs are no tenant's. */
function jobName(runs: readonly PlannedRun[], index: number): string {
  const [first, ...others] = runs
  if (first === undefined || others.length > 0) return `job.${index + 1}`
  return first.shard ? `${first.tenant.name}.${shardName(first.shard)}` : first.tenant.name
}

/** An entry of the matrix. `tenant` is the input of that name; the rest is for the workflow itself. */
export type MatrixEntry = Readonly<Record<string, string>>

/** Addresses of mail stay in the file: GitHub shows a matrix to all who can read the run. */
function matrixEntry({name, environment, runs}: PlannedJob): MatrixEntry {
  const [first, ...others] = runs
  const shared = {name, environment, tenant: runs.map(tenantRunText).join(', ')}
  if (first === undefined || others.length > 0) return shared
  const {tenantId, clientId = '', source = '', timezone = '', cloud = ''} = first.tenant
  const shard = first.shard ? `${first.shard.part}/${first.shard.of}` : ''
  return {...shared, shard, 'tenant-id': tenantId, 'client-id': clientId, source, timezone, cloud}
}

/** What `strategy.matrix` takes; '' for no job, since GitHub refuses a matrix without one. */
export function matrixText(jobs: readonly PlannedJob[]): string {
  return jobs.length === 0 ? '' : JSON.stringify({include: jobs.map(matrixEntry)})
}

/** A job for each tenant that is read in parts, which joins them. */
export function mergeJobs(runs: readonly PlannedRun[], most = mostJobs): PlannedJob[] {
  const sharded = [...new Set(runs.flatMap(({tenant, shard}) => (shard ? [tenant] : [])))]
  if (sharded.length > most) {
    throw new Failure({
      code: 'TENANTS_TOO_MANY_JOBS',
      message: `${sharded.length} tenants are read in parts, and a matrix has ${most} jobs at most to join them.`,
      remedy: 'Divide the file in two, with a workflow each; or set shards: 1 for the smaller tenants.',
    })
  }
  return sharded
    .sort((a, b) => compareText(a.name, b.name))
    .map(tenant => ({name: tenant.name, environment: tenant.environment ?? '', runs: [{tenant, time: 0}], time: 0}))
}

function tooManyEnvironments(count: number, most: number): Failure {
  return new Failure({
    code: 'TENANTS_TOO_MANY_JOBS',
    message: `The tenants have ${count} environments, a job has one, and a matrix has ${most} jobs at most.`,
    remedy:
      'Give tenants the same environment, so that one job exports several of them; or divide the file in two, with a workflow each.',
  })
}
