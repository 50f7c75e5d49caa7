/** The month as reported: what the page and the summary are made from. */
import type {Estimate} from '../audit/estimate.ts'
import {gapsOf, type LedgerEntry, type Verdict} from '../audit/ledger.ts'
import type {Period} from '../audit/period.ts'
import {millisecondsOf} from '../audit/record.ts'
import type {ServiceTrust} from '../audit/service-trust.ts'
import type {EarlierExport} from './difference.ts'
import type {Figures} from './figures.ts'
import type {DetectionFacts} from './finding.ts'
import type {MonthHistory} from './history.ts'
import type {Manifest} from './manifest.ts'
import {rulesPageUrl} from './rule-links.ts'

export interface MonthFacts {
  status: Verdict
  /** Why it is not complete, most important first. */
  reasons: readonly string[]
  /** What a reader should know and what the run could not do. */
  notes: readonly string[]
  /** Whether this is a demo. */
  isSynthetic?: boolean | undefined
  period: Period
  /** Its GUID. */
  tenant: string
  /** In the file of tenants, where that named it. */
  tenantName?: string | undefined
  /** The page of all rules, where the manifest says from where the action came. */
  rulesUrl?: string | undefined
  /** Whether the repository was known to be private, or there was none. */
  isPrivate?: boolean | undefined
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
  /** Records that one of two sources alone showed; absent where one source was read. */
  onesided?: {exchange: number; graph: number} | undefined
  /** What the run learned of the service. */
  trust?: ServiceTrust | undefined
  gaps: readonly LedgerEntry[]
  windows: readonly LedgerEntry[]
  /** Requests sent, by kind. */
  requests: Readonly<Record<string, number>>
  figures: Figures
  /** Name of an encrypted file, where they are. */
  encrypted?: string
  /** Names of the files that hold the records. */
  recordFiles?: readonly string[] | undefined
  /** What the export was limited to, in words; empty for the whole log. */
  filters?: readonly string[]
  /** An earlier export of the same period, and what changed since. */
  earlier?: EarlierExport | undefined
  /** Of this month and those before; absent where the period is not compared with other months. */
  history?: MonthHistory | undefined
  /** Absent where detection did not run. */
  detection?: DetectionFacts | undefined
  run?: {url?: string | undefined; finished: number; tool: string} | undefined
}

/** What is known of a month besides its manifest. */
export interface MonthSources {
  period: Period
  windows: readonly LedgerEntry[]
  estimate: Estimate
  figures: Figures
  detection?: DetectionFacts | undefined
  earlier?: EarlierExport | undefined
  history?: MonthHistory | undefined
  encrypted?: string | undefined
  recordFiles?: readonly string[] | undefined
}

/** The facts that report and summary are rendered from; those of one manifest are the same whenever they are put together. */
export function monthFacts(manifest: Manifest, sources: MonthSources): MonthFacts {
  const {status, reasons, notes, tenant, records, duplicates, conflicts, requests, run, tool} = manifest
  const {tenantName, malformed = 0, foreign = 0, unanalysed, trust, onlyExchange, onlyGraph} = manifest
  const {encrypted, ...known} = sources
  return {
    ...{status, reasons, notes, tenant, records, duplicates, conflicts, requests, malformed, foreign, trust},
    ...(tenantName === undefined ? {} : {tenantName}),
    ...(manifest.synthetic === undefined ? {} : {isSynthetic: true}),
    unanalysed: unanalysed?.records ?? 0,
    ...(onlyExchange === undefined || onlyGraph === undefined
      ? {}
      : {onesided: {exchange: onlyExchange, graph: onlyGraph}}),
    gaps: gapsOf(known.windows),
    ...known,
    run: {url: run.url, finished: millisecondsOf(run.finished), tool: `${tool.name} ${tool.version}`},
    rulesUrl: rulesPageUrl(manifest),
    isPrivate: manifest.visibility === undefined || manifest.visibility.repository === 'private',
    ...(encrypted ? {encrypted} : {}),
  }
}
