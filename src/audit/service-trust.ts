/** What a run learned of the service while it read: how far its answers can be trusted. */
export interface ServiceTrust {
  /** Which windows were read a second time though nothing was in doubt. */
  confirm: 'none' | 'sample' | 'all'
  /** A second reading differed, so that everything was read twice from then on. */
  escalated: boolean
  /** Signals of loss that meant nothing in this tenant, in words. */
  noise: string[]
  /** Rows at which answers stop without a word, where that was shown. */
  silentCap?: number
}
