/** A busy partition is joined in pieces, so that memory does not grow with the tenant. */
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {partitionPieces} from '../../src/month/merge-shards.ts'
import {partitionLength} from '../../src/spool/partition.ts'

const start = Date.UTC(2026, 9, 6, 9)
const partition = {start, end: start + partitionLength}

/** Windows that tile some time around the partition. */
const windows = fc
  .array(fc.record({seconds: fc.integer({min: 1, max: 90}), records: fc.nat(50_000)}), {minLength: 1, maxLength: 30})
  .map(list => {
    let at = start - 600_000
    return list.map(({seconds, records}) => {
      const window = {start: at, end: at + seconds * 1000, records}
      at = window.end
      return window
    })
  })

test('pieces tile the partition on whole seconds, as many as its records ask for', () => {
  fc.assert(
    fc.property(windows, fc.integer({min: 1000, max: 100_000}), (filled, most) => {
      const pieces = partitionPieces(partition, filled, most)
      expect(pieces[0]?.start).toBe(partition.start)
      expect(pieces.at(-1)?.end).toBe(partition.end)
      for (const [index, piece] of pieces.entries()) {
        expect(piece.end).toBeGreaterThan(piece.start)
        expect(piece.start % 1000).toBe(0)
        expect(piece.start).toBe(pieces[index - 1]?.end ?? partition.start)
      }
      const expected = filled.reduce((sum, {start: from, end, records}) => {
        const shared = Math.min(end, partition.end) - Math.max(from, partition.start)
        return shared > 0 ? sum + (records * shared) / (end - from) : sum
      }, 0)
      const wanted = Math.max(1, Math.ceil(expected / most))
      // On whole seconds it comes out at a few less, since each is up to a second longer.
      expect(pieces.length).toBeLessThanOrEqual(wanted)
      expect(pieces.length).toBeGreaterThanOrEqual(partitionLength / (partitionLength / wanted + 1000))
    }),
  )
})
