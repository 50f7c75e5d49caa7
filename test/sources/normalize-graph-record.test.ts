import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {auditDataTexts} from '../../src/sources/normalize-graph-record.ts'

const one = (auditData: string) => auditDataTexts(`{"@odata.count":1,"value":[{"id":"a","auditData":${auditData}}]}`)[0]

describe('AuditData out of a page of Graph', () => {
  test.each([
    ['loses its type', '{"@odata.type":"#microsoft.graph.security.defaultAuditData","Id":"a"}', '{"Id":"a"}'],
    ['loses annotations of members', '{"RecordType@odata.type":"#Int64","RecordType":15}', '{"RecordType":15}'],
    [
      'loses them inside lists and objects',
      '{"P@odata.type":"#Collection(x)","P":[{"@odata.type":"#x","Name":"n"},1],"O":{"@odata.type":"#x","a":{}}}',
      '{"P":[{"Name":"n"},1],"O":{"a":{}}}',
    ],
    ['loses its zone', '{"CreationTime":"2026-10-05T12:00:00Z"}', '{"CreationTime":"2026-10-05T12:00:00"}'],
    [
      'keeps the zone of other times',
      '{"IssuedAtTime":"2026-10-05T12:00:00Z","Inner":{"CreationTime":"2026-10-05T12:00:00Z"}}',
      '{"IssuedAtTime":"2026-10-05T12:00:00Z","Inner":{"CreationTime":"2026-10-05T12:00:00Z"}}',
    ],
    ['is compact', '{\n "a" : [ 1 , true,null ] ,\t"b":{ } , "c":[ ] }', '{"a":[1,true,null],"b":{},"c":[]}'],
    [
      'keeps numbers as they were sent',
      '{"a":12345678901234567890,"b":1.0,"c":-1E+2}',
      '{"a":12345678901234567890,"b":1.0,"c":-1E+2}',
    ],
    [
      'keeps escapes as they were sent',
      String.raw`{"a":"\u00e9\/\"\\","b":"{\"@odata.type\":1}"}`,
      String.raw`{"a":"\u00e9\/\"\\","b":"{\"@odata.type\":1}"}`,
    ],
    [
      'keeps the order and what looks like a number',
      '{"2":1,"1":2,"__proto__":{"x":1}}',
      '{"2":1,"1":2,"__proto__":{"x":1}}',
    ],
    [
      'keeps members that only resemble annotations',
      '{"odata.type":1,"a@odata":2,"@@odata.type":3}',
      '{"odata.type":1,"a@odata":2,"@@odata.type":3}',
    ],
    ['that is no object stays', '"text"', '"text"'],
  ])('%s', (_name, given, expected) => {
    expect(one(given)).toBe(expected)
  })

  test('is found for every row, wherever it stands', () => {
    const page =
      '{"@odata.context":"x","value":[{"auditData":{"Id":"1"},"id":"1"},{"id":"2"},7,{"a":{"auditData":0},"auditData":{"Id":"3"}}],"@odata.nextLink":"y"}'
    expect(auditDataTexts(page)).toEqual(['{"Id":"1"}', undefined, undefined, '{"Id":"3"}'])
    expect(auditDataTexts('{"value":[]}')).toEqual([])
    expect(auditDataTexts('{}')).toEqual([])
  })

  test('is the same value, whatever it holds', () => {
    const names = fc.oneof(fc.string(), fc.constantFrom(']', '}', 'a]', '__proto__', '1', 'x@odata'))
    const {value} = fc.letrec(tie => ({
      value: fc.oneof(
        {maxDepth: 5, withCrossShrink: true},
        fc.oneof(fc.string(), fc.constantFrom(']', '}', '{', ',', 1, true, null)),
        fc.array(tie('value'), {maxLength: 4}),
        fc.dictionary(names, tie('value'), {maxKeys: 4}),
      ),
    }))
    fc.assert(
      fc.property(value, given => {
        expect(one(JSON.stringify(given, null, 1))).toBe(JSON.stringify(given))
      }),
    )
  })

  test('may be nested deeper than the stack', () => {
    const deep = `{"Id":"1","a":${'[{"b":'.repeat(20_000)}1${'}]'.repeat(20_000)}}`
    expect(one(deep)).toBe(deep)
  })

  test('may hold a text of megabytes', () => {
    const long = `{"a":"${'x\\n'.repeat(1_000_000)}"}`
    expect(one(long)).toBe(long)
  })
})
