/** Thumbprints: bare hex of a certificate's hash, however a person wrote it. */

import type {X509Certificate} from 'node:crypto'
import {pluralise} from '../audit/numbers.ts'
import {Failure} from '../wire/failure.ts'

/** SHA-1 and SHA-256 thumbprint, bare upper-case hex: MSAL silently cuts one that has colons. */
export function thumbprintsOf(certificate: X509Certificate): [sha1: string, sha256: string] {
  return [certificate.fingerprint.replaceAll(':', ''), certificate.fingerprint256.replaceAll(':', '')]
}

/** The thumbprint as `thumbprintsOf` writes it, or why there is none. */
export function normalThumbprint(text: string): string {
  const found = thumbprintIn(text)
  if ('ok' in found) return found.ok
  throw new Failure({
    code: 'CERT_THUMBPRINT_MALFORMED',
    message: `certificate-thumbprint is not 40 (SHA-1) or 64 (SHA-256) hexadecimal digits: ${found.why}.`,
    remedy: 'Read it from the certificate: openssl x509 -in cert.pem -noout -fingerprint -sha256',
  })
}

/**
 * The thumbprint in what a person pasted: colons, blanks, case and invisible marks don't count (Windows' own certificate
 * dialog puts a U+200E before the first digit), nor the rest of the line that a command printed it on. Graph shows it in
 * base64, as `customKeyIdentifier`, and tokens in base64url, as `x5t`.
 */
export function thumbprintIn(text: string): {ok: string} | {why: string} {
  const bare = text.replace(/\p{Cf}/gu, '').trim()
  const digits = bare.replace(/[\s:.,'"-]/g, '')
  if (/^([0-9A-F]{40}|[0-9A-F]{64})$/i.test(digits)) return {ok: digits.toUpperCase()}
  const inLine = [...hexIn(bare), ...base64In(bare)]
  const found = [...new Set(inLine)]
  const sha1 = found.filter(print => print.length === 40)
  const sha256 = found.filter(print => print.length === 64)
  // Both of one certificate may be pasted together; the longer one is the better proof.
  const [only, ...others] = sha256.length > 0 ? sha256 : sha1
  if (only !== undefined && others.length === 0 && sha1.length <= 1) return {ok: only}
  if (found.length > 1) return {why: `it holds ${pluralise(found.length, 'thumbprint')}`}
  return {why: /^[0-9A-F]*$/i.test(digits) ? `it has ${digits.length} hexadecimal digits` : 'it is not hexadecimal'}
}

/** Runs of the right length, and pairs with a separator between. */
function hexIn(text: string): string[] {
  const run = /(?<![0-9A-F])([0-9A-F]{64}|[0-9A-F]{40})(?![0-9A-F])/gi
  const pairs = /(?<![0-9A-F])[0-9A-F]{2}([:\s-])(?:[0-9A-F]{2}\1)*[0-9A-F]{2}(?![0-9A-F])/gi
  const found = [...text.matchAll(run), ...text.matchAll(pairs)].map(([match]) => match.replace(/[^0-9A-F]/gi, ''))
  return found.filter(hex => hex.length === 40 || hex.length === 64).map(hex => hex.toUpperCase())
}

/** 20 or 32 bytes, or the hexadecimal digits themselves encoded once more. */
function base64In(text: string): string[] {
  const tokens = [...text.matchAll(/(?<![\w+/=-])([\w+/-]{27,88}={0,2})(?![\w+/=-])/g)].map(([, token = '']) => token)
  return tokens.flatMap(token => {
    const bytes = Buffer.from(token, 'base64')
    const canonical = bytes.toString('base64url') === token.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
    if (!canonical) return []
    if (bytes.length === 20 || bytes.length === 32) return [bytes.toString('hex').toUpperCase()]
    const inside = bytes.toString('latin1')
    return /^([0-9A-F]{40}|[0-9A-F]{64})$/i.test(inside) ? [inside.toUpperCase()] : []
  })
}
