import {describe, expect, test} from 'vitest'
import type {Host} from '../../src/host/host.ts'
import {parseInputs} from '../../src/inputs.ts'
import {explain} from '../../src/wire/failure.ts'

function parse(inputs: Record<string, string>) {
  const masks: string[] = []
  const silent = () => {}
  const host: Host = {
    kind: 'runner',
    input: name => inputs[name] ?? '',
    given: Object.keys(inputs),
    facts: {workspace: '/somewhere'},
    info: silent,
    debug: silent,
    group: (_title, body) => body(),
    notice: silent,
    warning: silent,
    error: silent,
    mask: secret => void masks.push(secret),
    output: silent,
    summary: async () => {},
    fail: silent,
  }
  return {masks, parsed: parseInputs(host, 'demo')}
}

function settingsOf(inputs: Record<string, string>) {
  const {parsed} = parse(inputs)
  if ('mistakes' in parsed) expect.fail(parsed.mistakes.map(explain).join('\n'))
  return parsed.settings
}

function mistakesOf(inputs: Record<string, string>) {
  const {parsed} = parse(inputs)
  return 'mistakes' in parsed ? parsed.mistakes.map(explain) : []
}

const mail = {'mail-to': 'a@contoso.com, b@contoso.com'}

describe('deliveries', () => {
  test.for([
    {
      name: 'an issue with labels and assignees',
      inputs: {issue: 'findings', 'issue-labels': 'audit, needs review', 'issue-assignees': 'octocat\nmona-lisa'},
      expected: {issue: {mode: 'findings', labels: ['audit', 'needs review'], assignees: ['octocat', 'mona-lisa']}},
    },
    {
      name: 'a mail by Graph',
      inputs: {...mail, 'mail-from': 'audit@contoso.com'},
      expected: {
        mail: {to: ['a@contoso.com', 'b@contoso.com'], from: 'audit@contoso.com', when: 'findings', attach: false},
      },
    },
    {
      name: 'a sending mailbox by object id',
      inputs: {...mail, 'mail-from': '33333333-AAAA-4bbb-8ccc-444444444444'},
      expected: {mail: {from: '33333333-aaaa-4bbb-8ccc-444444444444'}},
    },
    {
      name: 'a mail server with TLS, whose user is the sender',
      inputs: {
        ...mail,
        'smtp-url': 'smtps://audit%40contoso.com:p%40ss%2Fw%C3%B6rd@smtp.contoso.com',
        'mail-when': 'always',
        'mail-attach': 'yes',
      },
      expected: {
        mail: {
          from: 'audit@contoso.com',
          when: 'always',
          attach: true,
          server: {
            host: 'smtp.contoso.com',
            port: 465,
            implicitTls: true,
            login: {user: 'audit@contoso.com', password: 'p@ss/wörd'},
          },
        },
      },
    },
    {
      name: 'an @ in the user that nobody encoded',
      inputs: {...mail, 'smtp-url': 'smtp://audit@contoso.com:pw@smtp.contoso.com'},
      expected: {
        mail: {server: {host: 'smtp.contoso.com', port: 587, implicitTls: false, login: {user: 'audit@contoso.com'}}},
      },
    },
    {
      name: 'a relay without login',
      inputs: {...mail, 'mail-from': 'x@contoso.com', 'smtp-url': 'smtp://[::1]:2525'},
      expected: {mail: {from: 'x@contoso.com', server: {host: '::1', port: 2525, implicitTls: false}}},
    },
    {
      name: 'what is reported, and how much of people',
      inputs: {'minimum-severity': 'high', disclose: 'full'},
      expected: {minimumSeverity: 'high', disclose: 'full'},
    },
  ])('know $name', ({inputs, expected}) => {
    expect(settingsOf(inputs)).toMatchObject(expected)
  })

  test('have no mail when nobody is to get one', () => {
    expect(settingsOf({'mail-when': 'always'})).not.toHaveProperty('mail')
  })
})

describe('mistakes', () => {
  test.for([
    {inputs: {issue: 'open'}, says: /never, findings or always/},
    {inputs: {'issue-assignees': '@octocat'}, says: /“@octocat”: the @ does not belong/},
    {inputs: {'issue-assignees': 'contoso/auditors'}, says: /users alone|user names alone/},
    {inputs: {'issue-assignees': 'abcdefghijk'.split('').join()}, says: /names 11.*ten/},
    {inputs: {'issue-labels': 'x'.repeat(51)}, says: /longer than 50/},
    {inputs: {'minimum-severity': 'critical'}, says: /info, low, medium or high/},
    {inputs: {disclose: 'none'}, says: /counts, masked or full/},
    {inputs: {...mail, 'mail-from': 'audit@contoso.com', 'mail-when': 'never'}, says: /findings or always/},
    {inputs: mail, says: /`mail-from` is missing, though mail-to is given.*Mail\.Send.*smtp-url/},
    {inputs: {...mail, 'smtp-url': 'smtp://localhost'}, says: /`mail-from` is missing.*sender’s address/},
    {inputs: {...mail, 'smtp-url': 'smtps://user:pw@host.test'}, says: /user of smtp-url is not an address/},
    {inputs: {'mail-from': 'a@contoso.com'}, says: /`mail-to` is missing, though mail-from is given/},
    {inputs: {'smtp-url': 'smtp://localhost'}, says: /`mail-to` is missing, though smtp-url is given/},
    {
      inputs: {...mail, 'mail-from': '33333333-aaaa-4bbb-8ccc-444444444444', 'smtp-url': 'smtp://localhost'},
      says: /`mail-from`.*no @/,
    },
    {inputs: {'mail-to': ',', 'mail-from': 'a@contoso.com'}, says: /names nothing/},
    {
      inputs: {...mail, 'smtp-url': 'https://host.test', 'mail-from': 'a@contoso.com'},
      says: /does not begin with smtp/,
    },
    {inputs: {...mail, 'smtp-url': 'smtp://host.test:465', 'mail-from': 'a@contoso.com'}, says: /which is smtps/},
    {inputs: {...mail, 'smtp-url': 'smtps://host.test:587', 'mail-from': 'a@contoso.com'}, says: /which is smtp:/},
    {inputs: {...mail, 'smtp-url': 'smtps://host.test/x', 'mail-from': 'a@contoso.com'}, says: /something follows/},
    {
      inputs: {...mail, 'smtp-url': 'smtps://me@host.test', 'mail-from': 'a@contoso.com'},
      says: /user without a password/,
    },
    {
      inputs: {...mail, 'smtp-url': 'smtps://a:b%zz@host.test', 'mail-from': 'a@contoso.com'},
      says: /begins no character/,
    },
  ] as {inputs: Record<string, string>; says: RegExp}[])('$inputs: $says', ({inputs, says}) => {
    const mistakes = mistakesOf(inputs)
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toMatch(says)
  })

  test('in recipients are named all at once, and no line break gets through', () => {
    const to = [
      'Anna <anna@contoso.com>',
      'bob',
      'c@d',
      'ok@contoso.com',
      'ü@contoso.com',
      'a b@contoso.com',
      'x@y.test\u0000',
    ].join()
    const [mistake = '', ...others] = mistakesOf({'mail-to': to, 'mail-from': 'a@contoso.com'})
    expect(others).toEqual([])
    for (const wrong of ['Anna', 'bob', 'c@d', 'ü@contoso.com', 'a b@contoso.com', 'control character'])
      expect(mistake).toContain(wrong)
    expect(mistake).not.toContain('“ok@contoso.com”')
  })

  test('in smtp-url show nothing of the password, which is masked in every form', () => {
    const canary = 'C4n%41ry#/x'
    const {masks, parsed} = parse({...mail, 'smtp-url': `smtps://user:${canary}@host.test:465`})
    const told = 'mistakes' in parsed ? parsed.mistakes.map(explain).join() : ''
    expect(told).toContain('smtp-url')
    expect(told).not.toContain('C4n')
    expect(masks).toEqual(expect.arrayContaining([canary, 'C4nAry#/x']))
  })
})
