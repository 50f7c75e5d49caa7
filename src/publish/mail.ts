/** The mail about a month, by either transport: whether it is due, its content and its attachments. */
import {mailHtml, mailText} from '../report/mail-body.ts'
import {mailSubject} from '../report/mail-subject.ts'
import {needsAttention, type Publication} from '../report/publication.ts'
import {type Check, failed} from '../signin/check.ts'
import {asFailure, explain, Failure} from '../wire/failure.ts'
import type {World} from '../wire/world.ts'
import {type Attachment, type Attachments, attachmentsFor} from './attachments.ts'
import {mailFingerprint} from './fingerprint.ts'
import type {Delivery, Publisher} from './publish.ts'

export interface MailPublisherSettings {
  world: Pick<World, 'disk'>
  to: readonly string[]
  /** `findings`: only when there is something to do. */
  when: 'findings' | 'always'
  /** Whether the report and, where it fits, the compressed CSV go along. */
  attach: boolean
}

/** What was mailed of this month before, where anything keeps that. */
export interface MailMemory {
  /** Whether the month's own export was told already, after which its days are not. */
  isClosed?(): boolean
  /** The last mail's fingerprint; '' when none was sent, undefined when unknown. */
  mailed(): string | undefined
  remember(fingerprint: string): Promise<void>
}

export interface Message {
  to: readonly string[]
  subject: string
  text: string
  html: string
  attachments: readonly Attachment[]
  /** The same for the same verdict, findings and recipients. */
  fingerprint: string
}

/** A way to send. */
export interface MailTransport {
  name: string
  /** Bytes of attachments, before base64, that one mail may carry. */
  mostBytes: number
  /**
   * Throws `Failure`, `MAIL_TOO_LARGE` among others. A mail that reached only some recipients is returned with a failure:
   * the others would be refused again, and a corrected list of recipients gets the mail anyway.
   */
  send(message: Message): Promise<Delivery>
  /** Shows that a mail would be taken, without sending one, and says by what. Throws `Failure`. */
  probe(): Promise<string>
}

export function mailPublisher(
  transport: MailTransport,
  settings: MailPublisherSettings,
  memory?: MailMemory,
): Publisher {
  return {
    name: transport.name,
    check: async (): Promise<Check> => {
      try {
        return {name: 'mail', verdict: 'ok', says: await transport.probe()}
      } catch (error) {
        return failed('mail', asFailure(error))
      }
    },
    publish: async publication => {
      if (settings.when === 'findings' && !needsAttention(publication))
        return {did: 'No mail: there is nothing to do.', notes: []}
      if (memory?.isClosed?.()) return {did: `No mail: ${closedWords}`, notes: []}
      const fingerprint = mailFingerprint(publication, settings.to)
      const mailed = memory?.mailed()
      if (mailed === fingerprint)
        return {did: 'No mail: the same verdict and findings were mailed before, as the issue remembers.', notes: []}

      const delivery = await deliver(transport, publication, settings, fingerprint)
      if (mailed === undefined) return {...delivery, did: `${delivery.did} ${forgetful}`}
      return {...delivery, notes: [...delivery.notes, ...(await remembered(memory, fingerprint))]}
    },
  }
}

/** Why a day's run leaves the month alone. */
export const closedWords = 'the month’s own export was reported already, and its days add nothing to it.'

const forgetful = 'A rerun will mail again: without an issue nothing remembers what was mailed.'

async function deliver(
  transport: MailTransport,
  publication: Publication,
  settings: MailPublisherSettings,
  fingerprint: string,
): Promise<Delivery> {
  const chosen: Attachments = settings.attach
    ? await attachmentsFor(settings.world.disk, publication.files, transport.mostBytes)
    : {attachments: [], left: []}
  try {
    return noting(await transport.send(messageFor(publication, settings, fingerprint, chosen)), chosen)
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'MAIL_TOO_LARGE') || chosen.attachments.length === 0) throw error
    const left = chosen.attachments.map(({file}) => ({file, why: 'the mail server takes no mail of that size'}))
    const without = {attachments: [], left: [...left, ...chosen.left]}
    return noting(await transport.send(messageFor(publication, settings, fingerprint, without)), without)
  }
}

/** Asked for and not attached: the log says so, as the mail does. */
function noting(delivery: Delivery, {left}: Attachments): Delivery {
  const notes = left.map(
    ({file, why}) =>
      `The mail does not have ${file.name} (${(file.bytes / 1e6).toFixed(1)} MB) with it: ${why}. It says where the file is.`,
  )
  return {...delivery, notes: [...delivery.notes, ...notes]}
}

function messageFor(
  publication: Publication,
  settings: MailPublisherSettings,
  fingerprint: string,
  chosen: Attachments,
): Message {
  const enclosures = {attached: chosen.attachments.map(({name}) => name), left: chosen.left}
  return {
    to: settings.to,
    subject: mailSubject(publication),
    text: mailText(publication, enclosures),
    html: mailHtml(publication, enclosures),
    attachments: chosen.attachments,
    fingerprint,
  }
}

async function remembered(memory: MailMemory | undefined, fingerprint: string): Promise<string[]> {
  try {
    await memory?.remember(fingerprint)
    return []
  } catch (error) {
    return [
      `The mail was sent, but a rerun will send it again: the issue did not take note. ${explain(asFailure(error))}`,
    ]
  }
}
