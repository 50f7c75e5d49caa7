/** The month in Markdown: verdict first, then incidents, what is missing, what there is, and how to check it. */

import {type LedgerEntry, rangeText} from '../audit/ledger.ts'
import {pluralise, thousands} from '../audit/numbers.ts'
import {instantOf} from '../audit/record.ts'
import {sharingKinds} from '../audit/sharing.ts'
import {checkCommands} from './check-commands.ts'
import {changes, changeWords} from './compare.ts'
import {type EarlierExport, latenessName} from './difference.ts'
import type {Disclosure, Show} from './disclose.ts'
import {aiNumbers} from './figures/ai-numbers.ts'
import type {Busiest} from './figures/busiest.ts'
import {type NameCount, others} from './figures/counts.ts'
import {sharingMeaning} from './figures/sharing.ts'
import {failureGroups, failureMeaning} from './figures/sign-in.ts'
import {type Figures, sum} from './figures.ts'
import {incidentSections} from './incident-sections.ts'
import {escapeMarkdown, markdownTable, withinSize} from './markdown.ts'
import type {MonthFacts} from './month.ts'
import {monthShow, redactedIncidents} from './redacted-incidents.ts'
import {
  defectRows,
  detectionWords,
  estimateWords,
  sinceWords,
  spreadsheetWords,
  tenantWords,
  unseenWords,
  verdictWords,
} from './sentences.ts'
import {periodName} from './zone.ts'

const mostReasons = 6
const mostGaps = 100
const mostWorkloads = 6
const mostRecordTypes = 25
const mostActive = 10
const mostNew = 25

/** Sections in the order of their weight: to shorten, leave out whole ones from the end. */
export function summarySections(facts: MonthFacts, disclose: Disclosure): string[] {
  return [
    verdict(facts),
    ...detectionSections(facts, disclose),
    ...monthSections(facts, monthShow(facts.detection, disclose, shownPeople(facts.figures))),
  ]
}

/** Bytes. What GitHub shows of a summary is at most 1 MiB; above that it shows nothing. The folder's copy obeys the same. */
const summaryLimit = 900_000

/** `summary.md` as it is written. */
export function summaryText(sections: readonly string[]): string {
  return withinSize(sections, summaryLimit)
}

/** The summary without verdict and incidents, for deliveries that show those in their own way. */
export function monthSections(facts: MonthFacts, show: Show): string[] {
  const {figures} = facts
  return [
    ...(facts.gaps.length > 0 ? [gapSection(facts.gaps)] : []),
    ...(facts.notes.length > 0 ? [`## Worth knowing\n\n${list(facts.notes)}`] : []),
    ...sinceSections(facts.earlier),
    checkSection(facts),
    ...(figures.records > 0 ? figureSections(facts, show) : []),
    `## What could not be seen\n\n${list(unseenWords(facts))}`,
    verifySection(facts),
  ]
}

function figureSections(facts: MonthFacts, show: Show): string[] {
  const {figures} = facts
  return [
    daySection(figures),
    activeSection(figures, show),
    signInSection(figures),
    sharingSection(figures),
    ...aiSections(figures, show),
    ...beforeSections(facts),
    `## By workload\n\n${shares('Workload', figures.byWorkload(), figures.records)}`,
    typeSection(figures),
  ]
}

function verdict(facts: MonthFacts): string {
  const {text, timezone, start, end} = facts.period
  return [
    `# Microsoft 365 audit log ${escapeMarkdown(text)}: ${facts.status}`,
    `**${pluralise(facts.records, 'record')}**, ${instantOf(start)} to ${instantOf(end)} (days in ${escapeMarkdown(timezone)}), tenant ${escapeMarkdown(tenantWords(facts), 160)}.`,
    ...verdictWords(facts)
      .slice(0, mostReasons)
      .map(words => escapeMarkdown(words, 600)),
    escapeMarkdown(detectionWords(facts.detection), 400),
    ...[spreadsheetWords(facts.recordFiles ?? [])]
      .filter(words => words !== '')
      .map(words => escapeMarkdown(words, 400)),
  ].join('\n\n')
}

function detectionSections({detection, tenant, rulesUrl, isPrivate}: MonthFacts, disclose: Disclosure): string[] {
  if (!detection) return []
  const {notes} = detection
  return [
    ...incidentSections(redactedIncidents(detection, {minimum: 'info', disclose, tenant, isPrivate}), {
      rulesUrl,
      withQueries: true,
    }),
    ...(notes.length > 0 ? [`## Notes on detection\n\n${list(notes)}`] : []),
  ]
}

function list(lines: readonly string[]): string {
  return lines.map(line => `- ${escapeMarkdown(line, 600)}`).join('\n')
}

function gapSection(gaps: readonly LedgerEntry[]): string {
  const rows = gaps
    .slice(0, mostGaps)
    .map(gap => [
      rangeText(gap),
      escapeMarkdown(gap.reason?.message ?? '', 300),
      escapeMarkdown(gap.reason?.code ?? ''),
    ])
  const more = gaps.length > mostGaps ? `\n\nand ${gaps.length - mostGaps} more, all in manifest.json.` : ''
  return `## Gaps\n\n${markdownTable(['Not proven (UTC)', 'Why', 'Code'], rows)}${more}`
}

function checkSection(facts: MonthFacts): string {
  const count = (status: string) => thousands(facts.windows.filter(window => window.status === status).length)
  const rows = [
    ['Windows read once, all checks passed', count('read')],
    ['Windows read twice, readings agreed', count('confirmed')],
    ['Windows not proven', count('gap')],
    ['Requests to the service', thousands(sum(Object.values(facts.requests)))],
    ['Rows the service sent twice in one answer', thousands(facts.duplicates)],
    ['Ids with more than one content (all kept)', thousands(facts.conflicts)],
    ...defectRows(facts),
  ]
  return `## What was checked\n\n${markdownTable(['', 'Count'], rows)}\n\n${list(estimateWords(facts))}`
}

/** What opens an encrypted file, in a terminal; by -o, since `>` in Windows PowerShell would write other bytes. */
export function decryptLine(name: string): string {
  return `age -d -i key.txt -o ${name.replace(/\.age$/, '')} ${name}`
}

function verifySection({encrypted}: MonthFacts): string {
  const decrypt = encrypted
    ? [
        `The files are encrypted with [age](https://age-encryption.org). With the private key in \`key.txt\`:`,
        `\`\`\`sh\n${decryptLine(encrypted)}\n\`\`\``,
      ]
    : []
  return [
    '## Check it yourself',
    'Put the folder on any machine, then, without network or credentials:',
    'In a browser: open `verify.html` of the folder, and drop the folder on it. `VERIFY.txt` has all steps.',
    ...checkCommands.map(({where, command}) => `${where}:\n\n\`\`\`text\n${command}\n\`\`\``),
    ...decrypt,
  ].join('\n\n')
}

/** A plot of text: it shows wherever Markdown does. */
function daySection(figures: Figures): string {
  const names = figures
    .byWorkload()
    .slice(0, mostWorkloads)
    .map(row => row.name)
  const most = Math.max(1, ...figures.days.map(day => day.records))
  const rows = figures.days.map(day => [
    `${day.date} ${'█'.repeat(Math.round((12 * day.records) / most))}`,
    thousands(day.records),
    ...names.map(name => thousands(day.byWorkload.get(name) ?? 0)),
  ])
  return `## Records per day\n\n${markdownTable(['Day', 'All', ...names.map(name => escapeMarkdown(name, 60))], rows)}`
}

/** The people whom the sections name. */
export function shownPeople({people, ai}: Figures): string[] {
  return [people, ai.people].flatMap(busiest => busiest.most(mostActive).map(({name}) => name))
}

function activeSection(figures: Figures, show: Show): string {
  const ranking = (title: string, busiest: Busiest, shown: (name: string) => string) => {
    const {count, exact} = busiest.distinct
    const rows = busiest.most(mostActive).map(({name, records, uncertain}) => ({
      name: shown(name),
      records,
      mark: uncertain > 0 ? 'up to ' : '',
    }))
    const cells = rows.map(row => [
      escapeMarkdown(row.name, 80),
      `${row.mark}${thousands(row.records)}`,
      percent(row.records, figures.records),
    ])
    return `${exact ? '' : 'Over '}${thousands(count)} ${title}:\n\n${markdownTable(['Most active', 'Records', 'Share'], cells)}`
  }
  return [
    '## Most active',
    ranking('people', figures.people, name => show('user', name)),
    ranking('services and applications', figures.services, name => name),
  ].join('\n\n')
}

function signInSection(figures: Figures): string {
  const {failures} = figures
  const rows = failureGroups.map(kind => [`Failed: ${failureMeaning[kind]}`, thousands(failures[kind])])
  return `## Sign-ins\n\n${markdownTable(['Sign-ins', 'Records'], [['Succeeded', thousands(figures.signIns)], ...rows])}`
}

function sharingSection({sharing}: Figures): string {
  const rows = sharingKinds.map(kind => [sharingMeaning[kind], thousands(sharing[kind])])
  return `## Sharing\n\n${markdownTable(['Sharing', 'Records'], rows)}`
}

function aiSections({ai}: Figures, show: Show): string[] {
  if (ai.interactions === 0) return []
  const apps = ai.apps.ranked().map(row => [escapeMarkdown(row.name, 60), thousands(row.records)])
  const agents = ai.agents().slice(0, mostActive)
  const rows = agents.map(row => [escapeMarkdown(row.name, 80), thousands(row.records), instantOf(row.first)])
  const people = ai.people
    .most(mostActive)
    .map(row => [escapeMarkdown(show('user', row.name), 80), thousands(row.records)])
  return [
    [
      '## Copilot and agents',
      markdownTable(['Copilot and agents', 'Count'], aiNumbers(ai)),
      ...(rows.length > 0 ? [markdownTable(['Agent', 'Questions', 'First (UTC)'], rows)] : []),
      markdownTable(['App', 'Questions'], apps.slice(0, mostActive)),
      ...(people.length > 0 ? [markdownTable(['Asked most', 'Questions'], people)] : []),
    ].join('\n\n'),
  ]
}

function beforeSections({figures, previous, status}: MonthFacts): string[] {
  if (!previous) return []
  const rows = changes(previous.counts, figures.counts()).map(change => [
    escapeMarkdown(change.name, 80),
    thousands(change.before),
    thousands(change.now),
    changeWords(change),
  ])
  const before = escapeMarkdown(periodName(previous.label), 60)
  const unlike = status === 'complete' ? '' : `\n\nThis month is ${status}, so its numbers may be too low.`
  return [
    `## Compared with ${before}\n\n${markdownTable(['', before, 'This month', 'Change'], rows)}${unlike}`,
    ...newSection(figures.newOperations(previous)),
  ]
}

function newSection(operations: readonly (NameCount & {first: number})[] | undefined): string[] {
  if (!operations || operations.length === 0) return []
  const rows = operations
    .slice(0, mostNew)
    .map(({name, records, first}) => [escapeMarkdown(name, 80), instantOf(first), thousands(records)])
  const more = operations.length > mostNew ? `\n\nand ${operations.length - mostNew} more.` : ''
  return [`## New this month\n\n${markdownTable(['Operation', 'First (UTC)', 'Records'], rows)}${more}`]
}

function sinceSections(earlier: EarlierExport | undefined): string[] {
  if (!earlier?.difference) return []
  const {byRecordType, lateness, added, recovered} = earlier.difference
  const types = byRecordType
    .slice(0, mostRecordTypes)
    .map(type => [
      escapeMarkdown(type.name, 80),
      thousands(type.added),
      thousands(type.vanished),
      thousands(type.changed),
    ])
  const hours = lateness.map(part => [latenessName(part), thousands(part.missing), thousands(part.seen)])
  const parts = [
    list(sinceWords(earlier)),
    ...(types.length > 0 ? [markdownTable(['Record type', 'Added', 'Vanished', 'Changed'], types)] : []),
    ...(added > recovered ? [markdownTable(['Hours after the event', 'Not there yet', 'First seen'], hours)] : []),
  ]
  return [`## Since the earlier export\n\n${parts.join('\n\n')}`]
}

function typeSection(figures: Figures): string {
  const all = figures.byRecordTypeAndVolume()
  const more = all.length > mostRecordTypes ? `\n\nand ${all.length - mostRecordTypes} more.` : ''
  const cells = all
    .slice(0, mostRecordTypes)
    .map(row => [
      escapeMarkdown(row.name, 80),
      thousands(row.records),
      percent(row.records, figures.records),
      percent(row.volume, 1),
    ])
  const words = firehoseWords(figures)
  const advice = words === undefined ? '' : `\n\n${words}`
  return `## By record type\n\n${markdownTable(['Record type', 'Records', 'Share', 'Share of bytes'], cells)}${more}${advice}`
}

/** One type that fills most of the month, and what could be done about it. */
function firehoseWords(figures: Figures): string | undefined {
  const most = figures
    .byRecordTypeAndVolume()
    .find(row => row.name !== others && (2 * row.records > figures.records || row.volume > 0.5))
  if (most === undefined) return undefined
  const name = escapeMarkdown(most.name, 80)
  const share = `${percent(most.records, figures.records)} of the records and ${percent(most.volume, 1)} of the bytes`
  return `${name} alone is ${share}. If that type is not needed, \`exclude-record-types: ${name}\` leaves it out of files and detection; through Exchange the reading takes as long as before, since the search can't leave types out.`
}

function shares(title: string, rows: readonly NameCount[], total: number): string {
  const cells = rows.map(row => [escapeMarkdown(row.name, 80), thousands(row.records), percent(row.records, total)])
  return markdownTable([title, 'Records', 'Share'], cells)
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`
}
