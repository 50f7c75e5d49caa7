/** Records that break readers: half an emoji, megabytes, JSON in strings, odd names; as texts, which is what the service sends. */
import fc from 'fast-check'
import {parsedObject} from '../../src/audit/json.ts'
import type {AuditRecord} from '../../src/audit/record.ts'
import type {SpooledRow} from '../../src/files/spooled-row.ts'
import {parseRow} from '../../src/sources/exchange-rows.ts'
import {guid, spooled, tenantId} from '../builders.ts'
import {october} from '../evidence.ts'

/** What stands for half an emoji until the text is made: `JSON.stringify` writes it as the escape that the service sends. */
const half = '\ud83d'
const emoji = '😀'

/** One line of `AuditData`. */
export function hostileText(number: number, fields: Record<string, unknown>, time = '2026-10-14T12:00:00'): string {
  return JSON.stringify({
    CreationTime: time,
    Id: guid(number),
    Operation: 'FileAccessed',
    OrganizationId: tenantId,
    RecordType: 6,
    UserId: 'ann@contoso.com',
    Workload: 'SharePoint',
    ...fields,
  })
}

const outlookRule = (actions: unknown) => ({
  Operation: 'UpdateInboxRules',
  RecordType: 2,
  Workload: 'Exchange',
  UserId: 'bob@contoso.com',
  OperationProperties: [
    {Name: 'RuleOperation', Value: 'AddMailboxRule'},
    {Name: 'RuleName', Value: `invoices ${half}`},
    {Name: 'RuleCondition', Value: '{}'},
    {Name: 'RuleActions', Value: typeof actions === 'string' ? actions : JSON.stringify(actions)},
  ],
})

/** A month of each kind, with what the queries of docs/queries.md look for between them. */
export const hostileMonth: readonly string[] = [
  ...[
    {ObjectId: `cut ${half}`, UserAgent: `${emoji}${half}${emoji}`},
    {ObjectId: `low ${'\ude00'}`, Text: 'C:\\\\ud83d'},
    {Text: 'x'.repeat(2_500_000)},
    {Operation: 'Send', Text: `${half}${'y'.repeat(2_500_000)}`},
    {ObjectId: 'z'.repeat(90_000), UserAgent: `=${'a'.repeat(32_767)}`},
    {ObjectId: `a,"b"\r\nc\u2028d\u0000e\tf`, SiteUrl: '=HYPERLINK("http://example.net")'},
    {Operation: `O'Brien; DROP TABLE audit; --`, UserId: 'ANN@contoso.com', Workload: "'"},
    {'': 1, 'a.b': 2, $: 3, __proto__x: {constructor: null}, 'naïve "name"': [[[]]]},
    {ModifiedProperties: [{Name: 'Role.DisplayName', OldValue: '', NewValue: `"Global ${half}"`}]},
    {ModifiedProperties: '[{"Name":"Nested","NewValue":"[\\"x\\"]"}]'},
    {ModifiedProperties: 'not JSON {'},
    {ModifiedProperties: {Name: 'one'}},
    {RecordType: '6', UserType: 'x', ErrorNumber: 1e99, LogonType: -5},
    {Operation: 'UserLoginFailed', ActorIpAddress: '203.0.113.7:5123', OriginatingServer: 'DB9PR01'},
    {Operation: 'UserLoginFailed', ActorIpAddress: '203.0.113.7', UserId: 'bob@contoso.com'},
    {Operation: 'UserLoginFailed', ActorIpAddress: '198.51.100.9'},
    {
      Operation: 'New-InboxRule',
      Parameters: [
        {Name: 'Name', Value: '.'},
        {Name: 'ForwardTo', Value: 'eve@example.net'},
      ],
    },
    {Operation: 'New-InboxRule', Parameters: `[{"Name":"RedirectTo","Value":"x${'\\ud83d'}@example.net"}]`},
    {Operation: 'New-InboxRule', Parameters: [{Name: 'Name', Value: 'quiet'}]},
    {Operation: 'Set-Mailbox', Parameters: [{Name: 'ForwardingSmtpAddress', Value: 'smtp:bob@example.org'}]},
    outlookRule([{ActionType: 'Forward', Recipients: ['eve@example.net']}, {ActionType: 'Delete'}]),
    outlookRule([{ActionType: 'Move', FolderName: half}]),
    outlookRule('[{broken'),
    {
      Operation: 'MessageCreatedNotification',
      SubscriptionId: 'sub-1',
      Messages: [{Id: '1'}, {Id: '2', ChatThreadId: '19:a'}],
    },
    {Operation: 'MessageCreatedNotification', SubscriptionId: 'sub-1', MessageId: '3'},
  ].map((fields, index) => hostileText(index + 1, fields, `2026-10-14T12:00:${String(index).padStart(2, '0')}`)),
  hostileText(90, {}, '2026-10-15T00:00:01.1234567'),
  `{"CreationTime":"2026-10-16T01:00:00","Id":"${guid(91)}","n":${'9'.repeat(400)},"f":1e999,"UserId":1,"Operation":[],"Deep":${'['.repeat(900)}${']'.repeat(900)}}`,
  `{"CreationTime":"2026-10-16T01:00:01","Id":"${guid(92)}","Operation":"cut here, ${half.length}`,
  'no JSON at all \r\n "quoted", line',
]

/** The texts as rows in the order of an export, as the service's envelope would bring them. */
export function rowsOf(texts: readonly string[]): SpooledRow[] {
  const rows = texts.flatMap(
    (AuditData, index) => parseRow(envelope(AuditData, index), {tenantId, window: october}).row ?? [],
  )
  if (rows.length !== texts.length) throw new Error('a text is no record')
  return rows.map(row => spooled(row)).sort((a, b) => a.time - b.time)
}

/** As the service fills it from the record; odd where the record has no such text. */
function envelope(AuditData: string, index: number): AuditRecord {
  const {CreationTime, Id, Operation, UserId} = parsedObject(AuditData) ?? {}
  const textOr = (value: unknown, other: string) => (typeof value === 'string' && value !== '' ? value : other)
  const time = /"CreationTime":"([^"]*)"/.exec(AuditData)?.[1] ?? '2026-10-20T00:00:00'
  return {
    AuditData,
    Identity: textOr(Id, /"Id":"([^"]*)"/.exec(AuditData)?.[1] ?? guid(1_000_000 + index)),
    CreationDate: `${textOr(CreationTime, time)}Z`,
    Operations: textOr(Operation, 'Odd, "op"\r\n'),
    UserIds: textOr(UserId, `u${half}`),
    RecordType: '6',
  }
}

const piece = fc.oneof(
  fc.string({unit: 'binary'}),
  fc.constantFrom(
    half,
    '\ude00',
    emoji,
    '\\ud83d',
    '\\',
    '"',
    "'",
    ',',
    '\r\n',
    '\n',
    '\r',
    '\u2028',
    '\u0000',
    '\u0001',
    '=1',
    '\ufeff',
    '�',
  ),
  fc.constantFrom(
    '[',
    '{',
    '[{"Name":',
    '"\\ud83d"',
    '[{"Name":"RuleActions","Value":"["}]',
    'null',
    '%',
    '$.Id',
    '{"a":"\\uD83D"}',
  ),
)
const text = fc.array(piece, {maxLength: 6}).map(pieces => pieces.join(''))
const value = fc.oneof(
  {weight: 3, arbitrary: text},
  {weight: 2, arbitrary: fc.jsonValue({stringUnit: 'binary'})},
  {
    weight: 2,
    arbitrary: fc.array(
      fc.record({
        Name: fc.oneof(fc.constantFrom('RuleActions', 'ForwardTo', 'Name'), text),
        Value: text,
        NewValue: text,
      }),
    ),
  },
  {weight: 1, arbitrary: fc.jsonValue().map(json => JSON.stringify(json))},
)
const names = fc.constantFrom(
  ...[
    'Operation',
    'UserId',
    'Workload',
    'ObjectId',
    'ClientIP',
    'ActorIpAddress',
    'ModifiedProperties',
    'Parameters',
    'Id',
  ],
  ...[
    'OperationProperties',
    'SubscriptionId',
    'Messages',
    'OriginatingServer',
    'UserAgent',
    'RecordType',
    'ErrorNumber',
    '',
  ],
)

/** `AuditData` of any content: objects with fields that the queries read, and texts that are no objects. */
export const anyAuditData: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.dictionary(fc.oneof(names, text), value, {maxKeys: 8}).map(fields => JSON.stringify(fields)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('UpdateInboxRules', 'UserLoginFailed', 'x'), value, value)
      .map(([Operation, OperationProperties, ModifiedProperties]) =>
        JSON.stringify({Operation, OperationProperties, ModifiedProperties}),
      ),
  },
  {weight: 1, arbitrary: text},
)
