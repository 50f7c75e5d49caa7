/** The way by which mail is sent: a mail server, or Graph with the export's own sign-in. */
import type {MailSender, MonthSettings} from '../inputs/settings.ts'
import {type GraphMail, graphMailPublisher, graphMailTransport} from '../publish/graph-mail.ts'
import type {MailMemory, MailPublisherSettings, MailTransport} from '../publish/mail.ts'
import type {Publisher} from '../publish/publish.ts'
import {type SmtpMail, smtpPublisher, smtpTransport} from '../publish/smtp.ts'
import {tokenProvider} from '../signin/token.ts'
import type {RunContext} from './context.ts'
import type {CallerIdentity} from './session.ts'

/** Undefined where no mail is wanted, or where Graph would send it and there was no sign-in. */
export function mailOf(
  {mail}: Pick<MonthSettings, 'mail'>,
  context: Pick<RunContext, 'world' | 'cancelled'>,
  caller: CallerIdentity | undefined,
  memory?: MailMemory,
): Publisher | undefined {
  if (mail === undefined) return undefined
  const way = wayOf(mail, context, {caller, letter: mail})
  if (way === undefined) return undefined
  return 'server' in way ? smtpPublisher({...way, memory}) : graphMailPublisher({...way, memory})
}

/** The same for one recipient, with nothing attached and nothing remembered. */
export function mailTo(
  to: string,
  sender: MailSender | undefined,
  context: Pick<RunContext, 'world' | 'cancelled'>,
  caller: CallerIdentity | undefined,
): {publisher: Publisher; transport: MailTransport} | undefined {
  const letter = {to: [to], when: 'always' as const, attach: false}
  const way = sender && wayOf(sender, context, {caller, letter})
  if (way === undefined) return undefined
  // What was mailed is remembered by others: nothing is known here, and nothing is to be said of it.
  const memory: MailMemory = {mailed: () => '', remember: async () => {}}
  return 'server' in way
    ? {publisher: smtpPublisher({...way, memory}), transport: smtpTransport(way)}
    : {publisher: graphMailPublisher({...way, memory}), transport: graphMailTransport(way)}
}

function wayOf(
  {server, from}: MailSender,
  {world, cancelled}: Pick<RunContext, 'world' | 'cancelled'>,
  {caller, letter}: {caller: CallerIdentity | undefined; letter: Omit<MailPublisherSettings, 'world'>},
): SmtpMail | GraphMail | undefined {
  const {to, when, attach} = letter
  const common = {world, to, when, attach, from, signal: cancelled}
  if (server) return {...common, server}
  if (caller === undefined) return undefined
  const {cloud, tenantId, clientId, credential} = caller
  const tokens = tokenProvider(world, {cloud, tenantId, clientId, credential, resource: 'graph', signal: cancelled})
  return {...common, cloud, tenantId, clientId, tokens}
}
