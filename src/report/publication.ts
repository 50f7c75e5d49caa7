/** The outcome of a month as delivered: what every delivery is made from. */
import type {LedgerEntry, Verdict} from '../audit/ledger.ts'
import {type Severity, severities} from '../audit/severity.ts'
import type {RedactedFinding} from './redacted-findings.ts'

export interface Publication {
  status: Verdict
  /** Why it is not complete, most important first. */
  reasons: readonly string[]
  /** What has to be done besides, and says nothing of the month itself: a sentence each. */
  notices?: readonly string[]
  /** `start` and `end` are UTC instants. */
  period: {label: string; text: string; timezone: string; start: string; end: string}
  /** The tenant's GUID. */
  tenant: string
  records: number
  gaps: readonly LedgerEntry[]
  findings: readonly RedactedFinding[]
  /** Markdown: what the summary says besides verdict and findings, in order of weight, no more disclosed than in them. */
  sections: readonly string[]
  files: readonly PublishedFile[]
  /** Page from which the artifact is downloaded; '' or absent where there is none. */
  artifactUrl?: string | undefined
  runUrl?: string | undefined
}

export interface PublishedFile {
  name: string
  path: string
  bytes: number
  sha256: string
}

/** Findings that are not accepted. */
export function openFindings<T extends {accepted?: unknown}>({findings}: {findings: readonly T[]}): T[] {
  return findings.filter(finding => !finding.accepted)
}

/** Whether there is something to do: a finding, a part of the month that is not proven, or a notice. */
export function needsAttention(publication: Publication): boolean {
  const {status, notices = []} = publication
  return status === 'incomplete' || notices.length > 0 || openFindings(publication).length > 0
}

/** `3 findings (1 high, 2 low)` */
export function findingsInWords(findings: readonly {severity: Severity}[]): string {
  if (findings.length === 0) return 'no findings'
  const parts = severities.flatMap(severity => {
    const count = findings.filter(finding => finding.severity === severity).length
    return count > 0 ? [`${count} ${severity}`] : []
  })
  return `${findings.length} finding${findings.length === 1 ? '' : 's'} (${parts.join(', ')})`
}

/** Addresses that we were given by the runner, and would follow ourselves. */
export function isLink(url: string | undefined): url is string {
  return url !== undefined && /^https?:\/\/[^\s<>"'()[\]\\]+$/.test(url)
}
