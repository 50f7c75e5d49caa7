import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {choosePeriod, dateAt, lastDay, type Period, parsePeriod} from '../../src/audit/period.ts'
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
    ['2026-10-01', 'expected auto'],
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
