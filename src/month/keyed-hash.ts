/**
 * HMAC-SHA-256 (RFC 2104) of short texts under one key. An object of createHmac for each text costs more than the hashing;
 * two hashes at once give the same.
 */
import {createHash, hash} from 'node:crypto'

const blockBytes = 64
const digestBytes = 32

/** @returns the function that gives a text's HMAC in hex. */
export function keyedHash(key: Uint8Array): (text: string) => string {
  const short = key.length > blockBytes ? createHash('sha256').update(key).digest() : key
  const outer = Buffer.alloc(blockBytes + digestBytes, 0x5c)
  let inner = Buffer.alloc(4 * blockBytes, 0x36)
  for (const [at, byte] of short.entries()) {
    outer[at] = byte ^ 0x5c
    inner[at] = byte ^ 0x36
  }
  return text => {
    // No character takes more than three bytes.
    const most = blockBytes + 3 * text.length
    if (most > inner.length) inner = Buffer.concat([inner.subarray(0, blockBytes)], most)
    const end = blockBytes + inner.write(text, blockBytes)
    outer.write(hash('sha256', inner.subarray(0, end), 'binary'), blockBytes, 'latin1')
    return hash('sha256', outer, 'hex')
  }
}
