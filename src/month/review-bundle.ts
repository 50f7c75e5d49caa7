/** Keeps a month's review bundle: on disk, and as an artifact where artifacts are uploaded. */
import {join, resolve} from 'node:path'
import {type ArchivePlace, archiveText} from '../archive/archive-file.ts'
import {type BundleFile, writeReviewBundle} from '../evidence/review-bundle.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import {artifactName, planUpload, reviewName} from '../publish/upload.ts'
import {type ReviewFile, reviewText} from '../review/review-file.ts'
import type {RunContext} from './context.ts'

export interface ReviewBundle {
  tenant: string
  period: {label: string; start: string; end: string}
  /** Relative to the workspace. */
  directory: string
  review?: ReviewFile | undefined
  places: readonly ArchivePlace[]
}

/** @throws Failure where it can't be written or uploaded. */
export async function keepReviewBundle(
  settings: Pick<MonthSettings, 'upload' | 'artifactName' | 'retentionDays' | 'stateKey'>,
  {host, world}: Pick<RunContext, 'host' | 'world'>,
  bundle: ReviewBundle,
): Promise<void> {
  const {tenant, period, directory, review, places} = bundle
  const folder = resolve(host.facts.workspace, directory)
  const contents = new Map<BundleFile, string>([
    ...(review ? [['review.json', reviewText(review)] as const] : []),
    ...(places.length > 0 ? [['archive.json', archiveText({tenant, period}, places)] as const] : []),
  ])
  const names = await writeReviewBundle(world.disk, folder, contents, settings.stateKey)
  const plan = planUpload(settings.upload, host)
  if ('failure' in plan) throw plan.failure
  if ('off' in plan) return
  const {retentionDays} = settings
  const name = reviewName(artifactName(settings.artifactName, tenant, period.label))
  await plan.upload({name, root: folder, files: names.map(one => join(folder, one)), retentionDays})
}
