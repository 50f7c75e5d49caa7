/** The newest month of one of many tenants, from the small artifact beside its export: no records, and no tenant is asked. */
import {join} from 'node:path'
import {baselineName} from '../publish/upload.ts'
import {sha256Of} from '../wire/sha256.ts'
import type {EarlierRuns, Notes, Restored} from './earlier-runs.ts'
import {manifestOfArtifact, monthsIn} from './last-month.ts'
import type {ReviewedMonth} from './reviewed-month.ts'

export interface NamedTenant {
  name: string
  /** Its GUID; undefined where the file has a domain. */
  id: string | undefined
}

/** `artifact-name` for one of the tenants of a file, which is known there by its name. */
export function patternOfTenant(pattern: string, name: string): string {
  return pattern.replaceAll('<tenant>', name)
}

/** Of one month. Never rejects. @param pattern the input `artifact-name`. */
export async function tenantMonth(
  pattern: string,
  runs: EarlierRuns,
  {name, id, label}: NamedTenant & {label: string},
  notes: Notes,
): Promise<Restored<ReviewedMonth>> {
  return await runs.artifact(
    {
      name: baselineName(patternOfTenant(pattern, name).replaceAll('<period>', label)),
      kind: 'baseline',
      read: async unpacked => {
        const manifest = await manifestOfArtifact(unpacked, runs, {tenant: id, label})
        const sha256 = sha256Of(await runs.world.disk.readFile(join(unpacked.folder, 'manifest.json')))
        const months = await monthsIn(unpacked, runs, manifest)
        return {manifest, sha256, months, expires: unpacked.artifact.expires}
      },
    },
    notes,
  )
}

export interface NewestMonth {
  newest?: ReviewedMonth
  /** The months after it, of which none can be used: why, and whether GitHub has none at all. */
  missed: ReadonlyMap<string, {because: string; isNone: boolean}>
}

/** Of the first of these months that has an export. Never rejects. @param labels newest first. */
export async function newestTenantMonth(
  pattern: string,
  runs: EarlierRuns,
  tenant: NamedTenant,
  labels: readonly string[],
  notes: Notes,
): Promise<NewestMonth> {
  const missed = new Map<string, {because: string; isNone: boolean}>()
  for (const label of labels) {
    const found = await tenantMonth(pattern, runs, {...tenant, label}, notes)
    if (found.value !== undefined) return {newest: found.value, missed}
    missed.set(label, {because: found.because, isNone: found.isNone === true})
  }
  return {missed}
}
