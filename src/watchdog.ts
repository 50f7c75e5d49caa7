/** The mode `watchdog`: looks which months, runs, certificates, reviews and evidence are overdue, and keeps one issue about it. */
import {archivedUntil} from './archive/archive-file.ts'
import {compareText} from './audit/compare-text.ts'
import {monthBefore, monthStart, type Period} from './audit/period.ts'
import {scheduledRuns, workflowRun, workflowState} from './github.ts'
import {runPage} from './host/text.ts'
import type {WatchdogSettings} from './inputs/settings.ts'
import type {RunContext} from './month/context.ts'
import {notifyOfFailure} from './month/notify-failure.ts'
import {type NotifiedOverdue, notifyOfOverdue} from './month/notify-overdue.ts'
import {RunLog} from './month/run-log.ts'
import {gitHubIssues, type Issue} from './publish/github-issues.ts'
import {findKeptIssue, type KeptIssue, keepIssue} from './publish/kept-issue.ts'
import {reportFailure, reportWatchdog} from './publish/report-run.ts'
import {EarlierRuns} from './restore/earlier-runs.ts'
import {recordedReview, reviewStatus} from './restore/review-bundle.ts'
import {type ReviewedMonth, reviewedMonth} from './restore/reviewed-month.ts'
import {contentDigest} from './review/content-digest.ts'
import {
  type MonthState,
  type OverdueItem,
  overdueItems,
  type WatchdogFacts,
  type WorkflowState,
} from './watchdog/overdue.ts'
import {
  type RememberedMonth,
  readMemory,
  type WatchdogMemory,
  watchdogBody,
  watchdogText,
  watchdogTitle,
} from './watchdog/watchdog-issue.ts'
import {factsOfRepository} from './watched-repository.ts'
import {asFailure} from './wire/failure.ts'

/** Never throws: a failure is reported, and fails the step; so does whatever is overdue. */
export async function runWatchdog(settings: WatchdogSettings, given: RunContext): Promise<void> {
  const facts = {value: factsOfRepository(settings.repository, given.host.facts), enumerable: true}
  const context = {...given, host: Object.create(given.host, {facts}) as RunContext['host']}
  const {host, world, cancelled} = context
  try {
    const issues =
      settings.issue.mode === 'never'
        ? undefined
        : gitHubIssues({world, facts: host.facts, token: settings.githubToken, signal: cancelled})
    const known =
      issues &&
      (await findKeptIssue(issues, body => {
        const memory = readMemory(body)
        return memory?.tenant === settings.tenant ? memory : undefined
      }))
    const memory = known?.memory ?? {tenant: settings.tenant, months: {}, overdue: []}
    const learned = await host.group('Look', () => learn(settings, context, memory))
    const items = overdueItems(learned, world.now())
    const notified = await notifyOfOverdue(settings.notify, given, {
      ...{tenant: settings.tenant, items, before: issues && (memory.notified ?? {})},
      ...{issueUrl: known?.issue.url, runUrl: runPage(given.host.facts)},
    })
    const remembered = {...remember(memory, learned, items), ...(settings.notify ? {notified: copied(notified)} : {})}
    const url =
      issues &&
      (await keepIssue(
        issues,
        watchdogIssue({settings, known, items, memory: remembered, now: world.now()}),
        settings.issue,
        host,
      ))
    await reportWatchdog(host, {items, markdown: watchdogText(items), url})
  } catch (error) {
    const failure = asFailure(error)
    reportFailure({host, failOn: [], directory: ''}, failure)
    await notifyOfFailure(settings, given, {failure, period: undefined})
  }
}

/** As JSON keeps it. */
function copied(notified: NotifiedOverdue): Record<string, string[]> {
  return Object.fromEntries(Object.entries(notified).map(([digest, names]) => [digest, [...names]]))
}

type Context = Pick<RunContext, 'host' | 'world' | 'cancelled'>

async function learn(settings: WatchdogSettings, context: Context, memory: WatchdogMemory): Promise<WatchdogFacts> {
  const {host, world, cancelled} = context
  const log = new RunLog(host)
  const runs = new EarlierRuns(settings, context, cancelled)
  const months: MonthState[] = []
  let newest: ReviewedMonth | undefined
  const now = world.now()
  const {timezone} = settings
  const oldest = oldestMonth(settings, memory)
  // The last month that has ended ends where this one begins.
  let end = monthStart(now, timezone)
  for (let back = 0; back < mostMonths; back++) {
    const month = monthBefore({start: end, timezone})
    if (oldest !== undefined && month.label < oldest) break
    const found = await monthState(settings, runs, {month: {...month, end}, memory: memory.months[month.label]}, log)
    months.push(found.state)
    newest ??= found.exported
    end = month.start
  }
  // Without a beginning, the history begins with the oldest month of which anything is known.
  const first = oldest === undefined ? months.findLastIndex(one => one.export !== 'none') : months.length - 1
  const {certificate, run} = newest?.manifest ?? {}
  const [, exporting = settings.trustedWorkflows[0]] = /^[^/]+\/[^/]+\/([^@]+)@/.exec(run?.workflow ?? '') ?? []
  const workflows = await Promise.all(
    settings.trustedWorkflows.map(async path => ({
      ...(await workflowOf(path, settings, context)),
      isExport: path === exporting,
    })),
  )
  const isElsewhere = host.facts.repository === undefined && settings.stateDirectory !== undefined
  if (workflows.length === 0 && isElsewhere)
    host.info('Schedules are not looked at: there is no repository of GitHub. Months, reviews and certificates are.')
  else if (workflows.length === 0) workflows.push({...(await ownWorkflow(settings, context)), isExport: true})
  return {
    months: months.slice(0, first + 1).reverse(),
    workflows,
    ...(certificate ? {certificate: {notAfter: Date.parse(certificate.notAfter)}} : {}),
    place: {repository: host.facts.repository, tenant: settings.tenant, cloud: newest?.manifest.cloud},
  }
}

/** Audit logs are kept no longer as artifacts than 400 days. */
const mostMonths = 13

function oldestMonth({since}: WatchdogSettings, {months}: WatchdogMemory): string | undefined {
  return since ?? Object.keys(months).sort(compareText)[0]
}

async function monthState(
  settings: WatchdogSettings,
  runs: EarlierRuns,
  {month, memory}: {month: Pick<Period, 'label' | 'start' | 'end'>; memory: RememberedMonth | undefined},
  log: RunLog,
): Promise<{state: MonthState; exported?: ReviewedMonth}> {
  const {label, start, end} = month
  const about = {tenant: settings.tenant, label}
  const found = await reviewedMonth(settings.artifactName, runs, about, log)
  if (found.value === undefined) {
    // What the issue remembers was seen by an earlier run of this mode; the artifact has expired since.
    if (memory && found.isNone) return {state: {...{label, start, end}, ...memory}}
    return {state: {label, start, end, export: found.isNone ? 'none' : 'unknown', because: found.because}}
  }
  const {manifest, expires} = found.value
  const recorded = await recordedReview(settings.artifactName, runs, about, log)
  const review = settings.review && reviewStatus(settings.review, found.value, recorded.value)
  // What is remembered stands where this run could not learn it, and where the bundle has expired.
  const archived = archivedUntil(recorded.value?.places ?? [], contentDigest(manifest)) ?? memory?.archived
  const until = expires === undefined ? undefined : Date.parse(expires)
  return {
    exported: found.value,
    state: {
      ...{label, start, end, export: manifest.status},
      ...(review ? {review} : {}),
      ...(until === undefined || Number.isNaN(until) ? {} : {expires: until}),
      ...(archived === undefined ? {} : {archived}),
    },
  }
}

async function workflowOf(
  path: string,
  {githubToken}: WatchdogSettings,
  {host, world, cancelled}: Context,
): Promise<Omit<WorkflowState, 'isExport'>> {
  const state = await workflowState(world, host.facts, githubToken, path, cancelled)
  const scheduled = await scheduledRuns(world, host.facts, githubToken, path, cancelled)
  return {path, state: state.value, scheduled: scheduled.value, because: state.because ?? scheduled.because}
}

/** The watchdog may stand in the export's own workflow file. */
async function ownWorkflow(settings: WatchdogSettings, context: Context): Promise<Omit<WorkflowState, 'isExport'>> {
  const {host, world, cancelled} = context
  const id = Number(host.facts.runId)
  const run = host.facts.runId ? await workflowRun(world, host.facts, settings.githubToken, id, cancelled) : {}
  const because = 'trusted-workflows names none, and this run’s own could not be learned'
  if (run.value === undefined) return {path: 'the export’s workflow', state: undefined, scheduled: undefined, because}
  return await workflowOf(run.value.path, settings, context)
}

function remember(memory: WatchdogMemory, {months}: WatchdogFacts, items: readonly OverdueItem[]): WatchdogMemory {
  const seen = months.flatMap(({label, export: status, review, expires, archived}) =>
    status === 'none' || status === 'unknown'
      ? []
      : [
          [
            label,
            {
              export: status,
              ...(review ? {review} : {}),
              ...(expires === undefined ? {} : {expires}),
              ...(archived === undefined ? {} : {archived}),
            },
          ] as const,
        ],
  )
  return {
    ...memory,
    months: {...memory.months, ...Object.fromEntries(seen)},
    overdue: items.map(({name}) => name),
  }
}

interface Told {
  settings: WatchdogSettings
  known: {issue: Issue; memory: WatchdogMemory} | undefined
  items: readonly OverdueItem[]
  memory: WatchdogMemory
  now: number
}

function watchdogIssue({settings, known, items, memory, now}: Told): KeptIssue {
  const before = new Set(known?.memory.overdue)
  const news = items.filter(({name}) => !before.has(name))
  return {
    known: known?.issue,
    title: watchdogTitle(settings.tenant),
    body: watchdogBody(items, memory, new Date(now).toISOString()),
    isOpen: items.length > 0,
    news: news.length > 0 ? `New:\n\n${watchdogText(news)}` : undefined,
  }
}
