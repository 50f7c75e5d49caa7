/** The other side of `ColumnThread`: what runs in the thread. */
import type {MessagePort} from 'node:worker_threads'
import {ColumnFiles} from './column-files.ts'
import type {ColumnReply, ColumnRequest, ColumnTask} from './column-thread.ts'
import type {FileSink, FinishedFile} from './file-sink.ts'
import {rowsOfBlock} from './row-block.ts'
import {inBatches} from './spooled-row.ts'

type Port = Pick<MessagePort, 'once' | 'on' | 'postMessage'>

/** What fails ends the thread, and the thread that waits for it is told. */
export function serveColumns(port: Port): void {
  port.once('message', (task: ColumnTask) => {
    const flat = task.flat ? new Pieces() : undefined
    const parquet = task.parquet ? new Pieces() : undefined
    const files = new ColumnFiles({flat, parquet}, task)
    let cut = 0
    const answer = async (request: ColumnRequest) => {
      if (request === 'end') await files.end()
      else for (const batch of inBatches(rowsOfBlock(request.block))) await files.add(batch)
      const [lines, groups] = [flat?.take() ?? [], parquet?.take() ?? []]
      const unanalysed = files.unanalysed.splice(0)
      const reply: ColumnReply = {flat: lines, parquet: groups, cut: files.cut - cut, unanalysed}
      cut = files.cut
      port.postMessage(
        reply,
        [...lines, ...groups].map(piece => piece.buffer),
      )
    }
    let work = files.open().then(() => port.postMessage('ready' satisfies ColumnReply))
    work.catch(end)
    port.on('message', (request: ColumnRequest) => {
      work = work.then(() => answer(request))
      work.catch(end)
    })
  })
}

/** Ends the thread also where an option of Node lets a rejected promise pass. */
function end(error: unknown): void {
  setImmediate(() => {
    throw error
  })
}

/** Keeps what is written until it is taken. */
class Pieces implements FileSink {
  readonly name = ''
  private pieces: Uint8Array<ArrayBuffer>[] = []

  async write(data: string | Uint8Array): Promise<void> {
    // A copy with memory of its own: that of the writer is used again, and small buffers share theirs.
    this.pieces.push(new Uint8Array(typeof data === 'string' ? Buffer.from(data) : data))
  }

  /** The hash is that of the file, which lies elsewhere. */
  async end(): Promise<FinishedFile> {
    return {bytes: 0, sha256: ''}
  }

  take(): Uint8Array<ArrayBuffer>[] {
    return this.pieces.splice(0)
  }
}
