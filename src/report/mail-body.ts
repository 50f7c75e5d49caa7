/** What the mail says, as plain text and as HTML: the verdict, the incidents, the gaps, and where the evidence is. */
import {rangeText} from '../audit/ledger.ts'
import {namesOf, utcText} from './incident-sections.ts'
import {mailSubject, plainLine} from './mail-subject.ts'
import {thousands} from './markdown.ts'
import {incidentsInWords, isLink, type Publication, type PublishedFile} from './publication.ts'
import type {RedactedIncident} from './redacted-incidents.ts'

/** What goes along, and what stays behind with the reason. */
export interface AttachmentNotes {
  attached: readonly string[]
  left: readonly {file: PublishedFile; why: string}[]
}

const mostIncidents = 30
const mostGaps = 10
const mostReasons = 5

/** The mail's content, before it is text or HTML. Every word is plain. */
interface MailContent {
  headline: string
  reasons: string[]
  incidents: {severity: string; title: string; who: string; when: string; records: string; narrative: string}[]
  moreIncidents: string
  gaps: {when: string; why: string}[]
  moreGaps: string
  links: {name: string; url: string}[]
  enclosures: string[]
  files: {name: string; bytes: string; sha256: string}[]
}

function mailContent(publication: Publication, enclosures: AttachmentNotes): MailContent {
  const {records, period, status, tenant, notices = [], gaps, artifactUrl, runUrl} = publication
  const reasons = [...notices, ...publication.reasons]
  const {open, accepted} = publication.incidents
  return {
    headline: `${status}: ${thousands(records)} records of ${plainLine(period.text)} (days in ${plainLine(period.timezone)}), ${incidentsInWords(open)}${accepted.length > 0 ? `, ${accepted.length} accepted` : ''}, tenant ${plainLine(tenant)}.`,
    reasons: [
      ...reasons.slice(0, mostReasons).map(reason => plainLine(reason, 400)),
      ...(reasons.length > mostReasons ? [`and ${reasons.length - mostReasons} more reasons in manifest.json`] : []),
    ],
    incidents: open.slice(0, mostIncidents).map(incidentRow),
    moreIncidents: open.length > mostIncidents ? `and ${open.length - mostIncidents} more in findings.json` : '',
    gaps: gaps.slice(0, mostGaps).map(gap => ({when: rangeText(gap), why: plainLine(gap.reason?.message ?? '', 300)})),
    moreGaps: gaps.length > mostGaps ? `and ${gaps.length - mostGaps} more in manifest.json` : '',
    links: [
      ...(isLink(artifactUrl) ? [{name: 'The evidence (artifact)', url: artifactUrl}] : []),
      ...(isLink(runUrl) ? [{name: 'The run', url: runUrl}] : []),
    ],
    enclosures: [
      ...(enclosures.attached.length > 0
        ? [`Attached: ${enclosures.attached.map(name => plainLine(name)).join(', ')}.`]
        : []),
      ...enclosures.left.map(({file, why}) => notEnclosed(file, why, artifactUrl)),
    ],
    files: publication.files
      .slice(0, 30)
      .map(({name, bytes, sha256}) => ({name: plainLine(name), bytes: thousands(bytes), sha256: plainLine(sha256)})),
  }
}

function incidentRow(incident: RedactedIncident): MailContent['incidents'][number] {
  return {
    severity: incident.severity,
    title: plainLine(incident.title, 200),
    who: plainLine(namesOf(incident.actors, incident.actorCount, 'actor'), 200),
    when: plainLine(`${utcText(incident.first)} to ${utcText(incident.last)}`, 80),
    records: thousands(incident.count),
    narrative: plainLine(incident.narrative, 600),
  }
}

function notEnclosed({name, bytes, sha256}: PublishedFile, why: string, artifactUrl: string | undefined): string {
  const where = isLink(artifactUrl)
    ? `Take it from the artifact: ${artifactUrl}`
    : 'It is in the export’s folder on the runner.'
  return `Not attached: ${plainLine(name)} (${thousands(bytes)} bytes, SHA-256 ${plainLine(sha256)}): ${plainLine(why)}. ${where}`
}

export function mailText(publication: Publication, enclosures: AttachmentNotes): string {
  const mail = mailContent(publication, enclosures)
  const lines = [
    mail.headline,
    ...mail.reasons.map(reason => `- ${reason}`),
    ...mail.links.map(({name, url}) => `${name}: ${url}`),
    ...mail.enclosures,
    ...(mail.incidents.length > 0 ? ['', 'INCIDENTS'] : []),
    ...mail.incidents.map(
      ({severity, title, who, when, records, narrative}) =>
        `- [${severity}] ${title}${who ? ` (${who})` : ''}, ${when}, ${records} records.${narrative ? ` ${narrative}` : ''}`,
    ),
    ...(mail.moreIncidents ? [mail.moreIncidents] : []),
    ...(mail.gaps.length > 0 ? ['', 'NOT PROVEN (UTC)'] : []),
    ...mail.gaps.map(({when, why}) => `- ${when}: ${why}`),
    ...(mail.moreGaps ? [mail.moreGaps] : []),
    '',
    'FILES OF THE EVIDENCE',
    ...mail.files.map(({name, bytes, sha256}) => `- ${name}, ${bytes} bytes, SHA-256 ${sha256}`),
  ]
  return `${lines.join('\n')}\n`
}

export function mailHtml(publication: Publication, enclosures: AttachmentNotes): string {
  const mail = mailContent(publication, enclosures)
  const head = (cells: readonly string[]) =>
    html`<tr>${cells.map(cell => html`<th align="left" style="${cellStyle}">${cell}</th>`)}</tr>`
  const row = (cells: readonly string[]) =>
    html`<tr>${cells.map(cell => html`<td valign="top" style="${cellStyle}"><bdi>${cell}</bdi></td>`)}</tr>`
  const table = (title: string, names: readonly string[], rows: readonly (readonly string[])[], more = '') =>
    rows.length === 0
      ? []
      : html`<h2 style="font-size:16px">${title}</h2><table style="border-collapse:collapse">${head(names)}${rows.map(row)}</table>${more ? html`<p>${more}</p>` : []}`
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${mailSubject(publication)}</title></head>
<body style="font-family:Segoe UI,Helvetica,Arial,sans-serif;font-size:14px">
<p><strong>${mail.headline}</strong></p>
${mail.reasons.length > 0 ? html`<ul>${mail.reasons.map(reason => html`<li>${reason}</li>`)}</ul>` : []}
${mail.links.map(({name, url}) => html`<p><a href="${url}">${name}</a></p>`)}
${mail.enclosures.map(sentence => html`<p>${sentence}</p>`)}
${table(
  'Incidents',
  ['Severity', 'Incident', 'Who', 'When (UTC)', 'Records', 'Narrative'],
  mail.incidents.map(({severity, title, who, when, records, narrative}) => [
    severity,
    title,
    who,
    when,
    records,
    narrative,
  ]),
  mail.moreIncidents,
)}
${table(
  'Not proven',
  ['When (UTC)', 'Why'],
  mail.gaps.map(({when, why}) => [when, why]),
  mail.moreGaps,
)}
${table(
  'Files of the evidence',
  ['Name', 'Bytes', 'SHA-256'],
  mail.files.map(({name, bytes, sha256}) => [name, bytes, sha256]),
)}
</body></html>
`
  return page.markup
}

const cellStyle = 'border:1px solid #999;padding:4px 8px'

interface Html {
  markup: string
}

/** Text that is put in is escaped; only what this function made is not. */
function html(parts: TemplateStringsArray, ...values: (string | Html | readonly Html[])[]): Html {
  const markup = values.map(value =>
    typeof value === 'string'
      ? escaped(value)
      : [value]
          .flat()
          .map(one => one.markup)
          .join(''),
  )
  return {markup: parts.map((part, index) => part + (markup[index] ?? '')).join('')}
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
