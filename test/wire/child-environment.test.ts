/** Programs that are started see where things are, and no secret of the step. */
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
