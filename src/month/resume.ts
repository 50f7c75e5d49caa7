/** What of earlier runs is taken over, so that it need not be read again. */
import type {LedgerEntry} from '../audit/ledger.ts'
import type {AuditRecord} from '../audit/record.ts'
import {Carried, CarriedExport, type Carrier} from '../collect/carried.ts'
import type {EvidenceFolder} from '../collect/folder.ts'
import {type Asked, Interrupted} from '../collect/journal.ts'
import {leftIn} from '../collect/left.ts'
import type {Spool} from '../collect/spool.ts'
import type {Manifest} from '../report/manifest.ts'
import type {LeftQuery} from '../sources/source.ts'
import type {MonthRun} from './context.ts'
import type {Earlier} from './earlier.ts'
import {entriesOf} from './parts.ts'

export interface Resumed {
  carried: Carried
  /** Whether the window is from an earlier export, which judged it. */
  judged(entry: LedgerEntry): boolean
  /** As the manifest tells it; absent where no window is taken over. */
  told?: NonNullable<Manifest['resumed']>
}

/** Undefined where there is nothing to take over, or it is not wanted. */
export async function resume(
  settings: Pick<MonthRun, 'resume' | 'settle'>,
  {
    earlier,
    folder,
    asked,
    spool,
  }: {
    earlier: Earlier | undefined
    folder: EvidenceFolder
    asked: Asked
    spool: Spool
  },
): Promise<Resumed | undefined> {
  if (settings.resume === 'off') return undefined
  const killed: Carrier[] = []
  for (const [index, journal] of folder.interrupted.entries()) {
    const run = await Interrupted.open(journal, asked, {spool, reading: -1 - index})
    if (run) killed.push(run)
  }
  const exported = earlier && carrierOf(earlier)
  if (killed.length === 0 && exported === undefined) return undefined

  const settled = (read: LedgerEntry | LeftQuery) => hadSettled(read, settings.settle)
  const carried = new Carried(exported ? [...killed, exported] : killed, settled)
  const judged = (entry: LedgerEntry) => exported?.entries.includes(entry) === true
  const windows = carried.entries.length
  if (windows === 0) return {carried, judged}
  const interrupted = carried.entries.filter(entry => killed.some(run => run.entries.includes(entry))).length
  const manifest = windows > interrupted && earlier ? {manifest: earlier.sha256} : {}
  return {carried, judged, told: {windows, interrupted, ...manifest}}
}

/**
 * Only windows whose reading began when their own late records had had their time: one that was read sooner is read
 * again, however short a while ago, since a resumed month would otherwise claim that nothing more had come. That costs
 * the last days of a month that was interrupted before it settled.
 */
function hadSettled({began, end}: LedgerEntry | LeftQuery, settle: number): boolean {
  return began !== undefined && began >= end + settle
}

/**
 * Of an incomplete export. A complete or provisional one is not resumed but read anew: what came since is what the
 * rerun is for. Queries can be taken over also from one whose records can't.
 */
function carrierOf({manifest, records}: Earlier): Carrier {
  const windows = manifest.status === 'incomplete' ? entriesOf(manifest) : []
  const proven = records ? windows.filter(entry => entry.status !== 'gap') : []
  return new CarriedExport(proven, records?.() ?? none(), manifest.source === 'graph' ? leftIn(windows) : [])
}

async function* none(): AsyncGenerator<AuditRecord> {}
