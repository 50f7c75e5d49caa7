/** The doctor's looks at the place that the export runs in: the repository, the token's permissions, the artifact service. */

import {pluralise} from '../audit/numbers.ts'
import {type GitHubAnswer, readsActions} from '../github.ts'
import {repositoryIsPublic, visibilityOf} from '../month/repository-visibility.ts'
import {reviewProblems} from '../month/review-of.ts'
import {checkUpload, planUpload, retentionCut} from '../publish/upload.ts'
import {isWebhookRoute} from '../report/route.ts'
import type {CheckName} from '../signin/check.ts'
import {Failure} from '../wire/failure.ts'
import type {GitHubCause} from '../wire/github-refusal.ts'
import type {CheckContext} from './check-context.ts'
import type {CheckResults} from './check-results.ts'

/** What this place has no use for. */
export function skippedChecks({settings, context}: CheckContext): CheckName[] {
  const {host} = context
  const off = 'off' in planUpload(settings.upload, host)
  const anywhere = host.facts.repository !== undefined
  const without: [CheckName, boolean][] = [
    ['visibility', !anywhere],
    ['actions', !anywhere],
    ['issues', settings.issue.mode === 'never'],
    ['retention', off || host.kind === 'terminal' || host.keepsArtifacts !== undefined],
    ['review', settings.review === undefined],
    ['mail', settings.mail === undefined && settings.notify?.sender === undefined],
    ['notify', !settings.notify?.routes.some(isWebhookRoute)],
    ['artifacts', off],
  ]
  return without.filter(([, left]) => left).map(([name]) => name)
}

export async function checkEnvironment(visit: CheckContext, board: CheckResults): Promise<void> {
  if (visit.context.host.facts.repository !== undefined) {
    await checkVisibility(visit, board)
    await checkActions(visit, board)
  }
  for (const problem of reviewProblems(visit.settings)) board.fail(problem, 'review')
  board.ok('review', 'A month without incidents has an issue as well, and workflows that review are trusted.')
  if (!('off' in planUpload(visit.settings.upload, visit.context.host))) {
    if (visit.context.host.keepsArtifacts === undefined) checkRetention(visit, board)
    await checkArtifacts(visit, board)
  }
}

async function checkVisibility({settings, context}: CheckContext, board: CheckResults): Promise<void> {
  const {host} = context
  const {repository} = host.facts
  const visible = await visibilityOf(settings, context)
  if (visible.is === 'unknown') {
    board.unknown(
      'visibility',
      `It could not be learned: ${visible.because}. Then nothing plain is uploaded. Make sure that the repository is not public (gh repo view ${repository} --json visibility), and state it: repository-visibility: private.`,
    )
  } else if (visible.is === 'private') {
    const words = {GitHub: '', event: ', by the event that started the run', input: ', by repository-visibility'}
    board.ok('visibility', `${repository} is not public${words[visible.by]}.`)
  } else if (settings.allowPublic || settings.encryptTo.length > 0)
    board.ok('visibility', `${repository} is public, which the inputs allow for.`)
  else board.fail(repositoryIsPublic(host.facts), 'visibility')
}

/** For the run's creation time, earlier exports, the baseline and backfill. */
async function checkActions({settings, context}: CheckContext, board: CheckResults): Promise<void> {
  const {host, world} = context
  const learned = await readsActions(world, host.facts, settings.githubToken)
  if (learned.value) board.ok('actions', 'The token reads runs and artifacts.')
  else if (learned.refusal === undefined || passing.has(learned.refusal.cause))
    board.unknown('actions', `${said(learned)}.`)
  else board.fail(noActions(host.facts.repository, learned), 'actions')
}

/** After these a token may still have every permission. */
const passing: ReadonlySet<GitHubCause> = new Set(['rate-limit', 'secondary-limit', 'unavailable', 'moved'])

function said({because = ''}: GitHubAnswer<unknown>): string {
  return `It could not be learned: ${because}`
}

function noActions(repository: string | undefined, {because, refusal}: GitHubAnswer<unknown>): Failure {
  return new Failure({
    code: 'RUNS_PERMISSION',
    message: `The token does not read the runs and artifacts of ${repository}: ${because}. When the run was created, earlier exports and the baseline stay unknown.`,
    remedy:
      'At the top of the workflow, or in its job: `permissions: {contents: read, actions: read}`, with all else that it needs: naming one takes away those that are not named. Leave github-token out, which takes the job’s own.',
    evidence: refusal?.evidence ?? {},
  })
}

/** A runner says how long the repository keeps artifacts at most; what is asked for beyond is cut. */
function checkRetention({settings, context}: CheckContext, board: CheckResults): void {
  const {facts} = context.host
  const most = Number(facts.retentionDays)
  const asked = settings.retentionDays
  const cut = retentionCut(asked, facts)
  if (!(most > 0)) board.unknown('retention', 'The runner does not say how long artifacts are kept.')
  else if (cut === undefined)
    board.ok('retention', `Artifacts are kept for ${pluralise(asked === 0 ? most : asked, 'day')}.`)
  else board.fail(cut, 'retention')
}

/** What the run has kept is listed: the service answers, and nothing is left behind. */
async function checkArtifacts({settings, context}: CheckContext, board: CheckResults): Promise<void> {
  const {host} = context
  try {
    checkUpload(settings.upload, host)
    const names = (await host.artifacts?.()) ?? []
    if (host.keepsArtifacts !== undefined) {
      board.ok('artifacts', `The state directory can be written; it holds ${pluralise(names.length, 'artifact name')}.`)
      return
    }
    board.ok(
      'artifacts',
      `The artifact service answers; this run has ${pluralise(names.length, 'artifact')}. No upload was tried.`,
    )
  } catch (error) {
    board.fail(error, 'artifacts')
  }
}
