/** What the checks need of `node:crypto`, for the browser: a SHA-256 that is fed in pieces, which the browser's own is not. */
import {sha256} from '@noble/hashes/sha2.js'
import {bytesToHex} from '@noble/hashes/utils.js'

const encoder = new TextEncoder()

/** Stands in for the function of `node:crypto` when the page is built. */
export function createHash(_algorithm: 'sha256'): StreamingHash {
  return new StreamingHash()
}

class StreamingHash {
  private readonly hash = sha256.create()

  /** @param data text counts in UTF-8. */
  update(data: string | Uint8Array): this {
    this.hash.update(typeof data === 'string' ? encoder.encode(data) : data)
    return this
  }

  digest(_encoding: 'hex'): string {
    return bytesToHex(this.hash.digest())
  }
}
