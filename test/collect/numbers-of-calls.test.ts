import {describe, test} from 'vitest'
import {checkEmptyMonth, checkSmoothMonth} from './numbers-of-calls.ts'

describe('the number of searches', () => {
  test('of an empty month is 40 at most', checkEmptyMonth)
  test('of a smooth month of a million records is 1.3 times the least at most', () => checkSmoothMonth(2))
})
