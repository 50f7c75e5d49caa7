/** A field read from JSON text is what a parse gives, or nothing. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {isObject, leadingField, parsedJson} from '../../src/audit/json.ts'

const workload = leadingField('Workload')

/** Names and texts that look like the field, or like what ends it. */
const texts = fc.oneof(
  fc.constantFrom('Workload', 'workload', 'Exchange', '', '"', ',"Workload":"x"', '{', '[', '\\', 'Work\u006coad'),
  fc.string({maxLength: 5}),
)
const values = fc.oneof(
  texts,
  fc.integer(),
  fc.constant(null),
  fc.array(texts, {maxLength: 2}),
  fc.dictionary(texts, texts),
)
const spelt = (text: string, isEscaped: boolean) =>
  isEscaped
    ? `"${[...text].map(one => (one.length === 1 ? `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}` : one)).join('')}"`
    : JSON.stringify(text)
/** An object's JSON text; names may come twice, be escaped, and stand between blanks. */
const objects = fc
  .tuple(fc.array(fc.tuple(texts, values, fc.boolean()), {maxLength: 6}), fc.constantFrom('', ' ', '\n'))
  .map(
    ([fields, blank]) =>
      `{${fields.map(([name, value, escaped]) => `${blank}${spelt(name, escaped)}:${JSON.stringify(value)}`).join(',')}}`,
  )

describe('a field read without a parse', () => {
  test('is the one that a parse gives', () => {
    fc.assert(
      fc.property(objects, json => {
        const found = workload(json)
        if (found === undefined) return
        const data = parsedJson(json)
        expect(isObject(data) && data.Workload).toBe(found)
      }),
      {numRuns: 2_000},
    )
  })

  test('is read from a record as the services write it', () => {
    const json = '{"CreationTime":"2026-10-02T13:39:50","Workload":"Exchange","Parameters":[{"Name":"a","Value":"b"}]}'
    expect(workload(json)).toBe('Exchange')
    expect(workload('{"Workload":""}')).toBe('')
  })

  test.each([
    ['behind an object', '{"Item":{"a":1},"Workload":"Exchange"}'],
    ['in an object', '{"Item":{"Workload":"Exchange"}}'],
    ['twice', '{"Workload":"Exchange","Workload":"Teams"}'],
    ['twice, once with an escape', '{"Workload":"Exchange","Wor\\u006bload":"Teams"}'],
    ['with an escape', '{"Workload":"Ex\\"change"}'],
    ['as the end of another name', '{"a\\"Workload":"Exchange"}'],
    ['as a number', '{"Workload":1}'],
    ['in a list', '["Workload","Exchange"]'],
  ])('is left to a parse: %s', (_name, json) => {
    expect(workload(json)).toBeUndefined()
  })
})
