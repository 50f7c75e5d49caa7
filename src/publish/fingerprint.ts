/** Whether two runs have the same to say: digests of verdict and incidents, which hold nothing of their content. */

import {createHash} from 'node:crypto'
import {compareText} from '../audit/compare-text.ts'
import type {Publication} from '../report/publication.ts'
import type {RedactedIncident} from '../report/redacted-incidents.ts'

export function fingerprint(publication: Publication): string {
  const {tenant, period, status, notices = []} = publication
  // Their words count days down, which is nothing new to say.
  const noticed = notices.length > 0 ? [notices.length] : []
  const incidents = sorted(publication.incidents.open.map(incidentDigest))
  return digest(JSON.stringify([tenant, period.label, status, incidents, ...noticed]))
}

/** Of a mail: other recipients have not received it yet. */
export function mailFingerprint(publication: Publication, recipients: readonly string[]): string {
  const people = sorted(recipients.map(address => address.toLowerCase()))
  return digest(JSON.stringify([fingerprint(publication), people]))
}

export function incidentDigest({id, severity}: Pick<RedactedIncident, 'id' | 'severity'>): string {
  return digest(JSON.stringify([id, severity])).slice(0, 10)
}

/** Also those that an incident had under its former ids. */
export function incidentDigests({id, formerly, severity}: RedactedIncident): string[] {
  return [id, ...formerly].map(one => incidentDigest({id: one, severity}))
}

function sorted(texts: readonly string[]): string[] {
  return [...texts].sort(compareText)
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
