/** The last month before the period that a trusted run exported: its manifest and its baseline. */
import {createHash} from 'node:crypto'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import {parsedJson} from '../audit/json.ts'
import {monthBefore, type Period} from '../audit/period.ts'
import {Baseline} from '../detect/baseline.ts'
import {artifactName, baselineName} from '../publish/upload.ts'
import {Manifest} from '../report/manifest.ts'
import {Failure} from '../wire/failure.ts'
import type {EarlierRuns, Notes, Unpacked} from './earlier-runs.ts'

export interface LastMonth {
  manifest: Manifest
  /** Undefined where the export left none, as a filtered one does. */
  baseline: Baseline | undefined
  /** Whether its digests are keyed with `previous-state-key`. */
  previousKey: boolean
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

/** The manifest of the small artifact that goes with an export. @throws Failure where it is not this tenant's, or another month's. */
export async function manifestOfArtifact(
  {folder}: Pick<Unpacked, 'folder'>,
  {world: {disk}}: EarlierRuns,
  expected: {tenant: string; label: string},
): Promise<Manifest> {
  const manifest = Manifest.safeParse(parsedJson(String(await disk.readFile(join(folder, 'manifest.json')))))
  if (!manifest.success) throw unusable('its manifest.json is not a manifest of this version')
  const {tenant, period} = manifest.data
  if (tenant !== expected.tenant) throw unusable(`it is of tenant ${tenant}, not of ${expected.tenant}`)
  if (period.label !== expected.label) throw unusable(`it is of ${period.label}, not of ${expected.label}`)
  return manifest.data
}

async function readLastMonth(
  unpacked: Unpacked,
  runs: EarlierRuns,
  expected: {tenant: string; label: string},
): Promise<LastMonth> {
  const manifest = await manifestOfArtifact(unpacked, runs, expected)
  const {folder, names, previousKey} = unpacked
  const file = 'baseline.json.gz'
  if (!names.includes(file)) return {manifest, baseline: undefined, previousKey}
  const bytes = await runs.world.disk.readFile(join(folder, file))
  const listed = manifest.files.find(({name}) => name === file)?.sha256
  if (createHash('sha256').update(bytes).digest('hex') !== listed) {
    throw unusable('its baseline is not the one that its manifest lists')
  }
  const baseline = Baseline.safeParse(baselineJson(bytes))
  if (!baseline.success) throw unusable('its baseline can’t be read')
  return {manifest, baseline: baseline.data, previousKey}
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
