/**
 * Blocks of bytes under a key that never leaves the memory: what lies on disk for a while can't be read by anyone, not
 * even after the process was killed; or under one that only a secret makes again.
 */
import {createCipheriv, createDecipheriv, randomBytes, scrypt} from 'node:crypto'
import {promisify} from 'node:util'

export interface BlockCipher {
  /** @param place where the block belongs; it opens nowhere else. */
  close(block: Uint8Array, place: string): Uint8Array[]
  /** What any number of closed blocks in a row hold. @throws when they are not as they were closed. */
  open(bytes: Buffer, place: string): Buffer
}

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16
const lengthBytes = 4
const keyBytes = 32

const derive = promisify<string, string, number, {N: number; maxmem: number}, Buffer>(scrypt)

/** The same seal for the same secret and salt, on every machine; slow to make, so that secrets can't be tried out. */
export async function cipherFromSecret(secret: string, salt: string): Promise<BlockCipher> {
  return newBlockCipher(await derive(secret, salt, keyBytes, {N: 2 ** 15, maxmem: 2 ** 26}))
}

/** A block is its length, a nonce, the encrypted bytes and their tag. */
export function newBlockCipher(key: Uint8Array = randomBytes(keyBytes)): BlockCipher {
  return {
    close: (block, place) => {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv(algorithm, key, nonce, {authTagLength: tagBytes}).setAAD(Buffer.from(place))
      const encrypted = [cipher.update(block), cipher.final()]
      const length = Buffer.alloc(lengthBytes)
      length.writeUInt32BE(block.length)
      return [length, nonce, ...encrypted, cipher.getAuthTag()]
    },
    open: (bytes, place) => {
      const blocks: Buffer[] = []
      for (let at = 0; at < bytes.length; ) {
        const nonceAt = at + lengthBytes
        const blockAt = nonceAt + nonceBytes
        const tagAt = blockAt + bytes.readUInt32BE(at)
        const decipher = createDecipheriv(algorithm, key, bytes.subarray(nonceAt, blockAt), {authTagLength: tagBytes})
        decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(tagAt, tagAt + tagBytes))
        blocks.push(decipher.update(bytes.subarray(blockAt, tagAt)), decipher.final())
        at = tagAt + tagBytes
      }
      return Buffer.concat(blocks)
    },
  }
}

/** Closed blocks as they follow each other in a file; half a one at its end comes as it is, and does not open. */
export async function* encryptedBlocks(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of file) {
    rest = Buffer.concat([rest, chunk])
    for (let end = endOfEncryptedBlock(rest, 0); end <= rest.length; end = endOfEncryptedBlock(rest, 0)) {
      yield rest.subarray(0, end)
      rest = rest.subarray(end)
    }
  }
  if (rest.length > 0) yield rest
}

/** Where the closed block that begins at `at` ends; infinite while its length is not there yet. */
export function endOfEncryptedBlock(bytes: Buffer, at: number): number {
  if (at + lengthBytes > bytes.length) return Number.POSITIVE_INFINITY
  return at + lengthBytes + nonceBytes + bytes.readUInt32BE(at) + tagBytes
}
