/** Every fault of the simulated tenant, played as often as it usually is. */
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {expectations} from './expectations.ts'
import {faults, play, usual} from './fault.ts'

afterAll(cleanUp)

test('every fault has an expectation, and no expectation is without its fault', () => {
  expect(new Set(Object.keys(expectations))).toEqual(new Set(faults))
})

describe('a month under', () => {
  for (const name of usual) test(name, () => play(name, 'usual'))
})
