import {createHmac} from 'node:crypto'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {keyedHash} from '../../src/month/keyed-hash.ts'

test('is HMAC-SHA-256 for keys and texts of any length, one after the other', () => {
  const text = fc.oneof(fc.string(), fc.string({unit: 'binary', minLength: 50, maxLength: 300}))
  fc.assert(
    fc.property(fc.uint8Array({maxLength: 150}), fc.array(text, {minLength: 1, maxLength: 8}), (key, texts) => {
      const hash = keyedHash(key)
      for (const one of texts) expect(hash(one)).toBe(createHmac('sha256', key).update(one).digest('hex'))
    }),
    {numRuns: 200},
  )
})
