import {gunzipSync} from 'node:zlib'
import {jsonInPieces} from './json-in-pieces.ts'
import type {HttpAnswer} from './send.ts'

/** Bytes from which on an answer is parsed in pieces. */
const longBody = 100_000

/**
 * A body's text, decoded by what its bytes are and not by what `Content-Encoding` says: Exchange labels plain bytes
 * as gzip and the reverse (seen by CIPP; MicrosoftDocs/office-docs-powershell #11429).
 * @returns undefined for what is not text: a gzip stream that is cut, a run of NUL bytes (Exchange's 403), or bytes
 * that are not UTF-8, which a lenient reading would change unnoticed.
 */
export function bodyText(answer: HttpAnswer, maximumBytes: number): string | undefined {
  const bytes = bodyBytes(answer, maximumBytes)
  return bytes === undefined ? undefined : textOf(bytes)
}

/** The body as JSON, or undefined when it is not JSON (HTML, plain text, cut short). */
export function bodyJson(answer: HttpAnswer, maximumBytes: number): unknown {
  const bytes = bodyBytes(answer, maximumBytes)
  if (bytes === undefined) return undefined
  const answered = bytes.length < longBody ? undefined : jsonInPieces(bytes)
  if (answered !== undefined) return answered
  const text = textOf(bytes)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function bodyBytes({bytes}: HttpAnswer, maximumBytes: number): Buffer | undefined {
  const plain = isGzip(bytes) ? gunzip(bytes, maximumBytes) : bytes
  return plain === undefined || isNulRun(plain)
    ? undefined
    : Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength)
}

function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes)
  } catch {
    return undefined
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

function isNulRun(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes.subarray(0, 64).every(byte => byte === 0)
}

function gunzip(bytes: Uint8Array, maximumBytes: number): Uint8Array | undefined {
  try {
    return gunzipSync(bytes, {maxOutputLength: maximumBytes})
  } catch {
    return undefined
  }
}
