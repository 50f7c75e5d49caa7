/** The records of a sharded export's parts as one stream, in the order and the stretches in which one job hands them on. */
import {join} from 'node:path'
import {CarriedExport} from '../collect/carried.ts'
import type {Collected} from '../collect/collect.ts'
import {csvRecords, isCmdletCsv, openFile} from '../collect/datafile.ts'
import {stretch} from '../collect/spool.ts'
import {SpooledRow} from '../collect/spooled.ts'
import {unique} from '../collect/unique.ts'
import {entriesOf, type Part, type Parts} from './parts.ts'

/**
 * Parts are cut where stretches are, so that no Identity has to be known beyond one. Where a part is there twice, what
 * both hold comes once.
 * @param counts gets what is found.
 */
export async function* joined(
  places: Parts['places'],
  counts: Pick<Collected, 'duplicates' | 'conflicts'>,
): AsyncGenerator<SpooledRow[]> {
  for (const {window, parts} of places) {
    const carriers = parts.map(carrierOf)
    for (let at = Math.floor(window.start / stretch) * stretch; at < window.end; at += stretch) {
      const rows: SpooledRow[] = []
      for (const [reading, carrier] of carriers.entries()) {
        const own = await carrier.rows({start: at, end: at + stretch}, carrier.entries, [])
        rows.push(...own.map(row => new SpooledRow({...row, reading})))
      }
      const {kept, duplicates, conflicts} = unique(rows)
      counts.duplicates += duplicates
      counts.conflicts += conflicts
      if (kept.length > 0) yield kept
    }
  }
}

function carrierOf({path, manifest}: Part): CarriedExport {
  const csv = manifest.files.find(isCmdletCsv)
  return new CarriedExport(
    entriesOf(manifest),
    csvRecords(() => openFile(join(path, csv?.name ?? ''))),
  )
}
