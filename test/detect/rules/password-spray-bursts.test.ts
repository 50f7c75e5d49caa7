/** Password spray as a burst from one network: who counts, what resolves a failure, and what follows. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {AuditRecord} from '../../../src/audit/record.ts'
import {passwordSprayBursts} from '../../../src/detect/rules/password-spray-bursts.ts'
import {aSignIn, at, findingsOf, minute, people} from '../build.ts'
import {telling} from './told.ts'

const attacker = '203.0.113.66'
const office = '192.0.2.10'
const hour = 60 * minute
const start = at(14, '09:00')

const fails = (users: string[], {ip = attacker, time = start, gap = minute, error = '50126', agent = 'Tool/1'} = {}) =>
  users.map((user, i) => aSignIn({user, ip, agent, error, time: time + i * gap}))
const signsIn = (user: string, time: number, ip = attacker, agent = 'Tool/1') => aSignIn({user, ip, agent, time})
/** People at the office before and after. */
const colleagues = people(12, 30).flatMap((user, i) =>
  [2, 14, 20].map(day => aSignIn({user, ip: office, time: at(day, '08:30') + i * minute})),
)

telling('AUTH-01, bursts', passwordSprayBursts, [
  ['four accounts', fails(people(4)), ['AUTH-01 medium']],
  ['three accounts', fails(people(3))],
  ['four accounts over two hours', fails(people(4), {gap: 40 * minute})],
  [
    'four accounts at the office, while others sign in',
    [...colleagues, ...fails(people(4), {ip: office})],
    ['AUTH-01 medium'],
  ],
  [
    'four accounts, all of which sign in soon after',
    people(4).flatMap((user, i) => [
      ...fails([user], {ip: office, time: start + i * minute}),
      signsIn(user, start + i * minute + 20_000, office),
    ]),
  ],
  [
    'four accounts, one of which is entered',
    [...fails(people(4)), signsIn('user2@contoso.example', start + 6 * minute)],
    ['AUTH-01 high', 'AUTH-05 high'],
  ],
  [
    'four accounts, one of which has the right password, stopped by MFA',
    [...fails(people(4)), ...fails(['user2@contoso.example'], {time: start + 6 * minute, error: '50074'})],
    ['AUTH-01 medium', 'AUTH-05b medium'],
  ],
  [
    'another account that signs in from there two days later',
    [...fails(people(4)), signsIn('boss@contoso.example', start + 50 * hour)],
    ['AUTH-01 medium', 'AUTH-05 medium'],
  ],
  [
    'a person who was there before',
    [signsIn('user2@contoso.example', at(3)), ...fails(people(4)), signsIn('user2@contoso.example', start + 3 * hour)],
    ['AUTH-01 medium'],
  ],
  [
    'devices that keep old passwords',
    Array.from({length: 60}, (_, i) => fails(people(5), {ip: office, time: at(1, '00:20') + i * 2 * hour})).flat(),
  ],
  ['a spray in the first hour of the month', fails(people(5), {time: at(1, '00:20')}), ['AUTH-01 medium']],
  ['prompts for MFA alone', fails(people(6), {error: '50074'})],
  ['accounts without an address, by one client', fails(people(4), {ip: ''}), ['AUTH-01 medium']],
])

describe('a burst', () => {
  const rules = {rules: passwordSprayBursts}
  const shown = (records: AuditRecord[]) =>
    findingsOf(records, rules).map(({rule, severity, evidence}) => [rule, severity, evidence.map(({id}) => id)])

  test('holds all rounds, and ends after two hours without a failure', () => {
    const rounds = [0, 10, 20, 100].flatMap(after => fails(people(4), {time: start + after * minute, gap: 300}))
    const late = fails(['user1@contoso.example'], {time: start + 6 * hour})
    const [finding] = findingsOf([...rounds, ...late], rules)
    expect(finding?.count).toBe(rounds.length)
  })

  test('is the same in any order of the records of one second', () => {
    const records = [...fails(people(6), {gap: 0}), ...fails(people(6), {time: start + 5 * minute, gap: 0})]
    fc.assert(
      fc.property(fc.shuffledSubarray(records, {minLength: records.length}), shuffled => {
        expect(shown(shuffled)).toEqual(shown(records))
      }),
      {numRuns: 20},
    )
  })

  test('needs more accounts in a larger tenant', () => {
    const found = (count: number, tenantSizeHint: number) =>
      findingsOf(fails(people(count), {gap: 1_000}), {...rules, tenantSizeHint}).length
    expect([found(4, 12), found(7, 1_000), found(8, 1_000), found(13, 10_000), found(14, 10_000)]).toEqual([
      1, 0, 1, 0, 1,
    ])
  })
})
