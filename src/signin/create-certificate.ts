/** Makes what the app signs in with: a key with a self-signed certificate, or with a request to a certificate authority. */
import {createPrivateKey, generateKeyPair, randomBytes, X509Certificate} from 'node:crypto'
import {promisify} from 'node:util'
import type {pki} from 'node-forge'
import {Failure} from '../wire/failure.ts'

/** Bits. What Entra takes at least is 2,048. */
const modulusLength = 3072

export interface CreatedCertificate {
  /** PKCS #8, unencrypted: a secret. */
  keyPem: string
  /** The certificate first, then its issuers where they are known. */
  certificatePem: string
}

/** A key with a certificate that it signed itself, valid for `years` from `now` (ms) on. */
export async function makeSelfSigned(name: string, years: number, now: number): Promise<CreatedCertificate> {
  const {default: forge} = await import('node-forge')
  const {keyPem, key} = await makeKey(forge)
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.setRsaPublicKey(key.n, key.e)
  // A positive number: the first bit would be its sign.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`
  certificate.validity.notBefore = new Date(now - 300_000)
  certificate.validity.notAfter = new Date(now)
  certificate.validity.notAfter.setUTCFullYear(new Date(now).getUTCFullYear() + years)
  const subject = [{name: 'commonName', value: name}]
  certificate.setSubject(subject)
  certificate.setIssuer(subject)
  certificate.setExtensions([
    {name: 'basicConstraints', cA: false, critical: true},
    {name: 'keyUsage', digitalSignature: true, critical: true},
    {name: 'extKeyUsage', clientAuth: true},
  ])
  certificate.sign(key, forge.md.sha256.create())
  return {keyPem, certificatePem: forge.pki.certificateToPem(certificate).replaceAll('\r', '')}
}

/** A key with a request (PKCS #10) that a certificate authority answers with a certificate. */
export async function makeRequest(name: string): Promise<{keyPem: string; requestPem: string}> {
  const {default: forge} = await import('node-forge')
  const {keyPem, key} = await makeKey(forge)
  const request = forge.pki.createCertificationRequest()
  request.publicKey = forge.pki.setRsaPublicKey(key.n, key.e)
  request.setSubject([{name: 'commonName', value: name}])
  request.sign(key, forge.md.sha256.create())
  return {keyPem, requestPem: forge.pki.certificationRequestToPem(request).replaceAll('\r', '')}
}

type Forge = typeof import('node-forge')

/** Node makes the key: node-forge takes seconds for it. */
async function makeKey(forge: Forge): Promise<{keyPem: string; key: pki.rsa.PrivateKey}> {
  const {privateKey} = await promisify(generateKeyPair)('rsa', {modulusLength})
  const keyPem = privateKey.export({type: 'pkcs8', format: 'pem'}).toString()
  return {keyPem, key: forge.pki.privateKeyFromPem(keyPem)}
}

/**
 * The key joined with an authority's answer: PEM, DER, or PKCS #7 in either form, as certificate authorities send them.
 * Throws where none of its certificates is the key's.
 */
export async function joinAnswer(keyPem: string, answer: Uint8Array): Promise<CreatedCertificate> {
  const {default: forge} = await import('node-forge')
  const certificates = certificatesOf(forge, Buffer.from(answer))
  const key = createPrivateKey(keyPem)
  const own = certificates.find(one => one.checkPrivateKey(key))
  if (own === undefined) {
    throw new Failure({
      code: 'SETUP_ANSWER',
      message:
        certificates.length === 0
          ? 'The answer holds no certificate.'
          : `None of the ${certificates.length} certificates in the answer belongs to the key that the request was made with.`,
      remedy: 'Give the file that the authority sent for this very request; a new request makes a new key.',
    })
  }
  const chain = certificates.filter(one => one !== own)
  return {keyPem, certificatePem: [own, ...chain].map(one => one.toString()).join('')}
}

function certificatesOf(forge: Forge, answer: Buffer): X509Certificate[] {
  const text = answer.toString('latin1')
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g)]
  if (blocks.length > 0) {
    return blocks.flatMap(([pem, label]) => {
      if (label === 'CERTIFICATE') return [new X509Certificate(pem)]
      return label === 'PKCS7' || label === 'CMS' ? ofPkcs7(forge, forge.pem.decode(pem)[0]?.body ?? '') : []
    })
  }
  try {
    return [new X509Certificate(answer)]
  } catch {
    return ofPkcs7(forge, text)
  }
}

function ofPkcs7(forge: Forge, der: string): X509Certificate[] {
  try {
    const message = forge.pkcs7.messageFromAsn1(forge.asn1.fromDer(der, false))
    const inside = 'certificates' in message ? message.certificates : []
    return inside.map(one => new X509Certificate(forge.pki.certificateToPem(one)))
  } catch {
    return []
  }
}

/** Key and certificates as one PFX, as Windows and this program read it. */
export async function packPfx({keyPem, certificatePem}: CreatedCertificate, password: string): Promise<Buffer> {
  const {default: forge} = await import('node-forge')
  const chain = certificatePem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  const certificates = chain.map(one => forge.pki.certificateFromPem(one))
  const pfx = forge.pkcs12.toPkcs12Asn1(forge.pki.privateKeyFromPem(keyPem), certificates, password, {
    algorithm: 'aes256',
  })
  return Buffer.from(forge.asn1.toDer(pfx).getBytes(), 'binary')
}
