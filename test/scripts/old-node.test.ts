/** Who starts the tests with a Node that lacks what they use is told so, in one sentence. */
import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {expect, test} from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

test('an old Node is named, and how the tests are started instead', () => {
  const older = ['--import', 'data:text/javascript,delete Map.groupBy']
  const words = [...older, 'node_modules/vitest/vitest.mjs', 'run', 'test/audit']
  const {stdout, stderr, status} = spawnSync(process.execPath, words, {cwd: root, encoding: 'utf8'})
  expect(stderr.trim()).toBe(
    `The tests need Node 24, and this is ${process.version}: start them by “npm test”, which brings its own.`,
  )
  expect(stdout).toBe('')
  expect(status).toBe(1)
})
