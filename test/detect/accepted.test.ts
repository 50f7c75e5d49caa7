import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {parse} from 'yaml'
import {foldUser} from '../../src/audit/identity.ts'
import {Acceptance, acceptingEntry, like, parseAccepted} from '../../src/detect/accepted.ts'
import type {AcceptedEntry, Finding} from '../../src/detect/findings.ts'
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

describe('a printed entry', () => {
  const aFinding = (names: Partial<Finding>): Finding =>
    ({
      ...detected([]).findings[0],
      ...{actors: [], users: [], applications: [], addresses: [], objects: []},
      ...names,
    }) as Finding
  const base = aFinding({})
  const entriesOf = (finding: Finding) => parseAccepted(parse(acceptingEntry(finding)))
  const accepts = (entries: AcceptedEntry[], finding: Finding) =>
    new Acceptance(entries, Date.parse('2026-11-01')).of(finding) !== undefined
  const text = fc.oneof(
    fc.string({minLength: 1, unit: 'grapheme', maxLength: 20}),
    fc.string({
      minLength: 1,
      unit: fc.constantFrom('*', '\\', 'a', 'B', '"', '\u200b', '\u202e', '\u00ad', '\ufeff', '\u{e0041}', ' ', '\n'),
    }),
  )
  const user = text.map(one => foldUser(one)).filter(one => one !== '')

  test('accepts its finding, whatever it is called', () => {
    fc.assert(
      fc.property(user, text, fc.constantFrom('actors', 'users', 'applications', 'objects'), (person, thing, kind) => {
        const finding = {...base, [kind]: [kind === 'actors' || kind === 'users' ? person : thing]}
        const {entries, mistakes} = entriesOf(finding)
        expect(mistakes).toEqual([])
        expect(accepts(entries, finding)).toBe(true)
      }),
      {numRuns: 500},
    )
  })

  test('accepts no other actor or object, also not one that looks alike or that a star would fit', () => {
    fc.assert(
      fc.property(user, user, fc.constantFrom('actors', 'objects'), (one, other, kind) => {
        fc.pre(one.toLowerCase() !== other.toLowerCase())
        const {entries} = entriesOf({...base, [kind]: [one]})
        expect(entries).toHaveLength(1)
        expect(accepts(entries, {...base, [kind]: [other]})).toBe(false)
      }),
      {numRuns: 500},
    )
    const starred = entriesOf({...base, actors: ['*']}).entries
    expect(accepts(starred, {...base, actors: ['ann@contoso.example']})).toBe(false)
    const hidden = entriesOf({...base, actors: ['ann\u200b@contoso.example']}).entries
    expect(accepts(hidden, {...base, actors: ['ann@contoso.example']})).toBe(false)
  })

  test('holds nothing that cannot be seen', () => {
    expect(acceptingEntry({...base, actors: ['a\u200bb\u202ec\u{e0041}']})).toMatch(/^[\x20-\x7e\n…]+$/)
  })

  test('always names an actor or an object, or is none', () => {
    expect(entriesOf({...base, objects: ['Rule 1']}).entries).toMatchObject([{application: 'Rule 1'}])
    const tried = entriesOf({...base, objects: ['ann@contoso.example'], addresses: ['203.0.113.7']}).entries
    expect(tried).toMatchObject([{application: 'ann@contoso.example', address: '203.0.113.7'}])
    for (const bare of [base, {...base, addresses: ['203.0.113.7']}])
      expect(entriesOf(bare)).toEqual({entries: [], mistakes: []})
  })

  test('of any finding accepts it, and nothing of another actor and object at the same address', () => {
    const names = fc.array(user, {maxLength: 2})
    const kinds = {actors: names, users: names, applications: names, objects: names}
    fc.assert(
      fc.property(fc.record(kinds), fc.boolean(), (named, hasAddress) => {
        const finding = {...base, ...named, addresses: hasAddress ? ['203.0.113.7'] : []}
        const {entries, mistakes} = entriesOf(finding)
        expect(mistakes).toEqual([])
        expect(entries.every(({actor, application}) => actor !== undefined || application !== undefined)).toBe(true)
        expect(accepts(entries, finding)).toBe(Object.values(named).flat().length > 0)
        const all = Object.values(named).flat()
        const other = all.map(one => `${one}x`).find(one => !all.includes(one)) ?? 'x'
        expect(accepts(entries, {...finding, actors: [other], users: [], applications: [other], objects: []})).toBe(
          false,
        )
      }),
      {numRuns: 300},
    )
  })

  test.each([
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['contoso\\ann', 'CONTOSO\\ann', true],
    ['contoso\\\\ann', 'contoso\\ann', true],
    ['a*\\*', 'ab*', true],
  ])('%s fits %s: %s', (pattern, name, fits) => {
    expect(like(pattern, name)).toBe(fits)
  })
})
