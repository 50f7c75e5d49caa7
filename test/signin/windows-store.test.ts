/**
 * The Windows certificate store as credential: with a stand-in for PowerShell on PATH that signs by openssl, and on Windows with
 * the real one and a self-signed certificate whose key can't be exported.
 */
import {execFileSync} from 'node:child_process'
import {createHash, verify, X509Certificate} from 'node:crypto'
import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {afterAll, afterEach, describe, expect, test, vi} from 'vitest'
import {checkOf} from '../../src/checks/check-of-code.ts'
import type {PublicCertificate} from '../../src/signin/certificate.ts'
import {dataSigner} from '../../src/signin/sign-data.ts'
import {machinePowerShell, openWindowsStore} from '../../src/signin/windows-store.ts'
import {makeCertificate, sharedCertificate} from '../../src/simulator/certificate.ts'
import {cleanUp} from '../runner.ts'
import {goIn} from '../scenarios/way-in.ts'
import {aWorld} from './world.ts'

const folders: string[] = []
afterEach(() => void vi.unstubAllEnvs())
afterAll(async () => {
  for (const folder of folders) rmSync(folder, {recursive: true, force: true})
  await cleanUp()
})

type Made = Awaited<ReturnType<typeof makeCertificate>>
interface Store {
  entries: {store: string; made: Made; hasPrivateKey?: boolean}[]
  refusal?: string
}

/** A program called powershell, first on PATH. Its journal holds what it was given: arguments, environment, input. */
function standIn({entries, refusal}: Store): {journal(): string} {
  const folder = mkdtempSync(join(tmpdir(), 'store-'))
  folders.push(folder)
  const listed = entries.map(({store, made, hasPrivateKey = true}, index) => {
    writeFileSync(join(folder, `${index}.pem`), made.privateKey.export({type: 'pkcs8', format: 'pem'}), {mode: 0o600})
    const sha256 = made.certificate.fingerprint256.replaceAll(':', '')
    const sha1 = made.certificate.fingerprint.replaceAll(':', '')
    return {store, sha1, sha256, certificate: made.certificate.raw.toString('base64'), hasPrivateKey}
  })
  writeFileSync(
    join(folder, 'powershell'),
    `#!${process.execPath}
const {appendFileSync, readFileSync} = require('node:fs')
const {execFileSync} = require('node:child_process')
const listed = ${JSON.stringify(listed)}
const input = readFileSync(0, 'utf8')
const script = Buffer.from(process.argv.at(-1), 'base64').toString('utf16le')
appendFileSync(${JSON.stringify(join(folder, 'journal'))}, [script, ...process.argv, JSON.stringify(process.env), input].join('\\n'))
const asked = JSON.parse(input)
const fits = listed.filter(each => asked.thumbprint === each.sha1 || asked.thumbprint === each.sha256)
if (!script.includes('SignHash')) {
  const found = fits.map(({store, certificate, hasPrivateKey}) => ({store, certificate, hasPrivateKey}))
  console.log(JSON.stringify({found}))
} else if (${JSON.stringify(refusal ?? '')}) console.log(JSON.stringify({refused: 'right', says: ${JSON.stringify(refusal ?? '')}}))
else {
  const index = listed.findIndex(each => each.store === asked.store && fits.includes(each))
  const words = ['pkeyutl', '-sign', '-inkey', ${JSON.stringify(folder)} + '/' + index + '.pem', '-pkeyopt', 'digest:sha256']
  const signature = execFileSync('openssl', words, {input: Buffer.from(asked.digest, 'base64')})
  console.log(JSON.stringify({signature: signature.toString('base64')}))
}
`,
  )
  chmodSync(join(folder, 'powershell'), 0o755)
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`)
  return {journal: () => readFileSync(join(folder, 'journal'), 'utf8')}
}

const machine = 'LocalMachine\\My'
const person = 'CurrentUser\\My'
const sha1Of = ({certificate}: Made) => certificate.fingerprint.replaceAll(':', '')
const own = await sharedCertificate()
const inputs = () => ({credential: 'windows-store', 'certificate-thumbprint': sha1Of(own)})

describe.runIf(process.platform !== 'win32')('with a stand-in', () => {
  test.each([sha1Of(own), own.certificate.fingerprint256])(
    'an export signs in and signs its folder, by the thumbprint %s',
    async thumbprint => {
      vi.stubEnv('INPUT_SMTP-URL', 'Canary-secret')
      const {journal} = standIn({entries: [{store: machine, made: own}]})
      const way = {
        inputs: () => ({...inputs(), 'certificate-thumbprint': thumbprint}),
        windows: {platform: 'win32'} as const,
      }
      const {failure, manifest, everything} = await goIn(way)
      expect(failure).toBe('')
      expect(manifest?.certificate?.thumbprint).toBe(own.certificate.fingerprint256.replaceAll(':', '').toLowerCase())
      expect(everything).toContain(`is in the Windows store ${machine}, and Windows signs with its key`)
      expect(journal()).not.toContain('Canary')
      expect(journal()).not.toContain('PRIVATE KEY')
    },
  )

  test('the doctor finds all well', async () => {
    standIn({entries: [{store: person, made: own}]})
    const {diagnosis} = await goIn({inputs: () => ({...inputs(), mode: 'doctor'}), windows: {platform: 'win32'}})
    const rows = diagnosis?.checks.map(({check, verdict}) => `${check} ${verdict}`) ?? []
    expect(rows).toEqual(expect.arrayContaining(['windows-store OK', 'key OK', 'validity OK', 'token OK']))
    expect(rows.filter(row => /^(certificate|password|id-token|vault) /.test(row))).toEqual([])
  })

  test('a certificate in both stores is taken from the one with its key', async () => {
    standIn({
      entries: [
        {store: machine, made: own, hasPrivateKey: false},
        {store: person, made: own},
      ],
    })
    const {failure, everything} = await goIn({inputs, windows: {platform: 'win32'}})
    expect(failure).toBe('')
    expect(everything).toContain(`in the Windows store ${person}`)
  })

  const expired = makeCertificate({notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01')})
  test.each<[string, string, () => Promise<Store> | Store, RegExp]>([
    ['no such certificate', 'STORE_NOT_FOUND', () => ({entries: []}), /Get-ChildItem/],
    [
      'no private key',
      'STORE_NO_KEY',
      () => ({entries: [{store: machine, made: own, hasPrivateKey: false}]}),
      /Import-PfxCertificate/,
    ],
    [
      'no right on the key',
      'STORE_KEY_REFUSED',
      () => ({entries: [{store: machine, made: own}], refusal: 'Keyset does not exist'}),
      /Keyset does not exist.*Manage Private Keys/s,
    ],
    [
      'an expired certificate',
      'CERT_EXPIRED',
      async () => ({entries: [{store: machine, made: await expired}]}),
      /New-SelfSignedCertificate/,
    ],
  ])('%s is explained, by export and doctor', async (_, code, store, says) => {
    const given = await store()
    standIn(given)
    const thumbprint = sha1Of(given.entries[0]?.made ?? own)
    const way = {
      inputs: () => ({...inputs(), 'certificate-thumbprint': thumbprint}),
      windows: {platform: 'win32'} as const,
    }
    const {failure} = await goIn(way)
    expect(failure).toContain(`[${code}`)
    expect(failure).toMatch(says)
    const {diagnosis} = await goIn({...way, inputs: () => ({...way.inputs(), mode: 'doctor'})})
    const row = diagnosis?.checks.find(each => each.code === code)
    expect(row).toMatchObject({verdict: 'MISSING', stops: true, check: checkOf(code)})
  })

  test('a certificate that is linked to the key of another is named as that, by export and doctor', async () => {
    const other = await sharedCertificate('another')
    standIn({entries: [{store: machine, made: {...own, privateKey: other.privateKey}}]})
    const {failure} = await goIn({inputs, windows: {platform: 'win32'}})
    expect(failure).toContain('[STORE_KEY_MISMATCH')
    expect(failure).not.toMatch(/vault/i)
    const {diagnosis} = await goIn({inputs: () => ({...inputs(), mode: 'doctor'}), windows: {platform: 'win32'}})
    expect(diagnosis?.checks.find(each => each.code === 'STORE_KEY_MISMATCH')).toMatchObject({verdict: 'MISSING'})
  })

  test('no PowerShell, and one that does not answer, are told apart from a missing certificate', async () => {
    const source = {thumbprint: sha1Of(own), platform: 'win32'} as const
    const silent = async () => ({status: 1, stdout: '', stderr: 'This language mode is not allowed.'})
    await expect(openWindowsStore(aWorld(), {...source, powershell: async () => undefined})).rejects.toMatchObject({
      code: 'STORE_POWERSHELL',
    })
    await expect(openWindowsStore(aWorld(), {...source, powershell: silent})).rejects.toThrow('language mode')
  })

  test('two certificates of one thumbprint are not guessed between', async () => {
    const other = await sharedCertificate('newer')
    const found = [own, other].map(made => ({
      store: machine,
      certificate: made.certificate.raw.toString('base64'),
      hasPrivateKey: true,
    }))
    const powershell = async () => ({status: 0, stdout: JSON.stringify({found}), stderr: ''})
    await expect(
      openWindowsStore(aWorld(), {thumbprint: sha1Of(own), platform: 'win32', powershell}),
    ).rejects.toMatchObject({code: 'STORE_SEVERAL'})
  })

  test('elsewhere it says what to do instead', async () => {
    const {failure} = await goIn({inputs, windows: {platform: 'linux'}})
    expect(failure).toMatch(/\[STORE_NOT_WINDOWS\].*runs-on.*certificate-file.*OIDC/s)
  })
})

describe('never by silence:', () => {
  test('a thumbprint whose certificate input is empty stays an error', async () => {
    const {failure} = await goIn({
      inputs: () => ({certificate: '', 'certificate-thumbprint': sha1Of(own)}),
      idToken: true,
    })
    expect(failure).toContain('[INPUT_CERTIFICATE]')
  })

  test.each([
    [{}, 'INPUT_CERTIFICATE_THUMBPRINT'],
    [{'certificate-thumbprint': sha1Of(own), 'certificate-file': 'cert.pfx'}, 'INPUT_CERTIFICATE_FILE'],
    [{'certificate-thumbprint': sha1Of(own), 'certificate-password': 'Canary'}, 'INPUT_CERTIFICATE_PASSWORD'],
  ])('%j is a mistake: %s', async (given, code) => {
    const {failure} = await goIn({inputs: () => ({credential: 'windows-store', ...given})})
    expect(failure).toContain(`[${code}]`)
    expect(failure).not.toContain('Canary')
  })
})

describe.runIf(process.platform === 'win32')('on Windows', () => {
  const run = (script: string) =>
    execFileSync('powershell', ['-NoProfile', '-NonInteractive', '-Command', script], {encoding: 'utf8'}).trim()

  test.each(['Microsoft Software Key Storage Provider', 'Microsoft Enhanced RSA and AES Cryptographic Provider'])(
    'signs with a key of the %s that can’t be exported',
    {timeout: 120_000},
    async provider => {
      const place = 'Cert:\\CurrentUser\\My'
      const thumbprint = run(
        `(New-SelfSignedCertificate -Subject 'CN=m365-audit-export test' -CertStoreLocation '${place}' -KeyExportPolicy NonExportable -KeyLength 2048 -HashAlgorithm SHA256 -Provider '${provider}').Thumbprint`,
      )
      try {
        const credential = await openWindowsStore(aWorld(), {
          thumbprint,
          platform: 'win32',
          powershell: machinePowerShell,
        })
        if (credential.kind !== 'windows-store') throw new Error(credential.kind)
        const data = Buffer.from('header.claims')
        const signature = await credential.sign('RS256', createHash('sha256').update(data).digest(), undefined)
        const {publicKey} = new X509Certificate(credential.certificate.certificatePem)
        expect(verify('sha256', data, publicKey, signature)).toBe(true)

        const signer = (certificate: PublicCertificate) =>
          dataSigner({...credential, certificate}, AbortSignal.timeout(60_000))
        expect(verify('sha256', data, publicKey, (await signer(credential.certificate)?.sign(data)) ?? data)).toBe(true)
        const another = {...credential.certificate, certificatePem: own.certificate.toString()}
        await expect(signer(another)?.sign(data)).rejects.toMatchObject({code: 'STORE_KEY_MISMATCH'})
      } finally {
        run(`Remove-Item -Path '${place}\\${thumbprint}'`)
      }
    },
  )
})
