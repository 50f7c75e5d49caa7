/** What the mail says, as plain text and as HTML: the verdict, the incidents, the gaps, and where the evidence is. */

import {rangeText} from '../audit/ledger.ts'
import {pluralise} from '../audit/numbers.ts'
import type {Severity} from '../audit/severity.ts'
import {attackName} from '../detect/attack-names.ts'
import {namesOf, utcText} from './incident-sections.ts'
import {mailSubject, plainLine} from './mail-subject.ts'
import {incidentsInWords, isLink, namedTenant, type Publication, type PublishedFile} from './publication.ts'
import type {RedactedIncident} from './redacted-incidents.ts'
import {spreadsheetWords} from './sentences.ts'

/** What goes along, and what stays behind with the reason. */
export interface AttachmentNotes {
  attached: readonly string[]
  left: readonly {file: PublishedFile; why: string}[]
}

const mostIncidents = 30
const mostGaps = 10
const mostReasons = 5
const mostNotes = 15
const mostLines = 12
const mostFindings = 8
const mostEvidence = 5

/** The mail's content, before it is text or HTML. Every word is plain. */
interface MailContent {
  headline: string
  reasons: string[]
  /** New, again and gone since earlier months. */
  recurrence: string[]
  incidents: MailIncident[]
  moreIncidents: string
  gaps: {when: string; why: string}[]
  moreGaps: string
  notes: string[]
  links: {name: string; url: string}[]
  enclosures: string[]
  files: {name: string; size: string; sha256: string}[]
}

interface MailIncident {
  severity: Severity
  title: string
  /** Time, number of records, confidence, and whether it occurred before. */
  facts: string
  techniques: string
  narrative: string
  next: string[]
  /** Lists that are shown when asked for. */
  details: {name: string; lines: string[]}[]
}

function mailContent(publication: Publication, enclosures: AttachmentNotes): MailContent {
  const {records, period, status, gaps, artifactUrl, runUrl, notices = [], notes = [], recurrence = []} = publication
  const reasons = [...notices, ...publication.reasons]
  const {open, accepted} = publication.incidents
  return {
    headline: `${status}: ${pluralise(records, 'record')} of ${plainLine(period.text)} (days in ${plainLine(period.timezone)}), ${incidentsInWords(open)}${accepted.length > 0 ? `, ${accepted.length} accepted` : ''}, tenant ${plainLine(namedTenant(publication))}.`,
    reasons: bounded(reasons, mostReasons, 'more reasons in manifest.json'),
    recurrence: recurrence.map(sentence => plainLine(sentence, 400)),
    incidents: open.slice(0, mostIncidents).map(mailIncident),
    moreIncidents: open.length > mostIncidents ? `and ${open.length - mostIncidents} more in findings.json` : '',
    gaps: gaps.slice(0, mostGaps).map(gap => ({when: rangeText(gap), why: plainLine(gap.reason?.message ?? '', 300)})),
    moreGaps: gaps.length > mostGaps ? `and ${gaps.length - mostGaps} more in manifest.json` : '',
    notes: bounded(
      notes.filter(note => !notices.includes(note)),
      mostNotes,
      'more notes in summary.md',
    ),
    links: [
      ...(isLink(artifactUrl) ? [{name: 'The evidence (artifact)', url: artifactUrl}] : []),
      ...(isLink(runUrl) ? [{name: 'The run', url: runUrl}] : []),
    ],
    enclosures: [
      ...(enclosures.attached.length > 0
        ? [`Attached: ${enclosures.attached.map(name => plainLine(name)).join(', ')}.`]
        : []),
      ...enclosures.left.map(({file, why}) => notEnclosed(file, why, artifactUrl)),
      ...[spreadsheetWords(publication.files.map(({name}) => name))]
        .filter(words => words !== '')
        .map(words => plainLine(words, 400)),
    ],
    files: publication.files.slice(0, 30).map(({name, bytes, sha256}) => ({
      name: plainLine(name),
      size: pluralise(bytes, 'byte'),
      sha256: plainLine(sha256),
    })),
  }
}

function bounded(texts: readonly string[], most: number, more: string): string[] {
  const shown = texts.slice(0, most).map(text => plainLine(text, 400))
  return texts.length > most ? [...shown, `and ${texts.length - most} ${more}`] : shown
}

function mailIncident(incident: RedactedIncident): MailIncident {
  const {severity, title, first, last, count, confidence, recurrence, narrative, techniques, next} = incident
  const {findings, timeline, benign, hints, evidence} = incident
  const who = namesOf(incident.actors, incident.actorCount, 'actor')
  const details = [
    {
      name: 'Why it is unusual',
      lines: findings
        .slice(0, mostFindings)
        .map(one =>
          [one.title === title ? '' : `${one.title}.`, one.why, `(${one.rule}, ${one.severity})`]
            .filter(part => part !== '')
            .join(' '),
        ),
    },
    {
      name: 'Timeline (UTC)',
      lines: timeline
        .slice(0, mostLines)
        .map(({time, act, user, address, client}) =>
          [`${utcText(time)} ${act}`, user, address, client].filter(part => part !== '').join(' · '),
        ),
    },
    {name: 'Benign causes', lines: benign},
    {name: 'Weak signals', lines: hints},
    {name: 'Records', lines: evidence.slice(0, mostEvidence)},
  ]
  return {
    severity,
    title: plainLine(title, 200),
    facts: plainLine(
      [`${utcText(first)} to ${utcText(last)}`, who, pluralise(count, 'record'), `confidence ${confidence}`, recurrence]
        .filter(part => part !== '')
        .join(' · '),
      400,
    ),
    techniques: plainLine(techniques.map(id => `${id} ${attackName(id)}`.trim()).join(', '), 300),
    narrative: plainLine(narrative, 1200),
    next: next.map(step => plainLine(step, 400)),
    details: details
      .filter(({lines}) => lines.length > 0)
      .map(({name, lines}) => ({name, lines: lines.map(line => plainLine(line, 600))})),
  }
}

function notEnclosed({name, bytes, sha256}: PublishedFile, why: string, artifactUrl: string | undefined): string {
  const where = isLink(artifactUrl)
    ? `Take it from the artifact: ${artifactUrl}`
    : 'It is in the export’s folder on the runner.'
  return `Not attached: ${plainLine(name)} (${pluralise(bytes, 'byte')}, SHA-256 ${plainLine(sha256)}): ${plainLine(why)}. ${where}`
}

/** Lines of a sentence or a list item each; headings stand alone, and nothing needs a table to be read. */
export function mailText(publication: Publication, enclosures: AttachmentNotes): string {
  const mail = mailContent(publication, enclosures)
  const part = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? ['', title.toUpperCase(), ...lines] : []
  const lines = [
    mail.headline,
    ...mail.reasons.map(reason => `- ${reason}`),
    ...mail.recurrence,
    ...mail.links.map(({name, url}) => `${name}: ${url}`),
    ...mail.enclosures,
    ...part(
      'Incidents',
      mail.incidents.flatMap((incident, index) => incidentText(incident, index + 1)),
    ),
    ...(mail.moreIncidents ? ['', mail.moreIncidents] : []),
    ...part('Not proven (UTC)', [
      ...mail.gaps.map(({when, why}) => `- ${when}: ${why}`),
      ...(mail.moreGaps ? [mail.moreGaps] : []),
    ]),
    ...part(
      'Notes',
      mail.notes.map(note => `- ${note}`),
    ),
    ...part(
      'FILES OF THE EVIDENCE',
      mail.files.map(({name, size, sha256}) => `- ${name}, ${size}, SHA-256 ${sha256}`),
    ),
  ]
  return `${lines.join('\n')}\n`
}

function incidentText(
  {severity, title, facts, techniques, narrative, next, details}: MailIncident,
  number: number,
): string[] {
  return [
    '',
    `${number}. [${severity}] ${title}`,
    ...[facts, techniques, narrative].filter(text => text !== '').map(text => `   ${text}`),
    ...(next.length > 0 ? ['   Next steps:', ...next.map((step, index) => `   ${index + 1}) ${step}`)] : []),
    ...details.flatMap(({name, lines}) => [`   ${name}:`, ...lines.map(line => `   - ${line}`)]),
  ]
}

export function mailHtml(publication: Publication, enclosures: AttachmentNotes): string {
  const mail = mailContent(publication, enclosures)
  const list = (texts: readonly string[]) =>
    texts.length > 0 ? html`<ul style="${listStyle}">${texts.map(text => html`<li><bdi>${text}</bdi></li>`)}</ul>` : []
  const part = (title: string, content: readonly Html[], more = '') =>
    content.length === 0
      ? []
      : html`<h2 style="${headingStyle}">${title}</h2>${content}${more ? html`<p>${more}</p>` : []}`
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${mailSubject(publication)}</title><style>${{markup: sheet}}</style></head>
<body class="page" style="${bodyStyle}"><div style="max-width:640px;margin:0 auto">
<p><strong>${mail.headline}</strong></p>
${list(mail.reasons)}
${mail.recurrence.map(sentence => html`<p>${sentence}</p>`)}
${mail.links.map(({name, url}) => html`<p><a class="link" href="${url}">${name}</a></p>`)}
${mail.enclosures.map(sentence => html`<p>${sentence}</p>`)}
${part('Incidents', mail.incidents.map(incidentCard), mail.moreIncidents)}
${part(
  'Not proven (UTC)',
  mail.gaps.map(({when, why}) => html`<p style="margin:6px 0"><strong>${when}</strong><br><bdi>${why}</bdi></p>`),
  mail.moreGaps,
)}
${part('Notes', [list(mail.notes)].flat())}
${part(
  'Files of the evidence',
  mail.files.map(
    ({name, size, sha256}) =>
      html`<p style="margin:6px 0"><bdi>${name}</bdi>, ${size}<br><span class="muted" style="color:#59636e;font-size:12px">SHA-256 ${sha256}</span></p>`,
  ),
)}
</div></body></html>
`
  return page.markup
}

function incidentCard({severity, title, facts, techniques, narrative, next, details}: MailIncident): Html {
  const color = colors[severity]
  return html`<div class="card ${severity}" style="margin:14px 0;padding:10px 14px;background:#f6f7f9;border-left:4px solid ${color}">
<p style="margin:0 0 4px;font-size:16px"><strong class="severity" style="color:${color}">${severity}</strong> <strong><bdi>${title}</bdi></strong></p>
<p class="muted" style="margin:0 0 8px;color:#59636e;font-size:13px"><bdi>${facts}</bdi>${techniques === '' ? [] : html`<br>${techniques}`}</p>
${narrative === '' ? [] : html`<p style="margin:0 0 8px"><bdi>${narrative}</bdi></p>`}
${next.length > 0 ? html`<p style="margin:0"><strong>Next steps</strong></p><ol style="${listStyle}">${next.map(step => html`<li><bdi>${step}</bdi></li>`)}</ol>` : []}
<details><summary class="link" style="color:#0b57a4">Details</summary>${details.map(
    ({name, lines}) =>
      html`<p style="margin:8px 0 0"><strong>${name}</strong></p><ul style="${listStyle}">${lines.map(line => html`<li><bdi>${line}</bdi></li>`)}</ul>`,
  )}</details></div>
`
}

const bodyStyle =
  'margin:0;padding:16px;background:#ffffff;color:#1b2026;font-family:Segoe UI,Helvetica,Arial,sans-serif;font-size:14px;line-height:1.5;word-break:break-word;overflow-wrap:anywhere'
const headingStyle = 'font-size:17px;margin:22px 0 6px'
const listStyle = 'margin:4px 0 8px;padding-left:22px'
const colors: Readonly<Record<Severity, string>> = {high: '#b3261e', medium: '#8f5200', low: '#2262a8', info: '#59636e'}

/** Programs that drop the sheet show the light colours, which stand at the elements. */
const sheet = `
:root { color-scheme: light dark; }
.link { color: #0b57a4; }
@media (prefers-color-scheme: dark) {
  .page { background: #14181d !important; color: #e4e8ec !important; }
  .card { background: #1c2128 !important; }
  .muted { color: #a2acb7 !important; }
  .link { color: #8cbcf2 !important; }
  .high { border-color: #ff8f85 !important; } .high .severity { color: #ff8f85 !important; }
  .medium { border-color: #f0b45a !important; } .medium .severity { color: #f0b45a !important; }
  .low { border-color: #8cbcf2 !important; } .low .severity { color: #8cbcf2 !important; }
  .info { border-color: #a2acb7 !important; } .info .severity { color: #a2acb7 !important; }
}
`

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
