/** Reads the period into the folder: source, collector and archive put together. */

import {randomInt} from 'node:crypto'
import {type Estimate, estimateMissing} from '../audit/estimate.ts'
import {noFilters} from '../audit/filters.ts'
import {pluralise} from '../audit/numbers.ts'
import type {Period} from '../audit/period.ts'
import type {AuditRecord} from '../audit/record.ts'
import {type Collected, type CollectSettings, collect} from '../collect/collect.ts'
import {type CollectedFromBoth, collectBoth} from '../collect/collect-both.ts'
import type {Forecast} from '../collect/forecast.ts'
import {recheckTakenOver} from '../collect/recheck-taken-over.ts'
import {unconfirmedCode} from '../collect/scheduler.ts'
import {sourceTitles} from '../collect/union.ts'
import {validateEmpty} from '../collect/validate-empty.ts'
import type {DetectionResult} from '../detect/detection.ts'
import type {Manifest} from '../report/manifest.ts'
import {duration} from '../report/sentences.ts'
import type {PendingQuery, Row, Source} from '../sources/source.ts'
import {Journal, journalShare} from '../spool/journal.ts'
import {JournalFiles} from '../spool/journal-files.ts'
import {Spool} from '../spool/spool.ts'
import type {Disk} from '../wire/disk.ts'
import {serviceTime} from '../wire/skew.ts'
import {
  bothSettings,
  bothSources,
  journalShares,
  journalsOf,
  openWitness,
  resumeWitness,
  tellBoth,
  toldOf,
} from './both-sources.ts'
import type {MonthRun, PeriodContext, RunContext} from './context.ts'
import {densityOf} from './density-of.ts'
import {earlierSubmissions} from './earlier-submissions.ts'
import {journaled, pseudonymousJournal} from './journaled-spool.ts'
import {openSource} from './open-source.ts'
import type {PeriodJob} from './period-job.ts'
import {progressLines} from './progress.ts'
import {lacksStateKey, pseudonymous, pseudonymousEntries} from './protection.ts'
import {type Resumed, resume} from './resume.ts'
import type {RunLog} from './run-log.ts'
import {findsNothing, type Session} from './session.ts'
import {type WrittenRecords, writeRecords} from './write-records.ts'

export interface PeriodRead extends CollectedFromBoth, WrittenRecords {
  /** When reading began, by the services' clock. */
  began: number
  source: Pick<Source, 'endpoint' | 'requests'> & {name: Manifest['source']}
  /** Absent for a part of a period, which is not watched. */
  watched?: DetectionResult | undefined
  estimate: Estimate
  /** What was taken over from earlier runs, if anything was. */
  resumed?: Resumed['told'] | undefined
  /** Where the next run goes on from journals, those of earlier runs that it needs besides this run's. */
  handOn?: readonly string[] | undefined
}

/**
 * @param keys that interrupted runs' journals may be sealed with.
 * @param timeLimit ends the reading in good order.
 */
export async function readPeriod(
  settings: MonthRun,
  context: PeriodContext,
  job: PeriodJob,
  {
    session,
    keys,
    timeLimit: signal,
    endsBy,
  }: {session: Session; keys: readonly string[]; timeLimit: AbortSignal; endsBy: number},
): Promise<PeriodRead> {
  const {host, world, log} = context
  const {period, folder, protection, detection} = job
  const source = openSource(settings, context, {session, period})
  const collected: CollectedFromBoth = {entries: [], duplicates: 0, conflicts: 0}
  const started = world.now()
  const {lastMonth} = job.restored
  const profiles = profilesOf(job)
  const witness = session.witness && openWitness(settings, context, {session, job, lastMonth})
  const name = witness ? 'both' : session.source
  const asked = {question: job.owner, source: name, pseudonyms: protection.pseudonyms?.fingerprint ?? ''}
  const spool = new Spool(world.disk, folder.spool, protection.seal)
  // What was read by a caller who may not see all would not be asked for again by one who may.
  const isRestricted = session.partial !== undefined
  // What two sources leave is in their journal alone.
  const handsOn = settings.resume === 'auto' && !isRestricted && !(witness && lacksStateKey(settings))
  const submitted: PendingQuery[] = []
  const before = {
    earlier: job.restored.earlier,
    found: job.restored.journals,
    shorter: job.restored.shorter,
    ...{period, keys, asked, log, disk: world.disk},
    onSubmitted: (queries: readonly PendingQuery[]) => submitted.push(...queries),
  }
  const resumed = await resume(settings, {...before, spool, ...(witness ? {share: journalShares.exchange} : {})})
  if (resumed?.told) tellTakenOver(job, resumed, {log, of: witness ? source.name : undefined})
  await source.discard?.(resumed?.carried.stale ?? [], signal)
  const witnessResumed = witness && (await resumeWitness(settings, {...before, witness}))
  if (witnessResumed?.told) tellTakenOver(job, witnessResumed, {log, of: 'graph'})
  await witness?.source.discard?.(witnessResumed?.carried.stale ?? [], signal)
  context.submissions?.noteEarlier(earlierSubmissions(submitted, job.restored.earlier?.manifest))
  const files = handsOn ? await journalFiles(settings, world.disk, job) : undefined
  const journal = files && new Journal(files, asked, serviceTime(world))
  const own = journal && witness ? journalShare(journal, journalShares.exchange) : journal
  const reading: CollectSettings = {
    source,
    world,
    spool: pseudonymous(journaled(spool, own), protection),
    period,
    filters: settings.filters,
    concurrency: settings.concurrency,
    confirm: settings.confirm,
    signal,
    handsOn,
    escalated: resumed?.told !== undefined && wasUnconfirmed(job.restored.earlier?.manifest),
    settledBefore: serviceTime(world) - settings.settle,
    ...(own ? {journal: pseudonymousJournal(own, protection)} : {}),
    ...(resumed ? {carried: resumed.carried} : {}),
    ...(profiles.length > 0 && source.name === 'exchange' ? {density: densityOf(...profiles)} : {}),
    endsBy,
    onForecast: forecast => tellForecast(forecast, context),
    onProgress: progressLines(host, world),
    onPause: milliseconds =>
      host.info(
        `Some windows failed. They are asked for once more in ${duration(milliseconds)}, when the service may have recovered.`,
      ),
  }
  const recheck = {
    sample: sampleOfTakenOver,
    draw: (below: number) => randomInt(below),
    written: (record: AuditRecord) => protection.pseudonyms?.record(record) ?? record,
  }
  const stretches = witness
    ? collectBoth(bothSettings(reading, job, {witness, journal, resumed: witnessResumed, recheck}), collected)
    : collect(reading, collected)
  const incoming = {partitions: stretches, entries: collected.entries, began: started}
  const passed = await writeRecords(settings, context, job, incoming)
  const began = started + tellSkew(context)
  for (const {name, shape} of witness ? [source, witness.source] : [source])
    for (const line of shape?.() ?? []) world.debug(`Shape of an answer (${sourceTitles[name]}): ${line}`)
  tellTrust(collected, context)
  tellBoth(collected, context)
  // Of two sources, each is compared with what was taken over for it, before their union.
  const compared = witness
    ? collected.entries
    : await recheckTakenOver(collected.entries, resumed?.carried.entries ?? [], {
        ...{source, signal, filters: settings.filters, tally: passed.tally, ...recheck},
      })
  const distrusted = await validateEmpty(compared, {
    records: entry => passed.tally.of(entry).records,
    judged: entry => resumed?.judged(entry) === true,
    alwaysEmpty: findsNothing(session),
    partial: session.partial,
    recording: () => source.recording(signal),
    elsewhere: () => findsAnything(settings, context, {session, period, until: signal}),
    now: began,
  })
  const entries = pseudonymousEntries(distrusted, protection)
  const watched = detection?.finish({gaps: entries.filter(entry => entry.status === 'gap')})
  return {
    ...collected,
    entries,
    began,
    ...passed,
    unanalysed: [...passed.unanalysed, ...(watched?.unanalysed ?? [])],
    estimate: estimateMissing(entries.map(entry => ({...entry, records: passed.tally.of(entry).records}))),
    source: witness ? bothSources(source, witness) : source,
    watched,
    resumed: toldOf([resumed, witnessResumed]),
    ...(journal && (protection.encrypt || witness) ? {handOn: journalsOf([resumed, witnessResumed])} : {}),
  }
}

/**
 * By what the period's windows are cut: a day, by its own earlier reading before anything else; a month that is made from
 * days, by these.
 */
function profilesOf({restored, isShorter}: PeriodJob): Manifest[] {
  const {lastMonth, daysBefore, shorter, earlier} = restored
  const days = [...daysBefore, ...shorter.flatMap(one => (one.export ? [one.export.manifest] : []))]
  const itself = isShorter && earlier && earlier.manifest.status !== 'incomplete' ? [earlier.manifest] : []
  if (itself.length > 0) return [...itself, ...itself, ...itself]
  return lastMonth ? [lastMonth] : days
}

/** With a state-key it is sealed, and else believed by its owner; undefined where no other run could open it. */
async function journalFiles(
  settings: Pick<MonthRun, 'encryptTo' | 'stateKey'>,
  disk: Disk,
  {folder}: PeriodJob,
): Promise<JournalFiles | undefined> {
  if (lacksStateKey(settings)) return undefined
  return await JournalFiles.begin(disk, folder.journal, settings.stateKey)
}

/** Windows that are read again of those taken over. */
const sampleOfTakenOver = 3

/** Milliseconds before now in which a tenant in use has left some record. */
const witnessed = 7 * 86_400_000

/**
 * Whether an unfiltered search of the last week finds a record; one is enough, and ends it. Undefined where it can't be
 * told: a refusal says nothing.
 */
async function findsAnything(
  settings: Pick<MonthRun, 'concurrency' | 'confirm'>,
  context: RunContext,
  {session, period, until}: {session: Session; period: Period; until: AbortSignal},
): Promise<boolean | undefined> {
  const source = openSource({...settings, filters: noFilters}, context, {session, period})
  const end = Math.floor(context.world.now() / 1000) * 1000
  const window = {start: end - witnessed, end}
  const found = new AbortController()
  const enough = async (rows: readonly Row[]) => {
    if (rows.length > 0) found.abort()
  }
  try {
    const signal = AbortSignal.any([until, found.signal])
    const {outcome, evidence} = await source.read({window, depth: 'search', wider: 0}, enough, signal)
    return outcome === 'failed' || outcome === 'refused' ? undefined : evidence.rows > 0
  } catch (error) {
    if (found.signal.aborted) return true
    if (until.aborted) return undefined
    throw error
  }
}

/** @param of the source, where there are two. */
function tellTakenOver(
  {restored: {earlier}, period}: PeriodJob,
  {carried, told}: Resumed,
  {log, of}: {log: RunLog; of: Source['name'] | undefined},
): void {
  const time = carried.entries.reduce((sum, entry) => sum + entry.end - entry.start, 0)
  const share = Math.round((100 * time) / (period.end - period.start))
  const sources = [
    ...(told && told.interrupted > 0 ? ['an interrupted run'] : []),
    ...(told?.manifest && earlier ? [`an incomplete export (${earlier.place}, manifest ${told.manifest})`] : []),
    ...(told?.shorter ? [shorterWords(told.shorter.map(one => one.period))] : []),
  ]
  log.info(
    `Resumed${of ? ` (${sourceTitles[of]})` : ''}: ${pluralise(carried.entries.length, 'window')} (${share} % of the period) ${carried.entries.length === 1 ? 'was' : 'were'} taken over from ${sources.join(' and ')}, and not read again.`,
  )
}

const mostNamedPeriods = 40

function shorterWords(periods: readonly string[]): string {
  const more = periods.length > mostNamedPeriods ? ` and ${periods.length - mostNamedPeriods} more` : ''
  return `the exports of ${periods.slice(0, mostNamedPeriods).join(', ')}${more}`
}

/** Whether the export before this one found, too late for some windows, that single readings lose records. */
function wasUnconfirmed(earlier: Manifest | undefined): boolean {
  return earlier?.windows.some(({reason}) => reason?.code === unconfirmedCode) === true
}

function tellTrust({trust, entries}: Collected, {log}: Pick<PeriodContext, 'log'>): void {
  if (trust === undefined) return
  const {noise, silentCap, escalated} = trust
  for (const words of noise) {
    log.note(`A signal means nothing in this tenant, since second readings brought nothing new: ${words}.`)
  }
  if (silentCap !== undefined) {
    log.warning(
      `The service stops at ${silentCap} rows without saying so; windows with as many were read in smaller ones.`,
    )
  }
  if (!escalated) return
  const isOpen = entries.some(({reason}) => reason?.code === 'DEADLINE' || reason?.code === unconfirmedCode)
  const open = isOpen ? ' That could not be done for all of them in this run: those are gaps.' : ''
  log.warning(`A second reading differed from the first, so that all windows are read twice.${open}`)
}

function tellForecast({needed, left, fits}: Forecast, {host, log}: PeriodContext): void {
  const [time, rest] = [needed, Math.max(0, left)].map(one => duration(Math.ceil(one / 60_000) * 60_000))
  if (fits) host.info(`All windows are read twice: about ${time} more; the run's time limit is ${rest} away.`)
  else
    log.warning(
      `Reading all windows twice takes about ${time} more, and the run's time limit is ${rest} away: this export is likely to end incomplete.`,
    )
}

/** @returns how far the services' clock is ahead, in milliseconds, after it was told where that is far. */
function tellSkew({world, log}: PeriodContext): number {
  const skew = world.skew?.() ?? 0
  if (skew === 0) return 0
  const note = `The clock of this machine is ${duration(Math.round(Math.abs(skew) / 60_000) * 60_000)} ${skew > 0 ? 'behind' : 'ahead of'} that of Microsoft’s services (by the Date of their answers). Times in the manifest, and whether the period has settled, follow their clock.`
  log.warning(note)
  return skew
}
