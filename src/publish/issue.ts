/** One issue for each tenant and period, kept up to date: opened, rewritten, closed when clean, reopened when not. */
import {changeComment, issueBody, issueTitle, type Marker, readMarker, withMarker} from '../report/issue-body.ts'
import {isIssueOpen, needsAttention, type Publication} from '../report/publication.ts'
import {type Check, failed} from '../signin/check.ts'
import {asFailure, explain, Failure} from '../wire/failure.ts'
import {retryDelay} from '../wire/retry.ts'
import {fingerprint, incidentDigest, incidentDigests} from './fingerprint.ts'
import {type GitHubAccess, type GitHubIssues, gitHubIssues, type Issue} from './github-issues.ts'
import {closedWords, type MailMemory} from './mail.ts'
import type {Delivery, Publisher} from './publish.ts'

export interface IssueSettings {
  /** `findings`: only when there is something to do. */
  mode: 'findings' | 'always'
  labels: readonly string[]
  assignees: readonly string[]
}

export interface IssuePublisher extends Publisher {
  /** Knows what was mailed of this month, once the issue is published. */
  memory: MailMemory
}

/** Nothing is asked of GitHub before `publish`. */
export function issuePublisher(access: GitHubAccess & {settings: IssueSettings}): IssuePublisher {
  let kept: {issues: GitHubIssues; issue: Issue; marker: Marker} | undefined
  let isClosed = false
  return {
    name: 'issue',
    check: () => check(access),
    publish: async publication => {
      const issues = gitHubIssues(access)
      const {issue, did, notes} = await deliver(issues, publication, access)
      const marker = issue && readMarker(issue.body)
      isClosed = publication.isSoFar === true && marker !== undefined && marker.isSoFar !== true
      kept = issue && marker && {issues, issue, marker}
      return {did, notes, ...(issue?.url ? {url: issue.url} : {})}
    },
    memory: {
      isClosed: () => isClosed,
      mailed: () => kept?.marker.mailed,
      remember: async digest => {
        if (kept === undefined) return
        kept.marker = {...kept.marker, mailed: digest}
        kept.issue = await kept.issues.update(kept.issue.number, {body: withMarker(kept.issue.body, kept.marker)})
      },
    },
  }
}

async function check(access: GitHubAccess): Promise<Check> {
  try {
    await gitHubIssues(access).probe()
    const says = 'GitHub would take an issue: one without a title was refused for that alone, and none was opened.'
    return {name: 'issues', verdict: 'ok', says}
  } catch (error) {
    return failed('issues', asFailure(error))
  }
}

type Delivered = Delivery & {issue?: Issue}

async function deliver(
  issues: GitHubIssues,
  publication: Publication,
  access: GitHubAccess & {settings: IssueSettings},
): Promise<Delivered> {
  const wanted = access.settings.mode === 'always' || needsAttention(publication)
  const found = wanted
    ? await findOrCreate(issues, publication, access)
    : await find(issues, publication).then(existing => existing && {...existing, created: false})
  if (publication.isSoFar && found && !found.created && found.marker.isSoFar !== true)
    return {issue: found.issue, did: `Issue ${found.issue.url} was left as it is: ${closedWords}`, notes: []}
  if (found === undefined) return {did: 'No issue: there is nothing to do, and none is open for this month.', notes: []}
  return found.created
    ? await finishNew(issues, publication, found.issue, access.settings)
    : await renew(issues, publication, found)
}

interface Found {
  issue: Issue
  marker: Marker
}

/** By the marker, which readers don't see: titles get edited, labels removed, and GitHub's search lags behind. */
async function find(issues: GitHubIssues, {tenant, period}: Publication): Promise<Found | undefined> {
  // An issue about a month is not older than the month.
  for await (const issue of issues.changedSince(period.start)) {
    const marker = readMarker(issue.body)
    if (marker?.tenant === tenant && marker.period === period.label) return {issue, marker}
  }
  return undefined
}

const creation = {tries: 3, base: 2000, longest: 60_000, timeout: 0, maximumBytes: 0, jitter: Math.random}

/** After a creation without an answer the issue may exist: it is looked up before the next try. */
async function findOrCreate(
  issues: GitHubIssues,
  publication: Publication,
  {world, signal}: GitHubAccess,
): Promise<Found & {created: boolean}> {
  const marker = markerOf(publication, '')
  for (let attempt = 1; ; attempt++) {
    const existing = await find(issues, publication)
    if (existing)
      return attempt > 1 && existing.marker.told === marker.told
        ? {...existing, created: true}
        : {...existing, created: false}
    try {
      const issue = await issues.create({title: issueTitle(publication), body: issueBody(publication, marker)})
      return {issue, marker, created: true}
    } catch (error) {
      if (attempt >= creation.tries || !mayPass(error)) throw error
      await world.sleep(retryDelay(creation, attempt, null, world.now()), signal)
    }
  }
}

function mayPass(error: unknown): boolean {
  return (
    error instanceof Failure &&
    [
      'ISSUE_UNAVAILABLE',
      'ISSUE_RATE_LIMIT',
      'WIRE_TIMEOUT',
      'WIRE_UNREACHABLE',
      'WIRE_NAME_UNKNOWN',
      'WIRE_NAME_UNANSWERED',
      'PROXY_UNREACHABLE',
    ].includes(error.code)
  )
}

/** More would fill the body; the fingerprint counts them all. */
const mostDigests = 500

function markerOf(publication: Publication, mailed: string): Marker {
  return {
    tenant: publication.tenant,
    ...(publication.tenantName === undefined ? {} : {tenantName: publication.tenantName}),
    period: publication.period.label,
    status: publication.status,
    incidents: publication.incidents.open.slice(0, mostDigests).map(incidentDigest),
    told: fingerprint(publication),
    mailed,
    ...(publication.review ? {content: publication.review.content} : {}),
    ...(publication.isSoFar ? {isSoFar: true} : {}),
  }
}

/** Labels and assignees come after, each by itself: one that GitHub does not know must not cost the issue. */
async function finishNew(
  issues: GitHubIssues,
  publication: Publication,
  opened: Issue,
  settings: IssueSettings,
): Promise<Delivered> {
  const notes: string[] = []
  const attempt = async (what: string, work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      notes.push(`The issue is there, but ${what}: ${explain(asFailure(error))}`)
    }
  }
  if (settings.labels.length > 0)
    await attempt(`has not got its labels (${settings.labels.join(', ')})`, () =>
      issues.label(opened.number, settings.labels),
    )
  if (settings.assignees.length > 0)
    await attempt(`has no assignees (${settings.assignees.join(', ')})`, async () => {
      const {assignees} = await issues.assign(opened.number, settings.assignees)
      const known = assignees.map(login => login.toLowerCase())
      const missing = settings.assignees.filter(login => !known.includes(login.toLowerCase()))
      if (missing.length > 0)
        notes.push(
          `GitHub has not assigned ${missing.join(', ')} to the issue: correct issue-assignees, or give them access to the repository.`,
        )
    })
  if (isIssueOpen(publication)) return {issue: opened, did: `Issue ${opened.url} was opened.`, notes}
  const closed = await issues.update(opened.number, {state: 'closed'})
  return {issue: closed, did: `Issue ${opened.url} was opened, and closed because there is nothing to do.`, notes}
}

/**
 * State and followers are touched only when verdict or incidents changed: who closed it after a look, or opened it
 * again, is not overruled by a rerun. Where reviews are asked for, a month without one stays open.
 */
async function renew(issues: GitHubIssues, publication: Publication, {issue, marker}: Found): Promise<Delivered> {
  const now = markerOf(publication, marker.mailed)
  const isOtherContent = Boolean(now.content && marker.content && now.content !== marker.content)
  const changed = now.told !== marker.told || isOtherContent
  const isDue = publication.review !== undefined && !publication.review.isReviewed
  const open = isDue || (changed ? isIssueOpen(publication) : issue.open)
  const updated = await issues.update(issue.number, {
    title: issueTitle(publication),
    body: issueBody(publication, now),
    ...(open === issue.open ? {} : {state: open ? 'open' : 'closed'}),
  })
  const notes: string[] = []
  if (changed) {
    const known = new Set(marker.incidents)
    const kept = new Set(now.incidents)
    const words = changeComment(
      publication,
      marker,
      incident => kept.has(incidentDigest(incident)) && !incidentDigests(incident).some(digest => known.has(digest)),
    )
    await issues.comment(issue.number, words).catch((error: unknown) => {
      notes.push(`The issue is up to date, but its followers were not told: ${explain(asFailure(error))}`)
    })
  }
  const closed = publication.review ? 'closed, because the month is reviewed' : 'closed, because there is nothing to do'
  const verb = open === issue.open ? 'rewritten' : open ? 'reopened' : closed
  const why = changed ? '' : ' Verdict and incidents are unchanged.'
  return {issue: updated, did: `Issue ${issue.url} was ${verb}.${why}`, notes}
}
