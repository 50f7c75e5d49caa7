/** Fills in the manifest: what was asked, by whom, with what, and what was read of it. */
import type {Judged} from '../audit/ledger.ts'
import {instantOf} from '../audit/record.ts'
import {ageFormat} from '../collect/age.ts'
import type {RecordedFilters} from '../collect/filters.ts'
import type {Difference} from '../report/difference.ts'
import {type Manifest, manifestSchema} from '../report/manifest.ts'
import type {Credential} from '../signin/credential.ts'
import {toolName, version} from '../version.ts'
import {serviceTime} from '../wire/skew.ts'
import type {MonthRun, RunContext} from './context.ts'
import type {Earlier} from './earlier.ts'
import type {PeriodJob, PeriodRead} from './reading.ts'

/** What signed in, as the manifest names it. */
function proofOf(credential: Credential): Pick<Manifest, 'certificate' | 'federation'> {
  if (credential.kind === 'federation') return {federation: {subject: credential.federation.presented.subject}}
  const {thumbprintSha256, notAfter} = credential.certificate
  return {certificate: {thumbprint: thumbprintSha256.toLowerCase(), notAfter: instantOf(notAfter.getTime())}}
}

/** Everything but the files, which are not written yet. */
export function manifestOf(
  settings: MonthRun,
  context: RunContext,
  job: PeriodJob & {read: PeriodRead; notes: string[]; filters: RecordedFilters},
  judged: Judged,
): Manifest {
  const {facts} = context.host
  const {period, session, read, protection} = job
  const {serverUrl, repository, runId} = facts
  const url = serverUrl && repository && runId ? `${serverUrl}/${repository}/actions/runs/${runId}` : undefined
  return {
    schema: manifestSchema,
    status: judged.status,
    reasons: judged.reasons,
    notes: job.notes,
    period: {
      label: period.label,
      text: period.text,
      timezone: period.timezone,
      start: instantOf(period.start),
      end: instantOf(period.end),
      settled: instantOf(period.end + settings.settle),
    },
    tenant: session.tenantId,
    client: session.clientId,
    cloud: session.cloud.name,
    source: read.source.name,
    ...(read.source.endpoint ? {endpoint: read.source.endpoint} : {}),
    filters: {
      ...job.filters,
      recordTypes: [...job.filters.recordTypes],
      excludeRecordTypes: [...job.filters.excludeRecordTypes],
      operations: [...job.filters.operations],
      users: [...job.filters.users],
      ipAddresses: [...job.filters.ipAddresses],
      objectIds: [...job.filters.objectIds],
    },
    tool: {name: toolName, version, commit: facts.actionRef ?? 'unknown'},
    run: {
      started: instantOf(read.began),
      finished: instantOf(serviceTime(context.world)),
      ...(repository ? {repository} : {}),
      ...(runId ? {id: runId} : {}),
      ...(facts.runAttempt ? {attempt: facts.runAttempt} : {}),
      ...(url ? {url} : {}),
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
    },
    ...proofOf(session.credential),
    ...(job.earlier ? {earlier: earlierOf(job.earlier, read.difference)} : {}),
    ...(read.resumed ? {resumed: read.resumed} : {}),
    windows: read.entries.map(({began, ...entry}) => ({
      ...entry,
      start: instantOf(entry.start),
      end: instantOf(entry.end),
      ...(began === undefined ? {} : {began: instantOf(began)}),
      ...read.tally.of(entry),
    })),
    records: read.figures.records,
    estimate: read.estimate,
    duplicates: read.duplicates,
    conflicts: read.conflicts,
    requests: {...read.source.requests},
    ...(protection.encrypt ? {encryption: {format: ageFormat, recipients: settings.encryptTo.length}} : {}),
    ...(protection.pseudonyms ? {pseudonyms: {key: protection.pseudonyms.fingerprint}} : {}),
    files: [],
    findings: read.watched.counts,
  }
}

function earlierOf({manifest, sha256}: Earlier, difference: Difference | undefined): Manifest['earlier'] {
  const counts = difference && {
    added: difference.added,
    vanished: difference.vanished,
    changed: difference.changed,
  }
  return {manifest: sha256, status: manifest.status, finished: manifest.run.finished, ...counts}
}
