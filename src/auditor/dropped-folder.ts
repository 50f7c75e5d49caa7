/** The files of a folder that was dropped into a browser or chosen there; they are read in pieces, so that their size does not matter. */
import {createHash} from 'node:crypto'
import {diagnosisFile} from '../report/diagnosis.ts'
import type {FolderContents, HashedContent} from '../verify/folder-files.ts'

/** Bytes that are held at once of a file. */
const pieceBytes = 1 << 20

export interface DroppedFile {
  /** Relative to the folder, with `/` between names. */
  path: string
  content: Blob
}

export class DroppedFolder implements FolderContents {
  readonly names: ReadonlySet<string>
  readonly hasDiagnosis: boolean
  readonly folders: ReadonlySet<string>
  readonly hidden: readonly string[]
  /** A browser shows files and folders alone. */
  readonly others: readonly string[] = []
  private readonly contents: ReadonlyMap<string, Blob>
  private readonly onRead: (bytes: number) => void

  /**
   * @param folders names of sub-folders that are known without their files.
   * @param onRead is told of each piece that was read.
   */
  constructor(files: readonly DroppedFile[], folders: readonly string[], onRead: (bytes: number) => void) {
    const contents = new Map<string, Blob>()
    const below = new Set(folders)
    for (const {path, content} of files) {
      const [first = '', ...rest] = path.split('/')
      if (rest.length > 0) below.add(first)
      else contents.set(first, content)
    }
    const isHidden = (name: string) => name.startsWith('.')
    this.contents = contents
    this.onRead = onRead
    this.hidden = [...contents.keys(), ...below].filter(isHidden)
    this.folders = new Set([...below].filter(name => !isHidden(name)))
    this.names = new Set([...contents.keys()].filter(name => !isHidden(name) && name !== diagnosisFile))
    this.hasDiagnosis = contents.has(diagnosisFile)
  }

  has(name: string): boolean {
    return this.names.has(name)
  }

  /** 0 for what is not there. */
  size(name: string): number {
    return this.contents.get(name)?.size ?? 0
  }

  async read(name: string, mostBytes: number): Promise<Uint8Array> {
    const content = this.content(name)
    if (content.size > mostBytes) throw new TypeError(`it has more than ${mostBytes} bytes`)
    return new Uint8Array(await content.arrayBuffer())
  }

  async beginning(name: string, bytes: number): Promise<Uint8Array> {
    return new Uint8Array(await this.content(name).slice(0, bytes).arrayBuffer())
  }

  async hash(name: string, mostBytes: number): Promise<HashedContent> {
    const hash = createHash('sha256')
    let bytes = 0
    for await (const piece of this.pieces(name)) {
      hash.update(piece)
      bytes += piece.length
      if (bytes > mostBytes) break
    }
    return {sha256: hash.digest('hex'), bytes}
  }

  /** The file from its beginning to its end. @throws where it is not a file of the folder, or can't be read any more. */
  async *pieces(name: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const content = this.content(name)
    for (let at = 0; at < content.size; at += pieceBytes) {
      const piece = new Uint8Array(await content.slice(at, at + pieceBytes).arrayBuffer())
      this.onRead(piece.length)
      yield piece
    }
  }

  private content(name: string): Blob {
    const content = this.names.has(name) ? this.contents.get(name) : undefined
    if (content === undefined) throw new TypeError(`${name} is not a file of the folder`)
    return content
  }
}
