/** Signals as hypotheses, and which windows a sample has. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {chooseSecond, escalate, missingInSample, newConfirmation} from '../../src/collect/confirmation.ts'
import {
  beginTest,
  endPart,
  foundMore,
  liveSignals,
  mayTest,
  noise,
  noSignals,
  noteMost,
  noteRows,
  type SignalState,
  splitTest,
} from '../../src/collect/signals.ts'
import type {LossSignal} from '../../src/sources/source.ts'

const flag: LossSignal = {kind: 'more-flag', words: 'a promise of more', more: true}
const round: LossSignal = {kind: 'round-count', words: 'a round number', more: true}

/** A test of a window in two halves. */
function tested(before: SignalState, live: readonly LossSignal[], outcome: 'nothing' | 'more' | 'gap', rows = 500) {
  const [begun, number] = beginTest(before, live, rows)
  const split = splitTest(begun, number)
  const first = endPart(outcome === 'more' ? foundMore(split, number) : split, number, false)
  return endPart(first, number, outcome === 'gap')
}

describe('a signal', () => {
  test('is noise once three tests brought nothing new, and is then told', () => {
    let state: SignalState = noSignals
    for (const often of [1, 2, 3]) {
      expect(liveSignals(state, [flag])).toEqual([flag])
      expect(mayTest(state, [flag])).toBe(true)
      state = tested(state, [flag], 'nothing')
      expect(noise(state)).toEqual(often < 3 ? [] : ['a promise of more'])
    }
    expect(liveSignals(state, [flag, round])).toEqual([round])
  })

  test('that was right once is tested for ever', () => {
    let state = tested(noSignals, [flag], 'more')
    for (let often = 0; often < 9; often++) state = tested(state, [flag], 'nothing')
    expect(liveSignals(state, [flag])).toEqual([flag])
    expect(mayTest(state, [flag])).toBe(true)
  })

  test('is not disproved by a gap', () => {
    let state: SignalState = noSignals
    for (let often = 0; often < 9; often++) state = tested(state, [flag], 'gap')
    expect(noise(state)).toEqual([])
  })

  test('waits while three tests are under way, so that many windows cost no more', () => {
    let state: SignalState = noSignals
    for (let often = 0; often < 3; often++) state = beginTest(state, [flag], 9)[0]
    expect(mayTest(state, [flag])).toBe(false)
    expect(mayTest(state, [flag, round])).toBe(true)
  })

  test('of size that was right makes its number of rows a limit, until an answer has more', () => {
    const limited = tested(noSignals, [round], 'more', 500)
    expect(limited.cap).toBe(500)
    expect(tested(noSignals, [flag], 'more', 500).cap).toBeUndefined()
    expect(noteMost(limited, 400).cap).toBe(500)
    expect(noteMost(limited, 501).cap).toBeUndefined()
  })
})

describe('numbers of rows', () => {
  const signalsOf = (counts: readonly number[]) => {
    let state: SignalState = noSignals
    return counts.map(rows => {
      const [after, signals] = noteRows(state, rows)
      state = after
      return signals.map(({kind}) => kind)
    })
  }

  test('say something where the largest comes twice, or the same one after the other', () => {
    expect(signalsOf([300, 250, 300])).toEqual([[], [], ['largest-count']])
    expect(signalsOf([300, 250, 250])).toEqual([[], [], ['equal-count']])
    expect(signalsOf([300, 300])).toEqual([[], ['equal-count', 'largest-count']])
  })

  test('say nothing in small windows, nor between others', () => {
    expect(signalsOf([40, 40, 40])).toEqual([[], [], []])
    expect(signalsOf([300, 250, 200, 250])).toEqual([[], [], [], []])
  })

  test('always give a limit away by its third answer', () => {
    fc.assert(
      fc.property(
        fc.integer({min: 100, max: 4999}),
        fc.array(fc.integer({min: 1, max: 4999}), {maxLength: 20}),
        (cap, all) => {
          const counts = [...all, 9999, 9999, 9999].map(rows => Math.min(rows, cap))
          expect(signalsOf(counts).flat()).toContain('largest-count')
        },
      ),
    )
  })
})

describe('the sample', () => {
  const day = 86_400_000
  const first = {start: 1_791_158_400_000, rows: 80, period: 31 * day, remaining: 300, readings: 10, sessions: false}

  test('has the first three windows, and each that is the fullest so far', () => {
    let state = newConfirmation('sample')
    const chosen = [80, 70, 60, 50, 90, 85, 95].map((rows, index) => {
      const [after, second] = chooseSecond(state, {...first, rows, start: first.start + index * 1000})
      state = {...after, calls: 1000}
      return second !== undefined
    })
    expect(chosen).toEqual([true, true, true, false, true, false, true])
  })

  test('is all of a long period where that takes few calls', () => {
    let state = newConfirmation('sample')
    for (let window = 0; window < 20; window++) {
      const [after, second] = chooseSecond(state, {...first, rows: 9, remaining: 19 - window})
      state = after
      expect(second).toBe('halves')
    }
    expect(state.calls).toBe(40)
  })

  test('has one window of more than 100 rows read by a session, where there are sessions', () => {
    const [after, second] = chooseSecond(newConfirmation('sample'), {...first, rows: 101, sessions: true})
    expect(second).toBe('session')
    expect(chooseSecond(after, {...first, rows: 400, sessions: true})[1]).toBe('probe')
  })

  test('is everything after a difference, and nothing without confirm', () => {
    const escalated = escalate(newConfirmation('sample'))
    expect(chooseSecond({...escalated, windows: 9, calls: 999, mostRows: 999}, first)[1]).toBe('halves')
    expect(chooseSecond(escalate(newConfirmation('none')), first)[1]).toBeUndefined()
  })

  test('of a short period costs at most half of the first readings, but for the fullest window', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), (firstReadings, calls) => {
        const state = {...newConfirmation('sample'), firstReadings, calls}
        const more = missingInSample(state, {period: 2 * day, isFullestConfirmed: true})
        expect(more === 0 || calls + 2 * more <= firstReadings / 2).toBe(true)
        const fullest = missingInSample(state, {period: 2 * day, isFullestConfirmed: false})
        expect(fullest).toBe(firstReadings === 0 ? 0 : Math.max(1, more))
      }),
    )
  })
})
