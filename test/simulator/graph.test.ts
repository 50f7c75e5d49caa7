/** Graph's audit log query as a small caller meets it that knows it from its documentation alone. */
import {describe, expect, test} from 'vitest'
import {FAULTS} from '../../src/simulator/faults.ts'
import type {SimulatorOptions} from '../../src/simulator/simulator.ts'
import {type Caller, now as noon, start} from './caller.ts'

const base = 'http://simulated/graph'
const day = {filterStartDateTime: '2026-10-06T00:00:00Z', filterEndDateTime: '2026-10-07T00:00:00Z'}

interface Page {
  value: Record<string, unknown>[]
  '@odata.count': number
  '@odata.nextLink'?: string
}

class Client {
  readonly caller: Caller
  readonly #clock: {now: number}
  token: string

  constructor(caller: Caller, clock: {now: number}, token: string) {
    this.caller = caller
    this.#clock = clock
    this.token = token
  }

  async send(method: string, path: string, body?: unknown): Promise<Response> {
    const url = path.startsWith('http') ? path : `${base}/beta/security/auditLog/queries${path}`
    const headers = {authorization: `Bearer ${this.token}`, 'content-type': 'application/json'}
    return this.caller.simulator.fetch(
      new Request(url, {method, headers, body: body === undefined ? null : JSON.stringify(body)}),
    )
  }

  async json(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    return (await (await this.send(method, path, body)).json()) as Record<string, unknown>
  }

  async made(more: object = {}): Promise<string> {
    return String((await this.json('POST', '', {displayName: 'a test', ...day, ...more})).id)
  }

  async finished(more: object = {}): Promise<string> {
    const id = await this.made(more)
    this.wait(80)
    return id
  }

  async page(path: string): Promise<Page> {
    return (await this.json('GET', path)) as unknown as Page
  }

  async all(id: string, top = '?$top=1000'): Promise<Record<string, unknown>[]> {
    const rows: Record<string, unknown>[] = []
    let link: string | undefined = `/${id}/records${top}`
    while (link !== undefined) {
      const page = await this.page(link)
      rows.push(...page.value)
      link = page['@odata.nextLink']
    }
    return rows
  }

  wait(seconds: number): void {
    this.#clock.now += seconds * 1000
  }
}

async function connect(options: SimulatorOptions = {}): Promise<Client> {
  const clock = {now: noon}
  const caller = await start({now: () => clock.now, recordsPerMonth: 8_000, ...options})
  return new Client(caller, clock, await tokenOf(caller))
}

async function tokenOf(caller: Caller, form: Record<string, string> = {}): Promise<string> {
  const answer = await caller.askToken({scope: 'https://graph.microsoft.com/.default', ...form})
  return ((await answer.json()) as {access_token: string}).access_token
}

const truth = (client: Client) => new Set(client.caller.truth('2026-10-06T00:00:00Z', '2026-10-07T00:00:00Z'))

describe('a query', () => {
  test('is served under beta, and unknown under v1.0', async () => {
    const client = await connect()
    const answer = await client.send('POST', `${base}/v1.0/security/auditLog/queries`, {displayName: 'x', ...day})
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({error: {code: 'UnknownError', message: ''}})
    expect((await client.send('POST', '', {displayName: 'x', ...day})).status).toBe(201)
  })

  test('takes its time by the services’ clock', async () => {
    const client = await connect()
    const id = await client.made()
    const states: unknown[] = []
    for (const seconds of [0, 20, 20, 40]) {
      client.wait(seconds)
      states.push((await client.json('GET', `/${id}`)).status)
    }
    expect(states).toEqual(['notStarted', 'queued', 'running', 'succeeded'])
    expect(await client.json('GET', `/${id}`)).toMatchObject({isRecordCountLimitExceeded: false})
  })

  test('finds what is there, with neighbouring pages sharing a record', async () => {
    const client = await connect()
    const rows = await client.all(await client.finished(), '')
    expect(new Set(rows.map(row => row.id))).toEqual(truth(client))
    expect(rows.length).toBe(truth(client).size + Math.ceil(truth(client).size / 150) - 1)
  })

  test.each([
    [
      'operations',
      {operationFilters: ['UserLoggedIn']},
      (row: Record<string, unknown>) => row.operation === 'UserLoggedIn',
    ],
    [
      'record types in either spelling',
      {recordTypeFilters: ['azureActiveDirectoryStsLogon', 'ExchangeItem']},
      (row: Record<string, unknown>) =>
        ['AzureActiveDirectoryStsLogon', 'ExchangeItem'].includes(String(row.auditLogRecordType)),
    ],
  ])('is limited by %s', async (_name, filter, wanted) => {
    const client = await connect()
    const everything = await client.all(await client.finished())
    const some = await client.all(await client.finished(filter))
    expect(some.length).toBeGreaterThan(0)
    expect(new Set(some.map(row => row.id))).toEqual(new Set(everything.filter(wanted).map(row => row.id)))
  })

  test('shows the names of record types as the service spells them', async () => {
    const client = await connect()
    const id = await client.made({recordTypeFilters: ['exchangeItem']})
    expect((await client.json('GET', `/${id}`)).recordTypeFilters).toEqual(['ExchangeItem'])
  })

  test('has found, once it has ended, what was there then', async () => {
    const late = await connect({arrival: true})
    const rows = async (id: string) => (await late.all(id)).length
    const recently = {filterStartDateTime: '2026-11-20T06:00:00Z', filterEndDateTime: '2026-11-20T12:00:00Z'}
    const id = await late.finished(recently)
    late.wait(8 * 86_400)
    late.token = await tokenOf(late.caller)
    const later = await late.finished(recently)
    expect(await rows(id)).toBeLessThan(await rows(later))
  })

  test.each([
    ['no name', {displayName: ''}],
    ['a date without a zone', {filterStartDateTime: '2026-10-06T00:00:00'}],
    ['an end before its start', {filterEndDateTime: '2026-10-05T00:00:00Z'}],
    ['a property that there is not', {serviceFilters: ['Exchange']}],
    ['a record type that there is not', {recordTypeFilters: ['noSuchType']}],
    ['a number as record type', {recordTypeFilters: ['15']}],
  ])('with %s is refused', async (_name, more) => {
    const client = await connect()
    expect((await client.send('POST', '', {displayName: 'x', ...day, ...more})).status).toBe(400)
  })

  test('beyond ten under way is refused, and a removed one frees its place', async () => {
    const client = await connect()
    const ids = []
    for (let i = 0; i < 10; i++) ids.push(await client.made())
    expect((await client.send('POST', '', {displayName: 'x', ...day})).status).toBe(429)
    expect((await client.send('DELETE', `/${ids[0]}`)).status).toBe(204)
    expect((await client.send('GET', `/${ids[0]}`)).status).toBe(404)
    expect((await client.send('POST', '', {displayName: 'x', ...day})).status).toBe(201)
    expect(client.caller.simulator.counters).toMatchObject({queries: 11, queriesAtOnce: 10})
  })

  test('stands in the list, among others’', async () => {
    const client = await connect()
    const id = await client.made({displayName: 'mine'})
    const {value} = (await client.json('GET', '')) as {value: {id: string; displayName: string}[]}
    expect(value.filter(query => query.displayName === 'mine').map(query => query.id)).toEqual([id])
    expect(value.length).toBe(2)
  })

  test('beyond its limit leaves records out, and says so', async () => {
    const client = await connect({graph: {recordLimit: 100}})
    const id = await client.finished()
    expect(await client.json('GET', `/${id}`)).toMatchObject({status: 'succeeded', isRecordCountLimitExceeded: true})
    expect(new Set((await client.all(id)).map(row => row.id)).size).toBe(100)
  })
})

describe('a record', () => {
  test('has crossed user fields, no address, annotations and a Z', async () => {
    const client = await connect()
    const [row] = await client.all(await client.finished({operationFilters: ['UserLoggedIn']}))
    const data = row?.auditData as Record<string, unknown>
    expect(row).toMatchObject({
      userPrincipalName: data.UserId,
      userId: data.UserKey,
      clientIp: null,
      administrativeUnits: [''],
    })
    expect(data).toMatchObject({
      '@odata.type': '#microsoft.graph.security.defaultAuditData',
      'RecordType@odata.type': '#Int64',
      CreationTime: expect.stringMatching(/Z$/),
    })
  })

  test.each([
    [['AuditLogsQuery-Exchange.Read.All'], ['Exchange']],
    [
      ['AuditLogsQuery-Entra.Read.All', 'AuditLogsQuery-OneDrive.Read.All'],
      ['AzureActiveDirectory', 'OneDrive'],
    ],
  ])('of another service is left out for %j', async (graph, workloads) => {
    const client = await connect({roles: {graph}})
    const rows = await client.all(await client.finished())
    expect([...new Set(rows.map(row => row.service))].sort()).toEqual(workloads)
  })
})

test('a skiptoken that was encoded again is refused', async () => {
  const client = await connect()
  const page = await client.page(`/${await client.finished()}/records`)
  const link = page['@odata.nextLink'] ?? ''
  expect(link).toContain('%2f')
  expect((await client.send('GET', link.replace('%2f', '%252f'))).status).toBe(400)
  expect((await client.send('GET', link.replace('%2f', '/'))).status).toBe(400)
  expect((await client.send('GET', link)).status).toBe(200)
})

test('a token without the permission is refused for good', async () => {
  const client = await connect({roles: {graph: ['AuditLog.Read.All']}})
  const answer = await client.send('POST', '', {displayName: 'x', ...day})
  expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('dont have any permissions')])
})

const post = async (client: Client) => await client.send('POST', '', {displayName: 'x', ...day})
const statusOfPost = (status: number, text: RegExp) => async (client: Client) => {
  const answer = await post(client)
  expect([answer.status, await answer.text()]).toEqual([status, expect.stringMatching(text)])
}
const reset = {message: 'fetch failed', cause: {code: 'ECONNRESET'}}
const fate = (expected: string) => async (client: Client) => {
  const id = await client.made()
  await client.json('GET', `/${id}`)
  client.wait(6 * 3600)
  client.token = await tokenOf(client.caller)
  expect((await client.json('GET', `/${id}`)).status).toBe(expected)
}
const statusOfPoll = (status: number) => async (client: Client) => {
  expect((await client.send('GET', `/${await client.made()}`)).status).toBe(status)
}
const records = async (client: Client, top = '') =>
  await client.send('GET', `/${await client.finished()}/records${top}`)

/** What each fault does the first time. */
const cases: Record<string, (client: Client) => Promise<void>> = {
  'graph-500': statusOfPost(500, /InternalServerError/),
  'graph-unknown-error': statusOfPost(400, /"UnknownError","message":""/),
  'graph-502-html': statusOfPost(502, /<html>/),
  'graph-429-seconds': async client => {
    const answer = await post(client)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '20'])
  },
  'graph-429-none': statusOfPost(429, /TooManyRequests/),
  'graph-reset': async client => {
    await expect(post(client)).rejects.toMatchObject(reset)
    expect(client.caller.simulator.counters.queries).toBe(0)
  },
  'graph-lost-post': async client => {
    await expect(post(client)).rejects.toMatchObject(reset)
    expect(client.caller.simulator.counters.queries).toBe(1)
  },
  'graph-401': async client => {
    expect((await post(client)).status).toBe(401)
    expect((await post(client)).status).toBe(401)
    client.token = await tokenOf(client.caller)
  },
  'graph-claims-challenge': async client => {
    const challenge = (await post(client)).headers.get('www-authenticate') ?? ''
    const claims = Buffer.from(/claims="([^"]+)"/.exec(challenge)?.[1] ?? '', 'base64').toString()
    client.token = await tokenOf(client.caller)
    expect((await post(client)).status).toBe(401)
    client.token = await tokenOf(client.caller, {claims})
  },
  'graph-403-bare': statusOfPost(403, /<html>/),
  'graph-403': statusOfPost(403, /Authorization_RequestDenied/),
  'graph-auditing-disabled': statusOfPost(200, /^{"Status":"AuditingDisabledTenant"/),
  'graph-failed': fate('failed'),
  'graph-cancelled': fate('cancelled'),
  'graph-stuck': fate('running'),
  'graph-unknown-status': async client => {
    expect((await client.json('GET', `/${await client.made()}`)).status).toBe('unknownFutureValue')
  },
  'graph-poll-400': statusOfPoll(400),
  'graph-poll-502': statusOfPoll(502),
  'graph-poll-reset': async client => {
    const id = await client.made()
    await expect(client.send('GET', `/${id}`)).rejects.toMatchObject(reset)
  },
  'graph-gone': statusOfPoll(404),
  'graph-cut-page': async client => {
    const text = await (await records(client)).text()
    expect(text).toMatch(/UnknownError/)
    expect(() => JSON.parse(text)).toThrow()
  },
  'graph-count': async client => {
    const page = (await (await records(client)).json()) as Page
    expect(page['@odata.count']).toBe(page.value.length + 1)
  },
  'graph-top-400': async client => {
    expect((await records(client, '?$top=500')).status).toBe(400)
    expect((await records(client)).status).toBe(200)
  },
  'graph-records-429': async client => {
    expect((await records(client)).status).toBe(429)
  },
  'graph-records-504': async client => {
    expect((await records(client)).status).toBe(504)
  },
  'graph-records-reset': async client => {
    await expect((await records(client)).text()).rejects.toThrow('terminated')
  },
  'graph-unstable': async client => {
    const id = await client.finished()
    const [first, second] = [await client.all(id), await client.all(id)]
    expect(second.length).toBe(first.length + 1)
  },
  'graph-foreign-link': async client => {
    const page = (await (await records(client)).json()) as Page
    expect(page['@odata.nextLink']).toMatch(/^https:\/\/graph\.example\//)
  },
  'graph-looping-link': async client => {
    const first = await client.page(`/${await client.finished()}/records`)
    const link = first['@odata.nextLink'] ?? ''
    expect((await client.page(link))['@odata.nextLink']).toBe(link)
  },
  'graph-expired-token': async client => {
    const first = await client.page(`/${await client.finished()}/records`)
    const link = first['@odata.nextLink'] ?? ''
    expect((await client.send('GET', link)).status).toBe(401)
    client.token = await tokenOf(client.caller)
    expect((await client.send('GET', link)).status).toBe(200)
  },
  'graph-v1': async client => {
    const answer = await client.send('POST', `${base}/v1.0/security/auditLog/queries`, {displayName: 'x', ...day})
    expect(answer.status).toBe(201)
  },
  'graph-poison': async client => {
    const id = await client.finished({filterStartDateTime: '2026-10-01T00:00:00Z'})
    const text = await (await client.send('GET', `/${id}/records?$top=1000`)).text()
    expect(() => JSON.parse(text)).toThrow()
  },
  'graph-straight-users': async client => {
    const rows = await client.all(await client.finished())
    expect(rows.every(row => row.userId === (row.auditData as {UserId: string}).UserId)).toBe(true)
  },
  'graph-limit-unsaid': async client => {
    const id = await client.finished()
    expect(Object.keys(await client.json('GET', `/${id}`))).not.toContain('isRecordCountLimitExceeded')
  },
  'graph-no-delete': async client => {
    expect((await client.send('DELETE', `/${await client.made()}`)).status).toBe(405)
  },
}

describe('the fault', () => {
  test.each(Object.keys(FAULTS).filter(name => name.startsWith('graph-')))('%s shows, and passes', async name => {
    const client = await connect({faults: name})
    await cases[name]?.(client)
    if (FAULTS[name]?.count !== 'always') {
      const rows = await client.all(await client.finished())
      expect(new Set(rows.map(row => row.id))).toEqual(truth(client))
    }
    expect(name in cases).toBe(true)
  })

  test('auditing-off is said inside the message', async () => {
    const answer = await post(await connect({faults: 'auditing-off'}))
    const {error} = (await answer.json()) as {error: {message: string}}
    expect([answer.status, JSON.parse(error.message)]).toMatchObject([400, {Status: 'AuditingDisabledTenant'}])
  })
})
