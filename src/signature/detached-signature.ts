/**
 * `SHA256SUMS.p7s`: a detached CMS signature (RFC 5652) that binds itself to all its certificates (RFC 5035). It has one
 * form, so that every byte of it is either signed or known.
 */
import {createHash, X509Certificate} from 'node:crypto'
import {der, derInteger, derObjectId, derSetOf, derTag, derTime, readDerTime} from './der.ts'
import {
  attributeValue,
  checkSignedData,
  hashOf,
  issuerAndSerial,
  readSignedData,
  signingCertificateHashes,
} from './signed-data.ts'

const id = {
  signedData: '1.2.840.113549.1.7.2',
  data: '1.2.840.113549.1.7.1',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsa: '1.2.840.113549.1.1.1',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  /** ETSI EN 319 122-1, 5.2.8: a timestamp of the content, made before the signature. */
  contentTimestamp: '1.2.840.113549.1.9.16.2.20',
} as const

export interface SigningIdentity {
  /** PEM: the signer's certificate first, then those of its issuers. */
  certificatePem: string
  /** RSA PKCS#1 v1.5 with SHA-256 over the data. Throws where the key's keeper refuses. */
  sign(data: Uint8Array): Promise<Uint8Array>
}

export interface SigningRequest extends SigningIdentity {
  content: Uint8Array
  /** When it is signed, in milliseconds: the signer's own word. */
  now: number
  /** A timestamp token of the content, DER. */
  timestamp?: Uint8Array | undefined
}

/** The signature as DER. */
export async function signDetached({certificatePem, sign, content, now, timestamp}: SigningRequest): Promise<Buffer> {
  const chain = certificatesIn(certificatePem)
  const attributes = [
    attribute(id.contentType, derObjectId(id.data)),
    attribute(id.signingTime, derTime(now)),
    attribute(id.messageDigest, der(derTag.octetString, createHash('sha256').update(content).digest())),
    attribute(id.signingCertificateV2, signingCertificates(chain)),
    ...(timestamp ? [attribute(id.contentTimestamp, timestamp)] : []),
  ]
  const signature = await sign(derSetOf(derTag.set, attributes))
  return assembled(chain, attributes, signature)
}

/** What a signature says of itself, once it is proven to be the signer's. */
export interface DetachedSignature {
  /** The signer's certificate first. */
  chain: X509Certificate[]
  /** Milliseconds; the signer's own word. */
  signed: number
  /** The timestamp token that the signature covers, DER. */
  timestamp?: Buffer
}

/** @throws TypeError in words where the bytes are not a signature of this content in the form that is written here. */
export function readDetached(bytes: Uint8Array, content: Uint8Array): DetachedSignature {
  const signed = readSignedData(bytes)
  if (signed.content !== undefined) throw new TypeError('it is not detached')
  checkSignedData(signed, content)
  const bound = attributeValue(signed, id.signingCertificateV2)
  const hashes = bound ? signingCertificateHashes(bound) : []
  const chain = hashes.flatMap(hash => signed.certificates.find(one => hashOf(one, 'sha256').equals(hash)) ?? [])
  const attributes = [...signed.attributes].map(([type, values]) =>
    der(derTag.sequence, Buffer.from(type, 'hex'), der(derTag.set, ...values.map(value => value.bytes))),
  )
  if (!assembled(chain, attributes, signed.signature).equals(Buffer.from(bytes)))
    throw new TypeError('it holds bytes that nothing signs')
  const timestamp = attributeValue(signed, id.contentTimestamp)
  const signingTime = attributeValue(signed, id.signingTime)
  return {chain, signed: readDerTime(signingTime), ...(timestamp ? {timestamp: timestamp.bytes} : {})}
}

/** Every certificate of a PEM text, in its order. @throws for an invalid one. */
export function certificatesIn(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  return blocks.map(block => new X509Certificate(block))
}

function assembled(
  chain: readonly X509Certificate[],
  attributes: readonly Uint8Array[],
  signature: Uint8Array,
): Buffer {
  const [signer] = chain
  if (!signer) throw new TypeError('it names no certificate')
  const sha256 = der(derTag.sequence, derObjectId(id.sha256))
  const version = derInteger(Uint8Array.of(1))
  const signerInfo = der(
    derTag.sequence,
    version,
    issuerAndSerial(signer),
    sha256,
    derSetOf(derTag.explicit0, attributes),
    der(derTag.sequence, derObjectId(id.rsa), der(derTag.null)),
    der(derTag.octetString, signature),
  )
  const signedData = der(
    derTag.sequence,
    version,
    der(derTag.set, sha256),
    der(derTag.sequence, derObjectId(id.data)),
    derSetOf(
      derTag.explicit0,
      chain.map(one => one.raw),
    ),
    der(derTag.set, signerInfo),
  )
  return der(derTag.sequence, derObjectId(id.signedData), der(derTag.explicit0, signedData))
}

function attribute(type: string, value: Uint8Array): Buffer {
  return der(derTag.sequence, derObjectId(type), der(derTag.set, value))
}

/** SigningCertificateV2 with SHA-256, its default, for the signer and every issuer. */
function signingCertificates(chain: readonly X509Certificate[]): Buffer {
  const ids = chain.map(one => der(derTag.sequence, der(derTag.octetString, hashOf(one, 'sha256'))))
  return der(derTag.sequence, der(derTag.sequence, ...ids))
}
