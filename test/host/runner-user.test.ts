/** A container that runs as another user than the runner: one message, whatever it may not write. */
import {expect, test} from 'vitest'
import {type FileRights, wrongUser} from '../../src/host/runner-user.ts'

const environment = {GITHUB_OUTPUT: '/runner/output', GITHUB_STEP_SUMMARY: '/runner/summary', GITHUB_WORKSPACE: '/work'}

function rights(refused: readonly string[], code = 'EACCES'): FileRights {
  return {
    writable: path => {
      if (refused.includes(path)) throw Object.assign(new Error('no'), {code})
    },
    owner: () => 1001,
    self: () => 5000,
  }
}

test.each([
  [['/runner/output', '/runner/summary', '/work'], 'outputs, the summary, the workspace'],
  [['/work'], 'the workspace'],
  [['/runner/output'], 'outputs'],
])('%o', (refused, words) => {
  const failure = wrongUser(environment, rights(refused))
  expect(failure?.message).toContain(`as user 5000, who may not write ${words}: they belong to user 1001`)
  expect(failure?.remedy).toContain('--user 1001')
})

test('what is not there, or was never named, is another matter', () => {
  expect(wrongUser(environment, rights(['/work'], 'ENOENT'))).toBeUndefined()
  expect(wrongUser({}, rights(['/work']))).toBeUndefined()
  expect(wrongUser(environment, rights([]))).toBeUndefined()
})
