/** Mail from a mailbox of the tenant, by Graph's `sendMail`, with the sign-in that the export has. */
import type {Cloud} from '../signin/cloud.ts'
import type {AccessToken, TokenProvider} from '../signin/token.ts'
import {bodyJson} from '../wire/body.ts'
import {Failure} from '../wire/failure.ts'
import type {RetryPolicy} from '../wire/retry.ts'
import {type BodyReading, type HttpAnswer, send} from '../wire/send.ts'
import type {World} from '../wire/world.ts'
import {explainGraphMail} from './graph-mail-errors.ts'
import {type MailMemory, type MailPublisherSettings, type MailTransport, type Message, mailPublisher} from './mail.ts'
import type {Delivery, Publisher} from './publish.ts'

export interface GraphMail extends MailPublisherSettings {
  world: World
  cloud: Cloud
  tenantId: string
  clientId: string
  /** For the resource `graph`. */
  tokens: TokenProvider
  /** The mailbox: its address, or its object id. */
  from: string
  memory?: MailMemory | undefined
  policy?: RetryPolicy
  signal?: AbortSignal
}

/** https://learn.microsoft.com/graph/throttling-limits: four at once per mailbox, and we send one. */
const graphPolicy: RetryPolicy = {
  tries: 5,
  base: 2000,
  longest: 120_000,
  timeout: 60_000,
  maximumBytes: 1 << 20,
  jitter: Math.random,
}

/**
 * A request may have 4 MB (https://learn.microsoft.com/graph/api/user-sendmail); base64 makes four bytes of three,
 * and the words take up to 200 kB.
 */
const mostBytes = 2_800_000

export function graphMailPublisher(settings: GraphMail): Publisher {
  return mailPublisher(graphMailTransport(settings), settings, settings.memory)
}

export function graphMailTransport(settings: GraphMail): MailTransport {
  return {
    name: `mail from ${settings.from}`,
    mostBytes,
    send: message => sendMail(settings, message),
    probe: () => probe(settings),
  }
}

/**
 * A message without recipients is refused with ErrorInvalidRecipients, and only after Exchange has found the mailbox and let
 * the app in (msgraph-sdk-dotnet #1891 has the words).
 */
async function probe(settings: GraphMail): Promise<string> {
  const withoutRecipients = {to: [], subject: '', text: '', html: '', attachments: [], fingerprint: ''}
  try {
    await sendMail({...settings, to: []}, withoutRecipients)
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'MAIL_RECIPIENTS') throw error
    return `Graph lets the app send as ${settings.from}: a message without recipients was refused for that alone, and nothing was sent.`
  }
  return `Graph lets the app send as ${settings.from}: it took a message without recipients, which goes nowhere.`
}

/** A token without `Mail.Send` is tried all the same: Exchange's RBAC for Applications leaves no trace in it. */
async function sendMail(settings: GraphMail, message: Message): Promise<Delivery> {
  const {world, cloud, from, tokens, policy = graphPolicy} = settings
  const url = `${cloud.graph}/v1.0/users/${encodeURIComponent(from)}/sendMail`
  const body = JSON.stringify(messageOf(message))
  const session: Session = {renewals: 0}
  await send<undefined>(world, {
    policy,
    ...(settings.signal ? {signal: settings.signal} : {}),
    request: async () => {
      session.token = session.renewal ? await tokens.renew(session.renewal) : await tokens.token()
      delete session.renewal
      const headers = {authorization: `Bearer ${session.token.secret}`, 'content-type': 'application/json'}
      return new Request(url, {method: 'POST', headers, body})
    },
    read: answer => readAnswer(answer, session, settings, policy),
  })
  return {
    did: `Microsoft 365 took the mail for ${message.to.join(', ')}; if it can’t be delivered, the bounce goes to ${from}.`,
    notes: [],
  }
}

interface Session {
  token?: AccessToken
  renewals: number
  renewal?: {claims?: string; refused?: AccessToken}
}

/** No `from` and no `sender`: the mailbox is in the address, and any other is refused with ErrorSendAsDenied. */
function messageOf(message: Message): unknown {
  return {
    message: {
      subject: message.subject,
      body: {contentType: 'HTML', content: message.html},
      toRecipients: message.to.map(address => ({emailAddress: {address}})),
      ...(message.attachments.length > 0
        ? {
            attachments: message.attachments.map(({name, type, content}) => ({
              '@odata.type': '#microsoft.graph.fileAttachment',
              name,
              contentType: type,
              contentBytes: content.toString('base64'),
            })),
          }
        : {}),
    },
    saveToSentItems: false,
  }
}

function readAnswer(
  answer: HttpAnswer,
  session: Session,
  settings: GraphMail,
  policy: RetryPolicy,
): BodyReading<undefined> {
  const {status, headers} = answer
  // 202 is the documented answer.
  if (status === 202 || status === 200) return {done: undefined}
  const failure = explainGraphMail({
    status,
    body: bodyJson(answer, policy.maximumBytes),
    requestId: headers.get('request-id') ?? '',
    roles: session.token?.claims?.roles,
    from: settings.from,
    to: settings.to,
    cloud: settings.cloud,
    tenantId: settings.tenantId,
    clientId: settings.clientId,
  })
  if (status === 401 && session.renewals++ === 0) {
    const claims = /claims="([^"]+)"/.exec(headers.get('www-authenticate') ?? '')?.[1]
    session.renewal = {
      ...(claims === undefined ? {} : {claims}),
      ...(session.token ? {refused: session.token} : {}),
    }
    return {retry: failure}
  }
  const throttled = status === 429
  return throttled || status >= 500 ? {retry: failure, throttled} : {failed: failure}
}
