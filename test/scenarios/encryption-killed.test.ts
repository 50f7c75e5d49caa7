/** An encrypted export is killed while it writes; at other moments in `encryption-killed.long.test.ts`. */
import {afterAll, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {killed, moments} from './encryption-killed.ts'

afterAll(cleanUp)

const when = 'when the first file grows'

test(`nothing lies open after a kill ${when}, and the next run goes on`, {timeout: 120_000}, async () => {
  await killed(moments[when] as (typeof moments)[string], 6000)
})
