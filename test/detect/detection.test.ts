import {describe, expect, test} from 'vitest'
import type {AuditRecord} from '../../src/audit/record.ts'
import {EvidenceList} from '../../src/detect/evidence-list.ts'
import {
  type Finding,
  FindingsFile,
  findingsJsonSchema,
  findingsSchema,
  findingsText,
} from '../../src/detect/findings.ts'
import {matching, type Rule, type RuleMeta} from '../../src/detect/rule.ts'
import {aChange, aCmdlet, aRecord, aSignIn, at, detectionOf, minute, people, period} from './build.ts'

const attacker = '203.0.113.66'
const accountsOf = (finding?: Finding) => finding?.accounts?.map(({actor}) => actor) ?? []

/** A spray that got in, and what the guesser did then. */
function story(): AuditRecord[] {
  const victim = 'user3@contoso.example'
  return [
    ...people(6).map((user, i) =>
      aSignIn({
        user,
        ip: attacker,
        error: '50126',
        agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0',
        time: at(12) + i * minute,
      }),
    ),
    aSignIn({
      user: victim,
      ip: attacker,
      agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0',
      time: at(12, '10:30'),
    }),
    aCmdlet({Operation: 'Set-Thing', UserId: victim, ClientIP: attacker, time: at(12, '10:41')}),
  ]
}

const meta: RuleMeta = {
  id: 'MBX-02',
  title: 'A thing was set',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1114.003'],
  question: 'Was a thing set?',
  benign: 'Things get set.',
  next: ['Ask.'],
  source: 'https://example.org/',
  needs: {operations: ['set-thing']},
}
const setThing = matching(meta, {operations: ['set-thing']}, event => ({
  key: event.user,
  title: `${event.user} set a thing`,
  why: 'It was set',
}))

describe('detection', async () => {
  const {allRules} = await import('../../src/detect/rules/index.ts')
  const rules = [...allRules.filter(rule => !rule.metas.some(({id}) => id === 'MBX-02')), setThing]

  test('joins a spray, its success and what followed into one incident', () => {
    const {incidents, findings} = detectionOf(story(), {rules, minimumSeverity: 'low'})
    expect(incidents).toHaveLength(1)
    expect(incidents[0]).toMatchObject({severity: 'high', actors: ['user3@contoso.example']})
    expect(new Set(findings.map(({rule}) => rule))).toEqual(new Set(['AUTH-01', 'AUTH-05', 'MBX-02']))
    expect(findings.every(({incident}) => incident === incidents[0]?.id)).toBe(true)
  })

  test('raises what follows a doubtful sign-in, and says so', () => {
    const {findings} = detectionOf(story(), {rules, minimumSeverity: 'low'})
    const set = findings.find(({rule}) => rule === 'MBX-02')
    expect(set).toMatchObject({severity: 'high', confidence: 'high'})
    expect(set?.why).toMatch(/^It was set; 11 min after sign-in succeeded after password guessing \(AUTH-05\)$/)
  })

  test('raises less what follows a stopped attempt', () => {
    const victim = 'user3@contoso.example'
    const stopped = story().map(record =>
      record.Operations === 'UserLoggedIn'
        ? aSignIn({
            user: victim,
            ip: attacker,
            agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0',
            error: '50076',
            time: at(12, '10:30'),
          })
        : record,
    )
    const {findings} = detectionOf(stopped, {rules, minimumSeverity: 'low'})
    expect(findings.find(({rule}) => rule === 'MBX-02')).toMatchObject({severity: 'medium'})
  })

  test('leaves the same act alone as it is', () => {
    const {findings} = detectionOf([aCmdlet({Operation: 'Set-Thing', UserId: 'ada@contoso.example'})], {
      rules: [setThing],
    })
    expect(findings.map(({severity, why}) => [severity, why])).toEqual([['low', 'It was set']])
  })

  test('keeps apart what shares only an office', () => {
    const office = people(30).map(user => aSignIn({user, time: at(10)}))
    const sets = people(2).map(user => aCmdlet({Operation: 'Set-Thing', UserId: user, time: at(12)}))
    expect(detectionOf([...office, ...sets], {rules: [setThing]}).incidents).toHaveLength(2)
  })

  test('does not tie findings together by one about a crowd', () => {
    const crowd: RuleMeta = {...meta, id: 'ACC-04', severity: 'medium', needs: {operations: ['reset-many']}}
    const grave: RuleMeta = {...meta, id: 'MBX-01', severity: 'medium', needs: {operations: ['set-thing']}}
    const many = matching(crowd, {operations: ['reset-many']}, event => ({
      key: 'x',
      title: 'Many',
      why: 'many',
      users: people(30),
      actors: [event.user],
    }))
    const one = matching(grave, {operations: ['set-thing']}, event => ({key: event.user, title: 'One', why: 'one'}))
    const records = [
      aCmdlet({Operation: 'Reset-Many', UserId: 'adm@contoso.example', ClientIP: '198.51.100.1'}),
      aCmdlet({Operation: 'Set-Thing', UserId: 'user1@contoso.example', ClientIP: '198.51.101.1'}),
      aCmdlet({Operation: 'Set-Thing', UserId: 'user2@contoso.example', ClientIP: '198.51.102.1'}),
    ]
    expect(detectionOf(records, {rules: [many, one]}).incidents).toHaveLength(3)
  })

  test('clips names that somebody made long', () => {
    const UserId = `${'a'.repeat(5_000)}@contoso.example`
    const [finding] = detectionOf([aCmdlet({Operation: 'Set-Thing', UserId})], {rules: [setThing]}).findings
    expect(finding?.title.length).toBeLessThan(500)
    expect(finding?.actors[0]?.length).toBeLessThan(500)
  })

  test('finds the same whatever the order of records within a second', () => {
    const records = story().map(record => ({...record, CreationDate: record.CreationDate.replace(/:\d\dZ/, ':00Z')}))
    const backwards = detectionOf([...records].reverse(), {rules})
    expect(backwards).toEqual(detectionOf(records, {rules}))
  })

  test('gives the same ids on a rerun with late records', () => {
    const records = story()
    const late = aSignIn({user: 'user9@contoso.example', ip: attacker, error: '50126', time: at(12, '12:00')})
    const ids = (all: AuditRecord[]) =>
      detectionOf(all, {rules, minimumSeverity: 'low'})
        .findings.map(({id}) => id)
        .sort((a, b) => a.localeCompare(b))
    expect(ids([...records, late])).toEqual(ids(records))
  })

  test('adds up the same act of the same actor, and starts anew after two days', () => {
    const set = (day: number, clock?: string) => aCmdlet({Operation: 'Set-Thing', time: at(day, clock)})
    const {findings} = detectionOf([set(3), set(3, '11:00'), set(4), set(20)], {rules: [setThing]})
    expect(findings.map(({count, why}) => [count, why])).toEqual([
      [3, 'It was set; 3 such acts in 24 h'],
      [1, 'It was set'],
    ])
  })

  test('counts an act once that several signs lie in', () => {
    const twice: Rule = {
      ...setThing,
      start: context => ({
        see(event) {
          const signal = {rule: meta.id, key: event.user, title: 'Set', why: 'It was set', actors: [event.user]}
          for (let sign = 0; sign < 2; sign++) context.report({...signal, evidence: EvidenceList.of(event.mark)})
        },
      }),
    }
    const set = (clock: string) => aCmdlet({Operation: 'Set-Thing', time: at(3, clock)})
    const whys = (...records: AuditRecord[]) => detectionOf(records, {rules: [twice]}).findings.map(({why}) => why)
    expect(whys(set('10:00'))).toEqual(['It was set'])
    expect(whys(set('10:00'), set('11:00'))).toEqual(['It was set; 2 such acts in 60 min'])
  })

  test('shows ten of a kind and counts the rest', () => {
    const sets = people(25).map((user, i) => aCmdlet({Operation: 'Set-Thing', UserId: user, time: at(2 + i)}))
    const {findings} = detectionOf(sets, {rules: [setThing]})
    expect(findings).toHaveLength(11)
    const sum = findings.find(({title}) => title.endsWith(': 15 more of 15 accounts'))
    expect(sum).toMatchObject({count: 15})
    const named = [...findings.filter(one => one !== sum).flatMap(one => one.actors), ...accountsOf(sum)]
    expect(new Set(named)).toEqual(new Set(people(25)))
    for (const {records} of sum?.accounts ?? []) expect(records).toHaveLength(1)
  })

  test('leaves out what is below the minimum', () => {
    const records = [aCmdlet({Operation: 'Set-Thing'})]
    expect(detectionOf(records, {rules: [setThing], minimumSeverity: 'medium'})).toMatchObject({
      findings: [],
      incidents: [],
    })
  })

  test('says which rules saw nothing they could judge', () => {
    const {unseen} = detectionOf([aRecord({Operation: 'FileAccessed'})], {rules})
    expect(unseen.find(({rule}) => rule === 'AUTH-01')).toMatchObject({
      missing: 'no record of the operations UserLoggedIn, UserLoginFailed',
      reason: 'not-recorded',
    })
    const reasonOf = (rule: string) => unseen.find(one => one.rule === rule)?.reason
    expect(reasonOf('FIL-04')).toBe('did-not-happen')
    expect(reasonOf('MBX-21')).toBe('not-recorded')
    expect(reasonOf('AUTH-21')).toBe('not-given')
    expect(detectionOf(story(), {rules}).unseen.map(({rule}) => rule)).not.toContain('AUTH-01')
  })

  test('says what is never visible, and that it is learning', () => {
    const {notes, learning} = detectionOf([])
    expect(learning).toBe(true)
    expect(notes[0]).toMatch(/^There is no baseline: first-seen values are reported from the eighth day/)
    expect(notes.at(-1)).toMatch(/^Not in the unified audit log/)
  })

  test('writes what its schema promises', () => {
    const result = detectionOf(story(), {rules})
    const file: unknown = JSON.parse(findingsText(period, result))
    expect(FindingsFile.parse(file)).toEqual(file)
    expect(file).toMatchObject({schema: findingsSchema, period: {start: '2026-10-01T00:00:00Z'}, counts: result.counts})
    expect(JSON.parse(findingsJsonSchema())).toMatchObject({type: 'object'})
  })

  test('has whole metadata for every rule, each id once', () => {
    const metas = new Map(allRules.flatMap(rule => rule.metas.map(one => [one, one.id] as const)))
    const ids = [...metas.values()]
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
    for (const [one] of metas) {
      expect(one.id).toMatch(/^[A-Z]+-\d\d[a-z]?$/)
      expect(one.question).toMatch(/\?$/)
      expect(one.next.length).toBeGreaterThan(0)
      expect(one.source).toMatch(/^https:/)
      expect(one.benign).not.toBe('')
    }
  })

  test('routes directory records to no rule of mail', () => {
    expect(() => detectionOf([aChange({Operation: 'Update user.'})], {rules})).not.toThrow()
  })
})

test('a rule that fails on a record is named, and every other record and rule is seen', () => {
  const records = story()
  const failing = matching(meta, {operations: [/.*/]}, event => {
    if (event.record.Operations === 'Set-Thing') throw new RangeError('too deep: ines.jung@contoso.example')
    return undefined
  })
  let seen = 0
  const counting = matching({...meta, id: 'MBX-03'}, {operations: [/.*/]}, () => {
    seen++
    return undefined
  })
  const {unanalysed} = detectionOf(records, {rules: [failing, counting]})
  expect(unanalysed).toEqual([{identity: records.at(-1)?.Identity, by: 'MBX-02', reason: 'RangeError'}])
  expect(seen).toBeGreaterThan(1)
})
