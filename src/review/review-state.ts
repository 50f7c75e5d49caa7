/** Whether a month is reviewed, from what was said about it: pure, and the same whatever order the commands arrive in. */
import {isSameText} from '../audit/compare-text.ts'
import {type Severity, severities} from '../audit/severity.ts'
import type {Manifest} from '../report/manifest.ts'
import {contentDigest} from './content-digest.ts'
import {joinSaid, type ReviewFile, reviewSchema, type Said} from './review-file.ts'

/** The export that is reviewed. */
export interface ReviewSubject {
  manifest: Manifest
  /** SHA-256 of manifest.json. */
  sha256: string
  /** Who ran it, where that is known. */
  ranBy?: string | undefined
}

/** What the team asks of a review. */
export interface ReviewPolicy {
  reviewers: number
  independent: boolean
}

/** What a review still lacks. */
export interface ReviewLack {
  /** Incidents of medium severity or more without a disposition. */
  incidents: readonly string[]
  /** How many more people have to review. */
  people: number
  /** Whether one of them has to be another person than the one who ran the export. */
  another: boolean
}

export interface ReviewState {
  file: ReviewFile
  lack: ReviewLack
}

/** Without a disposition for each of these, a month is not reviewed. */
function needsDisposition({severity}: {severity: Severity}): boolean {
  return severities.indexOf(severity) <= severities.indexOf('medium')
}

/**
 * A disposition holds as long as its incident is there with the same severity; a sign-off holds for the content it was
 * given for, and from where every incident had its disposition.
 */
export function reviewState(subject: ReviewSubject, policy: ReviewPolicy, said: readonly Said[]): ReviewState {
  const {manifest, sha256, ranBy} = subject
  const content = contentDigest(manifest)
  const incidents = new Map(
    (manifest.incidents ?? []).map(one => [one.id, {...one} as ReviewFile['incidents'][number]]),
  )
  let signed: ReviewFile['reviewedBy'] = []
  const inOrder = joinSaid([said])
  for (const one of inOrder) {
    if (one.command === 'reopen') signed = []
    if (one.command === 'incident' && one.incident !== undefined && one.disposition !== undefined) {
      const {disposition, by, at, text} = one
      const incident = incidents.get(one.incident)
      if (incident && (one.severity ?? incident.severity) === incident.severity)
        incidents.set(one.incident, {...incident, disposition, by, at, text})
    }
    if (
      one.command === 'reviewed' &&
      one.content === content &&
      withoutDisposition([...incidents.values()]).length === 0
    )
      signed = [...signed.filter(({login}) => !isSameText(login, one.by)), {login: one.by, at: one.at, text: one.text}]
  }
  const people = Math.max(0, policy.reviewers - signed.length)
  // Of two people, one did not run it, known or not.
  const isIndependent = signed.length > 1 || signed.some(({login}) => ranBy !== undefined && !isSameText(login, ranBy))
  const another = policy.independent && !isIndependent
  const missing = withoutDisposition([...incidents.values()])
  const isReviewed = people === 0 && !another && missing.length === 0
  const {label, start, end} = manifest.period
  return {
    file: {
      schema: reviewSchema,
      tenant: manifest.tenant,
      period: {label, start, end},
      ...{manifest: sha256, content, verdict: manifest.status},
      ...(ranBy === undefined ? {} : {ranBy}),
      reviewers: policy.reviewers,
      independent: policy.independent,
      status: isReviewed ? 'reviewed' : 'open',
      incidents: [...incidents.values()],
      reviewedBy: signed,
      said: inOrder,
    },
    lack: {incidents: missing, people, another},
  }
}

function withoutDisposition(incidents: readonly ReviewFile['incidents'][number][]): string[] {
  return incidents.filter(one => needsDisposition(one) && one.disposition === undefined).map(({id}) => id)
}
