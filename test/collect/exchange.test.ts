/** The collector over the real Exchange source: what one reading asks several times must not become several records. */
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {noFilters} from '../../src/audit/filters.ts'
import {type Collected, collect} from '../../src/collect/collect.ts'
import type {SpooledRow} from '../../src/files/spooled-row.ts'
import {machineDisk} from '../../src/host/disk.ts'
import {Spool} from '../../src/spool/spool.ts'
import {aFolder, aServiceRow, between, guid} from '../builders.ts'
import {aStub, page, type Script, sourceOf} from '../sources/stub.ts'

const second = between('2026-10-05T12:00:00', '2026-10-05T12:00:01')

async function collected(script: Script) {
  const stub = aStub(script)
  const result: Collected = {entries: [], duplicates: 0, conflicts: 0}
  const rows: SpooledRow[] = []
  const settings = {
    source: sourceOf(stub),
    world: stub.world,
    spool: new Spool(machineDisk, join(await aFolder(), 'spool')),
    period: second,
    filters: noFilters,
    concurrency: 1,
    confirm: 'none' as const,
    signal: new AbortController().signal,
  }
  for await (const some of collect(settings, result)) rows.push(...some)
  return {rows, ...result}
}

/** A full second, cut at 50 rows with a warning; its last record has no Id at all. */
function aFullSecond(): Script {
  const rows = Array.from({length: 60}, (_, index) => ({
    type: `Type${index % 2}`,
    row: aServiceRow(
      {CreationTime: '2026-10-05T12:00:00', Id: index === 59 ? undefined : guid(index), Operation: 'op', UserId: 'u'},
      {RecordType: `Type${index % 2}`, ...(index === 59 ? {Identity: null} : {})},
    ),
  }))
  const given = new Map<unknown, number>()
  return ({parameters}) => {
    const {RecordType, SessionId} = parameters
    const found = rows.filter(({type}) => RecordType === undefined || RecordType === type)
    const from = SessionId === undefined ? 0 : (given.get(SessionId) ?? 0)
    if (SessionId !== undefined) given.set(SessionId, from + 50)
    const more = found.length > from + 50 ? {'@adminapi.warnings': ['There are more results available.']} : {}
    return page(
      found.slice(from, from + 50).map(({row}) => row),
      more,
    )
  }
}

describe('a second read with every means', () => {
  test('gives each record with an Id once', async () => {
    const {rows, entries} = await collected(aFullSecond())
    expect(entries.map(entry => entry.status)).toEqual(['read'])
    expect(rows.filter(row => row.record.Identity !== '')).toHaveLength(59)
  })

  test('does not multiply a record without an Id', async () => {
    const {rows} = await collected(aFullSecond())
    expect(rows.filter(row => row.record.Identity === '')).toHaveLength(1)
  })

  test('counts no duplicates where the service sent none within an answer', async () => {
    expect((await collected(aFullSecond())).duplicates).toBe(0)
  })
})
