/** What was taken over is complete only where a sample of it is what the service has. */

import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {noFilters} from '../../src/audit/filters.ts'
import type {LedgerEntry} from '../../src/audit/ledger.ts'
import {recheckTakenOver} from '../../src/collect/recheck-taken-over.ts'
import {SpooledRow} from '../../src/files/spooled-row.ts'
import {WindowChecksums} from '../../src/files/window-checksums.ts'
import type {ReadingOutcome, Row, Source} from '../../src/sources/source.ts'

const hour = 3_600_000
const start = Date.UTC(2026, 9, 6)
const evidence = {rows: 0, cap: 5000, requestIds: [], warnings: []}
const filters = noFilters

const entriesOf = (count: number): LedgerEntry[] =>
  Array.from({length: count}, (_none, index) => ({
    ...{start: start + index * hour, end: start + (index + 1) * hour},
    ...{status: 'read', attempts: 1, evidence},
  }))

function rowAt(time: number, number: number): Row {
  const CreationDate = `${new Date(time).toISOString().slice(0, 19)}Z`
  const record = {RecordType: '6', CreationDate, UserIds: 'a', Operations: 'b', AuditData: `{"n":${number}}`}
  return {record: {...record, Identity: String(number)}, time, workload: 'x', recordTypeNumber: '6', part: 0}
}

/** So many rows in each window. */
const rowsOf = (entries: readonly LedgerEntry[], counts: readonly number[]) =>
  entries.flatMap((entry, at) =>
    Array.from({length: counts[at] ?? 0}, (_none, number) => rowAt(entry.start + number * 1000, at * 1000 + number)),
  )

interface Given {
  entries: readonly LedgerEntry[]
  takenOver?: readonly LedgerEntry[]
  /** What was handed on, and what the service has. */
  handedOn: readonly Row[]
  held: readonly Row[]
  outcome?: ReadingOutcome
  draw?: (below: number) => number
}

async function recheck({entries, takenOver = entries, handedOn, held, outcome = 'proven', draw = () => 0}: Given) {
  const tally = new WindowChecksums(entries)
  tally.see(handedOn.map(row => SpooledRow.of(row, 1)))
  const asked: number[] = []
  const source: Pick<Source, 'read'> = {
    read: async ({window}, keep) => {
      asked.push(window.start)
      await keep(held.filter(row => row.time >= window.start - 2000 && row.time < window.end + 2000))
      return {outcome, slow: false, evidence}
    },
  }
  const {signal} = new AbortController()
  const written = (record: Row['record']) => record
  const found = await recheckTakenOver(entries, takenOver, {source, filters, sample: 3, draw, written, tally, signal})
  return {asked, codes: found.map(({reason}) => reason?.code ?? '')}
}

describe('windows that were taken over', () => {
  const entries = entriesOf(6)
  const rows = rowsOf(entries, [2, 5, 1, 0, 3, 4])

  test('stay as they are where the service has the same, the fullest read first, three in all', async () => {
    const {asked, codes} = await recheck({entries, handedOn: rows, held: rows})
    expect(codes).toEqual(Array(6).fill(''))
    expect(asked).toHaveLength(3)
    expect(asked[0]).toBe(start + hour)
  })

  test.each<[string, (rows: readonly Row[]) => Row[]]>([
    ['lacks a record', ([, ...rest]) => rest],
    [
      'has another content',
      ([first, ...rest]) => (first ? [{...first, record: {...first.record, AuditData: '{}'}}, ...rest] : []),
    ],
    ['has one more', rows => [...rows, rowAt(start + 3_000_000, 77)]],
  ])('are gaps where what was handed on %s', async (_name, forge) => {
    const one = entriesOf(1)
    const held = rowsOf(one, [4])
    const {codes, asked} = await recheck({entries: one, handedOn: forge(held), held})
    expect(codes).toEqual(['TAKEN_OVER_DIFFERS'])
    expect(asked).toHaveLength(2)
  })

  test('are all read again where one of the sample differs, and each is judged by itself', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), {minLength: 1, maxLength: 12}), fc.nat(), async (late, seed) => {
        const some = entriesOf(late.length)
        const handedOn = rowsOf(
          some,
          late.map((_isLate, index) => 1 + ((seed + index) % 4)),
        )
        const more = some.flatMap((entry, index) => (late[index] ? [rowAt(entry.start + 3_000_000, 9000 + index)] : []))
        const {asked, codes} = await recheck({entries: some, handedOn, held: [...handedOn, ...more]})
        const isFound = codes.includes('TAKEN_OVER_DIFFERS')
        if (late.every(Boolean)) expect(isFound).toBe(true)
        if (isFound) expect(codes).toEqual(late.map(isLate => (isLate ? 'TAKEN_OVER_DIFFERS' : '')))
        expect(new Set(asked).size).toBe(isFound ? late.length : Math.min(3, late.length))
      }),
    )
  })

  test('are gaps one by one where the service does not answer', async () => {
    const {codes} = await recheck({entries, handedOn: rows, held: rows, outcome: 'failed'})
    expect(codes.filter(code => code === 'TAKEN_OVER_UNCHECKED')).toHaveLength(3)
  })

  test('are not read again where the export is not complete anyway, or nothing was taken over', async () => {
    const gap: LedgerEntry = {...entries[0], status: 'gap', reason: {code: 'X', message: 'x'}} as LedgerEntry
    expect((await recheck({entries: [gap, ...entries.slice(1)], handedOn: [], held: rows})).asked).toEqual([])
    expect((await recheck({entries, takenOver: [], handedOn: [], held: rows})).asked).toEqual([])
  })

  test('leave those that this run read alone', async () => {
    const takenOver = entries.slice(0, 2)
    const {codes} = await recheck({entries, takenOver, handedOn: [], held: rows})
    expect(codes).toEqual(['TAKEN_OVER_DIFFERS', 'TAKEN_OVER_DIFFERS', '', '', '', ''])
  })
})

test('a record that is missing from every window is never passed over, whichever windows are drawn', async () => {
  const some = fc.array(fc.integer({min: 1, max: 5}), {minLength: 1, maxLength: 8})
  await fc.assert(
    fc.asyncProperty(some, fc.infiniteStream(fc.nat()), async (counts, numbers) => {
      const entries = entriesOf(counts.length)
      const held = rowsOf(entries, counts)
      const lacking = held.filter(({record}) => Number(record.Identity) % 1000 !== 0)
      const draw = (below: number) => (numbers.next().value ?? 0) % below
      const {codes} = await recheck({entries, handedOn: lacking, held, draw})
      expect(new Set(codes)).toEqual(new Set(['TAKEN_OVER_DIFFERS']))
    }),
    {numRuns: 40},
  )
})
