/** The files of a folder, opened only where they are plain files: no link is followed, no pipe and no device is waited for. */
import {createHash} from 'node:crypto'
import {join} from 'node:path'
import type {Readable} from 'node:stream'
import {diagnosisFile} from '../report/diagnosis.ts'
import type {Disk, DiskEntry} from '../wire/disk.ts'
import {causes} from '../wire/failure.ts'
import type {Faults} from './faults.ts'

/** More than any export has. */
const mostEntries = 10_000

export interface HashedContent {
  bytes: number
  /** Bare hex. */
  sha256: string
}

/** A folder whose files can be hashed and read: on disk, or dropped into the page verify.html. */
export interface FolderContents {
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
  has(name: string): boolean
  /** @throws where it is not a plain file of the folder, or larger than `mostBytes`. */
  read(name: string, mostBytes: number): Promise<Uint8Array>
  /** The file's first bytes, or fewer where it has no more. @throws where it is not a plain file of the folder. */
  beginning(name: string, bytes: number): Promise<Uint8Array>
  /** @param mostBytes beyond these nothing is read: the file has another content than the one that is looked for. */
  hash(name: string, mostBytes: number): Promise<HashedContent>
}

/** A file's content, decrypted where it is encrypted; undefined where it can't be read. */
export type ReadContent = (name: string) => Promise<Buffer | undefined>

export class FolderFiles implements FolderContents {
  private readonly disk: Disk
  private readonly path: string
  readonly names: ReadonlySet<string>
  readonly hasDiagnosis: boolean
  readonly folders: ReadonlySet<string>
  readonly hidden: readonly string[]
  readonly others: readonly string[]

  private constructor(disk: Disk, path: string, found: Found) {
    this.disk = disk
    this.path = path
    this.names = new Set(found.names.filter(name => name !== diagnosisFile))
    this.hasDiagnosis = found.names.includes(diagnosisFile)
    this.folders = new Set(found.folders)
    this.hidden = found.hidden
    this.others = found.others
  }

  /** Undefined where there is no such folder, or too much in it, which is a fault. */
  static async list(disk: Disk, path: string, faults: Faults): Promise<FolderFiles | undefined> {
    const found: Found = {names: [], folders: [], hidden: [], others: []}
    const entries = await disk.list(path).catch((error: unknown) => faults.add(unreadable(path, error)))
    if (!entries) return undefined
    if (entries.length > mostEntries) {
      faults.add(`The folder ${path} holds more than ${mostEntries} entries, and is no export.`)
      return undefined
    }
    for (const entry of entries) {
      if (entry.name.startsWith('.')) found.hidden.push(entry.name)
      else if (entry.isDirectory()) found.folders.push(entry.name)
      else if (!entry.isFile()) found.others.push(`${entry.name} (${kindOfEntry(entry)})`)
      else found.names.push(entry.name)
    }
    return new FolderFiles(disk, path, found)
  }

  has(name: string): boolean {
    return this.names.has(name)
  }

  /** @throws where it is not a plain file of the folder. */
  async stream(name: string): Promise<Readable> {
    if (!this.names.has(name)) throw new TypeError(`${name} is not a file of the folder`)
    return await this.disk.readPlainFile(join(this.path, name))
  }

  async read(name: string, mostBytes: number): Promise<Buffer> {
    return await readAll(await this.stream(name), mostBytes)
  }

  async beginning(name: string, bytes: number): Promise<Buffer> {
    for await (const chunk of await this.stream(name)) return (chunk as Buffer).subarray(0, bytes)
    return Buffer.alloc(0)
  }

  async hash(name: string, mostBytes: number): Promise<HashedContent> {
    return await hashStream(await this.stream(name), mostBytes)
  }
}

interface Found {
  names: string[]
  folders: string[]
  hidden: string[]
  others: string[]
}

/** @param mostBytes where there are more, reading ends, and the hash is of what was read. */
export async function hashStream(
  stream: AsyncIterable<Uint8Array>,
  mostBytes = Number.POSITIVE_INFINITY,
): Promise<HashedContent> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of stream) {
    hash.update(chunk)
    bytes += chunk.length
    if (bytes > mostBytes) break
  }
  return {sha256: hash.digest('hex'), bytes}
}

/** @throws where there is more. */
export async function readAll(stream: AsyncIterable<Uint8Array>, mostBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of stream) {
    length += part.length
    if (length > mostBytes) throw new TypeError(`it has more than ${mostBytes} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function kindOfEntry(entry: DiskEntry): string {
  if (entry.isSymbolicLink()) return 'a link'
  return entry.isFIFO() ? 'a pipe' : 'a socket or a device'
}

function unreadable(path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return `The folder ${path} does not exist.`
  if (code === 'ENOTDIR') return `${path} is not a folder.`
  return `The folder ${path} can't be read: ${causes(error)}.`
}
