/**
 * The files of columns, made in a thread of their own while the main one goes on with the next rows. The thread gets blocks of rows
 * and gives back bytes, in their order: files are the same bytes as without it.
 */
import type {Unanalysed} from '../audit/unanalysed.ts'
import {causes, Failure} from '../wire/failure.ts'
import type {Thread} from '../wire/thread.ts'
import {ColumnFiles, type ColumnSettings, type ColumnSinks, type ColumnWriter} from './column-files.ts'
import type {FileSink, FinishedFile} from './file-sink.ts'
import {type RowBlock, RowBlocks, rowsOfBlock} from './row-block.ts'
import {inBatches, type SpooledRow} from './spooled-row.ts'

/** What the thread is told first. */
export interface ColumnTask extends ColumnSettings {
  flat: boolean
  parquet: boolean
}

/** What the thread is sent after that. */
export type ColumnRequest = {block: RowBlock} | 'end'

/** What it sends: once when it can take blocks, and once for each block and for the end. */
export type ColumnReply =
  | 'ready'
  | {flat: Uint8Array<ArrayBuffer>[]; parquet: Uint8Array<ArrayBuffer>[]; cut: number; unanalysed: Unanalysed[]}

export interface BlockSizes {
  /** Of the texts of a block. */
  bytes: number
  /** Blocks that wait until a thread is worth its start. */
  few: number
}

/** Few are some thousand records. */
const usualSizes: BlockSizes = {bytes: 1 << 20, few: 8}
/** Blocks that the thread may have before it is waited for. */
const mostUnderWay = 2

export class ColumnThread implements ColumnWriter {
  cut = 0
  readonly unanalysed: Unanalysed[] = []
  private readonly sinks: ColumnSinks
  private readonly settings: ColumnSettings
  private readonly startThread: () => Thread
  private readonly sizes: BlockSizes
  private readonly rows: RowBlocks
  private readonly waiting: RowBlock[] = []
  /** Undefined until it is worth its start. */
  private thread: Thread | undefined
  /** In place of a thread that can't be started. */
  private here: ColumnFiles | undefined
  private underWay = 0

  constructor(sinks: ColumnSinks, settings: ColumnSettings, startThread: () => Thread, sizes = usualSizes) {
    this.sizes = sizes
    this.rows = new RowBlocks(sizes.bytes)
    this.sinks = sinks
    this.settings = settings
    this.startThread = startThread
  }

  async open(): Promise<void> {}

  async add(rows: readonly SpooledRow[]): Promise<void> {
    for (const block of this.rows.put(rows)) await this.pass(block)
  }

  async end(): Promise<{flat?: FinishedFile; parquet?: FinishedFile}> {
    this.waiting.push(this.rows.rest())
    if (!this.thread) return await this.endHere()
    await this.postWaiting(this.thread)
    this.post(this.thread, 'end')
    while (this.underWay > 0) await this.writeNext(this.thread)
    await this.discard()
    const flat = await this.sinks.flat?.end()
    const parquet = await this.sinks.parquet?.end()
    return {...(flat ? {flat} : {}), ...(parquet ? {parquet} : {})}
  }

  async discard(): Promise<void> {
    await this.thread?.end()
    this.thread = undefined
  }

  private async pass(block: RowBlock): Promise<void> {
    this.waiting.push(block)
    if (!this.thread && !this.here && this.waiting.length > this.sizes.few) await this.start()
    if (this.here) await this.addHere(this.here)
    else if (this.thread) await this.postWaiting(this.thread)
  }

  /** Until it says that it is ready, nothing was handed over: where it does not, the work is done here. */
  private async start(): Promise<void> {
    const {flat, parquet} = this.sinks
    const task: ColumnTask = {...this.settings, flat: flat !== undefined, parquet: parquet !== undefined}
    let thread: Thread | undefined
    try {
      thread = this.startThread()
      thread.post(task)
      if ((await thread.next()) === 'ready') this.thread = thread
    } catch {
      await thread?.end()
    }
    if (!this.thread) this.here = await this.opened()
  }

  private async opened(): Promise<ColumnFiles> {
    const here = new ColumnFiles(this.sinks, this.settings)
    await here.open()
    return here
  }

  private async endHere(): Promise<{flat?: FinishedFile; parquet?: FinishedFile}> {
    this.here ??= await this.opened()
    await this.addHere(this.here)
    return await this.here.end()
  }

  private async addHere(here: ColumnFiles): Promise<void> {
    for (const block of this.waiting.splice(0)) for (const batch of inBatches(rowsOfBlock(block))) await here.add(batch)
    this.cut = here.cut
    this.unanalysed.splice(0, Number.POSITIVE_INFINITY, ...here.unanalysed)
  }

  private async postWaiting(thread: Thread): Promise<void> {
    for (const block of this.waiting.splice(0)) {
      while (this.underWay >= mostUnderWay) await this.writeNext(thread)
      this.post(thread, {block})
    }
  }

  private post(thread: Thread, request: ColumnRequest): void {
    this.underWay++
    thread.post(request, request === 'end' ? [] : [request.block.texts.buffer])
  }

  private async writeNext(thread: Thread): Promise<void> {
    const reply = await replyOf(thread)
    this.underWay--
    if (reply === 'ready') return
    this.cut += reply.cut
    this.unanalysed.push(...reply.unanalysed)
    for (const file of ['flat', 'parquet'] as const) await writeAll(this.sinks[file], reply[file])
  }
}

/** @throws Failure when the thread has ended: what it held is lost, and no file may look whole without it. */
async function replyOf(thread: Thread): Promise<ColumnReply> {
  try {
    return (await thread.next()) as ColumnReply
  } catch (error) {
    throw new Failure({
      code: 'COLUMNS_THREAD_ENDED',
      message: `The thread that writes the flat CSV and the Parquet file ended before it was done: ${causes(error)}.`,
      remedy:
        'Run the export again, on a machine with more memory if it was short; or leave flat and parquet out of formats.',
      cause: error,
    })
  }
}

async function writeAll(sink: FileSink | undefined, pieces: readonly Uint8Array[]): Promise<void> {
  for (const piece of pieces) await sink?.write(piece)
}
