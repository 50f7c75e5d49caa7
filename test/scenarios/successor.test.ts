/** A certificate that ends soon, and what the app registration holds besides: told, left out, or unknown; never unknown as there. */
import {afterAll, describe, expect, test} from 'vitest'
import {readCertificate} from '../../src/signin/certificate.ts'
import {findSuccessor} from '../../src/signin/successor.ts'
import {makeCertificate, sharedCertificate} from '../../src/simulator/certificate.ts'
import {cleanUp} from '../runner.ts'
import {aTenant} from '../signin/simulated.ts'
import {goIn, ownCertificate} from './way-in.ts'

afterAll(cleanUp)

const day = 86_400_000
const lasting = (from: number, to: number) =>
  makeCertificate({notBefore: new Date(Date.now() + from * day), notAfter: new Date(Date.now() + to * day)})
const [soon, now, late, short] = await Promise.all([
  lasting(-300, 40),
  lasting(-300, 20),
  sharedCertificate('newer'),
  lasting(-300, 45),
])
const reading = {graph: ['AuditLogsQuery.Read.All', 'Mail.Send', 'Application.Read.All']}
const certificateOfPfx = ({pfx, password}: typeof soon) =>
  readCertificate({content: pfx, password, source: 'cert.pfx'}, {now: Date.now, mask: () => {}})
const pem = ({certificate}: typeof soon) => certificate.toString()

const cases = [
  {
    of: 'an app that may not read itself',
    certificates: [pem(late)],
    roles: {},
    says: /ends in 39 days.*is unknown: the app may not/,
  },
  {of: 'an app without another certificate', certificates: [], roles: reading, says: /ends in 39 days(?!.*unknown)/},
  {of: 'one that ends soon itself', certificates: [pem(short)], roles: reading, says: /ends in 39 days(?!.*unknown)/},
  {of: 'one that lasts', certificates: [pem(late)], roles: reading, says: undefined},
]

describe('of a certificate that ends in 40 days', () => {
  test.each(cases)('and $of, an export tells what is known', async ({certificates, roles, says}) => {
    const simulator = {certificate: soon, certificates, roles}
    const {failure, notes, everything, manifest} = await goIn({simulator, inputs: ownCertificate})
    expect(failure).toBe('')
    expect(manifest).toBeDefined()
    if (says) expect(notes.join('\n')).toMatch(says)
    else expect(notes.join('\n')).not.toMatch(/ends in/)
    expect(everything.includes('already has a newer certificate')).toBe(says === undefined)
  })
})

test('the doctor is not OK with 20 days left, except where the successor is registered', async () => {
  const visit = async (roles: object) => {
    const simulator = {certificate: now, certificates: [pem(late)], roles}
    const arrival = await goIn({simulator, inputs: one => ({...ownCertificate(one), mode: 'doctor'})})
    return arrival.diagnosis?.checks.find(each => each.check === 'validity')
  }
  expect(await visit({})).toMatchObject({
    verdict: 'MISSING',
    code: 'CERT_ENDS_SOON',
    says: expect.stringContaining('unknown'),
  })
  expect(await visit(reading)).toMatchObject({
    verdict: 'OK',
    says: expect.stringContaining('already has a newer certificate'),
  })
})

describe('whatever Graph answers, a successor is known by nothing but a certificate that lasts', () => {
  const key = {
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
    startDateTime: '2020-01-01T00:00:00Z',
    endDateTime: '2099-01-01T00:00:00Z',
  }
  const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), {status})
  test.each<[string, () => Response, string]>([
    ['a refusal', () => json({error: {code: 'Authorization_RequestDenied'}}, 403), 'unknown'],
    ['a missing app', () => json({error: {}}, 404), 'unknown'],
    ['an outage', () => json({}, 503), 'unknown'],
    ['throttling', () => json({}, 429), 'unknown'],
    ['a web page', () => new Response('<html>', {status: 200}), 'unknown'],
    ['JSON without keys', () => json({value: []}), 'unknown'],
    ['keys that are no list', () => json({keyCredentials: key}), 'unknown'],
    ['no key', () => json({keyCredentials: []}), 'missing'],
    ['a key that does not verify', () => json({keyCredentials: [{...key, usage: 'Sign'}]}), 'missing'],
    ['a key without dates', () => json({keyCredentials: [{...key, endDateTime: null}]}), 'missing'],
    ['nonsense among keys', () => json({keyCredentials: [null, 7, 'x']}), 'missing'],
    [
      'one not valid before ours has ended',
      () => json({keyCredentials: [{...key, startDateTime: '2098-01-01T00:00:00Z'}]}),
      'missing',
    ],
    [
      'ours alone',
      () =>
        json({
          keyCredentials: [
            {
              ...key,
              customKeyIdentifier: Buffer.from(soon.certificate.fingerprint.replaceAll(':', ''), 'hex').toString(
                'base64',
              ),
            },
          ],
        }),
      'missing',
    ],
    ['one that lasts', () => json({keyCredentials: [key]}), 'registered'],
  ])('%s: %#', async (_, answer, expected) => {
    const {world, app} = await aTenant({certificate: soon, roles: reading})
    const {fetch} = world
    world.fetch = async request => (request.url.includes('/applications(') ? answer() : await fetch(request))
    const certificate = await certificateOfPfx(soon)
    const found = await findSuccessor(
      world,
      {...app, credential: {kind: 'certificate', certificate}},
      certificate,
      AbortSignal.timeout(60_000),
    )
    expect(found?.is).toBe(expected)
    expect(JSON.stringify(found)).not.toMatch(/eyJ/)
  })

  test('nothing is asked while none is due', async () => {
    const {app} = await aTenant({certificate: late})
    const certificate = await certificateOfPfx(late)
    const silent = {...(await aTenant()).world, fetch: () => Promise.reject(new Error('asked'))}
    expect(
      await findSuccessor(
        silent,
        {...app, credential: {kind: 'certificate', certificate}},
        certificate,
        AbortSignal.timeout(60_000),
      ),
    ).toBeUndefined()
  })
})
