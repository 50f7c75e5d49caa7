import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {DEMO, FAULTS, parseFaults} from '../../src/simulator/faults.ts'
import {between, type Caller, now, type Page, type Parameters, type Row, readPage, sorted, start} from './caller.ts'

const [FROM, TO, AFTER] = ['2026-10-06T00:00:00Z', '2026-10-06T23:59:59Z', '2026-10-07T00:00:00Z']
const DAY = between(FROM, TO)
const MONTH = ['2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z'] as const
const CANCELLED = 'Failed to process request via Sync Search mode, returning. InnerException: A task was canceled..'

const ids = (page: Page) => page.rows.map(row => row.Identity)
const truth = (caller: Caller) => sorted(caller.truth(FROM, AFTER))
const ask = async (caller: Caller, parameters: Parameters = DAY): Promise<Response> =>
  caller.post(caller.body(parameters), await caller.headers())
const first = async (caller: Caller): Promise<Page> => caller.page(DAY, await caller.headers())
/** The second of the month's burst, how many records it holds, and a thousand rows of it. */
async function burst(faults: string): Promise<{size: number; rows: Row[]}> {
  let size = 0
  const caller = await start({
    faults,
    recordsPerMonth: 1_000,
    onSearch: note => {
      size = note.matched
    },
  })
  const some = await caller.search(between(...MONTH, {ResultSize: 100}))
  const seconds = some.rows.map(row => row.CreationDate.slice(0, 19))
  const second = seconds.sort(
    (a, b) => seconds.filter(each => each === b).length - seconds.filter(each => each === a).length,
  )[0]
  const {rows} = await caller.search(between(`${second}Z`, `${second}.999Z`, {ResultSize: 1_000}))
  return {size, rows}
}

/** What each fault does the first time; afterwards, unless it stays, the same search is answered in full. */
const cases: Record<string, (caller: Caller) => Promise<void>> = {
  'reset-before-body': async caller => {
    await expect(ask(caller)).rejects.toMatchObject({message: 'fetch failed', cause: {code: 'ECONNRESET'}})
  },
  slow: async caller => {
    expect((await first(caller)).status).toBe(200)
  },
  'unauthorised-401': async caller => {
    const response = await ask(caller)
    expect([response.status, response.headers.get('www-authenticate')?.includes('error')]).toEqual([401, false])
  },
  'claims-challenge': async caller => {
    const challenge = (await ask(caller)).headers.get('www-authenticate') ?? ''
    expect(challenge).toMatch(/^Bearer .*authorization_uri=.*error="insufficient_claims"/)
    const claims = Buffer.from(/claims="([^"]+)"/.exec(challenge)?.[1] ?? '', 'base64').toString()
    expect(JSON.parse(claims)).toEqual({access_token: {nbf: {essential: true, value: expect.any(String)}}})
    caller.forgetToken()
    expect((await ask(caller)).headers.get('www-authenticate')).toBe(challenge)
    const answered = (await (await caller.askToken({claims})).json()) as {access_token: string}
    const headers = await caller.headers({authorization: `Bearer ${answered.access_token}`})
    expect((await caller.post(caller.body(DAY), headers)).status).toBe(200)
    caller.useToken(answered.access_token)
  },
  'expired-token': async caller => {
    const headers = await caller.headers({prefer: 'odata.maxpagesize=50'})
    const {nextLink} = await caller.page(DAY, headers)
    const refused = await caller.page(DAY, headers, nextLink)
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(/error="invalid_token"/),
    ])
    expect((await caller.page(DAY, headers, nextLink)).status).toBe(401)
    caller.forgetToken()
    const renewed = {...headers, authorization: (await caller.headers()).authorization as string}
    expect((await caller.page(DAY, renewed, nextLink)).status).toBe(200)
  },
  'nul-403': async caller => {
    const response = await ask(caller)
    expect(response.status).toBe(403)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array(512))
  },
  'app-only-403': async caller => {
    expect((await ask(caller)).status).toBe(403)
    expect((await ask(caller)).status).toBe(403)
  },
  '429-seconds': async caller => {
    const response = await ask(caller)
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '2'])
  },
  '429-date': async caller => {
    const response = await ask(caller)
    expect(response.status).toBe(429)
    expect(Date.parse(response.headers.get('retry-after') ?? '') - now).toBe(3_000)
  },
  '429-none': async caller => {
    const response = await ask(caller)
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, null])
  },
  '503-html': async caller => {
    const response = await ask(caller)
    expect([response.status, response.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8'])
  },
  '504-html': async caller => {
    expect((await ask(caller)).status).toBe(504)
  },
  'concurrency-400': async caller => {
    const response = await ask(caller)
    expect(response.status).toBe(400)
    expect(await response.text()).toMatch(/^You have reached the maximum number of concurrent requests/)
  },
  'transient-400': async caller => {
    const response = await ask(caller)
    const {error} = (await response.json()) as {error: {message: string; details: {message: string}[]}}
    expect([response.status, error.message]).toEqual([400, 'Error executing cmdlet'])
    expect(error.details[0]?.message).toMatch(
      /DCOverloaded|SuitabilityDirectory|ServerInMM|ADServerSettingsChanged|StorageTransient/,
    )
  },
  'invalid-operation-400': async caller => {
    const response = await ask(caller)
    expect(response.status).toBe(400)
    expect(await response.text()).toMatch(/"message":"Invalid Operation"/)
  },

  cancelled: async caller => {
    const page = await caller.search(DAY)
    expect([page.rows, page.warnings]).toEqual([[], [CANCELLED]])
  },
  'cancelled-partial': async caller => {
    const page = await caller.search(DAY)
    expect(page.rows.length).toBeGreaterThan(0)
    expect(page.rows.length).toBeLessThan(truth(caller).length)
    expect(page.warnings).toEqual([CANCELLED])
  },
  'zero-then-data': async caller => {
    const page = await caller.search(DAY)
    expect([page.rows, page.warnings]).toEqual([[], []])
  },
  'empty-204': async caller => {
    const response = await ask(caller)
    expect([response.status, await response.text()]).toEqual([204, ''])
  },
  'cap-100': async caller => {
    const page = await caller.search(DAY)
    expect([page.rows.length, page.rows[0]?.ResultCount, page.warnings]).toEqual([100, 100, []])
    const session = await caller.search({...DAY, SessionId: 'a', SessionCommand: 'ReturnLargeSet'})
    expect(session.rows.length).toBe(truth(caller).length)
  },
  'more-results-warning': async caller => {
    const page = await caller.search(DAY)
    expect(page.rows.length).toBeLessThan(truth(caller).length)
    expect(page.warnings[0]).toMatch(/^There are more results available than are currently displayed/)
  },
  'unknown-warning': async caller => {
    const page = await caller.search(DAY)
    expect(sorted(ids(page))).toEqual(truth(caller))
    expect(page.warnings).toHaveLength(1)
  },
  'result-index-minus-one': async caller => {
    const {rows} = await caller.search(DAY)
    expect(new Set(rows.map(row => row.ResultIndex))).toEqual(new Set([-1]))
    expect(rows.length).toBeLessThan(truth(caller).length)
  },
  'result-count-zero': async caller => {
    const {rows} = await caller.search(DAY)
    expect(new Set(rows.map(row => row.ResultCount))).toEqual(new Set([0]))
    expect(rows.length).toBeLessThan(truth(caller).length)
  },
  'count-short': async caller => {
    const {rows} = await caller.search(DAY)
    expect(rows[0]?.ResultCount).toBe(truth(caller).length)
    expect(rows.length).toBeLessThan(truth(caller).length)
  },
  'more-records-available': async caller => {
    const {rows, text} = await caller.search(DAY)
    expect(text).toMatch(/oreRecordsAvailable[\\":]+(true|True)/)
    expect(rows.length).toBeLessThan(truth(caller).length)
  },
  'lost-once': async caller => {
    const {rows} = await caller.search(DAY)
    expect(rows.length).toBe(truth(caller).length - 1)
    expect(rows.map(row => row.ResultIndex)).toEqual(rows.map((_, place) => place + 1))
    expect(rows[0]?.ResultCount).toBe(rows.length)
  },
  'out-of-window': async caller => {
    const {rows} = await caller.search(DAY)
    const strays = rows.filter(row => row.CreationDate.slice(0, 10) !== '2026-10-06')
    expect(strays.length).toBeGreaterThan(0)
    expect(rows.length).toBe(truth(caller).length + strays.length)
  },
  'ignored-filter': async caller => {
    const filtered = {...DAY, Operations: ['UserLoggedIn']}
    const page = await caller.search(filtered)
    expect(new Set(page.rows.map(row => row.Operations)).size).toBeGreaterThan(5)
    expect(new Set((await caller.search(filtered)).rows.map(row => row.Operations))).toEqual(new Set(['UserLoggedIn']))
  },
  'foreign-tenant': async caller => {
    const {rows} = await caller.search(DAY)
    const foreign = rows.filter(
      row => (JSON.parse(row.AuditData) as Record<string, unknown>).OrganizationId !== caller.simulator.tenantId,
    )
    expect(foreign).toHaveLength(1)
    expect(truth(caller)).not.toContain(foreign[0]?.Identity)
    expect(rows.length).toBe(truth(caller).length + 1)
  },
  'broken-auditdata': async caller => {
    const broken = (await caller.search(DAY)).rows.filter(row => !parses(row.AuditData))
    expect(broken).toHaveLength(1)
  },
  'wrong-identity': async caller => {
    const wrong = (await caller.search(DAY)).rows.filter(row => !row.AuditData.includes(`"Id":"${row.Identity}"`))
    expect(wrong).toHaveLength(1)
  },
  duplicates: async caller => {
    const page = await caller.search(DAY)
    expect(page.rows.length).toBeGreaterThan(truth(caller).length)
    expect(sorted([...new Set(ids(page))])).toEqual(truth(caller))
  },

  'reset-mid-body': async caller => {
    const response = await ask(caller)
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toMatchObject({message: 'terminated'})
  },
  'cut-json': async caller => {
    const response = await ask(caller)
    expect(response.status).toBe(200)
    expect(parses(await response.text())).toBe(false)
  },
  'gzip-label-on-plain': async caller => {
    const response = await ask(caller)
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect((await response.text()).startsWith('{"@odata.context"')).toBe(true)
  },
  'plain-label-on-gzip': async caller => {
    const response = await ask(caller)
    expect(response.headers.get('content-encoding')).toBeNull()
    expect([...new Uint8Array(await response.arrayBuffer())].slice(0, 2)).toEqual([0x1f, 0x8b])
  },

  'pagination-expired': async caller => {
    const headers = await caller.headers()
    const {rows, nextLink} = await caller.page(DAY, headers)
    expect(rows.length).toBeGreaterThan(0)
    const refused = await caller.page(DAY, headers, nextLink)
    expect([refused.status, refused.text]).toEqual([
      400,
      expect.stringMatching(/Expired or Invalid pagination request/),
    ])
  },
  'looping-link': async caller => {
    const headers = await caller.headers()
    const {nextLink} = await caller.page(DAY, headers)
    expect((await caller.page(DAY, headers, nextLink)).nextLink).toBe(nextLink)
  },
  'short-pages': async caller => {
    const headers = await caller.headers({prefer: 'odata.maxpagesize=50'})
    const sizes: number[] = []
    for (let link: string | undefined, begin = true; begin || link; begin = false) {
      const page = await caller.page(DAY, headers, link)
      sizes.push(page.rows.length)
      link = page.nextLink
    }
    expect(sizes.slice(0, -1).some(size => size < 50)).toBe(true)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(truth(caller).length)
  },
  'lost-page': async caller => {
    const {rows} = await caller.search(DAY)
    expect(rows.length).toBeLessThan(rows[0]?.ResultCount ?? 0)
  },
  'reset-mid-page': async caller => {
    const headers = await caller.headers()
    const {nextLink} = await caller.page(DAY, headers)
    const broken = await caller.post(caller.body(DAY), headers, nextLink)
    await expect(broken.text()).rejects.toThrow('terminated')
    expect((await readPage(await caller.post(caller.body(DAY), headers, nextLink))).rows.length).toBeGreaterThan(0)
  },

  'exclusive-start': async caller => {
    const [second] = caller.simulator.truth(Date.parse(FROM), Date.parse(AFTER))
    const {rows} = await caller.search(between(second?.time as string, TO))
    expect(rows.map(row => row.Identity)).not.toContain(second?.id)
  },
  'exclusive-end': async caller => {
    const [second] = caller.simulator.truth(Date.parse('2026-10-06T08:00:00Z'), Date.parse(AFTER))
    const {rows} = await caller.search(between(FROM, second?.time as string))
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.map(row => row.Identity)).not.toContain(second?.id)
  },
  burst: async () => {
    const {size, rows} = await burst('burst')
    expect([size, rows.length]).toEqual([6_000, 1_000])
    expect(new Set(rows.map(row => row.RecordType)).size).toBe(2)
    expect(new Set(rows.map(row => row.UserIds)).size).toBeGreaterThan(5)
  },
  'burst-one-user': async () => {
    const {size, rows} = await burst('burst-one-user')
    expect([size, mostOf(rows, row => `${row.RecordType} ${row.Operations} ${row.UserIds}`)]).toEqual([6_000, 1_000])
  },
  'burst-60000': async () => {
    const {size, rows} = await burst('burst-60000')
    expect(size).toBe(60_000)
    expect(new Set(rows.map(row => row.UserIds)).size).toBeGreaterThan(5)
  },
  'burst-60000-one-user': async () => {
    const {size, rows} = await burst('burst-60000-one-user')
    expect([size, mostOf(rows, row => row.UserIds)]).toEqual([60_000, 1_000])
  },
  conflicts: async caller => {
    const page = await caller.search(DAY)
    const texts = new Map<string, Set<string>>()
    for (const row of page.rows) texts.set(row.Identity, (texts.get(row.Identity) ?? new Set()).add(row.AuditData))
    expect([...texts.values()].some(set => set.size === 2)).toBe(true)
    expect(page.rows.every(row => parses(row.AuditData))).toBe(true)
    expect(sorted(ids(page))).toEqual(truth(caller))
  },
  'no-id': async caller => {
    const page = await caller.search(DAY)
    const without = page.rows.filter(row => row.Identity === '')
    expect(without.length).toBeGreaterThan(0)
    expect(without.every(row => (JSON.parse(row.AuditData) as {Id?: string}).Id === undefined)).toBe(true)
    expect(sorted(ids(page))).toEqual(truth(caller))
  },
  late: async caller => {
    const counts: number[] = []
    for (let search = 0; search < 4; search++) counts.push((await caller.search(DAY)).rows.length)
    expect(counts[0]).toBeLessThan(truth(caller).length)
    expect(counts).toEqual([counts[0], counts[0], counts[0], truth(caller).length])
  },
  'late-clock': async () => {
    let clock = Date.parse(AFTER)
    const caller = await start({faults: 'late-clock', now: () => clock})
    const counts: number[] = []
    for (const later of [0, 1, 26, 8 * 24]) {
      clock = Date.parse(AFTER) + later * 3_600_000
      caller.forgetToken()
      counts.push((await caller.search(DAY)).rows.length / truth(caller).length)
    }
    expect(counts[0]).toBeLessThan(1)
    expect(counts).toEqual([...counts].sort((a, b) => a - b))
    expect(counts[2]).toBeGreaterThan(0.9)
    expect(counts[3]).toBe(1)
  },
  'lost-always': async caller => {
    for (const window of [DAY, between('2026-10-05T00:00:00Z', AFTER)]) {
      const seen = ids(await caller.search(window))
      expect(truth(caller).filter(id => !seen.includes(id)).length).toBeGreaterThan(0)
    }
  },
  'lost-by-cut': async caller => {
    const [once, again] = [ids(await caller.search(DAY)), ids(await caller.search(DAY))]
    expect(sorted(once)).toEqual(sorted(again))
    expect(once.length).toBeLessThan(truth(caller).length)
    const halves = [
      ...ids(await caller.search(between(FROM, '2026-10-06T11:59:59Z'))),
      ...ids(await caller.search(between('2026-10-06T12:00:00Z', TO))),
    ]
    expect(sorted(halves)).toEqual(truth(caller))
  },
  'lost-in-child': async caller => {
    const parent = ids(await caller.search({...DAY, ResultSize: 50}))
    const child = await caller.search(between(FROM, '2026-10-06T23:59:58Z'))
    const missing = parent.filter(id => !ids(child).includes(id))
    expect(missing.length).toBeGreaterThan(0)
    expect(sorted(ids(await caller.search(between(FROM, '2026-10-06T23:59:58Z'))))).toEqual(
      truth(caller).filter(id => ids(child).includes(id) || missing.includes(id)),
    )
  },
  'session-loop': async caller => {
    const session = {...DAY, SessionId: 'loop', SessionCommand: 'ReturnLargeSet'}
    const rounds = [await caller.search(session), await caller.search(session), await caller.search(session)]
    expect(rounds.map(page => page.rows.length)).toEqual(Array(3).fill(truth(caller).length))
  },
  'auditing-off': async caller => {
    expect((await caller.search(DAY)).rows).toEqual([])
  },
  'always-empty': async caller => {
    expect((await caller.search(DAY)).rows).toEqual([])
  },
  retention: async () => {
    const caller = await start({faults: 'retention', now: () => Date.parse('2027-04-04T12:00:00Z')})
    const {rows} = await caller.search(DAY)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter(row => row.CreationDate < '2026-10-06T12:00:00')).toEqual([])
  },
}

const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function mostOf(rows: Row[], key: (row: Row) => string): number {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(key(row), (counts.get(key(row)) ?? 0) + 1)
  return Math.max(...counts.values())
}

describe('each fault of the search service', () => {
  test.each(Object.entries(cases))('%s', async (name, check) => {
    const caller = await start({faults: name})
    await check(caller)
    const fault = FAULTS[name]
    expect(fault).toBeDefined()
    if (name === 'ignored-filter' || fault?.count === 'always' || name === 'late' || name === 'lost-in-child') return
    expect(caller.simulator.counters.faultsPlayed).toEqual({[name]: 1})
    expect(sorted(ids(await caller.search(DAY)))).toEqual(truth(caller))
  })

  test('has its case above, or with the service that plays it', () => {
    const elsewhere = /^(login|identity-|missing-role|skewed-clock|stale-id-token|oidc|vault|graph|github|artifact)/
    expect(Object.keys(FAULTS).filter(name => !elsewhere.test(name) && !(name in cases))).toEqual([])
  })
})

test('a burst is part of the truth', async () => {
  const caller = await start({faults: 'burst', recordsPerMonth: 1_000})
  const records = [...caller.simulator.truth(Date.parse(MONTH[0]), Date.parse(MONTH[1]))]
  expect(records).toHaveLength(7_000)
  expect(new Set(records.map(record => record.id)).size).toBe(7_000)
  expect(records.map(record => record.time)).toEqual(sorted(records.map(record => record.time)))
})

describe('the script', () => {
  test('plays a fault as often as its count says, in a row', async () => {
    const caller = await start({faults: 'cancelled:3'})
    const counts: number[] = []
    for (let search = 0; search < 5; search++) counts.push((await caller.search(DAY)).rows.length)
    expect(counts).toEqual([0, 0, 0, truth(caller).length, truth(caller).length])
  })

  test('keeps on with always', async () => {
    const caller = await start({faults: 'cancelled:always'})
    for (let search = 0; search < 6; search++) expect((await caller.search(DAY)).rows).toEqual([])
  })

  test('leaves an occasion clean between two different faults', async () => {
    const caller = await start({faults: 'cancelled,zero-then-data'})
    const warnings: number[] = []
    const rows: number[] = []
    for (let search = 0; search < 4; search++) {
      const page = await caller.search(DAY)
      warnings.push(page.warnings.length)
      rows.push(page.rows.length)
    }
    expect(warnings).toEqual([1, 0, 0, 0])
    expect(rows.map(count => count > 0)).toEqual([false, true, false, true])
  })

  test('waits for an occasion on which the fault can show', async () => {
    const caller = await start({faults: 'duplicates'})
    await caller.search(between('2026-10-06T00:00:00Z', '2026-10-06T00:00:01Z', {UserIds: 'nobody'}))
    expect(caller.simulator.counters.faultsPlayed).toEqual({})
    await caller.search(DAY)
    expect(caller.simulator.counters.faultsPlayed).toEqual({duplicates: 1})
  })

  test('plays the mixture demo to its end, and nothing is lost to whoever asks again', async () => {
    const caller = await start({faults: 'demo'})
    for (let search = 0; search < 3 * DEMO.length; search++) {
      caller.forgetToken()
      await ask(caller)
        .then(response => response.arrayBuffer())
        .catch(() => {})
    }
    expect(sorted(Object.keys(caller.simulator.counters.faultsPlayed))).toEqual(sorted(DEMO))
    expect(sorted(ids(await caller.search(DAY)))).toEqual(truth(caller))
  })
})

describe('the list of faults', () => {
  test('stands in the README as it is', () => {
    const readme = readFileSync(new URL('../../src/simulator/README.md', import.meta.url), 'utf8')
    const rows = Object.entries(FAULTS).map(
      ([name, {count, says, source}]) => `| \`${name}\` | ${count} | ${says} | ${source} |`,
    )
    expect(readme.split('\n').filter(line => line.startsWith('| `') && line.split('|').length === 6)).toEqual(rows)
    expect(readme).toContain(`\`demo\` stands for: ${DEMO.map(name => `\`${name}\``).join(', ')}.`)
  })

  test('reads counts', () => {
    const {planned, mistakes} = parseFaults('cancelled, slow:3,burst,late:always,,aadsts-700027')
    expect(mistakes).toEqual([])
    expect(planned.map(({name, left}) => [name, left])).toEqual([
      ['cancelled', 1],
      ['slow', 3],
      ['burst', Number.POSITIVE_INFINITY],
      ['late', Number.POSITIVE_INFINITY],
      ['aadsts-700027', 1],
    ])
  })

  test('says every mistake at once', async () => {
    await expect(start({faults: ['canceled', 'slow:0', 'aadsts-1', 'late:often']})).rejects.toThrow(
      /no fault "canceled"\. Known are: .*cancelled.*\n.*"slow:0" has "0".*\n.*no fault "aadsts-1".*\n.*"late:often" has "often"/,
    )
  })

  test('has a sentence and a source for each', () => {
    for (const fault of Object.values(FAULTS))
      expect([fault.says.length > 10, fault.source.length > 3]).toEqual([true, true])
  })
})
