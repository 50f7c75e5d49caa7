/** What a person gave as certificate, unwrapped to PEM text or DER bytes by what its bytes are, whatever their label says. */
import {pluralise} from '../audit/numbers.ts'
import {Failure} from '../wire/failure.ts'
import {truncated} from './certificate-open-errors.ts'
import {fileKind, mistakenFor} from './mistaken-content.ts'
import {exportAnew, storeAnew} from './remedies.ts'

export type Content = {kind: 'pem'; text: string} | {kind: 'der'; der: Uint8Array}

/** The PEM text or DER bytes inside `given`; throws when it holds neither whole. `source` names it in messages. */
export function unwrapContent(given: string | Uint8Array, source: string): Content {
  return unwrap(given, source, 5)
}

function unwrap(given: string | Uint8Array, source: string, layers: number): Content {
  if (typeof given !== 'string' && isDer(given)) return {kind: 'der', der: wholeDer(given, source)}
  const words = typeof given === 'string' ? given : decodeText(given)
  const text = plainText(words)
  if (text === '') throw empty(source)
  if (layers === 0) throw unknown(source, undefined)
  const answer = certificateInJson(words.replace(/\p{Cf}/gu, '').trim())
  if (answer !== undefined) return unwrap(answer, source, layers - 1)
  if (text.includes('-----BEGIN ')) {
    const inside = armoured(text)
    return inside ? unwrap(inside, source, layers - 1) : {kind: 'pem', text}
  }
  if (isPath(words)) throw notBase64(source, 'a path', "Give a file's path in the input certificate-file.")
  const mistaken = mistakenFor(text)
  if (mistaken) throw notBase64(source, mistaken)
  const listed = listedBytes(text)
  if (listed) return unwrap(listed, source, layers - 1)
  const bytes = decodeBase64(text, source)
  if (!(isDer(bytes) || looksLikeText(bytes))) throw unknown(source, bytes)
  return unwrap(bytes, source, layers - 1)
}

/** All we read (PFX, certificate, key) begins with the tag of an ASN.1 SEQUENCE, which is also the digit 0 of `0x30`. */
export function isDer(bytes: Uint8Array): boolean {
  return bytes[0] === 0x30 && !/^0x[0-9a-f]{2}[\s,]/i.test(Buffer.from(bytes.subarray(0, 8)).toString('latin1'))
}

/** PFX ::= SEQUENCE { version INTEGER (3), authSafe ContentInfo, … }: the version follows the outer header. */
export function isPfx(der: Uint8Array): boolean {
  const length = der[1] ?? 0
  const header = length > 0x80 ? 2 + (length & 0x7f) : 2
  return der[0] === 0x30 && Buffer.from(der.subarray(header, header + 4)).toString('hex') === '02010330'
}

/** PKCS #7 SignedData, in which certificates travel without keys: its object identifier is near the beginning. */
export function isSignedData(der: Uint8Array): boolean {
  return Buffer.from(der.subarray(0, 24)).includes(Buffer.from('06092a864886f70d010702', 'hex'))
}

/** EncryptedPrivateKeyInfo of PKCS #8: it begins with an algorithm of PKCS #5 or #12 (RFC 5958 §3). */
export function isEncryptedKey(der: Uint8Array): boolean {
  const start = Buffer.from(der.subarray(0, 24)).toString('hex')
  return /^30(8[1-4])?.*?30(8[1-4])?.*?06(092a864886f70d0105|0a2a864886f70d010c01)/.test(start)
}

/** Whether something is readable as what `attempt` takes it for. */
export function reads(attempt: () => unknown): boolean {
  try {
    attempt()
    return true
  } catch {
    return false
  }
}

/** Text of a file: PowerShell's `>` writes UTF-16, mostly with a byte order mark; everything else is UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const start = [...bytes.subarray(0, 64)]
  // What is read here is ASCII, of which UTF-16 leaves every other byte empty.
  const empty = (odd: number) => start.length >= 4 && start.every((byte, at) => (at % 2 === odd) === (byte === 0))
  if (empty(1)) return new TextDecoder('utf-16le').decode(bytes)
  if (empty(0)) return new TextDecoder('utf-16be').decode(bytes)
  return new TextDecoder().decode(bytes)
}

function looksLikeText(bytes: Uint8Array): boolean {
  const start = decodeText(bytes.subarray(0, 64))
  return /^[\s\uFEFF]*(-----BEGIN |["'A-Za-z0-9+/_-]{16}|\{\s*"|(0x)?[0-9a-f]{2,3}[\s,;:-])/i.test(start)
}

const dash = '[-\\u2010-\\u2015\\u2212]'

/** Lines as they stand in a program's source, each in quotes. */
function withoutQuotedLines(text: string): string {
  if (!/^\s*(["'])-----BEGIN [^"'\n]*\1\s*[,;+]?\s*$/m.test(text)) return text
  return text.replace(/^\s*(["'])(.*?)(?:\\n)?\1\s*[,;+]?\s*$/gm, '$2')
}

/** Without what people, shells and word processors put around and into it. */
function plainText(text: string): string {
  const bare = withoutQuotedLines(text)
    .replace(/\\r\\n|\\n/g, '\n')
    .replace(/\p{Cf}/gu, '')
    .replace(/^\s*```[a-z]*$|^\s*```\s*$/gm, '')
    .trim()
    // A line of an .env file, or a block of YAML.
    .replace(/^(export\s+)?[A-Z][A-Z0-9_]*\s*[=:]\s*(?=["'“]?(MI|LS0t|TUl|-----))/, '')
    .replace(/^[|>][+-]?\s*\n/, '')
    .trim()
    .replace(/^["'`“”„‘’«»]([\s\S]*)["'`“”‘’«»]$/, '$1')
    .replace(/^data:[^,]{0,100},/i, '')
    .trim()
    // The mark that zsh prints where a line does not end.
    .replace(/(?<=^[\w+/=\s-]{100,})%$/, '')
  // Word processors make long dashes of two short ones.
  const marks = new RegExp(`${dash}{2,}\\s*(BEGIN|END) ([A-Z0-9 ]+?)\\s*${dash}{2,}`, 'g')
  return bare.replace(marks, '-----$1 $2-----')
}

/**
 * `certutil -encode` puts the marks of a certificate around any file: a PFX, or text that is encoded itself. The bytes
 * of the first block that holds more than its label says; undefined where none does.
 */
function armoured(text: string): Uint8Array | undefined {
  for (const [, , body = ''] of text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g)) {
    if (!/^[A-Za-z0-9+/=\s]+$/.test(body)) continue
    const bytes = Buffer.from(body, 'base64')
    if (isPfx(bytes) || (!isDer(bytes) && looksLikeText(bytes))) return bytes
  }
  return undefined
}

/** Bytes as numbers: what `Get-Content -Encoding Byte`, `[BitConverter]::ToString` and hex editors print. */
function listedBytes(text: string): Uint8Array | undefined {
  const run = text.replace(/\s+/g, '')
  if (/^(30[08][0-9a-f]|2d2d2d2d|4d49)([0-9a-f]{2}){16,}[0-9a-f]?$/i.test(run) && run.length % 2 === 0)
    return Buffer.from(run, 'hex')
  const inside = text.replace(/^[[({]|[\])}]$/g, '').trim()
  const tokens = inside.split(/[\s,;:-]+/)
  if (tokens.length < 16) return undefined
  const numbers = (base: number) => Uint8Array.from(tokens, token => Number.parseInt(token, base))
  if (tokens.every(token => /^\d{1,3}$/.test(token) && Number(token) < 256)) return numbers(10)
  return tokens.every(token => /^(0x)?[0-9a-f]{2}$/i.test(token)) ? numbers(16) : undefined
}

/** A certificate is not shorter, in base64. */
const shortest = 200

/**
 * The whole answer of `az keyvault secret show`, whose `value` is the certificate, or other JSON with one text that can be one.
 * Lines of a PEM in a list are joined.
 */
function certificateInJson(text: string): string | undefined {
  if (!/^[{[]/.test(text)) return undefined
  try {
    const json: unknown = JSON.parse(text)
    if (typeof json !== 'object' || json === null) return undefined
    if ('value' in json && typeof json.value === 'string') return json.value
    const texts = Object.values(json).filter(value => typeof value === 'string')
    if (Array.isArray(json) && texts[0]?.includes('-----BEGIN ')) return texts.join('\n')
    const [only, ...others] = texts.filter(value => value.length >= shortest)
    return others.length === 0 ? only : undefined
  } catch {
    return undefined
  }
}

function decodeBase64(text: string, source: string): Uint8Array {
  const unescaped = /^[\w+/=%\s-]+$/.test(text)
    ? text.replace(/%(2B|2F|3D|0A|0D|20)/gi, code => decodeURIComponent(code))
    : text
  const digits = unescaped.replace(/\s+/g, '').replace(/-/g, '+').replace(/_/g, '/')
  const stray = /[^A-Za-z0-9+/=]|=(?=[^=])/.exec(digits)
  if (stray) throw strayCharacter(source, stray[0])
  const bare = digits.replace(/=+$/, '')
  if (bare.length % 4 === 1) throw truncated(source, `${digits.length} base64 digits can't be whole bytes`)
  const bytes = Buffer.from(bare, 'base64')
  return isDer(bytes) && isCut(bytes) ? (withPluses(text) ?? bytes) : bytes
}

function isCut(bytes: Uint8Array): boolean {
  return (derLength(bytes) ?? 0) > bytes.length
}

/** Forms of the web write a blank for `+`: where all is there with it, that is what happened. */
function withPluses(text: string): Uint8Array | undefined {
  if (!/^[\w+/ -]+={0,2}$/.test(text)) return undefined
  const bytes = Buffer.from(text.replaceAll(' ', '+'), 'base64')
  return isDer(bytes) && derLength(bytes) === bytes.length ? bytes : undefined
}

/** The outermost element alone: what follows it (a line end, padding) is dropped, what is missing is an error. */
function wholeDer(bytes: Uint8Array, source: string): Uint8Array {
  const length = derLength(bytes)
  if (length === undefined) return bytes
  if (length > bytes.length)
    throw truncated(source, `it announces ${pluralise(length, 'byte')} and has ${bytes.length}`)
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

function notBase64(source: string, what: string, remedy = storeAnew): Failure {
  return new Failure({code: 'CERT_NOT_BASE64', message: `'${source}' holds ${what}, not a certificate.`, remedy})
}

function strayCharacter(source: string, stray: string): Failure {
  return new Failure({
    code: 'CERT_NOT_BASE64',
    message: `'${source}' is neither PEM nor base64: it contains U+${hex(stray)}.`,
    remedy: storeAnew,
  })
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}

function unknown(source: string, bytes: Uint8Array | undefined): Failure {
  const what = bytes && fileKind(bytes)
  return new Failure({
    code: 'CERT_UNKNOWN_FORMAT',
    message: `'${source}' decodes, but holds neither a PFX nor PEM${what ? `: it is ${what}` : ''}.`,
    remedy: exportAnew,
  })
}
