/** A small evidence folder, written by the same hands as a real one; and ways to forge it so that its sums agree. */

import {createHash} from 'node:crypto'
import {readdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {ColumnComparison} from '../src/audit/column-comparison.ts'
import {estimateMissing} from '../src/audit/estimate.ts'
import {noFilters} from '../src/audit/filters.ts'
import {conclude, type LedgerEntry} from '../src/audit/ledger.ts'
import {instantOf} from '../src/audit/record.ts'
import type {TimeWindow} from '../src/audit/window.ts'
import {checksums, EvidenceFolder, type FolderOwner} from '../src/evidence/evidence-folder.ts'
import {instructions} from '../src/evidence/instruction-files.ts'
import {encryptTo} from '../src/files/age.ts'
import {type DataFileSpec, RecordFiles} from '../src/files/record-files.ts'
import type {SpooledRow} from '../src/files/spooled-row.ts'
import {WindowChecksums} from '../src/files/window-checksums.ts'
import {machineDisk} from '../src/host/disk.ts'
import {closingFiles} from '../src/month/sign-evidence.ts'
import {type Manifest, manifestSchema, manifestText} from '../src/report/manifest.ts'
import type {DataSigner} from '../src/signin/sign-data.ts'
import type {Row} from '../src/sources/source.ts'
import {uniqueRows} from '../src/spool/unique-rows.ts'
import {toolName, version} from '../src/version.ts'
import {aGap, anEntry, at, between, day, hour, rowAt, spooled, tenantId} from './builders.ts'
import {aWorld} from './signin/world.ts'

export const october = between('2026-10-01', '2026-11-01')

export const owner: FolderOwner = {
  tenant: tenantId,
  period: {label: '2026-10', start: instantOf(october.start), end: instantOf(october.end)},
  filters: noFilters,
}

export const daysOfOctober = Array.from({length: 31}, (_, index) => ({start: october.start + index * day}))

/** Records spread over the month, in no order. */
export function someRows(count = 12): Row[] {
  return Array.from({length: count}, (_, index) =>
    rowAt(october.start + ((index * 7) % 31) * day + 3 * hour, index + 1),
  )
}

/** The month in ten windows of three days, the last a day longer; the third a gap where one is wanted. */
export function entriesOf({gap = false} = {}): LedgerEntry[] {
  return Array.from({length: 10}, (_, index) => {
    const window: TimeWindow = {
      start: october.start + 3 * index * day,
      end: index === 9 ? october.end : october.start + 3 * (index + 1) * day,
    }
    return gap && index === 2 ? aGap(window) : anEntry(window)
  })
}

export interface Evidence {
  rows?: readonly Row[]
  /** In place of `rows`: too many for memory, in order and each once. */
  batches?: Iterable<SpooledRow[]>
  entries?: LedgerEntry[]
  formats?: readonly DataFileSpec[]
  more?: Partial<Manifest>
  /** For whom it is encrypted. */
  recipients?: readonly string[]
  /** By whom it is signed. */
  signer?: DataSigner
  timestampUrl?: string
  /** When it is signed, in milliseconds. */
  now?: number
}

export async function writeEvidence(path: string, evidence: Evidence = {}): Promise<Manifest> {
  const {rows = someRows(), entries = entriesOf(), formats = ['csv', 'jsonl'], recipients} = evidence
  const encrypt = recipients && (await encryptTo(recipients))
  const folder = await EvidenceFolder.take(machineDisk, path, owner, {encrypt})
  const archive = new RecordFiles(
    {disk: machineDisk, folder: folder.work},
    {label: '2026-10', days: daysOfOctober},
    formats,
    {encrypt},
  )
  await archive.open()
  const tally = new WindowChecksums(entries)
  const {kept, duplicates, conflicts} = uniqueRows(rows.map(row => spooled(row)))
  const columns = new ColumnComparison()
  let records = 0
  for (const batch of evidence.batches ?? [kept]) {
    await archive.write(batch)
    tally.see(batch)
    for (const row of batch) columns.see(row)
    records += batch.length
  }
  const files = [...(await archive.close()), await folder.write('summary.md', '# Summary\n')]
  for (const [name, content] of instructions()) files.push(await folder.write(name, content))
  const settle = at('2026-11-04') - october.end
  const manifest: Manifest = {
    ...aManifest(),
    ...conclude(october, entries, settle, at('2026-11-05T06:00:00')),
    windows: entries.map(({began, ...entry}) => ({
      ...entry,
      ...(began === undefined ? {} : {began: instantOf(began)}),
      start: instantOf(entry.start),
      end: instantOf(entry.end),
      ...tally.of(entry),
    })),
    records,
    duplicates,
    conflicts,
    columns: {differing: columns.differing},
    estimate: estimateMissing(entries.map(entry => ({...entry, records: tally.of(entry).records}))),
    files,
    ...(recipients ? {encryption: {format: 'age-encryption.org/v1', recipients: recipients.length}} : {}),
    ...evidence.more,
  }
  const {timestampUrl, signer, now = at('2026-11-05T06:10:01')} = evidence
  const world = aWorld(request => fetch(request), now)
  const closing = await closingFiles(
    {...(timestampUrl ? {timestampUrl} : {})},
    {world, cancelled: new AbortController().signal},
    {manifest, files, signer},
  )
  if (closing.failures[0]) throw closing.failures[0]
  for (const [name, content] of closing.contents) await folder.write(name, content)
  await folder.publish([...files.map(file => file.name), ...closing.contents.keys()])
  return closing.manifest
}

/** A manifest of a month without records, read long after it had settled. */
export function aManifest(): Manifest {
  return {
    schema: manifestSchema,
    status: 'complete',
    reasons: [],
    notes: [],
    period: {
      ...owner.period,
      text: '2026-10',
      timezone: 'UTC',
      settled: '2026-11-04T00:00:00Z',
    },
    tenant: tenantId,
    client: '22222222-2222-3333-4444-555555555555',
    cloud: 'worldwide',
    source: 'exchange',
    filters: structuredClone(noFilters) as Manifest['filters'],
    tool: {name: toolName, version, commit: 'unknown'},
    run: {
      started: instantOf(at('2026-11-05T06:00:00')),
      finished: instantOf(at('2026-11-05T06:10:00')),
      node: 'v24.0.0',
      platform: 'linux-x64',
    },
    windows: [],
    records: 0,
    duplicates: 0,
    conflicts: 0,
    requests: {'Search-UnifiedAuditLog': 12},
    files: [],
    findings: {high: 0, medium: 0, low: 0, info: 0},
  }
}

/** Writes all hashes anew, as a forger would who knows how the folder is made. */
export async function reseal(path: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(path, 'manifest.json'), 'utf8')) as Manifest
  for (const file of manifest.files) {
    const bytes = await readFile(join(path, file.name)).catch(() => undefined)
    if (bytes) Object.assign(file, {bytes: bytes.length, sha256: sha256(bytes)})
  }
  await writeFile(join(path, 'manifest.json'), manifestText(manifest))
  const names = (await readdir(path)).filter(name => !name.startsWith('SHA256SUMS'))
  const files = await Promise.all(
    names.map(async name => ({name, bytes: 0, sha256: sha256(await readFile(join(path, name)))})),
  )
  await writeFile(join(path, 'SHA256SUMS'), checksums(files))
}

export async function forge(path: string, change: (manifest: Manifest) => void): Promise<void> {
  const manifest = JSON.parse(await readFile(join(path, 'manifest.json'), 'utf8')) as Manifest
  change(manifest)
  await writeFile(join(path, 'manifest.json'), manifestText(manifest))
  await reseal(path)
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
