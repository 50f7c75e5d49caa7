/** What of earlier runs is taken over, so that it need not be read again. */
import type {LedgerEntry} from '../audit/ledger.ts'
import type {AuditRecord} from '../audit/record.ts'
import {pendingQueriesOf} from '../collect/pending-queries.ts'
import type {Manifest} from '../report/manifest.ts'
import type {PreviousExport} from '../restore/previous-export.ts'
import {entriesOf} from '../restore/shard-folders.ts'
import type {PendingQuery} from '../sources/source.ts'
import {InterruptedRun, type JournalOwner, type JournalShare} from '../spool/journal.ts'
import {JournalFiles} from '../spool/journal-files.ts'
import {ExportResumeSource, type ResumeSource, ResumeSources} from '../spool/resume-source.ts'
import type {Spool} from '../spool/spool.ts'
import type {Disk} from '../wire/disk.ts'
import {explain, Failure} from '../wire/failure.ts'
import type {MonthRun} from './context.ts'
import type {RunLog} from './run-log.ts'

export interface Resumed {
  carried: ResumeSources
  /** Whether the window is from an earlier export, which judged it. */
  judged(entry: LedgerEntry): boolean
  /** Journals that anything is taken over from. */
  journals: readonly string[]
  /** As the manifest has it; absent where no window is taken over. */
  told?: NonNullable<Manifest['resumed']>
}

interface Before {
  earlier: PreviousExport | undefined
  /** What interrupted runs left, as far as it is believed. */
  found: readonly string[]
  /** That it may be sealed with. */
  keys: readonly string[]
  asked: JournalOwner
  spool: Spool
  /** Of journals that two sources share, the readings of the one that resumes. */
  share?: JournalShare
  /** Warns once of each code for which journals can't be opened. */
  log: Pick<RunLog, 'warning'>
  /** Told of every query that earlier runs' journals name. */
  onSubmitted?(queries: readonly PendingQuery[]): void
  disk: Disk
}

/** Undefined where there is nothing to take over, or it is not wanted. */
export async function resume(
  settings: Pick<MonthRun, 'resume' | 'settle'>,
  before: Before,
): Promise<Resumed | undefined> {
  if (settings.resume === 'off') return undefined
  const {earlier} = before
  const interrupted = await interruptedRuns(before)
  before.onSubmitted?.(interrupted.flatMap(({run}) => run.submitted))
  const runs: readonly ResumeSource[] = interrupted.map(({run}) => run)
  // Of what two sources gave together, it is not known which one had what: their journal tells it.
  const exported = earlier && earlier.manifest.source !== 'both' ? carrierOf(earlier) : undefined
  if (runs.length === 0 && exported === undefined) return undefined

  const settled = (read: LedgerEntry | PendingQuery) => hadSettled(read, settings.settle)
  const carried = new ResumeSources(exported ? [...runs, exported] : runs, settled)
  const taken = new Set<LedgerEntry | PendingQuery>([...carried.entries, ...carried.queries])
  const isUsed = (run: ResumeSource) => [...run.entries, ...run.queries].some(one => taken.has(one))
  const journals = interrupted.filter(({run}) => isUsed(run)).map(({journal}) => journal)
  const judged = (entry: LedgerEntry) => exported?.entries.includes(entry) === true
  const windows = carried.entries.length
  if (windows === 0) return {carried, judged, journals}
  const ofRuns = runs.flatMap(run => run.entries.filter(entry => taken.has(entry))).length
  const manifest = windows > ofRuns && earlier ? {manifest: earlier.sha256} : {}
  return {carried, judged, journals, told: {windows, interrupted: ofRuns, ...manifest}}
}

async function interruptedRuns({
  found: journals,
  keys,
  asked,
  spool,
  share,
  log,
  disk,
}: Before): Promise<{journal: string; run: InterruptedRun}[]> {
  const found: {journal: string; run: InterruptedRun}[] = []
  const warned = new Set<string>()
  for (const [index, journal] of journals.entries()) {
    try {
      const files = await JournalFiles.open(disk, journal, keys)
      const run = await InterruptedRun.open(files, asked, {spool, reading: -1 - index, ...(share ? {share} : {})})
      if (run) found.push({journal, run})
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      if (!warned.has(error.code)) log.warning(explain(error))
      warned.add(error.code)
    }
  }
  return found
}

/**
 * Only windows whose reading began when their own late records had had their time: one that was read sooner is read
 * again, however short a while ago, since a resumed month would otherwise claim that nothing more had come. That costs
 * the last days of a month that was interrupted before it settled.
 */
function hadSettled({began, end}: LedgerEntry | PendingQuery, settle: number): boolean {
  return began !== undefined && began >= end + settle
}

/**
 * Of an incomplete export. A complete or provisional one is not resumed but read anew: what came since is what the
 * rerun is for. Queries can be taken over also from one whose records can't.
 */
function carrierOf({manifest, records}: PreviousExport): ResumeSource {
  const windows = manifest.status === 'incomplete' ? entriesOf(manifest) : []
  const proven = records ? windows.filter(entry => entry.status !== 'gap') : []
  return new ExportResumeSource(
    proven,
    records?.() ?? none(),
    manifest.source === 'graph' ? pendingQueriesOf(windows) : [],
  )
}

async function* none(): AsyncGenerator<AuditRecord> {}
