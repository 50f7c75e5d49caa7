/** The verdict's first sentence says what second readings found of the first ones, or that there were none. */
import {describe, expect, test} from 'vitest'
import {estimateMissing} from '../../src/audit/estimate.ts'
import {defectRows, verdictWords} from '../../src/report/sentences.ts'
import {sampleMonth} from './sample-month.ts'

const trust = {confirm: 'sample' as const, escalated: false, noise: []}
const first = (more: Parameters<typeof sampleMonth>[0]) =>
  verdictWords(sampleMonth({size: 20, ...more}))[0]?.split('. ')[0]

const windows = (compared: {first: number; second: number; both: number} | undefined) =>
  estimateMissing([
    {status: 'confirmed', records: 300, compared},
    {status: 'read', records: 900},
  ])

describe('the first sentence', () => {
  test.each([
    ['nothing missed', {first: 300, second: 300, both: 300}, 'misses 0 % of them (at most 1 % with 95 % confidence)'],
    ['a share missed', {first: 240, second: 300, both: 240}, 'misses 20 % of them (at most '],
    ['everything missed', {first: 0, second: 300, both: 0}, 'misses 100 % of them (at most 100 % with'],
  ])('tells the rate and its bound: %s', (_name, compared, words) => {
    expect(first({estimate: windows(compared), trust})).toContain(words)
  })

  test('says so where nothing was read twice', () => {
    expect(first({estimate: windows(undefined), trust: {...trust, confirm: 'none'}})).toContain('confirm: none')
    expect(first({estimate: windows(undefined), trust})).toContain('no window with records could be read a second time')
  })

  test('says it of an incomplete month as well', () => {
    const reasons = ['x']
    expect(
      first({status: 'incomplete', reasons, estimate: windows({first: 300, second: 300, both: 300}), trust}),
    ).toContain('misses 0 %')
  })
})

test('the verdict says why more windows were read twice than the estimate is made from', () => {
  const agreed = (estimate: ReturnType<typeof windows>) =>
    verdictWords(sampleMonth({size: 20, status: 'complete', estimate, trust}))
      .join(' ')
      .match(/Two readings agreed in [^.]*/)?.[0]
  expect(agreed(windows({first: 300, second: 300, both: 300}))).toMatch(
    /^Two readings agreed in \d+ windows: the sample’s, and those whose first answer was empty or doubtful$/,
  )
  expect(agreed(windows(undefined))).toMatch(/^Two readings agreed in \d+ windows, whose first answer was empty/)
  expect(agreed({...windows({first: 300, second: 300, both: 300}), windows: 10_000})).toMatch(/ in \d+ windows$/)
})

test('the bound holds what was found', () => {
  for (const missed of [0, 1, 7, 100, 300]) {
    const {rate} = windows({first: 300 - missed, second: 300, both: 300 - missed})
    expect(rate?.missed).toBe(missed)
    expect(rate?.most).toBeGreaterThanOrEqual(missed / 300)
    expect(rate?.most).toBeLessThanOrEqual(1)
  }
})

test('defects of rows are told where there are any', () => {
  expect(defectRows(sampleMonth({size: 20}))).toEqual([])
  expect(
    defectRows(sampleMonth({size: 20, malformed: 3, foreign: 1200, unanalysed: 1})).map(([, count]) => count),
  ).toEqual(['3', '1,200', '1'])
})
