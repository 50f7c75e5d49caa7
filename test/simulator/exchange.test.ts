import {randomUUID} from 'node:crypto'
import {gunzipSync} from 'node:zlib'
import {describe, expect, test} from 'vitest'
import {between, type Caller, exchangeScope, now, type Row, readPage, sorted, start} from './caller.ts'

const DAY = between('2026-10-06T00:00:00Z', '2026-10-06T23:59:59Z')
const WEEK = between('2026-10-05T00:00:00Z', '2026-10-12T00:00:00Z')
const EXPIRED = /Expired or Invalid pagination request\. Default Expiry time is 00:30:00/

describe('the envelope', () => {
  test('has context, an empty array of warnings, and annotated rows', async () => {
    const caller = await start()
    const page = await caller.page(DAY, await caller.headers())
    const json = JSON.parse(page.text) as Record<string, unknown>
    expect(page.headers.get('content-type')).toBe(
      'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
    )
    expect(page.headers.get('odata-version')).toBe('4.0')
    expect(page.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(json['@odata.context']).toBe(
      `http://simulated/exchange/adminapi/beta/${caller.simulator.tenantId}/$metadata#Collection(Exchange.GenericHashTable)`,
    )
    expect(json).toMatchObject({'adminapi.warnings@odata.type': '#Collection(String)', '@adminapi.warnings': []})
    const row = (json.value as Record<string, unknown>[])[0]
    expect(row).toMatchObject({
      'CreationDate@data.type': 'System.DateTime',
      'ResultIndex@data.type': 'System.Int32',
      'ResultCount@data.type': 'System.Int32',
      IsValid: true,
      ObjectState: 'Unchanged',
    })
    const date = page.text.indexOf('"CreationDate@data.type"')
    expect(page.text.indexOf('"CreationDate":')).toBeGreaterThan(date)
  })

  test('names record types outside and numbers them inside; a number without a name stays one', async () => {
    const {rows} = await (await start()).search(WEEK)
    const pairs = new Map(
      rows.map(row => [(JSON.parse(row.AuditData) as {RecordType: number}).RecordType, row.RecordType]),
    )
    expect(pairs.get(1)).toBe('ExchangeAdmin')
    expect(pairs.get(15)).toBe('AzureActiveDirectoryStsLogon')
    expect(pairs.get(412)).toBe(412)
  })

  test('writes dates and request metadata in all the ways that are known', async () => {
    const caller = await start({recordsPerMonth: 40_000})
    const seen = {dates: new Set<string>(), metadata: new Set<string>()}
    for (let minute = 0; minute < 40; minute++) {
      const start = new Date(Date.UTC(2026, 9, 6, 6, minute * 10)).toISOString()
      const end = new Date(Date.UTC(2026, 9, 6, 7, minute * 10)).toISOString()
      const [row] = (await caller.search(between(start, end))).rows as [Row]
      seen.dates.add(row.CreationDate.slice(19))
      seen.metadata.add(JSON.stringify(row.AuditSearchRequestMetadata) ?? 'absent')
    }
    expect(seen.dates).toEqual(new Set(['.0000000Z', '.0000000+00:00']))
    expect(seen.metadata).toEqual(
      new Set([
        'absent',
        '{"moreRecordsAvailable":false}',
        '{"@odata.type":"#Exchange.GenericHashTable","MoreRecordsAvailable":false}',
        JSON.stringify('{"moreRecordsAvailable":false}'),
        JSON.stringify('{"MoreRecordsAvailable":"False"}'),
      ]),
    )
  })

  test('is zipped only for those who take it', async () => {
    const caller = await start()
    const plain = await caller.post(caller.body(DAY), await caller.headers())
    const zipped = await caller.post(caller.body(DAY), await caller.headers({'accept-encoding': 'gzip'}))
    expect([plain.headers.get('content-encoding'), zipped.headers.get('content-encoding')]).toEqual([null, 'gzip'])
    expect(gunzipSync(Buffer.from(await zipped.arrayBuffer())).toString()).toMatch(/^\{"@odata\.context"/)
  })
})

describe('paging', () => {
  test('cuts a run into pages of what Prefer asks for', async () => {
    const caller = await start()
    const headers = await caller.headers({prefer: 'odata.maxpagesize=300'})
    const pages: number[] = []
    const ids: string[] = []
    for (let link: string | undefined, first = true; first || link; first = false) {
      const page = await caller.page(WEEK, headers, link)
      pages.push(page.rows.length)
      ids.push(...page.rows.map(row => row.Identity))
      link = page.nextLink
    }
    expect(pages.slice(0, -1).every(rows => rows === 300)).toBe(true)
    expect(pages.length).toBeGreaterThan(2)
    expect(sorted(ids)).toEqual(sorted(caller.truth('2026-10-05T00:00:00Z', '2026-10-12T00:00:01Z')))
    expect(caller.simulator.counters).toMatchObject({searches: 1, pages: pages.length})
  })

  test('honours no more than 1,000 rows a page', async () => {
    const caller = await start({recordsPerMonth: 12_000})
    const page = await caller.page(WEEK, await caller.headers({prefer: 'odata.maxpagesize=5000'}))
    expect(page.rows).toHaveLength(1000)
  })

  const breaches: [
    name: string,
    breach: (caller: Caller, link: string, headers: Record<string, string>) => Promise<Response>,
  ][] = [
    [
      'another body',
      (caller, link, headers) =>
        caller.post(caller.body({...WEEK, ResultSize: 4999}), {...headers, 'client-request-id': randomUUID()}, link),
    ],
    [
      'another client-request-id',
      (caller, link, headers) => caller.post(caller.body(WEEK), {...headers, 'client-request-id': randomUUID()}, link),
    ],
    [
      'another anchor',
      (caller, link, headers) =>
        caller.post(
          caller.body(WEEK),
          {
            ...headers,
            'x-anchormailbox': 'UPN:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@fabrikam.onmicrosoft.com',
          },
          link,
        ),
    ],
    [
      'a made-up link',
      (caller, link, headers) =>
        caller.post(caller.body(WEEK), headers, link.replace(/skiptoken=.*/, 'skiptoken=QUJD')),
    ],
  ]
  test.each(breaches)('refuses the next page with %s', async (_, breach) => {
    const caller = await start()
    const headers = await caller.headers({prefer: 'odata.maxpagesize=100'})
    const {nextLink} = await caller.page(WEEK, headers)
    const response = await breach(caller, nextLink as string, headers)
    expect(response.status).toBe(400)
    expect(await response.text()).toMatch(EXPIRED)
  })

  test('refuses the next page after half an hour', async () => {
    let clock = now
    const caller = await start({now: () => clock})
    const headers = await caller.headers({prefer: 'odata.maxpagesize=100'})
    const {nextLink} = await caller.page(WEEK, headers)
    clock += 30 * 60_000
    expect((await caller.page(WEEK, headers, nextLink)).status).toBe(200)
    clock += 1_000
    expect((await caller.page(WEEK, headers, nextLink)).text).toMatch(EXPIRED)
  })

  test('takes no GET', async () => {
    const caller = await start()
    const headers = await caller.headers({prefer: 'odata.maxpagesize=100'})
    const {nextLink} = await caller.page(WEEK, headers)
    expect((await caller.simulator.fetch(new Request(nextLink as string, {headers}))).status).toBe(405)
  })
})

describe('what a caller must send', () => {
  test.each([
    ['an anchor', {'x-anchormailbox': ''}, /X-AnchorMailbox/],
    [
      'an anchor of this tenant',
      {'x-anchormailbox': 'APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@contoso.onmicrosoft.com'},
      /X-AnchorMailbox/,
    ],
    ['a GUID as client-request-id', {'client-request-id': '7'}, /client-request-id/],
    ['JSON', {'content-type': 'text/plain'}, /Content-Type/],
    ['no wish for CLIXML', {'x-responseformat': 'clixml'}, /X-ResponseFormat/],
    ['the cmdlet’s own name in X-CmdletName', {'x-cmdletname': 'Get-Mailbox'}, /X-CmdletName/],
  ])('%s', async (_, changes, says) => {
    const caller = await start()
    const response = await caller.post(caller.body(DAY), await caller.headers(changes))
    expect(response.status).toBe(400)
    expect(await response.text()).toMatch(says)
  })

  test.each([
    ['JSON', '{'],
    ['a cmdlet', '{"CmdletInput":{"Parameters":{}}}'],
    ['parameters that are an object', '{"CmdletInput":{"CmdletName":"Search-UnifiedAuditLog","Parameters":null}}'],
  ])('a body with %s', async (_, body) => {
    const caller = await start()
    expect((await caller.post(body, await caller.headers())).status).toBe(400)
  })

  test('one client-request-id for each run of a cmdlet', async () => {
    const caller = await start()
    const headers = await caller.headers()
    await caller.post(caller.body(DAY), headers)
    expect((await caller.post(caller.body(DAY), headers)).status).toBe(200)
    expect((await caller.post(caller.body(WEEK), headers)).status).toBe(400)
  })

  test('a token for Exchange, not for Graph', async () => {
    const caller = await start()
    const {access_token} = (await (await caller.askToken({scope: 'https://graph.microsoft.com/.default'})).json()) as {
      access_token: string
    }
    const response = await caller.post(
      caller.body(DAY),
      await caller.headers({authorization: `Bearer ${access_token}`}),
    )
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/)
  })

  test('a token at all, of this tenant, and not one that ran out', async () => {
    let clock = now
    const caller = await start({now: () => clock, tokenLifetimeSeconds: 60})
    const headers = await caller.headers()
    const none = await caller.headers({authorization: ''})
    const foreign = `http://simulated/exchange/adminapi/beta/00000000-0000-4000-8000-000000000000/InvokeCommand`
    expect((await caller.post(caller.body(DAY), none)).status).toBe(401)
    expect((await caller.post(caller.body(DAY), headers, foreign)).status).toBe(401)
    expect((await caller.post(caller.body(DAY), headers)).status).toBe(200)
    clock += 61_000
    expect((await caller.post(caller.body(DAY), headers)).status).toBe(401)
  })
})

test('cmdlets that it does not play are forbidden with NUL bytes', async () => {
  const caller = await start()
  const response = await caller.post(caller.body({}, 'Get-Mailbox'), await caller.headers())
  expect(response.status).toBe(403)
  expect(new Uint8Array(await response.arrayBuffer()).every(byte => byte === 0)).toBe(true)
})

test('Get-AdminAuditLogConfig says that ingestion is on, and off with the fault', async () => {
  for (const [faults, on] of [
    ['', true],
    ['auditing-off', false],
  ] as const) {
    const caller = await start({faults})
    const {rows} = await readPage(await caller.post(caller.body({}, 'Get-AdminAuditLogConfig'), await caller.headers()))
    expect(rows[0]).toMatchObject({
      UnifiedAuditLogIngestionEnabled: on,
      UnifiedAuditLogFirstOptInDate: '2021-03-02T09:11:37.0000000Z',
    })
  }
})

test('EXOModuleFile lists the cmdlets that the caller may run', async () => {
  const caller = await start()
  const url = `http://simulated/exchange/adminapi/v1.0/${caller.simulator.tenantId}/EXOModuleFile?Version=3.9.2`
  const response = await caller.simulator.fetch(
    new Request(url, {headers: {...(await caller.headers()), CommandName: '*'}}),
  )
  const {value} = (await response.json()) as {value: {exportedCmdlets: string}[]}
  expect(value[0]?.exportedCmdlets.split(',')).toContain('Search-UnifiedAuditLog')
  expect((await caller.simulator.fetch(new Request(url))).status).toBe(401)
})

test('more searches at once than the limit are refused in plain text', async () => {
  let release = () => {}
  const gate = new Promise<void>(resolve => {
    release = resolve
  })
  const caller = await start({concurrencyLimit: 2, sleep: () => gate})
  const ask = async () => caller.post(caller.body(DAY), await caller.headers())
  await caller.token()
  const three = [ask(), ask(), ask()]
  const refused = await Promise.race(three)
  release()
  expect(await refused.clone().text()).toBe(
    'You have reached the maximum number of concurrent requests per tenant. Please wait and try again',
  )
  expect(sorted((await Promise.all(three)).map(({status}) => String(status)))).toEqual(['200', '200', '400'])
})

test('answers take the time that the latency asks for', async () => {
  const waits: number[] = []
  const caller = await start({latency: {perCall: 100, perRow: 2}, sleep: async ms => void waits.push(ms)})
  const {rows} = await caller.search(DAY)
  expect(waits).toEqual([100 + 2 * rows.length])
})

test('every search is told to whoever listens', async () => {
  const notes: object[] = []
  const caller = await start({onSearch: note => notes.push(note), faults: 'cancelled'})
  await caller.search(between('2026-10-06T00:00:00Z', '2026-10-06T12:00:00Z', {UserIds: 'nobody'}))
  await caller.search({...DAY, ResultSize: 10})
  expect(notes).toMatchObject([
    {
      start: Date.UTC(2026, 9, 6),
      end: Date.UTC(2026, 9, 6, 12),
      filtered: true,
      session: false,
      matched: 0,
      rows: 0,
      fault: undefined,
    },
    {filtered: false, rows: 10, fault: 'cancelled'},
  ])
})

test('scopes of the token request and of Exchange’s address are two things', async () => {
  const caller = await start()
  const aud = `https://login.partner.microsoftonline.cn/${caller.simulator.tenantId}/oauth2/v2.0/token`
  const china = await caller.askToken({
    scope: 'https://partner.outlook.cn/.default',
    client_assertion: await caller.assertion({claims: {aud}}),
  })
  const {access_token} = (await china.json()) as {access_token: string}
  expect(
    (await caller.post(caller.body(DAY), await caller.headers({authorization: `Bearer ${access_token}`}))).status,
  ).toBe(200)
  expect(exchangeScope).toBe('https://outlook.office365.com/.default')
})
