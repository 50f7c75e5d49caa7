/**
 * Reads `audit-<period>.parquet` back from beginning to end, a row group at a time, so that an encrypted file need not be
 * laid open on disk: the footer by a first pass, the records by a second.
 */
import type {Readable} from 'node:stream'
import {type AsyncBuffer, type FileMetaData, parquetMetadata, parquetReadObjects} from 'hyparquet'

export interface ParquetRecord {
  key: {CreationDate: string; Identity: string}
  AuditData: string
  /** Every column of the file by its name; times as instants to the microsecond, null where there is none. */
  values: Readonly<Record<string, unknown>>
}

/** More than the footer of a hundred million records. */
const longestFooter = 64 << 20
const endBytes = 8
/** Bytes of a row group, packed and unpacked: many times those that are written. */
const largestGroup = 512 << 20

/** Every record, in order. @throws when the file is none of Parquet, or is cut. */
export async function* parquetRecords(file: () => Promise<Readable>): AsyncGenerator<ParquetRecord> {
  const metadata = await footer(await file())
  if (metadata.row_groups.some(group => Number(group.total_byte_size) > largestGroup))
    throw new TypeError('a row group of the Parquet file is too large')
  const groups = metadata.row_groups.map(group => ({rows: Number(group.num_rows), end: endOf(group.columns)}))
  let held: Buffer[] = []
  let length = 0
  let start = 0
  let rowStart = 0
  for await (const chunk of (await file()) as AsyncIterable<Buffer>) {
    held.push(chunk)
    length += chunk.length
    for (let [group] = groups; group && start + length >= group.end; [group] = groups) {
      const bytes = Buffer.concat(held)
      const rowEnd = rowStart + group.rows
      yield* await recordsOf(metadata, bufferAt(bytes, start), {rowStart, rowEnd})
      held = [bytes.subarray(group.end - start)]
      length = start + bytes.length - group.end
      start = group.end
      rowStart = rowEnd
      groups.shift()
    }
    if (groups.length > 0 && length > largestGroup) throw new TypeError('a row group of the Parquet file is too large')
  }
  if (groups.length > 0) throw new TypeError('the Parquet file ends inside a row group')
  if (rowStart !== Number(metadata.num_rows))
    throw new TypeError('the Parquet file’s footer contradicts its row groups')
}

/** Footer and file end together: the metadata, its length, and `PAR1`. */
async function footer(file: Readable): Promise<FileMetaData> {
  let tail: Buffer[] = []
  let size = 0
  for await (const chunk of file as AsyncIterable<Buffer>) {
    tail.push(chunk)
    size += chunk.length
    for (let [first] = tail; first && size - first.length >= longestFooter; [first] = tail) {
      tail.shift()
      size -= first.length
    }
  }
  const end = Buffer.concat(tail)
  tail = []
  if (end.length < endBytes || end.toString('latin1', end.length - 4) !== 'PAR1')
    throw new TypeError('it is no whole Parquet file')
  return parquetMetadata(
    arrayBufferOf(end.subarray(-endBytes - Math.min(end.readUInt32LE(end.length - endBytes), longestFooter))),
  )
}

function endOf(columns: FileMetaData['row_groups'][number]['columns']): number {
  return Math.max(
    0,
    ...columns.map(({meta_data: chunk}) =>
      chunk ? Number((chunk.dictionary_page_offset ?? chunk.data_page_offset) + chunk.total_compressed_size) : 0,
    ),
  )
}

/** A value may begin with a byte order mark, which the package's own decoder would take away. */
const text = new TextDecoder('utf-8', {ignoreBOM: true})

/** Times as they are stored. */
const parsers = {
  timestampFromMicroseconds: (microseconds: bigint) => microseconds,
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && text.decode(bytes),
}

async function recordsOf(
  metadata: FileMetaData,
  file: AsyncBuffer,
  rows: {rowStart: number; rowEnd: number},
): Promise<ParquetRecord[]> {
  const found = await parquetReadObjects({file, metadata, ...rows, parsers})
  return found.map(({CreationTime, ...others}) => {
    // Whole microseconds, which a Date has not.
    const CreationDate = instantOfMicroseconds(CreationTime)
    const {Id, AuditData} = others
    return {
      key: {CreationDate, Identity: String(Id ?? '')},
      AuditData: String(AuditData ?? ''),
      values: {...others, CreationTime: CreationDate === '' ? null : CreationDate},
    }
  })
}

function instantOfMicroseconds(time: unknown): string {
  if (typeof time !== 'bigint') return ''
  const fraction = String(time % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return `${new Date(Number(time / 1000n)).toISOString().slice(0, 19)}${fraction ? `.${fraction}` : ''}Z`
}

/** A stretch of the file, known by its places in the whole. */
function bufferAt(bytes: Buffer, start: number): AsyncBuffer {
  return {
    byteLength: start + bytes.length,
    slice: (from, to = start + bytes.length) => arrayBufferOf(bytes.subarray(from - start, to - start)),
  }
}

function arrayBufferOf(bytes: Buffer): ArrayBuffer {
  return Uint8Array.from(bytes).buffer
}
