import {spawnSync} from 'node:child_process'
import {X509Certificate} from 'node:crypto'
import {describe, expect, test} from 'vitest'
import {readCertificate} from '../../src/signin/certificate.ts'
import {machineOpenssl} from '../../src/signin/openssl.ts'
import {fixture, password, someday, unicodePassword} from './certificates.ts'
import {withAbsentPasswordMac} from './pfx-builder.ts'
import {aWorld} from './world.ts'

const version = spawnSync('openssl', ['version']).stdout?.toString() ?? ''
const absent = !/^OpenSSL [3-9]/.test(version)
if (absent)
  console.warn(
    `OpenSSL 3 IS ABSENT (${version.trim() || 'no openssl'}): its fallback for PFX files IS NOT TESTED here.`,
  )

const leaf = new X509Certificate(fixture('leaf.cert.pem'))

describe.skipIf(absent)('the machine’s openssl opens what node-forge can’t', () => {
  test.each<[string, Uint8Array, string]>([
    ['a SHA-224 MAC', fixture('mac-sha224.pfx'), password],
    ['a SHA-3 MAC', fixture('mac-sha3.pfx'), password],
    ['Camellia', fixture('camellia.pfx'), password],
    ['ARIA', fixture('aria.pfx'), password],
    ['RC2-128', fixture('rc2-128.pfx'), password],
    ['RC4-128', fixture('rc4-128.pfx'), password],
    ['a password beyond ASCII with PBES2', fixture('unicode.pfx'), unicodePassword],
    ['an absent password with PBES2', withAbsentPasswordMac(fixture('empty-password-no-mac.pfx')), ''],
  ])('%s', async (_, content, given) => {
    const certificate = await readCertificate({content, password: given, source: 'x.pfx'}, aWorld(undefined, someday))
    expect(certificate.thumbprintSha256).toBe(leaf.fingerprint256.replaceAll(':', ''))
  })

  test.each([
    ['a wrong password', 'Canary-Horse', 'CERT_WRONG_PASSWORD'],
    ['a missing password', '', 'CERT_PASSWORD_MISSING'],
  ])('and tells %s', async (_, given, code) => {
    for (const file of ['mac-sha224.pfx', 'camellia.pfx', 'rc2-128.pfx']) {
      const reading = readCertificate(
        {content: fixture(file), password: given, source: file},
        aWorld(undefined, someday),
      )
      await expect(reading).rejects.toMatchObject({code})
    }
  })

  test('or says what it has against a file', async () => {
    expect(await machineOpenssl(Buffer.from('noise'), 'x')).toMatchObject({refusal: expect.any(String)})
  })
})
