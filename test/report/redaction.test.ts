/** What leaves under `masked` and `counts`: no person, and every fact. */
import fc from 'fast-check'
import {beforeAll, describe, expect, test} from 'vitest'
import {detectMonth} from '../../bench/detection-month.ts'
import type {DetectionResult} from '../../src/detect/detection.ts'
import type {Finding, Incident} from '../../src/detect/findings.ts'
import {type Disclosure, disclosing} from '../../src/report/disclose.ts'
import {issueBody} from '../../src/report/issue-body.ts'
import {mailHtml, mailText} from '../../src/report/mail-body.ts'
import {monthShow, redactedIncidents} from '../../src/report/redacted-incidents.ts'
import {labelsOf, scrubber} from '../../src/report/redaction.ts'
import {createDirectory} from '../../src/simulator/tenant-directory.ts'
import {aFinding, aPublication, tenantId} from '../publish/builders.ts'
import {detected} from './sample-month.ts'

const enclosures = {attached: [], left: []}
const marker = {tenant: 't', period: '2026-10', status: 'complete', incidents: [], told: '', mailed: ''}

/** All that is delivered of a month’s incidents, in one text as people see it. */
function delivered(
  detection: {findings: Finding[]; incidents: Incident[]},
  disclose: Disclosure,
  isPrivate = false,
): string {
  const incidents = redactedIncidents(detection, {minimum: 'info', disclose, tenant: tenantId, isPrivate})
  const publication = {...aPublication(), incidents}
  return [
    issueBody(publication, marker),
    mailText(publication, enclosures),
    mailHtml(publication, enclosures),
    JSON.stringify(incidents),
  ]
    .join('\n')
    .replace(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code)))
    .replace(/\u200b/g, '')
}

describe('people', () => {
  const canary = fc.constantFrom('zelda', 'quist', 'okonkwo', 'brunhild')
  const person = fc
    .tuple(canary, canary, fc.constantFrom('contoso.com', 'fabrikam.onmicrosoft.com', 'evil.example'), fc.nat(6))
    .map(
      ([a, b, domain, form]) =>
        [
          `${a}.${b}@${domain}`,
          `${a.toUpperCase()}_${b}@${domain}`,
          `${a}_mail.example#EXT#@${domain}`,
          `CONTOSO\\${a}`,
          `i:0#.f|membership|${a}@${domain}`,
          `urn:spo:guest#${a}@${domain}`,
          `${a} ${b}`,
        ][form] as string,
    )
  const object = fc
    .tuple(canary, canary, fc.nat(5))
    .map(
      ([a, b, form]) =>
        [
          `https://contoso-my.sharepoint.com/personal/${a}_${b}/Documents/x.docx`,
          `C:\\Users\\${a}\\${b}.xlsx`,
          `Salaries of ${a}.pdf`,
          `${a} ${b}`,
          `\\\\server\\${a}`,
          `${a}@contoso.com: .`,
        ][form] as string,
    )
  const address = fc.tuple(fc.nat(255), fc.integer({min: 1, max: 254})).map(([a, b]) => `198.51.${a}.${b}`)

  const finding = fc
    .record({
      people: fc.array(person, {minLength: 1, maxLength: 4}),
      users: fc.array(person, {maxLength: 3}),
      objects: fc.array(object, {maxLength: 3}),
      addresses: fc.array(address, {maxLength: 2}),
      day: fc.integer({min: 1, max: 28}),
      id: fc.uuid(),
    })
    .map(({people, users, objects, addresses, day, id}) => {
      const all = [...people, ...users, ...objects, ...addresses]
      const sentence = `${all.join(', ')}; (${all.join(') (')}) “${[...users, ...objects].join('” “')}”, Ask ${people[0]}.`
      const time = `2026-10-${String(day).padStart(2, '0')}T08:15:00Z`
      return aFinding({
        ...{id, incident: `i-${id}`, actors: people, users, objects, addresses, first: time, last: time},
        ...{title: `Mail forwarded: ${sentence}`, why: sentence, benign: sentence, next: [sentence]},
      })
    })
  const findings = fc.uniqueArray(finding, {selector: one => one.id, minLength: 1, maxLength: 5})

  /** With a timeline and weak signals that name people as well. */
  const monthOf = (all: Finding[]) => {
    const {incidents, ...rest} = detected(all)
    return {
      ...rest,
      incidents: incidents.map((incident, i) => ({
        ...incident,
        narrative: all[i]?.why ?? '',
        timeline: [
          {
            ...{id: `record-${i}`, time: incident.first, user: all[i]?.actors[0] ?? '', account: '', client: 'Edge'},
            ...{address: '198.51.7.7', act: `FileDownloaded “${all[i]?.objects[0] ?? 'plan of zelda.docx'}”`},
          },
        ],
        hints: [{time: incident.first, rule: 'MBX-01', text: `New network of ${all[i]?.actors[0]}`}],
      })),
    }
  }

  test.each(['masked', 'counts'] as const)('do not leave under %s, whichever field names them', level => {
    fc.assert(
      fc.property(findings, all => {
        const text = delivered(monthOf(all), level).toLowerCase()
        for (const name of ['zelda', 'quist', 'okonkwo', 'brunhild']) expect(text).not.toContain(name)
        for (const one of all.flatMap(({addresses}) => addresses))
          expect(text).not.toMatch(new RegExp(`\\b${one.replaceAll('.', '\\.')}\\b(?!/)`))
      }),
      {numRuns: 60},
    )
  })

  test('have labels that no order of findings and no later finding changes', () => {
    fc.assert(
      fc.property(findings, fc.array(fc.nat()), (all, order) => {
        const shuffled = all
          .map((one, i) => [order[i] ?? 0, one] as const)
          .sort(([a], [b]) => a - b)
          .map(([, one]) => one)
        const later = aFinding({
          id: 'later',
          incident: 'i-later',
          actors: ['new.comer@contoso.com'],
          first: '2026-10-29T00:00:00Z',
        })
        const names = [...new Set(all.flatMap(({actors, users}) => [...actors, ...users]))]
        const shown = (detection: ReturnType<typeof monthOf>) => {
          const show = disclosing('masked', {people: labelsOf(detection)})
          return names.map(name => show('user', name))
        }
        expect(shown(monthOf(shuffled))).toEqual(shown(monthOf(all)))
        expect(shown(monthOf([...all, later]))).toEqual(shown(monthOf(all)))
      }),
      {numRuns: 60},
    )
  })

  test('have the same label in the month’s other texts', () => {
    const detection = monthOf([
      aFinding({actors: ['zelda.quist@contoso.com'], title: 'Mail forwarded', why: '', next: []}),
    ])
    const show = monthShow(detection, 'masked', ['bo@contoso.com', 'Zelda.Quist@contoso.com', 'ada@contoso.com'])
    const label = redactedIncidents(detection, {minimum: 'info', disclose: 'masked', tenant: tenantId}).open[0]
      ?.actors[0]
    expect(show('user', 'zelda.quist@contoso.com')).toBe(label)
    expect([show('user', 'ada@contoso.com'), show('user', 'bo@contoso.com')]).toEqual([
      expect.stringMatching(/^user \d+ \(a…@contoso…\)$/),
      expect.stringMatching(/^user \d+ \(b…@contoso…\)$/),
    ])
  })

  test('are found by the name that their user id spells, unless two ids spell it', () => {
    const one = aFinding({actors: ['zelda.quist@contoso.com']})
    const two = aFinding({actors: ['zelda.quist@contoso.com', 'zelda_quist@fabrikam.com']})
    const words = (finding: Finding) => scrubber([finding], disclosing('masked'))('Ask Quist, Zelda or Zelda Quist.')
    expect(words(one)).toBe('Ask user 1 (z…@contoso…) or user 1 (z…@contoso…).')
    expect(words(two)).not.toMatch(/zelda|@contoso|@fabrikam/i)
  })
})

describe('facts', () => {
  const words = (finding: Partial<Finding>, text: string, isPrivate = false) =>
    redactedIncidents(detected([aFinding({...finding, title: text, why: text})]), {
      ...{minimum: 'info', disclose: 'masked', tenant: tenantId, isPrivate},
    }).open[0]?.findings[0]?.why

  test.each([
    ['permissions', {}, 'granted “Mail.ReadWrite” and “full_access_as_app”, User.Read.All'],
    [
      'names and ids of apps',
      {facts: ['Mail Helper'], applications: ['6e0a1c6f-3f0b-4a86-9c55-b5df3a1b2c3d'], objects: ['Mail Helper']},
      'consented to “Mail Helper” (6e0a1c6f-3f0b-4a86-9c55-b5df3a1b2c3d)',
    ],
    [
      'roles',
      {facts: ['Global Administrator'], objects: ['Global Administrator']},
      'Global Administrator to a user; “Global Administrator” is one of the highest roles',
    ],
    ['operations', {}, 'Add app role assignment to service principal., Set-Mailbox, New-InboxRule'],
    [
      'what an intruder’s rule says',
      {facts: ['.', 'invoice, payment', 'RSS Feeds'], objects: ['a rule']},
      'its name is “.”; it looks for “invoice, payment”; it moves to “RSS Feeds”',
    ],
    ['networks', {addresses: ['203.0.113.0/24']}, 'from 203.0.113.0/24 and 2001:db8:1::/48'],
    ['ids of records', {}, 'record 6f1c2a0e-0001-4000-8000-000000000001'],
    [
      'services',
      {actors: ['NT AUTHORITY\\SYSTEM (w3wp)', 'ServicePrincipal_8b0d5fcf-0b3d-4f7e-9a63-2fd0c3a1d7b4']},
      'ServicePrincipal_8b0d5fcf-0b3d-4f7e-9a63-2fd0c3a1d7b4 by app@sharepoint',
    ],
  ] as [string, Partial<Finding>, string][])('stay: %s', (_name, finding, text) => {
    expect(words(finding, text)).toBe(text)
  })

  test('lose the people in them', () => {
    const finding = {
      ...{actors: ['zelda.quist@contoso.com'], objects: [], benign: '', next: []},
      facts: ['for Zelda Quist <zelda.quist@contoso.com>'],
    }
    expect(words(finding, 'its name is “for Zelda Quist <zelda.quist@contoso.com>”')).toBe(
      'its name is “for user 1 (z…@contoso…) <user 1 (z…@contoso…)>”',
    )
  })

  test('an address is whole only where it is unfamiliar and the repository private', () => {
    const finding = {addresses: ['203.0.113.77', '198.51.100.23'], unfamiliar: ['203.0.113.77']}
    const text = 'from 203.0.113.77, then 198.51.100.23'
    expect(words(finding, text, true)).toBe('from 203.0.113.77, then 198.51.100.0/24')
    expect(words(finding, text, false)).toBe('from 203.0.113.0/24, then 198.51.100.0/24')
    expect(words({addresses: finding.addresses}, text, true)).toBe('from 203.0.113.0/24, then 198.51.100.0/24')
  })
})

describe('a generated month with every incident', () => {
  let month: DetectionResult
  const {people} = createDirectory({
    ...{
      seed: 3,
      people: 150,
      organization: '3f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634',
      initialDomain: 'fabrikam.onmicrosoft.com',
    },
  })
  beforeAll(() => {
    month = detectMonth(3, {people: 150, recordsPerMonth: 12_000}).planted
  }, 120_000)

  test.each(['masked', 'counts'] as const)('names no one under %s', level => {
    const text = delivered(month, level, true).toLowerCase()
    const names = people
      .flatMap(one => [one.userId, one.userId.split('@')[0] ?? '', one.name])
      .map(name => name.toLowerCase())
    expect(names.length).toBeGreaterThan(100)
    expect(month.findings.length).toBeGreaterThan(20)
    expect(names.filter(name => name.length > 4 && text.includes(name))).toEqual([])
  })

  test('keeps what incidents are told by', () => {
    const text = delivered(month, 'masked', true)
    const facts = [...new Set(month.findings.flatMap(one => one.facts))].filter(fact =>
      /^[A-Z][a-z]+(\.[A-Z][A-Za-z]+)+$/.test(fact),
    )
    expect(facts.length).toBeGreaterThan(0)
    for (const fact of facts) expect(text).toContain(fact)
    for (const {telling} of month.findings.filter(one => one.severity === 'high').slice(0, 10))
      for (const {operation} of telling.filter(one => !one.operation.startsWith('UserLog')))
        expect(text).toContain(operation.replace(/\.$/, ''))
  })
})
