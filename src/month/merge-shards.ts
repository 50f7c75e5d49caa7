/** The records of a sharded export's parts as one stream, in the order in which one job hands them on. */
import {join} from 'node:path'
import {millisecondsOf} from '../audit/record.ts'
import type {TimeWindow} from '../audit/window.ts'
import type {Collected} from '../collect/collect.ts'
import {csvRecords, openRecordFile, packedCsvRecords} from '../files/read-record-file.ts'
import {SpooledRow} from '../files/spooled-row.ts'
import {entriesOf, isPartCsv, type ShardFolder, type ShardFolders} from '../restore/shard-folders.ts'
import {cutInto, partitionLength, partitionStart} from '../spool/partition.ts'
import {ExportResumeSource} from '../spool/resume-source.ts'
import {uniqueRows} from '../spool/unique-rows.ts'
import {dataFileEnding} from '../verify/record-lines.ts'
import type {Disk} from '../wire/disk.ts'

/** Rows that are in memory at once, about: half an hour of a tenant with a hundred million records a month has ten times as many. */
const mostAtOnce = 20_000

/**
 * Parts are cut where spool partitions are, so that no Identity has to be known beyond one. Where a part is there twice,
 * what both hold comes once.
 * @param counts gets what is found.
 */
export async function* mergedRows(
  disk: Disk,
  places: ShardFolders['places'],
  counts: Pick<Collected, 'duplicates' | 'conflicts'>,
): AsyncGenerator<SpooledRow[]> {
  for (const {window, parts} of places) {
    const carriers = parts.map(part => carrierOf(disk, part))
    const filled = parts.flatMap(({manifest}) => manifest.windows.map(filledWindow))
    for (let at = partitionStart(window.start); at < window.end; at += partitionLength) {
      for (const piece of partitionPieces({start: at, end: at + partitionLength}, filled, mostAtOnce)) {
        const rows: SpooledRow[] = []
        for (const [reading, carrier] of carriers.entries()) {
          const own = await carrier.rows(piece, carrier.entries, [])
          for (const row of own) rows.push(new SpooledRow({...row, reading}))
        }
        const {kept, duplicates, conflicts} = uniqueRows(rows)
        counts.duplicates += duplicates
        counts.conflicts += conflicts
        if (kept.length > 0) yield kept
      }
    }
  }
}

interface FilledWindow extends TimeWindow {
  records: number
}

function filledWindow({start, end, records}: ShardFolder['manifest']['windows'][number]): FilledWindow {
  return {start: millisecondsOf(start), end: millisecondsOf(end), records}
}

/** A partition in pieces of about so many records, by what the windows that were read hold. */
export function partitionPieces(partition: TimeWindow, windows: readonly FilledWindow[], most: number): TimeWindow[] {
  const expected = windows.reduce((sum, {start, end, records}) => {
    const shared = Math.min(end, partition.end) - Math.max(start, partition.start)
    return shared > 0 ? sum + (records * shared) / (end - start) : sum
  }, 0)
  return cutInto(Math.max(1, Math.ceil(expected / most)), partition)
}

function carrierOf(disk: Disk, {path, manifest, decrypt}: ShardFolder): ExportResumeSource {
  const csv = manifest.files.find(isPartCsv)?.name ?? ''
  const records = dataFileEnding(csv) === '.csv.gz' ? packedCsvRecords : csvRecords
  return new ExportResumeSource(
    entriesOf(manifest),
    records(() => openRecordFile(disk, join(path, csv), decrypt)),
  )
}
