/** Incidents as a whole: identity, severity in sum, narrative, timeline, what joins them. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {AuditRecord} from '../../src/audit/record.ts'
import {incidentPatterns} from '../../src/detect/incident-patterns.ts'
import {mergedSteps, phaseOf, stepPhases} from '../../src/detect/next-steps.ts'
import {matching, type Rule, type RuleMeta} from '../../src/detect/rule.ts'
import {aCmdlet, at, detectionOf, minute} from './build.ts'

const user = 'ada@contoso.example'

function ruleOf(id: string, more: Partial<RuleMeta> = {}, extra: Record<string, unknown> = {}): Rule {
  const act = `do-${id.toLowerCase()}`
  const meta: RuleMeta = {
    id,
    title: `Technique ${id}`,
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1110.003'],
    question: 'Was it done?',
    benign: 'A test.',
    next: ['Ask the user.'],
    source: 'https://example.org/',
    needs: {operations: [act]},
    ...more,
  }
  return matching(meta, {operations: [act]}, event => ({
    key: event.user,
    title: event.user,
    why: `${id} was done`,
    ...extra,
  }))
}

const act = (id: string, time: number, fields: Parameters<typeof aCmdlet>[0] = {}): AuditRecord =>
  aCmdlet({Operation: `Do-${id}`, UserId: user, ClientIP: '203.0.113.66', time, ...fields})

const reported = (rules: readonly Rule[], records: readonly AuditRecord[]) =>
  detectionOf(records, {rules, minimumSeverity: 'low', tenantSizeHint: 0})

describe('severity is by what happened in sum', () => {
  const rules = [ruleOf('AUTH-22'), ruleOf('MBX-07'), ruleOf('MBX-03')]

  test('a suspicious sign-in and a rule that hides mail, each low, are a high incident', () => {
    const {incidents, findings, incidentCounts} = reported(rules, [
      act('AUTH-22', at(14, '09:00')),
      act('MBX-03', at(14, '15:00')),
    ])
    expect(findings.map(({severity}) => severity)).toEqual(['low', 'low'])
    expect(incidents).toMatchObject([
      {
        severity: 'high',
        title: `Business email compromise: ${user}, technique AUTH-22, then technique MBX-03`,
        techniques: ['T1078.004', 'T1114.003', 'T1110.003'],
      },
    ])
    expect(incidentCounts).toEqual({high: 1, medium: 0, low: 0, info: 0})
  })

  test.each([
    ['in the other order', [act('MBX-03', at(14, '09:00')), act('AUTH-22', at(14, '15:00'))]],
    [
      'of another account on the same network',
      [act('AUTH-22', at(14)), act('MBX-03', at(14, '15:00'), {UserId: 'bo@contoso.example'})],
    ],
    ['alone', [act('MBX-03', at(14))]],
  ])('not %s', (_, records) => {
    expect(reported(rules, records).incidents.map(({severity}) => severity)).not.toContain('high')
  })

  test('no incident is less grave than its gravest finding', () => {
    const ids = ['AUTH-05', 'AUTH-22', 'MBX-03', 'APP-14', 'ROLE-01', 'FIL-04']
    const severities = ['low', 'medium', 'high'] as const
    fc.assert(
      fc.property(
        fc.array(
          fc.record({id: fc.constantFrom(...ids), severity: fc.constantFrom(...severities), hour: fc.nat(600)}),
          {minLength: 1, maxLength: 6},
        ),
        drawn => {
          const own = new Map(drawn.map(({id, severity}) => [id, ruleOf(id, {severity})]))
          const records = drawn.map(({id, hour}) => act(id, at(1) + hour * 60 * minute))
          const {incidents, findings, incidentCounts} = reported(
            [...own.values()],
            records.sort((a, b) => (a.CreationDate < b.CreationDate ? -1 : 1)),
          )
          const rank = (severity: string) => severities.indexOf(severity as 'low')
          for (const incident of incidents)
            for (const finding of findings.filter(one => one.incident === incident.id))
              expect(rank(incident.severity)).toBeGreaterThanOrEqual(rank(finding.severity))
          expect(new Set(incidents.flatMap(one => one.findings))).toEqual(new Set(findings.map(({id}) => id)))
          expect(Object.values(incidentCounts).reduce((a, b) => a + b)).toBe(incidents.length)
        },
      ),
      {numRuns: 60, seed: 7},
    )
  })

  test('every pattern is reached by its stages in order', () => {
    for (const {name, stages} of incidentPatterns) {
      const ids = stages.map(stage => idsOf().find(id => stage.test(id)) ?? '')
      const rules = [...new Set(ids)].map(id => ruleOf(id))
      const {incidents} = reported(
        rules,
        ids.map((id, i) => act(id, at(14) + i * 60 * minute)),
      )
      // An earlier pattern of the table may fit as well.
      expect(incidents.map(({title}) => title.split(':')[0])).toEqual([expect.stringMatching(names(name))])
    }
  })
})

function idsOf(): string[] {
  return [
    'AUTH-05',
    'AUTH-08',
    'MBX-03',
    'APP-02',
    'APP-08',
    'APP-14',
    'FIL-06',
    'ACC-05',
    'ACC-06',
    'ROLE-01',
    'AUD-01',
    'MBX-18',
    'FIL-01',
    'APP-09',
  ]
}

function names(name: string): RegExp {
  const before = incidentPatterns.slice(0, incidentPatterns.findIndex(one => one.name === name) + 1)
  return new RegExp(`^(${before.map(one => one.name).join('|')})$`)
}

describe('an incident keeps its id', () => {
  const rules = [ruleOf('MBX-03'), ruleOf('FIL-01')]
  const mail = act('MBX-03', at(10, '09:00'))
  const files = act('FIL-01', at(14, '09:00'))

  test('which the first record of its evidence fixes', () => {
    const [alone] = reported(rules, [mail]).incidents
    const [more] = reported(rules, [mail, act('MBX-03', at(10, '11:00')), act('FIL-01', at(10, '12:00'))]).incidents
    expect(more?.id).toBe(alone?.id)
  })

  test('and names the other where a late record merges two', () => {
    const apart = reported(rules, [mail, files]).incidents
    expect(apart).toHaveLength(2)
    const [older, younger] = [...apart].sort((a, b) => (a.first < b.first ? -1 : 1))
    expect(younger?.id).not.toBe(older?.id)
    for (const late of [act('FIL-01', at(12, '09:00')), act('ROLE-01', at(12, '09:00'))]) {
      const merged = reported([...rules, ruleOf('ROLE-01')], [mail, late, files]).incidents
      expect(merged).toHaveLength(1)
      expect(merged[0]).toMatchObject({id: older?.id, formerly: expect.arrayContaining([younger?.id])})
    }
  })
})

describe('what joins', () => {
  const bo = 'bo@contoso.example'
  const far = {UserId: bo, ClientIP: '198.51.100.9'}
  const session = {SessionId: '0a1b2c3d-0000-4000-8000-000000000001'}
  const target = {objects: ['itcornpany@evil.example']}

  test.each([
    [
      'a session',
      [ruleOf('MBX-03'), ruleOf('FIL-01')],
      [act('MBX-03', at(14), session), act('FIL-01', at(15), {...far, ...session})],
      1,
    ],
    [
      'an object',
      [ruleOf('MBX-03', {}, target), ruleOf('FIL-01', {}, target)],
      [act('MBX-03', at(14)), act('FIL-01', at(15), far)],
      1,
    ],
    ['nothing shared', [ruleOf('MBX-03'), ruleOf('FIL-01')], [act('MBX-03', at(14)), act('FIL-01', at(15), far)], 2],
    [
      'a session three days later',
      [ruleOf('MBX-03'), ruleOf('FIL-01')],
      [act('MBX-03', at(10), session), act('FIL-01', at(13), {...far, ...session})],
      2,
    ],
    [
      'a name that many things have',
      [
        ruleOf('MBX-03', {}, {objects: ['Global Administrator']}),
        ruleOf('FIL-01', {}, {objects: ['Global Administrator']}),
      ],
      [act('MBX-03', at(14)), act('FIL-01', at(15), far)],
      2,
    ],
  ] as [string, Rule[], AuditRecord[], number][])('%s', (_, rules, records, count) => {
    expect(reported(rules, records).incidents).toHaveLength(count)
  })
})

describe('an incident is told once', () => {
  const rules = [ruleOf('AUTH-22', {severity: 'medium'}), ruleOf('FIL-01'), ruleOf('MBX-03')]
  const [incident] = reported(rules, [
    act('AUTH-22', at(14, '09:00')),
    act('FIL-01', at(14, '09:12')),
    act('MBX-03', at(14, '11:00')),
  ]).incidents

  test('by one narrative without a sentence twice', () => {
    expect(incident?.narrative).toBe(
      '3 records by ada@contoso.example from 203.0.113.66 between 2026-10-14 09:00 and 11:00 UTC (2 h). ' +
        'In order: technique AUTH-22; 12 min later: technique FIL-01; 108 min later: technique MBX-03. ' +
        'Together, for one account, this is a pattern of business email compromise.',
    )
  })

  test('by a timeline of records, with IP address, user and act', () => {
    expect(incident?.timeline).toMatchObject([
      {time: '2026-10-14T09:00:00Z', user, address: '203.0.113.66', act: 'Do-AUTH-22'},
      {time: '2026-10-14T09:12:00Z', act: 'Do-FIL-01'},
      {time: '2026-10-14T11:00:00Z', act: 'Do-MBX-03'},
    ])
  })

  test('with benign causes and steps once', () => {
    expect(incident).toMatchObject({benign: ['A test.'], next: ['Ask the user.']})
  })
})

test('the order of an incident holds all stages of its pattern, whatever else is graver', () => {
  const grave = ['ROLE-01', 'AUD-01', 'CFG-01', 'ACC-01', 'APP-04', 'APP-02']
  const rules = [ruleOf('AUTH-22'), ...grave.map(id => ruleOf(id, {severity: 'high'})), ruleOf('MBX-03')]
  const acts = ['AUTH-22', ...grave, 'MBX-03'].map((id, i) => act(id, at(14) + i * 60_000))
  const [incident] = reported(rules, acts).incidents
  expect(incident?.title).toMatch(/^Business email compromise/)
  expect(incident?.narrative).toMatch(
    /In order: technique AUTH-22; .*technique MBX-03; besides, findings of 3 more kinds/,
  )
})

describe('a record that two findings have', () => {
  /** Rules that see the same acts, and say different things about them. */
  const both = (id: string, joins: boolean): Rule => {
    const rule = ruleOf(id, {needs: {operations: ['do-it']}})
    return matching(rule.metas, {operations: ['do-it']}, event => ({
      key: `${id} ${event.id}`,
      title: event.user,
      why: `${id} was done`,
      ...(joins ? {} : {actors: [], addresses: [], applications: []}),
    }))
  }
  const records = [act('it', at(14, '09:00')), act('it', at(14, '09:05')), act('it', at(14, '13:00'))]

  test('begins two incidents with different ids', () => {
    const {incidents} = reported([both('AUTH-22', false), both('FIL-01', false)], records.slice(0, 1))
    expect(incidents).toHaveLength(2)
    expect(new Set(incidents.map(({id}) => id)).size).toBe(2)
  })

  test('counts once in their incident, and an act that was repeated stands once in its timeline', () => {
    const [incident] = reported([both('AUTH-22', true), both('FIL-01', true)], records).incidents
    expect(incident?.count).toBe(3)
    expect(incident?.narrative).toMatch(/^3 records /)
    expect(incident?.timeline.map(({time}) => time)).toEqual(['2026-10-14T09:00:00Z', '2026-10-14T13:00:00Z'])
  })
})

test('one step that ends sessions or a password comes before all else, others after what else contains', () => {
  const urgent = ['Revoke the account’s sessions.', 'Reset the password now.']
  const steps = ['Block the network.', 'Require MFA.', ...urgent, 'Ask the owner.']
  expect(mergedSteps([...steps, 'Read the mail.']).slice(0, 2)).toEqual([
    'Revoke the account’s sessions.',
    'Block the network.',
  ])
})

test('steps are at most five, in order of phase, and each asked for', () => {
  const verbs = ['Revoke', 'Reset', 'Ask', 'Find', 'Check', 'Read']
  const step = fc
    .tuple(fc.constantFrom(...verbs), fc.constantFrom('mail', 'sessions', 'owner', 'files', 'rules'))
    .map(([verb, what]) => `${verb} the ${what}.`)
  fc.assert(
    fc.property(fc.array(step, {maxLength: 20}), steps => {
      const merged = mergedSteps(steps)
      expect(merged.length).toBeLessThanOrEqual(5)
      expect(new Set(merged).size).toBe(merged.length)
      expect(merged.filter(one => !steps.includes(one))).toEqual([])
      const phases = merged.map(one => stepPhases.indexOf(phaseOf(one) ?? 'scope'))
      expect(phases).toEqual([...phases].sort())
      for (const phase of stepPhases)
        if (steps.some(one => phaseOf(one) === phase)) expect(merged.some(one => phaseOf(one) === phase)).toBe(true)
    }),
    {seed: 3},
  )
})
