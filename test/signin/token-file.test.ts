/** Tokens of other CI systems in a file: read anew each time, bounded, and refused by what they are. */
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {afterAll, describe, expect, test} from 'vitest'
import {openTokenFile} from '../../src/signin/token-file.ts'
import {issueJobToken} from '../../src/simulator/federation.ts'
import {explain} from '../../src/wire/failure.ts'
import {failureOf} from '../builders.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {goIn} from '../scenarios/way-in.ts'
import {aWorld} from './world.ts'

afterAll(cleanUp)

const gitLab = {
  issuer: 'https://gitlab.com',
  subject: 'project_path:fabrikam/audit:ref_type:branch:ref:main',
  audience: 'api://AzureADTokenExchange',
}
const trusted = [{issuer: gitLab.issuer, subject: gitLab.subject, audiences: [gitLab.audience]}]
const aToken = (more: Partial<typeof gitLab> = {}, lifetime = 3600) =>
  issueJobToken({...gitLab, ...more}, {now: Date.now(), lifetime})

const inputs = () => ({'federated-token-file': 'token'})

describe('an export', () => {
  test('signs in with the token of another CI system', async () => {
    const token = await aToken()
    const way = {simulator: {federatedCredentials: trusted}, inputs, files: {token: `${token}\n`}}
    const {failure, manifest, everything, masks} = await goIn(way)
    expect(failure).toBe('')
    expect(manifest?.federation).toEqual({subject: gitLab.subject, issuer: gitLab.issuer})
    expect(masks).toContain(token)
    expect(everything).not.toContain(token)
    expect(everything).toMatch(/That token ends at \d{4}-.*read again/)
  })

  test.each<[string, Partial<typeof gitLab>, RegExp]>([
    ['subject', {subject: 'project_path:fabrikam/audit:ref_type:branch:ref:other'}, /AADSTS700213/],
    ['issuer', {issuer: 'https://gitlab.fabrikam.example'}, /AADSTS700211/],
    ['audience', {audience: 'https://gitlab.com'}, /AADSTS700212/],
  ])('with another %s is told what was presented and what fits', async (_, more, says) => {
    const files = {token: await aToken(more)}
    const {failure} = await goIn({simulator: {federatedCredentials: trusted}, inputs, files})
    expect(failure).toMatch(says)
    expect(failure).toContain(`The token file presented issuer ${more.issuer ?? gitLab.issuer}`)
    expect(failure).toContain(more.subject ?? gitLab.subject)
    expect(failure).toContain('federated-credential create')
    expect(failure).not.toContain('GitHub Enterprise')
  })

  test('the doctor names the subject, and what is wrong with the file', async () => {
    const doctor = () => ({...inputs(), mode: 'doctor'})
    const well = await goIn({
      simulator: {federatedCredentials: trusted},
      inputs: doctor,
      files: {token: await aToken()},
    })
    const found = well.diagnosis?.checks.find(({check}) => check === 'token-file')
    expect(found).toMatchObject({verdict: 'OK'})
    const ill = await goIn({inputs: doctor})
    expect(ill.diagnosis?.checks.find(({check}) => check === 'token-file')?.code).toBe('TOKEN_FILE_UNREADABLE')
  })

  test.each<[string, Record<string, string>]>([
    ['a certificate', {certificate: 'TUlJ'}],
    [
      'a token for the vault',
      {'key-vault-token': 'x', 'key-vault-certificate': 'https://a.vault.azure.net/certificates/b'},
    ],
    ['credential: certificate', {credential: 'certificate'}],
  ])('with %s as well is a mistake', async (_, more) => {
    expect((await goIn({inputs: () => ({...inputs(), ...more})})).failure).toContain('INPUT_FEDERATED_TOKEN_FILE')
  })

  test('a token in place of the path is a mistake that does not repeat it', async () => {
    const token = await aToken()
    const {failure, masks} = await goIn({inputs: () => ({'federated-token-file': token})})
    expect(failure).toContain('INPUT_FEDERATED_TOKEN_FILE')
    expect(failure).not.toContain(token)
    expect(masks).toContain(token)
  })
})

describe('the file', () => {
  const folder = temporaryFolder()
  const path = join(folder, 'token')

  test('is read anew for each request, through a link as Kubernetes renews it', async () => {
    mkdirSync(join(folder, 'mount'))
    const link = join(folder, 'mount', 'token')
    symlinkSync(path, link)
    const [first, second] = [await aToken(), await aToken({subject: 'another'})]
    writeFileSync(path, first)
    const world = aWorld()
    const federation = await openTokenFile(world, link)
    writeFileSync(path, second)
    expect((await federation.idToken()).secret).toBe(second)
    expect(world.masked).toEqual([first, second])
  })

  test.each<[string, string | Buffer, string, RegExp]>([
    ['nothing', '', 'TOKEN_FILE_MALFORMED', /nothing/],
    ['JSON', '{"value":"x"}', 'TOKEN_FILE_MALFORMED', /JSON/],
    ['a variable', '$ENTRA_TOKEN', 'TOKEN_FILE_MALFORMED', /not replaced/],
    ['far too much', Buffer.alloc(1 << 20, 0x61), 'TOKEN_FILE_MALFORMED', /65536 bytes/],
    ['a token without a subject', 'eyJhbGciOiJub25lIn0.e30.x', 'TOKEN_FILE_MALFORMED', /something else/],
  ])('that holds %s is refused', async (_, content, code, says) => {
    writeFileSync(path, content)
    const failure = await failureOf(openTokenFile(aWorld(), path))
    expect(failure.code).toBe(code)
    expect(explain(failure)).toMatch(says)
  })

  test('with a token that ended is refused with the time, and one that ended a moment ago is left to Entra', async () => {
    writeFileSync(path, await aToken({}, -600))
    const failure = await failureOf(openTokenFile(aWorld(), path))
    expect(failure.code).toBe('TOKEN_FILE_EXPIRED')
    expect(failure.remedy).toContain('deadline')
    writeFileSync(path, await aToken({}, -30))
    await expect(openTokenFile(aWorld(), path)).resolves.toBeDefined()
  })

  test('whatever it holds, ends in a token or in a Failure that does not repeat it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({minLength: 12, unit: 'grapheme'}), async text => {
        writeFileSync(path, text)
        const failure = await failureOf(openTokenFile(aWorld(), path))
        expect(failure.code).toBe('TOKEN_FILE_MALFORMED')
        if (text.trim().length > 11) expect(explain(failure)).not.toContain(text.trim())
      }),
      {numRuns: 40},
    )
  })
})
