import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {type Filters, noFilters} from '../../src/audit/filters.ts'
import {conclude, gapsOf, type LedgerEntry} from '../../src/audit/ledger.ts'
import {contains, tilingFaults} from '../../src/audit/window.ts'
import {type Collected, type CollectSettings, collect, type Progress} from '../../src/collect/collect.ts'
import type {SpooledRow} from '../../src/files/spooled-row.ts'
import {machineDisk} from '../../src/host/disk.ts'
import type {Keep, ReadingRequest, Row} from '../../src/sources/source.ts'
import {type ResumeSource, ResumeSources} from '../../src/spool/resume-source.ts'
import {Spool} from '../../src/spool/spool.ts'
import {uniqueRows} from '../../src/spool/unique-rows.ts'
import {Failure} from '../../src/wire/failure.ts'
import {
  aFolder,
  anEntry,
  at,
  between,
  failureOf,
  guid,
  hour,
  minute,
  rowAt,
  second,
  seeded,
  spooled,
} from '../builders.ts'
import {aWorld} from '../signin/world.ts'
import {aSource, type ScriptedSource} from './source.ts'

const period = between('2026-10-05T00:00:00', '2026-10-06T00:00:00')
const filters: Filters = noFilters

/** A day of records, most of them at noon. */
function aDay(count: number, seed = 1): Row[] {
  const random = seeded(seed)
  return Array.from({length: count}, (_, index) => {
    const share = (random() + random() + random()) / 3
    return rowAt(period.start + Math.floor(share * 86_400) * second, index + 1)
  })
}

const few = aDay(300)

async function collected(source: ScriptedSource, more: Partial<CollectSettings> = {}) {
  const world = aWorld()
  const result: Collected = {entries: [], duplicates: 0, conflicts: 0}
  const progress: Progress[] = []
  const settings: CollectSettings = {
    source,
    world,
    spool: new Spool(machineDisk, join(await aFolder(), 'spool')),
    period,
    filters,
    concurrency: 2,
    confirm: 'none',
    signal: new AbortController().signal,
    onProgress: one => progress.push(one),
    ...more,
  }
  const rows: SpooledRow[] = []
  for await (const some of collect(settings, result)) rows.push(...some)
  return {rows, ...result, progress, world, source}
}

/** What an export of these records must hold. */
function expected(rows: readonly Row[]): string[] {
  return uniqueRows(rows.map(row => spooled(row))).kept.map(row => row.record.AuditData)
}

const texts = (rows: readonly SpooledRow[]) => rows.map(row => row.record.AuditData)

/** What is missing although it lies in no gap; of gaps, some may be there. */
function lackingOutside(gaps: readonly LedgerEntry[], records: readonly Row[], rows: readonly SpooledRow[]): string[] {
  const given = new Set(texts(rows))
  const outside = records.filter(({time}) => !gaps.some(gap => contains(gap, time)))
  return expected(outside).filter(text => !given.has(text))
}

function expectTiles(entries: readonly LedgerEntry[]): void {
  expect(tilingFaults(period, entries)).toEqual({missing: [], double: []})
  expect(entries.map(entry => entry.start)).toEqual(entries.map(entry => entry.start).sort((a, b) => a - b))
}

const touches = ({window}: ReadingRequest, start: string, end: string) =>
  window.start < at(end) && window.end > at(start)

describe('a period without faults', () => {
  test('is handed on whole, in order, each record once', async () => {
    const {rows, entries, duplicates, conflicts, source} = await collected(aSource(few))
    expect(texts(rows)).toEqual(expected(few))
    expectTiles(entries)
    expect(entries.every(entry => entry.status !== 'gap')).toBe(true)
    expect([duplicates, conflicts]).toEqual([0, 0])
    expect(source.asked.length).toBeLessThan(40)
  })

  test.each([1, 2, 3, 4, 5])('gives the same records with %i at once, and never more', async concurrency => {
    const records = aDay(900)
    const source = aSource(records, undefined, 60)
    const {rows, entries} = await collected(source, {concurrency})
    expect(texts(rows)).toEqual(expected(records))
    expectTiles(entries)
    expect(source.most).toBeLessThanOrEqual(concurrency)
  })

  test('that is empty is confirmed empty', async () => {
    const {rows, entries} = await collected(aSource([]))
    expect(rows).toEqual([])
    expectTiles(entries)
    expect(new Set(entries.map(entry => entry.status))).toEqual(new Set(['confirmed']))
  })

  test('that is an empty month takes no more than forty calls', async () => {
    const month = between('2026-10-01T00:00:00', '2026-11-01T00:00:00')
    const {source, entries} = await collected(aSource([]), {period: month, confirm: 'sample'})
    expect(new Set(entries.map(entry => entry.status))).toEqual(new Set(['confirmed']))
    expect(source.asked.length).toBeLessThanOrEqual(40)
  })

  test('of one second is read', async () => {
    const one = between('2026-10-05T12:00:00', '2026-10-05T12:00:01')
    const {rows} = await collected(aSource([rowAt(one.start, 1), rowAt(one.end, 2)]), {period: one})
    expect(rows).toHaveLength(1)
  })

  test('that begins between the half hours of the disk is read to its edges', async () => {
    const odd = between('2026-10-05T12:13:14', '2026-10-05T14:51:52')
    const records = [rowAt(odd.start - second, 1), rowAt(odd.start, 2), rowAt(odd.end - second, 3), rowAt(odd.end, 4)]
    const {rows} = await collected(aSource(records), {period: odd})
    expect(rows.map(row => row.record.Identity)).toEqual([guid(2), guid(3)])
  })

  test('tells how far it is, up to the end', async () => {
    const {progress, entries} = await collected(aSource(few))
    expect(progress).toHaveLength(entries.length)
    expect(progress.at(-1)).toMatchObject({done: 1, windows: entries.length, gaps: 0})
    expect(progress.map(one => one.done)).toEqual(progress.map(one => one.done).sort((a, b) => a - b))
  })

  test('leaves out the record types that are not wanted, and still learns from them', async () => {
    const records = few.map((row, index) => ({...row, recordTypeNumber: index % 2 === 0 ? '6' : '15'}))
    const {rows} = await collected(aSource(records), {filters: {...filters, excludeRecordTypes: ['15']}})
    expect(rows).toHaveLength(150)
  })

  test('reads twice what is to be confirmed', async () => {
    const sample = await collected(aSource(aDay(900), undefined, 60), {confirm: 'sample'})
    const shares = sample.entries.filter(entry => entry.status === 'confirmed').length / sample.entries.length
    expect(shares).toBeGreaterThan(0)
    expect(shares).toBeLessThan(0.5)
    const all = await collected(aSource(few), {confirm: 'all'})
    expect(new Set(all.entries.map(entry => entry.status))).toEqual(new Set(['confirmed']))
    expect(all.source.asked.some(request => (request.wider ?? 0) > 0)).toBe(true)
    expect(texts(all.rows)).toEqual(expected(few))
  })
})

test.each([1, 2, 4])('a sample costs less than a tenth of the calls, with %i at once', async concurrency => {
  const none = await collected(aSource(aDay(9000), undefined, 60), {concurrency})
  const {source, entries} = await collected(aSource(aDay(9000), undefined, 60), {concurrency, confirm: 'sample'})
  expect(source.asked.length).toBeLessThan(1.1 * none.source.asked.length)
  const compared = entries.filter(entry => entry.compared)
  expect(compared.length).toBeGreaterThan(5)
  expect(compared.every(({status}) => status === 'confirmed')).toBe(true)
})

describe('neighbours are witnesses for each other', () => {
  const edge = period.start + 30 * minute
  /** Two records lie beside the edge of the first two windows. */
  const [before, after] = [rowAt(edge - second, 9001), rowAt(edge + second, 9002)]
  const records = [...few, before, after]
  /** Each question shows three seconds of its neighbours; `hides` is what it does not show of its own window. */
  const overlapping = (hides: (request: ReadingRequest, number: number) => Row | undefined) => {
    const source = aSource(records)
    return {
      ...source,
      read: async (request: ReadingRequest, keep: Keep, signal: AbortSignal) => {
        const hidden = hides(request, source.asked.length)
        const around = records.filter(
          ({time}) =>
            time >= request.window.start - 3000 && time < request.window.end + 3000 && !contains(request.window, time),
        )
        await keep(around)
        return await source.read(request, rows => keep(rows.filter(row => row !== hidden)), signal)
      },
    }
  }

  test.each([1, 2])('so that what one lacks and the other shows is kept, with %i at once', async concurrency => {
    for (const hidden of [before, after]) {
      let times = 0
      const source = overlapping(({window}) => (contains(window, hidden.time) && times++ === 0 ? hidden : undefined))
      const {rows, entries} = await collected(source, {concurrency})
      expect(texts(rows)).toEqual(expected(records))
      expectTiles(entries)
    }
  })

  test('so that a window which lacks what its neighbour showed is read again', async () => {
    const source = overlapping(({window}) => (contains(window, after.time) ? after : undefined))
    const {rows, entries} = await collected(source, {concurrency: 1})
    expect(texts(rows)).toEqual(expected(records))
    const gap = entries.find(entry => entry.status === 'gap')
    expect(gap && contains(gap, after.time)).toBe(true)
    expect(gap?.reason?.code).toBe('READING_LOST_RECORDS')
  })
})

test('a window in which only its neighbours’ rows came is read again, as an empty one', async () => {
  const source = aSource(
    few.filter(row => row.time < at('2026-10-05T12:00:00')),
    () => ({doubt: ''}),
  )
  const {entries} = await collected({
    ...source,
    read: async (request, keep, signal) => {
      const {doubt: _, ...reading} = await source.read(request, keep, signal)
      return reading
    },
  })
  expect(
    entries.filter(entry => entry.start >= at('2026-10-05T12:00:00')).every(entry => entry.status === 'confirmed'),
  ).toBe(true)
})

describe('duplicates and conflicts', () => {
  test('are counted over all windows', async () => {
    const other = few[20] as Row
    const twice = [
      ...few,
      ...few.slice(0, 10),
      {...other, record: {...other.record, AuditData: `${other.record.AuditData} `}},
    ]
    const {rows, duplicates, conflicts} = await collected(aSource(twice))
    expect(texts(rows)).toEqual(expected(twice))
    expect([rows.length, duplicates, conflicts]).toEqual([301, 10, 1])
  })

  test('a record that two windows send belongs to one', async () => {
    const {rows, duplicates} = await collected(aSource(few, undefined, 60), {confirm: 'all'})
    expect([rows.length, duplicates]).toEqual([300, 0])
  })
})

describe('a window too full', () => {
  test('is cut until it fits', async () => {
    const records = Array.from({length: 500}, (_, index) =>
      rowAt(at('2026-10-05T12:00:00') + index * second, index + 1),
    )
    const {rows, entries, source} = await collected(aSource(records, undefined, 50))
    expect(texts(rows)).toEqual(expected(records))
    expect(entries.every(entry => entry.status !== 'gap')).toBe(true)
    expect(source.asked.every(({depth}) => depth === 'search')).toBe(true)
  })

  test('down to a second, which is then read with every means', async () => {
    const records = Array.from({length: 80}, (_, index) => rowAt(at('2026-10-05T12:00:00'), index + 1))
    const {rows, source} = await collected(aSource(records, undefined, 50))
    expect(rows).toHaveLength(80)
    expect(source.asked.filter(({depth}) => depth === 'exhaustive').map(({window}) => window)).toEqual([
      between('2026-10-05T12:00:00', '2026-10-05T12:00:01'),
    ])
  })
})

describe('a window that fails', () => {
  test.each(['failed', 'suspect'] as const)(
    'for good (%s) is a gap of its own, and the rest is whole',
    async outcome => {
      const bad = ['2026-10-05T12:00:00', '2026-10-05T12:00:02'] as const
      const source = aSource(few, request => (touches(request, ...bad) ? {outcome, rows: []} : undefined))
      const {rows, entries} = await collected(source)
      expectTiles(entries)
      expect(gapsOf(entries)).toMatchObject([
        {
          ...between(...bad),
          reason: {code: `TEST_${outcome.toUpperCase()}`, message: `TEST_${outcome.toUpperCase()}.`},
        },
      ])
      const kept = few.filter(row => row.time < at(bad[0]) || row.time >= at(bad[1]))
      expect(texts(rows)).toEqual(expected(kept))
      expect(conclude(period, entries, 0, Number.MAX_SAFE_INTEGER).status).toBe('incomplete')
    },
  )

  test('once is read again, and nothing is missing', async () => {
    const source = aSource(few, (_request, _rows, number) =>
      number % 3 === 0 ? {outcome: 'failed', rows: []} : undefined,
    )
    const {rows, entries} = await collected(source)
    expect(texts(rows)).toEqual(expected(few))
    expect(entries.every(entry => entry.status !== 'gap')).toBe(true)
  })

  test('keeps what was read of it, although it is a gap', async () => {
    const bad = ['2026-10-05T12:00:00', '2026-10-05T12:00:01'] as const
    const records = [...few, rowAt(at(bad[0]), 901), rowAt(at(bad[0]), 902)]
    const source = aSource(records, (request, rows) =>
      touches(request, ...bad)
        ? {outcome: 'suspect', rows: rows.filter(row => row.record.Identity !== guid(902))}
        : undefined,
    )
    const {rows, entries} = await collected(source)
    expect(gapsOf(entries)).toMatchObject([between(...bad)])
    expect(rows.some(row => row.record.Identity === guid(901))).toBe(true)
  })

  test('by an outage is a gap, and the rest is whole', async () => {
    const source = aSource(few, request =>
      touches(request, '2026-10-05T06:00:00', '2026-10-05T06:00:01')
        ? {outcome: 'failed', outage: true, rows: []}
        : undefined,
    )
    const {entries} = await collected(source, {concurrency: 1})
    expectTiles(entries)
    expect(gapsOf(entries)).toHaveLength(1)
  })

  test('in an hour that never answers soundly leaves the hours after it whole', async () => {
    const source = aSource(few, request =>
      touches(request, '2026-10-05T06:00:00', '2026-10-05T07:00:00') ? {outcome: 'suspect', rows: []} : undefined,
    )
    const {entries} = await collected(source)
    expectTiles(entries)
    const gaps = gapsOf(entries)
    const [from, to] = [at('2026-10-05T06:00:00'), at('2026-10-05T07:00:00')]
    // Parts of less than ten minutes beside the bad hour go with it.
    expect(gaps[0]?.start).toBeGreaterThan(from - 10 * minute)
    expect(gaps[0]?.start).toBeLessThanOrEqual(from)
    expect(gaps.at(-1)?.end).toBeGreaterThanOrEqual(to)
    expect(gaps.at(-1)?.end).toBeLessThan(to + 10 * minute)
  })

  test('where connections break on long windows only is read in short ones', async () => {
    const source = aSource(few, ({window}) =>
      window.end - window.start > 10 * minute ? {outcome: 'failed', code: 'WIRE_RESET', rows: []} : undefined,
    )
    const {entries} = await collected(source)
    expect(gapsOf(entries)).toEqual([])
  })
})

describe('an answer that loses records', () => {
  test('is found by what an earlier answer for the same time held', async () => {
    const busy = Array.from({length: 90}, (_, index) => rowAt(at('2026-10-05T12:00:00') + index * second, index + 1))
    const source = aSource(
      busy,
      // Every part answers soundly, and without one record that its parent had.
      ({window}, rows) => (window.end - window.start < hour / 2 && rows.length > 0 ? {rows: rows.slice(1)} : undefined),
      50,
    )
    const {entries} = await collected(source)
    const gaps = gapsOf(entries)
    expect(gaps.length).toBeGreaterThan(0)
    expect(gaps[0]?.reason?.code).toBe('READING_LOST_RECORDS')
  })

  test('is found by a second reading of an empty answer', async () => {
    const source = aSource(few, (_request, _rows, number) => (number % 2 === 1 ? {rows: []} : undefined))
    const {rows, entries} = await collected(source, {concurrency: 1})
    expect(entries.every(entry => entry.status !== 'gap')).toBe(true)
    expect(texts(rows)).toEqual(expected(few))
  })
})

describe('a caller who is refused', () => {
  const refused = {outcome: 'refused', code: 'EXCHANGE_403', rows: []} as const

  test('at once ends the export with the reason', async () => {
    const failure = await failureOf(collected(aSource(few, () => refused)))
    expect(failure.code).toBe('EXCHANGE_403')
  })

  test.each([1, 2, 4])('later keeps what was read, and all the rest is a gap (%i at once)', async concurrency => {
    const source = aSource(aDay(900), (_request, _rows, number) => (number > 9 ? refused : undefined), 60)
    const told: number[] = []
    const {rows, entries} = await collected(source, {concurrency, onPause: one => told.push(one / minute)})
    expectTiles(entries)
    expect(rows.length).toBeGreaterThan(0)
    expect(gapsOf(entries).at(-1)).toMatchObject({end: period.end, reason: {code: 'EXCHANGE_403'}})
    expect(new Set(gapsOf(entries).map(gap => gap.reason?.code))).toEqual(new Set(['EXCHANGE_403']))
    // Four in a row, and once more after one pause.
    expect(told).toEqual([5])
    expect(source.asked.length).toBeLessThanOrEqual(9 + 2 * (4 + concurrency - 1))
  })

  /** Reads while a reading takes ten seconds, and refuses from the reading `first` on, for so many seconds. */
  const refusedFor = async (
    {first, seconds, concurrency}: {first: number; seconds: number; concurrency: number},
    isRefused: (number: number) => boolean = () => true,
  ) => {
    const clock = {now: 0}
    let began: number | undefined
    /** Whether each reading of the round was refused. */
    let round: boolean[] = []
    const answer = (_request: ReadingRequest, _rows: readonly Row[], number: number) => {
      clock.now += 10 * second
      if (number === first) began = clock.now
      const isOut = began !== undefined && clock.now < began + seconds * second && isRefused(number)
      round.push(isOut)
      return isOut ? refused : undefined
    }
    const sleep = async (milliseconds: number) => {
      clock.now += milliseconds
    }
    const source = aSource(aDay(400), answer, 60)
    const pauses: number[] = []
    const onPause = (milliseconds: number) => {
      pauses.push(milliseconds / minute)
      round = []
    }
    const result = await collected(source, {concurrency, world: {...aWorld(), sleep}, onPause})
    expectTiles(result.entries)
    const gaps = gapsOf(result.entries)
    expect(gaps.every(({reason}) => reason?.code === 'EXCHANGE_403')).toBe(true)
    expect(lackingOutside(gaps, aDay(400), result.rows)).toEqual([])
    return {
      gaps,
      asked: source.asked.length,
      pauses,
      isRoundRefused: round.every(Boolean),
      ms: clock.now - (began ?? 0),
    }
  }
  const when = {first: fc.integer({min: 8, max: 20}), concurrency: fc.integer({min: 1, max: 4})}

  test('for a moment, whenever that is once something was read, loses no window and costs few readings', async () => {
    const undisturbed = await refusedFor({first: 0, seconds: 0, concurrency: 1})
    await fc.assert(
      fc.asyncProperty(fc.record({...when, seconds: fc.integer({min: 1, max: 300})}), async given => {
        const {gaps, asked} = await refusedFor(given)
        expect(gaps).toEqual([])
        expect(asked).toBeLessThan(undisturbed.asked + 20)
      }),
      {numRuns: 12},
    )
  })

  test('by some back ends is asked for again as long as others answer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({...when, seconds: fc.integer({min: 60, max: 3600})}),
        fc.integer({min: 2, max: 4}),
        async (given, share) => {
          const {gaps, pauses, isRoundRefused} = await refusedFor(given, number => number % share === 0)
          if (gaps.length > 0) expect(isRoundRefused || pauses.length === 3).toBe(true)
          expect(gaps.length).toBeLessThan(4 + given.concurrency)
        },
      ),
      {numRuns: 12},
    )
  })

  test('for good is told after one pause', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(when), async given => {
        const {gaps, asked, pauses, ms} = await refusedFor({...given, seconds: 1e6})
        expect(pauses).toEqual(gaps.length > 0 ? [5] : [])
        expect(asked).toBeLessThanOrEqual(Math.max(given.first - 1 + 2 * (3 + given.concurrency), 24))
        if (gaps.length > 0) expect(ms).toBeLessThan(10 * minute)
      }),
      {numRuns: 12},
    )
  })

  test('for one window alone leaves the rest whole', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({min: 2, max: 22}),
        fc.boolean(),
        fc.constantFrom('EXCHANGE_403', 'EXCHANGE_401', 'EXCHANGE_QUESTION', 'GRAPH_403'),
        async (hourOfDay, isLasting, code) => {
          const moment = period.start + hourOfDay * hour
          let times = 0
          const source = aSource(
            aDay(400),
            ({window}) =>
              contains(window, moment) && (isLasting || times++ === 0)
                ? {outcome: 'refused', code, rows: []}
                : undefined,
            60,
          )
          const {rows, entries} = await collected(source)
          expectTiles(entries)
          const gaps = gapsOf(entries)
          expect(gaps).toHaveLength(isLasting ? 1 : 0)
          if (gaps[0]) expect([contains(gaps[0], moment), gaps[0].reason?.code]).toEqual([true, code])
          expect(lackingOutside(gaps, aDay(400), rows)).toEqual([])
        },
      ),
      {numRuns: 12},
    )
  })
})

describe('an outage', () => {
  test('that ends within an hour, whenever it begins once something was read, costs no window', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({min: 8, max: 20}), fc.integer({min: 1, max: 60}), async (first, minutes) => {
        const clock = {now: 0}
        let began: number | undefined
        const source = aSource(
          aDay(900),
          (_request, _rows, number) => {
            clock.now += 10 * second
            if (number === first) began = clock.now
            const isOut = began !== undefined && clock.now < began + minutes * minute
            return isOut ? {outcome: 'failed', outage: true, rows: []} : undefined
          },
          60,
        )
        const sleep = async (milliseconds: number) => {
          clock.now += milliseconds
        }
        const told: number[] = []
        const {entries} = await collected(source, {
          world: {...aWorld(), sleep},
          onPause: one => told.push(one / minute),
        })
        expectTiles(entries)
        expect(gapsOf(entries)).toEqual([])
        expect([5, 15, 45].slice(0, told.length)).toEqual(told)
      }),
      {numRuns: 30},
    )
  })
})

test('a window that alone is out of order is waited for twice, and then is a gap', async () => {
  const told: number[] = []
  const noon = '2026-10-05T12:00:00'
  const source = aSource(
    aDay(900),
    request => (touches(request, noon, noon) ? {outcome: 'failed', outage: true, rows: []} : undefined),
    60,
  )
  const {entries} = await collected(source, {onPause: one => told.push(one / minute)})
  expectTiles(entries)
  expect(told).toEqual([5, 15])
  expect(gapsOf(entries)).toHaveLength(1)
})

describe('a service that is broken', () => {
  test('altogether is not asked for ever; everything is a gap', async () => {
    const source = aSource(few, () => ({outcome: 'failed', outage: true, rows: []}))
    const {entries} = await collected(source)
    expectTiles(entries)
    expect(gapsOf(entries).at(-1)?.reason?.code).toBe('SERVICE_BROKEN')
    expect(source.asked.length).toBeLessThan(20)
  })

  test('by senseless answers as well', async () => {
    const source = aSource(few, () => ({outcome: 'suspect', rows: []}))
    const {entries} = await collected(source)
    expectTiles(entries)
    expect(entries.every(entry => entry.status === 'gap')).toBe(true)
    expect(source.asked.length).toBeLessThan(100)
  })
})

describe('the end before its time', () => {
  const deadline = new Failure({code: 'DEADLINE', message: 'Too late.', remedy: 'Run again.'})

  test.each([1, 3])('keeps what was read, and the rest is a gap with its reason (%i at once)', async concurrency => {
    const controller = new AbortController()
    const records = aDay(900)
    const source = aSource(
      records,
      (_request, _rows, number) => (number === 12 ? {after: () => controller.abort(deadline)} : {}),
      60,
    )
    const {rows, entries} = await collected(source, {concurrency, signal: controller.signal})
    expectTiles(entries)
    const gaps = gapsOf(entries)
    expect(gaps.at(-1)).toMatchObject({end: period.end, reason: {code: 'DEADLINE', message: 'Too late.'}})
    const proven = entries.filter(entry => entry.status !== 'gap')
    for (const record of records) {
      if (proven.some(entry => record.time >= entry.start && record.time < entry.end))
        expect(texts(rows)).toContain(record.record.AuditData)
    }
  })

  test('in the middle of an answer keeps the rows that had come', async () => {
    const controller = new AbortController()
    const source = aSource([rowAt(period.start, 1)], () => ({after: () => controller.abort(deadline)}))
    const {rows, entries} = await collected(source, {signal: controller.signal})
    expectTiles(entries)
    expect(rows).toHaveLength(1)
  })

  test('while a window waits for its second reading keeps the rows of the first', async () => {
    const controller = new AbortController()
    const world = {
      ...aWorld(),
      sleep: async (_milliseconds: number, signal?: AbortSignal) => {
        controller.abort(deadline)
        signal?.throwIfAborted()
      },
    }
    const source = aSource([rowAt(period.start, 1)], () => ({doubt: 'a malformed row'}))
    const {rows, entries} = await collected(source, {signal: controller.signal, world, concurrency: 1})
    expectTiles(entries)
    expect(rows).toHaveLength(1)
    expect(gapsOf(entries)).toMatchObject([{...period, reason: {code: 'DEADLINE'}}])
  })

  test('before the beginning is one gap', async () => {
    const {entries} = await collected(aSource(few), {signal: AbortSignal.abort(deadline)})
    expect(entries).toMatchObject([{...period, status: 'gap', attempts: 0}])
  })
})

test('a disk that fails ends the export with its own words', async () => {
  class FullSpool extends Spool {
    override async write(): Promise<void> {
      throw new Failure({code: 'FOLDER_DISK_FULL', message: 'The disk is full.', remedy: 'Free some.'})
    }
  }
  const failure = await failureOf(collected(aSource(few), {spool: new FullSpool(machineDisk, 'nowhere')}))
  expect(failure.code).toBe('FOLDER_DISK_FULL')
})

test('when nobody takes the records any more, reading ends', async () => {
  const source = aSource(aDay(900), undefined, 20)
  const settings: CollectSettings = {
    source,
    world: aWorld(),
    spool: new Spool(machineDisk, join(await aFolder(), 'spool')),
    period,
    filters,
    concurrency: 1,
    confirm: 'none',
    signal: new AbortController().signal,
  }
  for await (const _rows of collect(settings, {entries: [], duplicates: 0, conflicts: 0})) break
  const asked = source.asked.length
  for (let turn = 0; turn < 100; turn++) await new Promise(resolve => setImmediate(resolve))
  expect(source.asked.length).toBe(asked)
})

test('of a busy half hour, what an earlier run puts into the spool and what it hands over are both kept, in order', async () => {
  const window = {start: period.start, end: period.start + hour}
  const busy = Array.from({length: 400}, (_none, index) =>
    rowAt(window.start + index * 8 * second, 10_000 + index, {pad: 'x'.repeat(40_000)}),
  )
  const spool = new Spool(machineDisk, join(await aFolder(), 'spool'))
  const carrier: ResumeSource = {
    entries: [anEntry(window)],
    queries: [],
    rows: async stretch => {
      const own = busy.filter(row => contains(stretch, row.time))
      const put = own.filter((_row, index) => index % 3 > 0)
      await spool.write(put, -1)
      spool.accept(-1, window)
      return own.filter(row => !put.includes(row)).map(row => spooled(row))
    },
  }
  const {rows, entries} = await collected(aSource(few), {spool, carried: new ResumeSources([carrier], () => true)})
  expectTiles(entries)
  expect(texts(rows).filter(text => text.includes('xxx'))).toEqual(expected(busy))
})
