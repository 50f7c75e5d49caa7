/** Answers that hold rows, none of which was asked for: they say as little of a period as answers without rows. */
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {noFilters} from '../../src/audit/filters.ts'
import type {LedgerEntry} from '../../src/audit/ledger.ts'
import {type Collected, collect} from '../../src/collect/collect.ts'
import {type EmptinessFacts, validateEmpty} from '../../src/collect/validate-empty.ts'
import {machineDisk} from '../../src/host/disk.ts'
import type {Source} from '../../src/sources/source.ts'
import {Spool} from '../../src/spool/spool.ts'
import type {World} from '../../src/wire/world.ts'
import {aFolder, aServiceRow, between, guid} from '../builders.ts'
import {aGraph, aGraphRecord, page as graphPage, keyOf} from '../sources/graph-stub.ts'
import {aStub, page, sourceOf} from '../sources/stub.ts'

const period = between('2026-10-05', '2026-10-06')
const filters = {...noFilters, operations: ['FileAccessed']}

/** What a row may be that answers another question, by what makes it so. */
const unasked = {
  'of another time': {CreationTime: '2026-08-01T00:00:00'},
  'of another organisation': {OrganizationId: guid(5), CreationTime: '2026-10-05T12:00:00'},
  'that the filter excludes': {Operation: 'Send', CreationTime: '2026-10-05T12:00:00'},
}
const kinds = Object.keys(unasked) as (keyof typeof unasked)[]
const someRows = fc.array(fc.constantFrom(...kinds), {minLength: 1, maxLength: 5})
const asked = {CreationTime: '2026-10-05T12:00:00'}

interface Given {
  CreationTime: string
  OrganizationId?: string
  Operation?: string
}

/** The same rows in every answer, whatever is asked. */
function exchange(given: readonly Given[]): {source: Source; world: World} {
  const rows = given.map((data, index) => {
    const {CreationTime, Operation = 'FileAccessed'} = data
    const columns = {CreationDate: `${CreationTime}Z`, Operations: Operation, Identity: guid(index + 1)}
    return aServiceRow({...data, Id: guid(index + 1)}, columns)
  })
  const sessions = new Set<unknown>()
  const stub = aStub(({parameters: {SessionId}}) => {
    const isOver = SessionId !== undefined && sessions.has(SessionId)
    sessions.add(SessionId)
    return page(isOver ? [] : rows)
  }, filters)
  return {source: sourceOf(stub), world: stub.world}
}

function graph(given: readonly Given[]): {source: Source; world: World} {
  const rows = given.map((data, index) =>
    aGraphRecord({...data, Id: guid(index + 1)}, {createdDateTime: `${data.CreationTime}Z`}),
  )
  const stub = aGraph(seen => (keyOf(seen) === 'GET records' ? graphPage(rows) : undefined), filters)
  return {source: stub.source, world: stub.world}
}

const services = {exchange, graph}

async function ledgerOf({source, world}: {source: Source; world: World}): Promise<LedgerEntry[]> {
  const result: Collected = {entries: [], duplicates: 0, conflicts: 0}
  const spool = new Spool(machineDisk, join(await aFolder(), 'spool'))
  const {signal} = new AbortController()
  const settings = {source, world, spool, period, filters, concurrency: 1, confirm: 'none' as const, signal}
  for await (const rows of collect(settings, result)) expect(rows).toEqual([])
  return result.entries
}

function factsOf(more: Partial<EmptinessFacts> = {}): EmptinessFacts {
  return {
    records: () => 0,
    judged: () => false,
    alwaysEmpty: false,
    recording: async () => true,
    elsewhere: async () => true,
    now: period.end,
    ...more,
  }
}

const codes = (entries: readonly LedgerEntry[]) => new Set(entries.map(({status, reason}) => reason?.code ?? status))

describe.each(['exchange', 'graph'] as const)(
  '%s: a period for which there are only rows that were not asked for',
  name => {
    test('proves nothing where the log is off, or the search finds nothing of the last week either', async () => {
      await fc.assert(
        fc.asyncProperty(someRows, async rows => {
          const entries = await ledgerOf(services[name](rows.map(kind => unasked[kind])))
          const off = await validateEmpty(entries, factsOf({recording: async () => false}))
          const nothing = await validateEmpty(entries, factsOf({elsewhere: async () => false}))
          const unknown = await validateEmpty(entries, factsOf({elsewhere: async () => undefined}))
          const found = await validateEmpty(entries, factsOf())
          expect([off, nothing, unknown, found].map(codes)).toEqual([
            new Set(['AUDITING_OFF']),
            new Set(['NOTHING_ANYWHERE']),
            new Set(['NOTHING_UNCONFIRMED']),
            codes(entries),
          ])
        }),
        {numRuns: 8, seed: 1},
      )
    })
  },
)

describe('a row that was asked for', () => {
  const entry = (rows: number, without: number): LedgerEntry => ({
    ...period,
    status: 'confirmed',
    attempts: 2,
    evidence: {rows, ...(without > 0 ? {unasked: without} : {}), cap: 5000, requestIds: [], warnings: []},
  })

  test('is a sign of life, also where the user wanted no such record, and next to others', async () => {
    for (const one of [entry(1, 0), entry(3, 2)]) {
      const facts = factsOf({recording: async () => false, elsewhere: async () => false})
      expect(await validateEmpty([one], facts)).toEqual([one])
    }
  })

  test('is what an answer’s rows are, less those that answer another question', async () => {
    const {source} = exchange([asked, ...kinds.map(kind => unasked[kind])])
    const reading = await source.read(
      {window: period, depth: 'search'},
      async () => undefined,
      new AbortController().signal,
    )
    expect(reading.evidence).toMatchObject({rows: 4, unasked: 3})
  })
})
