/** The page of all rules is what the rules declare, and every finding's link has its entry. */
import {readFileSync} from 'node:fs'
import {expect, test} from 'vitest'
import {rulesPage} from '../../scripts/rules-page.ts'
import {leastOf} from '../../src/detect/rule.ts'
import {allRules} from '../../src/detect/rules/index.ts'
import {ruleLink, rulesPageUrl} from '../../src/report/rule-links.ts'

const page = rulesPage()
const metas = [...new Map(allRules.flatMap(rule => rule.metas).map(meta => [meta.id, meta])).values()]

test('the page in the repository is current (`npm run tables`)', () => {
  expect(readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8')).toBe(page)
})

test('every rule has one entry, at the anchor that its findings link to', () => {
  const anchors = [...page.matchAll(/<a id="([^"]+)"><\/a>(\S+) /g)].map(([, anchor, id]) => ({anchor, id}))
  expect(anchors.length).toBe(metas.length)
  expect(new Set(anchors.map(({id}) => id))).toEqual(new Set(metas.map(({id}) => id)))
  for (const {anchor, id} of anchors)
    expect(ruleLink('https://x.example/rules.md', id ?? '')).toBe(`https://x.example/rules.md#${anchor}`)
})

test('an entry says what the rule asks, needs and counts, and what is benign', () => {
  const [, entry = ''] = page.split('<a id="auth-01"></a>')
  const text = entry.split('\n###')[0]
  for (const words of [
    'AUTH-01 Password spray',
    'Were passwords tried on many accounts from one network?',
    'accounts tried from one network in 24 h (at least 4; 5 of 100 users, 8 of 1,000 users, 14 of 10,000 users)',
    '[T1110.003](https://attack.mitre.org/techniques/T1110/003/) Brute Force: Password Spraying',
    'operations `userloggedin`, `userloginfailed`',
    '`rule: AUTH-01`',
  ])
    expect(text).toContain(words)
})

test('thresholds grow with the tenant, and never shrink', () => {
  for (const meta of metas.filter(({thresholds}) => (thresholds ?? []).length > 0)) {
    const sizes = [1, 12, 100, 1_000, 10_000, 100_000].map(users => leastOf(meta, users))
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
    expect(sizes[0]).toBe(meta.thresholds?.[0]?.least)
  }
})

test.each([
  [
    {repository: 'contoso/audit', commit: 'a'.repeat(40), ref: 'v1'},
    `https://github.com/contoso/audit/blob/${'a'.repeat(40)}/docs/rules.md`,
  ],
  [
    {repository: 'contoso/audit', commit: 'unknown', ref: 'v1'},
    'https://github.com/contoso/audit/blob/v1/docs/rules.md',
  ],
  [{commit: 'unknown'}, undefined],
  [{repository: 'a/b"onclick', commit: 'unknown', ref: 'v1'}, undefined],
])('the page of %j is %s', (tool, expected) => {
  expect(rulesPageUrl({tool: {name: 'x', version: '1', ...tool}, run: {}} as Parameters<typeof rulesPageUrl>[0])).toBe(
    expected,
  )
})
