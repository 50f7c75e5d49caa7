import {createPrivateKey, X509Certificate} from 'node:crypto'
import {describe, expect, test} from 'vitest'
import {daysLeft, type GivenCertificate, readCertificate} from '../../src/signin/certificate.ts'
import {explain, Failure} from '../../src/wire/failure.ts'
import {fixture, fixtureText, password, someday, unicodePassword} from './certificates.ts'
import {issuerFirst, joined, withAbsentPasswordMac, withoutPassword} from './pfx-builder.ts'
import {aWorld} from './world.ts'

const leaf = new X509Certificate(fixture('leaf.cert.pem'))
const leafKey = fixtureText('leaf.key.pem')
const noOpenssl = async () => undefined

function read(given: Partial<GivenCertificate>, now = someday) {
  return readCertificate({content: '', password, source: 'certificate', ...given}, aWorld(undefined, now), noOpenssl)
}

async function failureOf(given: Partial<GivenCertificate>, now = someday): Promise<Failure> {
  const failure = await read(given, now).catch((error: unknown) => error)
  if (!(failure instanceof Failure)) throw new Error('was expected to fail')
  expectNoSecret(explain(failure), given.password ?? password)
  return failure
}

function expectNoSecret(text: string, ...passwords: string[]) {
  const keyLines = ['leaf', 'other', 'small', 'ec'].flatMap(name => fixtureText(`${name}.key.pem`).split('\n'))
  const secrets = [...keyLines.filter(line => line.length >= 16 && !line.startsWith('-----')), ...passwords]
  for (const secret of secrets.filter(one => one !== '')) expect(text).not.toContain(secret)
}

describe('opens a PFX', () => {
  test.each([
    ['as OpenSSL 3 writes it', 'modern.pfx'],
    ['with AES-128', 'aes128.pfx'],
    ['with PBES2 and 3DES', 'pbes2-3des.pfx'],
    ['with RC2-40 and 3DES', 'legacy.pfx'],
    ['with 3DES and SHA-1', 'triple-des.pfx'],
    ['with Windows’ attributes and iterations', 'windows.pfx'],
    ['with a SHA-512 MAC', 'mac-sha512.pfx'],
    ['without a MAC', 'no-mac.pfx'],
    ['with key and certificate in plain', 'plain.pfx'],
    ['with the certificate in plain', 'plain-certificate.pfx'],
    ['with the issuer behind', 'chain.pfx'],
  ])('%s', async (_, file) => {
    expect((await read({content: fixture(file)})).thumbprintSha256).toBe(leaf.fingerprint256.replaceAll(':', ''))
  })

  test.each([
    ['an empty password', fixture('empty-password.pfx'), ''],
    ['an empty password and 3DES', fixture('empty-password-3des.pfx'), ''],
    ['no password', withoutPassword(leafKey, leaf.toString()), ''],
    ['a password beyond ASCII and 3DES', fixture('unicode-3des.pfx'), unicodePassword],
    ['a password that it does not need', fixture('plain.pfx'), 'needless'],
  ])('with %s', async (_, content, given) => {
    expect((await read({content, password: given})).thumbprintSha256).toBe(leaf.fingerprint256.replaceAll(':', ''))
  })

  test('keeps the bytes of a certificate that an EC issuer signed', async () => {
    const expected = new X509Certificate(fixture('ecsigned.cert.pem'))
    expect((await read({content: fixture('ec-signed.pfx')})).thumbprintSha1).toBe(
      expected.fingerprint.replaceAll(':', ''),
    )
  })

  test('finds the key’s own certificate behind its issuer', async () => {
    const certificate = await read({
      content: issuerFirst(leafKey, [fixtureText('root.cert.pem'), leaf.toString()], password),
    })
    expect(certificate.subject).toBe('O=Contoso, CN=Audit export')
    expect(certificate.certificatePem).toBe(leaf.toString() + fixtureText('root.cert.pem'))
  })

  test('takes the pair with the wanted thumbprint among several, else the one valid longest', async () => {
    const content = joined(fixture('no-mac.pfx'), fixture('other.pfx'))
    const other = new X509Certificate(fixture('other.cert.pem'))
    for (const one of [leaf, other]) {
      const certificate = await read({content, thumbprint: one.fingerprint256})
      expect(certificate.subject).toBe(one.subject.replace('\n', ', '))
      expect(one.checkPrivateKey(createPrivateKey(certificate.privateKeyPem))).toBe(true)
    }
    const longest = [leaf, other].sort((a, b) => Date.parse(b.validTo) - Date.parse(a.validTo))[0]
    expect((await read({content})).notAfter).toEqual(new Date(longest?.validTo ?? 0))
  })
})

describe('accepts the content', () => {
  const pfx = fixture('modern.pfx')
  const base64 = pfx.toString('base64')
  const pem = leaf.toString() + leafKey
  test.each<[string, string | Uint8Array]>([
    ['as base64', base64],
    ['as base64 with line ends', `${base64.replace(/.{76}/g, '$&\r\n')}\n`],
    ['as base64 with a byte order mark', `\uFEFF${base64}`],
    ['as base64 in quotes', `"${base64}"`],
    ['as a data URL', `data:application/x-pkcs12;base64,${base64}`],
    ['as base64url without padding', pfx.toString('base64url')],
    ['as base64 of base64', Buffer.from(base64).toString('base64')],
    ['as base64 of PEM', Buffer.from(pem).toString('base64')],
    ['as bytes', pfx],
    ['as bytes with a line end behind', Buffer.concat([pfx, Buffer.from('\r\n')])],
    ['as a file of base64', Buffer.from(`${base64}\n`)],
    ['as a file of base64 in UTF-16', Buffer.from(`\uFEFF${base64}`, 'utf16le')],
    ['as PEM', pem],
    ['as PEM with the key first', leafKey + leaf.toString()],
    ['as PEM with the issuer first', fixtureText('root.cert.pem') + pem],
    ['as PEM with an issuer of another kind', fixtureText('ecroot.cert.pem') + pem],
    ['as PEM with CRLF', pem.replaceAll('\n', '\r\n')],
    ['as PEM with \\n in words', pem.replaceAll('\n', '\\n')],
    ['as PEM on one line', pem.replaceAll('\n', ' ')],
    ['as PEM with words between', `Bag Attributes\n  friendlyName: x\n${pem}`],
    ['as PEM in quotes', `'${pem}'`],
    ['as a PEM file', Buffer.from(pem)],
    ['as a PEM file in UTF-16', Buffer.from(`\uFEFF${pem}`, 'utf16le')],
    ['as PEM with a PKCS #1 key', leaf.toString() + fixtureText('leaf.pkcs1.pem')],
    ['as PEM with an encrypted PKCS #8 key', leaf.toString() + fixtureText('leaf.encrypted.pem')],
    ['as PEM with a key encrypted the old way', leaf.toString() + fixtureText('leaf.proctype.pem')],
    ['as that on one line', (leaf.toString() + fixtureText('leaf.proctype.pem')).replaceAll('\n', ' ')],
  ])('%s', async (_, content) => {
    const certificate = await read({content})
    expect(certificate).toMatchObject({
      thumbprintSha1: leaf.fingerprint.replaceAll(':', ''),
      thumbprintSha256: leaf.fingerprint256.replaceAll(':', ''),
      subject: 'O=Contoso, CN=Audit export',
      privateKeyPem: leafKey,
      notBefore: new Date(leaf.validFrom),
      notAfter: new Date(leaf.validTo),
    })
  })
})

describe('refuses', () => {
  const pfx = fixture('modern.pfx')
  const base64 = pfx.toString('base64')
  const pem = leaf.toString() + leafKey
  const encryptedPem = leaf.toString() + fixtureText('leaf.encrypted.pem')
  test.each<[string, string, Partial<GivenCertificate>]>([
    ['nothing', 'CERT_EMPTY', {content: ''}],
    ['white space', 'CERT_EMPTY', {content: ' \r\n\uFEFF'}],
    ['an empty file', 'CERT_EMPTY', {content: new Uint8Array()}],
    ['words', 'CERT_NOT_BASE64', {content: 'my certificate!'}],
    ['an expression that was not evaluated', 'CERT_NOT_BASE64', {content: '$'.concat('{{ secrets.PFX }}')}],
    ['a path', 'CERT_NOT_BASE64', {content: 'C:\\new\\cert.pfx'}],
    ['base64 of something else', 'CERT_UNKNOWN_FORMAT', {content: Buffer.from([1, 2, 3, 4]).toString('base64')}],
    ['an ASN.1 structure of another kind', 'CERT_UNKNOWN_FORMAT', {content: Buffer.from('3003020101', 'hex')}],
    ['PEM without certificate and key', 'CERT_UNKNOWN_FORMAT', {content: aPem('CERTIFICATE REQUEST', 'MAA=')}],
    ['base64 that is cut', 'CERT_TRUNCATED', {content: base64.slice(0, 1001)}],
    ['base64 that is cut between bytes', 'CERT_TRUNCATED', {content: base64.slice(0, 1000)}],
    ['a file that is cut', 'CERT_TRUNCATED', {content: pfx.subarray(0, 700)}],
    ['one byte', 'CERT_TRUNCATED', {content: pfx.subarray(0, 1)}],
    ['the first line of PEM', 'CERT_TRUNCATED', {content: '-----BEGIN CERTIFICATE-----'}],
    ['PEM with an end missing', 'CERT_TRUNCATED', {content: pem.replace('-----END CERTIFICATE-----', '')}],
    ['PEM with lines missing', 'CERT_TRUNCATED', {content: withoutLines(pem)}],
    ['PEM whose key is noise', 'CERT_DAMAGED', {content: leaf + aPem('PRIVATE KEY', 'MAMCAQE=')}],
    ['PEM whose certificate is noise', 'CERT_DAMAGED', {content: aPem('CERTIFICATE', 'MAMCAQE=') + leafKey}],
    ['a PFX that is hollow', 'CERT_DAMAGED', {content: Buffer.from('3008020103300330013a', 'hex')}],
    ['a wrong password', 'CERT_WRONG_PASSWORD', {content: pfx, password: 'Canary-Horse'}],
    [
      'a wrong password of a legacy file',
      'CERT_WRONG_PASSWORD',
      {content: fixture('legacy.pfx'), password: 'Canary-Horse'},
    ],
    [
      'a wrong password without a MAC',
      'CERT_WRONG_PASSWORD',
      {content: fixture('no-mac.pfx'), password: 'Canary-Horse'},
    ],
    ['a wrong password beyond ASCII', 'CERT_WRONG_PASSWORD', {content: pfx, password: 'Kanärie'}],
    ['a wrong password of PEM', 'CERT_WRONG_PASSWORD', {content: encryptedPem, password: 'Canary-Horse'}],
    ['a missing password', 'CERT_PASSWORD_MISSING', {content: pfx, password: ''}],
    ['a missing password of a legacy file', 'CERT_PASSWORD_MISSING', {content: fixture('legacy.pfx'), password: ''}],
    ['a missing password without a MAC', 'CERT_PASSWORD_MISSING', {content: fixture('no-mac.pfx'), password: ''}],
    ['a missing password of PEM', 'CERT_PASSWORD_MISSING', {content: encryptedPem, password: ''}],
    ['a certificate alone', 'CERT_NO_PRIVATE_KEY', {content: leaf.toString()}],
    ['a .cer file', 'CERT_NO_PRIVATE_KEY', {content: fixture('leaf.cer')}],
    ['a .p7b file', 'CERT_NO_PRIVATE_KEY', {content: fixture('leaf.pkcs7.pem')}],
    ['a binary .p7b file', 'CERT_NO_PRIVATE_KEY', {content: derOf('leaf.pkcs7.pem')}],
    ['a PFX of certificates', 'CERT_NO_PRIVATE_KEY', {content: fixture('certificate-only.pfx')}],
    ['a key alone', 'CERT_NO_CERTIFICATE', {content: leafKey}],
    ['a binary key', 'CERT_NO_CERTIFICATE', {content: derOf('leaf.key.pem')}],
    ['a PFX of a key', 'CERT_NO_CERTIFICATE', {content: fixture('key-only.pfx')}],
    ['a key of another certificate', 'CERT_KEY_MISMATCH', {content: leaf + fixtureText('other.key.pem')}],
    ['an EC key', 'CERT_NOT_RSA', {content: fixture('ec.pfx')}],
    ['an EC key in PEM', 'CERT_NOT_RSA', {content: fixtureText('ec.cert.pem') + fixtureText('ec.key.pem')}],
    ['an Ed25519 key', 'CERT_NOT_RSA', {content: fixture('ed25519.pfx')}],
    ['an RSA-PSS key', 'CERT_NOT_RSA', {content: fixture('rsa-pss.pfx')}],
    [
      'an RSA-PSS key in PEM',
      'CERT_NOT_RSA',
      {content: fixtureText('rsapss.cert.pem') + fixtureText('rsapss.key.pem')},
    ],
    ['1,024 bits', 'CERT_KEY_TOO_SMALL', {content: fixture('small.pfx')}],
    ['an OpenSSH key', 'CERT_UNSUPPORTED', {content: leaf + aPem('OPENSSH PRIVATE KEY', 'b3BlbnNzaC1rZXktdjEA')}],
    ['a PEM key with RC2', 'CERT_UNSUPPORTED', {content: leaf + fixtureText('leaf.rc2.pem')}],
    ['another certificate than wanted', 'CERT_THUMBPRINT', {content: pfx, thumbprint: 'A'.repeat(40)}],
    ['a thumbprint too short', 'CERT_THUMBPRINT_MALFORMED', {content: pfx, thumbprint: 'A'.repeat(39)}],
    ['a thumbprint of other letters', 'CERT_THUMBPRINT_MALFORMED', {content: pfx, thumbprint: 'G'.repeat(40)}],
  ])('%s: %s', async (_, code, given) => {
    const failure = await failureOf(given)
    expect(failure.code).toBe(code)
    expect(failure.remedy).not.toBe('')
  })

  test('a certificate that has expired, and says since when', async () => {
    const failure = await failureOf({content: pfx}, Date.parse(leaf.validTo))
    expect(failure).toMatchObject({
      code: 'CERT_EXPIRED',
      message: expect.stringContaining(new Date(leaf.validTo).toISOString()),
    })
  })

  test('a certificate that is not yet valid', async () => {
    expect((await failureOf({content: pfx}, Date.parse(leaf.validFrom) - 1)).code).toBe('CERT_NOT_YET_VALID')
  })

  test('names the file, the thumbprints found and the one wanted', async () => {
    const failure = await failureOf({content: pfx, thumbprint: 'a'.repeat(64), source: 'prod.pfx'})
    expect(explain(failure)).toContain('prod.pfx')
    expect(explain(failure)).toContain(leaf.fingerprint.replaceAll(':', ''))
    expect(explain(failure)).toContain(leaf.fingerprint256.replaceAll(':', ''))
    expect(explain(failure)).toContain('A'.repeat(64))
  })

  test.each([
    ['mac-sha224.pfx', '2.16.840.1.101.3.4.2.4'],
    ['mac-sha3.pfx', '2.16.840.1.101.3.4.2.8'],
    ['camellia.pfx', '1.2.392.200011.61.1.1.1.4'],
    ['aria.pfx', '1.2.410.200046.1.1.12'],
    ['rc2-128.pfx', '1.2.840.113549.1.12.1.5'],
    ['rc4-128.pfx', '1.2.840.113549.1.12.1.1'],
  ])('%s without openssl, naming %s', async (file, oid) => {
    const failure = await failureOf({content: fixture(file)})
    expect(failure).toMatchObject({code: 'CERT_UNSUPPORTED', message: expect.stringContaining(oid)})
  })

  test('a password beyond ASCII with PBES2 without openssl, and says so', async () => {
    const failure = await failureOf({content: fixture('unicode.pfx'), password: unicodePassword})
    expect(failure).toMatchObject({code: 'CERT_UNSUPPORTED', message: expect.stringContaining('beyond ASCII')})
  })

  test('an absent password with PBES2 without openssl, and says so', async () => {
    const content = withAbsentPasswordMac(fixture('empty-password-no-mac.pfx'))
    const failure = await failureOf({content, password: ''})
    expect(failure).toMatchObject({code: 'CERT_UNSUPPORTED', message: expect.stringContaining('absent password')})
  })
})

test.each([
  ['SHA-1 with colons', leaf.fingerprint],
  ['SHA-256 in lower case', leaf.fingerprint256.replaceAll(':', '').toLowerCase()],
  ['SHA-1 as Windows copies it', `\u200E${leaf.fingerprint.replaceAll(':', ' ').toLowerCase()}`],
  ['nothing', '  '],
])('accepts the thumbprint given as %s', async (_, thumbprint) => {
  await expect(read({content: fixture('modern.pfx'), thumbprint})).resolves.toBeDefined()
})

test('masks password, key and every line of it, whatever form the key came in', async () => {
  for (const content of [
    leaf + fixtureText('leaf.proctype.pem'),
    fixture('modern.pfx').toString('base64'),
    leaf + leafKey,
  ]) {
    const world = aWorld(undefined, someday)
    await readCertificate({content, password, source: 'certificate'}, world, noOpenssl)
    const lines = leafKey
      .trim()
      .split('\n')
      .slice(1, -1)
      .filter(line => line.length >= 16)
    expect(world.masked).toEqual(expect.arrayContaining([password, content.trim(), leafKey.trim(), ...lines]))
    expect(world.said).toEqual([])
  }
})

test('counts whole days left, negative once it has run out', () => {
  const notAfter = new Date('2026-12-01T12:00:00Z')
  expect(daysLeft({notAfter}, Date.parse('2026-11-01T13:00:00Z'))).toBe(29)
  expect(daysLeft({notAfter}, Date.parse('2026-12-01T13:00:00Z'))).toBe(-1)
})

function aPem(label: string, base64: string): string {
  return `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`
}

function withoutLines(pem: string): string {
  return pem
    .split('\n')
    .filter((_, index) => index < 5 || index > 9)
    .join('\n')
}

function derOf(file: string): Uint8Array {
  return Buffer.from(fixtureText(file).replace(/-----.*-----/g, ''), 'base64')
}
