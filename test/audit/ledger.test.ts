import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {conclude, gapsOf, type LedgerEntry} from '../../src/audit/ledger.ts'
import {aGap, anEntry, at, between, day, hour} from '../builders.ts'

const period = between('2026-10-01', '2026-11-01')
const settle = 72 * hour
const settled = period.end + settle
const first = between('2026-10-01', '2026-10-16')
const second = between('2026-10-16', '2026-11-01')

function verdict(entries: LedgerEntry[], now = settled, others: string[] = []) {
  return conclude(period, entries, settle, now, others)
}

describe('the verdict', () => {
  test('is complete when every window is proven and late records have had their time', () => {
    expect(verdict([anEntry(second, {status: 'confirmed'}), anEntry(first)])).toEqual({status: 'complete', reasons: []})
  })

  test('is provisional until the period has settled, and says until when', () => {
    expect(verdict([anEntry(period)], settled - 1).status).toBe('provisional')
    expect(verdict([anEntry(period)], at('2026-11-01T06:00:00'))).toEqual({
      status: 'provisional',
      reasons: [
        'Records of this period are still expected until 2026-11-04T00:00:00Z; this is what was there at 2026-11-01T06:00:00Z.',
      ],
    })
  })

  test.each<[string, LedgerEntry[], string]>([
    ['a gap', [anEntry(first), aGap(second)], 'Not proven: 2026-10-16T00:00:00Z to 2026-11-01T00:00:00Z: Exchange is'],
    ['a hole', [anEntry(first)], 'Not read: 2026-10-16T00:00:00Z to 2026-11-01T00:00:00Z.'],
    ['nothing', [], 'Not read: 2026-10-01T00:00:00Z to 2026-11-01T00:00:00Z.'],
    ['an overlap', [anEntry(period), anEntry(second)], 'Covered twice: 2026-10-16T00:00:00Z'],
    ['a gap without a reason', [anEntry(period, {status: 'gap'})], 'no reason recorded'],
  ])('is incomplete with %s, settled or not', (_name, entries, words) => {
    for (const now of [settled - day, settled, settled + 365 * day]) {
      const judged = verdict(entries, now)
      expect(judged.status).toBe('incomplete')
      expect(judged.reasons[0]).toContain(words)
    }
  })

  test('is incomplete for any other reason', () => {
    expect(verdict([anEntry(period)], settled, ['The cloud answers nothing.'])).toEqual({
      status: 'incomplete',
      reasons: ['The cloud answers nothing.'],
    })
  })

  test('is never complete with a window gone, doubled or unproven', () => {
    const edges = fc.uniqueArray(fc.integer({min: 1, max: 31 * 86_400 - 1}), {minLength: 1, maxLength: 20})
    fc.assert(
      fc.property(
        edges,
        fc.nat(),
        fc.constantFrom('gone', 'doubled', 'gap', 'shorter', 'none'),
        (list, which, fault) => {
          const all = [
            period.start,
            ...list.map(one => period.start + one * 1000).sort((a, b) => a - b),
            period.end,
          ] as number[]
          const entries = all.slice(1).map((end, index) => anEntry({start: all[index] as number, end}))
          const at = which % entries.length
          const one = entries[at] as LedgerEntry
          if (fault === 'gone') entries.splice(at, 1)
          if (fault === 'doubled') entries.push(one)
          if (fault === 'gap') entries[at] = aGap(one)
          if (fault === 'shorter') entries[at] = {...one, end: one.end - 1}
          expect(verdict(entries).status).toBe(fault === 'none' ? 'complete' : 'incomplete')
        },
      ),
    )
  })
})

test('gaps that touch and have the same reason are told as one', () => {
  const minutes = Array.from({length: 20}, (_, index) =>
    aGap({start: period.start + index * 60_000, end: period.start + (index + 1) * 60_000}),
  )
  const other = aGap(between('2026-10-01T00:20:00', '2026-10-01T00:21:00'), 'DEADLINE')
  expect(gapsOf([other, ...minutes.reverse(), anEntry(second)])).toMatchObject([
    between('2026-10-01T00:00:00', '2026-10-01T00:20:00'),
    between('2026-10-01T00:20:00', '2026-10-01T00:21:00'),
  ])
})
