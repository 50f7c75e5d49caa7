/** The files of a folder, opened only where they are plain files: no link is followed, no pipe and no device is waited for. */
import {createHash} from 'node:crypto'
import {constants, type Stats} from 'node:fs'
import {type FileHandle, lstat, open, opendir} from 'node:fs/promises'
import {join} from 'node:path'
import type {Readable} from 'node:stream'
import {diagnosisFile} from '../report/diagnosis.ts'
import {causes} from '../wire/failure.ts'
import type {Faults} from './faults.ts'

/** More than any export has. */
const mostEntries = 10_000

export interface HashedContent {
  bytes: number
  /** Bare hex. */
  sha256: string
}

export class FolderFiles {
  readonly path: string
  /** Names of plain files, hidden ones and the doctor's left out. */
  readonly names: ReadonlySet<string>
  /** What the doctor found lies there too, and is no part of the export. */
  readonly hasDiagnosis: boolean
  /** Names of sub-folders. */
  readonly folders: ReadonlySet<string>
  /** Names that begin with a dot. */
  readonly hidden: readonly string[]
  /** Names of what is neither a file nor a folder, with what it is. */
  readonly others: readonly string[]

  private constructor(path: string, found: Found) {
    this.path = path
    this.names = new Set(found.names.filter(name => name !== diagnosisFile))
    this.hasDiagnosis = found.names.includes(diagnosisFile)
    this.folders = new Set(found.folders)
    this.hidden = found.hidden
    this.others = found.others
  }

  /** Undefined where there is no such folder, or too much in it, which is a fault. */
  static async list(path: string, faults: Faults): Promise<FolderFiles | undefined> {
    const found: Found = {names: [], folders: [], hidden: [], others: []}
    try {
      let entries = 0
      for await (const entry of await opendir(path)) {
        if (++entries > mostEntries) {
          faults.add(`The folder ${path} holds more than ${mostEntries} entries, and is no export.`)
          return undefined
        }
        if (entry.name.startsWith('.')) found.hidden.push(entry.name)
        else if (entry.isDirectory()) found.folders.push(entry.name)
        else if (!entry.isFile()) found.others.push(`${entry.name} (${kindOfEntry(entry)})`)
        else found.names.push(entry.name)
      }
    } catch (error) {
      faults.add(await missing(path, error))
      return undefined
    }
    return new FolderFiles(path, found)
  }

  has(name: string): boolean {
    return this.names.has(name)
  }

  /** @throws where it is not a plain file of the folder. */
  async stream(name: string): Promise<Readable> {
    return (await this.open(name)).handle.createReadStream()
  }

  /** @throws where it is not a plain file of the folder, or larger than `mostBytes`. */
  async read(name: string, mostBytes: number): Promise<Buffer> {
    const {handle, stats} = await this.open(name)
    try {
      if (stats.size > mostBytes) throw new TypeError(`it has ${stats.size} bytes, and ${mostBytes} are read at most`)
      return await handle.readFile()
    } finally {
      await handle.close()
    }
  }

  async hash(name: string): Promise<HashedContent> {
    return await hashStream(await this.stream(name))
  }

  private async open(name: string): Promise<{handle: FileHandle; stats: Stats}> {
    if (!this.names.has(name)) throw new TypeError(`${name} is not a file of the folder`)
    // Not on Windows, which has neither flag.
    const {O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0} = constants
    const handle = await open(join(this.path, name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    const stats = await handle.stat()
    if (stats.isFile()) return {handle, stats}
    await handle.close()
    throw new TypeError(`${name} is not a plain file`)
  }
}

interface Found {
  names: string[]
  folders: string[]
  hidden: string[]
  others: string[]
}

export async function hashStream(stream: AsyncIterable<Uint8Array>): Promise<HashedContent> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of stream) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return {sha256: hash.digest('hex'), bytes}
}

function kindOfEntry(entry: {isSymbolicLink(): boolean; isFIFO(): boolean; isSocket(): boolean}): string {
  if (entry.isSymbolicLink()) return 'a link'
  if (entry.isFIFO()) return 'a pipe'
  return entry.isSocket() ? 'a socket' : 'a device'
}

async function missing(path: string, error: unknown): Promise<string> {
  const found = await lstat(path).catch(() => undefined)
  if (found === undefined) return `The folder ${path} does not exist.`
  if (!found.isDirectory() && !found.isSymbolicLink()) return `${path} is not a folder.`
  return `The folder ${path} can't be read: ${causes(error)}.`
}
