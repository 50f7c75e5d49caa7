/** Thumbprints: bare hex of a certificate's hash, however a person wrote it. */
import type {X509Certificate} from 'node:crypto'
import {Failure} from '../wire/failure.ts'

/** SHA-1 and SHA-256 thumbprint, bare upper-case hex: MSAL silently cuts one that has colons. */
export function thumbprintsOf(certificate: X509Certificate): [sha1: string, sha256: string] {
  return [certificate.fingerprint.replaceAll(':', ''), certificate.fingerprint256.replaceAll(':', '')]
}

/**
 * The thumbprint as `thumbprintsOf` writes it. Colons, spaces, case and invisible marks don't count: Windows' own
 * certificate dialog puts a U+200E before the first digit when it is copied.
 */
export function normalThumbprint(text: string): string {
  const digits = text.replace(/[\s:.,'"\p{Cf}-]/gu, '').toUpperCase()
  if (/^([0-9A-F]{40}|[0-9A-F]{64})$/.test(digits)) return digits
  throw new Failure({
    code: 'CERT_THUMBPRINT_MALFORMED',
    message: `certificate-thumbprint is not 40 (SHA-1) or 64 (SHA-256) hexadecimal digits: it has ${digits.length} characters.`,
    remedy: 'Read it from the certificate: openssl x509 -in cert.pem -noout -fingerprint -sha256',
  })
}
