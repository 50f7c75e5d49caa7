/** The month as reported: what the page and the summary are made from. */
import type {Estimate} from '../audit/estimate.ts'
import type {LedgerEntry, Verdict} from '../audit/ledger.ts'
import type {Period} from '../audit/period.ts'
import type {Trust} from '../audit/trust.ts'
import type {EarlierExport} from './difference.ts'
import type {Figures, PreviousMonth} from './figures.ts'
import type {DetectionFacts} from './finding.ts'

export interface MonthFacts {
  status: Verdict
  /** Why it is not complete, most important first. */
  reasons: readonly string[]
  /** What a reader should know and what the run could not do. */
  notes: readonly string[]
  period: Period
  tenant: string
  records: number
  /** What may be missing, by the readings that were made twice. */
  estimate: Estimate
  duplicates: number
  conflicts: number
  /** Records whose `AuditData` is not a JSON object. */
  malformed: number
  /** Rows of other organisations, which are left out. */
  foreign: number
  /** Records that an analysis failed on. */
  unanalysed: number
  /** What the run learned of the service. */
  trust?: Trust | undefined
  gaps: readonly LedgerEntry[]
  windows: readonly LedgerEntry[]
  /** Requests sent, by kind. */
  requests: Readonly<Record<string, number>>
  figures: Figures
  /** Name of an encrypted file, where they are. */
  encrypted?: string
  /** What the export was limited to, in words; empty for the whole log. */
  filters?: readonly string[]
  /** An earlier export of the same period, and what changed since. */
  earlier?: EarlierExport | undefined
  previous?: PreviousMonth | undefined
  /** Absent where detection did not run. */
  detection?: DetectionFacts | undefined
  run?: {url?: string | undefined; finished: number; tool: string} | undefined
}
