/** Every code that an export's sign-in, sources and publishing can raise has a check of the doctor, or is said to have none. */
import {expect, test} from 'vitest'
import {checkNames} from '../../src/checks/check-kinds.ts'
import {checkOf, pointingToDoctor, whoCanFix} from '../../src/checks/check-of-code.ts'
import {Failure} from '../../src/wire/failure.ts'
import {raised} from '../codes.ts'

/** Raised elsewhere: by reading and writing, by other modes. */
const elsewhere =
  /^(READING|VERIFY|MERGE|PART|SHARD|DEMO|SETUP)_|^(CANCELLED|DEADLINE|RETENTION|SERVICE_BROKEN|NOTHING_ANYWHERE|NOTHING_UNCONFIRMED|READINGS_DISAGREE)$/

test('the table is total', () => {
  const codes = [...raised()].filter(code => !elsewhere.test(code))
  expect(codes.length).toBeGreaterThan(150)
  expect(codes.filter(code => checkOf(code) === undefined)).toEqual([])
})

test('each check is named by a code, so that none is looked at in vain', () => {
  const named = new Set([...raised()].map(checkOf))
  expect(checkNames.filter(name => !named.has(name))).toEqual([])
})

test.each([
  ['LOGIN_AADSTS700027', 'token'],
  ['LOGIN_AADSTS90002', 'tenant'],
  ['CERT_EXPIRED', 'validity'],
  ['EXCHANGE_403', 'exchange-role'],
  ['MAIL_ACCESS_POLICY', 'mail'],
  ['ISSUE_PERMISSION', 'issues'],
  ['EXCHANGE_LOOP', 'exporting'],
  ['EXPIRED', 'exporting'],
  ['FOLDER_NOT_EMPTY', 'folder'],
  ['FOLDER_STAYS', 'exporting'],
  ['ACCEPTED_MALFORMED', 'accepted'],
  ['VERIFY_FAILED', undefined],
])('%s belongs to %s', (code, check) => {
  expect(checkOf(code)).toBe(check)
})

test('Conditional Access is mended by those who make its policies', () => {
  expect(whoCanFix('LOGIN_AADSTS53003')).toBe('a Conditional Access Administrator')
})

test('a failure’s remedy ends with the check that finds it, and with nothing where none does', () => {
  const failure = (code: string) => new Failure({code, message: 'M.', remedy: 'R.', evidence: {status: '4'}, cause: 1})
  const runner = {kind: 'runner'} as const
  const pointed = pointingToDoctor(failure('CERT_EXPIRED'), runner)
  expect(pointed).toMatchObject({code: 'CERT_EXPIRED', message: 'M.', evidence: {status: '4'}, cause: 1})
  expect(pointed.remedy).toBe('R. Before the next export: mode: doctor looks at this (check validity) and all else.')
  expect(pointingToDoctor(failure('EXCHANGE_LOOP'), runner).remedy).toBe('R.')
  expect(pointingToDoctor(failure('WIRE_UNREACHABLE'), runner).remedy).toContain('looks at this and all else.')
  expect(pointingToDoctor(failure('CERT_EXPIRED'), {kind: 'terminal'}).remedy).toBe(
    'R. Before the next export: node dist/index.js doctor, with the same options, looks at this (check validity) and all else.',
  )
})
