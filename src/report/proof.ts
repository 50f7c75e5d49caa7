import type {Manifest} from './manifest.ts'

/** What checking an evidence folder found. */
export interface Proof {
  /** In words; empty when the folder is proven. */
  faults: string[]
  manifest?: Manifest
  /** Records counted in the data files; of a sealed folder, those that the manifest claims. */
  records: number
  /** No file holds `AuditData`, so that it is unknown whether the records are those that were read. */
  withoutText?: boolean
  /** The files are encrypted, and their contents were not checked. */
  sealed?: boolean
}
