/**
 * Services whose rows name one time in their envelope and another in `AuditData`, and which search by the one or the
 * other: each record of the period is read once, at the time by which it is found, without a call more.
 */
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {noFilters} from '../../src/audit/filters.ts'
import {type Collected, collect} from '../../src/collect/collect.ts'
import type {SpooledRow} from '../../src/files/spooled-row.ts'
import {machineDisk} from '../../src/host/disk.ts'
import type {Source} from '../../src/sources/source.ts'
import {Spool} from '../../src/spool/spool.ts'
import type {World} from '../../src/wire/world.ts'
import {aFolder, aServiceRow, between, day, guid, hour, minute, seeded} from '../builders.ts'
import {aGraph, aGraphRecord, page as graphPage, keyOf} from '../sources/graph-stub.ts'
import {aStub, page, sourceOf} from '../sources/stub.ts'

const period = between('2026-10-01', '2026-10-09')
/** The period of the Graph stand-in's plan begins on the same day. */
const count = 300

interface Given {
  id: string
  /** By which the service finds it; milliseconds. */
  time: number
  envelope: string
  record: string
}

const iso = (time: number) => new Date(time).toISOString().slice(0, 19)

/** @param share of the records whose other time is `shift` milliseconds away. */
function records(by: 'envelope' | 'record', share: number, shift: number): Given[] {
  const random = seeded(7)
  return Array.from({length: count}, (_, index) => {
    const time = period.start + Math.floor((random() * (period.end - period.start)) / 1000) * 1000
    const other = random() < share ? time + shift : time
    const [envelope, record] = by === 'envelope' ? [time, other] : [other, time]
    return {id: guid(index + 1), time, envelope: `${iso(envelope)}Z`, record: iso(record)}
  })
}

function found(all: readonly Given[], from: unknown, until: unknown): Given[] {
  const [start, end] = [from, until].map(text => Date.parse(String(text).replace(/(\.\d{3})\d+Z$/, '$1Z')))
  return all.filter(({time}) => time >= Number(start) && time <= Number(end))
}

interface Service {
  source: Source
  world: World
  calls(): number
}

function exchange(all: readonly Given[]): Service {
  const sessions = new Set<unknown>()
  const stub = aStub(({parameters: {SessionId, StartDate, EndDate}}) => {
    const isOver = SessionId !== undefined && sessions.has(SessionId)
    sessions.add(SessionId)
    const rows = isOver ? [] : found(all, StartDate, EndDate)
    return page(
      rows.map(({id, envelope, record}) =>
        aServiceRow({Id: id, CreationTime: record}, {CreationDate: envelope, Identity: id}),
      ),
    )
  })
  return {source: sourceOf(stub), world: stub.world, calls: () => stub.seen.length}
}

function graph(all: readonly Given[]): Service {
  let asked: Record<string, unknown> = {}
  const stub = aGraph(seen => {
    if (keyOf(seen) === 'POST query') asked = seen.body
    if (keyOf(seen) !== 'GET records') return undefined
    const rows = found(all, asked.filterStartDateTime, asked.filterEndDateTime)
    return graphPage(
      rows.map(({id, envelope, record}) => aGraphRecord({Id: id, CreationTime: record}, {createdDateTime: envelope})),
    )
  })
  return {source: stub.source, world: stub.world, calls: () => stub.seen.length}
}

const services = {exchange, graph}

async function collected({source, world, calls}: Service) {
  const result: Collected = {entries: [], duplicates: 0, conflicts: 0}
  const rows: SpooledRow[] = []
  const spool = new Spool(machineDisk, join(await aFolder(), 'spool'))
  const {signal} = new AbortController()
  const settings = {
    source,
    world,
    spool,
    period,
    filters: noFilters,
    concurrency: 1,
    confirm: 'sample' as const,
    signal,
  }
  for await (const some of collect(settings, result)) rows.push(...some)
  return {rows, calls: calls(), gaps: result.entries.filter(({status}) => status === 'gap')}
}

const shifts = fc.oneof(
  fc.constantFrom(3 * minute, 2 * hour, -8 * hour, 36 * hour, -3 * day, 400 * day),
  fc.integer({min: 61, max: 5 * 86_400}).map(seconds => seconds * 1000),
)

describe.each(['exchange', 'graph'] as const)('%s', name => {
  test('keeps rows with two times, where it is searched by the envelope’s, at that time, and says that they are such', async () => {
    const plain = await collected(services[name](records('envelope', 0, 0)))
    await fc.assert(
      fc.asyncProperty(shifts, fc.constantFrom(0.004, 0.05, 1), async (shift, share) => {
        const all = records('envelope', share, shift)
        const {rows, calls, gaps} = await collected(services[name](all))
        expect(gaps).toEqual([])
        expect(calls).toBe(plain.calls)
        const stand = new Map(rows.map(row => [row.Identity, row.CreationDate]))
        expect(stand).toEqual(new Map(all.map(({id, envelope}) => [id, envelope])))
        expect(rows).toHaveLength(count)
        const odd = all.filter(({envelope, record}) => envelope !== `${record}Z`).map(({id}) => id)
        expect(new Set(rows.filter(row => row.malformed).map(row => row.Identity))).toEqual(new Set(odd))
      }),
      {numRuns: 6, seed: 2},
    )
  })

  test('keeps all rows where the service searches by the time of AuditData, and shifts every envelope', async () => {
    for (const shift of [2 * hour, -8 * hour]) {
      const all = records('record', 1, shift)
      const {rows, gaps} = await collected(services[name](all))
      expect(gaps).toEqual([])
      expect(new Set(rows.map(row => row.Identity))).toEqual(new Set(all.map(({id}) => id)))
      expect(rows).toHaveLength(count)
    }
  })
})
