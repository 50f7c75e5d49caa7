/** Every field of every file of each artifact that is restored, forged, under a state-key and without one. */
import {afterAll, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {expectNoFault, expectRefused, forgeries, pieces, rounds} from './forged-pieces.ts'

afterAll(cleanUp)

test('under a state-key, a run with forged pieces is the run without them', {timeout: 2_400_000}, async () => {
  const all = await pieces({sealed: true})
  for (const forged of rounds(forgeries(all))) await expectRefused(all, forged)
})

test('without a state-key, no forged piece of a trusted run ends an export', {timeout: 2_400_000}, async () => {
  const all = await pieces({sealed: false})
  for (const forged of rounds(forgeries(all))) await expectNoFault(all, forged)
})
