/**
 * The key pair that joins the parts of an encrypted export: made of `state-key`, for one part of one export alone, so
 * that only who holds the secret can decrypt a part besides the recipients.
 */
import {hkdfSync, scrypt} from 'node:crypto'
import {promisify} from 'node:util'
import {bech32} from '@scure/base'

/** The export that a part is of. */
export interface WholeExport {
  tenant: string
  period: {start: string; end: string}
}

const derive = promisify<string, string, number, {N: number; maxmem: number}, Buffer>(scrypt)

/** How an age file names the private key of its post-quantum hybrid, ML-KEM-768 with X25519 (https://age-encryption.org/v1). */
const identityPrefix = 'age-secret-key-pq-'

/**
 * Slow to make (scrypt), so that secrets can't be tried out on a part, then fast for each part. The hybrid is taken
 * whatever the recipients are: it weakens none of them.
 * @returns the age identity of a part, `AGE-SECRET-KEY-PQ-1…`.
 */
export async function partIdentities(
  stateKey: string,
  {tenant, period: {start, end}}: WholeExport,
): Promise<(shard: {part: number; of: number}) => string> {
  const salt = JSON.stringify(['m365-audit-export/part/1', tenant, start, end])
  const key = await derive(stateKey, salt, 32, {N: 2 ** 15, maxmem: 2 ** 26})
  return ({part, of}) => {
    const seed = hkdfSync('sha256', key, '', `m365-audit-export/part/1 ${part}/${of}`, 32)
    return bech32.encode(identityPrefix, bech32.toWords(new Uint8Array(seed)), false).toUpperCase()
  }
}
