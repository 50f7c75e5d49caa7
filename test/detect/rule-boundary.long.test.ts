/** Every detector with depth 100,000, a million elements and texts of a megabyte; twice as much may cost little more than twice. */
import {expect, test} from 'vitest'
import {operations} from './any-record.ts'
import {cost, longTexts, named, structures} from './hostile-values.ts'

const oneField = (value: string) => (index: number) => ({[named[index % named.length] ?? '']: value})

test.each(Object.entries(structures(100_000, 100_000)))(
  '%s',
  (_, value) => {
    expect(cost(operations, oneField(value))).toBeLessThan(3_000)
  },
  600_000,
)

test('a million elements', () => {
  const {'many elements': value = ''} = structures(1, 1_000_000)
  const some = operations.filter((_, index) => index % 10 === 0)
  expect(cost(some, oneField(value))).toBeLessThan(5_000)
}, 600_000)

test.each(Object.keys(longTexts(100)))(
  'a megabyte of %s',
  name => {
    expect(cost(operations, oneField(longTexts(1_000_000)[name] ?? ''))).toBeLessThan(2_000)
  },
  600_000,
)

// Below the length at which texts are cut, what grows with the square costs four times as much.
test.each(Object.keys(longTexts(100)))(
  '%s cost no more than in proportion',
  name => {
    const of = (length: number) => {
      const value = longTexts(length)[name] ?? ''
      return cost(operations, () => Object.fromEntries(named.map(field => [field, value])))
    }
    of(1_000)
    const [half, whole] = [of(30_000), of(60_000)]
    expect(whole).toBeLessThan(3 * half + 100)
  },
  600_000,
)
