/** An encrypted export is killed early, midway and late. */
import {afterAll, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {killed, moments} from './encryption-killed.ts'

afterAll(cleanUp)

test.each(Object.entries(moments))(
  'nothing lies open after a kill %s, and the next run goes on',
  {timeout: 240_000},
  async (_when, reached) => {
    await killed(reached, 15_000)
  },
)
