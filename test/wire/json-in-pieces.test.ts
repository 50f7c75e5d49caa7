/** An answer that is parsed item by item has the value that `JSON.parse` gives its whole text. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {jsonInPieces} from '../../src/wire/json-in-pieces.ts'

/** Names that may be taken for the list’s, and one that would change an object’s prototype. */
const names = fc.constantFrom(
  '"value"',
  '"val\\u0075e"',
  '"valuE"',
  '"values"',
  '"@odata.nextLink"',
  '"__proto__"',
  '"a,]\\""',
)
const space = fc.constantFrom('', ' ', '\n', '\t\r ')
const anyJson = fc.json({depthSize: 'small', stringUnit: 'binary'})
const anyList = fc
  .tuple(
    fc.array(
      fc.tuple(space, anyJson, space).map(parts => parts.join('')),
      {maxLength: 6},
    ),
    space,
  )
  .map(([items, inside]) => `[${items.length === 0 ? inside : items.join(',')}]`)
const member = fc
  .tuple(space, names, space, space, fc.oneof(anyList, anyJson, fc.constant('{"value":[1]}')), space)
  .map(([a, name, b, c, value, d]) => `${a}${name}${b}:${c}${value}${d}`)
const answer = fc
  .tuple(fc.array(member, {maxLength: 5}), space)
  .map(([members, after]) => `{${members.join(',')}}${after}`)

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes))
  } catch {
    return undefined
  }
}

/** Any answer may be left to the other way; one that is not has the same value, names in the same order. */
function holds(bytes: Buffer): void {
  const value = jsonInPieces(bytes)
  if (value === undefined) return
  const whole = parsed(bytes)
  expect(value).toEqual(whole)
  expect(JSON.stringify(value)).toBe(JSON.stringify(whole))
}

test('whatever it holds', () => {
  fc.assert(
    fc.property(answer, text => holds(Buffer.from(text))),
    {numRuns: 500},
  )
})

test('or nothing, where a byte of it is wrong', () => {
  const edit = fc.tuple(fc.integer({min: 0, max: 400}), fc.uint8Array({maxLength: 2}), fc.integer({min: 0, max: 3}))
  fc.assert(
    fc.property(
      answer,
      fc.oneof(
        edit,
        fc.tuple(
          fc.integer({min: 0, max: 400}),
          fc.string({unit: fc.constantFrom(...'{}[],:"\\ 1')}),
          fc.integer({min: 0, max: 3}),
        ),
      ),
      (text, [where, inserted, removed]) => {
        const bytes = Buffer.from(text)
        const at = where % (bytes.length + 1)
        holds(Buffer.concat([bytes.subarray(0, at), Buffer.from(inserted as Uint8Array), bytes.subarray(at + removed)]))
      },
    ),
    {numRuns: 1000},
  )
})

describe('is parsed in pieces', () => {
  test.each([
    ['no item', '{"value":[]}'],
    ['space for an item', '{"value" : [ \n ] }'],
    ['an item, and what is around it', '{"@odata.context":"a","value":[{"a":"]},{"}],"@odata.nextLink":"x"}'],
    ['items of all kinds', '{"value":[1,"2",[3,{"value":[4]}],null,true,{},"\\"\\\\"]}'],
    ['a list of that name deeper before', '{"a":{"value":[1]},"value":[2,3]}'],
    ['characters of two and four bytes', '{"ä":"🎈","value":["ö🎈",{"ü":"ß"}]}'],
  ])('%s', (_name, text) => {
    expect(jsonInPieces(Buffer.from(text))).toEqual(JSON.parse(text))
  })
})

describe('is left to the other way', () => {
  test.each([
    ['no object', '[1,2]'],
    ['no list', '{"value":null}'],
    ['no such name', '{"values":[1]}'],
    ['two of that name', '{"value":[1],"value":[2]}'],
    ['another spelling of the name', '{"value":[1],"val\\u0075e":[2]}'],
    ['an item missing', '{"value":[1,,2]}'],
    ['a comma too many', '{"value":[1,]}'],
    ['space that JSON has not', '{"value":[\v]}'],
    ['a list that ends as an object', '{"value":[1}}'],
    ['brackets that don’t match in an item', '{"value":[{"a":1],2]}'],
    ['an end inside a text', '{"value":["a'],
    ['more after it', '{"value":[1]}{}'],
    ['a byte order mark', '\ufeff{"value":[1]}'],
  ])('%s', (_name, text) => {
    expect(jsonInPieces(Buffer.from(text))).toBeUndefined()
  })

  test('bytes that are not UTF-8', () => {
    expect(jsonInPieces(Buffer.from('{"value":["\xe4"]}', 'latin1'))).toBeUndefined()
  })
})
