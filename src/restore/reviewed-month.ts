/** The export that a review is of: its manifest, from the newest artifact that a trusted run kept. */

import {join} from 'node:path'
import {artifactName, baselineName} from '../publish/upload.ts'
import type {HistoryMonth} from '../report/history.ts'
import type {Manifest} from '../report/manifest.ts'
import {sha256Of} from '../wire/sha256.ts'
import type {EarlierRuns, Notes, Restored, Unpacked} from './earlier-runs.ts'
import {manifestOfArtifact, monthsIn} from './last-month.ts'

export interface ReviewedMonth {
  manifest: Manifest
  /** Of manifest.json, bare hex. */
  sha256: string
  /** It and those before it, oldest first, as they were known when it was exported; empty where it has no history. */
  months: readonly HistoryMonth[]
  /** Of the artifact, as GitHub writes it. */
  expires?: string | undefined
}

/** The small artifact beside the export is enough; a filtered export has none, and is fetched itself. Never rejects. */
export async function reviewedMonth(
  template: string,
  runs: EarlierRuns,
  month: {tenant: string; label: string},
  notes: Notes,
): Promise<Restored<ReviewedMonth>> {
  const full = artifactName(template, month.tenant, month.label)
  const read = async (unpacked: Unpacked): Promise<ReviewedMonth> => {
    const manifest = await manifestOfArtifact(unpacked, runs, month)
    const bytes = await runs.world.disk.readFile(join(unpacked.folder, 'manifest.json'))
    const sha256 = sha256Of(bytes)
    const months = await monthsIn(unpacked, runs, manifest)
    return {manifest, sha256, months, expires: unpacked.artifact.expires}
  }
  const small = await runs.artifact({name: baselineName(full), kind: 'baseline', read}, notes)
  if (small.value !== undefined) return small
  const whole = await runs.artifact({name: full, kind: 'export', read}, notes)
  return whole.value !== undefined || small.isNone ? whole : small
}
