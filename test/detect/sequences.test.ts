/** Acts that follow a sign of compromise, or a promotion, are raised; the same acts alone are not. */
import {expect, test} from 'vitest'
import type {AuditRecord} from '../../src/audit/record.ts'
import {aChange, aSignIn, at, findingsOf, minute, people} from './build.ts'

const [admin = '', promoted = '', other = ''] = people(3)
const usual = people(12).flatMap(user => [2, 5, 8].map(day => aSignIn({user, time: at(day)})))
const elsewhere = '203.0.113.66'
const hour = 60 * minute
const another = '198.51.100.9'
const linux = 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:87.0) Gecko/20100101 Firefox/87.0'

const severityOf = (rule: string, records: AuditRecord[]) =>
  findingsOf([...usual, ...records]).find(({rules}) => rules.includes(rule))?.severity

const promotion = (time: number, user = promoted, by = admin) =>
  aChange({
    Operation: 'Add member to role.',
    UserId: by,
    ObjectId: user,
    time,
    changes: {'Role.DisplayName': ['', '"Global Administrator"']},
  })

const grant = (time: number, user = promoted) =>
  aChange({
    Operation: 'Add app role assignment to service principal.',
    UserId: user,
    time,
    changes: {
      'AppRole.Value': ['', '"Credentials.ReadWrite.All"'],
      'ServicePrincipal.ObjectID': ['', '"506e7737-013b-4bfc-b7e3-7b22c9948f4d"'],
      'ServicePrincipal.DisplayName': ['', '"Mail filter"'],
    },
  })

test('an app is given power over all by an account that another one has just promoted', () => {
  const time = at(15)
  expect(severityOf('APP-04', [promotion(time), grant(time + 20 * minute)])).toBe('high')
})

test.each<[what: string, records: AuditRecord[]]>([
  ['without a promotion', [grant(at(15))]],
  ['a day after it', [promotion(at(15)), grant(at(16))]],
  ['before it', [grant(at(15)), promotion(at(15, '10:20'))]],
  ['by another account', [promotion(at(15)), grant(at(15, '10:20'), other)]],
  ['by the promoting account', [promotion(at(15)), grant(at(15, '10:20'), admin)]],
])('as usual %s', (_, records) => {
  expect(severityOf('APP-04', records)).toBe('medium')
})

const guessed = (user: string, time: number) => [
  ...people(6).flatMap((target, i) =>
    [0, 1].map(turn => aSignIn({user: target, ip: elsewhere, error: '50126', time: time + (2 * i + turn) * 5_000})),
  ),
  aSignIn({user, ip: elsewhere, time: time + 5 * minute}),
]
const returns = (user: string, time: number) => aSignIn({user, ip: another, agent: linux, time})

test.each([1, 20, 40])('an unfamiliar sign-in %i h after the account’s password was guessed is its intruder’s', gap => {
  const time = at(15)
  expect(severityOf('AUTH-16', [...guessed(other, time), returns(other, time + gap * hour)])).toBe('medium')
})

test('an act says from which record of the doubt on it counts', () => {
  const time = at(15)
  const reasonAfter = (...minutes: number[]) => {
    const signIns = minutes.map(after => aSignIn({user: other, ip: elsewhere, time: time + after * minute}))
    const guesses = guessed(other, time)
    const records = [...usual, ...guesses, ...signIns, returns(other, time + 60 * minute)]
    return findingsOf(records).find(({rule}) => rule === 'AUTH-16')?.why
  }
  expect(reasonAfter()).toMatch(/; 55 min after sign-in succeeded after password guessing/)
  expect(reasonAfter(20)).toMatch(/; 40 min after the latest record of sign-in succeeded after password guessing/)
})

test.each<[what: string, records: AuditRecord[]]>([
  ['alone', [returns(other, at(15))]],
  ['of another account', [...guessed(other, at(15)), returns(admin, at(15, '12:00'))]],
  ['days later', [...guessed(other, at(15)), returns(other, at(19))]],
  ['before the guess', [returns(other, at(15)), ...guessed(other, at(15, '12:00'))]],
])('as usual %s', (_, records) => {
  expect(severityOf('AUTH-16', records)).toBe('low')
})
