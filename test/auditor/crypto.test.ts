import * as node from 'node:crypto'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {createHash} from '../../src/auditor/crypto.ts'

test('hashes texts and bytes, in pieces, as node:crypto does', () => {
  const piece = fc.oneof(
    fc.uint8Array({maxLength: 200}),
    fc.string({unit: 'grapheme'}),
    fc.constantFrom('\ud83d', '\ude00'),
  )
  fc.assert(
    fc.property(fc.array(piece, {maxLength: 8}), pieces => {
      const ours = createHash('sha256')
      const theirs = node.createHash('sha256')
      for (const one of pieces) {
        ours.update(one)
        theirs.update(one)
      }
      expect(ours.digest('hex')).toBe(theirs.digest('hex'))
    }),
    {numRuns: 200},
  )
})
