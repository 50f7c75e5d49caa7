/** What of an earlier export is taken over, so that it need not be read again. */
import type {LedgerEntry} from '../audit/ledger.ts'
import {millisecondsOf} from '../audit/record.ts'
import {Carried} from '../collect/carried.ts'
import type {Manifest} from '../report/manifest.ts'
import type {MonthRun} from './context.ts'
import type {Earlier} from './earlier.ts'

/** Undefined where there is nothing to take over, or it is not wanted. */
export function carriedFrom(
  earlier: Earlier | undefined,
  {resume, settle}: Pick<MonthRun, 'resume' | 'settle'>,
): Carried | undefined {
  if (!earlier?.records || resume === 'off') return undefined
  return new Carried(settledWindows(earlier.manifest, settle), earlier.records())
}

/**
 * The proven windows of an incomplete export. Only those whose reading began when their own late records had had their
 * time: a window that was read sooner is read again, however short a while ago, since a resumed month would otherwise
 * claim that nothing more had come. That costs the last days of a month that was interrupted before it settled. A
 * complete or provisional export is not resumed but read anew: what came since is what the rerun is for.
 */
export function settledWindows({status, windows, run}: Manifest, settle: number): LedgerEntry[] {
  if (status !== 'incomplete') return []
  return windows.flatMap(window => {
    const began = millisecondsOf(window.began ?? run.started)
    const end = millisecondsOf(window.end)
    if (window.status === 'gap' || began < end + settle) return []
    const {status, attempts, evidence} = window
    return [{start: millisecondsOf(window.start), end, status, attempts, evidence, began}]
  })
}
