/** What a person gave as certificate, unwrapped to PEM text or DER bytes: base64, data URLs, quotes, marks and all. */
import {Failure} from '../wire/failure.ts'
import {truncated} from './certificate-open-errors.ts'
import {exportAnew, storeAnew} from './remedies.ts'

export type Content = {kind: 'pem'; text: string} | {kind: 'der'; der: Uint8Array}

/** The PEM text or DER bytes inside `given`; throws when it holds neither whole. `source` names it in messages. */
export function unwrapContent(given: string | Uint8Array, source: string): Content {
  return unwrap(given, source, 3)
}

function unwrap(given: string | Uint8Array, source: string, layers: number): Content {
  if (typeof given !== 'string' && isDer(given)) return {kind: 'der', der: wholeDer(given, source)}
  const words = typeof given === 'string' ? given : decodeText(given)
  const text = plainText(words)
  if (text === '') throw empty(source)
  if (text.includes('-----BEGIN ')) return {kind: 'pem', text}
  if (isPath(words)) throw path(source)
  const bytes = decodeBase64(text, source)
  if (layers === 0 || !(isDer(bytes) || looksLikeText(bytes))) throw unknown(source)
  return unwrap(bytes, source, layers - 1)
}

/** All we read (PFX, certificate, key) begins with the tag of an ASN.1 SEQUENCE. */
export function isDer(bytes: Uint8Array): boolean {
  return bytes[0] === 0x30
}

/** Text of a file: PowerShell's `>` writes UTF-16 with a byte order mark; everything else is UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return new TextDecoder().decode(bytes)
}

function looksLikeText(bytes: Uint8Array): boolean {
  const start = decodeText(bytes.subarray(0, 64))
  return /^[\s\uFEFF]*(-----BEGIN |["'A-Za-z0-9+/_-]{16})/.test(start)
}

function plainText(text: string): string {
  return text
    .replace(/\\r\\n|\\n/g, '\n')
    .replace(/[\u200B-\u200F\u2060\uFEFF]/g, '')
    .trim()
    .replace(/^(["'`])([\s\S]*)\1$/, '$2')
    .replace(/^data:[^,]{0,100},/i, '')
    .trim()
}

function decodeBase64(text: string, source: string): Uint8Array {
  const digits = text.replace(/\s+/g, '').replace(/-/g, '+').replace(/_/g, '/')
  const stray = /[^A-Za-z0-9+/=]|=(?=[^=])/.exec(digits)
  if (stray) throw notBase64(source, stray[0])
  const bare = digits.replace(/=+$/, '')
  if (bare.length % 4 === 1) throw truncated(source, `${digits.length} base64 digits can't be whole bytes`)
  return Buffer.from(bare, 'base64')
}

/** The outermost element alone: what follows it (a line end, padding) is dropped, what is missing is an error. */
function wholeDer(bytes: Uint8Array, source: string): Uint8Array {
  const length = derLength(bytes)
  if (length === undefined) return bytes
  if (length > bytes.length) throw truncated(source, `it announces ${length} bytes and has ${bytes.length}`)
  return bytes.subarray(0, length)
}

/** The length of the outermost DER element with its header; undefined where it is indefinite (X.690 §8.1.3.6). */
export function derLength(bytes: Uint8Array): number | undefined {
  const first = bytes[1]
  if (first === undefined) return 2
  if (first < 0x80) return 2 + first
  if (first === 0x80) return undefined
  const digits = bytes.subarray(2, 2 + (first & 0x7f))
  return 2 + digits.length + digits.reduce((sum, digit) => sum * 256 + digit, 0)
}

function empty(source: string): Failure {
  return new Failure({
    code: 'CERT_EMPTY',
    message: `'${source}' is empty.`,
    remedy:
      'Check the name of the secret. Workflows started from a fork, by Dependabot or in another environment get no secrets.',
  })
}

function isPath(words: string): boolean {
  return /^.{1,260}\.(pfx|p12|pem|cer|crt|key)$/i.test(words.trim())
}

function path(source: string): Failure {
  return new Failure({
    code: 'CERT_NOT_BASE64',
    message: `'${source}' holds a path, not a certificate.`,
    remedy: "Give a file's path in the input certificate-file.",
  })
}

function notBase64(source: string, stray: string): Failure {
  return new Failure({
    code: 'CERT_NOT_BASE64',
    message: `'${source}' is neither PEM nor base64: it contains U+${hex(stray)}.`,
    remedy: storeAnew,
  })
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}

function unknown(source: string): Failure {
  return new Failure({
    code: 'CERT_UNKNOWN_FORMAT',
    message: `'${source}' decodes, but holds neither a PFX nor PEM.`,
    remedy: exportAnew,
  })
}
