/** Records of any shape under the operations and types that rules ask for. */
import fc from 'fast-check'
import type {AuditRecord} from '../../src/audit/record.ts'
import {allRules} from '../../src/detect/rules/index.ts'
import {period} from './build.ts'

/** Operations and types that rules ask for, so that random fields reach them. */
export const operations = [
  ...new Set(
    allRules
      .flatMap(rule => rule.wants.operations ?? [])
      .filter(operation => typeof operation === 'string')
      .concat('fileaccessed', 'send', '__proto__', 'constructor', ''),
  ),
]
export const types = [
  ...new Set(allRules.flatMap(rule => rule.wants.recordTypes ?? []).concat('1', '8', '15', '50', '99999')),
]

export const fields = [
  ...[
    'ClientIP',
    'UserId',
    'UserType',
    'ResultStatus',
    'ObjectId',
    'ExtendedProperties',
    'ModifiedProperties',
    'Actor',
  ],
  ...[
    'Target',
    'Parameters',
    'DeviceProperties',
    'OperationProperties',
    'AppAccessContext',
    'ApplicationId',
    'Folders',
  ],
  ...['AffectedItems', 'ErrorNumber', 'LogonError', 'UserAgent', 'ClientInfoString', 'MailboxOwnerUPN', 'Data', 'Item'],
  ...[
    'OrganizationName',
    'SessionId',
    'TargetUserOrGroupName',
    'EventData',
    'ParticipantInfo',
    '__proto__',
    'toString',
  ],
]

const anything = fc.oneof(
  {weight: 3, arbitrary: fc.jsonValue({maxDepth: 3})},
  fc.array(
    fc.record({Name: fc.constantFrom(...fields, 'UserAgent', 'OS'), Value: fc.jsonValue(), OldValue: fc.jsonValue()}),
  ),
  fc.json(),
  fc.ipV4(),
  fc.ipV6(),
  fc.constantFrom('True', 'False', '', null, 0, -1, 1e308, 'a@b.example', '[]', '{}', '"', '["'),
)

export const someRecord: fc.Arbitrary<AuditRecord> = fc
  .record({
    Operations: fc.constantFrom(...operations),
    RecordType: fc.constantFrom(...types),
    UserIds: fc.constantFrom(
      '',
      'ada@contoso.example',
      'bob_x.example#EXT#@contoso.example',
      'Certificate',
      '__proto__',
    ),
    Identity: fc.uuid(),
    time: fc.integer({min: 0, max: 2_600_000}),
    data: fc.oneof(fc.dictionary(fc.constantFrom(...fields), anything, {maxKeys: 12}), fc.jsonValue()),
    broken: fc.boolean(),
  })
  .map(({time, data, broken, ...rest}) => ({
    ...rest,
    CreationDate: new Date(period.start + time * 1000).toISOString(),
    AuditData: broken ? JSON.stringify(data).slice(0, -1) : JSON.stringify(data),
  }))
