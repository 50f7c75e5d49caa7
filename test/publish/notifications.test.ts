/** What a message to a webhook holds, in each form: the vendors' own checks, sizes, and nothing that was not to be shown. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {severities} from '../../src/audit/severity.ts'
import {jsonMessage} from '../../src/publish/signed-json.ts'
import {slackMessage} from '../../src/publish/slack-message.ts'
import {teamsMessage} from '../../src/publish/teams-card.ts'
import {
  failureNotification,
  type MonthNews,
  monthNotification,
  type Notification,
  notificationHtml,
  overdueNotification,
} from '../../src/report/notification.ts'
import type {Publication} from '../../src/report/publication.ts'
import {aFinding, aPublication, clean, hostileFindings} from './builders.ts'
import {faultsOfSlack, faultsOfTeams} from './webhook-stub.ts'

const issueUrl = 'https://github.com/contoso/audit/issues/3'

function ofMonth(publication: Publication, more: Partial<MonthNews> = {}): Notification {
  const news = {incidents: publication.incidents.open, known: 0, unreviewed: [], ...more}
  return monthNotification(publication, news, {issueUrl})
}

const bounds = {label: '2026-10', text: '2026-10', start: '2026-10-01T00:00:00Z', end: '2026-11-01T00:00:00Z'}
const failure = {code: 'LOGIN_AADSTS7000222', message: 'The certificate has expired.', remedy: 'Renew it.'}
const many = aPublication({
  findings: Array.from({length: 300}, (_, index) => aFinding({id: `f${index}`, incident: `i${index}`})),
})

const samples: [string, Notification][] = [
  ['a month with an incident', ofMonth(aPublication())],
  ['a clean month', ofMonth(clean())],
  ['a month of three hundred incidents', ofMonth(many)],
  ['a month with hostile names', ofMonth(aPublication({findings: hostileFindings()}))],
  ['the same in full', ofMonth(aPublication({findings: hostileFindings(), disclose: 'full'}))],
  ['an incomplete month', ofMonth(clean({status: 'incomplete', reasons: ['1 gap.', 'a', 'b', 'c', 'd', 'e', 'f']}))],
  [
    'a failed run',
    failureNotification(failure, {
      tenant: 'contoso.com',
      tenantName: 'contoso',
      period: bounds,
      runUrl: issueUrl,
      withWords: true,
    }),
  ],
  [
    'a failed run without a period',
    failureNotification(failure, {tenant: '', period: undefined, runUrl: undefined, withWords: false}),
  ],
  [
    'what is overdue',
    overdueNotification([{name: '2026-09', text: '2026-09: no export.', remedy: 'Export it.'}], {
      ...{tenant: 't', known: 1, issueUrl, runUrl: undefined},
    }),
  ],
]

describe.each(samples)('%s', (_name, notification) => {
  test('is a card that Microsoft’s parser takes', () => {
    expect(faultsOfTeams(teamsMessage(notification))).toEqual([])
  })

  test('is a message within Slack’s limits', () => {
    expect(faultsOfSlack(slackMessage(notification))).toEqual([])
  })

  test('is JSON of its schema, small enough', () => {
    const text = jsonMessage(notification)
    expect(text.length).toBeLessThanOrEqual(256_000)
    expect(JSON.parse(text)).toMatchObject({schema: 'm365-audit-export/notification/1', event: notification.event})
  })
})

describe('the checks', () => {
  test('find an element that is none, a value that is none, a property that is none, and what is missing', () => {
    const broken = (change: (card: {body: Record<string, unknown>[]; actions: Record<string, unknown>[]}) => void) => {
      const message = JSON.parse(teamsMessage(ofMonth(aPublication())))
      change(message.attachments[0].content)
      return faultsOfTeams(JSON.stringify(message))
    }
    expect(broken(() => {})).toEqual([])
    expect(broken(card => card.body.push({type: 'TextBlok', text: 'x'}))).not.toEqual([])
    expect(broken(card => Object.assign(card.body[0] ?? {}, {horizontalAlignment: 'Middle'}))).not.toEqual([])
    expect(broken(card => Object.assign(card.body[0] ?? {}, {colour: 'red'}))).not.toEqual([])
    expect(broken(card => void delete card.actions[0]?.url)).not.toEqual([])
  })

  test('find a message that is too long for Slack, and a mention', () => {
    const {blocks, ...message} = JSON.parse(slackMessage(ofMonth(aPublication())))
    const faults = (more: unknown) => faultsOfSlack(JSON.stringify({...message, blocks: [...blocks, more]}))
    expect(faults({type: 'divider'})).toEqual([])
    expect(faults({type: 'section', text: {type: 'mrkdwn', text: '<!channel>'}})).not.toEqual([])
    expect(faults({type: 'section', text: {type: 'plain_text', text: 'x'.repeat(3001), emoji: false}})).not.toEqual([])
  })
})

const text = fc.string({unit: 'binary', maxLength: 3000})
const aMonth = fc
  .record({
    titles: fc.array(fc.record({title: text, severity: fc.constantFrom(...severities)}), {maxLength: 80}),
    reasons: fc.array(text, {maxLength: 12}),
    recurrence: fc.array(text, {maxLength: 3}),
    known: fc.nat(5),
  })
  .map(({titles, reasons, recurrence, known}) => {
    const findings = titles.map((one, index) => aFinding({...one, id: `f${index}`, incident: `i${index}`}))
    const publication = aPublication({findings, reasons, recurrence, disclose: 'full'})
    return ofMonth({...publication, recurrence}, {known})
  })

test('whatever a month holds: its messages are taken, the gravest come first, and what is left out is counted', () => {
  fc.assert(
    fc.property(aMonth, notification => {
      const teams = teamsMessage(notification)
      expect(Buffer.byteLength(teams)).toBeLessThanOrEqual(20_000)
      expect(faultsOfTeams(teams)).toEqual([])
      expect(faultsOfSlack(slackMessage(notification))).toEqual([])
      const {items, lines} = JSON.parse(jsonMessage(notification)) as Notification
      expect(items).toEqual(notification.items.slice(0, items.length))
      const {body} = JSON.parse(teams).attachments[0].content as {body: {type: string; inlines?: {text: string}[]}[]}
      const shown = body.filter(({type}) => type === 'Container').length
      const left = notification.items.length - shown
      const told = body.some(({inlines = []}) =>
        inlines[0]?.text.includes(`${left} of ${notification.items.length} entries`),
      )
      expect(told).toBe(left > 0)
      expect(lines.length).toBeGreaterThanOrEqual(notification.lines.length)
    }),
    {numRuns: 40},
  )
})

test.each(['counts', 'masked'] as const)('with disclose: %s no form holds a name that is not to be shown', disclose => {
  const notification = ofMonth(aPublication({disclose}))
  for (const made of [teamsMessage, slackMessage, jsonMessage, notificationHtml].map(form => form(notification)))
    for (const name of ['anna.berg', '203.0.113.77', 'Salaries', 'mallory'])
      expect(made.toLowerCase(), name).not.toContain(name.toLowerCase())
  expect(jsonMessage(ofMonth(aPublication({disclose: 'full'})))).toContain('anna.berg@contoso.com')
})

test('a failure’s words stay here where no names may leave', () => {
  const words = {code: 'MAIL_NO_MAILBOX', message: 'anna.berg@contoso.com has no mailbox.', remedy: 'Ask anna.berg.'}
  const about = {tenant: '', period: undefined, runUrl: undefined}
  expect(jsonMessage(failureNotification(words, {...about, withWords: false}))).not.toContain('anna')
  expect(jsonMessage(failureNotification(words, {...about, withWords: true}))).toContain('Ask anna.berg.')
})

test('a message says what is not listed, what the verdict was, and where more is', () => {
  const low = aFinding({id: 'f2', incident: 'i2', severity: 'low'})
  const publication = aPublication({
    findings: [aFinding(), low],
    recurrence: ['Compared with 2 earlier months: 1 new.'],
  })
  const {lines, links, tone, title} = ofMonth(
    {...publication, recurrence: ['Compared with 2 earlier months: 1 new.']},
    {incidents: publication.incidents.open.slice(0, 1), verdictBefore: 'incomplete', unreviewed: ['2026-08']},
  )
  expect(lines).toEqual([
    'The verdict is now complete; before, it was incomplete.',
    'Earlier months not reviewed: 2026-08.',
    'Compared with 2 earlier months: 1 new.',
    'Of lower severity and not listed: 1 incident.',
  ])
  expect(links.map(({name}) => name)).toEqual(['Issue', 'Run', 'Evidence'])
  expect([tone, title]).toEqual(['bad', 'Microsoft 365 audit log 2026-10: complete, 2 incidents (1 high, 1 low)'])
})
