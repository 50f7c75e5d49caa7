/** The machine's disk, on which chosen writes fail: no real disk can be made to fail at a chosen call. */
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Writable} from 'node:stream'
import {machineDisk} from '../../src/host/disk.ts'
import type {Disk} from '../../src/wire/disk.ts'

/** One call that changes the disk. */
export interface Write {
  /** What was called, and for which file: writes of a kind are made by the same code. */
  kind: string
  /** Which of its kind, from 1. */
  nth: number
}

export interface Faults {
  /** What a file is called in a write's kind; undefined for files that are not counted. */
  nameOf(path: string): string | undefined
  /** The code with which a write fails, if it does. */
  fails?(write: Write): string | undefined
}

/** @returns the disk, and its writes so far, in order. */
export function faultyDisk(faults: Faults): {disk: Disk; writes: readonly Write[]} {
  const counter = new Counter(faults)
  const {sync} = machineDisk

  /** Fails in place of the call, or does what a disk that becomes full still does. */
  async function attempt<T>(call: string, path: string, step: () => Promise<T>, partly = async () => {}): Promise<T> {
    const error = counter.see(call, path)
    if (error === undefined) return await step()
    await partly()
    throw error
  }
  function attemptSync(call: string, path: string, step: () => void, partly = () => {}): void {
    const error = counter.see(call, path)
    if (error === undefined) {
      step()
      return
    }
    partly()
    throw error
  }

  const disk: Disk = {
    ...machineDisk,
    writeFile: (path, content) =>
      attempt(
        'writeFile',
        path,
        () => machineDisk.writeFile(path, content),
        () => machineDisk.writeFile(path, half(content)),
      ),
    appendFile: (path, content) =>
      attempt(
        'appendFile',
        path,
        () => machineDisk.appendFile(path, content),
        () => machineDisk.appendFile(path, half(content)),
      ),
    writeStream: path => new FaultyStream(path, counter),
    makeFolder: path => attempt('makeFolder', path, () => machineDisk.makeFolder(path)),
    makeTemporaryFolder: purpose =>
      attempt('makeTemporaryFolder', join(tmpdir(), `m365-audit-${purpose}-`), () =>
        machineDisk.makeTemporaryFolder(purpose),
      ),
    rename: (from, to) => attempt('rename', from, () => machineDisk.rename(from, to)),
    copy: (from, to) => attempt('copy', to, () => machineDisk.copy(from, to)),
    remove: path => attempt('remove', path, () => machineDisk.remove(path)),
    sync: {
      ...sync,
      appendFile: (path, content) =>
        attemptSync(
          'sync.appendFile',
          path,
          () => sync.appendFile(path, content),
          () => sync.appendFile(path, half(content)),
        ),
      makeFolder: path => attemptSync('sync.makeFolder', path, () => sync.makeFolder(path)),
      removeFile: path => attemptSync('sync.removeFile', path, () => sync.removeFile(path)),
    },
  }
  return {disk, writes: counter.writes}
}

function half(content: string | Uint8Array): Uint8Array {
  const bytes = Buffer.from(content)
  return bytes.subarray(0, bytes.length / 2)
}

class Counter {
  readonly writes: Write[] = []
  private readonly faults: Faults
  private readonly counts = new Map<string, number>()

  constructor(faults: Faults) {
    this.faults = faults
  }

  see(call: string, path: string): Error | undefined {
    const name = this.faults.nameOf(path)
    if (name === undefined) return undefined
    const kind = `${call} ${name}`
    const nth = (this.counts.get(kind) ?? 0) + 1
    this.counts.set(kind, nth)
    this.writes.push({kind, nth})
    const code = this.faults.fails?.({kind, nth})
    return code === undefined ? undefined : Object.assign(new Error(`${code}: simulated, ${kind}`), {code})
  }
}

type Back = (error?: Error | null) => void

/** Opens, writes and closes a file of the machine's disk; each of these can fail. The file is closed even where that fails. */
class FaultyStream extends Writable {
  private readonly path: string
  private readonly counter: Counter
  private file: Writable | undefined

  constructor(path: string, counter: Counter) {
    super()
    this.path = path
    this.counter = counter
  }

  override _construct(back: Back): void {
    const error = this.counter.see('open', this.path)
    if (error) {
      back(error)
      return
    }
    const file = machineDisk.writeStream(this.path)
    file.once('error', back)
    file.once('open', () => {
      file.off('error', back)
      // Told by the write that failed, or when the file is closed.
      file.on('error', () => undefined)
      this.file = file
      back()
    })
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, back: Back): void {
    const error = this.counter.see('write', this.path)
    if (error) back(error)
    else this.file?.write(chunk, back)
  }

  override _writev(chunks: {chunk: Uint8Array}[], back: Back): void {
    const error = this.counter.see('writev', this.path)
    if (error) back(error)
    else this.file?.write(Buffer.concat(chunks.map(({chunk}) => chunk)), back)
  }

  override _destroy(cause: Error | null, back: Back): void {
    const {file} = this
    if (file === undefined) {
      back(cause)
      return
    }
    const error = this.counter.see('close', this.path)
    file.once('close', () => back(cause ?? error ?? file.errored))
    if (cause) file.destroy()
    else file.end()
  }
}
