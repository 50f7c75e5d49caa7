import {describe, expect, test} from 'vitest'
import {parse} from 'yaml'
import {like, parseAccepted} from '../../src/detect/accepted.ts'
import type {AcceptedEntry} from '../../src/detect/findings.ts'
import {passwordSpray} from '../../src/detect/rules/password-spray.ts'
import {aSignIn, at, detectionOf, minute, people} from './build.ts'

const spray = people(5).map((user, i) => aSignIn({user, ip: '203.0.113.66', error: '50126', time: at(12) + i * minute}))
const detected = (accepted: AcceptedEntry[]) => detectionOf(spray, {rules: passwordSpray, accepted})
const reason = 'Our own test'

describe('accepted findings', () => {
  test.each<[string, Omit<AcceptedEntry, 'reason'>]>([
    ['the rule', {rule: 'AUTH-01'}],
    ['rule and network', {rule: 'AUTH-01', address: '203.0.113.0/24'}],
    ['one address', {address: '203.0.113.66'}],
    ['a pattern of rules', {rule: 'AUTH-*'}],
    ['a domain among the objects', {domain: 'contoso.example'}],
    ['until a later day', {rule: 'AUTH-01', until: '2026-12-31'}],
  ])('are matched by %s', (_, entry) => {
    const {findings, counts, notes} = detected([{...entry, reason}])
    expect(findings[0]?.accepted).toMatchObject({reason})
    expect(counts.medium).toBe(0)
    expect(notes.join()).not.toMatch(/accepted/i)
  })

  test.each<[string, Omit<AcceptedEntry, 'reason'>]>([
    ['another rule', {rule: 'AUTH-02'}],
    ['another place', {rule: 'AUTH-01', address: '198.51.100.0/24'}],
    ['another actor', {rule: 'AUTH-01', actor: 'bob@contoso.example'}],
  ])('are not matched by %s, and the entry is reported', (_, entry) => {
    const {findings, counts, notes} = detected([{...entry, reason}])
    expect(findings[0]?.accepted).toBeUndefined()
    expect(counts.medium).toBe(1)
    expect(notes.join()).toMatch(/An accepted entry matches nothing this month: .*Our own test/)
  })

  test('expire, and say so', () => {
    const {counts, notes} = detected([{rule: 'AUTH-01', reason, until: '2026-10-30'}])
    expect(counts.medium).toBe(1)
    expect(notes.join()).toMatch(/Accepted until 2026-10-30, found again, and no longer accepted/)
  })

  test('print the entry that accepts them', () => {
    const [finding] = detected([]).findings
    const {entries, mistakes} = parseAccepted(parse(finding?.accept ?? ''))
    expect(mistakes).toEqual([])
    expect(detected(entries).findings[0]?.accepted).toBeDefined()
  })

  test('are read from YAML, mistakes apart', () => {
    const text = `
accepted:
  - rule: AUTH-01
    reason: a test
    until: 2026-12-31
  - rule: AUTH-02
  - reason: nothing named
  - nonsense
`
    const {entries, mistakes} = parseAccepted(parse(text))
    expect(entries).toEqual([{rule: 'AUTH-01', reason: 'a test', until: '2026-12-31'}])
    expect(mistakes).toHaveLength(3)
    expect(mistakes[0]).toMatch(/^entry 2: reason/)
  })

  test.each([[undefined], [null], [[]], [{accepted: null}]])('may be absent: %o', data => {
    expect(parseAccepted(data)).toEqual({entries: [], mistakes: []})
  })

  test('patterns match any run of characters, in linear time', () => {
    expect(like('a*c', 'ABBC')).toBe(true)
    expect(like('*@x.example', 'a@x.example')).toBe(true)
    expect(like('a*a', 'a')).toBe(false)
    expect(like('*b*c*', 'abxc')).toBe(true)
    const began = performance.now()
    expect(like('*a'.repeat(2_000), `${'a'.repeat(100_000)}b`)).toBe(false)
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})
