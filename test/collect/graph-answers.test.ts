/** The collector over the Graph source over services whose answers differ in form: what is complete lacks no record. */
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {type Filters, noFilters} from '../../src/audit/filters.ts'
import {contains} from '../../src/audit/window.ts'
import {type Collected, collect} from '../../src/collect/collect.ts'
import type {SpooledRow} from '../../src/files/spooled-row.ts'
import {machineDisk} from '../../src/host/disk.ts'
import {Spool} from '../../src/spool/spool.ts'
import {aFolder, between, day, guid, minute, seeded} from '../builders.ts'
import {aGraph, aGraphRecord, keyOf, day as reference, type Script} from '../sources/graph-stub.ts'

const period = between('2026-10-05T00:00:00', '2026-10-08T00:00:00')

interface Event {
  id: string
  time: number
  service: string
  workload: string
}

/** The second day is quiet. */
function events(count: number, seed = 1): Event[] {
  const random = seeded(seed)
  return Array.from({length: count}, (_none, index) => {
    const time = period.start + (index % 2) * 2 * day + 1000 * Math.floor(random() * 86_000)
    const workload = ['SharePoint', 'Exchange', 'AzureActiveDirectory'][index % 3] ?? ''
    // As records of data loss prevention: their service is not their workload.
    return {id: guid(index + 1), time, workload, service: index % 4 === 0 ? 'SecurityComplianceCenter' : workload}
  })
}

interface Page {
  value?: unknown
  [name: string]: unknown
}

interface Asked {
  page: Page
  /** Records of the whole query. */
  found: readonly Event[]
  url: URL
  query: number
}

interface Service {
  events: readonly Event[]
  pageSize?: number
  confirm?: 'none' | 'sample'
  /** Of the period, from its start. */
  days?: number
  members?: (data: object) => object
  page?: (asked: Asked) => Page | Response
  query?: (found: readonly Event[]) => Record<string, unknown>
  /** Which records its readings never show. */
  loses?: (event: Event) => boolean
}

const calls = 2000

function serviceScript({events, pageSize = 40, members = data => data, ...service}: Service): Script {
  const queries = new Map<string, {found: Event[]; number: number; body: Record<string, unknown>}>()
  let seen = 0
  return asked => {
    if (++seen > calls) throw new Error(`more than ${calls} calls`)
    const url = new URL(asked.url)
    const known = queries.get(/queries\/([^/?]+)/.exec(url.pathname)?.[1] ?? '')
    const {body} = asked
    switch (keyOf(asked)) {
      case 'POST query': {
        const [from, to] = [body.filterStartDateTime, body.filterEndDateTime].map(text => Date.parse(String(text)))
        const inside = events.filter(({time}) => time >= (from ?? 0) && time <= (to ?? 0))
        const found = inside.filter(({service}) => body.serviceFilter === undefined || service === body.serviceFilter)
        const id = `query-${queries.size + 1}`
        queries.set(id, {found, number: queries.size + 1, body})
        return Response.json({...body, id, status: 'notStarted'}, {status: 201})
      }
      case 'GET query':
        return Response.json({status: 'succeeded', ...service.query?.(known?.found ?? [])})
      case 'GET records': {
        const shown = (known?.found ?? []).filter(event => service.loses?.(event) !== true)
        const first = Number(url.searchParams.get('$skiptoken') ?? 0)
        const next = {'@odata.nextLink': `${url.origin}${url.pathname}?$skiptoken=${first + pageSize}`}
        const page: Page = {
          value: shown.slice(first, first + pageSize).map(event => recordOf(event, members)),
          ...(first + pageSize < shown.length ? next : {}),
        }
        const answer = service.page?.({page, found: known?.found ?? [], url, query: known?.number ?? 0}) ?? page
        return answer instanceof Response ? answer : Response.json(answer)
      }
      default:
        return new Response(null, {status: 204})
    }
  }
}

function recordOf({id, time, service, workload}: Event, members: (data: object) => object): unknown {
  const minutes = (time - reference.start) / minute
  const details = [{Name: 'a', Value: {One: id, Two: 2}}]
  const record = aGraphRecord({Id: id, Workload: workload, Details: details}, {service}, minutes)
  return {...record, auditData: members(record.auditData)}
}

async function collected(service: Service, filters: Partial<Filters> = {}) {
  const stub = aGraph(serviceScript(service), filters, true)
  const result: Collected = {entries: [], duplicates: 0, conflicts: 0}
  const rows: SpooledRow[] = []
  const settings = {
    ...{
      source: stub.source,
      world: stub.world,
      period,
      concurrency: 2,
      confirm: service.confirm ?? ('sample' as const),
    },
    period: {...period, end: service.days === undefined ? period.end : period.start + service.days * day},
    spool: new Spool(machineDisk, join(await aFolder(), 'spool')),
    filters: {...noFilters, ...filters},
    signal: new AbortController().signal,
  }
  for await (const some of collect(settings, result)) rows.push(...some)
  const ids = new Set(rows.map(row => row.record.Identity))
  const isGap = ({time}: Event) => result.entries.some(entry => entry.status === 'gap' && contains(entry, time))
  const wanted = service.events.filter(({workload}) => filters.workloads?.includes(workload) !== false)
  const missing = wanted.filter(({id}) => !ids.has(id))
  const gaps = result.entries.filter(({status}) => status === 'gap')
  return {
    rows: rows.length,
    wanted: wanted.length,
    missing: missing.length,
    hidden: missing.filter(event => !isGap(event)).length,
    codes: new Set(gaps.map(gap => gap.reason?.code)),
    conflicts: result.conflicts,
    posts: stub.seen.filter(one => keyOf(one) === 'POST query').length,
    calls: stub.seen.length,
  }
}

const whole = {missing: 0, conflicts: 0, codes: new Set()}

/** The members of every object in another order at each asking. */
function shuffling(seed: number): (data: object) => object {
  const random = seeded(seed)
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled)
    if (typeof value !== 'object' || value === null) return value
    const members = Object.entries(value).map(entry => ({entry, place: random()}))
    members.sort((a, b) => a.place - b.place)
    return Object.fromEntries(members.map(({entry: [name, member]}) => [name, shuffled(member)]))
  }
  return data => shuffled(data) as object
}

const emptyForms: Record<string, (page: Page) => Page | Response> = {
  list: page => page,
  null: page => ({...page, value: null}),
  absent: ({value, ...page}) => page,
  '204': () => new Response(null, {status: 204}),
}

test('good answers of any form are complete, each record once, with no more queries', async () => {
  const plain = await collected({events: events(90)})
  expect(plain).toMatchObject({...whole, rows: 90})
  const aService = fc.record({
    empty: fc.constantFrom(...Object.keys(emptyForms)),
    seed: fc.option(fc.nat(), {nil: undefined}),
    error: fc.constantFrom({}, {error: null}, {errors: []}),
    limit: fc.constantFrom({}, ...[false, 'false', 'False', null].map(value => ({isRecordCountLimitExceeded: value}))),
  })
  await fc.assert(
    fc.asyncProperty(aService, async ({empty, seed, error, limit}) => {
      const result = await collected({
        events: events(90),
        ...(seed === undefined ? {} : {members: shuffling(seed)}),
        query: () => ({...limit, ...error}),
        page: ({page}) => {
          const isEmpty = (page.value as unknown[]).length === 0
          return isEmpty ? (emptyForms[empty]?.(page) ?? page) : {...page, ...error}
        },
      })
      expect(result).toMatchObject({...whole, rows: 90, posts: plain.posts, calls: plain.calls})
    }),
    {numRuns: 4},
  )
})

describe('an error next to what an answer has', () => {
  const forms: Record<string, unknown>[] = [
    {error: {code: 'PartialContent', message: 'Exchange did not answer'}},

    {errors: [{message: 'Exchange did not answer'}]},
  ]
  const isLost = ({workload}: Event) => workload === 'Exchange'

  test.each<[string, Partial<Service>]>([
    ...forms.map((error): [string, Partial<Service>] => [
      `a page: ${JSON.stringify(error)}`,
      {page: ({page}) => ({...page, ...error})},
    ]),
    ['a query that has succeeded', {query: () => forms[0] ?? {}}],
  ])('of %s, makes gaps of what may be missing, and keeps what came', async (_name, answers) => {
    const {hidden, missing, rows, codes, calls} = await collected({
      events: events(60).filter(({time}) => time < period.start + day),
      days: 1,
      loses: isLost,
      confirm: 'none',
      ...answers,
    })
    expect([hidden, missing, rows]).toEqual([0, 10, 20])
    expect(calls).toBeLessThan(600)
    expect([...codes].filter(code => !/^(GRAPH_(PAGE|QUERY)_ERROR|SERVICE_BROKEN)$/.test(code ?? ''))).toEqual([])
  })

  test('is nothing where the page comes whole when it is asked for again', async () => {
    let errors = 0
    const cured = await collected({
      events: events(60),
      page: ({page}) => (errors++ < 2 ? {...page, value: [], ...forms[0]} : page),
    })
    expect(cured).toMatchObject({...whole, rows: 60})
  })
})

test('a limit that was exceeded counts as well where it is said as text', async () => {
  const result = await collected({
    events: events(200),
    confirm: 'none',
    // Of more than fifty, the first fifty are there.
    query: found => ({isRecordCountLimitExceeded: found.length > 50 ? 'True' : 'False'}),
    page: ({page, found}) =>
      found.length > 50 ? {value: found.slice(0, 50).map(event => recordOf(event, data => data))} : page,
  })
  expect(result).toMatchObject({...whole, rows: 200})
})

describe('pages without end', () => {
  const link = (url: URL) => {
    const next = Number(url.searchParams.get('n') ?? 0) + 1
    return {next, '@odata.nextLink': `${url.origin}${url.pathname}?n=${next}`}
  }

  test.each<[string, (asked: Asked) => unknown]>([
    ['without records', () => []],
    ['with the same records', ({page}) => page.value],
    ['with both by turns', ({page, url}) => (link(url).next % 2 === 0 ? [] : page.value)],
  ])('%s end, and are no answer', async (_name, value) => {
    const result = await collected({
      events: events(60),
      page: asked => (asked.query === 2 ? {value: value(asked), ...link(asked.url)} : asked.page),
    })
    expect(result).toMatchObject({missing: 0, codes: new Set()})
    expect(result.calls).toBeLessThan(200)
  })

  test('a page without records behind others is tested by smaller queries', async () => {
    const result = await collected({
      events: events(200),
      confirm: 'none',
      page: ({page, found, url}) => (found.length > 80 && url.searchParams.has('$skiptoken') ? {value: []} : page),
    })
    expect(result).toMatchObject({...whole, rows: 200})
  })
})

test.each(['SharePoint', 'Exchange'])(
  'a workload (%s) has all its records, whatever their service is called',
  async name => {
    const {rows, wanted, missing, codes} = await collected({events: events(90)}, {workloads: [name]})
    expect([rows, wanted, missing, codes]).toEqual([30, 30, 0, new Set()])
  },
)
