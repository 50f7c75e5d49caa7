import {describe, expect, test} from 'vitest'
import type {AuditRecord} from '../../../src/audit/record.ts'
import {passwordSpray} from '../../../src/detect/rules/password-spray.ts'
import {aSignIn, at, browser, findingsOf, minute, people, rulesOf} from '../build.ts'

const rules = passwordSpray
const attacker = '203.0.113.66'
const wrong = '50126'
const script = 'python-requests/2.32'

/** Failures on some accounts, a minute apart. */
function tries(
  users: string[],
  more: {ip?: string; error?: string; from?: number; agent?: string} = {},
): AuditRecord[] {
  const {ip = attacker, error = wrong, from = at(12), agent = script} = more
  return users.map((user, i) => aSignIn({user, ip, error, agent, time: from + i * minute}))
}

const fires: [name: string, records: AuditRecord[], ids: string[]][] = [
  ['four accounts of a tenant of twenty', tries(people(4)), ['AUTH-01']],
  [
    'one attempt every three hours',
    people(5).map((user, i) => aSignIn({user, ip: attacker, error: wrong, time: at(12) + i * 180 * minute})),
    ['AUTH-01'],
  ],
  ['error 50034, accounts that do not exist', tries(people(6), {error: '50034'}), ['AUTH-01']],
  [
    'addresses that change inside one network',
    people(4).map((user, i) => aSignIn({user, ip: `203.0.113.${i + 1}`, error: wrong, time: at(12) + i * minute})),
    ['AUTH-01'],
  ],
  [
    'a success at the same place',
    [...tries(people(5)), aSignIn({user: 'user3@contoso.example', ip: attacker, time: at(12, '11:00')})],
    ['AUTH-01', 'AUTH-05'],
  ],
  [
    'a right password that MFA stopped (50076)',
    [
      ...tries(people(5)),
      aSignIn({user: 'user9@contoso.example', ip: attacker, error: '50076', time: at(12, '11:00')}),
    ],
    ['AUTH-01', 'AUTH-05b'],
  ],
  [
    'one program from many networks',
    people(12).map((user, i) =>
      aSignIn({user, ip: `198.51.${i}.7`, error: wrong, agent: script, time: at(12) + i * minute}),
    ),
    ['AUTH-02'],
  ],
  [
    'six accounts locked (50053) within minutes',
    people(6).map((user, i) =>
      aSignIn({user, ip: `198.51.${i}.7`, agent: `phone ${i}`, error: '50053', time: at(12) + i * minute}),
    ),
    ['AUTH-04'],
  ],
]

fires.push([
  'everybody’s browser from rotating networks, each with one account',
  people(12).map((user, i) =>
    aSignIn({user, ip: `198.51.${i}.7`, error: wrong, agent: browser, time: at(12) + i * 2 * minute}),
  ),
  ['AUTH-02'],
])

const silent: [name: string, records: AuditRecord[]][] = [
  ['three accounts', tries(people(3))],
  ['prompts (50058) of many accounts', tries(people(9), {error: '50058'})],
  [
    'an office where most get in',
    people(30).flatMap((user, i) => [
      ...(i < 6 ? [aSignIn({user, error: wrong, time: at(12, '08:00') + i * minute})] : []),
      aSignIn({user, time: at(12, '08:30') + i * minute}),
    ]),
  ],
  [
    'accounts a week apart',
    people(5).map((user, i) => aSignIn({user, ip: attacker, error: wrong, time: at(1 + i * 7)})),
  ],
  [
    'old passwords on twelve phones, at home',
    people(12).flatMap((user, i) => [
      aSignIn({user, ip: `198.51.${i}.7`, error: wrong, time: at(12) + i * minute}),
      aSignIn({user, ip: `198.51.${i}.7`, time: at(12, '18:00')}),
    ]),
  ],
  ['three locked accounts', tries(people(3), {error: '50053'})],
]

describe('guessing', () => {
  test.each(fires)('fires on %s', (_, records, ids) => {
    expect(rulesOf(records, {rules})).toEqual(ids)
  })

  test.each(silent)('stays silent on %s', (_, records) => {
    expect(rulesOf(records, {rules})).toEqual([])
  })

  test('asks for more accounts in a larger tenant', () => {
    expect(rulesOf(tries(people(6)), {rules, tenantSizeHint: 1000})).toEqual([])
    expect(rulesOf(tries(people(8)), {rules, tenantSizeHint: 1000})).toEqual(['AUTH-01'])
  })

  test('says why in numbers, with the records', () => {
    const [finding] = findingsOf(tries(people(5)), {rules})
    expect(finding).toMatchObject({
      severity: 'medium',
      title: 'Password spray from 203.0.113.0/24 against 5 accounts',
      why: '5 failed attempts on 5 accounts in 4 min, 0 successes; the tenant has 20 users',
      first: '2026-10-12T10:00:00Z',
      last: '2026-10-12T10:04:00Z',
      count: 5,
      addresses: ['203.0.113.0/24', '203.0.113.66'],
    })
    expect(finding?.evidence).toHaveLength(5)
  })
})
