/** GitHub's issues as far as they are used, strict about what it is asked: https://docs.github.com/rest/issues. */
import type {RunFacts} from '../../src/host/host.ts'

export const token = 'ghs_C4naryToken'
export const facts: RunFacts = {workspace: '/somewhere', repository: 'contoso/audit', apiUrl: 'https://api.github.test'}

export interface StubIssue {
  number: number
  title: string
  body: string
  state: 'open' | 'closed'
  updated_at: string
  labels: string[]
  assignees: {login: string}[]
  comments: string[]
  author_association: string
  user: {login: string; type: string}
  pull_request?: object
}

export interface IssuesStub {
  fetch(request: Request): Promise<Response>
  issues: StubIssue[]
  /** `POST /repos/…` */
  asked: string[]
  /** All that came, to be searched for what must not leave. */
  sent: string[]
}

/** `refuse` is asked first; `after` may spoil an answer although the work was done. */
export function aGitHub(
  options: {
    refuse?: (method: string, path: string, count: number) => Response | undefined
    after?: (method: string, path: string, count: number) => Response | Error | undefined
    users?: string[]
    now?: string
  } = {},
): IssuesStub {
  const {users = ['octocat'], now = '2026-11-04T05:00:00Z'} = options
  const issues: StubIssue[] = []
  const asked: string[] = []
  const sent: string[] = []
  const fetch = async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    const path = url.pathname
    const text = await request.text()
    asked.push(`${request.method} ${path}`)
    sent.push(text)
    const count = asked.filter(one => one === `${request.method} ${path}`).length
    if (url.origin !== 'https://api.github.test') return refusal(500, 'wrong host')
    if (request.headers.get('authorization') !== `Bearer ${token}`) return refusal(401, 'Bad credentials')
    if (!request.headers.get('user-agent')) return refusal(403, 'Request forbidden by administrative rules')
    const refused = options.refuse?.(request.method, path, count)
    if (refused) return refused
    const done = answer(request.method, path, url.searchParams, text === '' ? {} : JSON.parse(text))
    const spoiled = options.after?.(request.method, path, count)
    if (spoiled instanceof Error) throw spoiled
    return spoiled ?? done
  }
  const answer = (method: string, path: string, query: URLSearchParams, content: Record<string, unknown>): Response => {
    const [, number = '', part = ''] = /^\/repos\/contoso\/audit\/issues(?:\/(\d+))?(?:\/(\w+))?$/.exec(path) ?? [
      '',
      'x',
    ]
    if (number === 'x') return refusal(404, 'Not Found')
    if (number === '')
      return method === 'GET' ? list(query) : method === 'POST' ? create(content) : refusal(404, 'Not Found')
    const issue = issues.find(one => one.number === Number(number))
    if (!issue) return refusal(404, 'Not Found')
    issue.updated_at = now
    if (method === 'PATCH' && part === '') {
      if (tooLong(content.body)) return refusal(422, 'Validation Failed: body is too long')
      if (content.state !== undefined && content.state !== 'open' && content.state !== 'closed')
        return refusal(422, 'state')
      Object.assign(issue, content)
      return json(issue)
    }
    if (method === 'POST' && part === 'comments') {
      if (typeof content.body !== 'string' || content.body === '') return refusal(422, 'body')
      issue.comments.push(content.body)
      return Response.json({id: 1}, {status: 201})
    }
    if (method === 'POST' && part === 'labels') {
      issue.labels.push(...(content.labels as string[]))
      return Response.json([])
    }
    if (method === 'POST' && part === 'assignees') {
      // Those who can't be assigned are left out in silence.
      issue.assignees.push(
        ...(content.assignees as string[]).filter(login => users.includes(login)).map(login => ({login})),
      )
      return json(issue, 201)
    }
    return refusal(404, 'Not Found')
  }
  const create = (content: Record<string, unknown>): Response => {
    if (typeof content.title !== 'string' || content.title === '' || content.title.length > 256)
      return refusal(422, 'title')
    if (tooLong(content.body)) return refusal(422, 'Validation Failed: body is too long')
    issues.push(anIssue({number: issues.length + 1, title: content.title, body: String(content.body), updated_at: now}))
    return json(issues.at(-1), 201)
  }
  const list = (query: URLSearchParams): Response => {
    const [size, page, since] = [Number(query.get('per_page')), Number(query.get('page')), query.get('since') ?? '']
    if (size > 100 || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(since)) return refusal(422, 'Validation Failed')
    const matching = issues.filter(
      one => (query.get('state') === 'all' || one.state === 'open') && one.updated_at >= since,
    )
    return Response.json(matching.slice((page - 1) * size, page * size).map(withUrl))
  }
  return {fetch, issues, asked, sent}
}

export function anIssue(parts: Partial<StubIssue>): StubIssue {
  return {
    number: 1,
    title: 'x',
    body: '',
    state: 'open',
    updated_at: '2026-11-01T00:00:00Z',
    labels: [],
    assignees: [],
    comments: [],
    author_association: 'NONE',
    user: {login: 'github-actions[bot]', type: 'Bot'},
    ...parts,
  }
}

export function refusal(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json(
    {message, documentation_url: 'https://docs.github.com/rest', status: String(status)},
    {status, headers},
  )
}

const tooLong = (body: unknown) => typeof body === 'string' && body.length > 65_536
const withUrl = (issue: StubIssue) => ({...issue, html_url: `https://github.com/contoso/audit/issues/${issue.number}`})
const json = (issue: StubIssue | undefined, status = 200) => Response.json(issue && withUrl(issue), {status})
