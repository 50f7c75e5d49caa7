/** The collector over the Graph source over the simulated tenant: what becomes of a day under each fault of Graph. */
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {countBefore, sampleMonth} from '../../bench/months.ts'
import {noFilters} from '../../src/audit/filters.ts'
import {gapsOf} from '../../src/audit/ledger.ts'
import {contains, type TimeWindow} from '../../src/audit/window.ts'
import {type Collected, collect} from '../../src/collect/collect.ts'
import type {SpooledRow} from '../../src/files/spooled-row.ts'
import {machineDisk} from '../../src/host/disk.ts'
import {FAULTS} from '../../src/simulator/faults.ts'
import type {SimulatorOptions} from '../../src/simulator/simulator.ts'
import {graphPlan, graphSource, queriesAtOnce} from '../../src/sources/graph.ts'
import type {Source} from '../../src/sources/source.ts'
import {Spool} from '../../src/spool/spool.ts'
import {asFailure, type Failure} from '../../src/wire/failure.ts'
import {Gate} from '../../src/wire/gate.ts'
import {aFolder, between, rowAt} from '../builders.ts'
import {smallTenant} from '../scenarios/tenant.ts'
import {aWorld} from '../signin/world.ts'
import {start} from '../simulator/caller.ts'

interface Scene {
  period: TimeWindow
  records: string[]
}

function aScene(first: string, last: string, records: number): Scene {
  const period = between(first, last)
  return {period, records: smallTenant({from: period.start, to: period.end, records})}
}

const day = aScene('2026-10-06T00:00:00', '2026-10-07T00:00:00', 240)
/** Played for ever, most faults are met by every query: two minutes are enough of them. */
const minutes = aScene('2026-10-06T00:00:00', '2026-10-06T00:02:00', 40)

async function collected({period, records}: Scene, options: SimulatorOptions = {}, concurrency = 10) {
  const world = aWorld(undefined, Date.UTC(2026, 10, 20))
  const {simulator, askToken} = await tenant({records, graph: {pageSize: 100}, now: world.now, ...options})
  world.fetch = request => simulator.fetch(request)
  let current = ''
  const renew = async (claims?: string) => {
    current = await askToken(claims)
    return {secret: current, expiresAt: Number.POSITIVE_INFINITY}
  }
  let ids = 0
  const source = graphSource({
    world,
    graph: 'http://simulated/graph',
    tenantId: simulator.tenantId,
    clientId: simulator.clientId,
    tokens: {
      token: async () => (current === '' ? await renew() : {secret: current, expiresAt: Number.POSITIVE_INFINITY}),
      renew: async reason => await renew(reason?.claims),
    },
    policy: {
      tries: 8,
      triesWhenBroken: 4,
      base: 5000,
      longest: 300_000,
      timeout: 5000,
      maximumBytes: 64 << 20,
      jitter: () => 0,
    },
    newId: () => `id ${ids++}`,
    filters: noFilters,
    plan: graphPlan(period, Math.ceil((period.end - period.start) / 86_400_000)),
    label: 'a test',
    twice: true,
    gate: new Gate(world, Math.min(concurrency, queriesAtOnce)),
  })
  const result: Collected = {entries: [], duplicates: 0, conflicts: 0}
  const rows: SpooledRow[] = []
  const settings = {
    source,
    world,
    spool: new Spool(machineDisk, join(await aFolder(), 'spool')),
    period,
    filters: noFilters,
    concurrency,
    confirm: 'none' as const,
    signal: new AbortController().signal,
  }
  let failure: Failure | undefined
  try {
    for await (const some of collect(settings, result)) rows.push(...some)
  } catch (error) {
    failure = asFailure(error)
  }
  const texts = new Set(rows.map(row => row.record.AuditData))
  const missing = records.filter(text => !texts.has(text))
  return {rows, missing, ...result, gaps: gapsOf(result.entries), failure, counters: simulator.counters}
}

async function tenant(options: SimulatorOptions) {
  const caller = await start({...options, sleep: async () => {}})
  const askToken = async (claims?: string) => {
    const form = {
      scope: 'https://graph.microsoft.com/.default',
      ...(claims === undefined ? {} : {claims: Buffer.from(claims, 'base64').toString()}),
    }
    return ((await (await caller.askToken(form)).json()) as {access_token: string}).access_token
  }
  return {simulator: caller.simulator, askToken}
}

type Expected =
  | {as: 'whole'}
  /** One record is missing from every reading, and nobody can tell. */
  | {as: 'unseen'}
  | {as: 'gaps'; codes: RegExp}
  | {as: 'refused'; code: string}

const whole: Expected = {as: 'whole'}
const gaps = (codes: RegExp): Expected => ({as: 'gaps', codes})
const refused = (code: string): Expected => ({as: 'refused', code})

/** What becomes of a day under each fault, played its usual times; and of two minutes, where it is played for ever. */
const expectations: Record<string, [usual: Expected, always?: Expected]> = {
  'graph-500': [whole, gaps(/^(GRAPH_UNAVAILABLE|SERVICE_BROKEN)$/)],
  'graph-unknown-error': [whole, gaps(/^(GRAPH_UNAVAILABLE|SERVICE_BROKEN)$/)],
  'graph-502-html': [whole, gaps(/^(GRAPH_UNAVAILABLE|SERVICE_BROKEN)$/)],
  'graph-429-seconds': [whole, gaps(/^GRAPH_THROTTLED$/)],
  'graph-429-none': [whole, gaps(/^GRAPH_THROTTLED$/)],
  'graph-reset': [whole, gaps(/^(WIRE_RESET|SERVICE_BROKEN)$/)],
  'graph-lost-post': [whole, whole],
  'graph-401': [whole, refused('GRAPH_401')],
  'graph-claims-challenge': [whole, refused('GRAPH_401')],
  'graph-403-bare': [whole, gaps(/^GRAPH_403_BARE$/)],
  'graph-403': [refused('GRAPH_403')],
  'graph-auditing-disabled': [refused('GRAPH_AUDITING_DISABLED')],
  'graph-failed': [whole, gaps(/^(GRAPH_QUERY_FAILED|SERVICE_BROKEN)$/)],
  'graph-cancelled': [whole, gaps(/^(GRAPH_QUERY_CANCELLED|SERVICE_BROKEN)$/)],
  'graph-stuck': [whole, gaps(/^(GRAPH_QUERY_STUCK|SERVICE_BROKEN)$/)],
  'graph-unknown-status': [whole, gaps(/^(GRAPH_QUERY_STUCK|SERVICE_BROKEN)$/)],
  'graph-poll-400': [whole, gaps(/^GRAPH_POLL$/)],
  'graph-poll-502': [whole, gaps(/^GRAPH_POLL$/)],
  'graph-poll-reset': [whole, gaps(/^(WIRE_RESET|SERVICE_BROKEN)$/)],
  'graph-gone': [whole, gaps(/^(GRAPH_QUERY_GONE|SERVICE_BROKEN)$/)],
  'graph-cut-page': [whole, gaps(/^(GRAPH_PAGE_CUT|SERVICE_BROKEN)$/)],
  'graph-count': [whole, gaps(/^(GRAPH_PAGE_COUNT|SERVICE_BROKEN)$/)],
  'graph-top-400': [whole],
  'graph-records-429': [whole, gaps(/^GRAPH_THROTTLED$/)],
  'graph-records-504': [whole, gaps(/^GRAPH_UNAVAILABLE$/)],
  'graph-records-reset': [whole, gaps(/^(WIRE_RESET|SERVICE_BROKEN)$/)],
  'graph-unstable': [whole, {as: 'unseen'}],
  // Two minutes have one page.
  'graph-foreign-link': [whole, whole],
  'graph-looping-link': [whole, whole],
  'graph-expired-token': [whole, whole],
  'graph-v1': [whole],
  'graph-poison': [gaps(/^GRAPH_PAGE_CUT$/)],
  'graph-straight-users': [whole],
  'graph-limit-unsaid': [whole],
  'graph-no-delete': [whole],
}

const names = Object.keys(FAULTS).filter(name => name.startsWith('graph-'))

test('every fault of Graph has an expectation', () => {
  expect(new Set(Object.keys(expectations))).toEqual(new Set(names))
})

let known: ReturnType<typeof collected> | undefined

/** The day without any fault; made inside of a test, which removes its folder. */
function clean() {
  known ??= collected(day)
  return known
}

function check(result: Awaited<ReturnType<typeof clean>>, {records, period}: Scene, expected: Expected): void {
  expect(result.counters.queriesAtOnce).toBeLessThanOrEqual(queriesAtOnce)
  if (expected.as === 'refused') {
    expect([result.failure?.code, result.rows]).toEqual([expected.code, []])
    return
  }
  expect(result.failure).toBeUndefined()
  const known = new Set(records)
  expect(result.rows.filter(row => !known.has(row.record.AuditData))).toEqual([])
  if (expected.as === 'unseen') return
  if (expected.as === 'whole') {
    expect([result.gaps, result.missing]).toEqual([[], []])
    return
  }
  expect(result.gaps.length).toBeGreaterThan(0)
  for (const gap of result.gaps) expect(gap.reason?.code).toMatch(expected.codes)
  const time = (text: string) => Date.parse(`${(JSON.parse(text) as {CreationTime: string}).CreationTime}Z`)
  const unexplained = result.missing.filter(text => !result.gaps.some(gap => contains(gap, time(text))))
  expect(unexplained).toEqual([])
  expect(result.gaps.every(gap => gap.start >= period.start && gap.end <= period.end)).toBe(true)
}

describe('a day under', () => {
  test.each(names)('%s', async name => {
    const result = await collected(day, {faults: name})
    const [expected] = expectations[name] ?? [whole]
    check(result, day, expected)
    if (expected.as === 'whole')
      expect(result.rows.map(({record}) => record)).toEqual((await clean()).rows.map(({record}) => record))
    if (FAULTS[name]?.where !== 'graph-tenant') expect(result.counters.faultsPlayed[name]).toBeGreaterThan(0)
  })
})

describe('minutes under', () => {
  const lasting = names.filter(name => FAULTS[name]?.count !== 'always')
  test.each(lasting)('%s, for ever', async name => {
    check(await collected(minutes, {faults: `${name}:always`}), minutes, expectations[name]?.[1] ?? whole)
  })
})

test('a record that the query of its day leaves out is kept when the next day’s shows it', async () => {
  const period = between('2026-10-06T00:00:00', '2026-10-08T00:00:00')
  const edge = period.start + 86_400_000 - 1000
  const records = [
    ...smallTenant({from: period.start, to: edge, records: 13}),
    ...smallTenant({from: edge, to: period.end, records: 20, seed: 2}),
  ]
  const result = await collected({period, records}, {faults: 'lost-by-cut'})
  expect([result.missing, result.gaps]).toEqual([[], []])
})

test('a poisoned record costs its minute or two, and some twenty-five queries', async () => {
  const result = await collected(day, {faults: 'graph-poison'})
  const poisoned = day.records.filter((_text, position) => position % 211 === 5).length
  const lost = result.gaps.reduce((sum, gap) => sum + gap.end - gap.start, 0)
  expect([poisoned, lost < 2 * poisoned * 120_000]).toEqual([2, true])
  expect(result.missing.length).toBeLessThan(2 * poisoned)
  expect(result.counters.queries).toBeLessThan(30 * poisoned)
})

test('queries under way are four at most, and two where two are wanted', async () => {
  const week = aScene('2026-10-05T00:00:00', '2026-10-12T00:00:00', 200)
  const graph = {querySeconds: 600}
  const many = await collected(week, {graph})
  const two = await collected(week, {graph}, 2)
  expect([many.counters.queriesAtOnce, two.counters.queriesAtOnce]).toEqual([4, 2])
  expect([many.counters.queries, two.counters.queries]).toEqual([7, 7])
})

test('a month of 900,000 records is 31 queries, and one more for each that found too much', async () => {
  const month = sampleMonth(900_000, true, 1)
  let queries = 0
  let crowd: TimeWindow | undefined
  const source: Source = {
    name: 'graph',
    cap: 1_000_000,
    plan: graphPlan(month, 31),
    requests: {},
    recording: async () => undefined,
    check: async () => [],
    read: async ({window}, keep) => {
      queries++
      const inside = month.times.subarray(countBefore(month.times, window.start), countBefore(month.times, window.end))
      for (let at = 0; at < inside.length; at += 1000)
        await keep([...inside.subarray(at, at + 1000)].map((time, index) => ({...aRow, time, part: at + index})))
      const evidence = {rows: inside.length, cap: 1_000_000, requestIds: [], warnings: []}
      const outcome = crowd && contains(window, crowd.start) && contains(window, crowd.end) ? 'capped' : 'proven'
      return {outcome, slow: false, evidence}
    },
  }
  const spool = {write: async () => {}, accept: () => {}, async *take() {}}
  const run = async () => {
    queries = 0
    const settings = {source, spool, period: month, filters: noFilters, concurrency: 4, confirm: 'none' as const}
    const result: Collected = {entries: [], duplicates: 0, conflicts: 0}
    const signal = new AbortController().signal
    for await (const _rows of collect({...settings, world: aWorld(), signal}, result));
    expect(result.entries.every(entry => entry.status === 'read')).toBe(true)
    return queries
  }
  expect(await run()).toBe(31)
  crowd = between('2026-10-06T09:00:00', '2026-10-06T15:00:00')
  expect(await run()).toBe(33)
})

const aRow = rowAt(0, 1, {Id: undefined})
