/** The few ASN.1 values in DER that signatures and timestamps are made of; lengths are definite, tags are of one byte. */

/** One value: its tag, its content, and the whole of it as it stands in the file. */
export interface DerValue {
  tag: number
  content: Buffer
  bytes: Buffer
}

export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** Context-specific and constructed, as `[0]` and `[1]` of the standards. */
  explicit0: 0xa0,
  explicit1: 0xa1,
} as const

/** The one value that the bytes hold. @throws TypeError for anything else. */
export function readDer(bytes: Uint8Array): DerValue {
  const values = readDerList(bytes)
  const [value] = values
  if (values.length !== 1 || !value) throw new TypeError('it is not one value of DER')
  return value
}

/** The values that stand one after the other. @throws TypeError where they are not DER. */
function readDerList(given: Uint8Array): DerValue[] {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength)
  const values: DerValue[] = []
  for (let at = 0; at < bytes.length; ) {
    const {start, end} = extent(bytes, at)
    values.push({tag: bytes[at] ?? 0, content: bytes.subarray(start, end), bytes: bytes.subarray(at, end)})
    at = end
  }
  return values
}

function extent(bytes: Buffer, at: number): {start: number; end: number} {
  const first = bytes[at + 1]
  if (first === undefined || ((bytes[at] ?? 0) & 0x1f) === 0x1f) throw new TypeError('it is not DER')
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  const start = at + 2 + lengthBytes
  if (first === 0x80 || lengthBytes > 4 || start > bytes.length) throw new TypeError('it is not DER')
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes)
  const shortest = length < 0x80 ? 0 : Math.ceil(length.toString(16).length / 2)
  if (lengthBytes !== shortest || start + length > bytes.length) throw new TypeError('it is not DER')
  return {start, end: start + length}
}

/** The values inside a value of this tag. @throws TypeError where it has another tag. */
export function derChildren(value: DerValue | undefined, tag: number): DerValue[] {
  if (value?.tag !== tag) throw new TypeError('it has another structure than the standard says')
  return readDerList(value.content)
}

/** The content of a value of this tag. @throws TypeError where it has another tag. */
export function derContent(value: DerValue | undefined, tag: number): Buffer {
  if (value?.tag !== tag) throw new TypeError('it has another structure than the standard says')
  return value.content
}

export function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const {length} = content
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content])
  const digits = length.toString(16)
  const size = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length]), size, content])
}

/** A SET OF, whose members DER orders by their bytes. */
export function derSetOf(tag: number, members: readonly Uint8Array[]): Buffer {
  return der(tag, ...[...members].sort((a, b) => Buffer.compare(a, b)))
}

/** A whole number, zero or more, given by its bytes, the greatest first. */
export function derInteger(bytes: Uint8Array): Buffer {
  let first = 0
  while (first < bytes.length - 1 && bytes[first] === 0) first++
  const digits = bytes.subarray(first)
  return der(derTag.integer, ...((digits[0] ?? 0) & 0x80 ? [Buffer.from([0])] : []), digits)
}

export function derObjectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [40 * first + second, ...rest].flatMap(arc => {
    const groups = [arc & 0x7f]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift((left & 0x7f) | 0x80)
    return groups
  })
  return der(derTag.objectIdentifier, Buffer.from(bytes))
}

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5652, 11.3); whole seconds. */
export function derTime(milliseconds: number): Buffer {
  const digits = new Date(milliseconds)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '')
  const isEarly = digits < '2050'
  return der(isEarly ? derTag.utcTime : derTag.generalizedTime, Buffer.from(isEarly ? digits.slice(2) : digits))
}

/** Milliseconds since 1970 UTC. @throws TypeError for what is no time. */
export function readDerTime(value: DerValue | undefined): number {
  const text = value?.content.toString('latin1') ?? ''
  const full = value?.tag === derTag.utcTime ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text
  const [, date, time, fraction = ''] = /^(\d{8})(\d{6})(\.\d+)?Z$/.exec(full) ?? []
  const iso = `${date?.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time?.replace(/(..)(..)(..)/, '$1:$2:$3')}${fraction}Z`
  const milliseconds = Date.parse(iso)
  if (Number.isNaN(milliseconds)) throw new TypeError('it holds an invalid time')
  return milliseconds
}
