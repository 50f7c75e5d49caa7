/** The records of a sharded export's parts as one stream, in the order and the stretches in which one job hands them on. */
import {join} from 'node:path'
import type {Collected} from '../collect/collect.ts'
import {csvRecords, openRecordFile, packedCsvRecords} from '../files/read-record-file.ts'
import {SpooledRow} from '../files/spooled-row.ts'
import {entriesOf, isPartCsv, type ShardFolder, type ShardFolders} from '../restore/shard-folders.ts'
import {partitionLength, partitionStart} from '../spool/partition.ts'
import {ExportResumeSource} from '../spool/resume-source.ts'
import {uniqueRows} from '../spool/unique-rows.ts'
import {dataFileEnding} from '../verify/record-lines.ts'
import type {Disk} from '../wire/disk.ts'

/**
 * Parts are cut where stretches are, so that no Identity has to be known beyond one. Where a part is there twice, what
 * both hold comes once.
 * @param counts gets what is found.
 */
export async function* mergedRows(
  disk: Disk,
  places: ShardFolders['places'],
  counts: Pick<Collected, 'duplicates' | 'conflicts'>,
): AsyncGenerator<SpooledRow[]> {
  for (const {window, parts} of places) {
    const carriers = parts.map(part => carrierOf(disk, part))
    for (let at = partitionStart(window.start); at < window.end; at += partitionLength) {
      const rows: SpooledRow[] = []
      for (const [reading, carrier] of carriers.entries()) {
        const own = await carrier.rows({start: at, end: at + partitionLength}, carrier.entries, [])
        rows.push(...own.map(row => new SpooledRow({...row, reading})))
      }
      const {kept, duplicates, conflicts} = uniqueRows(rows)
      counts.duplicates += duplicates
      counts.conflicts += conflicts
      if (kept.length > 0) yield kept
    }
  }
}

function carrierOf(disk: Disk, {path, manifest, decrypt}: ShardFolder): ExportResumeSource {
  const csv = manifest.files.find(isPartCsv)?.name ?? ''
  const records = dataFileEnding(csv) === '.csv.gz' ? packedCsvRecords : csvRecords
  return new ExportResumeSource(
    entriesOf(manifest),
    records(() => openRecordFile(disk, join(path, csv), decrypt)),
  )
}
