import {describe, expect, test} from 'vitest'
import type {AuditRecord} from '../../../src/audit/record.ts'
import {blockedAccounts} from '../../../src/detect/rules/blocked-accounts.ts'
import {bruteForce} from '../../../src/detect/rules/brute-force.ts'
import {clientProbing} from '../../../src/detect/rules/client-probing.ts'
import {mfaFatigue} from '../../../src/detect/rules/mfa-fatigue.ts'
import {aSignIn, at, findingsOf, minute, rulesOf, type SignIn} from '../build.ts'

const rules = [...bruteForce, ...mfaFatigue, ...clientProbing, ...blockedAccounts]
const home = '192.0.2.10'
const strange = '203.0.113.66'
const denied = '500121'

function repeat(count: number, signIn: SignIn, step = minute): AuditRecord[] {
  return Array.from({length: count}, (_, i) => aSignIn({...signIn, time: (signIn.time ?? at(12)) + i * step}))
}

const fires: [name: string, records: AuditRecord[], ids: string[]][] = [
  ['twelve wrong passwords (50126) from a strange place', repeat(12, {ip: strange, error: '50126'}), ['AUTH-03']],
  [
    'twelve wrong passwords, then a success there with the same program',
    [
      aSignIn({time: at(2)}),
      ...repeat(12, {ip: strange, error: '50126', agent: 'axios/1.7'}),
      aSignIn({ip: strange, agent: 'axios/1.7', time: at(12, '10:15')}),
    ],
    ['AUTH-05'],
  ],
  [
    'twelve wrong passwords, then the right one and no MFA (50076)',
    [
      ...repeat(12, {ip: strange, error: '50126', agent: 'axios/1.7'}),
      aSignIn({ip: strange, agent: 'axios/1.7', error: '50076', time: at(12, '10:15')}),
    ],
    ['AUTH-03', 'AUTH-05b'],
  ],
  ['eleven refused prompts (500121) caused elsewhere', repeat(11, {ip: strange, error: denied}), ['AUTH-06']],
  [
    'six refused prompts, then one confirmed there',
    [...repeat(6, {ip: strange, error: denied}), aSignIn({ip: strange, time: at(12, '10:07')})],
    ['AUTH-07'],
  ],
  [
    'six programs and three applications in five minutes',
    Array.from({length: 6}, (_, i) =>
      aSignIn({agent: `disguise ${'abcdef'[i]}`, application: `app-${i % 3}`, time: at(12) + i * 10_000}),
    ),
    ['AUTH-17'],
  ],
  [
    'four operating systems in an hour',
    ['Windows10', 'Ios 18', 'Android', 'MacOs'].map((OS, i) => aSignIn({device: {OS}, time: at(12) + i * 10 * minute})),
    ['AUTH-18'],
  ],
  [
    'three disabled accounts (50057) tried from one network',
    ['a', 'b', 'c'].map(user => aSignIn({user: `${user}@contoso.example`, ip: strange, error: '50057'})),
    ['AUTH-20'],
  ],
]

const stale: AuditRecord[] = [
  aSignIn({time: at(2)}),
  ...repeat(15, {ip: strange, error: '50126'}, 10 * minute),
  aSignIn({ip: strange, time: at(12, '18:00')}),
]

const silent: [name: string, records: AuditRecord[]][] = [
  [
    'a phone that keeps an old password at home',
    [aSignIn({ip: home, time: at(12, '07:00')}), ...repeat(40, {ip: home, error: '50126'})],
  ],
  [
    'four wrong passwords and a success at a new place',
    [...repeat(4, {ip: strange, error: '50126'}), aSignIn({ip: strange, time: at(12, '11:00')})],
  ],
  ['the owner’s own telephone with an old password, on a train', stale],
  ['prompts for enrolment (50072)', repeat(30, {ip: strange, error: '50072'})],
  [
    'an authenticator out of order at home',
    [
      aSignIn({ip: home, time: at(12, '07:00')}),
      ...repeat(12, {ip: home, error: denied}),
      aSignIn({ip: home, time: at(12, '10:20')}),
    ],
  ],
  ['four refused prompts', repeat(4, {ip: strange, error: denied})],
  [
    'phone, tablet and laptop',
    ['Windows10', 'Ios 18', 'iOS 17'].map((OS, i) => aSignIn({device: {OS}, time: at(12) + i * minute})),
  ],
  [
    'a leaver’s phone (50057)',
    [aSignIn({user: 'ben@contoso.example', ip: strange}), ...repeat(50, {ip: home, error: '50057'})],
  ],
  [
    'one program on many applications',
    Array.from({length: 9}, (_, i) => aSignIn({application: `app-${i}`, time: at(12) + i * 1000})),
  ],
]

describe('one account', () => {
  test.each(fires)('fires on %s', (_, records, ids) => {
    expect(rulesOf(records, {rules})).toEqual(ids)
  })

  test.each(silent)('stays silent on %s', (_, records) => {
    expect(rulesOf(records, {rules})).toEqual([])
  })

  test('counts one finding for a siege of days', () => {
    const records = [1, 2, 3].flatMap(i => repeat(30, {ip: strange, error: '50126', time: at(11 + i)}))
    const findings = findingsOf(records, {rules})
    expect(findings.map(({rule, count}) => [rule, count])).toEqual([['AUTH-03', 90]])
  })
})
