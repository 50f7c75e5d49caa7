/** `npm run check`: a line for each check, and what a failing one said. */
import {spawnSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterAll, expect, test} from 'vitest'
import {cleanUp, temporaryFolder} from '../runner.ts'

afterAll(cleanUp)

const script = fileURLToPath(new URL('../../scripts/check.ts', import.meta.url))

/** With an npm whose `lint` fails. */
function check(failing: string) {
  const npm = join(temporaryFolder(), 'npm.mjs')
  writeFileSync(
    npm,
    `const check = process.argv.at(-1)
console.log('said by ' + check)
process.exit(check === '${failing}' ? 1 : 0)`,
  )
  return spawnSync(process.execPath, [script], {encoding: 'utf8', env: {...process.env, npm_execpath: npm}})
}

test('says one line for each check that passes', () => {
  const {stdout, status} = check('none')
  expect(stdout.replace(/\d+\.\d s/g, 'N s')).toBe(
    'ok   typecheck (N s)\nok   lint (N s)\nok   unused (N s)\nok   test (N s)\n',
  )
  expect(status).toBe(0)
})

test('repeats what a failing one said, goes on, and fails', () => {
  const {stdout, status} = check('lint')
  expect(stdout.replace(/\d+\.\d s/g, 'N s')).toBe(
    'ok   typecheck (N s)\nFAIL lint (N s)\nsaid by lint\n\nok   unused (N s)\nok   test (N s)\n',
  )
  expect(status).toBe(1)
})

test('asks to be run by npm', () => {
  const {stderr, status} = spawnSync(process.execPath, [script], {encoding: 'utf8', env: {PATH: process.env.PATH}})
  expect(stderr).toContain('npm run check')
  expect(status).toBe(1)
})
