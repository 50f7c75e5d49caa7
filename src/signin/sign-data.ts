/** Signs data with the key that signs in, wherever that key is: at hand, in a vault, or in the Windows store. */
import {createHash, sign as signWith, verify, X509Certificate} from 'node:crypto'
import {signedByAnotherKey} from './assertion.ts'
import type {PublicCertificate} from './certificate.ts'
import {type Credential, hasNoKey} from './credential.ts'

export interface DataSigner {
  certificate: PublicCertificate
  /** RSA PKCS#1 v1.5 with SHA-256. Throws `VAULT_…` or `STORE_…`. */
  sign(data: Uint8Array): Promise<Uint8Array>
}

/** Undefined for a sign-in without a key of its own. */
export function dataSigner(credential: Credential, signal: AbortSignal): DataSigner | undefined {
  if (hasNoKey(credential)) return undefined
  const {certificate} = credential
  if (credential.kind === 'certificate')
    return {certificate, sign: async data => signWith('sha256', data, credential.certificate.privateKeyPem)}
  return {
    certificate,
    sign: async data => {
      const signature = await credential.sign('RS256', createHash('sha256').update(data).digest(), signal)
      const {publicKey} = new X509Certificate(certificate.certificatePem)
      if (!verify('sha256', data, publicKey, signature)) throw signedByAnotherKey(credential)
      return signature
    },
  }
}
