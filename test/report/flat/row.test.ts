import {stringify} from 'csv-stringify/sync'
import fc from 'fast-check'
import papaparse from 'papaparse'
import {describe, expect, test} from 'vitest'
import {flatColumns} from '../../../src/report/flat/columns.ts'
import {flatCells, flatLine, unguarded} from '../../../src/report/flat/csv.ts'
import {flatColumnReader, flatRow} from '../../../src/report/flat/row.ts'
import {aRecord} from '../../builders.ts'

function flat(data: Record<string, unknown>): Record<string, unknown> {
  const values = flatRow(aRecord(), data)
  return Object.fromEntries(flatColumns.map(({name}, index) => [name, values[index]]))
}

const outlookRule = (actions: object[]) => ({
  Operation: 'UpdateInboxRules',
  OperationProperties: [
    {Name: 'RuleOperation', Value: 'AddMailboxRule'},
    {Name: 'RuleName', Value: '.'},
    {Name: 'RuleCondition', Value: '{}'},
    {Name: 'RuleActions', Value: JSON.stringify(actions)},
  ],
})

test('columns are appended, and never moved, renamed or retyped', () => {
  // Only ever add to the end of this list.
  expect(flatColumns.map(({name, type}) => (type === 'text' ? name : `${name}:${type}`)).join(' ')).toBe(
    'CreationTime:time Id RecordType:integer RecordTypeName Operation Workload UserId UserKey UserType:integer ResultStatus ObjectId ClientIP ClientIPAddress ActorIpAddress UserAgent SessionId ApplicationId AppId ClientAppId ClientInfoString ExternalAccess:boolean CorrelationId UniqueTokenId OrganizationId ErrorNumber:integer LogonError RequestType DeviceOS DeviceBrowserType DeviceIsCompliant:boolean DeviceIsCompliantAndManaged:boolean DeviceDisplayName DeviceId Actor Target ModifiedProperties InterSystemsId MailboxOwnerUPN MailboxGuid LogonType:integer LogonUserSid InternalLogonType:integer OperationCount:integer MailAccessType IsThrottled:boolean FolderPaths InternetMessageIds Parameters ParameterIdentity ParameterName ParameterFrom ParameterForwardTo ParameterForwardAsAttachmentTo ParameterRedirectTo ParameterForwardingSmtpAddress ParameterDeleteMessage:boolean ParameterMoveToFolder ParameterUser ParameterAccessRights SiteUrl SourceRelativeUrl SourceFileName SourceFileExtension DestinationRelativeUrl DestinationFileName TargetUserOrGroupName TargetUserOrGroupType SharingLinkScope SensitivityLabelId EventSource ItemType ListId WebId TeamName TeamGuid ChannelName ChannelGuid ChatId MessageId MeetingId AgentId AgentName AppHost ThreadId ContextIds AccessedResourceIds AccessedResourceNames RuleOperation RuleName RuleCondition RuleActions RuleRecipients SubscriptionId MessageIds MessageChatIds ParentMessageId',
  )
})

describe('a value', () => {
  test.for<[name: string, data: Record<string, unknown>, column: string, expected: unknown]>([
    ['an address and port', {ClientIP: '203.0.113.7:51234'}, 'ClientIP', '203.0.113.7'],
    ['a v6 address and port', {ClientIP: '[2001:db8::1]:443'}, 'ClientIP', '2001:db8::1'],
    ['brackets alone', {ClientIPAddress: '[::1]'}, 'ClientIPAddress', '::1'],
    ['a v6 address', {ActorIpAddress: '2001:db8::1'}, 'ActorIpAddress', '2001:db8::1'],
    ['no address', {ClientIP: '<null>:99'}, 'ClientIP', '<null>:99'],
    ['a missing field', {}, 'SiteUrl', null],
    ['an empty field', {SiteUrl: ''}, 'SiteUrl', null],
    ['null', {SiteUrl: null}, 'SiteUrl', null],
    ['a number as text', {LogonType: '2'}, 'LogonType', 2],
    ['a word for a number', {LogonType: 'Owner'}, 'LogonType', null],
    ['a fraction', {LogonType: 1.5}, 'LogonType', null],
    ['a number too large', {RecordType: 2 ** 31}, 'RecordType', null],
    ['an object for a number', {RecordType: {a: 1}}, 'RecordType', null],
    ['True as text', {ExternalAccess: 'True'}, 'ExternalAccess', true],
    ['a word for true', {ExternalAccess: 'maybe'}, 'ExternalAccess', null],
    ['a number for text', {UserKey: 12}, 'UserKey', '12'],
    ['an object for text', {ObjectId: {a: [1]}}, 'ObjectId', '{"a":[1]}'],
    ['names and values', {ExtendedProperties: [{Name: 'requesttype', Value: 'x'}]}, 'RequestType', 'x'],
    [
      'the same as JSON in a string',
      {ExtendedProperties: '[{"Name":"UserAgent","Value":"curl"}]'},
      'UserAgent',
      'curl',
    ],
    ['names without values', {Parameters: [{Name: 'Name'}]}, 'ParameterName', null],
    ['a list of objects', {Folders: [{Path: '\\A'}, {Path: '\\B'}, {}]}, 'FolderPaths', '\\A; \\B'],
    [
      'lists in lists',
      {
        Folders: [
          {FolderItems: [{InternetMessageId: '<a>'}, {InternetMessageId: '<b>'}]},
          {FolderItems: [{InternetMessageId: '<c>'}]},
        ],
      },
      'InternetMessageIds',
      '<a>; <b>; <c>',
    ],
    [
      'the recipients of a rule made in Outlook',
      outlookRule([
        {ActionType: 'Forward', Recipients: ['eve@example.net', '/o=ExchangeLabs/cn=Bob', 'eve@example.net']},
      ]),
      'RuleRecipients',
      'eve@example.net; /o=ExchangeLabs/cn=Bob',
    ],
    [
      'several actions',
      outlookRule([
        {ActionType: 'Move', FolderName: 'ops@contoso.com'},
        {ActionType: 'Redirect', Recipients: [{Name: 'Eve', Address: 'Eve@Example.net'}]},
        {ActionType: 'ForwardAsAttachment', Recipients: 'Mallory <mallory@example.org>; bob@contoso.com'},
      ]),
      'RuleRecipients',
      'Eve@Example.net; mallory@example.org; bob@contoso.com',
    ],
    [
      'actions that are a text',
      {OperationProperties: [{Name: 'RuleActions', Value: 'Forward to evil@example.com'}]},
      'RuleRecipients',
      'evil@example.com',
    ],
    [
      'an action that is a property of its own',
      {OperationProperties: [{Name: 'RedirectRecipientsAction', Value: '["eve@example.net","Desk"]'}]},
      'RuleRecipients',
      'eve@example.net; Desk',
    ],
    ['a rule that sends nothing on', outlookRule([{ActionType: 'Delete'}]), 'RuleRecipients', null],
    ['a rule whose body is not logged', outlookRule([]), 'RuleRecipients', null],
    ['a rule’s name', outlookRule([]), 'RuleName', '.'],
    [
      'a notification',
      {
        Messages: [
          {Id: '161', ChatThreadId: '19:a'},
          {Id: '162', ChatThreadId: '19:b'},
        ],
      },
      'MessageIds',
      '161; 162',
    ],
    ['a notification’s chats', {Messages: '[{"ChatThreadId":"19:a"}]'}, 'MessageChatIds', '19:a'],
    ['half an emoji', {ObjectId: '\ud83d 😀 \ude00'}, 'ObjectId', '\ufffd 😀 \ufffd'],
    ['more than a cell holds', {ObjectId: 'x'.repeat(90_000)}, 'ObjectId', 'x'.repeat(90_000)],
    [
      'a list of more',
      {AffectedItems: Array(3000).fill({InternetMessageId: '<x>'})},
      'InternetMessageIds',
      Array(3000).fill('<x>').join('; '),
    ],
    [
      'an object of more',
      {Parameters: [{Name: 'Name', Value: {a: 'x'.repeat(90_000)}}]},
      'ParameterName',
      `{"a":"${'x'.repeat(90_000)}"}`,
    ],
    ['a field of every object', {constructor: {name: 'x'}}, 'UserAgent', null],
  ])('of %s', ([, data, column, expected]) => {
    expect(flat(data)[column]).toEqual(expected)
  })

  test('is of its column’s type or null, whatever the JSON', () => {
    const names = flatColumns.flatMap(({from}) => from.map(path => path.split('.')[0] ?? ''))
    const any = fc.dictionary(fc.constantFrom(...names), fc.jsonValue())
    const types = {text: 'string', time: 'string', integer: 'number', boolean: 'boolean'}
    fc.assert(
      fc.property(fc.oneof(any, fc.jsonValue()), data => {
        for (const [index, value] of flatRow(aRecord(), data).entries()) {
          const type = flatColumns[index]?.type ?? 'text'
          if (value !== null) expect(typeof value).toBe(types[type])
        }
      }),
    )
  })
})

test('a row has of each column what its reader finds, whatever the JSON', () => {
  const names = flatColumns.flatMap(({from}) => from.map(path => path.split('.')[0] ?? ''))
  const inner = flatColumns.flatMap(({from}) => from.flatMap(path => path.split('.')[1] ?? []))
  const pair = fc.record({Name: fc.constantFrom(...inner), Value: fc.oneof(fc.string(), fc.jsonValue())})
  const list = fc.array(pair, {maxLength: 4})
  const field = fc.oneof(
    fc.jsonValue(),
    list,
    list.map(all => JSON.stringify(all)),
    fc.dictionary(fc.constantFrom(...inner), fc.jsonValue()),
  )
  const any = fc.dictionary(fc.constantFrom(...names, '__proto__', 'constructor', '0'), field)
  const readers = flatColumns.map(({name}) => flatColumnReader(name.toLowerCase()))
  fc.assert(
    fc.property(
      fc.oneof(
        {weight: 8, arbitrary: any},
        fc.array(any),
        any.map(one => JSON.stringify(one)),
      ),
      data => {
        const record = aRecord()
        expect(flatRow(record, data)).toEqual(readers.map(read => read?.(record, data)))
      },
    ),
  )
})

test('a line is the one that csv-stringify makes', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', ' ', '"', ',', ';', '\r', '\n', '\ufeff', 'é', '😀'),
    maxLength: 5,
  })
  const options = {record_delimiter: '\r\n', quoted_match: /[\r\n]/}
  fc.assert(
    fc.property(fc.array(cell, {minLength: 1, maxLength: 8}), cells => {
      expect(flatLine(cells)).toBe(stringify([cells], options))
    }),
  )
})

test('no cell of a line is a formula, and all give back what they hold', () => {
  const opening = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠', "'", '"', ',', ';', '\n', '')
  const cell = fc.tuple(opening, fc.string({unit: 'grapheme'})).map(([first, rest]) => first + rest)
  fc.assert(
    fc.property(fc.array(cell, {minLength: 2, maxLength: 8}), cells => {
      const {data} = papaparse.parse<string[]>(flatLine(flatCells(cells, 'formulas').cells), {
        newline: '\r\n',
        delimiter: ',',
      })
      const [read = []] = data
      for (const one of read) expect(one).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
      const ambiguous = /^'[=+\-@\t\r＝＋－＠]/
      expect(read.map(one => unguarded(one, 'formulas'))).toEqual(
        cells.map(one => (ambiguous.test(one) ? one.slice(1) : one)),
      )
    }),
  )
})
