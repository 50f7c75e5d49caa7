import {once} from 'node:events'
import {availableParallelism} from 'node:os'
import {fileURLToPath} from 'node:url'
import {MessageChannel} from 'node:worker_threads'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {ColumnFiles, type ColumnWriter} from '../../src/files/column-files.ts'
import {type BlockSizes, ColumnThread} from '../../src/files/column-thread.ts'
import type {FileSink} from '../../src/files/file-sink.ts'
import {serveColumns} from '../../src/files/serve-columns.ts'
import {inBatches, type SpooledRow} from '../../src/files/spooled-row.ts'
import {threadStarter} from '../../src/host/thread.ts'
import type {Thread} from '../../src/wire/thread.ts'
import {failureOf} from '../builders.ts'
import {daysOfOctober} from '../evidence.ts'
import {anyAuditData, rowsOf} from './hostile-records.ts'

const settings = {days: daysOfOctober, guard: 'all' as const}

class MemorySink implements FileSink {
  readonly name = 'memory'
  isClosed = false
  private bytes = Buffer.alloc(0)

  async write(data: string | Uint8Array): Promise<void> {
    this.bytes = Buffer.concat([this.bytes, Buffer.from(data)])
  }

  async end() {
    this.isClosed = true
    return {bytes: this.bytes.length, sha256: this.bytes.toString('latin1')}
  }
}

/** The other side runs in this thread, over a channel of messages as a thread has it. */
function nearThread(): Thread {
  const {port1, port2} = new MessageChannel()
  serveColumns(port2)
  const received: unknown[] = []
  port1.on('message', message => received.push(message))
  return {
    post: (message, transfer = []) => port1.postMessage(message, [...transfer]),
    next: async () => {
      while (received.length === 0) await once(port1, 'message')
      return received.shift()
    },
    end: async () => port1.close(),
  }
}

/** Ends before it sends its message of this number. */
function dyingThread(number: number): Thread {
  const thread = nearThread()
  let sent = 0
  const next = async () => {
    if (sent++ >= number) throw new Error('out of memory')
    return await thread.next()
  }
  return {...thread, next}
}

type Make = (sinks: {flat: FileSink; parquet: FileSink}) => ColumnWriter

async function written(make: Make, rows: readonly SpooledRow[], step: number) {
  const sinks = {flat: new MemorySink(), parquet: new MemorySink()}
  const columns = make(sinks)
  const whole = async () => {
    await columns.open()
    for (let from = 0; from < rows.length; from += step)
      for (const batch of inBatches(rows.slice(from, from + step))) await columns.add(batch)
    return await columns.end()
  }
  const files = await whole().finally(() => columns.discard())
  return {files, cut: columns.cut, unanalysed: columns.unanalysed}
}

const here: Make = sinks => new ColumnFiles(sinks, settings)
const inThread =
  (startThread: () => Thread, sizes: BlockSizes = {bytes: 5_000, few: 0}): Make =>
  sinks =>
    new ColumnThread(sinks, settings, startThread, sizes)

const texts = fc.array(anyAuditData, {minLength: 1, maxLength: 25})

test('files are the same bytes with a thread as without, in blocks of any size', async () => {
  const sizes = fc.record({bytes: fc.constantFrom(1, 300, 4_000, 1 << 20), few: fc.constantFrom(0, 1, 3, 100)})
  await fc.assert(
    fc.asyncProperty(texts, sizes, fc.integer({min: 1, max: 40}), async (all, size, step) => {
      const rows = rowsOf(all)
      expect(await written(inThread(nearThread, size), rows, step)).toEqual(await written(here, rows, rows.length))
    }),
    {numRuns: 25},
  )
})

const rows = rowsOf(fc.sample(anyAuditData, {numRuns: 60, seed: 1}))

test.skipIf(availableParallelism() < 2)('a thread of this machine gives the same bytes', async () => {
  const start = threadStarter(fileURLToPath(new URL('../../src/main.ts', import.meta.url)))
  expect(await written(inThread(start ?? nearThread), rows, 7)).toEqual(await written(here, rows, 60))
})

describe('a thread that ends', () => {
  test('before it is ready is done without', async () => {
    const refuses = () => {
      throw new Error('no threads here')
    }
    const expected = await written(here, rows, 60)
    expect(await written(inThread(refuses), rows, 7)).toEqual(expected)
    expect(
      await written(
        inThread(() => dyingThread(0)),
        rows,
        7,
      ),
    ).toEqual(expected)
  })

  test('later is a failure, and no file is closed', async () => {
    for (const number of [1, 2, 3]) {
      const sinks: MemorySink[] = []
      const make: Make = ({flat, parquet}) => {
        sinks.push(flat as MemorySink, parquet as MemorySink)
        return inThread(() => dyingThread(number))({flat, parquet})
      }
      const failure = await failureOf(written(make, rows, 7))
      expect(failure).toMatchObject({code: 'COLUMNS_THREAD_ENDED', message: expect.stringContaining('out of memory')})
      expect(sinks.map(({isClosed}) => isClosed)).toEqual([false, false])
    }
  })

  test.skipIf(availableParallelism() < 2)(
    'of this machine is noticed by who waits for it, and by who asks later',
    async () => {
      const start = threadStarter(fileURLToPath(new URL('../../src/main.ts', import.meta.url)))
      const thread = start?.()
      const waiting = thread?.next()
      await thread?.end()
      await expect(waiting).rejects.toThrow('ended')
      await expect(thread?.next()).rejects.toThrow('ended')
    },
  )
})

test('one processor, or no script, has no threads', () => {
  expect(threadStarter(undefined)).toBeUndefined()
})
