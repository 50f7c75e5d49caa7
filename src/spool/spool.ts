/**
 * Rows on disk between reading and writing, so that memory does not grow with the month; they are taken back by the half hour,
 * a busy one in parts. Every row carries the number of its reading; which readings count is decided later.
 */
import {groupedBy} from '../audit/grouped-by.ts'
import {contains, type TimeWindow} from '../audit/window.ts'
import {diskFailure} from '../files/disk-failure.ts'
import {SpooledRow} from '../files/spooled-row.ts'
import type {Row} from '../sources/source.ts'
import type {Disk} from '../wire/disk.ts'
import {type BlockCipher, endOfEncryptedBlock} from './block-cipher.ts'
import {DayFiles, type HalfHourReader} from './day-files.ts'
import {cutInto, partitionLength, partitionStart} from './partition.ts'

/** Bytes on disk of what is taken at once: half an hour of a tenant with ten million records a month has 30 MB and more. */
const mostAtOnce = 4 << 20

/** Rows of a half hour, or of a part of it. */
export interface PartitionChunk extends TimeWindow {
  /** Those that count, in the order they were written. */
  rows: SpooledRow[]
}

type Header = [
  recordType: string,
  creationDate: string,
  userIds: string,
  operations: string,
  identity: string,
  time: number,
  workload: string,
  recordTypeNumber: string,
  part: number,
  reading: number,
  malformed: 0 | 1,
]

/** Bytes before each row: how long its header is, how long its text, and its time. */
const prefix = 16

export class Spool {
  private readonly disk: Disk
  private readonly folder: string
  private readonly seal: BlockCipher | undefined
  private readonly files: DayFiles
  private block = Buffer.alloc(0)
  private readonly accepted = new Map<number, TimeWindow[]>()

  /** @param folder made on first use, removed by `remove`. @param seal for rows that must not lie open on disk. */
  constructor(disk: Disk, folder: string, seal?: BlockCipher) {
    this.disk = disk
    this.folder = folder
    this.seal = seal
    this.files = new DayFiles(disk, folder)
  }

  /** @throws Failure when the disk refuses. */
  async write(rows: readonly Row[], reading: number): Promise<void> {
    const blocks = this.blocksOf(
      groupedBy(rows, row => partitionStart(row.time)),
      reading,
    )
    try {
      this.files.append(blocks.map(([at, block]) => [at, this.seal?.close(block, String(at)) ?? [block]]))
    } catch (error) {
      throw diskFailure(error, this.folder)
    }
  }

  /** Makes the rows that this reading returned for the window count. */
  accept(reading: number, window: TimeWindow): void {
    this.accepted.set(reading, [...(this.accepted.get(reading) ?? []), window])
  }

  /** The rows of one half hour that count, in parts that follow each other in time; then the half hour is forgotten. */
  async *take(at: number): AsyncGenerator<PartitionChunk> {
    const all = {start: at, end: at + partitionLength}
    const bytes = this.files.size(at)
    if (bytes === 0) {
      yield {...all, rows: []}
      return
    }
    try {
      const parts = Math.ceil(bytes / mostAtOnce)
      if (parts <= 1) yield {...all, rows: [...this.rowsIn(this.whole(at, bytes), all)]}
      else for (const part of cutInto(parts, all)) yield {...part, rows: this.rowsOfPart(at, part)}
      this.files.forget(at)
    } catch (error) {
      throw diskFailure(error, this.folder)
    }
  }

  async remove(): Promise<void> {
    await this.disk.remove(this.folder)
  }

  private whole(at: number, size: number): Buffer {
    const bytes = Buffer.allocUnsafeSlow(size)
    const file = this.files.open(at)
    try {
      if (file.read(bytes, 0) < size) throw new RangeError(endsInside)
    } finally {
      file.close()
    }
    return this.seal ? this.seal.open(bytes, String(at)) : bytes
  }

  /** Goes through the whole half hour, for each part anew, and keeps no more of it. */
  private rowsOfPart(at: number, part: TimeWindow): SpooledRow[] {
    const {seal} = this
    const rows: SpooledRow[] = []
    for (const piece of pieces(this.files.open(at), seal ? endOfEncryptedBlock : endOfRow)) {
      const bytes = seal ? seal.open(piece, String(at)) : piece
      for (const row of this.rowsIn(bytes, part)) rows.push(row.apart())
    }
    return rows
  }

  private *rowsIn(bytes: Buffer, window: TimeWindow): Generator<SpooledRow> {
    for (let at = 0; at < bytes.length; ) {
      const end = endOfRow(bytes, at)
      if (end > bytes.length) throw new RangeError(endsInside)
      const textAt = at + prefix + bytes.readUInt32LE(at)
      if (contains(window, bytes.readDoubleLE(at + 8))) {
        const header = JSON.parse(bytes.toString('utf8', at + prefix, textAt)) as Header
        if (this.counts(header[9], header[5])) yield rowOf(header, bytes.subarray(textAt, end))
      }
      at = end
    }
  }

  private counts(reading: number, time: number): boolean {
    return this.accepted.get(reading)?.some(window => contains(window, time)) ?? false
  }

  /** Each half hour's rows one after the other in the block, which is used again. */
  private blocksOf(byHalfHour: ReadonlyMap<number, readonly Row[]>, reading: number): [at: number, block: Buffer][] {
    const ends = new Map<number, number>()
    let end = 0
    for (const [at, rows] of byHalfHour) {
      for (const row of rows) end = this.putRow(row, reading, end)
      ends.set(at, end)
    }
    let start = 0
    return [...ends].map(([at, until]) => {
      const block = this.block.subarray(start, until)
      start = until
      return [at, block]
    })
  }

  /** A row as its prefix, its header and its text. @returns where it ends. */
  private putRow(row: Row, reading: number, at: number): number {
    const header = JSON.stringify(headerOf(row, reading))
    const {AuditData} = row.record
    // No character takes more than three bytes.
    const most = at + prefix + 3 * (header.length + AuditData.length)
    if (most > this.block.length) this.block = Buffer.concat([this.block.subarray(0, at)], 2 * most)
    const headerBytes = this.block.write(header, at + prefix)
    const textBytes = this.block.write(AuditData, at + prefix + headerBytes)
    this.block.writeUInt32LE(headerBytes, at)
    this.block.writeUInt32LE(textBytes, at + 4)
    this.block.writeDoubleLE(row.time, at + 8)
    return at + prefix + headerBytes + textBytes
  }
}

function headerOf(row: Row, reading: number): Header {
  const {RecordType, CreationDate, UserIds, Operations, Identity} = row.record
  const {time, workload, recordTypeNumber, part} = row
  const malformed = row.malformed ? 1 : 0
  return [
    RecordType,
    CreationDate,
    UserIds,
    Operations,
    Identity,
    time,
    workload,
    recordTypeNumber,
    part,
    reading,
    malformed,
  ]
}

function rowOf(header: Header, text: Buffer): SpooledRow {
  const [
    RecordType,
    CreationDate,
    UserIds,
    Operations,
    Identity,
    time,
    workload,
    recordTypeNumber,
    part,
    reading,
    bad,
  ] = header
  const columns = {RecordType, CreationDate, UserIds, Operations, Identity}
  return new SpooledRow({
    columns,
    text,
    time,
    workload,
    recordTypeNumber,
    part,
    reading,
    ...(bad === 1 ? {malformed: true} : {}),
  })
}

const endsInside = 'the file ends inside a row'

/**
 * Chunks of a half hour that end with a row or an encrypted block; each is valid until the next is requested.
 * @param endOf where what begins at `at` ends; infinite while that is not known yet.
 */
function* pieces(file: HalfHourReader, endOf: (bytes: Buffer, at: number) => number): Generator<Buffer> {
  try {
    let buffer = Buffer.allocUnsafeSlow(1 << 20)
    let rest = 0
    for (;;) {
      const read = file.read(buffer, rest)
      if (read === 0 && rest > 0) throw new RangeError(endsInside)
      if (read === 0) return
      const bytes = buffer.subarray(0, rest + read)
      let end = 0
      for (let next = 0; next <= bytes.length; next = endOf(bytes, end)) end = next
      if (end > 0) yield bytes.subarray(0, end)
      rest = bytes.length - end
      // One may be longer than the buffer.
      if (rest > buffer.length / 2) buffer = Buffer.concat([buffer], 2 * buffer.length)
      buffer.copyWithin(0, end, end + rest)
    }
  } finally {
    file.close()
  }
}

/** Infinite while the row's prefix is not there yet. */
function endOfRow(bytes: Buffer, at: number): number {
  if (at + prefix > bytes.length) return Number.POSITIVE_INFINITY
  return at + prefix + bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4)
}
