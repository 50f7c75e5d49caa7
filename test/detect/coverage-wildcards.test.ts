/** Patterns of operations, as the report names them. */
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {unseenRules, wildcards} from '../../src/detect/coverage.ts'
import {allRules} from '../../src/detect/rules/index.ts'

test.each([
  ['^(new|set)-transportrule$', ['new-transportrule', 'set-transportrule']],
  ['^add (eligible )?member to role', ['add eligible member to role*', 'add member to role*']],
  ['cross-tenant access setting', ['*cross-tenant access setting*']],
  ['^[a-z]+-[a-z]+$', ['*-*']],
  ['.', ['*']],
])('%s', (pattern, names) => {
  expect(wildcards(pattern)).toEqual(names)
})

test('no rule’s needs are named by signs of regular expressions', () => {
  const patterns = allRules
    .flatMap(({metas}) => metas)
    .flatMap(({needs}) => needs.operations ?? [])
    .filter(one => one instanceof RegExp)
  expect(patterns.length).toBeGreaterThan(5)
  for (const {source} of patterns) expect(wildcards(source).join()).not.toMatch(/[\^$()[\]|+?\\]/)
})

test('of alternatives, each is a name that the pattern fits', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/)
  fc.assert(
    fc.property(fc.uniqueArray(word, {minLength: 1, maxLength: 5}), word, (verbs, noun) => {
      const source = `^(${verbs.join('|')})-${noun}$`
      const names = wildcards(source)
      expect(names).toEqual(verbs.map(verb => `${verb}-${noun}`))
      for (const name of names) expect(name).toMatch(new RegExp(source))
    }),
  )
})

test('what was not recorded is named as Microsoft spells it', () => {
  const unseen = unseenRules(
    allRules.map(({metas}) => ({metas, run: {}})),
    [],
  )
  const missing = (id: string) => unseen.find(({rule}) => rule === id)?.missing
  expect(missing('MBX-21')).toBe(
    'no record of the operation SearchQueryInitiatedExchange; needs search auditing, switched on for each mailbox',
  )
  expect(missing('MBX-01')).toBe('no record of the operations New-InboxRule, Set-InboxRule')
  expect(missing('ROLE-04')).toMatch(/^no record of type ExchangeAdmin, /)
  for (const one of unseen) expect(one.missing).toMatch(/^no record of (type|the operations?) [^`]+$/)
})
