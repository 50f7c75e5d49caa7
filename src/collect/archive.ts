/** Writes the evidence files, hashing as it writes; nothing carries the time of the run, so equal records give equal bytes. */
import {createHash, type Hash} from 'node:crypto'
import {once} from 'node:events'
import {createWriteStream, type WriteStream} from 'node:fs'
import {join} from 'node:path'
import {createGzip} from 'node:zlib'
import {csvHeader, csvRow} from '../report/csv.ts'
import {jsonlLine} from '../report/jsonl.ts'
import {diskFailure} from './disk.ts'
import type {SpooledRow} from './spool.ts'

export type Format = 'csv' | 'jsonl'

export interface WrittenFile {
  name: string
  bytes: number
  /** Bare hex. */
  sha256: string
  records?: number
}

interface Sink {
  name: string
  write(text: string): Promise<void>
  end(): Promise<{bytes: number; sha256: string}>
}

export class Archive {
  private readonly sinks: {format: Format; sink: Sink}[]
  private records = 0

  /** @param folder exists and is empty. @param label the period's, in file names. */
  constructor(folder: string, label: string, formats: readonly Format[]) {
    this.sinks = formats.map(format => {
      const name = format === 'csv' ? `audit-${label}.csv` : `audit-${label}.jsonl.gz`
      const file = new HashedFile(folder, name)
      return {format, sink: format === 'csv' ? file : new GzipFile(file)}
    })
  }

  async open(): Promise<void> {
    for (const {format, sink} of this.sinks) if (format === 'csv') await sink.write(csvHeader())
  }

  async write(rows: readonly SpooledRow[]): Promise<void> {
    this.records += rows.length
    for (const {format, sink} of this.sinks) {
      const lines = rows.map(row => (format === 'csv' ? csvRow(row.record) : jsonlLine(row.record.AuditData)))
      await sink.write(lines.join(''))
    }
  }

  async close(): Promise<WrittenFile[]> {
    const files: WrittenFile[] = []
    for (const {sink} of this.sinks) files.push({name: sink.name, ...(await sink.end()), records: this.records})
    return files
  }
}

/** A file that knows its own hash and size once it is closed. */
class HashedFile implements Sink {
  readonly name: string
  private readonly path: string
  private readonly stream: WriteStream
  private readonly hash: Hash = createHash('sha256')
  private bytes = 0
  private error: unknown

  constructor(folder: string, name: string) {
    this.name = name
    this.path = join(folder, name)
    this.stream = createWriteStream(this.path, {flags: 'wx'})
    this.stream.on('error', error => {
      this.error = error
    })
  }

  async write(data: string | Uint8Array): Promise<void> {
    if (this.error !== undefined) throw diskFailure(this.error, this.path)
    const chunk = typeof data === 'string' ? Buffer.from(data) : data
    this.hash.update(chunk)
    this.bytes += chunk.length
    try {
      if (!this.stream.write(chunk)) await once(this.stream, 'drain')
    } catch (error) {
      throw diskFailure(error, this.path)
    }
  }

  async end(): Promise<{bytes: number; sha256: string}> {
    try {
      this.stream.end()
      // What failed a moment ago has closed already, and will not say so again.
      if (!this.stream.closed) await once(this.stream, 'close')
    } catch (error) {
      throw diskFailure(error, this.path)
    }
    if (this.error !== undefined) throw diskFailure(this.error, this.path)
    return {bytes: this.bytes, sha256: this.hash.digest('hex')}
  }
}

/** Position of the operating system's number in a gzip header (RFC 1952); 255 is “unknown”, the same everywhere. */
const operatingSystem = 9
const unknownSystem = 255

/** A gzip member whose header does not depend on the machine or the time. */
class GzipFile implements Sink {
  readonly name: string
  private readonly file: HashedFile
  private readonly gzip = createGzip({level: 6})
  private readonly finished: Promise<void>
  private failure: unknown

  constructor(file: HashedFile) {
    this.name = file.name
    this.file = file
    this.finished = this.pump()
    this.finished.catch(error => {
      this.failure = error
      this.gzip.destroy()
    })
  }

  async write(text: string): Promise<void> {
    if (this.failure !== undefined) throw this.failure
    if (!this.gzip.write(text)) await Promise.race([once(this.gzip, 'drain'), this.finished])
  }

  async end(): Promise<{bytes: number; sha256: string}> {
    this.gzip.end()
    await this.finished
    return await this.file.end()
  }

  private async pump(): Promise<void> {
    let first = true
    for await (const chunk of this.gzip as AsyncIterable<Buffer>) {
      if (first) chunk[operatingSystem] = unknownSystem
      first = false
      await this.file.write(chunk)
    }
  }
}
