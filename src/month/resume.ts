/** What of earlier runs is taken over, so that it need not be read again. */
import {compareText} from '../audit/compare-text.ts'
import type {LedgerEntry} from '../audit/ledger.ts'
import type {AuditRecord} from '../audit/record.ts'
import type {TimeWindow} from '../audit/window.ts'
import {pendingQueriesOf} from '../collect/pending-queries.ts'
import type {Manifest} from '../report/manifest.ts'
import type {PreviousExport} from '../restore/previous-export.ts'
import {entriesOf} from '../restore/shard-folders.ts'
import type {ShorterExport} from '../restore/shorter-exports.ts'
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
  /** Days and weeks that the period is made from. */
  shorter: readonly ShorterExport[]
  period: TimeWindow
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
  const {earlier, shorter} = before
  const interrupted = await interruptedRuns(before)
  before.onSubmitted?.(interrupted.flatMap(({run}) => run.submitted))
  const runs: readonly ResumeSource[] = interrupted.map(({run}) => run)
  // Of what two sources gave together, it is not known which one had what: their journal tells it.
  const exported = earlier && earlier.manifest.source !== 'both' ? carrierOf(earlier) : undefined
  const days = await shorterCarriers(shorter, before)
  if (runs.length === 0 && exported === undefined && days.length === 0) return undefined

  const settled = (read: LedgerEntry | PendingQuery) => hadSettled(read, settings.settle)
  const carriers = [...runs, ...(exported ? [exported] : []), ...days.map(({carrier}) => carrier)]
  const carried = new ResumeSources(carriers, settled)
  const taken = new Set<LedgerEntry | PendingQuery>([...carried.entries, ...carried.queries])
  const isUsed = (run: ResumeSource) => [...run.entries, ...run.queries].some(one => taken.has(one))
  const journals = interrupted.filter(({run}) => isUsed(run)).map(({journal}) => journal)
  const judging = new Set([exported, ...days.map(({carrier}) => carrier)].flatMap(one => one?.entries ?? []))
  const judged = (entry: LedgerEntry) => judging.has(entry)
  const windows = carried.entries.length
  if (windows === 0) return {carried, judged, journals}
  const takenOf = ({entries}: ResumeSource) => entries.filter(entry => taken.has(entry)).length
  const ofRuns = runs.reduce((sum, run) => sum + takenOf(run), 0)
  const manifest = exported && takenOf(exported) > 0 && earlier ? {manifest: earlier.sha256} : {}
  const told = {windows, interrupted: ofRuns, ...manifest}
  const fromShorter = days
    .map(({carrier, ...day}) => ({...day, windows: takenOf(carrier)}))
    .filter(day => day.windows > 0)
    .sort((a, b) => compareText(a.period, b.period))
  return {carried, judged, journals, told: {...told, ...(fromShorter.length > 0 ? {shorter: fromShorter} : {})}}
}

/** A shorter export as its windows are taken over, and as the manifest names it. */
export interface ShorterCarrier {
  carrier: ResumeSource
  period: string
  /** Of its manifest.json; absent where only its journal is here. */
  manifest?: string
}

/**
 * The one that was read last comes first: of windows that overlap, its are taken over. Windows that reach over the
 * period's edges are read again.
 */
export async function shorterCarriers(
  shorter: readonly ShorterExport[],
  {period, ...before}: Pick<Before, 'period' | 'keys' | 'asked' | 'spool' | 'share' | 'log' | 'disk'>,
): Promise<ShorterCarrier[]> {
  const found: (ShorterCarrier & {read: number})[] = []
  const lies = ({start, end}: TimeWindow) => period.start <= start && end <= period.end
  for (const {label, export: its} of shorter) {
    if (its === undefined) continue
    const {manifest, sha256, records} = its
    const entries = entriesOf(manifest).filter(entry => entry.status !== 'gap' && lies(entry))
    const carrier = new ExportResumeSource(entries, records())
    found.push({carrier, period: label, manifest: sha256, read: Date.parse(manifest.run.started)})
  }
  const isSame = (theirs: JournalOwner) => isSameButPeriod(theirs, before.asked)
  const names = shorter.flatMap(({label, journals}) => journals.map(journal => ({label, journal})))
  const labels = new Map(names.map(({label, journal}) => [journal, label]))
  const journals = names.map(({journal}) => journal)
  for (const {journal, run} of await openJournals({...before, journals, isSame, firstReading: -1_000_000})) {
    const inside = run.within(period)
    const read = Math.max(...inside.entries.map(({began = 0}) => began))
    found.push({carrier: inside, period: labels.get(journal) ?? '', read})
  }
  return found.sort((a, b) => b.read - a.read).map(({read: _read, ...day}) => day)
}

function isSameButPeriod(theirs: JournalOwner, ours: JournalOwner): boolean {
  const {question} = theirs
  if (typeof question !== 'object' || question === null || typeof ours.question !== 'object') return false
  const {period} = {period: undefined, ...ours.question}
  return JSON.stringify({...theirs, question: {...question, period}}) === JSON.stringify(ours)
}

async function interruptedRuns({
  found: journals,
  asked,
  ...before
}: Before): Promise<{journal: string; run: InterruptedRun}[]> {
  const isSame = (theirs: JournalOwner) => JSON.stringify(theirs) === JSON.stringify(asked)
  return await openJournals({...before, journals, isSame, firstReading: -1})
}

interface JournalOpening extends Pick<Before, 'keys' | 'spool' | 'share' | 'log' | 'disk'> {
  journals: readonly string[]
  isSame: (theirs: JournalOwner) => boolean
  /** Under it the rows of the first one are spooled, and under the numbers below it those of the others. */
  firstReading: number
}

async function openJournals({
  journals,
  isSame,
  firstReading,
  keys,
  spool,
  share,
  log,
  disk,
}: JournalOpening): Promise<{journal: string; run: InterruptedRun}[]> {
  const found: {journal: string; run: InterruptedRun}[] = []
  const warned = new Set<string>()
  for (const [index, journal] of journals.entries()) {
    try {
      const files = await JournalFiles.open(disk, journal, keys)
      const run = await InterruptedRun.open(files, isSame, {
        ...{spool, reading: firstReading - index},
        ...(share ? {share} : {}),
      })
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
