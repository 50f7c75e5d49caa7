/** One period, from what was there before to what is kept and delivered; who asks, and what they are told, is decided above. */
import {resolve} from 'node:path'
import {limits} from '../audit/filters.ts'
import type {Period} from '../audit/period.ts'
import {instantOf} from '../audit/record.ts'
import {shardName, shardPeriod} from '../audit/shard.ts'
import {pointingToDoctor} from '../checks/check-of-code.ts'
import {EvidenceFolder, type FolderOwner} from '../evidence/evidence-folder.ts'
import type {Host} from '../host/host.ts'
import type {ExportOutcome} from '../publish/report-run.ts'
import {type UploadResult, uploadEvidence} from '../publish/upload.ts'
import type {Manifest} from '../report/manifest.ts'
import type {EarlierRuns} from '../restore/earlier-runs.ts'
import {restore} from '../restore/restore.ts'
import {dataSigner} from '../signin/sign-data.ts'
import {Failure} from '../wire/failure.ts'
import {archiveMonth} from './archive-month.ts'
import {cleanUp, tellUnfinished} from './cleanup.ts'
import type {MonthRun, PeriodContext} from './context.ts'
import {deliverReport} from './delivery.ts'
import {setUpDetection} from './detection-setup.ts'
import {askerOf} from './manifest.ts'
import type {PeriodJob} from './period-job.ts'
import {detectionFiles, lookAt} from './prerequisites.ts'
import {filtersOf, mayBePublic, type Protection, protectionOfPart} from './protection.ts'
import {type PeriodRead, readPeriod} from './reading.ts'
import {type Exposure, whyNotUpload} from './repository-visibility.ts'
import {reviewAfter, reviewsBefore, unreviewedOf} from './review-of.ts'
import {graphInstead, refusedByExchange} from './select-source.ts'
import type {Session} from './session.ts'
import {writeEvidence} from './write-evidence.ts'

/** What all periods of a run share. */
export interface RunBasics {
  session: Session
  protection: Protection
  exposure: Exposure
  earlierRuns: EarlierRuns
  /** Whether it exports days or weeks, from which a month is made: what they tell is told of the month. */
  isShorter: boolean
  /** The input, with `<tenant>` and `<period>`: where exports of other periods lie. */
  directory: string
  /** Ends everything but what tells of the run. */
  timeLimit: AbortSignal
  /** When that is, in milliseconds since 1970. */
  endsBy: number
}

/**
 * Of a shard, its part alone: nothing is detected in it and it is not delivered, for only the whole can be judged.
 * @throws Failure when nothing could be read or written.
 */
export async function exportPeriod(
  ...[settings, context, {run, period}]: Parameters<typeof exportThrough>
): Promise<ExportOutcome> {
  const ended = await exportThrough(settings, context, {run, period})
  if (!('instead' in ended)) return ended
  return await exportPeriod(settings, context, {run: {...run, session: ended.instead}, period})
}

/** Ends before anything is published where another session takes over. */
async function exportThrough(
  settings: MonthRun,
  context: PeriodContext,
  {run, period: whole}: {run: RunBasics; period: Period},
): Promise<ExportOutcome | {instead: Session}> {
  const {host} = context
  const {session, exposure, earlierRuns, timeLimit, endsBy} = run
  const {shard} = settings
  const period = shard ? shardPeriod(whole, shard) : whole
  const {tenantId} = session
  const protection = shard
    ? await protectionOfPart(run.protection, settings, {whole: {tenant: tenantId, period: boundsOf(whole)}, shard})
    : run.protection
  if (shard)
    host.info(`Part ${shardName(shard)} alone is exported: detection, report, issue and mail are for mode: merge.`)
  const named = shard ? undefined : await lookAt(detectionFiles, settings, context)
  const owner = folderOwnerOf(settings, {tenantId, protection, period})
  const path = resolve(host.facts.workspace, settings.directory)
  const folder = await EvidenceFolder.take(context.world.disk, path, owner, {encrypt: protection.encrypt})
  await tellUnfinished(host, context.world, folder)
  const question = {
    ...{period, whole, owner, source: session.witness ? ('both' as const) : session.source, path, folder},
    pseudonyms: protection.pseudonyms?.fingerprint,
    encrypted: protection.encrypt !== undefined,
    detects: named !== undefined,
    isShorter: run.isShorter,
    shorterIn: {directory: run.directory, workspace: host.facts.workspace},
  }
  const restored = await host.group('Earlier runs', () => restore(settings, earlierRuns, question, context.log))
  try {
    const setup = named && setUpDetection(settings, period, named, restored.baseline, () => context.world.now())
    const asker = askerOf(session, protection)
    const joint = shard ? {shard: {...shard, period: boundsOf(whole)}} : {}
    const {detection, detected, namesBefore, patternKey, namedHistory} = setup ?? {}
    const signer = settings.sign === 'auto' ? dataSigner(session.credential, context.cancelled) : undefined
    const isReviewed = setup !== undefined && !run.isShorter
    const reviews = isReviewed ? await reviewsBefore(settings, context, {earlierRuns, period, tenantId}) : undefined
    const subject = {
      period,
      reviews,
      asker,
      owner,
      folder,
      protection,
      exposure,
      detection,
      detected,
      namesBefore,
      patternKey,
      namedHistory,
      restored,
    }
    const job: PeriodJob = {...subject, joint, otherReasons: [], signer, isShorter: run.isShorter}
    const {keys} = earlierRuns
    const readThrough = () =>
      host.group('Read', () => readPeriod(settings, context, job, {session, keys, timeLimit, endsBy}))
    const isAuto = settings.source === 'auto'
    const read = isAuto
      ? await readOrInstead(readThrough, {...context, cancelled: timeLimit}, session)
      : await readThrough()
    if ('instead' in read) return read
    const evidence = await host.group('Write', () => writeEvidence(settings, context, job, read))
    const sent = await uploadEvidence(settings, host, {
      folder: folder.path,
      names: evidence.files.map(file => file.name),
      period,
      tenant: tenantId,
      comparable: !limits(settings.filters) && shard === undefined,
      state: evidence.state,
      refusal: () => whyNotUpload(settings, context, {isProtected: mayBePublic(protection)}),
    })
    const kept = withAdvice(sent, host)
    const review = run.isShorter ? undefined : await reviewAfter(settings, context, {evidence, restored})
    const archived = shard
      ? undefined
      : await archiveMonth(settings, context, {
          caller: session,
          folder: folder.path,
          evidence,
          recorded: restored.review,
        })
    const unreviewed = unreviewedOf(reviews)
    const done = {caller: session, folder, evidence, kept, archived, review, earlierRuns, unreviewed}
    const published = shard || run.isShorter ? [] : await deliverReport(settings, context, done)
    return {...evidence, ...kept, ...(archived ? {archived} : {}), published, unreviewed}
  } finally {
    await cleanUp(host, folder, restored)
  }
}

/** Through `source: auto`, a session through Graph in place of what Exchange refuses, or never finds. */
async function readOrInstead(
  readThrough: () => Promise<PeriodRead>,
  context: PeriodContext,
  session: Session,
): Promise<PeriodRead | {instead: Session}> {
  let read: PeriodRead
  try {
    read = await readThrough()
  } catch (error) {
    if (!(error instanceof Failure) || !refusedByExchange.test(error.code)) throw error
    const why = `Exchange refused to be searched (${error.message})`
    const instead = await graphInstead(session, context, {why, refusal: error})
    if (instead === undefined) throw error
    return {instead}
  }
  if (!read.entries.every(({reason}) => reason?.code === 'NOTHING_ANYWHERE')) return read
  const why = 'Exchange’s search found nothing in the period, nor in the last week without filters'
  const instead = await graphInstead(session, context, {why}).catch((error: unknown) => {
    if (!context.cancelled.aborted) throw error
    // What was read is kept, also where the time is over.
    return undefined
  })
  return instead === undefined ? read : {instead}
}

function withAdvice({uploadFailure, smallFailures, ...sent}: UploadResult, host: Host): UploadResult {
  const advised = smallFailures?.map(one => ({...one, failure: pointingToDoctor(one.failure, host)}))
  return {
    ...sent,
    ...(uploadFailure ? {uploadFailure: pointingToDoctor(uploadFailure, host)} : {}),
    ...(advised ? {smallFailures: advised} : {}),
  }
}

function boundsOf({label, text, start, end}: Period): NonNullable<Manifest['shard']>['period'] {
  return {label, text, start: instantOf(start), end: instantOf(end)}
}

/** The question that the folder answers. */
export function folderOwnerOf(
  settings: Pick<MonthRun, 'filters'>,
  {tenantId, protection, period}: {tenantId: string; protection: Protection; period: Period},
): FolderOwner {
  return {
    tenant: tenantId,
    period: {label: period.label, start: instantOf(period.start), end: instantOf(period.end)},
    filters: filtersOf(settings.filters, protection),
  }
}
