import {createHash, randomBytes} from 'node:crypto'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import {afterAll, describe, expect, test} from 'vitest'
import {type GraphMail, graphMailPublisher} from '../../src/publish/graph-mail.ts'
import {issuePublisher} from '../../src/publish/issue.ts'
import type {MailMemory} from '../../src/publish/mail.ts'
import {publishAll} from '../../src/publish/publish.ts'
import type {Publication, PublishedFile} from '../../src/report/publication.ts'
import {cloudNamed} from '../../src/signin/cloud.ts'
import type {AccessToken, TokenProvider} from '../../src/signin/token.ts'
import {explain} from '../../src/wire/failure.ts'
import {aWorld} from '../signin/world.ts'
import {aPublication, clean, hostileFindings, tenantId} from './builders.ts'
import {aGitHub, facts, token as gitHubToken} from './issues-stub.ts'

const from = 'audit@contoso.com'
const clientId = '99999999-8888-7777-6666-555555555555'
const secret = 'eyJ.C4naryGraphToken.x'

/** Says what `sendMail` says: https://learn.microsoft.com/graph/api/user-sendmail. */
function aGraph(answers: Response[] = []) {
  const sent: {url: string; message: Message; bytes: number; raw: string}[] = []
  const tokens: string[] = []
  const fetch = async (request: Request): Promise<Response> => {
    const raw = await request.text()
    tokens.push(request.headers.get('authorization') ?? '')
    const next = answers.shift()
    if (next) return next
    if (request.method !== 'POST' || request.headers.get('content-type') !== 'application/json')
      return graphError(400, 'BadRequest')
    const bytes = Buffer.byteLength(raw)
    if (bytes >= 4_000_000) return graphError(413, 'RequestEntityTooLarge')
    const {message, saveToSentItems, ...unknown} = JSON.parse(raw)
    if (Object.keys(unknown).length > 0 || saveToSentItems !== false) return graphError(400, 'RequestBodyRead')
    const {subject, body, toRecipients, attachments, ...strange} = message
    if (Object.keys(strange).length > 0) return graphError(403, 'ErrorSendAsDenied')
    if (typeof subject !== 'string' || body.contentType !== 'HTML' || !toRecipients.length)
      return graphError(400, 'RequestBodyRead')
    for (const one of attachments ?? [])
      if (one['@odata.type'] !== '#microsoft.graph.fileAttachment' || !one.contentBytes)
        return graphError(400, 'RequestBodyRead')
    sent.push({url: request.url, message, bytes, raw})
    return new Response(null, {status: 202})
  }
  return {fetch, sent, tokens}
}

interface Message {
  subject: string
  body: {contentType: string; content: string}
  toRecipients: {emailAddress: {address: string}}[]
  attachments?: {name: string; contentType: string; contentBytes: string}[]
}

function graphError(status: number, code: string, message = 'Words.', headers: Record<string, string> = {}): Response {
  return Response.json({error: {code, message}}, {status, headers: {'request-id': 'request-1', ...headers}})
}

function someTokens(roles: string[] | undefined = ['Mail.Send']): TokenProvider & {renewed: unknown[]} {
  const renewed: unknown[] = []
  const claims = {aud: 'https://graph.microsoft.com', tid: tenantId, appid: clientId, oid: 'o', wids: []}
  const issue = (): AccessToken =>
    ({
      secret: `${secret}${renewed.length}`,
      expiresAt: Number.MAX_SAFE_INTEGER,
      ...(roles ? {claims: {...claims, roles}} : {}),
    }) as AccessToken
  return {
    renewed,
    token: async () => issue(),
    renew: async reason => {
      renewed.push(reason)
      return issue()
    },
  }
}

async function mail(
  graph: {fetch(request: Request): Promise<Response>},
  publication: Publication,
  settings: Partial<GraphMail> = {},
) {
  const world = aWorld(graph.fetch)
  const publisher = graphMailPublisher({
    world,
    cloud: cloudNamed('worldwide'),
    tenantId,
    clientId,
    tokens: someTokens(),
    from,
    to: ['a@contoso.com', 'b@contoso.com'],
    when: 'findings',
    attach: false,
    ...settings,
  })
  const [published] = await publishAll([publisher], publication)
  if (!published) throw new Error('nothing was published')
  return {...published, world}
}

const folder = mkdtempSync(join(tmpdir(), 'm365-audit-mail-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

function aFile(name: string, content: string | Buffer): PublishedFile {
  const path = join(folder, name)
  writeFileSync(path, content)
  return {name, path, bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex')}
}

describe('mail by Graph', () => {
  test('tells the outcome to all recipients, from the mailbox, and keeps no copy', async () => {
    const graph = aGraph()
    const {did, failure, notes} = await mail(graph, aPublication())
    expect(failure).toBeUndefined()
    expect(notes).toEqual([])
    expect(did).toMatch(
      /took the mail for a@contoso.com, b@contoso.com.*bounce goes to audit@contoso.com.*rerun will mail again/,
    )
    expect(graph.sent).toHaveLength(1)
    const [{url, message} = {url: '', message: undefined}] = graph.sent
    expect(url).toBe('https://graph.microsoft.com/v1.0/users/audit%40contoso.com/sendMail')
    expect(message?.subject).toBe('Microsoft 365 audit log 2026-10: complete, 1 incident (1 high)')
    expect(message?.toRecipients).toEqual(
      ['a@contoso.com', 'b@contoso.com'].map(address => ({emailAddress: {address}})),
    )
    expect(message?.body.content).toContain('href="https://github.com/contoso/audit/actions/runs/4711/artifacts/77"')
    expect(message?.body.content).not.toMatch(/anna|berg|mallory|203\.0\.113\.77|Salaries|Holiday/i)
    expect(message?.attachments).toBeUndefined()
  })

  test('is sent when it is due', async () => {
    const graph = aGraph()
    expect((await mail(graph, clean())).did).toContain('nothing to do')
    expect(graph.sent).toHaveLength(0)
    await mail(graph, clean(), {when: 'always'})
    await mail(graph, clean({status: 'incomplete'}))
    expect(graph.sent).toHaveLength(2)
  })

  test('goes to the graph of the cloud, and a mailbox of any spelling', async () => {
    const graph = aGraph()
    await mail(graph, aPublication(), {cloud: cloudNamed('dod'), from: "o'brien/#x@contoso.com"})
    expect(graph.sent[0]?.url).toBe("https://dod-graph.microsoft.us/v1.0/users/o'brien%2F%23x%40contoso.com/sendMail")
  })

  test.for([
    {name: 'without Mail.Send', roles: []},
    {name: 'that is opaque', roles: undefined},
  ])('is tried with a token $name: the right may lie in Exchange', async ({roles}) => {
    const graph = aGraph()
    const {failure} = await mail(graph, aPublication(), {tokens: someTokens(roles)})
    expect(failure).toBeUndefined()
    expect(graph.sent).toHaveLength(1)
  })

  test('renews the token once, with the claims that a challenge asks for', async () => {
    const claims = Buffer.from('{"access_token":{}}').toString('base64')
    const challenge = () =>
      graphError(401, 'InvalidAuthenticationToken', 'x', {
        'www-authenticate': `Bearer error="insufficient_claims", claims="${claims}"`,
      })
    const tokens = someTokens()
    const graph = aGraph([challenge()])
    expect((await mail(graph, aPublication(), {tokens})).failure).toBeUndefined()
    expect(tokens.renewed).toMatchObject([{claims}])
    const {failure} = await mail(aGraph([challenge(), challenge()]), aPublication())
    expect(failure?.code).toBe('MAIL_UNAUTHORISED')
  })

  test('waits as long as the service asks', async () => {
    const graph = aGraph([
      graphError(429, 'ApplicationThrottled', 'x', {'retry-after': '13'}),
      graphError(503, 'ServiceUnavailable'),
    ])
    const {failure, world} = await mail(graph, aPublication())
    expect(failure).toBeUndefined()
    expect(world.slept[0]).toBe(13_000)
    expect(graph.sent).toHaveLength(1)
  })
})

describe('attachments', () => {
  const report = aFile('report.html', '<!doctype html><title>Report</title>')
  const csv = aFile('audit-2026-10.csv', 'RecordType,CreationDate\r\n'.repeat(1000))
  const others = [aFile('audit-2026-10.flat.csv', 'x'), aFile('manifest.json', '{}')]

  test('are the report and the compressed CSV', async () => {
    const graph = aGraph()
    await mail(graph, aPublication({files: [...others, csv, report]}), {attach: true})
    const attachments = graph.sent[0]?.message.attachments ?? []
    expect(attachments.map(({name, contentType}) => [name, contentType])).toEqual([
      ['report.html', 'text/html'],
      ['audit-2026-10.csv.gz', 'application/gzip'],
    ])
    const unpacked = gunzipSync(Buffer.from(attachments[1]?.contentBytes ?? '', 'base64'))
    expect(createHash('sha256').update(unpacked).digest('hex')).toBe(csv.sha256)
    expect(graph.sent[0]?.message.body.content).toContain('Attached: report.html, audit-2026-10.csv.gz.')
  })

  test('stay below the limit of a request; what does not fit is named with size, hash and link', async () => {
    const graph = aGraph()
    const large = aFile('audit-2026-10.csv', randomBytes(3_000_000).toString('hex'))
    await mail(graph, aPublication({files: [report, large], findings: hostileFindings(), disclose: 'full'}), {
      attach: true,
    })
    const [mailed] = graph.sent
    expect(mailed?.message.attachments?.map(({name}) => name)).toEqual(['report.html'])
    expect(mailed?.message.body.content).toContain(
      `Not attached: audit-2026-10.csv (6,000,000 bytes, SHA-256 ${large.sha256}): too large`,
    )
    const nearly = aFile('audit-2026-10.csv', randomBytes(2_799_000 - report.bytes))
    await mail(graph, aPublication({files: [report, nearly], findings: hostileFindings(), disclose: 'full'}), {
      attach: true,
    })
    expect(graph.sent[1]?.message.attachments).toHaveLength(2)
    expect(graph.sent[1]?.bytes).toBeLessThan(4_000_000)
  })

  test('are left out when the mailbox takes less than Graph', async () => {
    const graph = aGraph([graphError(400, 'ErrorMessageSizeExceeded')])
    const {failure} = await mail(graph, aPublication({files: [report]}), {attach: true})
    expect(failure).toBeUndefined()
    expect(graph.sent[0]?.message.attachments).toBeUndefined()
    expect(graph.sent[0]?.message.body.content).toContain('takes no mail of that size')
  })

  test('that can’t be read cost no mail', async () => {
    const graph = aGraph()
    await mail(graph, aPublication({files: [{...report, path: join(folder, 'gone')}]}), {attach: true})
    expect(graph.sent[0]?.message.body.content).toContain('could not be read')
  })

  test('of an encrypted folder are its encrypted files', async () => {
    const graph = aGraph()
    const files = [
      aFile('report.html.age', 'age-encryption.org/v1'),
      aFile('audit-2026-10.csv.age', 'age-encryption.org/v1'),
    ]
    await mail(graph, aPublication({files}), {attach: true})
    expect(graph.sent[0]?.message.attachments?.map(({name}) => name)).toEqual([
      'report.html.age',
      'audit-2026-10.csv.age',
    ])
  })
})

test('a notice is mailed, and stands first', async () => {
  const graph = aGraph()
  await mail(graph, clean({notices: ['The certificate that signs in ends in 40 days.']}), {when: 'findings'})
  expect(graph.sent[0]?.message.body.content).toContain(
    '<li><bdi>The certificate that signs in ends in 40 days.</bdi></li>',
  )
})

describe('refusals', () => {
  const raop = 'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.'
  test.for([
    {
      status: 403,
      error: 'ErrorAccessDenied',
      roles: [],
      code: 'MAIL_NOT_ALLOWED',
      says: [
        /Privileged Role Administrator/,
        /adminconsent\?client_id=9999/,
        /New-ManagementRoleAssignment -App 9999/,
        /30 minutes to 2 hours/,
      ],
    },
    {
      status: 403,
      error: 'ErrorAccessDenied',
      roles: ['Mail.Send'],
      code: 'MAIL_OUT_OF_SCOPE',
      says: [
        /Exchange administrator/,
        /Test-ServicePrincipalAuthorization -Identity 9999.* -Resource audit@contoso.com/,
      ],
    },
    {
      status: 403,
      error: 'ErrorAccessDenied',
      message: raop,
      roles: ['Mail.Send'],
      code: 'MAIL_ACCESS_POLICY',
      says: [/Test-ApplicationAccessPolicy -AppId 9999/],
    },
    {
      status: 404,
      error: 'ErrorInvalidUser',
      code: 'MAIL_SENDER_UNKNOWN',
      says: [/Get-EXOMailbox -Identity audit@contoso.com/],
    },
    {status: 404, error: 'Request_ResourceNotFound', code: 'MAIL_SENDER_UNKNOWN', says: [/mail-from/]},
    {
      status: 404,
      error: 'MailboxNotEnabledForRESTAPI',
      code: 'MAIL_NO_MAILBOX',
      says: [/licence/, /New-Mailbox -Shared/],
    },
    {status: 403, error: 'ErrorMailboxNotEnabledForRESTAPI', code: 'MAIL_NO_MAILBOX', says: [/on premises/]},
    {status: 403, error: 'ErrorSendAsDenied', code: 'MAIL_SEND_AS_DENIED', says: [/PrimarySmtpAddress/]},
    {
      status: 400,
      error: 'ErrorMessageSizeExceeded',
      code: 'MAIL_TOO_LARGE',
      says: [/mail-attach: false/, /Set-Mailbox/],
    },
    {status: 413, error: 'RequestEntityTooLarge', code: 'MAIL_TOO_LARGE', says: [/mail-attach/]},
    {status: 400, error: 'ErrorInvalidRecipients', code: 'MAIL_RECIPIENTS', says: [/mail-to/]},
    {
      status: 401,
      error: 'NoPermissionsInAccessToken',
      roles: [],
      code: 'MAIL_NOT_ALLOWED',
      says: [/adminconsent/, /New-ManagementRoleAssignment/],
    },
    {status: 401, error: 'NoPermissionsInAccessToken', code: 'MAIL_NOT_ALLOWED', says: [/adminconsent/]},
    {status: 401, error: 'InvalidAuthenticationToken', roles: [], code: 'MAIL_NOT_ALLOWED', says: [/adminconsent/]},
    {
      status: 401,
      error: 'InvalidAuthenticationToken',
      roles: ['Mail.Send'],
      code: 'MAIL_UNAUTHORISED',
      says: [/sign-in log/],
    },
    {
      status: 403,
      error: 'ErrorMessageSubmissionBlocked',
      message: 'Cannot send mail. WASCL UserAction verdict is not None.',
      roles: ['Mail.Send'],
      code: 'MAIL_SENDER_RESTRICTED',
      says: [/restrictedentities/],
    },
    {
      status: 400,
      error: 'ErrorAccessDenied',
      message: '550 5.1.8 Access denied, bad outbound sender',
      code: 'MAIL_SENDER_RESTRICTED',
      says: [/Security Administrator/],
    },
    {
      status: 403,
      error: 'ErrorSubmissionQuotaExceeded',
      roles: ['Mail.Send'],
      code: 'MAIL_THROTTLED',
      says: [/10,000/],
    },
    {status: 429, error: 'ApplicationThrottled', code: 'MAIL_THROTTLED', says: [/four requests at once/]},
    {status: 503, error: 'ServiceUnavailable', code: 'MAIL_UNAVAILABLE', says: [/servicehealth/]},
    {status: 400, error: 'BadRequest', code: 'MAIL_REFUSED', says: [/BadRequest/]},
  ] as {status: number; error: string; message?: string; roles?: string[]; code: string; says: RegExp[]}[])(
    '$status $error with $roles is $code',
    async ({status, error, message, roles, code, says}) => {
      const answers = Array.from({length: 5}, () => graphError(status, error, message))
      const {failure} = await mail(aGraph(answers), aPublication(), {tokens: someTokens(roles)})
      expect(failure?.code).toBe(code)
      const told = failure ? explain(failure) : ''
      for (const words of says) expect(told).toMatch(words)
      expect(told).toContain('request-id request-1')
      expect(told).not.toContain('C4nary')
    },
  )

  test('that are not Graph’s are told by their status', async () => {
    const {failure} = await mail(aGraph([new Response('<html>proxy</html>', {status: 400})]), aPublication())
    expect(failure && explain(failure)).toContain('does not take the mail (400)')
  })
})

describe('reruns', () => {
  const remembering = (mailed: string | undefined = ''): MailMemory & {noted: string[]} => {
    const noted: string[] = []
    return {noted, mailed: () => noted.at(-1) ?? mailed, remember: async digest => void noted.push(digest)}
  }

  test('do not mail the same verdict and findings again, but do what changed, and new recipients', async () => {
    const graph = aGraph()
    const memory = remembering()
    await mail(graph, aPublication(), {memory})
    const {did} = await mail(graph, aPublication({records: 1}), {memory})
    expect(did).toContain('were mailed before')
    expect(graph.sent).toHaveLength(1)
    await mail(graph, aPublication({status: 'incomplete'}), {memory})
    expect(graph.sent).toHaveLength(2)
    await mail(graph, aPublication({status: 'incomplete'}), {memory, to: ['c@contoso.com']})
    expect(graph.sent).toHaveLength(3)
  })

  test('mail again what failed', async () => {
    const memory = remembering()
    await mail(aGraph([graphError(403, 'ErrorSendAsDenied')]), aPublication(), {memory})
    expect(memory.noted).toEqual([])
    const graph = aGraph()
    await mail(graph, aPublication(), {memory})
    expect(graph.sent).toHaveLength(1)
  })

  test('say when the mail could not be noted', async () => {
    const broken: MailMemory = {mailed: () => '', remember: () => Promise.reject(new Error('reset'))}
    const {failure, notes} = await mail(aGraph(), aPublication(), {memory: broken})
    expect(failure).toBeUndefined()
    expect(notes.join()).toContain('a rerun will send it again')
  })

  test('are remembered by the issue, over runs; and the mail goes out although the issue failed', async () => {
    const gitHub = aGitHub()
    const graph = aGraph()
    const run = (publication: Publication, token = gitHubToken) => {
      const issue = issuePublisher({
        world: aWorld(gitHub.fetch),
        facts,
        token,
        settings: {mode: 'findings', labels: [], assignees: []},
      })
      const mailer = graphMailPublisher({
        ...{world: aWorld(graph.fetch), cloud: cloudNamed('worldwide'), tenantId, clientId, tokens: someTokens(), from},
        ...{to: ['a@contoso.com'], when: 'findings', attach: false, memory: issue.memory},
      })
      return publishAll([issue, mailer], publication)
    }
    await run(aPublication())
    const [, second] = await run(aPublication({records: 5}))
    expect(second?.did).toContain('as the issue remembers')
    expect(graph.sent).toHaveLength(1)
    expect(gitHub.issues[0]?.body).toContain('5 records')
    expect(gitHub.issues[0]?.comments).toEqual([])

    const [issue, mailed] = await run(aPublication(), 'ghs_wrong')
    expect(issue?.failure?.code).toBe('ISSUE_TOKEN')
    expect(mailed?.failure).toBeUndefined()
    expect(graph.sent).toHaveLength(2)
  })
})

test('hostile records stay words', async () => {
  const graph = aGraph()
  await mail(
    graph,
    aPublication({findings: hostileFindings(), disclose: 'full', reasons: ['<b>x</b>\r\nBcc: m@evil.example']}),
  )
  const [{message} = {message: undefined}] = graph.sent
  const html = message?.body.content ?? ''
  expect(message?.subject).not.toMatch(/[\r\n]|script|evil/)
  const tags = new Set([...html.matchAll(/<\/?([^\s/>]+)/g)].map(([, name]) => name))
  expect([...tags].sort()).toEqual([
    '!doctype',
    'a',
    'bdi',
    'body',
    'br',
    'details',
    'div',
    'h2',
    'head',
    'html',
    'li',
    'meta',
    'ol',
    'p',
    'strong',
    'style',
    'summary',
    'title',
    'ul',
  ])
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, url = '']) => new URL(url).host)).toEqual([
    'github.com',
    'github.com',
  ])
  expect(html.replace(/<[^>]*>/g, '')).not.toMatch(/https?:\/\/|www\./)
  expect(html).not.toMatch(/ on\w+="/)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\u2066\u200f]/)
  expect(html.length).toBeLessThan(200_000)
})

test('the token is in the header alone', async () => {
  const graph = aGraph()
  const refused = aGraph([graphError(400, 'BadRequest', 'x')])
  const results = [await mail(graph, aPublication()), await mail(refused, aPublication())]
  expect(graph.tokens[0]).toBe(`Bearer ${secret}0`)
  for (const {did, failure, world} of results)
    expect(
      [did, failure ? explain(failure) : '', ...world.said, ...graph.sent.map(one => one.raw)].join('\n'),
    ).not.toContain('C4nary')
})
