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
  readings?: ReadingCounts
}

/** Readings that were begun, by what they were for. */
export interface ReadingCounts {
  /** To read a window, in parts where it was too full, and again after a failure. */
  first: number
  /** Because an answer said little by itself: it had no rows, or was slow. */
  doubt: number
  /** To test a signal of loss. */
  signals: number
  /** By a session, to compare a search with it. */
  calibration: number
  /** A second time, as `confirm` asks, or since other answers were shown to lack records. */
  confirmation: number
}

export const noReadings: ReadingCounts = {first: 0, doubt: 0, signals: 0, calibration: 0, confirmation: 0}
