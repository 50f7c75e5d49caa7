/** A file of lines that go on in large blocks, because hashing, compressing and writing cost by the call. */
import type {RecordBytes} from '../audit/record.ts'
import type {FileSink, FinishedFile} from './file-sink.ts'

/** Puts a record's line into `target`, and returns where it ends. */
type PutLine = (row: RecordBytes, target: Buffer, at: number) => number

const blockBytes = 1 << 20

export class LineWriter {
  readonly name: string
  private readonly sink: FileSink
  private block = Buffer.allocUnsafeSlow(blockBytes)
  private used = 0

  constructor(sink: FileSink) {
    this.name = sink.name
    this.sink = sink
  }

  async add(line: string): Promise<void> {
    await this.makeRoom(3 * line.length)
    this.used += this.block.write(line, this.used)
  }

  /** Lines that are texts, each made when its turn comes. */
  async addEach<T>(rows: readonly T[], lineOf: (row: T) => string): Promise<void> {
    for (const row of rows) {
      const line = lineOf(row)
      if (this.used + 3 * line.length > this.block.length) await this.makeRoom(3 * line.length)
      this.used += this.block.write(line, this.used)
    }
  }

  async put(rows: readonly RecordBytes[], line: PutLine): Promise<void> {
    for (const row of rows) {
      const most = mostBytes(row)
      if (this.used + most > this.block.length) await this.makeRoom(most)
      this.used = line(row, this.block, this.used)
    }
  }

  async end(): Promise<FinishedFile> {
    await this.flush()
    return await this.sink.end()
  }

  private async makeRoom(bytes: number): Promise<void> {
    if (this.used + bytes <= this.block.length) return
    await this.flush()
    if (bytes > this.block.length) this.block = Buffer.allocUnsafeSlow(bytes)
  }

  private async flush(): Promise<void> {
    if (this.used > 0) await this.sink.write(this.block.subarray(0, this.used))
    this.used = 0
  }
}

/** Quotes double a text at most, and a column is three bytes a character; commas, quotes and the line's end come to it. */
function mostBytes({columns, text, malformed}: RecordBytes): number {
  const {RecordType, CreationDate, UserIds, Operations, Identity} = columns
  const characters = RecordType.length + CreationDate.length + UserIds.length + Operations.length + Identity.length
  // Inside a JSON string, one byte may take six.
  return malformed ? 6 * (text.length + characters) + 256 : 2 * text.length + 6 * characters + 32
}
