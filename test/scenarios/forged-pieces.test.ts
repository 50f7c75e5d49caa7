/** A forged field of each artifact that is restored; every field of every file is a long test. */
import {afterAll, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {expectRefused, expectTaken, forgeries, pieces, rounds} from './forged-pieces.ts'

afterAll(cleanUp)

test('a run with forged pieces is the run without them', {timeout: 120_000}, async () => {
  const all = await pieces({sealed: true})
  const [first = [], ...others] = rounds(forgeries(all))
  expect(new Set(first.map(({artifact}) => artifact)).size).toBe(3)
  await expectTaken(all)
  await expectRefused(all, others[Math.floor(others.length / 2)] ?? first)
})
