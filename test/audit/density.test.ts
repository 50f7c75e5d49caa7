import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {Density} from '../../src/audit/density.ts'
import type {TimeWindow} from '../../src/audit/window.ts'
import {at, day, hour, minute} from '../builders.ts'

/** Times of a steady stream. */
function steady(window: TimeWindow, perHour: number): number[] {
  const count = Math.round(((window.end - window.start) / hour) * perHour)
  return Array.from({length: count}, (_, index) => window.start + (index * hour) / perHour)
}

/** Monday. */
const start = at('2026-10-05')

function taught(perHour: number, days = 7): Density {
  const density = new Density()
  for (let from = start; from < start + days * day; from += hour) {
    const window = {start: from, end: from + hour}
    density.learn(window, steady(window, perHour))
  }
  return density
}

describe('a density', () => {
  test('knows nothing at first, and says so', () => {
    const density = new Density()
    expect(density.known).toBe(false)
    expect(density.expected({start, end: start + day})).toBe(0)
    density.learnAtLeast({start, end: start + hour}, 5000)
    expect(density.known).toBe(false)
  })

  test('knows an empty window, too', () => {
    const density = new Density()
    density.learn({start, end: start + hour}, [])
    expect(density.known).toBe(true)
    expect(density.expected({start, end: start + day})).toBe(0)
  })

  test('expects of a steady tenant what it saw', () => {
    const density = taught(1000)
    const rows = density.expected({start: start + 7 * day, end: start + 8 * day})
    expect(rows).toBeGreaterThan(20_000)
    expect(rows).toBeLessThan(34_000)
  })

  test('learns that nights are quiet and days are not', () => {
    const density = new Density()
    for (let from = start; from < start + 14 * day; from += hour) {
      const busy = new Date(from).getUTCHours() === 10
      density.learn({start: from, end: from + hour}, steady({start: from, end: from + hour}, busy ? 4000 : 10))
    }
    const at10 = start + 14 * day + 10 * hour
    expect(density.expected({start: at10, end: at10 + hour})).toBeGreaterThan(1500)
    expect(density.expected({start: at10 - 8 * hour, end: at10 - 7 * hour})).toBeLessThan(100)
  })

  const busyDays = (perHour: number, days: readonly number[], first = start) => {
    const density = new Density()
    for (const number of days)
      for (let from = first + number * day; from < first + (number + 1) * day; from += hour)
        density.learn({start: from, end: from + hour}, steady({start: from, end: from + hour}, perHour))
    return density
  }
  const dayAt = (number: number) => ({start: start + number * day, end: start + (number + 1) * day})

  test('expects less of a weekend that it has not seen, and more of a Monday after one', () => {
    const week = busyDays(1000, [0, 1, 2, 3, 4])
    const [friday, saturday] = [week.expected(dayAt(11)), week.expected(dayAt(5))]
    expect(saturday / friday).toBeGreaterThan(0.3)
    expect(saturday / friday).toBeLessThan(0.7)
    expect(busyDays(1000, [5, 6]).expected(dayAt(7))).toBeGreaterThan(12_000)
  })

  test('learns of the first hours of a weekend what the rest of it is like', () => {
    fc.assert(
      fc.property(fc.integer({min: 200, max: 3000}), fc.double({min: 0, max: 1, noNaN: true}), (perHour, share) => {
        const density = busyDays(perHour, [0, 1, 2, 3, 4])
        const saturday = dayAt(5).start
        for (let from = saturday; from < saturday + 12 * hour; from += hour)
          density.learn({start: from, end: from + hour}, steady({start: from, end: from + hour}, share * perHour))
        const rest = density.expected({start: saturday + 12 * hour, end: saturday + 24 * hour})
        expect(rest).toBeGreaterThan(0.4 * share * perHour * 12 - 60)
        expect(rest).toBeLessThan((1.6 * share + 0.25) * perHour * 12 + 60)
      }),
      {numRuns: 30},
    )
  })

  test('takes no Monday for a Sunday, however quiet that was', () => {
    const usual = busyDays(1000, [0, 1, 2, 3, 4])
    const quiet = usual.copy()
    for (let from = dayAt(5).start; from < dayAt(7).start; from += hour)
      quiet.learn({start: from, end: from + hour}, [])
    expect(quiet.expected(dayAt(7)) / usual.expected(dayAt(7))).toBeCloseTo(1, 1)
  })

  test('expects more after an answer that was cut', () => {
    const [before, after] = [taught(1000), taught(1000)]
    const window = {start: start + 7 * day, end: start + 7 * day + hour}
    after.learnAtLeast(window, 5000)
    expect(after.expected(window)).toBeGreaterThan(before.expected(window))
    expect(after.expected(window)).toBeLessThan(before.expected(window) * 1.2)
  })
})

describe('the reach of a window', () => {
  test('tends to what is aimed at', () => {
    const density = taught(1000)
    const from = start + 7 * day
    const end = density.reach(from, from + 30 * day, 4000, 30 * day)
    expect(density.expected({start: from, end})).toBeGreaterThan(3900)
    expect(density.expected({start: from, end})).toBeLessThanOrEqual(4000)
  })

  test('is the limit when little is expected, and the longest window before that', () => {
    const density = taught(1)
    const from = start + 7 * day
    expect(density.reach(from, from + 3 * hour, 4000, 4 * day)).toBe(from + 3 * hour)
    expect(density.reach(from, from + 30 * day, 4000, 4 * day)).toBe(from + 4 * day)
  })

  test('is a second at least, however dense it gets', () => {
    const density = new Density()
    density.learn({start, end: start + 1000}, Array<number>(4999).fill(start))
    expect(density.reach(start + 1000, start + day, 1, day)).toBe(start + 2000)
  })

  test('lies on a whole second, after the start and never past the limit, after any lessons', () => {
    const lesson = fc.record({
      from: fc.integer({min: 0, max: 30 * 86_400}),
      seconds: fc.integer({min: 1, max: 86_400}),
      rows: fc.integer({min: 0, max: 5000}),
      cut: fc.boolean(),
    })
    fc.assert(
      fc.property(
        fc.array(lesson, {maxLength: 20}),
        fc.integer({min: 0, max: 30 * 86_400}),
        fc.integer({min: 1, max: 40 * 86_400}),
        fc.integer({min: 1, max: 5000}),
        (lessons, from, length, aim) => {
          const density = new Density()
          for (const {from: first, seconds, rows, cut} of lessons) {
            const window = {start: start + first * 1000, end: start + (first + seconds) * 1000}
            if (cut) density.learnAtLeast(window, rows)
            else density.learn(window, steady(window, (rows * 3600) / seconds))
          }
          const begin = start + from * 1000
          const limit = begin + length * 1000
          const end = density.reach(begin, limit, aim, 4 * day)
          expect(end % 1000).toBe(0)
          expect(end).toBeGreaterThan(begin)
          expect(end).toBeLessThanOrEqual(Math.min(limit, begin + 4 * day))
        },
      ),
      {numRuns: 60},
    )
  })

  test('walks a quiet week in few steps and a busy one in proportion', () => {
    const steps = (density: Density) => {
      let count = 0
      const end = start + 14 * day
      for (let from = start + 7 * day; from < end; from = density.reach(from, end, 3900, 4 * day)) count++
      return count
    }
    expect(steps(taught(5))).toBe(2)
    const busy = steps(taught(3900 * 2))
    expect(busy).toBeGreaterThan(300)
    expect(busy).toBeLessThan(460)
  })

  test('is the same for windows of minutes as of hours', () => {
    const [hours, minutes] = [taught(600), new Density()]
    for (let from = start; from < start + 7 * day; from += 30 * minute)
      minutes.learn({start: from, end: from + 30 * minute}, steady({start: from, end: from + 30 * minute}, 600))
    const window = {start: start + 8 * day, end: start + 9 * day}
    expect(minutes.expected(window) / hours.expected(window)).toBeCloseTo(1, 0)
  })
})

describe('an earlier month', () => {
  const week = (from: number, perHour: number) => {
    const density = new Density()
    for (let time = from; time < from + 28 * day; time += 2 * hour)
      density.suppose({start: time, end: time + 2 * hour}, 2 * perHour)
    return density
  }

  test('tells what to expect before anything is seen', () => {
    const density = week(start, 700)
    expect(density.known).toBe(true)
    expect(density.expected({start: start + 30 * day, end: start + 30 * day + hour})).toBeCloseTo(700, -2)
  })

  test('gives way to what is seen, which goes another way', () => {
    const density = week(start, 100)
    for (let time = start + 28 * day; time < start + 42 * day; time += hour)
      density.learn({start: time, end: time + hour}, steady({start: time, end: time + hour}, 400))
    expect(density.expected({start: start + 42 * day, end: start + 42 * day + hour})).toBeGreaterThan(300)
  })
})
