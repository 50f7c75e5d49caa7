/** Two sources of one period, of which one holds less in an answer than it has. */

import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {noFilters} from '../../src/audit/filters.ts'
import type {Period} from '../../src/audit/period.ts'
import {type Collected, type CollectSettings, collect} from '../../src/collect/collect.ts'
import {type CollectedFromBoth, collectBoth} from '../../src/collect/collect-both.ts'
import type {SpooledRow} from '../../src/files/spooled-row.ts'
import {machineDisk} from '../../src/host/disk.ts'
import {witnessPlan} from '../../src/month/open-source.ts'
import type {Row, Source} from '../../src/sources/source.ts'
import {Spool} from '../../src/spool/spool.ts'
import {aFolder, between, hour, rowAt, second} from '../builders.ts'
import {aWorld} from '../signin/world.ts'
import {aSource, type ScriptedSource} from './source.ts'

const days = 5
const period = between('2026-10-05T00:00:00', '2026-10-10T00:00:00')
const filters = noFilters
const perDay = 200
/** Evenly over the days. */
const records: Row[] = Array.from({length: days * perDay}, (_none, index) =>
  rowAt(period.start + Math.floor((index * days * 86_400) / (days * perDay)) * second, index + 1),
)

/** As Graph is planned as a witness, at a hundredth of its size. */
const plan = (aim: number) => ({
  ...witnessPlan({...period, days: Array.from({length: days})} as unknown as Period, {records: undefined}),
  aim,
})

/** Answers with more rows than `most` lack a share that differs from window to window, and nothing says so. */
function graph(aim: number, most = Number.POSITIVE_INFINITY): ScriptedSource {
  const source = aSource(
    records,
    ({window}, rows) => {
      const every = 4 + (Math.floor(window.start / hour) % 5)
      return {rows: rows.length > most ? rows.filter((_row, at) => at % every !== 0) : rows}
    },
    50_000,
  )
  return Object.assign(source, {name: 'graph' as const, plan: plan(aim)})
}

async function settingsOf(source: Source, signal = new AbortController().signal): Promise<CollectSettings> {
  const spool = new Spool(machineDisk, join(await aFolder(), 'spool'))
  return {source, world: aWorld(), spool, period, filters, concurrency: 2, confirm: 'none', signal}
}

const lengths = ({asked}: ScriptedSource) => asked.map(({window}) => (window.end - window.start) / hour)

describe('a day that is fuller than a query of a witness should be', () => {
  test('is asked for in parts as soon as the density is known', async () => {
    const source = graph(perDay * 0.75)
    const result: Collected = {entries: [], duplicates: 0, conflicts: 0}
    let rows = 0
    for await (const some of collect(await settingsOf(source), result)) rows += some.length
    expect(rows).toBe(records.length)
    const [first = 0, ...later] = lengths(source)
    expect(first).toBe(24)
    const rest = later.slice(3)
    expect(rest.length).toBeGreaterThan(1)
    expect(Math.max(...rest)).toBeLessThan(24)
    expect(rest.reduce((sum, one) => sum + one, 0) / rest.length).toBeLessThan(24 * 0.8)
  })

  test('is a day of more than 15,000 records, or of the share that 150 queries of a month have', () => {
    const given = {...period, days: Array.from({length: days})} as unknown as Period
    expect(witnessPlan(given, {records: undefined})).toMatchObject({aim: 15_000, first: 24 * hour, longest: 24 * hour})
    expect(witnessPlan(given, {records: 1_000_000})).toMatchObject({aim: 15_000})
    expect(witnessPlan(given, {records: 6_000_000})).toMatchObject({aim: 40_000})
  })

  test.each([
    ['is asked for again in parts where one answer lacked records', 120, 0],
    ['leaves what even the parts lack as one-sided', 60, 1],
  ])('%s', async (_name, most, least) => {
    const exchange = aSource(records)
    const source = graph(perDay / 2, most)
    const {signal} = new AbortController()
    const union = new Spool(machineDisk, join(await aFolder(), 'union'))
    const result: CollectedFromBoth = {entries: [], duplicates: 0, conflicts: 0}
    const kept: SpooledRow[] = []
    const both = {
      ...{exchange: await settingsOf(exchange), graph: await settingsOf(source)},
      ...{spool: union, incoming: union, period, signal},
      recheck: {sample: 3, draw: () => 0, written: <T>(record: T) => record},
    }
    for await (const some of collectBoth(both, result)) kept.push(...some)
    expect(kept).toHaveLength(records.length)
    expect(result.both?.onlyGraph).toBe(0)
    expect((result.both?.onlyExchange ?? -1) >= least).toBe(true)
    expect(result.both?.onlyExchange === 0).toBe(least === 0)
    expect(new Set(result.entries.map(({status}) => status)).has('read')).toBe(least > 0)
  })
})
