/** What two sources show together: no record is dropped, Exchange's text stands for equal values, ledgers tile the period. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {LedgerEntry} from '../../src/audit/ledger.ts'
import {tilingFaults} from '../../src/audit/window.ts'
import {
  contentOf,
  entryAt,
  finerPieces,
  OnesidedRecords,
  rowsIn,
  type SourcedRow,
  type SourceName,
  unionLedger,
  unionRecords,
} from '../../src/collect/union.ts'
import {SpooledRow} from '../../src/files/spooled-row.ts'

const period = {start: 0, end: 3_600_000}

function aRow(from: SourceName, {id, text, time = 0}: {id: string; text: string; time?: number}): SourcedRow {
  const record = {
    RecordType: '1',
    CreationDate: new Date(time).toISOString().replace('.000Z', 'Z'),
    UserIds: '',
    Operations: '',
    AuditData: text,
    Identity: id,
  }
  const reading = from === 'exchange' ? 1 : 2
  return {row: SpooledRow.of({record, time, workload: '', recordTypeNumber: '1', part: 0}, reading), from}
}

/** The same value, its members in another order and with blanks. */
const respelled = (value: Record<string, unknown>) =>
  JSON.stringify(Object.fromEntries(Object.entries(value).reverse()), null, 1)

const aValue = fc.dictionary(
  fc.string(),
  fc.oneof(fc.string(), fc.integer(), fc.array(fc.integer(), {maxLength: 3}), fc.constant(null)),
  {maxKeys: 4, noNullPrototype: true},
)
const aRecord = fc.record({id: fc.uuid(), value: aValue, where: fc.constantFrom('exchange', 'graph', 'both' as const)})

describe('the union of records', () => {
  test('has each record once, with the text of Exchange where both showed the same value', () => {
    fc.assert(
      fc.property(fc.uniqueArray(aRecord, {selector: ({id}) => id}), records => {
        const rows = records.flatMap(({id, value, where}): SourcedRow[] => [
          ...(where === 'graph' ? [] : [aRow('exchange', {id, text: JSON.stringify(value)})]),
          ...(where === 'exchange' ? [] : [aRow('graph', {id, text: respelled(value)})]),
        ])
        const union = unionRecords(rows, true)
        expect(union.kept).toHaveLength(records.length)
        expect(new Set(union.kept.map(row => row.Identity))).toEqual(new Set(records.map(({id}) => id)))
        for (const row of union.kept) {
          const {value, where} = records.find(({id}) => id === row.Identity) ?? {value: {}, where: 'both'}
          expect(row.record.AuditData).toBe(where === 'graph' ? respelled(value) : JSON.stringify(value))
        }
        expect([union.conflicts, union.differing]).toEqual([0, 0])
        expect(union.shared).toBe(records.filter(({where}) => where === 'both').length)
        const of = (name: SourceName) => union.onesided.filter(({from}) => from === name).length
        expect(of('exchange')).toBe(records.filter(({where}) => where === 'exchange').length)
        expect(of('graph')).toBe(records.filter(({where}) => where === 'graph').length)
      }),
    )
  })

  test('drops no content that either showed, and counts what contradicts', () => {
    const anItem = fc.record({
      from: fc.constantFrom<SourceName>('exchange', 'graph'),
      id: fc.constantFrom('a', 'b', ''),
      text: fc.constantFrom('{"x":1}', '{"x": 1}', '{"x":2}', '{"y":[1,{"z":2}]}'),
    })
    fc.assert(
      fc.property(fc.array(anItem, {maxLength: 12}), items => {
        const rows = items.map(item => aRow(item.from, item))
        const {kept, conflicts} = unionRecords(rows, true)
        const key = (row: SpooledRow) => `${row.Identity} ${contentOf(row)}`
        expect(new Set(kept.map(key))).toEqual(new Set(rows.map(({row}) => key(row))))
        const contents = (id: string) =>
          new Set(rows.filter(({row}) => row.Identity === id).map(({row}) => contentOf(row)))
        expect(conflicts).toBe(['a', 'b'].filter(id => contents(id).size > 1).length)
      }),
    )
  })

  test('keeps the texts of Exchange alone where the two word most of them differently', () => {
    const rows = [aRow('exchange', {id: 'a', text: '{"x":1}'}), aRow('graph', {id: 'a', text: '{"x":2}'})]
    const {kept, differing, conflicts} = unionRecords(rows, false)
    expect([kept.map(row => row.record.AuditData), differing, conflicts]).toEqual([['{"x":1}'], 1, 0])
  })

  test.each([
    ['{"a":1,"b":2}', '{ "b": 2, "a": 1 }', true],
    ['{"a":1}', '{"a":1.0}', true],
    ['{"a":"\\u0041"}', '{"a":"A"}', true],
    ['{"a":[1,2]}', '{"a":[2,1]}', false],
    ['{"a":{"0":1}}', '{"a":[1]}', false],
    ['{"__proto__":1}', '{}', false],
    ['{"a":', '{"a": ', false],
    [`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, '{"a":[]}', false],
  ])('takes %s and %s for the same value: %s', (one, other, same) => {
    const content = (text: string) => contentOf({text: Buffer.from(text)})
    expect(content(one) === content(other)).toBe(same)
  })
})

const evidence = {rows: 1, cap: 5000, requestIds: [], warnings: []}
const reason = {code: 'X', message: 'why'}

/** Windows that tile the period. */
const aLedger: fc.Arbitrary<LedgerEntry[]> = fc
  .tuple(
    fc.uniqueArray(fc.integer({min: 1, max: 3599}), {maxLength: 8}),
    fc.array(fc.constantFrom('read', 'confirmed', 'gap' as const), {minLength: 9, maxLength: 9}),
  )
  .map(([cuts, statuses]) => {
    const bounds = [0, ...cuts.map(cut => cut * 1000).sort((a, b) => a - b), period.end]
    return bounds.slice(1).map((end, at): LedgerEntry => {
      const status = statuses[at] ?? 'read'
      const entry = {start: bounds[at] ?? 0, end, status, attempts: 1, evidence}
      return status === 'gap' ? {...entry, reason} : entry
    })
  })

const aTime = fc.integer({min: 0, max: 3599}).map(second => second * 1000)

describe('the ledger of both', () => {
  test('tiles the period, is confirmed where both were read, and a gap only where neither was', () => {
    fc.assert(
      fc.property(aLedger, aLedger, fc.array(aTime), (exchange, graph, times) => {
        const entries = unionLedger(period, exchange, graph)
        expect(tilingFaults(period, entries)).toEqual({missing: [], double: []})
        for (const time of times) {
          const read = [exchange, graph].filter(ledger => entryAt(ledger, time)?.status !== 'gap').length
          const entry = entryAt(entries, time)
          expect(entry?.status === 'gap').toBe(read === 0)
          expect(entry?.reason !== undefined).toBe(read === 0)
          if (read === 2) expect(entry?.status).toBe('confirmed')
        }
      }),
    )
  })

  test('is never confirmed where one alone showed a record, nor proven by a source that is shown to lack some', () => {
    const aRecord = fc.record({from: fc.constantFrom<SourceName>('exchange', 'graph'), time: aTime})
    fc.assert(
      fc.property(aLedger, aLedger, fc.array(aRecord, {maxLength: 4}), (exchange, graph, records) => {
        const ledgers = {exchange, graph}
        const onesided = new OnesidedRecords(ledgers)
        for (const record of records) onesided.see(record)
        const entries = unionLedger(period, exchange, graph)
        onesided.judge(entries)
        const isRead = (name: SourceName, time: number) => entryAt(ledgers[name], time)?.status !== 'gap'
        const lacks = {
          exchange: records.some(({from, time}) => from === 'graph' && isRead('exchange', time)),
          graph: records.some(({from, time}) => from === 'exchange' && isRead('graph', time)),
        }
        for (const {from, time} of records) {
          const other = from === 'exchange' ? 'graph' : 'exchange'
          if (isRead('exchange', time) && isRead('graph', time))
            expect(entryAt(entries, time)?.status).not.toBe('confirmed')
          if (isRead(other, time)) expect(onesided.lackingWindows(other)).toContain(entryAt(ledgers[other], time))
        }
        for (const entry of entries) {
          const alone = (name: SourceName, other: SourceName) =>
            isRead(name, entry.start) && !isRead(other, entry.start)
          const isShown = (alone('exchange', 'graph') && lacks.exchange) || (alone('graph', 'exchange') && lacks.graph)
          const isNeither = !isRead('exchange', entry.start) && !isRead('graph', entry.start)
          expect(entry.status === 'gap').toBe(isShown || isNeither)
        }
      }),
    )
  })
})

test('pieces tile their window, none is shorter than a second or fuller than asked for', () => {
  fc.assert(
    fc.property(
      fc.integer({min: 1, max: 500}),
      fc.integer({min: 0, max: 3000}),
      fc.integer({min: 50, max: 2000}),
      (seconds, rows, aim) => {
        const window = {start: 5000, end: 5000 + seconds * 1000}
        const pieces = finerPieces(window, rows, aim)
        expect([pieces[0]?.start, pieces.at(-1)?.end]).toEqual([window.start, window.end])
        for (const [at, piece] of pieces.entries()) {
          expect(piece.end - piece.start).toBeGreaterThanOrEqual(1000)
          if (at > 0) expect(piece.start).toBe(pieces[at - 1]?.end)
        }
        expect(pieces.length >= Math.min(seconds, Math.ceil(rows / aim))).toBe(true)
      },
    ),
    {numRuns: 50},
  )
  const one = {status: 'read' as const, attempts: 1, evidence: {rows: 100, cap: 5000, requestIds: [], warnings: []}}
  expect(rowsIn([{start: 0, end: 1000, ...one}], {start: 500, end: 4000})).toBe(50)
})
