/** One period, from what was there before to what is kept and delivered; who asks, and what they are told, is decided above. */
import {resolve} from 'node:path'
import {limits} from '../audit/filters.ts'
import type {Period} from '../audit/period.ts'
import {instantOf} from '../audit/record.ts'
import {shardName, shardPeriod} from '../audit/shard.ts'
import {pointingToDoctor} from '../checks/check-of-code.ts'
import {EvidenceFolder, type FolderOwner} from '../evidence/evidence-folder.ts'
import type {ExportOutcome} from '../publish/report-run.ts'
import {uploadEvidence} from '../publish/upload.ts'
import type {Disclosure} from '../report/disclose.ts'
import type {Manifest} from '../report/manifest.ts'
import {dataSigner} from '../signin/sign-data.ts'
import {cleanUp} from './cleanup.ts'
import type {MonthRun, RunContext} from './context.ts'
import {deliverReport} from './delivery.ts'
import {setUpDetection} from './detection-setup.ts'
import {fetchState} from './fetch-state.ts'
import {askerOf} from './manifest.ts'
import {lastManifest} from './previous-artifacts.ts'
import {findPreviousExport} from './previous-export.ts'
import {filtersOf, type Protection} from './protection.ts'
import {readPeriod} from './reading.ts'
import type {Session} from './session.ts'
import {writeEvidence} from './write-evidence.ts'

/** What all periods of a run share. */
export interface RunBasics {
  session: Session
  protection: Protection
  disclose: Disclosure
}

/**
 * Of a shard, its part alone: it is neither watched nor delivered, for only the whole can be judged.
 * @throws Failure when nothing could be read or written.
 */
export async function exportPeriod(
  settings: MonthRun,
  context: RunContext,
  job: RunBasics & {period: Period; notes: string[]},
): Promise<ExportOutcome> {
  const {host} = context
  const {session, protection, notes} = job
  const {shard} = settings
  const period = shard ? shardPeriod(job.period, shard) : job.period
  const {tenantId} = session
  if (shard) host.info(`Part ${shardName(shard)} alone is exported: watch, report, issue and mail are for mode: merge.`)
  const detection = shard ? undefined : await setUpDetection(settings, context, {period, tenantId, notes})
  const owner = folderOwnerOf(settings, {session, protection, period})
  const path = resolve(host.facts.workspace, settings.directory)
  const folder = await EvidenceFolder.take(path, owner, protection.encrypt)
  const earlier = await findPreviousExport(settings, context, {
    ...{period, owner, source: session.source, notes, path},
    pseudonyms: protection.pseudonyms?.fingerprint,
    encrypted: protection.encrypt !== undefined,
  })
  try {
    if (protection.encrypt) await fetchState(settings, context, {folder, owner, earlier, notes})
    const lastMonth = await lastManifest(settings, context, {period: job.period, tenantId})
    const asker = askerOf(session, protection)
    const reading = {...job, asker, period, owner, folder, ...detection, earlier, lastMonth}
    const read = await host.group('Read', () => readPeriod(settings, context, reading))
    const joint = shard && {joint: {shard: {...shard, period: boundsOf(job.period)}}}
    const signer = settings.sign === 'auto' ? dataSigner(session.credential, context.cancelled) : undefined
    const evidence = await host.group('Write', () =>
      writeEvidence(settings, context, {...reading, ...joint, read, signer}),
    )
    const {uploadFailure, ...stored} = await uploadEvidence(settings, host, {
      folder: folder.path,
      names: evidence.files.map(file => file.name),
      period,
      tenant: tenantId,
      comparable: !limits(settings.filters) && shard === undefined,
      state: evidence.state,
    })
    const kept = {...stored, ...(uploadFailure ? {uploadFailure: pointingToDoctor(uploadFailure, host)} : {})}
    const published = shard ? [] : await deliverReport(settings, context, {caller: session, folder, evidence, kept})
    return {...evidence, ...kept, published}
  } finally {
    await cleanUp(host, folder, earlier)
  }
}

function boundsOf({label, text, start, end}: Period): NonNullable<Manifest['shard']>['period'] {
  return {label, text, start: instantOf(start), end: instantOf(end)}
}

/** The question that the folder answers. */
export function folderOwnerOf(
  settings: Pick<MonthRun, 'filters'>,
  {session, protection, period}: {session: Pick<Session, 'tenantId'>; protection: Protection; period: Period},
): FolderOwner {
  return {
    tenant: session.tenantId,
    period: {label: period.label, start: instantOf(period.start), end: instantOf(period.end)},
    filters: filtersOf(settings.filters, protection),
  }
}
