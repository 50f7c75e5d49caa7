/**
 * Reads a sample of the windows that were taken over from earlier runs again, before the period may be called complete:
 * what was handed on may have been made up by someone who may write where it lay.
 */
import type {Filters} from '../audit/filters.ts'
import {type LedgerEntry, takenOverCodes} from '../audit/ledger.ts'
import type {AuditRecord} from '../audit/record.ts'
import {contains} from '../audit/window.ts'
import {SpooledRow} from '../files/spooled-row.ts'
import {type WindowChecksum, WindowChecksums} from '../files/window-checksums.ts'
import type {Row, Source} from '../sources/source.ts'
import {uniqueRows} from '../spool/unique-rows.ts'
import {isWanted} from './collect.ts'

export interface RecheckSettings {
  source: Pick<Source, 'read'>
  filters: Filters
  /** The fullest, and others drawn at random. */
  sample: number
  /** A whole number from 0, below the limit: which windows are drawn. */
  draw(below: number): number
  /** As the record was written. */
  written(record: AuditRecord): AuditRecord
  /** Of the records that were handed on. */
  tally: {of(entry: LedgerEntry): WindowChecksum}
  signal: AbortSignal
  /** Also where there are gaps, which the other source of an export may cover. */
  despiteGaps?: boolean
}

/**
 * The ledger, in which windows are gaps that hold other records than the service has, or could not be read again. Where one of
 * the sample differs, all that were taken over are read again: a record may have come late, or been left out of any of them.
 */
export async function recheckTakenOver(
  entries: readonly LedgerEntry[],
  takenOver: readonly LedgerEntry[],
  settings: RecheckSettings,
): Promise<LedgerEntry[]> {
  const isTakenOver = (entry: LedgerEntry) => takenOver.some(one => one.start === entry.start && one.end === entry.end)
  const candidates = entries.filter(isTakenOver)
  // What is not complete anyway is checked by the run that makes it so.
  const isIncomplete = settings.despiteGaps !== true && entries.some(({status}) => status === 'gap')
  if (candidates.length === 0 || isIncomplete) return [...entries]
  const outcomes = new Map<LedgerEntry, Comparison>()
  const check = async (some: Iterable<LedgerEntry>) => {
    for (const entry of some) if (!outcomes.has(entry)) outcomes.set(entry, await compare(entry, settings))
  }
  await check(sampleOf(candidates, settings))
  if ([...outcomes.values()].includes('differs')) await check(candidates)
  return entries.map(entry => {
    const outcome = outcomes.get(entry) ?? 'same'
    return outcome === 'same' ? entry : gapOf(entry, outcome === 'differs' ? differing : notReadAgain)
  })
}

type Comparison = 'same' | 'differs' | 'unread'

function sampleOf(candidates: readonly LedgerEntry[], {sample, draw, tally}: RecheckSettings): LedgerEntry[] {
  const left = [...candidates].sort((a, b) => tally.of(b).records - tally.of(a).records)
  const chosen = left.splice(0, 1)
  while (chosen.length < sample && left.length > 0) chosen.push(...left.splice(draw(left.length), 1))
  return chosen
}

/** A search that lacks records is no proof against the window: it is read once more, exhaustively. */
async function compare(entry: LedgerEntry, settings: RecheckSettings): Promise<Comparison> {
  const {sha256} = settings.tally.of(entry)
  let outcome: 'differs' | 'unread' = 'unread'
  for (const depth of ['search', 'exhaustive'] as const) {
    const found = await readAgain(entry, depth, settings)
    if (found === sha256) return 'same'
    if (found !== undefined) outcome = 'differs'
  }
  return outcome
}

/** The window's checksum as the service has it now; undefined where the answer proves nothing. */
async function readAgain(
  {start, end}: LedgerEntry,
  depth: 'search' | 'exhaustive',
  {source, filters, written, signal}: RecheckSettings,
): Promise<string | undefined> {
  const window = {start, end}
  const rows: SpooledRow[] = []
  const keep = async (all: readonly Row[]) => {
    for (const row of all) {
      if (!contains(window, row.time) || !isWanted(filters, row)) continue
      rows.push(SpooledRow.of({...row, record: written(row.record)}, 1))
    }
  }
  try {
    const {outcome} = await source.read({window, depth, wider: 0}, keep, signal)
    if (outcome !== 'proven') return undefined
  } catch (error) {
    if (signal.aborted) return undefined
    throw error
  }
  const entry: LedgerEntry = {...window, status: 'read', attempts: 1, evidence: noEvidence}
  const checksums = new WindowChecksums([entry])
  checksums.see(uniqueRows(rows).kept)
  return checksums.of(entry).sha256
}

const noEvidence = {rows: 0, cap: 0, requestIds: [], warnings: []}

function gapOf({began, ...entry}: LedgerEntry, reason: NonNullable<LedgerEntry['reason']>): LedgerEntry {
  return {...entry, status: 'gap', reason}
}

const differing = {
  code: takenOverCodes.differs,
  message:
    'It was taken over from an earlier run, and the service has other records than that run handed on. The next run reads it again.',
}

const notReadAgain = {
  code: takenOverCodes.unchecked,
  message:
    'It was taken over from an earlier run, and could not be read again to compare it. The next run reads it again.',
}
