/** Turns what was read into the evidence folder: verdict, summary, manifest, checksums. */
import {join} from 'node:path'
import {conclude, gapsOf, type Judged, type LedgerEntry} from '../audit/ledger.ts'
import {instantOf} from '../audit/record.ts'
import {ageFormat} from '../collect/age.ts'
import {type RecordedFilters, withheldFilters} from '../collect/filters.ts'
import {checksums} from '../collect/folder.ts'
import {type Manifest, manifestSchema, manifestText} from '../report/manifest.ts'
import {withinSize} from '../report/markdown.ts'
import type {MonthFacts} from '../report/month.ts'
import {decryptLine, summarySections} from '../report/summary.ts'
import type {Credential} from '../signin/credential.ts'
import {toolName, version} from '../version.ts'
import type {MonthRun, RunContext} from './context.ts'
import {filtersOf, openManifest} from './protection.ts'
import type {PeriodJob, PeriodRead} from './reading.ts'

export interface Evidence extends Judged {
  manifest: Manifest
  names: string[]
  sections: string[]
  gaps: LedgerEntry[]
}

/** What GitHub shows of a summary is at most 1 MiB; above that it shows nothing. The folder's copy obeys the same. */
const summaryLimit = 900_000

export async function writeEvidence(
  settings: MonthRun,
  context: RunContext,
  job: PeriodJob & {read: PeriodRead; notes: string[]},
): Promise<Evidence> {
  const {period, folder, read, notes, protection} = job
  const judged = conclude(period, read.entries, settings.settle, read.began)
  const asked = filtersOf(settings.filters, protection)
  const recorded = protection.encrypt && !protection.pseudonyms ? await withheldFilters(asked) : asked
  const manifest = openManifest(manifestOf(settings, context, {...job, filters: recorded}, judged), asked, protection)
  const gaps = gapsOf(read.entries)
  const facts: MonthFacts = {
    ...judged,
    notes,
    period,
    tenant: manifest.tenant,
    records: manifest.records,
    duplicates: read.duplicates,
    conflicts: read.conflicts,
    gaps,
    windows: read.entries,
    requests: manifest.requests,
    figures: read.figures,
    ...(protection.encrypt && read.files[0] ? {encrypted: read.files[0].name} : {}),
  }
  const sections = summarySections(facts, settings.disclose)
  const files = [...read.files, await folder.write('summary.md', withinSize(sections, summaryLimit))]
  if ('withheld' in recorded) files.push(await folder.write('filters.json', `${JSON.stringify(asked, null, 2)}\n`))
  manifest.files = files
  const manifestFile = await folder.write('manifest.json', manifestText(manifest))
  await folder.write('SHA256SUMS', checksums([...files, manifestFile]))
  const names = [...files.map(file => file.name), 'manifest.json', 'SHA256SUMS']
  await folder.publish(names)
  for (const file of files) context.host.info(`${file.name}  ${file.bytes} bytes  sha256 ${file.sha256}`)
  if (facts.encrypted) context.host.info(`Decrypt with the private key: ${decryptLine(facts.encrypted)}`)
  return {...judged, manifest, names: names.map(name => join(folder.path, name)), sections, gaps}
}

/** What signed in, as the manifest names it. */
function proofOf(credential: Credential): Pick<Manifest, 'certificate' | 'federation'> {
  if (credential.kind === 'federation') return {federation: {subject: credential.federation.presented.subject}}
  const {thumbprintSha256, notAfter} = credential.certificate
  return {certificate: {thumbprint: thumbprintSha256.toLowerCase(), notAfter: instantOf(notAfter.getTime())}}
}

function manifestOf(
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
      finished: instantOf(context.world.now()),
      ...(repository ? {repository} : {}),
      ...(runId ? {id: runId} : {}),
      ...(facts.runAttempt ? {attempt: facts.runAttempt} : {}),
      ...(url ? {url} : {}),
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
    },
    ...proofOf(session.credential),
    windows: read.entries.map(entry => ({
      ...entry,
      start: instantOf(entry.start),
      end: instantOf(entry.end),
      ...read.tally.of(entry),
    })),
    records: read.figures.records,
    duplicates: read.duplicates,
    conflicts: read.conflicts,
    requests: {...read.source.requests},
    ...(protection.encrypt ? {encryption: {format: ageFormat, recipients: settings.encryptTo.length}} : {}),
    ...(protection.pseudonyms ? {pseudonyms: {key: protection.pseudonyms.fingerprint}} : {}),
    files: [],
    findings: {high: 0, medium: 0, low: 0, info: 0},
  }
}
