/**
 * Recipients of age (https://age-encryption.org/v1): public keys that files are encrypted to. Checked by their
 * checksum, so that a mistyped key is reported before anything is read.
 */
import {bech32} from '@scure/base'
import type {InputReader} from './readers.ts'

/** Native keys, post-quantum ones, and those of hardware tags, with the bytes each holds. */
const kinds: Readonly<Record<string, number>> = {age: 32, age1pq: 1216, age1tag: 33, age1tagpq: 1249}

const expected = 'age recipients (`age1…`), one a line or by comma'
const remedy =
  'Make a key pair with `age-keygen -o key.txt`, keep that file off GitHub, and give the line after “Public key:”.'

/** A list by comma or line; lines that begin with # are comments, as in age's own recipient files. */
export const recipients: InputReader<string[]> = text => {
  if (identityPattern.test(text)) {
    return {
      wrong: {
        why: 'it holds an identity, which is the private key and decrypts everything; treat it as compromised',
        expected,
        remedy: `Make a new pair, and give its recipient here. ${remedy}`,
        secret: true,
      },
    }
  }
  const items = text
    .split(/[\r\n]+/)
    .filter(line => !line.trim().startsWith('#'))
    .flatMap(line => line.split(','))
    .map(item => item.trim())
    .filter(item => item !== '')
  const whys = items.flatMap((item, index) => {
    const why = faultOf(item)
    return why === undefined ? [] : [`number ${index + 1} ${named(item)}${why}`]
  })
  if (whys.length > 0) return {wrong: {why: whys.join('; '), expected, remedy}}
  if (items.length === 0) return {wrong: {why: 'it names no recipient', expected, remedy}}
  return {ok: [...new Set(items)]}
}

const identityPattern = /AGE-SECRET-KEY-/i

/** Private keys wherever they stand in a text, to be masked whatever becomes of it. */
export function identitiesIn(text: string): string[] {
  return text.match(/AGE-SECRET-KEY-[A-Z0-9-]+/gi) ?? []
}

/** Only what is surely a public key is shown: anything may have been pasted. */
function named(item: string): string {
  return /^age1[a-z0-9]+$/.test(item) ? `(${item.slice(0, 12)}…) ` : ''
}

function faultOf(item: string): string | undefined {
  if (/^(ssh-|ecdsa-)/.test(item)) return 'is an SSH key, which is not supported'
  if (!/^age1/i.test(item)) return 'does not begin with age1'
  const decoded = item === item.toLowerCase() ? bech32.decodeUnsafe(item, false) : undefined
  if (decoded === undefined) return 'fails its checksum: a character is wrong or missing'
  const bytes = kinds[decoded.prefix]
  if (bytes === undefined) return 'is of a plugin, whose program is not here'
  return bech32.fromWordsUnsafe(decoded.words)?.length === bytes ? undefined : 'has the wrong length'
}
