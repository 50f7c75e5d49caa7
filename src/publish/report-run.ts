/** Tells how the run ended: outputs for the next step, the page for people, annotations for what needs someone. */

import {type LedgerEntry, rangeText, type Verdict} from '../audit/ledger.ts'
import {pluralise, thousands} from '../audit/numbers.ts'
import {type Period, periodUnit} from '../audit/period.ts'
import {instantOf} from '../audit/record.ts'
import {type Severity, severities} from '../audit/severity.ts'
import type {Host} from '../host/host.ts'
import {incidentsOf} from '../report/finding.ts'
import {escapeMarkdown, markdownTable, withinSize} from '../report/markdown.ts'
import type {MonthFacts} from '../report/month.ts'
import {incidentsInWords} from '../report/publication.ts'
import type {ReviewState} from '../review/review-state.ts'
import type {OverdueItem} from '../watchdog/overdue.ts'
import {explain, type Failure} from '../wire/failure.ts'
import {type ArchiveOutcome, keepingWords} from './keeping-words.ts'
import type {Published} from './publish.ts'
import type {UploadResult} from './upload.ts'

export interface RunReportSettings {
  host: Host
  failOn: readonly string[]
  directory: string
  /** Known once it is chosen. */
  period?: Period
}

export interface ExportOutcome extends UploadResult {
  status: Verdict
  reasons: readonly string[]
  sections: readonly string[]
  facts: MonthFacts
  published: readonly Published[]
  /** Why it is not signed, or has no timestamp, where it should. */
  unsigned: readonly Failure[]
  /** What filters matched nothing, in sentences. */
  unmatched: readonly string[]
  /** Of a day: the incidents of its month that have records in it. They count in place of those of the day by itself. */
  active?: readonly {severity: Severity}[]
  /** Earlier months that are not known to be reviewed, by label. */
  unreviewed?: readonly string[]
  /** Absent where no archive is asked for. */
  archived?: ArchiveOutcome
}

/** An earlier month that the same run backfilled, or why it did not. */
export type EarlierMonth = {period: Period; directory: string} & (
  | {outcome: ExportOutcome}
  | {failed: string}
  | {leftOut: string}
)

/** Bytes. GitHub shows nothing of a summary above 1 MiB. */
export const summaryLimit = 900_000
const mostAnnotations = 8

/** All outputs, always: a step that reads one never meets a missing name. */
export function setOutputs(telling: RunReportSettings, status: string, outcome?: ExportOutcome): void {
  const {period, directory, host} = telling
  const open = outcome ? openIncidents(outcome) : []
  const findings = outcome?.facts.detection?.findings.filter(finding => !finding.accepted) ?? []
  const outputs = {
    status,
    period: period?.text ?? '',
    start: period ? instantOf(period.start) : '',
    end: period ? instantOf(period.end) : '',
    records: String(outcome?.facts.records ?? 0),
    findings: String(findings.length),
    incidents: String(open.length),
    'highest-severity': severities.find(severity => open.some(incident => incident.severity === severity)) ?? 'none',
    directory: outcome ? directory : '',
    manifest: outcome ? `${directory}/manifest.json` : '',
    'artifact-id': outcome?.artifact?.id ?? '',
    'artifact-url': outcome?.artifact?.url ?? '',
    'artifact-digest': outcome?.artifact?.digest ?? '',
    'issue-url': outcome?.published.find(one => one.name === 'issue')?.url ?? '',
    ...{matrix: '', 'merge-matrix': '', tenants: '', overdue: ''},
  }
  for (const [name, value] of Object.entries(outputs)) host.output(name, value)
}

/** Outputs are the month's own; `earlier` months are told separately, and count for `fail-on`. */
export async function reportOutcome(
  telling: RunReportSettings,
  outcome: ExportOutcome,
  earlier: readonly EarlierMonth[] = [],
): Promise<void> {
  const {host, directory} = telling
  const {status, reasons, artifact, facts, sections} = outcome
  setOutputs(telling, status, outcome)
  const keeping = keepingWords(outcome)
  const kept = [...(artifact ? [`Artifact ${artifact.url || artifact.id}`] : []), ...keeping]
    .map(line => `\n\n${line}`)
    .join('')
  await host.summary(
    withinSize([`${sections[0] ?? ''}${kept}`, ...earlierSection(earlier), ...sections.slice(1)], summaryLimit),
  )

  tellGaps(host, facts.gaps)
  const open = openIncidents(outcome)
  const where = outcome.active ? 'in this period, with the days before it' : 'this month'
  if (open.length > 0) host.warning(`${incidentsInWords(open)} ${where}; see the summary and report.html.`)
  host.info('')
  host.info(
    `${status.toUpperCase()}: ${pluralise(facts.records, 'record')} of ${facts.period.text} in ${directory}; ${incidentsInWords(open)}.`,
  )
  for (const reason of reasons.slice(0, mostAnnotations)) host.info(reason)
  for (const line of keeping) host.info(line)
  for (const delivery of outcome.published) tellDelivery(host, delivery)
  for (const words of outcome.unmatched) host.warning(words)
  tellFailing(telling, outcome, open)
  for (const month of earlier) tellEarlier(telling, month)
}

function openIncidents({active, facts}: ExportOutcome): readonly {severity: Severity}[] {
  if (active) return active
  return facts.detection ? incidentsOf(facts.detection).open : []
}

function earlierSection(earlier: readonly EarlierMonth[]): string[] {
  if (earlier.length === 0) return []
  const rows = earlier.map(month => {
    const {text} = month.period
    if (!('outcome' in month))
      return [escapeMarkdown(text), escapeMarkdown('failed' in month ? 'failed' : month.leftOut, 200), '', '']
    const {status, facts, artifact} = month.outcome
    const place = artifact?.url || month.directory
    return [escapeMarkdown(text), status, thousands(facts.records), artifact?.url ? place : escapeMarkdown(place)]
  })
  const areMonths = earlier.every(({period}) => periodUnit(period.label) === 'month')
  const [title, head] = areMonths ? ['Earlier months', 'Month'] : ['Earlier days and weeks', 'Period']
  return [`## ${title}\n\n${markdownTable([head ?? '', 'Export', 'Records', 'Where'], rows)}`]
}

function tellEarlier(telling: RunReportSettings, month: EarlierMonth): void {
  const {host, failOn} = telling
  const {text} = month.period
  if ('leftOut' in month) {
    host.notice(`${text}: ${month.leftOut}.`)
    return
  }
  if ('failed' in month) {
    const message = `Backfill of ${text} failed: ${month.failed}`
    if (failOn.includes('incomplete')) host.fail(message)
    else host.warning(message)
    return
  }
  const {status, facts} = month.outcome
  host.info(`${status.toUpperCase()}: ${pluralise(facts.records, 'record')} of ${text} in ${month.directory}.`)
  tellGaps(host, facts.gaps)
  for (const delivery of month.outcome.published) tellDelivery(host, delivery)
  for (const words of month.outcome.unmatched) host.warning(`${text}: ${words}`)
  tellFailing({...telling, directory: month.directory}, month.outcome, openIncidents(month.outcome))
}

function tellGaps(host: Host, gaps: readonly LedgerEntry[]): void {
  for (const gap of gaps.slice(0, mostAnnotations))
    host.warning(`Not proven: ${rangeText(gap)}: ${gap.reason?.message ?? ''} [${gap.reason?.code ?? ''}]`)
  if (gaps.length > mostAnnotations)
    host.warning(`and ${pluralise(gaps.length - mostAnnotations, 'more gap')}; manifest.json has them all.`)
}

/** No one misses a mail or a message that never came, so it fails the step; an issue that could not be written is only told. */
function tellDelivery(host: Host, {name, did, notes, failure}: Published): void {
  if (did) host.info(did)
  for (const note of notes) host.notice(note)
  if (failure === undefined) return
  if (name === 'issue') host.error(`The issue was not written: ${explain(failure)}`)
  else host.fail(`The ${name.startsWith('message to ') ? name : 'mail'} was not sent: ${explain(failure)}`)
}

function tellFailing(telling: RunReportSettings, outcome: ExportOutcome, open: readonly {severity: Severity}[]): void {
  const {host, directory, failOn} = telling
  const {status, reasons, uploadFailure, smallFailures = []} = outcome
  if (uploadFailure)
    host.fail(`Export written to ${directory}; uploading the artifact failed: ${explain(uploadFailure)}`)
  for (const failure of outcome.unsigned)
    host.fail(`The export is written to ${directory}, but not signed or timestamped as asked: ${explain(failure)}`)
  const {archived} = outcome
  if (archived && 'failure' in archived)
    host.fail(`The export is written to ${directory}, but not archived: ${explain(archived.failure)}`)
  if (archived?.place && archived.unrecorded)
    host.fail(
      `The export is archived in ${archived.place.url}, but archive.json was not kept: ${explain(archived.unrecorded)}`,
    )
  for (const {name, loss, failure} of smallFailures)
    host.warning(`The export was uploaded, but the artifact ${name} was not. ${loss} ${explain(failure)}`)
  const kept = 'The step fails because fail-on says so; everything that was read is kept.'
  const {text} = outcome.facts.period
  const what = telling.period?.text === text ? 'The export' : `The export of ${text}`
  if (failOn.includes(status)) host.fail(`${what} is ${status}: ${reasons[0] ?? ''} ${kept}`)
  if (failOn.includes('empty') && outcome.facts.records === 0) host.fail(`${what} holds no record. ${kept}`)
  const {unreviewed = []} = outcome
  if (failOn.includes('unreviewed') && unreviewed.length > 0)
    host.fail(`Earlier months are not reviewed: ${unreviewed.join(', ')}. ${kept}`)
  const least = Math.max(...failOn.map(word => severities.indexOf(word as Severity)))
  const grave = open.filter(incident => severities.indexOf(incident.severity) <= least)
  if (grave.length > 0) host.fail(`There are ${incidentsInWords(grave)}. ${kept}`)
}

export function reportSkipped(telling: RunReportSettings, why: string): void {
  setOutputs(telling, 'skipped')
  telling.host.notice(why)
}

/** The verdict is that of the export which was reviewed. */
export async function reportReview(
  host: Host,
  {state, answer, directory, url}: {state: ReviewState; answer: string; directory: string; url: string | undefined},
): Promise<void> {
  const {period, verdict, status, incidents} = state.file
  setOutputs({host, failOn: [], directory}, verdict)
  const outputs = {
    ...{period: period.label, start: period.start, end: period.end, directory},
    incidents: String(incidents.length),
    'highest-severity': severities.find(severity => incidents.some(one => one.severity === severity)) ?? 'none',
    'issue-url': url ?? '',
  }
  for (const [name, value] of Object.entries(outputs)) host.output(name, value)
  await host.summary(`# Review of ${escapeMarkdown(period.label)}: ${status}\n\n${answer}\n`)
  host.info(`${period.label} is ${status === 'reviewed' ? 'reviewed' : 'not reviewed yet'}.`)
}

/** Fails the step where anything is overdue. */
export async function reportWatchdog(
  host: Host,
  {items, markdown, url}: {items: readonly OverdueItem[]; markdown: string; url: string | undefined},
): Promise<void> {
  setOutputs({host, failOn: [], directory: ''}, items.length > 0 ? 'failed' : 'complete')
  host.output('overdue', items.map(({name}) => name).join(','))
  host.output('issue-url', url ?? '')
  await host.summary(`# What is overdue\n\n${markdown}\n`)
  for (const {text, remedy} of items) host.error(`${text} ${remedy}`)
  if (items.length === 0) host.info('Nothing is overdue.')
  else
    host.fail(`${pluralise(items.length, 'thing')} ${items.length === 1 ? 'is' : 'are'} overdue; see the errors above.`)
}

/** Fails the step where `fail-on` says so; `failing` are sentences. */
export async function reportOverview(
  host: Host,
  outcome: {
    status: Verdict
    directory: string
    outputs: Readonly<Record<string, string>>
    sections: readonly string[]
    uploaded: UploadResult
    /** Why no issue was written, though one was asked for. */
    untold: Failure | undefined
    failing: readonly string[]
  },
): Promise<void> {
  const {status, directory, outputs, sections, uploaded, untold, failing} = outcome
  setOutputs({host, failOn: [], directory}, status)
  const {artifact, uploadFailure} = uploaded
  const kept = {
    ...{directory, 'artifact-id': artifact?.id ?? '', 'artifact-url': artifact?.url ?? ''},
    'artifact-digest': artifact?.digest ?? '',
  }
  for (const [name, value] of Object.entries({...kept, ...outputs})) host.output(name, value)
  await host.summary(withinSize(sections, summaryLimit))
  if (uploadFailure)
    host.fail(`The overview is written to ${directory}; uploading the artifact failed: ${explain(uploadFailure)}`)
  if (untold) host.fail(`The overview is written to ${directory}, and no issue was: ${explain(untold)}`)
  for (const text of failing) host.fail(text)
}

/** Nothing was exported, so that no verdict on records can be meant: `skipped`. */
export async function reportPlan(
  telling: RunReportSettings,
  {matrix, mergeMatrix = '', markdown}: {matrix: string; mergeMatrix?: string; markdown: string},
): Promise<void> {
  const {host} = telling
  setOutputs(telling, 'skipped')
  host.output('matrix', matrix)
  host.output('merge-matrix', mergeMatrix)
  await host.summary(withinSize([markdown], summaryLimit))
  host.info(markdown)
  host.info(`matrix: ${matrix}`)
  if (mergeMatrix !== '') host.info(`merge-matrix: ${mergeMatrix}`)
}

export function reportFailure(telling: RunReportSettings, failure: Failure): void {
  setOutputs(telling, 'failed')
  const {cause} = failure
  if (failure.code === 'UNEXPECTED' && cause instanceof Error) telling.host.debug(cause.stack ?? cause.message)
  telling.host.fail(explain(failure))
}

/** Every mistake in inputs and environment at once: an annotation each, and one line that fails the step. */
export function reportMistakes(host: Host, mistakes: readonly Failure[]): void {
  setOutputs({host, failOn: [], directory: ''}, 'failed')
  for (const mistake of mistakes) host.error(explain(mistake))
  const what = mistakes.some(({code}) => /^(ENVIRONMENT|PROXY)_/.test(code))
    ? ['input or variable', 'inputs or variables']
    : ['input', 'inputs']
  host.fail(
    mistakes.length === 1
      ? `1 ${what[0]} is wrong; see the error above.`
      : `${mistakes.length} ${what[1]} are wrong; see the errors above.`,
    'mistake',
  )
}
