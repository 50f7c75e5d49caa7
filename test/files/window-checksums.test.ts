import {expect, test} from 'vitest'
import type {LedgerEntry} from '../../src/audit/ledger.ts'
import {type EmptinessFacts, validateEmpty} from '../../src/collect/validate-empty.ts'
import {recordLine, WindowChecksums} from '../../src/files/window-checksums.ts'
import {aGap, anEntry, aRecord, at, day, hour, rowAt, spooled} from '../builders.ts'
import {sha256} from '../evidence.ts'

const start = at('2026-10-05')
const noRows = {rows: 0, cap: 5000, requestIds: [], warnings: []}
const first = anEntry({start, end: start + hour}, {evidence: noRows})
const second = anEntry({start: start + hour, end: start + 2 * hour}, {evidence: noRows})

test('a window’s records are counted and hashed, window by window, as windows become known', () => {
  const entries: LedgerEntry[] = [first]
  const tally = new WindowChecksums(entries)
  const pretty = rowAt(start + hour, 3)
  pretty.record.AuditData = JSON.stringify(JSON.parse(pretty.record.AuditData), null, 2)
  const rows = [rowAt(start, 1), rowAt(start + hour - 1000, 2), pretty].map(row => spooled(row))
  tally.see(rows.slice(0, 2))
  entries.unshift(second)
  tally.see(rows.slice(2))
  const hash = (...numbers: number[]) => sha256(numbers.map(at => recordLine(rows[at]?.record ?? aRecord())).join(''))
  expect(tally.of(first)).toEqual({records: 2, sha256: hash(0, 1)})
  expect(tally.of(second)).toEqual({records: 1, sha256: hash(2)})
  expect(tally.of(anEntry({start: start + day, end: start + 2 * day}))).toEqual({records: 0, sha256: sha256('')})
})

test('a record’s line is the same from CSV and JSONL', () => {
  const record = aRecord()
  const pretty = {...record, AuditData: '{\r\n"a":1}'}
  expect(recordLine(record)).toBe(`${record.CreationDate}\t${record.Identity}\t${sha256(record.AuditData)}\n`)
  expect(recordLine(pretty)).toBe(recordLine({...pretty, AuditData: '{ "a":1}'}))
})

const now = at('2026-11-05')

function facts(more: Partial<EmptinessFacts> & {counts?: number[]} = {}): EmptinessFacts {
  const entries = [first, second]
  return {
    judged: () => false,
    records: entry => more.counts?.[entries.findIndex(one => one.start === entry.start)] ?? 0,
    alwaysEmpty: false,
    recording: async () => true,
    elsewhere: async () => true,
    now,
    ...more,
  }
}

const codes = async (entries: readonly LedgerEntry[], given: EmptinessFacts) =>
  (await validateEmpty(entries, given)).map(entry => entry.reason?.code ?? entry.status)

test.each<[string, Parameters<typeof facts>[0], string[]]>([
  ['is believed where the tenant records', {}, ['read', 'read']],
  ['is believed where that can’t be told', {recording: async () => undefined}, ['read', 'read']],
  [
    'is not where other days can’t be told of',
    {elsewhere: async () => undefined},
    ['NOTHING_UNCONFIRMED', 'NOTHING_UNCONFIRMED'],
  ],
  ['is not where other days are as empty', {elsewhere: async () => false}, ['NOTHING_ANYWHERE', 'NOTHING_ANYWHERE']],
  ['is not where auditing is off', {recording: async () => false}, ['AUDITING_OFF', 'AUDITING_OFF']],
  ['is not in a cloud that never answers', {alwaysEmpty: true, counts: [0, 5]}, ['CLOUD_ALWAYS_EMPTY', 'read']],
  ['is not where records have expired', {now: start + 180 * day + 1, counts: [0, 5]}, ['RETENTION', 'read']],
  [
    'is believed where an earlier export judged it',
    {recording: async () => false, judged: () => true},
    ['read', 'read'],
  ],
  ['is believed on the last day of retention', {now: start + 180 * day}, ['read', 'read']],
])('emptiness %s', async (_name, more, expected) => {
  expect(await codes([first, second], facts(more))).toEqual(expected)
})

test('emptiness is as old as its reading, which may have been another run’s', async () => {
  const began = start + 180 * day
  expect(await codes([{...first, began}], facts({now: began + 1}))).toEqual(['read'])
  expect(await codes([{...first, began: began + 1}], facts({now: began + 1}))).toEqual(['RETENTION'])
})

test('whether the tenant records is asked only when nothing was found, and something was read', async () => {
  const recording = async () => {
    throw new Error('was asked')
  }
  expect(await codes([first, second], facts({recording, counts: [0, 1]}))).toEqual(['read', 'read'])
  expect(await codes([aGap(first), aGap(second)], facts({recording}))).toEqual(Array(2).fill('EXCHANGE_UNAVAILABLE'))
})
