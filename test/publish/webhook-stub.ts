/** Webhooks on loopback, strict about what they are sent: Workflows of Teams, Slack, and a receiver of signed JSON. */
import {createHmac, timingSafeEqual} from 'node:crypto'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import {createRequire} from 'node:module'
import type {AddressInfo} from 'node:net'
import type {KnownBlock, PlainTextElement} from '@slack/types'
import type * as AdaptiveCards from 'adaptivecards'
import {onTestFinished} from 'vitest'

// Its ES modules name files without an ending, which Node does not find.
const {AdaptiveCard, SerializationContext, Versions}: typeof AdaptiveCards = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
)

export const notifySecret = 'Kq7-notify-canary-secret-1234567890abcdef'

export interface Received {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

type Answer = (request: Received, response: ServerResponse) => void

export interface WebhookStub {
  origin: string
  received: Received[]
  /** Those that were sent to the webhook of this path. */
  bodies(path: string): string[]
}

/**
 * @param answers of the requests in their order; without more, the strict answer of the service.
 * @param atEnd takes what closes it.
 */
export async function aWebhook(
  kind: 'teams' | 'slack' | 'json',
  answers: Answer[] = [],
  atEnd: (close: () => void) => void = onTestFinished,
): Promise<WebhookStub> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      const one = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      }
      received.push(one)
      const answer = request.method === 'POST' ? answers.shift() : answering(404)
      if (answer) answer(one, response)
      else strict[kind](one, response)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  atEnd(() => {
    server.closeAllConnections()
    server.close()
  })
  const {port} = server.address() as AddressInfo
  const bodies = (path: string) =>
    received.filter(one => one.method === 'POST' && one.path === path).map(({body}) => body)
  return {origin: `http://127.0.0.1:${port}`, received, bodies}
}

/** An answer by status, with text and headers. */
export function answering(status: number, text = '', headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, {'content-type': 'text/plain', ...headers})
    response.end(text)
  }
}

const strict: Record<'teams' | 'slack' | 'json', Answer> = {
  teams: (request, response) => {
    const faults = faultsOfTeams(request.body)
    if (notPosted(request) || faults.length > 0) return answering(400, faults.join('\n'))(request, response)
    // A flow that started: no body.
    response.writeHead(202, {'x-ms-workflow-run-id': '08584'})
    response.end()
  },
  slack: (request, response) => {
    const faults = faultsOfSlack(request.body)
    if (notPosted(request)) return answering(400, 'invalid_payload')(request, response)
    answering(faults.length > 0 ? 400 : 200, faults.length > 0 ? 'invalid_blocks' : 'ok')(request, response)
  },
  json: (request, response) => {
    const right = !notPosted(request) && isSigned(request, notifySecret)
    answering(right ? 204 : 401)(request, response)
  },
}

function notPosted({method, headers}: Received): boolean {
  return method !== 'POST' || headers['content-type'] !== 'application/json' || !headers['user-agent']
}

/** As docs/delivery.md tells receivers to check it. */
export function isSigned({headers, body}: Received, secret: string): boolean {
  const timestamp = String(headers['x-m365-audit-timestamp'])
  const given = Buffer.from(String(headers['x-m365-audit-signature']))
  const right = Buffer.from(`sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`)
  return given.length === right.length && timingSafeEqual(given, right)
}

/** By Microsoft's own parser of cards: elements, values, what must be set; and what it does not read is too much. */
export function faultsOfTeams(text: string): string[] {
  const faults: string[] = []
  if (Buffer.byteLength(text) > 28 * 1024) faults.push('larger than 28 KB')
  const message = JSON.parse(text)
  if (Object.keys(message).join() !== 'type,attachments' || message.type !== 'message') faults.push('no message')
  const [attachment, ...others] = message.attachments
  if (others.length > 0 || attachment.contentType !== 'application/vnd.microsoft.card.adaptive')
    faults.push('no attachment that is a card')
  const {content} = attachment
  if (!/^1\.[0-5]$/.test(content.version)) faults.push('a version that Teams does not show')
  const card = new AdaptiveCard()
  const context = new SerializationContext(Versions.v1_4)
  card.parse(content, context)
  for (let at = 0; at < context.eventCount; at++) faults.push(context.getEventAt(at).message)
  faults.push(...card.validateProperties().validationEvents.map(({message: words}) => words))
  if (JSON.stringify(sorted(card.toJSON())) !== JSON.stringify(sorted(content))) faults.push('unknown properties')
  return faults
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, one]) => [name, sorted(one)]))
}

/** The limits of https://docs.slack.dev/reference/block-kit/blocks, and the size from which Slack refuses a message. */
export function faultsOfSlack(text: string): string[] {
  const {blocks, ...rest} = JSON.parse(text) as {blocks: KnownBlock[]}
  const faults: string[] = []
  if (Object.keys(rest).join() !== 'text,unfurl_links,unfurl_media') faults.push('other fields than those of a message')
  if (blocks.length < 1 || blocks.length > 50) faults.push('more than 50 blocks')
  if (text.length > 13_000) faults.push('msg_blocks_too_long')
  for (const block of blocks) {
    if (block.type === 'header') faults.push(...plainFaults(block.text, 150))
    else if (block.type === 'section' && block.text?.type === 'plain_text')
      faults.push(...plainFaults(block.text, 3000))
    else if (block.type === 'section' && block.text?.type === 'mrkdwn') {
      if (!/^<https?:\/\/[^|<> ]+\|\w+>( · <https?:\/\/[^|<> ]+\|\w+>)*$/.test(block.text.text))
        faults.push('not links alone')
    } else if (block.type !== 'divider') faults.push(`a block of the type ${block.type}`)
  }
  return faults
}

function plainFaults({type, text, emoji}: PlainTextElement, longest: number): string[] {
  const right = type === 'plain_text' && emoji === false && text.length > 0 && text.length <= longest
  return right && !/\p{Cs}/u.test(text) ? [] : [`a plain text of ${text.length} characters, ${longest} at most`]
}
