import {describe, expect, test} from 'vitest'
import type {Filters} from '../../src/audit/filters.ts'
import {graphPlan} from '../../src/sources/graph.ts'
import {anAuditData, at, guid, tenantId} from '../builders.ts'
import {aDay, aGraph, aGraphRecord, day, graph, keyOf, page, queries, readDay, type Script} from './graph-stub.ts'

/** Replaces the answers of one kind of request, each once; the last for ever where `always`. */
function on(key: string, ...answers: (() => Response | undefined)[]): Script {
  return (seen, number) => (keyOf(seen) === key ? answers[number - 1]?.() : undefined)
}

const always =
  (key: string, answer: () => Response): Script =>
  seen =>
    keyOf(seen) === key ? answer() : undefined

const refusal =
  (status: number, code = '', message = '', headers = {}) =>
  () =>
    Response.json({error: {code, message}}, {status, headers: {'request-id': 'id-of-server', ...headers}})
const html = (status: number) => () => new Response('<html>Front Door</html>', {status})
const methods = (stub: ReturnType<typeof aGraph>) => stub.seen.map(keyOf)

describe('the query', () => {
  test('asks for the window, a second more, under a name of its own', async () => {
    const stub = aGraph()
    await readDay(stub)
    await readDay(stub, {wider: 37})
    expect(stub.seen.filter(({method}) => method === 'POST').map(({body}) => body)).toEqual([
      {
        displayName: expect.stringMatching(
          `^m365-audit/${tenantId}/2026-10/2026-10-05T00:00:00Z/2026-10-06T00:00:00Z/[0-9a-f-]{36}$`,
        ),
        filterStartDateTime: '2026-10-04T23:59:59Z',
        filterEndDateTime: '2026-10-06T00:00:00Z',
      },
      expect.objectContaining({
        filterStartDateTime: '2026-10-04T23:59:22Z',
        filterEndDateTime: '2026-10-06T00:00:37Z',
      }),
    ])
    const names = stub.seen.map(({body}) => body.displayName).filter(Boolean)
    expect(new Set(names).size).toBe(2)
  })

  test('carries the filters', async () => {
    const filters: Partial<Filters> = {
      recordTypes: ['SharePointFileOperation'],
      operations: ['FileAccessed'],
      users: ['ann@contoso.com'],
      ipAddresses: ['192.0.2.1'],
      objectIds: ['https://contoso.sharepoint.com/*'],
      freeText: 'secret',
    }
    const stub = aGraph(undefined, filters)
    await readDay(stub)
    expect(stub.seen[0]?.body).toMatchObject({
      recordTypeFilters: ['sharePointFileOperation'],
      operationFilters: ['FileAccessed'],
      userPrincipalNameFilters: ['ann@contoso.com'],
      ipAddressFilters: ['192.0.2.1'],
      objectIdFilters: ['https://contoso.sharepoint.com/*'],
      keywordFilter: 'secret',
    })
  })

  test('leaves record types to the collector where one is a number, or Graph does not know one', async () => {
    const numbered = aGraph(undefined, {recordTypes: ['ExchangeAdmin', '9999']})
    await readDay(numbered)
    expect(numbered.seen[0]?.body).not.toHaveProperty('recordTypeFilters')

    const refuses: Script = ({body}) =>
      'recordTypeFilters' in body ? refusal(400, 'BadRequest', 'Requested value was not found')() : undefined
    const unknown = aGraph(refuses, {recordTypes: ['CopilotInteraction']})
    expect((await readDay(unknown)).reading.outcome).toBe('proven')
    await readDay(unknown)
    expect(unknown.seen.filter(({body}) => 'recordTypeFilters' in body)).toHaveLength(1)
    expect(unknown.world.said.join('\n')).toContain('does not take these record types')
  })

  test('goes to v1.0 first, and to beta for good where v1.0 is not served', async () => {
    const served = aGraph()
    await readDay(served)
    expect(served.source.endpoint).toBe('v1.0')

    const stub = aGraph(({url}) => (url.startsWith(queries('v1.0')) ? refusal(404, 'UnknownError')() : undefined))
    expect(stub.source.endpoint).toBeUndefined()
    await readDay(stub)
    await readDay(stub)
    expect(stub.source.endpoint).toBe('beta')
    expect(stub.seen.filter(({url}) => url.startsWith(queries('v1.0')))).toHaveLength(1)
  })

  test('is waited for: half a minute, then every half to whole minute', async () => {
    const states = ['notStarted', 'queued', 'running', 'somethingNew', 'succeeded']
    const stub = aGraph(on('GET query', ...states.map(status => () => Response.json({status}))))
    expect((await readDay(stub)).reading.outcome).toBe('proven')
    expect(stub.world.slept).toEqual([30_000, 30_000, 30_000, 30_000, 30_000])
  })

  test('that waits long in the queue is told of, once', async () => {
    const queued = Array.from({length: 12}, () => () => Response.json({status: 'notStarted'}))
    const stub = aGraph(on('GET query', ...queued))
    await readDay(stub)
    expect(stub.world.said.filter(line => line.includes('take the same slots'))).toHaveLength(1)
  })

  test('is removed when it was read, and no more where that is not possible', async () => {
    const stub = aGraph(always('DELETE query', () => new Response(null, {status: 405})))
    await readDay(stub)
    await readDay(stub)
    expect(methods(stub).filter(key => key === 'DELETE query')).toHaveLength(1)
  })
})

describe('a poll', () => {
  test.each([
    ['400', refusal(400, 'BadRequest')],
    ['429', refusal(429, 'TooManyRequests')],
    ['a page of the front door', html(502)],
    ['a bare 403', html(403)],
    ['something that is no status', () => Response.json({})],
  ])('that is answered with %s is not the end', async (_name, answer) => {
    const stub = aGraph(on('GET query', answer, answer, answer))
    expect((await readDay(stub)).reading.outcome).toBe('proven')
    expect(methods(stub).filter(key => key === 'POST query')).toHaveLength(1)
  })

  test('that finds nothing makes another query, three in all', async () => {
    const stub = aGraph(on('GET query', refusal(404), refusal(404)))
    const {reading} = await readDay(stub)
    expect([reading.outcome, reading.evidence.requestIds]).toEqual(['proven', [guid(1), guid(2), guid(3)]])
    expect((await readDay(aGraph(always('GET query', refusal(404))))).reading).toMatchObject({
      outcome: 'failed',
      failure: {code: 'GRAPH_QUERY_GONE'},
    })
  })

  test.each([
    ['failed', 'GRAPH_QUERY_FAILED'],
    ['cancelled', 'GRAPH_QUERY_CANCELLED'],
  ])('that says %s ends the reading, and frees the slot', async (status, code) => {
    const stub = aGraph(always('GET query', () => Response.json({status})))
    expect((await readDay(stub)).reading).toMatchObject({outcome: 'failed', failure: {code}})
    expect(methods(stub).at(-1)).toBe('DELETE query')
  })

  test('is given up after four hours', async () => {
    const stub = aGraph(always('GET query', () => Response.json({status: 'running'})))
    const began = stub.world.now()
    expect((await readDay(stub)).reading).toMatchObject({outcome: 'failed', failure: {code: 'GRAPH_QUERY_STUCK'}})
    expect((stub.world.now() - began) / 3_600_000).toBeCloseTo(4, 1)
  })
})

describe('after a lost answer to a new query', () => {
  const lost = () => {
    throw Object.assign(new TypeError('fetch failed'), {cause: Object.assign(new Error('x'), {code: 'ECONNRESET'})})
  }

  test('the query is found by its exact name, and not made again', async () => {
    let name: unknown
    const stub = aGraph((seen, number) => {
      if (keyOf(seen) === 'POST query' && number === 1) {
        name = seen.body.displayName
        return lost()
      }
      if (keyOf(seen) !== 'GET queries') return undefined
      const others = [{id: 'not this', displayName: `${name}x`}]
      return Response.json({
        value: number === 1 ? others : [{id: guid(7), displayName: name}],
        ...(number === 1 ? {'@odata.nextLink': `${queries()}?page=2&x=/queries`} : {}),
      })
    })
    const {reading} = await readDay(stub)
    expect([reading.outcome, reading.evidence.requestIds]).toEqual(['proven', [guid(7)]])
    expect(methods(stub).filter(key => key === 'POST query')).toHaveLength(1)
  })

  test('it is not looked for in a list without end', async () => {
    const stub = aGraph((seen, number) => {
      if (keyOf(seen) === 'POST query' && number === 1) return lost()
      if (keyOf(seen) !== 'GET queries') return undefined
      return Response.json({value: [], '@odata.nextLink': `${queries()}?page=${number}&x=/queries`})
    })
    expect((await readDay(stub)).reading.outcome).toBe('proven')
    expect(methods(stub).filter(key => key === 'GET queries')).toHaveLength(100)
  })

  test.each([
    ['a cut connection', lost],
    ['500', refusal(500)],
    ['UnknownError without a message', refusal(400, 'UnknownError')],
    ['a page of the front door', html(504)],
    ['an answer without an id', () => Response.json({}, {status: 201})],
  ])('(%s) it is made again where it is not in the list', async (_name, answer) => {
    const stub = aGraph(on('POST query', answer))
    expect((await readDay(stub)).reading.outcome).toBe('proven')
    expect(methods(stub).slice(0, 3)).toEqual(['POST query', 'GET queries', 'POST query'])
  })
})

describe('429', () => {
  test.each([
    ['with seconds waits for these', {'retry-after': '45'}, 45_000],
    ['without waits by itself', {}, 1000],
  ])('%s, and asks for the same again', async (_name, headers, wait) => {
    const stub = aGraph(on('POST query', refusal(429, 'TooManyRequests', '', headers)))
    expect((await readDay(stub)).reading.outcome).toBe('proven')
    expect(stub.world.slept[0]).toBe(wait)
    expect(methods(stub)).not.toContain('GET queries')
  })

  test('for ever is an outage', async () => {
    const {reading} = await readDay(aGraph(always('POST query', refusal(429, 'TooManyRequests'))))
    expect(reading).toMatchObject({outcome: 'failed', outage: true, failure: {code: 'GRAPH_THROTTLED'}})
  })
})

describe('is refused', () => {
  test.each([
    [
      'for missing consent',
      refusal(403, 'Forbidden', 'App:x dont have any permissions'),
      'GRAPH_403',
      /AuditLogsQuery\.Read\.All/,
    ],
    ['by other lasting words', refusal(403, 'Authorization_RequestDenied', 'no'), 'GRAPH_403', /consent/],
    ['for a token that is not taken', refusal(401), 'GRAPH_401', /Conditional Access/],
    [
      'for a token without any permission',
      refusal(401, 'NoPermissionsInAccessToken', 'The token contains no permissions'),
      'GRAPH_403',
      /consents to the application permission AuditLogsQuery/,
    ],
    ['for a question', refusal(400, 'BadRequest', 'Invalid request data'), 'GRAPH_QUESTION', /filters/],
    [
      'where the tenant does not record, said as a status',
      () => Response.json({Status: 'AuditingDisabledTenant'}),
      'GRAPH_AUDITING_DISABLED',
      /Set-AdminAuditLogConfig/,
    ],
    [
      'where the tenant does not record, said in a message',
      refusal(400, 'BadRequest', '{"Status":"AuditingDisabledTenant"}'),
      'GRAPH_AUDITING_DISABLED',
      /Set-AdminAuditLogConfig/,
    ],
  ])('%s', async (_name, answer, code, remedy) => {
    const {reading} = await readDay(aGraph(always('POST query', answer)))
    expect(reading).toMatchObject({outcome: 'refused', failure: {code}})
    expect(reading.failure?.remedy).toMatch(remedy)
  })

  test('not for a bare 403, which may pass', async () => {
    expect((await readDay(aGraph(on('POST query', html(403), html(403))))).reading.outcome).toBe('proven')
    const {reading} = await readDay(aGraph(always('POST query', html(403))))
    expect(reading).toMatchObject({outcome: 'failed', outage: true, failure: {code: 'GRAPH_403_BARE'}})
  })

  test.each([401, 403])('not for a claims challenge (%d), which a new token answers', async status => {
    const challenge = {'www-authenticate': 'Bearer error="insufficient_claims", claims="eyJhIjoxfQ=="'}
    const stub = aGraph(on('GET records', refusal(status, 'x', '', challenge)))
    expect((await readDay(stub)).reading.outcome).toBe('proven')
    expect(stub.renewals).toEqual(['eyJhIjoxfQ=='])
  })
})

describe('the records', () => {
  test('become what Exchange would have sent', async () => {
    const stub = aGraph(on('GET records', () => page([aGraphRecord()])))
    const {reading, rows} = await readDay(stub)
    expect(reading).toEqual({
      outcome: 'proven',
      slow: false,
      evidence: {rows: 1, cap: 1_000_000, requestIds: [guid(1)], warnings: []},
    })
    expect(rows).toEqual([
      {
        record: {
          RecordType: 'SharePointFileOperation',
          CreationDate: '2026-10-05T00:00:00Z',
          UserIds: 'ann@contoso.com',
          Operations: 'FileAccessed',
          AuditData: `{"CreationTime":"2026-10-05T00:00:00","Id":"${guid(1)}","Operation":"FileAccessed","OrganizationId":"${tenantId}","RecordType":6,"UserId":"ann@contoso.com","UserKey":"key of ann","Workload":"SharePoint"}`,
          Identity: guid(1),
        },
        time: day.start,
        workload: 'SharePoint',
        recordTypeNumber: '6',
        part: 0,
      },
    ])
    expect(stub.source.requests).toEqual({'POST query': 1, 'GET query': 1, 'GET records': 1, 'DELETE query': 1})
  })

  test.each([
    ['UnknownFutureValue', '6'],
    ['azureActiveDirectory', 'AzureActiveDirectory'],
    [463, '463'],
    [null, '6'],
  ])('of type %j have the name or the number %s', async (auditLogRecordType, expected) => {
    const {rows} = await readDay(aGraph(on('GET records', () => page([aGraphRecord({}, {auditLogRecordType})]))))
    expect(rows[0]?.record.RecordType).toBe(expected)
  })

  test('of a UserId that is no name, and of none', async () => {
    const records = ['Not Available', guid(4), 'ServicePrincipal_x', undefined].map((UserId, index) =>
      aGraphRecord({UserId, UserKey: '__NULL__', Id: guid(index + 1)}),
    )
    const {rows, reading} = await readDay(aGraph(on('GET records', () => page(records))))
    expect(rows.map(row => row.record.UserIds)).toEqual(['Not Available', guid(4), 'ServicePrincipal_x', ''])
    expect(reading.outcome).toBe('proven')
  })

  test('keep to what was asked, a second of the day before included', async () => {
    const times = ['2026-10-04T23:59:59Z', '2026-10-05T00:00:00Z', '2026-10-05T23:59:59Z', '2026-10-06T00:00:00Z']
    const records = times.map((CreationTime, index) => aGraphRecord({CreationTime, Id: guid(index + 1)}))
    const {rows, reading} = await readDay(aGraph(on('GET records', () => page(records))))
    expect(rows.map(row => row.record.CreationDate)).toEqual(times)
    expect([reading.outcome, reading.evidence.warnings]).toEqual(['proven', []])
  })

  test('a little outside are told of, and far outside are a signal', async () => {
    const near = await readDay(
      aGraph(on('GET records', () => page([aGraphRecord({CreationTime: '2026-10-06T00:20:00Z'})]))),
    )
    expect(near.reading).toMatchObject({outcome: 'proven', evidence: {warnings: [/1 record a little outside/]}})
    const far = await readDay(
      aGraph(on('GET records', () => page([aGraphRecord({CreationTime: '2026-10-08T00:00:00Z'})]))),
    )
    expect([far.reading, far.rows]).toMatchObject([{outcome: 'proven', outside: 1, signals: [{kind: 'outside'}]}, []])
  })

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['without Id and time', aGraphRecord({Id: '', CreationTime: ''}, {id: '', createdDateTime: ''}), {undated: true}],
    [
      'without auditData',
      {id: guid(1), createdDateTime: '2026-10-05T07:00:00Z', userPrincipalName: 'ann@contoso.com', operation: 'Send'},
      {
        malformed: true,
        time: Date.parse('2026-10-05T07:00:00Z'),
        record: {AuditData: '', Identity: guid(1), UserIds: 'ann@contoso.com', Operations: 'Send'},
      },
    ],
    [
      'with nothing but an annotation in auditData',
      {...aGraphRecord(), auditData: {'@odata.type': '#x'}, createdDateTime: '2026-10-05T07:00:00Z'},
      {time: Date.parse('2026-10-05T07:00:00Z')},
    ],
  ])('%s are kept as they came, and need a second reading', async (_name, record, expected) => {
    const {reading, rows} = await readDay(aGraph(on('GET records', () => page([record]))))
    expect(reading).toMatchObject({outcome: 'proven', doubt: '1 malformed record'})
    expect(rows).toMatchObject([expected])
  })

  test('whose auditData is a text are the record in that text', async () => {
    const text = anAuditData({Id: guid(3), CreationTime: '2026-10-05T08:00:00'})
    const record = {...aGraphRecord({Id: guid(3), CreationTime: '2026-10-05T08:00:00'}), auditData: text}
    const {reading, rows} = await readDay(aGraph(on('GET records', () => page([record]))))
    expect(reading).toMatchObject({outcome: 'proven'})
    expect(rows).toMatchObject([{record: {AuditData: text, Identity: guid(3), CreationDate: '2026-10-05T08:00:00Z'}}])
  })

  test('whose id is another one have the Id of their auditData', async () => {
    const {reading, rows} = await readDay(aGraph(on('GET records', () => page([aGraphRecord({}, {id: guid(6)})]))))
    expect([reading.outcome, rows.map(row => row.record.Identity)]).toEqual(['proven', [guid(1)]])
  })

  test('of another organisation are left out and counted', async () => {
    const foreign = aGraphRecord({OrganizationId: guid(5)})
    const {reading, rows} = await readDay(aGraph(on('GET records', () => page([foreign]))))
    expect([reading, rows]).toMatchObject([{outcome: 'proven', foreign: 1}, []])
  })

  test('that the operations exclude are left out, and a signal', async () => {
    const {reading, rows} = await readDay(aGraph(undefined, {operations: ['Send']}))
    expect([reading.signals, rows]).toMatchObject([[{kind: 'unfiltered', more: false}], []])
  })

  test('whose outer user fields are not crossed are told of, and made from auditData all the same', async () => {
    const straight = aGraphRecord({}, {userId: 'ann@contoso.com', userPrincipalName: 'key of ann'})
    const stub = aGraph(always('GET records', () => page([straight])))
    const {rows, reading} = await readDay(stub)
    await readDay(stub)
    expect(rows[0]?.record.UserIds).toBe('ann@contoso.com')
    expect(reading.evidence.warnings).toEqual(['1 record whose userPrincipalName is not the UserId of its auditData'])
    expect(stub.world.said.filter(line => line.includes('outer user fields'))).toHaveLength(1)
  })
})

describe('the pages', () => {
  const link = `${queries()}/${guid(1)}/records?$skiptoken=1!4!MA--%2f1!48!MDAx`

  test('are followed by their links, verbatim', async () => {
    const stub = aGraph(
      on(
        'GET records',
        () => page(aDay(2), {'@odata.nextLink': link}),
        () => page(aDay(2, 3)),
      ),
    )
    const {rows} = await readDay(stub)
    expect(rows).toHaveLength(4)
    const urls = stub.seen.filter(seen => keyOf(seen) === 'GET records').map(({url}) => url)
    expect(urls[0]).toMatch(/\/records\?\$top=1000$/)
    expect(urls[1]).toBe(link)
  })

  test.each(['https://evil.test/records', 'http://graph.test/records', 'https://graph.test:444/x', 'records?x', 7])(
    'are not sought at %s',
    async next => {
      const stub = aGraph(on('GET records', () => page(aDay(2), {'@odata.nextLink': next})))
      expect((await readDay(stub)).reading).toMatchObject({outcome: 'failed', failure: {code: 'GRAPH_FOREIGN_LINK'}})
      expect(stub.seen.every(({url}) => url.startsWith(`${graph}/`))).toBe(true)
    },
  )

  test('that lead back are suspect', async () => {
    const stub = aGraph(always('GET records', () => page(aDay(2), {'@odata.nextLink': link})))
    expect((await readDay(stub)).reading).toMatchObject({outcome: 'suspect', failure: {code: 'GRAPH_LOOP'}})
  })

  test('are asked for without $top where it is refused, from then on', async () => {
    const stub = aGraph(({url}) => (url.includes('$top') ? refusal(400, 'BadRequest', 'top')() : undefined))
    expect((await readDay(stub)).reading.outcome).toBe('proven')
    await readDay(stub)
    expect(stub.seen.filter(({url}) => url.includes('$top'))).toHaveLength(1)
  })

  test('that hold fewer records than they say are asked for again', async () => {
    const short = () => page(aDay(2), {'@odata.count': 3})
    expect((await readDay(aGraph(on('GET records', short, short)))).rows).toHaveLength(3)
    expect((await readDay(aGraph(always('GET records', short)))).reading).toMatchObject({
      outcome: 'suspect',
      failure: {code: 'GRAPH_PAGE_COUNT'},
    })
  })

  test.each<[string, () => Response]>([
    ['null', () => Response.json({value: null})],
    ['no value', () => Response.json({'@odata.context': 'x'})],
    ['204', () => new Response(null, {status: 204})],
  ])('may say by %s that they have no records', async (_name, answer) => {
    const {reading, rows} = await readDay(aGraph(always('GET records', answer)))
    expect([reading.outcome, reading.doubt, rows]).toEqual(['proven', 'no rows', []])
  })

  test.each([{status: 'Throttled'}, {value: {}}, {value: 'none'}])('are not empty for %j', async answer => {
    const {reading} = await readDay(aGraph(always('GET records', () => Response.json(answer))))
    expect(reading).toMatchObject({outcome: 'suspect', failure: {code: 'GRAPH_PAGE_CUT'}})
  })

  test('that hold more records than they say lack none', async () => {
    const {rows, reading} = await readDay(aGraph(always('GET records', () => page(aDay(3), {'@odata.count': 0}))))
    expect([rows.length, reading.outcome]).toEqual([3, 'proven'])
  })

  test('may all say how many the query has', async () => {
    const rows = aDay(3)
    const stub = aGraph(({url}) => {
      if (!url.includes('/records')) return undefined
      return url.includes('skiptoken')
        ? page(rows.slice(2), {'@odata.count': 3})
        : page(rows.slice(0, 2), {'@odata.count': 3, '@odata.nextLink': link})
    })
    const {reading, rows: kept} = await readDay(stub)
    expect([reading.outcome, kept.length]).toEqual(['proven', 3])
  })

  test('that are refused beyond the first ask for less at once', async () => {
    const stub = aGraph(({url}) => {
      if (!url.includes('/records')) return undefined
      return url.includes('skiptoken')
        ? refusal(500, 'InternalServerError', 'x')()
        : page(aDay(2), {'@odata.nextLink': link})
    })
    const {reading, rows} = await readDay(stub)
    expect([reading, rows.length]).toMatchObject([{outcome: 'capped', failure: {code: 'GRAPH_PAGE_DEEP'}}, 2])
  })

  const cut = () => new Response(`${JSON.stringify({value: aDay(2)}).slice(0, -40)}{"error":{"code":"UnknownError"}}`)

  test('that are cut are asked for again, then in small ones, then given up', async () => {
    expect((await readDay(aGraph(on('GET records', cut, cut)))).rows).toHaveLength(3)

    const cured = aGraph(({url}) => (url.includes('$top=1000') ? cut() : undefined))
    expect((await readDay(cured)).reading.outcome).toBe('proven')
    expect(cured.seen.filter(({url}) => url.includes('$top=1000'))).toHaveLength(3)
    expect(cured.seen.filter(({url}) => url.includes('$top=50'))).toHaveLength(1)

    const never = aGraph(always('GET records', cut))
    expect((await readDay(never)).reading).toMatchObject({outcome: 'suspect', failure: {code: 'GRAPH_PAGE_CUT'}})
    expect(methods(never).filter(key => key === 'GET records')).toHaveLength(6)
  })

  test('are read twice, and again until two readings agree', async () => {
    const whole = () => page(aDay(4))
    const less = () => page(aDay(3))
    const stable = await readDay(aGraph(on('GET records', whole, whole), {}, true))
    expect([stable.reading.outcome, stable.rows.length]).toEqual(['proven', 4])

    const stub = aGraph(on('GET records', less, whole, whole), {}, true)
    const {reading, rows} = await readDay(stub)
    expect([reading.outcome, rows.length]).toEqual(['proven', 4])
    expect(methods(stub).filter(key => key === 'GET records')).toHaveLength(3)
  })

  test('that never agree are suspect', async () => {
    const growing = Array.from({length: 9}, (_none, index) => () => page(aDay(index + 1)))
    const {reading, rows} = await readDay(aGraph(on('GET records', ...growing), {}, true))
    expect([reading.outcome, reading.failure?.code, rows.length]).toEqual(['suspect', 'GRAPH_UNSTABLE', 4])
  })
})

test('a query that found too much is capped', async () => {
  const limited = () => Response.json({status: 'succeeded', isRecordCountLimitExceeded: true})
  expect((await readDay(aGraph(on('GET query', limited)))).reading).toMatchObject({outcome: 'capped'})
})

test('an end in the middle removes the query, and is not taken for an answer', async () => {
  const end = new AbortController()
  const stub = aGraph(seen => {
    if (keyOf(seen) === 'GET query') end.abort(new Error('the end'))
    return undefined
  })
  const request = {window: day, depth: 'search'} as const
  await expect(stub.source.read(request, async () => {}, end.signal)).rejects.toThrow('the end')
  expect(methods(stub).at(-1)).toBe('DELETE query')
})

test('a disk that fails is not taken for an answer', async () => {
  const {source} = aGraph()
  const keep = () => Promise.reject(new Error('disk full'))
  const read = source.read({window: day, depth: 'search'}, keep, new AbortController().signal)
  await expect(read).rejects.toThrow('disk full')
})

test('no token is ever said', async () => {
  const stub = aGraph(on('POST query', refusal(503), refusal(401)))
  await readDay(stub)
  expect(stub.world.said.join('\n')).toContain('POST graph.test/')
  expect(stub.world.said.join('\n')).not.toContain('token-')
})

test('the plan is a day a query, as many as there are days', () => {
  const summer = {start: at('2026-10-01T00:00:00+02:00'), end: at('2026-11-01T00:00:00+01:00')}
  const plan = graphPlan(summer, 31)
  expect(Math.ceil((summer.end - summer.start) / plan.longest)).toBe(31)
  expect(graphPlan(day, 1)).toMatchObject({aim: 780_000, first: 86_400_000, longest: 86_400_000, shortest: 60_000})
})
