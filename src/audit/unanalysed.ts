/** Records that an analysis failed on: they are in the files, and are named, so that one record never ends a run. */

export interface Unanalysed {
  /** The record's; '' where it has none. */
  identity: string
  /** What failed: the flat columns, the figures, detection as a whole, or a rule by its id. */
  by: string
  reason: string
}

/** More are counted, and not named. */
export const mostNamed = 100

/** The kind of an error, without what a record may hold of people. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown'
}
