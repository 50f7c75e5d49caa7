/** The deadline ends every kind of run. */
import {afterAll, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {type Asked, expectInTime} from './deadline.ts'

afterAll(cleanUp)

test.each<[string, Asked]>([
  ['an export through Graph', {inputs: {source: 'graph'}}],
  ['an export of nothing, with its witness', {simulator: {records: []}}],
  ['a plan', {inputs: {mode: 'plan'}}],
])('%s ends in time, whichever request is never answered', {timeout: 120_000}, async (_name, asked) => {
  await expectInTime(asked)
})
