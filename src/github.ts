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
  signal?: AbortSignal,
): Promise<GitHubAnswer<number>> {
  if (facts.repository === undefined || facts.runId === undefined) return {because: 'this is not a GitHub run'}
  const run = await get(world, facts, `/repos/${facts.repository}/actions/runs/${facts.runId}`, token, signal)
  if (run.value === undefined) return {because: withPermission(run)}
  const created = typeof run.value.created_at === 'string' ? Date.parse(run.value.created_at) : Number.NaN
  return Number.isNaN(created) ? {because: 'the answer names no time'} : {value: created}
}

/** Whether everyone can read the repository, and so its artifacts. */
export async function isPublic(
  world: World,
  facts: RunFacts,
  token: string | undefined,
  signal?: AbortSignal,
): Promise<GitHubAnswer<boolean>> {
  if (facts.repository === undefined) return {because: 'this is not a GitHub run'}
  const repository = await get(world, facts, `/repos/${facts.repository}`, token, signal)
  const {value, ...why} = repository
  if (value === undefined) return why
  const {private: isPrivate, visibility} = value
  const {full_name: name} = value
  if (typeof name === 'string' && name.toLowerCase() !== facts.repository.toLowerCase()) {
    return {because: 'the answer is about another repository'}
  }
  if (isPrivate === false || visibility === 'public') return {value: true}
  if (visibility !== undefined && visibility !== 'private' && visibility !== 'internal') {
    return {because: 'the answer names no visibility that is known'}
  }
  if (typeof visibility === 'string' && isPrivate === undefined) return {value: false}
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
  if (value === undefined) return why
  return Artifacts.safeParse(value).success ? {value: true} : {because: 'the answer is not a list of artifacts'}
}

/** An artifact of the repository that can still be downloaded. */
export interface FoundArtifact {
  id: number
  name: string
  /** Of its zip. */
  bytes: number
  /** SHA-256 of its zip, bare hex, as GitHub states it. */
  digest: string | undefined
  /** An instant, as GitHub writes it. */
  created: string
  /** The same; undefined where GitHub does not say. */
  expires?: string | undefined
  run: {
    id: number
    repositoryId?: number | undefined
    headRepositoryId?: number | undefined
    headBranch?: string | null | undefined
  }
  /** Where it lies, in words, if not at GitHub. */
  place?: string
}

/** Pages of artifacts that are asked for, of 100 each: more of one name than that come from no schedule. */
const mostPages = 3
/** Of all names: what a busy repository makes in a month. */
const mostPagesOfAll = 50

/** The artifacts of this name that have not expired, newest first. Needs `actions: read`. */
export async function artifactsNamed(
  world: World,
  facts: RunFacts,
  token: string | undefined,
  name: string,
  signal?: AbortSignal,
): Promise<GitHubAnswer<FoundArtifact[]>> {
  if (facts.repository === undefined) return {because: 'this is not a GitHub run'}
  const found: FoundArtifact[] = []
  for (let page = 1; page <= mostPages; page++) {
    const list = await artifactPage(world, facts, token, {name, page: String(page)}, signal)
    if (list.value === undefined) return {because: list.because ?? ''}
    found.push(...list.value.artifacts.filter(artifact => artifact.name === name))
    if (list.value.isLast) break
  }
  return {value: newestFirst(found)}
}

/** Answers as `artifactsNamed` does. */
export type ArtifactLister = (name: string, signal?: AbortSignal) => Promise<GitHubAnswer<FoundArtifact[]>>

/**
 * For many names: all artifacts of the repository are listed once, in place of a request for each name. Where there are more
 * than `mostAtOnce` pages of them, each name is asked for by itself.
 */
export function artifactLister(
  world: World,
  facts: RunFacts,
  token: string | undefined,
  mostAtOnce = 50,
): ArtifactLister {
  let all: Promise<GitHubAnswer<Map<string, FoundArtifact[]>> & {isMore?: boolean}> | undefined
  return async (name, signal) => {
    if (facts.repository === undefined) return {because: 'this is not a GitHub run'}
    all ??= listAll(world, facts, token, mostAtOnce, signal)
    const {value, because = '', isMore} = await all
    if (isMore) return await artifactsNamed(world, facts, token, name, signal)
    return value === undefined ? {because} : {value: newestFirst(value.get(name) ?? [])}
  }
}

async function listAll(
  world: World,
  facts: RunFacts,
  token: string | undefined,
  most: number,
  signal?: AbortSignal,
): Promise<GitHubAnswer<Map<string, FoundArtifact[]>> & {isMore?: boolean}> {
  const found = new Map<string, FoundArtifact[]>()
  for (let page = 1; page <= most; page++) {
    const list = await artifactPage(world, facts, token, {page: String(page)}, signal)
    if (list.value === undefined) return {because: list.because ?? ''}
    for (const artifact of list.value.artifacts) {
      const known = found.get(artifact.name)
      // One that was uploaded meanwhile moves the others on to the next page.
      if (known?.some(({id}) => id === artifact.id)) continue
      if (known) known.push(artifact)
      else found.set(artifact.name, [artifact])
    }
    if (list.value.isLast) return {value: found}
  }
  return {isMore: true}
}

/**
 * All artifacts that were made since a moment and have not expired, newest first: GitHub lists them in that order.
 * `isCut` where there are more pages than are asked for. Needs `actions: read`.
 */
export async function artifactsSince(
  world: World,
  facts: RunFacts,
  token: string | undefined,
  {since, named}: {since: number; named: (name: string) => boolean},
  signal?: AbortSignal,
): Promise<GitHubAnswer<{artifacts: FoundArtifact[]; isCut: boolean}>> {
  if (facts.repository === undefined) return {because: 'this is not a GitHub run'}
  const artifacts: FoundArtifact[] = []
  for (let page = 1; page <= mostPagesOfAll; page++) {
    const list = await artifactPage(world, facts, token, {page: String(page)}, signal)
    if (list.value === undefined) return {because: list.because ?? ''}
    artifacts.push(...list.value.artifacts.filter(one => named(one.name)))
    if (list.value.isLast || Date.parse(list.value.oldest ?? '') < since)
      return {value: {artifacts: newestFirst(artifacts), isCut: false}}
  }
  return {value: {artifacts: newestFirst(artifacts), isCut: true}}
}

function newestFirst(artifacts: readonly FoundArtifact[]): FoundArtifact[] {
  return [...artifacts].sort((a, b) => (a.created < b.created ? 1 : -1))
}

async function artifactPage(
  world: World,
  facts: RunFacts,
  token: string | undefined,
  asked: Record<string, string>,
  signal?: AbortSignal,
): Promise<GitHubAnswer<{artifacts: FoundArtifact[]; isLast: boolean; oldest: string | undefined}>> {
  const query = new URLSearchParams({...asked, per_page: '100'})
  const list = await get(world, facts, `/repos/${facts.repository}/actions/artifacts?${query}`, token, signal)
  if (list.value === undefined) return {because: withPermission(list)}
  const parsed = Artifacts.safeParse(list.value)
  if (!parsed.success) return {because: 'the answer is not a list of artifacts'}
  const {artifacts} = parsed.data
  const listed = artifacts.filter(({expired}) => !expired).map(artifactOf)
  return {value: {artifacts: listed, isLast: artifacts.length < 100, oldest: artifacts.at(-1)?.created_at}}
}

function artifactOf(artifact: z.infer<typeof Artifacts>['artifacts'][number]): FoundArtifact {
  const [, digest] = /^sha256:([0-9a-f]{64})$/.exec(artifact.digest ?? '') ?? []
  const {
    id,
    repository_id: repositoryId,
    head_repository_id: headRepositoryId,
    head_branch: headBranch,
  } = artifact.workflow_run
  const {name, size_in_bytes: bytes, created_at: created, expires_at: expires} = artifact
  const run = {id, repositoryId, headRepositoryId, headBranch}
  return {id: artifact.id, name, bytes, digest, created, expires: expires ?? undefined, run}
}

const Artifacts = z.object({
  artifacts: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      size_in_bytes: z.number(),
      digest: z.string().nullish(),
      expired: z.boolean(),
      created_at: z.string(),
      expires_at: z.string().nullish(),
      workflow_run: z.object({
        id: z.number(),
        repository_id: z.number().optional(),
        head_repository_id: z.number().optional(),
        head_branch: z.string().nullish(),
      }),
    }),
  ),
})

/** Where the reason is another one, the permission would be looked for in vain. */
function withPermission({because, refusal}: GitHubAnswer<unknown>): string {
  const lacking = refusal !== undefined && ['job-token', 'fine-grained', 'not-found', 'refused'].includes(refusal.cause)
  return lacking ? `${because}; the workflow needs permissions: actions: read` : `${because}`
}

/** Where an artifact's zip is asked for; the answer leads to a signed address. */
export function artifactZip(facts: Pick<RunFacts, 'apiUrl' | 'repository'>, id: number): string {
  return `${facts.apiUrl ?? publicApi}/repos/${facts.repository}/actions/artifacts/${id}/zip`
}

const publicApi = 'https://api.github.com'

/** What made an artifact. https://docs.github.com/en/rest/actions/workflow-runs#get-a-workflow-run */
export interface WorkflowRun {
  id: number
  event: string
  /** `owner/name`; null where the head repository was deleted. */
  headRepository: string | null
  repository: string
  headBranch: string | null
  /** `.github/workflows/audit.yml`, without a ref. */
  path: string
}

const Run = z.object({
  id: z.number(),
  event: z.string().min(1),
  head_branch: z.string().nullable(),
  path: z.string().min(1),
  repository: z.object({full_name: z.string()}),
  head_repository: z.object({full_name: z.string()}).nullable(),
})

/** Needs `actions: read`. */
export async function workflowRun(
  world: World,
  facts: RunFacts,
  token: string | undefined,
  id: number,
  signal?: AbortSignal,
): Promise<GitHubAnswer<WorkflowRun>> {
  const {value, ...why} = await get(world, facts, `/repos/${facts.repository}/actions/runs/${id}`, token, signal)
  if (value === undefined) return why
  const {data} = Run.safeParse(value)
  if (data === undefined || data.id !== id) return {because: 'the answer is not that run'}
  return {
    value: {
      id,
      event: data.event,
      headRepository: data.head_repository?.full_name ?? null,
      repository: data.repository.full_name,
      headBranch: data.head_branch,
      path: data.path.replace(/@.*$/s, ''),
    },
  }
}

/** The branch that the repository's schedules run on. */
export async function defaultBranch(
  world: World,
  facts: RunFacts,
  token: string | undefined,
  signal?: AbortSignal,
): Promise<GitHubAnswer<string>> {
  const {value, ...why} = await get(world, facts, `/repos/${facts.repository}`, token, signal)
  if (value === undefined) return why
  const {default_branch: branch} = value
  return typeof branch === 'string' && branch !== '' ? {value: branch} : {because: 'the answer names no default branch'}
}

/**
 * What an account may do in the repository: `admin`, `maintain`, `write`, `triage`, `read` or `none`.
 * https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
 */
export async function permissionOf(
  world: World,
  facts: RunFacts,
  token: string | undefined,
  login: string,
  signal?: AbortSignal,
): Promise<GitHubAnswer<string>> {
  const path = `/repos/${facts.repository}/collaborators/${encodeURIComponent(login)}/permission`
  const {value, ...why} = await get(world, facts, path, token, signal)
  if (value === undefined) return why.refusal?.status === 404 ? {value: 'none'} : why
  const {data} = Permission.safeParse(value)
  if (data === undefined || data.user?.login.toLowerCase() !== login.toLowerCase())
    return {because: 'the answer is not about that account'}
  const {permission, role_name: role} = data
  // `permission` calls maintain write, and triage read; roles of an organisation's own have names of their own.
  return {value: permission === 'write' && role === 'maintain' ? role : permission}
}

const Permission = z.object({
  permission: z.enum(['admin', 'maintain', 'write', 'triage', 'read', 'none']),
  role_name: z.string().optional(),
  user: z.object({login: z.string()}).nullish(),
})

/** Who last changed a file, up to a commit. Needs `contents: read`. */
export async function lastEditor(
  world: World,
  facts: RunFacts,
  token: string | undefined,
  {path, commit}: {path: string; commit: string | undefined},
  signal?: AbortSignal,
): Promise<GitHubAnswer<string>> {
  const query = new URLSearchParams({path, per_page: '1', ...(commit ? {sha: commit} : {})})
  const {value, ...why} = await get(world, facts, `/repos/${facts.repository}/commits?${query}`, token, signal)
  if (value === undefined) return why
  const {data} = Commits.safeParse(Object.values(value))
  const login = data?.[0]?.author?.login
  return login === undefined ? {because: 'the answer names no account'} : {value: login}
}

const Commits = z.array(z.object({author: z.object({login: z.string()}).nullish()}))

/** Whether a workflow is switched on: GitHub's word. https://docs.github.com/en/rest/actions/workflows#get-a-workflow */
export async function workflowState(
  world: World,
  facts: RunFacts,
  token: string | undefined,
  path: string,
  signal?: AbortSignal,
): Promise<GitHubAnswer<string>> {
  const {value, ...why} = await get(
    world,
    facts,
    `/repos/${facts.repository}/actions/workflows/${fileIn(path)}`,
    token,
    signal,
  )
  if (value === undefined) return {because: withPermission(why)}
  return typeof value.state === 'string' ? {value: value.state} : {because: 'the answer names no state'}
}

/** When it ran by its schedule, newest first; a `null` conclusion is a run that has not ended. */
export async function scheduledRuns(
  world: World,
  facts: RunFacts,
  token: string | undefined,
  path: string,
  signal?: AbortSignal,
): Promise<GitHubAnswer<{at: number; conclusion: string | null}[]>> {
  const query = new URLSearchParams({event: 'schedule', per_page: '10'})
  const place = `/repos/${facts.repository}/actions/workflows/${fileIn(path)}/runs?${query}`
  const {value, ...why} = await get(world, facts, place, token, signal)
  if (value === undefined) return {because: withPermission(why)}
  const {data} = Runs.safeParse(value)
  if (data === undefined) return {because: 'the answer is not a list of runs'}
  return {value: data.workflow_runs.map(({created_at, conclusion}) => ({at: Date.parse(created_at), conclusion}))}
}

const Runs = z.object({
  workflow_runs: z.array(
    z.object({
      created_at: z.string().refine(text => !Number.isNaN(Date.parse(text))),
      conclusion: z.string().nullable(),
    }),
  ),
})

function fileIn(path: string): string {
  return encodeURIComponent(path.split('/').at(-1) ?? '')
}

/** By which a request to GitHub's API is known. */
export function apiHeaders(token: string | undefined): Record<string, string> {
  return {
    accept: 'application/vnd.github+json',
    'user-agent': 'm365-audit-export',
    'x-github-api-version': '2022-11-28',
    ...(token ? {authorization: `Bearer ${token}`} : {}),
  }
}

async function get(
  world: World,
  facts: RunFacts,
  path: string,
  token: string | undefined,
  signal?: AbortSignal,
): Promise<GitHubAnswer<Record<string, unknown>>> {
  const headers = apiHeaders(token)
  try {
    return await send<GitHubAnswer<Record<string, unknown>>>(world, {
      policy,
      ...(signal ? {signal} : {}),
      request: () => new Request(`${facts.apiUrl ?? publicApi}${path}`, {headers}),
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
