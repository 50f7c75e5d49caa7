import {expect, test} from 'vitest'
import {advise} from '../../src/signin/advice.ts'
import {cloudNamed} from '../../src/signin/cloud.ts'
import {explain} from '../../src/wire/failure.ts'
import {aCertificate, someday} from './certificates.ts'
import {clientId, tenantId} from './login-stub.ts'

const certificate = await aCertificate()
const context = {cloud: cloudNamed('worldwide'), tenant: tenantId, clientId, certificate, now: someday}

function refusal(codes: number[], more: Record<string, unknown> = {}, date: string | null = null) {
  return {
    body: {
      error: 'invalid_client',
      error_description: `AADSTS${codes[0]}: Any words. Trace ID: t`,
      error_codes: codes,
      correlation_id: 'correlation-1',
      trace_id: 'trace-1',
      timestamp: '2026-11-20 10:00:00Z',
      ...more,
    },
    status: 400,
    date,
  }
}

test.each<[number, RegExp, ReturnType<typeof advise>['again']]>([
  [700016, /client-id .*not its object id.*tenant-id/, undefined],
  [90002, /tenant-id .*gcc-high or dod.*china/, undefined],
  [900023, /tenant-id/, undefined],
  [90038, /set the input cloud/, undefined],
  [900382, /set the input cloud/, undefined],
  [900432, /set the input cloud/, undefined],
  [7000112, /Enabled for sign-in/, undefined],
  [7000229, /adminconsent\?client_id=99999999/, undefined],
  [700025, /public client flows/, undefined],
  [700027, /az ad app credential reset --id 99999999.* --cert '@cert\.pem' --append/, 'briefly'],
  [50012, /may not be the one of the certificate/, undefined],
  [50013, /may not be the one of the certificate/, undefined],
  [1000502, /Make a new one/, undefined],
  [700024, /clock/, undefined],
  [700023, /belong together/, undefined],
  [700021, /belong together/, undefined],
  [50048, /belong together/, undefined],
  [5002723, /fault of the program/, undefined],
  [50027, /fault of the program/, undefined],
  [5002738, /fault of the program/, undefined],
  [700030, /trusted issuer/, undefined],
  [7000215, /give a certificate/, undefined],
  [7000222, /give a certificate/, undefined],
  [7000218, /started from a fork get no secrets/, undefined],
  [70021, /letter by letter/, 'spreading'],
  [700213, /letter by letter/, 'spreading'],
  [7002138, /letter by letter/, 'spreading'],
  [70025, /federated-credential list/, undefined],
  [700211, /issuer/, undefined],
  [700212, /audience/, undefined],
  [700223, /issuer/, undefined],
  [500021, /Restrict-Access-To-Tenants/, undefined],
  [53003, /excludes the app from the policy/, undefined],
  [500011, /licensed/, undefined],
  [500014, /enables its service principal/, undefined],
  [65001, /adminconsent/, undefined],
  [70011, /fault of the program/, undefined],
  [1002012, /fault of the program/, undefined],
  [50034, /fault of the program/, undefined],
  [90033, /usually passes/, 'again'],
  [90055, /usually passes/, 'again'],
  [90024, /usually passes/, 'again'],
  [50196, /usually passes/, 'again'],
  [90006, /usually passes/, 'again'],
  [90025, /usually passes/, 'again'],
  [90036, /usually passes/, 'again'],
  [50000, /usually passes/, 'again'],
  [50194, /where the app is registered/, undefined],
  [50059, /tenant-id/, undefined],
  [50128, /tenant-id/, undefined],
  [90051, /set the input cloud/, undefined],
  [900439, /set the input cloud/, undefined],
  [5000225, /Microsoft’s support/, undefined],
  [700011, /client-id/, undefined],
  [70001, /client-id/, undefined],
  [9002346, /Register another app/, undefined],
  [530003, /Conditional Access Administrator excludes/, undefined],
  [53000, /Conditional Access Administrator excludes/, undefined],
  [53001, /Conditional Access Administrator excludes/, undefined],
  [53002, /Conditional Access Administrator excludes/, undefined],
  [530021, /Conditional Access Administrator excludes/, undefined],
  [530032, /Conditional Access Administrator excludes/, undefined],
  [50076, /Conditional Access Administrator excludes/, undefined],
  [50079, /Conditional Access Administrator excludes/, undefined],
  [53011, /Risky workload identities/, undefined],
  [530034, /Risky workload identities/, undefined],
  [501051, /Assignment required/, undefined],
  [50105, /Assignment required/, undefined],
  [650052, /az ad sp create --id/, undefined],
  [650051, /az ad sp create --id/, undefined],
  [500012, /az ad sp create --id/, undefined],
  [50001, /az ad sp create --id/, undefined],
  [65005, /adminconsent/, undefined],
  [650056, /adminconsent/, undefined],
  [650057, /adminconsent/, undefined],
  [90094, /adminconsent/, undefined],
  [90099, /adminconsent/, undefined],
  [900144, /fault of the program/, undefined],
  [90014, /fault of the program/, undefined],
  [9002313, /fault of the program/, undefined],
  [700222, /GitHub’s OIDC provider/, undefined],
  [700229, /GitHub’s OIDC provider/, undefined],
  [500133, /clock/, 'briefly'],
  [7002381, /issuer/, undefined],
])('AADSTS%i has advice: %s', (code, remedy, again) => {
  const advice = advise(refusal([code]), context)
  expect(advice.failure.code).toBe(`LOGIN_AADSTS${code}`)
  expect(advice.failure.message).toContain(`AADSTS${code}`)
  expect(advice.failure.remedy).toMatch(remedy)
  expect(advice.failure.evidence).toMatchObject({
    'correlation id': 'correlation-1',
    'trace id': 'trace-1',
    timestamp: '2026-11-20 10:00:00Z',
    status: '400',
  })
  expect(advice.again).toBe(again)
})

test('700027 shows both thumbprints of our certificate', () => {
  const text = explain(advise(refusal([700027]), context).failure)
  expect(text).toContain(certificate.thumbprintSha1)
  expect(text).toContain(certificate.thumbprintSha256)
})

test.each([
  ['ahead', new Date(someday - 600_000).toUTCString(), /600 s ahead of the service's/],
  ['behind', new Date(someday + 400_000).toUTCString(), /400 s behind the service's/],
  ['right', new Date(someday).toUTCString(), /agrees with the service's/],
  ['unknown', null, /Compare this machine's clock/],
  ['unreadable', 'yesterday', /Compare this machine's clock/],
])('700024 with our clock %s', (_, date, remedy) => {
  expect(advise(refusal([700024], {}, date), context).failure.remedy).toMatch(remedy)
})

test('the codes decide, not the words', () => {
  const {failure} = advise(refusal([700016], {error_description: 'AADSTS700027: other words'}), context)
  expect(failure.code).toBe('LOGIN_AADSTS700016')
})

test('of several codes the one with advice is taken', () => {
  expect(advise(refusal([123456, 53003]), context).failure.code).toBe('LOGIN_AADSTS53003')
})

test('a code in the words alone is taken for want of a better one', () => {
  const {failure} = advise(refusal([700027], {error_codes: undefined}), context)
  expect(failure.code).toBe('LOGIN_AADSTS700027')
})

test('an unknown code says so, with the service’s words but no token in them', () => {
  const token = `eyJhbGciOiJSUzI1NiJ9Canary.eyJhdWQiOiJodHRwczovLyJ9Canary.${'c'.repeat(40)}`
  const description = `AADSTS987654: Something "new" about ${token} here.\r\nTrace ID: t`
  const {failure, again} = advise(refusal([987654], {error_description: description}), context)
  expect(failure.code).toBe('LOGIN_AADSTS987654')
  expect(failure.message).toContain("Something 'new' about")
  expect(failure.message).not.toContain('Canary')
  expect(failure.remedy).toMatch(/no advice for this code/)
  expect(again).toBeUndefined()
})

test('an error without any code keeps its name', () => {
  const body = {error: 'unauthorized_client'}
  const {failure} = advise({body, status: 400, date: null}, context)
  expect(failure).toMatchObject({code: 'LOGIN_REFUSED', message: expect.stringContaining('unauthorized_client')})
})

test('the service’s words are not cut inside a word', () => {
  const description = `AADSTS987654: ${'Permission '.repeat(60)}`
  const {failure} = advise(refusal([987654], {error_description: description}), context)
  expect(failure.message).toMatch(/"AADSTS987654: (Permission )+Permission…"/)
})
