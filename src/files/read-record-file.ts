/** Reads the data files of an evidence folder back, a record at a time, decrypted where that is asked for. */
import {pipeline, Readable, type Transform} from 'node:stream'
import {createGunzip} from 'node:zlib'
import {parse} from 'csv-parse'
import {type AuditRecord, columns} from '../audit/record.ts'
import {flatColumns} from '../report/flat/columns.ts'
import {unguarded} from '../report/flat/csv.ts'
import type {FlatGuard} from '../report/flat/guard.ts'
import type {Disk} from '../wire/disk.ts'
import type {Transcode} from './age.ts'

/** Bytes of one record, far above what the service sends. */
export const longestRecord = 64 << 20
/** Logs are packed to a tenth or a twentieth; only a file made for it unpacks to more than this. */
export const mostUnpacked = 250
/** Bytes that are read before that is asked. */
export const unpackedFreely = 1 << 30

/** Whether a file is the CSV that holds whole records, unencrypted. */
export function isCmdletCsv({name}: {name: string}): boolean {
  return name.endsWith('.csv') && !name.endsWith('.flat.csv')
}

/** Every record of `audit-<period>.csv`, in its order. @throws when it is none, or ends inside a row. */
export async function* csvRecords(file: () => Promise<Readable>): AsyncGenerator<AuditRecord> {
  const parser = parse({record_delimiter: '\r\n', relax_column_count: true, max_record_size: longestRecord})
  pipeline(await file(), parser, () => undefined)
  let header = true
  for await (const cells of parser as AsyncIterable<string[]>) {
    if (header) {
      header = false
      checkCsvHeader(cells)
    } else yield recordOfCells(cells)
  }
}

/** The same of `audit-<period>.csv.gz`. @throws as well when it unpacks without bounds. */
export function packedCsvRecords(file: () => Promise<Readable>): AsyncGenerator<AuditRecord> {
  return csvRecords(async () => Readable.from(unpacked(await file()), {objectMode: false}))
}

/** @throws when it is not the header of `audit-<period>.csv`. */
export function checkCsvHeader(cells: readonly string[]): void {
  if (cells.join(',') !== columns.join(',')) throw new TypeError(`the CSV's header is not ${columns.join(',')}`)
}

export function recordOfCells(cells: readonly string[]): AuditRecord {
  const cell = (name: (typeof columns)[number]) => cells[columns.indexOf(name)] ?? ''
  return {
    RecordType: cell('RecordType'),
    CreationDate: cell('CreationDate'),
    UserIds: cell('UserIds'),
    Operations: cell('Operations'),
    AuditData: cell('AuditData'),
    Identity: cell('Identity'),
  }
}

/** One row of the flat CSV. */
export interface FlatRowRead {
  key: {CreationDate: string; Identity: string}
  /** As they stand in the file, guards included, in the order of `flatColumns`. */
  cells: readonly string[]
}

/**
 * Every row of `audit-<period>.flat.csv`. The columns only ever grow: an older or newer version's file is read as well.
 * @throws when it is none, or ends inside a row.
 */
export async function* flatRows(
  file: () => Promise<Readable>,
  guard: FlatGuard = 'formulas',
): AsyncGenerator<FlatRowRead> {
  const parser = parse({record_delimiter: '\r\n', bom: true, max_record_size: longestRecord})
  pipeline(await file(), parser, () => undefined)
  let header = true
  for await (const cells of parser as AsyncIterable<string[]>) {
    const [CreationDate = '', Id = ''] = cells
    if (!header) yield {key: {CreationDate, Identity: unguarded(Id, guard)}, cells}
    else if (cells.some((name, index) => name !== (flatColumns[index]?.name ?? name)))
      throw new TypeError('the flat CSV has other columns')
    header = false
  }
  if (header) throw new TypeError('the flat CSV has no header')
}

/** Every line of `audit-<period>.jsonl.gz`. @throws when it is none, ends inside a line, or unpacks without bounds. */
export async function* jsonlLines(file: () => Promise<Readable>): AsyncGenerator<string> {
  // Not readline, which also breaks lines at U+2028, as common in people's texts as anything else.
  let begun: Buffer[] = []
  let length = 0
  for await (const chunk of unpacked(await file())) {
    let at = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, at)) {
      const line = Buffer.concat([...begun, chunk.subarray(at, end)])
      begun = []
      length = 0
      at = end + 1
      yield line.toString('utf8')
    }
    if (at < chunk.length) begun.push(chunk.subarray(at))
    length += chunk.length - at
    if (length > longestRecord) throw new TypeError(`a line of the JSONL file is longer than ${longestRecord} bytes`)
  }
  if (length > 0) throw new TypeError('the JSONL file ends inside a line')
}

/** What a gzip file holds. @throws when it is no gzip file, is cut, or unpacks without bounds. */
async function* unpacked(file: Readable): AsyncGenerator<Buffer> {
  const gunzip = createGunzip()
  let length = 0
  for await (const chunk of through(file, gunzip)) {
    length += chunk.length
    if (length > unpackedFreely && length > mostUnpacked * gunzip.bytesWritten)
      throw new TypeError(`the file unpacks to more than ${mostUnpacked} times its size`)
    yield chunk
  }
}

/** A file's bytes, decrypted where that is asked for. */
export async function openRecordFile(disk: Disk, path: string, decrypt?: Transcode): Promise<Readable> {
  return await openRecords(disk.readStream(path), decrypt)
}

/** The same of an open file. */
export async function openRecords(file: Readable, decrypt?: Transcode): Promise<Readable> {
  return decrypt ? Readable.from(await decrypt(Readable.toWeb(file) as ReadableStream<Uint8Array>)) : file
}

/** The file through a transform; faults of either end the iteration with an error. */
function through(file: Readable, transform: Transform): AsyncIterable<Buffer> {
  pipeline(file, transform, () => undefined)
  return transform
}
