import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {textField} from '../../src/audit/json.ts'
import {aiNumbers} from '../../src/report/figures/ai-numbers.ts'
import {Busiest} from '../../src/report/figures/busiest.ts'
import {NameCounts, others} from '../../src/report/figures/counts.ts'
import {failureGroup} from '../../src/report/figures/sign-in.ts'
import {Figures, type SeenRecord} from '../../src/report/figures.ts'
import {attacks, periodOf} from './sample-month.ts'

interface Given {
  at: string
  operation?: string
  user?: string
  workload?: string
  type?: string
  data?: unknown
}

function seen({
  at,
  operation = 'FileAccessed',
  user = 'anna@contoso.com',
  workload,
  type,
  data = {},
}: Given): SeenRecord {
  return {
    time: Date.parse(at),
    workload: workload ?? 'SharePoint',
    record: {
      RecordType: type ?? 'SharePointFileOperation',
      CreationDate: at,
      UserIds: user,
      Operations: operation,
      AuditData: typeof data === 'string' ? data : JSON.stringify(data),
      Identity: '',
    },
  }
}

function counted(records: readonly Given[], timezone = 'UTC'): Figures {
  const figures = new Figures(periodOf('2026-10', timezone))
  for (const record of records) figures.see(seen(record))
  return figures
}

describe('records per day', () => {
  test('has every day of the month, those without records as zero', () => {
    const {days} = counted([{at: '2026-10-03T08:00:00Z'}, {at: '2026-10-03T09:00:00Z', workload: 'Exchange'}])
    expect(days.length).toBe(31)
    expect(days.filter(day => day.records > 0).map(day => [day.date, day.records, [...day.byWorkload]])).toEqual([
      [
        '2026-10-03',
        2,
        [
          ['SharePoint', 1],
          ['Exchange', 1],
        ],
      ],
    ])
  })

  test.each([
    ['UTC', '2026-10-24T23:30:00Z', '2026-10-24'],
    ['Europe/Oslo', '2026-10-24T23:30:00Z', '2026-10-25'],
    ['America/Los_Angeles', '2026-10-25T06:59:59Z', '2026-10-24'],
    ['Asia/Kathmandu', '2026-10-24T18:15:00Z', '2026-10-25'],
  ])('counts in %s %s to the zone’s day', (timezone, at, date) => {
    expect(counted([{at}], timezone).days.find(day => day.records === 1)?.date).toBe(date)
  })
})

describe('hours of the week', () => {
  const hour = (timezone: string, at: string) => counted([{at}], timezone).hours.indexOf(1)

  test.each([
    ['Monday’s first hour is the first', 'UTC', '2026-10-05T00:00:00Z', 0],
    ['Sunday’s last hour is the last', 'UTC', '2026-10-04T23:59:59Z', 167],
    ['the zone’s clock counts', 'Asia/Kathmandu', '2026-10-05T00:14:59Z', 5],
    ['to the quarter', 'Asia/Kathmandu', '2026-10-05T00:15:00Z', 6],
    ['before the clock goes back', 'Europe/Oslo', '2026-10-25T00:30:00Z', 146],
    ['and after', 'Europe/Oslo', '2026-10-25T01:30:00Z', 146],
  ])('%s', (_name, timezone, at, expected) => {
    expect(hour(timezone, at)).toBe(expected)
  })

  test('forgets nothing between records of one quarter', () => {
    const {hours} = counted(['07', '12', '14'].map(minute => ({at: `2026-10-05T08:${minute}:00Z`})))
    expect(hours[8]).toBe(3)
  })
})

describe('people and services', () => {
  test('are counted apart, in one spelling', () => {
    const figures = counted([
      {at: '2026-10-01T08:00:00Z', user: 'Anna@contoso.com'},
      {at: '2026-10-01T08:01:00Z', user: 'anna@Contoso.com'},
      {at: '2026-10-01T08:02:00Z', user: 'NT AUTHORITY\\SYSTEM (w3wp)'},
      {at: '2026-10-01T08:03:00Z', user: 'NT AUTHORITY\\System (w3wp)'},
    ])
    expect(figures.people.most(5)).toEqual([{name: 'anna@contoso.com', records: 2, uncertain: 0}])
    expect(figures.services.most(5)).toEqual([{name: 'NT AUTHORITY\\SYSTEM (w3wp)', records: 2, uncertain: 0}])
  })
})

describe('the busiest', () => {
  test('are found among many who came once', () => {
    const busiest = new Busiest(50)
    for (let i = 0; i < 20_000; i++) {
      busiest.see(`once-${i}`)
      if (i % 10 === 0) busiest.see('often')
      if (i % 20 === 0) busiest.see('less')
    }
    const [first, second] = busiest.most(2)
    expect([first?.name, second?.name]).toEqual(['often', 'less'])
    expect(busiest.distinct.exact).toBe(false)
  })

  test('never have fewer records than they made, nor more beyond what is uncertain', () => {
    const busiest = new Busiest(20)
    const truth = new Map<string, number>()
    let state = 1
    for (let i = 0; i < 5000; i++) {
      state = (state * 48_271) % 2_147_483_647
      const name = `n${Math.floor((state / 2_147_483_647) ** 3 * 400)}`
      truth.set(name, (truth.get(name) ?? 0) + 1)
      busiest.see(name)
    }
    for (const {name, records, uncertain} of busiest.most(20)) {
      expect(records).toBeGreaterThanOrEqual(truth.get(name) ?? 0)
      expect(records - uncertain).toBeLessThanOrEqual(truth.get(name) ?? 0)
    }
  })
})

describe('sign-ins', () => {
  test.each([
    ['50126', 'password'],
    [50053, 'password'],
    ['50074', 'right password'],
    ['65001', 'prompt'],
    ['700016', 'other'],
    [undefined, 'other'],
    ['__proto__', 'other'],
    ['constructor', 'other'],
  ])('%s is of the group %s', (ErrorNumber, expected) => {
    expect(failureGroup(name => textField({ErrorNumber}, name))).toBe(expected)
  })

  test('are counted by day, whatever ResultStatus says, and broken AuditData does no harm', () => {
    const failed = {operation: 'UserLoginFailed'}
    const figures = counted([
      {at: '2026-10-01T08:00:00Z', operation: 'UserLoggedIn'},
      {at: '2026-10-02T08:00:00Z', ...failed, data: {ErrorNumber: '50126', ResultStatus: 'Success'}},
      {at: '2026-10-02T09:00:00Z', ...failed, data: '{"Error'},
      {at: '2026-10-02T10:00:00Z', ...failed, data: 'null'},
    ])
    expect(figures.signIns).toBe(1)
    expect(figures.failures).toEqual({password: 1, 'right password': 0, prompt: 0, other: 2})
    expect(figures.days[1]?.failures.password).toBe(1)
  })

  test('take AuditData that is parsed already', () => {
    const figures = new Figures(periodOf('2026-10', 'UTC'))
    figures.see(seen({at: '2026-10-01T08:00:00Z', operation: 'UserLoginFailed'}), {ErrorNumber: '50126'})
    expect(figures.failures.password).toBe(1)
  })
})

describe('the month before', () => {
  const now = counted([
    {at: '2026-10-01T08:00:00Z', operation: 'FileAccessed'},
    {at: '2026-10-05T08:00:00Z', operation: 'New-TransportRule'},
    {at: '2026-10-04T08:00:00Z', operation: 'New-TransportRule'},
  ])

  test('tells which operations are new, and since when', () => {
    const counts = counted([{at: '2026-10-01T08:00:00Z', operation: 'FileAccessed'}]).counts()
    expect(now.newOperations({label: '2026-09', counts})).toEqual([
      {name: 'New-TransportRule', records: 2, first: Date.parse('2026-10-04T08:00:00Z')},
    ])
  })

  test('claims nothing where it had too many to know', () => {
    const {counts} = {counts: {...now.counts(), operations: {[others]: 3}}}
    expect(now.newOperations({label: '2026-09', counts})).toBeUndefined()
  })

  test('survives being written and read', () => {
    const counts = now.counts()
    expect(JSON.parse(JSON.stringify(counts))).toEqual(counts)
    expect(JSON.stringify(counts)).not.toContain('contoso')
  })
})

describe('names nobody vetted', () => {
  test('of a million characters are cut, and beyond the limit counted together', () => {
    const counts = new NameCounts(3)
    for (const name of ['a', 'b', 'W'.repeat(1_000_000), 'c', 'd', 'a']) counts.add(name)
    const ranked = counts.ranked()
    expect(ranked.map(row => row.records)).toEqual([2, 1, 1, 2])
    expect(ranked.at(-1)?.name).toBe(others)
    expect(Math.max(...ranked.map(row => row.name.length))).toBeLessThanOrEqual(200)
  })

  test('fill no memory, however many and long', () => {
    const figures = new Figures(periodOf('2026-10', 'UTC'))
    const long = 'x'.repeat(5000)
    for (let i = 0; i < 30_000; i++) {
      const name = `${i}${long}`
      figures.see(seen({at: '2026-10-01T08:00:00Z', user: name, operation: name, workload: name, type: name}))
    }
    expect(figures.records).toBe(30_000)
    expect(figures.overflowed).toEqual(['workloads', 'record types', 'operations', 'service identities'])
    expect(JSON.stringify([figures.counts(), figures.services.most(20_000)]).length).toBeLessThan(4_000_000)
  })

  test('are names, even those that objects have', () => {
    const figures = counted(attacks.map(name => ({at: '2026-10-01T08:00:00Z', operation: name, workload: name})))
    expect(figures.records).toBe(attacks.length)
    expect(figures.byOperation().reduce((sum, row) => sum + row.records, 0)).toBe(attacks.length)
    expect(Object.keys(figures.counts().operations)).toContain('__proto__')
  })
})

test('record types have their share of the bytes', () => {
  const figures = counted([
    {at: '2026-10-03T08:00:00Z', type: 'Small', data: 'x'.repeat(10)},
    {at: '2026-10-03T08:00:00Z', type: 'Small', data: 'ø'.repeat(5)},
    {at: '2026-10-03T08:00:00Z', type: 'Large', data: 'x'.repeat(60)},
  ])
  expect(figures.byRecordTypeAndVolume()).toEqual([
    {name: 'Small', records: 2, volume: 0.25},
    {name: 'Large', records: 1, volume: 0.75},
  ])
})

describe('Copilot and agents', () => {
  const asked = (at: string, user: string, event: object, more: object = {}) => ({
    ...{at, user, operation: 'CopilotInteraction', type: 'CopilotInteraction', workload: 'Copilot'},
    data: {CopilotEventData: event, ...more},
  })
  const file = (id: string, more: object = {}) => ({
    ...{Id: id, Name: 'Plan.docx', SiteUrl: `https://contoso.sharepoint.com/sites/${id[0]}/Shared/Plan.docx`, ...more},
  })

  test('are counted: people, agents with their first question, apps, files, refusals, injections', () => {
    const {ai} = counted([
      asked('2026-10-03T08:00:00Z', 'anna@contoso.com', {AppHost: 'Word', AccessedResources: [file('a1'), file('a2')]}),
      asked('2026-10-05T08:00:00Z', 'Anna@contoso.com', {
        AppHost: 'Teams',
        AgentName: 'Deal Desk',
        AccessedResources: [file('a1')],
      }),
      asked(
        '2026-10-04T08:00:00Z',
        'bo@contoso.com',
        {AppHost: 'Teams', AccessedResources: [file('b1', {Status: 'failure'})]},
        {AgentName: 'Deal Desk'},
      ),
      asked('2026-10-06T08:00:00Z', 'bo@contoso.com', {
        AccessedResources: [file('b1', {XPIADetected: true}), file('b2', {PolicyDetails: [{PolicyId: 'p'}]})],
        Messages: [{JailbreakDetected: 'True'}],
      }),
      asked('2026-10-07T08:00:00Z', 'app@sharepoint', {}),
      {at: '2026-10-07T09:00:00Z', data: {AgentName: 'no question'}},
    ])
    expect(Object.fromEntries(aiNumbers(ai))).toEqual({
      Questions: '5',
      'People who asked': '2',
      Agents: '1',
      Apps: '3',
      'Files and pages read for answers': '4',
      'Sites that they lie in': '2',
      'Readings refused, or kept out by a policy': '2',
      'Readings of files with instructions for the AI': '1',
      'Prompts that tried to bypass the rules': '1',
    })
    expect(ai.agents()).toEqual([{name: 'Deal Desk', records: 2, first: Date.parse('2026-10-04T08:00:00Z')}])
  })

  test('are the same in any order, and nothing in a record makes them fail', () => {
    const event = fc.oneof(
      fc.record({
        AppHost: fc.anything(),
        AgentName: fc.anything(),
        AccessedResources: fc.anything(),
        Messages: fc.anything(),
      }),
      fc.json(),
      fc.anything(),
    )
    fc.assert(
      fc.property(fc.array(event, {maxLength: 8}), events => {
        const records = events.map((one, i) =>
          asked(`2026-10-0${i + 1}T08:00:00Z`, `p${i % 3}@contoso.com`, {}, {CopilotEventData: one}),
        )
        const numbers = (all: typeof records) => [aiNumbers(counted(all).ai), counted(all).ai.agents()]
        expect(numbers([...records].reverse())).toEqual(numbers(records))
      }),
    )
  })
})
