/** Why GitHub refuses, told apart by its words and headers. */
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {shortened} from '../../src/wire/failure.ts'
import {authorisationPage, gitHubCause, gitHubCauseWords} from '../../src/wire/github-refusal.ts'

test.each([
  [403, 'API rate limit exceeded for installation ID 1.', {}, 'rate-limit'],
  [403, 'x', {'x-ratelimit-remaining': '0'}, 'rate-limit'],
  [429, 'x', {'x-ratelimit-remaining': '0'}, 'rate-limit'],
  [429, 'x', {}, 'secondary-limit'],
  [403, 'x', {'retry-after': '60', 'x-ratelimit-remaining': '900'}, 'secondary-limit'],
  [403, 'You have triggered an abuse detection mechanism.', {}, 'secondary-limit'],
  [403, 'x', {'x-github-sso': 'required; url=https://x'}, 'single-sign-on'],
  [200, 'x', {'x-github-sso': 'partial-results; organizations=1'}, 'refused'],
  [401, 'Bad credentials', {}, 'token'],
  [403, 'Sorry. Your account was suspended.', {}, 'token'],
  [403, 'Resource not accessible by integration', {}, 'job-token'],
  [403, 'You have been blocked from creating issues', {}, 'restricted'],
  [403, 'Unable to create comment because issue is locked.', {}, 'locked'],
  [403, 'Your billing is locked', {}, 'refused'],
  [403, 'Repository was archived so is read-only.', {}, 'archived'],
  [403, 'The server is in read-only mode', {}, 'refused'],
  [403, 'Must have admin rights to Repository.', {}, 'refused'],
  [403, 'Write access to repository not granted.', {}, 'fine-grained'],
  [403, 'The organization enforces SSO', {}, 'single-sign-on'],
  [403, '', {}, 'refused'],
  [410, 'Gone', {}, 'disabled'],
  [404, 'Not Found', {}, 'not-found'],
  [307, '', {}, 'moved'],
  [502, '<html>', {}, 'unavailable'],
  [418, 'x', {}, 'refused'],
] as const)('%i %o with %o is %s', (status, words, headers, cause) => {
  expect(gitHubCause({status, words, headers: new Headers(headers)})).toBe(cause)
  expect(gitHubCauseWords[cause]).not.toBe('')
})

test('only an https page is taken for the one where a token is authorised', () => {
  expect(authorisationPage(new Headers({'x-github-sso': 'required; url=javascript:x'}))).toBeUndefined()
  expect(authorisationPage(undefined)).toBeUndefined()
})

test('words are never longer than asked for, and not cut inside a word', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/)), fc.integer({min: 30, max: 80}), (words, most) => {
      const text = words.join(' ')
      const short = shortened(text, most)
      expect(short.length).toBeLessThanOrEqual(most)
      const kept = short.replace(/…$/, '').split(' ')
      expect(words.slice(0, kept.length).join(' ')).toBe(text.length <= most ? text : kept.join(' '))
    }),
    {seed: 3},
  )
})

test('a long word is cut, and no half of a character is left', () => {
  expect(shortened('x'.repeat(50), 20)).toBe(`${'x'.repeat(19)}…`)
  expect(encodeURIComponent(shortened('🔑'.repeat(50), 20))).not.toBe('')
})
