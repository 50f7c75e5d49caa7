/** GitHub's issues over its REST API, in the words of the one repository the run belongs to. */
import type {RunFacts} from '../host/host.ts'
import {bodyJson} from '../wire/body.ts'
import {Failure} from '../wire/failure.ts'
import type {RetryPolicy} from '../wire/retry.ts'
import {type BodyReading, type HttpAnswer, send} from '../wire/send.ts'
import type {World} from '../wire/world.ts'
import {permissionLines, refusedIssue} from './issue-errors.ts'

export interface Issue {
  number: number
  /** Page for people. */
  url: string
  open: boolean
  body: string
  assignees: string[]
}

export interface GitHubIssues {
  /** Issues that one with a right to write here, or an app, has opened and that changed since then; oldest first. */
  changedSince(instant: string): AsyncIterable<Issue>
  /** One that `changedSince` would show; undefined where it is none, or was opened by someone else. */
  get(number: number): Promise<Issue | undefined>
  /** Shows that the token may write issues, without writing one. */
  probe(): Promise<void>
  create(content: {title: string; body: string}): Promise<Issue>
  update(number: number, change: {title?: string; body?: string; state?: 'open' | 'closed'}): Promise<Issue>
  comment(number: number, body: string): Promise<void>
  label(number: number, labels: readonly string[]): Promise<void>
  assign(number: number, assignees: readonly string[]): Promise<Issue>
}

export interface GitHubAccess {
  world: World
  facts: RunFacts
  token: string | undefined
  policy?: RetryPolicy
  signal?: AbortSignal
}

/** A page holds up to 50 bodies of 64 Ki characters, escaped. */
const issuesPolicy: RetryPolicy = {
  tries: 4,
  base: 1000,
  longest: 60_000,
  timeout: 30_000,
  maximumBytes: 64 << 20,
  jitter: Math.random,
}
const pageSize = 50

/** Throws `Failure` where there is no repository or no token. */
export function gitHubIssues({world, facts, token, policy = issuesPolicy, signal}: GitHubAccess): GitHubIssues {
  const {repository} = facts
  if (repository === undefined) throw noRepository()
  if (!token) throw noToken()
  const base = `${facts.apiUrl ?? 'https://api.github.com'}/repos/${repository}/issues`
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'user-agent': 'm365-audit-export',
    'x-github-api-version': '2022-11-28',
  }
  const readAnswer = (answer: HttpAnswer): BodyReading<unknown> => {
    const json = bodyJson(answer, policy.maximumBytes)
    if (answer.status >= 200 && answer.status < 300) return {done: json}
    return refusedIssue({answer, json, repository, token, now: world.now(), longest: policy.longest})
  }
  const call = async (method: string, path: string, content?: unknown, read = readAnswer): Promise<unknown> => {
    // What is sent twice is created twice: the caller looks the issue up before the next try.
    const tries = method === 'POST' ? 1 : policy.tries
    const body = content === undefined ? {} : {body: JSON.stringify(content)}
    return await send<unknown>(world, {
      policy: {...policy, tries},
      ...(signal ? {signal} : {}),
      request: () => new Request(`${base}${path}`, {method, headers, ...body}),
      read,
    })
  }
  const one = async (method: string, path: string, content: unknown): Promise<Issue> => {
    const issue = readIssue(await call(method, path, content))
    if (issue === undefined) throw unreadable(repository)
    return issue
  }
  return {
    async *changedSince(instant) {
      for (let page = 1; ; page++) {
        const query = `state=all&since=${encodeURIComponent(instant)}&sort=created&direction=asc&per_page=${pageSize}&page=${page}`
        const rows = await call('GET', `?${query}`)
        if (!Array.isArray(rows)) throw unreadable(repository)
        for (const row of rows) {
          const issue = isOurs(row) ? readIssue(row) : undefined
          if (issue) yield issue
        }
        if (rows.length < pageSize) return
      }
    },
    get: async number => {
      const row = await call('GET', `/${number}`)
      return isOurs(row) ? readIssue(row) : undefined
    },
    probe: async () => {
      // An issue has to have a title; GitHub looks at that last, after the token and whether issues are on.
      const content = {body: 'Whether the token may write issues.'}
      await call('POST', '', content, answer => (answer.status === 422 ? {done: undefined} : readAnswer(answer)))
    },
    create: content => one('POST', '', content),
    update: (number, change) => one('PATCH', `/${number}`, change),
    comment: async (number, body) => {
      await call('POST', `/${number}/comments`, {body})
    },
    label: async (number, labels) => {
      await call('POST', `/${number}/labels`, {labels})
    },
    assign: (number, assignees) => one('POST', `/${number}/assignees`, {assignees}),
  }
}

/**
 * Anyone may open an issue in a public repository and copy the marker into it; an issue that an outsider wrote, and can change,
 * must not receive the findings. The job's own token writes as a bot.
 */
function isOurs(row: unknown): boolean {
  if (typeof row !== 'object' || row === null) return false
  const fields: Record<string, unknown> = {...row}
  if ('pull_request' in fields) return false
  if (['OWNER', 'MEMBER', 'COLLABORATOR'].includes(String(fields.author_association))) return true
  const {user} = fields
  return typeof user === 'object' && user !== null && 'type' in user && user.type === 'Bot'
}

function readIssue(row: unknown): Issue | undefined {
  if (typeof row !== 'object' || row === null) return undefined
  const fields: Record<string, unknown> = {...row}
  if (typeof fields.number !== 'number') return undefined
  const assignees = Array.isArray(fields.assignees) ? fields.assignees : []
  return {
    number: fields.number,
    url: typeof fields.html_url === 'string' ? fields.html_url : '',
    open: fields.state !== 'closed',
    body: typeof fields.body === 'string' ? fields.body : '',
    assignees: assignees.flatMap((one: unknown) =>
      typeof one === 'object' && one !== null && 'login' in one ? [String(one.login)] : [],
    ),
  }
}

function unreadable(repository: string): Failure {
  return new Failure({
    code: 'ISSUE_UNREADABLE',
    message: `What answers for GitHub’s issues of ${repository} is not GitHub’s API.`,
    remedy: 'Check GITHUB_API_URL, and what stands between (proxy, firewall).',
  })
}

function noRepository(): Failure {
  return new Failure({
    code: 'ISSUE_NO_REPOSITORY',
    message: 'There is no repository to open an issue in.',
    remedy: 'On a runner GitHub names it; elsewhere set GITHUB_REPOSITORY to OWNER/NAME, or issue: never.',
  })
}

function noToken(): Failure {
  return new Failure({
    code: 'ISSUE_NO_TOKEN',
    message: 'There is no token to open an issue with.',
    remedy: `Leave github-token out of the workflow, which then takes the job’s own, and give that the right: \`${permissionLines}\`.`,
  })
}
