/**
 * Rows on disk between reading and writing, in stretches of half an hour, so that memory does not grow with the month.
 * Every row carries the number of its reading; which readings count is decided later.
 */
import {appendFileSync, mkdirSync, readFileSync, rmSync} from 'node:fs'
import {rm} from 'node:fs/promises'
import {join} from 'node:path'
import {holds, type TimeWindow} from '../audit/window.ts'
import type {Row} from '../sources/source.ts'
import {diskFailure} from './disk.ts'
import type {Seal} from './seal.ts'
import {SpooledRow} from './spooled.ts'

/** Milliseconds. Half an hour of a tenant with ten million records a month is about 30 MB. */
export const stretch = 1_800_000

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
]

/** Bytes before each row: how long its header is, and how long its text. */
const lengths = 8

export class Spool {
  private readonly folder: string
  private readonly seal: Seal | undefined
  private readonly used = new Set<number>()
  private block = Buffer.alloc(0)
  private readonly accepted = new Map<number, TimeWindow[]>()

  /** @param folder made on first use, removed by `remove`. @param seal for rows that must not lie open on disk. */
  constructor(folder: string, seal?: Seal) {
    this.folder = folder
    this.seal = seal
  }

  /** @throws Failure when the disk refuses. */
  async write(rows: readonly Row[], reading: number): Promise<void> {
    const byStretch = new Map<number, Row[]>()
    for (const row of rows) {
      const at = Math.floor(row.time / stretch) * stretch
      const together = byStretch.get(at)
      if (together) together.push(row)
      else byStretch.set(at, [row])
    }
    this.append(byStretch, reading)
  }

  /**
   * Synchronous: the blocks are small, a promise costs more than the write, and Node appends a large buffer in pieces,
   * between which another window's rows could come.
   */
  private append(byStretch: ReadonlyMap<number, readonly Row[]>, reading: number): void {
    try {
      if (this.used.size === 0) mkdirSync(this.folder, {recursive: true})
      for (const [at, rows] of byStretch) {
        this.used.add(at)
        const block = this.blockOf(rows, reading)
        appendFileSync(this.path(at), this.seal ? Buffer.concat(this.seal.close(block, String(at))) : block)
      }
    } catch (error) {
      throw diskFailure(error, this.folder)
    }
  }

  /** Makes the rows that this reading returned for the window count. */
  accept(reading: number, window: TimeWindow): void {
    this.accepted.set(reading, [...(this.accepted.get(reading) ?? []), window])
  }

  /** The rows of one stretch that count, in the order they were written; the stretch is forgotten. */
  async take(at: number): Promise<SpooledRow[]> {
    if (!this.used.delete(at)) return []
    let bytes: Buffer
    try {
      bytes = readFileSync(this.path(at))
      if (this.seal) bytes = this.seal.open(bytes, String(at))
      rmSync(this.path(at))
    } catch (error) {
      throw diskFailure(error, this.folder)
    }
    const rows: SpooledRow[] = []
    for (let at = 0; at < bytes.length; ) {
      const textAt = at + lengths + bytes.readUInt32LE(at)
      const end = textAt + bytes.readUInt32LE(at + 4)
      const header = JSON.parse(bytes.toString('utf8', at + lengths, textAt)) as Header
      if (this.counts(header[9], header[5])) rows.push(rowOf(header, bytes.subarray(textAt, end)))
      at = end
    }
    return rows
  }

  async remove(): Promise<void> {
    await rm(this.folder, {recursive: true, force: true})
  }

  private counts(reading: number, time: number): boolean {
    return this.accepted.get(reading)?.some(window => holds(window, time)) ?? false
  }

  /** Each row as its lengths, its header and its text; good until the next block is made. */
  private blockOf(rows: readonly Row[], reading: number): Buffer {
    let at = 0
    for (const row of rows) {
      const header = JSON.stringify(headerOf(row, reading))
      const {AuditData} = row.record
      // No character takes more than three bytes.
      const most = at + lengths + 3 * (header.length + AuditData.length)
      if (most > this.block.length) this.block = Buffer.concat([this.block.subarray(0, at)], 2 * most)
      const headerBytes = this.block.write(header, at + lengths)
      const textBytes = this.block.write(AuditData, at + lengths + headerBytes)
      this.block.writeUInt32LE(headerBytes, at)
      this.block.writeUInt32LE(textBytes, at + 4)
      at += lengths + headerBytes + textBytes
    }
    return this.block.subarray(0, at)
  }

  private path(at: number): string {
    return join(this.folder, `${at}.rows`)
  }
}

function headerOf(row: Row, reading: number): Header {
  const {RecordType, CreationDate, UserIds, Operations, Identity} = row.record
  const {time, workload, recordTypeNumber, part} = row
  return [RecordType, CreationDate, UserIds, Operations, Identity, time, workload, recordTypeNumber, part, reading]
}

function rowOf(header: Header, text: Buffer): SpooledRow {
  const [RecordType, CreationDate, UserIds, Operations, Identity, time, workload, recordTypeNumber, part, reading] =
    header
  const columns = {RecordType, CreationDate, UserIds, Operations, Identity}
  return new SpooledRow({columns, text, time, workload, recordTypeNumber, part, reading})
}
