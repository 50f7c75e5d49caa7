import {describe, expect, test} from 'vitest'
import {parseRow} from '../../src/sources/exchange-rows.ts'
import {anAuditData, aServiceRow, guid, tenantId} from '../builders.ts'

function parsed(data: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  return parseRow(aServiceRow(data, more), tenantId)
}

describe('a row', () => {
  test('becomes a record with the service’s own text', () => {
    const AuditData = `{ "b":1, "b":12345678901234567890, "Id":"${guid(1)}","CreationTime":"2026-10-05T12:00:00"\n}`
    const {row, fault} = parsed({}, {AuditData})
    expect(fault).toBeUndefined()
    expect(row?.record.AuditData).toBe(AuditData)
  })

  test('has the cmdlet’s columns, the time as a UTC instant, and what the checks need', () => {
    expect(parsed()).toEqual({
      row: {
        record: {
          RecordType: 'SharePointFileOperation',
          CreationDate: '2026-10-05T12:00:00Z',
          UserIds: 'ann@contoso.com',
          Operations: 'FileAccessed',
          AuditData: anAuditData(),
          Identity: guid(1),
        },
        time: Date.parse('2026-10-05T12:00:00Z'),
        workload: 'SharePoint',
        recordTypeNumber: '6',
        part: 0,
      },
      index: undefined,
      count: undefined,
      moreAvailable: false,
    })
  })

  test.each<[string, Record<string, unknown>, Record<string, unknown>, Record<string, unknown>]>([
    ['a type’s number where there is no name', {}, {RecordType: 6}, {RecordType: '6'}],
    ['the number inside where there is none outside', {RecordType: 9999}, {RecordType: null}, {RecordType: '9999'}],
    ['the Id inside where there is no Identity', {}, {Identity: undefined}, {Identity: guid(1)}],
    ['the Identity where there is no Id', {Id: undefined}, {Identity: guid(3)}, {Identity: guid(3)}],
    ['no Identity at all', {Id: undefined}, {Identity: null}, {Identity: ''}],
    ['the older spelling of times', {}, {CreationDate: '2026-10-05T12:00:00.0000000+00:00'}, {}],
    ['the time inside where there is none outside', {}, {CreationDate: null}, {CreationDate: '2026-10-05T12:00:00Z'}],
    [
      'the time outside where there is none inside',
      {CreationTime: undefined},
      {},
      {CreationDate: '2026-10-05T12:00:00Z'},
    ],
    [
      'a fraction outside only',
      {},
      {CreationDate: '2026-10-05T12:00:00.9990000Z'},
      {CreationDate: '2026-10-05T12:00:00Z'},
    ],
    [
      'Ids that differ in letter case',
      {Id: guid(1).replace('4', '4')},
      {Identity: guid(1).toUpperCase()},
      {Identity: guid(1)},
    ],
    ['missing columns', {}, {UserIds: null, Operations: undefined}, {UserIds: '', Operations: ''}],
    ['an organisation that is no GUID', {OrganizationId: 'contoso.com'}, {}, {}],
    ['an organisation of noughts', {OrganizationId: '00000000-0000-0000-0000-000000000000'}, {}, {}],
    ['no organisation', {OrganizationId: undefined}, {}, {}],
    ['our organisation in capitals', {OrganizationId: tenantId.toUpperCase()}, {}, {}],
  ])('is sound with %s', (_name, data, more, expected) => {
    const {row, fault} = parsed(data, more)
    expect(fault).toBeUndefined()
    expect(row?.record).toMatchObject(expected)
  })

  test.each<[string, unknown, string, boolean]>([
    ['nothing', null, 'AuditData is not a JSON object', false],
    ['a text', 'row', 'AuditData is not a JSON object', false],
    ['a list', [], 'AuditData is not a JSON object', false],
    ['no AuditData', aServiceRow({}, {AuditData: undefined}), 'AuditData is not a JSON object', false],
    ['AuditData that is cut', aServiceRow({}, {AuditData: anAuditData().slice(0, -1)}), 'not a JSON object', false],
    ['AuditData that is a list', aServiceRow({}, {AuditData: '[]'}), 'not a JSON object', false],
    ['AuditData as an object', aServiceRow({}, {AuditData: {Id: 1}}), 'not a JSON object', false],
    ['no time', aServiceRow({CreationTime: undefined}, {CreationDate: undefined}), 'without a readable time', false],
    ['a time nobody can read', aServiceRow({CreationTime: 'x'}, {CreationDate: '10/5/2026'}), 'readable time', false],
    ['another Identity than its Id', aServiceRow({}, {Identity: guid(2)}), 'Identity is not the Id', true],
    ['another time than inside', aServiceRow({}, {CreationDate: '2026-10-05T12:00:01Z'}), 'not the CreationTime', true],
    ['another organisation', aServiceRow({OrganizationId: guid(5)}), 'of another organisation', true],
  ])('is at fault with %s, which is said without its content', (_name, raw, words, kept) => {
    const {row, fault} = parseRow(raw, tenantId)
    expect(fault).toContain(words)
    expect(fault).not.toContain('contoso')
    expect(row !== undefined).toBe(kept)
  })
})

describe('signals that ride on rows', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['numbers', {ResultIndex: 3, ResultCount: 5}, {index: 3, count: 5}],
    ['numbers as text', {ResultIndex: '-1', ResultCount: '0'}, {index: -1, count: 0}],
    ['none', {ResultIndex: null}, {index: undefined, count: undefined}],
    ['words', {ResultIndex: 'x', ResultCount: ''}, {index: undefined, count: undefined}],
    ['more, as an object', {AuditSearchRequestMetadata: {moreRecordsAvailable: true}}, {moreAvailable: true}],
    ['more, capitalised', {AuditSearchRequestMetadata: {MoreRecordsAvailable: 'True'}}, {moreAvailable: true}],
    ['more, as JSON text', {AuditSearchRequestMetadata: '{"moreRecordsAvailable":true}'}, {moreAvailable: true}],
    ['no more', {AuditSearchRequestMetadata: '{"moreRecordsAvailable":"false"}'}, {moreAvailable: false}],
    ['metadata nobody can read', {AuditSearchRequestMetadata: 'System.Object'}, {moreAvailable: false}],
  ])('%s', (_name, more, expected) => {
    expect(parsed({}, more)).toMatchObject(expected)
  })
})
