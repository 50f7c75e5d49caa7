import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {tilingFaults} from '../../src/audit/window.ts'
import {
  decide,
  giveUp,
  newTask,
  type WindowReading,
  type WindowStep,
  type WindowTask,
} from '../../src/collect/window-task.ts'
import type {Reading, ReadingOutcome} from '../../src/sources/source.ts'
import {Failure} from '../../src/wire/failure.ts'
import {between, minute, second} from '../builders.ts'

const window = between('2026-10-05T12:00:00', '2026-10-05T13:00:00')
const oneSecond = {start: window.start, end: window.start + second}

function aTask(more: Partial<WindowTask> = {}): WindowTask {
  return {...newTask(window), ...more}
}

function aFailure(code: string): Failure {
  return new Failure({code, message: `${code}.`, remedy: ''})
}

/** @param ids Identity → minutes into the window. */
function aRead(more: Partial<Reading> = {}, ids: Record<string, number> = {a: 10, b: 20}, number = 7): WindowReading {
  const seen = new Map(Object.entries(ids).map(([id, minutes]) => [id, window.start + minutes * minute]))
  const reading: Reading = {
    outcome: 'proven',
    slow: false,
    evidence: {rows: seen.size, cap: 5000, requestIds: ['r'], warnings: []},
    ...more,
  }
  return {number, reading, seen, times: [...seen.values()], nameless: 0}
}

const failed = (code = 'EXCHANGE_UNREADABLE', more: Partial<Reading> = {}, ids: Record<string, number> = {}) =>
  aRead({outcome: 'failed', failure: aFailure(code), ...more}, ids)
const suspect = (ids: Record<string, number> = {}) =>
  aRead({outcome: 'suspect', failure: aFailure('EXCHANGE_ROW')}, ids)
const capped = (ids: Record<string, number> = {}) => aRead({outcome: 'capped', failure: aFailure('EXCHANGE_CAP')}, ids)
const empty = (more: Partial<Reading> = {}) => aRead({doubt: 'no rows', ...more}, {})

function as<D extends WindowStep['do']>(step: WindowStep, kind: D): WindowStep & {do: D} {
  expect(step.do).toBe(kind)
  return step as WindowStep & {do: D}
}

describe('a proven reading', () => {
  test('settles the window, and its rows alone count', () => {
    const step = as(decide(aTask({readings: [1, 2], attempts: 2}), aRead(), 0), 'settle')
    expect(step).toEqual({
      do: 'settle',
      entry: {...window, status: 'read', attempts: 3, evidence: aRead().reading.evidence},
      accept: [7],
    })
  })

  test('with a doubt, or where a second is wanted, is read again after a pause', () => {
    for (const [task, read, wider] of [
      [aTask(), empty(), 0],
      [aTask(), aRead({}, {}), 0],
      [aTask(), aRead({doubt: 'a warning nobody knows: x'}), 0],
      [aTask({confirm: true}), aRead(), 37],
    ] as const) {
      const again = as(decide(task, read, 0), 'again')
      expect(again.pause).toBe(2000)
      expect(again.task).toMatchObject({previous: new Set(read.seen.keys()), wider, failures: 0, readings: [7]})
    }
  })

  test('that is empty is asked for in the very same way, then in another, and only then is confirmed', () => {
    const same = as(decide(aTask(), empty(), 0), 'again')
    expect(same.task).toMatchObject({wider: 0, previous: new Set()})
    const other = as(decide(same.task, empty(), 0), 'again')
    expect(other.task).toMatchObject({wider: 37, previous: new Set()})
    expect(as(decide(other.task, empty(), 0), 'settle').entry).toMatchObject({status: 'confirmed', attempts: 3})
  })

  test('that is empty where many were expected, or slow, is confirmed by its halves', () => {
    for (const [read, expected] of [
      [empty(), 50],
      [empty({slow: true}), 0],
    ] as const) {
      const same = as(decide(aTask(), read, expected), 'again').task
      const split = as(decide(same, read, expected), 'split')
      expect(split.tasks.map(task => task.window)).toEqual([
        {start: window.start, end: window.start + 30 * minute},
        {start: window.start + 30 * minute, end: window.end},
      ])
      expect(split.tasks.map(task => task.previous !== undefined)).toEqual([true, true])
    }
    expect(as(decide(aTask(), aRead({doubt: 'odd', slow: true}), 0), 'split').tasks).toHaveLength(2)
    expect(decide(as(decide(aTask(), empty(), 49), 'again').task, empty(), 49).do).toBe('again')
  })

  test('that lacks a record which an earlier one held is not proven', () => {
    const expected = new Map([['z', window.start]])
    const again = as(decide(aTask({expected}), aRead(), 0), 'again')
    expect(again.task.failures).toBe(1)
    expect([...again.task.expected.keys()].sort()).toEqual(['a', 'b', 'z'])
    const split = as(decide(again.task, aRead(), 0), 'split')
    expect(split.tasks.map(task => [...task.expected.keys()])).toEqual([['z', 'a', 'b'], []])
  })
})

describe('a second reading', () => {
  const first = as(decide(aTask({confirm: true}), aRead(), 0), 'again').task

  test('that agrees confirms', () => {
    expect(as(decide(first, aRead({}, {b: 20, a: 10}, 8), 0), 'settle')).toMatchObject({
      entry: {status: 'confirmed', attempts: 2},
      accept: [8],
    })
  })

  test('that has more, or less, must be followed by one that holds all of both', () => {
    const more = as(decide(first, aRead({}, {a: 10, b: 20, c: 30}), 0), 'again')
    expect(more.pause).toBe(5000)
    expect(more.task).toMatchObject({previous: new Set(['a', 'b', 'c']), wider: 0})
    expect(as(decide(more.task, aRead({}, {a: 10, b: 20, c: 30}), 0), 'settle').entry.status).toBe('confirmed')

    const less = as(decide(first, aRead({}, {a: 10}), 0), 'again')
    expect(decide(less.task, aRead({}, {a: 10}), 0).do).toBe('again')
    expect(as(decide(less.task, aRead(), 0), 'settle').entry.status).toBe('confirmed')
  })

  test.each([
    ['a second, which can’t be cut', oneSecond, second],
    ['a minute, where the source cuts no further', {start: window.start, end: window.start + minute}, minute],
  ])('that never agrees ends as a gap in %s', (_name, given, shortest) => {
    let task: WindowTask = {...newTask(given, true, shortest)}
    for (let number = 1; number < 20; number++) {
      const step = decide(task, aRead({}, {[`record ${number}`]: 0}, number), 0)
      if (step.do === 'settle') {
        expect(step.entry).toMatchObject({status: 'gap', reason: {code: 'READINGS_DISAGREE'}})
        return
      }
      task = as(step, 'again').task
    }
    expect.unreachable('it is read for ever')
  })

  test('that never agrees is cut, and every part must agree with what was seen in it', () => {
    let step: WindowStep = {do: 'again', task: first, pause: 0}
    let readings = 0
    while (step.do === 'again') step = decide(step.task, aRead({}, {[`new${readings++}`]: 40}), 0)
    expect(readings).toBeLessThan(6)
    const [left, right] = as(step, 'split').tasks
    expect([...(left.previous ?? [])].sort()).toEqual(['a', 'b'])
    expect([...(right.previous ?? [])].every(id => id.startsWith('new'))).toBe(true)
  })
})

describe('two readings with the same records and other contents', () => {
  const withContents = (content: number, number: number) => ({
    ...aRead({}, {a: 10, b: 20}, number),
    contents: new Map([
      ['a', content],
      ['b', 1],
    ]),
  })
  const first = as(decide(aTask({confirm: true}), withContents(1, 1), 0), 'again').task

  test('do not confirm until two agree, and every content is kept', () => {
    const again = as(decide(first, withContents(2, 2), 0), 'again').task
    expect(as(decide(again, withContents(2, 3), 0), 'settle')).toMatchObject({
      entry: {status: 'confirmed'},
      accept: [1, 2, 3],
    })
  })

  test('that never agree lose nothing, and confirm nothing', () => {
    let step: WindowStep = decide(first, withContents(2, 2), 0)
    for (let number = 3; step.do === 'again'; number++) step = decide(step.task, withContents(number, number), 0)
    expect(as(step, 'settle').entry.status).toBe('read')
    expect(as(step, 'settle').accept.length).toBeGreaterThan(2)
  })

  test('where one was malformed keep every reading, for one of them can be read', () => {
    const again = as(decide(first, withContents(-2, 2), 0), 'again').task
    expect(as(decide(again, withContents(-2, 3), 0), 'settle').accept).toEqual([1, 2, 3])
  })
})

describe('a window beyond what the service keeps or accepts', () => {
  test('is read from the oldest instant on', () => {
    const failure = aFailure('EXPIRED')
    const oldest = window.start + 10 * minute
    const expired = aRead({outcome: 'expired', failure, oldest}, {})
    expect(decide(aTask(), expired, 0)).toMatchObject({do: 'expire', oldest, failure})
  })

  test('is asked for without its edges where those alone have expired', () => {
    const expired = aRead({outcome: 'expired', failure: aFailure('EXPIRED'), oldest: window.start - second}, {})
    expect(as(decide(aTask({wider: 37}), expired, 0), 'again').task).toMatchObject({wider: 0, crowded: true})
  })

  test('is never asked for again in the same way where it is not accepted', () => {
    const rejected = aRead({outcome: 'rejected', failure: aFailure('EXCHANGE_ARGUMENT')}, {})
    expect(as(decide(aTask(), rejected, 0), 'settle').entry).toMatchObject({status: 'gap', attempts: 1})
    const days = {start: window.start, end: window.start + 4 * 86_400_000}
    expect(as(decide(newTask(days), rejected, 0), 'split').tasks).toHaveLength(2)
  })
})

describe('a session beside a search', () => {
  const first = as(decide(aTask(), aRead({}, {a: 10}, 1), 0, 'session'), 'again').task

  test('is asked for once, and followed by the halves with all that either knows', () => {
    expect(first).toMatchObject({depth: 'session', previous: new Set(['a'])})
    const split = as(decide(first, aRead({}, {a: 10, b: 40}, 2), 0), 'split')
    expect(split.tasks.map(task => [task.depth, [...task.expected.keys()], task.confirm])).toEqual([
      ['search', ['a'], true],
      ['search', ['b'], true],
    ])
  })

  test.each(['failed', 'suspect', 'refused', 'capped'] as const)('that is %s says nothing', outcome => {
    expect(decide(first, aRead({outcome, failure: aFailure('X')}, {}, 2), 0).do).toBe('split')
  })
})

describe('two readings made for their own sake', () => {
  const first = as(decide(aTask({confirm: true}), aRead(), 0), 'again').task

  test('are compared in the ledger, whatever comes after them', () => {
    expect(as(decide(first, aRead(), 0), 'settle').entry.compared).toEqual({first: 2, second: 2, both: 2})
    const differing = as(decide(first, aRead({}, {b: 20, c: 30}), 0), 'again').task
    const settled = as(decide(differing, aRead({}, {a: 10, b: 20, c: 30}), 0), 'settle')
    expect(settled.entry).toMatchObject({status: 'confirmed', attempts: 3, compared: {first: 2, second: 2, both: 1}})
  })

  test('are compared part by part where they never agree', () => {
    let step: WindowStep = decide(first, aRead({}, {a: 10, d: 50}), 0)
    while (step.do === 'again') step = decide(step.task, aRead({}, {}), 0)
    const counts = as(step, 'split').tasks.map(task => as(giveUp(task, aFailure('X')), 'settle').entry.compared)
    expect(counts).toEqual([
      {first: 2, second: 1, both: 1},
      {first: 0, second: 1, both: 0},
    ])
  })

  test('are none where a doubt asked for the second', () => {
    const doubted = as(decide(aTask(), aRead({doubt: 'odd'}), 0), 'again').task
    expect(as(decide(doubted, aRead(), 0), 'settle').entry).not.toHaveProperty('compared')
  })
})

describe('a capped reading', () => {
  test('is cut at the median of what came, when that spans the window', () => {
    const ids = Object.fromEntries(Array.from({length: 99}, (_, index) => [`${index}`, index < 60 ? 5 : index - 41]))
    const spanning = {...ids, first: 0, last: 59}
    const split = as(decide(aTask(), capped(spanning), 0), 'split')
    expect(split.tasks[0].window.end).toBe(window.start + 5 * minute)
  })

  test('is cut in the middle when it does not, or nothing came', () => {
    for (const ids of [{a: 1, b: 2, c: 3}, {}]) {
      const split = as(decide(aTask(), capped(ids), 0), 'split')
      expect(split.tasks[0].window.end).toBe(window.start + 30 * minute)
    }
  })

  test('hands each part what it must find again, no matter how it was asked', () => {
    const [left, right] = as(decide(aTask({confirm: true}), capped({a: 0, b: 29, c: 30, d: 59}), 0), 'split').tasks
    expect([...left.expected.keys()]).toEqual(['a', 'b'])
    expect([...right.expected.keys()]).toEqual(['c', 'd'])
    expect([left.readings, left.attempts, left.confirm]).toEqual([[7], 1, true])
  })

  test('of a wider question is asked without the edges first', () => {
    expect(as(decide(aTask({wider: 37}), capped(), 0), 'again')).toMatchObject({task: {wider: 0}, pause: 0})
  })

  test('of a single second is read with every means, and then is a gap', () => {
    const again = as(decide(aTask({window: oneSecond}), capped({a: 0}), 0), 'again')
    expect(again.task.depth).toBe('exhaustive')
    const gap = as(decide(again.task, capped({b: 0}), 0), 'settle')
    expect(gap.entry).toMatchObject({status: 'gap', reason: {code: 'EXCHANGE_CAP', message: 'EXCHANGE_CAP.'}})
    expect(gap.accept).toEqual([7, 7])
  })
})

describe('a reading without a sound answer', () => {
  test.each([
    ['failed', failed],
    ['suspect', suspect],
  ])('that %s is read again, then halved', (_name, read) => {
    const again = as(decide(aTask(), read(), 0), 'again')
    expect(again.pause).toBe(5000)
    const split = as(decide(again.task, read(), 0), 'split')
    expect(split.tasks.map(task => [task.failures, task.attempts])).toEqual([
      [0, 2],
      [0, 2],
    ])
  })

  test('is halved at once where the next page was forgotten', () => {
    expect(decide(aTask(), failed('EXCHANGE_PAGINATION'), 0).do).toBe('split')
  })

  test('waits longer in an outage, and does not cut', () => {
    let step: WindowStep = decide(aTask(), failed('EXCHANGE_UNAVAILABLE', {outage: true}), 0)
    for (let again = 1; again <= 3; again++) {
      expect(as(step, 'again').pause).toBe(30_000)
      step = decide(as(step, 'again').task, failed('EXCHANGE_UNAVAILABLE', {outage: true}), 0)
    }
    expect(as(step, 'settle').entry).toMatchObject({...window, status: 'gap', attempts: 4})
  })

  test('is a gap at the floor after some more tries, with all that was read of it', () => {
    let step: WindowStep = decide(aTask({window: oneSecond, readings: [3]}), suspect({a: 0}), 0)
    while (step.do === 'again') step = decide(step.task, suspect({a: 0}), 0)
    expect(as(step, 'settle')).toMatchObject({
      entry: {status: 'gap', attempts: 4, reason: {code: 'EXCHANGE_ROW'}},
      accept: [3, 7, 7, 7, 7],
    })
  })

  test('that is refused says so', () => {
    const failure = aFailure('EXCHANGE_403')
    expect(decide(aTask(), aRead({outcome: 'refused', failure}), 0)).toMatchObject({do: 'refuse', failure})
  })
})

test('whatever the service answers, a window ends, tiles, and is proven only by what holds all that was seen', () => {
  const outcome = fc.constantFrom<ReadingOutcome>('proven', 'capped', 'suspect', 'failed')
  const answer = fc.record({
    outcome,
    lost: fc.boolean(),
    doubt: fc.boolean(),
    slow: fc.boolean(),
    outage: fc.boolean(),
    dense: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(answer, {minLength: 1, maxLength: 12}), fc.boolean(), (answers, confirm) => {
      const whole = {start: window.start, end: window.start + 16 * second}
      const truth = Array.from({length: 16}, (_, index) => [`${index}`, whole.start + index * second] as const)
      const known = new Set<string>()
      const ended: (WindowStep & {do: 'settle'})[] = []
      const stack = [newTask(whole, confirm)]
      let number = 0
      for (let task = stack.pop(); task; task = stack.pop()) {
        const one = answers[number % answers.length] ?? (answers[0] as never)
        const inside = truth.filter(([, time]) => time >= (task?.window.start ?? 0) && time < (task?.window.end ?? 0))
        const seen = new Map(one.lost || one.outcome === 'failed' ? inside.slice(1) : inside)
        const step = decide(
          task,
          {
            number: number++,
            seen,
            times: [...seen.values()],
            nameless: 0,
            reading: {
              outcome: one.outcome,
              slow: one.slow,
              evidence: {rows: seen.size, cap: 5000, requestIds: [], warnings: []},
              ...(one.doubt ? {doubt: 'x'} : {}),
              ...(one.outcome === 'proven' ? {} : {failure: aFailure('X'), outage: one.outage}),
            },
          },
          one.dense ? 100 : 0,
        )
        for (const id of seen.keys()) known.add(id)
        if (step.do === 'again') stack.push(step.task)
        if (step.do === 'split') stack.push(...step.tasks)
        if (step.do === 'settle') {
          ended.push(step)
          const {entry} = step
          if (entry.status !== 'gap') {
            const had = inside.filter(([id]) => known.has(id)).map(([id]) => id)
            expect([...seen.keys()]).toEqual(expect.arrayContaining(had))
          }
        }
        expect(number).toBeLessThan(2000)
      }
      expect(
        tilingFaults(
          whole,
          ended.map(step => step.entry),
        ),
      ).toEqual({missing: [], double: []})
    }),
    {numRuns: 60},
  )
})

test('giving up keeps the bounds, the readings and the reason', () => {
  expect(giveUp(aTask({readings: [1, 2], attempts: 2}), aFailure('DEADLINE'))).toMatchObject({
    entry: {...window, status: 'gap', attempts: 2, reason: {code: 'DEADLINE', message: 'DEADLINE.'}},
    accept: [1, 2],
  })
})
