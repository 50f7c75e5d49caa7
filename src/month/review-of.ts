/** Whether a month is reviewed, as an export sees it: of the month itself, and of those before. */
import {compareText} from '../audit/compare-text.ts'
import {monthBefore, type Period} from '../audit/period.ts'
import {evidenceFiles} from '../evidence/evidence-folder.ts'
import {lastEditor} from '../github.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import type {Manifest} from '../report/manifest.ts'
import type {EarlierRuns, Notes} from '../restore/earlier-runs.ts'
import type {RestoredState} from '../restore/restore.ts'
import {type RecordedReview, recordedReview} from '../restore/review-bundle.ts'
import {reviewedMonth} from '../restore/reviewed-month.ts'
import {type ReviewPolicy, type ReviewState, reviewState} from '../review/review-state.ts'
import {explain, Failure} from '../wire/failure.ts'
import type {PeriodContext, RunContext} from './context.ts'
import type {WrittenEvidence} from './write-evidence.ts'

type Context = Pick<RunContext, 'host' | 'world' | 'cancelled'>

/** Who started the export; of a schedule, who last changed the workflow file. Undefined where that is not known. */
export async function whoRan(
  {run}: Pick<Manifest, 'run'>,
  {githubToken}: Pick<MonthSettings, 'githubToken'>,
  {host, world, cancelled}: Context,
): Promise<string | undefined> {
  if (run.event !== 'schedule') return run.actor
  const [, path = ''] = /^[^/]+\/[^/]+\/([^@]+)@/.exec(run.workflow ?? '') ?? []
  if (path === '') return undefined
  const file = {path, commit: run.workflowCommit}
  const {value, because} = await lastEditor(world, host.facts, githubToken, file, cancelled)
  if (value === undefined) host.info(`Who last changed ${path} could not be learned: ${because}.`)
  return value
}

/** What keeps a month from ever being reviewed, though it should be. */
export function reviewProblems({
  review,
  issue,
  trustedWorkflows,
}: Pick<MonthSettings, 'review' | 'issue' | 'trustedWorkflows'>): Failure[] {
  if (review === undefined) return []
  const problems: Failure[] = []
  if (issue.mode !== 'always') {
    problems.push(
      new Failure({
        code: 'REVIEW_NO_ISSUE',
        message: `With issue: ${issue.mode}, a month without incidents has no issue to review in.`,
        remedy: 'Set issue: always; or review such months by the form of docs/review.md.',
      }),
    )
  }
  if (trustedWorkflows.length === 0) {
    problems.push(
      new Failure({
        code: 'REVIEW_NOT_TRUSTED',
        message: 'No workflow but this one is trusted, and reviews of another one don’t count.',
        remedy: 'Name the workflow that reviews: trusted-workflows: review.yml.',
      }),
    )
  }
  return problems
}

/** Of the month that was just exported. */
async function reviewOf(
  settings: Pick<MonthSettings, 'githubToken'> & {review: ReviewPolicy},
  context: Context,
  {manifest, sha256, recorded}: {manifest: Manifest; sha256: string; recorded: RecordedReview},
): Promise<ReviewState> {
  const ranBy = settings.review.independent ? await whoRan(manifest, settings, context) : manifest.run.actor
  return reviewState({manifest, sha256, ranBy}, settings.review, recorded.said)
}

/** Of a month before: `unknown` does not count as reviewed. */
export type EarlierReview = NonNullable<Manifest['reviews']>[number]

/** How far back months are asked about: artifacts are kept for 400 days at most. */
const mostMonths = 12

/** The months before, newest first, of which an export is still kept. Never rejects. */
async function earlierReviews(
  settings: Pick<MonthSettings, 'artifactName'> & {review: ReviewPolicy},
  runs: EarlierRuns,
  {period, tenant}: {period: Period; tenant: string},
  notes: Notes,
): Promise<EarlierReview[]> {
  const found: EarlierReview[] = []
  for (let month = monthBefore(period), back = 0; back < mostMonths; month = monthBefore(month), back++) {
    const about = {tenant, label: month.label}
    const exported = await reviewedMonth(settings.artifactName, runs, about, notes)
    if (exported.value === undefined) continue
    const recorded = await recordedReview(settings.artifactName, runs, about, notes)
    if (recorded.value === undefined) {
      found.push({period: month.label, status: 'unknown'})
      continue
    }
    const {newest, sha256, said} = recorded.value
    const {file} = reviewState({...exported.value, ranBy: newest?.ranBy}, newest ?? settings.review, said)
    const {status, content, reviewedBy} = file
    const at =
      status === 'reviewed'
        ? reviewedBy
            .map(one => one.at)
            .sort(compareText)
            .at(-1)
        : undefined
    found.push({
      ...{period: month.label, status},
      ...(at === undefined ? {} : {at}),
      content,
      ...(sha256 === undefined ? {} : {review: sha256}),
    })
  }
  return found
}

/** For the notes of the month: undefined where every earlier one is reviewed. */
function unreviewedNote(reviews: readonly EarlierReview[]): string | undefined {
  const open = reviews.filter(({status}) => status !== 'reviewed')
  if (open.length === 0) return undefined
  const words = open.map(({period, status}) => (status === 'unknown' ? `${period} (unknown)` : period))
  return `Earlier months not reviewed: ${words.join(', ')}.`
}

/** Tells what keeps months from being reviewed, and which are not. Undefined where the team does without reviews. */
export async function reviewsBefore(
  settings: Pick<MonthSettings, 'artifactName' | 'review' | 'issue' | 'trustedWorkflows'>,
  {host, log}: PeriodContext,
  {earlierRuns, period, tenantId}: {earlierRuns: EarlierRuns; period: Period; tenantId: string},
): Promise<EarlierReview[] | undefined> {
  const {review, artifactName} = settings
  if (review === undefined) return undefined
  for (const problem of reviewProblems(settings)) log.warning(explain(problem))
  const month = {period, tenant: tenantId}
  const reviews = await host.group('Earlier reviews', () =>
    earlierReviews({artifactName, review}, earlierRuns, month, log),
  )
  const note = unreviewedNote(reviews)
  if (note !== undefined) log.warning(note)
  return reviews
}

/** Labels of months that are not known to be reviewed. */
export function unreviewedOf(reviews: readonly EarlierReview[] | undefined): string[] {
  return reviews?.filter(({status}) => status !== 'reviewed').map(({period}) => period) ?? []
}

/** Of the month that was just exported. Undefined where the team does without, or where what was said before is unknown. */
export async function reviewAfter(
  {review, githubToken}: Pick<MonthSettings, 'review' | 'githubToken'>,
  context: Context,
  {evidence, restored}: {evidence: WrittenEvidence; restored: RestoredState},
): Promise<ReviewState | undefined> {
  const {manifest, files} = evidence
  const sha256 = files.find(({name}) => name === evidenceFiles.manifest)?.sha256
  if (review === undefined || restored.review === undefined || sha256 === undefined) return undefined
  const asked = {review, ...(githubToken === undefined ? {} : {githubToken})}
  return await reviewOf(asked, context, {manifest, sha256, recorded: restored.review})
}
