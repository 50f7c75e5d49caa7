/**
 * Services whose rows name one time in their envelope and another in `AuditData`, and which search by the one or the
 * other: each record of the period is read once, at one of its times, at ordinary calls.
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

/** `10/1/2026 1:02:03 PM`. */
function american({envelope}: Given): string {
  const time = new Date(envelope)
  return time.toLocaleString('en-US', {timeZone: 'UTC'}).replace(',', '').replaceAll('\u202f', ' ')
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
  test('keeps rows with two times, where it is searched by the envelope’s, and says of those at that time that they are such', async () => {
    const plain = await collected(services[name](records('envelope', 0, 0)))
    await fc.assert(
      fc.asyncProperty(shifts, fc.constantFrom(0.004, 0.05, 1), async (shift, share) => {
        const all = records('envelope', share, shift)
        const {rows, calls, gaps} = await collected(services[name](all))
        expect(gaps).toEqual([])
        expect(calls).toBeLessThanOrEqual(2 * plain.calls)
        expect(rows).toHaveLength(count)
        expect(new Set(rows.map(row => row.Identity))).toEqual(new Set(all.map(({id}) => id)))
        const given = new Map(all.map(one => [one.id, one]))
        for (const {Identity, CreationDate, malformed} of rows) {
          const {envelope, record} = given.get(Identity) ?? {}
          expect([envelope, `${record}Z`]).toContain(CreationDate)
          expect(malformed === true).toBe(CreationDate !== `${record}Z`)
        }
      }),
      {numRuns: 6, seed: 2},
    )
  })

  test('keeps all rows at their time where the service searches by that of AuditData, however envelopes are shifted', async () => {
    const plain = await collected(services[name](records('record', 0, 0)))
    await fc.assert(
      fc.asyncProperty(shifts, fc.constantFrom(0.004, 0.05, 1), fc.boolean(), async (shift, share, isAmerican) => {
        const all = records('record', share, shift).map(one => (isAmerican ? {...one, envelope: american(one)} : one))
        const {rows, calls, gaps} = await collected(services[name](all))
        expect(gaps).toEqual([])
        expect(calls).toBeLessThanOrEqual(2 * plain.calls)
        expect(rows).toHaveLength(count)
        const stand = new Map(rows.map(row => [row.Identity, row.CreationDate]))
        expect(stand).toEqual(new Map(all.map(({id, record}) => [id, `${record}Z`])))
      }),
      {numRuns: 6, seed: 3},
    )
  })

  test('keeps a record at the end of the period whose envelope names a time a little after it', async () => {
    const time = period.end - 30_000
    const last = {id: guid(9999), time, envelope: `${iso(time + 75_000)}Z`, record: iso(time)}
    const {rows, gaps} = await collected(services[name]([...records('record', 0, 0), last]))
    expect(gaps).toEqual([])
    expect(rows.map(row => row.Identity)).toContain(last.id)
  })
})
