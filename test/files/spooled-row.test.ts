import fc from 'fast-check'
import {expect, test} from 'vitest'
import {parsedJson} from '../../src/audit/json.ts'
import {AuditEvent} from '../../src/detect/event.ts'
import {inBatches, SpooledRow} from '../../src/files/spooled-row.ts'
import {aRow, guid, spooled} from '../builders.ts'

/** Names written with escapes, twice, and again in inner objects; white space; numbers in any spelling; and no JSON at all. */
const name = fc.constantFrom('"Operation"', '"\\u004fperation"', '"UserType"', '"operation"', '"RecordType"', '"Item"')
const value = fc.letrec(tie => ({
  any: fc.oneof(
    {maxDepth: 3},
    fc.constantFrom('1', '1e3', '-0.5', 'true', 'null', '""', '"\\ud83d"', '"\\"Operation\\":\\"x\\""'),
    fc.string({unit: 'binary'}).map(text => JSON.stringify(text)),
    tie('object'),
    fc.array(tie('any'), {maxLength: 3}).map(all => `[${all.join(' , ')}]`),
  ),
  object: fc
    .array(fc.tuple(name, fc.constantFrom(':', ' : ', '\n:\t'), tie('any')), {maxLength: 5})
    .map(all => `{ ${all.map(([key, colon, one]) => `${key}${colon}${one}`).join(',')}}`),
}))
const text = fc.oneof({weight: 6, arbitrary: value.object}, value.any, fc.string())

test('a row’s data is what its text holds, for all who ask, before and after it was released', () => {
  fc.assert(
    fc.property(text, auditData => {
      const row = SpooledRow.of({...aRow(), record: {...aRow().record, AuditData: auditData as string}}, 1)
      const expected = parsedJson(row.text.toString('utf8'))
      expect(row.data).toStrictEqual(expected)
      expect(row.data).toBe(row.data)
      const alone = new AuditEvent(row.record, 0)
      const shared = new AuditEvent(row.record, 0, row)
      expect(shared.data).toStrictEqual(alone.data)
      for (const field of ['Operation', 'UserType', 'RecordType', 'Item'])
        expect(shared.text(field)).toBe(alone.text(field))
      row.release()
      expect(row.data).toStrictEqual(expected)
    }),
  )
})

test('batches hold all rows in their order, and those of one place together', () => {
  const places = fc.array(fc.tuple(fc.nat(3), fc.integer({min: 1, max: 90})), {maxLength: 6})
  fc.assert(
    fc.property(places, runs => {
      const rows = runs.flatMap(([place, times]) =>
        Array.from({length: times}, (_, number) => spooled(aRow({Id: guid(place), number}), 1)),
      )
      const batches = [...inBatches(rows)]
      expect(batches.flat()).toEqual(rows)
      for (const [index, batch] of batches.entries())
        if (index > 0) expect(batch[0]?.Identity).not.toBe(batches[index - 1]?.at(-1)?.Identity)
    }),
    {numRuns: 50},
  )
})
