/** What is new to a recipient: each thing once, whatever order the runs of a month come in. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {type Severity, severities} from '../../src/audit/severity.ts'
import {monthNews, recipientDigest} from '../../src/publish/month-news.ts'
import {
  joinNotified,
  nothingNotified,
  notifiedText,
  type RecipientMemory,
  readNotified,
} from '../../src/report/notified.ts'
import {type NotifyCondition, notifyConditions, type Route} from '../../src/report/route.ts'
import {aFinding, aPublication, tenantId} from './builders.ts'

const to = {kind: 'slack' as const, url: 'https://hooks.slack.com/services/T/B/x'}
const routeOf = (...when: NotifyCondition[]): Route => ({to, when, line: 1})

interface Run {
  status?: 'complete' | 'provisional' | 'incomplete'
  incidents?: Record<string, Severity>
  unreviewed?: string[]
  label?: string
  isSoFar?: boolean
}

function monthOf({status = 'complete', incidents = {}, unreviewed = [], label = '2026-10', isSoFar = false}: Run) {
  const findings = Object.entries(incidents).map(([id, severity]) =>
    aFinding({id, incident: `incident-${id}`, severity}),
  )
  const publication = aPublication({findings, status})
  return {publication: {...publication, isSoFar, period: {...publication.period, label}}, unreviewed}
}

/** What each run of a month says to one recipient. */
function told(route: Route, runs: readonly Run[]): (string[] | undefined)[] {
  let memory: RecipientMemory | undefined
  return runs.map(run => {
    const found = monthNews(route, monthOf(run), memory)
    if (found === undefined) return undefined
    memory = found.after
    if (found.news === undefined) return undefined
    const {incidents, verdictBefore, unreviewed} = found.news
    return [
      ...incidents.map(one => one.id.replace('incident-', '')),
      ...(verdictBefore ? [`was ${verdictBefore}`] : []),
      ...unreviewed,
    ]
  })
}

describe('a recipient', () => {
  test.each<[string, NotifyCondition[], Run[], (string[] | undefined)[]]>([
    ['of high incidents', ['high'], [{incidents: {a: 'high', b: 'low'}}, {incidents: {a: 'high'}}], [['a'], undefined]],
    ['of medium ones hears of graver ones', ['medium'], [{incidents: {a: 'high', b: 'low'}}], [['a']]],
    [
      'hears of what a later day brings alone',
      ['low'],
      [{incidents: {a: 'low'}}, {incidents: {a: 'low', b: 'low'}}],
      [['a'], ['b']],
    ],
    ['hears again of what became graver', ['low'], [{incidents: {a: 'low'}}, {incidents: {a: 'high'}}], [['a'], ['a']]],
    [
      'does not hear of what became less grave',
      ['low'],
      [{incidents: {a: 'high'}}, {incidents: {a: 'low'}}],
      [['a'], undefined],
    ],
    [
      'hears of what came up to its severity',
      ['high'],
      [{incidents: {a: 'low'}}, {incidents: {a: 'high'}}],
      [undefined, ['a']],
    ],
    ['hears nothing of a clean month', ['info'], [{}, {status: 'incomplete'}], [undefined, undefined]],
    [
      'of gaps hears when they are closed',
      ['incomplete'],
      [{status: 'incomplete'}, {status: 'incomplete'}, {}, {}],
      [[], undefined, ['was incomplete'], undefined],
    ],
    ['of gaps hears nothing of a complete month', ['incomplete'], [{incidents: {a: 'high'}}], [undefined]],
    [
      'of all hears of every verdict once',
      ['always'],
      [{status: 'provisional'}, {status: 'provisional'}, {}],
      [[], undefined, ['was provisional']],
    ],
    ['of all hears of informational incidents', ['always'], [{incidents: {a: 'info'}}], [['a']]],
    [
      'of unreviewed months hears of each once',
      ['unreviewed'],
      [{unreviewed: ['2026-08']}, {unreviewed: ['2026-08', '2026-09']}],
      [['2026-08'], ['2026-09']],
    ],
    [
      'of failures alone hears nothing of a month',
      ['failed', 'overdue'],
      [{status: 'incomplete', incidents: {a: 'high'}, unreviewed: ['2026-08']}],
      [undefined],
    ],
    [
      'hears of the days of a month until its own export was told',
      ['always'],
      [
        {status: 'provisional', isSoFar: true},
        {incidents: {a: 'low'}},
        {status: 'provisional', incidents: {b: 'low'}, isSoFar: true},
      ],
      [[], ['a', 'was provisional'], undefined],
    ],
    [
      'of gaps hears nothing of late days, where the month’s own export had no news either',
      ['incomplete'],
      [{}, {status: 'incomplete', isSoFar: true}],
      [undefined, undefined],
    ],
    [
      'knows verdicts by period',
      ['always'],
      [{label: '2026-10-01'}, {label: '2026-10-02'}, {label: '2026-10-02'}],
      [[], [], undefined],
    ],
  ])('%s', (_name, when, runs, expected) => {
    expect(told(routeOf(...when), runs)).toEqual(expected)
  })

  test('knows an incident under its former id', () => {
    const month = monthOf({incidents: {a: 'high'}})
    const after = monthNews(routeOf('high'), month, undefined)?.after
    const [incident] = month.publication.incidents.open
    if (incident === undefined) throw new Error('there is one')
    const grown = {...incident, id: 'grown', formerly: [incident.id]}
    const later = {...month, publication: {...month.publication, incidents: {open: [grown], accepted: []}}}
    expect(monthNews(routeOf('high'), later, after)).toBeUndefined()
  })
})

const run: fc.Arbitrary<Run> = fc.record({
  status: fc.constantFrom('complete' as const, 'provisional' as const, 'incomplete' as const),
  incidents: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom(...severities)),
  unreviewed: fc.subarray(['2026-07', '2026-08', '2026-09']),
  isSoFar: fc.boolean(),
})

test('whatever the runs of a month find: a rerun of the last one has no news, and no incident is told twice as grave', () => {
  fc.assert(
    fc.property(
      fc.subarray([...notifyConditions], {minLength: 1}),
      fc.array(run, {minLength: 1, maxLength: 8}),
      (when, runs) => {
        const route = routeOf(...when)
        const last = runs.at(-1) ?? {}
        expect(told(route, [...runs, last]).at(-1)).toBeUndefined()
        const seen: [string, number][] = []
        for (const [index, news] of told(route, runs).entries())
          for (const id of (news ?? []).filter(one => /^[a-d]$/.test(one))) {
            const rank = severities.indexOf(runs[index]?.incidents?.[id] ?? 'info')
            expect(seen.some(([known, grave]) => known === id && grave <= rank)).toBe(false)
            seen.push([id, rank])
          }
      },
    ),
    {numRuns: 100},
  )
})

const memory: fc.Arbitrary<RecipientMemory> = fc.record({
  incidents: fc.uniqueArray(fc.stringMatching(/^[0-9a-f]{10}$/), {maxLength: 5}),
  verdicts: fc.dictionary(
    fc.constantFrom('2026-10', '2026-10-01'),
    fc.constantFrom('complete' as const, 'incomplete' as const),
  ),
  unreviewed: fc.uniqueArray(fc.constantFrom('2026-08', '2026-09')),
})
const months = fc
  .dictionary(fc.constantFrom('r1', 'r2'), memory)
  .map(recipients => ({...nothingNotified(tenantId, '2026-10'), recipients}))

test('what is remembered survives a file, and joined memories know all that either knew', () => {
  fc.assert(
    fc.property(months, months, (one, other) => {
      expect(readNotified(notifiedText(one))).toEqual(one)
      const joined = joinNotified(one, other)
      for (const {recipients} of [one, other])
        for (const [digest, {incidents, verdicts, unreviewed}] of Object.entries(recipients)) {
          expect(joined.recipients[digest]?.incidents).toEqual(expect.arrayContaining(incidents))
          expect(joined.recipients[digest]?.unreviewed).toEqual(expect.arrayContaining(unreviewed))
          expect(Object.keys(joined.recipients[digest]?.verdicts ?? {})).toEqual(
            expect.arrayContaining(Object.keys(verdicts)),
          )
        }
      for (const [digest, {verdicts}] of Object.entries(other.recipients))
        expect(joined.recipients[digest]?.verdicts).toMatchObject(verdicts)
    }),
    {numRuns: 50},
  )
  for (const text of ['', '{}', 'null', '{"schema":"m365-audit-export/notified/2"}'])
    expect(readNotified(text)).toBeUndefined()
})

test('a recipient’s digest shows nothing of its address, and tells addresses apart', () => {
  const digests = ['https://hooks.slack.com/services/T/B/x', 'https://hooks.slack.com/services/T/B/y'].map(url =>
    recipientDigest({to: {kind: 'slack', url}}),
  )
  expect(new Set(digests).size).toBe(2)
  expect(digests.join()).toMatch(/^[0-9a-f]{16},[0-9a-f]{16}$/)
  const mail = (address: string) => recipientDigest({to: {kind: 'mail', address}})
  expect(mail('Security@contoso.com')).toBe(mail('security@contoso.com'))
})
