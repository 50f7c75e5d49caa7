/** One message over the wire: what each service answers, what is tried again, and that the address is never said. */
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {describe, expect, onTestFinished, test} from 'vitest'
import {checkWebhook, sendToWebhook, webhookPolicy} from '../../src/publish/webhook.ts'
import {monthNotification} from '../../src/report/notification.ts'
import type {WebhookRoute} from '../../src/report/route.ts'
import {asFailure, explain} from '../../src/wire/failure.ts'
import {transport} from '../../src/wire/transport.ts'
import {aWorld, type TestWorld} from '../signin/world.ts'
import {aPublication} from './builders.ts'
import {answering, aWebhook, isSigned, notifySecret} from './webhook-stub.ts'

const path = '/workflows/c4naryPath0123456789/invoke?sig=C4narySignature_x9'
const publication = aPublication()
const notification = monthNotification(publication, {incidents: publication.incidents.open, known: 0, unreviewed: []})
const policy = {...webhookPolicy, jitter: () => 0}

function aRoute(kind: WebhookRoute['to']['kind'], origin: string): WebhookRoute {
  return {to: {kind, url: `${origin}${path}`}, when: ['high'], line: 2}
}

async function sending(route: WebhookRoute, more: {timeout?: number; world?: TestWorld} = {}) {
  const {world = aWorld(transport({}), Date.parse('2026-11-04T05:00:00Z')), ...limits} = more
  const sent = sendToWebhook({world, route, secret: notifySecret, policy: {...policy, ...limits}}, notification)
  const said = await sent.catch((error: unknown) => explain(asFailure(error)))
  // Whatever became of it.
  for (const text of [...world.said, said]) expect(text).not.toMatch(/c4nary/i)
  return {said, world}
}

describe.each(['teams', 'slack', 'json'] as const)('a webhook of the form %s', kind => {
  test('takes the message', async () => {
    const stub = await aWebhook(kind)
    const {said} = await sending(aRoute(kind, stub.origin))
    expect(said).toContain(`${new URL(stub.origin).host} (line 2 of notify) took the message`)
    expect(stub.bodies(path)).toHaveLength(1)
  })

  test('is waited for as long as it asks, and not asked again where that is longer than the run waits', async () => {
    const stub = await aWebhook(kind, [
      answering(429, 'rate_limited', {'retry-after': '17'}),
      answering(503),
      answering(500, '<html><body>Bad</body></html>'),
    ])
    const {said, world} = await sending(aRoute(kind, stub.origin))
    expect(said).toContain('took the message')
    expect(world.slept).toEqual([17_000, 4000, 8000])
    const busy = await aWebhook(kind, [answering(429, '', {'retry-after': '3600'})])
    const refused = await sending(aRoute(kind, busy.origin))
    expect(refused.said).toContain('NOTIFY_THROTTLED; status 429')
    expect(refused.world.slept).toEqual([])
  })

  test('is tried four times, and then given up', async () => {
    const stub = await aWebhook(
      kind,
      [1, 2, 3, 4].map(() => answering(502)),
    )
    const {said} = await sending(aRoute(kind, stub.origin))
    expect(said).toContain('NOTIFY_UNAVAILABLE; status 502')
    expect(stub.received).toHaveLength(4)
  })

  test.each([
    [301, 'NOTIFY_REDIRECT'],
    [307, 'NOTIFY_REDIRECT'],
    [400, 'NOTIFY_REFUSED'],
    [401, 'NOTIFY_NOT_ALLOWED'],
    [403, 'NOTIFY_NOT_ALLOWED'],
    [404, 'NOTIFY_GONE'],
    [410, 'NOTIFY_GONE'],
    [413, 'NOTIFY_TOO_LARGE'],
  ])('answers %i, which is %s and no reason to try again', async (status, code) => {
    const elsewhere = await aWebhook(kind)
    const echo = `{"error":{"code":"Some_Code","message":"${path}"}}`
    const stub = await aWebhook(kind, [answering(status, echo, {location: `${elsewhere.origin}${path}`})])
    const {said} = await sending(aRoute(kind, stub.origin))
    expect(said).toContain(`[${code}; status ${status}; answer Some_Code]`)
    expect([stub.received.length, elsewhere.received.length]).toEqual([1, 0])
  })

  test('answers with a sign-in page, or without end: then something else answers', async () => {
    const page = await aWebhook(kind, [answering(200, '<!DOCTYPE html><html><title>Sign in</title></html>')])
    expect((await sending(aRoute(kind, page.origin))).said).toContain('NOTIFY_ANSWER')
    const long = await aWebhook(kind, [answering(200, 'x'.repeat(1 << 20))])
    expect((await sending(aRoute(kind, long.origin))).said).toContain('NOTIFY_ANSWER')
  })

  test('begins an answer and never ends it, which is tried twice', async () => {
    const hanging = [1, 2, 3, 4].map(() => (_request: unknown, response: import('node:http').ServerResponse) => {
      response.writeHead(200)
      response.write('o')
    })
    const stub = await aWebhook(kind, hanging)
    const {said} = await sending(aRoute(kind, stub.origin), {timeout: 80})
    expect(said).toContain('No complete answer within 0.08 s from POST 127.0.0.1:')
    expect(said).toContain('WIRE_TIMEOUT')
    expect(stub.received).toHaveLength(2)
  })

  test('is not there', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    const {port} = server.address() as AddressInfo
    await new Promise(resolve => server.close(resolve))
    const {said} = await sending(aRoute(kind, `http://127.0.0.1:${port}`))
    expect(said).toContain('WIRE_UNREACHABLE')
  })

  test('is looked at by the doctor without a message, and without its path', async () => {
    const stub = await aWebhook(kind)
    const world = aWorld(transport({}))
    const check = await checkWebhook({world, route: aRoute(kind, stub.origin), policy})
    expect(check).toMatchObject({name: 'notify', verdict: 'ok'})
    expect(stub.received.map(({method, path: asked, body}) => [method, asked, body])).toEqual([
      ['HEAD', '/robots.txt', ''],
    ])
    const gone = await checkWebhook({world, route: aRoute(kind, 'http://127.0.0.1:9'), policy})
    expect(gone).toMatchObject({name: 'notify', verdict: 'missing', failure: {code: 'NOTIFY_UNREACHABLE'}})
    expect(JSON.stringify([check, gone, world.said])).not.toMatch(/c4nary/i)
  })
})

test('JSON is signed afresh for every attempt, by time and content; another secret or another body is refused', async () => {
  const stub = await aWebhook('json', [answering(503, '', {'retry-after': '60'})])
  await sending(aRoute('json', stub.origin))
  const [first, second] = stub.received
  if (first === undefined || second === undefined) throw new Error('two attempts were made')
  expect([isSigned(first, notifySecret), isSigned(second, notifySecret)]).toEqual([true, true])
  expect(isSigned(second, `${notifySecret}x`)).toBe(false)
  expect(isSigned({...second, body: `${second.body} `}, notifySecret)).toBe(false)
  const of = (name: string) => [first.headers[name], second.headers[name]]
  expect(of('x-m365-audit-timestamp')).toEqual(['1793768400', '1793768460'])
  expect(new Set(of('x-m365-audit-id')).size).toBe(1)
})

test('Slack that answers with other than “ok” has not shown that it took the message', async () => {
  const stub = await aWebhook('slack', [answering(200, 'okay')])
  expect((await sending(aRoute('slack', stub.origin))).said).toContain('NOTIFY_ANSWER')
})

test('a run that is cancelled does not wait on', async () => {
  const stub = await aWebhook('slack', [answering(503)])
  const world = aWorld(transport({}))
  const controller = new AbortController()
  world.sleep = async (_milliseconds, signal) => {
    controller.abort(new Error('over'))
    signal?.throwIfAborted()
  }
  const settings = {world, route: aRoute('slack', stub.origin), policy, signal: controller.signal}
  await expect(sendToWebhook(settings, notification)).rejects.toThrow('over')
  onTestFinished(() => expect(stub.received).toHaveLength(1))
})
