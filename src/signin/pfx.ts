/** A PFX (PKCS #12, RFC 7292) opened by node-forge, or by the machine's openssl where node-forge can't. */
import {createPrivateKey, type KeyObject, X509Certificate} from 'node:crypto'
import type {asn1, pkcs12, pki} from 'node-forge'
import type {Failure} from '../wire/failure.ts'
import {damaged, passwordMissing, passwordWrong, unsupported} from './certificate-open-errors.ts'
import type {Material} from './material.ts'
import type {OpenSsl} from './openssl.ts'
import {readPem} from './pem.ts'

type Forge = typeof import('node-forge')

/** All keys and certificates of a PFX. */
export async function openPfx(
  der: Uint8Array,
  {password, source, openssl}: {password: string; source: string; openssl: OpenSsl},
): Promise<Material> {
  const {default: forge} = await import('node-forge')
  // A file without a password has an empty one or none at all, which RFC 7292 §B.1 turns into different keys.
  const errors: Error[] = []
  for (const one of password === '' ? ['', undefined] : [password]) {
    const opened = openWithForge(forge, der, one)
    if (!('error' in opened)) return opened
    errors.push(opened.error)
  }

  const error = errors.find(one => !isMacError(one)) ?? errors[0]
  const isAscii = /^[\x20-\x7e]+$/.test(password)
  const answer = isMacError(error) && isAscii ? undefined : await openssl(der, password)
  if (answer && 'pem' in answer) return readPem(answer.pem, '', source)
  throw whyClosed(errors, {password, source, refusal: answer?.refusal})
}

function openWithForge(forge: Forge, der: Uint8Array, password: string | undefined): Material | {error: Error} {
  try {
    const parsed = forge.asn1.fromDer(Buffer.from(der).toString('binary'), false)
    const pfx = forge.pkcs12.pkcs12FromAsn1(parsed, false, password)
    const bags = pfx.safeContents.flatMap(safe => safe.safeBags)
    const {certBag, keyBag, pkcs8ShroudedKeyBag} = forge.pki.oids
    return {
      keys: bags.filter(({type}) => type === keyBag || type === pkcs8ShroudedKeyBag).map(bag => keyOf(forge, bag)),
      certificates: bags.filter(({type}) => type === certBag).map(bag => certificateOf(forge, bag)),
    }
  } catch (error) {
    return {error: error instanceof Error ? error : new Error(String(error))}
  }
}

/** node-forge understands RSA keys alone; of others it keeps the PKCS #8 as it was. */
function keyOf(forge: Forge, bag: pkcs12.Bag): KeyObject {
  if (bag.key) return createPrivateKey(forge.pki.privateKeyToPem(bag.key))
  return createPrivateKey({key: derOf(forge, bag.asn1), format: 'der', type: 'pkcs8'})
}

function certificateOf(forge: Forge, bag: pkcs12.Bag): X509Certificate {
  return new X509Certificate(derOf(forge, bag.cert ? originalCertificate(forge, bag.cert) : bag.asn1))
}

/**
 * The certificate as it was signed. `certificateToAsn1` writes the outer algorithm with parameters of its own, which
 * changes the thumbprint of one that an EC issuer signed; RFC 5280 §4.1.1.2 says it equals the one inside.
 */
function originalCertificate(forge: Forge, certificate: pki.Certificate): asn1.Asn1 {
  const rebuilt = forge.pki.certificateToAsn1(certificate)
  const [tbs, , signature] = elements(rebuilt)
  const inside = elements(tbs)
  const isVersion = inside[0]?.tagClass === forge.asn1.Class.CONTEXT_SPECIFIC
  const algorithm = inside[isVersion ? 2 : 1]
  return tbs && algorithm && signature ? {...rebuilt, value: [tbs, algorithm, signature]} : rebuilt
}

function elements(node: asn1.Asn1 | undefined): asn1.Asn1[] {
  return Array.isArray(node?.value) ? node.value : []
}

function derOf(forge: Forge, node: asn1.Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(node).getBytes(), 'binary')
}

function isMacError(error: Error | undefined): boolean {
  return error?.message.includes('MAC could not be verified') ?? false
}

function whyClosed(
  errors: Error[],
  {password, source, refusal}: {password: string; source: string; refusal: string | undefined},
): Failure {
  const error = errors.find(one => !isMacError(one)) ?? errors[0]
  const wrong = password === '' ? passwordMissing(source, error) : passwordWrong(source, error)
  if (refusal !== undefined && /mac verif|invalid password|bad decrypt/i.test(refusal)) return wrong
  if (isMacError(error)) return wrong
  const algorithm = algorithmOf(error)
  if (algorithm !== undefined) return unsupported(source, `${algorithm} is`, error)

  // node-forge takes one text for the MAC (as UTF-16) and for PBES2 (as bytes): the one can fit and the other not.
  if (errors.some(isMacError)) return unsupported(source, 'an absent password with PBES2 encryption is', error)
  if (/[^\x20-\x7e]/.test(password)) {
    return unsupported(source, 'a password beyond ASCII with PBES2 encryption and no openssl on the machine is', error)
  }
  return /Unable to decrypt|Failed to decrypt/.test(error?.message ?? '') ? wrong : damaged(source, 'PFX', error)
}

function algorithmOf(error: Error | undefined): string | undefined {
  if (error === undefined) return undefined
  const oid = 'oid' in error && typeof error.oid === 'string' ? error.oid : /\d+(\.\d+){4,}/.exec(error.message)?.[0]
  return oid === undefined ? undefined : `${ALGORITHMS[oid] ?? 'its algorithm'} (OID ${oid})`
}

/** Names of what node-forge 1.4 is known to refuse. */
const ALGORITHMS: Record<string, string> = {
  '1.2.840.113549.1.5.14': 'PBMAC1',
  '1.2.840.113549.1.12.1.1': 'RC4-128',
  '1.2.840.113549.1.12.1.2': 'RC4-40',
  '1.2.840.113549.1.12.1.5': 'RC2-128',
  '1.2.392.200011.61.1.1.1.2': 'Camellia-128',
  '1.2.392.200011.61.1.1.1.4': 'Camellia-256',
  '1.2.410.200046.1.1.2': 'ARIA-128',
  '1.2.410.200046.1.1.12': 'ARIA-256',
  '2.16.840.1.101.3.4.2.4': 'SHA-224',
  '2.16.840.1.101.3.4.2.8': 'SHA3-256',
}
