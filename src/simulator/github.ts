/**
 * What the action asks of GitHub's REST API: the repository's visibility, when the run was created, kept artifacts, and
 * whether issues may be written. Issues themselves are kept, not tended.
 */
import {randomUUID} from 'node:crypto'
import {Hono} from 'hono'
import type {ArtifactService, StoredArtifact} from './artifacts.ts'
import type {Environments, RepositorySecrets} from './github-secrets.ts'
import type {Tenant} from './tenant.ts'

export interface GitHubOptions {
  repository: string
  runId: number
  visibility: 'public' | 'private' | 'internal'
  /** When the run was created; the simulator's start where it is not given. */
  createdAt: Date
  runAttempt: number
  /** Whether the token may write secrets and variables; true. */
  mayWriteSecrets?: boolean
  /** The token that is taken; any other is 401. */
  token: string
  /** What the workflow gives its token. */
  permissions: {actions: 'none' | 'read'; issues: 'none' | 'read' | 'write'}
  /** Whether the repository has issues at all. */
  hasIssues: boolean
  /** Days that artifacts are kept at most, as the runner says it. */
  retentionDays: number
}

/** An issue that was opened. */
export interface OpenedIssue {
  number: number
  title: string
}

export interface GitHubState {
  artifacts: ArtifactService
  issues: OpenedIssue[]
  secrets: RepositorySecrets
  environments: Environments
}

export function github(
  tenant: Tenant,
  options: GitHubOptions,
  {artifacts, issues, secrets, environments}: GitHubState,
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
      id: 7_001,
      name,
      full_name: options.repository,
      owner: {login: owner, id: 9_919},
      private: visibility !== 'public',
      visibility,
      default_branch: 'main',
    })
  })

  app.get('/repos/:owner/:name/actions/runs/:run', c => {
    if (!isOurs(c.req.param(), options) || c.req.param('run') !== String(options.runId)) return refused(404)
    if (permissions.actions === 'none') return refused(403)
    const created = options.createdAt.toISOString().replace(/\.\d+Z$/, 'Z')
    return c.json({
      id: options.runId,
      name: 'Audit export',
      event: 'schedule',
      status: 'in_progress',
      run_number: 12,
      run_attempt: options.runAttempt,
      created_at: created,
      run_started_at: created,
      updated_at: created,
    })
  })

  app.get('/repos/:owner/:name/actions/artifacts', c => {
    if (!isOurs(c.req.param(), options)) return refused(404)
    if (permissions.actions === 'none') return refused(403)
    const {name} = c.req.query()
    const found = artifacts.uploads.filter(each => name === undefined || each.name === name)
    const page = found.slice(-Number(c.req.query('per_page') ?? 30)).reverse()
    return c.json({total_count: found.length, artifacts: page.map(each => listed(each, tenant.now(), options))})
  })

  app.get('/repos/:owner/:name/actions/artifacts/:id/zip', c => {
    const address = artifacts.address(c.req.param('id'), new URL(c.req.url).origin)
    if (!isOurs(c.req.param(), options) || address === undefined) return refused(404)
    if (permissions.actions === 'none') return refused(403)
    return c.redirect(address, 302)
  })

  // Refused in this order: who may not write learns nothing of what is wrong with the issue.
  app.post('/repos/:owner/:name/issues', async c => {
    if (!isOurs(c.req.param(), options)) return refused(404)
    if (c.req.header('authorization') === undefined) return refused(401)
    if (permissions.issues !== 'write') return refused(403)
    if (!options.hasIssues) return refused(410)
    const {title} = (await c.req.json().catch(() => ({}))) as {title?: unknown}
    if (typeof title !== 'string' || title.trim() === '') return refused(422)
    const issue = {number: issues.length + 1, title}
    issues.push(issue)
    return c.json(
      {...issue, state: 'open', html_url: `https://github.com/${options.repository}/issues/${issue.number}`},
      201,
    )
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

function listed({id, name, size, digest, createdAt, expiresAt}: StoredArtifact, now: number, options: GitHubOptions) {
  return {
    id,
    name,
    size_in_bytes: size,
    digest,
    expired: expiresAt !== undefined && Date.parse(expiresAt) <= now,
    created_at: createdAt,
    expires_at: expiresAt ?? null,
    workflow_run: {id: options.runId, head_branch: 'main'},
  }
}

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
  410: 'Issues has been disabled in this repository.',
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
