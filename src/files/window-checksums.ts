/** Counts and hashes the exported records of every window, so that a folder can be checked window by window. */
import {createHash, type Hash} from 'node:crypto'
import type {LedgerEntry} from '../audit/ledger.ts'
import {contains} from '../audit/window.ts'
import {isOneLine, oneLine} from '../report/jsonl.ts'
import {digestOf, type SpooledRow} from './spooled-row.ts'

export interface WindowChecksum {
  records: number
  /** Bare hex, of `recordLine` for each record in order. */
  sha256: string
}

/**
 * What a window's hash is made of, for one record; the same from the CSV and from the JSONL file.
 * @param digest of `AuditData`, where it is known.
 */
export function recordLine(
  record: {CreationDate: string; Identity: string; AuditData: string},
  digest?: string,
): string {
  const line = oneLine(record.AuditData)
  return lineOf(record, digest !== undefined && line === record.AuditData ? digest : digestOf(line))
}

function lineOf({CreationDate, Identity}: {CreationDate: string; Identity: string}, digest: string): string {
  return `${CreationDate}\t${Identity}\t${digest}\n`
}

export class WindowChecksums {
  private readonly windows = new Map<number, {records: number; hash: Hash}>()
  private readonly entries: readonly LedgerEntry[]
  private current: LedgerEntry | undefined

  /** @param entries grows while the period is read; it covers a record's time before the record comes. */
  constructor(entries: readonly LedgerEntry[]) {
    this.entries = entries
  }

  see(rows: readonly SpooledRow[]): void {
    for (const row of rows) {
      if (!this.current || !contains(this.current, row.time))
        this.current = this.entries.find(entry => contains(entry, row.time))
      const window = this.window(this.current?.start ?? Number.NaN)
      window.records++
      // Where the line is the text, its hash may be known already.
      window.hash.update(isOneLine(row.text) ? lineOf(row, row.digest) : recordLine(row.record))
    }
  }

  of(entry: LedgerEntry): WindowChecksum {
    const {records, hash} = this.window(entry.start)
    return {records, sha256: hash.copy().digest('hex')}
  }

  private window(start: number): {records: number; hash: Hash} {
    const known = this.windows.get(start)
    if (known) return known
    const made = {records: 0, hash: createHash('sha256')}
    this.windows.set(start, made)
    return made
  }
}
