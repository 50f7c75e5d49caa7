/**
 * One gzip member whose blocks are compressed side by side in Node's thread pool: each alone, with the end of the one before
 * as its dictionary. So its bytes depend neither on the machine nor on which thread is done first.
 */
import {promisify} from 'node:util'
import {constants, crc32, deflateRaw} from 'node:zlib'
import {bytesOf, type FileSink, type FinishedFile} from './file-sink.ts'

/** RFC 1952: deflate, no flags, no time, and 255 for an unknown operating system. */
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])

/** RFC 1951: a last block that is empty, for those before it don't know that they are last. */
const lastBlock = Buffer.from([3, 0])

/** Memory for a block; a longer one gets its own. */
const blockBytes = 1 << 20

/** How far back deflate looks, in bytes. */
const dictionaryBytes = 32_768

/** As many blocks as are compressed at once. A hosted job has two to four processors, and each block takes a megabyte. */
const atOnce = 3

const deflate = promisify(deflateRaw) as (
  block: Uint8Array,
  options: {level: number; memLevel: number; chunkSize: number; finishFlush: number; dictionary?: Uint8Array},
) => Promise<Buffer>

export class GzipWriter implements FileSink {
  readonly name: string
  private readonly file: FileSink
  private readonly underWay: Promise<Buffer>[] = [Promise.resolve(header)]
  /** Memory of blocks that are compressed, to be used again. */
  private readonly free: Buffer[] = []
  private before: Buffer | undefined
  private checksum = 0
  private length = 0

  constructor(file: FileSink) {
    this.name = file.name
    this.file = file
  }

  /** What is written at once is one block: pieces of some hundred kilobytes are compressed best. */
  async write(data: string | Uint8Array): Promise<void> {
    const block = this.copyOf(data)
    this.checksum = crc32(block, this.checksum)
    this.length += block.length
    const compressed = deflate(block, {
      level: 6,
      memLevel: 9,
      chunkSize: 1 << 17,
      finishFlush: constants.Z_SYNC_FLUSH,
      ...(this.before ? {dictionary: this.before} : {}),
    })
    compressed.then(
      () => this.free.push(Buffer.from(block.buffer)),
      // Reported when its turn comes.
      () => undefined,
    )
    this.before = Buffer.from(block.subarray(-dictionaryBytes))
    this.underWay.push(compressed)
    while (this.underWay.length >= atOnce) await this.writeOldest()
  }

  async end(): Promise<FinishedFile> {
    while (this.underWay.length > 0) await this.writeOldest()
    const trailer = Buffer.alloc(8)
    trailer.writeUInt32LE(this.checksum, 0)
    trailer.writeUInt32LE(this.length % 2 ** 32, 4)
    await this.file.write(Buffer.concat([lastBlock, trailer]))
    return await this.file.end()
  }

  private copyOf(data: string | Uint8Array): Buffer {
    const bytes = bytesOf(data)
    const memory = this.free.pop()
    const block =
      memory && memory.length >= bytes.length ? memory : Buffer.allocUnsafeSlow(Math.max(bytes.length, blockBytes))
    block.set(bytes)
    return block.subarray(0, bytes.length)
  }

  private async writeOldest(): Promise<void> {
    const block = await this.underWay.shift()
    if (block) await this.file.write(block)
  }
}
