/** What a certificate file holds once opened, and the choice of the one pair of key and certificate to sign with. */
import {createPublicKey, type KeyObject, type X509Certificate} from 'node:crypto'
import {Failure} from '../wire/failure.ts'
import {exportAnew, makeAnew} from './remedies.ts'
import {thumbprintsOf} from './thumbprint.ts'

export interface Material {
  keys: KeyObject[]
  certificates: X509Certificate[]
}

export interface Pair {
  key: KeyObject
  certificate: X509Certificate
  /** The certificate, then those of its issuers that the file holds. */
  chain: X509Certificate[]
}

/**
 * The RSA key and the certificate that belongs to it, wherever they lie in the file. Of several pairs the one with
 * the wanted thumbprint, else the one that is valid the longest.
 */
export function choosePair(material: Material, wanted: string | undefined, source: string): Pair {
  const {keys, certificates} = material
  if (keys.length === 0) throw noPrivateKey(source, certificates.length)
  if (certificates.length === 0) throw noCertificate(source)

  const pairs = certificates.flatMap(certificate =>
    keys.filter(key => certificate.checkPrivateKey(key)).map(key => ({key, certificate})),
  )
  if (pairs.length === 0) throw hasPssTwin(material) ? notRsa(source, 'rsa-pss') : keyMismatch(source, material)

  const usable = pairs.filter(pair => pair.key.asymmetricKeyType === 'rsa')
  if (usable.length === 0) throw notRsa(source, pairs[0]?.key.asymmetricKeyType ?? 'unknown')

  const longest = usable.reduce((best, pair) => (ends(pair.certificate) > ends(best.certificate) ? pair : best))
  const asked = usable.find(pair => wanted !== undefined && thumbprintsOf(pair.certificate).includes(wanted))
  const {key, certificate} = asked ?? longest
  return {key, certificate, chain: chainOf(certificate, certificates)}
}

function ends(certificate: X509Certificate): number {
  return Date.parse(certificate.validTo)
}

function chainOf(leaf: X509Certificate, certificates: X509Certificate[]): X509Certificate[] {
  const chain = [leaf]
  for (let at: X509Certificate | undefined = leaf; at; ) {
    const child: X509Certificate = at
    at = certificates.find(one => !chain.some(known => known.raw.equals(one.raw)) && child.checkIssued(one))
    if (at) chain.push(at)
  }
  return chain
}

/** node-forge reads an RSA-PSS key as a plain RSA one, which then fits no certificate. */
function hasPssTwin({keys, certificates}: Material): boolean {
  return certificates.some(
    ({publicKey}) =>
      publicKey.asymmetricKeyType === 'rsa-pss' &&
      keys.some(
        key =>
          key.asymmetricKeyType === 'rsa' &&
          publicKey
            .export({type: 'spki', format: 'der'})
            .includes(createPublicKey(key).export({type: 'pkcs1', format: 'der'})),
      ),
  )
}

/** There is no private key; `certificates` says how many certificates came without one. */
export function noPrivateKey(source: string, certificates: number): Failure {
  return new Failure({
    code: 'CERT_NO_PRIVATE_KEY',
    message: `'${source}' holds ${certificates === 1 ? 'a certificate' : `${certificates} certificates`}, but no private key.`,
    remedy: exportAnew,
  })
}

/** There is a private key and nothing else. */
export function noCertificate(source: string): Failure {
  return new Failure({
    code: 'CERT_NO_CERTIFICATE',
    message: `'${source}' holds a private key, but no certificate.`,
    remedy: exportAnew,
  })
}

function keyMismatch(source: string, {keys, certificates}: Material): Failure {
  const subjects = certificates.map(one => one.subject.replaceAll('\n', ', ')).join('; ')
  return new Failure({
    code: 'CERT_KEY_MISMATCH',
    message: `None of the ${keys.length === 1 ? 'certificates' : `certificates and ${keys.length} keys`} in '${source}' belong together (${subjects}).`,
    remedy: `Take the key that the certificate was made with. ${exportAnew}`,
  })
}

function notRsa(source: string, type: string): Failure {
  return new Failure({
    code: 'CERT_NOT_RSA',
    message: `The private key in '${source}' is of type ${type}; Entra accepts RSA only.`,
    remedy: makeAnew,
  })
}
