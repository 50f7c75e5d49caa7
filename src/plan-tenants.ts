/** The mode `plan` for the tenants of a file: signs in nowhere, and divides them over the jobs of a matrix. */

import {compareText} from './audit/compare-text.ts'
import {pluralise} from './audit/numbers.ts'
import {monthBefore, monthStart, type Period} from './audit/period.ts'
import {shardsAtMost} from './audit/shard.ts'
import {artifactLister} from './github.ts'
import type {TenantsPlanSettings} from './inputs/settings.ts'
import type {RunContext} from './month/context.ts'
import {RunLog} from './month/run-log.ts'
import {type RunReportSettings, reportFailure, reportMistakes, reportPlan, reportSkipped} from './publish/report-run.ts'
import {EarlierRuns} from './restore/earlier-runs.ts'
import {newestTenantMonth} from './restore/tenant-month.ts'
import {readTenantFile} from './run-tenants.ts'
import {inParallel} from './tenants/in-parallel.ts'
import {matrixText, mergeJobs, type PlannedRun, planJobs} from './tenants/plan-jobs.ts'
import {tenantsPlanMarkdown} from './tenants/plan-markdown.ts'
import {expectedTime, partsNeeded} from './tenants/run-time.ts'
import {type TenantEntry, tenantGuid} from './tenants/tenant-file.ts'
import {whenToRun} from './when-to-run.ts'
import {asFailure} from './wire/failure.ts'

/** Where nothing is known of a tenant. Milliseconds. */
const usualTime = 15 * 60_000
/** Months in which the last export is looked for. */
const farthestBack = 3
/** Tenants whose artifacts are fetched at once: GitHub asks for few requests at a time. */
const tenantsAtOnce = 4
/** Runs of the workflow that are looked up: a tenant's export may have been repeated by itself. */
const mostRuns = 400

/** Never throws: a failure is reported, and fails the step. */
export async function runTenantsPlan(settings: TenantsPlanSettings, context: RunContext): Promise<void> {
  const {host, world} = context
  const reporting: RunReportSettings = {host, failOn: [], directory: ''}
  try {
    const file = await readTenantFile(settings.tenants, context)
    if ('mistakes' in file) return reportMistakes(host, file.mistakes)
    const when = await whenToRun(settings, host, world, context.cancelled)
    if ('skip' in when) return reportSkipped(reporting, when.skip)
    const period = when.run
    reporting.period = period
    const log = new RunLog(host, when.notes)
    const known = await host.group('Earlier exports', () => timesBefore(file.tenants, settings, context, {period, log}))
    const most = shardsAtMost(period)
    const runs = file.tenants.flatMap(tenant => runsOf(tenant, known.get(tenant.name), {...settings, most}))
    const jobs = planJobs(runs)
    const merges = mergeJobs(runs)
    const plan = {jobs, merges, tenants: file.tenants.length, known: known.size, deadline: settings.deadline}
    const markdown = tenantsPlanMarkdown({...plan, notes: log.notes}, period.text)
    await reportPlan(reporting, {matrix: matrixText(jobs), mergeMatrix: matrixText(merges), markdown})
  } catch (error) {
    reportFailure(reporting, asFailure(error))
  }
}

/** Milliseconds by the tenant's name; absent where no earlier export can be believed. */
async function timesBefore(
  tenants: readonly TenantEntry[],
  settings: TenantsPlanSettings,
  {host, world, cancelled}: RunContext,
  {period, log}: {period: Period; log: RunLog},
): Promise<Map<string, number>> {
  const times = new Map<string, number>()
  const {stateDirectory, githubToken} = settings
  if (stateDirectory === undefined && (host.facts.repository === undefined || githubToken === undefined)) {
    log.note('Earlier exports were not asked for, since there is no GitHub here.')
    return times
  }
  const list = artifactLister(world, host.facts, githubToken)
  const runs = new EarlierRuns(settings, {host, world}, cancelled, {list, mostRuns})
  const {timezone} = period
  const labels = [period.label]
  for (let start = monthStart(period.start, timezone); labels.length <= farthestBack; ) {
    const month = monthBefore({start, timezone})
    labels.push(month.label)
    start = month.start
  }
  const {concurrency} = settings
  const unknown: string[] = []
  await inParallel(tenants, tenantsAtOnce, async ({name, tenantId}) => {
    const id = tenantGuid(tenantId)
    const {newest, missed} = await newestTenantMonth(settings.artifactName, runs, {name, id}, labels, log)
    const refused = [...missed.values()].find(({isNone}) => !isNone)
    if (newest === undefined && refused) unknown.push(`${name} (${refused.because})`)
    if (newest === undefined) return
    times.set(name, expectedTime(newest.manifest, {length: period.end - period.start, concurrency}))
  })
  if (unknown.length > 0)
    log.note(
      `Earlier exports of ${pluralise(unknown.length, 'tenant')} could not be used, such as ${unknown.sort(compareText)[0]}: how long they take is unknown.`,
    )
  return times
}

function runsOf(
  tenant: TenantEntry,
  known: number | undefined,
  {deadline, most}: {deadline: number; most: number},
): PlannedRun[] {
  const time = known ?? usualTime
  const of = Math.min(most, tenant.shards ?? (known === undefined ? 1 : partsNeeded(known, deadline)))
  if (of === 1) return [{tenant, time}]
  return Array.from({length: of}, (_none, index) => ({tenant, shard: {part: index + 1, of}, time: time / of}))
}
