/** What GitHub's API knows of this run and repository; whatever can't be learned is undefined, with the reason. */
import {z} from 'zod'
import type {RunFacts} from './host/host.ts'
import {bodyJson} from './wire/body.ts'
import {causes, Failure} from './wire/failure.ts'
import {type GitHubCause, gitHubCause, gitHubCauseWords, gitHubWords} from './wire/github-refusal.ts'
import type {RetryPolicy} from './wire/retry.ts'
import {send} from './wire/send.ts'
import type {World} from './wire/world.ts'

export interface GitHubAnswer<T> {
  value?: T
  /** Why there is no value, for a note. */
  because?: string
  /** GitHub's refusal, where it answered at all. */
  refusal?: {status: number; cause: GitHubCause; evidence: Record<string, string>}
}

const policy: RetryPolicy = {
  tries: 3,
  base: 1000,
  longest: 10_000,
  timeout: 15_000,
  maximumBytes: 4 << 20,
  jitter: Math.random,
}

/** When the run was created, in milliseconds: the same over all its attempts. Needs `actions: read` in private repositories. */
export async function runCreated(
  world: World,
  facts: RunFacts,
  token: string | undefined,
): Promise<GitHubAnswer<number>> {
  if (facts.repository === undefined || facts.runId === undefined) return {because: 'this is not a GitHub run'}
  const run = await get(world, facts, `/repos/${facts.repository}/actions/runs/${facts.runId}`, token)
  if (run.value === undefined) return {because: withPermission(run)}
  const created = typeof run.value.created_at === 'string' ? Date.parse(run.value.created_at) : Number.NaN
  return Number.isNaN(created) ? {because: 'the answer names no time'} : {value: created}
}

/** Whether everyone can read the repository, and so its artifacts. */
export async function isPublic(
  world: World,
  facts: RunFacts,
  token: string | undefined,
): Promise<GitHubAnswer<boolean>> {
  if (facts.repository === undefined) return {because: 'this is not a GitHub run'}
  const repository = await get(world, facts, `/repos/${facts.repository}`, token)
  const {value, ...why} = repository
  if (value === undefined) return why
  const {private: isPrivate, visibility} = value
  if (typeof visibility === 'string') return {value: visibility === 'public'}
  return typeof isPrivate === 'boolean' ? {value: !isPrivate} : {because: 'the answer names no visibility'}
}

/** Whether the token reads runs and artifacts, which takes `actions: read`. */
export async function readsActions(
  world: World,
  facts: RunFacts,
  token: string | undefined,
): Promise<GitHubAnswer<true>> {
  const list = await get(world, facts, `/repos/${facts.repository}/actions/artifacts?per_page=1`, token)
  const {value, ...why} = list
  return value === undefined ? why : {value: true}
}

/** An artifact of the repository that can still be downloaded. */
export interface FoundArtifact {
  id: number
  runId: number
  /** An instant, as GitHub writes it. */
  created: string
}

/** The newest artifact of this name that has not expired. Needs `actions: read`. */
export async function newestArtifact(
  world: World,
  facts: RunFacts,
  token: string | undefined,
  name: string,
): Promise<GitHubAnswer<FoundArtifact>> {
  if (facts.repository === undefined) return {because: 'this is not a GitHub run'}
  const query = new URLSearchParams({name, per_page: '50'})
  const list = await get(world, facts, `/repos/${facts.repository}/actions/artifacts?${query}`, token)
  if (list.value === undefined) return {because: withPermission(list)}
  const found = Artifacts.safeParse(list.value)
  if (!found.success) return {because: 'the answer is not a list of artifacts'}
  const usable = found.data.artifacts.filter(artifact => artifact.name === name && !artifact.expired)
  const [newest] = usable.sort((a, b) => (a.created_at < b.created_at ? 1 : -1))
  if (newest === undefined) return {because: `there is no artifact ${name}`}
  return {value: {id: newest.id, runId: newest.workflow_run.id, created: newest.created_at}}
}

const Artifacts = z.object({
  artifacts: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      expired: z.boolean(),
      created_at: z.string(),
      workflow_run: z.object({id: z.number()}),
    }),
  ),
})

/** Where the reason is another one, the permission would be looked for in vain. */
function withPermission({because, refusal}: GitHubAnswer<unknown>): string {
  const lacking = refusal !== undefined && ['job-token', 'fine-grained', 'not-found', 'refused'].includes(refusal.cause)
  return lacking ? `${because}; the workflow needs permissions: actions: read` : `${because}`
}

async function get(
  world: World,
  facts: RunFacts,
  path: string,
  token: string | undefined,
): Promise<GitHubAnswer<Record<string, unknown>>> {
  const headers = {
    accept: 'application/vnd.github+json',
    'user-agent': 'm365-audit-export',
    'x-github-api-version': '2022-11-28',
    ...(token ? {authorization: `Bearer ${token}`} : {}),
  }
  try {
    return await send<GitHubAnswer<Record<string, unknown>>>(world, {
      policy,
      request: () => new Request(`${facts.apiUrl ?? 'https://api.github.com'}${path}`, {headers}),
      read: answer => {
        const json = bodyJson(answer, policy.maximumBytes)
        if (answer.status === 200 && typeof json === 'object' && json !== null) return {done: {value: {...json}}}
        const {status, headers} = answer
        const cause = gitHubCause({status, words: gitHubWords(json), headers})
        if (cause === 'unavailable' || cause === 'secondary-limit') return {retry: unanswered(status)}
        const id = headers.get('x-github-request-id')
        const evidence = {status: String(status), ...(id ? {'request-id': id} : {})}
        const why = cause === 'refused' ? '' : `: ${gitHubCauseWords[cause]}`
        const because = `GitHub’s API answers ${status}${why}`
        return {done: {because, refusal: {status, cause, evidence}}}
      },
    })
  } catch (error) {
    return {because: causes(error)}
  }
}

function unanswered(status: number): Failure {
  return new Failure({
    code: 'GITHUB_UNAVAILABLE',
    message: `GitHub’s API answers ${status}`,
    remedy: 'Run again later; see githubstatus.com.',
  })
}
