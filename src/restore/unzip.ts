/**
 * Unpacks a zip within bounds: number, names and sizes are checked before the first byte is written, and again while it
 * is. After APPNOTE.TXT 6.3.10, as far as archives of artifacts go: stored and deflated entries, zip64, no encryption.
 */

import {dirname, join} from 'node:path'
import {type Readable, Transform} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {crc32, createInflateRaw} from 'node:zlib'
import {pluralise} from '../audit/numbers.ts'
import type {Disk} from '../wire/disk.ts'
import {Failure} from '../wire/failure.ts'

export interface ArchiveBounds {
  /** Bytes of the zip. */
  packed: number
  /** Bytes of all that it holds. */
  unpacked: number
  entries: number
  /** What a file in it may be called, with its folders. */
  names: RegExp
}

interface Entry {
  name: string
  method: number
  crc: number
  packed: number
  unpacked: number
  /** Of its local header. */
  at: number
}

const endLength = 22
const longestComment = 0xffff
const centralLength = 46
const localLength = 30
/** Bytes that an entry's line in the central directory takes at most, for names as we allow them. */
const longestLine = 1024

/** @returns the names of the files. @throws Failure `ARCHIVE_REFUSED`, or what the disk says. */
export async function unzip(disk: Disk, archive: string, folder: string, bounds: ArchiveBounds): Promise<string[]> {
  const size = await disk.size(archive)
  if (size > bounds.packed) throw refused(`it has ${pluralise(size, 'byte')}, more than ${bounds.packed}`)
  const entries = await entriesOf({disk, archive, size}, bounds)
  for (const entry of entries) await extract({disk, archive, size}, entry, folder)
  return entries.map(({name}) => name)
}

interface Archive {
  disk: Disk
  archive: string
  size: number
}

async function entriesOf(archive: Archive, bounds: ArchiveBounds): Promise<Entry[]> {
  const {count, at, length} = await directoryOf(archive)
  if (count > bounds.entries) throw refused(`it holds ${pluralise(count, 'file')}, more than ${bounds.entries}`)
  if (length > count * longestLine) throw refused('its list of files is too long')
  const lines = await bytesAt(archive, at, length)
  const entries: Entry[] = []
  let offset = 0
  for (let number = 0; number < count; number++) {
    const {entry, next} = entryAt(lines, offset)
    offset = next
    if (entry.name.endsWith('/') && entry.unpacked === 0) continue
    if (!bounds.names.test(entry.name)) throw refused(`it holds a file that is not expected: ${shown(entry.name)}`)
    if (entries.some(one => one.name === entry.name)) throw refused(`it holds ${shown(entry.name)} twice`)
    entries.push(entry)
  }
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpacked, 0)
  if (unpacked > bounds.unpacked) throw refused(`it holds ${pluralise(unpacked, 'byte')}, more than ${bounds.unpacked}`)
  const inOrder = [...entries].sort((a, b) => a.at - b.at)
  for (const [index, entry] of inOrder.entries()) {
    const end = inOrder[index + 1]?.at ?? at
    if (entry.at + localLength + entry.packed > end) throw refused('its files overlap')
  }
  return entries
}

/** The end of central directory record, which may be followed by a comment, or its zip64 form. */
async function directoryOf(archive: Archive): Promise<{count: number; at: number; length: number}> {
  const start = Math.max(0, archive.size - endLength - longestComment)
  const tail = await bytesAt(archive, start, archive.size - start)
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0 || end + endLength > tail.length) throw refused('it is no zip')
  const found = {
    count: tail.readUInt16LE(end + 10),
    length: tail.readUInt32LE(end + 12),
    at: tail.readUInt32LE(end + 16),
  }
  const locator = end - 20
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) return inside(found, archive)
  const record = await bytesAt(archive, numberAt(tail, locator + 8), 56)
  if (record.readUInt32LE(0) !== 0x06064b50) throw refused('it is no zip')
  return inside({count: numberAt(record, 32), length: numberAt(record, 40), at: numberAt(record, 48)}, archive)
}

function inside<T extends {at: number; length: number}>(found: T, {size}: Archive): T {
  if (found.at + found.length > size) throw refused('it is cut')
  return found
}

function entryAt(lines: Buffer, at: number): {entry: Entry; next: number} {
  if (at + centralLength > lines.length || lines.readUInt32LE(at) !== 0x02014b50)
    throw refused('its list of files is damaged')
  const [flags, method] = [lines.readUInt16LE(at + 8), lines.readUInt16LE(at + 10)]
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map(offset => lines.readUInt16LE(at + offset)) as [
    number,
    number,
    number,
  ]
  const extraAt = at + centralLength + nameLength
  const next = extraAt + extraLength + commentLength
  if (next > lines.length) throw refused('its list of files is damaged')
  const name = lines.toString('utf8', at + centralLength, extraAt)
  if ((flags & 1) !== 0) throw refused(`${shown(name)} is encrypted`)
  if (method !== 0 && method !== 8) throw refused(`${shown(name)} is packed by an unknown method`)
  // The upper half holds the mode where the archive was made on Unix; 0o12 is a link.
  if (lines.readUInt32LE(at + 38) >>> 28 === 0o12) throw refused(`${shown(name)} is a link`)
  const wide = wideNumbers(lines.subarray(extraAt, extraAt + extraLength))
  const sized = (offset: number) => {
    const value = lines.readUInt32LE(at + offset)
    return value === 0xffffffff ? (wide.shift() ?? value) : value
  }
  const unpacked = sized(24)
  const packed = sized(20)
  return {entry: {name, method, crc: lines.readUInt32LE(at + 16), packed, unpacked, at: sized(42)}, next}
}

/** The numbers of the zip64 extra field, in its order: unpacked, packed, offset; those alone that did not fit. */
function wideNumbers(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    const length = Math.min(extra.readUInt16LE(at + 2), extra.length - at - 4)
    return Array.from({length: Math.min(3, Math.floor(length / 8))}, (_, index) => numberAt(extra, at + 4 + 8 * index))
  }
  return []
}

function numberAt(bytes: Buffer, at: number): number {
  const value = bytes.readBigUInt64LE(at)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw refused('a size in it is no size')
  return Number(value)
}

async function extract(archive: Archive, entry: Entry, folder: string): Promise<void> {
  const {disk} = archive
  const header = await bytesAt(archive, entry.at, localLength)
  if (header.readUInt32LE(0) !== 0x04034b50) throw refused('it is damaged')
  const start = entry.at + localLength + header.readUInt16LE(26) + header.readUInt16LE(28)
  const path = join(folder, entry.name)
  await disk.makeFolder(dirname(path))
  const check = new Checked(entry)
  const packed: Readable[] = entry.packed > 0 ? [disk.readRange(archive.archive, start, entry.packed)] : []
  const [source] = packed
  const target = disk.writeStream(path)
  if (source === undefined) check.end()
  try {
    if (source === undefined) await pipeline(check, target)
    else if (entry.method === 8) await pipeline(source, createInflateRaw(), check, target)
    else await pipeline(source, check, target)
  } catch (error) {
    if (error instanceof Failure || !isZlib(error)) throw error
    throw refused(`${shown(entry.name)} does not unpack`, error)
  }
}

/** Lets through as many bytes as the list of files says, and no other. */
class Checked extends Transform {
  private readonly entry: Entry
  private bytes = 0
  private crc = 0

  constructor(entry: Entry) {
    super()
    this.entry = entry
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error?: Error | null, data?: Buffer) => void,
  ): void {
    this.bytes += chunk.length
    this.crc = crc32(chunk, this.crc)
    if (this.bytes > this.entry.unpacked) done(refused(`${shown(this.entry.name)} is larger than it says`))
    else done(null, chunk)
  }

  override _flush(done: (error?: Error | null) => void): void {
    const {unpacked, crc, name} = this.entry
    done(this.bytes === unpacked && this.crc === crc ? null : refused(`${shown(name)} is not what was packed`))
  }
}

function isZlib(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(Z_|ERR_)/.test(String(error.code))
}

async function bytesAt({disk, archive, size}: Archive, at: number, length: number): Promise<Buffer> {
  if (at < 0 || length < 0 || at + length > size) throw refused('it is cut')
  if (length === 0) return Buffer.alloc(0)
  const parts: Buffer[] = []
  for await (const part of disk.readRange(archive, at, length)) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 80))
}

function refused(why: string, cause?: unknown): Failure {
  return new Failure({
    code: 'ARCHIVE_REFUSED',
    message: `The archive is refused: ${why}.`,
    remedy:
      'Nothing is to be done where an earlier run’s artifact is damaged or was forged: the period is read without it.',
    ...(cause === undefined ? {} : {cause}),
  })
}
