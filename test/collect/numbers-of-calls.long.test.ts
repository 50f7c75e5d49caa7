import {describe, test} from 'vitest'
import {checkMonthsWithBursts, checkSmoothMonth} from './numbers-of-calls.ts'

const seeds = [1, 2, 3, 4, 5]

describe('the number of searches', () => {
  test.each(seeds)('of a smooth month of a million records is 1.35 times the least at most: %i', checkSmoothMonth)
  test('of months with bursts is as the decision says', () => checkMonthsWithBursts(seeds), 120_000)
})
