import {join} from 'node:path'
import {expect, test} from 'vitest'
import {noFilters} from '../../src/audit/filters.ts'
import {type Collected, type CollectSettings, collect} from '../../src/collect/collect.ts'
import {type Forecast, forecast} from '../../src/collect/forecast.ts'
import {machineDisk} from '../../src/host/disk.ts'
import {Spool} from '../../src/spool/spool.ts'
import {aFolder, between, minute, rowAt, second} from '../builders.ts'
import {aWorld} from '../signin/world.ts'
import {aSource} from './source.ts'

test('the pace so far says whether the rest fits, once enough was read', () => {
  expect(forecast({readings: 100, done: 19, share: 1, elapsed: 1000, left: 1})).toBeUndefined()
  expect(forecast({readings: 100, done: 20, share: 0.09, elapsed: 1000, left: 1})).toBeUndefined()
  expect(forecast({readings: 100, done: 20, share: 0.1, elapsed: 1000, left: 5000})).toEqual({
    ...{readings: 100, needed: 5000, left: 5000, fits: true},
  })
  expect(forecast({readings: 100, done: 20, share: 0.1, elapsed: 1000, left: 4999})?.fits).toBe(false)
})

const period = between('2026-10-05T00:00:00', '2026-10-13T00:00:00')

/** Each reading takes a minute. */
async function foretold(
  left: number,
  confirm: CollectSettings['confirm'],
): Promise<{told: Forecast[]; readings: number}> {
  const world = aWorld()
  let now = period.end
  const records = Array.from({length: 800}, (_, index) => rowAt(period.start + index * 860 * second, index + 1))
  const takeAMinute = () => {
    now += minute
  }
  const source = aSource(records, () => ({after: takeAMinute}), 60)
  const told: Forecast[] = []
  const result: Collected = {entries: [], duplicates: 0, conflicts: 0}
  const settings: CollectSettings = {
    ...{source, period, confirm, concurrency: 1, filters: noFilters},
    world: {...world, now: () => now},
    spool: new Spool(machineDisk, join(await aFolder(), 'spool')),
    signal: new AbortController().signal,
    endsBy: period.end + left,
    onForecast: one => told.push(one),
  }
  for await (const _ of collect(settings, result));
  return {told, readings: source.asked.length}
}

test('it is told once where everything is read twice, and is not far off', async () => {
  const short = await foretold(45 * minute, 'all')
  expect(short.told).toMatchObject([{fits: false}])
  const foreseen = (short.told[0]?.readings ?? 0) + 20
  expect(foreseen / short.readings).toBeGreaterThan(0.6)
  expect(foreseen / short.readings).toBeLessThan(1.6)
  expect((await foretold(600 * minute, 'all')).told).toMatchObject([{fits: true}])
  expect((await foretold(60 * minute, 'none')).told).toEqual([])
})
