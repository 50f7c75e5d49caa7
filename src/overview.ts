/** The mode `overview`: joins what the exports of a file's tenants left, without any record, to one page and one issue. */
import {join, resolve} from 'node:path'
import {archivedUntil} from './archive/archive-file.ts'
import {pluralise} from './audit/numbers.ts'
import {monthBefore, monthStart} from './audit/period.ts'
import {type Severity, severities} from './audit/severity.ts'
import {artifactLister} from './github.ts'
import type {OverviewSettings} from './inputs/settings.ts'
import type {RunContext} from './month/context.ts'
import {visibilityOf, whyNotUpload} from './month/repository-visibility.ts'
import {RunLog} from './month/run-log.ts'
import {failingTenants} from './overview/failing-tenants.ts'
import {type EndedMonth, type KnownTenant, overviewOf} from './overview/join-tenants.ts'
import type {Overview} from './overview/overview-file.ts'
import {overviewText} from './overview/overview-file.ts'
import {overviewBody, overviewNews, readOverviewMemory, toldBy} from './overview/overview-issue.ts'
import {overviewCountsSection, overviewSections} from './overview/overview-markdown.ts'
import {overviewPage} from './overview/overview-page.ts'
import {overviewTitle} from './overview/overview-words.ts'
import {gitHubIssues} from './publish/github-issues.ts'
import {findKeptIssue, keepIssue} from './publish/kept-issue.ts'
import {reportFailure, reportMistakes, reportOverview} from './publish/report-run.ts'
import {planUpload, type UploadResult} from './publish/upload.ts'
import {escapeMarkdown} from './report/markdown.ts'
import {EarlierRuns} from './restore/earlier-runs.ts'
import {recordedReview, reviewStatus} from './restore/review-bundle.ts'
import {newestTenantMonth, patternOfTenant, tenantMonth} from './restore/tenant-month.ts'
import {contentDigest} from './review/content-digest.ts'
import {readTenantFile} from './run-tenants.ts'
import {inParallel} from './tenants/in-parallel.ts'
import {overviewName, type TenantEntry, tenantGuid} from './tenants/tenant-file.ts'
import {factsOfRepository} from './watched-repository.ts'
import {asFailure, Failure} from './wire/failure.ts'

/** Months that are shown: what one history holds. */
const mostMonths = 12
/** Tenants whose artifacts are fetched at once: GitHub asks for few requests at a time. */
const tenantsAtOnce = 4
/** Runs of workflows that are looked up: of 400 tenants, each may have runs of its own. */
const mostRuns = 1000

/** Never throws: a failure is reported, and fails the step. */
export async function runOverview(settings: OverviewSettings, context: RunContext): Promise<void> {
  const {host, world} = context
  const facts = {value: factsOfRepository(settings.repository, host.facts), enumerable: true}
  const watched = {...context, host: Object.create(host, {facts}) as RunContext['host']}
  try {
    const file = await readTenantFile(settings.tenants, context)
    if ('mistakes' in file) return reportMistakes(host, file.mistakes)
    const now = world.now()
    const {timezone} = settings
    const ended = endedMonths(now, timezone)
    // The summary and the log are of the run's own repository, wherever the issue is.
    const unshown = await whyNotShown(settings, context)
    if (unshown) host.warning(`${unshown.message} ${namesLeftOut}`)
    const isOther = watched.host.facts.repository !== host.facts.repository
    // What an input asserts, it asserts of the run's own repository.
    const {repositoryVisibility: _own, ...ofOther} = settings
    const ofIssue = isOther ? await whyNotShown(ofOther, watched) : unshown
    const untold = settings.issue.mode === 'never' ? undefined : ofIssue
    const log = new RunLog(unshown ? silent : host)
    const known = await host.group('Look', () => learn(file.tenants, settings, watched, {log, ended}))
    const overview = overviewOf(known, {
      ...{now, timezone, ended, asksReviews: settings.review !== undefined},
      repository: watched.host.facts.repository,
    })
    const files = {
      'overview.html': overviewPage(overview),
      'overview.md': `${overviewSections(overview).join('\n\n')}\n`,
      'overview.json': overviewText(overview),
    }
    for (const line of needLines(overview)) log.info(line)
    const uploaded = await keep(files, overview, {settings, context})
    const url = untold ? undefined : await tell(overview, settings, watched)
    await reportOverview(host, {
      status: statusOf(overview),
      directory: settings.directory,
      outputs: outputsOf(overview, url),
      sections: unshown
        ? [overviewCountsSection(overview), `${escapeMarkdown(unshown.message, 400)} ${namesLeftOut}`]
        : overviewSections(overview),
      uploaded,
      untold,
      failing: failing(overview, settings.failOn, {names: unshown === undefined}),
    })
  } catch (error) {
    reportFailure({host, failOn: [], directory: ''}, asFailure(error))
  }
}

const mostLogged = 200

/** For a log without a summary next to it. */
function needLines({tenants}: Overview): string[] {
  const lines = tenants.flatMap(({name, attention, needs}) =>
    needs.map(({text, remedy}) => `${name} (${attention}): ${text} ${remedy}`),
  )
  const more = lines.length > mostLogged ? [`and ${lines.length - mostLogged} more`] : []
  return [...lines.slice(0, mostLogged), ...more]
}

const namesLeftOut = 'Names and verdicts of tenants are left out here.'
/** Notes on earlier runs name the tenants. */
const silent = {info: () => {}, warning: () => {}}

/** Newest first. */
function endedMonths(now: number, timezone: string): EndedMonth[] {
  const months: EndedMonth[] = []
  // The last month that has ended ends where this one begins.
  for (let end = monthStart(now, timezone); months.length < mostMonths; ) {
    const {label, start} = monthBefore({start: end, timezone})
    months.push({label, start, end})
    end = start
  }
  return months
}

async function learn(
  tenants: readonly TenantEntry[],
  settings: OverviewSettings,
  {host, world, cancelled}: RunContext,
  {log, ended}: Pick<Look, 'log' | 'ended'>,
): Promise<KnownTenant[]> {
  const list = artifactLister(world, host.facts, settings.githubToken)
  const runs = new EarlierRuns(settings, {host, world}, cancelled, {list, mostRuns})
  return await inParallel(tenants, tenantsAtOnce, tenant => factsOf(tenant, settings, {runs, log, ended}))
}

interface Look {
  runs: EarlierRuns
  log: RunLog
  ended: readonly EndedMonth[]
}

async function factsOf(
  {name, tenantId, environment}: TenantEntry,
  settings: OverviewSettings,
  {runs, log, ended}: Look,
): Promise<KnownTenant> {
  const pattern = settings.artifactName
  const labels = ended.map(({label}) => label)
  const tenant = {name, id: tenantGuid(tenantId)}
  const {newest, missed} = await newestTenantMonth(pattern, runs, tenant, labels, log)
  if (newest === undefined) return {name, missed, others: [], reviews: new Map()}
  const {manifest, months} = newest
  const known = new Set(months.map(({period}) => period))
  const oldest = months[0]?.period ?? manifest.period.label
  const absent = labels.filter(label => label < manifest.period.label && label > oldest && !known.has(label))
  const others = []
  const refused = new Map(missed)
  for (const label of absent) {
    const found = await tenantMonth(pattern, runs, {name, id: manifest.tenant, label}, log)
    const own = found.value?.months.at(-1)
    if (own) others.push(own)
    else if (found.value === undefined) refused.set(label, {because: found.because, isNone: found.isNone === true})
  }
  const reviews = new Map<string, 'reviewed' | 'open' | 'unknown'>()
  const template = patternOfTenant(pattern, name)
  const about = {tenant: manifest.tenant, label: manifest.period.label}
  const recorded = await recordedReview(template, runs, about, log)
  if (settings.review) reviews.set(about.label, reviewStatus(settings.review, newest, recorded.value))
  else if (recorded.value?.newest) reviews.set(about.label, reviewStatus(recorded.value.newest, newest, recorded.value))
  for (const month of [...months, ...others]) {
    if (month.period === about.label || month.review?.status === 'reviewed') continue
    const later = await recordedReview(template, runs, {...about, label: month.period}, log)
    if (later.value === undefined) reviews.set(month.period, 'unknown')
    else if (later.value.newest) reviews.set(month.period, later.value.newest.status)
  }
  const archived = archivedUntil(recorded.value?.places ?? [], contentDigest(manifest))
  return {name, environment, newest: {...newest, archived}, missed: refused, others, reviews}
}

/** Names of customers and how they fare are for the team alone: nothing goes where everyone could read it. */
async function keep(
  files: Readonly<Record<string, string>>,
  overview: Overview,
  {settings, context}: {settings: OverviewSettings; context: RunContext},
): Promise<UploadResult> {
  const {host, world} = context
  const folder = resolve(host.facts.workspace, settings.directory)
  await world.disk.makeFolder(folder)
  for (const [name, content] of Object.entries(files)) await world.disk.writeFile(join(folder, name), content)
  const plan = planUpload(settings.upload, host)
  if ('failure' in plan) return {uploadFailure: plan.failure}
  if ('off' in plan) return {}
  const refusal = await whyNotUpload(settings, context, {isProtected: false})
  if (refusal) return {uploadFailure: refusal}
  const name = patternOfTenant(settings.artifactName, overviewName).replaceAll('<period>', overview.month)
  const paths = Object.keys(files).map(file => join(folder, file))
  try {
    return {artifact: await plan.upload({name, root: folder, files: paths, retentionDays: settings.retentionDays})}
  } catch (error) {
    return {uploadFailure: asFailure(error)}
  }
}

/**
 * Names of tenants and how they fare, shown where everyone could read them: undefined where that is not so, or is wanted.
 * What is not known counts as public.
 */
async function whyNotShown(
  settings: Pick<OverviewSettings, 'allowPublic' | 'githubToken' | 'repositoryVisibility'>,
  context: Pick<RunContext, 'host' | 'world' | 'cancelled'>,
): Promise<Failure | undefined> {
  const {repository} = context.host.facts
  if (repository === undefined || settings.allowPublic) return undefined
  const visibility = await visibilityOf(settings, context)
  if (visibility.is === 'private') return undefined
  return new Failure({
    code: 'OVERVIEW_NOT_PRIVATE',
    message:
      visibility.is === 'public'
        ? `The repository ${repository} is public: everyone could read there how each tenant fares.`
        : `Whether the repository ${repository} is public could not be learned (${visibility.because}).`,
    remedy:
      'Run this in a private repository, and keep the issue in one. Where GitHub does not answer, state it where you know it: repository-visibility: private. If the exposure is wanted, set allow-public: true.',
  })
}

/** @returns the issue's page. */
async function tell(
  overview: Overview,
  settings: OverviewSettings,
  {host, world, cancelled}: RunContext,
): Promise<string | undefined> {
  if (settings.issue.mode === 'never') return undefined
  const issues = gitHubIssues({world, facts: host.facts, token: settings.githubToken, signal: cancelled})
  const artifacts = settings.artifactName
  const known = await findKeptIssue(issues, body => {
    const memory = readOverviewMemory(body)
    return memory?.artifacts === artifacts ? memory : undefined
  })
  const isOpen = overview.tenants.some(({attention}) => attention !== 'none')
  if (settings.issue.mode === 'findings' && known === undefined && !isOpen) return undefined
  const kept = {
    known: known?.issue,
    title: overviewTitle(overview),
    body: overviewBody(overview, artifacts),
    isOpen,
    news: known && overviewNews(overview, known.memory),
  }
  return await keepIssue(issues, kept, settings.issue, host)
}

/** Complete where nothing needs a person; a month that is not proven, or not known, is incomplete. */
function statusOf({tenants}: Overview): 'complete' | 'provisional' | 'incomplete' {
  if (tenants.some(({needs}) => needs.some(({kind, isUnknown}) => kind === 'export' || isUnknown))) return 'incomplete'
  return tenants.some(({attention}) => attention !== 'none') ? 'provisional' : 'complete'
}

function outputsOf(overview: Overview, url: string | undefined): Record<string, string> {
  const {tenants, month} = overview
  const newest = tenants.flatMap(one => (one.newest?.incidents ? [one.newest.incidents] : []))
  const open = (severity: Severity) => newest.reduce((sum, one) => sum + one[severity], 0)
  const rows = tenants.map(({name, attention, newest: own}) => ({
    tenant: name,
    attention,
    period: own?.period ?? '',
    status: own?.status ?? 'unknown',
  }))
  return {
    period: month,
    incidents: String(severities.reduce((sum, severity) => sum + open(severity), 0)),
    'highest-severity': severities.find(severity => open(severity) > 0) ?? 'none',
    'issue-url': url ?? '',
    overdue: toldBy(overview)
      .map(({name}) => name)
      .join(','),
    tenants: JSON.stringify(rows),
  }
}

/** @param names whether the tenants may be named. */
function failing(overview: Overview, failOn: OverviewSettings['failOn'], {names}: {names: boolean}): string[] {
  const failed = failingTenants(overview, failOn)
  if (failed.length === 0) return []
  const shown = failed.slice(0, 20).map(({name, reasons}) => `${name} (${reasons.slice(0, 3).join('; ')})`)
  const more = failed.length > 20 ? ` and ${failed.length - 20} more` : ''
  return [
    `${pluralise(failed.length, 'tenant needs', 'tenants need')} attention${names ? `: ${shown.join(', ')}${more}` : ''}. The step fails because fail-on says so; the overview is written.`,
  ]
}
