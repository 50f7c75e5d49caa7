/** What `verify` tells: a verdict that says no more than was proven, and commands that do the same with other programs. */
import {sign} from 'node:crypto'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import {commandsFor, reportProof} from '../../src/publish/report-proof.ts'
import {certificatesIn} from '../../src/signature/detached-signature.ts'
import type {DataSigner} from '../../src/signin/sign-data.ts'
import {sharedCertificate} from '../../src/simulator/certificate.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {runVerify} from '../../src/verify-folder.ts'
import {aFolder} from '../builders.ts'
import {aManifest, writeEvidence} from '../evidence.ts'
import {aListener} from '../listener.ts'
import {hasOpenssl, issueCertificate, shell, timestampAuthority} from '../signature/openssl.ts'

const noNetwork = () => Promise.reject(new TypeError('no network here'))

const manifest = aManifest()
const signer = {subject: 'CN=audit', thumbprint: 'ab'.repeat(32), signed: Date.parse('2026-11-05T06:10:00Z')}
const run = {
  mode: 'verify',
  identities: [],
  accepted: {path: 'none.yml', named: false},
  baseline: {from: 'none'},
} as const

function told(proof: Partial<Parameters<typeof reportProof>[2]>) {
  const host = aListener()
  reportProof(host, {directory: 'm365-audit'}, {faults: [], manifest, records: 12, ...proof})
  return host
}

describe('the verdict', () => {
  test('is PROVEN for a signer that is named outside of the folder, and for no other', () => {
    for (const trustedBy of ['certificate-thumbprint', 'trusted-ca'] as const) {
      const {lines} = told({signer: {...signer, trustedBy}})
      expect(lines[0]).toMatch(/^PROVEN: m365-audit is as it was signed by CN=audit \(SHA-256 abab/)
      expect(lines[0]).toContain(`whom ${trustedBy} names`)
    }
    for (const proof of [{}, {signer}, {signer, timestamp: {time: 0, authority: 'CN=time', isTrusted: true}}]) {
      const {lines, failures} = told(proof)
      expect(lines.join('\n')).not.toContain('PROVEN')
      expect(lines[0]).toMatch(/^CONSISTENT: m365-audit agrees with itself/)
      expect(lines[1]).toContain('Who wrote it is not proven')
      expect(failures).toEqual([])
    }
  })

  test('names the signer, and what was checked and what was not', () => {
    const {lines, notices} = told({
      signer,
      checked: ['the hash of every file', 'the signature'],
      unchecked: ['Not this.'],
    })
    expect(lines[1]).toContain('signed by CN=audit (SHA-256 abab')
    expect(lines).toContain('Checked: the hash of every file; the signature.')
    expect(notices).toContain('Not this.')
  })

  test.each([
    [['One.'], '1 fault, listed above'],
    [['One.', 'Two.'], '2 faults, listed above'],
  ])('of %j says how many', (faults, words) => {
    const host = told({faults, signer: {...signer, trustedBy: 'trusted-ca'}})
    expect(host.failures).toEqual([expect.stringContaining(words)])
    expect(host.errors).toEqual(faults)
    expect(host.lines.join()).not.toMatch(/PROVEN|CONSISTENT/)
    expect(host.outputs.status).toBe('failed')
  })
})

test('commands take nothing from the folder for a part of a shell', () => {
  const repository = "x/y; rm -rf '$HOME' #"
  const lines = commandsFor({...manifest, run: {...manifest.run, repository}}, {})
  expect(lines.at(-1)).toBe(
    "gh attestation verify SHA256SUMS --repo 'x/y; rm -rf '\\''$HOME'\\'' #'   # where the workflow attested it; the repository is the folder’s own word: compare it with yours",
  )
})

test('a folder that does not exist is told as that, without a verdict', async () => {
  const host = aListener({workspace: await aFolder()})
  const run1 = runVerify(
    {...run, directory: 'm365-audit'},
    {host, disk: machineDisk, bundle: undefined, remote: noNetwork},
  )
  await expect(run1).rejects.toMatchObject({code: 'VERIFY_NO_FOLDER', message: 'There is no folder m365-audit.'})
  expect([host.errors, host.failures]).toEqual([[], []])
})

test.each([
  [1, '1 fault,'],
  [2, '2 faults,'],
])('%d faults are counted in grammar', (count, words) => {
  const host = aListener()
  reportProof(host, {directory: 'out'}, {faults: Array.from({length: count}, (_, at) => `Fault ${at}.`), records: 0})
  expect(host.failures[0]).toContain(words)
})

test.each([
  ['none', undefined, /ENOENT/],
  ['without a certificate', 'hello', /no certificate in PEM/],
  ['with a broken one', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', /can't be used/],
])('a file of authorities that is %s ends the check', async (_name, content, words) => {
  const workspace = await aFolder()
  if (content !== undefined) writeFileSync(join(workspace, 'ca.pem'), content)
  const settings = {...run, directory: 'm365-audit', trustedCa: 'ca.pem'}
  const checked = runVerify(settings, {
    host: aListener({workspace}),
    disk: machineDisk,
    bundle: undefined,
    remote: noNetwork,
  })
  await expect(checked).rejects.toMatchObject({code: 'VERIFY_TRUSTED_CA', message: expect.stringMatching(words)})
})

test.each([
  ['that is not there', undefined, /ENOENT/],
  ['without a review', 'manifest.json', /neither review\.json nor archive\.json/],
])('a review bundle %s ends the check, and is no fault of the export', async (_name, file, words) => {
  const workspace = await aFolder()
  if (file !== undefined) {
    mkdirSync(join(workspace, 'bundle'))
    writeFileSync(join(workspace, 'bundle', file), '{}')
  }
  const host = aListener({workspace})
  const checked = runVerify(
    {...run, directory: 'm365-audit', review: 'bundle'},
    {host, disk: machineDisk, bundle: undefined, remote: noNetwork},
  )
  await expect(checked).rejects.toMatchObject({code: 'VERIFY_REVIEW', message: expect.stringMatching(words)})
  expect([host.errors, host.failures]).toEqual([[], []])
})

describe.skipIf(!hasOpenssl)('the printed commands, run as they are,', () => {
  function signerOf(certificatePem: string, key: Parameters<typeof sign>[2]): DataSigner {
    const [own] = certificatesIn(certificatePem)
    if (!own) throw new TypeError('no certificate')
    return {
      certificate: {
        certificatePem,
        thumbprintSha1: own.fingerprint.replaceAll(':', ''),
        thumbprintSha256: own.fingerprint256.replaceAll(':', ''),
        subject: own.subject,
        notBefore: new Date(own.validFrom),
        notAfter: new Date(own.validTo),
      },
      sign: async data => sign('sha256', data, key),
    }
  }

  test.each([
    [
      'a self-signed certificate',
      async () => {
        const {certificate, privateKey} = await sharedCertificate()
        return {signer: signerOf(certificate.toString(), privateKey), authority: certificate.toString()}
      },
    ],
    [
      'a client certificate of an authority',
      async () => {
        const issued = issueCertificate(['extendedKeyUsage=clientAuth', 'keyUsage=critical,digitalSignature'])
        return {
          signer: signerOf(issued.certificate + issued.caCertificate, issued.key),
          authority: issued.caCertificate,
        }
      },
    ],
    [
      'a client certificate without its chain',
      async () => {
        const issued = issueCertificate(['extendedKeyUsage=clientAuth'])
        return {signer: signerOf(issued.certificate, issued.key), authority: issued.caCertificate}
      },
    ],
  ])('check a folder signed by %s, and find it changed', async (_name, make) => {
    const {signer, authority} = await make()
    const folder = await aFolder()
    // Certificates of this test begin now.
    const finished = new Date().toISOString()
    const manifest = await writeEvidence(folder, {
      signer,
      now: Date.parse(finished),
      more: {run: {...aManifest().run, finished}},
    })
    const ca = join(await aFolder(), 'ca.pem')
    writeFileSync(ca, authority)
    const trusted = await verifyFolder(machineDisk, folder, {expected: {authorities: certificatesIn(authority)}})
    expect(trusted).toMatchObject({faults: [], signer: {trustedBy: 'trusted-ca'}})
    for (const settings of [{}, {trustedCa: ca}]) {
      const [sums = '', cms = '', ...rest] = commandsFor(manifest, settings)
      expect(rest).toEqual([])
      await expect(shell(sums, folder)).resolves.toContain('summary.md: OK')
      const said = await shell(cms, folder)
      expect(said).toMatch(/successful/i)
      expect(said.replaceAll(':', '').toUpperCase()).toContain(signer.certificate.thumbprintSha256)
    }
    // Nothing was left behind.
    expect((await verifyFolder(machineDisk, folder)).faults).toEqual([])
    const list = join(folder, 'SHA256SUMS')
    writeFileSync(list, readFileSync(list, 'utf8').replace('summary', 'Summary'))
    const [, cms = ''] = commandsFor(manifest, {})
    await expect(shell(cms, folder)).rejects.toThrow(/failure/i)
    expect((await verifyFolder(machineDisk, folder)).faults).not.toEqual([])
  })

  test('do not take another authority', async () => {
    const {certificate, privateKey} = await sharedCertificate()
    const folder = await aFolder()
    const manifest = await writeEvidence(folder, {signer: signerOf(certificate.toString(), privateKey)})
    const other = join(await aFolder(), 'ca.pem')
    writeFileSync(other, issueCertificate(['extendedKeyUsage=clientAuth'], {subject: '/CN=Another'}).caCertificate)
    const [, cms = ''] = commandsFor(manifest, {trustedCa: other})
    await expect(shell(cms, folder)).rejects.toThrow(/verif/i)
  })

  test('check a timestamp', async () => {
    const {url, authority} = await timestampAuthority()
    const folder = await aFolder()
    const manifest = await writeEvidence(folder, {timestampUrl: url})
    const ca = join(authority.folder, 'ca.pem')
    const proof = await verifyFolder(machineDisk, folder)
    expect(proof.timestamp).toMatchObject({
      isTrusted: false,
      authority: expect.stringContaining('Timestamps of a test'),
    })
    const [, ts = ''] = commandsFor(manifest, {trustedCa: ca})
    await expect(shell(ts, folder)).resolves.toContain('Verification: OK')
  })
})
