/** What proves the app to the login service: a certificate in hand, a foreign token, or a key in a vault; or the identity that a machine in Azure has, whose tokens come without the login service. */
import type {Certificate, PublicCertificate} from './certificate.ts'
import type {Federation} from './federation.ts'
import type {ManagedIdentity} from './managed-identity.ts'

export type Credential = AssertingCredential | {kind: 'managed-identity'; identity: ManagedIdentity}

/** Those that the login service judges. */
export type AssertingCredential =
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
  return hasNoKey(credential) ? undefined : credential.certificate
}

type WithoutKey = Exclude<Credential, {certificate: PublicCertificate}>

/** Whether there is no private key that could sign anything else. */
export function hasNoKey(credential: Credential): credential is WithoutKey {
  return credential.kind === 'federation' || credential.kind === 'managed-identity'
}
