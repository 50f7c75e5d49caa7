/** Whether two runs have the same to say: digests of verdict and findings, which hold nothing of their content. */
import {createHash} from 'node:crypto'
import {openFindings, type Publication} from '../report/publication.ts'
import type {RedactedFinding} from '../report/redacted-findings.ts'

export function fingerprint(publication: Publication): string {
  const {tenant, period, status, notices = []} = publication
  // Their words count days down, which is nothing new to say.
  const noticed = notices.length > 0 ? [notices.length] : []
  const findings = sorted(openFindings(publication).map(findingDigest))
  return digest(JSON.stringify([tenant, period.label, status, findings, ...noticed]))
}

/** Of a mail: other recipients have not received it yet. */
export function mailFingerprint(publication: Publication, recipients: readonly string[]): string {
  const people = sorted(recipients.map(address => address.toLowerCase()))
  return digest(JSON.stringify([fingerprint(publication), people]))
}

export function findingDigest({id, severity}: RedactedFinding): string {
  return digest(JSON.stringify([id, severity])).slice(0, 10)
}

function sorted(texts: readonly string[]): string[] {
  return [...texts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
