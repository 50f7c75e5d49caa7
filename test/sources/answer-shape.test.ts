/** The shape of an answer says how it looks, and no value of any record. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {AnswerShape, type SeenPage, shapeLines} from '../../src/sources/answer-shape.ts'

const canary = 'Zxq7canary'

/** Values that hold a canary, as deep as one likes. */
const aSecret = fc.letrec(tie => ({
  value: fc.oneof(
    {maxDepth: 3},
    fc.string().map(text => `${text}${canary}${text}`),
    fc.constant(canary),
    fc.array(tie('value'), {maxLength: 3}),
    fc.dictionary(fc.constantFrom('Id', 'UserId', canary, `${canary}@contoso.com`), tie('value'), {maxKeys: 3}),
  ),
})).value

const fields = [
  'RecordType',
  'CreationDate',
  'UserIds',
  'Operations',
  'ResultIndex',
  'ResultCount',
  'Identity',
  'AuditData',
]
const aRow = fc
  .record({
    row: fc.dictionary(fc.constantFrom(...fields, 'auditLogRecordType', 'auditData'), aSecret),
    data: fc.dictionary(fc.oneof(fc.constantFrom('Id', 'RecordType', 'UserId'), fc.constant(canary)), aSecret),
    asText: fc.boolean(),
  })
  .map(({row, data, asText}) => ({...row, AuditData: asText ? JSON.stringify(data) : data}))

const aPage: fc.Arbitrary<SeenPage> = fc.record({
  answer: fc.constant('one'),
  rows: fc.array(fc.oneof(aRow, aSecret), {minLength: 1, maxLength: 4}),
  empty: fc.constant(''),
  asked: fc.constantFrom(5000, undefined),
  warnings: fc.array(
    fc.constantFrom(`The task ${canary} was cancelled.`, `“${canary}”`, canary, `user=${canary}@x.com`),
  ),
  headers: fc.constant(['content-type', 'request-id']),
})

describe('the shape of an answer', () => {
  test('holds no value of a record, wherever it stands', () => {
    fc.assert(
      fc.property(fc.array(aPage, {minLength: 1, maxLength: 3}), pages => {
        expect(shapeLines(pages).join('\n').toLowerCase()).not.toContain(canary.toLowerCase())
      }),
    )
  })

  test('of a query of Graph says what its pages and the query itself have', () => {
    const shape = new AnswerShape()
    const rows = [1, 2].map(id => ({
      id: `${id}`,
      auditLogRecordType: 'exchangeItem',
      auditData: {id: 'x', recordType: 2},
    }))
    const page = {answer: '1', empty: 'value: []', asked: 1000, warnings: [], headers: ['date']}
    shape.seeQuery({id: 'q', status: 'succeeded', isRecordCountLimitExceeded: false})
    shape.see({...page, rows, envelope: {'@odata.context': 'https://contoso', '@odata.count': 2}})
    shape.see({...page, answer: '2', rows, envelope: {}})
    expect([shape.hasRows, shape.lines()]).toEqual([
      true,
      [
        'Keys of a query: id text, isRecordCountLimitExceeded boolean, status text, 0 others.',
        'Rows: 2 on 1 page (2); asked for: 1000.',
        'Keys of a row: auditData object, auditLogRecordType text, id text, 0 others.',
        'Keys of AuditData: id text, recordType number, 0 others.',
        'Keys of a page: @odata.context text, @odata.count number, 0 others.',
        '@odata.count: 2 to 2, 1 distinct, values 2.',
        'RecordType of a row: name (2); of AuditData: number (2).',
        'Warnings: none.',
        'Headers: date.',
      ],
    ])
  })

  test('says what an issue has to be answered by', () => {
    const rows = [1, 2, 3].map(ResultIndex => ({
      RecordType: ResultIndex === 3 ? '6' : 'ExchangeItem',
      UserIds: ['anna@contoso.com'],
      ResultIndex,
      ResultCount: 5000,
      AuditData: JSON.stringify({Id: 'x', RecordType: 2, Secret: 1}),
    }))
    const page = {
      answer: 'a',
      empty: '',
      asked: 5000,
      warnings: ['The search task was cancelled for anna.'],
      headers: ['date'],
    }
    const shape = new AnswerShape()
    shape.see({...page, rows: [], empty: 'value: []'})
    shape.see({...page, rows: rows.slice(0, 2)})
    shape.see({...page, rows: rows.slice(2)})
    shape.see({...page, answer: 'b', rows})
    expect(shape.lines()).toEqual([
      'Rows: 3 on 2 pages (2, 1); asked for: 5000.',
      'Keys of a row: AuditData text, RecordType text, ResultCount number, ResultIndex number, UserIds list, 0 others.',
      'Keys of AuditData: Id text, RecordType number, 1 other.',
      'ResultIndex: 1 to 3, 3 distinct.',
      'ResultCount: 5000 to 5000, 1 distinct, values 5000.',
      'RecordType of a row: name (2), number as text (1); of AuditData: number (3).',
      'Warnings: “The search task was cancelled for #”.',
      'Headers: date.',
      'Answers without rows: value: [] (1).',
    ])
  })
})
