/** Counts and correlations over time, against a reference that looks at every window. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {AuditRecord} from '../../../src/audit/record.ts'
import {aCmdlet, aSignIn, at, minute} from '../build.ts'
import {aRule, compiled, foundBy} from './rules-of.ts'

const failure = (user: string, time: number, ip = '203.0.113.7') =>
  aSignIn({user: `${user}@contoso.example`, error: '50126', ip, time})
const success = (user: string, time: number, ip = '203.0.113.7') => aSignIn({user: `${user}@contoso.example`, ip, time})

const failed = aRule('selection: {Operation: UserLoginFailed}\ncondition: selection', 'name: failed')
const signedIn = aRule('selection: {Operation: UserLoggedIn}\ncondition: selection', 'name: signed_in')
const inboxRule = aRule('selection: {Operation: New-InboxRule}\ncondition: selection', 'name: inbox_rule')
const correlation = (body: string) =>
  `title: Together\nname: together\ncorrelation:\n${body.trim().replace(/^/gm, '  ')}\nlevel: high\n`

describe('an old rule that counts', () => {
  const spray = aRule(
    'selection: {Operation: UserLoginFailed}\ntimeframe: 10m\ncondition: selection | count(UserId) by ClientIP > 3',
  )

  test('fires at its threshold, within its time, once for a burst', () => {
    const burst = ['a', 'b', 'c', 'd', 'e'].map((user, minutes) => failure(user, at(12) + minutes * minute))
    expect(foundBy(spray, burst)).toMatchObject([
      {count: 5, addresses: ['203.0.113.7'], actors: ['a', 'b', 'c', 'd', 'e'].map(user => `${user}@contoso.example`)},
    ])
    expect(foundBy(spray, burst.slice(0, 3))).toEqual([])
    expect(
      foundBy(
        spray,
        ['a', 'b', 'c', 'd'].map((user, number) => failure(user, at(12) + number * 4 * minute)),
      ),
    ).toEqual([])
    expect(
      foundBy(
        spray,
        ['a', 'a', 'b', 'c', 'a'].map((user, number) => failure(user, at(12) + number)),
      ),
    ).toEqual([])
  })

  test('counts the records of all, without a group', () => {
    const many = aRule('selection: {Operation: UserLoginFailed}\ntimeframe: 1h\ncondition: selection | count() >= 3')
    expect(foundBy(many, [failure('a', at(12)), failure('b', at(13)), failure('c', at(14))])).toEqual([])
    const records = [1, 2, 3].map(number => failure('a', at(12) + number * minute, `203.0.113.${number}`))
    expect(foundBy(many, records)).toMatchObject([{count: 3}])
  })
})

describe('a correlation', () => {
  test('of events counts by group, and takes the place of the rule it refers to', () => {
    const many = correlation('type: event_count\nrules: failed\ngroup-by: [UserId]\ntimespan: 5m\ncondition: {gte: 3}')
    const records = [1, 2, 3].flatMap(number => [
      failure('a', at(12) + number * minute),
      failure('b', at(12) + number * 6 * minute),
    ])
    expect(foundBy([failed, many], records)).toMatchObject([
      {rule: 'SIG-together', title: 'Together', severity: 'high', actors: ['a@contoso.example'], count: 3},
    ])
  })

  test('with generate reports that rule as well', () => {
    const many = correlation(
      'type: event_count\nrules: [failed]\ngroup-by: [UserId]\ntimespan: 5m\ncondition: {gt: 1}\ngenerate: true',
    )
    const rules = foundBy([failed, many], [failure('a', at(12)), failure('a', at(12) + minute)]).map(({rule}) => rule)
    expect(new Set(rules)).toEqual(new Set(['SIG-failed', 'SIG-together']))
  })

  test('of values counts different ones', () => {
    const spray = correlation(
      'type: value_count\nrules: [failed]\ngroup-by: [ClientIP]\ntimespan: 10m\ncondition: {field: UserId, gte: 3}',
    )
    const burst = ['a', 'b', 'c'].map((user, number) => failure(user, at(12) + number * minute))
    expect(foundBy([failed, spray], burst)).toMatchObject([{count: 3}])
    expect(
      foundBy(
        [failed, spray],
        burst.map((_, number) => failure('a', at(12) + number)),
      ),
    ).toEqual([])
  })

  const inTime = (type: string) =>
    correlation(`type: ${type}\nrules: [signed_in, inbox_rule]\ngroup-by: [UserId]\ntimespan: 1h`)
  const ruleMade = (user: string, time: number) =>
    aCmdlet({Operation: 'New-InboxRule', UserId: `${user}@contoso.example`, time})

  test('in time takes any order, the ordered one only its own', () => {
    const forth = [success('a', at(12)), ruleMade('a', at(12) + 30 * minute)]
    const back = [ruleMade('a', at(12)), success('a', at(12) + 30 * minute)]
    const late = [success('a', at(12)), ruleMade('a', at(12) + 61 * minute)]
    const others = [success('a', at(12)), ruleMade('b', at(12) + minute)]
    const fires = (type: string, records: AuditRecord[]) =>
      foundBy([signedIn, inboxRule, inTime(type)], records).length > 0
    expect([forth, back, late, others].map(records => fires('temporal', records))).toEqual([true, true, false, false])
    expect([forth, back, late, others].map(records => fires('temporal_ordered', records))).toEqual([
      true,
      false,
      false,
      false,
    ])
  })

  test('in order wants a record for each stage, though one record is of two', () => {
    const again = failed.replace('name: failed', 'name: again')
    const twice = correlation('type: temporal_ordered\nrules: [failed, again]\ngroup-by: [UserId]\ntimespan: 1h')
    expect(foundBy([failed, again, twice], [failure('a', at(12))])).toEqual([])
    expect(foundBy([failed, again, twice], [failure('a', at(12)), failure('a', at(12) + minute)])).toHaveLength(1)
  })

  test('may be made of correlations: many failures, then a success', () => {
    const many = correlation(
      'type: event_count\nrules: [failed]\ngroup-by: [UserId]\ntimespan: 5m\ncondition: {gte: 3}',
    ).replaceAll('ogether', 'any')
    const guessed = correlation(
      'type: temporal_ordered\nrules: [tany, signed_in]\ngroup-by: [UserId]\ntimespan: 1h',
    ).replace('Together', 'Guessed')
    const tries = [1, 2, 3].map(number => failure('a', at(12) + number * minute))
    const found = foundBy([failed, signedIn, many, guessed], [...tries, success('a', at(12) + 20 * minute)])
    expect(found).toMatchObject([{title: 'Guessed', count: 4}])
    expect(foundBy([failed, signedIn, many, guessed], [...tries.slice(1), success('a', at(12) + 20 * minute)])).toEqual(
      [],
    )
  })

  test('groups by an alias, in each rule by its own field', () => {
    const aliased = correlation(
      'type: temporal\nrules: [signed_in, inbox_rule]\ngroup-by: [who]\ntimespan: 1h\naliases:\n  who: {signed_in: UserId, inbox_rule: MailboxOwnerUPN}',
    )
    const onBehalf = aCmdlet({
      Operation: 'New-InboxRule',
      UserId: 'adm@contoso.example',
      MailboxOwnerUPN: 'a@contoso.example',
      time: at(12),
    })
    expect(foundBy([signedIn, inboxRule, aliased], [success('a', at(12) + minute), onBehalf])).toHaveLength(1)
  })

  test.each<[string, string, string]>([
    [
      'an average',
      'type: value_avg\nrules: [failed]\ntimespan: 1h\ncondition: {field: a, gte: 1}',
      'unsupported: correlation value_avg',
    ],
    [
      'an upper bound',
      'type: event_count\nrules: [failed]\ntimespan: 1h\ncondition: {gte: 2, lte: 5}',
      'unsupported: condition lte; only gt and gte can be told while records pass',
    ],
    [
      'a rule that is not there',
      'type: event_count\nrules: [other]\ntimespan: 1h\ncondition: {gte: 2}',
      'mistake: no rule has the id or name other',
    ],
    [
      'itself',
      'type: event_count\nrules: [together]\ntimespan: 1h\ncondition: {gte: 2}',
      'mistake: the correlation refers to itself',
    ],
    ['no timespan', 'type: event_count\nrules: [failed]\ncondition: {gte: 2}', 'mistake: timespan is missing'],
    [
      'no field',
      'type: value_count\nrules: [failed]\ntimespan: 1h\ncondition: {gte: 2}',
      'mistake: value_count needs a field',
    ],
    [
      'a rule that is left out',
      'type: event_count\nrules: [left]\ntimespan: 1h\ncondition: {gte: 2}',
      'unsupported: rule left, which is left out itself',
    ],
  ])('with %s does not run, and says why', (_, body, says) => {
    const left = aRule('s: {"a|wide": b}\ncondition: s', 'name: left')
    const {problems} = compiled(failed, left, correlation(body))
    expect(
      problems
        .filter(({document}) => document.file === 'rule-3.yml')
        .map(problem => `${problem.kind}: ${problem.says}`),
    ).toEqual([says])
  })
})

describe('windows agree with a look at every one of them', () => {
  const users = ['a', 'b', 'c']
  const events = fc.array(
    fc.record({
      user: fc.constantFrom(...users),
      ip: fc.constantFrom('203.0.113.1', '203.0.113.2'),
      after: fc.integer({min: 1, max: 240}),
    }),
    {maxLength: 30},
  )
  /** With the time of each, by how long after the one before it comes. */
  function timed<T extends {after: number}>(list: readonly T[]): (T & {time: number})[] {
    let time = at(3)
    return list.map(one => {
      time += one.after * 1000
      return {...one, time}
    })
  }

  test('of counts of records and of values', () => {
    fc.assert(
      fc.property(
        events,
        fc.integer({min: 1, max: 5}),
        fc.integer({min: 1, max: 10}),
        fc.boolean(),
        (list, least, minutes, values) => {
          const all = timed(list)
          const type = values ? 'value_count' : 'event_count'
          const rule = correlation(
            `type: ${type}\nrules: [failed]\ngroup-by: [ClientIP]\ntimespan: ${minutes}m\ncondition: {gte: ${least}${values ? ', field: UserId' : ''}}`,
          )
          const expected = all
            .filter(end => {
              const within = all.filter(
                one => one.ip === end.ip && one.time <= end.time && one.time >= end.time - minutes * minute,
              )
              return (values ? new Set(within.map(({user}) => user)).size : within.length) >= least
            })
            .map(({ip}) => ip)
          const found = foundBy(
            [failed, rule],
            all.map(({user, ip, time}) => failure(user, time, ip)),
          )
          expect([...new Set(found.flatMap(({addresses}) => addresses))].sort()).toEqual([...new Set(expected)].sort())
        },
      ),
      {numRuns: 150},
    )
  })

  test('of sequences', () => {
    const step = fc.record({
      kind: fc.constantFrom('failed', 'signed_in', 'inbox_rule'),
      after: fc.integer({min: 1, max: 240}),
    })
    fc.assert(
      fc.property(
        fc.array(step, {maxLength: 14}),
        fc.integer({min: 1, max: 10}),
        fc.boolean(),
        (list, minutes, ordered) => {
          const all = timed(list)
          const kinds = ['failed', 'signed_in', 'inbox_rule']
          const near = (a: number, b: number) => Math.abs(a - b) <= minutes * minute
          const picks = kinds.map(kind => all.filter(one => one.kind === kind).map(one => one.time)) as [
            number[],
            number[],
            number[],
          ]
          const expected = picks[0].some(a =>
            picks[1].some(b =>
              picks[2].some(c => near(a, b) && near(b, c) && near(a, c) && (!ordered || (a < b && b < c))),
            ),
          )
          const rule = correlation(
            `type: ${ordered ? 'temporal_ordered' : 'temporal'}\nrules: [${kinds.join(', ')}]\ngroup-by: [UserId]\ntimespan: ${minutes}m`,
          )
          const records = all.map(one =>
            one.kind === 'failed'
              ? failure('a', one.time)
              : one.kind === 'signed_in'
                ? success('a', one.time)
                : aCmdlet({Operation: 'New-InboxRule', UserId: 'a@contoso.example', time: one.time}),
          )
          expect(foundBy([failed, signedIn, inboxRule, rule], records).length > 0).toBe(expected)
        },
      ),
      {numRuns: 200},
    )
  })
})
