/** PFX files that openssl's command line doesn't make: issuer first, several keys, no password at all. */
import forge from 'node-forge'

const {asn1, pkcs12, pki} = forge

/** A file whose first certificate is not the key's own. */
export function issuerFirst(keyPem: string, certificatePems: string[], password: string): Uint8Array {
  const certificates = certificatePems.map(pem => pki.certificateFromPem(pem))
  return bytesOf(pkcs12.toPkcs12Asn1(pki.privateKeyFromPem(keyPem), certificates, password, {algorithm: 'aes256'}))
}

/** A file with a MAC by no password, which is another one than by an empty password. */
export function withoutPassword(keyPem: string, certificatePem: string): Uint8Array {
  const certificate = pki.certificateFromPem(certificatePem)
  return bytesOf(pkcs12.toPkcs12Asn1(pki.privateKeyFromPem(keyPem), certificate, null as unknown as string))
}

/** The contents of several files that have no MAC, in one. */
export function joined(...files: Uint8Array[]): Uint8Array {
  const contents = files.flatMap(file => children(parse(safeOf(parse(file)))))
  const first = parse(files[0] ?? new Uint8Array())
  octets(first).value = asn1.toDer(asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, contents)).getBytes()
  return bytesOf(first)
}

/** The file with a MAC by no password, its encryption left as it is. */
export function withAbsentPasswordMac(file: Uint8Array): Uint8Array {
  const pfx = parse(file)
  const salt = 'saltsalt'
  const absent = null as unknown as string
  const sha1 = forge.md.sha1.create()
  const key = pkcs12.generateKey(absent, forge.util.createBuffer(salt), 3, 1, 20, sha1)
  const mac = forge.hmac.create()
  mac.start(forge.md.sha1.create(), key)
  mac.update(safeOf(pfx))
  const {SEQUENCE, OCTETSTRING, OID, NULL} = asn1.Type
  const make = (type: forge.asn1.Type, value: string | forge.asn1.Asn1[]) =>
    asn1.create(asn1.Class.UNIVERSAL, type, Array.isArray(value), value)
  const algorithm = make(SEQUENCE, [make(OID, asn1.oidToDer(pki.oids.sha1 ?? '').getBytes()), make(NULL, '')])
  const digest = make(SEQUENCE, [algorithm, make(OCTETSTRING, mac.getMac().getBytes())])
  children(pfx).push(make(SEQUENCE, [digest, make(OCTETSTRING, salt)]))
  return bytesOf(pfx)
}

function parse(bytes: Uint8Array | string): forge.asn1.Asn1 {
  return asn1.fromDer(typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('binary'), {
    parseAllBytes: true,
    decodeBitStrings: false,
  } as unknown as boolean)
}

/** PFX ::= SEQUENCE { version, authSafe SEQUENCE { type, [0] OCTET STRING }, mac } */
function octets(pfx: forge.asn1.Asn1): forge.asn1.Asn1 {
  const [, authSafe] = children(pfx)
  const [, wrapped] = children(authSafe)
  return children(wrapped)[0] as forge.asn1.Asn1
}

function safeOf(pfx: forge.asn1.Asn1): string {
  return octets(pfx).value as string
}

function children(node: forge.asn1.Asn1 | undefined): forge.asn1.Asn1[] {
  return (node?.value ?? []) as forge.asn1.Asn1[]
}

function bytesOf(node: forge.asn1.Asn1): Uint8Array {
  return Buffer.from(asn1.toDer(node).getBytes(), 'binary')
}
