import {expect, test} from 'vitest'
import {addressesIn, hidingOf, oddName} from '../../../src/detect/rules/inbox-rule.ts'
import {inboxRules} from '../../../src/detect/rules/inbox-rules.ts'
import {aCmdlet, aRecord, at, findingsOf, pairs} from '../build.ts'
import {hinting} from './signals.ts'
import {telling} from './told.ts'

const aRule = (parameters: Record<string, string>, more = {}) =>
  aCmdlet({Operation: 'New-InboxRule', parameters: {Name: 'Filing', ...parameters}, ...more})
const from = {From: 'news@mailer.example'}

telling('MBX-01, rules that send mail outside', inboxRules, [
  ['ForwardTo', [aRule({...from, ForwardTo: '"Ada" [SMTP:ada@private.example]'})], ['MBX-01 medium']],
  ['RedirectTo', [aRule({...from, RedirectTo: 'ada@private.example'})], ['MBX-01 medium']],
  ['and delete', [aRule({...from, ForwardTo: 'ada@private.example', DeleteMessage: 'True'})], ['MBX-01 high']],
  ['to a colleague', [aRule({...from, ForwardTo: 'bob@contoso.example'})]],
  ['below the own domain', [aRule({...from, ForwardTo: 'bob@mail.contoso.example'})]],
  ['to no address', [aRule({...from, ForwardTo: 'Bob'})]],
  ['a refused one', [aRule({ForwardTo: 'ada@private.example'}, {ResultStatus: 'False'})]],
  ['the service’s', [aRule({ForwardTo: 'ada@private.example'}, {UserId: 'NT AUTHORITY\\SYSTEM (w3wp)'})]],
])

telling('MBX-03, rules that hide mail', inboxRules, [
  ['everything deleted', [aRule({DeleteMessage: 'True'})], ['MBX-03 medium']],
  ['everything into RSS', [aRule({MoveToFolder: 'RSS Subscriptions'})], ['MBX-03 medium']],
  [
    'payments into a folder of another language',
    [aRule({SubjectContainsWords: 'Rechnung', MoveToFolder: 'Aufgezeichnete Unterhaltungen'})],
    ['MBX-03 medium'],
  ],
  ['one letter matches all', [aRule({SubjectOrBodyContainsWords: '@', DeleteMessage: 'True'})], ['MBX-03 medium']],
  ['mail of one sender deleted', [aRule({...from, DeleteMessage: 'True'})]],
  [
    'a project’s folder',
    [aRule({SubjectContainsWords: 'Project', MoveToFolder: 'Inbox\\Projects', MarkAsRead: 'True'})],
  ],
  ['a changed rule without words', [aRule({DeleteMessage: 'True'}, {Operation: 'Set-InboxRule'})]],
])

telling('MBX-04, names of signs', inboxRules, [
  ['dots', [aRule({...from, Name: '...', MoveToFolder: 'Inbox\\X'})], ['MBX-04 low']],
  ['in PowerShell’s object', [aRule({Name: ''}, {ObjectId: 'ada\\,'})], ['MBX-04 low']],
  ['a deleting one', [aRule({...from, Name: '.', DeleteMessage: 'True'})], ['MBX-03 medium', 'MBX-04 in MBX-03']],
  ['a word', [aRule({...from, MoveToFolder: 'Inbox\\X'})]],
  ['a number that Outlook gave', [aRule({Name: ''}, {ObjectId: 'ada\\14719283746519283'})]],
])
hinting('MBX-04, names that say nothing', inboxRules, [
  ['one letter', [aRule({...from, Name: 'x'})], ['MBX-04 hint']],
  ['none', [aRule({...from, Name: ''})]],
])

telling('MBX-05, give-away words', inboxRules, [
  ['warnings', [aRule({SubjectContainsWords: 'Phishing;MFA', MoveToFolder: 'Inbox\\X'})], ['MBX-05 low']],
  ['a NUL', [aRule({SubjectContainsWords: 'a\0b', MoveToFolder: 'Inbox\\X'})], ['MBX-05 medium']],
  ['invoices filed', [aRule({SubjectContainsWords: 'Invoice;Rechnung', MoveToFolder: 'Inbox\\Invoices'})]],
  ['words that contain one', [aRule({SubjectContainsWords: 'shackle', MoveToFolder: 'Inbox\\X'})]],
])

const byOutlook = (properties: Record<string, string>) =>
  aRecord({
    Operation: 'UpdateInboxRules',
    RecordType: 2,
    MailboxOwnerUPN: 'Ada@contoso.example',
    OperationProperties: JSON.stringify(pairs({RuleOperation: 'AddMailboxRule', RuleName: 'Filing', ...properties})),
  })
const actions = (...list: object[]) => JSON.stringify(list)

telling('MBX-06, rules made in Outlook', inboxRules, [
  [
    'forwarding, in nested JSON',
    [
      byOutlook({
        RuleCondition: '(SubjectProperty ContainsString "offer")',
        RuleActions: actions({ActionType: 'Forward', Recipients: ['eve@stranger.example'], ForwardFlags: 'None'}),
      }),
    ],
    ['MBX-06 medium'],
  ],
  ['deleting everything', [byOutlook({RuleActions: actions({ActionType: 'Delete'})})], ['MBX-06 medium']],
  [
    'filing',
    [byOutlook({RuleCondition: 'offer', RuleActions: actions({ActionType: 'Move', FolderName: 'Inbox\\Offers'})})],
  ],
  [
    'forwarding inside',
    [
      byOutlook({
        RuleCondition: 'x y',
        RuleActions: actions({ActionType: 'Forward', Recipients: ['bob@contoso.example']}),
      }),
    ],
  ],
  ['what is no JSON', [byOutlook({RuleCondition: 'offer', RuleActions: '[{broken'})]],
])

const removal = (time: number) => aCmdlet({Operation: 'Remove-InboxRule', parameters: {Identity: 'ada\\Filing'}, time})

telling('MBX-07, tidying up', inboxRules, [
  [
    'after a rule that deletes',
    [aRule({DeleteMessage: 'True'}, {time: at(9)}), removal(at(10))],
    ['MBX-03 medium', 'MBX-07 low'],
  ],
  ['two weeks later', [aRule({DeleteMessage: 'True'}, {time: at(9)}), removal(at(24))], ['MBX-03 medium']],
  ['alone', [removal(at(10))]],
  ['an auto-reply', [aCmdlet({Operation: 'Set-MailboxAutoReplyConfiguration', parameters: {AutoReplyState: 'On'}})]],
])

test('says what was found', () => {
  const [finding] = findingsOf(
    [aRule({Name: '.', SubjectContainsWords: 'invoice', MoveToFolder: 'RSS Feeds', MarkAsRead: 'True'})],
    {rules: inboxRules},
  )
  expect(finding).toMatchObject({
    title: 'Inbox rule hides or deletes mail: ada@contoso.example made a rule that hides mail',
    why: expect.stringContaining(
      'It moves to “RSS Feeds”, a folder that is rarely opened, it looks for payments, its name is “.”, it marks mail as read; it looks for “invoice”',
    ),
  })
})

test('reads parameters', () => {
  expect(addressesIn('smtp:A@b.example;"C D" [SMTP:c.d@e.example]')).toEqual(['a@b.example', 'c.d@e.example'])
  expect(['Flux RSS', 'ada:\\Calendrier', 'Éléments supprimés', 'Arkiv', 'Progress'].map(hidingOf)).toEqual([
    ...['odd', 'odd', 'gone', 'archive', undefined],
  ])
  expect(['..', 'ok', 'aaaa', 'Filing', '会议'].map(oddName)).toEqual(['signs', 'short', 'short', undefined, 'short'])
})
