/** Keeps a month's review bundle, with the statement that follows from it: on disk, and as an artifact where artifacts are uploaded. */
import {join, resolve} from 'node:path'
import {type ArchivePlace, archiveText, lockWords} from '../archive/archive-file.ts'
import {type BundleFile, writeReviewBundle} from '../evidence/review-bundle.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import {artifactName, planUpload, reviewName} from '../publish/upload.ts'
import type {Manifest} from '../report/manifest.ts'
import {contentDigest} from '../review/content-digest.ts'
import {type ReviewFile, reviewText} from '../review/review-file.ts'
import {statementMarkdown, statementPage} from '../statement/render.ts'
import {type StatementArchive, statementOf} from '../statement/statement.ts'
import type {RunContext} from './context.ts'

export interface ReviewBundle {
  /** Of the export that it is about, and its SHA-256. */
  manifest: Manifest
  sha256: string
  /** Relative to the workspace. */
  directory: string
  review?: ReviewFile | undefined
  places: readonly ArchivePlace[]
}

/** @throws Failure where it can't be written or uploaded. */
export async function keepReviewBundle(
  settings: Pick<MonthSettings, 'upload' | 'artifactName' | 'retentionDays' | 'stateKey' | 'disclose'>,
  {host, world}: Pick<RunContext, 'host' | 'world'>,
  {manifest, sha256, directory, review, places}: ReviewBundle,
): Promise<void> {
  const folder = resolve(host.facts.workspace, directory)
  const archive = archiveOf(manifest, places)
  const statement = statementOf({manifest, sha256, review, archive, disclose: settings.disclose})
  const contents = new Map<BundleFile, string>([
    ...(review ? [['review.json', reviewText(review)] as const] : []),
    ...(places.length > 0 ? [['archive.json', archiveText(manifest, places)] as const] : []),
    ['statement.md', statementMarkdown(statement)],
    ['statement.html', statementPage(statement)],
  ])
  const names = await writeReviewBundle(world.disk, folder, contents, settings.stateKey)
  const plan = planUpload(settings.upload, host)
  if ('failure' in plan) throw plan.failure
  if ('off' in plan) return
  const {retentionDays} = settings
  const name = reviewName(artifactName(settings.artifactName, manifest.tenant, manifest.period.label))
  await plan.upload({name, root: folder, files: names.map(one => join(folder, one)), retentionDays})
}

/** The last place of the same content. */
function archiveOf(manifest: Manifest, places: readonly ArchivePlace[]): StatementArchive | undefined {
  const content = contentDigest(manifest)
  const place = places.findLast(one => one.content === content)
  return place && {place: place.url, lock: lockWords(place)}
}
