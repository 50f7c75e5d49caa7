/** The SHA-256 of a content that is at hand as a whole, as manifests and lists write it. */
import {createHash} from 'node:crypto'

/** Hexadecimal, in lower case. */
export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
