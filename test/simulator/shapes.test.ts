/** Every shape as a small caller sees it on the wire, and the list that they are chosen by. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {fitTogether, parseShapes, SHAPES, type ShapeName, shapeNames} from '../../src/simulator/shapes.ts'
import type {SimulatorOptions} from '../../src/simulator/simulator.ts'
import {smallTenant} from '../scenarios/tenant.ts'
import {between, type Caller, type Page, type Parameters, type Row, readPage, sorted, start} from './caller.ts'

const from = Date.UTC(2026, 9, 6)
const DAY = between('2026-10-06T00:00:00Z', '2026-10-06T23:59:59Z')
const SILENCE = between('2026-10-20T00:00:00Z', '2026-10-20T23:59:59Z')
const records = smallTenant({from, to: from + 86_400_000, records: 300})

const shaped = (shapes: string, options: SimulatorOptions = {}) => start({records, shapes, ...options})
const rowsOf = async (caller: Caller, parameters: Parameters = DAY) => (await caller.search(parameters)).rows
const ids = (rows: readonly Row[]) => sorted(rows.map(row => row.Identity))
const all = (caller: Caller) => sorted(caller.truth('2026-10-06T00:00:00Z', '2026-10-07T00:00:00Z'))
const indices = (rows: readonly Row[]) => rows.map(row => row.ResultIndex as unknown)
const counts = (rows: readonly Row[]) => [...new Set(rows.map(row => row.ResultCount as unknown))]
const toNumbers = (least: number, many: number) => Array.from({length: many}, (_, place) => least + place)

async function first(caller: Caller, parameters: Parameters = DAY): Promise<Page> {
  return caller.page(parameters, await caller.headers())
}

async function raw(caller: Caller, parameters: Parameters): Promise<Response> {
  return caller.post(caller.body(parameters), await caller.headers({'accept-encoding': 'identity'}))
}

/** The rows of a day under a shape, all of which have to be there. */
async function whole(shapes: string): Promise<Row[]> {
  const caller = await shaped(shapes)
  const rows = await rowsOf(caller)
  expect(ids(rows)).toEqual(all(caller))
  return rows
}

/** Rows of each call of a session, until one is empty. */
async function session(caller: Caller): Promise<Row[]> {
  const rows: Row[] = []
  for (let call = 0; call < 60; call++) {
    const found = await rowsOf(caller, {...DAY, SessionId: 'one', SessionCommand: 'ReturnLargeSet'})
    if (found.length === 0) break
    rows.push(...found)
  }
  return rows
}

/** How many rows have a text that the tenant's intact records don't have. */
const changed = (rows: readonly Row[], is: (text: string) => boolean) => rows.filter(row => is(row.AuditData)).length

interface GraphPage {
  value: Record<string, unknown>[]
  '@odata.count': number
  '@odata.nextLink'?: string
}

/** A finished query of a day, and whatever a test asks about it. */
class GraphCaller {
  readonly #caller: Caller
  readonly #clock: {now: number}
  readonly #token: string

  private constructor(caller: Caller, clock: {now: number}, token: string) {
    this.#caller = caller
    this.#clock = clock
    this.#token = token
  }

  static async start(shapes: string): Promise<GraphCaller> {
    const clock = {now: Date.UTC(2026, 10, 20, 12)}
    const caller = await shaped(shapes, {now: () => clock.now, tokenLifetimeSeconds: 200_000})
    const answer = await caller.askToken({scope: 'https://graph.microsoft.com/.default'})
    return new GraphCaller(caller, clock, ((await answer.json()) as {access_token: string}).access_token)
  }

  wait(seconds: number): void {
    this.#clock.now += seconds * 1000
  }

  async send(method: string, path: string, body?: object): Promise<Response> {
    const url = path.startsWith('http') ? path : `http://simulated/graph/beta/security/auditLog/queries${path}`
    const headers = {authorization: `Bearer ${this.#token}`, 'content-type': 'application/json'}
    return this.#caller.simulator.fetch(new Request(url, {method, headers, body: body ? JSON.stringify(body) : null}))
  }

  async submit(): Promise<Response> {
    return this.send('POST', '', {
      displayName: 'a test',
      filterStartDateTime: '2026-10-06T00:00:00Z',
      filterEndDateTime: '2026-10-07T00:00:00Z',
    })
  }

  async finished(): Promise<string> {
    const {id} = (await (await this.submit()).json()) as {id: string}
    this.wait(80)
    return id
  }

  async page(path: string): Promise<GraphPage> {
    return (await (await this.send('GET', path)).json()) as GraphPage
  }

  /** All pages of a query. */
  async pages(id: string, top = '?$top=100'): Promise<GraphPage[]> {
    const pages = [await this.page(`/${id}/records${top}`)]
    for (let link = pages[0]?.['@odata.nextLink']; link !== undefined; link = pages.at(-1)?.['@odata.nextLink']) {
      pages.push(await this.page(link))
    }
    return pages
  }
}

const graphPages = async (shapes: string) => {
  const caller = await GraphCaller.start(shapes)
  return caller.pages(await caller.finished())
}

/** Records of all pages once each. */
const graphRecords = async (shapes: string) => {
  const found = new Map<unknown, Record<string, unknown>>()
  for (const {value} of await graphPages(shapes)) for (const record of value) found.set(record.id, record)
  return [...found.values()]
}

const checks: Record<ShapeName, () => Promise<void>> = {
  'result-count-asked': async () => {
    expect(counts(await whole('result-count-asked'))).toEqual([5_000])
  },
  'result-count-total': async () => {
    expect(counts(await whole('result-count-total'))).toEqual([226_494])
    expect(counts(await whole('result-count-total:7000'))).toEqual([7_000])
  },
  'result-count-zero': async () => {
    const rows = await whole('result-count-zero')
    expect([counts(rows), indices(rows)]).toEqual([[0], toNumbers(1, 300)])
  },
  'result-index-zero': async () => {
    expect(new Set(indices(await whole('result-index-zero')))).toEqual(new Set([0]))
  },
  'result-index-from-zero': async () => {
    expect(indices(await whole('result-index-from-zero'))).toEqual(toNumbers(0, 300))
  },
  'result-index-constant': async () => {
    expect(new Set(indices(await whole('result-index-constant:9')))).toEqual(new Set([9]))
  },
  'result-index-per-page': async () => {
    const rows = await whole('result-index-per-page,page-rows:120')
    expect(indices(rows)).toEqual([...toNumbers(1, 120), ...toNumbers(1, 120), ...toNumbers(1, 60)])
  },
  'result-index-hole': async () => {
    const rows = await whole('result-index-hole')
    expect([counts(rows), new Set(indices(rows)).size, Math.max(...(indices(rows) as number[]))]).toEqual([
      [301],
      300,
      301,
    ])
  },
  'minus-one-row': async () => {
    const rows = await whole('minus-one-row')
    const odd = rows.filter(row => row.ResultIndex === -1)
    expect([odd.length, odd[0]?.ResultCount, counts(rows).length]).toEqual([1, 0, 2])
  },
  'counters-absent': async () => {
    for (const row of await whole('counters-absent')) expect(Object.keys(row).join()).not.toMatch(/Result/)
  },
  'counters-null': async () => {
    const rows = await whole('counters-null')
    expect([counts(rows), new Set(indices(rows))]).toEqual([[null], new Set([null])])
  },
  'counters-text': async () => {
    const rows = await whole('counters-text')
    expect([counts(rows), indices(rows)[299]]).toEqual([['300'], '300'])
  },
  'rows-repeated': async () => {
    const caller = await shaped('rows-repeated')
    const rows = await rowsOf(caller)
    expect(sorted([...new Set(ids(rows))])).toEqual(all(caller))
    const often = new Map<string, number>()
    for (const {Identity} of rows) often.set(Identity, (often.get(Identity) ?? 0) + 1)
    expect(new Set(often.values())).toEqual(new Set([1, 2, 3]))
    // What an answer has no room for is not repeated: nothing is pushed out.
    expect(new Set(ids(await rowsOf(caller, {...DAY, ResultSize: 301}))).size).toBe(300)
    expect(await session(caller).then(found => new Set(ids(found)).size)).toBe(300)
  },
  'newest-first': async () => {
    const rows = await whole('newest-first')
    expect(rows.map(row => row.CreationDate)).toEqual(sorted(rows.map(row => row.CreationDate)).reverse())
    const cut = await rowsOf(await shaped('newest-first'), {...DAY, ResultSize: 10})
    expect(ids(cut)).toEqual(ids(rows.slice(0, 10)))
  },
  'oldest-first': async () => {
    const rows = await whole('oldest-first')
    expect(rows.map(row => row.CreationDate)).toEqual(sorted(rows.map(row => row.CreationDate)))
    const cut = await rowsOf(await shaped('oldest-first'), {...DAY, ResultSize: 10})
    expect(ids(cut)).toEqual(ids(rows.slice(0, 10)))
  },
  'empty-null': async () => {
    const answer = await raw(await shaped('empty-null'), SILENCE)
    expect(await answer.json()).toMatchObject({value: null, '@adminapi.warnings': []})
  },
  'empty-absent': async () => {
    const json = (await (await raw(await shaped('empty-absent'), SILENCE)).json()) as object
    expect([json, 'value' in json]).toMatchObject([{'@adminapi.warnings': []}, false])
  },
  'empty-204': async () => {
    const answer = await raw(await shaped('empty-204'), SILENCE)
    expect([answer.status, await answer.text()]).toEqual([204, ''])
    // A warning needs a body.
    const warned = await raw(await shaped('empty-204', {faults: 'cancelled'}), DAY)
    expect([warned.status, await warned.text()]).toMatchObject([200, expect.stringContaining('A task was canceled')])
  },
  'empty-object': async () => {
    expect(await (await raw(await shaped('empty-object'), SILENCE)).json()).toMatchObject({value: {}})
  },
  'empty-null-row': async () => {
    expect(await (await raw(await shaped('empty-null-row'), SILENCE)).json()).toMatchObject({value: [null]})
  },
  'error-null': async () => {
    const caller = await shaped('error-null')
    for (const window of [DAY, SILENCE]) {
      expect(await (await raw(caller, window)).json()).toMatchObject({error: null, value: expect.any(Array)})
    }
  },
  'more-always': async () => {
    for (const row of await whole('more-always')) {
      expect(JSON.stringify(row.AuditSearchRequestMetadata)).toMatch(/moreRecordsAvailable\W+true/i)
    }
  },
  'record-type-number': async () => {
    for (const row of await whole('record-type-number')) {
      expect(row.RecordType).toBe((JSON.parse(row.AuditData) as {RecordType: number}).RecordType)
    }
  },
  'user-ids-list': async () => {
    for (const {UserIds, Operations, AuditData} of await whole('user-ids-list')) {
      const {UserId, Operation} = JSON.parse(AuditData) as Record<string, string>
      expect([UserIds, Operations]).toEqual([[UserId], [Operation]])
    }
  },
  'audit-data-object': async () => {
    for (const row of await whole('audit-data-object')) expect(row.AuditData).toMatchObject({Id: row.Identity})
  },
  'warning-always': async () => {
    const caller = await shaped('warning-always')
    const [full, empty] = [await caller.search(DAY), await caller.search(SILENCE)]
    expect([full.warnings.length, empty.warnings, empty.headers.get('x-warnings')]).toEqual([1, full.warnings, null])
  },
  'warnings-in-header': async () => {
    const {warnings, headers} = await first(await shaped('warnings-in-header', {faults: 'cancelled'}))
    expect([warnings, (JSON.parse(headers.get('x-warnings') ?? '') as string[]).length]).toEqual([[], 2])
  },
  'warnings-in-both': async () => {
    const {warnings, headers} = await first(await shaped('warnings-in-both'))
    expect([warnings.length, headers.get('x-warnings')]).toEqual([1, warnings[0]])
  },
  'bounds-wide': async () => {
    const second = [-6, -5, 0, 5, 6].map(at =>
      JSON.stringify({CreationTime: new Date(from + at * 1000).toISOString().slice(0, 19), Id: String(at)}),
    )
    const caller = await shaped('bounds-wide', {records: second})
    const rows = await rowsOf(caller, between('2026-10-06T00:00:00Z', '2026-10-06T00:00:00.500Z'))
    expect(ids(rows)).toEqual(sorted(['-5', '0', '5']))
  },
  'bounds-minutes': async () => {
    const times = [-1, 0, 30, 60, 61].map(at =>
      JSON.stringify({CreationTime: new Date(from + at * 1000).toISOString().slice(0, 19), Id: String(at)}),
    )
    const caller = await shaped('bounds-minutes', {records: times})
    expect(ids(await rowsOf(caller, between('2026-10-06T00:00:20Z', '2026-10-06T00:00:40Z')))).toEqual(
      sorted(['0', '30', '60']),
    )
  },
  'page-rows': async () => {
    const {rows, nextLink} = await first(await shaped('page-rows:70'))
    expect([rows.length, nextLink === undefined]).toEqual([70, false])
    await whole('page-rows:70')
  },
  'link-on-sub-host': async () => {
    const {nextLink} = await first(await shaped('link-on-sub-host,page-rows:100'))
    expect(new URL(nextLink ?? '').host).toBe('eur08.simulated')
    await whole('link-on-sub-host,page-rows:100')
  },
  redirect: async () => {
    const caller = await shaped('redirect')
    const sent = await raw(caller, DAY)
    const location = sent.headers.get('location') ?? ''
    expect([sent.status, new URL(location).host, new URL(location).pathname.split('/').at(-1)]).toEqual([
      302,
      'eur08.simulated',
      'InvokeCommand',
    ])
    expect((await readPage(await caller.post(caller.body(DAY), await caller.headers(), location))).rows).toHaveLength(
      300,
    )
    expect((await raw(caller, DAY)).status).toBe(200)
  },
  'unauthorised-twice': async () => {
    const caller = await shaped('unauthorised-twice')
    const statuses = []
    for (let call = 0; call < 4; call++) {
      statuses.push((await raw(caller, DAY)).status)
      caller.forgetToken()
    }
    expect(statuses).toEqual([401, 401, 200, 200])
  },
  'new-token-unauthorised': async () => {
    const caller = await shaped('new-token-unauthorised')
    const statuses = []
    for (let call = 0; call < 7; call++) {
      if (call === 4) caller.forgetToken()
      statuses.push((await raw(caller, DAY)).status)
    }
    expect(statuses).toEqual([401, 401, 200, 200, 401, 401, 200])
  },

  'audit-data-cut': async () => {
    const rows = await whole('audit-data-cut:7')
    expect(changed(rows, text => !text.endsWith('}') && text.startsWith('{'))).toBe(7)
  },
  'audit-data-empty': async () => {
    expect(changed(await whole('audit-data-empty:100'), text => text === '')).toBe(100)
  },
  'audit-data-not-json': async () => {
    expect(changed(await whole('audit-data-not-json:1'), text => text.startsWith('System'))).toBe(1)
  },
  'other-organization': async () => {
    const caller = await shaped('other-organization:4')
    const rows = await rowsOf(caller)
    expect(rows).toHaveLength(304)
    expect(changed(rows, text => !text.includes(caller.simulator.tenantId))).toBe(4)
    expect(new Set(ids(rows)).size).toBe(304)
    expect(all(caller)).toHaveLength(300)
  },
  'nested-list': async () => {
    const rows = await whole('nested-list:3')
    expect(changed(rows, text => text.includes('['.repeat(10_000)))).toBe(3)
    for (const {AuditData} of rows) expect(() => JSON.parse(AuditData)).not.toThrow()
  },
  'nested-text': async () => {
    const rows = await whole('nested-text:3')
    const texts = rows.map(row => (JSON.parse(row.AuditData) as {NestedText?: string}).NestedText ?? '')
    expect(texts.filter(text => text.startsWith('{"a":{"a":') && text.length > 50_000)).toHaveLength(3)
  },
  'operation-names': async () => {
    const odd = 'Update application – Certificates and secrets management '
    const rows = await whole('operation-names:20')
    expect(rows.filter(row => row.Operations === odd)).toHaveLength(20)
    expect(changed(rows, text => (JSON.parse(text) as {Operation: string}).Operation === odd)).toBe(20)
    const caller = await shaped('operation-names:20')
    expect(await rowsOf(caller, {...DAY, Operations: [odd]})).toHaveLength(20)
    expect(await rowsOf(caller, {...DAY, Operations: [odd.trim()]})).toHaveLength(0)
  },
  'operations-trimmed': async () => {
    const caller = await shaped('operation-names:20,operations-trimmed')
    const asked = 'update application - certificates and secrets management'
    expect(await rowsOf(caller, {...DAY, Operations: [asked]})).toHaveLength(20)
    expect(await rowsOf(caller, {...DAY, Operations: ['update application']})).toHaveLength(0)
  },
  'object-ids-commas': async () => {
    const rows = await whole('object-ids-commas:12')
    const names = rows.map(row => (JSON.parse(row.AuditData) as {ObjectId: string}).ObjectId)
    const odd = names.filter(name => name.startsWith('Budget, "final", '))
    expect([odd.length, new Set(odd).size]).toEqual([12, 12])
    const caller = await shaped('object-ids-commas:12')
    expect(await rowsOf(caller, {...DAY, ObjectIds: [odd[0]]})).toHaveLength(1)
  },

  'expired-start': async () => {
    const clock = {now: from + 30 * 86_400_000 + 12 * 3_600_000}
    const caller = await shaped('expired-start:30', {now: () => clock.now})
    const ask = async (StartDate: string) => raw(caller, {...DAY, StartDate})
    const refused = await ask('2026-10-06T11:59:59Z')
    expect([refused.status, await refused.text()]).toEqual([
      400,
      expect.stringContaining('startDate should be after 10/6/2026 12:00:00 PM UTC.'),
    ])
    expect((await ask('2026-10-06T12:00:00Z')).status).toBe(200)
    clock.now += 1000
    expect((await ask('2026-10-06T12:00:00Z')).status).toBe(400)
  },
  'argument-refused': async () => {
    const caller = await shaped('argument-refused')
    const refused = await raw(caller, DAY)
    expect([refused.status, await refused.text()]).toEqual([
      400,
      expect.stringMatching(/search argument startDate .* is later than endDate/),
    ])
    expect((await raw(caller, between('2026-10-06T10:17:32Z', '2026-11-06T10:17:30Z'))).status).toBe(200)
    expect((await raw(caller, between('2026-10-06T10:17:32Z', '2026-11-06T10:17:31Z'))).status).toBe(400)
  },

  'first-asking-empty': async () => {
    const caller = await shaped('first-asking-empty')
    const sizes = []
    for (const parameters of [DAY, DAY, {...DAY, ResultSize: 4_000}, {...DAY, ResultSize: 4_000}]) {
      const {rows, warnings} = await caller.search(parameters)
      expect(warnings).toEqual([])
      sizes.push(rows.length)
    }
    expect(sizes).toEqual([0, 300, 0, 300])
  },
  'silent-cap': async () => {
    const caller = await shaped('silent-cap:200')
    const {rows, warnings} = await caller.search(DAY)
    expect([rows.length, counts(rows), warnings]).toEqual([200, [200], []])
    expect(rows.some(row => /true/i.test(JSON.stringify(row.AuditSearchRequestMetadata) ?? ''))).toBe(false)
    expect(ids(await session(caller))).toEqual(all(caller))
  },
  'silent-page-cap': async () => {
    const caller = await shaped('silent-page-cap:60')
    const page = await first(caller)
    expect([page.rows.length, (await rowsOf(caller)).length]).toEqual([60, 120])
    expect(ids(await session(caller))).toEqual(all(caller))
  },
  'first-reading-lacks': async () => {
    const caller = await shaped('first-reading-lacks:20')
    const [once, again] = [await rowsOf(caller), await rowsOf(caller, {...DAY, ResultSize: 4_999})]
    expect(once.length).toBeGreaterThan(200)
    expect(once.length).toBeLessThan(280)
    expect(counts(once)).toEqual([once.length])
    expect(ids(again)).toEqual(all(caller))
  },
  'loss-by-size': async () => {
    const caller = await shaped('loss-by-size:20')
    const [once, again] = [await rowsOf(caller), await rowsOf(caller)]
    expect(once.length).toBeLessThan(280)
    expect(ids(again)).toEqual(ids(once))
    const hours = Array.from({length: 24}, (_, hour) => `2026-10-06T${String(hour).padStart(2, '0')}`)
    const parts = []
    for (const hour of hours) parts.push(...(await rowsOf(caller, between(`${hour}:00:00Z`, `${hour}:59:59Z`))))
    expect(ids(parts)).toEqual(all(caller))
  },
  'content-differs': async () => {
    const caller = await shaped('content-differs:10')
    const texts = async () => sorted((await rowsOf(caller)).map(row => row.AuditData))
    const [once, again, third] = [await texts(), await texts(), await texts()]
    expect(once).toEqual(sorted(records))
    const other = again.filter(text => !once.includes(text))
    expect(other.length).toBeGreaterThan(10)
    expect(other.length).toBeLessThan(60)
    expect(third).toEqual(again)
  },
  'bounds-floored': async () => {
    const times = [0, 30, 60, 61].map(at =>
      JSON.stringify({CreationTime: new Date(from + at * 1000).toISOString().slice(0, 19), Id: String(at)}),
    )
    const caller = await shaped('bounds-floored', {records: times})
    expect(ids(await rowsOf(caller, between('2026-10-06T00:00:20Z', '2026-10-06T00:01:40Z')))).toEqual(
      sorted(['0', '30', '60']),
    )
  },
  silent: async () => {
    const {rows, warnings} = await (await shaped('silent')).search(DAY)
    expect([rows, warnings]).toEqual([[], []])
  },

  'graph-count-total': async () => {
    expect(new Set((await graphPages('graph-count-total')).map(page => page['@odata.count']))).toEqual(new Set([300]))
  },
  'graph-audit-data-null': async () => {
    const found = await graphRecords('graph-audit-data-null:6')
    expect([found.length, found.filter(record => record.auditData === null).length]).toEqual([300, 6])
  },
  'graph-audit-data-bare': async () => {
    const found = await graphRecords('graph-audit-data-bare:6')
    const bare = found.filter(({auditData}) => Object.keys(auditData as object).join() === '@odata.type')
    expect([found.length, bare.length]).toEqual([300, 6])
  },
  'graph-audit-data-text': async () => {
    const texts = (await graphRecords('graph-audit-data-text')).map(record => String(record.auditData))
    expect(sorted(texts)).toEqual(sorted(records))
  },
  'graph-id-differs': async () => {
    const found = await graphRecords('graph-id-differs:6')
    expect(found.filter(({id, auditData}) => id !== (auditData as {Id: string}).Id)).toHaveLength(6)
  },
  'graph-records-twice': async () => {
    for (const {value, ...page} of await graphPages('graph-records-twice')) {
      expect(page['@odata.count']).toBe(value.length)
      expect(new Set(value.map(record => record.id)).size).toBe(Math.floor((value.length * 5) / 6))
    }
  },
  'graph-top-ignored': async () => {
    const pages = await graphPages('graph-top-ignored')
    expect(pages[0]?.value).toHaveLength(150)
    expect(await graphRecords('graph-top-ignored')).toHaveLength(300)
  },
  'graph-order-reversed': async () => {
    const caller = await GraphCaller.start('graph-order-reversed')
    const id = await caller.finished()
    const order = async () => [
      ...new Set((await caller.pages(id)).flatMap(page => page.value.map(record => record.id))),
    ]
    const [once, again, third] = [await order(), await order(), await order()]
    expect(once).toHaveLength(300)
    expect(again).toEqual(once.toReversed())
    expect(third).toEqual(once)
  },
  'graph-500-after': async () => {
    const caller = await GraphCaller.start('graph-500-after:200')
    const id = await caller.finished()
    const one = await caller.page(`/${id}/records?$top=100`)
    const two = await caller.page(one['@odata.nextLink'] ?? '')
    for (let time = 0; time < 3; time++)
      expect((await caller.send('GET', two['@odata.nextLink'] ?? '')).status).toBe(500)
  },
  'graph-submissions': async () => {
    const caller = await GraphCaller.start('graph-submissions:3')
    for (let made = 0; made < 3; made++) {
      expect((await caller.submit()).status).toBe(201)
      caller.wait(3_600)
    }
    const refused = await caller.submit()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, String(21 * 3_600)])
    caller.wait(21 * 3_600)
    expect((await caller.submit()).status).not.toBe(429)
  },
  'graph-silent-limit': async () => {
    const caller = await GraphCaller.start('graph-silent-limit:40')
    const id = await caller.finished()
    expect(await (await caller.send('GET', `/${id}`)).json()).toMatchObject({isRecordCountLimitExceeded: false})
    expect((await caller.pages(id)).flatMap(page => page.value)).toHaveLength(40)
  },
}

describe('the shape', () => {
  for (const [name, check] of Object.entries(checks)) test(name, check)
})

describe('good shapes in any combination', () => {
  const carried: readonly ShapeName[] = [
    'redirect',
    'unauthorised-twice',
    'new-token-unauthorised',
    'operations-trimmed',
  ]
  const usable = shapeNames.filter(
    name => SHAPES[name].service === 'exchange' && SHAPES[name].kind === 'good' && !carried.includes(name),
  )
  /** Some of them, without those that exclude one before them. */
  const combination = fc
    .shuffledSubarray(usable, {minLength: 1, maxLength: 6})
    .map(names => names.filter((name, place) => names.slice(0, place).every(each => fitTogether(each, name))))
  const cuts = fc.uniqueArray(fc.integer({min: 1, max: 86_399}), {maxLength: 5}).map(list => list.sort((a, b) => a - b))

  test('lose no record, however a day is cut, and show no other but of another organisation', async () => {
    await fc.assert(
      fc.asyncProperty(combination, cuts, fc.integer({min: 1, max: 9}), async (shapes, seconds, seed) => {
        const caller = await start({records, shapes, seed})
        const found = new Set<string>()
        for (const [place, second] of [0, ...seconds].entries()) {
          const last = seconds[place] ?? 86_400
          const instant = (at: number) => new Date(from + at * 1000).toISOString()
          for (const row of await shapedRows(caller, between(instant(second), instant(last - 0.001))))
            found.add(row.Identity)
        }
        const truth = all(caller)
        expect(truth.filter(id => !found.has(id))).toEqual([])
        expect(found.size - truth.length).toBe(shapes.includes('other-organization') ? 5 : 0)
      }),
      {seed: 16, numRuns: 60},
    )
  })

  /** Rows of all pages, whatever the form of an empty answer is. */
  async function shapedRows(caller: Caller, parameters: Parameters): Promise<Row[]> {
    const headers = await caller.headers({'accept-encoding': 'identity'})
    const rows: Row[] = []
    for (let link: string | undefined = undefined, page = 0; page === 0 || link !== undefined; page++) {
      const answer: Response = await caller.post(caller.body(parameters), headers, link)
      if (answer.status === 204) return rows
      const json = (await answer.json()) as {value?: unknown; '@odata.nextLink'?: string}
      rows.push(...(Array.isArray(json.value) ? json.value.filter(row => row !== null) : []))
      link = json['@odata.nextLink']
    }
    return rows
  }
})

describe('peculiar records', () => {
  test('are the same for the same seed, others for another, and no record is peculiar twice', async () => {
    const shapes = 'audit-data-cut:40,audit-data-empty:40,object-ids-commas:40'
    const texts = async (seed: number) => sorted((await rowsOf(await shaped(shapes, {seed}))).map(row => row.AuditData))
    const once = await texts(1)
    expect(await texts(1)).toEqual(once)
    expect(await texts(2)).not.toEqual(once)
    expect(once.filter(text => text === '')).toHaveLength(40)
    expect(once.filter(text => text !== '' && !text.endsWith('}'))).toHaveLength(40)
    expect(once.filter(text => text.includes('Budget, '))).toHaveLength(40)
  })

  test('are some of each calendar month of generated records', async () => {
    const caller = await start({shapes: 'audit-data-empty:3', recordsPerMonth: 400})
    for (const month of ['09', '10']) {
      const found = await rowsOf(caller, between(`2026-${month}-01T00:00:00Z`, `2026-${month}-30T23:59:59Z`))
      expect(found.length).toBeGreaterThan(300)
      expect(changed(found, text => text === '')).toBeLessThanOrEqual(3)
      expect(changed(found, text => text === '')).toBeGreaterThan(0)
    }
  })
})

describe('the list of shapes', () => {
  test('reads numbers', () => {
    const {shapes, mistakes} = parseShapes(' silent-cap, audit-data-cut:20,,result-index-zero')
    expect(mistakes).toEqual([])
    expect(shapes.names.map(name => [name, shapes.number(name)])).toEqual([
      ['silent-cap', 2_000],
      ['audit-data-cut', 20],
      ['result-index-zero', 1],
    ])
    expect([shapes.has('silent-cap'), shapes.has('empty-204')]).toEqual([true, false])
  })

  test('says every mistake at once', async () => {
    await expect(
      start({
        shapes: ['result-index', 'silent-cap:0', 'empty-204:3', 'empty-null', 'empty-absent', 'silent-page-cap:5000'],
      }),
    ).rejects.toThrow(
      /no shape "result-index"\. Known are: .*silent-cap.*\n.*"silent-cap:0" has "0".*5000.*\n.*empty-204 takes no number.*\n.*"silent-page-cap:5000" has "5000".*1000.*\n.*empty-null and empty-absent exclude/,
    )
  })

  test('has a sentence, a source and something that it changes for each', () => {
    for (const shape of Object.values(SHAPES)) {
      expect([shape.says.length > 10, shape.source.length > 3, shape.changes.length > 0]).toEqual([true, true, true])
    }
  })

  test('lets shapes be combined that change different things', () => {
    for (const one of shapeNames) {
      for (const other of shapeNames) {
        const {mistakes} = parseShapes([one, other])
        expect(mistakes).toHaveLength(one === other || fitTogether(one, other) ? 0 : 1)
        expect(fitTogether(one, other)).toBe(fitTogether(other, one))
      }
    }
  })

  test('is told by /counters', async () => {
    const caller = await shaped('silent,empty-null')
    const answer = await caller.simulator.fetch(new Request('http://simulated/counters'))
    expect(await answer.json()).toMatchObject({searches: 0, shapes: ['silent', 'empty-null']})
  })
})

test('under v1.0 there is no InvokeCommand', async () => {
  const caller = await start()
  const link = `http://simulated/exchange/adminapi/v1.0/${caller.simulator.tenantId}/InvokeCommand`
  expect((await caller.post(caller.body(DAY), await caller.headers(), link)).status).toBe(405)
})
