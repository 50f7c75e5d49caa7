/** Why a webhook did not take a message, by its answer: what happened, and who can fix it. Nothing of the address but its host is said. */

import type {Webhook} from '../report/route.ts'
import {bodyText} from '../wire/body.ts'
import {Failure} from '../wire/failure.ts'
import type {HttpAnswer} from '../wire/send.ts'

export interface WebhookAnswer {
  answer: HttpAnswer
  /** For messages. */
  name: string
  kind: Webhook['kind']
}

/** Undefined where the message was taken. */
export function explainWebhook({answer, name, kind}: WebhookAnswer): Failure | undefined {
  const {status, headers} = answer
  const text = bodyText(answer, longestRead)?.trim() ?? ''
  const evidence = evidenceOf(status, headers, text)
  const fail = (code: string, message: string, remedy: string) => new Failure({code, message, remedy, evidence})
  if (status >= 200 && status < 300) {
    if (isPage(text)) return notAWebhook(name, 'a web page', evidence)
    if (kind === 'slack' && text !== 'ok') return notAWebhook(name, 'other than “ok”', evidence)
    return undefined
  }
  if (status >= 300 && status < 400)
    return fail(
      'NOTIFY_REDIRECT',
      `${name} answered with a redirect (${status}), which is not followed: the address is a secret.`,
      'Give the address that it leads to, after a look at where that is.',
    )
  if (status === 401 || status === 403)
    return fail('NOTIFY_NOT_ALLOWED', `${name} refuses the message (${status}).`, notAllowed[kind])
  if (status === 404 || status === 410)
    return fail('NOTIFY_GONE', `There is no webhook any more at the address of ${name} (${status}).`, gone[kind])
  if (status === 413)
    return fail(
      'NOTIFY_TOO_LARGE',
      `The message is too large for ${name} (413).`,
      'Please report it with the version: messages are cut to what the service documents. Until then notify from a higher severity on.',
    )
  if (status === 429)
    return fail(
      'NOTIFY_THROTTLED',
      `${name} takes no more messages for now (429).`,
      'Rerun later; see what else sends to this webhook.',
    )
  if (status === 408 || status === 425 || status >= 500)
    return fail('NOTIFY_UNAVAILABLE', `${name} could not take the message (${status}).`, 'Rerun later.')
  return fail('NOTIFY_REFUSED', `${name} does not take the message (${status}).`, refused[kind])
}

/** Something answered as if all were well, but not as a webhook does. */
export function notAWebhook(name: string, what: string, evidence: Record<string, string> = {}): Failure {
  return new Failure({
    code: 'NOTIFY_ANSWER',
    message: `What answered for ${name} is not a webhook: it sent ${what}. Whether the message arrived is unknown.`,
    remedy: 'Check the address in notify; a proxy, a sign-in page or a captive portal may answer in its place.',
    evidence,
  })
}

/** Whether another try may help. */
export function mayPass({code}: Failure): boolean {
  return code === 'NOTIFY_THROTTLED' || code === 'NOTIFY_UNAVAILABLE'
}

const longestRead = 64 << 10

/** Words that are surely a service's own code, never what may repeat the address or the message. */
function evidenceOf(status: number, headers: Headers, text: string): Record<string, string> {
  const [, code = ''] = /^([a-z]+(?:_[a-z]+)+)$/.exec(text) ?? /"code"\s*:\s*"(\w{3,60})"/.exec(text) ?? []
  const id = ['x-ms-workflow-run-id', 'x-ms-request-id', 'x-slack-unique-id', 'x-request-id']
    .map(name => headers.get(name) ?? '')
    .find(value => /^[\w:.-]{1,80}$/.test(value))
  return {status: String(status), ...(code === '' ? {} : {answer: code}), ...(id ? {'request-id': id} : {})}
}

function isPage(text: string): boolean {
  return /^(<!doctype html|<html|<head|<body)/i.test(text)
}

const notAllowed: Readonly<Record<Webhook['kind'], string>> = {
  teams:
    'The flow lets in signed-in people alone, or its address was renewed. Its owner opens it in Power Automate: the trigger “When a Teams webhook request is received”, Who can trigger the flow: Anyone; and copies the address again.',
  slack:
    'An administrator of the Slack workspace has restricted the app or the channel; its owner allows posting, or makes another webhook.',
  json: 'The receiver does not accept the address or the signature: compare notify-secret on both sides, and the receiver’s clock.',
}

const gone: Readonly<Record<Webhook['kind'], string>> = {
  teams:
    'The flow was deleted, switched off, or its owner has left. Make a Workflows webhook in the channel (… → Workflows → Post to a channel when a webhook request is received), and put its address into the secret.',
  slack:
    'The webhook was revoked, or its channel archived. Make another under https://api.slack.com/apps → Incoming Webhooks, and put its address into the secret.',
  json: 'Correct the address, or ask who runs the receiver.',
}

const refused: Readonly<Record<Webhook['kind'], string>> = {
  teams:
    'The flow may expect another form than an adaptive card in a message: make it from the template “Post to a channel when a webhook request is received”. If it is, please report it with the version and this message.',
  slack: 'If the address is of an incoming webhook, please report it with the version and this message.',
  json: 'Ask who runs the receiver for the reason; docs/delivery.md says what is sent.',
}
