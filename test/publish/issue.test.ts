import {describe, expect, test} from 'vitest'
import {type IssueSettings, issuePublisher} from '../../src/publish/issue.ts'
import {publishAll} from '../../src/publish/publish.ts'
import {readMarker} from '../../src/report/issue-body.ts'
import type {Publication} from '../../src/report/publication.ts'
import {explain, type Failure} from '../../src/wire/failure.ts'
import {aWorld} from '../signin/world.ts'
import {aFinding, aPublication, clean, hostileFindings, tenantId} from './builders.ts'
import {aGitHub, anIssue, facts, type IssuesStub, refusal, token} from './issues-stub.ts'

async function publish(
  github: IssuesStub,
  publication: Publication,
  settings: Partial<IssueSettings> = {},
  given: string | undefined = token,
) {
  const world = aWorld(github.fetch)
  const publisher = issuePublisher({
    world,
    facts,
    token: given,
    settings: {mode: 'findings', labels: [], assignees: [], ...settings},
  })
  const [published] = await publishAll([publisher], publication)
  if (!published) throw new Error('nothing was published')
  return {...published, world, memory: publisher.memory}
}

const incomplete = (parts: Parameters<typeof aPublication>[0] = {}) =>
  aPublication({status: 'incomplete', reasons: ['Not proven: some hours'], findings: [], ...parts})

describe('the issue', () => {
  test('is opened for an incident, and says where the evidence is', async () => {
    const github = aGitHub()
    const {did, url, failure} = await publish(github, aPublication())
    expect(failure).toBeUndefined()
    expect(url).toBe('https://github.com/contoso/audit/issues/1')
    expect(did).toContain('opened')
    const [issue] = github.issues
    expect(issue?.title).toBe('Microsoft 365 audit log 2026-10: complete, 1 incident (1 high) (tenant 11111111…)')
    expect(issue?.body).toContain('](https://github.com/contoso/audit/actions/runs/4711/artifacts/77)')
    expect(issue?.body).toContain('## 1 incident (1 high)')
    expect(issue?.body).toContain('## What was checked')
    expect(issue?.body).not.toMatch(/anna|berg|mallory|203\.0\.113\.77|Salaries|Holiday/i)
    expect(readMarker(issue?.body ?? '')).toMatchObject({
      tenant: tenantId,
      period: '2026-10',
      status: 'complete',
      mailed: '',
    })
  })

  test('is opened for a month that is not proven', async () => {
    const github = aGitHub()
    await publish(github, incomplete())
    expect(github.issues).toHaveLength(1)
    expect(github.issues[0]?.state).toBe('open')
  })

  test('is opened for a notice, once, however its words count the days', async () => {
    const github = aGitHub()
    await publish(github, clean({notices: ['The certificate that signs in ends in 40 days.']}))
    expect(github.issues[0]).toMatchObject({state: 'open', body: expect.stringContaining('ends in 40 days')})
    await publish(github, clean({notices: ['The certificate that signs in ends in 39 days.']}))
    expect(github.issues).toHaveLength(1)
    expect(github.issues[0]?.comments).toEqual([])
  })

  test('is not opened when there is nothing to do, accepted findings included', async () => {
    const github = aGitHub()
    const accepted = aFinding({accepted: {reason: 'known'}})
    expect((await publish(github, clean())).did).toContain('nothing to do')
    await publish(github, clean({status: 'provisional'}))
    await publish(github, aPublication({findings: [accepted]}))
    expect(github.issues).toEqual([])
  })

  test('is opened and closed for a clean month when it is always wanted', async () => {
    const github = aGitHub()
    const {did} = await publish(github, clean(), {mode: 'always'})
    expect(did).toContain('closed because there is nothing to do')
    expect(github.issues).toMatchObject([{state: 'closed'}])
    await publish(github, clean(), {mode: 'always'})
    expect(github.issues).toHaveLength(1)
    expect(github.issues[0]?.comments).toEqual([])
  })

  test('is rewritten by a rerun with the same to say, which tells nobody', async () => {
    const github = aGitHub()
    await publish(github, aPublication())
    const {did} = await publish(
      github,
      aPublication({records: 42_001, runUrl: 'https://github.com/contoso/audit/actions/runs/4712'}),
    )
    expect(did).toContain('Verdict and incidents are unchanged')
    expect(github.issues).toHaveLength(1)
    expect(github.issues[0]?.body).toContain('42,001 records')
    expect(github.issues[0]?.comments).toEqual([])
  })

  test('gets one short comment when the incidents changed', async () => {
    const github = aGitHub()
    await publish(github, aPublication({findings: [aFinding(), aFinding({id: 'finding-2', severity: 'low'})]}))
    await publish(
      github,
      aPublication({findings: [aFinding(), aFinding({id: 'finding-3', severity: 'medium', title: 'A new consent'})]}),
    )
    expect(github.issues[0]?.comments).toEqual([
      'Now **complete** with 2 incidents (1 high, 1 medium); before: complete with 2.\n\nNew:\n\n- medium: A new consent\n\nOf the earlier ones, 1 is no longer there, accepted, or of another severity.',
    ])
  })

  test('is closed when the month became clean, and reopened when it is not', async () => {
    const github = aGitHub()
    await publish(github, incomplete())
    expect((await publish(github, clean())).did).toContain('closed')
    expect(github.issues[0]?.state).toBe('closed')
    expect((await publish(github, aPublication())).did).toContain('reopened')
    expect(github.issues[0]?.state).toBe('open')
    expect(github.issues[0]?.comments).toHaveLength(2)
  })

  test('stays closed when somebody closed it and nothing changed', async () => {
    const github = aGitHub()
    await publish(github, aPublication())
    if (github.issues[0]) github.issues[0].state = 'closed'
    await publish(github, aPublication())
    expect(github.issues[0]?.state).toBe('closed')
  })

  test('is found whatever its title and labels, behind pages of others, and never a pull request’s', async () => {
    const github = aGitHub()
    for (let number = 1; number <= 120; number++) github.issues.push(anIssue({number}))
    await publish(github, aPublication())
    const ours = github.issues[120]
    if (!ours) throw new Error('no issue')
    ours.title = 'renamed'
    github.issues.unshift(anIssue({number: 500, body: ours.body, pull_request: {}}))
    await publish(github, incomplete())
    expect(github.issues).toHaveLength(122)
    expect(ours.title).toContain('incomplete')
  })

  test('is one per tenant and period', async () => {
    const github = aGitHub()
    await publish(github, aPublication())
    await publish(github, aPublication({tenant: '99999999-2222-3333-4444-555555555555'}))
    const november = {
      label: '2026-11',
      text: '2026-11',
      timezone: 'UTC',
      start: '2026-11-01T00:00:00Z',
      end: '2026-12-01T00:00:00Z',
    }
    await publish(github, aPublication({period: november}))
    expect(github.issues).toHaveLength(3)
  })

  test('is not a stranger’s with a copied marker', async () => {
    const github = aGitHub()
    await publish(github, aPublication())
    const stranger = {user: {login: 'mallory', type: 'User'}, author_association: 'NONE'}
    Object.assign(github.issues[0] ?? {}, stranger)
    await publish(github, aPublication())
    expect(github.issues).toHaveLength(2)
    Object.assign(github.issues[0] ?? {}, {author_association: 'COLLABORATOR'})
    await publish(github, aPublication())
    expect(github.issues).toHaveLength(2)
  })

  test('is opened once although the answer to its creation was lost', async () => {
    const github = aGitHub({
      after: (method, path, count) =>
        method === 'POST' && path.endsWith('/issues') && count === 1 ? new Error('reset') : undefined,
    })
    const {did, failure} = await publish(github, aPublication(), {labels: ['audit']})
    expect(failure).toBeUndefined()
    expect(did).toContain('opened')
    expect(github.issues).toMatchObject([{labels: ['audit']}])
  })

  test('keeps its labels and assignees out of danger: what GitHub does not know is said', async () => {
    const github = aGitHub({
      refuse: (_method, path) => (path.endsWith('/labels') ? refusal(422, 'Validation Failed') : undefined),
    })
    const {failure, notes} = await publish(github, aPublication(), {
      labels: ['audit'],
      assignees: ['OctoCat', 'octocat', 'nobody-such'],
    })
    expect(failure).toBeUndefined()
    expect(github.issues[0]?.assignees).toEqual([{login: 'octocat'}])
    expect(notes.join('\n')).toMatch(/labels \(audit\).*\n?.*not assigned nobody-such/s)
  })

  test('remembers what was mailed, over reruns', async () => {
    const github = aGitHub()
    const {memory} = await publish(github, aPublication())
    expect(memory.mailed()).toBe('')
    await memory.remember('abc')
    const again = await publish(github, aPublication({records: 7}))
    expect(again.memory.mailed()).toBe('abc')
    expect(github.issues[0]?.body).toContain('7 records')
    expect((await publish(aGitHub(), clean())).memory.mailed()).toBeUndefined()
  })
})

describe('refusals', () => {
  test.for([
    {
      name: 'a missing right',
      status: 403,
      message: 'Resource not accessible by integration',
      code: 'ISSUE_PERMISSION',
      says: 'permissions: {contents: read, actions: read, issues: write}',
    },
    {
      name: 'a private repository that the token may not see',
      status: 404,
      message: 'Not Found',
      code: 'ISSUE_PERMISSION',
      says: 'issues: write',
    },
    {
      name: 'issues that are switched off',
      status: 410,
      message: 'Issues has been disabled in this repository.',
      code: 'ISSUE_DISABLED',
      says: 'gh repo edit contoso/audit --enable-issues',
    },
    ...(
      [
        [403, 'Repository was archived so is read-only.', 'ISSUE_ARCHIVED', 'gh repo unarchive contoso/audit'],
        [403, 'Resource protected by organization SAML enforcement.', 'ISSUE_SSO', 'single sign-on'],
        [
          403,
          'the `contoso` organization has an IP allow list enabled, and your IP address is not permitted',
          'ISSUE_IP_ALLOW_LIST',
          'IP allow list',
        ],
        [403, 'Resource not accessible by personal access token', 'ISSUE_TOKEN_PERMISSION', 'Issues: read and write'],
        [403, 'Unable to create comment because issue is locked.', 'ISSUE_LOCKED', 'unlocks it'],
        [
          403,
          "`contoso` forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 366 days.",
          'ISSUE_TOKEN_POLICY',
          'organisation owner',
        ],
        [403, 'Issue creation is restricted in this repository', 'ISSUE_RESTRICTED', 'Interaction limits'],
        [403, 'Repository access blocked', 'ISSUE_BLOCKED', 'support.github.com'],
        [403, 'Must have admin rights to Repository.', 'ISSUE_REFUSED', 'issues: write'],
        [404, 'Issues are disabled for this repo', 'ISSUE_DISABLED', 'enable-issues'],
        [410, 'This issue was deleted', 'ISSUE_GONE', 'opens another'],
        [301, 'Moved Permanently', 'ISSUE_MOVED', 'Rerun the workflow'],
        [451, 'Unavailable', 'ISSUE_BLOCKED', 'support.github.com'],
        [422, 'Validation Failed', 'ISSUE_REFUSED', 'report it'],
      ] as const
    ).map(([status, message, code, says]) => ({name: `${status} “${message}”`, status, message, code, says})),
    {name: 'a wrong token', status: 401, message: 'Bad credentials', code: 'ISSUE_TOKEN', says: 'issues: write'},
  ])('of $name are told with what to do', async ({status, message, code, says}) => {
    const github = aGitHub({refuse: () => refusal(status, message)})
    const {failure, did} = await publish(github, aPublication())
    expect(did).toBe('')
    expect(failure?.code).toBe(code)
    expect(failure && explain(failure)).toContain(says)
    expect(github.asked).toHaveLength(1)
  })

  test('for single sign-on name the page where the token is authorised', async () => {
    const page = 'https://github.com/orgs/contoso/sso?authorization_request=A1'
    const github = aGitHub({refuse: () => refusal(403, 'x', {'x-github-sso': `required; url=${page}`})})
    expect(explain((await publish(github, aPublication())).failure as Failure)).toContain(page)
  })

  test('of a budget that is used up name the time, and are not asked again where it is far', async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 3000)
    const headers = {'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset}
    const github = aGitHub({refuse: () => refusal(403, 'API rate limit exceeded for installation.', headers)})
    const {failure, world} = await publish(github, aPublication())
    expect(failure?.code).toBe('ISSUE_RATE_LIMIT')
    expect(failure?.remedy).toContain(new Date(Number(reset) * 1000).toISOString())
    expect([github.asked.length, world.slept]).toEqual([1, []])
  })

  test('of what is asked too fast are a limit of their own', async () => {
    const github = aGitHub({refuse: () => refusal(403, 'You have exceeded a secondary rate limit.')})
    const {failure, world} = await publish(github, aPublication())
    expect(failure?.code).toBe('ISSUE_SECONDARY_LIMIT')
    expect(world.slept).toHaveLength(3)
  })

  test('for load and of a sick service are waited out', async () => {
    const limited = () => refusal(403, 'You have exceeded a secondary rate limit', {'retry-after': '7'})
    const github = aGitHub({
      refuse: (method, _path, count) =>
        method === 'GET' && count === 1
          ? limited()
          : method === 'POST' && count === 1
            ? refusal(502, 'Bad Gateway')
            : undefined,
    })
    const {failure, world} = await publish(github, aPublication())
    expect(failure).toBeUndefined()
    expect(world.slept[0]).toBe(7000)
    expect(github.issues).toHaveLength(1)
  })

  test('end after a few tries', async () => {
    const github = aGitHub({refuse: method => (method === 'POST' ? refusal(503, 'Unavailable') : undefined)})
    expect((await publish(github, aPublication())).failure?.code).toBe('ISSUE_UNAVAILABLE')
    expect(github.issues).toEqual([])
  })

  test('are not needed to know that a token or repository is missing', async () => {
    const github = aGitHub()
    expect((await publish(github, aPublication(), {}, '')).failure?.code).toBe('ISSUE_NO_TOKEN')
    const nowhere = issuePublisher({
      world: aWorld(),
      facts: {workspace: '/'},
      token,
      settings: {mode: 'always', labels: [], assignees: []},
    })
    expect((await publishAll([nowhere], clean()))[0]?.failure?.code).toBe('ISSUE_NO_REPOSITORY')
    expect(github.asked).toEqual([])
  })

  test('of the comment leave the issue up to date', async () => {
    const github = aGitHub({
      refuse: (_method, path) => (path.endsWith('/comments') ? refusal(403, 'locked') : undefined),
    })
    await publish(github, aPublication())
    const {failure, notes} = await publish(github, clean())
    expect(failure).toBeUndefined()
    expect(notes.join()).toContain('followers were not told')
    expect(github.issues[0]?.state).toBe('closed')
  })
})

describe('hostile records', () => {
  test('notify nobody, make no markup and no link, and fit', async () => {
    const github = aGitHub()
    const publication = aPublication({
      findings: hostileFindings(),
      disclose: 'full',
      reasons: ['@octocat <b>x</b> https://evil.example'],
      sections: ['## X\n\n&#64;octocat &#35;12 www.evil.example', `## Long\n\n${'y'.repeat(70_000)}`, '## Last\n\nz'],
    })
    const {failure} = await publish(github, publication)
    expect(failure).toBeUndefined()
    await publish(
      github,
      aPublication({disclose: 'full', findings: hostileFindings().map(one => ({...one, id: `${one.id}-b`}))}),
    )
    for (const text of [
      ...github.sent.filter(one => one !== '').map(one => String(JSON.parse(one).body ?? '')),
      github.issues[0]?.title ?? '',
    ]) {
      expect(text.length).toBeLessThan(60_000)
      const [first = '', ...rest] = text.split('\n')
      const visible = (first.startsWith('<!-- ') ? rest.join('\n') : text)
        .replaceAll('<details><summary>Details</summary>', '')
        .replace(/^<\/details>$/gm, '')
      expect(visible).not.toMatch(/<(?!\/?$)/)
      // What remains for GitHub to find once Markdown has decoded the entities.
      const seen = visible.replace(/&#(\d+);/g, (_whole, code) => String.fromCodePoint(Number(code)))
      expect(seen).not.toMatch(/@[a-z]/i)
      expect(seen).not.toMatch(/#\d/)
      expect(seen).not.toMatch(/\bGH-\d/i)
      expect(seen.replaceAll('](https://github.com/contoso/audit/actions/', '')).not.toMatch(/https?:\/\/|www\./)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(seen).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e\u2066]/)
    }
  })

  test('leave out whole sections, and say so', async () => {
    const github = aGitHub()
    await publish(github, aPublication({sections: [`## Long\n\n${'y'.repeat(70_000)}`, '## Last\n\nz']}))
    expect(github.issues[0]?.body).toContain('sections are left out')
    expect(github.issues[0]?.body).not.toContain('yyy')
  })
})

test('the token is in the header alone', async () => {
  const github = aGitHub({refuse: (_method, path) => (path.endsWith('/labels') ? refusal(403, 'no') : undefined)})
  const {world, notes, did} = await publish(github, aPublication(), {labels: ['x']})
  expect([...github.sent, ...world.said, ...notes, did].join('\n')).not.toContain(token)
})
