/** Who could read the export where it goes, and what follows for it. What is not known counts as readable by everyone. */
import {isPublic} from '../github.ts'
import type {RunFacts} from '../host/host.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import {planUpload} from '../publish/upload.ts'
import {type Disclosure, permitted} from '../report/disclose.ts'
import type {Manifest} from '../report/manifest.ts'
import {Failure} from '../wire/failure.ts'
import type {PeriodContext, RunContext} from './context.ts'

type VisibilitySettings = Pick<
  MonthSettings,
  'disclose' | 'githubToken' | 'allowPublic' | 'upload' | 'repositoryVisibility'
>

/** How far the repository is known to be closed, and by whose word. */
export type Visibility =
  | {is: 'public'}
  | {is: 'private'; by: 'GitHub' | 'event' | 'input'}
  | {is: 'unknown'; because: string}

/**
 * Asked in three ways: the event's payload, GitHub's API with the token, and without one, to which a private repository
 * does not exist, so that it can only ever say “public”. One that says “public” counts, whatever the others say.
 */
export async function visibilityOf(
  settings: Pick<VisibilitySettings, 'githubToken' | 'repositoryVisibility'>,
  {host: {facts}, world, cancelled}: Pick<RunContext, 'host' | 'world' | 'cancelled'>,
): Promise<Visibility> {
  if (facts.isPublic === true) return {is: 'public'}
  const {githubToken: token} = settings
  const asked = await isPublic(world, facts, token, cancelled)
  if (asked.value === false && token !== undefined) return {is: 'private', by: 'GitHub'}
  const anonymous = token === undefined ? asked : await isPublic(world, facts, undefined, cancelled)
  if (asked.value === true || anonymous.value === true) return {is: 'public'}
  if (facts.isPublic === false) return {is: 'private', by: 'event'}
  if (settings.repositoryVisibility === 'private') return {is: 'private', by: 'input'}
  return {is: 'unknown', because: asked.because ?? 'the answer names no visibility'}
}

/** What the visibility means for the run. */
export interface Exposure {
  /** How much of people may be shown at most. */
  disclose: Disclosure
  visibility: Visibility | undefined
}

/** Refuses what everyone could read. @throws Failure before anything is read. */
export async function checkVisibility(
  settings: VisibilitySettings,
  context: PeriodContext,
  {isProtected}: {isProtected: boolean},
): Promise<Exposure> {
  const {host} = context
  if (context.synthetic || host.facts.repository === undefined) {
    return {disclose: settings.disclose, visibility: undefined}
  }
  const visibility = await visibilityOf(settings, context)
  const protectedEnough = settings.allowPublic || isProtected
  if (visibility.is === 'public' && !protectedEnough) throw repositoryIsPublic(host.facts)
  if (visibility.is === 'unknown' && settings.upload !== 'off' && !protectedEnough) {
    context.log.warning(
      `Whether this repository is public could not be learned (${visibility.because}): the month is read, and kept on the runner unless it is learned before the upload.`,
    )
  }
  const known = visibility.is === 'unknown' ? undefined : visibility.is === 'public'
  return {disclose: permitted(settings.disclose, known), visibility}
}

/** Asked again just before something plain is uploaded: undefined where it may be. Never rejects. */
export async function whyNotUpload(
  settings: VisibilitySettings,
  context: Pick<RunContext, 'host' | 'world' | 'synthetic'>,
  {isProtected}: {isProtected: boolean},
): Promise<Failure | undefined> {
  const {host} = context
  const isAsked = 'upload' in planUpload(settings.upload, host) && !context.synthetic
  const {repository} = host.facts
  const isFolder = host.keepsArtifacts !== undefined
  if (!isAsked || isFolder || settings.allowPublic || isProtected || repository === undefined) return undefined
  // A run that is cancelled still keeps what it read; the question has time limits of its own.
  const visibility = await visibilityOf(settings, {...context, cancelled: new AbortController().signal})
  if (visibility.is === 'private') return undefined
  return visibility.is === 'public' ? becamePublic(host.facts) : visibilityUnknown(host.facts, visibility.because)
}

/** As the manifest states it. */
export function recordedVisibility(visibility: Visibility | undefined): Pick<Manifest, 'visibility'> {
  if (visibility === undefined) return {}
  return {visibility: {repository: visibility.is, ...(visibility.is === 'private' ? {by: visibility.by} : {})}}
}

const waysOut =
  'Run this in a private repository, or encrypt the files (encrypt-to). Pseudonyms are not enough: who did how much, and when, stays. If the exposure is wanted, set allow-public: true.'

/** The repository is public, and the inputs do not allow for that. */
export function repositoryIsPublic({repository}: Pick<RunFacts, 'repository'>): Failure {
  return new Failure({
    code: 'REPOSITORY_PUBLIC',
    message: `The repository ${repository} is public: everyone with a GitHub account could download the audit log. Nothing was read.`,
    remedy: waysOut,
  })
}

function becamePublic({repository}: Pick<RunFacts, 'repository'>): Failure {
  return new Failure({
    code: 'REPOSITORY_BECAME_PUBLIC',
    message: `The repository ${repository} is public, and was not known to be when the run began: nothing was uploaded.`,
    remedy: waysOut,
  })
}

function visibilityUnknown({repository}: Pick<RunFacts, 'repository'>, because: string): Failure {
  return new Failure({
    code: 'VISIBILITY_UNKNOWN',
    message: `Whether the repository ${repository} is public could not be learned (${because}), so nothing was uploaded.`,
    remedy:
      'Run it again once GitHub’s API answers, and let github-token read this repository. Or encrypt the files (encrypt-to), or state it where you know it: repository-visibility: private. On a runner that stays, the export lies in its folder.',
  })
}
