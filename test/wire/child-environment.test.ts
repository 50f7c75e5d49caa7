/** Programs that are started see where things are, and no secret of the step. */
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {childEnvironment, proxyVariables} from '../../src/wire/child-environment.ts'

const ours = {
  PATH: '/usr/bin',
  Path: 'C:\\Windows',
  HOME: '/home/runner',
  'INPUT_CERTIFICATE-PASSWORD': 'secret',
  INPUT_STATE_KEY: 'secret',
  ACTIONS_RUNTIME_TOKEN: 'secret',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'secret',
  GITHUB_TOKEN: 'secret',
  AZURE_CLIENT_SECRET: 'secret',
  https_proxy: 'http://user:secret@proxy',
}

test('what a program needs is passed, and nothing else', () => {
  expect(childEnvironment(ours)).toEqual({PATH: '/usr/bin', Path: 'C:\\Windows', HOME: '/home/runner'})
})

test('what it is started for is added, and what it is allowed besides', () => {
  expect(childEnvironment({PATH: '/usr/bin'}, {PFX_PASSWORD: 'x'})).toEqual({PATH: '/usr/bin', PFX_PASSWORD: 'x'})
  expect(childEnvironment(ours, {}, proxyVariables)).toHaveProperty('https_proxy')
})

test('no variable with a name of the runner, of an input or of a secret is ever passed', () => {
  const name = fc
    .tuple(fc.constantFrom('INPUT_', 'ACTIONS_', 'GITHUB_', 'RUNNER_', 'MY_'), fc.string({minLength: 1}))
    .map(parts => parts.join(''))
  fc.assert(
    fc.property(fc.dictionary(name, fc.string()), environment => {
      expect(childEnvironment(environment)).toEqual({})
    }),
  )
})

test('every program that the source starts gets an environment that is made for it', () => {
  const root = new URL('../../src/', import.meta.url).pathname
  const starts: string[] = []
  const faults: string[] = []
  for (const name of readdirSync(root, {recursive: true, encoding: 'utf8'})) {
    if (!name.endsWith('.ts')) continue
    const text = readFileSync(join(root, name), 'utf8')
    if (!text.includes("from 'node:child_process'")) continue
    starts.push(name.replaceAll('\\', '/'))
    const calls =
      text.match(/\b(?:spawn|spawnSync|fork|exec|execFile|execSync|execFileSync)\)?\([^;]*?\n {2,6}\}\)/g) ?? []
    if (calls.length === 0) faults.push(`${name}: no call was recognised`)
    for (const call of calls) if (!/\benv\b/.test(call)) faults.push(`${name}: inherits the environment`)
    if (/\.\.\.process\.env|env: process\.env/.test(text)) faults.push(`${name}: passes the whole environment`)
  }
  expect(faults).toEqual([])
  expect(starts.toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    'demo.ts',
    'setup/tokens.ts',
    'simulator/certificate.ts',
    'wire/run-program.ts',
  ])
})
