/** Timestamps of RFC 3161: the question, the answer, and what an authority's token proves, checked without network. */
import {createHash, type X509Certificate} from 'node:crypto'
import {
  type DerValue,
  der,
  derChildren,
  derContent,
  derInteger,
  derObjectId,
  derTag,
  readDer,
  readDerTime,
} from './der.ts'
import {checkSignedData, readSignedData} from './signed-data.ts'

const sha256Id = '2.16.840.1.101.3.4.2.1'
const tokenContent = derObjectId('1.2.840.113549.1.9.16.1.4')
const timeStamping = '1.3.6.1.5.5.7.3.8'

/** TimeStampReq over a SHA-256, which asks for the authority's certificate. */
export function timestampQuery(sha256: Uint8Array, nonce: Uint8Array): Buffer {
  return der(
    derTag.sequence,
    derInteger(Uint8Array.of(1)),
    imprintOf(sha256),
    derInteger(nonce),
    der(derTag.boolean, Uint8Array.of(0xff)),
  )
}

function imprintOf(sha256: Uint8Array): Buffer {
  const algorithm = der(derTag.sequence, derObjectId(sha256Id), der(derTag.null))
  return der(derTag.sequence, algorithm, der(derTag.octetString, sha256))
}

/** The token of an answer that grants one. @throws TypeError, with the authority's own words where it refuses. */
export function grantedToken(reply: Uint8Array): Buffer {
  const [info, token] = derChildren(readDer(reply), derTag.sequence)
  const [status, ...details] = derChildren(info, derTag.sequence)
  const code = derContent(status, derTag.integer)
  // granted, or granted with modifications (RFC 3161, 2.4.2).
  if (code.length === 1 && (code[0] ?? 2) <= 1 && token) return token.bytes
  const words = details.flatMap(detail => (detail.tag === derTag.sequence ? derChildren(detail, derTag.sequence) : []))
  const said = words.map(word => word.content.toString('utf8').slice(0, 200)).join(' ')
  throw new TypeError(`the authority refused with status ${code.toString('hex')}${said ? `: ${said}` : ''}`)
}

/** TimeStampResp that grants the token, without the words that an authority may add and nothing signs. */
export function plainReply(token: Uint8Array): Buffer {
  return der(derTag.sequence, der(derTag.sequence, derInteger(Uint8Array.of(0))), token)
}

export interface Timestamp {
  /** Milliseconds since 1970 UTC. */
  time: number
  authority: X509Certificate
  /** All that the token holds. */
  certificates: X509Certificate[]
  nonce: Buffer | undefined
}

/** @throws TypeError in words where the token is no proof that the content was there. */
export function readTimestamp(token: Uint8Array, content: Uint8Array): Timestamp {
  const signed = readSignedData(token)
  if (!signed.contentType.equals(tokenContent) || !signed.content) throw new TypeError('it is no timestamp')
  checkSignedData(signed, signed.content)
  const [, , imprint, , time, ...rest] = derChildren(readDer(signed.content), derTag.sequence)
  if (!isImprintOf(imprint, content)) throw new TypeError('it is a timestamp of other content')
  const authority = signed.signer
  if (!authority.keyUsage?.includes(timeStamping)) throw new TypeError('its certificate is not for timestamps')
  const at = readDerTime(time)
  if (!isValidAt(authority, at)) throw new TypeError('its certificate was not valid at that time')
  const nonce = rest.find(value => value.tag === derTag.integer)?.content
  return {time: at, authority, certificates: signed.certificates, nonce}
}

/** The algorithm's parameters may be absent or NULL. */
function isImprintOf(imprint: DerValue | undefined, content: Uint8Array): boolean {
  const [algorithm, hash] = derChildren(imprint, derTag.sequence)
  const [name] = derChildren(algorithm, derTag.sequence)
  const sha256 = createHash('sha256').update(content).digest()
  return name?.bytes.equals(derObjectId(sha256Id)) === true && derContent(hash, derTag.octetString).equals(sha256)
}

export function isValidAt({validFrom, validTo}: X509Certificate, milliseconds: number): boolean {
  return Date.parse(validFrom) <= milliseconds && milliseconds <= Date.parse(validTo)
}
