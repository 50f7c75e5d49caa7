import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {instantOf} from '../../src/audit/record.ts'
import {parseRow} from '../../src/sources/exchange-rows.ts'
import {RowTimes} from '../../src/sources/row-times.ts'
import {anAuditData, aServiceRow, at, between, guid, tenantId} from '../builders.ts'

const window = between('2026-10-05T12:00:00', '2026-10-05T13:00:00')

function parsed(data: Record<string, unknown> = {}, more: Record<string, unknown> = {}) {
  return parseRow(aServiceRow(data, more), {tenantId, window})
}

describe('a row', () => {
  test('becomes a record with the service’s own text', () => {
    const AuditData = `{ "b":1, "b":12345678901234567890, "Id":"${guid(1)}","CreationTime":"2026-10-05T12:00:00"\n}`
    const {row} = parsed({}, {AuditData})
    expect(row?.malformed).toBeUndefined()
    expect(row?.record.AuditData).toBe(AuditData)
  })

  test('nested deeper than the stack is kept whole, in AuditData as an object and in any column', () => {
    const depth = 20_000
    const deep = JSON.parse(`${'['.repeat(depth)}{"a":[1,"b"],"c":null}${']'.repeat(depth)}`) as unknown
    const data = {...(JSON.parse(anAuditData()) as Record<string, unknown>), UserId: deep}
    const {row} = parseRow(aServiceRow({}, {AuditData: data, UserIds: deep}), {tenantId, window})
    expect(row?.malformed).toBeUndefined()
    expect(row?.record).toMatchObject({Identity: guid(1), UserIds: ''})
    expect(row?.record.AuditData).toContain(`${'['.repeat(depth)}{"a":[1,"b"],"c":null}${']'.repeat(depth)}`)
    expect(JSON.parse(row?.record.AuditData ?? '')).toMatchObject({Id: guid(1)})
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
    const {row} = parsed(data, more)
    expect(row?.malformed).toBeUndefined()
    expect(row?.record).toMatchObject(expected)
  })

  test.each<[string, Record<string, unknown>, Record<string, unknown>, Record<string, unknown>]>([
    [
      'AuditData as an object',
      {},
      {AuditData: {Id: guid(7), CreationTime: '2026-10-05T12:00:00'}},
      {Identity: guid(7)},
    ],
    ['another Identity than its Id', {}, {Identity: guid(2)}, {Identity: guid(1)}],
    ['another time than inside', {}, {CreationDate: '2026-10-05T12:00:01Z'}, {CreationDate: '2026-10-05T12:00:00Z'}],
    [
      'lists',
      {},
      {UserIds: ['ann@contoso.com', 'bob@contoso.com'], Operations: ['Send']},
      {UserIds: 'ann@contoso.com,bob@contoso.com', Operations: 'Send'},
    ],
  ])('is a record with %s', (_name, data, more, expected) => {
    const {row} = parsed(data, more)
    expect(row?.malformed).toBeUndefined()
    expect(row?.record).toMatchObject(expected)
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['no AuditData', {AuditData: undefined}, ''],
    ['AuditData that is cut', {AuditData: anAuditData().slice(0, -1)}, anAuditData().slice(0, -1)],
    ['AuditData that is a list', {AuditData: '[]'}, '[]'],
    ['AuditData that is a number', {AuditData: 7}, '7'],
  ])('is kept as it came with %s, with time and Id of its envelope', (_name, more, text) => {
    const {row} = parsed({}, {...more, CreationDate: '2026-10-05T12:00:07Z', Identity: guid(9)})
    expect(row).toMatchObject({
      malformed: true,
      time: Date.parse('2026-10-05T12:00:07Z'),
      record: {AuditData: text, Identity: guid(9), UserIds: 'ann@contoso.com'},
    })
  })

  test.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'row'],
    ['a list', []],
    ['no time', aServiceRow({CreationTime: undefined}, {CreationDate: undefined})],
    ['a time that can’t be read', aServiceRow({CreationTime: 'x'}, {CreationDate: '10/5/2026'})],
  ])('that is %s is kept at the start of the window', (_name, raw) => {
    expect(parseRow(raw, {tenantId, window}).row).toMatchObject({undated: true, time: window.start})
  })

  test('of another organisation is none of ours', () => {
    expect(parsed({OrganizationId: guid(5)}).row).toBeUndefined()
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

describe('a time of another spelling', () => {
  const asked = between('2026-10-01T00:00:00', '2026-10-05T00:00:00')
  const timeOf = (CreationTime: string, CreationDate: unknown = CreationTime) => {
    const placing = {bounds: asked, times: new RowTimes()}
    return parseRow(aServiceRow({CreationTime}, {CreationDate}), {tenantId, window: asked, placing}).row
  }
  const american = (time: number) =>
    new Date(time).toLocaleString('en-US', {timeZone: 'UTC', hour12: true}).replace(',', '').replaceAll('\u202f', ' ')

  test('is read: as people in America write it, and as .NET did', () => {
    fc.assert(
      fc.property(fc.integer({min: 0, max: 4 * 86_400 - 1}), seconds => {
        const time = asked.start + seconds * 1000
        const CreationDate = instantOf(time)
        for (const text of [american(time), `/Date(${time})/`, `/Date(${time}+0000)/`]) {
          expect(timeOf(text)).toMatchObject({time, record: {CreationDate}})
          expect(timeOf(text)?.undated).toBeUndefined()
          expect(timeOf(text, CreationDate)).toMatchObject({time, record: {CreationDate}})
          expect(timeOf('', text)).toMatchObject({time, record: {CreationDate}})
        }
      }),
      {numRuns: 50},
    )
  })

  test('is not believed where it may have the day before the month, and lies outside of the time asked for', () => {
    expect(timeOf('3/10/2026 1:02:03 PM')).toMatchObject({undated: true, time: asked.start})
    expect(timeOf('13/10/2026 1:02:03 PM')).toMatchObject({undated: true})
    expect(timeOf('3/10/2026 1:02:03 PM', '2026-10-03T13:02:03Z')).toMatchObject({time: at('2026-10-03T13:02:03')})
  })

  test('is another time all the same', () => {
    const time = at('2026-11-02T00:00:00')
    expect(timeOf(`/Date(${time})/`)).toMatchObject({time})
    expect(timeOf(`/Date(${time})/`, '2026-10-03T00:00:00Z')).toMatchObject({displaced: true})
  })
})
