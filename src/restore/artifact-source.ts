/** Where artifacts of earlier runs come from, as the one thing that GitHub and a state directory both are. */
import type {FoundArtifact} from '../github.ts'
import {Failure} from '../wire/failure.ts'
import type {ArchiveBounds} from './unzip.ts'

export type ArtifactKind = 'export' | 'baseline' | 'state' | 'review' | 'notified'

/** Told of each artifact that is not believed, and why. */
export type Refuse = (artifact: FoundArtifact, why: string) => void

export interface ArtifactSource {
  /**
   * Artifacts of the name that may be believed by where they come from, newest first.
   * @throws Failure `EARLIER_RUNS_NONE` where there is none of the name, `EARLIER_RUNS_UNKNOWN` where that is unknown.
   */
  believed(
    asked: {name: string; kind: ArtifactKind},
    refuse: Refuse,
    notes: {info(text: string): void},
  ): AsyncGenerator<FoundArtifact>
  /**
   * The same of all names, made since a moment (milliseconds). `wanted` is asked before where an artifact comes from is looked up.
   * None at all, and no source of artifacts, is no reason. @throws Failure `EARLIER_RUNS_UNKNOWN`.
   */
  believedSince(
    asked: {
      kind: ArtifactKind
      since: number
      named: (name: string) => boolean
      wanted: (artifact: FoundArtifact) => boolean
    },
    refuse: Refuse,
    notes: {info(text: string): void},
  ): AsyncGenerator<FoundArtifact>
  /**
   * Lays its files into a folder, within the bounds.
   * @param place an empty folder of this run's own; the files come into `files` in it.
   * @returns names of the files, relative to that. @throws Failure, or the system's error.
   */
  unpack(artifact: FoundArtifact, place: string, limits: ArchiveBounds): Promise<{folder: string; names: string[]}>
}

/** In words, for messages. */
export function artifactPlace({id, run, place}: FoundArtifact): string {
  return place ?? `artifact ${id} of run ${run.id}`
}

export function unanswered(because: string, code = 'EARLIER_RUNS_UNKNOWN'): Failure {
  return new Failure({code, message: because, remedy: 'The export does without earlier runs.'})
}
