import {describe, test} from 'vitest'
import {checkCallsOfDays} from './calls-of-days.ts'

describe('a day’s run of a tenant with a million records a month stays in its budget', () => {
  const all = Array.from({length: 26}, (_none, index) => index + 4)
  test('on every day of a smooth month', () => checkCallsOfDays(1, false, all))
  test('on every day of a month with bursts', () => checkCallsOfDays(2, true, all))
})
