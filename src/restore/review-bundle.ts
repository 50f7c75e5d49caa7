/** What earlier runs recorded of a month's review and archive, from all their bundles at once: two that ran at the same time lose nothing. */

import {join} from 'node:path'
import {ArchiveFile, type ArchivePlace, joinPlaces} from '../archive/archive-file.ts'
import {parsedJson} from '../audit/json.ts'
import {artifactName, reviewName} from '../publish/upload.ts'
import {joinSaid, ReviewFile, type Said} from '../review/review-file.ts'
import {type ReviewPolicy, type ReviewSubject, reviewState} from '../review/review-state.ts'
import {Failure} from '../wire/failure.ts'
import {sha256Of} from '../wire/sha256.ts'
import type {EarlierRuns, Notes, Restored, Unpacked} from './earlier-runs.ts'

export interface RecordedReview {
  /** Every command that counted, in order of time. */
  said: readonly Said[]
  /** The newest file; absent where nothing was said yet. */
  newest?: ReviewFile
  /** Of the newest file, bare hex. */
  sha256?: string
  /** Where the month's exports were archived, in order of time. */
  places: readonly ArchivePlace[]
}

/** Unknown, with the reason, where GitHub does not answer. Never rejects. */
export async function recordedReview(
  template: string,
  runs: EarlierRuns,
  month: {tenant: string; label: string},
  notes: Notes,
): Promise<Restored<RecordedReview>> {
  const found = await runs.reviews(
    {
      name: reviewName(artifactName(template, month.tenant, month.label)),
      read: async unpacked => ({
        review: await reviewIn(unpacked, runs, month),
        places: await placesIn(unpacked, runs, month),
      }),
    },
    notes,
  )
  if (found.value === undefined) return found
  const files = found.value.flatMap(({review}) => (review ? [review] : []))
  const [newest] = files
  return {
    value: {
      said: joinSaid(files.map(({file}) => file.said)),
      places: joinPlaces(found.value.map(({places}) => places)),
      ...(newest ? {newest: newest.file, sha256: newest.sha256} : {}),
    },
  }
}

/** Of an export, by what was recorded and what the team asks. Unknown where what was recorded is. */
export function reviewStatus(
  asked: ReviewPolicy,
  exported: ReviewSubject,
  recorded: RecordedReview | undefined,
): 'reviewed' | 'open' | 'unknown' {
  if (recorded === undefined) return 'unknown'
  const {newest, said} = recorded
  return reviewState({...exported, ranBy: newest?.ranBy}, newest ?? asked, said).file.status
}

/** Undefined for a bundle without a review, such as one of the archive alone. */
async function reviewIn(
  {folder, names}: Unpacked,
  {world: {disk}}: EarlierRuns,
  month: {tenant: string; label: string},
): Promise<{file: ReviewFile; sha256: string} | undefined> {
  if (!names.includes('review.json')) return undefined
  const bytes = await disk.readFile(join(folder, 'review.json'))
  const file = ReviewFile.safeParse(parsedJson(String(bytes)))
  if (!file.success) throw unusable('its review.json can’t be read')
  checkMonth(file.data, month)
  return {file: file.data, sha256: sha256Of(bytes)}
}

/** Empty for a bundle of a review alone. */
async function placesIn(
  {folder, names}: Unpacked,
  {world: {disk}}: EarlierRuns,
  month: {tenant: string; label: string},
): Promise<readonly ArchivePlace[]> {
  if (!names.includes('archive.json')) return []
  const file = ArchiveFile.safeParse(parsedJson(String(await disk.readFile(join(folder, 'archive.json')))))
  if (!file.success) throw unusable('its archive.json can’t be read')
  checkMonth(file.data, month)
  return file.data.places
}

/** @throws Failure for another month than is asked for. */
function checkMonth(
  {tenant, period}: Pick<ReviewFile, 'tenant' | 'period'>,
  month: {tenant: string; label: string},
): void {
  if (tenant !== month.tenant) throw unusable(`it is of tenant ${tenant}, not of ${month.tenant}`)
  if (period.label !== month.label) throw unusable(`it is of ${period.label}, not of ${month.label}`)
}

/** A reason to leave the bundle out. */
function unusable(why: string): Failure {
  return new Failure({code: 'REVIEW_OTHER_MONTH', message: why, remedy: 'Nothing is to be done: it is not used.'})
}
