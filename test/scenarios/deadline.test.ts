/** The deadline ends everything from the first request on; other kinds of runs are in `deadline.long.test.ts`. */
import {afterAll, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {expectInTime} from './deadline.ts'

afterAll(cleanUp)

test('an export ends in time, whichever request is never answered', {timeout: 60_000}, async () => {
  await expectInTime({})
})
