/** Sends one message to one webhook, whose address is a secret: nothing but its host is ever said. */

import type {Notification} from '../report/notification.ts'
import {hostOfWebhook, routeName, type WebhookRoute} from '../report/route.ts'
import type {Check} from '../signin/check.ts'
import {failed} from '../signin/check.ts'
import {asFailure, Failure} from '../wire/failure.ts'
import {type RetryPolicy, retryDelay} from '../wire/retry.ts'
import {type BodyReading, type HttpAnswer, send} from '../wire/send.ts'
import type {World} from '../wire/world.ts'
import {jsonMessage, signatureHeaders} from './signed-json.ts'
import {slackMessage} from './slack-message.ts'
import {teamsMessage} from './teams-card.ts'
import {explainWebhook, mayPass, notAWebhook} from './webhook-errors.ts'

export interface WebhookSettings {
  world: World
  route: WebhookRoute
  /** Signs JSON. */
  secret?: string | undefined
  policy?: RetryPolicy
  signal?: AbortSignal | undefined
}

/** Milliseconds. Slack takes one message a second, a flow four; both say in `Retry-After` how long to wait. */
export const webhookPolicy: RetryPolicy = {
  tries: 4,
  // It may have arrived.
  triesWhenBroken: 2,
  base: 2000,
  longest: 120_000,
  timeout: 30_000,
  maximumBytes: 64 << 10,
  jitter: Math.random,
}

/** @returns a sentence for the log. Throws `Failure`. */
export async function sendToWebhook(settings: WebhookSettings, notification: Notification): Promise<string> {
  const {world, route, secret, policy = webhookPolicy, signal} = settings
  const {kind, url} = route.to
  const body = {teams: teamsMessage, slack: slackMessage, json: jsonMessage}[kind](notification)
  const name = routeName(route)
  const sent = send<undefined>(world, {
    policy,
    ...(signal ? {signal} : {}),
    where: `POST ${hostOfWebhook(route.to)}`,
    // Signed afresh for every attempt: a receiver refuses an old time.
    request: () =>
      new Request(url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'm365-audit-export',
          ...(kind === 'json' && secret ? signatureHeaders(body, secret, world.now()) : {}),
        },
        body,
      }),
    read: answer => readAnswer(answer, {name, kind, policy, now: world.now()}),
  })
  await sent.catch((error: unknown) => {
    throw error instanceof Failure && error.code === 'WIRE_TOO_LARGE' ? notAWebhook(name, 'a very long answer') : error
  })
  return `${name} took the message${kind === 'teams' ? '; whether the flow posted it, its run history shows' : ''}.`
}

function readAnswer(
  answer: HttpAnswer,
  {name, kind, policy, now}: {name: string; kind: WebhookRoute['to']['kind']; policy: RetryPolicy; now: number},
): BodyReading<undefined> {
  const failure = explainWebhook({answer, name, kind})
  if (failure === undefined) return {done: undefined}
  if (!mayPass(failure)) return {failed: failure}
  const header = answer.headers.get('retry-after')
  const asked = header === null ? 0 : retryDelay({...policy, longest: Number.POSITIVE_INFINITY}, 1, header, now)
  // Sooner than it asks for is not tried.
  return asked > policy.longest ? {failed: failure} : {retry: failure, throttled: answer.status === 429}
}

/**
 * Whether the host can be reached: name, proxy, TLS and an answer. The webhook's own address is not asked, which could start a
 * flow, and its path does not leave.
 */
export async function checkWebhook({world, route, policy = webhookPolicy, signal}: WebhookSettings): Promise<Check> {
  const {origin} = new URL(route.to.url)
  try {
    await send<undefined>(world, {
      policy: {...policy, tries: 2},
      ...(signal ? {signal} : {}),
      request: () => new Request(`${origin}/robots.txt`, {method: 'HEAD', redirect: 'manual'}),
      read: () => ({done: undefined}),
    })
    const says = `${routeName(route)} can be reached, in the form of ${kinds[route.to.kind]}. Nothing was sent, so that the address itself is not tried.`
    return {name: 'notify', verdict: 'ok', says}
  } catch (error) {
    return failed('notify', unreachable(asFailure(error), routeName(route)))
  }
}

const kinds = {
  teams: 'a Workflows webhook of Teams',
  slack: 'an incoming webhook of Slack',
  json: 'signed JSON',
} as const

function unreachable({code, message, remedy, cause}: Failure, name: string): Failure {
  return new Failure({
    code: 'NOTIFY_UNREACHABLE',
    message: `${name} can’t be reached: ${message}`,
    remedy,
    evidence: {cause: code},
    cause,
  })
}
