/** What others do, however much of it, hides no act; with more than memory holds in `flooding.long.test.ts`. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {AuditRecord} from '../../src/audit/record.ts'
import {type Severity, severities} from '../../src/audit/severity.ts'
import {EvidenceList} from '../../src/detect/evidence-list.ts'
import type {Finding} from '../../src/detect/findings.ts'
import type {Rule} from '../../src/detect/rule.ts'
import {allRules} from '../../src/detect/rules/index.ts'
import {aRecord, at, findingsOf} from './build.ts'
import {lostAmong} from './crowded-kinds.ts'
import {anyRecordsBy, detected, doneByOthers, month, planted, severityOfIncidents} from './floods.ts'
import {kinds, settingsOf} from './technique-variants.ts'

const meta = {
  ...(allRules[0] as Rule).metas[0],
  id: 'TEST-01',
  title: 'Something done',
  severity: 'low',
} as Rule['metas'][number]

/** Reports each record with the severity, key and object that it has. */
const rule: Rule = {
  metas: [meta],
  wants: {operations: [/^/]},
  start: context => ({
    see: event =>
      context.report({
        rule: meta.id,
        key: event.text('Key'),
        severity: event.text('Severity') as Severity,
        title: `${event.user} did ${event.object}`,
        why: 'It is so',
        actors: [event.user],
        objects: [event.object],
        evidence: EvidenceList.of(event),
      }),
  }),
}

let number = 0
const anAct = (
  user: string,
  Severity: Severity,
  more: {Key?: string; ObjectId?: string; time?: number} = {},
): AuditRecord => {
  number++
  return aRecord({
    time: at(12),
    UserId: user,
    Severity,
    Key: `${user} ${number}`,
    ObjectId: `object ${number}`,
    ...more,
  })
}
const found = (records: readonly AuditRecord[]) => findingsOf(records, {rules: [rule]})
const of = (findings: readonly Finding[], user: string) => findings.filter(({actors}) => actors.includes(user))

describe('a grave act', () => {
  test.each([0, 30, 61, 500])('is shown behind %i decoys of the same kind, with its object and its record', place => {
    const decoys = Array.from({length: 500}, () => anAct('eve@x.example', 'low', {Key: 'one'}))
    const grave = anAct('eve@x.example', 'high', {Key: 'one', ObjectId: 'the vault'})
    const [finding] = found([...decoys.slice(0, place), grave, ...decoys.slice(place)])
    expect(finding).toMatchObject({severity: 'high', count: 501})
    expect(finding?.title).toContain('the vault')
    expect(finding?.objects[0]).toBe('the vault')
    expect(finding?.evidence.map(({id}) => id)).toContain(grave.Identity)
  })

  test('is shown among thousands of lesser ones of the same actor, which are one finding with their number', () => {
    const decoys = Array.from({length: 6_000}, () => anAct('eve@x.example', 'low'))
    const findings = found([...decoys, anAct('eve@x.example', 'high', {ObjectId: 'the vault'})])
    expect(findings[0]?.severity).toBe('high')
    expect(findings[0]?.objects[0]).toBe('the vault')
    const told = findings.reduce((sum, {count}) => sum + count, 0)
    expect(told).toBe(6_001)
    expect(findings[0]?.title).toBe('Something done: eve@x.example did the vault; 6,000 more like it')
  })
})

test('acts of others never remove a finding of an actor, nor make it less grave', () => {
  const acts = fc.array(fc.constantFrom(...severities), {minLength: 1, maxLength: 4})
  const floods = fc.record({
    size: fc.constantFrom(1, 70, 300, 4_500),
    severity: fc.constantFrom(...severities),
    isOneKey: fc.boolean(),
    isBefore: fc.boolean(),
  })
  const rank = (severity: Severity) => -severities.indexOf(severity)
  const gravest = (findings: readonly Finding[]) => Math.max(-9, ...findings.map(({severity}) => rank(severity)))
  fc.assert(
    fc.property(acts, floods, (own, {size, severity, isOneKey, isBefore}) => {
      const ours = own.map(one => anAct('ann@x.example', one))
      const theirs = Array.from({length: size}, () => anAct('eve@x.example', severity, isOneKey ? {Key: 'one'} : {}))
      const alone = of(found(ours), 'ann@x.example')
      const crowded = of(found(isBefore ? [...theirs, ...ours] : [...ours, ...theirs]), 'ann@x.example')
      expect(gravest(crowded)).toBe(gravest(alone))
      const objects = (findings: readonly Finding[]) => new Set(findings.flatMap(one => one.objects))
      for (const object of objects(alone)) expect(objects(crowded)).toContain(object)
    }),
    {numRuns: 25},
  )
})

test('each of thousands who do the same is named, and their number is true', () => {
  const users = Array.from({length: 4_700}, (_, i) => `user${i}@x.example`)
  const findings = found(users.map(user => anAct(user, 'low')))
  expect(findings.length).toBeLessThan(20)
  const named = findings.flatMap(({accounts, actors}) => accounts?.map(({actor}) => actor) ?? actors)
  expect(named.length).toBe(users.length)
  expect(new Set(named)).toEqual(new Set(users))
  expect(findings.reduce((sum, {count}) => sum + count, 0)).toBe(users.length)
  const sums = findings.filter(({accounts}) => accounts).map(({title}) => title)
  expect(sums).toEqual(['Something done: 4,690 more of 4,690 accounts'])
  for (const {records} of findings.flatMap(({accounts}) => accounts ?? [])) expect(records).toHaveLength(1)
})

/** Where both are known, the first is at least as grave. */
function isAsGrave(now: Severity | undefined, before: Severity | undefined): boolean {
  return before === undefined || (now !== undefined && severities.indexOf(now) <= severities.indexOf(before))
}

describe('no incident of a month is less grave among records of others', () => {
  const alone = severityOfIncidents(detected(month))

  test('and each is found without them', () => {
    expect(Object.values(alone)).not.toContain(undefined)
  })

  test.each([
    ['who do the same before', () => doneByOthers({by: 1, what: 1, shift: -3_600_000})],
    ['who do anything', () => anyRecordsBy(300, 500, 17)],
  ])('%s', (_name, flood) => {
    expect(planted.length).toBeGreaterThan(1_000)
    const crowded = severityOfIncidents(detected([...month, ...flood()]))
    for (const [name, before] of Object.entries(alone))
      expect(isAsGrave(crowded[name], before), `${name}: ${before}, then ${crowded[name]}`).toBe(true)
  })
})

describe('an act is as grave among others who do the same; all kinds in `crowded-kinds.long.test.ts`', () => {
  const [setting] = settingsOf().filter(({people, name}) => people === 12 && name.includes('baseline'))
  test.each([
    ['refused consent', 'without a reason', -50],
    ['quarantine release', 'one message', 1],
    ['links for anyone', 'one for editing', -1],
  ])('%s, %s', (kind, name, hours) => {
    const variant = kinds[kind]?.found[name]
    if (variant && setting) expect(lostAmong({others: 3, shift: hours * 3_600_000}, variant, setting)).toBe('')
    else expect.unreachable('there is no such variant')
  })
})
