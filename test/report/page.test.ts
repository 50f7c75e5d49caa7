import {describe, expect, test} from 'vitest'
import {pluralise} from '../../src/audit/numbers.ts'
import type {Incident} from '../../src/detect/findings.ts'
import {type Disclosure, disclosing} from '../../src/report/disclose.ts'
import {incidentsOf} from '../../src/report/finding.ts'
import type {MonthFacts} from '../../src/report/month.ts'
import {plain} from '../../src/report/page/markup.ts'
import {reportPage} from '../../src/report/page.ts'
import {duration, verdictWords} from '../../src/report/sentences.ts'
import {ZoneClock} from '../../src/report/zone.ts'
import {
  aFinding,
  attacks,
  detected,
  figuresOf,
  hostileMonth,
  incompleteMonth,
  periodOf,
  sampleFindings,
  sampleMonth,
} from './sample-month.ts'

const size = 1000
const pageOf = (facts: MonthFacts, level: Disclosure = 'full') => reportPage(facts, disclosing(level))
/** The words a reader sees, on one line. */
const wordsOf = (page: string) =>
  page
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<wbr>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')

const complete = pageOf(sampleMonth({size}))
const incomplete = pageOf(incompleteMonth({size, detection: undefined, history: undefined}))

describe('the page', () => {
  test('says the verdict first', () => {
    const words = wordsOf(complete)
    expect(words.indexOf('Complete')).toBeGreaterThan(0)
    expect(words.indexOf('Complete')).toBeLessThan(words.indexOf('Incidents'))
    expect(words).toContain(
      'October 2026 was read in 125 windows, and a second reading of 14 windows with 4,213 records found that one reading misses 0.071 % of them (at most 0.21 % with 95 % confidence). The service answered for every window, no answer was cut short',
    )
  })

  test('is the same for the same month', () => {
    expect(pageOf(sampleMonth({size}))).toBe(complete)
  })

  test('holds all it needs: no script, and nothing from elsewhere', () => {
    expect(complete).not.toMatch(/<(script|link|img|iframe|object|embed)\b/i)
    expect(complete).not.toMatch(/\b(src|srcset|xlink:href)\s*=|url\(|@import/i)
    expect(complete).toContain(`default-src &#39;none&#39;`)
  })

  test('has headings without a step left out', () => {
    const levels = [...complete.matchAll(/<h(\d)/g)].map(([, level]) => Number(level))
    expect(levels[0]).toBe(1)
    levels.reduce((before, level) => {
      expect(level).toBeLessThanOrEqual(before + 1)
      return level
    })
  })

  test('has a table behind every plot, with the days that have no record', () => {
    const plots = complete.match(/<div class="plot">/g)?.length ?? 0
    expect(plots).toBe(5)
    expect(complete).toContain('<th scope="row">2026-10-31</th>')
    const quiet = pageOf(sampleMonth({size, figures: figuresOf(periodOf('2026-10'), [])}))
    expect(wordsOf(quiet)).toContain('There is no record to show.')
  })

  test('names the zone, and gives UTC to whoever points at a time', () => {
    expect(wordsOf(complete)).toContain('times are those of Europe/Oslo, with UTC where you point at them.')
    expect(complete).toContain(
      '<time datetime="2026-10-13T21:02:03Z" title="2026-10-13T21:02:03Z">Tue 13 Oct, 23:02</time>',
    )
    const inUtc = periodOf('2026-10', 'UTC')
    const page = pageOf({...sampleMonth({size, figures: figuresOf(inUtc, [])}), period: inUtc})
    expect(wordsOf(page)).toContain('times are those of UTC.')
  })

  test('of a year of days stays a page', () => {
    const year = {
      ...periodOf('2026-10', 'UTC'),
      days: [],
      start: Date.parse('2026-01-01'),
      end: Date.parse('2027-01-01'),
    }
    const days = Array.from({length: 365}, (_none, day) => {
      const start = year.start + day * 86_400_000
      return {date: new Date(start).toISOString().slice(0, 10), start}
    })
    const period = {...year, days, text: '2026-01-01T00:00:00Z/2027-01-01T00:00:00Z'}
    const page = pageOf(sampleMonth({period, figures: figuresOf(period, []), windows: []}))
    expect(wordsOf(page)).toContain('2026-01-01T00:00:00Z/2027-01-01T00:00:00Z')
    expect(page.length).toBeLessThan(500_000)
  })
})

describe('an incomplete month', () => {
  test('tells its gaps at once, with bounds and reasons, and again in the table', () => {
    const words = wordsOf(incomplete)
    expect(words).toContain(
      '2 gaps in October 2026 (18 h 20 min in all, 2.5 %) could not be verified, and a second reading of',
    )
    expect(words).toContain('Mon 12 Oct, 09:00 – 09:20 : The service gave no answer in 180 s, six times.')
    expect(words).toContain('2026-10-20T09:00:00Z to 2026-10-21T03:00:00Z 18 h')
    expect(words).toContain('Gaps touch 12 Oct, 20 Oct, 21 Oct: those days may be too low.')
    expect(words).toContain('no record there does not mean that nothing happened.')
  })

  test('claims no quiet where detection is off', () => {
    expect(wordsOf(incomplete)).toContain('Detection is off')
    expect(wordsOf(incomplete)).not.toContain('No incidents')
  })

  test('of ten thousand windows is no larger drawing, and loses no gap', () => {
    const {period} = incompleteMonth({size: 10})
    const step = Math.floor((period.end - period.start) / 10_000)
    const evidence = {rows: 1, cap: 1, requestIds: [], warnings: []}
    const windows = Array.from({length: 10_000}, (_none, index) => ({
      start: period.start + index * step,
      end: index === 9999 ? period.end : period.start + (index + 1) * step,
      status: index === 7777 ? ('gap' as const) : ((['read', 'confirmed'] as const)[index % 2] ?? 'read'),
      attempts: 1,
      evidence,
    }))
    const page = pageOf(sampleMonth({size, windows}))
    expect(page.length).toBeLessThan(400_000)
    const [, strip = ''] = page.split('aria-label="Coverage of the period')
    expect(strip.split('</svg>')[0]).toContain('fill="var(--gap)"')
  })
})

test.each([
  ['complete', {}, 'The settle time has passed.'],
  [
    'provisional',
    {reasons: ['Records of this period are still expected until 2026-11-04T00:00:00Z.']},
    'still expected until',
  ],
  ['incomplete', {reasons: ['Covered twice: then.']}, 'Covered twice: then.'],
] as const)('the verdict %s says why', (status, facts, expected) => {
  const words = verdictWords(sampleMonth({size: 10, status, ...facts})).join(' ')
  expect(words).toContain(expected)
  expect(words.includes('The service answered for every window')).toBe(status !== 'incomplete')
})

describe('incidents', () => {
  test('join findings of one incident, gravest first, accepted ones apart', () => {
    const {open, accepted} = incidentsOf(detected(sampleFindings()))
    expect(open.map(({severity, findings, count}) => [severity, findings.length, count])).toEqual([
      ['high', 2, 42],
      ['medium', 1, 1204],
      ['low', 1, 1],
    ])
    expect(accepted.map(finding => finding.id)).toEqual(['f-acce97ed'])
  })

  test('are shown as detection joined them', () => {
    const facts = detected(sampleFindings())
    const others = facts.incidents.filter(({id}) => id !== 'i-1')
    const incident = {
      ...{id: 'i-1', formerly: [], techniques: ['T1110.003'], actors: [], addresses: [], applications: []},
      title: 'A spray, a sign-in, a rule',
      severity: 'high' as const,
      confidence: 'high' as const,
      first: '2026-10-13T21:02:03Z',
      last: '2026-10-13T21:44:10Z',
      count: 42,
      findings: ['f-19d2c7e0', 'f-4f1c09ab'],
      timeline: [
        {
          ...{time: '2026-10-13T21:02:03Z', id: 'r1', user: 'anna.berg@contoso.com', account: ''},
          ...{address: '203.0.113.77', client: 'Firefox on Linux', act: 'Sign-in failed: wrong password (50126)'},
        },
      ],
      hints: [{time: '2026-10-13T20:00:00Z', rule: 'b', text: 'a new user agent'}],
      ...{benign: ['A test.'], next: ['Reset the password.'], accepted: false},
      narrative: 'The one led to the other.',
    } satisfies Incident
    const detection = {...facts, incidents: [incident, ...others]}
    const words = wordsOf(pageOf(sampleMonth({size: 50, detection})))
    for (const text of [
      'A spray, a sign-in, a rule',
      'Sign-in failed: wrong password (50126)',
      'anna.berg@contoso.com · 203.0.113.77 · Firefox on Linux',
      'T1110.003 Brute Force: Password Spraying',
      'a new user agent',
      'The one led to the other.',
    ])
      expect(words).toContain(text)
    expect(incidentsOf(detection).open.length).toBe(3)
  })

  test('say who, when, why, benign causes, and next steps', () => {
    const words = wordsOf(complete)
    for (const text of [
      'Password spray from 203.0.113.77 against 38 accounts; 1 sign-in succeeded (anna.berg@contoso.com)',
      'Tue 13 Oct, 23:02 – 23:44 , confidence medium',
      'Evidence: 42 records, queries and links',
      '38 accounts failed with a wrong password',
      'A penetration test that was announced.',
      'Reset the password and end the sessions.',
      '6f1c2a0e-0001-4000-8000-000000000001',
    ])
      expect(words).toContain(text)
    expect(complete).toContain('href="https://attack.mitre.org/techniques/T1110/003/"')
  })

  test('are many in a list, not many pages', () => {
    const findings = Array.from({length: 5000}, (_none, index) => aFinding({id: `f-${index}`, severity: 'low'}))
    const page = pageOf(sampleMonth({size: 50, detection: detected(findings)}))
    expect(page.match(/<article/g)?.length).toBe(25)
    expect(wordsOf(page)).toContain('4,975 more incidents')
    expect(page.length).toBeLessThan(1_000_000)
  })

  test('without any prove nothing', () => {
    expect(wordsOf(pageOf(sampleMonth({size: 50, detection: detected([])})))).toContain(
      'No incidents. No rule reported anything; this does not prove that nothing happened.',
    )
  })

  test('tell what was not recorded from what did not happen', () => {
    const unseen = [
      {rule: 'x', title: 'Mail read', missing: 'no MailItemsAccessed record', reason: 'not-recorded' as const},
      {rule: 'MBX-09', title: 'Mail flow rule', missing: 'no new-transportrule', reason: 'did-not-happen' as const},
    ]
    const page = pageOf(sampleMonth({size: 50, detection: detected([], {unseen, learning: true})}))
    expect(wordsOf(page)).toContain('Not recorded: 1 rule had no record of the service or licence')
    expect(wordsOf(page)).toContain('Mail read: no MailItemsAccessed record.')
    expect(wordsOf(page)).toContain('Did not happen: for 1 rule the service was audited')
    expect(wordsOf(page)).not.toContain('no new-transportrule')
    expect(wordsOf(page)).toContain('there is no earlier month to compare with')
  })
})

describe('what is shown of people', () => {
  const people = /anna\.berg|bo\.dahl|chloe\.garnier|daniel\.holm|203\.0\.113\.77/

  test.each(['masked', 'counts'] as const)('%s: no name in full, nowhere', level => {
    expect(complete).toMatch(people)
    expect(pageOf(sampleMonth({size}), level)).not.toMatch(people)
  })
})

describe('hostile content', () => {
  const page = pageOf(hostileMonth())

  test('is text in every place', () => {
    const tags = [...page.replace(/<style>[\s\S]*?<\/style>/, '').matchAll(/<\/?([a-z!][\w!]*)/gi)].map(
      ([, tag = '']) => tag,
    )
    const own = new Set(
      'a article bdi body caption code dd details div dl dt footer g h1 h2 h3 h4 head header html li main meta nav ol p path pre section small span strong summary svg table tbody td text th thead time title tr ul wbr !doctype'.split(
        ' ',
      ),
    )
    expect([...new Set(tags)].filter(tag => !own.has(tag.toLowerCase()))).toEqual([])
    expect(page).not.toMatch(/<[^>]*\son\w+=/i)
    expect(page).not.toMatch(
      /href="(?!#|https:\/\/(attack\.mitre\.org|purview\.microsoft\.com|security\.microsoft\.com)\/)/,
    )
  })

  test('has no character that turns, hides or ends what follows', () => {
    expect(page).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}/u)
  })

  test('of a million characters takes no room', () => {
    expect(page.length).toBeLessThan(1_500_000)
    expect(page).not.toMatch(/W{2000}/)
  })

  test.each([
    ['a\u0000b', 'a�b'],
    ['a\u202Eb\u2066', 'a�b�'],
    ['two\r\nlines', 'two lines'],
    ['\uD800', '�'],
    ['x'.repeat(500), `${'x'.repeat(159)}…`],
    [`${'x'.repeat(158)}😀😀`, `${'x'.repeat(158)}…`],
    ['Zoë 会议 😀', 'Zoë 会议 😀'],
  ])('%j is shown as %j', (text, expected) => {
    expect(plain(text)).toBe(expected)
  })

  test('is harmless in masked form as well', () => {
    expect(pageOf(hostileMonth(), 'masked')).not.toMatch(/<script|<img|<base/i)
    expect(attacks.length).toBeGreaterThan(10)
  })
})

test.each([
  [0, '0 s'],
  [999, '0 s'],
  [61_000, '1 min 1 s'],
  [3_600_000, '1 h'],
  [86_400_000 + 60_000, '1 d'],
  [66_000_000, '18 h 20 min'],
])('%i ms are %s', (milliseconds, expected) => {
  expect(duration(milliseconds)).toBe(expected)
})

test.each([
  [1, '1 window'],
  [1204, '1,204 windows'],
  [0, '0 windows'],
])('%i is %s', (count, expected) => {
  expect(pluralise(count, 'window')).toBe(expected)
})

test('a time that is none costs no page', () => {
  const findings = [aFinding({first: 'never', last: '', evidence: [{id: 'x', time: 'soon', operation: 'y'}]})]
  expect(wordsOf(pageOf(sampleMonth({size: 20, detection: detected(findings)})))).toContain('at an unknown time')
})

test.each([
  ['one minute', '2026-10-25T00:30:00Z', '2026-10-25T00:30:40Z', 'Sun 25 Oct, 02:30'],
  ['one day', '2026-10-25T00:30:00Z', '2026-10-25T09:00:00Z', 'Sun 25 Oct, 02:30 – 10:00'],
  ['two days', '2026-10-24T21:30:00Z', '2026-10-24T22:30:00Z', 'Sat 24 Oct, 23:30 – Sun 25 Oct, 00:30'],
])('a span of %s', (_name, from, to, expected) => {
  expect(new ZoneClock('Europe/Oslo').ends(Date.parse(from), Date.parse(to)).join(' – ')).toBe(expected)
})
