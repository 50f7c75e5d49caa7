/** Mail through a server of the customer's choice, by nodemailer, which is loaded only when a mail is sent. */
import {type RetryPolicy, retryDelay} from '../wire/retry.ts'
import type {World} from '../wire/world.ts'
import {type MailMemory, type MailPublisherSettings, type MailTransport, type Message, mailPublisher} from './mail.ts'
import type {Delivery, Publisher} from './publish.ts'
import {explainSmtp, recipientsRefused, type SmtpTrouble} from './smtp-errors.ts'
import {connectionOptions, type SmtpServer, secretsOf} from './smtp-server.ts'

export interface SmtpMail extends MailPublisherSettings {
  world: World
  server: SmtpServer
  /** The sender's address. */
  from: string
  memory?: MailMemory | undefined
  policy?: RetryPolicy
  signal?: AbortSignal
  /** Certificates to trust besides those that Node does, as PEM. */
  trust?: string
}

/** `timeout` is of silence. */
const smtpPolicy: RetryPolicy = {
  tries: 3,
  base: 5000,
  longest: 60_000,
  timeout: 60_000,
  maximumBytes: 1 << 20,
  jitter: Math.random,
}

/** Most servers take 10 MB or more; base64 makes four bytes of three. */
const mostBytes = 7_000_000

export function smtpPublisher(settings: SmtpMail): Publisher {
  return mailPublisher(smtpTransport(settings), settings, settings.memory)
}

export function smtpTransport(settings: SmtpMail): MailTransport {
  return {
    name: `mail through ${settings.server.host}`,
    mostBytes,
    send: message => sendMessage(settings, message),
    probe: () => probe(settings),
  }
}

/** Connects, secures the connection, signs in, and leaves. */
async function probe(settings: SmtpMail): Promise<string> {
  const {server, policy = smtpPolicy} = settings
  const {createTransport} = await import('nodemailer')
  const transport = createTransport({...connectionOptions(server, settings.trust), ...limits(policy)})
  try {
    await transport.verify()
  } catch (error) {
    throw explainSmtp(troubleOf(error), settings, secretsOf(server))
  } finally {
    transport.close()
  }
  const user = server.login ? ' and its user' : ''
  return `${server.host} takes the connection${user}; nothing was sent, so that sender and recipients are not tried.`
}

/** Tries again what the server defers, and a connection that fails. */
async function sendMessage(settings: SmtpMail, message: Message): Promise<Delivery> {
  const {world, policy = smtpPolicy, server, signal} = settings
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted()
    try {
      return deliveryOf(settings, await sendOnce(settings, message, policy))
    } catch (error) {
      const trouble = troubleOf(error)
      if (attempt >= policy.tries || !mayPass(trouble)) throw explainSmtp(trouble, settings, secretsOf(server))
      const delay = retryDelay(policy, attempt, null, world.now())
      world.debug(`${server.host} did not take the mail (${trouble.code}); again in ${(delay / 1000).toFixed(1)} s`)
      await world.sleep(delay, signal)
    }
  }
}

/** Recipients that the server accepted, and those it refused. */
interface Sent {
  accepted: (string | {address: string})[]
  rejected: (string | {address: string})[]
}

async function sendOnce(settings: SmtpMail, message: Message, policy: RetryPolicy): Promise<Sent> {
  const {createTransport} = await import('nodemailer')
  const transport = createTransport({...connectionOptions(settings.server, settings.trust), ...limits(policy)})
  try {
    return await transport.sendMail({
      from: settings.from,
      to: [...message.to],
      subject: message.subject,
      text: message.text,
      html: message.html,
      attachments: message.attachments.map(({name, type, content}) => ({filename: name, contentType: type, content})),
      // The same for the same content: a mailbox that has it already may drop the second.
      messageId: `<${message.fingerprint}.m365-audit-export@${settings.from.slice(settings.from.lastIndexOf('@') + 1)}>`,
      // No automatic replies: RFC 3834, and Exchange's own header.
      headers: {'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All'},
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  } finally {
    transport.close()
  }
}

function limits({timeout}: RetryPolicy) {
  return {connectionTimeout: timeout, greetingTimeout: timeout, dnsTimeout: timeout, socketTimeout: timeout}
}

function deliveryOf(settings: SmtpMail, sent: Sent): Delivery {
  const names = (list: Sent['accepted']) => list.map(one => (typeof one === 'string' ? one : one.address))
  const rejected = names(sent.rejected)
  const did = `${settings.server.host} took the mail for ${names(sent.accepted).join(', ')}.`
  if (rejected.length === 0) return {did, notes: []}
  return {did, notes: [], failure: recipientsRefused(rejected, settings)}
}

/** nodemailer's error, whose fields are its own. */
function troubleOf(error: unknown): SmtpTrouble {
  const fields: Record<string, unknown> = error instanceof Error ? {...error} : {}
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  return {
    code: text(fields.code),
    original: text(fields.originalCode),
    response: text(fields.response),
    status: typeof fields.responseCode === 'number' ? fields.responseCode : 0,
    command: text(fields.command),
    rejected: Array.isArray(fields.rejected) ? fields.rejected.map(String) : [],
    cause: error,
  }
}

/** After a broken connection it is unknown whether the mail was accepted; without a connection it was not. */
function mayPass({code, status, original}: SmtpTrouble): boolean {
  if (status > 0) return status < 500
  return code === 'EDNS' || ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'].includes(original)
}
