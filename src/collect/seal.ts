/**
 * Blocks of bytes under a key that never leaves the memory: what lies on disk for a while can't be read by anyone, not
 * even after the process was killed.
 */
import {createCipheriv, createDecipheriv, randomBytes} from 'node:crypto'

export interface Seal {
  /** @param place where the block belongs; it opens nowhere else. */
  close(block: Uint8Array, place: string): Uint8Array[]
  /** What any number of closed blocks in a row hold. @throws when they are not as they were closed. */
  open(bytes: Buffer, place: string): Buffer
}

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16
const lengthBytes = 4

/** A block is its length, a nonce, the encrypted bytes and their tag. */
export function newSeal(key: Uint8Array = randomBytes(32)): Seal {
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
