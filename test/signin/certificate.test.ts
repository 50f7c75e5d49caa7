import {createPrivateKey, generateKeyPairSync, X509Certificate} from 'node:crypto'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {daysLeft, type GivenCertificate, readCertificate} from '../../src/signin/certificate.ts'
import {normalThumbprint} from '../../src/signin/thumbprint.ts'
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

describe('believes the bytes and not their label', () => {
  const pfx = fixture('modern.pfx')
  const base64 = pfx.toString('base64')
  const pem = leaf.toString() + leafKey
  /** As `certutil -encode` writes any file. */
  const certutil = (bytes: Uint8Array) =>
    aPem(
      'CERTIFICATE',
      (
        Buffer.from(bytes)
          .toString('base64')
          .match(/.{1,64}/g) ?? []
      ).join('\r\n'),
    )
  const list = (bytes: Uint8Array, separator: string, form: (byte: number) => string = String) =>
    [...bytes].map(form).join(separator)
  const hex = (byte: number) => byte.toString(16).padStart(2, '0')
  test.each<[string, string | Uint8Array]>([
    ['certutil’s armour around a PFX', certutil(pfx)],
    ['certutil’s armour around PEM', certutil(Buffer.from(pem))],
    ['certutil’s armour around base64', certutil(Buffer.from(base64))],
    ['certutil’s armour around its own armour', certutil(Buffer.from(certutil(pfx)))],
    ['a PFX that is called PKCS12', aPem('PKCS12', base64)],
    ['a file of that in UTF-16', Buffer.from(certutil(pfx), 'utf16le')],
    ['base64 in base64', Buffer.from(base64).toString('base64')],
    ['base64 in base64 in base64', Buffer.from(Buffer.from(base64).toString('base64')).toString('base64')],
    ['base64 of UTF-16 of base64', Buffer.from(base64, 'utf16le').toString('base64')],
    ['UTF-16 without a mark', Buffer.from(base64, 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(pem, 'utf16le').swap16()],
    ['PEM in UTF-16 without a mark', Buffer.from(pem, 'utf16le')],
    ['what Get-Content -Encoding Byte prints', list(pfx, '\r\n')],
    ['the same on one line', list(pfx, ' ')],
    ['the same with commas', list(pfx, ', ')],
    ['the same in brackets', `[${list(pfx, ',')}]`],
    ['the same of PEM', list(Buffer.from(pem), ' ')],
    ['the same of base64', list(Buffer.from(base64), ' ')],
    ['a file of it', Buffer.from(list(pfx, '\r\n'))],
    ['what BitConverter prints', list(pfx, '-', hex).toUpperCase()],
    ['hex with 0x', list(pfx, ',', byte => `0x${hex(byte)}`)],
    ['a file of hex with 0x', Buffer.from(list(pfx, ',', byte => `0x${hex(byte)}`))],
    ['hex pairs', list(pfx, ' ', hex)],
    ['hex in one run', pfx.toString('hex')],
    ['hex of PEM', Buffer.from(pem).toString('hex')],
    ['base64 for addresses', base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')],
    ['base64 encoded for a URL', encodeURIComponent(base64)],
    ['typographic quotes', `“${base64}”`],
    ['marks that nobody sees', `\u200e${base64.slice(0, 100)}\u200b${base64.slice(100)}\u2060`],
    ['no-break spaces', base64.replace(/(.{64})/g, '$1\u00a0')],
    ['a line of an .env file', `M365_CERTIFICATE="${base64}"`],
    ['an export of a shell', `export CERT=${base64}`],
    ['a fence of Markdown', `\`\`\`text\n${base64}\n\`\`\``],
    ['a block of YAML', `|\n  ${base64}`],
    [
      'dashes of a word processor',
      pem.replaceAll('-----BEGIN', '—–BEGIN').replaceAll('-----\n', '—–\n').replaceAll('-----END', '—–END'),
    ],
    ['the whole answer of a key vault', JSON.stringify({contentType: 'application/x-pkcs12', id: 'x', value: base64})],
    ['a key that is called a certificate', aPem('CERTIFICATE', leafKey.replace(/-----.*-----|\n/g, '')) + leaf],
    ['JSON of another name', JSON.stringify({name: 'audit', certificate: base64})],
    ['a list in JSON', JSON.stringify([base64])],
    ['PEM as a list of lines in JSON', JSON.stringify(pem.split('\n'))],
    [
      'lines of a program’s source',
      pem
        .split('\n')
        .map(line => `  "${line}\\n" +`)
        .join('\n'),
    ],
    [
      'lines in single quotes',
      pem
        .split('\n')
        .map(line => `'${line}',`)
        .join('\r\n'),
    ],
    ['blanks that were plus signs', base64.replaceAll('+', ' ')],
    ['the mark of zsh at its end', `${base64}%`],
    ['a PKCS #1 key that is called PKCS #8', fixtureText('leaf.pkcs1.pem').replaceAll('RSA PRIVATE', 'PRIVATE') + leaf],
    ['a certificate with another label', leaf.toString().replaceAll('CERTIFICATE', 'TRUSTED CERTIFICATE') + leafKey],
  ])('%s', async (_, content) => {
    expect((await read({content})).thumbprintSha256).toBe(leaf.fingerprint256.replaceAll(':', ''))
  })

  test.each<[string, string | Uint8Array, string]>([
    ['System.Byte[]', 'System.Byte[]', 'System.Byte[]'],
    ['a variable’s name', '$CERT', 'the name of a variable'],
    ['a masked secret', '***', 'asterisks'],
    ['a GUID', '11111111-2222-3333-4444-555555555555', 'a GUID'],
    ['a thumbprint', 'AB'.repeat(20), 'a thumbprint'],
    ['a thumbprint with colons', leaf.fingerprint256, 'a thumbprint'],
    ['an address', 'https://vault.test/certificates/x', 'an address'],
    ['a hex dump', '00000000: 3082 0a21 0201 0330 8209', 'a hex dump'],
    ['an SSH key', 'ssh-rsa AAAAB3NzaC1yc2E ann@contoso', 'a public SSH key'],
    ['a web page', '<!DOCTYPE html><html></html>', 'a web page'],
    ['XML', '<RSAKeyValue><Modulus>x</Modulus></RSAKeyValue>', 'an XML document'],
    ['JSON', '{"error": "x"}', 'JSON'],
    ['bytes as text', pfx.toString('utf8'), 'stored as text'],
    ['a ZIP archive', Buffer.from('504b0304140000000800', 'hex').toString('base64'), 'a ZIP archive'],
    ['a Java key store', Buffer.from('feedfeed0000000200000001', 'hex').toString('base64'), 'a Java key store'],
    ['a gzip file', Buffer.from('1f8b08000000000000ff', 'hex').toString('base64'), 'gzip'],
  ])('names %s', async (_, content, words) => {
    const failure = await failureOf({content})
    expect(failure.code).toMatch(/^CERT_(NOT_BASE64|UNKNOWN_FORMAT)$/)
    expect(failure.message).toContain(words)
  })

  test('blanks are not taken for plus signs where base64 is cut', async () => {
    expect((await failureOf({content: base64.slice(0, -200).replaceAll('+', ' ')})).code).toBe('CERT_TRUNCATED')
  })

  test('of several texts in JSON none is guessed', async () => {
    expect((await failureOf({content: JSON.stringify({one: base64, two: base64})})).code).toBe('CERT_NOT_BASE64')
  })

  test('an encrypted key alone is a key without its certificate', async () => {
    const {privateKey} = generateKeyPairSync('rsa', {modulusLength: 2048})
    const der = privateKey.export({type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: password})
    expect((await failureOf({content: der})).code).toBe('CERT_NO_CERTIFICATE')
    expect((await failureOf({content: der.toString('base64')})).code).toBe('CERT_NO_CERTIFICATE')
  })

  test('whatever is wrapped how often, it is read, or refused without a word of it', async () => {
    const wraps: ((bytes: Buffer) => Buffer)[] = [
      bytes => Buffer.from(bytes.toString('base64')),
      bytes => Buffer.from(certutil(bytes)),
      bytes => Buffer.from(bytes.toString('latin1'), 'utf16le'),
      bytes => Buffer.from(list(bytes, ' ')),
      bytes => Buffer.from(`"${bytes.toString('base64')}"`),
    ]
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(0, 1, 3, 4), {maxLength: 3}), fc.boolean(), async (later, binary) => {
        // UTF-16 is what a shell makes of text, once.
        const order = binary ? [2, ...later] : later
        const content = order.reduce((bytes, at) => wraps[at]?.(bytes) ?? bytes, binary ? Buffer.from(base64) : pfx)
        expect((await read({content})).thumbprintSha256).toBe(leaf.fingerprint256.replaceAll(':', ''))
      }),
      {numRuns: 20, seed: 4},
    )
  })
})

describe('the password', () => {
  test.each([`${password}\n`, `${password}\r\n`, ` ${password} `, `\t${password}`, `"${password}"`, `'${password}' `])(
    '%j opens what its middle opens',
    async given => {
      await expect(read({content: fixture('modern.pfx'), password: given})).resolves.toBeDefined()
    },
  )

  test.each([' Leading-1', 'Trailing-1 ', ' Both-1 ', 'Line-1\n'])('%j is taken with its blanks first', async given => {
    const content = issuerFirst(leafKey, [leaf.toString()], given)
    await expect(read({content, password: given})).resolves.toBeDefined()
    if (given.trim() !== given) await failureOf({content, password: given.trim()})
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

describe('the thumbprint', () => {
  const [sha1, sha256] = [leaf.fingerprint, leaf.fingerprint256]
  const bare = sha1.replaceAll(':', '')
  test.each([
    ['SHA-1 with colons', sha1],
    ['SHA-256 in lower case', sha256.replaceAll(':', '').toLowerCase()],
    ['SHA-1 as Windows copies it', `\u200E${sha1.replaceAll(':', ' ').toLowerCase()}`],
    ['the line of openssl', `sha256 Fingerprint=${sha256}`],
    ['the line of an old openssl', `SHA1 Fingerprint=${sha1}\n`],
    ['the line of certutil', `Cert Hash(sha1): ${sha1.replaceAll(':', ' ').toLowerCase()}`],
    ['the line of Format-List', `Thumbprint : ${bare}`],
    ['the row of Get-ChildItem', `${bare}  CN=Audit export, O=Contoso`],
    ['the command and its answer', `PS C:\\> (Get-PfxCertificate audit.pfx).Thumbprint\r\n${bare}`],
    ['the line of keytool', `\t SHA256: ${sha256}`],
    ['a property of JSON', `"x509ThumbprintHex": "${bare}",`],
    ['a variable of setup', `M365_CERTIFICATE_THUMBPRINT=${bare}`],
    ['base64, as Graph’s customKeyIdentifier', Buffer.from(bare, 'hex').toString('base64')],
    ['the property as Graph shows it', `"customKeyIdentifier": "${Buffer.from(bare, 'hex').toString('base64')}",`],
    ['base64url, as x5t', Buffer.from(bare, 'hex').toString('base64url')],
    ['base64url, as x5t#S256', Buffer.from(sha256.replaceAll(':', ''), 'hex').toString('base64url')],
    ['base64 of its digits', Buffer.from(bare).toString('base64')],
    ['both of one certificate', `SHA1 Fingerprint=${sha1}\nSHA256 Fingerprint=${sha256}`],
    ['nothing', '  '],
  ])('is accepted as %s', async (_, thumbprint) => {
    await expect(read({content: fixture('modern.pfx'), thumbprint})).resolves.toBeDefined()
  })

  test.each([
    ['two certificates', `${'A'.repeat(40)} ${'B'.repeat(40)}`, 'it holds 2 thumbprints'],
    ['a part', sha1.slice(0, 30), 'it has 20 hexadecimal digits'],
    ['other letters', 'G'.repeat(40), 'it is not hexadecimal'],
    ['a sentence', 'the one from last year', 'it is not hexadecimal'],
  ])('is refused as %s', async (_, thumbprint, words) => {
    const failure = await failureOf({content: fixture('modern.pfx'), thumbprint})
    expect(failure).toMatchObject({code: 'CERT_THUMBPRINT_MALFORMED', message: expect.stringContaining(words)})
  })

  test('comes out of any line that holds it once', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({minLength: 20, maxLength: 20}),
        fc.constantFrom('', ':', ' ', '-'),
        fc.constantFrom('', 'Thumbprint: ', 'sha1 Fingerprint=', '"', '> '),
        (bytes, separator, before) => {
          const print = Buffer.from(bytes).toString('hex')
          const written = print.match(/../g)?.join(separator)
          expect(normalThumbprint(`${before}${written}${before}`)).toBe(print.toUpperCase())
        },
      ),
      {seed: 5},
    )
  })
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

test('masks of a file only what can be a key: of a README or a certificate named by mistake, nothing', async () => {
  const masksOf = async (content: string) => {
    const world = aWorld(undefined, someday)
    const given = {content: Buffer.from(content), password: '', source: 'certificate-file'}
    await expect(readCertificate(given, world, noOpenssl)).rejects.toThrow()
    return world.masked
  }
  const readme = '# Audit\n\nA file that holds no key, with a long line in it.\n\n```\n{\n  "a": 1\n}\n```\n'
  expect(await masksOf(readme)).toEqual([])
  expect(await masksOf(leaf.toString())).toEqual([])
  expect(await masksOf('')).toEqual([])
  expect(await masksOf(leafKey)).toContain(leafKey.trim())
  const base64 = fixture('modern.pfx').toString('base64')
  expect(await masksOf(base64)).toContain(base64)
  const cut = base64.slice(0, 400)
  expect((await masksOf(`${cut}!`)).join()).toContain(cut)
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
