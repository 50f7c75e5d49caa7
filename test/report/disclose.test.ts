import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {Severity} from '../../src/audit/severity.ts'
import type {Finding} from '../../src/detect/findings.ts'
import {
  type Disclosure,
  disclosing,
  isAddress,
  type PersonalKind,
  PersonLabels,
  permitted,
  personKey,
} from '../../src/report/disclose.ts'
import {redactedIncidents} from '../../src/report/redacted-incidents.ts'
import {aFinding, hostileFindings, tenantId} from '../publish/builders.ts'
import {detected} from './sample-month.ts'

const shownOf = (findings: readonly Finding[], disclose: Disclosure, minimum: Severity = 'info') =>
  redactedIncidents(detected([...findings]), {minimum, disclose, tenant: tenantId}).open

describe('masked', () => {
  test.for([
    ['user', 'anna.berg@contoso.com', 'user 1 (a…@contoso…)', 'user 1'],
    ['user', 'anna_gmail.com#EXT#@contoso.onmicrosoft.com', 'user 1 (a…#EXT#@contoso…)', 'user 1'],
    ['user', 'i:0h.f|membership|anna@contoso.com', 'user 1 (a…@contoso…)', 'user 1'],
    ['user', 'anna@Zelda Quist', 'user 1 (a…@…)', 'user 1'],
    ['user', 'CONTOSO\\anna', 'user 1 (CONTOSO\\a…)', 'user 1'],
    ['user', 'Anna Berg', 'user 1 (A…)', 'user 1'],
    ['user', '🔑anna', 'user 1 (🔑…)', 'user 1'],
    ['user', '', 'user 1 (…)', 'user 1'],
    ['user', '10.1.2.3', '10.1.2.0/24', '(user withheld)'],
    ['address', '203.0.113.77', '203.0.113.0/24', '(address withheld)'],
    ['address', '203.0.113.77:443', '203.0.113.0/24', '(address withheld)'],
    ['address', '203.0.113.0/24', '203.0.113.0/24', '(address withheld)'],
    ['address', '203.0.113.77/32', '203.0.113.0/24', '(address withheld)'],
    ['address', '[2001:db8:1:2::7]:443', '2001:db8:1::/48', '(address withheld)'],
    ['address', '2001:db8:1::/48', '2001:db8:1::/48', '(address withheld)'],
    ['address', '::ffff:203.0.113.77', '203.0.113.0/24', '(address withheld)'],
    ['address', '::1', '0:0:0::/48', '(address withheld)'],
    ['address', 'not an address', '…', '(address withheld)'],
    [
      'object',
      'https://contoso-my.sharepoint.com/personal/anna_berg/x.xlsx',
      'https://contoso-my.sharepoint.com/…',
      '(object withheld)',
    ],
    ['object', 'https://anna:pw@host.test/x', 'https://host.test/…', '(object withheld)'],
    ['object', 'Salaries of Anna.xlsx', 'S….xlsx', '(object withheld)'],
    ['object', 'C:\\Users\\anna\\x.docx', 'C….docx', '(object withheld)'],
    ['object', 'anna.berg@contoso.com', 'user 1 (a…@contoso…)', 'user 1'],
    ['object', '2001:db8:1:2::7', '2001:db8:1::/48', '(object withheld)'],
    ['object', 'Mailbox of Anna', 'M…', '(object withheld)'],
  ] as [PersonalKind, string, string, string][])('%s “%s” is %s', ([kind, text, expected, counted]) => {
    expect(disclosing('masked')(kind, text)).toBe(expected)
    expect(disclosing('full')(kind, text)).toBe(text)
    expect(disclosing('counts')(kind, text)).toBe(counted)
  })

  test('an address that may be shown whole is, in every spelling', () => {
    const show = disclosing('masked', {addresses: new Set(['203.0.113.77'])})
    expect(['203.0.113.77', '203.0.113.77:443', '203.0.113.78'].map(text => show('address', text))).toEqual([
      '203.0.113.77',
      '203.0.113.77',
      '203.0.113.0/24',
    ])
  })

  test('spellings of one person have one label, and no two people have the same', () => {
    const name = fc.oneof(fc.emailAddress(), fc.string({unit: 'grapheme', maxLength: 20}), fc.string({maxLength: 600}))
    fc.assert(
      fc.property(
        fc.uniqueArray(name, {selector: personKey, maxLength: 30}),
        fc.constantFrom('masked', 'counts'),
        (names, level) => {
          const show = disclosing(level as Disclosure, {people: new PersonLabels(names)})
          const people = names.filter(one => !isAddress(one))
          const labels = people.map(one => show('user', one))
          expect(new Set(labels).size).toBe(people.length)
          expect(people.map(one => show('user', ` ${one}`).split(' (')[0])).toEqual(
            labels.map(label => label.split(' (')[0]),
          )
        },
      ),
    )
  })
})

test.for([
  ['full', true, 'masked'],
  ['full', undefined, 'masked'],
  ['full', false, 'full'],
  ['masked', true, 'masked'],
  ['counts', true, 'counts'],
  ['counts', false, 'counts'],
] as [Disclosure, boolean | undefined, Disclosure][])('%s where public is %s is %s', ([asked, isPublic, expected]) => {
  expect(permitted(asked, isPublic)).toBe(expected)
})

describe('an incident', () => {
  const canaries = {
    user: 'zelda.quist@contoso.com',
    guest: 'mark_evil.example#EXT#@contoso.onmicrosoft.com',
    address: '198.51.100.23',
    v6: '2001:db8:aa:bb::23',
    file: 'Redundancies.xlsx',
    page: 'https://contoso-my.sharepoint.com/personal/zelda_quist/Redundancies.xlsx',
    rule: 'hide from zelda',
    phone: '+49-170-5550123',
    display: 'Zelda Quist',
    account: 'CONTOSO\\zelda',
  }
  const sentence =
    `Zelda Quist (zelda.quist@contoso.com), ZELDA.QUIST@contoso.com; from 198.51.100.23, [2001:db8:aa:bb::23]: ` +
    `made “hide from zelda”, read Redundancies.xlsx at <https://contoso-my.sharepoint.com/personal/zelda_quist/Redundancies.xlsx> ` +
    `as CONTOSO\\zelda, with +49-170-5550123, and told mark_evil.example#EXT#@contoso.onmicrosoft.com.`
  const finding: Finding = {
    ...aFinding({title: sentence, why: sentence, benign: sentence, next: [sentence]}),
    actors: [canaries.user, canaries.address, canaries.v6],
    objects: [canaries.page, canaries.file],
    users: [canaries.display],
  }
  const telling = ['zelda', 'quist', '198.51.100.23', 'bb::', 'redundanc', '5550123', 'mark_evil']

  test('says it all at full', () => {
    const [shown] = shownOf([finding], 'full')
    expect(shown).toMatchObject({title: sentence, actors: finding.actors, findings: [{why: sentence}]})
    expect(shown?.investigation?.powershell).toContain(canaries.user)
  })

  test('has masked names wherever they stand', () => {
    const [shown] = shownOf([finding], 'masked')
    const text = JSON.stringify(shown).toLowerCase()
    expect(telling.filter(word => text.includes(word))).toEqual([])
    expect(shown?.actors).toEqual(['user 5 (z…@contoso…)', '198.51.100.0/24', '2001:db8:aa::/48'])
    expect(shown?.investigation).toBeUndefined()
    expect(shown?.findings[0]?.why).toBe(
      'user 4 (Z…) (user 5 (z…@contoso…)), user 5 (z…@contoso…); from 198.51.100.0/24, [2001:db8:aa::/48]: made “h…”, ' +
        'read R….xlsx at <https://contoso-my.sharepoint.com/…> as user 2 (CONTOSO\\z…), with user 1 (+…), and told user 3 (m…#EXT#@contoso…).',
    )
  })

  test('has counts in place of names', () => {
    const [shown] = shownOf([finding], 'counts')
    const text = JSON.stringify(shown).toLowerCase()
    expect([...telling, 'contoso', 'z…'].filter(word => text.includes(word))).toEqual([])
    expect(shown).toMatchObject({actors: [], actorCount: 3, count: 38, narrative: '', timeline: [], next: []})
    expect(shown?.findings.map(({why}) => why)).toEqual([''])
    expect(shown?.investigation).toBeUndefined()
  })

  test('keeps numbers and times in its reason', () => {
    const why = '0 in 90 days, now 38 in 16 min between 08:15:00 and 08:31 on 2026-10-03T08:15:00Z (3.5 times).'
    expect(shownOf([aFinding({why})], 'masked')[0]?.findings[0]?.why).toBe(why)
  })

  test('of hostile names is shown in a moment, at every level', () => {
    const findings = [
      ...hostileFindings(),
      aFinding({id: 'long', why: `${'('.repeat(1 << 20)}x`, actors: ['(', '$&', '[a-', 'x'.repeat(2000)]}),
    ]
    for (const disclose of ['counts', 'masked', 'full'] as const)
      expect(shownOf(findings, disclose)).toHaveLength(findings.length)
  })
})

test('incidents below the minimum are left out, the gravest come first', () => {
  const findings = [
    aFinding({id: 'a', severity: 'low'}),
    aFinding({id: 'b', severity: 'medium', first: '2026-10-05T00:00:00Z'}),
    aFinding({id: 'c', severity: 'high'}),
    aFinding({id: 'd', severity: 'medium'}),
    aFinding({id: 'e', severity: 'info'}),
  ]
  const ids = (minimum: Finding['severity']) =>
    shownOf(findings, 'masked', minimum)
      .map(({id}) => id.slice(-1))
      .join('')
  expect(ids('info')).toBe('cdbae')
  expect(ids('medium')).toBe('cdb')
  expect(ids('high')).toBe('c')
})
