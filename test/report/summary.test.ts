import {describe, expect, test} from 'vitest'
import {disclosing} from '../../src/report/disclose.ts'
import {Figures, type SeenRecord} from '../../src/report/figures.ts'
import {withinSize} from '../../src/report/markdown.ts'
import {monthSections, summarySections} from '../../src/report/summary.ts'
import {attacks, hostileMonth, incompleteMonth, periodOf, sampleMonth} from './sample-month.ts'

const size = 800
const titlesOf = (sections: readonly string[]) => sections.map(section => section.split('\n')[0]?.replace(/^#+ /, ''))

describe('the summary', () => {
  test('says the verdict, then incidents, then gaps, then figures', () => {
    const titles = titlesOf(summarySections(incompleteMonth({size}), 'full'))
    expect(titles[0]).toBe('Microsoft 365 audit log 2026-10: incomplete')
    expect(titles[1]).toBe('3 incidents (1 high, 1 medium, 1 low)')
    expect(titles.slice(-13)).toEqual([
      'Accepted by the team',
      'Gaps',
      'Worth knowing',
      'What was checked',
      'Records per day',
      'Most active',
      'Sign-ins',
      'Sharing',
      'By workload',
      'By record type',
      'Twelve months',
      'What could not be seen',
      'Check it yourself',
    ])
  })

  test('claims completeness only of what is complete, and quiet only where somebody watched', () => {
    const [complete = ''] = summarySections(sampleMonth({size}), 'full')
    const [incomplete = ''] = summarySections(incompleteMonth({size, detection: undefined}), 'full')
    expect(complete).toContain('The service answered for every window')
    expect(incomplete).not.toContain('The service answered for every window')
    expect(incomplete).toContain('2 gaps in October 2026')
    expect(incomplete).toContain('Detection is off')
  })

  test('plots days in text, those without records as well', () => {
    const days = summarySections(sampleMonth({size}), 'full').find(section => section.startsWith('## Records per day'))
    expect(days).toMatch(/^\| 2026-10-01 █+ \| [\d,]+ \|/m)
    expect(days?.match(/^\| 2026-10-/gm)?.length).toBe(31)
  })

  test('tells of Copilot and agents where they were asked', () => {
    const section = summarySections(sampleMonth({size: 4000}), 'masked').find(one =>
      one.startsWith('## Copilot and agents'),
    )
    expect(section).toMatch(/^\| Questions \| [1-9]\d* \|$/m)
    expect(section).toMatch(/^\| user \d+ \([a-z]…&#64;contoso…\) \| \d+ \|$/m)
    expect(section).not.toMatch(/anna|berg/)
  })

  test.each(['masked', 'counts'] as const)('%s: no name in full, nowhere', level => {
    const text = summarySections(sampleMonth({size}), level).join('\n')
    expect(text).not.toMatch(/anna\.berg|bo\.dahl|chloe\.garnier|203\.0\.113\.77/)
    expect(summarySections(sampleMonth({size}), 'full').join('\n')).toContain('anna.berg')
  })

  test('leaves verdict and incidents to deliveries', () => {
    const titles = titlesOf(monthSections(sampleMonth({size}), disclosing('masked')))
    expect(titles[0]).toBe('Worth knowing')
    expect(titles.join()).not.toContain('incidents')
  })

  test('of hostile content has no markup, link or mention of theirs, and room to spare', () => {
    const text = withinSize(summarySections(hostileMonth(), 'full'), 900_000)
    expect(new TextEncoder().encode(text).length).toBeLessThan(900_000)
    expect(text.replace(/^(<details><summary>Details<\/summary>|<\/details>)$/gm, '')).not.toMatch(
      /<[a-z/!]|\]\(|@org|https?:\/\//i,
    )
    expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|W{2000}/u)
    expect(attacks.length).toBeGreaterThan(10)
  })
})

describe('one type that fills the month', () => {
  const typesOf = (types: readonly [name: string, count: number][]) => {
    const figures = new Figures(periodOf('2026-10'))
    for (const [name, count] of types) for (let index = 0; index < count; index++) figures.see(aRecordOf(name))
    return summarySections(sampleMonth({size: 10, figures}), 'full').find(one => one.startsWith('## By record type'))
  }

  test('is named, with what leaving it out would save and would not', () => {
    const section = typesOf([
      ['AzureActiveDirectoryStsLogon', 6],
      ['SharePoint', 4],
    ])
    expect(section).toContain('AzureActiveDirectoryStsLogon alone is 60.0 % of the records and')
    expect(section).toContain('`exclude-record-types: AzureActiveDirectoryStsLogon`')
  })

  test('is nobody where no type passes half', () => {
    const section = typesOf([
      ['AzureActiveDirectoryStsLogon', 5],
      ['SharePoint', 5],
    ])
    expect(section).toContain('SharePoint')
    expect(section).not.toContain('exclude-record-types')
  })
})

function aRecordOf(type: string): SeenRecord {
  const time = Date.UTC(2026, 9, 3)
  const texts = {RecordType: type, CreationDate: '2026-10-03T00:00:00Z', UserIds: 'a@b.c', Operations: 'X'}
  return {time, workload: 'SharePoint', record: {...texts, AuditData: '{"a":1}', Identity: ''}}
}
