/** Everything that a period's export takes from earlier runs, as one value, before anything is read from the tenant. */
import {limits} from '../audit/filters.ts'
import {isUnprovenTakeover} from '../audit/ledger.ts'
import type {Period} from '../audit/period.ts'
import type {Baseline} from '../detect/baseline.ts'
import type {EvidenceFolder} from '../evidence/evidence-folder.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import type {HistoryMonth} from '../report/history.ts'
import type {Manifest} from '../report/manifest.ts'
import {keptManifest} from './complete-export.ts'
import type {EarlierRuns} from './earlier-runs.ts'
import {findJournals} from './interrupted-state.ts'
import {findLastMonth, findMonths} from './last-month.ts'
import {type ExportNotes, type ExportQuestion, findPreviousExport, type PreviousExport} from './previous-export.ts'
import {type RecordedReview, recordedReview} from './review-bundle.ts'
import {findManifestsBefore, findShorterExports, type ShorterExport} from './shorter-exports.ts'

export interface RestoredState {
  /** Of the same question. */
  earlier: PreviousExport | undefined
  /** What interrupted runs of the same question left, the newest first. */
  journals: readonly string[]
  /** Exports of days and weeks that the period is made from. */
  shorter: readonly ShorterExport[]
  /** What the month is compared with, where the inputs leave that to earlier runs. */
  baseline: RestoredBaseline | undefined
  /** The last month's, by whose profile this one is cut. */
  lastMonth: Manifest | undefined
  /** Of the last days, by which a day is cut where there is no last month. */
  daysBefore: readonly Manifest[]
  /** Those before, oldest first, in numbers; absent where the period is not compared with them. */
  months?: readonly HistoryMonth[] | undefined
  /** What was said of this month before; absent where no review is asked for, or that is unknown. */
  review?: RecordedReview | undefined
}

export interface RestoredBaseline {
  baseline: Baseline
  /** Whether its digests are keyed with `previous-state-key`. */
  previousKey: boolean
}

type Settings = Pick<
  MonthSettings,
  'artifactName' | 'filters' | 'resume' | 'stateKey' | 'baseline' | 'review' | 'archive'
>

/** Never rejects: what can't be had, or is refused, is told, and the export does without. */
export async function restore(
  settings: Settings,
  runs: EarlierRuns,
  question: ExportQuestion & {
    folder: EvidenceFolder
    /** The whole period, of which a shard is a part. */
    whole: Period
    /** Whether anything is detected. */
    detects: boolean
    /** Whether it is one of the days or weeks of a month, which are neither reviewed nor compared with months. */
    isShorter?: boolean
    /** Where shorter exports lie; absent where none is taken over. */
    shorterIn?: {directory: string; workspace: string} | undefined
  },
  notes: ExportNotes,
): Promise<RestoredState> {
  const {folder, owner, encrypted} = question
  const earlier = await findPreviousExport(settings.artifactName, runs, question, notes)
  const asked = {folder, owner, earlier, encrypted, source: question.source}
  const journals = await findJournals(settings, runs, asked, notes)
  const shorter = await shorterExports(settings, runs, {...question, earlier}, notes)
  const isReviewed = settings.review !== undefined && !question.isShorter
  const wantsBundle = isReviewed || settings.archive !== undefined
  const review = wantsBundle && question.detects ? await reviewBefore(settings, runs, question, notes) : undefined
  const wantsBaseline = question.detects && settings.baseline.from === 'auto'
  const comparable = !limits(settings.filters)
  if (!wantsBaseline && !comparable)
    return {earlier, journals, shorter, review, baseline: undefined, lastMonth: undefined, daysBefore: []}
  const month = {period: question.whole, tenantId: owner.tenant}
  const {value, because} = await findLastMonth(settings.artifactName, runs, month, notes)
  if (wantsBaseline && value?.baseline === undefined && because !== 'there is no GitHub') {
    notes.note(`No earlier month's baseline was found (${because ?? 'its export left none'}).`)
  }
  const months =
    comparable && question.detects && !question.isShorter
      ? await findMonths(settings.artifactName, runs, {...month, last: value}, notes)
      : undefined
  const isFirstMonth = comparable && question.isShorter === true && value === undefined
  const daysBefore = isFirstMonth
    ? await findManifestsBefore(runs, {...month, artifactName: settings.artifactName}, notes)
    : []
  const {baseline, previousKey = false} = value ?? {}
  return {
    earlier,
    journals,
    shorter,
    review,
    baseline: wantsBaseline && baseline ? {baseline, previousKey} : undefined,
    lastMonth: comparable ? value?.manifest : undefined,
    daysBefore,
    months,
  }
}

/** None for a period that was exported whole before: what came since is what a rerun is for. */
async function shorterExports(
  settings: Settings,
  runs: EarlierRuns,
  question: Parameters<typeof restore>[2] & {earlier: PreviousExport | undefined},
  notes: ExportNotes,
): Promise<ShorterExport[]> {
  const {shorterIn, earlier, period, owner, source, pseudonyms, encrypted} = question
  if (shorterIn === undefined || settings.resume === 'off') return []
  // Of an encrypted one, the manifest alone can be read.
  const before = earlier?.manifest ?? (encrypted ? await keptManifest(settings, runs, owner, notes) : undefined)
  if (before?.status === 'complete') return []
  // What they handed on was found to differ from what the service has.
  if (before?.windows.some(({status, reason}) => isUnprovenTakeover({status, reason}))) return []
  return await findShorterExports(
    runs,
    {
      ...{window: period, timezone: period.timezone, owner, source, pseudonyms},
      fromJournals: encrypted || source === 'both',
      artifactName: settings.artifactName,
      ...shorterIn,
    },
    notes,
  )
}

async function reviewBefore(
  settings: Pick<MonthSettings, 'artifactName'>,
  runs: EarlierRuns,
  {owner, whole}: {owner: {tenant: string}; whole: Period},
  notes: ExportNotes,
): Promise<RecordedReview | undefined> {
  const month = {tenant: owner.tenant, label: whole.label}
  const {value, because} = await recordedReview(settings.artifactName, runs, month, notes)
  if (value === undefined) notes.warning(`Whether this month was reviewed before is unknown: ${because}.`)
  return value
}
