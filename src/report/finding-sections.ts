/** Findings in Markdown: a table first, then each in full, in sections that can be left out one by one. */
import {escapeMarkdown, markdownTable, thousands} from './markdown.ts'
import {findingsInWords} from './publication.ts'
import type {RedactedFinding} from './redacted-findings.ts'

const mostRows = 50
const mostInFull = 20
const mostNames = 5
const mostEvidence = 5

export function findingSections(findings: readonly RedactedFinding[]): string[] {
  const open = findings.filter(finding => !finding.accepted)
  const accepted = findings.filter(finding => finding.accepted)
  return [
    ...(open.length > 0 ? [overview(open)] : []),
    ...open.slice(0, mostInFull).map(findingSection),
    ...(accepted.length > 0 ? [acceptedSection(accepted)] : []),
  ]
}

/** Who, as far as names may be shown. */
export function namesOf(names: readonly string[], count: number, noun: string): string {
  const shown = names.slice(0, mostNames)
  const more = count - shown.length
  if (shown.length === 0) return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function overview(open: readonly RedactedFinding[]): string {
  const rows = open
    .slice(0, mostRows)
    .map(finding => [
      finding.severity,
      escapeMarkdown(finding.title, 160),
      escapeMarkdown(namesOf(finding.actors, finding.actorCount, 'actor'), 160),
      escapeMarkdown(finding.first, 30),
      thousands(finding.count),
    ])
  const more = open.length > mostRows ? `\n\nand ${open.length - mostRows} more in findings.json.` : ''
  return `## ${findingsInWords(open)}\n\n${markdownTable(['Severity', 'What', 'Who', 'From (UTC)', 'Records'], rows)}${more}`
}

function findingSection(finding: RedactedFinding): string {
  const facts = [
    ['Who', namesOf(finding.actors, finding.actorCount, 'actor')],
    ['What', namesOf(finding.objects, finding.objectCount, 'object')],
    ['When', `${finding.first} to ${finding.last}`],
    ['Confidence', finding.confidence],
    ['Harmless if', finding.benign],
    ['Rule', [finding.rule, ...finding.techniques].join(', ')],
    ['Records', evidenceOf(finding)],
  ]
  const lines = facts.flatMap(([name = '', text = '']) =>
    text === '' ? [] : [`- ${name}: ${escapeMarkdown(text, 600)}`],
  )
  const next = finding.next.slice(0, 8).map((step, index) => `${index + 1}. ${escapeMarkdown(step, 400)}`)
  return [
    `### ${finding.severity}: ${escapeMarkdown(finding.title, 160)}`,
    ...(finding.why === '' ? [] : [escapeMarkdown(finding.why, 1000)]),
    lines.join('\n'),
    ...(next.length > 0 ? [`What to do:\n\n${next.join('\n')}`] : []),
  ].join('\n\n')
}

function evidenceOf({evidence, count}: RedactedFinding): string {
  const ids = evidence.slice(0, mostEvidence).map(({id}) => id.slice(0, 60))
  return count > ids.length && ids.length > 0 ? `${ids.join(', ')} and ${count - ids.length} more` : ids.join(', ')
}

function acceptedSection(accepted: readonly RedactedFinding[]): string {
  const lines = accepted
    .slice(0, mostRows)
    .map(finding => `- ${finding.severity}: ${escapeMarkdown(finding.title, 160)}`)
  const more = accepted.length > mostRows ? `\n- and ${accepted.length - mostRows} more` : ''
  return `## Accepted by the team\n\n${lines.join('\n')}${more}`
}
