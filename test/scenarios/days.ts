/** A month that is made from its days: runs of `previous-day`, and the month's own run that takes them over. */
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {guid} from '../builders.ts'
import {expectSound} from './expect-month.ts'
import {type Clock, exportMonth, type LastingTenant, type MonthOptions, type MonthResult, openTenant} from './month.ts'
import {ArtifactStore} from './store.ts'
import {smallTenant} from './tenant.ts'

export const dayLength = 86_400_000
/** October 2026. */
export const october = {from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 10, 1)}
/** When a day's run starts, after its midnight. */
const startOfRun = 3 * 3_600_000

/** Ids of runs, one for each start. */
const firstRun = 20_000_000

/** GitHub's word on the run: it was created at the present time. */
const created = (request: Request, clock: Clock) => {
  const [, id] = /\/actions\/runs\/(\d+)$/.exec(request.url) ?? []
  if (id === undefined || Number(id) < firstRun) return undefined
  return Response.json({created_at: new Date(clock.now).toISOString()})
}

export interface DailyRuns {
  tenant: LastingTenant
  artifacts: ArtifactStore
  /** Stands for each run of `previous-day`. */
  options: MonthOptions
}

export async function dailyRuns(records: string[], options: MonthOptions = {}): Promise<DailyRuns> {
  const tenant = await openTenant({simulator: {...options.simulator, records}, now: october.from})
  return {tenant, artifacts: Object.assign(new ArtifactStore(), {hasRunForEach: true}), options}
}

/** The run of the morning after a day of October, from 1. */
export async function runOfDay(runs: DailyRuns, day: number, more: MonthOptions = {}): Promise<MonthResult> {
  const now = october.from + day * dayLength + startOfRun
  return await runAt(runs, {now, runId: String(firstRun + day), period: 'previous-day'}, more)
}

/** The month's own run, on 4 November, or when it is said. */
export async function runOfMonth(
  runs: DailyRuns,
  {at = october.to + 3 * dayLength, ...more}: MonthOptions & {at?: number} = {},
): Promise<MonthResult> {
  const now = at + 5 * 3_600_000
  return await runAt(runs, {now, runId: String(firstRun + 100), period: 'previous-month'}, more)
}

async function runAt(
  {tenant, artifacts, options}: DailyRuns,
  {now, runId, period}: {now: number; runId: string; period: string},
  more: MonthOptions,
): Promise<MonthResult> {
  tenant.clock.now = now
  return await exportMonth({
    ...{tenant, artifacts},
    ...options,
    ...more,
    intercept: (request, clock, ask) =>
      created(request, clock) ?? (more.intercept ?? options.intercept)?.(request, clock, ask),
    facts: {runId, ...options.facts, ...more.facts},
    inputs: {period, directory: '', ...options.inputs, ...more.inputs},
  })
}

export async function monthAtOnce(
  records: string[],
  {at, ...options}: MonthOptions & {at?: number} = {},
): Promise<MonthResult> {
  const runs = await dailyRuns(records, options)
  const result = await runOfMonth(runs, at === undefined ? {} : {at})
  await expectSound(result)
  return result
}

export const octoberRecords = (records: number, seed = 1) => smallTenant({...october, records, seed})

const organization = '3f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634'

/** An inbox rule that deletes a person's mail, which is an incident. */
export function ruleThatDeletes(time: number, number: number, user = 'anna@fabrikam.com'): string {
  return JSON.stringify({
    CreationTime: new Date(time).toISOString().slice(0, 19),
    Id: guid(number),
    Operation: 'New-InboxRule',
    OrganizationId: organization,
    RecordType: 1,
    ResultStatus: 'True',
    UserId: user,
    Workload: 'Exchange',
    ClientIP: user.startsWith('bo') ? '198.51.100.7:51234' : '192.0.2.10:51234',
    ObjectId: `${user}\\..`,
    Parameters: [
      {Name: 'Name', Value: '..'},
      {Name: 'DeleteMessage', Value: 'True'},
    ],
  })
}

/** The files that follow from the records alone. */
export function derived({directory}: MonthResult): Record<string, string> {
  const names = readdirSync(directory).filter(name => /^(findings\.json|history\.json|baseline\.json\.gz)$/.test(name))
  return Object.fromEntries(names.map(name => [name, readFileSync(join(directory, name)).toString('base64')]))
}
