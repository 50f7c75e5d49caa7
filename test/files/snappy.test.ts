import fc from 'fast-check'
import {snappyUncompress} from 'hyparquet'
import {expect, test} from 'vitest'
import {snappyCompress} from '../../src/files/snappy.ts'

/** Pieces that come again at any distance, and some that never do. */
const bytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({maxLength: 300}),
      fc
        .tuple(fc.uint8Array({minLength: 1, maxLength: 9}), fc.integer({min: 1, max: 40_000}))
        .map(([piece, length]) => {
          const repeated = new Uint8Array(length)
          for (let at = 0; at < length; at++) repeated[at] = piece[at % piece.length] ?? 0
          return repeated
        }),
    ),
    {maxLength: 12},
  )
  .chain(pieces =>
    fc.array(fc.nat(Math.max(0, pieces.length - 1)), {maxLength: 12}).map(order => {
      const all = [...pieces, ...order.flatMap(index => pieces[index] ?? [])]
      return Buffer.concat(all)
    }),
  )

function uncompressed(compressed: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length)
  snappyUncompress(compressed, output)
  return output
}

test('what was compressed is what another program unpacks', () => {
  fc.assert(
    fc.property(bytes, input => {
      const compressed = snappyCompress(input)
      expect(Buffer.from(uncompressed(compressed, input.length)).equals(input)).toBe(true)
      expect(compressed.length).toBeLessThanOrEqual(32 + input.length + input.length / 6)
    }),
    {numRuns: 60},
  )
})

test('what repeats takes little room, and what does not hardly more than itself', () => {
  const record = Buffer.from('{"Operation":"FileAccessed","Workload":"SharePoint"}'.repeat(20_000))
  expect(snappyCompress(record).length).toBeLessThan(record.length / 15)
  let state = 1
  const noise = Uint8Array.from({length: 100_000}, () => {
    state = Math.imul(state, 1_103_515_245) + 12_345
    return state >>> 24
  })
  expect(snappyCompress(noise).length).toBeLessThan(noise.length * 1.01)
})
