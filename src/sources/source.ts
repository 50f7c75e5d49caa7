/** What every source of records does, and what it says of each reading; how it asks is its own business. */
import type {AuditRecord} from '../audit/record.ts'
import type {TimeWindow} from '../audit/window.ts'
import type {Check} from '../signin/check.ts'
import type {Failure} from '../wire/failure.ts'

/** A record with what was learned while it was checked. */
export interface Row {
  record: AuditRecord
  /** Milliseconds since 1970 UTC. */
  time: number
  workload: string
  /** The type's number inside `AuditData`, as text; '' where it has none. */
  recordTypeNumber: string
  /** Which of a reading's questions it answers: the same record may answer several. */
  part: number
  /** Its `AuditData` is not a JSON object: the row is kept as it came. */
  malformed?: true
  /** Nothing says when it happened: it stands at the start of the window that was asked for. */
  undated?: true
  /** It stands where its envelope says, far from the time that its `AuditData` names. */
  displaced?: true
  /** Its envelope names another time, and nothing tells yet by which it is found: no reading is measured by it. */
  open?: true
}

/**
 * Takes the valid rows as they arrive, whatever the judgement of their answer will be: those inside the window, and
 * those of its neighbours that the question reached.
 */
export type Keep = (rows: Row[]) => Promise<void>

/** A query of an earlier run that the service may still have. */
export interface PendingQuery extends TimeWindow {
  id: string
  /** When the reading began that made it, by the services' clock. */
  began: number
}

/** How a window is to be read. */
export interface ReadingRequest {
  window: TimeWindow
  /**
   * `search` asks once, for at most `cap` rows; `session` reads the same another way, which another limit holds for;
   * `exhaustive` pays for more, where time can't be cut any further.
   */
  depth: 'search' | 'session' | 'exhaustive'
  /** Seconds by which the question reaches beyond the window on both sides, so that a second reading is cut differently. */
  wider?: number
  /** One that asks exactly this is read in place of a new query; the others are removed. */
  left?: readonly PendingQuery[]
  /**
   * Told of each query once the service has it. Whoever listens takes it over from a run that ends in good order
   * (`signal` is aborted with a Failure): it is then left under way.
   */
  onQuery?(id: string): Promise<void>
}

/**
 * What may mean that records are missing, and may as well mean nothing in this tenant: a counter, a promise of more, a
 * warning that is not known. It is tested by what another reading brings.
 */
export interface LossSignal {
  /** The same for signals that prove or disprove each other. */
  kind: string
  words: string
  /** Whether it speaks of more than came, rather than of a different answer at the next asking. */
  more: boolean
}

/**
 * - `proven`: every rule of a complete answer holds; with `doubt`, only once a second reading agrees.
 * - `capped`: there is more than one answer holds, or may be.
 * - `suspect`: an answer that breaks a rule; reading again, or less at once, may cure it.
 * - `failed`: no answer, after all retries; `outage` when the service rather than this window is the likely cause.
 * - `expired`: the service no longer keeps records from before `oldest`, and refuses to search there.
 * - `rejected`: the service does not accept this window; others it may.
 * - `refused`: the caller may not, or the question is wrong; asking again at once is of no use.
 */
export type ReadingOutcome = 'proven' | 'capped' | 'suspect' | 'failed' | 'expired' | 'rejected' | 'refused'

export interface Reading {
  outcome: ReadingOutcome
  /** Why a proven reading needs a second one: no rows, or malformed ones. */
  doubt?: string
  signals?: readonly LossSignal[]
  /** Of `expired`, the oldest instant that is kept, in milliseconds. */
  oldest?: number
  /** Rows of other organisations, which are left out. */
  foreign?: number
  /** Rows far from the time that was asked for; they are among the evidence's rows. */
  outside?: number
  /** What is wrong, for every outcome but `proven`. */
  failure?: Failure
  outage?: boolean
  /** The service took so long that an empty answer may be a time-out. */
  slow: boolean
  evidence: ReadingEvidence
}

export interface ReadingEvidence {
  rows: number
  /** Of the rows, those that answer another question: of another time or organisation, or kept out by the filter. */
  unasked?: number
  /** Rows one answer holds at most. */
  cap: number
  /** `client-request-id` of each search, for Microsoft's support. */
  requestIds: string[]
  /** Verbatim, as the service put them. */
  warnings: string[]
}

/** How a period is cut into windows that suit the source. Times in milliseconds. */
export interface WindowPlan {
  /** Rows to aim at in one window: well below the cap, since the density is an estimate. */
  aim: number
  /** The first window, before anything is known of the tenant. */
  first: number
  /** No window is longer, so that a gap stays bounded. */
  longest: number
  /** What planned windows shrink to, and no further, while long ones fail. */
  shrunk: number
  /** A window that is not twice as long is not cut. */
  shortest: number
  /** Nothing is gained by the very same question again where an answer was empty. */
  asksOnce?: boolean
}

export interface Source {
  readonly name: 'exchange' | 'graph'
  /** Most rows one answer holds. */
  readonly cap: number
  readonly plan: WindowPlan
  /** Whether a window can be read by `depth: 'session'`. */
  readonly sessions?: boolean
  /** Whether a record's members may come in another order in the next answer. */
  readonly reorders?: boolean
  /** Which version of the interface answered, where there is more than one. */
  readonly endpoint?: 'v1.0' | 'beta' | undefined
  /**
   * Reads a window once and judges the answer. Never throws for what the service says or does; throws when `signal`
   * is aborted or `keep` throws.
   */
  read(request: ReadingRequest, keep: Keep, signal: AbortSignal): Promise<Reading>
  /** Whether the tenant records at all: `false` explains a month without records; undefined when it can't be told. */
  recording(signal: AbortSignal): Promise<boolean | undefined>
  /** Removes queries of earlier runs that are of no use any more, as far as the service lets us. */
  discard?(left: readonly PendingQuery[], signal: AbortSignal): Promise<void>
  /** Looks at all that reading needs of the service, in order; changes nothing. Rejects only when `signal` is aborted. */
  check(signal: AbortSignal): Promise<Check[]>
  /** How the first answer with rows looked, without any value of a record; a line a fact. */
  shape?(): string[]
  /** Requests sent, by what they asked for. */
  readonly requests: Readonly<Record<string, number>>
}
