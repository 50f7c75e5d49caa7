/** The mail's subject, and text made safe for one line of a mail. */
import {incidentsInWords, type Publication} from './publication.ts'

/** Holds no text of a record. */
export function mailSubject(publication: Publication): string {
  const {period, status, tenantName} = publication
  const whose = tenantName === undefined ? '' : ` (${tenantName})`
  return plainLine(
    `Microsoft 365 audit log ${period.text}: ${status}, ${incidentsInWords(publication.incidents.open)}${whose}`,
  )
}

/** One line, nothing invisible, and nothing that a mail program makes a link of by itself. */
export function plainLine(text: string, longest = 200): string {
  const short = text.length > longest ? `${text.slice(0, longest - 1)}…` : text
  return short
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')
    .replace(/:\/\//g, ':\u200b//')
    .replace(/\b(www|ftp)\./gi, '$1\u200b.')
    .trim()
}
