import type {Manifest} from './manifest.ts'

/** Who signed the folder. */
export interface ProofSigner {
  subject: string
  /** SHA-256, bare hex. */
  thumbprint: string
  /** Milliseconds; the signer's own word. */
  signed: number
  /** What vouches for the signer outside of the folder; absent where nothing does. */
  trustedBy?: 'certificate-thumbprint' | 'trusted-ca'
}

export interface ProofTimestamp {
  /** Milliseconds. */
  time: number
  authority: string
  /** It leads to an authority of `trusted-ca`. */
  isTrusted: boolean
}

/** What checking an evidence folder found. */
export interface Proof {
  /** In words; empty when the folder agrees with itself and with what was expected. */
  faults: string[]
  manifest?: Manifest
  /** Records counted in the data files; of a sealed folder, those that the manifest claims. */
  records: number
  /** No file holds `AuditData`, so that it is unknown whether the records are those that were read. */
  withoutText?: boolean
  /** The files are encrypted, and their contents were not checked. */
  sealed?: boolean
  signer?: ProofSigner
  timestamp?: ProofTimestamp
  /** What was checked, in words. */
  checked?: readonly string[]
  /** What was not, and why. */
  unchecked?: readonly string[]
}
