/**
 * The disk, on which chosen writes fail. Node's own module is replaced for as long as a run takes: the file system is the
 * one effect that the program imports, and no disk can be made to fail at a chosen call.
 */
import fs from 'node:fs'
import {syncBuiltinESMExports} from 'node:module'

/** One call that changes the disk. */
export interface Write {
  /** What was called, and for which file: writes of a kind are made by the same code. */
  kind: string
  /** Which of its kind, from 1. */
  nth: number
}

export interface Disk {
  /** What a file is called in a write's kind; undefined for files that are not watched. */
  nameOf(path: string): string | undefined
  /** The code with which a write fails, if it does. */
  fails?(write: Write): string | undefined
}

type Arguments = unknown[]
type Call = (...args: Arguments) => unknown
type Back = (error: Error | null, ...results: unknown[]) => void

/** Runs something on the disk. @returns what came of it, and the writes, in order. */
export async function onDisk<T>(disk: Disk, run: () => Promise<T>): Promise<{result: T; writes: Write[]}> {
  const watch = new Watch(disk)
  const restore = [
    ...['mkdir', 'rename', 'rm', 'mkdtemp'].map(name => replace(fs.promises, name, call => watch.promised(name, call))),
    ...['appendFile', 'writeFile'].map(name => replace(fs.promises, name, call => watch.promised(name, call, half))),
    ...['mkdirSync', 'rmSync'].map(name => replace(fs, name, call => watch.direct(name, call))),
    replace(fs, 'appendFileSync', call => watch.direct('appendFileSync', call, half)),
    // What a WriteStream is made of.
    replace(fs, 'open', call => watch.open(call)),
    ...['write', 'writev', 'close'].map(name => replace(fs, name, call => watch.ofFile(name, call))),
  ]
  syncBuiltinESMExports()
  try {
    return {result: await run(), writes: watch.writes}
  } finally {
    for (const back of restore) back()
    syncBuiltinESMExports()
  }
}

function replace(module: object, name: string, by: (call: Call) => Call): () => void {
  const calls = module as Record<string, Call>
  const call = calls[name] as Call
  calls[name] = by(call)
  return () => {
    calls[name] = call
  }
}

/** What a disk that becomes full still takes. */
function half([path, data]: Arguments): Arguments {
  const bytes = Buffer.from(data as string | Uint8Array)
  return [path, bytes.subarray(0, bytes.length / 2)]
}

class Watch {
  readonly writes: Write[] = []
  private readonly disk: Disk
  private readonly counts = new Map<string, number>()
  private readonly files = new Map<unknown, string>()

  constructor(disk: Disk) {
    this.disk = disk
  }

  promised(name: string, call: Call, partly?: (args: Arguments) => Arguments): Call {
    return async (...args) => {
      const error = this.see(name, String(args[0]))
      if (error === undefined) return await call(...args)
      if (partly) await call(...partly(args))
      throw error
    }
  }

  direct(name: string, call: Call, partly?: (args: Arguments) => Arguments): Call {
    return (...args) => {
      const error = this.see(name, String(args[0]))
      if (error === undefined) return call(...args)
      if (partly) call(...partly(args))
      throw error
    }
  }

  open(call: Call): Call {
    return (...args) => {
      const path = String(args[0])
      const back = args.at(-1) as Back
      const writes = /[wa+]/.test(String(args[1]))
      const error = writes ? this.see('open', path) : undefined
      if (error) return process.nextTick(back, error)
      return call(...args.slice(0, -1), (failed: Error | null, file: unknown) => {
        if (writes && !failed) this.files.set(file, path)
        back(failed, file)
      })
    }
  }

  /** A file is closed even where closing it fails. */
  ofFile(name: string, call: Call): Call {
    return (...args) => {
      const path = this.files.get(args[0])
      const error = path === undefined ? undefined : this.see(name, path)
      const back = args.at(-1) as Back
      if (name === 'close') this.files.delete(args[0])
      if (error === undefined) return call(...args)
      if (name === 'close') return call(args[0], () => back(error))
      return process.nextTick(back, error)
    }
  }

  private see(call: string, path: string): Error | undefined {
    const name = this.disk.nameOf(path)
    if (name === undefined) return undefined
    const kind = `${call} ${name}`
    const nth = (this.counts.get(kind) ?? 0) + 1
    this.counts.set(kind, nth)
    this.writes.push({kind, nth})
    const code = this.disk.fails?.({kind, nth})
    return code === undefined ? undefined : Object.assign(new Error(`${code}: simulated, ${kind}`), {code})
  }
}
