/** Estimates an export: how many records, windows, readings and hours, and in how many parts it had best be read. */

import {resolve} from 'node:path'
import {Density} from './audit/density.ts'
import {limits} from './audit/filters.ts'
import {rangeText} from './audit/ledger.ts'
import {pluralise} from './audit/numbers.ts'
import {dateAt, type Period} from './audit/period.ts'
import {millisecondsOf} from './audit/record.ts'
import {expiredOf} from './audit/retention.ts'
import {shardsWithin} from './audit/shard.ts'
import type {TimeWindow} from './audit/window.ts'
import {areFilters} from './evidence/recorded-filters.ts'
import type {PlanSettings} from './inputs.ts'
import type {RunContext} from './month/context.ts'
import {densityOf} from './month/density-of.ts'
import {evidenceDirectory} from './month/evidence-directory.ts'
import {openSource} from './month/open-source.ts'
import {RunLog} from './month/run-log.ts'
import {signIn} from './month/session.ts'
import {timeLimitOf} from './month/time-limit.ts'
import {type RunReportSettings, reportFailure, reportPlan, reportSkipped} from './publish/report-run.ts'
import type {Manifest} from './report/manifest.ts'
import {type PlanEstimate, planMarkdown} from './report/plan-report.ts'
import {manifestInPlace} from './restore/complete-export.ts'
import {EarlierRuns, type Notes} from './restore/earlier-runs.ts'
import {findLastMonth} from './restore/last-month.ts'
import type {Source} from './sources/source.ts'
import {whenToRun} from './when-to-run.ts'
import {asFailure} from './wire/failure.ts'
import {withSkew} from './wire/skew.ts'

/** Never throws: a failure is reported, and fails the step. */
export async function runPlan(settings: PlanSettings, given: RunContext): Promise<void> {
  const {host} = given
  const context = {...given, world: withSkew(given.world)}
  const reporting: RunReportSettings = {host, failOn: [], directory: ''}
  try {
    const timeLimit = timeLimitOf(settings, context)
    const when = await whenToRun(settings, host, context.world, timeLimit)
    if ('skip' in when) return reportSkipped(reporting, when.skip)
    const period = when.run
    reporting.period = period
    host.info(`Period ${period.text} in ${period.timezone}: ${rangeText(period)}.`)
    const log = new RunLog(host)
    const session = await host.group('Sign in', () => signIn(settings, {...context, log, cancelled: timeLimit}))
    const source = openSource(settings, context, {session, period})
    const expired = expiredOf(period, context.world.now())
    if (expired !== undefined) log.warning(`Of ${period.text}, ${expired}. Every day that passes, another day expires.`)
    if (session.witness)
      log.note(`source: both: besides, Graph is asked ${pluralise(period.days.length, 'query', 'queries')}.`)
    const runs = new EarlierRuns(settings, context, timeLimit)
    const known = await host.group('Estimate', () =>
      estimate(settings, {...context, cancelled: timeLimit}, {period, source, tenantId: session.tenantId, runs, log}),
    )
    const planned = planEstimate(settings, {period, source, known})
    await reportPlan(reporting, {matrix: matrixOf(planned.parts), markdown: planMarkdown(planned, period, log.notes)})
  } catch (error) {
    reportFailure(reporting, asFailure(error))
  }
}

/** What `strategy.matrix` takes. */
function matrixOf(parts: number): string {
  return JSON.stringify({shard: Array.from({length: parts}, (_none, index) => `${index + 1}/${parts}`)})
}

interface Estimate {
  density: Density
  /** Milliseconds that one request takes. */
  perReading: number
  from: string
}

interface PlanJob {
  period: Period
  source: Source
  tenantId: string
  runs: EarlierRuns
  log: Notes
}

/** A search of a window filled as planned, where none was measured. Milliseconds. */
const perSearch = 20_000
/** No search takes less. Milliseconds. */
const fastest = 1000
/** An audit log query takes minutes, in large tenants far more. Milliseconds. */
const perQuery = 20 * 60_000

async function estimate(
  settings: Pick<PlanSettings, 'directory' | 'filters' | 'artifactName' | 'concurrency'>,
  context: RunContext,
  job: PlanJob,
): Promise<Estimate> {
  const {host} = context
  const {period, source} = job
  const usual = source.name === 'graph' ? perQuery : perSearch
  const earlier = (await manifestHere(settings, context, job)) ?? (await lastManifest(settings, job))
  if (earlier) {
    const from = `the export of ${earlier.period.text}, ${pluralise(earlier.records, 'record')}`
    host.info(`Estimated from ${from}.`)
    return {
      density: densityOf(earlier),
      perReading: Math.max(fastest, pace(earlier, settings.concurrency) ?? usual),
      from,
    }
  }
  if (source.name === 'graph') {
    return {
      density: new Density(),
      perReading: perQuery,
      from: 'nothing: there is no earlier export, and a query would take too long to ask',
    }
  }
  return await probe(source, period, context)
}

/** An earlier export of the same tenant with the same filters, in the folder. */
async function manifestHere(
  {directory, filters}: Pick<PlanSettings, 'directory' | 'filters'>,
  {host}: RunContext,
  {runs, log, tenantId, period}: PlanJob,
): Promise<Manifest | undefined> {
  const place = evidenceDirectory({directory}, {tenant: tenantId, period: period.label})
  const manifest = await manifestInPlace(runs, resolve(host.facts.workspace, place), log)
  return manifest?.tenant === tenantId && (await areFilters(manifest.filters, filters)) ? manifest : undefined
}

/** Of the last month before the period that was exported whole. */
async function lastManifest(
  {filters, artifactName}: Pick<PlanSettings, 'filters' | 'artifactName'>,
  {runs, log, ...month}: PlanJob,
): Promise<Manifest | undefined> {
  return limits(filters) ? undefined : (await findLastMonth(artifactName, runs, month, log)).value?.manifest
}

/** Milliseconds per reading in a run that read everything itself: one reading takes a request for each of its pages. */
export function pace(
  {run, trust, windows, resumed, merged}: Pick<Manifest, 'run' | 'trust' | 'windows' | 'resumed' | 'merged'>,
  concurrency: number,
): number | undefined {
  const readings = trust?.readings
  const count = readings
    ? Object.values(readings).reduce((sum, one) => sum + one, 0)
    : windows.reduce((sum, {attempts}) => sum + attempts, 0)
  if (resumed || merged || count === 0) return undefined
  return ((millisecondsOf(run.finished) - millisecondsOf(run.started)) * concurrency) / count
}

/** Times of day that stand for the week's busy and quiet hours, UTC. */
const probeHours = [10, 3, 14, 20, 8, 12, 17, 0]
const probeLength = 600_000
/** What is left of a probe that holds more than one answer. */
const shortProbe = 30_000

async function probe(source: Source, period: Period, {host, world, cancelled}: RunContext): Promise<Estimate> {
  const density = new Density()
  let rows = 0
  let asked = 0
  const began = world.now()
  for (const window of probesOf(period)) {
    for (let length = window.end - window.start; ; length = shortProbe) {
      const part = {start: window.start, end: window.start + length}
      const times: number[] = []
      const keep = async (kept: {time: number}[]) => {
        for (const {time} of kept) times.push(time)
      }
      const {outcome, failure} = await source.read({window: part, depth: 'search'}, keep, cancelled)
      if (outcome === 'refused' && failure) throw failure
      asked++
      if (outcome === 'capped' && length > shortProbe) continue
      if (outcome === 'proven' || outcome === 'capped') density.learn(part, times)
      rows += times.length
      break
    }
  }
  const from = `${pluralise(asked, 'search', 'searches')} of ${probeLength / 60_000} min or less, ${pluralise(rows, 'record')}`
  host.info(`Estimated from ${from}.`)
  // A window filled as planned takes longer than a probe.
  return {density, perReading: Math.max(perSearch, (world.now() - began) / asked), from}
}

function probesOf({start, end}: TimeWindow): TimeWindow[] {
  const length = Math.min(probeLength, end - start)
  const windows = probeHours.map((hours, index) => {
    const day = new Date(start + ((index + 0.5) / probeHours.length) * (end - start))
    const at = day.setUTCHours(hours, 0, 0, 0)
    const from = Math.max(start, Math.min(end - length, at))
    return {start: from, end: from + length}
  })
  return windows.filter((window, index) => windows.findIndex(other => other.start === window.start) === index)
}

/** Share of windows that turn out too full and are cut. */
const recut = 0.1
/** Second readings for each first one: in halves; with `confirm: sample`, of one window in twenty-eight. */
const readAgain = {none: 0, sample: 1 / 14, all: 2}

function planEstimate(
  settings: Pick<PlanSettings, 'confirm' | 'concurrency' | 'deadline'>,
  {period, source, known}: {period: Period; source: Source; known: Estimate},
): PlanEstimate {
  const {density, perReading, from} = known
  const {plan} = source
  const days = new Map(period.days.map(day => [day.date, {records: 0, windows: 0}]))
  for (let start = period.start; start < period.end; ) {
    const end = density.known
      ? density.reach(start, period.end, plan.aim, plan.longest)
      : Math.min(period.end, start + plan.longest)
    const day = days.get(dateAt(period, start))
    if (day) day.windows++
    start = end
  }
  for (const [index, {date, start}] of period.days.entries()) {
    const day = days.get(date)
    if (day) day.records += Math.round(density.expected({start, end: period.days[index + 1]?.start ?? period.end}))
  }
  const list = [...days].map(([date, day]) => ({date, ...day}))
  const windows = list.reduce((sum, day) => sum + day.windows, 0)
  const cut = Math.ceil(windows * recut)
  const confirmation = Math.ceil(windows * readAgain[settings.confirm])
  const readings = windows + cut + confirmation
  const time = (readings * perReading) / settings.concurrency
  const parts = shardsWithin(period, time, settings.deadline)
  const records = density.known ? list.reduce((sum, day) => sum + day.records, 0) : undefined
  return {from, days: list, records, windows, readings, cut, confirmation, time, parts}
}
