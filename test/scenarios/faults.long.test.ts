/** The faults that take long: for ever, as far as faults-always.test.ts does not play them, and crowds of tens of thousands. */
import {afterAll, describe, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {alwaysOthers, largeUsual, play} from './fault.ts'

afterAll(cleanUp)

describe('a minute under', () => {
  for (const name of alwaysOthers) test(`${name}, for ever`, () => play(name, 'always'))
})

describe('a few seconds under', () => {
  for (const name of largeUsual) test(name, () => play(name, 'usual'))
})
