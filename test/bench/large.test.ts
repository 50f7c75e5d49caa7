/** The large month of the bench, made from numbers; and what is asked of the disk and of both ways. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {differencesOf, diskNeeded, tooLittleDisk} from '../../bench/large-checks.ts'
import {LargeMonth} from '../../bench/large-month.ts'
import {outputsIn} from '../../bench/program.ts'

const tenant = '3f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634'
const month = new LargeMonth(20_000, Date.UTC(2026, 9), tenant)
const moment = fc.integer({min: month.start - 3_600_000, max: month.end + 3_600_000})

describe('the large month', () => {
  test('has so many records, in order, each with an id of its own', () => {
    expect(month.records).toBe(20_000)
    const ids = new Set<string>()
    let before = month.start
    for (let number = 0; number < month.records; number++) {
      const {AuditData, Identity, CreationDate} = JSON.parse(month.row(number, 1, 1))
      const record = JSON.parse(AuditData)
      const time = month.timeOf(number)
      expect([Identity, Date.parse(CreationDate), Date.parse(`${record.CreationTime}Z`)]).toEqual([
        record.Id,
        time,
        time,
      ])
      expect(time).toBeGreaterThanOrEqual(before)
      before = time
      ids.add(record.Id)
    }
    expect(before).toBeLessThan(month.end)
    expect(ids.size).toBe(month.records)
  })

  test('is the same in parts as whole', () => {
    fc.assert(
      fc.property(fc.uniqueArray(moment, {minLength: 2, maxLength: 8}), moments => {
        const edges = [...moments].sort((a, b) => a - b)
        const [first = 0, last = 0] = [edges[0], edges.at(-1)]
        const parts = edges.slice(1).flatMap((end, at) => month.between(edges[at] ?? 0, end, 1e9))
        expect(parts).toEqual(month.between(first, last, 1e9))
        for (const number of parts.slice(0, 20)) {
          expect(month.timeOf(number)).toBeGreaterThanOrEqual(first)
          expect(month.timeOf(number)).toBeLessThan(last)
        }
      }),
    )
  })

  test('gives a sample of what is too much, from everywhere', () => {
    const some = month.between(month.start, month.end, 100)
    expect([some.length, new Set(some).size]).toEqual([100, 100])
    expect([some[0], (some.at(-1) ?? 0) > 19_000]).toEqual([0, true])
  })
})

test('a month that the disk has no room for is refused before it begins', () => {
  expect(tooLittleDisk(1_000_000, diskNeeded(1_000_000), '/tmp')).toBeUndefined()
  expect(tooLittleDisk(10_000_000, 5e9, '/tmp')).toBe(
    'A month of 10,000,000 records needs 28.0 GB of disk; /tmp has 5.0 GB. Set TMPDIR to a folder on a larger one, or measure fewer: --large-records.',
  )
  expect(diskNeeded(10_000_000)).toBeLessThanOrEqual(30e9)
})

test('files differ that have other bytes, or that one of both lacks', () => {
  const file = (name: string, sha256: string) => ({name, sha256})
  const one = [file('a', '1'), file('b', '2'), file('c', '3')]
  expect(differencesOf(one, [...one].reverse())).toEqual([])
  expect(differencesOf(one, [file('a', '1'), file('b', 'x'), file('d', '4')])).toEqual(['b', 'c', 'd'])
})

test('the outputs of a run in a terminal are its last lines', () => {
  expect(outputsIn('COMPLETE: 3 records.\n\nstatus: complete\nmatrix: {"shard":["1/1"]}\n')).toEqual({
    status: 'complete',
    matrix: '{"shard":["1/1"]}',
  })
})
