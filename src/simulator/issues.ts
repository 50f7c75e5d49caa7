/**
 * GitHub's issues with their comments, and who may do what in the repository: https://docs.github.com/en/rest/issues.
 * Not imitated: labels and assignees beyond being kept, reactions, search, events, rate limits, edits of comments over the API.
 */
import {Hono} from 'hono'

export interface OpenedIssue {
  number: number
  title: string
  body: string
  state: 'open' | 'closed'
  /** Who opened it. */
  user: {login: string; type: 'User' | 'Bot'}
  association: Association
  labels: string[]
  assignees: string[]
  comments: IssueComment[]
  isPullRequest: boolean
  updatedAt: number
}

export interface IssueComment {
  id: number
  by: string
  body: string
  createdAt: number
}

type Association = 'OWNER' | 'MEMBER' | 'COLLABORATOR' | 'CONTRIBUTOR' | 'NONE'
export type RepositoryRole = 'admin' | 'maintain' | 'write' | 'triage' | 'read'

/** What the token of the job writes as. */
const BOT = {login: 'github-actions[bot]', type: 'Bot'} as const
const LONGEST_BODY = 65_536

export interface IssueRules {
  repository: string
  /** By login, whatever its case; others have no role. */
  people: Readonly<Record<string, RepositoryRole>>
  mayRead: boolean
  mayWrite: boolean
  hasIssues: boolean
}

export class IssueTracker {
  readonly issues: OpenedIssue[] = []
  readonly #now: () => number
  readonly #repository: string
  #lastComment = 9_000

  constructor(repository: string, now: () => number) {
    this.#repository = repository
    this.#now = now
  }

  open(issue: Partial<OpenedIssue> & {title: string}): OpenedIssue {
    const made: OpenedIssue = {
      number: this.issues.length + 1,
      body: '',
      state: 'open',
      user: BOT,
      association: 'NONE',
      labels: [],
      assignees: [],
      comments: [],
      isPullRequest: false,
      updatedAt: this.#now(),
      ...issue,
    }
    this.issues.push(made)
    return made
  }

  comment(issue: OpenedIssue, by: string, body: string): IssueComment {
    const made = {id: ++this.#lastComment, by, body, createdAt: this.#now()}
    issue.comments.push(made)
    issue.updatedAt = this.#now()
    return made
  }

  /** The event file that a workflow on `issue_comment` gets: https://docs.github.com/en/webhooks/webhook-events-and-payloads#issue_comment */
  commentEvent(
    number: number,
    {
      by,
      body,
      action = 'created',
      id,
    }: {by: string; body: string; action?: 'created' | 'edited' | 'deleted'; id?: number},
  ): object {
    const issue = this.issues.find(each => each.number === number)
    if (issue === undefined) throw new RangeError(`There is no issue ${number}.`)
    const known = issue.comments.find(each => each.id === id)
    const comment = known ?? this.comment(issue, by, body)
    if (action === 'edited') comment.body = body
    if (action === 'deleted') issue.comments.splice(issue.comments.indexOf(comment), 1)
    const type = by.endsWith('[bot]') ? 'Bot' : 'User'
    return {
      action,
      issue: this.#answer(issue),
      comment: {
        id: comment.id,
        body: comment.body,
        created_at: seconds(comment.createdAt),
        updated_at: seconds(this.#now()),
        author_association: 'COLLABORATOR',
        performed_via_github_app: null,
        user: {login: comment.by, type},
      },
      sender: {login: by, type},
      repository: {full_name: this.#repository, fork: false, private: true},
    }
  }

  handler(rules: () => IssueRules): Hono {
    const app = new Hono()
    const found = (text: string) => this.issues.find(({number}) => String(number) === text)
    app.use('*', async (c, next) => {
      const {mayRead, mayWrite, hasIssues} = rules()
      const isWriting = c.req.method !== 'GET'
      if (isWriting && c.req.header('authorization') === undefined) return problem(401, 'Requires authentication')
      // Who may not write learns nothing of what is wrong with the issue.
      if (isWriting ? !mayWrite : !mayRead) return problem(403, 'Resource not accessible by integration')
      return hasIssues ? next() : problem(410, 'Issues has been disabled in this repository.')
    })
    app.get('/', c => {
      const {state = 'open', since = '', per_page: size = '30', page = '1'} = c.req.query()
      const matching = this.issues.filter(
        issue => (state === 'all' || issue.state === state) && !(issue.updatedAt < Date.parse(since)),
      )
      const perPage = Math.min(100, Number(size))
      const shown = matching.slice(perPage * (Number(page) - 1), perPage * Number(page))
      return c.json(shown.map(issue => this.#answer(issue)))
    })
    app.post('/', async c => {
      const {title, body} = (await c.req.json().catch(() => ({}))) as {title?: unknown; body?: unknown}
      if (typeof title !== 'string' || title.trim() === '' || isTooLong(body)) return problem(422, 'Validation Failed')
      return c.json(this.#answer(this.open({title, body: typeof body === 'string' ? body : ''})), 201)
    })
    app.get('/:number', c => {
      const issue = found(c.req.param('number'))
      return issue ? c.json(this.#answer(issue)) : problem(404, 'Not Found')
    })
    app.patch('/:number', async c => {
      const issue = found(c.req.param('number'))
      if (issue === undefined) return problem(404, 'Not Found')
      const {title, body, state} = (await c.req.json()) as {title?: string; body?: string; state?: string}
      if (isTooLong(body) || (state !== undefined && state !== 'open' && state !== 'closed'))
        return problem(422, 'Validation Failed')
      Object.assign(issue, {
        ...(title === undefined ? {} : {title}),
        ...(body === undefined ? {} : {body}),
        ...(state === undefined ? {} : {state}),
        updatedAt: this.#now(),
      })
      return c.json(this.#answer(issue))
    })
    app.post('/:number/comments', async c => {
      const issue = found(c.req.param('number'))
      if (issue === undefined) return problem(404, 'Not Found')
      const {body} = (await c.req.json().catch(() => ({}))) as {body?: unknown}
      if (typeof body !== 'string' || body === '' || isTooLong(body)) return problem(422, 'Validation Failed')
      return c.json({id: this.comment(issue, BOT.login, body).id}, 201)
    })
    app.post('/:number/labels', async c => {
      const issue = found(c.req.param('number'))
      if (issue === undefined) return problem(404, 'Not Found')
      issue.labels.push(...((await c.req.json()) as {labels: string[]}).labels)
      return c.json([])
    })
    // Those who have no role are left out in silence.
    app.post('/:number/assignees', async c => {
      const issue = found(c.req.param('number'))
      if (issue === undefined) return problem(404, 'Not Found')
      const {assignees} = (await c.req.json()) as {assignees: string[]}
      issue.assignees.push(...assignees.filter(login => roleOf(login, rules().people) !== undefined))
      return c.json(this.#answer(issue), 201)
    })
    return app
  }

  #answer(issue: OpenedIssue): object {
    const {number, title, body, state, user, association, labels, assignees, comments, isPullRequest} = issue
    return {
      ...{number, title, body, state, user},
      author_association: association,
      labels: labels.map(name => ({name})),
      assignees: assignees.map(login => ({login})),
      comments: comments.length,
      html_url: `https://github.com/${this.#repository}/issues/${number}`,
      updated_at: seconds(issue.updatedAt),
      ...(isPullRequest ? {pull_request: {url: 'https://api.github.com/'}} : {}),
    }
  }
}

/** https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user */
export function permissionAnswer(login: string, people: IssueRules['people']): object {
  const role = roleOf(login, people)
  const legacy = {admin: 'admin', maintain: 'write', write: 'write', triage: 'read', read: 'read'} as const
  return {permission: role ? legacy[role] : 'none', role_name: role ?? '', user: {login, type: 'User'}}
}

function roleOf(login: string, people: IssueRules['people']): RepositoryRole | undefined {
  const [, role] = Object.entries(people).find(([name]) => name.toLowerCase() === login.toLowerCase()) ?? []
  return role
}

const seconds = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')
const isTooLong = (body: unknown): boolean => typeof body === 'string' && body.length > LONGEST_BODY

const problem = (status: number, message: string): Response =>
  Response.json({message, documentation_url: 'https://docs.github.com/rest', status: String(status)}, {status})
