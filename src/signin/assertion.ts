/** The client assertion of a key that signs elsewhere; where the key is at hand, MSAL writes its own. */
import {constants, createHash, randomUUID, verify, X509Certificate} from 'node:crypto'
import {Failure} from '../wire/failure.ts'
import type {PublicCertificate} from './certificate.ts'
import type {RemoteKey} from './credential.ts'

export interface AssertionRequest {
  key: RemoteKey
  clientId: string
  /** The token endpoint. */
  audience: string
  /** Which thumbprint names the certificate: SHA-256 with PS256, or SHA-1 with RS256. */
  thumbprint: 'sha256' | 'sha1'
  now: number
  signal: AbortSignal | undefined
}

const lifetimeSeconds = 600

/** https://learn.microsoft.com/entra/identity-platform/certificate-credentials; a signature that doesn't fit throws. */
export async function signedAssertion(request: AssertionRequest): Promise<string> {
  const {key, clientId, audience, thumbprint, now, signal} = request
  const {certificate, sign} = key
  const algorithm = thumbprint === 'sha256' ? 'PS256' : 'RS256'
  const seconds = Math.floor(now / 1000)
  const header = {alg: algorithm, typ: 'JWT', ...named(certificate, thumbprint)}
  const claims = {
    aud: audience,
    iss: clientId,
    sub: clientId,
    jti: randomUUID(),
    nbf: seconds,
    iat: seconds,
    exp: seconds + lifetimeSeconds,
  }
  const signed = `${part(header)}.${part(claims)}`
  const signature = await sign(algorithm, createHash('sha256').update(signed).digest(), signal)
  if (!fits(signed, signature, {certificate, algorithm})) throw signedByAnotherKey(key)
  return `${signed}.${Buffer.from(signature).toString('base64url')}`
}

function named(certificate: PublicCertificate, thumbprint: AssertionRequest['thumbprint']): Record<string, string> {
  const of = (hex: string) => Buffer.from(hex, 'hex').toString('base64url')
  return thumbprint === 'sha256'
    ? {'x5t#S256': of(certificate.thumbprintSha256)}
    : {x5t: of(certificate.thumbprintSha1)}
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function fits(
  signed: string,
  signature: Uint8Array,
  {certificate, algorithm}: {certificate: PublicCertificate; algorithm: 'PS256' | 'RS256'},
): boolean {
  const {publicKey: key} = new X509Certificate(certificate.certificatePem)
  const pss = {padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST}
  return verify('sha256', Buffer.from(signed), {key, ...(algorithm === 'PS256' && pss)}, signature)
}

/** The signature does not fit the certificate: Entra would refuse it in words that point elsewhere. */
export function signedByAnotherKey({kind, certificate: {subject, thumbprintSha1}}: RemoteKey): Failure {
  const evidence = {thumbprint: thumbprintSha1}
  if (kind === 'windows-store')
    return new Failure({
      code: 'STORE_KEY_MISMATCH',
      message: `Windows signed with another key than that of the certificate ${subject}.`,
      remedy:
        'The certificate in the store is linked to the key of another one. Import it again from a PFX that holds certificate and key, or make a new one; then set certificate-thumbprint.',
      evidence,
    })
  return new Failure({
    code: 'VAULT_KEY_MISMATCH',
    message: `The vault signed with another key than that of the certificate ${subject}.`,
    remedy:
      "Certificate and key of one version belong together; make a new version of the certificate in the vault, upload its public part to the app, and leave the vault's key of the same name alone.",
    evidence,
  })
}
