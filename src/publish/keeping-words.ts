/** How long the evidence is kept, in sentences: in the artifact, and in an archive where there is one. */
import {type ArchivePlace, lockWords} from '../archive/archive-file.ts'
import {instantOf} from '../audit/record.ts'
import type {MonthFacts} from '../report/month.ts'
import type {Failure} from '../wire/failure.ts'
import type {UploadResult} from './upload.ts'

/** `unrecorded`: it lies there, but archive.json could not be kept. */
export type ArchiveOutcome = {place: ArchivePlace; unrecorded?: Failure} | {place?: undefined; failure: Failure}

const day = 86_400_000

/** Nothing where nothing is known: without an artifact, the folder is for others to keep. */
export function keepingWords({
  artifact,
  artifactDays,
  archived,
  facts,
}: Pick<UploadResult, 'artifact' | 'artifactDays'> & {
  archived?: ArchiveOutcome
  facts: Pick<MonthFacts, 'run'>
}): string[] {
  const place = archived?.place
  const finished = facts.run?.finished
  const isDated = artifact !== undefined && artifactDays !== undefined && finished !== undefined
  const expires = isDated ? instantOf(finished + artifactDays * day).slice(0, 10) : undefined
  const expiry = expires === undefined ? [] : [`The artifact is kept until ${expires}.`]
  if (place) return [...expiry, `Archived in ${place.url}. ${lockWords(place)}`]
  if (expires === undefined) return []
  return [
    `The artifact is kept until ${expires}; after that day the evidence is gone, unless it is copied or archived (archive-to).`,
  ]
}
