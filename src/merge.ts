/** Joins the parts of a sharded export into the month: checked, watched, written and delivered as if one job had read it. */
import {resolve} from 'node:path'
import {estimateMissing} from './audit/estimate.ts'
import {limits} from './audit/filters.ts'
import {type LedgerEntry, rangeText} from './audit/ledger.ts'
import {instantOf, millisecondsOf} from './audit/record.ts'
import {EvidenceFolder} from './evidence/evidence-folder.ts'
import type {MergeSettings} from './inputs.ts'
import {archiveMonth, lockNote} from './month/archive-month.ts'
import {cleanUp, tellUnfinished} from './month/cleanup.ts'
import type {PeriodContext, RunContext} from './month/context.ts'
import {deliverReport} from './month/delivery.ts'
import {setUpDetection} from './month/detection-setup.ts'
import {evidenceDirectory} from './month/evidence-directory.ts'
import {mergedRows} from './month/merge-shards.ts'
import {notifyOfFailure} from './month/notify-failure.ts'
import type {Asker, PeriodJob} from './month/period-job.ts'
import {detectionFiles, lookAt} from './month/prerequisites.ts'
import {mayBePublic, protectionOf} from './month/protection.ts'
import type {PeriodRead} from './month/reading.ts'
import {checkVisibility, whyNotUpload} from './month/repository-visibility.ts'
import {reviewAfter, reviewsBefore, unreviewedOf} from './month/review-of.ts'
import {RunLog} from './month/run-log.ts'
import {callerOf} from './month/session.ts'
import {timeLimitOf} from './month/time-limit.ts'
import {writeEvidence} from './month/write-evidence.ts'
import {writeRecords} from './month/write-records.ts'
import {type ExportOutcome, type RunReportSettings, reportFailure, reportOutcome} from './publish/report-run.ts'
import {checkUpload, uploadEvidence} from './publish/upload.ts'
import type {Manifest} from './report/manifest.ts'
import {EarlierRuns} from './restore/earlier-runs.ts'
import {restore} from './restore/restore.ts'
import {
  entriesOf,
  findShardFolders,
  type ShardFolder,
  type ShardFolders,
  shardFolderName,
} from './restore/shard-folders.ts'
import {dataSigner} from './signin/sign-data.ts'
import {asFailure} from './wire/failure.ts'

/** Never throws: what goes wrong is told, and fails the step. */
export async function runMerge(settings: MergeSettings, context: RunContext): Promise<void> {
  const {host} = context
  const telling: RunReportSettings = {host, failOn: settings.failOn, directory: ''}
  try {
    const places = resolve(host.facts.workspace, settings.partsDirectory)
    const log = new RunLog(host)
    const timeLimit = timeLimitOf(settings, context)
    const runs = new EarlierRuns(settings, context, timeLimit)
    const parts = await host.group('Parts', () => findShardFolders(runs, places, settings, log))
    telling.period = parts.period
    telling.directory = evidenceDirectory(settings, {tenant: tenantOf(parts), period: parts.period.label})
    host.info(`Period ${parts.period.text} in ${parts.period.timezone}: ${rangeText(parts.period)}.`)
    checkUpload(settings.upload, host)
    const path = resolve(host.facts.workspace, telling.directory)
    const beside = path === places ? namesOf(parts) : []
    await reportOutcome(telling, await merge(settings, context, {path, beside, parts, runs, timeLimit}))
  } catch (error) {
    const failure = asFailure(error)
    reportFailure(telling, failure)
    await notifyOfFailure(settings, context, {failure, period: telling.period})
  }
}

interface MergePlaces {
  path: string
  beside: readonly string[]
  parts: ShardFolders
  runs: EarlierRuns
  timeLimit: AbortSignal
}

async function merge(
  asked: MergeSettings,
  given: RunContext,
  {path, beside, parts, runs, timeLimit}: MergePlaces,
): Promise<ExportOutcome> {
  const {host} = given
  const {period, places, leftOut} = parts
  const protection = await protectionOf({encryptTo: asked.encryptTo})
  const all = places.flatMap(place => place.parts)
  const {tenant, source, pseudonyms} = only(all)
  const settings = {...asked, filters: wholeFilters(all), settle: settleOf(all)}
  const context = {...given, log: new RunLog(host, notesOf(all))}
  const lock = lockNote(settings, context.world.now())
  if (lock !== undefined) context.log.warning(lock)
  const otherReasons = reasonsOf(parts)
  for (const reason of otherReasons) host.warning(reason)
  for (const one of leftOut) if (one.isOfOtherTime) host.notice(wordsOfSkipped(one))
  const inTime = {...context, cancelled: timeLimit}
  const isProtected = mayBePublic(protection)
  const exposure = await checkVisibility(settings, inTime, {isProtected})
  const caller = asked.signIn && (await callerOf(asked.signIn, inTime))
  const named = await lookAt(detectionFiles, settings, context)

  const owner = {
    tenant,
    period: {label: period.label, start: instantOf(period.start), end: instantOf(period.end)},
    filters: settings.filters,
  }
  const {encrypt} = protection
  const folder = await EvidenceFolder.take(context.world.disk, path, owner, {encrypt, beside})
  await tellUnfinished(host, context.world, folder)
  const question = {
    ...{period, whole: period, owner, source, path, folder},
    encrypted: encrypt !== undefined,
    detects: true,
  }
  const restored = await host.group('Earlier runs', () =>
    restore({...settings, resume: 'off'}, runs, {...question, pseudonyms: pseudonyms?.key}, context.log),
  )
  try {
    const job: PeriodJob = {
      ...{period, owner, folder, exposure, restored, otherReasons},
      ...setUpDetection(settings, period, named, restored.baseline, () => context.world.now()),
      signer: caller && settings.sign === 'auto' ? dataSigner(caller.credential, context.cancelled) : undefined,
      asker: askerIn(only(all)),
      protection,
      joint: {merged: mergedOf(all, leftOut), ...(pseudonyms ? {pseudonyms} : {})},
    }
    const reviews = await reviewsBefore(settings, context, {earlierRuns: runs, period, tenantId: tenant})
    if (reviews) job.reviews = reviews
    const read = await host.group('Join', () => joinParts(settings, context, job, parts))
    const evidence = await host.group('Write', () => writeEvidence(settings, context, job, read))
    const kept = await uploadEvidence(settings, host, {
      folder: folder.path,
      names: evidence.files.map(file => file.name),
      ...{period, tenant},
      comparable: !limits(settings.filters),
      refusal: () => whyNotUpload(settings, context, {isProtected}),
    })
    const keeping = {...settings, directory: evidenceDirectory(settings, {tenant, period: period.label})}
    const archived =
      caller &&
      (await archiveMonth(keeping, context, {caller, folder: folder.path, evidence, recorded: restored.review}))
    const review = await reviewAfter(settings, context, {evidence, restored})
    const unreviewed = unreviewedOf(reviews)
    const done = {caller, folder, evidence, kept, archived, review, earlierRuns: runs, unreviewed}
    const published = await deliverReport(keeping, context, done)
    return {...evidence, ...kept, ...(archived ? {archived} : {}), published, unreviewed}
  } finally {
    await cleanUp(host, folder, restored)
  }
}

/** What reading the period would have given: its records passed on, its ledger, its counts. */
async function joinParts(
  settings: Pick<MergeSettings, 'files' | 'flatGuard'>,
  context: PeriodContext,
  job: PeriodJob,
  {places}: ShardFolders,
): Promise<PeriodRead> {
  const all = places.flatMap(place => place.parts)
  const entries = ledgerOf(places)
  const began = Math.min(...all.map(({manifest}) => millisecondsOf(manifest.run.started)))
  const counts = {duplicates: sum(all, manifest => manifest.duplicates), conflicts: 0, ...bothOf(all)}
  const passed = await writeRecords(settings, context, job, {
    partitions: mergedRows(context.world.disk, places, counts),
    entries,
    began,
  })
  const watched = job.detection?.finish({gaps: entries.filter(entry => entry.status === 'gap')})
  const estimate = estimateMissing(entries.map(entry => ({...entry, records: passed.tally.of(entry).records})))
  const unanalysed = [...passed.unanalysed, ...(watched?.unanalysed ?? [])]
  return {entries, ...counts, ...passed, unanalysed, began, estimate, source: sourceOf(all), watched}
}

function tenantOf({places}: ShardFolders): string {
  return only(places.flatMap(place => place.parts)).tenant
}

/** What stays in a folder that holds the parts and gets the whole. */
function namesOf({places, leftOut}: ShardFolders): string[] {
  return [...places.flatMap(place => place.parts), ...leftOut].map(one => one.folder)
}

/** Any part's manifest, for what is the same in all; there is one at least. */
function only([first]: readonly ShardFolder[]): Manifest {
  if (first === undefined) throw new TypeError('parts without a part')
  return first.manifest
}

/** The same in all, and in full. */
function wholeFilters([first]: readonly ShardFolder[]): MergeSettings['filters'] {
  if (first === undefined) throw new TypeError('parts without a part')
  const {freeText, withheld: _none, workloads = [], ...lists} = first.filters
  return {...lists, workloads, ...(freeText === undefined ? {} : {freeText})}
}

function settleOf(parts: readonly ShardFolder[]): number {
  return Math.max(...parts.map(({manifest: {period}}) => millisecondsOf(period.settled) - millisecondsOf(period.end)))
}

function notesOf(parts: readonly ShardFolder[]): string[] {
  return parts.flatMap(({manifest}) => manifest.notes)
}

function sum(parts: readonly ShardFolder[], of: (manifest: Manifest) => number): number {
  return parts.reduce((total, {manifest}) => total + of(manifest), 0)
}

/** The windows of all parts; where one is missing, a gap. */
function ledgerOf(places: ShardFolders['places']): LedgerEntry[] {
  return places.flatMap(({window, parts: [first]}, index): LedgerEntry[] => {
    if (first) return entriesOf(first.manifest)
    const message = `Part ${shardFolderName({part: index + 1, of: places.length})} of the export is missing among the folders that were merged. Run its job again, then the merge.`
    const evidence = {rows: 0, cap: 0, requestIds: [], warnings: []}
    return [{...window, status: 'gap', attempts: 0, evidence, reason: {code: 'PART_MISSING', message}}]
  })
}

/** What keeps the whole from being complete, besides its gaps. */
function reasonsOf({places, leftOut}: ShardFolders): string[] {
  return [
    ...leftOut.filter(one => !one.isOfOtherTime).map(wordsOfSkipped),
    ...places.flatMap(({parts}, index) => {
      if (parts.length < 2) return []
      const name = shardFolderName({part: index + 1, of: places.length})
      const folders = parts.map(part => part.folder).join(' and ')
      return [
        `Part ${name} is there ${parts.length} times (${folders}): the records of all were kept, those they share once.`,
      ]
    }),
  ]
}

function wordsOfSkipped({folder, reason}: ShardFolders['leftOut'][number]): string {
  return `The folder ${folder} was left out, for ${reason.replace(/\.$/, '')}.`
}

function sourceOf(parts: readonly ShardFolder[]): PeriodRead['source'] {
  const requests: Record<string, number> = {}
  for (const {manifest} of parts) {
    for (const [name, count] of Object.entries(manifest.requests)) requests[name] = (requests[name] ?? 0) + count
  }
  const {source: name} = only(parts)
  const endpoints = new Set(parts.map(({manifest}) => manifest.endpoint))
  const [endpoint] = endpoints
  return {name, requests, ...(endpoints.size === 1 ? {endpoint} : {})}
}

/** Where the parts were read through both sources, what they found of each. */
function bothOf(parts: readonly ShardFolder[]): Pick<PeriodRead, 'both'> {
  if (only(parts).source !== 'both') return {}
  const onlyExchange = sum(parts, manifest => manifest.onlyExchange ?? 0)
  const onlyGraph = sum(parts, manifest => manifest.onlyGraph ?? 0)
  const differing = sum(parts, manifest => manifest.differing ?? 0)
  return {both: {onlyExchange, onlyGraph, differing, exchangeOnlyTexts: false, unread: {}}}
}

function askerIn({tenant, client, principal, cloud, certificate, federation}: Manifest): Asker {
  const proof = {...(certificate ? {certificate} : {}), ...(federation ? {federation} : {})}
  return {tenant, client, ...(principal ? {principal} : {}), cloud, ...proof}
}

function mergedOf(parts: readonly ShardFolder[], leftOut: ShardFolders['leftOut']): NonNullable<Manifest['merged']> {
  return {
    parts: parts.map(({folder, sha256, manifest: {shard, status, run}}) => ({
      ...{part: shard.part, folder, manifest: sha256, status},
      ...(run.url ? {run: run.url} : {}),
    })),
    leftOut: leftOut.map(({folder, reason}) => ({folder, reason})),
  }
}
