/** The scheduler as a machine: whatever the service answers, in whatever order, what must always hold. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {LedgerEntry} from '../../src/audit/ledger.ts'
import {contains, type TimeWindow, tilingFaults} from '../../src/audit/window.ts'
import {
  newScheduler,
  next,
  type SchedulerAction,
  type SchedulerEvent,
  type SchedulerSettings,
  type SchedulerState,
} from '../../src/collect/scheduler.ts'
import type {WindowReading, WindowTask} from '../../src/collect/window-task.ts'
import type {LossSignal, Reading} from '../../src/sources/source.ts'
import {Failure} from '../../src/wire/failure.ts'
import {hour, minute, second} from '../builders.ts'
import {type Played, plan, play as playTurns, type Record, start, type Turn} from './play-scheduler.ts'

const cap = 50

/** What becomes of one answer. */
interface Answer {
  as: 'true' | 'lossy' | 'suspect' | 'failed' | 'outage' | 'expired' | 'rejected' | 'refused'
  /** Every so-manieth record is left out. */
  leaves: number
  signals: readonly LossSignal[]
  /** Which of the readings under way ends first. */
  turn: number
  handsOn: boolean
}

const failureOf = (code: string) => new Failure({code, message: `${code}.`, remedy: ''})

function play(
  settings: Partial<SchedulerSettings>,
  records: readonly Record[],
  answers: readonly Answer[],
  most?: number,
): Played {
  const turns = answers.map(
    (answer): Turn => ({...answer, read: (number, task) => readingOf(number, task, records, answer)}),
  )
  return playTurns(settings, turns, most)
}

function readingOf(number: number, task: WindowTask, records: readonly Record[], answer: Answer): WindowReading {
  const reach = 1000 * (task.reach ?? task.wider) + 3000
  const {window, depth} = task
  const question = {start: window.start - reach, end: window.end + reach}
  const found =
    answer.as === 'failed' || answer.as === 'outage' || answer.as === 'refused'
      ? []
      : records.filter(([, time]) => contains(question, time))
  const kept =
    answer.as === 'lossy' || answer.as === 'suspect'
      ? found.filter((_, index) => (index + number) % answer.leaves !== 0)
      : found
  const isFull = depth === 'search' && kept.length >= cap
  const shown = answer.as === 'expired' || answer.as === 'rejected' ? [] : isFull ? kept.slice(0, cap) : kept
  const inside = shown.filter(([, time]) => contains(window, time))
  const outcome = outcomeOf(answer, isFull, window)
  const reading: Reading = {
    outcome,
    slow: false,
    evidence: {rows: shown.length, cap, requestIds: [], warnings: []},
    ...(outcome === 'proven' ? {signals: answer.signals} : {failure: failureOf(`TEST_${outcome.toUpperCase()}`)}),
    ...(outcome === 'proven' && shown.length === 0 ? {doubt: 'no rows'} : {}),
    ...(outcome === 'expired' ? {oldest: Math.floor((window.start + window.end) / 2)} : {}),
    ...(answer.as === 'outage' ? {outage: true} : {}),
  }
  return {
    number,
    reading,
    seen: new Map(inside),
    contents: new Map(inside.map(([id]) => [id, 1])),
    times: inside.map(([, time]) => time),
    nameless: 0,
    around: new Map(shown.filter(([, time]) => !contains(window, time) && time >= start)),
  }
}

function outcomeOf({as}: Answer, isFull: boolean, window: TimeWindow): Reading['outcome'] {
  if (as === 'suspect' || as === 'rejected' || as === 'refused' || as === 'failed') return as
  if (as === 'outage') return 'failed'
  if (as === 'expired') return window.end - window.start >= 2000 ? 'expired' : 'rejected'
  return isFull ? 'capped' : 'proven'
}

const signal = (kind: string, more: boolean): LossSignal => ({kind, words: kind, more})
const anySignals = fc.subarray([signal('count', true), signal('more-flag', true), signal('warning x', false)])

const anAnswer = (kinds: readonly Answer['as'][]): fc.Arbitrary<Answer> =>
  fc.record({
    as: fc.constantFrom(...kinds),
    leaves: fc.integer({min: 2, max: 7}),
    signals: anySignals,
    turn: fc.nat(3),
    handsOn: fc.boolean(),
  })
const anything = fc.array(
  anAnswer(['true', 'lossy', 'suspect', 'failed', 'outage', 'expired', 'rejected', 'refused']),
  {
    minLength: 1,
    maxLength: 12,
  },
)

const someRecords = fc
  .array(fc.nat(86_399), {maxLength: 150})
  .map(seconds => seconds.map((one, index): Record => [`r${index}`, start + one * second]))
const aMode = fc.constantFrom('none' as const, 'sample' as const, 'all' as const)
const concurrency = fc.integer({min: 1, max: 4})

const period = {start, end: start + 24 * hour}

/** Every other answer lacks the one record that it would hold: no limit of one row, by which a day would be read in seconds. */
const lostNowAndThen: [Record[], Answer[], 'none' | 'sample', number][] = (['none', 'sample'] as const).map(confirm => [
  [
    ['r0', start + 27_003 * second],
    ['r1', start + 5_409 * second],
  ],
  [{as: 'lossy', leaves: 2, signals: [], turn: 3, handsOn: false}],
  confirm,
  3,
])

describe('whatever the service answers', () => {
  test('the windows tile the period, and the number of readings is bounded', () => {
    fc.assert(
      fc.property(someRecords, anything, aMode, concurrency, (records, answers, confirm, concurrency) => {
        const {entries, state, readings} = play({confirm, concurrency, sessions: true}, records, answers)
        expect(state.phase).toBe('finished')
        expect(tilingFaults(period, entries)).toEqual({missing: [], double: []})
        expect(readings.length).toBeLessThan(2000)
        const {first, doubt, signals, calibration, confirmation} = state.readingsFor
        expect(first + doubt + signals + calibration + confirmation).toBe(readings.length)
        expect(first).toBeGreaterThan(0)
        if (confirm === 'none') expect(calibration).toBe(0)
      }),
      {numRuns: 150, examples: lostNowAndThen},
    )
  })

  test('no record that came is dropped', () => {
    fc.assert(
      fc.property(someRecords, anything, aMode, concurrency, (records, answers, confirm, concurrency) => {
        const {readings, accepted} = play({confirm, concurrency, sessions: true}, records, answers)
        const came = new Map(readings.flatMap(({seen, around}) => [...seen, ...around]))
        const holders = new Map(
          readings.map(one => [one.number, new Set([...one.seen, ...one.around].map(([id]) => id))]),
        )
        const kept = (id: string, time: number) =>
          accepted.some(({number, window}) => contains(window, time) && holders.get(number)?.has(id))
        expect([...came].filter(([id, time]) => contains(period, time) && !kept(id, time))).toEqual([])
      }),
      {numRuns: 100},
    )
  })

  test('nothing that a single reading proved is claimed once a silent loss was shown', () => {
    const silent = fc.array(
      anAnswer(['true', 'lossy']).map(answer => ({...answer, signals: []})),
      {minLength: 1, maxLength: 9},
    )
    let shown = 0
    fc.assert(
      fc.property(someRecords, silent, concurrency, (records, answers, concurrency) => {
        const {entries, state} = play({confirm: 'sample', concurrency}, records, answers)
        if (!state.confirmation.escalated) return
        shown++
        expect(entries.filter(entry => entry.status === 'read' && entry.evidence.rows > 0)).toEqual([])
      }),
      {numRuns: 150},
    )
    expect(shown).toBeGreaterThan(20)
  })

  test('the same answers lead to the same questions', () => {
    fc.assert(
      fc.property(someRecords, anything, aMode, (records, answers, confirm) => {
        const [one, other] = [1, 2].map(() => play({confirm, sessions: true}, records, answers))
        expect(one?.asked).toEqual(other?.asked)
        expect(one?.entries).toEqual(other?.entries)
      }),
      {numRuns: 40},
    )
  })

  test('a state is never changed, so that an event may be taken again', () => {
    fc.assert(
      fc.property(someRecords, fc.nat(8), (records, steps) => {
        let state = newScheduler({period, plan, concurrency: 1, confirm: 'sample', takenOver: [], pending: []})
        let event: SchedulerEvent = {on: 'begin'}
        for (let step = 0; step < steps; step++) {
          const [after, actions] = next(state, event)
          const [again, same] = next(state, event)
          expect([again, same]).toEqual([after, actions])
          state = after
          const read = actions.find(action => action.do === 'read')
          if (read?.do !== 'read') return
          const answer: Answer = {as: 'true', leaves: 2, signals: [], turn: 0, handsOn: false}
          event = {on: 'read', read: readingOf(read.number, read.task, records, answer)}
        }
      }),
      {numRuns: 30},
    )
  })
})

describe('a good service', () => {
  const good: Answer = {as: 'true', leaves: 2, signals: [], turn: 0, handsOn: true}
  const records = Array.from({length: 300}, (_, index): Record => [`r${index}`, start + index * 280 * second])

  test('with the same signals on every answer costs three tests of each, and no more', () => {
    const noisy = {...good, signals: [signal('count', true), signal('more-flag', true)]}
    for (const confirm of ['none', 'sample'] as const) {
      const plain = play({confirm}, records, [good])
      const {entries, asked, state} = play({confirm}, records, [noisy])
      expect(entries.every(entry => entry.status !== 'gap')).toBe(true)
      // While windows wait for tests, others are planned with less knowledge: a window more or two.
      expect(asked.length).toBeLessThanOrEqual(plain.asked.length + 2 * 3 + 2)
      expect([...state.signals.hypotheses.values()].map(one => one.disproved)).toEqual([3, 3])
    }
  })

  test('is asked no more often than twice the windows with an unknown warning on every answer', () => {
    const warned = {...good, signals: [signal('warning x', false)]}
    const plain = play({confirm: 'none'}, records, [good])
    expect(play({confirm: 'none'}, records, [warned]).asked.length).toBeLessThanOrEqual(plain.asked.length + 3)
  })

  test('has three windows and the fullest read twice in a week, and everything where that is cheap', () => {
    const week = {start, end: start + 8 * 24 * hour}
    const few = play({confirm: 'sample', period: week}, records.slice(0, 30), [good])
    expect(few.entries.filter(entry => entry.status === 'read')).toEqual([])
    const many = Array.from({length: 8000}, (_, index): Record => [`r${index}`, start + index * 86 * second])
    const {entries, state} = play({confirm: 'sample', period: week, plan: {...plan, aim: 39}}, many, [good])
    const compared = entries.filter(entry => entry.compared)
    expect(compared.length).toBeGreaterThanOrEqual(6)
    expect(compared.length).toBeLessThan(0.4 * entries.length)
    const fullest = Math.max(...entries.map(entry => entry.evidence.rows))
    expect(state.mostConfirmed).toBeGreaterThanOrEqual(fullest - 1)
  })

  test('ends when it is told to, with a gap for what was not read', () => {
    let state = newScheduler({period, plan, concurrency: 2, confirm: 'sample', takenOver: [], pending: []})
    const [begun] = next(state, {on: 'begin'})
    const [ended] = next(begun, {on: 'end', failure: failureOf('DEADLINE')})
    const [first] = next(ended, {on: 'interrupted', number: 1, started: true, queries: []})
    const [last, actions] = next(first, {on: 'interrupted', number: 2, started: false, queries: []})
    state = last
    expect(state.phase).toBe('finished')
    const settled = [...next(ended, {on: 'interrupted', number: 1, started: true, queries: []})[1], ...actions]
    const entries = settled.flatMap(action => (action.do === 'settle' ? [action.entry] : []))
    expect(tilingFaults(period, entries)).toEqual({missing: [], double: []})
    expect(entries.map(entry => entry.reason?.code)).toEqual(entries.map(() => 'DEADLINE'))
  })
})

describe('what a service calls expired', () => {
  const records = Array.from({length: 60}, (_, index): Record => [`r${index}`, start + index * 20 * minute])

  /** @param oldestFor the instant that a refusal of this reading names, or nothing where it is answered. */
  function play(oldestFor: (window: TimeWindow, number: number) => number | undefined) {
    let state = newScheduler({period, plan, concurrency: 1, confirm: 'none', takenOver: [], pending: []})
    const entries: LedgerEntry[] = []
    let refusals = 0
    let event: SchedulerEvent | undefined = {on: 'begin'}
    while (event !== undefined) {
      const [after, actions]: [SchedulerState, SchedulerAction[]] = next(state, event)
      state = after
      event = undefined
      for (const action of actions) {
        if (action.do === 'settle') entries.push(action.entry)
        if (action.do !== 'read') continue
        const oldest = oldestFor(action.task.window, action.number)
        if (oldest !== undefined) refusals++
        const answer: Answer = {as: 'true', leaves: 2, signals: [], turn: 0, handsOn: false}
        const read = readingOf(action.number, action.task, records, answer)
        const refused = (): Reading => ({
          ...read.reading,
          outcome: 'expired',
          oldest: oldest ?? 0,
          failure: failureOf('EXPIRED'),
        })
        event = {
          on: 'read',
          read: oldest === undefined ? read : {...read, reading: refused(), seen: new Map(), times: []},
        }
      }
    }
    const gaps = entries.filter(entry => entry.status === 'gap').sort((a, b) => a.start - b.start)
    return {gaps, refusals}
  }

  test('is one gap, and costs one question', () => {
    const oldest = start + 7 * hour
    const {gaps, refusals} = play(window => (window.start < oldest ? oldest : undefined))
    expect(gaps.every((gap, index) => index === 0 || gaps[index - 1]?.end === gap.start)).toBe(true)
    expect(gaps.at(-1)?.end).toBe(oldest + 30 * second)
    expect(gaps.every(gap => gap.reason?.code === 'EXPIRED')).toBe(true)
    expect(refusals).toBe(1)
  })

  test('though it lies after the instant that is named, is a gap of that window, after two questions', () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 20 * 60}), fc.integer({min: 0, max: 100 * hour}), (minutes, before) => {
        const until = start + minutes * minute
        const {gaps, refusals} = play(({start: from}) => (from < until ? from - minute - before : undefined))
        expect(gaps[0]?.start).toBe(start)
        expect(gaps.every(gap => gap.start < until)).toBe(true)
        expect(refusals).toBeLessThanOrEqual(2 * gaps.length)
        const longest = Math.min(...gaps.map(gap => gap.end - gap.start))
        expect(longest).toBeGreaterThanOrEqual(minute)
      }),
      {numRuns: 30},
    )
  })

  test('once, before records that were shown or until the instant that is named, is asked for again', () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 8}), fc.constantFrom(-hour, 60 * 24 * hour), (which, away) => {
        const {gaps} = play(({start: from}, number) => {
          // Before anything was shown, a later instant is believed.
          return number === (away > 0 ? which + 1 : which) ? from + away : undefined
        })
        expect(gaps).toEqual([])
      }),
    )
  })

  test('from one window to the next has an end', () => {
    const {gaps, refusals} = play(({start: from}) => from + 5 * second)
    expect(refusals).toBeLessThanOrEqual(24 + gaps.length)
    expect(gaps.length).toBeLessThan(80)
  })
})
