/** Reads the data files of an evidence folder back, a record at a time, decrypted where that is asked for. */
import {pipeline, Readable, type Transform} from 'node:stream'
import {createGunzip} from 'node:zlib'
import {parse} from 'csv-parse'
import {type AuditRecord, columns} from '../audit/record.ts'
import {flatColumns} from '../report/flat/columns.ts'
import {unguarded} from '../report/flat/csv.ts'
import type {Disk} from '../wire/disk.ts'
import type {Transcode} from './age.ts'

/** Whether a file is the CSV that holds whole records, unencrypted. */
export function isCmdletCsv({name}: {name: string}): boolean {
  return name.endsWith('.csv') && !name.endsWith('.flat.csv')
}

/** Every record of `audit-<period>.csv`, in its order. @throws when it is none, or ends inside a row. */
export async function* csvRecords(file: () => Promise<Readable>): AsyncGenerator<AuditRecord> {
  const parser = parse({record_delimiter: '\r\n', relax_column_count: true})
  pipeline(await file(), parser, () => undefined)
  let header = true
  for await (const cells of parser as AsyncIterable<string[]>) {
    if (header) {
      header = false
      if (cells.join(',') !== columns.join(',')) throw new TypeError(`the CSV's header is not ${columns.join(',')}`)
      continue
    }
    const cell = (name: (typeof columns)[number]) => cells[columns.indexOf(name)] ?? ''
    yield {
      RecordType: cell('RecordType'),
      CreationDate: cell('CreationDate'),
      UserIds: cell('UserIds'),
      Operations: cell('Operations'),
      AuditData: cell('AuditData'),
      Identity: cell('Identity'),
    }
  }
}

/**
 * Time and id of every row of `audit-<period>.flat.csv`. The columns only ever grow: an older or newer version's file is
 * read as well. @throws when it is none, or ends inside a row.
 */
export async function* flatKeys(
  file: () => Promise<Readable>,
): AsyncGenerator<{CreationDate: string; Identity: string}> {
  const parser = parse({record_delimiter: '\r\n', bom: true})
  pipeline(await file(), parser, () => undefined)
  let header = true
  for await (const [CreationDate = '', Id = '', ...others] of parser as AsyncIterable<string[]>) {
    if (!header) yield {CreationDate, Identity: unguarded(Id)}
    else if ([CreationDate, Id, ...others].some((name, index) => name !== (flatColumns[index]?.name ?? name)))
      throw new TypeError('the flat CSV has other columns')
    header = false
  }
  if (header) throw new TypeError('the flat CSV has no header')
}

/** Every line of `audit-<period>.jsonl.gz`. */
export async function* jsonlLines(file: () => Promise<Readable>): AsyncGenerator<string> {
  // Not readline, which also breaks lines at U+2028, as common in people's texts as anything else.
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of through(await file(), createGunzip())) {
    let bytes = Buffer.concat([rest, chunk])
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10)) {
      yield bytes.toString('utf8', 0, end)
      bytes = bytes.subarray(end + 1)
    }
    rest = bytes
  }
  if (rest.length > 0) throw new TypeError('the JSONL file ends inside a line')
}

/** A file's bytes, decrypted where that is asked for. */
export async function openRecordFile(disk: Disk, path: string, decrypt?: Transcode): Promise<Readable> {
  const file = disk.readStream(path)
  return decrypt ? Readable.from(await decrypt(Readable.toWeb(file))) : file
}

/** The file through a transform; faults of either end the iteration with an error. */
function through(file: Readable, transform: Transform): AsyncIterable<Buffer> {
  pipeline(file, transform, () => undefined)
  return transform
}
