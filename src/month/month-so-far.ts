/**
 * What a day's run tells of the month: detection over all days so far, so that an incident keeps its id and grows, and
 * one issue for the tenant and month. Nothing is read from the tenant.
 */
import {resolve} from 'node:path'
import {type LedgerEntry, rangeText} from '../audit/ledger.ts'
import {monthsOf, type Period} from '../audit/period.ts'
import {instantOf} from '../audit/record.ts'
import {contains, type TimeWindow} from '../audit/window.ts'
import type {Detection, DetectionResult} from '../detect/detection.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import type {Published} from '../publish/publish.ts'
import type {ExportOutcome} from '../publish/report-run.ts'
import {Figures} from '../report/figures.ts'
import {
  activeInAll,
  daysSection,
  type MonthCoverage,
  monthCoverage,
  notProvenAgain,
  type ProvenWindow,
  type SinceLastRun,
  sinceLastRun,
  sinceLastRunSection,
} from '../report/month-so-far.ts'
import type {Publication} from '../report/publication.ts'
import {type RedactedIncident, redactedIncidents} from '../report/redacted-incidents.ts'
import {isOfMonths, messageName} from '../report/route.ts'
import {findLastMonth} from '../restore/last-month.ts'
import {findShorterExports, type ShorterExport} from '../restore/shorter-exports.ts'
import {partitionLength, partitionStart} from '../spool/partition.ts'
import {ResumeSources} from '../spool/resume-source.ts'
import {Spool} from '../spool/spool.ts'
import {uniqueRows} from '../spool/unique-rows.ts'
import {asFailure, Failure} from '../wire/failure.ts'
import type {PeriodContext} from './context.ts'
import {deliverPublication, noticesOf, type ReportSettings} from './delivery.ts'
import {setUpDetection} from './detection-setup.ts'
import {evidenceDirectory} from './evidence-directory.ts'
import {folderOwnerOf, type RunBasics} from './export.ts'
import {detectionFiles, lookAt, type PrerequisiteSettings} from './prerequisites.ts'
import {shorterCarriers} from './resume.ts'

type SoFarSettings = ReportSettings & PrerequisiteSettings & Pick<MonthSettings, 'filters' | 'settle'>

interface SoFar {
  run: RunBasics
  /** What the run read. */
  main: Period
  outcome: ExportOutcome
}

/** @returns the outcome with what was told of each month that the run's period lies in. Never rejects. */
export async function reportMonthsSoFar(
  settings: SoFarSettings,
  context: PeriodContext,
  {run, main, outcome}: SoFar,
): Promise<ExportOutcome> {
  const published: Published[] = []
  const sections: string[] = []
  const actives: (RedactedIncident[] | undefined)[] = []
  for (const month of monthsOf(main)) {
    try {
      const told = await context.host.group(`${month.text} so far`, () =>
        reportMonthSoFar(settings, context, {run, main, outcome, month}),
      )
      published.push(...told.published)
      sections.push(...told.sections)
      actives.push(told.active)
    } catch (error) {
      const failure = asFailure(error)
      actives.push(undefined)
      context.log.warning(`What ${month.text} holds so far is not known: ${failure.message}`)
      published.push(...undelivered(settings, failure))
    }
  }
  const active = activeInAll(actives)
  const [first, ...rest] = outcome.sections
  return {
    ...outcome,
    published: [...outcome.published, ...published],
    sections: [first ?? '', ...sections, ...rest],
    ...(active ? {active} : {}),
  }
}

/** What was to be told and was not, so that it is told, or fails the step, as where the delivery itself fails. */
function undelivered({issue, mail, notify}: SoFarSettings, failure: Failure): Published[] {
  const names = [
    ...(issue.mode === 'never' ? [] : ['issue']),
    ...(mail ? ['mail'] : []),
    ...(notify?.routes ?? []).filter(isOfMonths).map(messageName),
  ]
  return names.map(name => ({name, did: '', notes: [], failure}))
}

async function reportMonthSoFar(
  settings: SoFarSettings,
  context: PeriodContext,
  {run, main, outcome, month}: SoFar & {month: Period},
): Promise<{published: Published[]; sections: readonly string[]; active: RedactedIncident[]}> {
  const {world, log, host} = context
  const {session, protection, earlierRuns} = run
  const owner = folderOwnerOf(settings, {tenantId: session.tenantId, protection, period: month})
  const source = session.witness ? ('both' as const) : session.source
  const placeOf = (period: string) => evidenceDirectory(run, {tenant: session.tenantId, period})
  const question = {
    ...{window: month, timezone: month.timezone, owner, source},
    pseudonyms: protection.pseudonyms?.fingerprint,
    fromJournals: protection.encrypt !== undefined || source === 'both',
    ...{artifactName: settings.artifactName, directory: run.directory, workspace: host.facts.workspace},
    own: {label: main.label, end: main.end, path: resolve(host.facts.workspace, placeOf(main.label))},
  }
  const days = await findShorterExports(earlierRuns, question, log)
  try {
    const own = outcome.facts.windows.filter(({status}) => status !== 'gap').map(asRead)
    const holdsAny = own.length > 0 || outcome.facts.records > 0
    if (holdsAny && !days.some(({isOwn}) => isOwn)) throw ownNotRead(main)
    const until = lastRead(days, {main, month, now: world.now()})
    const asked = {question: owner, source, pseudonyms: protection.pseudonyms?.fingerprint ?? ''}
    const named = await lookAt(detectionFiles, settings, context)
    const last = await findLastMonth(
      settings.artifactName,
      earlierRuns,
      {period: month, tenantId: session.tenantId},
      log,
    )
    const {baseline, previousKey = false} = last.value ?? {}
    const restored = settings.baseline.from === 'auto' && baseline ? {baseline, previousKey} : undefined
    const {detection} = setUpDetection(settings, month, named, restored, () => world.now())
    const replayed = await replay({settings, context, run}, {month, until, days, asked, detection})
    const [lacking] = notProvenAgain(own, {month, coverage: replayed.coverage})
    if (lacking) throw ownNotRead(main, lacking)
    const {since, ...publication} = publicationOf(
      {settings, run, main, outcome, month, until, now: world.now()},
      replayed,
    )
    const about = {caller: session, earlierRuns, unreviewed: [], start: month.start}
    const directory = placeOf(month.label)
    const published = await deliverPublication({...settings, directory}, context, about, publication)
    return {published, sections: publication.sections, active: [...since.fresh, ...since.continued]}
  } finally {
    for (const one of days) await one.remove()
  }
}

/** Where the question ends: with the last day that was read, also where an older one is read anew. */
function lastRead(
  days: readonly ShorterExport[],
  {main, month, now}: {main: Period; month: Period; now: number},
): number {
  const over = Math.floor(now / 1000) * 1000
  const ends = days.map(({end}) => Math.min(end, over))
  return Math.min(month.end, Math.max(main.end, ...ends))
}

/** A window proves nothing of the time after its reading began. */
function asRead({start, end, began = 0}: LedgerEntry): ProvenWindow {
  return {start, end: Math.min(end, began), began}
}

/** Without the run's own records, its incidents would count as none. @param lacking absent for all of it. */
function ownNotRead({text}: Period, lacking?: TimeWindow): Failure {
  return new Failure({
    code: 'MONTH_SO_FAR_OWN',
    message: `What this run wrote of ${text} can’t be read back${lacking ? ` for ${rangeText(lacking)}` : ''}, so that incidents of the month so far are not known.`,
    remedy:
      'Let formats hold csv, and columns cmdlet or both. With encrypt-to or source: both, keep resume: auto and, with encrypt-to, give state-key. The incidents of the period by itself count until then.',
  })
}

interface Replayed {
  coverage: MonthCoverage
  figures: Figures
  detected: DetectionResult
}

/** Passes the records of all days, each once and in order, to detection and figures. */
async function replay(
  {settings, context, run}: {settings: SoFarSettings; context: PeriodContext; run: RunBasics},
  {
    month,
    until,
    days,
    asked,
    detection,
  }: {
    month: Period
    until: number
    days: readonly ShorterExport[]
    asked: Parameters<typeof shorterCarriers>[1]['asked']
    detection: Detection
  },
): Promise<Replayed> {
  const {world, log} = context
  const folder = await world.disk.makeTemporaryFolder('month-so-far')
  try {
    const spool = new Spool(world.disk, `${folder}/spool`, run.protection.seal)
    const before = {keys: run.earlierRuns.keys, asked, spool, log, disk: world.disk}
    const everything = {start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY}
    const carriers = await shorterCarriers(days, {...before, period: everything})
    const carried = new ResumeSources(
      carriers.map(({carrier}) => carrier),
      () => true,
    )
    const figures = new Figures(month)
    for (let at = partitionStart(month.start); at < until; at += partitionLength) {
      run.timeLimit.throwIfAborted()
      const rows = await carried.rows({start: at, end: at + partitionLength}, [])
      for await (const {rows: spooled, ...piece} of spool.take(at)) {
        const its = rows.filter(row => contains(piece, row.time))
        for (const row of uniqueRows([...spooled, ...its]).kept) {
          if (!contains({start: month.start, end: until}, row.time)) continue
          figures.see(row)
          detection.see(row.record, row.time)
        }
      }
    }
    const windows = carried.entries.map(asRead)
    const coverage = monthCoverage(month, windows, {until, settle: settings.settle})
    const ahead: TimeWindow[] = until < month.end ? [{start: until, end: month.end}] : []
    return {coverage, figures, detected: detection.finish({gaps: [...coverage.open, ...ahead]})}
  } finally {
    await world.disk.remove(folder)
  }
}

interface Told extends SoFar {
  settings: SoFarSettings
  month: Period
  until: number
  /** Milliseconds since 1970. */
  now: number
}

function publicationOf(
  {settings, run, main, outcome, month, until, now}: Told,
  {coverage, figures, detected}: Replayed,
): Publication & {since: SinceLastRun} {
  const {facts, artifact} = outcome
  const {tenant, tenantName, rulesUrl, isPrivate, run: ran} = facts
  const {text, label, timezone, start, end} = month
  const {disclose} = run.exposure
  const incidents = redactedIncidents(detected, {
    ...{minimum: settings.minimumSeverity, disclose, tenant, isPrivate},
  })
  const read = {start: Math.max(main.start, month.start), end: Math.min(main.end, month.end)}
  const since = sinceLastRun(incidents.open, read)
  return {
    since,
    isSoFar: true,
    ...{status: coverage.status, reasons: coverage.reasons, gaps: [], records: figures.records, tenant},
    ...(tenantName === undefined ? {} : {tenantName}),
    notices: noticesOf(run.session, now),
    period: {label, text, timezone, start: instantOf(start), end: instantOf(end)},
    incidents,
    notes: detected.notes,
    rulesUrl,
    sections: [sinceLastRunSection(since, main.text), daysSection(month, figures, coverage, until)],
    files: [],
    artifactUrl: artifact?.url,
    runUrl: ran?.url,
  }
}
