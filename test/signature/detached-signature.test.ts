/** What is signed here is what openssl reads, and every byte of it counts. */
import {execFileSync} from 'node:child_process'
import {createPrivateKey, sign, X509Certificate} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {certificatesIn, readDetached, signDetached} from '../../src/signature/detached-signature.ts'
import {dataSigner} from '../../src/signin/sign-data.ts'
import {sharedCertificate} from '../../src/simulator/certificate.ts'
import {aFolder, failureOf} from '../builders.ts'
import {aTenant} from '../signin/simulated.ts'
import {hasOpenssl, issueCertificate, openssl} from './openssl.ts'

const content = Buffer.from(`${'0'.repeat(64)}  manifest.json\n`)
const now = Date.parse('2026-11-05T06:10:00Z')

async function selfSigned(name = '') {
  const {certificate, privateKey} = await sharedCertificate(name)
  const bytes = await signDetached({
    certificatePem: certificate.toString(),
    sign: async data => sign('sha256', data, privateKey),
    content,
    now,
  })
  return {certificate, bytes}
}

/** By a client's certificate of an authority, with its chain. */
async function byClientCertificate() {
  const issued = issueCertificate(['extendedKeyUsage=clientAuth', 'keyUsage=critical,digitalSignature'])
  const bytes = await signDetached({
    certificatePem: issued.certificate + issued.caCertificate,
    sign: async data => sign('sha256', data, createPrivateKey(issued.key)),
    content,
    now,
  })
  return {...issued, bytes}
}

describe('a signature', () => {
  test('names its certificate and its time', async () => {
    const {certificate, bytes} = await selfSigned()
    const read = readDetached(bytes, content)
    expect(read.signed).toBe(now)
    expect(read.chain.map(one => one.fingerprint256)).toEqual([certificate.fingerprint256])
  })

  test('is of this content alone', async () => {
    const {bytes} = await selfSigned()
    expect(() => readDetached(bytes, Buffer.from('other'))).toThrow('it signs other content')
  })

  test('by a vault’s key is as good', async () => {
    const {vault} = await aTenant({vault: {exportable: false}})
    const signer = dataSigner(await vault(), AbortSignal.timeout(60_000))
    if (!signer) throw new TypeError('no signer')
    const {certificate, sign: signData} = signer
    const bytes = await signDetached({certificatePem: certificate.certificatePem, sign: signData, content, now})
    expect(readDetached(bytes, content).chain[0]?.fingerprint256.replaceAll(':', '')).toBe(certificate.thumbprintSha256)
  })

  test.each([
    ['vault-key', 'VAULT_KEY_MISMATCH'],
    ['windows-store', 'STORE_KEY_MISMATCH'],
  ] as const)('by a %s that signs with another key is refused: %s', async (kind, code) => {
    const {vault} = await aTenant({vault: {exportable: false}})
    const credential = await vault()
    const other = await sharedCertificate('another')
    if (credential.kind !== 'vault-key') throw new TypeError('the key was fetched')
    const signer = dataSigner(
      {...credential, kind, sign: async (_algorithm, digest) => sign('sha256', digest, other.privateKey)},
      AbortSignal.timeout(60_000),
    )
    const failure = await failureOf(signer?.sign(content) ?? Promise.resolve())
    expect(failure.code).toBe(code)
  })

  test('has no byte that may change', async () => {
    const {bytes} = await selfSigned()
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      expect(() => readDetached(changed, content), `byte ${at}`).toThrow()
    }
  })

  test('with anything before, after or in it is refused', async () => {
    const {bytes} = await selfSigned()
    fc.assert(
      fc.property(fc.nat(bytes.length), fc.uint8Array({minLength: 1, maxLength: 40}), (at, more) => {
        const changed = Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)])
        expect(() => readDetached(changed, content)).toThrow()
        expect(() => readDetached(bytes.subarray(0, at), content.subarray(1))).toThrow()
      }),
      {numRuns: 300},
    )
  })

  test('is not read from any bytes, and no bytes crash the reader', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 200}), bytes => {
        expect(() => readDetached(bytes, content)).toThrow(TypeError)
      }),
    )
  })
})

describe.skipIf(!hasOpenssl)('openssl', () => {
  test('reads a signature by a self-signed certificate', async () => {
    const {bytes, certificate} = await selfSigned()
    const folder = await aFolder()
    writeFileSync(join(folder, 'SHA256SUMS'), content)
    writeFileSync(join(folder, 'SHA256SUMS.p7s'), bytes)
    const words = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'SHA256SUMS.p7s', '-content', 'SHA256SUMS']
    await expect(openssl([...words, '-noverify', '-signer', 's.pem', '-out', 'out'], folder)).resolves.toContain(
      'successful',
    )
    const print = execFileSync('openssl', ['x509', '-in', 's.pem', '-noout', '-fingerprint', '-sha256'], {cwd: folder})
    expect(String(print)).toContain(certificate.fingerprint256)
    writeFileSync(join(folder, 'SHA256SUMS'), 'other')
    await expect(openssl([...words, '-noverify', '-out', 'out'], folder)).rejects.toThrow(/failure/)
  })

  test('reads a signature by a client certificate of an authority, and ours reads its chain', async () => {
    const {bytes, folder, caCertificate, certificate} = await byClientCertificate()
    writeFileSync(join(folder, 'SHA256SUMS'), content)
    writeFileSync(join(folder, 'SHA256SUMS.p7s'), bytes)
    const words = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'SHA256SUMS.p7s', '-content', 'SHA256SUMS']
    await expect(openssl([...words, '-purpose', 'any', '-CAfile', 'ca.pem', '-out', 'out'], folder)).resolves.toContain(
      'successful',
    )
    const [own, root] = readDetached(bytes, content).chain
    expect(own?.raw).toEqual(new X509Certificate(certificate).raw)
    expect(root?.raw).toEqual(certificatesIn(caCertificate)[0]?.raw)
  })

  test('and ours agree on every changed byte of a signature with a chain', async () => {
    const {bytes} = await byClientCertificate()
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 0x10
      expect(() => readDetached(changed, content), `byte ${at}`).toThrow()
    }
  })
})
