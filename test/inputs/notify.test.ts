/** The input `notify`: its lines, all its mistakes at once, and that no address is shown. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {Host} from '../../src/host/host.ts'
import {notifyRoutes, webhookSecretsIn} from '../../src/inputs/notify-reader.ts'
import {parseInputs} from '../../src/inputs.ts'
import {leastSeverityOf} from '../../src/report/route.ts'
import {explain} from '../../src/wire/failure.ts'
import {aListener} from '../listener.ts'

const teams =
  'https://default0a1b.0e.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/0123abc/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=C4nary_Sig-9'
const logicApp = 'https://prod-12.westeurope.logic.azure.com/workflows/c4nary/triggers/manual/paths/invoke?sig=C4nary'
const slack = 'https://hooks.slack.com/services/T0C4NARY/B0C4NARY/c4naryc4naryc4naryc4nary'
const siem = 'https://siem.contoso.com/hooks/c4nary-0123456789'
const secret = 'Zx9-canary-notify-secret-0123456789abcd'

function read(text: string) {
  const reading = notifyRoutes(text)
  return 'ok' in reading ? reading.ok : reading.wrong.why
}

describe('lines', () => {
  test('with any arrow, several conditions, several recipients, comments and empty lines', () => {
    const text = `# who\n\nhigh → ${teams}\r\nmedium, incomplete->${slack} security@contoso.com\n failed => ${siem}, soc@contoso.com`
    expect(read(text)).toEqual([
      {to: {kind: 'teams', url: teams.replace(':443', '')}, when: ['high'], line: 3},
      {to: {kind: 'slack', url: slack}, when: ['medium', 'incomplete'], line: 4},
      {to: {kind: 'mail', address: 'security@contoso.com'}, when: ['medium', 'incomplete'], line: 4},
      {to: {kind: 'json', url: siem}, when: ['failed'], line: 5},
      {to: {kind: 'mail', address: 'soc@contoso.com'}, when: ['failed'], line: 5},
    ])
  })

  test('that name a recipient twice make one of it', () => {
    expect(read(`high → ${slack}\nincomplete, HIGH → ${slack}`)).toEqual([
      {to: {kind: 'slack', url: slack}, when: ['high', 'incomplete'], line: 1},
    ])
  })

  test.each([
    [teams, 'teams'],
    [logicApp, 'teams'],
    ['https://x.api.high.powerplatform.microsoft.us/a', 'teams'],
    [slack, 'slack'],
    ['https://hooks.slack-gov.com/services/x', 'slack'],
    [siem, 'json'],
    ['https://logic.azure.com.evil.example/x', 'json'],
    ['https://hooks.slack.com.evil.example/x', 'json'],
    ['http://127.0.0.1:8080/x', 'json'],
    ['http://[::1]:8080/x', 'json'],
    [`teams:${siem}`, 'teams'],
    [`Slack:${siem}`, 'slack'],
    [`json:${slack}`, 'json'],
    ['https://10.0.0.7/hook', 'json'],
    ['https://siem.contoso.com/a,b?c=d,e', 'json'],
  ])('tell the form of %s by its host or the word before it', (address, kind) => {
    expect(read(`high → ${address}`)).toMatchObject([{to: {kind}}])
  })

  test.each([
    ['', 'it names no recipient'],
    ['# high → x', 'it names no recipient'],
    [`high ${slack}`, 'line 1: it has no arrow'],
    [`→ ${slack}`, 'line 1: nothing stands before the arrow'],
    ['high →', 'line 1: nothing stands after the arrow'],
    [`hgih → ${slack}`, 'line 1: “hgih” is no condition; perhaps high is meant'],
    [`${slack} → high`, 'line 1: what stands before the arrow is no condition'],
    ['high → http://siem.contoso.com/c4nary', 'line 1: the address at siem.contoso.com is http, and https is needed'],
    ['high → http://127.0.0.1.evil.example/x', 'is http, and https is needed'],
    ['high → ftp://siem.contoso.com/c4nary', 'line 1: the address does not begin with https://'],
    ['high → https://c4nary:c4nary@siem.contoso.com/', 'holds a user or a password'],
    [`high → ${siem}#c4nary`, 'holds a #'],
    ['high → https://', 'line 1: the address can’t be understood as a URL'],
    ['high → c4nary', 'line 1: it is neither an https address nor a mail address'],
    ['high → anna@@contoso', 'line 1: the mail address is wrong'],
    [`high → pager:${siem}`, 'line 1: the word before the address is none of teams, slack, json'],
    [
      'high → https://contoso.webhook.office.com/webhookb2/c4nary/IncomingWebhook/c4nary',
      'which Microsoft has retired',
    ],
    ['high → https://outlook.office.com/webhook/c4nary', 'which Microsoft has retired'],
    [
      `hgih → http://a.example/c4nary\nlow → x, ${slack}`,
      'line 1: “hgih” is no condition; perhaps high is meant; line 1: the address at a.example is http, and https is needed; line 2: address 1: it is neither',
    ],
    [Array.from({length: 21}, (_, index) => `high → ${siem}/${index}`).join('\n'), 'it names 21 recipients'],
  ])('with a mistake, such as %s', (text, why) => {
    const found = read(text)
    expect(found).toContain(why)
    expect(found).not.toMatch(/c4nary/i)
  })

  test('whatever they hold, no mistake shows a path, a query or a password', () => {
    const word = fc.constantFrom(
      'high',
      'hihg',
      '→',
      '->',
      ',',
      ' ',
      '\n',
      'c4nary',
      'a@b.example',
      '/',
      '?',
      '=',
      '#',
      ':',
    )
    const scheme = fc.constantFrom('https://', 'http://', 'teams:https://', 'x:https://', 'ftp://', 'https:/')
    const address = fc
      .tuple(scheme, fc.array(fc.constantFrom('host.example', '/C4NARY', '?C4NARY', '@', ':C4NARY', '\\', '%', ' ')))
      .map(([begin, rest]) => begin + rest.join(''))
    fc.assert(
      fc.property(fc.array(fc.oneof(word, address)), words => {
        const found = read(words.join(''))
        if (typeof found === 'string') expect(found).not.toMatch(/C4NARY/)
      }),
      {numRuns: 300},
    )
  })
})

describe('secrets', () => {
  test('are each address, its path, its query, and each part that is no plain word', () => {
    const hidden = webhookSecretsIn(`high → ${teams}`)
    const {pathname, search} = new URL(teams)
    for (const piece of [teams, pathname + search, pathname, search.slice(1), 'C4nary_Sig-9'])
      expect(hidden).toContain(piece)
    for (const word of ['powerautomate', 'workflows', 'invoke', '1.0']) expect(hidden).not.toContain(word)
    expect(webhookSecretsIn('high → https://c4:p%40ss@h.example')).toEqual(
      expect.arrayContaining(['c4', 'p@ss', 'p%40ss']),
    )
    expect(webhookSecretsIn('high → a@b.example, https://h.example/')).toEqual([])
  })

  test('whatever an address is made of, its long parts are among them', () => {
    const part = fc.stringMatching(/^[a-z]{4}[0-9][\w-]{5,30}$/)
    fc.assert(
      fc.property(
        fc.array(part, {minLength: 1, maxLength: 4}),
        fc.dictionary(part, part, {maxKeys: 3}),
        (path, query) => {
          const address = `https://hooks.example/${path.join('/')}?${new URLSearchParams(query)}`
          const hidden = webhookSecretsIn(`# note\nhigh, low -> a@b.example slack:${address} b@c.example`)
          expect(hidden).toEqual(expect.arrayContaining([address, ...path, ...Object.values(query)]))
        },
      ),
      {numRuns: 100},
    )
  })

  test('are those of each address where a comma alone stands between them', () => {
    const first = 'https://hooks.slack.com/services/T01/B02/c4naryToken1'
    const second = 'https://h.example/hook?sig=c4narySignature2'
    for (const text of [`${first},${second}`, `${second},json:${first},a@b.example`]) {
      const hidden = webhookSecretsIn(`high → ${text}`)
      expect(hidden).toEqual(expect.arrayContaining([first, second, 'c4naryToken1', 'c4narySignature2']))
      expect(hidden.filter(one => one.includes(','))).toEqual([])
      expect(hidden).not.toContain('h.example')
    }
  })

  test('are hidden, and not said, also where the inputs are wrong', () => {
    const inputs = {notify: `hihg → ${teams}\nlow → ${slack}`, 'notify-secret': secret}
    const {masks, mistakes} = parse(inputs)
    expect(masks).toEqual(expect.arrayContaining([teams, slack, secret, 'c4naryc4naryc4naryc4nary']))
    expect(mistakes.join()).not.toMatch(/c4nary/i)
    expect(mistakes.join()).toContain('(not shown): line 1: “hihg” is no condition')
  })
})

function parse(inputs: Record<string, string>, mode: 'demo' | 'watchdog' = 'demo') {
  const masks: string[] = []
  const host: Host = {
    ...aListener(),
    input: name => inputs[name] ?? '',
    given: Object.keys(inputs),
    mask: one => void masks.push(one),
  }
  const parsed = parseInputs(host, mode)
  const mistakes = 'mistakes' in parsed ? parsed.mistakes.map(explain) : []
  return {masks, mistakes, settings: 'settings' in parsed ? parsed.settings : undefined}
}

describe('settings', () => {
  const tenant = {'tenant-id': '11111111-2222-3333-4444-555555555555'}

  test('hold routes, the secret, and how mail is sent', () => {
    const notify = `high → ${siem}\nfailed → soc@contoso.com`
    const {settings, mistakes} = parse({notify, 'notify-secret': secret, 'mail-from': 'audit@contoso.com'})
    expect(mistakes).toEqual([])
    expect(settings).toMatchObject({
      notify: {secret, sender: {from: 'audit@contoso.com'}, routes: [{line: 1}, {line: 2}]},
    })
    expect(settings).not.toHaveProperty('mail')
  })

  test('of the watchdog hold the lines that are for it, and no mail is asked for by the others', () => {
    const {settings, mistakes} = parse({...tenant, notify: `high → soc@contoso.com\nunreviewed → ${slack}`}, 'watchdog')
    expect(mistakes).toEqual([])
    expect(settings).toMatchObject({notify: {routes: [{line: 2}]}})
  })

  test.each<[string, Record<string, string>, string, ('demo' | 'watchdog')?]>([
    [
      'a mailbox without a sender',
      {notify: 'high → soc@contoso.com'},
      '`mail-from` is missing, though line 1 of notify names a mail address',
    ],
    [
      'signed JSON without a secret',
      {notify: `high → ${siem}\nlow → ${siem}/2`},
      '`notify-secret` is missing, though lines 1 and 2 of notify name a webhook that gets signed JSON',
    ],
    [
      'a secret that signs nothing',
      {notify: `high → ${slack}`, 'notify-secret': secret},
      'notify has no webhook that gets signed JSON',
    ],
    ['a weak secret', {notify: `high → ${siem}`, 'notify-secret': 'short'}, 'a random key of 32 characters or more'],
    [
      'severities that are not reported',
      {notify: `info, low → ${slack}`, 'minimum-severity': 'medium'},
      'it names low and info, and minimum-severity is medium',
    ],
    [
      'unreviewed without reviewers',
      {notify: `unreviewed → ${slack}`},
      'unreviewed is among it, and reviewers is not given',
    ],
    ['lines for the watchdog alone', {notify: `overdue → ${slack}`}, 'no line is for an export'],
    ['lines for the export alone', {...tenant, notify: `high → ${slack}`}, 'no line is for the watchdog', 'watchdog'],
    [
      'a watchdog that mails',
      {...tenant, notify: 'overdue → soc@contoso.com'},
      'line 1 of notify names a mail address, and mode is watchdog',
      'watchdog',
    ],
  ])('refuse %s', (_name, inputs, words, mode) => {
    const {mistakes} = parse(inputs, mode)
    expect(mistakes.join('\n')).toContain(words)
    expect(mistakes).toHaveLength(1)
  })
})

test.each(['high →', 'low, HIGH ->', '→'])(
  'conditions without an address (%s) are no secret: the remedy that has them stays readable',
  text => {
    expect(parse({notify: text}).masks).toEqual([])
  },
)

test('a severity stands for itself and graver ones, always for all', () => {
  const least = (...when: Parameters<typeof leastSeverityOf>[0]['when']) => leastSeverityOf({when})
  expect([least('high'), least('high', 'low'), least('always', 'high'), least('failed')]).toEqual([
    'high',
    'low',
    'info',
    undefined,
  ])
})
