/** Bech32 as age writes keys, against the keys that its library makes. */
import {createPrivateKey, createPublicKey} from 'node:crypto'
import {identityToRecipient} from 'age-encryption'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {decodeBech32, encodeBech32} from '../../src/files/bech32.ts'

const bytes = (length: number) => fc.uint8Array({minLength: length, maxLength: length})

test('keys that are encoded here are what the library reads and writes', async () => {
  await fc.assert(
    fc.asyncProperty(bytes(32), async seed => {
      const identity = encodeBech32('age-secret-key-', seed).toUpperCase()
      expect(await identityToRecipient(identity)).toBe(encodeBech32('age', publicKeyOf(seed)))
    }),
    {numRuns: 20},
  )
})

test('what was encoded is decoded, and with any letter changed it is not', () => {
  fc.assert(
    fc.property(fc.uint8Array({maxLength: 80}), fc.nat(), fc.nat(30), (content, place, shift) => {
      const text = encodeBech32('age', content)
      expect(decodeBech32(text)).toEqual({prefix: 'age', bytes: content.length})
      const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
      const at = 4 + (place % (text.length - 4))
      const other = alphabet[(alphabet.indexOf(text[at] ?? '') + 1 + shift) % 32]
      expect(decodeBech32(text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined()
    }),
  )
})

/** PKCS #8 of an X25519 key (RFC 8410) is this, and the 32 bytes. */
const pkcs8 = Buffer.from('302e020100300506032b656e04220420', 'hex')

function publicKeyOf(seed: Uint8Array): Uint8Array {
  const key = createPrivateKey({key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8'})
  return createPublicKey(key).export({format: 'der', type: 'spki'}).subarray(-32)
}
