/** One period, from what was there before to what is kept and delivered; who asks, and what they are told, is decided above. */
import {resolve} from 'node:path'
import {limits} from '../audit/filters.ts'
import type {Period} from '../audit/period.ts'
import {instantOf} from '../audit/record.ts'
import {EvidenceFolder, type FolderOwner} from '../collect/folder.ts'
import {keep} from '../publish/artifact.ts'
import type {Outcome} from '../publish/tell.ts'
import type {Disclosure} from '../report/disclose.ts'
import type {MonthRun, RunContext} from './context.ts'
import {deliver} from './delivery.ts'
import {findEarlier} from './earlier.ts'
import {writeEvidence} from './evidence.ts'
import {filtersOf, type Protection} from './protection.ts'
import {readPeriod} from './reading.ts'
import type {Session} from './session.ts'
import {beginWatch} from './watching.ts'

/** What all periods of a run share. */
export interface Run {
  session: Session
  protection: Protection
  disclose: Disclosure
}

/** @throws Failure when nothing could be read or written. */
export async function exportPeriod(
  settings: MonthRun,
  context: RunContext,
  job: Run & {period: Period; notes: string[]},
): Promise<Outcome> {
  const {host} = context
  const {session, protection, period, notes} = job
  const {tenantId} = session
  const watch = await beginWatch(settings, context, {period, tenantId, notes})
  const owner = ownerOf(settings, job)
  const path = resolve(host.facts.workspace, settings.directory)
  const folder = await EvidenceFolder.take(path, owner, protection.encrypt)
  const earlier = await findEarlier(settings, context, {period, owner, source: session.source, protection, notes, path})
  try {
    const read = await host.group('Read', () => readPeriod(settings, context, {...job, owner, folder, watch, earlier}))
    const evidence = await host.group('Write', () =>
      writeEvidence(settings, context, {...job, owner, folder, watch, earlier, read}),
    )
    const kept = await keep(settings, host, {
      folder: folder.path,
      names: evidence.files.map(file => file.name),
      period,
      tenant: tenantId,
      filtered: limits(settings.filters),
    })
    const published = await deliver(settings, context, {session, folder, evidence, kept})
    return {...evidence, ...kept, published}
  } finally {
    await folder.clear()
    await earlier?.remove()
  }
}

/** The question that the folder answers. */
export function ownerOf(
  settings: MonthRun,
  {session, protection, period}: Pick<Run, 'session' | 'protection'> & {period: Period},
): FolderOwner {
  return {
    tenant: session.tenantId,
    period: {label: period.label, start: instantOf(period.start), end: instantOf(period.end)},
    filters: filtersOf(settings.filters, protection),
  }
}
