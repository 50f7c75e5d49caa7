import {describe, expect, test} from 'vitest'
import {createSimulator} from '../../src/simulator/simulator.ts'
import {between, sorted, start} from './caller.ts'

const here = '5d1c7a52-8f0e-4b63-9a77-2c41e0b6d908'
const record = (fields: object) =>
  JSON.stringify({
    CreationTime: '2026-06-01T08:00:00',
    Id: 'a',
    OrganizationId: here,
    RecordType: 8,
    Operation: 'Update user.',
    UserId: 'u',
    ...fields,
  })

test('keeps the texts to the byte, whatever their spelling', async () => {
  const texts = [
    '{"CreationTime":"2026-06-01T08:00:00","Id":"1","big":9007199254740993,"e":"\\u00e9 é","n":1.0,"n":2}',
    '  { "CreationTime" : "2026-06-01T08:00:01" , "Id" : "2" }  ',
  ]
  const {rows} = await (await start({records: texts})).search(between('2026-06-01T00:00:00Z', '2026-06-02T00:00:00Z'))
  expect(sorted(rows.map(row => row.AuditData))).toEqual(sorted(texts))
})

test('is the tenant that most records name', async () => {
  const other = '99999999-8f0e-4b63-9a77-2c41e0b6d908'
  const {simulator} = await start({
    records: [record({OrganizationId: other}), record({}), record({}), record({OrganizationId: '11-aa-bb'})],
  })
  expect(simulator.tenantId).toBe(here)
  expect((await start({records: [record({OrganizationId: '11-aa-bb'})]})).simulator.tenantId).toBe(
    '3f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634',
  )
})

describe('reads the columns outside', () => {
  const cases: [name: string, text: string, expected: object][] = [
    [
      'from the usual fields',
      record({}),
      {Identity: 'a', RecordType: 'AzureActiveDirectory', Operations: 'Update user.', UserIds: 'u'},
    ],
    ['a record type as text', record({RecordType: '25'}), {RecordType: 'MicrosoftTeams'}],
    ['a record type without a name', record({RecordType: 999}), {RecordType: 999}],
    [
      'a time of any letter case where CreationTime is empty',
      record({CreationTime: '', creationtime: '2026-06-01 08:00:00'}),
      {CreationDate: expect.stringMatching(/^2026-06-01T08:00:00\.0000000/)},
    ],
    [
      'a time with a zone',
      record({CreationTime: '2026-06-01T10:00:00+02:00'}),
      {CreationDate: expect.stringMatching(/^2026-06-01T08:00:00/)},
    ],
    [
      'a time with a fraction',
      record({CreationTime: '2026-06-01T08:00:00.1234567Z'}),
      {CreationDate: expect.stringMatching(/^2026-06-01T08:00:00\.1230000/)},
    ],
    ['no Id', record({Id: undefined}), {Identity: ''}],
    [
      'a lower-case user',
      record({UserId: undefined, userid: 'homer@simpsons.example'}),
      {UserIds: 'homer@simpsons.example'},
    ],
  ]
  test.each(cases)('%s', async (_, text, expected) => {
    const {rows} = await (await start({records: [text]})).search(
      between('2026-06-01T00:00:00Z', '2026-06-02T00:00:00Z'),
    )
    expect(rows).toMatchObject([{AuditData: text, ...expected}])
  })
})

test('names every line that is no record, and skips empty ones', async () => {
  const records = [
    record({}),
    '',
    '{',
    '[1]',
    '"text"',
    'null',
    record({CreationTime: undefined}),
    record({CreationTime: 'yesterday'}),
  ]
  await expect(createSimulator({records})).rejects.toMatchObject({
    mistakes: [
      expect.stringMatching(/^Line 3: not JSON/),
      'Line 4: not a JSON object',
      'Line 5: not a JSON object',
      'Line 6: not a JSON object',
      expect.stringMatching(/^Line 7: no usable CreationTime/),
      expect.stringMatching(/^Line 8: no usable CreationTime/),
    ],
  })
})

test('holds records of any time, the future as well', async () => {
  const text = record({CreationTime: '2031-01-01T00:00:00'})
  const {simulator} = await start({records: [text]})
  expect([...simulator.truth(Date.UTC(2031, 0), Date.UTC(2031, 1))]).toEqual([
    {id: 'a', time: '2031-01-01T00:00:00.000Z', auditData: text, found: Date.UTC(2031, 0)},
  ])
})

test('tells the truth by time, then Id, then text', async () => {
  const texts = [
    record({Id: 'b'}),
    record({Id: 'a', x: 2}),
    record({Id: 'a', x: 1}),
    record({Id: 'z', CreationTime: '2026-06-01T07:00:00'}),
  ]
  const {simulator} = await start({records: texts})
  const order = [...simulator.truth(Date.UTC(2026, 5), Date.UTC(2026, 6))].map(each => each.auditData)
  expect(order).toEqual([texts[3], texts[2], texts[1], texts[0]])
})
