/** Archives the month that was just written, and puts its place on record in the review bundle. Never loses the export. */

import type {ArchiveAddress} from '../archive/archive-address.ts'
import {type ArchivePlace, joinPlaces, lockWords} from '../archive/archive-file.ts'
import {archiveFolder} from '../archive/archive-folder.ts'
import {BlobContainer} from '../archive/blob-container.ts'
import {endOfRetention} from '../archive/retention-period.ts'
import {pluralise} from '../audit/numbers.ts'
import {pointingToDoctor} from '../checks/check-of-code.ts'
import {evidenceFiles} from '../evidence/evidence-folder.ts'
import {reviewDirectory} from '../evidence/review-bundle.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import type {ArchiveOutcome} from '../publish/keeping-words.ts'
import type {Manifest} from '../report/manifest.ts'
import type {RecordedReview} from '../restore/review-bundle.ts'
import {contentDigest} from '../review/content-digest.ts'
import {type ReviewState, reviewState} from '../review/review-state.ts'
import {tokenProvider} from '../signin/token.ts'
import {asFailure} from '../wire/failure.ts'
import {serviceTime} from '../wire/skew.ts'
import type {PeriodContext, RunContext} from './context.ts'
import {keepReviewBundle} from './review-bundle.ts'
import {whoRan} from './review-of.ts'
import type {CallerIdentity} from './session.ts'
import type {WrittenEvidence} from './write-evidence.ts'

type Settings = Pick<
  MonthSettings,
  | 'archive'
  | 'encryptTo'
  | 'upload'
  | 'artifactName'
  | 'retentionDays'
  | 'stateKey'
  | 'review'
  | 'githubToken'
  | 'directory'
>

interface Archived {
  caller: CallerIdentity
  /** Absolute. */
  folder: string
  evidence: Pick<WrittenEvidence, 'manifest' | 'files' | 'facts' | 'disclose'>
  /** Undefined where what earlier runs recorded is unknown; their bundles are joined with this one all the same. */
  recorded: RecordedReview | undefined
}

/** The container that the app reaches with its own credential. */
export async function openArchive(
  address: ArchiveAddress,
  {world, cancelled}: Pick<RunContext, 'world' | 'cancelled'>,
  {cloud, tenantId, clientId, credential}: CallerIdentity,
): Promise<BlobContainer> {
  const tokens = tokenProvider(world, {
    ...{cloud, tenantId, clientId, credential},
    resource: 'storage',
    signal: cancelled,
  })
  const base = cloud.blob ?? `https://${address.host}`
  return await BlobContainer.open(world, {address, base, clientId, tokens, signal: cancelled})
}

/** For the manifest's notes: what a lock means, where people's data is not encrypted. */
export function lockNote(
  {archive, encryptTo}: Pick<MonthSettings, 'archive' | 'encryptTo'>,
  now: number,
): string | undefined {
  if (archive?.lockFor === undefined || encryptTo.length > 0) return undefined
  const until = new Date(endOfRetention(now, archive.lockFor)).toISOString().slice(0, 10)
  return `archive-lock: the archived files are not encrypted, and can’t be deleted before ${until}: personal data in them can’t be erased on request until then. With encrypt-to, destroying the private key erases it.`
}

/** Undefined where no archive is asked for. Never rejects. */
export async function archiveMonth(
  settings: Settings,
  context: PeriodContext,
  done: Archived,
): Promise<ArchiveOutcome | undefined> {
  const {archive} = settings
  if (archive === undefined) return undefined
  const {host} = context
  return await host.group('Archive', async () => {
    let place: ArchivePlace
    try {
      place = await placed({...settings, archive}, context, done)
    } catch (error) {
      return {failure: pointingToDoctor(asFailure(error), host)}
    }
    host.info(
      `Archived in ${place.url}: ${pluralise(place.files.length, 'file')}, read back and compared. ${lockWords(place)}`,
    )
    try {
      await record(settings, context, {...done, place})
      return {place}
    } catch (error) {
      return {place, unrecorded: pointingToDoctor(asFailure(error), host)}
    }
  })
}

async function placed(
  {archive, encryptTo}: Pick<Settings, 'encryptTo'> & {archive: NonNullable<Settings['archive']>},
  context: PeriodContext,
  {caller, folder, evidence}: Archived,
): Promise<ArchivePlace> {
  const {world} = context
  const {manifest, files} = evidence
  const {address, lockFor} = archive
  const container = await openArchive(address, context, caller)
  const now = () => serviceTime(world)
  return await archiveFolder({disk: world.disk, now}, container, {
    ...{folder, files, tenant: manifest.tenant, label: manifest.period.label},
    ...{manifest: manifestHash(evidence), content: contentDigest(manifest), isEncrypted: encryptTo.length > 0},
    ...(lockFor === undefined ? {} : {lockUntil: endOfRetention(now(), lockFor)}),
  })
}

function manifestHash({files}: Archived['evidence']): string {
  return files.find(({name}) => name === evidenceFiles.manifest)?.sha256 ?? ''
}

/** What earlier bundles hold is carried over, so that the newest one holds everything. */
async function record(
  settings: Settings,
  context: PeriodContext,
  {evidence, recorded, place}: Archived & {place: ArchivePlace},
): Promise<void> {
  const {manifest, disclose, facts} = evidence
  const sha256 = manifestHash(evidence)
  const review = recorded && (await reviewBefore(settings, context, {manifest, sha256, recorded}))
  await keepReviewBundle({...settings, disclose}, context, {
    ...{
      manifest,
      sha256,
      months: facts.history?.months,
      directory: reviewDirectory(settings.directory),
      review: review?.file,
    },
    places: joinPlaces([recorded?.places ?? [], [place]]),
  })
}

/** Undefined where nothing was said of the month yet. */
async function reviewBefore(
  {review, githubToken}: Pick<Settings, 'review' | 'githubToken'>,
  context: RunContext,
  {manifest, sha256, recorded}: {manifest: Manifest; sha256: string; recorded: RecordedReview},
): Promise<ReviewState | undefined> {
  const {newest, said} = recorded
  if (newest === undefined) return undefined
  const ranBy = await whoRan(manifest, githubToken === undefined ? {} : {githubToken}, context)
  return reviewState({manifest, sha256, ranBy}, review ?? newest, said)
}
