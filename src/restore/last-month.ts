/** The last month before the period that a trusted run exported: its manifest and its baseline. */

import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import {compareText} from '../audit/compare-text.ts'
import {parsedJson} from '../audit/json.ts'
import {monthBefore, type Period} from '../audit/period.ts'
import {instantOf} from '../audit/record.ts'
import {Baseline} from '../detect/baseline.ts'
import {historyFile} from '../evidence/evidence-folder.ts'
import {artifactName, baselineName} from '../publish/upload.ts'
import {type HistoryMonth, MonthHistory, mostMonths} from '../report/history.ts'
import {Manifest} from '../report/manifest.ts'
import {Failure} from '../wire/failure.ts'
import {sha256Of} from '../wire/sha256.ts'
import type {EarlierRuns, Notes, Unpacked} from './earlier-runs.ts'

export interface LastMonth {
  manifest: Manifest
  /** Undefined where the export left none, as a filtered one does. */
  baseline: Baseline | undefined
  /** Whether its digests are keyed with `previous-state-key`. */
  previousKey: boolean
  /** Up to that month, oldest first; empty where its export left none, as one of an older version does. */
  months: readonly HistoryMonth[]
}

/** Months back in which the last export is looked for. */
const farthestBack = 3
/** Of a baseline, unpacked. */
const mostBytes = 256 << 20

/** Else why the month before has none. Never rejects. */
export async function findLastMonth(
  template: string,
  runs: EarlierRuns,
  {period, tenantId}: {period: Period; tenantId: string},
  notes: Notes,
): Promise<{value: LastMonth; because?: undefined} | {value?: undefined; because: string}> {
  let because = ''
  for (let month = monthBefore(period), back = 0; back < farthestBack; month = monthBefore(month), back++) {
    const found = await runs.artifact(
      {
        name: baselineName(artifactName(template, tenantId, month.label)),
        kind: 'baseline',
        read: unpacked => readLastMonth(unpacked, runs, {tenant: tenantId, label: month.label}),
      },
      notes,
    )
    if (found.value !== undefined) return {value: found.value}
    because ||= found.because ?? ''
  }
  return {because}
}

/**
 * The manifest of the small artifact that goes with an export.
 * @param expected without a tenant where its GUID is not known: then the artifact's name alone tells whose it is.
 * @throws Failure where it is not this tenant's, or another month's.
 */
export async function manifestOfArtifact(
  {folder}: Pick<Unpacked, 'folder'>,
  {world: {disk}}: EarlierRuns,
  expected: {tenant: string | undefined; label: string},
): Promise<Manifest> {
  const manifest = Manifest.safeParse(parsedJson(String(await disk.readFile(join(folder, 'manifest.json')))))
  if (!manifest.success) throw unusable('its manifest.json is not a manifest of this version')
  const {tenant, period} = manifest.data
  if (expected.tenant !== undefined && tenant !== expected.tenant)
    throw unusable(`it is of tenant ${tenant}, not of ${expected.tenant}`)
  if (period.label !== expected.label) throw unusable(`it is of ${period.label}, not of ${expected.label}`)
  return manifest.data
}

/**
 * The months before, oldest first. Each as its newest export has it, which may be later than the last month's: one that
 * was missed, or had late records. Never rejects.
 */
export async function findMonths(
  template: string,
  runs: EarlierRuns,
  {period, tenantId, last}: {period: Period; tenantId: string; last: LastMonth | undefined},
  notes: Notes,
): Promise<HistoryMonth[]> {
  const [oldest] = last?.months ?? []
  if (last === undefined || oldest === undefined) return []
  const found = new Map(last.months.map(month => [month.period, month]))
  for (let month = monthBefore(period), back = 1; back < mostMonths; month = monthBefore(month), back++) {
    if (month.label === last.manifest.period.label) continue
    if (instantOf(month.start) < oldest.start) break
    const expected = {tenant: tenantId, label: month.label}
    const {value} = await runs.artifact(
      {
        name: baselineName(artifactName(template, tenantId, month.label)),
        kind: 'baseline',
        read: async unpacked => {
          const manifest = await manifestOfArtifact(unpacked, runs, expected)
          return (await monthsIn(unpacked, runs, manifest)).at(-1)
        },
      },
      notes,
    )
    const review = found.get(month.label)?.review ?? value?.review
    if (value) found.set(month.label, {...value, ...(review ? {review} : {})})
  }
  return [...found.values()].sort((a, b) => compareText(a.start, b.start))
}

/** Of its history, oldest first; empty where it has none. @throws Failure for one that its manifest does not list. */
export async function monthsIn(
  {folder, names}: Pick<Unpacked, 'folder' | 'names'>,
  {world: {disk}}: EarlierRuns,
  manifest: Manifest,
): Promise<HistoryMonth[]> {
  if (!names.includes(historyFile)) return []
  const bytes = await disk.readFile(join(folder, historyFile))
  const listed = manifest.files.find(({name}) => name === historyFile)?.sha256
  if (sha256Of(bytes) !== listed) throw unusable('its history is not the one that its manifest lists')
  const history = MonthHistory.safeParse(parsedJson(String(bytes)))
  if (!history.success) throw unusable('its history can’t be read')
  const {tenant, months} = history.data
  if (tenant !== manifest.tenant || months.at(-1)?.period !== manifest.period.label)
    throw unusable('its history is of another month or tenant')
  return months
}

async function readLastMonth(
  unpacked: Unpacked,
  runs: EarlierRuns,
  expected: {tenant: string; label: string},
): Promise<LastMonth> {
  const manifest = await manifestOfArtifact(unpacked, runs, expected)
  const {folder, names, previousKey} = unpacked
  const months = await monthsIn(unpacked, runs, manifest)
  const file = 'baseline.json.gz'
  if (!names.includes(file)) return {manifest, baseline: undefined, previousKey, months}
  const bytes = await runs.world.disk.readFile(join(folder, file))
  const listed = manifest.files.find(({name}) => name === file)?.sha256
  if (sha256Of(bytes) !== listed) {
    throw unusable('its baseline is not the one that its manifest lists')
  }
  const baseline = Baseline.safeParse(baselineJson(bytes))
  if (!baseline.success) throw unusable('its baseline can’t be read')
  return {manifest, baseline: baseline.data, previousKey, months}
}

function baselineJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(gunzipSync(bytes, {maxOutputLength: mostBytes}).toString('utf8'))
  } catch {
    return undefined
  }
}

/** A reason to look at the next older artifact. */
function unusable(why: string): Failure {
  return new Failure({code: 'ARTIFACT_OTHER_EXPORT', message: why, remedy: 'Nothing is to be done: it is not used.'})
}
