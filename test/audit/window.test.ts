import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {contains, cut, mergedWindows, middleOf, type TimeWindow, tilingFaults} from '../../src/audit/window.ts'
import {between, hour, minute, second} from '../builders.ts'

const period = {start: 0, end: 10 * hour}

describe('cutting', () => {
  test.each([
    ['in the middle', 5000, [5000]],
    ['to the nearest second', 5499, [5000]],
    ['to the nearest second above', 5500, [6000]],
    ['never at the start', 0, [1000]],
    ['never at the end', 10_000, [9000]],
    ['inside, wherever it was asked for', -99_999, [1000]],
  ])('%s', (_name, where, [middle]) => {
    expect(cut({start: 0, end: 10_000}, where)).toEqual([
      {start: 0, end: middle},
      {start: middle, end: 10_000},
    ])
  })

  test('stops at a second', () => {
    expect(cut({start: 0, end: 1000}, 500)).toBeUndefined()
    expect(cut({start: 0, end: 2000}, middleOf({start: 0, end: 2000}))).toEqual([
      {start: 0, end: 1000},
      {start: 1000, end: 2000},
    ])
  })

  test('a window holds its start and not its end', () => {
    expect([999, 1000, 1999, 2000].map(moment => contains({start: 1000, end: 2000}, moment))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  test('any series of cuts tiles the period, in whole seconds', () => {
    const cuts = fc.array(fc.tuple(fc.nat(), fc.integer({min: -hour, max: 11 * hour})), {maxLength: 60})
    fc.assert(
      fc.property(cuts, list => {
        const windows: TimeWindow[] = [period]
        for (const [which, where] of list) {
          const index = which % windows.length
          const parts = cut(windows[index] as TimeWindow, where)
          if (parts) windows.splice(index, 1, ...parts)
        }
        expect(tilingFaults(period, windows)).toEqual({missing: [], double: []})
        for (const {start, end} of windows) {
          expect(start % second).toBe(0)
          expect(end - start).toBeGreaterThanOrEqual(second)
        }
      }),
    )
  })
})

describe('faults of a tiling', () => {
  const a = {start: 0, end: 4 * hour}
  const b = {start: 4 * hour, end: 10 * hour}
  test.each<[string, TimeWindow[], {missing?: TimeWindow[]; double?: TimeWindow[]}]>([
    ['none', [b, a], {}],
    ['nothing at all', [], {missing: [period]}],
    ['a hole', [a, {start: 5 * hour, end: 10 * hour}], {missing: [{start: 4 * hour, end: 5 * hour}]}],
    ['no beginning', [b], {missing: [a]}],
    ['no end', [a], {missing: [b]}],
    ['an overlap', [a, {start: 3 * hour, end: 10 * hour}], {double: [{start: 3 * hour, end: 4 * hour}]}],
    ['the same twice', [a, a, b], {double: [a]}],
    ['one inside another', [period, {start: hour, end: 2 * hour}], {double: [{start: hour, end: 2 * hour}]}],
    ['beyond the end', [a, {start: 4 * hour, end: 11 * hour}], {double: [{start: 10 * hour, end: 11 * hour}]}],
    ['before the start', [{start: -hour, end: 4 * hour}, b], {double: [{start: -hour, end: 0}]}],
  ])('%s', (_name, windows, expected) => {
    expect(tilingFaults(period, windows)).toEqual({missing: [], double: [], ...expected})
  })

  test('whatever is taken away from a tiling is missed, and whatever is doubled is found', () => {
    const edges = fc.uniqueArray(fc.integer({min: 1, max: 10 * 3600 - 1}), {minLength: 1, maxLength: 30})
    fc.assert(
      fc.property(edges, fc.nat(), (list, which) => {
        const all = [0, ...list.map(edge => edge * second).sort((x, y) => x - y), period.end]
        const windows = all.slice(1).map((end, index) => ({start: all[index] as number, end}))
        const one = windows[which % windows.length] as TimeWindow
        expect(
          tilingFaults(
            period,
            windows.filter(window => window !== one),
          ),
        ).toEqual({missing: [one], double: []})
        expect(tilingFaults(period, [one, ...windows])).toEqual({missing: [], double: [one]})
      }),
    )
  })
})

test('neighbours of a kind are joined, others stay apart', () => {
  const ten = Array.from({length: 10}, (_, index) => ({start: index * minute, end: (index + 1) * minute, kind: 'a'}))
  expect(mergedWindows(ten, () => true)).toEqual([{start: 0, end: 10 * minute, kind: 'a'}])
  expect(mergedWindows(ten, () => false)).toEqual(ten)
  const apart = [between('2026-10-01', '2026-10-02'), between('2026-10-03', '2026-10-04')]
  expect(mergedWindows(apart, () => true)).toEqual(apart)
  expect(mergedWindows([], () => true)).toEqual([])
})
