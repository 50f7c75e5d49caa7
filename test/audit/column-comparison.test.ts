/** The columns around AuditData are compared the same way when they are written and when they are checked. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {ColumnComparison} from '../../src/audit/column-comparison.ts'
import type {AuditRecord} from '../../src/audit/record.ts'
import {aRecord, spooled} from '../builders.ts'

function differing(records: readonly AuditRecord[]): number {
  const comparison = new ColumnComparison()
  for (const {AuditData, ...columns} of records) comparison.see({columns, text: Buffer.from(AuditData)})
  return comparison.differing
}

const anyText = fc.string({unit: 'binary', maxLength: 20})

describe('columns agree with AuditData', () => {
  test('where they say the same, however the service spells its JSON', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.integer({min: 0, max: 4}), (UserId, Operation, indent) => {
        const record = aRecord({UserId, Operation})
        const AuditData = JSON.stringify(JSON.parse(record.AuditData), null, indent)
        const escaped = AuditData.replace(/[^ -~\n]/g, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
        expect(
          differing([
            {...record, AuditData},
            {...record, AuditData: escaped},
          ]),
        ).toBe(0)
      }),
    )
  })

  test('and differ where one of them says something else', () => {
    fc.assert(
      fc.property(fc.constantFrom('UserIds', 'Operations'), anyText, (column, value) => {
        const record = aRecord()
        fc.pre(record[column] !== value)
        // Found nowhere in the text, or it is taken for the column's.
        fc.pre(!record.AuditData.includes(JSON.stringify(value)))
        expect(differing([record, {...record, [column]: value}, record])).toBe(1)
      }),
    )
  })

  test('for the type as long as its number has one name', () => {
    const named = (RecordType: number, name: string) => aRecord({RecordType}, {RecordType: name})
    expect(differing([named(6, 'A'), named(15, 'B'), named(6, 'A'), named(15, 'B')])).toBe(0)
    expect(differing([named(6, 'A'), named(15, 'B'), named(6, 'B'), named(15, 'B')])).toBe(1)
    expect(differing([named(6, 'A'), named(61, 'B'), named(6, 'A')])).toBe(0)
  })

  test('for what is no JSON only where the columns are empty', () => {
    for (const AuditData of ['', 'null', '[]', '{"RecordType":', '{"RecordType":6']) {
      expect(differing([{...aRecord(), AuditData}])).toBe(1)
      expect(differing([{...aRecord(), AuditData, UserIds: '', Operations: ''}])).toBe(0)
    }
  })

  test('alike for a row on its way to the files and for the record that is read back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyText, anyText, fc.integer({min: 0, max: 3})), {maxLength: 8}), all => {
        const records = all.map(([UserId, UserIds, RecordType]) => aRecord({UserId, RecordType}, {UserIds}))
        const written = new ColumnComparison()
        for (const record of records) {
          const {time} = {time: Date.parse(record.CreationDate)}
          written.see(spooled({record, time, workload: '', recordTypeNumber: '', part: 0}))
        }
        expect(written.differing).toBe(differing(records))
      }),
    )
  })
})
