import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {type CountedWindow, estimateMissing} from '../../src/audit/estimate.ts'
import {seeded} from '../builders.ts'

const aWindow = (records: number, status: CountedWindow['status'] = 'read'): CountedWindow => ({status, records})

const twice = (first: number, second: number, both: number): CountedWindow => ({
  ...aWindow(first + second - both, 'confirmed'),
  compared: {first, second, both},
})

describe('what may be missing', () => {
  test.each<[string, CountedWindow[], ReturnType<typeof estimateMissing>['missing']]>([
    ['nobody knows where nothing was read twice', [aWindow(1000)], undefined],
    ['nobody knows where only empty windows were', [aWindow(1000), twice(0, 0, 0)], undefined],
    ['nobody knows where the readings have nothing in common', [aWindow(1000), twice(10, 10, 0)], undefined],
    ['nobody knows where too little was read twice', [aWindow(1000), twice(3, 3, 3)], undefined],
    [
      'is at most three in what was read twice, where nothing new was found',
      [aWindow(9000), twice(1000, 1000, 1000)],
      {likely: 0, least: 0, most: 28},
    ],
    [
      'is next to nothing where all was read twice and agreed',
      [twice(1000, 1000, 1000)],
      {likely: 0, least: 0, most: 1},
    ],
    [
      'is the product of both rates where all was read twice',
      Array(18).fill(twice(50, 50, 45)),
      {likely: 10, least: 3, most: 25},
    ],
    [
      'is the share that the first readings missed',
      [aWindow(10_000), ...Array(20).fill(twice(49, 50, 49))],
      {likely: 204, least: 123, most: 319},
    ],
    [
      'is less certain where records go missing together',
      [aWindow(10_000), twice(30, 50, 30), ...Array(19).fill(twice(50, 50, 50))],
      {likely: 204, least: 2, most: 1253},
    ],
  ])('%s', (_name, entries, missing) => {
    expect(estimateMissing(entries).missing).toEqual(missing)
  })

  test('counts windows, those that differed, and leaves gaps aside', () => {
    const entries = [aWindow(10), aWindow(99, 'gap'), twice(5, 5, 5), twice(5, 6, 5), twice(6, 5, 5)]
    expect(estimateMissing(entries)).toMatchObject({windows: 3, differed: 2, first: 16, second: 16, both: 15, once: 10})
  })
})

/** A month whose every reading misses each record with the same chance. */
function aMonth(seed: number, missed: number): {entries: CountedWindow[]; missing: number} {
  const random = seeded(seed)
  const sees = () => random() >= missed
  let missing = 0
  const entries = Array.from({length: 300}, (_, index) => {
    const readings = Array.from({length: 200}, () => [sees(), sees()] as const)
    const [first, second] = [0, 1].map(which => readings.filter(seen => seen[which]).length) as [number, number]
    const again = index % 13 === 0
    missing += readings.filter(seen => !seen[0] && !(again && seen[1])).length
    return again ? twice(first, second, readings.filter(seen => seen[0] && seen[1]).length) : aWindow(first)
  })
  return {entries, missing}
}

test.each([0, 0.001, 0.01, 0.05])('the range holds the truth in nine months of ten: %f missed', missed => {
  const held = Array.from({length: 60}, (_, seed) => {
    const {entries, missing} = aMonth(seed + 1, missed)
    const range = estimateMissing(entries).missing
    return range !== undefined && range.least <= missing && missing <= range.most
  })
  expect(held.filter(Boolean).length).toBeGreaterThanOrEqual(54)
})

test('the likely number lies in its range, and more that was found anew never makes for less', () => {
  const pair = fc.record({both: fc.nat(500), first: fc.nat(20), second: fc.nat(20)})
  fc.assert(
    fc.property(fc.array(pair, {minLength: 1, maxLength: 20}), fc.nat(100_000), (pairs, once) => {
      const entries = [aWindow(once), ...pairs.map(({both, first, second}) => twice(both + first, both + second, both))]
      const {missing} = estimateMissing(entries)
      if (missing === undefined) return
      expect(missing.least).toBeLessThanOrEqual(missing.likely)
      expect(missing.likely).toBeLessThanOrEqual(missing.most)
      const agreed = estimateMissing([aWindow(once), ...pairs.map(({both}) => twice(both, both, both))]).missing
      expect(agreed?.likely ?? 0).toBe(0)
    }),
  )
})
