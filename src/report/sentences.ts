/** The month in sentences: the same ones on the page and in the summary. */
import {pluralise, thousands} from '../audit/numbers.ts'
import {instantOf} from '../audit/record.ts'
import {type Severity, severities} from '../audit/severity.ts'
import type {EarlierExport} from './difference.ts'
import {type DetectionFacts, incidentsOf, type ReportIncident} from './finding.ts'
import type {MonthFacts} from './month.ts'
import {periodName, ZoneClock} from './zone.ts'

/** `3 h 20 min`; the two largest units. */
export function duration(milliseconds: number): string {
  const units: [size: number, name: string][] = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ]
  const parts: string[] = []
  let rest = milliseconds
  for (const [size, name] of units) {
    const whole = Math.floor(rest / size)
    rest -= whole * size
    if (whole > 0) parts.push(`${whole} ${name}`)
    if (parts.length === 2 || (parts.length === 1 && whole === 0)) break
  }
  return parts.join(' ') || '0 s'
}

/** What is wrong with single rows, with how many of them; empty where nothing is. */
export function defectRows({malformed, foreign, unanalysed}: MonthFacts): [string, string][] {
  const rows: [string, number][] = [
    ['Malformed records (kept as they came)', malformed],
    ['Rows of other organisations (left out)', foreign],
    ['Records that an analysis failed on (in the files)', unanalysed],
  ]
  return rows.filter(([, count]) => count > 0).map(([words, count]) => [words, thousands(count)])
}

/** How many records one reading misses, as second readings showed, with the bound; the end of a sentence. */
function missWords({estimate, trust}: MonthFacts): string {
  const {windows, second, rate} = estimate
  const unknown = 'so the share of records that one reading misses is unknown'
  if (windows === 0 && trust?.confirm === 'none') return `nothing was read a second time (confirm: none), ${unknown}`
  if (windows === 0 || rate === undefined) return `no window with records could be read a second time, ${unknown}`
  const basis = `a second reading of ${pluralise(windows, 'window')} with ${pluralise(second, 'record')}`
  const bound = `at most ${percent(rate.most)} with 95 % confidence`
  return `${basis} found that one reading misses ${percent(rate.missed / second)} of them (${bound})`
}

function percent(share: number): string {
  const value = 100 * Math.min(1, share)
  if (value === 0) return '0 %'
  if (value >= 10) return `${value.toFixed(0)} %`
  return value < 0.001 ? 'less than 0.001 %' : `${Number(value.toPrecision(2))} %`
}

const syntheticWords = 'Demo: all data here are synthetic, and the tenant does not exist.'

/** What is claimed of the export, why, and what follows; a sentence or two each. */
export function verdictWords(facts: MonthFacts): string[] {
  const synthetic = facts.isSynthetic ? [syntheticWords] : []
  return [...synthetic, ...onesidedWords(facts), ...verdictOfWindows(facts)]
}

/** What the other source shows of one is the only sign of records that it never shows. */
function onesidedWords({onesided}: MonthFacts): string[] {
  if (onesided === undefined) return []
  const {exchange, graph} = onesided
  if (exchange + graph === 0)
    return ['Exchange and Graph were both read, and wherever both could be, they had the same records.']
  const only = (count: number, name: string) =>
    count === 0 ? [] : [`${pluralise(count, 'record is', 'records are')} known through ${name} alone`]
  return [
    `Exchange and Graph were both read, and differ: ${[...only(exchange, 'Exchange'), ...only(graph, 'Graph')].join(', ')}. All of them are kept.`,
  ]
}

function verdictOfWindows(facts: MonthFacts): string[] {
  const month = periodName(facts.period.text)
  if (facts.status === 'incomplete') return incompleteWords(facts, month)
  const read = `${month} was read in ${pluralise(facts.windows.length, 'window')}, and ${missWords(facts)}. The service answered for every window, no answer was cut short, and every check passed.${agreedWords(facts)}`
  return facts.status === 'complete' ? [`${read} The settle time has passed.`] : [read, ...facts.reasons]
}

/** Why more windows were read twice than the estimate is made from. */
function agreedWords({windows, estimate}: MonthFacts): string {
  const agreed = windows.filter(window => window.status === 'confirmed').length
  if (agreed === 0) return ''
  const doubtful = 'whose first answer was empty or doubtful'
  const which =
    estimate.windows === 0 ? `, ${doubtful}` : agreed > estimate.windows ? `: the sample’s, and those ${doubtful}` : ''
  return ` Two readings agreed in ${pluralise(agreed, 'window')}${which}.`
}

function incompleteWords(facts: MonthFacts, month: string): string[] {
  const {gaps} = facts
  if (gaps.length === 0) return [`Some of ${month} could not be verified, and ${missWords(facts)}.`, ...facts.reasons]
  const length = gaps.reduce((sum, gap) => sum + gap.end - gap.start, 0)
  const share = (100 * length) / (facts.period.end - facts.period.start)
  const percent = share < 0.1 ? 'less than 0.1 %' : `${share.toFixed(1)} %`
  return [
    `${pluralise(gaps.length, 'gap')} in ${month} (${duration(length)} in all, ${percent}) could not be verified, and ${missWords(facts)}. What was read is kept; what happened in ${gaps.length === 1 ? 'that time' : 'those times'} may be missing from everything below.`,
  ]
}

/** What may be missing outside the gaps, and how far that can be trusted. */
export function estimateWords({estimate}: MonthFacts): string[] {
  const {windows, differed, second, missing} = estimate
  if (windows === 0) return ['Nothing was read twice for comparison, so the miss rate is unknown.']
  const agreed = differed === 0 ? 'the two readings never differed' : `in ${thousands(differed)} the readings differed`
  const basis = `${pluralise(windows, 'window')} with ${pluralise(second, 'record')} ${windows === 1 ? 'was' : 'were'} read twice, cut differently; ${agreed}.`
  const limit = 'A record that no reading shows is beyond this estimate.'
  if (missing === undefined) return [`${basis} That is too little to estimate the miss rate.`]
  const {likely, least, most} = missing
  const range = least === most ? '' : ` (95 % range: ${thousands(least)} to ${thousands(most)})`
  return [`${basis} By that, about ${pluralise(likely, 'record')} may be missing outside the gaps${range}. ${limit}`]
}

/** The outcome of detection in one sentence. */
export function detectionWords(detection: DetectionFacts | undefined): string {
  if (!detection) return 'Detection is off: this report does not say whether anything happened.'
  const {open, accepted} = incidentsOf(detection)
  const known = accepted.length > 0 ? ` ${pluralise(accepted.length, 'accepted finding')} not counted.` : ''
  if (open.length === 0) {
    return `No incidents. No rule reported anything; this does not prove that nothing happened.${known}`
  }
  return `${pluralise(open.length, 'incident')}: ${bySeverity(open)}.${known}`
}

/**
 * Which of the files is for Excel, or how to get one, in one sentence; '' where there are no files.
 * @param names of the evidence's files; those that hold no records do not matter.
 */
export function spreadsheetWords(names: readonly string[]): string {
  if (names.length === 0) return ''
  const csv = names.filter(name => /\.csv(\.age)?$/.test(name))
  const flat = csv.find(name => /\.flat\.csv/.test(name))
  if (flat !== undefined) return `For Excel: ${flat}${flat.endsWith('.age') ? ', once it is decrypted' : ''}.`
  const [whole] = csv
  if (whole === undefined)
    return 'For Excel: none of these files; an export with formats: csv and columns: flat has one.'
  const wanted = whole.replace('.csv', '.flat.csv')
  return `For Excel: not ${whole}, whose column AuditData holds JSON; an export with columns: both also has ${wanted}.`
}

/** `1 high, 2 low` */
export function bySeverity(incidents: readonly ReportIncident[]): string {
  const count = (severity: Severity) => incidents.filter(one => one.severity === severity).length
  return severities
    .filter(severity => count(severity) > 0)
    .map(severity => `${count(severity)} ${severity}`)
    .join(', ')
}

function detectionLimits({learning, unseen}: DetectionFacts): string[] {
  const of = (reason: DetectionFacts['unseen'][number]['reason']) => unseen.filter(one => one.reason === reason)
  const missing = of('not-recorded')
  const quiet = of('did-not-happen')
  const shown = [...missing, ...of('not-given')]
    .slice(0, mostUnseen)
    .map(({title, missing: what}) => `${title}: ${what}.`.replace(/\.\.$/, '.'))
  return [
    ...(learning ? ['First-seen values in the first week: there is no earlier month to compare with.'] : []),
    ...(missing.length > 0
      ? [
          `Not recorded: ${pluralise(missing.length, 'rule')} had no record of the service or licence that they need. Check auditing and licences: this does not mean that nothing happened.`,
        ]
      : []),
    ...shown,
    ...(missing.length > mostUnseen
      ? [`And ${pluralise(missing.length - mostUnseen, 'more rule')}; findings.json lists them.`]
      : []),
    ...(quiet.length > 0
      ? [
          `Did not happen: for ${pluralise(quiet.length, 'rule')} the service was audited, and no such operation was recorded (${quiet
            .slice(0, 5)
            .map(({rule}) => rule)
            .join(', ')}${quiet.length > 5 ? ' …' : ''}).`,
        ]
      : []),
  ]
}

const mostUnseen = 12

/** The tenant's names with its id; the id alone where neither a file of tenants nor a record names one. */
export function tenantWords({
  tenant,
  tenantName,
  detection,
}: Pick<MonthFacts, 'tenant' | 'tenantName' | 'detection'>): string {
  const names = [tenantName ?? '', detection?.tenantName ?? ''].filter(name => name !== '')
  return names.length === 0 ? tenant : `${names.join(', ')} (${tenant})`
}

/** What no number here can show, from the most particular to what is always so. */
export function unseenWords(facts: MonthFacts): string[] {
  const clock = new ZoneClock(facts.period.timezone)
  const {overflowed} = facts.figures
  return [
    ...(facts.gaps.length > 0
      ? ['What happened in the gaps: no record there does not mean that nothing happened.']
      : []),
    ...(facts.status === 'provisional'
      ? ['Records that arrive late: services may deliver them for days after the event.']
      : []),
    ...(facts.filters ?? []).map(filter => `What the export was not asked for. It was limited to ${filter}.`),
    ...(facts.detection ? detectionLimits(facts.detection) : ['Anomalies: detection is off.']),
    ...(overflowed.length > 0
      ? [
          `Exact counts of all names: there were more ${overflowed.join(', ')} than are counted apart. The largest are right; small ones may be missing or too high.`,
        ]
      : []),
    ...(facts.figures.first !== undefined && facts.figures.first - facts.period.start > 86_400_000
      ? [
          `Anything before ${clock.moment(facts.figures.first)}: the first record is from then. Was auditing on, and does the retention reach back?`,
        ]
      : []),
    'What Microsoft 365 did not record: auditing that was off, events a licence does not include, actions no service logs.',
    'Whether the account owner or another party used an IP address.',
  ]
}

/** What changed since an earlier export of the same period, in sentences; those that need an action come first. */
export function sinceWords({finished, status, manifest, difference}: EarlierExport): string[] {
  if (!difference) return []
  const {added, own, vanished, changed, recovered, unread, vanishedIds} = difference
  const before = `the ${status} export of ${instantOf(finished)} (manifest ${manifest.slice(0, 12)}…)`
  const late = added - recovered
  return [
    ...(vanished > 0
      ? [
          `${pluralise(vanished, 'record')} of ${before} did not come again, though the time was read: the log shows different records to different readings. Keep the earlier export. Ids: ${vanishedIds.join(', ') || 'none'}${vanished > vanishedIds.length ? ' and more' : ''}.`,
        ]
      : []),
    `Compared with ${before}, ${pluralise(added, 'record was added', 'records were added')}, ${thousands(vanished)} vanished and ${thousands(changed)} changed.`,
    ...(late > 0
      ? [`${pluralise(late, 'record was', 'records were')} late: not there yet when that export was read.`]
      : []),
    ...(own > 0
      ? [
          `${thousands(own)} of the ${pluralise(added, 'added record')} ${own === 1 ? 'is a search' : 'are searches'} of the log by this application: each export adds some.`,
        ]
      : []),
    ...(recovered > 0 ? [`${pluralise(recovered, 'record')} lay in gaps of that export.`] : []),
    ...(unread > 0
      ? [`${pluralise(unread, 'record')} of that export ${unread === 1 ? 'lies' : 'lie'} in gaps of this one.`]
      : []),
  ]
}
