/** The outcome of a month as delivered: what every delivery is made from. */

import type {LedgerEntry, Verdict} from '../audit/ledger.ts'
import {pluralise, thousands} from '../audit/numbers.ts'
import {type Severity, severities} from '../audit/severity.ts'
import type {RedactedMonth} from './redacted-incidents.ts'

export interface Publication {
  status: Verdict
  /** Why it is not complete, most important first. */
  reasons: readonly string[]
  /** What has to be done besides, and says nothing of the month itself: a sentence each. */
  notices?: readonly string[]
  /** Of a month that is still made from its days: the month's own export replaces it, and is not replaced by it. */
  isSoFar?: boolean
  /** `start` and `end` are UTC instants. */
  period: {label: string; text: string; timezone: string; start: string; end: string}
  /** The tenant's GUID. */
  tenant: string
  /** In the file of tenants, where that named it. */
  tenantName?: string | undefined
  records: number
  gaps: readonly LedgerEntry[]
  incidents: RedactedMonth
  /** Absent where the team does without reviews. */
  review?: PublishedReview | undefined
  /** What is new, again and gone since earlier months: sentences. */
  recurrence?: readonly string[] | undefined
  /** What a reader should know of the run. */
  notes?: readonly string[] | undefined
  /** The page of all rules, where it is known. */
  rulesUrl?: string | undefined
  /** Markdown: what the summary says besides verdict and incidents, in order of weight, no more disclosed than in them. */
  sections: readonly string[]
  files: readonly PublishedFile[]
  /** Page from which the artifact is downloaded; '' or absent where there is none. */
  artifactUrl?: string | undefined
  runUrl?: string | undefined
}

export interface PublishedReview {
  isReviewed: boolean
  /** Markdown: by whom, or what is missing. */
  line: string
  /** The content digest of the export. */
  content: string
}

export interface PublishedFile {
  name: string
  path: string
  bytes: number
  sha256: string
}

/** Whether there is something to do: an incident, a part of the month that is not verified, or a notice. */
export function needsAttention({status, incidents, notices = []}: Publication): boolean {
  return status === 'incomplete' || notices.length > 0 || incidents.open.length > 0
}

/** Whether the month's issue stays open: until the month is reviewed, where that is asked for. */
export function isIssueOpen(publication: Publication): boolean {
  return publication.review ? !publication.review.isReviewed : needsAttention(publication)
}

/** `contoso (GUID)`, or the GUID alone. */
export function namedTenant({tenant, tenantName}: Pick<Publication, 'tenant' | 'tenantName'>): string {
  return tenantName === undefined ? tenant : `${tenantName} (${tenant})`
}

/** `3 incidents (1 high, 2 low)` */
export function incidentsInWords(incidents: readonly {severity: Severity}[]): string {
  if (incidents.length === 0) return 'no incidents'
  const parts = severities.flatMap(severity => {
    const count = incidents.filter(incident => incident.severity === severity).length
    return count > 0 ? [`${thousands(count)} ${severity}`] : []
  })
  return `${pluralise(incidents.length, 'incident')} (${parts.join(', ')})`
}

/** Addresses that we were given by the runner, and would follow ourselves. */
export function isLink(url: string | undefined): url is string {
  return url !== undefined && /^https?:\/\/[^\s<>"'()[\]\\]+$/.test(url)
}
