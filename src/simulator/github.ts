/**
 * What the action asks of GitHub's REST API: the repository's visibility, when the run was created, kept artifacts, issues
 * with their comments, what an account may do, and who changed a file last.
 */
import {randomUUID} from 'node:crypto'
import {Hono} from 'hono'
import type {ArtifactService, StoredArtifact} from './artifacts.ts'
import type {Environments, RepositorySecrets} from './github-secrets.ts'
import {type IssueTracker, permissionAnswer, type RepositoryRole} from './issues.ts'
import type {Tenant} from './tenant.ts'
import {runAnswer, type WorkflowRuns} from './workflow-runs.ts'

export interface GitHubOptions {
  repository: string
  runId: number
  visibility: 'public' | 'private' | 'internal'
  /** When the run was created; the simulator's start where it is not given. */
  createdAt: Date
  runAttempt: number
  /** Whether the token may write secrets and variables; true. */
  mayWriteSecrets?: boolean
  /** Whether the token may read how the repository's OIDC subjects are written; true. */
  readsSubject?: boolean
  /** The token that is taken; any other is 401. */
  token: string
  /** What the workflow gives its token. */
  permissions: {actions: 'none' | 'read'; issues: 'none' | 'read' | 'write'}
  /** Accounts with a role in the repository, by login; `ines` may write. */
  people?: Readonly<Record<string, RepositoryRole>>
  /** Who changed a file last, by its path; `ines`. */
  editors?: Readonly<Record<string, string>>
  /** Workflow files by name, as their page shows them; `audit.yml` is active and ran an hour before the job. */
  workflows?: Readonly<Record<string, SimulatedWorkflow>>
  /** Whether the repository has issues at all. */
  hasIssues: boolean
  /** Days that artifacts are kept at most, as the runner says it. */
  retentionDays: number
  defaultBranch: string
  protectedBranches: string[]
  /** Of the run: what started it, on which branch, by which workflow file. */
  event: string
  branch: string
  workflow: string
}

export interface SimulatedWorkflow {
  state: 'active' | 'disabled_manually' | 'disabled_inactivity'
  /** Runs by its schedule, newest first; `null` for one that has not ended. */
  scheduled: {at: Date; conclusion: 'success' | 'failure' | 'cancelled' | null}[]
}

/** What GitHub says of the subjects that the repository's jobs present. */
export interface SubjectCustomization {
  useDefault: boolean
  includeClaimKeys?: string[]
  /** Undefined on servers that know no such field. */
  prefix: string | undefined
}

export interface GitHubState {
  subjects: SubjectCustomization
  artifacts: ArtifactService
  issues: IssueTracker
  secrets: RepositorySecrets
  environments: Environments
  runs: WorkflowRuns
}

export function github(
  tenant: Tenant,
  options: GitHubOptions,
  {artifacts, issues, secrets, environments, runs, subjects}: GitHubState,
): Hono {
  const app = new Hono()
  const {permissions} = options

  app.use(async (c, next) => {
    const fault = tenant.script.at('github')
    const status =
      fault === undefined ? refusalFor(c.req.header('authorization'), options) : Number(fault.slice('github-'.length))
    return status === undefined ? next() : refused(status)
  })

  app.get('/repos/:owner/:name', c => {
    if (!isOurs(c.req.param(), options)) return refused(404)
    const [owner, name] = options.repository.split('/')
    const {visibility} = options
    return c.json({
      id: runs.repositoryId(options.repository),
      name,
      full_name: options.repository,
      owner: {login: owner, id: 9_919},
      private: visibility !== 'public',
      visibility,
      default_branch: options.defaultBranch,
    })
  })

  // `use_immutable_subject` may be false although the prefix holds ids: https://github.com/Azure/azure-dev/issues/9382
  app.get('/repos/:owner/:name/actions/oidc/customization/sub', c => {
    if (!isOurs(c.req.param(), options)) return refused(404)
    if (options.readsSubject === false) return refused(403)
    const {useDefault, includeClaimKeys, prefix} = subjects
    return c.json({
      use_default: useDefault,
      ...(includeClaimKeys ? {include_claim_keys: includeClaimKeys} : {}),
      ...(prefix === undefined ? {} : {use_immutable_subject: false, sub_claim_prefix: prefix}),
    })
  })

  // Branch names hold slashes, which arrive encoded.
  app.get('/repos/:owner/:name/branches/:branch', c => {
    const {branch} = c.req.param()
    if (!isOurs(c.req.param(), options)) return refused(404)
    const isProtected = options.protectedBranches.includes(branch)
    if (!isProtected && branch !== options.defaultBranch && branch !== runs.current.headBranch) return refused(404)
    return c.json({name: branch, protected: isProtected})
  })

  app.get('/repos/:owner/:name/actions/runs/:run', c => {
    const run = runs.find(Number(c.req.param('run')))
    if (!isOurs(c.req.param(), options) || run === undefined) return refused(404)
    if (permissions.actions === 'none') return refused(403)
    return c.json(runAnswer(run, options.repository, runs))
  })

  const workflowAt = (file: string): SimulatedWorkflow | undefined => {
    if (options.workflows) return options.workflows[file]
    const ran = {at: new Date(tenant.now() - 3_600_000), conclusion: 'success' as const}
    return options.workflow.endsWith(`/${file}`) ? {state: 'active', scheduled: [ran]} : undefined
  }

  // https://docs.github.com/en/rest/actions/workflows#get-a-workflow
  app.get('/repos/:owner/:name/actions/workflows/:file', c => {
    if (!isOurs(c.req.param(), options)) return refused(404)
    if (permissions.actions === 'none') return refused(403)
    const file = c.req.param('file')
    const found = workflowAt(file)
    return found ? c.json({id: 1, name: 'Audit', path: `.github/workflows/${file}`, state: found.state}) : refused(404)
  })

  // https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-workflow
  app.get('/repos/:owner/:name/actions/workflows/:file/runs', c => {
    if (!isOurs(c.req.param(), options)) return refused(404)
    if (permissions.actions === 'none') return refused(403)
    const found = workflowAt(c.req.param('file'))
    if (found === undefined) return refused(404)
    const list = c.req.query('event') === 'schedule' ? found.scheduled : []
    const shown = list.slice(0, Number(c.req.query('per_page') ?? '30')).map(({at, conclusion}) => ({
      event: 'schedule',
      status: conclusion === null ? 'in_progress' : 'completed',
      created_at: at.toISOString().replace(/\.\d+Z$/, 'Z'),
      conclusion,
    }))
    return c.json({total_count: list.length, workflow_runs: shown})
  })

  // At most a hundred a page, whatever is asked for.
  app.get('/repos/:owner/:name/actions/artifacts', c => {
    if (!isOurs(c.req.param(), options)) return refused(404)
    if (permissions.actions === 'none') return refused(403)
    const {name, per_page: asked = '30', page = '1'} = c.req.query()
    const size = Math.min(100, Number(asked))
    if (!(size >= 1) || !(Number(page) >= 1)) return refused(422)
    const found = artifacts.uploads.filter(each => name === undefined || each.name === name).reverse()
    const shown = found.slice(size * (Number(page) - 1), size * Number(page))
    return c.json({total_count: found.length, artifacts: shown.map(each => listed(each, tenant.now(), options, runs))})
  })

  app.get('/repos/:owner/:name/actions/artifacts/:id/zip', c => {
    const id = c.req.param('id')
    const address = artifacts.address(id, new URL(c.req.url).origin)
    if (!isOurs(c.req.param(), options) || address === undefined) return refused(404)
    // Also in public repositories artifacts are for those who are signed in.
    if (c.req.header('authorization') === undefined) return refused(401)
    if (permissions.actions === 'none') return refused(403)
    const stored = artifacts.uploads.find(each => String(each.id) === id)
    if (stored !== undefined && isExpired(stored, tenant.now())) return refused(410)
    return c.redirect(address, 302)
  })

  const people = options.people ?? {ines: 'write'}
  app.route(
    `/repos/${options.repository}/issues`,
    issues.handler(() => ({
      repository: options.repository,
      people,
      mayRead: permissions.issues !== 'none',
      mayWrite: permissions.issues === 'write',
      hasIssues: options.hasIssues,
    })),
  )

  app.get('/repos/:owner/:name/collaborators/:login/permission', c => {
    if (!isOurs(c.req.param(), options)) return refused(404)
    if (c.req.header('authorization') === undefined) return refused(401)
    return c.json(permissionAnswer(c.req.param('login'), people))
  })

  // https://docs.github.com/en/rest/commits/commits#list-commits
  app.get('/repos/:owner/:name/commits', c => {
    if (!isOurs(c.req.param(), options)) return refused(404)
    const path = c.req.query('path') ?? ''
    const login = options.editors?.[path] ?? (path === options.workflow ? 'ines' : undefined)
    return c.json(login === undefined ? [] : [{sha: 'c'.repeat(40), author: {login, type: 'User'}}])
  })

  app.use('/repos/:owner/:name/actions/*', async (c, next) =>
    isOurs(c.req.param() as {owner: string; name: string}, options) ? next() : refused(404),
  )
  app.route(
    `/repos/${options.repository}/actions`,
    secrets.handler(() => options.mayWriteSecrets !== false),
  )
  app.route(
    `/repos/${options.repository}/environments`,
    environments.handler(() => options.mayWriteSecrets !== false),
  )

  app.notFound(() => refused(404))
  return app
}

function listed(artifact: StoredArtifact, now: number, {repository}: GitHubOptions, runs: WorkflowRuns) {
  const {id, name, size, digest, createdAt, expiresAt, runId} = artifact
  const run = runs.find(runId)
  return {
    id,
    name,
    size_in_bytes: size,
    digest,
    expired: isExpired(artifact, now),
    created_at: createdAt,
    expires_at: expiresAt ?? null,
    workflow_run: {
      id: runId,
      repository_id: runs.repositoryId(repository),
      head_repository_id: runs.repositoryId(run?.headRepository ?? repository),
      head_branch: run?.headBranch ?? null,
    },
  }
}

const isExpired = ({expiresAt}: StoredArtifact, now: number): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) <= now

const isOurs = ({owner, name}: {owner: string; name: string}, {repository}: GitHubOptions): boolean =>
  `${owner}/${name}`.toLowerCase() === repository.toLowerCase()

/** A private repository does not exist for those who may not read it. */
function refusalFor(authorization: string | undefined, options: GitHubOptions): number | undefined {
  const token = /^(?:bearer|token) (.+)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) return options.visibility === 'public' ? undefined : 404
  return token === options.token ? undefined : 401
}

const WORDS: Record<number, string> = {
  401: 'Bad credentials',
  403: 'Resource not accessible by integration',
  404: 'Not Found',
  410: 'Gone',
  422: 'Validation Failed',
  503: 'Service unavailable',
}

const refused = (status: number): Response =>
  new Response(
    JSON.stringify({
      message: WORDS[status] ?? 'Refused',
      documentation_url: 'https://docs.github.com/rest',
      status: String(status),
    }),
    {
      status,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-github-request-id': randomUUID().slice(0, 18).toUpperCase(),
      },
    },
  )
