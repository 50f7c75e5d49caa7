import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {
  choosePeriod,
  dateAt,
  farthestBack,
  lastDay,
  monthsOf,
  type Period,
  parsePeriod,
  periodsBefore,
  periodUnit,
  sinceLastProven,
} from '../../src/audit/period.ts'
import {instantOf} from '../../src/audit/record.ts'
import {at, day, hour} from '../builders.ts'

function period(text: string, timezone = 'UTC', anchor = at('2026-10-15T12:00:00')): Period {
  const parsed = parsePeriod(text)
  if ('mistake' in parsed) throw new Error(parsed.mistake)
  const chosen = choosePeriod(parsed.ok, timezone, anchor)
  if ('mistake' in chosen) throw new Error(chosen.mistake)
  return chosen.ok
}

function mistakeIn(text: string, timezone = 'UTC'): string {
  const parsed = parsePeriod(text)
  if ('mistake' in parsed) return parsed.mistake
  const chosen = choosePeriod(parsed.ok, timezone, at('2026-10-15'))
  if ('mistake' in chosen) return chosen.mistake
  throw new Error(`no mistake in ${text}`)
}

describe('the month is chosen by the run’s creation, in the zone', () => {
  test.each([
    ['auto', 'UTC', '2026-10-31T00:00:00', '2026-10'],
    ['auto', 'UTC', '2026-10-31T23:59:59', '2026-10'],
    ['auto', 'UTC', '2026-10-30T23:59:59', '2026-09'],
    ['auto', 'UTC', '2026-11-01T00:00:00', '2026-10'],
    ['auto', 'UTC', '2027-01-01T00:00:00', '2026-12'],
    ['auto', 'UTC', '2028-02-28T12:00:00', '2028-01'],
    ['auto', 'UTC', '2028-02-29T12:00:00', '2028-02'],
    ['auto', 'UTC', '2027-02-28T12:00:00', '2027-02'],
    ['auto', 'Pacific/Kiritimati', '2026-10-30T10:00:00', '2026-10'],
    ['auto', 'Pacific/Kiritimati', '2026-10-31T10:00:00', '2026-10'],
    ['auto', 'America/New_York', '2026-11-01T03:59:59', '2026-10'],
    ['auto', 'Asia/Kathmandu', '2026-10-30T18:14:59', '2026-09'],
    ['auto', 'Asia/Kathmandu', '2026-10-30T18:15:00', '2026-10'],
    ['current-month', 'UTC', '2026-10-01T00:00:00', '2026-10'],
    ['current-month', 'Asia/Tokyo', '2026-09-30T15:00:00', '2026-10'],
    ['previous-month', 'UTC', '2026-01-01T00:00:00', '2025-12'],
    ['previous-month', 'UTC', '2026-03-31T00:00:00', '2026-02'],
    ['2026-10', 'UTC', '2030-01-01T00:00:00', '2026-10'],
  ])('%s in %s at %s is %s', (text, timezone, anchor, label) => {
    expect(period(text, timezone, at(anchor))).toMatchObject({label, text: label, timezone})
  })
})

describe('a month’s edges and hours', () => {
  test.each([
    ['2026-10', 'UTC', '2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z', 31 * 24, 31],
    ['2028-02', 'UTC', '2028-02-01T00:00:00Z', '2028-03-01T00:00:00Z', 29 * 24, 29],
    ['2100-02', 'UTC', '2100-02-01T00:00:00Z', '2100-03-01T00:00:00Z', 28 * 24, 28],
    ['2026-10', 'Europe/Berlin', '2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z', 31 * 24 + 1, 31],
    ['2026-03', 'Europe/Berlin', '2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z', 31 * 24 - 1, 31],
    ['2026-11', 'Asia/Kolkata', '2026-10-31T18:30:00Z', '2026-11-30T18:30:00Z', 30 * 24, 30],
    ['2026-10', 'Asia/Kathmandu', '2026-09-30T18:15:00Z', '2026-10-31T18:15:00Z', 31 * 24, 31],
    // Half an hour forward on 4 October.
    ['2026-10', 'Australia/Lord_Howe', '2026-09-30T13:30:00Z', '2026-10-31T13:00:00Z', 31 * 24 - 0.5, 31],
    // Midnight of 8 March 2026 does not exist in Havana; the 1 November's comes once, its 0:30 twice.
    ['2026-03', 'America/Havana', '2026-03-01T05:00:00Z', '2026-04-01T04:00:00Z', 31 * 24 - 1, 31],
    ['2026-11', 'America/Havana', '2026-11-01T04:00:00Z', '2026-12-01T05:00:00Z', 30 * 24 + 1, 30],
    // Samoa went from 29 to 31 December 2011.
    ['2011-12', 'Pacific/Apia', '2011-12-01T10:00:00Z', '2011-12-31T10:00:00Z', 30 * 24, 30],
  ])('%s in %s', (text, timezone, start, end, hours, days) => {
    const chosen = period(text, timezone)
    expect([instantOf(chosen.start), instantOf(chosen.end)]).toEqual([start, end])
    expect((chosen.end - chosen.start) / hour).toBe(hours)
    expect(chosen.days).toHaveLength(days)
  })

  test('a date without midnight begins at its first moment', () => {
    const havana = period('2026-03', 'America/Havana')
    expect(havana.days[7]).toEqual({date: '2026-03-08', start: at('2026-03-08T05:00:00')})
    expect(havana.days[8]).toEqual({date: '2026-03-09', start: at('2026-03-09T04:00:00')})
  })

  test('Samoa’s missing day is nobody’s', () => {
    const samoa = period('2011-12', 'Pacific/Apia')
    expect(samoa.days.map(one => one.date).slice(-2)).toEqual(['2011-12-29', '2011-12-31'])
    expect(dateAt(samoa, at('2011-12-30T09:59:59'))).toBe('2011-12-29')
    expect(dateAt(samoa, at('2011-12-30T10:00:00'))).toBe('2011-12-31')
  })

  test('months follow on each other without a hole, in every zone and year', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('UTC', 'America/Havana', 'Pacific/Apia', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Asia/Gaza'),
        fc.integer({min: 1990 * 12, max: 2060 * 12}),
        (timezone, months) => {
          const name = (month: number) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`
          const [first, next] = [period(name(months), timezone), period(name(months + 1), timezone)]
          expect(first.end).toBe(next.start)
          expect(first.days[0]?.start).toBe(first.start)
          for (const [index, {start}] of first.days.entries()) {
            expect(start).toBeGreaterThan(first.days[index - 1]?.start ?? 0)
            expect(start).toBeLessThan(first.end)
          }
        },
      ),
      {numRuns: 60},
    )
  })
})

describe('ranges', () => {
  test.each([
    ['2026-10-01/2026-10-15', 'UTC', '20261001T000000Z-20261015T000000Z', 14 * 24],
    ['2026-10-01/2026-10-15', 'Europe/Berlin', '20260930T220000Z-20261014T220000Z', 14 * 24],
    ['2026-10-25/2026-10-26', 'Europe/Berlin', '20261024T220000Z-20261025T230000Z', 25],
    ['2026-10-01T08:30/2026-10-01T09:00', 'Asia/Kolkata', '20261001T030000Z-20261001T033000Z', 0.5],
    ['2026-10-01T00:00:00Z/2026-10-01T00:00:01Z', 'Asia/Tokyo', '20261001T000000Z-20261001T000001Z', 1 / 3600],
    ['2026-10-01T00:00:00+05:30/2026-10-01', 'Europe/London', '20260930T183000Z-20260930T230000Z', 4.5],
  ])('%s in %s is %s', (text, timezone, label, hours) => {
    const chosen = period(text, timezone)
    expect(chosen.label).toBe(label)
    expect((chosen.end - chosen.start) / hour).toBe(hours)
    expect(chosen.text).toBe(`${instantOf(chosen.start)}/${instantOf(chosen.end)}`)
  })

  test('a day is cut where the range begins', () => {
    const {days} = period('2026-10-01T18:00:00Z/2026-10-03T06:00:00Z')
    expect(days).toEqual([
      {date: '2026-10-01', start: at('2026-10-01T18:00:00')},
      {date: '2026-10-02', start: at('2026-10-02')},
      {date: '2026-10-03', start: at('2026-10-03')},
    ])
  })

  test.each([
    ['', 'expected auto'],
    ['october', 'expected auto'],
    ['Auto', 'expected auto'],
    ['2026-13', 'no month 2026-13'],
    ['2026-00', 'no month 2026-00'],
    ['2026-1', 'expected auto'],
    ['2026', 'expected auto'],
    ['2026-02-30', 'no day 2026-02-30'],
    ['2026-W00', 'no week 2026-W00'],
    ['2027-W53', 'no week 2027-W53'],
    ['2026-W1', 'expected auto'],
    ['Previous-Day', 'expected auto'],
    ['2026-10-01/', 'expected auto'],
    ['/2026-10-01', 'expected auto'],
    ['2026-10-01/2026-10-02/2026-10-03', 'expected auto'],
    ['2026-02-30/2026-03-01', '“2026-02-30” is neither'],
    ['2026-10-01/tomorrow', '“tomorrow” is neither'],
    ['2026-10/2026-11', '“2026-10” is neither'],
    ['2026-10-01T00:00:00.5Z/2026-10-02', 'not on a whole second'],
    ['2026-10-02/2026-10-01', 'ends (2026-10-01T00:00:00Z) before it has begun'],
    ['2026-10-01/2026-10-01', 'before it has begun'],
  ])('“%s” is refused', (text, words) => {
    expect(mistakeIn(text)).toContain(words)
  })

  test('Samoa’s missing day is an empty range', () => {
    expect(mistakeIn('2011-12-30/2011-12-31', 'Pacific/Apia')).toContain('before it has begun')
  })
})

describe('the last day', () => {
  test.each([
    ['UTC', '2026-10-31T00:00:00', {due: true, month: '2026-10'}],
    ['UTC', '2026-10-31T23:59:59', {due: true, month: '2026-10'}],
    ['UTC', '2026-10-30T23:59:59', {due: false, today: '2026-10-30', next: '2026-10-31'}],
    // 36 hours of patience with schedulers.
    ['UTC', '2026-11-01T00:00:00', {due: true, month: '2026-10'}],
    ['UTC', '2026-11-02T11:59:59', {due: true, month: '2026-10'}],
    ['UTC', '2026-11-02T12:00:00', {due: false, today: '2026-11-02', next: '2026-11-30'}],
    ['UTC', '2028-02-28T12:00:00', {due: false, today: '2028-02-28', next: '2028-02-29'}],
    ['UTC', '2028-02-29T12:00:00', {due: true, month: '2028-02'}],
    ['UTC', '2027-01-01T01:00:00', {due: true, month: '2026-12'}],
    ['Asia/Tokyo', '2026-10-30T15:00:00', {due: true, month: '2026-10'}],
    ['Asia/Tokyo', '2026-10-30T14:59:59', {due: false, today: '2026-10-30', next: '2026-10-31'}],
    ['America/Los_Angeles', '2026-11-01T06:59:59', {due: true, month: '2026-10'}],
    // Real hours: the clock went back an hour in between.
    ['America/Havana', '2026-11-02T15:59:59', {due: true, month: '2026-10'}],
    ['America/Havana', '2026-11-02T16:00:00', {due: false, today: '2026-11-02', next: '2026-11-30'}],
    // Samoa's last day of 2011 follows on the 29th.
    ['Pacific/Apia', '2011-12-30T09:59:59', {due: false, today: '2011-12-29', next: '2011-12-31'}],
    ['Pacific/Apia', '2011-12-30T10:00:00', {due: true, month: '2011-12'}],
  ])('in %s at %s', (timezone, anchor, expected) => {
    expect(lastDay(timezone, at(anchor))).toMatchObject(expected)
  })

  test('a late run stands in the month it was for', () => {
    const late = lastDay('Europe/Berlin', at('2026-11-01T05:00:00'))
    expect(late.due && instantOf(late.moment)).toBe('2026-10-31T22:59:59.999Z')
    const onTime = lastDay('Europe/Berlin', at('2026-10-31T05:00:00'))
    expect(onTime.due && instantOf(onTime.moment)).toBe('2026-10-31T05:00:00Z')
  })

  test('comes once a month, and its next day is never past', () => {
    fc.assert(
      fc.property(fc.integer({min: at('2020-01-01') / hour, max: at('2040-01-01') / hour}), hours => {
        const anchor = hours * hour
        const answer = lastDay('Europe/Lisbon', anchor)
        if (answer.due) return
        expect(at(answer.next)).toBeGreaterThan(anchor - day)
        expect(at(answer.next)).toBeLessThan(anchor + 31 * day)
        expect(lastDay('Europe/Lisbon', at(answer.next) + 12 * hour)).toMatchObject({
          due: true,
          month: answer.next.slice(0, 7),
        })
      }),
      {numRuns: 100},
    )
  })
})

describe('days and weeks', () => {
  test.each([
    ['previous-day', 'UTC', '2026-10-02T00:00:00', '2026-10-01', '2026-10-01T00:00:00Z', 24],
    ['previous-day', 'UTC', '2026-10-01T23:59:59', '2026-09-30', '2026-09-30T00:00:00Z', 24],
    ['previous-day', 'UTC', '2028-03-01T04:00:00', '2028-02-29', '2028-02-29T00:00:00Z', 24],
    ['previous-day', 'Europe/Berlin', '2026-10-26T04:00:00', '2026-10-25', '2026-10-24T22:00:00Z', 25],
    ['previous-day', 'Europe/Berlin', '2026-03-30T04:00:00', '2026-03-29', '2026-03-28T23:00:00Z', 23],
    ['previous-day', 'America/Havana', '2026-03-09T10:00:00', '2026-03-08', '2026-03-08T05:00:00Z', 23],
    // Samoa had no 30 December 2011.
    ['previous-day', 'Pacific/Apia', '2011-12-30T12:00:00', '2011-12-29', '2011-12-29T10:00:00Z', 24],
    ['previous-week', 'UTC', '2026-10-12T00:00:00', '2026-W41', '2026-10-05T00:00:00Z', 168],
    ['previous-week', 'UTC', '2026-10-11T23:59:59', '2026-W40', '2026-09-28T00:00:00Z', 168],
    ['previous-week', 'UTC', '2027-01-04T01:00:00', '2026-W53', '2026-12-28T00:00:00Z', 168],
    ['previous-week', 'UTC', '2026-01-05T01:00:00', '2026-W01', '2025-12-29T00:00:00Z', 168],
    ['previous-week', 'Europe/Berlin', '2026-10-26T04:00:00', '2026-W43', '2026-10-18T22:00:00Z', 169],
    ['previous-week', 'America/New_York', '2026-03-09T03:00:00', '2026-W09', '2026-02-23T05:00:00Z', 168],
    ['2026-W53', 'UTC', '2020-01-01T00:00:00', '2026-W53', '2026-12-28T00:00:00Z', 168],
    ['2026-10-25', 'Europe/Berlin', '2020-01-01T00:00:00', '2026-10-25', '2026-10-24T22:00:00Z', 25],
  ])('%s in %s at %s is %s', (text, timezone, anchor, label, start, hours) => {
    const chosen = period(text, timezone, at(anchor))
    expect(chosen).toMatchObject({label, text: label})
    expect(instantOf(chosen.start)).toBe(start)
    expect((chosen.end - chosen.start) / hour).toBe(hours)
  })

  test('a date that the zone skipped is no day', () => {
    expect(mistakeIn('2011-12-30', 'Pacific/Apia')).toContain('has no day 2011-12-30')
  })

  const zones = ['UTC', 'Europe/Berlin', 'America/Havana', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia']
  const anchors = fc
    .integer({min: at('2010-01-01') / 1000, max: at('2031-01-01') / 1000})
    .map(seconds => seconds * 1000)

  test('the last one ended before now, the next one is not over, its name means it, and its days tile it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('previous-day', 'previous-week'),
        fc.constantFrom(...zones),
        anchors,
        (text, timezone, now) => {
          const chosen = period(text, timezone, now)
          expect(chosen.end).toBeLessThanOrEqual(now)
          const following = period(text, timezone, chosen.end)
          expect(following).toMatchObject({start: chosen.start, end: chosen.end})
          const [unit, longest] = text === 'previous-day' ? ['day', 25 * hour] : ['week', 7 * day + hour]
          expect(now - chosen.end).toBeLessThan(longest)
          expect(periodUnit(chosen.label)).toBe(unit)
          expect(period(chosen.label, timezone)).toEqual(chosen)
          expect(chosen.days[0]?.start).toBe(chosen.start)
          if (unit === 'week') expect(new Date(`${chosen.days[0]?.date}T00:00:00Z`).getUTCDay()).toBe(1)
        },
      ),
    )
  })

  test('those before a period tile the time up to it, without holes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('day' as const, 'week' as const),
        fc.constantFrom(...zones),
        anchors,
        fc.integer({min: 1, max: 12}),
        (unit, timezone, now, count) => {
          const main = period(unit === 'day' ? 'previous-day' : 'previous-week', timezone, now)
          const before = periodsBefore(main, unit, count)
          expect(before).toHaveLength(count)
          let end = main.start
          for (const one of before) {
            expect(one.end).toBe(end)
            end = one.start
          }
        },
      ),
    )
  })

  test('the months of a week are those that it lies in', () => {
    expect(monthsOf(period('2026-W40')).map(({label}) => label)).toEqual(['2026-09', '2026-10'])
    expect(monthsOf(period('2026-W41')).map(({label}) => label)).toEqual(['2026-10'])
    expect(monthsOf(period('2026-10-31', 'Asia/Tokyo')).map(({label}) => label)).toEqual(['2026-10'])
  })
})

describe('last-24h', () => {
  const now = at('2026-10-20T03:07:00')
  const ago = (hours: number) => now - hours * hour
  const windowsAgo = (...windows: [from: number, to: number][]) =>
    windows.map(([from, to]) => ({start: ago(from), end: ago(to)}))
  const since = (...windows: [from: number, to: number][]) => sinceLastProven(windowsAgo(...windows), now, 'UTC')

  test('ends with the minute in which the run was created', () => {
    const chosen = period('last-24h', 'UTC', at('2026-10-20T03:07:41'))
    expect(chosen.text).toBe('2026-10-19T03:07:00Z/2026-10-20T03:07:00Z')
  })

  test('is the last 24 hours where no earlier run is known', () => {
    expect(since().period).toMatchObject({start: ago(24), end: now, label: '20261019T030700Z-20261020T030700Z'})
  })

  test('goes on where the last run ended, however many runs were dropped in seven days', () => {
    expect(since([48, 24]).period.start).toBe(ago(24))
    expect(since([120, 96]).period.start).toBe(ago(96))
    expect(since([120, 96])).not.toHaveProperty('unread')
  })

  test('goes back to the first hole that no later run has read', () => {
    expect(since([120, 96], [72, 48], [48, 24]).period.start).toBe(ago(96))
  })

  test('reads a hole at the beginning: of the last 24 hours, and of what earlier runs were to read', () => {
    expect(since([5, 2]).period.start).toBe(ago(24))
    expect(sinceLastProven(windowsAgo([30, 2]), now, 'UTC', ago(48)).period.start).toBe(ago(48))
    expect(sinceLastProven([], now, 'UTC', ago(48)).period.start).toBe(ago(48))
    expect(sinceLastProven(windowsAgo([48, 24]), now, 'UTC', ago(48)).period.start).toBe(ago(24))
  })

  test('says what lies more than seven days back', () => {
    expect(since([300, 200])).toMatchObject({
      period: {start: ago(168), end: now},
      unread: {start: ago(200), end: ago(168)},
    })
  })

  test('leaves no hole, and reaches seven days back at most', () => {
    const windows = fc.array(
      fc
        .tuple(fc.integer({min: 1, max: 400}), fc.integer({min: 1, max: 60}))
        .map(([back, length]) => ({start: ago(back), end: Math.min(now, ago(back - length))})),
      {maxLength: 12},
    )
    fc.assert(
      fc.property(windows, fc.option(fc.integer({min: 1, max: 400})), (proven, back) => {
        const asked = back === null ? Number.POSITIVE_INFINITY : ago(back)
        const {period: chosen, unread} = sinceLastProven(proven, now, 'UTC', asked)
        expect(chosen.end).toBe(now)
        expect(chosen.start).toBeGreaterThanOrEqual(now - farthestBack)
        expect(chosen.start).toBeLessThanOrEqual(now - hour)
        const first = Math.min(asked, ago(24), ...proven.map(({start}) => start))
        const covers = (moment: number) =>
          [...proven, chosen, ...(unread ? [unread] : [])].some(({start, end}) => start <= moment && moment < end)
        // Each hour since the first run, and of the last day, as far as seven days back, is proven, read now, or said to be missing.
        for (let moment = Math.max(first, now - farthestBack); moment < now; moment += hour)
          expect(covers(moment)).toBe(true)
        if (unread) expect(unread.end).toBe(now - farthestBack)
      }),
    )
  })
})
