/** A write to the disk that fails, at some places of each kind of run; at every place in `sweep-disk.long.test.ts`. */
import {afterAll, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {refusing, sweepDisk} from './sweep-disk.ts'

afterAll(cleanUp)

sweepDisk(28)

test.each([
  'makeTemporaryFolder restored-',
  'makeFolder restored-/files',
  'remove restored-',
  'remove restored-/artifact.zip',
])('what earlier runs kept is an extra, and lost by it alone: %s', async kind => {
  expect(await refusing(kind)).toBeGreaterThan(0)
})
