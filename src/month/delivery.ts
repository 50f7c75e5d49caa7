/** Carries the month to people: the issue first, since it remembers what was mailed and others link to it, then the mail, then whom `notify` names. */
import {join} from 'node:path'
import {lockWords} from '../archive/archive-file.ts'
import {instantOf} from '../audit/record.ts'
import {pointingToDoctor} from '../checks/check-of-code.ts'
import type {EvidenceFolder} from '../evidence/evidence-folder.ts'
import type {DeliverySettings, MonthSettings} from '../inputs/settings.ts'
import {type IssuePublisher, issuePublisher} from '../publish/issue.ts'
import type {ArchiveOutcome} from '../publish/keeping-words.ts'
import {type Published, publishAll} from '../publish/publish.ts'
import type {UploadResult} from '../publish/upload.ts'
import {recurrenceWords} from '../report/history-words.ts'
import type {Publication, PublishedReview} from '../report/publication.ts'
import {monthShow, redactedIncidents} from '../report/redacted-incidents.ts'
import {monthSections, shownPeople} from '../report/summary.ts'
import type {EarlierRuns} from '../restore/earlier-runs.ts'
import {lackWords, reviewedLine} from '../review/review-answer.ts'
import type {ReviewState} from '../review/review-state.ts'
import {certificateOf} from '../signin/credential.ts'
import {renewalNotice} from '../signin/expiry.ts'
import type {RunContext} from './context.ts'
import {mailOf} from './mail.ts'
import {type MonthToNotify, notifyOfMonth} from './notify.ts'
import type {CallerIdentity} from './session.ts'
import type {WrittenEvidence} from './write-evidence.ts'

export type ReportSettings = DeliverySettings &
  Pick<MonthSettings, 'githubToken' | 'artifactName' | 'upload' | 'retentionDays' | 'directory' | 'timezone'>

interface Done {
  /** Absent without a sign-in: then no mail goes through Graph. */
  caller?: CallerIdentity | undefined
  folder: EvidenceFolder
  evidence: WrittenEvidence
  kept: UploadResult
  archived?: ArchiveOutcome | undefined
  /** Absent where the team does without reviews, or where what was said before is unknown. */
  review?: ReviewState | undefined
  earlierRuns: EarlierRuns
  /** Labels of earlier months. */
  unreviewed: readonly string[]
}

/** Never rejects: a delivery that failed says so in its own entry. */
export async function deliverReport(settings: ReportSettings, context: RunContext, done: Done): Promise<Published[]> {
  const {caller, earlierRuns, unreviewed, evidence} = done
  const about = {caller, earlierRuns, unreviewed, start: evidence.facts.period.start}
  return await deliverPublication(settings, context, about, publicationOf(settings, done, context.world.now()))
}

/** Never rejects: a delivery that failed says so in its own entry. */
export async function deliverPublication(
  settings: ReportSettings,
  context: RunContext,
  about: Omit<MonthToNotify, 'publication' | 'issueUrl'>,
  publication: Publication,
): Promise<Published[]> {
  const issue = issueOf(settings, context)
  const mail = mailOf(settings, context, about.caller, issue?.memory)
  const publishers = [issue, mail].filter(publisher => publisher !== undefined)
  if (publishers.length === 0 && settings.notify === undefined) return []
  const published = await context.host.group('Deliver', async () => {
    const delivered = await publishAll(publishers, publication)
    const issueUrl = delivered.find(({name}) => name === 'issue')?.url
    return [...delivered, ...(await notifyOfMonth(settings, context, {...about, publication, issueUrl}))]
  })
  return published.map(({failure, ...delivery}) =>
    failure ? {...delivery, failure: pointingToDoctor(failure, context.host)} : delivery,
  )
}

export function issueOf(
  settings: Pick<MonthSettings, 'issue' | 'githubToken'>,
  {host, world, cancelled}: RunContext,
): IssuePublisher | undefined {
  const {mode, labels, assignees} = settings.issue
  if (mode === 'never') return undefined
  return issuePublisher({
    world,
    facts: host.facts,
    token: settings.githubToken,
    signal: cancelled,
    settings: {mode, labels, assignees},
  })
}

/** What has to be done besides: sentences. */
export function noticesOf(caller: CallerIdentity | undefined, now: number): string[] {
  const certificate = caller && certificateOf(caller.credential)
  const notice = certificate && renewalNotice(certificate, now)
  return notice === undefined ? [] : [notice]
}

function publicationOf(
  settings: Pick<MonthSettings, 'minimumSeverity'>,
  {caller, folder, evidence, kept, archived, review}: Done,
  now: number,
): Publication {
  const {facts, disclose, manifest} = evidence
  const {text, label, timezone, start, end} = facts.period
  return {
    status: evidence.status,
    reasons: evidence.reasons,
    notices: noticesOf(caller, now),
    gaps: facts.gaps,
    records: facts.records,
    tenant: facts.tenant,
    ...(facts.tenantName === undefined ? {} : {tenantName: facts.tenantName}),
    period: {label, text, timezone, start: instantOf(start), end: instantOf(end)},
    incidents: redactedIncidents(facts.detection ?? {findings: [], incidents: []}, {
      minimum: settings.minimumSeverity,
      disclose,
      tenant: facts.tenant,
      isPrivate: facts.isPrivate,
      history: facts.history,
    }),
    ...(review ? {review: publishedReview(review)} : {}),
    recurrence: recurrenceWords(facts),
    notes: facts.notes,
    rulesUrl: facts.rulesUrl,
    sections: [
      ...archiveSections(archived),
      ...monthSections(facts, monthShow(facts.detection, disclose, shownPeople(facts.figures))),
    ],
    files: evidence.files.map(file => ({...file, path: join(folder.path, file.name)})),
    artifactUrl: kept.artifact?.url,
    runUrl: manifest.run.url,
  }
}

/** Without it, the artifact's link says where the evidence is. */
function archiveSections(archived: ArchiveOutcome | undefined): string[] {
  const place = archived?.place
  return place ? [`## Archive\n\n${place.url}\n\n${lockWords(place)}`] : []
}

function publishedReview(state: ReviewState): PublishedReview {
  const isReviewed = state.file.status === 'reviewed'
  return {
    isReviewed,
    line: isReviewed ? `**${reviewedLine(state.file)}**` : lackWords(state),
    content: state.file.content,
  }
}
