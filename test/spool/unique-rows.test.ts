import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {uniqueRows} from '../../src/spool/unique-rows.ts'
import {aRow, guid, spooled} from '../builders.ts'

const row = (id: string, data: Record<string, unknown> = {}, reading = 1) => spooled(aRow({Id: id, ...data}), reading)
const nameless = (data: Record<string, unknown> = {}, reading = 1) =>
  spooled(aRow({Id: undefined, ...data}, {Identity: ''}), reading)

const anyText = (AuditData: string) => spooled(aRow({Id: 'a'}, {AuditData, Identity: 'a'}))

const texts = (rows: readonly {record: {AuditData: string}}[]) => rows.map(one => one.record.AuditData)

describe('a record', () => {
  test.each([
    ['once is once', [row('a')], {kept: 1, duplicates: 0, conflicts: 0}],
    ['twice in one reading is once, and a duplicate', [row('a'), row('a')], {kept: 1, duplicates: 1, conflicts: 0}],
    [
      'in two readings is once, and no duplicate',
      [row('a', {}, 1), row('a', {}, 2)],
      {kept: 1, duplicates: 0, conflicts: 0},
    ],
    [
      'thrice in one reading and twice in another has two duplicates',
      [row('a', {}, 1), row('a', {}, 1), row('a', {}, 1), row('a', {}, 2), row('a', {}, 2)],
      {kept: 1, duplicates: 2, conflicts: 0},
    ],
    [
      'with two contents is kept twice, and a conflict',
      [row('a', {x: 1}), row('a', {x: 2})],
      {kept: 2, duplicates: 0, conflicts: 1},
    ],
    [
      'with its members in another order is once',
      [spooled(aRow({Id: 'a', x: {p: 1, q: [2]}, y: 1}), 1), spooled(aRow({Id: 'a', y: 1, x: {q: [2], p: 1}}), 2)],
      {kept: 1, duplicates: 0, conflicts: 0},
    ],
    [
      'without Identity is not doubled by another order of members',
      [nameless({x: 1, y: 2}, 1), nameless({y: 2, x: 1}, 2)],
      {kept: 1, duplicates: 0, conflicts: 0},
    ],
    [
      'with its items in another order has another content',
      [row('a', {x: [1, 2]}), row('a', {x: [2, 1]})],
      {kept: 2, duplicates: 0, conflicts: 1},
    ],
    [
      'with numbers that a double does not tell apart has two contents',
      [anyText('{"Id":"a","x":9007199254740993}'), anyText('{"Id":"a","x":9007199254740992}')],
      {kept: 2, duplicates: 0, conflicts: 1},
    ],
    [
      'with three contents is one conflict',
      [row('a', {x: 1}), row('a', {x: 2}), row('a', {x: 3}), row('b')],
      {kept: 4, duplicates: 0, conflicts: 1},
    ],
    ['without Identity is kept as often as it came', [nameless(), nameless()], {kept: 2, duplicates: 0, conflicts: 0}],
    [
      'without Identity is not doubled by a second reading',
      [nameless({}, 1), nameless({}, 1), nameless({}, 2)],
      {kept: 2, duplicates: 0, conflicts: 0},
    ],
    [
      'without Identity has no conflict with another',
      [nameless({x: 1}), nameless({x: 2})],
      {kept: 2, duplicates: 0, conflicts: 0},
    ],
  ])('%s', (_name, rows, expected) => {
    const {kept, duplicates, conflicts} = uniqueRows(rows)
    expect({kept: kept.length, duplicates, conflicts}).toEqual(expected)
  })

  test('none of nothing', () => {
    expect(uniqueRows([])).toEqual({kept: [], duplicates: 0, conflicts: 0})
  })
})

test('records stand in their order, however they came', () => {
  const rows = [
    row(guid(2), {CreationTime: '2026-10-05T12:00:01'}),
    row(guid(1), {CreationTime: '2026-10-05T12:00:01'}),
    row(guid(3), {CreationTime: '2026-10-05T12:00:00'}),
  ]
  expect(uniqueRows(rows).kept.map(one => one.record.Identity)).toEqual([guid(3), guid(1), guid(2)])
})

test('of texts that differ in the order of members, the same one stays however they came', () => {
  const rows = [row('a', {x: 1, y: 2}), row('a', {y: 2, x: 1}), row('a', {x: 2, y: 1})]
  const [one, other] = [uniqueRows(rows), uniqueRows([...rows].reverse())]
  expect([one.kept.length, one.conflicts, texts(other.kept)]).toEqual([2, 1, texts(one.kept)])
})

test('any order of the same rows gives the same result', () => {
  const any = fc
    .record({
      id: fc.constantFrom('', 'a', 'b', 'c'),
      x: fc.nat(2),
      time: fc.nat(2),
      reading: fc.integer({min: 1, max: 3}),
    })
    .map(({id, x, time, reading}) =>
      spooled(aRow({Id: id, x, CreationTime: `2026-10-05T12:00:0${time}`}, {Identity: id}), reading),
    )
  const shuffled = fc
    .array(any, {maxLength: 25})
    .chain(rows => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, {minLength: rows.length})))
  fc.assert(
    fc.property(shuffled, ([rows, other]) => {
      const [one, two] = [uniqueRows(rows), uniqueRows(other)]
      expect([texts(two.kept), two.duplicates, two.conflicts]).toEqual([texts(one.kept), one.duplicates, one.conflicts])
      expect(new Set(texts(one.kept))).toEqual(new Set(texts(rows)))
    }),
  )
})
