/**
 * Where a tenant's records come from, as searches see it: positions in time order, cheap facts about each, and the
 * text only for those that are asked for. A generated month of millions is never held; a given one is.
 */
export interface RecordFacts {
  /** Milliseconds since 1970; whole seconds. */
  time: number
  recordType: number | string
  operation: string
  userId: string
}

export interface AuditRow extends RecordFacts {
  id: string
  auditData: string
}

/** A number that names one record of one source and never changes. */
export type Position = number

export interface RecordSource {
  /** Visits every record with `from ≤ time ≤ to`, in time order. `facts` is reused from call to call. */
  scan(from: number, to: number, visit: (position: Position, facts: RecordFacts) => void): void
  row(position: Position): AuditRow
}
