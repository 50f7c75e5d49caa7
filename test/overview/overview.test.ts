/** The overview: who stands first and why, what is unknown is never in order, and no name becomes markup. */
import {readFileSync, writeFileSync} from 'node:fs'
import {Ajv2020} from 'ajv/dist/2020.js'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {failingTenants} from '../../src/overview/failing-tenants.ts'
import {type KnownTenant, overviewOf} from '../../src/overview/join-tenants.ts'
import {overviewJsonSchema, overviewText} from '../../src/overview/overview-file.ts'
import {overviewBody, overviewNews, readOverviewMemory, toldBy} from '../../src/overview/overview-issue.ts'
import {overviewSections} from '../../src/overview/overview-markdown.ts'
import {overviewPage} from '../../src/overview/overview-page.ts'
import {countsOf, overviewTitle} from '../../src/overview/overview-words.ts'
import {ended, exported, now, type Shape, unknown} from './tenants.ts'

const published = new URL('../../src/overview/overview.schema.json', import.meta.url)
if (process.env.RENEW) writeFileSync(published, overviewJsonSchema())

const join = (tenants: readonly KnownTenant[], asksReviews = true) =>
  overviewOf(tenants, {now, timezone: 'UTC', ended, asksReviews, repository: 'fabrikam/audit'})

const fine = {review: 'reviewed', certificate: 200} as const

describe('the overview', () => {
  test('puts first what needs a person most', () => {
    const tenants = [
      exported('fine', fine),
      exported('not-reviewed', {certificate: 200}),
      exported('medium', {...fine, review: 'open', incidents: {medium: 1}}),
      exported('certificate', {...fine, certificate: 20}),
      exported('ended', {...fine, certificate: -1}),
      exported('high', {...fine, review: 'open', incidents: {high: 2, low: 1}}),
      exported('incomplete', {...fine, status: 'incomplete'}),
      exported('late', {...fine, period: '2026-09'}),
      exported('expiring', {...fine, expires: 9}),
      exported('provisional', {...fine, status: 'provisional'}),
      unknown('refused', 'GitHub’s API answers 403'),
      unknown('nothing', ''),
    ]
    const {tenants: rows} = join(tenants)
    expect(
      rows
        .slice(0, 2)
        .map(({name}) => name)
        .sort(),
    ).toEqual(['nothing', 'refused'])
    expect(
      rows
        .slice(2, 4)
        .map(({name}) => name)
        .sort(),
    ).toEqual(['incomplete', 'late'])
    expect(rows.slice(4).map(({name}) => name)).toEqual([
      ...['ended', 'high', 'certificate', 'expiring', 'provisional', 'medium', 'not-reviewed', 'fine'],
    ])
    expect(rows.filter(({attention}) => attention === 'urgent').map(({name}) => name)).toHaveLength(6)
    expect(rows.at(-1)).toMatchObject({attention: 'none', needs: []})
    expect(countsOf(join(tenants))).toMatchObject({tenants: 12, urgent: 6, due: 5, notProven: 4, highIncidents: 2})
  })

  test('an archive keeps evidence whose artifact expires', () => {
    expect(join([exported('a', {...fine, expires: 9, archived: 'forever'})]).tenants[0]?.needs).toEqual([])
  })

  test('without reviews, incidents of high severity need a person, and a month without any does not', () => {
    const rows = join([exported('a', {incidents: {high: 1}}), exported('b', {})], false).tenants
    expect(rows.map(({name, attention}) => [name, attention])).toEqual([
      ['a', 'urgent'],
      ['b', 'none'],
    ])
  })

  test('months between two exports that no export is kept of are named', () => {
    const {tenants} = join([exported('a', {...fine, before: ['2026-08']})], false)
    expect(tenants[0]?.months.map(({period, status}) => [period, status])).toEqual([
      ['2026-08', 'complete'],
      ['2026-09', 'none'],
      ['2026-10', 'complete'],
    ])
    expect(tenants[0]?.needs.map(({text}) => text).join()).toContain('2026-09: no export is kept.')
  })

  test('the row of months has a mark for each, newest first, and the table says what the item says', () => {
    const overview = join([
      exported('a', {...fine, before: ['2026-09'], certificate: -3}),
      unknown('b', ''),
      unknown('c', '403'),
      exported('d', fine),
    ])
    const rows = overviewSections(overview).join('\n').split('\n')
    const row = (name: string, columns: number) =>
      rows
        .find(line => line.startsWith(`| ${name} |`) && line.split('|').length === columns + 2)
        ?.split('|')
        .slice(2, -1)
        .map(cell => cell.trim())
    expect(rows.find(line => line.startsWith('| Tenant | 2026-'))).toMatch(/^\| Tenant \| 2026-10 \| 2026-09 \|/)
    expect(row('a', 13)).toEqual(['C ✓', 'C', ...Array(10).fill('–')])
    expect(row('b', 13)).toEqual(Array(12).fill('–'))
    expect(row('c', 13)).toEqual(Array(12).fill('?'))
    expect(row('d', 13)).toEqual(['C ✓', ...Array(11).fill('–')])
    expect(row('a', 9)?.at(-1)).toBe('ended')
    expect([row('b', 9)?.[1], row('c', 9)?.[1]]).toEqual(['none is kept', 'UNKNOWN'])
    expect(toldBy(overview).map(({name}) => name)).toEqual(
      expect.arrayContaining(['a certificate', 'b export 2026-10', 'c export 2026-10']),
    )
    expect(overviewPage(overview)).not.toMatch(/<td[^>]*><\/td>/)
  })

  test('two names of one tenant are both unknown', () => {
    const {tenants} = join([exported('a', {...fine, id: 'x'}), exported('b', {...fine, id: 'x'})])
    expect(tenants.map(({attention, needs}) => [attention, needs[0]?.isUnknown])).toEqual([
      ['urgent', true],
      ['urgent', true],
    ])
  })

  const shape: fc.Arbitrary<Shape> = fc.record(
    {
      status: fc.constantFrom('complete', 'provisional', 'incomplete'),
      review: fc.constantFrom('reviewed', 'open', 'unknown'),
      certificate: fc.integer({min: -10, max: 400}),
      expires: fc.integer({min: -5, max: 200}),
      incidents: fc.record({high: fc.nat({max: 2}), medium: fc.nat({max: 2})}),
      period: fc.constantFrom('2026-10', '2026-09', '2026-07'),
    },
    {requiredKeys: []},
  )
  const someTenants = fc
    .array(fc.option(shape), {minLength: 1, maxLength: 12})
    .map(shapes =>
      shapes.map((one, index) => (one ? exported(`t${index}`, one) : unknown(`t${index}`, index % 2 ? 'refused' : ''))),
    )

  test('property: nothing that is unknown, incomplete or missing is in order; every tenant is there once, in order of rank', () => {
    fc.assert(
      fc.property(someTenants, fc.boolean(), (tenants, asks) => {
        const overview = join(tenants, asks)
        expect(overview.tenants.map(({name}) => name).sort()).toEqual(tenants.map(({name}) => name).sort())
        let before = 0
        for (const {attention, needs, newest} of overview.tenants) {
          const rank = needs[0]?.rank ?? 10
          expect(rank).toBeGreaterThanOrEqual(before)
          before = rank
          if (newest === undefined || newest.status === 'incomplete' || newest.period !== '2026-10')
            expect(attention).toBe('urgent')
          if (asks && newest && newest.review !== 'reviewed') expect(attention).not.toBe('none')
          expect(attention === 'none').toBe(needs.length === 0)
        }
      }),
      {seed: 8, numRuns: 40},
    )
  })

  test('property: the file follows the published schema', () => {
    expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(JSON.parse(overviewJsonSchema()))
    const validate = new Ajv2020({strict: true, allErrors: true, allowUnionTypes: true}).compile(
      JSON.parse(overviewJsonSchema()),
    )
    fc.assert(
      fc.property(someTenants, tenants => {
        expect(validate(JSON.parse(overviewText(join(tenants)))), JSON.stringify(validate.errors)).toBe(true)
      }),
      {seed: 9, numRuns: 8},
    )
  })
})

describe('what the overview looks like', () => {
  const hostile = '</h3><script>alert(1)</script>[x](javascript:alert(1)) @octocat #1'
  const tenants = [
    unknown('refused', hostile),
    exported('high', {incidents: {high: 2}, certificate: 40}),
    exported('fine', fine),
  ]

  test('every tenant is on the page, with its month in words for those who hear it', () => {
    const page = overviewPage(join(tenants))
    for (const {name} of tenants) expect(page).toContain(name)
    expect(page).toContain('aria-label="complete, 2 incidents of high severity"')
    expect(page).toContain('href="https://github.com/o/r/actions/runs/1"')
    expect(page).not.toContain('<script')
  })

  test('nothing in the reasons becomes markup or mentions an account', () => {
    const text = overviewSections(join(tenants)).join('\n')
    expect(text).not.toMatch(/<script|\]\(javascript/)
    expect(overviewBody(join(tenants), 'a-<tenant>')).not.toMatch(/(^|\s)@octocat/)
  })

  test('the issue remembers what it told, so that only what is new is told again', () => {
    const first = join(tenants)
    const body = overviewBody(first, 'audit-<tenant>-<period>')
    const memory = readOverviewMemory(body)
    expect(memory).toEqual({artifacts: 'audit-<tenant>-<period>', told: toldBy(first).map(({name}) => name)})
    if (memory === undefined) return
    expect(overviewNews(first, memory)).toBeUndefined()
    const later = join([...tenants, exported('late', {...fine, period: '2026-09'})])
    expect(overviewNews(later, memory)).toContain('late: 2026-10: no export is kept.')
    expect(overviewNews(later, memory)).not.toContain('refused')
    expect(readOverviewMemory('<!-- m365-audit-overview nonsense -->')).toBeUndefined()
  })

  test('400 tenants fit into an issue and into a summary', () => {
    const many = join(Array.from({length: 400}, (_none, index) => unknown(`tenant-${index}`, 'x'.repeat(300))))
    expect(Buffer.byteLength(overviewBody(many, 'a-<tenant>'))).toBeLessThan(65_536)
    expect(overviewTitle(many)).toContain('overview of 400 tenants, 400 need a person')
  })
})

describe('fail-on', () => {
  /** As an export leaves it that wrote no history. */
  const withoutHistory = (name: string, shape: Shape = {}): KnownTenant => {
    const {newest, ...facts} = exported(name, shape)
    return {...facts, newest: newest && {...newest, months: []}}
  }
  const cases: [string, KnownTenant, string[]][] = [
    ['in order', exported('a', fine), []],
    ['incidents that are unknown', withoutHistory('a', fine), ['incomplete', 'high', 'low']],
    ['no export at all', unknown('a', ''), ['incomplete', 'high', 'low']],
    ['an export that is refused', unknown('a', '403'), ['incomplete', 'high', 'low']],
    [
      'a low incident, not reviewed',
      exported('a', {...fine, review: 'open', incidents: {low: 1}}),
      ['low', 'unreviewed'],
    ],
    ['a high incident, reviewed', exported('a', {...fine, incidents: {high: 1}}), []],
    ['a provisional month', exported('a', {...fine, status: 'provisional'}), ['provisional']],
  ]
  test.each(cases)('of %s', (_what, tenant, expected) => {
    const words = ['incomplete', 'provisional', 'unreviewed', 'high', 'low', 'empty']
    const overview = join([tenant])
    expect(words.filter(word => failingTenants(overview, [word]).length > 0)).toEqual(
      words.filter(word => expected.includes(word)),
    )
    expect(failingTenants(overview, [])).toEqual([])
  })

  test('says why of each tenant', () => {
    const tenants = [
      exported('a', {...fine, review: 'open', incidents: {high: 2, low: 1}}),
      exported('b', {...fine, status: 'incomplete'}),
      exported('c', {...fine, period: '2026-09'}),
      unknown('d', ''),
      unknown('e', '403'),
      withoutHistory('f', fine),
    ]
    const failed = failingTenants(join(tenants), ['incomplete', 'medium', 'unreviewed'])
    expect(Object.fromEntries(failed.map(({name, reasons}) => [name, reasons]))).toEqual({
      a: ['2026-10: not reviewed', '2026-10: incidents (2 high)'],
      b: ['2026-10: export incomplete'],
      c: ['2026-10: no export is kept'],
      d: ['2026-10: no export is kept'],
      e: ['2026-10: export UNKNOWN'],
      f: ['2026-10: incidents UNKNOWN'],
    })
  })

  test('is never silent on a tenant of which something is unknown', () => {
    const word = fc.constantFrom('incomplete', 'high', 'medium', 'low', 'info')
    const shape = fc.record({
      review: fc.constantFrom('open', 'unknown'),
      status: fc.constantFrom('complete', 'provisional'),
    })
    fc.assert(
      fc.property(word, shape, fc.boolean(), (asked, more, hasExport) => {
        const tenant = hasExport ? withoutHistory('a', more as Shape) : unknown('a', '503')
        expect(failingTenants(join([tenant, exported('b', fine)]), [asked]).map(({name}) => name)).toEqual(['a'])
      }),
    )
  })
})
