/** How an earlier run exported a period, as far as what it left can be believed. */
import {join} from 'node:path'
import {limits} from '../audit/filters.ts'
import {parsedJson} from '../audit/json.ts'
import {type FolderOwner, isSameExport} from '../evidence/evidence-folder.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import {artifactName, baselineName} from '../publish/upload.ts'
import {Manifest} from '../report/manifest.ts'
import type {EarlierRuns, Notes} from './earlier-runs.ts'
import {manifestOfArtifact} from './last-month.ts'
import {filesIn} from './previous-export.ts'

/** What can't be found out counts as missing: a month exported twice is better than one that never was. Never rejects. */
export async function exportedStatus(
  settings: Pick<MonthSettings, 'artifactName' | 'filters'>,
  runs: EarlierRuns,
  {path, owner}: {path: string; owner: FolderOwner},
  notes: Notes,
): Promise<Manifest['status'] | undefined> {
  const manifest = (await manifestInPlace(runs, path, notes)) ?? (await keptManifest(settings, runs, owner, notes))
  return manifest && (await isSameExport(manifest, owner)) ? manifest.status : undefined
}

/** Of the export in a folder; undefined where there is none, or it is refused, which is told. */
export async function manifestInPlace(runs: EarlierRuns, path: string, notes: Notes): Promise<Manifest | undefined> {
  const {disk} = runs.world
  try {
    const text = String(await disk.readFile(join(path, 'manifest.json')))
    const why = await runs.whyNotFolder(path, await filesIn(runs, path), notes)
    if (why === undefined) return Manifest.safeParse(parsedJson(text)).data
    notes.info(`Refused: the export in ${path}: ${why}.`)
  } catch {
    // There is none.
  }
  return undefined
}

/** Of a whole month, the small artifact that goes with the export is enough; a filtered one has none. */
export async function keptManifest(
  settings: Pick<MonthSettings, 'artifactName' | 'filters'>,
  runs: EarlierRuns,
  {tenant, period: {label}}: FolderOwner,
  notes: Notes,
): Promise<Manifest | undefined> {
  const full = artifactName(settings.artifactName, tenant, label)
  const filtered = limits(settings.filters)
  const {value} = await runs.artifact(
    {
      name: filtered ? full : baselineName(full),
      kind: filtered ? 'export' : 'baseline',
      read: unpacked => manifestOfArtifact(unpacked, runs, {tenant, label}),
    },
    notes,
  )
  return value
}
