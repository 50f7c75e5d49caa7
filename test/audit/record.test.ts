import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {isSameText} from '../../src/audit/compare-text.ts'
import {type Filters, noFilters, wantsRecordType} from '../../src/audit/filters.ts'
import {compareRecords, instant, instantOf, millisecondsOf, type OrderKey} from '../../src/audit/record.ts'

describe('a service’s time as an instant', () => {
  test.each([
    ['2026-10-05T08:07:47.0000000+00:00', '2026-10-05T08:07:47Z'],
    ['2026-10-05T22:13:46.2485587Z', '2026-10-05T22:13:46.2485587Z'],
    ['2026-10-05T22:13:46', '2026-10-05T22:13:46Z'],
    ['2026-10-05 22:13:46', '2026-10-05T22:13:46Z'],
    ['2026-10-05T22:13:46Z', '2026-10-05T22:13:46Z'],
    ['2026-10-05T22:13:46.1Z', '2026-10-05T22:13:46.1Z'],
    ['2026-10-05T22:13:46.1200000Z', '2026-10-05T22:13:46.12Z'],
    ['2026-10-05T22:13:46.000', '2026-10-05T22:13:46Z'],
    ['2026-10-05T22:13:46-00:00', '2026-10-05T22:13:46Z'],
    ['2026-10-05T22:13:46+0000', '2026-10-05T22:13:46Z'],
    ['2026-10-05T22:13:46+02:00', '2026-10-05T20:13:46Z'],
    ['2026-10-05T22:13:46.5+05:30', '2026-10-05T16:43:46.5Z'],
    ['2026-10-05T01:00:00-08:00', '2026-10-05T09:00:00Z'],
    ['2028-02-29T00:00:00', '2028-02-29T00:00:00Z'],
  ])('%s is %s', (text, expected) => {
    expect(instant(text)).toBe(expected)
  })

  test.each([
    '',
    'yesterday',
    '2026-10-05',
    '2026-10-05T22:13',
    '2026-13-05T22:13:46Z',
    '2026-02-30T00:00:00Z',
    '2027-02-29T00:00:00',
    '2026-10-05T24:00:00Z',
    '2026-10-05T22:60:00Z',
    '10/05/2026 22:13:46',
    '/Date(1791238426000)/',
    '1791238426',
    '2026-10-05T22:13:46.Z',
    '2026-10-05T22:13:46ZZ',
    '\n2026-10-05T22:13:46Z',
  ])('%j is none', text => {
    expect(instant(text)).toBeUndefined()
  })

  test('every moment survives every spelling', () => {
    const moment = fc.integer({min: Date.parse('2000-01-01T00:00:00Z'), max: Date.parse('2099-12-31T23:59:59Z')})
    fc.assert(
      fc.property(moment, fc.integer({min: 0, max: 7}), fc.constantFrom('', 'Z', '+00:00'), (time, digits, zone) => {
        const iso = new Date(time).toISOString()
        const fraction = `${iso.slice(20, 23)}0000`.slice(0, digits)
        const text = `${iso.slice(0, 19)}${fraction && `.${fraction}`}${zone}`
        const kept = digits < 3 ? Math.floor(time / 10 ** (3 - digits)) * 10 ** (3 - digits) : time
        expect(millisecondsOf(instant(text) ?? '')).toBe(kept)
        expect(instant(instant(text) ?? '')).toBe(instant(text))
      }),
    )
  })

  test('a moment is written without an empty fraction', () => {
    expect([instantOf(0), instantOf(1), instantOf(1500)]).toEqual([
      '1970-01-01T00:00:00Z',
      '1970-01-01T00:00:00.001Z',
      '1970-01-01T00:00:01.500Z',
    ])
  })
})

describe('the order of records', () => {
  const key = (CreationDate: string, Identity = '', digest = ''): OrderKey => ({CreationDate, Identity, digest})

  test('is by time, then Identity, then hash', () => {
    const sorted = [
      key('2026-10-05T12:00:00Z', 'b', '1'),
      key('2026-10-05T12:00:00Z', 'b', '2'),
      key('2026-10-05T12:00:00Z', 'c', '0'),
      key('2026-10-05T12:00:00.1Z', 'a'),
      key('2026-10-05T12:00:00.12Z', 'a'),
      key('2026-10-05T12:00:00.2Z', 'a'),
      key('2026-10-05T12:00:01Z', 'a'),
    ]
    expect([...sorted].reverse().sort(compareRecords)).toEqual(sorted)
  })

  const seconds = fc.integer({min: 0, max: 3})
  const aKey = fc
    .tuple(seconds, fc.stringMatching(/^[0-9]{0,7}$/), fc.string({maxLength: 2}), fc.constantFrom('', '0', 'f'))
    .map(([time, fraction, Identity, digest]) =>
      key(instant(`2026-10-05T12:00:0${time}${fraction && `.${fraction}`}`) ?? '', Identity, digest),
    )

  test('is total, and agrees with the clock', () => {
    fc.assert(
      fc.property(aKey, aKey, aKey, (a, b, c) => {
        expect(Math.sign(compareRecords(a, b))).toBe(-Math.sign(compareRecords(b, a)) || 0)
        if (compareRecords(a, b) <= 0 && compareRecords(b, c) <= 0) expect(compareRecords(a, c)).toBeLessThanOrEqual(0)
        if (compareRecords(a, b) === 0) expect(a).toEqual(b)
        if (millisecondsOf(a.CreationDate) < millisecondsOf(b.CreationDate)) expect(compareRecords(a, b)).toBe(-1)
      }),
    )
  })

  test('does not depend on the order that records came in', () => {
    fc.assert(
      fc.property(
        fc
          .array(aKey, {maxLength: 30})
          .chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, {minLength: list.length}))),
        ([list, shuffled]) => {
          expect([...shuffled].sort(compareRecords)).toEqual([...list].sort(compareRecords))
        },
      ),
    )
  })
})

describe('record types', () => {
  const filters = noFilters
  test.each<[string, Partial<Filters>, boolean, string?]>([
    ['all, without a filter', {}, true],
    ['by name, in any letters', {recordTypes: ['sharepointFILEoperation']}, true],
    ['by number', {recordTypes: ['6']}, true],
    ['by a name, where the service sends numbers', {recordTypes: ['SharePointFileOperation']}, true, '6'],
    [
      'none that is excluded by name, where the service sends numbers',
      {excludeRecordTypes: ['SharePointFileOperation']},
      false,
      '6',
    ],
    ['no others', {recordTypes: ['AzureActiveDirectory', '15']}, false],
    ['none that is excluded by name', {excludeRecordTypes: ['SharePointFileOperation']}, false],
    ['none that is excluded by number', {excludeRecordTypes: ['6']}, false],
    ['others than the excluded', {excludeRecordTypes: ['60', 'SharePoint']}, true],
  ])('wants %s', (_name, more, expected, name = 'SharePointFileOperation') => {
    expect(wantsRecordType({...filters, ...more}, name, '6')).toBe(expected)
  })

  test('letter case is all that may differ', () => {
    expect([isSameText('Abc', 'aBC'), isSameText('abc', 'abd'), isSameText('', '')]).toEqual([true, false, true])
  })
})
