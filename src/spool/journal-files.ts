/**
 * A journal's files, which grow by blocks. With an encrypted export each block is encrypted for its place, its file and
 * its number there, so that none can replace another. The key is made of the state-key and of a salt that lies with the
 * blocks: with the secret it can be made again, on any machine.
 */
import {randomBytes} from 'node:crypto'
import {join} from 'node:path'
import {z} from 'zod'
import {parsedJson} from '../audit/json.ts'
import type {Disk} from '../wire/disk.ts'
import {Failure} from '../wire/failure.ts'
import {type BlockCipher, cipherFromSecret, encryptedBlocks} from './block-cipher.ts'

const header = 'seal.json'
const format = 'm365-audit-export/state/1'
/** `check` is an encrypted block without content, which reveals a wrong secret at once. */
const Header = z.object({format: z.literal(format), salt: z.string(), check: z.string()})

/** Whether the journal is encrypted, and may be kept with an encrypted export. */
export function isSealed(disk: Disk, journal: string): boolean {
  return disk.exists(join(journal, header))
}

export class JournalFiles {
  private readonly disk: Disk
  private readonly folder: string
  private readonly sealed: {seal: BlockCipher; salt: string} | undefined
  /** Blocks written, by file. */
  private readonly counts = new Map<string, number>()

  private constructor(disk: Disk, folder: string, sealed?: {seal: BlockCipher; salt: string}) {
    this.disk = disk
    this.folder = folder
    this.sealed = sealed
  }

  /** For a new journal, of which nothing is on disk before `make`. @param secret seals it; without, it lies open. */
  static async begin(disk: Disk, folder: string, secret?: string): Promise<JournalFiles> {
    if (secret === undefined) return new JournalFiles(disk, folder)
    const salt = randomBytes(16).toString('hex')
    return new JournalFiles(disk, folder, {seal: await cipherFromSecret(secret, salt), salt})
  }

  /**
   * An earlier run's. With secrets, one that lies open is refused: anybody could have written it.
   * @throws Failure where it is not sealed with one of these secrets.
   */
  static async open(disk: Disk, folder: string, secrets: readonly string[]): Promise<JournalFiles> {
    if (!isSealed(disk, folder)) {
      if (secrets.length > 0) throw otherStateKey(undefined)
      return new JournalFiles(disk, folder)
    }
    if (secrets.length === 0) throw stateKeyMissing()
    let cause: unknown
    for (const secret of secrets) {
      try {
        const {salt, check} = Header.parse(parsedJson(String(await disk.readFile(join(folder, header)))))
        const seal = await cipherFromSecret(secret, salt)
        seal.open(Buffer.from(check, 'hex'), header)
        return new JournalFiles(disk, folder, {seal, salt})
      } catch (error) {
        cause = error
      }
    }
    throw otherStateKey(cause)
  }

  async make(): Promise<void> {
    await this.disk.makeFolder(this.folder)
    if (!this.sealed) return
    const {seal, salt} = this.sealed
    const check = Buffer.concat(seal.close(Buffer.alloc(0), header)).toString('hex')
    await this.disk.writeFile(join(this.folder, header), JSON.stringify({format, salt, check}))
  }

  /** @returns the block as it lies on disk. */
  async append(name: string, block: Uint8Array): Promise<Uint8Array> {
    const number = this.counts.get(name) ?? 0
    this.counts.set(name, number + 1)
    const written = this.sealed ? Buffer.concat(this.sealed.seal.close(block, placeOf(name, number))) : block
    await this.disk.appendFile(join(this.folder, name), written)
    return written
  }

  /** What was appended, in pieces. @throws where a sealed block is not as it was written. */
  async *read(name: string): AsyncGenerator<Buffer> {
    const file = this.stored(name)
    if (!this.sealed) return yield* file
    let number = 0
    for await (const block of encryptedBlocks(file)) yield this.sealed.seal.open(block, placeOf(name, number++))
  }

  /** The bytes as they lie on disk. */
  stored(name: string): AsyncIterable<Buffer> {
    return this.disk.readStream(join(this.folder, name))
  }

  async remove(name: string): Promise<void> {
    this.counts.delete(name)
    await this.disk.remove(join(this.folder, name))
  }
}

function placeOf(name: string, number: number): string {
  return `${name} ${number}`
}

export function stateKeyMissing(): Failure {
  return new Failure({
    code: 'STATE_KEY_MISSING',
    message:
      'An interrupted run of this export left what it had proven, sealed with its state-key, and no state-key is given: everything is read again.',
    remedy:
      'Stop this run and give the secret that the interrupted run had: once this one has ended, what was left is gone. A secret that is not set arrives as nothing.',
  })
}

function otherStateKey(cause: unknown): Failure {
  return new Failure({
    code: 'STATE_KEY_OTHER',
    message:
      'What an interrupted run of this export left does not open with this state-key: it is sealed with another one, or was changed. Everything is read again.',
    remedy:
      'If the secret was replaced, nothing is to be done. Else stop this run and give the one that the interrupted run had: once this one has ended, what was left is gone.',
    cause,
  })
}
