/** Incidents in Markdown: a table first, then each in full, in sections that can be left out one by one. */
import {pluralise, thousands} from '../audit/numbers.ts'
import {instantOf} from '../audit/record.ts'
import {attackName} from '../detect/attack-names.ts'
import {escapeMarkdown, markdownTable} from './markdown.ts'
import {incidentsInWords} from './publication.ts'
import type {RedactedIncident, RedactedMonth} from './redacted-incidents.ts'
import {ruleLink} from './rule-links.ts'

const mostRows = 50
const mostInFull = 20
const mostNames = 5
const mostFindings = 8
const mostLines = 12
const mostEvidence = 5

export interface IncidentSectionOptions {
  /** The page of all rules, where it is known. */
  rulesUrl?: string | undefined
  /** Whether lines to copy are wanted, where names may be shown. */
  withQueries?: boolean
  /** Whether ids are shown, by which a review names them. */
  withIds?: boolean
}

export function incidentSections({open, accepted}: RedactedMonth, options: IncidentSectionOptions = {}): string[] {
  return [
    ...(open.length > 0 ? [overview(open)] : []),
    ...open.slice(0, mostInFull).map(incident => incidentSection(incident, options)),
    ...(accepted.length > 0 ? [acceptedSection(accepted)] : []),
  ]
}

/** Who, as far as names may be shown. */
export function namesOf(names: readonly string[], count: number, noun: string): string {
  const shown = names.slice(0, mostNames)
  const more = count - shown.length
  if (shown.length === 0) return count === 0 ? '' : pluralise(count, noun)
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function overview(open: readonly RedactedIncident[]): string {
  const rows = open
    .slice(0, mostRows)
    .map(incident => [
      incident.severity,
      escapeMarkdown(incident.title, 200),
      escapeMarkdown(namesOf(incident.actors, incident.actorCount, 'actor'), 160),
      escapeMarkdown(utcText(incident.first), 30),
      thousands(incident.count),
    ])
  const more = open.length > mostRows ? `\n\nand ${open.length - mostRows} more in findings.json.` : ''
  return `## ${incidentsInWords(open)}\n\n${markdownTable(['Severity', 'Incident', 'Who', 'From (UTC)', 'Records'], rows)}${more}`
}

/** A card: what happened and what to do; the rest opens on a click. */
function incidentSection(incident: RedactedIncident, options: IncidentSectionOptions): string {
  const {severity, title, narrative, first, last, count, confidence, techniques} = incident
  const facts = [
    ...(options.withIds ? [`incident ${incident.id}`] : []),
    `${utcText(first)} to ${utcText(last)}`,
    pluralise(count, 'record'),
    `confidence ${confidence}`,
    ...techniques.map(id => `${id} ${attackName(id)}`.trim()),
  ]
  const next = incident.next.map((step, index) => `${index + 1}. ${escapeMarkdown(step, 400)}`)
  return [
    `### ${severity}: ${escapeMarkdown(title, 200)}`,
    facts.map(fact => escapeMarkdown(fact, 120)).join(' · '),
    ...(narrative === '' ? [] : [escapeMarkdown(narrative, 1200)]),
    ...(next.length > 0 ? [`Next steps:\n\n${next.join('\n')}`] : []),
    `<details><summary>Details</summary>`,
    ...detailParts(incident, options),
    '</details>',
  ].join('\n\n')
}

function detailParts(incident: RedactedIncident, {rulesUrl, withQueries}: IncidentSectionOptions): string[] {
  const {benign, timeline, hints, hintCount} = incident
  const facts = [
    ['Benign causes', benign.join(' ')],
    ['Weak signals', hints.length > 0 ? hints.join('; ') : hintCount > 0 ? String(hintCount) : ''],
    ['Records', evidenceOf(incident)],
  ]
  const lines = facts.flatMap(([name = '', text = '']) =>
    text === '' ? [] : [`- ${name}: ${escapeMarkdown(text, 900)}`],
  )
  return [
    `Why it is unusual:\n\n${findingLines(incident, rulesUrl)}`,
    ...(timeline.length > 0 ? [`Timeline (UTC):\n\n${timelineLines(incident)}`] : []),
    ...(lines.length > 0 ? [lines.join('\n')] : []),
    ...(withQueries ? investigationLines(incident) : []),
  ]
}

function findingLines({findings, title}: RedactedIncident, rulesUrl: string | undefined): string {
  const lines = findings.slice(0, mostFindings).map(one => {
    const url = ruleLink(rulesUrl, one.rule)
    const rule = escapeMarkdown(one.rule, 60)
    const own = one.title === title ? '' : `${escapeMarkdown(one.title, 200)}. `
    const why = one.why === '' ? '' : `${escapeMarkdown(one.why.replace(/\.$/, ''), 900)}. `
    return `- ${own}${why}(${url === undefined ? rule : `[${rule}](${url})`}, ${one.severity})`
  })
  const more = findings.length - lines.length
  return [...lines, ...(more > 0 ? [`- and ${more} more in findings.json`] : [])].join('\n')
}

function timelineLines({timeline}: RedactedIncident): string {
  const lines = timeline.slice(0, mostLines).map(({time, act, user, address, client}) => {
    const who = [user, address, client].filter(part => part !== '').join(', ')
    return `- ${escapeMarkdown(utcText(time), 30)} ${escapeMarkdown(act, 200)}${who === '' ? '' : ` (${escapeMarkdown(who, 200)})`}`
  })
  const more = timeline.length - lines.length
  return [...lines, ...(more > 0 ? [`- and ${more} more in findings.json`] : [])].join('\n')
}

/** Code fences, which no text inside can end: a line of a query never begins with backticks. */
function investigationLines({investigation}: RedactedIncident): string[] {
  if (investigation === undefined) return []
  const {defender, sentinel, powershell} = investigation
  const block = (language: string, text: string) => (text === '' ? [] : [`\`\`\`\`${language}\n${text}\n\`\`\`\``])
  return [...block('kusto', defender), ...block('kusto', sentinel), ...block('powershell', powershell)]
}

function evidenceOf({evidence, count}: RedactedIncident): string {
  const ids = evidence.slice(0, mostEvidence).map(id => id.slice(0, 60))
  return count > ids.length && ids.length > 0 ? `${ids.join(', ')} and ${count - ids.length} more` : ids.join(', ')
}

/** UTC; '' for what is no time. */
export function utcText(time: number): string {
  return Number.isFinite(time) ? instantOf(time) : ''
}

function acceptedSection(accepted: RedactedMonth['accepted']): string {
  const lines = accepted.slice(0, mostRows).map(one => `- ${one.severity}: ${escapeMarkdown(one.title, 160)}`)
  const more = accepted.length > mostRows ? `\n- and ${accepted.length - mostRows} more` : ''
  return `## Accepted by the team\n\n${lines.join('\n')}${more}`
}
