/** Fills in the manifest: what was asked, by whom, with what, and what was read of it. */

import type {Judged} from '../audit/ledger.ts'
import {instantOf} from '../audit/record.ts'
import {mostNamed} from '../audit/unanalysed.ts'
import {incidentsToReview} from '../detect/findings.ts'
import type {RecordedFilters} from '../evidence/recorded-filters.ts'
import {ageFormat} from '../files/age.ts'
import {runPage} from '../host/text.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import type {Difference} from '../report/difference.ts'
import {type Manifest, manifestSchema} from '../report/manifest.ts'
import type {PreviousExport} from '../restore/previous-export.ts'
import type {Credential} from '../signin/credential.ts'
import {toolName, version} from '../version.ts'
import {serviceTime} from '../wire/skew.ts'
import type {PeriodContext} from './context.ts'
import type {Asker, PeriodJob} from './period-job.ts'
import type {Protection} from './protection.ts'
import type {PeriodRead} from './reading.ts'
import {recordedVisibility} from './repository-visibility.ts'
import type {Session} from './session.ts'

export function askerOf(
  {tenantId, clientId, principal, cloud, credential}: Session,
  {pseudonyms}: Pick<Protection, 'pseudonyms'>,
): Asker {
  const named = principal && pseudonyms ? pseudonyms.user(principal) : principal
  const app = {client: clientId, ...(named ? {principal: named} : {})}
  return {tenant: tenantId, ...app, cloud: cloud.name, ...proofOf(credential)}
}

/** What signed in, as the manifest names it. */
function proofOf(credential: Credential): Pick<Manifest, 'certificate' | 'federation' | 'managedIdentity'> {
  if (credential.kind === 'managed-identity')
    return {managedIdentity: {assigned: credential.identity.choice.kind, by: credential.identity.endpoint}}
  if (credential.kind === 'federation') {
    const {subject, issuer, by} = credential.federation.presented
    return {federation: {subject, ...(by === undefined ? {} : {issuer})}}
  }
  const {thumbprintSha256, notAfter} = credential.certificate
  return {certificate: {thumbprint: thumbprintSha256.toLowerCase(), notAfter: instantOf(notAfter.getTime())}}
}

/** Everything but the files, which are not written yet. */
export function manifestOf(
  settings: Pick<MonthSettings, 'settle' | 'encryptTo' | 'tenantName'>,
  context: PeriodContext,
  job: PeriodJob,
  {read, judged, filters: {workloads = [], ...filters}}: {read: PeriodRead; judged: Judged; filters: RecordedFilters},
): Manifest {
  const {facts} = context.host
  const {period, protection} = job
  const {earlier} = job.restored
  const {repository, runId} = facts
  const url = runPage(facts)
  return {
    schema: manifestSchema,
    status: judged.status,
    reasons: judged.reasons,
    notes: context.log.notes,
    ...(context.synthetic ? {synthetic: true as const} : {}),
    period: {
      label: period.label,
      text: period.text,
      timezone: period.timezone,
      start: instantOf(period.start),
      end: instantOf(period.end),
      settled: instantOf(period.end + settings.settle),
    },
    ...job.asker,
    ...(settings.tenantName === undefined ? {} : {tenantName: settings.tenantName}),
    source: read.source.name,
    ...(read.source.endpoint ? {endpoint: read.source.endpoint} : {}),
    filters: {
      ...filters,
      recordTypes: [...filters.recordTypes],
      excludeRecordTypes: [...filters.excludeRecordTypes],
      operations: [...filters.operations],
      users: [...filters.users],
      ipAddresses: [...filters.ipAddresses],
      objectIds: [...filters.objectIds],
      ...(workloads.length > 0 ? {workloads: [...workloads]} : {}),
    },
    tool: toolOf(context),
    run: {
      started: instantOf(read.began),
      finished: instantOf(serviceTime(context.world)),
      ...(repository ? {repository} : {}),
      ...(runId ? {id: runId} : {}),
      ...(facts.runAttempt ? {attempt: facts.runAttempt} : {}),
      ...(url ? {url} : {}),
      ...(facts.actor ? {actor: facts.actor} : {}),
      ...(facts.event ? {event: facts.event} : {}),
      ...(facts.workflowRef ? {workflow: facts.workflowRef} : {}),
      ...(facts.workflowSha ? {workflowCommit: facts.workflowSha} : {}),
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
    },
    ...recordedVisibility(job.exposure.visibility),
    ...(earlier ? {earlier: earlierOf(earlier, read.difference)} : {}),
    ...(read.resumed ? {resumed: read.resumed} : {}),
    ...job.joint,
    windows: read.entries.map(({began, ...entry}) => ({
      ...entry,
      start: instantOf(entry.start),
      end: instantOf(entry.end),
      ...(began === undefined ? {} : {began: instantOf(began)}),
      ...read.tally.of(entry),
    })),
    records: read.figures.records,
    own: read.own,
    estimate: read.estimate,
    duplicates: read.duplicates,
    conflicts: read.conflicts,
    malformed: read.malformed,
    ...(read.foreign ? {foreign: read.foreign} : {}),
    ...(read.unanalysed.length > 0
      ? {unanalysed: {records: read.unanalysed.length, named: read.unanalysed.slice(0, mostNamed)}}
      : {}),
    ...(read.both ? onlyIn(read.both) : {}),
    ...(read.trust ? {trust: read.trust} : {}),
    columns: {differing: read.columnsDiffering},
    ...(read.flat ? {flat: read.flat} : {}),
    requests: {...read.source.requests},
    ...(protection.encrypt
      ? {
          encryption: {
            format: ageFormat,
            recipients: settings.encryptTo.length,
            ...(job.joint.shard ? {stateKey: true as const} : {}),
          },
        }
      : {}),
    ...(protection.pseudonyms ? {pseudonyms: {key: protection.pseudonyms.fingerprint}} : {}),
    files: [],
    findings: read.watched?.counts ?? {high: 0, medium: 0, low: 0, info: 0},
    ...(read.watched ? {incidents: incidentsToReview(read.watched.incidents)} : {}),
    ...(job.reviews ? {reviews: job.reviews} : {}),
    ...(job.detected && read.watched
      ? {detection: {...job.detected, ...(read.watched.failed.length > 0 ? {failed: read.watched.failed} : {})}}
      : {}),
    disclose: job.exposure.disclose,
  }
}

function onlyIn({onlyExchange, onlyGraph, differing}: NonNullable<PeriodRead['both']>): Partial<Manifest> {
  return {onlyExchange, onlyGraph, differing}
}

/** A tag or branch may name another commit tomorrow, so only a digest is taken for one. */
function toolOf({host, bundle}: PeriodContext): Manifest['tool'] {
  const {actionRef: ref, actionRepository: repository} = host.facts
  return {
    name: toolName,
    version,
    commit: ref && /^[0-9a-f]{40}$/.test(ref) ? ref : 'unknown',
    ...(repository ? {repository} : {}),
    ...(ref ? {ref} : {}),
    ...(bundle ? {bundle} : {}),
  }
}

function earlierOf({manifest, sha256}: PreviousExport, difference: Difference | undefined): Manifest['earlier'] {
  const counts = difference && {
    added: difference.added,
    own: difference.own,
    vanished: difference.vanished,
    changed: difference.changed,
  }
  return {manifest: sha256, status: manifest.status, finished: manifest.run.finished, ...counts}
}
