/** What proves the app to the login service: a certificate in hand, GitHub's word for this job, or a key in a vault. */
import type {Certificate, PublicCertificate} from './certificate.ts'
import type {Federation} from './federation.ts'

export type Credential =
  | {kind: 'certificate'; certificate: Certificate}
  | {kind: 'federation'; federation: Federation}
  | RemoteKey

/** A key that signs where it is: in a vault, or in the Windows store, which signs by RS256 alone. */
export interface RemoteKey {
  kind: 'vault-key' | 'windows-store'
  certificate: PublicCertificate
  sign: Sign
}

/** The signature of a SHA-256 digest by a key that is not ours to see. Throws `VAULT_…` or `STORE_…`. */
export type Sign = (
  algorithm: 'PS256' | 'RS256',
  digest: Uint8Array,
  signal: AbortSignal | undefined,
) => Promise<Uint8Array>

/** The certificate that signs in, where one does. */
export function certificateOf(credential: Credential): PublicCertificate | undefined {
  return credential.kind === 'federation' ? undefined : credential.certificate
}
