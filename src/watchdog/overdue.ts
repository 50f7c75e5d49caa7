/** What is overdue, from what is known of months, workflows, certificate and evidence: pure. What is not known is never in order. */

import {pluralise} from '../audit/numbers.ts'
import {retention} from '../audit/retention.ts'
import {expiryOf} from '../signin/expiry.ts'
import {bySetup} from '../signin/remedies.ts'

/** A month that has ended. Milliseconds since 1970 UTC. */
export interface MonthState {
  label: string
  start: number
  end: number
  /** `none`: no export is kept; `unknown`: GitHub did not say, or what is there is not believed. */
  export: 'complete' | 'provisional' | 'incomplete' | 'none' | 'unknown'
  /** Why it is unknown. */
  because?: string | undefined
  /** Absent where the team does without reviews. */
  review?: 'reviewed' | 'open' | 'unknown' | undefined
  /** When the artifact expires. */
  expires?: number | undefined
  /** Until when an archive keeps the evidence; `forever` where it sets no end. */
  archived?: number | 'forever' | undefined
}

export interface WorkflowState {
  /** `.github/workflows/audit.yml` */
  path: string
  /** GitHub's word: `active`, `disabled_manually`, `disabled_inactivity`, `deleted`; undefined where it is not known. */
  state: string | undefined
  because?: string | undefined
  /** Whether it exports by a schedule: another one, such as the review's, is only looked at for being switched on. */
  isExport: boolean
  /** Of its scheduled runs, newest first; undefined where that is not known. */
  scheduled: readonly {at: number; conclusion: string | null}[] | undefined
}

/** Where a tenant's months are exported, as far as it is known: what is advised is of that place. */
export interface ExportPlace {
  /** OWNER/NAME; absent where another system than GitHub exports. */
  repository?: string | undefined
  /** The job's environment at GitHub. */
  environment?: string | undefined
  tenant?: string | undefined
  cloud?: string | undefined
}

export interface WatchdogFacts {
  place: ExportPlace
  months: readonly MonthState[]
  workflows: readonly WorkflowState[]
  /** Of the newest export. */
  certificate?: {notAfter: number} | undefined
}

export interface OverdueItem {
  kind: 'export' | 'review' | 'evidence' | 'workflow' | 'certificate' | 'history'
  /** For the output: `2026-08`, `workflow audit.yml`. */
  name: string
  isUnknown: boolean
  /** What is overdue, and until when it can be made good. */
  text: string
  remedy: string
}

const day = 86_400_000
/** After a month's end: late records have come (settle), and a run that failed was repeated. */
const exportGrace = 7 * day
const reviewGrace = 14 * day
/** GitHub deletes expired artifacts for good. */
const expiryNotice = 30 * day
/** A monthly schedule, and the days by which it may be late. */
const longestSilence = 35 * day
/** Of a schedule that runs more often: so much, and twice its longest pause so far. */
const shortestSilence = 3 * day
/** From fewer runs, how often a schedule runs is not known. */
const fewestRuns = 5

const date = (time: number) => new Date(time).toISOString().slice(0, 10)

export function overdueItems({months, workflows, certificate, place}: WatchdogFacts, now: number): OverdueItem[] {
  const history: OverdueItem[] =
    months.length > 0
      ? []
      : [
          {
            kind: 'history',
            name: 'history',
            isUnknown: true,
            text: 'UNKNOWN: no export was found at all, and nothing is remembered of earlier ones.',
            remedy: `Set since to the first month that has to be there, ${place.repository === undefined ? 'name the export’s state-directory' : 'name the export’s workflow in trusted-workflows'}, and give the same artifact-name and state-key as the export has.`,
          },
        ]
  return [
    ...history,
    ...months.flatMap(month => monthItems(month, place, now)),
    ...workflows.flatMap(workflow => workflowItems(workflow, now)),
    ...certificateItems(certificate, place, now),
  ]
}

function monthItems(month: MonthState, place: ExportPlace, now: number): OverdueItem[] {
  const {label, end, review, expires, archived} = month
  if (now < end + exportGrace) return []
  const items: OverdueItem[] = []
  if (month.export !== 'complete') items.push(exportItem(month, place, now))
  else if (review !== undefined && review !== 'reviewed' && now >= end + reviewGrace) {
    items.push({
      kind: 'review',
      name: `review ${label}`,
      isUnknown: review === 'unknown',
      text:
        review === 'unknown'
          ? `${label}: whether it was reviewed is UNKNOWN${month.because ? ` (${month.because})` : ''}.`
          : `${label} is not reviewed.`,
      remedy: 'Comment on the month’s issue: docs/review.md says how.',
    })
  }
  const isArchived = archived === 'forever' || (archived !== undefined && archived > (expires ?? now) + day)
  if (month.export !== 'none' && expires !== undefined && expires - now < expiryNotice && !isArchived) {
    const gone = expires <= now
    items.push({
      kind: 'evidence',
      name: `evidence ${label}`,
      isUnknown: false,
      text: gone
        ? `The evidence of ${label} expired on ${date(expires)}, and no archive keeps it.`
        : `The evidence of ${label} expires on ${date(expires)}, and no archive keeps it.`,
      remedy: gone
        ? 'Restore it from a copy of your own, or export the month again while its records can be read.'
        : 'Copy the artifact to an archive, or set archive-to and export the month again.',
    })
  }
  return items
}

function exportItem({label, start, end, because, ...month}: MonthState, place: ExportPlace, now: number): OverdueItem {
  const [first, last] = [start + retention, end + retention]
  const until =
    now >= last
      ? `Its records expired on ${date(last)}, unless a licence keeps them longer.`
      : now >= first
        ? `Its first days have expired; the rest can be read until ${date(last)}, less each day.`
        : `All its records can be read until ${date(first)}.`
  const words = {
    complete: '',
    none: `${label}: no export is kept. It was never made, or its artifact expired.`,
    unknown: `${label}: whether it was exported is UNKNOWN${because ? ` (${because})` : ''}.`,
    provisional: `${label}: its export is provisional, and late records were not read.`,
    incomplete: `${label}: its export is incomplete.`,
  }[month.export]
  return {
    kind: 'export',
    name: label,
    isUnknown: month.export === 'unknown',
    text: `${words} ${until}`,
    remedy: exportAgain(label, place),
  }
}

/** @param label of a month. */
export function exportAgain(label: string, {repository}: ExportPlace): string {
  return repository === undefined
    ? `Start the job that exports with --period ${label}.`
    : `Start the export’s workflow by hand with period: ${label}.`
}

function workflowItems({path, state, because, scheduled, isExport}: WorkflowState, now: number): OverdueItem[] {
  const name = `workflow ${path.split('/').at(-1)}`
  const item = (text: string, remedy: string, isUnknown = false): OverdueItem => ({
    ...{kind: 'workflow', name, isUnknown, text, remedy},
  })
  if (state === undefined || scheduled === undefined) {
    const remedy = 'The token needs actions: read in that repository; check the file’s name in trusted-workflows.'
    return [item(`${path}: its state is UNKNOWN (${because ?? 'GitHub did not say'}).`, remedy, true)]
  }
  if (state !== 'active') {
    const why = state === 'disabled_inactivity' ? ' because nothing happened in the repository for 60 days' : ''
    return [item(`${path} is switched off${why} (${state}).`, 'Actions → the workflow → Enable workflow.')]
  }
  if (!isExport) return []
  const [last] = scheduled
  if (last === undefined || now - last.at > toleratedSilence(scheduled)) {
    const since = last === undefined ? 'never ran by its schedule' : `last ran by its schedule on ${date(last.at)}`
    return [item(`${path} ${since}.`, 'Check its cron line, and that the file is on the default branch.')]
  }
  const failing = scheduled.findIndex(({conclusion}) => conclusion === 'success')
  const count = failing < 0 ? scheduled.length : failing
  const ended = scheduled.filter(({conclusion}) => conclusion !== null)
  if (count === 0 || ended[0]?.conclusion === 'success') return []
  return [
    item(
      `${path}: its last ${pluralise(count, 'scheduled run')} did not succeed (${ended[0]?.conclusion ?? 'still running'}).`,
      'Open the run: its summary and the doctor (mode: doctor) say what is missing.',
    ),
  ]
}

/**
 * How long nothing may come from a schedule. By the longest pause that it made: a schedule for a month's last days runs on
 * several days in a row as well.
 * @param scheduled newest first.
 */
function toleratedSilence(scheduled: readonly {at: number}[]): number {
  if (scheduled.length < fewestRuns) return longestSilence
  const pauses = scheduled.slice(1).map(({at}, index) => (scheduled[index]?.at ?? at) - at)
  return Math.min(longestSilence, Math.max(shortestSilence, 2 * Math.max(...pauses)))
}

/** In single quotes where a shell would divide it, or take it for an address. */
const word = (text: string) => (/^[\w.@/-]+$/.test(text) ? text : `'${text}'`)

function certificateItems(
  certificate: WatchdogFacts['certificate'],
  {repository, environment, ...of}: ExportPlace,
  now: number,
): OverdueItem[] {
  if (certificate === undefined) return []
  const {notAfter} = certificate
  // When it began is not in the manifest: the notice of two months is that of long-lived ones.
  const dates = {notBefore: new Date(0), notAfter: new Date(notAfter), renewed: false}
  const {left, due} = expiryOf(dates, now)
  if (due === 'later') return []
  const ends = left < 0 ? `ended on ${date(notAfter)}` : `ends in ${pluralise(left, 'day')}, on ${date(notAfter)}`
  const options = [
    '--renew',
    ...(repository === undefined ? [] : [`--repository ${word(repository)}`]),
    ...(environment === undefined ? [] : [`--environment ${word(environment)}`]),
  ]
  return [
    {
      kind: 'certificate',
      name: 'certificate',
      isUnknown: false,
      text: `The certificate that signed in last ${ends}.`,
      remedy: `Make its successor. ${bySetup(options.join(' '), of)}.`,
    },
  ]
}
