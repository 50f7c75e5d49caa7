import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {choosePeriod, type Period} from '../../src/audit/period.ts'
import {parseShard, shardPeriod, shardsAtMost, shardWindows} from '../../src/audit/shard.ts'
import {tilingFaults} from '../../src/audit/window.ts'
import {at, hour} from '../builders.ts'

function month(label: string, timezone = 'UTC'): Period {
  const chosen = choosePeriod({kind: 'month', month: label}, timezone, 0)
  if ('mistake' in chosen) throw new TypeError(chosen.mistake)
  return chosen.ok
}

describe('the words of a shard', () => {
  test('are the part and the number of parts', () => {
    expect(parseShard('1/1')).toEqual({part: 1, of: 1})
    expect(parseShard('2/4')).toEqual({part: 2, of: 4})
    expect(parseShard('64/64')).toEqual({part: 64, of: 64})
  })

  test.each(['', '0/4', '5/4', '1/65', '1/0', '-1/4', '1.5/4', '1', '1/4/4', ' 1/4'])('“%s” is none', text => {
    expect(parseShard(text)).toBeUndefined()
  })
})

describe('the parts of a period', () => {
  test('tile it, on whole hours but for its own ends, each an hour or more', () => {
    fc.assert(
      fc.property(
        fc.integer({min: 0, max: 40_000}),
        fc.integer({min: 1, max: 50 * 24 * 60}),
        fc.integer({min: 1, max: 64}),
        (startMinute, minutes, wished) => {
          const start = at('2026-09-28') + startMinute * 60_000
          const period = {start, end: start + minutes * 60_000}
          const of = Math.min(wished, shardsAtMost(period))
          const windows = shardWindows(period, of)
          expect(windows).toHaveLength(of)
          expect(tilingFaults(period, windows)).toEqual({missing: [], double: []})
          for (const [index, window] of windows.entries()) {
            if (index > 0) expect(window.start % hour).toBe(0)
            const inner = index > 0 && index < of - 1
            expect(window.end - window.start).toBeGreaterThanOrEqual(inner ? hour : 1)
          }
        },
      ),
    )
  })

  test('hold about as much of a working week each', () => {
    const {start, end} = month('2026-10')
    const working = shardWindows({start, end}, 10).map(window => {
      let sum = 0
      for (let time = window.start; time < window.end; time += hour)
        sum += [0, 6].includes(new Date(time).getUTCDay()) ? 0.4 : 1
      return sum
    })
    expect(Math.max(...working) - Math.min(...working)).toBeLessThanOrEqual(2)
  })

  test('have labels of their own, and the days that they touch', () => {
    const whole = month('2026-10', 'Asia/Kathmandu')
    const parts = [1, 2, 3].map(part => shardPeriod(whole, {part, of: 3}))
    expect(parts.map(({label}) => label)).toEqual(['2026-10-1of3', '2026-10-2of3', '2026-10-3of3'])
    expect(parts[0]?.start).toBe(whole.start)
    expect(parts[2]?.end).toBe(whole.end)
    for (const {days, start, end} of parts) {
      expect(days[0]?.start).toBe(start)
      expect(days.every(day => day.start < end)).toBe(true)
    }
    expect(new Set(parts.flatMap(({days}) => days.map(day => day.date)))).toEqual(
      new Set(whole.days.map(day => day.date)),
    )
  })
})
