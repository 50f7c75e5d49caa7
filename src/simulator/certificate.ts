/**
 * Makes an RSA key with a self-signed certificate and packs both into a PFX, with nothing but `node:crypto`; says what
 * a certificate's thumbprints are; reads certificates out of files that others made, with the machine's `openssl`
 * where they are PFX.
 */
import {spawnSync} from 'node:child_process'
import {
  createCipheriv,
  createHash,
  createHmac,
  generateKeyPair,
  type KeyObject,
  pbkdf2Sync,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto'
import {promisify} from 'node:util'
import {
  bits,
  bmp,
  context,
  type Der,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  set,
  truth,
  utcTime,
  utf8,
} from './der.ts'

export interface MadeCertificate {
  certificate: X509Certificate
  privateKey: KeyObject
  pfx: Buffer
  password: string
}

export interface CertificateOptions {
  commonName?: string
  password?: string
  notBefore?: Date
  notAfter?: Date
  bits?: number
}

const DAY = 86_400_000

export async function makeCertificate(options: CertificateOptions = {}): Promise<MadeCertificate> {
  const {privateKey, publicKey} = await promisify(generateKeyPair)('rsa', {modulusLength: options.bits ?? 2048})
  const password = options.password ?? 'simulator'
  const der = selfSigned(privateKey, publicKey, {
    commonName: options.commonName ?? 'm365-audit-export simulator',
    notBefore: options.notBefore ?? new Date(Date.now() - DAY),
    notAfter: options.notAfter ?? new Date(Date.now() + 365 * DAY),
  })
  return {certificate: new X509Certificate(der), privateKey, pfx: encodePfx(der, privateKey, password), password}
}

const shared = new Map<string, Promise<MadeCertificate>>()

/**
 * One certificate for the whole process (one for each name), because a key takes a tenth of a second to make; valid
 * for long on both sides, so that a simulator with a clock of its own can use it.
 */
export function sharedCertificate(name = ''): Promise<MadeCertificate> {
  const known = shared.get(name)
  if (known !== undefined) return known
  const made = makeCertificate({notBefore: new Date('2020-01-01'), notAfter: new Date(Date.now() + 3 * 365 * DAY)})
  shared.set(name, made)
  return made
}

/** base64url of the SHA-1 (`x5t`) and of the SHA-256 (`x5t#S256`) of the certificate's DER. */
export function thumbprints(certificate: X509Certificate): {sha1: string; sha256: string} {
  const digest = (algorithm: string) => createHash(algorithm).update(certificate.raw).digest('base64url')
  return {sha1: digest('sha1'), sha256: digest('sha256')}
}

function selfSigned(
  privateKey: KeyObject,
  publicKey: KeyObject,
  about: {commonName: string; notBefore: Date; notAfter: Date},
): Der {
  const algorithm = sequence(oid('1.2.840.113549.1.1.11'), nothing)
  const name = sequence(set(sequence(oid('2.5.4.3'), utf8(about.commonName))))
  const serial = randomBytes(16)
  serial[0] = ((serial[0] as number) & 0x7f) | 0x01
  const extensions = context(
    3,
    sequence(
      sequence(oid('2.5.29.19'), truth, octets(sequence())),
      sequence(oid('2.5.29.15'), truth, octets(Buffer.from([0x03, 0x02, 0x07, 0x80]))),
    ),
  )
  const body = sequence(
    context(0, integer(2)),
    integer(serial),
    algorithm,
    name,
    sequence(utcTime(about.notBefore), utcTime(about.notAfter)),
    name,
    publicKey.export({type: 'spki', format: 'der'}),
    extensions,
  )
  return sequence(body, algorithm, bits(sign('sha256', body, privateKey)))
}

/** PKCS#12 (RFC 7292) as OpenSSL 3 writes it: PBES2 with AES-256-CBC, a MAC with SHA-256. */
export function encodePfx(certificate: Der, privateKey: KeyObject, password: string): Buffer {
  const keyId = set(octets(createHash('sha1').update(certificate).digest()))
  const attributes = set(
    sequence(oid('1.2.840.113549.1.9.21'), keyId),
    sequence(oid('1.2.840.113549.1.9.20'), set(bmp('simulator'))),
  )
  const certificateBag = sequence(
    oid('1.2.840.113549.1.12.10.1.3'),
    context(0, sequence(oid('1.2.840.113549.1.9.22.1'), context(0, octets(certificate)))),
    attributes,
  )
  const shroudedKey = privateKey.export({type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: password})
  const keyBag = sequence(oid('1.2.840.113549.1.12.10.1.2'), context(0, shroudedKey), attributes)
  const data = (content: Der) => sequence(oid('1.2.840.113549.1.7.1'), context(0, octets(content)))
  const safe = sequence(encryptedData(sequence(certificateBag), password), data(sequence(keyBag)))

  const salt = randomBytes(8)
  const macKey = pkcs12Key(password, salt, 2048)
  const mac = createHmac('sha256', macKey).update(safe).digest()
  const digestInfo = sequence(sequence(oid('2.16.840.1.101.3.4.2.1'), nothing), octets(mac))
  return sequence(integer(3), data(safe), sequence(digestInfo, octets(salt), integer(2048)))
}

function encryptedData(content: Der, password: string): Der {
  const salt = randomBytes(16)
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-256-cbc', pbkdf2Sync(password, salt, 2048, 32, 'sha256'), iv)
  const encrypted = Buffer.concat([cipher.update(content), cipher.final()])
  const derivation = sequence(
    oid('1.2.840.113549.1.5.12'),
    sequence(octets(salt), integer(2048), sequence(oid('1.2.840.113549.2.9'), nothing)),
  )
  const encryption = sequence(oid('2.16.840.1.101.3.4.1.42'), octets(iv))
  const algorithm = sequence(oid('1.2.840.113549.1.5.13'), sequence(derivation, encryption))
  const implicit = Buffer.from(octets(encrypted))
  implicit[0] = 0x80
  return sequence(
    oid('1.2.840.113549.1.7.6'),
    context(0, sequence(integer(0), sequence(oid('1.2.840.113549.1.7.1'), algorithm, implicit))),
  )
}

/** Key derivation of RFC 7292 appendix B.2 with SHA-256 and purpose 3 (MAC), for a key as long as the hash. */
function pkcs12Key(password: string, salt: Buffer, iterations: number): Buffer {
  const block = 64
  const fill = (bytes: Buffer) =>
    bytes.length === 0 ? bytes : Buffer.alloc(block * Math.ceil(bytes.length / block), bytes)
  const secret = Buffer.from(`${password}\0`, 'utf16le').swap16()
  let key = Buffer.concat([Buffer.alloc(block, 3), fill(salt), fill(secret)])
  for (let i = 0; i < iterations; i++) key = createHash('sha256').update(key).digest()
  return key
}

/**
 * The certificates in a file: PEM or DER directly, PFX through `openssl pkcs12`, with `-legacy` for files encrypted
 * with RC2 (OpenSSL 3 moved it there). Says in one sentence why not.
 */
export function readCertificates(file: Buffer, password: string): {certificates: X509Certificate[]} | {why: string} {
  const text = file.toString('latin1')
  if (text.includes('-----BEGIN')) {
    const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
    if (blocks.length === 0) return {why: 'the PEM text holds no certificate'}
    return {certificates: blocks.map(block => new X509Certificate(block))}
  }
  try {
    return {certificates: [new X509Certificate(file)]}
  } catch {
    // not a bare certificate: a PFX, or base64 of one
  }
  const pfx = /^[A-Za-z0-9+/=\s]+$/.test(text) ? Buffer.from(text, 'base64') : file
  return fromPfx(pfx, password)
}

/** Where programs and their settings are. */
function placesOf(own: NodeJS.ProcessEnv): Record<string, string> {
  const names = [
    'PATH',
    'Path',
    'SYSTEMROOT',
    'SystemRoot',
    'TEMP',
    'OPENSSL_CONF',
    'OPENSSL_MODULES',
    'LD_LIBRARY_PATH',
  ]
  return Object.fromEntries(names.flatMap(name => (own[name] === undefined ? [] : [[name, own[name]]])))
}

function fromPfx(pfx: Buffer, password: string): {certificates: X509Certificate[]} | {why: string} {
  let said = ''
  for (const extra of [[], ['-legacy']]) {
    const run = spawnSync('openssl', ['pkcs12', '-nokeys', '-passin', 'env:SIMULATOR_PFX_PASSWORD', ...extra], {
      input: pfx,
      // The environment of a job holds its secrets.
      env: {...placesOf(process.env), SIMULATOR_PFX_PASSWORD: password},
      encoding: 'utf8',
    })
    if (run.error)
      return {why: `a PFX is read with the program openssl, which cannot be started (${run.error.message})`}
    if (run.status === 0) return readCertificates(Buffer.from(run.stdout), password)
    said = run.stderr.trim().split('\n')[0] ?? ''
    if (/password|mac verify/i.test(run.stderr)) return {why: 'openssl refuses the password'}
  }
  return {why: `openssl cannot read it as a PFX (${said})`}
}
