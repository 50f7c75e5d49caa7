import {gzipSync} from 'node:zlib'
import {describe, expect, test} from 'vitest'
import {invokePage} from '../../src/sources/invoke.ts'
import {failureOf, guid, tenantId} from '../builders.ts'
import {aRun, aStub, endpoint, exchange, page, type Script} from './stub.ts'

function invoke(script: Script, link = endpoint) {
  const stub = aStub(script)
  const run = aRun()
  return {...stub, run, page: invokePage(stub.settings, run, link)}
}

/** Each response once; the last for ever. */
function inTurn(...answers: (() => Response)[]): Script {
  return (_seen, number) => (answers[number - 1] ?? answers.at(-1) ?? (() => new Response()))()
}

const fine = () => page([{a: 1}])

function refusal(status: number, body: string | Uint8Array = '', headers: Record<string, string> = {}) {
  return () => new Response(body, {status, headers: {'request-id': 'id-of-server', ...headers}})
}

/** An error as Exchange words it: the meaning is in the innermost exception. */
function anError(type: string, words: string, status = 400) {
  const internalexception = {message: words, type: `Microsoft.Exchange.AdminApi.CommandInvocation.${type}`}
  const error = {code: 'BadRequest', message: 'Invalid Operation', innererror: {message: 'x', internalexception}}
  return () => Response.json({error}, {status})
}

describe('the request', () => {
  test('is what Microsoft’s own module sends', async () => {
    const call = invoke(fine)
    await call.page
    const [seen] = call.seen
    expect(seen?.url).toBe(endpoint)
    expect(seen?.method).toBe('POST')
    expect(seen?.body).toBe(call.run.body)
    expect(Object.fromEntries(seen?.headers ?? [])).toEqual({
      authorization: 'Bearer token-0',
      'content-type': 'application/json; charset=utf-8',
      accept: 'application/json',
      'accept-encoding': 'gzip',
      'x-anchormailbox': `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${tenantId}`,
      'x-responseformat': 'json',
      'x-serializationlevel': 'Partial',
      'x-cmdletname': 'Search-UnifiedAuditLog',
      'x-clientapplication': 'm365-audit-export',
      'client-request-id': guid(7),
      'connection-id': guid(999),
      prefer: 'odata.maxpagesize=1000',
    })
  })

  test('is the same for the next page, with the cookies that the first one set', async () => {
    const stub = aStub((_seen, number) => {
      const answer = page([], number === 1 ? {'@odata.nextLink': `${endpoint}?%24skiptoken=abc`} : {})
      answer.headers.append('set-cookie', 'route=back-end-1; Path=/; Secure; HttpOnly')
      answer.headers.append('set-cookie', `visit=${number}`)
      return answer
    })
    const run = aRun()
    const first = await invokePage(stub.settings, run, endpoint)
    await invokePage(stub.settings, run, first.next ?? '')
    const [one, two] = stub.seen
    expect(two?.url).toBe(`${endpoint}?%24skiptoken=abc`)
    expect([two?.method, two?.body]).toEqual([one?.method, one?.body])
    const {cookie, ...rest} = Object.fromEntries(two?.headers ?? [])
    expect(rest).toEqual(Object.fromEntries(one?.headers ?? []))
    expect(cookie).toBe('route=back-end-1; visit=1')
  })
})

describe('an answer', () => {
  test('hands out rows, warnings and errors', async () => {
    const more = {'@adminapi.warnings': ['careful', {odd: 1}], '@adminapi.errors': ['Boom']}
    expect(await invoke(() => page([1, 2], more)).page).toEqual({
      rows: [1, 2],
      warnings: ['careful', '{"odd":1}'],
      errors: ['Boom'],
      empty: 'value: []',
    })
  })

  test('may hold an error beside the rows, or instead of them', async () => {
    const error = {code: 'x', message: 'Error executing cmdlet', details: [{message: 'Ex1|Type|words'}]}
    expect(await invoke(() => page([1], {error})).page).toMatchObject({rows: [1], errors: ['Ex1|Type|words']})
    expect(await invoke(() => Response.json({error: {}})).page).toMatchObject({rows: [], errors: ['unnamed']})
  })

  test.each(['gzip', ''])('is read whatever its label says (%s)', async label => {
    const headers = {'content-encoding': label}
    const json = '{"value":[1]}'
    expect((await invoke(() => new Response(json, {headers})).page).rows).toEqual([1])
    expect((await invoke(() => new Response(gzipSync(json), {headers})).page).rows).toEqual([1])
  })
})

describe('the link to the next page', () => {
  test.each([
    ['on the same host and path', `${endpoint}?a=b`, `${endpoint}?a=b`],
    ['without a host', `/adminapi/beta/${tenantId}/InvokeCommand?a=b`, `${endpoint}?a=b`],
    ['in other letters', `${endpoint.replace('InvokeCommand', 'invokecommand')}?a=b`, undefined],
  ])('is followed %s', async (_name, link, expected) => {
    expect((await invoke(() => page([], {'@odata.nextLink': link})).page).next).toBe(expected ?? link)
  })

  test.each([null, ''])('%j is none', async link => {
    expect((await invoke(() => page([], {'@odata.nextLink': link})).page).next).toBeUndefined()
  })

  test.each([
    ['on another host', 'https://evil.test/adminapi'],
    ['on another port', `${exchange}:8443/adminapi/beta/${tenantId}/InvokeCommand`],
    ['without TLS', endpoint.replace('https', 'http')],
    ['to another tenant', `${exchange}/adminapi/beta/${guid(1)}/InvokeCommand`],
    ['that begins like ours', 'https://outlook.test.evil.test/adminapi'],
    ['that is no text', 7],
    ['that is no link', 'http://['],
  ])('%s is refused, and no token goes there', async (_name, link) => {
    const call = invoke(() => page([], {'@odata.nextLink': link}))
    expect((await failureOf(call.page)).code).toBe('EXCHANGE_FOREIGN_LINK')
    expect(call.seen).toHaveLength(1)
  })
})

describe('401', () => {
  test('brings a new token once, and answers the claims challenge', async () => {
    const challenge = {'www-authenticate': 'Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ=="'}
    const call = invoke(inTurn(refusal(401, '', challenge), fine))
    await call.page
    expect(call.renewals).toEqual(['eyJhIjoxfQ=='])
    expect(call.seen.map(({headers}) => headers.get('authorization'))).toEqual(['Bearer token-0', 'Bearer token-1'])
  })

  test('without a challenge brings a new token as well', async () => {
    const call = invoke(inTurn(refusal(401), fine))
    await call.page
    expect(call.renewals).toEqual([undefined])
  })

  test('for good is the end, with what is missing', async () => {
    const call = invoke(refusal(401))
    const failure = await failureOf(call.page)
    expect(failure).toMatchObject({code: 'EXCHANGE_401', evidence: {HTTP: '401', 'request-id': 'id-of-server'}})
    expect(failure.remedy).toContain('Exchange.ManageAsApp')
    // The commands are those of a 403.
    const forbidden = await failureOf(invoke(refusal(403)).page)
    const commands = /New-ServicePrincipal.*Add-RoleGroupMember[^.]*\./.exec(forbidden.remedy)?.[0]
    expect(commands).toBeDefined()
    expect(failure.remedy).toContain(commands)
    expect(call.seen).toHaveLength(4)
  })

  test('for each new token at first is waited out with the same token', async () => {
    const refused = new Map<string | null, number>()
    const call = invoke(({headers}) => {
      const token = headers.get('authorization')
      const often = (refused.get(token) ?? 0) + 1
      refused.set(token, often)
      return often <= 2 ? refusal(401)() : fine()
    })
    expect((await call.page).rows).toEqual([{a: 1}])
    expect(call.renewals).toHaveLength(1)
  })
})

describe('an answer without rows', () => {
  test.each<[string, () => Response]>([
    ['value: []', () => page([])],
    ['value: null', () => Response.json({value: null})],
    ['value: {}', () => Response.json({value: {}})],
    ['value: ""', () => Response.json({value: ''})],
    ['value: [null]', () => Response.json({value: [null]})],
    ['no value', () => Response.json({'@odata.context': 'x'})],
    ['204', () => new Response(null, {status: 204})],
  ])('comes as %s', async (empty, answer) => {
    const call = invoke(answer)
    expect(await call.page).toMatchObject({rows: [], empty})
    expect(call.seen).toHaveLength(1)
  })
})

describe('warnings', () => {
  test.each<[string, string, string[], string[]]>([
    ['in a header as a list', '["one","two"]', [], ['one', 'two']],
    ['in a header as text', 'one', [], ['one']],
    ['in header and body', 'one; two', ['one', 'two'], ['one', 'two']],
    ['in header and body, where the header knows more', '["one","three"]', ['one'], ['one', 'three']],
  ])('%s', async (_name, header, body, expected) => {
    const answer = () => Response.json({value: [], '@adminapi.warnings': body}, {headers: {'x-warnings': header}})
    expect((await invoke(answer).page).warnings).toEqual(expected)
  })
})

describe('a redirect', () => {
  const to = (host: string) => `https://${host}/adminapi/beta/${tenantId}/InvokeCommand`

  test('to a host under Exchange’s is followed once, with the token', async () => {
    const call = invoke(inTurn(refusal(302, '', {location: to('eur08.outlook.test')}), fine))
    expect((await call.page).rows).toEqual([{a: 1}])
    expect(call.seen.map(({url, method}) => [new URL(url).host, method])).toEqual([
      ['outlook.test', 'POST'],
      ['eur08.outlook.test', 'POST'],
    ])
    const round = invoke(refusal(302, '', {location: to('eur08.outlook.test')}))
    expect(await failureOf(round.page)).toMatchObject({code: 'EXCHANGE_REDIRECT'})
  })

  test.each(['evil.test', 'outlook.test.evil.test', 'eviloutlook.test'])('to %s is not', async host => {
    const call = invoke(refusal(302, '', {location: to(host)}))
    expect(await failureOf(call.page)).toMatchObject({code: 'EXCHANGE_REDIRECT'})
    expect(call.seen).toHaveLength(1)
  })
})

describe('a refusal of the dates', () => {
  const says = (message: string) =>
    refusal(400, JSON.stringify({error: {message: 'Invalid Operation', details: [{message}]}}))

  test.each([
    ['Audit log search argument startDate should be after 5/30/2019 8:58:55 PM UTC.', '2019-05-30T20:58:55Z'],
    ['Audit log search argument startDate should be after 12/1/2025 12:05:09 AM UTC.', '2025-12-01T00:05:09Z'],
    ['startDate should be after 2026-05-30T20:58:55Z.', '2026-05-30T20:58:55Z'],
  ])('%s names the oldest instant', async (words, oldest) => {
    const call = invoke(says(words))
    expect(await failureOf(call.page)).toMatchObject({code: 'EXPIRED', evidence: {oldest}})
    expect(call.seen).toHaveLength(1)
  })

  test('by an instant that can’t be read is told as it came', async () => {
    const failure = await failureOf(invoke(says('startDate should be after Purim.')).page)
    expect([failure.code, failure.evidence.oldest]).toEqual(['EXPIRED', undefined])
    expect(failure.message).toContain('Purim')
  })

  test('that names an argument is final', async () => {
    const call = invoke(says('Audit log search argument startDate (a) is later than endDate (b).'))
    expect(await failureOf(call.page)).toMatchObject({code: 'EXCHANGE_ARGUMENT'})
    expect(call.seen).toHaveLength(1)
  })
})

describe('403', () => {
  test('is tried once more, since a role reaches the back ends one by one', async () => {
    const call = invoke(inTurn(refusal(403, new Uint8Array(400)), fine))
    expect((await call.page).rows).toHaveLength(1)
  })

  test.each([
    ['a run of NUL bytes', refusal(403, new Uint8Array(400)), '(403).'],
    ['words', anError('X', 'The parameter is not yours', 403), '(403): X: The parameter is not yours.'],
  ])('twice is the end, explained from the status, with %s', async (_name, answer, words) => {
    const call = invoke(answer)
    const failure = await failureOf(call.page)
    expect(failure.code).toBe('EXCHANGE_403')
    expect(failure.message).toContain(words)
    expect(failure.remedy).toContain('View-Only Audit Logs')
    expect(failure.remedy).toMatch(/ setup --tenant-id \S+ --cloud gcc-high$/)
    expect(call.seen).toHaveLength(2)
  })
})

describe('is asked again', () => {
  const tooMany = 'You have reached the maximum number of concurrent requests per tenant. Please wait and try again'
  test.each<[string, () => Response, number, boolean]>([
    ['at 429 with seconds, after these', refusal(429, '', {'retry-after': '9'}), 9000, true],
    ['at 429 with nothing', refusal(429), 1000, true],
    ['at 429 with HTML', refusal(429, '<html>'), 1000, true],
    ['at 400 with the concurrency text', refusal(400, tooMany), 1000, true],
    ['at 403 with the concurrency text', refusal(403, tooMany), 1000, true],
    ['at 500 with the concurrency text, gzipped', refusal(500, gzipSync(tooMany)), 1000, true],
    ['at 503 with HTML', refusal(503, '<html>Service Unavailable</html>', {'retry-after': '5'}), 5000, true],
    ['at 502', refusal(502, '<html>'), 1000, false],
    ['at 504', refusal(504), 1000, false],
    ['at 500', refusal(500), 1000, false],
    ['at 408', refusal(408), 1000, false],
    ['at a transient exception', anError('StorageTransientException', 'wait'), 1000, false],
    ['at another', anError('X', 'Microsoft.Exchange.Data.Directory.SuitabilityDirectoryException: dc01'), 1000, false],
    [
      'at a transient exception inside a 200',
      () => page([], {'@adminapi.errors': ['DCOverloadedException']}),
      1000,
      false,
    ],
    ['at JSON that is cut', () => new Response('{"value":[{"a":'), 1000, false],
    ['at HTML called 200', () => new Response('<html>'), 1000, false],
    ['at an empty 200', () => new Response(''), 1000, false],
    ['at rows that are no list', () => Response.json({value: {odd: 1}}), 1000, false],
    ['at a cut gzip', () => new Response(gzipSync('{"value":[]}').subarray(0, 15)), 1000, false],
  ])('%s', async (_name, answer, wait, throttled) => {
    const call = invoke(inTurn(answer, fine))
    expect((await call.page).rows).toEqual([{a: 1}])
    expect(call.world.slept).toEqual([wait])
    expect(call.throttles).toHaveLength(throttled ? 1 : 0)
  })

  test('until the tries run out, with the last answer as the reason', async () => {
    const call = invoke(refusal(503))
    expect(await failureOf(call.page)).toMatchObject({code: 'EXCHANGE_UNAVAILABLE', evidence: {HTTP: '503'}})
    expect(call.seen).toHaveLength(6)
  })
})

describe('is not asked again', () => {
  test.each<[string, () => Response, string, string]>([
    ['after a redirect', refusal(302, '', {location: 'https://evil.test/'}), 'EXCHANGE_REDIRECT', '302'],
    ['with an unknown parameter', anError('AmbiguousParameterSetException', 'X'), 'EXCHANGE_QUESTION', 'X'],
    ['with a wrong enum', anError('ParameterTransformationException', 'Y'), 'EXCHANGE_QUESTION', 'Y'],
    [
      'for a page that is gone',
      refusal(400, '{"error":{"message":"Expired or Invalid pagination request. Default Expiry time is 00:30:00"}}'),
      'EXCHANGE_PAGINATION',
      'no longer knows the page',
    ],
    ['after another 400', anError('Other', 'Z'), 'EXCHANGE_ERROR', 'Other: Z'],
    ['after a 400 in plain words', refusal(400, 'Bad Request'), 'EXCHANGE_ERROR', 'Bad Request'],
    ['after a 404', refusal(404), 'EXCHANGE_ERROR', '404'],
  ])('%s', async (_name, answer, code, words) => {
    const call = invoke(answer)
    const failure = await failureOf(call.page)
    expect(failure.code).toBe(code)
    expect(failure.message).toContain(words)
    expect(call.seen).toHaveLength(1)
  })
})

test('no token is ever said', async () => {
  const call = invoke(inTurn(refusal(503), refusal(401), fine))
  await call.page
  expect(call.world.said.join('\n')).toContain('POST outlook.test/adminapi/beta')
  expect(call.world.said.join('\n')).not.toContain('token-')
})
