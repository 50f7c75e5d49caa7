/** The data files of a folder, each as the records that it holds, in its order. */
import type {Readable} from 'node:stream'
import {parsedObject} from '../audit/json.ts'
import {type AuditRecord, instant} from '../audit/record.ts'
import type {Transcode} from '../files/age.ts'
import {csvRecords, flatRows, jsonlLines, openRecords, packedCsvRecords} from '../files/read-record-file.ts'
import {rawTextOf} from '../report/malformed.ts'
import type {Manifest} from '../report/manifest.ts'
import type {FolderFiles} from './folder-files.ts'

/** One record, as far as its file tells it. */
export interface RecordLine {
  record?: AuditRecord
  auditData?: string
  /** In addition to, or in place of, `AuditData`. */
  key?: {CreationDate: string; Identity: string}
  /** Of the flat CSV. */
  cells?: readonly string[]
  /** Of the Parquet file. */
  values?: Readonly<Record<string, unknown>>
}

type Lines = (file: () => Promise<Readable>, manifest: Manifest) => AsyncIterable<RecordLine>

/** Files of records by the ending of their names, those first that say most. */
const readers: [ending: string, lines: Lines][] = [
  ['.csv', file => rowsIn(csvRecords(file))],
  ['.csv.gz', file => rowsIn(packedCsvRecords(file))],
  ['.jsonl.gz', linesOf],
  ['.parquet', parquetRows],
  ['.flat.csv', flatLines],
]

/** The data files that the manifest names. */
export function recordLines(files: FolderFiles, manifest: Manifest, decrypt?: Transcode): AsyncIterator<RecordLine>[] {
  return readers.flatMap(([ending, lines]) => {
    const file = manifest.files.find(({name}) => dataFileEnding(name) === ending)
    if (!file) return []
    const opened = lines(async () => await openRecords(await files.stream(file.name), decrypt), manifest)
    return [opened[Symbol.asyncIterator]()]
  })
}

/** Of a data file's name, encrypted or not; '' for other files. */
export function dataFileEnding(name: string): string {
  return /^audit-.*?(\.(?:flat\.csv|csv|csv\.gz|jsonl\.gz|parquet))(?:\.age)?$/.exec(name)?.[1] ?? ''
}

async function* rowsIn(records: AsyncIterable<AuditRecord>): AsyncGenerator<RecordLine> {
  for await (const record of records) yield {record, auditData: record.AuditData}
}

async function* linesOf(file: () => Promise<Readable>): AsyncGenerator<RecordLine> {
  for await (const line of jsonlLines(file)) yield jsonlRecordLine(line)
}

/** A line that stands for a malformed text says when and what it is of. */
export function jsonlRecordLine(line: string): RecordLine {
  const auditData = rawTextOf(line)
  if (auditData === line) return {auditData}
  const {CreationTime, Id} = parsedObject(line) ?? {}
  return {auditData, key: {CreationDate: instant(String(CreationTime)) ?? '', Identity: String(Id)}}
}

async function* parquetRows(file: () => Promise<Readable>): AsyncGenerator<RecordLine> {
  const {parquetRecords} = await import('../files/parquet-read.ts')
  for await (const {key, AuditData, values} of parquetRecords(file))
    yield {key, auditData: rawTextOf(AuditData), values}
}

async function* flatLines(file: () => Promise<Readable>, {flat}: Manifest): AsyncGenerator<RecordLine> {
  for await (const {key, cells} of flatRows(file, flat?.guard)) yield {key, cells}
}
