/** The same month written as other services and collectors write it: what is found must not change. */
import {describe, expect, test} from 'vitest'
import {compareText} from '../../src/audit/compare-text.ts'
import type {AuditRecord} from '../../src/audit/record.ts'
import {aCmdlet, aRecord, aSignIn, at, detectionOf, minute} from './build.ts'
import {kinds, settingsOf} from './technique-variants.ts'

type Data = Record<string, unknown>

const lists = ['ExtendedProperties', 'ModifiedProperties', 'Parameters', 'DeviceProperties', 'OperationProperties']
const addresses = ['ClientIP', 'ActorIpAddress', 'ClientIPAddress']

const inLists = (data: Data, change: (list: unknown) => unknown): Data => ({
  ...data,
  ...Object.fromEntries(lists.filter(name => name in data).map(name => [name, change(data[name])])),
})
const inAddresses = (data: Data, change: (address: string) => string): Data => ({
  ...data,
  ...Object.fromEntries(
    addresses.filter(name => /^[\d.]+$/.test(String(data[name]))).map(name => [name, change(String(data[name]))]),
  ),
})
const without = ({...data}: Data, ...names: string[]): Data => {
  for (const name of names) delete data[name]
  return data
}
const pairsOf = (list: unknown) =>
  Array.isArray(list) && list.every(entry => 'Value' in entry)
    ? Object.fromEntries(list.map(({Name, Value}) => [Name, Value]))
    : list

const typeNames: Record<number, string> = {
  1: 'ExchangeAdmin',
  2: 'ExchangeItem',
  3: 'ExchangeItemGroup',
  6: 'SharePointFileOperation',
  8: 'AzureActiveDirectory',
  14: 'SharePointSharingOperation',
  15: 'AzureActiveDirectoryStsLogon',
}

/** Ways in which the same record is written. */
const shapes: Record<string, (data: Data, i: number) => Data> = {
  'names of errors instead of numbers': data =>
    data.ErrorNumber === '50126' ? {...without(data, 'ErrorNumber'), LogonError: 'InvalidUserNameOrPassword'} : data,
  'addresses with ports': (data, i) => inAddresses(data, address => `${address}:${1024 + (i % 60_000)}`),
  'IPv4 addresses in IPv6': data => inAddresses(data, address => `::ffff:${address}`),
  'addresses in brackets': data => inAddresses(data, address => `[${address}]:443`),
  'the address of the actor alone': data => ('ActorIpAddress' in data ? without(data, 'ClientIP') : data),
  'user ids in other letter cases': (data, i) => ({
    ...data,
    UserId: i % 3 === 0 ? String(data.UserId).toUpperCase() : data.UserId,
  }),
  'SharePoint’s claims before user ids': data =>
    data.RecordType === 6 || data.RecordType === 14 ? {...data, UserId: `i:0#.f|membership|${data.UserId}`} : data,
  'lists as JSON in strings': data => inLists(data, list => JSON.stringify(list)),
  'lists as objects': data => inLists(data, pairsOf),
  'record types as text': data => ({...data, RecordType: String(data.RecordType)}),
  'record types by name': data => ({...data, RecordType: typeNames[Number(data.RecordType)] ?? data.RecordType}),
  'names of fields in lower case': data =>
    Object.fromEntries(Object.entries(data).map(([name, value]) => [name.toLowerCase(), value])),
  'operations without the final period': data => ({...data, Operation: String(data.Operation).replace(/\.$/, '')}),
  'numbers and truth values as text': data =>
    Object.fromEntries(
      Object.entries(data).map(([name, value]) => [name, /number|boolean/.test(typeof value) ? String(value) : value]),
    ),
  'null for what is empty': data =>
    Object.fromEntries(Object.entries(data).map(([name, value]) => [name, value === '' ? null : value])),
  'other names of workloads': data => ({...data, Workload: `New ${data.Workload}`}),
  'no workload, no user type, no result': data =>
    without(
      data,
      'Workload',
      data.UserType === 0 ? 'UserType' : '',
      data.ResultStatus === 'Success' ? 'ResultStatus' : '',
    ),
  'new fields': data => ({...data, NewField: {list: [1, {of: null}]}, AppAccessContext: data.AppAccessContext ?? {}}),
}

const kindsUsed = [
  'app owner',
  'mass password resets',
  'MFA switched off',
  'trusted location',
  'links for anyone',
  'malware',
]
const setting = settingsOf().find(({before, people}) => before === 'a week' && people === 12)
const month: AuditRecord[] = [
  ...(setting?.background ?? []),
  ...kindsUsed.flatMap((kind, i) => Object.values(kinds[kind]?.found ?? {})[0]?.acts(at(12 + i, '10:00'), 12) ?? []),
  ...Array.from({length: 15}, (_, i) =>
    aSignIn({
      user: `person${i % 5}@contoso.example`,
      ip: '203.0.113.66',
      error: '50126',
      time: at(20, '09:00') + Math.floor(i / 5) * 5 * minute + i * 300,
    }),
  ),
  aCmdlet({
    Operation: 'New-InboxRule',
    UserId: 'person3@contoso.example',
    parameters: {Name: '.', SubjectContainsWords: 'invoice', DeleteMessage: 'True'},
    time: at(24, '10:00'),
  }),
  aRecord({
    Operation: 'HardDelete',
    RecordType: 3,
    Workload: 'Exchange',
    UserId: 'person4@contoso.example',
    AffectedItems: [{InternetMessageId: '<w@x>', Subject: 'Unusual sign-in activity'}],
    time: at(26, '10:00'),
  }),
]

/** As the sources pass records on: the envelope says the same as the record. */
function written(record: AuditRecord, change: (data: Data, i: number) => Data, i: number): AuditRecord {
  const data = change(JSON.parse(record.AuditData), i)
  const value = (name: string) => String(data[name] ?? data[name.toLowerCase()] ?? '')
  return {
    ...record,
    RecordType: value('RecordType'),
    UserIds: value('UserId'),
    Operations: value('Operation'),
    AuditData: JSON.stringify(data),
  }
}

const found = (records: readonly AuditRecord[]) =>
  detectionOf(records, {...setting?.options, minimumSeverity: 'low'})
    .findings.map(({rule, severity, first}) => `${first} ${severity} ${rule}`)
    .sort(compareText)

describe('a month is the same', () => {
  const expected = found(month)

  test('that has findings', () => {
    expect(expected.length).toBeGreaterThanOrEqual(kindsUsed.length + 3)
  })

  test.each(Object.entries(shapes))('with %s', (_, change) => {
    expect(found(month.map((record, i) => written(record, change, i)))).toEqual(expected)
  })
})
