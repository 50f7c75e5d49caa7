import {createHash} from 'node:crypto'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer, type Socket} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import type {SMTPServerOptions} from 'smtp-server'
import {afterAll, afterEach, describe, expect, test} from 'vitest'
import {publishAll} from '../../src/publish/publish.ts'
import {type SmtpMail, smtpPublisher} from '../../src/publish/smtp.ts'
import {connectionOptions, type SmtpServer} from '../../src/publish/smtp-server.ts'
import type {Publication} from '../../src/report/publication.ts'
import {explain} from '../../src/wire/failure.ts'
import {aWorld} from '../signin/world.ts'
import {aPublication, clean, hostileFindings} from './builders.ts'
import {password, refusal, selfSigned, smtpService} from './smtp-service.ts'

const login = {user: 'audit@contoso.com', password}
const certificate = selfSigned()
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function service(options: SMTPServerOptions = {}) {
  const started = await smtpService(options)
  closing.push(started.close)
  return started
}

async function mail(
  server: Pick<SmtpServer, 'port'> & Partial<SmtpServer>,
  publication: Publication = aPublication(),
  settings: Partial<SmtpMail> = {},
) {
  const world = aWorld()
  const publisher = smtpPublisher({
    world,
    server: {host: '127.0.0.1', implicitTls: false, ...server},
    from: 'audit@contoso.com',
    to: ['a@contoso.com', 'b@contoso.com'],
    when: 'findings',
    attach: false,
    ...settings,
  })
  const [published] = await publishAll([publisher], publication)
  if (!published) throw new Error('nothing was published')
  const told = [
    published.did,
    published.failure ? explain(published.failure) : '',
    ...published.notes,
    ...world.said,
  ].join('\n')
  return {...published, world, told}
}

const plain = {disabledCommands: ['STARTTLS']}

describe('mail through a server', () => {
  test('has text and HTML, marks itself as a machine’s, and names who it is for', async () => {
    const {port, mails} = await service(plain)
    const {failure, did} = await mail({port})
    expect(failure).toBeUndefined()
    expect(did).toMatch(/^127\.0\.0\.1 took the mail for a@contoso.com, b@contoso.com\./)
    expect(mails).toHaveLength(1)
    const [{mail: got, recipients} = {mail: undefined, recipients: []}] = mails
    expect(recipients).toEqual(['a@contoso.com', 'b@contoso.com'])
    expect(got?.subject).toBe('Microsoft 365 audit log 2026-10: complete, 1 incident (1 high)')
    expect(got?.from?.text).toBe('audit@contoso.com')
    expect(got?.headers.get('auto-submitted')).toBe('auto-generated')
    expect(got?.messageId).toMatch(/^<[0-9a-f]{32}\.m365-audit-export@contoso\.com>$/)
    for (const part of [got?.text, got?.html || '']) {
      expect(part).toContain('42,000 records')
      expect(part).toContain('https://github.com/contoso/audit/actions/runs/4711/artifacts/77')
      expect(part).not.toMatch(/anna|berg|mallory|203\.0\.113\.77|Salaries|Holiday/i)
    }
  })

  test('has the same message id for the same to say, and another for other', async () => {
    const {port, mails} = await service(plain)
    for (const publication of [aPublication(), aPublication({records: 1}), aPublication({status: 'incomplete'})])
      await mail({port}, publication)
    const [first, second, third] = mails.map(one => one.mail.messageId)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })

  test('is not sent when it is not due', async () => {
    const {port, mails} = await service(plain)
    expect((await mail({port}, clean())).did).toContain('nothing to do')
    expect(mails).toEqual([])
  })

  test.for([
    {name: 'STARTTLS', options: {...certificate}, implicitTls: false},
    {name: 'TLS from the first byte', options: {...certificate, secure: true}, implicitTls: true},
  ])('goes over $name with user and password, once the certificate is trusted', async ({options, implicitTls}) => {
    const {port, mails} = await service(options)
    const {failure} = await mail({port, implicitTls, login}, aPublication(), {trust: certificate.cert})
    expect(failure).toBeUndefined()
    expect(mails).toMatchObject([{secure: true, user: 'audit@contoso.com'}])
  })

  test.for([
    {name: 'STARTTLS', options: {...certificate}, implicitTls: false},
    {name: 'TLS from the first byte', options: {...certificate, secure: true}, implicitTls: true},
  ])('sends nothing over $name with a certificate that nobody vouches for', async ({options, implicitTls}) => {
    const {port, mails, logins} = await service(options)
    const {failure, told} = await mail({port, implicitTls, login})
    expect(failure?.code).toBe('SMTP_CERTIFICATE')
    expect(told).toContain('NODE_EXTRA_CA_CERTS')
    expect(mails).toEqual([])
    expect(logins).toEqual([])
  })

  test('never goes in the clear to another machine, nor does the password', async () => {
    const {port, mails, logins} = await service({...plain, allowInsecureAuth: true})
    // Linux connects this address to the machine itself, but it is not one of loopback’s.
    const {failure, told} = await mail({host: '0.0.0.0', port, login})
    expect(failure?.code).toBe('SMTP_NO_TLS')
    expect(told).toContain('smtps://')
    expect(mails).toEqual([])
    expect(logins).toEqual([])
    expect(connectionOptions({host: 'smtp.contoso.com', port: 587, implicitTls: false})).toMatchObject({
      requireTLS: true,
    })
    expect(connectionOptions({host: 'localhost.evil.example', port: 587, implicitTls: false})).toMatchObject({
      requireTLS: true,
    })
  })

  test('goes in the clear to this machine', async () => {
    const {port, mails} = await service({...plain, allowInsecureAuth: true})
    expect((await mail({host: 'localhost', port, login})).failure).toBeUndefined()
    expect(mails).toMatchObject([{secure: false, user: 'audit@contoso.com'}])
  })
})

describe('attachments', () => {
  afterAll(() => rmSync(folder, {recursive: true, force: true}))
  const folder = mkdtempSync(join(tmpdir(), 'm365-audit-smtp-'))
  const csv = 'RecordType,CreationDate\r\n'.repeat(5000)
  const files = [
    {name: 'report.html', content: '<!doctype html><title>ü</title>'},
    {name: 'audit-2026-10.csv', content: csv},
  ].map(({name, content}) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return {name, path, bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex')}
  })

  test('arrive as they were', async () => {
    const {port, mails} = await service(plain)
    await mail({port}, aPublication({files}), {attach: true})
    const attachments = mails[0]?.mail.attachments ?? []
    expect(attachments.map(({filename}) => filename)).toEqual(['report.html', 'audit-2026-10.csv.gz'])
    expect(attachments[0]?.content.toString()).toContain('ü')
    expect(gunzipSync(attachments[1]?.content ?? '').toString()).toBe(csv)
  })

  test.for([
    {name: 'says so at the start', hideSize: false},
    {name: 'says so at the end', hideSize: true},
  ])('are left out for a server that takes less, and $name', async ({hideSize}) => {
    const large = join(folder, 'report.html')
    writeFileSync(large, 'x'.repeat(60_000))
    const {port, mails} = await service({...plain, size: 20_000, hideSize})
    const {failure} = await mail({port}, aPublication({files}), {attach: true})
    expect(failure).toBeUndefined()
    expect(mails.at(-1)?.mail.attachments).toEqual([])
    expect(mails.at(-1)?.mail.text).toContain('takes no mail of that size')
  })
})

describe('refusals', () => {
  const answers = (parts: Partial<Record<'mail' | 'rcpt' | 'data', Error>>): SMTPServerOptions => ({
    ...plain,
    ...(parts.mail ? {onMailFrom: (_address, _session, callback) => callback(parts.mail)} : {}),
    ...(parts.rcpt ? {onRcptTo: (_address, _session, callback) => callback(parts.rcpt)} : {}),
    ...(parts.data
      ? {
          onData: (stream, _session, callback) => {
            stream.on('end', () => callback(parts.data)).resume()
          },
        }
      : {}),
  })

  test('of the password are explained and don’t show it, though the server does', async () => {
    const {port, logins} = await service({...plain, allowInsecureAuth: true})
    const {failure, told} = await mail({port, login: {...login, password: 'C4nary-wrong'}})
    expect(failure?.code).toBe('SMTP_AUTH')
    expect(told).toContain('percent-encoded')
    expect(told).not.toContain('C4nary')
    expect(told).not.toContain(Buffer.from('C4nary-wrong').toString('base64'))
    expect(logins.length).toBe(1)
  })

  test('of a mail without login are explained', async () => {
    const {port} = await service({...plain, authOptional: false, allowInsecureAuth: true})
    expect((await mail({port})).failure?.code).toMatch(/^SMTP_(AUTH|SENDER_REFUSED)$/)
  })

  test('of one recipient are told, and the others get the mail', async () => {
    const {port, mails} = await service({
      ...plain,
      onRcptTo: ({address}, _session, callback) =>
        callback(address.startsWith('b@') ? refusal(550, '5.7.1 relaying denied') : undefined),
    })
    const noted: string[] = []
    const memory = {mailed: () => noted.at(-1) ?? '', remember: async (digest: string) => void noted.push(digest)}
    const {failure, did, told} = await mail({port}, aPublication(), {memory})
    expect((await mail({port}, aPublication(), {memory})).did).toContain('were mailed before')
    expect(did).toContain('took the mail for a@contoso.com.')
    expect(failure?.code).toBe('SMTP_RECIPIENT_REFUSED')
    expect(told).toContain('refuses b@contoso.com as recipient')
    expect(mails).toMatchObject([{recipients: ['a@contoso.com']}])
  })

  test.for([
    {
      name: 'basic authentication, which Exchange Online ends',
      options: answers({mail: refusal(550, '5.7.30 Basic authentication is not supported for Client Submission.')}),
      code: 'SMTP_BASIC_AUTH_OFF',
      says: /Take Graph instead/,
    },
    ...(
      [
        [
          'SmtpClientAuthentication is disabled for the Tenant.',
          'SMTP_AUTH_DISABLED',
          /for this tenant.*Set-CASMailbox/s,
        ],
        [
          'SmtpClientAuthentication is disabled for the Mailbox.',
          'SMTP_AUTH_DISABLED',
          /for this mailbox.*Set-CASMailbox/s,
        ],
        ["user is locked by your organization's security defaults policy.", 'SMTP_SECURITY_DEFAULTS', /no exceptions/],
        [
          'the request did not meet the criteria to be authenticated successfully.',
          'SMTP_AUTH_POLICY',
          /Conditional Access/,
        ],
        ['the user credentials were incorrect.', 'SMTP_AUTH', /gh secret set SMTP_URL/],
        ['basic authentication is disabled.', 'SMTP_BASIC_AUTH_OFF', /Take Graph instead/],
        ['words that nobody knows yet.', 'SMTP_AUTH', /several reasons/],
      ] as const
    ).map(([words, code, says]) => ({
      name: `5.7.139 “${words}”`,
      options: answers({mail: refusal(535, `5.7.139 Authentication unsuccessful, ${words}`)}),
      code,
      says,
    })),
    {
      name: 'a mail without a login',
      options: answers({mail: refusal(530, '5.7.57 Client not authenticated to send mail.')}),
      code: 'SMTP_LOGIN_MISSING',
      says: /smtp:\/\/USER:PASSWORD/,
    },
    {
      name: 'a sender of spam',
      options: answers({data: refusal(550, '5.1.8 Access denied, bad outbound sender')}),
      code: 'MAIL_SENDER_RESTRICTED',
      says: /restrictedentities/,
    },
    {
      name: 'a tenant of spam',
      options: answers({data: refusal(550, '5.7.705 Access denied, tenant has exceeded threshold')}),
      code: 'SMTP_TENANT_RESTRICTED',
      says: /Microsoft’s support/,
    },
    {
      name: 'too many mails',
      options: answers({mail: refusal(550, '5.1.90 Your message can not be sent: daily limit')}),
      code: 'MAIL_THROTTLED',
      says: /10,000 recipients/,
    },
    {
      name: 'the sender',
      options: answers({mail: refusal(553, '5.7.1 not yours')}),
      code: 'SMTP_SENDER_REFUSED',
      says: /mail-from/,
    },
    {
      name: 'sending as another',
      options: answers({data: refusal(554, '5.2.252 SendAsDenied; x not allowed to send as y')}),
      code: 'SMTP_SEND_AS_DENIED',
      says: /Add-RecipientPermission/,
    },
    {
      name: 'every recipient',
      options: answers({rcpt: refusal(550, '5.1.1 unknown')}),
      code: 'SMTP_RECIPIENT_REFUSED',
      says: /every recipient: a@contoso.com, b@contoso.com/,
    },
    {
      name: 'for now',
      options: answers({rcpt: refusal(451, '4.7.1 greylisted')}),
      code: 'SMTP_PUT_OFF',
      says: /greylisting/,
    },
    {
      name: 'the size',
      options: answers({data: refusal(552, '5.3.4 too large')}),
      code: 'MAIL_TOO_LARGE',
      says: /mail-attach: false/,
    },
    {name: 'the mail', options: answers({data: refusal(554, '5.6.0 no')}), code: 'SMTP_REFUSED', says: /5\.6\.0 no/},
  ])('of $name are explained', async ({options, code, says}) => {
    const {port} = await service(options)
    const {failure, told, world} = await mail({port})
    expect(failure?.code).toBe(code)
    expect(told).toMatch(says)
    expect(world.slept).toHaveLength(code === 'SMTP_PUT_OFF' ? 2 : 0)
  })

  test('for now are tried again', async () => {
    let asked = 0
    const {port, mails} = await service({
      ...plain,
      onRcptTo: (_address, _session, callback) => callback(asked++ < 2 ? refusal(451, '4.7.1 later') : undefined),
    })
    expect((await mail({port})).failure).toBeUndefined()
    expect(mails).toHaveLength(1)
  })

  test('by nobody at the port are explained', async () => {
    const {port, close} = await smtpService(plain)
    await close()
    const {failure, told} = await mail({port})
    expect(failure?.code).toBe('SMTP_UNREACHABLE')
    expect(told).toMatch(/ECONNREFUSED.*port 25 closed/s)
  })

  test('by a connection that ends after the mail are not answered with a second mail', async () => {
    let connections = 0
    const server = createServer((socket: Socket) => {
      connections++
      socket.on('error', () => {})
      socket.write('220 x\r\n')
      socket.on('data', data => {
        const text = data.toString()
        if (text.startsWith('DATA')) socket.write('354 go\r\n')
        else if (text.endsWith('\r\n.\r\n')) socket.destroy()
        else for (const _line of text.matchAll(/^(EHLO|MAIL|RCPT|QUIT)/gm)) socket.write('250 ok\r\n')
      })
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => new Promise(resolve => server.close(resolve)))
    const {failure} = await mail({port: (server.address() as {port: number}).port})
    expect(failure?.code).toBe('SMTP_UNREACHABLE')
    expect(connections).toBe(1)
  })
})

test('hostile records make no header, no markup and no recipient', async () => {
  const {port, mails} = await service(plain)
  await mail(
    {port},
    aPublication({
      findings: hostileFindings(),
      disclose: 'full',
      reasons: ['x\r\nBcc: mallory@evil.example\r\n\r\n<b>y</b>'],
    }),
  )
  const [{mail: got, recipients, raw} = {mail: undefined, recipients: [], raw: ''}] = mails
  expect(recipients).toEqual(['a@contoso.com', 'b@contoso.com'])
  const known = [
    'from',
    'to',
    'subject',
    'message-id',
    'date',
    'mime-version',
    'content-type',
    'auto-submitted',
    'x-auto-response-suppress',
  ]
  expect([...(got?.headers.keys() ?? [])].filter(name => !known.includes(name))).toEqual([])
  expect(raw).not.toMatch(/^bcc:/im)
  const html = got?.html || ''
  expect(html).not.toMatch(/<(script|img|svg|b|iframe)\b/i)
  const foreign = (text: string) =>
    [...text.matchAll(/https?:\/\/[^\s"<]+/g)].filter(([url]) => !url.startsWith('https://github.com/'))
  expect(foreign(html)).toEqual([])
  expect(foreign(got?.text ?? '')).toEqual([])
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(got?.text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e\u2066\u200f]/)
})
