/** Services that lose records without a word: a limit at any number, in any order, or answers that lose by their size. */
import fc from 'fast-check'
import {expect} from 'vitest'
import {contains} from '../../src/audit/window.ts'
import type {WindowReading, WindowTask} from '../../src/collect/window-task.ts'
import type {Reading} from '../../src/sources/source.ts'
import {hour, minute, second} from '../builders.ts'
import {type Played, plan, play, type Record, start} from './play-scheduler.ts'

const days = 8
const period = {start, end: start + days * 24 * hour}

interface Service {
  /** Rows that one search hands out at most. */
  cap: number
  /** Which rows those are. */
  order: 'newest' | 'oldest' | 'by id' | 'by question'
  /** Per cent of the records that answers with more than so many rows lack, always the same ones. */
  loses?: {share: number; above: number}
  /** A session has all there is. */
  sessions: boolean
}

function hash(text: string): number {
  let value = 7
  for (const one of text) value = (Math.imul(value, 31) + (one.codePointAt(0) ?? 0)) >>> 0
  return Math.imul(value, 2_654_435_761) >>> 0
}

function readingOf(number: number, task: WindowTask, records: readonly Record[], service: Service): WindowReading {
  const {window, depth} = task
  // As Exchange is asked: neighbours of short windows would fill the answer.
  const overlap = window.end - window.start < 5 * minute ? 0 : 3000
  const reach = 1000 * (task.reach ?? task.wider) + overlap
  const question = {start: window.start - reach, end: window.end + reach}
  const found = records.filter(([, time]) => contains(question, time))
  const isWhole = depth !== 'search' && service.sessions
  const {loses, cap} = service
  const left =
    loses !== undefined && !isWhole && found.length > loses.above
      ? found.filter(([id]) => hash(`lost ${id}`) % 100 >= loses.share)
      : found
  const rank = ([id, time]: Record) =>
    ({newest: -time, oldest: time, 'by id': hash(id), 'by question': hash(`${id} ${window.start}`)})[service.order]
  const shown = [...left].sort((a, b) => rank(a) - rank(b)).slice(0, isWhole ? undefined : cap)
  const inside = shown.filter(([, time]) => contains(window, time))
  const reading: Reading = {
    outcome: 'proven',
    slow: false,
    evidence: {rows: shown.length, cap: 5000, requestIds: [], warnings: []},
    ...(shown.length === 0 ? {doubt: 'no rows'} : {}),
  }
  return {
    number,
    reading,
    seen: new Map(inside),
    contents: new Map(inside.map(([id]) => [id, 1])),
    times: inside.map(([, time]) => time),
    nameless: 0,
    around: new Map(shown.filter(([, time]) => !contains(window, time) && contains(period, time))),
  }
}

/** Spread over the period, with hours and minutes that have many. */
export function spread(
  seed: number,
  count: number,
  bursts: readonly {at: number; count: number; over: number}[],
): Record[] {
  const length = days * 86_400
  return [
    ...Array.from(
      {length: count},
      (_, index): Record => [`r${index}`, start + (hash(`${seed} ${index}`) % length) * second],
    ),
    ...bursts.flatMap(({at, count: many, over}, burst) =>
      Array.from({length: many}, (_, index): Record => [`b${burst}-${index}`, start + (at + (index % over)) * second]),
    ),
  ]
}

const someRecords = fc
  .record({
    seed: fc.nat(9999),
    count: fc.integer({min: 20, max: 200}),
    bursts: fc.array(
      fc.record({
        at: fc.nat(days * 86_400 - 3600),
        count: fc.integer({min: 1, max: 150}),
        over: fc.constantFrom(1, 60, 3600),
      }),
      {maxLength: 2},
    ),
  })
  .map(({seed, count, bursts}) => spread(seed, count, bursts))

export function readFrom(
  service: Service,
  records: readonly Record[],
  settings: {confirm: 'sample' | 'all'; concurrency: number; handsOn: boolean},
): Played {
  const {confirm, concurrency, handsOn} = settings
  const read = (number: number, task: WindowTask) => readingOf(number, task, records, service)
  const wide = {...plan, aim: 4000, longest: 96 * hour}
  return play({confirm, concurrency, sessions: service.sessions, period, plan: wide}, [{read, turn: 0, handsOn}])
}

function fullestHour(records: readonly Record[]): number {
  const hours = new Map<number, number>()
  for (const [, time] of records) {
    const at = Math.floor(time / hour)
    hours.set(at, (hours.get(at) ?? 0) + 1)
  }
  return Math.max(...hours.values())
}

/** Those that no accepted reading holds. */
export function missingOf(records: readonly Record[], {readings, accepted}: Played): Record[] {
  const held = new Map(readings.map(one => [one.number, new Map([...one.seen, ...one.around])]))
  return records.filter(
    ([id, time]) => !accepted.some(({number, window}) => contains(window, time) && held.get(number)?.has(id)),
  )
}

/** Whatever the number, from the least that was ever seen on, and the order: complete with a record missing is the one outcome that must not be. */
export function checkSilentCaps(numRuns: number): void {
  let complete = 0
  fc.assert(
    fc.property(
      someRecords,
      fc.record({
        cap: fc.oneof(fc.integer({min: 10, max: 99}), fc.integer({min: 100, max: 200})),
        order: fc.constantFrom('newest' as const, 'oldest' as const, 'by id' as const, 'by question' as const),
        sessions: fc.boolean(),
      }),
      fc.record({
        confirm: fc.constantFrom('sample' as const, 'all' as const),
        concurrency: fc.integer({min: 1, max: 3}),
        handsOn: fc.boolean(),
      }),
      (records, service, settings) => {
        // Halves do not show what is left out of a cluster that lies in one of them; a session does, of 100 rows and more.
        fc.pre((service.sessions && service.cap > 100) || fullestHour(records) < service.cap)
        const played = readFrom(service, records, settings)
        if (played.entries.some(entry => entry.status === 'gap')) return
        complete++
        expect(missingOf(records, played)).toEqual([])
      },
    ),
    {numRuns, seed: 16},
  )
  expect(complete).toBeGreaterThan(numRuns / 4)
}
