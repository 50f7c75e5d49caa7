/** The file operations that a run needs, as a value: a test passes a disk that fails. */
import type {Readable, Writable} from 'node:stream'

/** Every operation fails with the system's error, which has its `code`: ENOENT, ENOSPC, EACCES … */
export interface Disk {
  readFile(path: string): Promise<Buffer>
  /** In place of what is there. */
  writeFile(path: string, content: string | Uint8Array): Promise<void>
  appendFile(path: string, content: Uint8Array): Promise<void>
  /** The file's bytes as they lie there, at most so many from its beginning. */
  readStream(path: string, most?: number): Readable
  /** The same of a plain file: fails for a link, and for what may never end, as a pipe. */
  readPlainFile(path: string): Promise<Readable>
  /** So many of the file's bytes from `start` on; fewer where it ends before. */
  readRange(path: string, start: number, length: number): Readable
  /** A file that is not there yet; it is complete when the stream has closed. */
  writeStream(path: string): Writable
  /** Bytes. */
  size(path: string): Promise<number>
  exists(path: string): boolean

  list(folder: string): Promise<DiskEntry[]>
  /** With its parents, unless it is there. */
  makeFolder(path: string): Promise<void>
  /** Of the path itself, no link followed. Fails where there is nothing. */
  ownership(path: string): Promise<Ownership>
  /** @returns a new folder of the machine's folder for temporary files. */
  makeTemporaryFolder(purpose: string): Promise<string>
  /** Removes temporary folders of processes that ended without doing so. @returns their paths. */
  removeAbandoned(): Promise<string[]>
  /** What names this process and its machine in a folder that it works in. */
  processMark(): string
  /** Whether a mark is of a process of this machine that ended; false for what is no mark. */
  isAbandoned(mark: string): boolean
  /** Bytes that are free for what is written into the folder. Fails where nothing can be written there. */
  free(folder: string): Promise<number>

  rename(from: string, to: string): Promise<void>
  /** A folder with all that is in it. */
  copy(from: string, to: string): Promise<void>
  /** A file or a folder with all that is in it, if it is there. */
  remove(path: string): Promise<void>

  /** For many small steps, of which each costs less than a promise. */
  sync: SyncDisk
}

export interface SyncDisk {
  readFile(path: string): Buffer
  /** All of it before anything else is written. */
  appendFile(path: string, content: Uint8Array): void
  size(path: string): number
  makeFolder(path: string): void
  /** A file that is there. */
  removeFile(path: string): void
  openFile(path: string): OpenFile
}

export interface OpenFile {
  /** Reads bytes of the file from `position` into the buffer from `at`. @returns how many; 0 at the end of the file. */
  read(buffer: Buffer, place: {at: number; length: number; position: number}): number
  close(): void
}

/** Whose a file or folder is. */
export interface Ownership {
  kind: 'file' | 'folder' | 'other'
  /** Whether it belongs to the account that runs this; undefined where the system has no such owners (Windows). */
  isOwn: boolean | undefined
  /** The nine permission bits. */
  mode: number
  /** Names that it has. */
  links: number
}

export interface DiskEntry {
  name: string
  isFile(): boolean
  isDirectory(): boolean
  isSymbolicLink(): boolean
  isFIFO(): boolean
}
