/** The month in Markdown: verdict first, then what is missing, then what there is, then how to check it. */
import {type LedgerEntry, span, type Verdict} from '../audit/ledger.ts'
import {inert, table, thousands} from './markdown.ts'
import type {Volume} from './volume.ts'

export interface SummaryFacts {
  status: Verdict
  reasons: readonly string[]
  notes: readonly string[]
  period: {text: string; timezone: string; start: string; end: string}
  tenant: string
  records: number
  duplicates: number
  conflicts: number
  gaps: readonly LedgerEntry[]
  windows: readonly LedgerEntry[]
  requests: Readonly<Record<string, number>>
  volume: Volume
}

const claims: Record<Verdict, string> = {
  complete: 'Every window answered, no answer was cut, every check passed, and late records have had their time.',
  provisional: 'Every window answered and passed its checks, but late records are still expected.',
  incomplete: 'Some of the period is not proven. What was read is kept; the gaps are below.',
}

const mostGaps = 100
const mostWorkloads = 6
const mostRecordTypes = 25

/** Sections in the order of their weight: whoever must shorten leaves out whole ones from the end. */
export function summarySections(facts: SummaryFacts): string[] {
  const sections = [verdict(facts)]
  if (facts.gaps.length > 0) sections.push(gapSection(facts.gaps))
  if (facts.notes.length > 0)
    sections.push(`## Worth knowing\n\n${facts.notes.map(note => `- ${inert(note, 600)}`).join('\n')}`)
  sections.push(checkSection(facts), verifySection())
  if (facts.volume.records > 0)
    sections.push(daySection(facts.volume), workloadSection(facts.volume), typeSection(facts.volume))
  return sections
}

function verdict(facts: SummaryFacts): string {
  const {text, timezone, start, end} = facts.period
  const reasons =
    facts.status === 'provisional' ? facts.reasons.map(reason => `\n\n${inert(reason, 400)}`).join('') : ''
  return [
    `# Microsoft 365 audit log ${inert(text)}: ${facts.status}`,
    `**${thousands(facts.records)} records**, ${start} to ${end} (days in ${inert(timezone)}), tenant ${inert(facts.tenant)}.`,
    `${claims[facts.status]}${reasons}`,
  ].join('\n\n')
}

function gapSection(gaps: readonly LedgerEntry[]): string {
  const rows = gaps
    .slice(0, mostGaps)
    .map(gap => [span(gap), inert(gap.reason?.message ?? '', 300), inert(gap.reason?.code ?? '')])
  const more = gaps.length > mostGaps ? `\n\nand ${gaps.length - mostGaps} more, all in manifest.json.` : ''
  return `## Gaps\n\n${table(['Not proven (UTC)', 'Why', 'Code'], rows)}${more}`
}

function checkSection(facts: SummaryFacts): string {
  const count = (status: string) => thousands(facts.windows.filter(window => window.status === status).length)
  const requests = Object.values(facts.requests).reduce((sum, one) => sum + one, 0)
  const rows = [
    ['Windows read once, all checks passed', count('read')],
    ['Windows read twice, readings agreed', count('confirmed')],
    ['Windows not proven', count('gap')],
    ['Requests to the service', thousands(requests)],
    ['Rows the service sent twice in one answer', thousands(facts.duplicates)],
    ['Ids with more than one content (all kept)', thousands(facts.conflicts)],
  ]
  return `## What was checked\n\n${table(['', 'Count'], rows)}`
}

function verifySection(): string {
  return [
    '## Check it yourself',
    'Put the folder on any machine, then, without network or credentials:',
    '```sh\nsha256sum --check SHA256SUMS\nnode dist/index.js verify --directory .   # from a checkout of the action\n```',
  ].join('\n\n')
}

function daySection(volume: Volume): string {
  const names = volume
    .byWorkload()
    .slice(0, mostWorkloads)
    .map(row => row.name)
  const days = volume.byDay().map(day => {
    const total = [...day.byWorkload.values()].reduce((sum, one) => sum + one, 0)
    return {day, total}
  })
  const most = Math.max(...days.map(({total}) => total))
  const rows = days.map(({day, total}) => [
    `${day.date} ${'█'.repeat(Math.round((12 * total) / most))}`,
    thousands(total),
    ...names.map(name => thousands(day.byWorkload.get(name) ?? 0)),
  ])
  return `## Records per day\n\n${table(['Day', 'All', ...names.map(name => inert(name))], rows)}`
}

function workloadSection(volume: Volume): string {
  return `## By workload\n\n${shares('Workload', volume.byWorkload(), volume.records)}`
}

function typeSection(volume: Volume): string {
  const all = volume.byRecordType()
  const more = all.length > mostRecordTypes ? `\n\nand ${all.length - mostRecordTypes} more.` : ''
  return `## By record type\n\n${shares('Record type', all.slice(0, mostRecordTypes), volume.records)}${more}`
}

function shares(title: string, rows: readonly {name: string; records: number}[], total: number): string {
  const cells = rows.map(row => [
    inert(row.name),
    thousands(row.records),
    `${((100 * row.records) / total).toFixed(1)} %`,
  ])
  return table([title, 'Records', 'Share'], cells)
}
