/** What the issue says: a title and a body that mention no account, and a hidden marker by which the next run finds it. */
import {pluralise} from '../audit/numbers.ts'
import {incidentSections} from './incident-sections.ts'
import {escapeMarkdown, withinSize} from './markdown.ts'
import {incidentsInWords, isLink, namedTenant, type Publication} from './publication.ts'
import type {RedactedIncident} from './redacted-incidents.ts'

/** What a run leaves in the issue for the next one. */
export interface Marker {
  tenant: string
  /** In the file of tenants; its artifacts are known by it. */
  tenantName?: string
  /** The period's label. */
  period: string
  status: string
  /** Open incidents and their severity, by digest. */
  incidents: readonly string[]
  /** Digest of verdict and incidents. */
  told: string
  /** The same for the last mail that was taken; '' for none. */
  mailed: string
  /** The content digest that a review is of; '' where there are none. */
  content?: string
  /** Whether it tells of a month that is still made from its days. */
  isSoFar?: boolean
}

const opener = '<!-- m365-audit-export '

/** One line. A `>` would end the comment early. */
export function markerText(marker: Marker): string {
  return `${opener}${JSON.stringify(marker).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e')} -->`
}

/** The marker of an issue's body, of whichever tenant and period; undefined when there is none, or a damaged one. */
export function readMarker(body: string): Marker | undefined {
  const start = body.indexOf(opener)
  const end = body.indexOf(' -->', start)
  if (start < 0 || end < 0) return undefined
  try {
    const json: unknown = JSON.parse(body.slice(start + opener.length, end))
    if (typeof json !== 'object' || json === null) return undefined
    const fields: Record<string, unknown> = {...json}
    const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '')
    const incidents = Array.isArray(fields.incidents) ? fields.incidents.filter(one => typeof one === 'string') : []
    return {
      tenant: text('tenant'),
      ...(/^[\w-]{1,40}$/.test(text('tenantName')) ? {tenantName: text('tenantName')} : {}),
      period: text('period'),
      status: text('status'),
      told: text('told'),
      mailed: text('mailed'),
      ...(text('content') === '' ? {} : {content: text('content')}),
      ...(fields.isSoFar === true ? {isSoFar: true} : {}),
      incidents,
    }
  } catch {
    return undefined
  }
}

/** The body with another marker, and otherwise as it is. */
export function withMarker(body: string, marker: Marker): string {
  return `${markerText(marker)}\n${body.slice(body.indexOf('\n') + 1)}`
}

const reviewBlock = /<!-- review -->[^\n]*<!-- \/review -->\n\n?/g

/** The body with another line about its review. @param line Markdown on one line. */
export function withReviewLine(body: string, line: string): string {
  const end = body.indexOf('\n') + 1
  const rest = body.slice(end).replace(reviewBlock, '')
  return `${body.slice(0, end)}${reviewText(line)}${rest}`
}

function reviewText(line: string): string {
  return `<!-- review -->${quiet(line)}<!-- /review -->\n\n`
}

/** No word of a record stands in it. */
export function issueTitle(publication: Publication): string {
  const {period, tenant, tenantName, status} = publication
  const tenantShort = tenant.replace(/[^\w.-]/g, '').slice(0, 8)
  return `Microsoft 365 audit log ${period.label}: ${status}, ${incidentsInWords(publication.incidents.open)} (${tenantName ?? `tenant ${tenantShort}…`})`
}

/** Characters. GitHub takes 65,536 at most; bytes are counted, which are never fewer. */
const longestBody = 60_000
const mostReasons = 5

export function issueBody(publication: Publication, marker: Marker): string {
  const comment = markerText(marker)
  const sections = [
    lead(publication),
    ...incidentSections(publication.incidents, {
      rulesUrl: publication.rulesUrl,
      withIds: publication.review !== undefined,
    }),
    ...publication.sections,
  ].map(quiet)
  const links = `${publication.review ? reviewText(publication.review.line) : ''}${linksOf(publication)}`
  const text = withinSize(sections, longestBody - comment.length - links.length - 4)
  return `${comment}\n${links}${text}`
}

function lead(publication: Publication): string {
  const {status, records, period, notices = []} = publication
  const reasons = [...notices, ...publication.reasons]
  const shown = reasons.slice(0, mostReasons).map(reason => `- ${escapeMarkdown(reason, 400)}`)
  const more =
    reasons.length > mostReasons
      ? [`- and ${pluralise(reasons.length - mostReasons, 'more reason')} in manifest.json`]
      : []
  return [
    `**${status}**: ${pluralise(records, 'record')} of ${escapeMarkdown(period.text)} (${period.start} to ${period.end}, days in ${escapeMarkdown(period.timezone)}), ${incidentsInWords(publication.incidents.open)}, tenant ${escapeMarkdown(namedTenant(publication))}.`,
    ...(reasons.length > 0 ? [[...shown, ...more].join('\n')] : []),
    publication.review
      ? '_Every run replaces this text for the same month; comments stay. Closed when the month is reviewed: `/incident ID accepted|followed-up|false-alarm WHY` for each incident of medium or high severity, then `/reviewed WHAT YOU LOOKED AT`, each at the beginning of a comment’s line. Opened again when its content changes, or by `/reopen WHY`._'
      : '_Every run replaces this text for the same month; comments stay. Closed when there is nothing to do, and opened again when that changes._',
  ].join('\n\n')
}

function linksOf({artifactUrl, runUrl}: Publication): string {
  const links = [
    ...(isLink(artifactUrl) ? [`[The evidence (artifact)](${artifactUrl})`] : []),
    ...(isLink(runUrl) ? [`[the run](${runUrl})`] : []),
  ]
  return links.length > 0 ? `${links.join(' · ')}\n\n` : ''
}

/** A short comment for followers of the issue, when verdict or incidents changed. */
export function changeComment(
  publication: Publication,
  before: Marker,
  isNew: (incident: RedactedIncident) => boolean,
): string {
  const {open} = publication.incidents
  const fresh = open.filter(isNew)
  const gone = before.incidents.length - (open.length - fresh.length)
  const listed = fresh.slice(0, 10).map(incident => `- ${incident.severity}: ${escapeMarkdown(incident.title, 200)}`)
  const lines = [
    `Now **${publication.status}** with ${incidentsInWords(open)}; before: ${escapeMarkdown(before.status)} with ${before.incidents.length}.`,
    ...(fresh.length > 0
      ? [`New:\n\n${listed.join('\n')}${fresh.length > 10 ? `\n- and ${fresh.length - 10} more` : ''}`]
      : []),
    ...(gone > 0
      ? [`Of the earlier ones, ${pluralise(gone, 'is', 'are')} no longer there, accepted, or of another severity.`]
      : []),
    ...(publication.review && before.content && before.content !== publication.review.content
      ? [
          'The content changed since: record files, gaps or incidents are others. A review of the earlier content does not count for this one.',
        ]
      : []),
  ]
  return quiet(lines.join('\n\n'))
}

/**
 * GitHub looks for mentions and references after Markdown is done with, so that an entity hides none from it
 * (https://github.com/github/cmark-gfm/issues/181), and in mailed replies even code does not
 * (https://github.com/dependabot/dependabot-core/pull/3157). A space of no width breaks them. `://` and `www.` become
 * links by themselves likewise.
 */
export function quiet(markdown: string): string {
  return markdown
    .replace(/@|&#64;/g, '&#64;&#8203;')
    .replace(/&#35;|(?<![&#])#(?=\d)/g, '&#35;&#8203;')
    .replace(/\bGH(-|&#45;)(?=\d)/gi, 'GH-&#8203;')
    .replace(/&#58;(?=\/\/)/g, '&#58;&#8203;')
    .replace(/\b(www|ftp)(\.|&#46;)/gi, '$1&#8203;.')
}
