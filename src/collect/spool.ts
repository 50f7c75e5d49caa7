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
  bytes: number,
]

export class Spool {
  private readonly folder: string
  private readonly seal: Seal | undefined
  private readonly used = new Set<number>()
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
        const block = blockOf(rows, reading)
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
    for (let offset = 0; offset < bytes.length; ) {
      const headerEnd = bytes.indexOf(10, offset)
      const header = JSON.parse(bytes.toString('utf8', offset, headerEnd)) as Header
      const bodyEnd = headerEnd + 1 + header[10]
      const body = bytes.subarray(headerEnd + 1, bodyEnd)
      if (this.counts(header[9], header[5])) rows.push(rowOf(header, body))
      offset = bodyEnd
    }
    return rows
  }

  async remove(): Promise<void> {
    await rm(this.folder, {recursive: true, force: true})
  }

  private counts(reading: number, time: number): boolean {
    return this.accepted.get(reading)?.some(window => holds(window, time)) ?? false
  }

  private path(at: number): string {
    return join(this.folder, `${at}.rows`)
  }
}

/** Each row as a line of its header, and its text. */
function blockOf(rows: readonly Row[], reading: number): Buffer {
  const bytes = rows.map(row => Buffer.byteLength(row.record.AuditData))
  const headers = rows.map((row, index) => `${JSON.stringify(headerOf(row, reading, bytes[index] ?? 0))}\n`)
  const size = headers.reduce((sum, header, index) => sum + Buffer.byteLength(header) + (bytes[index] ?? 0), 0)
  const block = Buffer.allocUnsafe(size)
  let at = 0
  for (const [index, row] of rows.entries()) {
    at += block.write(headers[index] ?? '', at)
    at += block.write(row.record.AuditData, at)
  }
  return block
}

function headerOf(row: Row, reading: number, bytes: number): Header {
  const {RecordType, CreationDate, UserIds, Operations, Identity} = row.record
  const {time, workload, recordTypeNumber, part} = row
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
    bytes,
  ]
}

function rowOf(header: Header, text: Buffer): SpooledRow {
  const [RecordType, CreationDate, UserIds, Operations, Identity, time, workload, recordTypeNumber, part, reading] =
    header
  const columns = {RecordType, CreationDate, UserIds, Operations, Identity}
  return new SpooledRow({columns, text, time, workload, recordTypeNumber, part, reading})
}
