/** The mode `review`: takes what a comment or a form says of a month, records it, and answers in the month's issue. */
import {parsedJson} from './audit/json.ts'
import {reviewDirectory} from './evidence/review-bundle.ts'
import {permissionOf} from './github.ts'
import {didYouMean} from './inputs/did-you-mean.ts'
import type {ReviewSettings} from './inputs/settings.ts'
import type {RunContext} from './month/context.ts'
import {evidenceDirectory} from './month/evidence-directory.ts'
import {keepReviewBundle} from './month/review-bundle.ts'
import {whoRan} from './month/review-of.ts'
import {RunLog} from './month/run-log.ts'
import {type GitHubIssues, gitHubIssues, type Issue} from './publish/github-issues.ts'
import {reportFailure, reportReview, reportSkipped} from './publish/report-run.ts'
import {readMarker, withReviewLine} from './report/issue-body.ts'
import {EarlierRuns} from './restore/earlier-runs.ts'
import {recordedReview} from './restore/review-bundle.ts'
import {type ReviewedMonth, reviewedMonth} from './restore/reviewed-month.ts'
import {patternOfTenant} from './restore/tenant-month.ts'
import {lackWords, reviewAnswer, reviewedLine} from './review/review-answer.ts'
import {type CommandMistake, parseComment, type ReviewCommand} from './review/review-command.ts'
import {type CommentEvent, type FormEvent, reviewEvent} from './review/review-event.ts'
import {joinSaid, type Said} from './review/review-file.ts'
import {type ReviewState, reviewState} from './review/review-state.ts'
import {asFailure, Failure} from './wire/failure.ts'

/** Never throws: a failure is reported, and fails the step. */
export async function runReview(settings: ReviewSettings, context: RunContext): Promise<void> {
  const {host} = context
  const reporting = {host, failOn: [], directory: ''}
  try {
    const event = await eventOf(context)
    if (event.kind === 'other') return reportSkipped(reporting, `Nothing to review: ${event.why}.`)
    const {commands, mistakes} = parseComment(event.body)
    if (commands.length === 0 && mistakes.length === 0)
      return reportSkipped(reporting, 'Nothing to review: the text holds no command.')
    const permission = await writePermission(settings, context, event.by)
    if ('because' in permission) return reportSkipped(reporting, permission.because)
    const month = await monthOf(settings, context, event)
    if ('because' in month) return reportSkipped(reporting, month.because)
    await takeReview(named(settings, month.tenantName), context, {
      ...{event, commands, mistakes, month},
      permission: permission.is,
      runId: host.facts.runId ?? '',
    })
  } catch (error) {
    reportFailure(reporting, asFailure(error))
  }
}

type Event = CommentEvent | FormEvent

async function eventOf({host, world}: RunContext) {
  const {eventPath, event, repository} = host.facts
  const text = eventPath === undefined ? '' : String(await world.disk.readFile(eventPath).catch(() => ''))
  return reviewEvent(parsedJson(text), {event, repository, now: world.now()})
}

/** @throws Failure where GitHub does not answer: an unknown permission does not count, and the comment is not lost by a rerun. */
async function writePermission(
  {githubToken}: ReviewSettings,
  {host, world, cancelled}: RunContext,
  login: string,
): Promise<{is: Said['permission']} | {because: string}> {
  const {value, because} = await permissionOf(world, host.facts, githubToken, login, cancelled)
  if (value === undefined) {
    throw new Failure({
      code: 'REVIEW_PERMISSION_UNKNOWN',
      message: `Whether ${login} may write to this repository could not be learned: ${because}. Nothing was recorded.`,
      remedy: 'Run the job again; the comment is read again from its event.',
    })
  }
  if (value === 'admin' || value === 'maintain' || value === 'write') return {is: value}
  return {because: `Nothing was recorded: ${login} has no write access to this repository (${value}).`}
}

interface Month {
  tenant: string
  /** In the file of tenants. */
  tenantName?: string | undefined
  label: string
  issue: {issues: GitHubIssues; issue: Issue} | undefined
}

async function monthOf(
  settings: ReviewSettings,
  {host, world, cancelled}: RunContext,
  event: Event,
): Promise<Month | {because: string}> {
  if (event.kind === 'form') {
    if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(event.period)) {
      throw new Failure({
        code: 'REVIEW_PERIOD',
        message: `The form’s period is not a month: ${event.period.slice(0, 40)}.`,
        remedy: 'Write the month as 2026-10.',
      })
    }
    if (settings.tenant === undefined) {
      throw new Failure({
        code: 'REVIEW_TENANT',
        message: 'A form names no tenant.',
        remedy: 'Give the directory’s GUID as tenant-id in the workflow.',
      })
    }
    return {tenant: settings.tenant, label: event.period, issue: undefined}
  }
  const issues = gitHubIssues({world, facts: host.facts, token: settings.githubToken, signal: cancelled})
  const issue = await issues.get(event.issue)
  const marker = issue && readMarker(issue.body)
  if (issue === undefined || marker === undefined)
    return {because: `Issue ${event.issue} is not a month’s issue of this action.`}
  if (marker.isSoFar)
    return {because: `${marker.period} is still made from its days. It is reviewed when its own export is there.`}
  if (settings.tenant !== undefined && settings.tenant !== marker.tenant)
    return {because: `Issue ${event.issue} is of another tenant than tenant-id names.`}
  const {tenant, tenantName, period: label} = marker
  return {tenant, tenantName, label, issue: {issues, issue}}
}

/** Artifacts of a tenant of a file have its name in them. */
function named(settings: ReviewSettings, name: string | undefined): ReviewSettings {
  if (name === undefined) return settings
  const {artifactName, directory} = settings
  return {
    ...settings,
    artifactName: patternOfTenant(artifactName, name),
    directory: patternOfTenant(directory, name),
  }
}

interface Given {
  event: Event
  commands: readonly ReviewCommand[]
  mistakes: readonly CommandMistake[]
  permission: Said['permission']
  month: Month
  runId: string
}

/** @throws Failure where the month, or what was said of it before, can't be learned: nothing is recorded then. */
async function takeReview(settings: ReviewSettings, context: RunContext, given: Given): Promise<void> {
  const {host, cancelled} = context
  const {month} = given
  const log = new RunLog(host)
  const runs = new EarlierRuns(settings, context, cancelled)
  const reviewed = await reviewedMonth(settings.artifactName, runs, month, log)
  if (reviewed.value === undefined) throw noMonth(month, reviewed.because)
  const before = await recordedReview(settings.artifactName, runs, month, log)
  if (before.value === undefined) throw unknownReviews(before.because)
  const ranBy = await whoRan(reviewed.value.manifest, settings, context)
  const subject = {...reviewed.value, ranBy}
  const stateOf = (said: readonly Said[]) => reviewState(subject, settings, said)
  const known = before.value.said
  const isDone = (one: Said) => known.some(({id, changed}) => id === one.id && changed === one.changed)
  const taken = takeCommands(given, {subject: reviewed.value, known, stateOf})
  const isNew = taken.counted.some(one => !isDone(one))
  const state = stateOf(joinSaid([taken.counted, known]))
  const answer = reviewAnswer({state, ...taken})
  const place = evidenceDirectory(settings, {tenant: month.tenant, period: month.label})
  const directory = reviewDirectory(place)
  if (isNew) {
    const {manifest, sha256, months} = reviewed.value
    const {file: review} = state
    await keepReviewBundle(settings, context, {
      manifest,
      sha256,
      months,
      directory,
      review,
      places: before.value.places,
    })
  }
  // Another comment may have been recorded in the meantime.
  const after = isNew ? await recordedReview(settings.artifactName, runs, month, log) : before
  const final = stateOf(joinSaid([taken.counted, known, after.value?.said ?? []]))
  const {issue} = month
  const url = issue && (await answerInIssue(issue, {state: final, answer: answerText(given, answer, isNew)}))
  await reportReview(host, {state: final, answer, directory: isNew ? directory : '', url})
  for (const {line, why} of taken.refused) host.warning(`Not counted: ${line}: ${why}.`)
}

function answerText({event}: Given, answer: string, isNew: boolean): string | undefined {
  if (event.kind === 'comment' && event.action !== 'created' && !isNew) return undefined
  return answer
}

/** What counts of a comment, and what does not, with the reason. */
function takeCommands(
  {event, commands, mistakes, permission, runId}: Given,
  at: {subject: ReviewedMonth; known: readonly Said[]; stateOf: (said: readonly Said[]) => ReviewState},
): {counted: Said[]; refused: CommandMistake[]} {
  const origin = event.kind === 'comment' ? `comment:${event.comment}` : `run:${runId}`
  if (event.kind === 'comment' && event.action !== 'created') return changedComment(origin, event.action, at.known)
  const refused = [...mistakes]
  const counted: Said[] = []
  const {file} = at.stateOf([])
  for (const [index, command] of commands.entries()) {
    const said: Said = {
      id: `${origin}/${String(index + 1).padStart(3, '0')}`,
      ...{at: event.at, by: event.by, permission, command: command.kind, text: command.text},
      ...(command.kind === 'incident' ? {incident: command.incident, disposition: command.disposition} : {}),
      ...{manifest: file.manifest, content: file.content},
    }
    if (command.kind === 'incident') {
      const incident = file.incidents.find(({id}) => id === command.incident)
      if (incident === undefined) {
        const meant = didYouMean(
          command.incident,
          file.incidents.map(({id}) => id),
        )
        refused.push({
          line: `/incident ${command.incident}`,
          why: `there is no such incident in this month${meant === undefined ? '' : `; perhaps ${meant} is meant`}`,
        })
        continue
      }
      said.severity = incident.severity
    }
    if (command.kind === 'reviewed') {
      const {lack} = at.stateOf(joinSaid([at.known, counted]))
      if (lack.incidents.length > 0) {
        refused.push({line: '/reviewed', why: 'incidents of medium or high severity have no disposition yet'})
        continue
      }
    }
    counted.push(said)
  }
  return {counted, refused}
}

/** What was recorded stands; that its comment is another one now is recorded too, and new text in it never counts. */
function changedComment(
  origin: string,
  action: string,
  known: readonly Said[],
): {counted: Said[]; refused: CommandMistake[]} {
  const changed = action === 'deleted' ? ('deleted' as const) : ('edited' as const)
  const counted = known.filter(({id}) => id.startsWith(`${origin}/`)).map(one => ({...one, changed}))
  const why = 'a comment counts as it was written first; what was recorded stands, and a new comment changes it'
  return {counted, refused: changed === 'edited' ? [{line: 'the edited comment', why}] : []}
}

/** @returns the issue's page. */
async function answerInIssue(
  {issues, issue}: NonNullable<Month['issue']>,
  {state, answer}: {state: ReviewState; answer: string | undefined},
): Promise<string> {
  if (answer !== undefined) await issues.comment(issue.number, answer)
  const isReviewed = state.file.status === 'reviewed'
  const current = (await issues.get(issue.number)) ?? issue
  await issues.update(issue.number, {
    body: withReviewLine(current.body, isReviewed ? `**${reviewedLine(state.file)}**` : lackWords(state)),
    ...(current.open === isReviewed ? {state: isReviewed ? 'closed' : 'open'} : {}),
  })
  return issue.url
}

function noMonth({label}: Month, because: string | undefined): Failure {
  return new Failure({
    code: 'REVIEW_NO_EXPORT',
    message: `The export of ${label} that is to be reviewed was not found: ${because}. Nothing was recorded.`,
    remedy:
      'Name the export’s workflow file in trusted-workflows, give the same artifact-name and state-key as the export has, and `permissions: actions: read`. An artifact that expired can’t be reviewed any more: export the month again.',
  })
}

function unknownReviews(because: string | undefined): Failure {
  return new Failure({
    code: 'REVIEW_UNKNOWN',
    message: `What was recorded of this month’s review before could not be learned: ${because}. Nothing was recorded.`,
    remedy: 'Run the job again; the comment is read again from its event.',
  })
}
