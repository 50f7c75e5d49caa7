/** Writes ASN.1 values in DER (ITU-T X.690), as far as a certificate and a PFX need them. Reads nothing. */

export type Der = Buffer

const tagged = (tag: number, ...parts: Uint8Array[]): Der => {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content])
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const bytes: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return Buffer.from([0x80 | bytes.length, ...bytes])
}

export const sequence = (...parts: Uint8Array[]): Der => tagged(0x30, ...parts)
export const set = (...parts: Uint8Array[]): Der => tagged(0x31, ...parts)
export const octets = (bytes: Uint8Array): Der => tagged(0x04, bytes)
export const bits = (bytes: Uint8Array): Der => tagged(0x03, Buffer.from([0]), bytes)
export const utf8 = (text: string): Der => tagged(0x0c, Buffer.from(text, 'utf8'))
export const bmp = (text: string): Der => tagged(0x1e, Buffer.from(text, 'utf16le').swap16())
export const nothing: Der = Buffer.from([0x05, 0x00])
export const truth: Der = Buffer.from([0x01, 0x01, 0xff])

/** `[n] EXPLICIT`. */
export const context = (n: number, ...parts: Uint8Array[]): Der => tagged(0xa0 | n, ...parts)

/** A whole number that is not negative, from a number or big-endian bytes. */
export function integer(value: number | Uint8Array): Der {
  let bytes = typeof value === 'number' ? bigEndian(value) : Buffer.from(value)
  while (bytes.length > 1 && bytes[0] === 0 && ((bytes[1] as number) & 0x80) === 0) bytes = bytes.subarray(1)
  return tagged(0x02, (bytes[0] as number) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

function bigEndian(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return Buffer.from(bytes.length > 0 ? bytes : [0])
}

export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const base128 = [arc & 0x7f]
    for (let left = arc >>> 7; left > 0; left >>>= 7) base128.unshift((left & 0x7f) | 0x80)
    bytes.push(...base128)
  }
  return tagged(0x06, Buffer.from(bytes))
}

/** UTCTime up to 2049, GeneralizedTime from 2050 (RFC 5280 §4.1.2.5). */
export function utcTime(at: Date): Der {
  const digits = `${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`
  return at.getUTCFullYear() < 2050 ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits))
}
