/**
 * Files that are written once, from beginning to end, and know their hash when they are closed. Sinks stand in a row:
 * bytes go through gzip and age to the disk, so that nothing lies there before it is encrypted.
 */
import {createHash, type Hash} from 'node:crypto'
import {once} from 'node:events'
import {basename} from 'node:path'
import type {Writable} from 'node:stream'
import type {Disk} from '../wire/disk.ts'
import {type AgeWriter, ageSuffix, type Encrypt} from './age.ts'
import {diskFailure} from './disk-failure.ts'

interface Content {
  bytes: number
  /** Bare hex. */
  sha256: string
}

export interface FinishedFile extends Content {
  /** Of an encrypted file: what it holds, for encryption never gives the same bytes twice. */
  plain?: Content
}

export interface FileSink {
  readonly name: string
  /** Once it resolves, the bytes are the caller's again. */
  write(data: string | Uint8Array): Promise<void>
  end(): Promise<FinishedFile>
}

/** A new file; with `encrypt` it is an age file, and its name says so. */
export function newFile(disk: Disk, path: string, encrypt: Encrypt | undefined): FileSink {
  return encrypt ? new AgeFile(new HashedFile(disk, path + ageSuffix), encrypt) : new HashedFile(disk, path)
}

class HashedFile implements FileSink {
  readonly name: string
  private readonly path: string
  private readonly stream: Writable
  private readonly content = new Counted()
  private error: unknown

  constructor(disk: Disk, path: string) {
    this.name = basename(path)
    this.path = path
    this.stream = disk.writeStream(path)
    this.stream.on('error', error => {
      this.error = error
    })
  }

  async write(data: string | Uint8Array): Promise<void> {
    if (this.error !== undefined) throw diskFailure(this.error, this.path)
    const chunk = bytesOf(data)
    const written = new Promise<void>((resolve, reject) => {
      this.stream.write(chunk, error => (error ? reject(error) : resolve()))
    })
    // While the disk is busy.
    this.content.count(chunk)
    try {
      await written
    } catch (error) {
      throw diskFailure(error, this.path)
    }
  }

  async end(): Promise<FinishedFile> {
    try {
      this.stream.end()
      // What failed a moment ago has closed already, and will not say so again.
      if (!this.stream.closed) await once(this.stream, 'close')
    } catch (error) {
      throw diskFailure(error, this.path)
    }
    if (this.error !== undefined) throw diskFailure(this.error, this.path)
    return this.content.digest()
  }
}

class Counted {
  private readonly hash: Hash = createHash('sha256')
  private bytes = 0

  count(chunk: Uint8Array): void {
    this.hash.update(chunk)
    this.bytes += chunk.length
  }

  digest(): Content {
    return {bytes: this.bytes, sha256: this.hash.digest('hex')}
  }
}

export function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data) : data
}

class AgeFile implements FileSink {
  readonly name: string
  private readonly file: FileSink
  private readonly plain = new Counted()
  private readonly writer: Promise<AgeWriter>

  constructor(file: FileSink, encrypt: Encrypt) {
    this.name = file.name
    this.file = file
    this.writer = this.begin(encrypt)
    // Reported by the next write or by the end.
    this.writer.catch(() => undefined)
  }

  async write(data: string | Uint8Array): Promise<void> {
    const writer = await this.writer
    const chunk = bytesOf(data)
    this.plain.count(chunk)
    await this.file.write(writer.update(chunk))
  }

  async end(): Promise<FinishedFile> {
    const writer = await this.writer
    await this.file.write(writer.final())
    return {...(await this.file.end()), plain: this.plain.digest()}
  }

  private async begin(encrypt: Encrypt): Promise<AgeWriter> {
    const writer = await encrypt()
    await this.file.write(writer.header)
    return writer
  }
}
