/** The certificate that the app signs in with: read from whatever a person gave, checked, or refused with a reason. */
import {createPrivateKey, X509Certificate} from 'node:crypto'
import {Failure} from '../wire/failure.ts'
import type {World} from '../wire/world.ts'
import {decodeText, isDer, isEncryptedKey, isPfx, isSignedData, reads, unwrapContent} from './content.ts'
import {choosePair, type Material, noCertificate, noPrivateKey} from './material.ts'
import {machineOpenssl, type OpenSsl} from './openssl.ts'
import {readPem} from './pem.ts'
import {openPfx} from './pfx.ts'
import {bySetup, exportAnew, makeAnew} from './remedies.ts'
import {normalThumbprint, thumbprintsOf} from './thumbprint.ts'

/** What everyone may know of a certificate. */
export interface PublicCertificate {
  /** The certificate itself first, then those of its issuers that came with it. */
  certificatePem: string
  /** Bare upper-case hex. */
  thumbprintSha1: string
  thumbprintSha256: string
  subject: string
  notBefore: Date
  notAfter: Date
  /** A newer one is at hand where this one came from. */
  renewed?: boolean
  /** The command that fetches the public part, where it lies somewhere: to upload it to the app. */
  download?: string
}

/** A certificate with its key in hand. */
export interface Certificate extends PublicCertificate {
  /** PKCS #8, unencrypted: a secret, masked when it was read. */
  privateKeyPem: string
}

export interface GivenCertificate {
  /** PFX or PEM, as a file's bytes or as the text of an input (base64 or PEM). */
  content: string | Uint8Array
  /** Of the PFX or of the PEM's key, with the blanks at its ends; '' for none. */
  password: string
  /** If given, no other certificate is accepted. */
  thumbprint?: string
  /** Where it came from, for messages: the input's or the file's name. */
  source: string
}

/** Reads, chooses and checks the certificate. Secrets are masked before anything else is done with them. */
export async function readCertificate(
  given: GivenCertificate,
  world: Pick<World, 'now' | 'mask'>,
  openssl: OpenSsl = machineOpenssl,
): Promise<Certificate> {
  const {certificate, faults} = await examineCertificate(given, world, openssl)
  if (faults[0]) throw faults[0]
  return certificate
}

/** The certificate with everything that keeps it from signing in; throws where there is none to be had. */
export async function examineCertificate(
  given: GivenCertificate,
  world: Pick<World, 'now' | 'mask'>,
  openssl: OpenSsl = machineOpenssl,
): Promise<{certificate: Certificate; faults: readonly Failure[]}> {
  maskGiven(given, world)
  const wanted = given.thumbprint?.trim() ? normalThumbprint(given.thumbprint) : undefined
  const material = await open(given, openssl)
  const {key, certificate, chain} = choosePair(material, wanted, given.source)
  const privateKeyPem = key.export({type: 'pkcs8', format: 'pem'}).toString()
  maskLines(privateKeyPem, world)
  const known = describe(certificate, chain)
  const faults = faultsOf(certificate, known, {wanted, source: given.source, now: world.now()})
  return {certificate: {privateKeyPem, ...known}, faults}
}

export interface CertificateChecks {
  /** If given, no other thumbprint is accepted; as `normalThumbprint` writes it. */
  wanted: string | undefined
  /** For messages. */
  source: string
  now: number
  /** How a person gets one that is valid. */
  renew?: string
}

/** What the certificate says; throws when its key is too small, its dates are wrong, or it isn't the one wanted. */
export function checkedCertificate(certificate: X509Certificate, checks: CertificateChecks): PublicCertificate {
  const known = describe(certificate, [certificate])
  const [fault] = faultsOf(certificate, known, checks)
  if (fault) throw fault
  return known
}

function faultsOf(certificate: X509Certificate, known: PublicCertificate, checks: CertificateChecks): Failure[] {
  const faults = [sizeFault(certificate, checks), thumbprintFault(known, checks), dateFault(known, checks)]
  return faults.filter(fault => fault !== undefined)
}

/** Whole days until the certificate runs out; negative once it has. */
export function daysLeft(certificate: Pick<Certificate, 'notAfter'>, now: number): number {
  return Math.floor((certificate.notAfter.getTime() - now) / 86_400_000)
}

function maskGiven({content, password}: GivenCertificate, world: Pick<World, 'mask'>): void {
  for (const one of meantBy(password)) if (one !== '') world.mask(one)
  if (typeof content === 'string') maskLines(content, world)
  else for (const secret of secretsOfFile(content)) maskLines(secret, world)
}

/** Any file may be named by mistake, and what is no key is not masked: a log without the words of a README can't be read. */
function secretsOfFile(content: Uint8Array): string[] {
  if (isDer(content)) return []
  const text = decodeText(content)
  try {
    const found = unwrapContent(content, '')
    const isPublic =
      found.kind === 'pem'
        ? !/PRIVATE KEY/.test(found.text)
        : isSignedData(found.der) || reads(() => new X509Certificate(found.der))
    return isPublic ? [] : [text]
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    // Of a key that is cut short or damaged.
    return text.match(/[A-Za-z0-9+/_-]{40,}={0,2}/g) ?? []
  }
}

/** Whole and by line: a log that wraps or quotes a key shows single lines of it. */
function maskLines(text: string, world: Pick<World, 'mask'>): void {
  const lines = text.split(/\r\n|\n|\r|\\n/).map(line => line.trim())
  const secretLines = lines.filter(line => line.length >= 16 && !line.startsWith('-----'))
  for (const secret of new Set([text.trim(), ...secretLines])) if (secret !== '') world.mask(secret)
}

/** Shells add a line end to a password, runners cut blanks off its ends, and people quote it: each way in which it can have been meant. */
function meantBy(password: string): Set<string> {
  const trimmed = password.trim()
  return new Set([password, password.replace(/\r?\n$/, ''), trimmed, trimmed.replace(/^(['"])(.+)\1$/, '$2')])
}

async function open(given: GivenCertificate, openssl: OpenSsl): Promise<Material> {
  const {password} = given
  let refusal: unknown
  for (const one of meantBy(password)) {
    try {
      return await openBy(one, given, openssl)
    } catch (error) {
      refusal ??= error
      if (!(error instanceof Failure) || error.code !== 'CERT_WRONG_PASSWORD') break
    }
  }
  throw refusal
}

async function openBy(
  password: string,
  {content, source}: Pick<GivenCertificate, 'content' | 'source'>,
  openssl: OpenSsl,
): Promise<Material> {
  const unwrapped = unwrapContent(content, source)
  if (unwrapped.kind === 'pem') return readPem(unwrapped.text, password, source)
  if (isPfx(unwrapped.der)) return await openPfx(unwrapped.der, {password, source, openssl})
  throw notPfx(unwrapped.der, source)
}

function notPfx(der: Uint8Array, source: string): Failure {
  const bytes = Buffer.from(der)
  if (reads(() => new X509Certificate(bytes))) return noPrivateKey(source, 1)
  const isKey = (['pkcs8', 'pkcs1', 'sec1'] as const).some(type =>
    reads(() => createPrivateKey({key: bytes, format: 'der', type})),
  )
  if (isKey || isEncryptedKey(bytes)) return noCertificate(source)
  if (isSignedData(bytes)) return noPrivateKey(source, 1)
  return new Failure({
    code: 'CERT_UNKNOWN_FORMAT',
    message: `'${source}' is binary, but neither a PFX nor a certificate or key.`,
    remedy: exportAnew,
  })
}

function describe(certificate: X509Certificate, chain: X509Certificate[]): PublicCertificate {
  const [thumbprintSha1, thumbprintSha256] = thumbprintsOf(certificate)
  return {
    certificatePem: chain.map(one => one.toString()).join(''),
    thumbprintSha1,
    thumbprintSha256,
    subject: certificate.subject.replaceAll('\n', ', '),
    notBefore: new Date(certificate.validFrom),
    notAfter: new Date(certificate.validTo),
  }
}

function sizeFault({publicKey}: X509Certificate, {source, renew}: CertificateChecks): Failure | undefined {
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits >= 2048) return undefined
  return new Failure({
    code: 'CERT_KEY_TOO_SMALL',
    message: `The RSA key in '${source}' has ${bits} bits; Entra's assertions need 2,048 or more.`,
    remedy: renew ?? makeAnew,
  })
}

function thumbprintFault(certificate: PublicCertificate, {wanted, source}: CertificateChecks): Failure | undefined {
  const {thumbprintSha1, thumbprintSha256, subject} = certificate
  if (wanted === undefined || wanted === thumbprintSha1 || wanted === thumbprintSha256) return undefined
  return new Failure({
    code: 'CERT_THUMBPRINT',
    message: `'${source}' holds another certificate than certificate-thumbprint asks for (${wanted}).`,
    remedy: 'If the certificate was renewed, change certificate-thumbprint; otherwise find out who changed the secret.',
    evidence: {subject, 'SHA-1': thumbprintSha1, 'SHA-256': thumbprintSha256},
  })
}

function dateFault(certificate: PublicCertificate, {now, renew}: CertificateChecks): Failure | undefined {
  const {subject, notBefore, notAfter, thumbprintSha1} = certificate
  const expired = notAfter.getTime() <= now
  if (!expired && notBefore.getTime() <= now) return undefined
  return new Failure({
    code: expired ? 'CERT_EXPIRED' : 'CERT_NOT_YET_VALID',
    message: expired
      ? `The certificate ${subject} expired on ${notAfter.toISOString()}.`
      : `The certificate ${subject} is not valid before ${notBefore.toISOString()}; it is ${new Date(now).toISOString()} here.`,
    remedy: expired
      ? (renew ?? `${makeAnew}. ${bySetup('--renew')}`)
      : "Wait until then, or check the machine's clock.",
    evidence: {thumbprint: thumbprintSha1},
  })
}
