/** Malformed records in files of JSON: an object that says so, from which the text comes back as it was. */
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {jsonTextOf, rawTextOf} from '../../src/report/malformed.ts'
import {uniqueRows} from '../../src/spool/unique-rows.ts'
import {rowAt, spooled} from '../builders.ts'

const {record} = rowAt(Date.UTC(2026, 9, 5), 1)

test('whatever the text is, it is one line of JSON, and comes back', () => {
  fc.assert(
    fc.property(fc.string({unit: 'binary', maxLength: 200}), AuditData => {
      const line = jsonTextOf({...record, AuditData}, true)
      expect(line).not.toContain('\n')
      expect(JSON.parse(line)).toMatchObject({Malformed: true, Id: record.Identity, AuditData})
      expect(rawTextOf(line)).toBe(AuditData)
    }),
  )
})

test('a record that can be read stays as it is, also where it looks alike', () => {
  for (const text of [record.AuditData, '{"Malformed":true,"AuditData":7}', '{"Malformed":true,'])
    expect(rawTextOf(jsonTextOf({...record, AuditData: text}, false))).toBe(text)
})

test('beside a copy that can be read, one that can’t is left out and is no conflict', () => {
  const whole = spooled(rowAt(Date.UTC(2026, 9, 5), 1))
  const cut = spooled({...rowAt(Date.UTC(2026, 9, 5), 1), record: {...record, AuditData: '{"Id":'}, malformed: true})
  expect(uniqueRows([cut, whole])).toMatchObject({kept: [whole], conflicts: 0})
  expect(uniqueRows([cut]).kept).toEqual([cut])
})
