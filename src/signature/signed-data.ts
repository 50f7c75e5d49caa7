/** CMS SignedData (RFC 5652) with one signer: read from bytes, and its signature checked against its certificate. */
import {createHash, verify, X509Certificate} from 'node:crypto'
import {type DerValue, der, derChildren, derContent, derObjectId, derTag, readDer} from './der.ts'

const signedDataType = derObjectId('1.2.840.113549.1.7.2')

const digests = new Map(
  (
    [
      ['2.16.840.1.101.3.4.2.1', 'sha256'],
      ['2.16.840.1.101.3.4.2.2', 'sha384'],
      ['2.16.840.1.101.3.4.2.3', 'sha512'],
    ] as const
  ).map(([id, name]) => [derObjectId(id).toString('hex'), name]),
)

/** RSA PKCS#1 v1.5 and ECDSA, by the key's or the signature's own identifier. */
const signatureAlgorithms = new Set(
  [
    '1.2.840.113549.1.1.1',
    '1.2.840.113549.1.1.11',
    '1.2.840.113549.1.1.12',
    '1.2.840.113549.1.1.13',
    '1.2.840.10045.2.1',
    '1.2.840.10045.4.3.2',
    '1.2.840.10045.4.3.3',
    '1.2.840.10045.4.3.4',
  ].map(id => derObjectId(id).toString('hex')),
)

const contentTypeAttribute = '1.2.840.113549.1.9.3'
const messageDigestAttribute = '1.2.840.113549.1.9.4'
/** RFC 2634 and RFC 5035: which certificate signs, by its SHA-1 or its SHA-256. */
const signingCertificateAttributes = ['1.2.840.113549.1.9.16.2.12', '1.2.840.113549.1.9.16.2.47']

export interface SignedData {
  /** The whole identifier, as DER. */
  contentType: Buffer
  /** Absent where the signature is detached. */
  content: Buffer | undefined
  certificates: X509Certificate[]
  signer: X509Certificate
  digest: 'sha256' | 'sha384' | 'sha512'
  /** Values of the signed attributes, by their identifier in hexadecimal DER. */
  attributes: ReadonlyMap<string, DerValue[]>
  /** What was signed: the attributes as a SET. */
  signedBytes: Buffer
  signature: Buffer
}

/** @throws TypeError where the bytes are no SignedData of one signer whose certificate is inside. */
export function readSignedData(bytes: Uint8Array): SignedData {
  const [type, wrapped] = derChildren(readDer(bytes), derTag.sequence)
  if (!type?.bytes.equals(signedDataType)) throw new TypeError('it is no CMS signature')
  const [signedData] = derChildren(wrapped, derTag.explicit0)
  const [, , encapsulated, ...rest] = derChildren(signedData, derTag.sequence)
  const [contentType, inner] = derChildren(encapsulated, derTag.sequence)
  const certificates = derChildren(
    rest.find(value => value.tag === derTag.explicit0),
    derTag.explicit0,
  ).map(value => new X509Certificate(value.bytes))
  const signers = derChildren(rest.at(-1), derTag.set)
  if (signers.length !== 1) throw new TypeError('it has not exactly one signer')
  const [, identifier, digestAlgorithm, attributes, signatureAlgorithm, signature] = derChildren(
    signers[0],
    derTag.sequence,
  )
  const signer = certificates.find(certificate => identifier && issuerAndSerial(certificate).equals(identifier.bytes))
  if (!signer) throw new TypeError('the certificate of its signer is not in it')
  const digest = digests.get(derChildren(digestAlgorithm, derTag.sequence)[0]?.bytes.toString('hex') ?? '')
  const algorithm = derChildren(signatureAlgorithm, derTag.sequence)[0]?.bytes.toString('hex') ?? ''
  if (!digest || !signatureAlgorithms.has(algorithm))
    throw new TypeError('it is made by an algorithm that is not known here')
  const listed = derChildren(attributes, derTag.explicit0)
  return {
    contentType: contentType?.bytes ?? Buffer.alloc(0),
    content: inner && derContent(derChildren(inner, derTag.explicit0)[0], derTag.octetString),
    certificates,
    signer,
    digest,
    attributes: attributesOf(listed),
    signedBytes: Buffer.concat([Buffer.from([derTag.set]), (attributes?.bytes ?? Buffer.alloc(0)).subarray(1)]),
    signature: derContent(signature, derTag.octetString),
  }
}

function attributesOf(listed: readonly DerValue[]): Map<string, DerValue[]> {
  const attributes = new Map<string, DerValue[]>()
  for (const attribute of listed) {
    const [type, values] = derChildren(attribute, derTag.sequence)
    attributes.set(type?.bytes.toString('hex') ?? '', derChildren(values, derTag.set))
  }
  return attributes
}

/** The one value of a signed attribute; undefined if it is absent. */
export function attributeValue({attributes}: SignedData, id: string): DerValue | undefined {
  const values = attributes.get(derObjectId(id).toString('hex'))
  return values?.length === 1 ? values[0] : undefined
}

/**
 * The signature is the signer's over this content.
 * @param content what is signed, where the signature is detached.
 * @throws TypeError where it is not.
 */
export function checkSignedData(signed: SignedData, content: Uint8Array): void {
  const {signer, digest, signedBytes, signature} = signed
  const type = attributeValue(signed, contentTypeAttribute)
  const hash = derContent(attributeValue(signed, messageDigestAttribute), derTag.octetString)
  if (!type?.bytes.equals(signed.contentType)) throw new TypeError('it signs another type of content')
  if (!hash.equals(createHash(digest).update(content).digest())) throw new TypeError('it signs other content')
  if (!verify(digest, signedBytes, signer.publicKey, signature))
    throw new TypeError('the signature is not the certificate’s')
  if (!namesItsCertificate(signed)) throw new TypeError('it is bound to another certificate')
}

/** By the attribute that binds a signature to its certificate; one of the two has to be there. */
function namesItsCertificate(signed: SignedData): boolean {
  const [sha1 = '', sha256 = ''] = signingCertificateAttributes
  const second = attributeValue(signed, sha256)
  if (second) return signingCertificateHashes(second)[0]?.equals(hashOf(signed.signer, 'sha256')) === true
  const first = attributeValue(signed, sha1)
  return first !== undefined && signingCertificateHashes(first)[0]?.equals(hashOf(signed.signer, 'sha1')) === true
}

/** The hashes that the attribute lists, the signer's first; those of another algorithm than its default are left empty. */
export function signingCertificateHashes(value: DerValue): Buffer[] {
  const [list] = derChildren(value, derTag.sequence)
  return derChildren(list, derTag.sequence).map(one => {
    const [hash] = derChildren(one, derTag.sequence)
    return hash?.tag === derTag.octetString ? hash.content : Buffer.alloc(0)
  })
}

export function hashOf(certificate: X509Certificate, algorithm: 'sha1' | 'sha256'): Buffer {
  return createHash(algorithm).update(certificate.raw).digest()
}

/** IssuerAndSerialNumber, by which a signature names its certificate. */
export function issuerAndSerial(certificate: X509Certificate): Buffer {
  const [body] = derChildren(readDer(certificate.raw), derTag.sequence)
  const fields = derChildren(body, derTag.sequence).filter(field => field.tag !== derTag.explicit0)
  const [serial, , issuer] = fields
  if (!serial || !issuer) throw new TypeError('it is no certificate')
  return der(derTag.sequence, issuer.bytes, serial.bytes)
}
