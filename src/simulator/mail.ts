/**
 * Graph's `sendMail` of the tenant's mailboxes. Refused in this order: the token, the mailbox, the app, the message: a message
 * to nobody tells a caller that all before it was right (ErrorInvalidRecipients, msgraph-sdk-dotnet #1891).
 * https://learn.microsoft.com/graph/api/user-sendmail
 */
import {randomUUID} from 'node:crypto'
import {type Context, Hono} from 'hono'
import type {Tenant} from './tenant.ts'
import {readToken} from './tokens.ts'

export interface MailOptions {
  /** Addresses that have a mailbox. */
  mailboxes: string[]
  /** Mailboxes that an Application Access Policy keeps the app from. */
  withheld: string[]
}

export interface SentMail {
  from: string
  to: string[]
  subject: string
}

/** @param sent takes what was sent. */
export function mail(tenant: Tenant, {mailboxes, withheld}: MailOptions, sent: SentMail[]): Hono {
  const app = new Hono()
  const has = (list: string[], address: string) => list.some(one => one.toLowerCase() === address.toLowerCase())

  app.post('/v1.0/users/:from/sendMail', async c => {
    const from = c.req.param('from')
    const reading = await readToken(tenant, c.req.raw, 'graph', tenant.id)
    if ('refused' in reading) return refusal(401, 'InvalidAuthenticationToken', 'Access token is missing or not valid.')
    if (!has(mailboxes, from)) return refusal(404, 'ErrorInvalidUser', `The requested user '${from}' is invalid.`)
    if (!reading.roles.includes('Mail.Send'))
      return refusal(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
    if (has(withheld, from)) {
      const says = 'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.'
      return refusal(403, 'ErrorAccessDenied', says)
    }
    const message = await messageOf(c)
    if (typeof message === 'string') return refusal(400, 'BadRequest', message)
    if (message.to.length === 0) {
      const says = "At least one recipient is not valid., A message can't be sent because it contains no recipients."
      return refusal(400, 'ErrorInvalidRecipients', says)
    }
    sent.push({from, ...message})
    return new Response(null, {status: 202, headers: {'request-id': randomUUID()}})
  })
  return app
}

/** What is to be sent, or what is wrong with it. */
async function messageOf(c: Context): Promise<Omit<SentMail, 'from'> | string> {
  const body = (await c.req.json().catch(() => undefined)) as {message?: Record<string, unknown>} | undefined
  const {message} = body ?? {}
  if (typeof message !== 'object' || message === null) return 'The property message is missing.'
  if ('from' in message || 'sender' in message) return 'from and sender are the mailbox’s own; leave them out.'
  const {subject, toRecipients} = message
  if (typeof subject !== 'string' || !Array.isArray(toRecipients)) return 'subject or toRecipients is missing.'
  const to = toRecipients.map((one: {emailAddress?: {address?: unknown}}) => one?.emailAddress?.address)
  if (!to.every(address => typeof address === 'string')) return 'A recipient has no emailAddress.address.'
  return {to, subject}
}

function refusal(status: number, code: string, message: string): Response {
  const id = randomUUID()
  return new Response(JSON.stringify({error: {code, message, innerError: {'request-id': id}}}), {
    status,
    headers: {'content-type': 'application/json', 'request-id': id},
  })
}
