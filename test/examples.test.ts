/** Examples of each way to sign in, to encrypt, to deliver and to keep are run; all others in `examples.long.test.ts`. */
import {afterAll, expect, test} from 'vitest'
import {examplesRun, inGate, uses} from './examples.ts'
import {cleanUp} from './runner.ts'

afterAll(cleanUp)

test('the action is used by its placeholder, in many examples', () => {
  expect(uses.length).toBeGreaterThanOrEqual(12)
})

examplesRun(uses.filter(({title}) => inGate.test(title)))
