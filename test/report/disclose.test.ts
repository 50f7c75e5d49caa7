import {describe, expect, test} from 'vitest'
import type {Finding} from '../../src/detect/findings.ts'
import {type Disclosure, disclosing, type PersonalKind, permitted} from '../../src/report/disclose.ts'
import {redactedFindings} from '../../src/report/redacted-findings.ts'
import {aFinding, hostileFindings} from '../publish/builders.ts'

describe('masked', () => {
  test.for([
    ['user', 'anna.berg@contoso.com', 'a…@contoso.com'],
    ['user', 'anna_gmail.com#EXT#@contoso.onmicrosoft.com', 'a…#EXT#@contoso.onmicrosoft.com'],
    ['user', 'i:0h.f|membership|anna@contoso.com', 'i…@contoso.com'],
    ['user', 'CONTOSO\\anna', 'CONTOSO\\a…'],
    ['user', 'Anna Berg', 'A…'],
    ['user', '🔑anna', '🔑…'],
    ['user', '10.1.2.3', '10.1.…'],
    ['user', '', '…'],
    ['address', '203.0.113.77', '203.0.…'],
    ['address', '203.0.113.77:443', '203.0.…'],
    ['address', '[2001:db8:1:2::7]:443', '2001:db8:…'],
    ['address', '::ffff:203.0.113.77', '203.0.…'],
    ['address', '::1', '…'],
    ['address', 'not an address', '…'],
    ['object', 'https://contoso-my.sharepoint.com/personal/anna_berg/x.xlsx', 'https://contoso-my.sharepoint.com/…'],
    ['object', 'https://anna:pw@host.test/x', 'https://host.test/…'],
    ['object', 'Salaries of Anna.xlsx', 'S….xlsx'],
    ['object', 'C:\\Users\\anna\\x.docx', 'C….docx'],
    ['object', 'anna.berg@contoso.com', 'a…@contoso.com'],
    ['object', '2001:db8:1:2::7', '2001:db8:…'],
    ['object', 'Mailbox of Anna', 'M…'],
  ] as [PersonalKind, string, string][])('%s “%s” is %s', ([kind, text, expected]) => {
    expect(disclosing('masked')(kind, text)).toBe(expected)
    expect(disclosing('full')(kind, text)).toBe(text)
    expect(disclosing('counts')(kind, text)).toBe(`(${kind} withheld)`)
  })

  test.for(['anna.berg@contoso.com', 'CONTOSO\\anna', 'Anna', 'https://host.test/anna', 'anna.xlsx'])(
    '%s is the same masked twice',
    text => {
      const show = disclosing('masked')
      const kind = text.includes('anna@') ? 'user' : 'object'
      expect(show(kind, show(kind, text))).toBe(show(kind, text))
    },
  )
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

describe('a finding', () => {
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
  const telling = ['zelda', 'quist', '198.51.100', ':aa:', 'redundanc', '5550123', 'mark_evil']

  test('says it all at full', () => {
    const [shown] = redactedFindings([finding], {minimum: 'info', disclose: 'full'})
    expect(shown).toMatchObject({why: sentence, actors: finding.actors, objects: finding.objects})
  })

  test('has masked names wherever they stand', () => {
    const [shown] = redactedFindings([finding], {minimum: 'info', disclose: 'masked'})
    const text = JSON.stringify(shown).toLowerCase()
    expect(telling.filter(word => text.includes(word))).toEqual([])
    expect(shown?.actors).toEqual(['z…@contoso.com', '198.51.…', '2001:db8:…'])
    expect(shown?.objects).toEqual(['https://contoso-my.sharepoint.com/…', 'R….xlsx'])
    expect(shown?.why).toBe(
      'Z… (z…@contoso.com), z…@contoso.com; from 198.51.…, [2001:db8:…]: made “h…”, read R….xlsx at ' +
        '<https://contoso-my.sharepoint.com/…> as CONTOSO\\z…, with +…, and told m…#EXT#@contoso.onmicrosoft.com.',
    )
  })

  test('has counts in place of names', () => {
    const [shown] = redactedFindings([finding], {minimum: 'info', disclose: 'counts'})
    const text = JSON.stringify(shown).toLowerCase()
    expect([...telling, 'contoso', 'z…'].filter(word => text.includes(word))).toEqual([])
    expect(shown).toMatchObject({actors: [], objects: [], actorCount: 3, objectCount: 2, count: 38, why: '', next: []})
  })

  test('keeps numbers and times in its reason', () => {
    const why = '0 in 90 days, now 38 in 16 min between 08:15:00 and 08:31 on 2026-10-03T08:15:00Z (3.5 times).'
    expect(redactedFindings([aFinding({why})], {minimum: 'info', disclose: 'masked'})[0]?.why).toBe(why)
  })

  test('of hostile names is shown in a moment, at every level', () => {
    const findings = [
      ...hostileFindings(),
      aFinding({why: `${'('.repeat(1 << 20)}x`, actors: ['(', '$&', '[a-', 'x'.repeat(2000)]}),
    ]
    for (const disclose of ['counts', 'masked', 'full'] as const)
      expect(redactedFindings(findings, {minimum: 'info', disclose})).toHaveLength(findings.length)
  })
})

test('findings below the minimum are left out, the gravest come first', () => {
  const findings = [
    aFinding({id: 'a', severity: 'low'}),
    aFinding({id: 'b', severity: 'medium', first: '2026-10-05T00:00:00Z'}),
    aFinding({id: 'c', severity: 'high'}),
    aFinding({id: 'd', severity: 'medium'}),
    aFinding({id: 'e', severity: 'info'}),
  ]
  const ids = (minimum: Finding['severity']) =>
    redactedFindings(findings, {minimum, disclose: 'masked'})
      .map(({id}) => id)
      .join('')
  expect(ids('info')).toBe('cdbae')
  expect(ids('medium')).toBe('cdb')
  expect(ids('high')).toBe('c')
})
