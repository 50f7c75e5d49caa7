import {describe, test} from 'vitest'
import {checkCallsOfDays} from './calls-of-days.ts'

describe('a day’s run', () => {
  test('of a tenant with a million records a month stays in its budget', () => checkCallsOfDays(3, false, [5, 13]))
})
