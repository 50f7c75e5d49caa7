/** The mail about a month, whichever way it is sent: whether it is due, what it says, and what goes along. */
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
  /** The last mail's fingerprint; '' when none was sent, undefined when nobody knows. */
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
  room: number
  /**
   * Throws `Failure`, `MAIL_TOO_LARGE` among others. A mail that reached only some recipients is returned with a failure:
   * the others would be refused again, and a corrected list of recipients is told anyway.
   */
  send(letter: Message): Promise<Delivery>
  /** Shows that a mail would be taken, without sending one, and tells by what. Throws `Failure`. */
  probe(): Promise<string>
}

export function mailPublisher(postman: MailTransport, settings: MailPublisherSettings, memory?: MailMemory): Publisher {
  return {
    name: postman.name,
    check: async (): Promise<Check> => {
      try {
        return {name: 'mail', verdict: 'ok', says: await postman.probe()}
      } catch (error) {
        return failed('mail', asFailure(error))
      }
    },
    publish: async publication => {
      if (settings.when === 'findings' && !needsAttention(publication))
        return {did: 'No mail: there is nothing to do.', notes: []}
      const fingerprint = mailFingerprint(publication, settings.to)
      const mailed = memory?.mailed()
      if (mailed === fingerprint)
        return {did: 'No mail: the same verdict and findings were mailed before, as the issue remembers.', notes: []}

      const delivery = await deliver(postman, publication, settings, fingerprint)
      if (mailed === undefined) return {...delivery, did: `${delivery.did} ${forgetful}`}
      return {...delivery, notes: [...delivery.notes, ...(await remembered(memory, fingerprint))]}
    },
  }
}

const forgetful = 'A rerun will mail again: without an issue nothing remembers what was mailed.'

async function deliver(
  postman: MailTransport,
  publication: Publication,
  settings: MailPublisherSettings,
  fingerprint: string,
): Promise<Delivery> {
  const parcel: Attachments = settings.attach
    ? await attachmentsFor(settings.world.disk, publication.files, postman.room)
    : {attachments: [], left: []}
  try {
    return noting(await postman.send(letter(publication, settings, fingerprint, parcel)), parcel)
  } catch (error) {
    if (!(error instanceof Failure && error.code === 'MAIL_TOO_LARGE') || parcel.attachments.length === 0) throw error
    const left = parcel.attachments.map(({file}) => ({file, why: 'the mail server takes no mail of that size'}))
    const without = {attachments: [], left: [...left, ...parcel.left]}
    return noting(await postman.send(letter(publication, settings, fingerprint, without)), without)
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

function letter(
  publication: Publication,
  settings: MailPublisherSettings,
  fingerprint: string,
  parcel: Attachments,
): Message {
  const enclosures = {attached: parcel.attachments.map(({name}) => name), left: parcel.left}
  return {
    to: settings.to,
    subject: mailSubject(publication),
    text: mailText(publication, enclosures),
    html: mailHtml(publication, enclosures),
    attachments: parcel.attachments,
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
