/** Shapes over a whole month, silent caps at every size, and malformed rows in every number and form. */
import {afterAll, describe, expect, test} from 'vitest'
import {SHAPES, shapeNames} from '../../src/simulator/shapes.ts'
import {cleanUp} from '../runner.ts'
import {crowdedDay, day, exportUnder, outcome, plainRun, type ShapeScene, start, wholeAndComplete} from './shapes.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const month: ShapeScene = {
  records: smallTenant({from: start, to: start + 31 * day, records: 900}),
  period: '2026-10',
  shapes: ['page-rows:25'],
}
const good = shapeNames.filter(name => SHAPES[name].service === 'exchange' && SHAPES[name].kind === 'good')

describe('a month under', () => {
  for (const name of good) {
    test(name, async () => {
      const run = await exportUnder(month, [name])
      expect(outcome(run)).toEqual(wholeAndComplete)
      expect(run.calls / (await plainRun(month)).calls).toBeLessThanOrEqual(name.startsWith('audit-data-') ? 2 : 1.5)
    })
  }
})

describe('a day of 40,800 records is never complete with one missing under', () => {
  const crowded = crowdedDay(1_700)
  for (const cap of [500, 1_000, 2_000, 2_500, 4_000, 4_999]) {
    test(`silent-cap:${cap}`, async () => {
      const run = await exportUnder(crowded, [`silent-cap:${cap}`])
      expect(run.status === 'complete' ? run.missing.slice(0, 3) : []).toEqual([])
    })
  }
  for (const page of [250, 500, 1_000]) {
    test(`silent-page-cap:${page}`, async () => {
      const run = await exportUnder(crowded, [`silent-page-cap:${page}`])
      expect(run.status === 'complete' ? run.missing.slice(0, 3) : []).toEqual([])
    })
  }
})

describe('of 600 rows, at most twice the calls and no other record are the cost of', () => {
  const scene: ShapeScene = {
    records: smallTenant({from: start, to: start + 14 * day, records: 600}),
    period: '2026-10-01/2026-10-15',
  }
  for (const name of ['audit-data-cut', 'audit-data-empty', 'audit-data-not-json'] as const) {
    for (const rows of [1, 5, 20, 100]) {
      test(`${name}:${rows}`, async () => {
        const run = await exportUnder(scene, [`${name}:${rows}`])
        expect(outcome(run)).toEqual(wholeAndComplete)
        expect(run.calls / (await plainRun(scene)).calls).toBeLessThanOrEqual(2)
      })
    }
  }
})
