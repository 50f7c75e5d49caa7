/** Uploads the evidence folder as a workflow artifact, and baseline and state as small artifacts of their own, for runs that need no more. */

import {join} from 'node:path'
import {pluralise} from '../audit/numbers.ts'
import type {Period} from '../audit/period.ts'
import {fillPlaceholders} from '../audit/placeholders.ts'
import type {Host, UploadedArtifact} from '../host/host.ts'
import {asFailure, explain, Failure} from '../wire/failure.ts'

export interface UploadResult {
  artifact?: UploadedArtifact
  /** Days for which the artifact is kept, where that is known. */
  artifactDays?: number
  /** Why there is none although one was wanted. The export in the folder is unharmed. */
  uploadFailure?: Failure
  /** Small artifacts that are missing although the evidence was uploaded. */
  smallFailures?: readonly SmallFailure[]
}

export interface SmallFailure {
  name: string
  /** What later runs lack: a sentence. */
  loss: string
  failure: Failure
}

/** @param template the input `artifact-name`, with `<tenant>` and `<period>`. */
export function artifactName(template: string, tenant: string, label: string): string {
  return fillPlaceholders(template, {tenant, period: label})
}

/** The small artifact that holds an export's manifest and baseline. */
export function baselineName(name: string): string {
  return `${name}-baseline`
}

/** The bundle of what came after the export: review, place in the archive, statement. */
export function reviewName(name: string): string {
  return `${name}-review`
}

/** What recipients were notified of, so that a rerun does not notify them again. */
export function notifiedName(name: string): string {
  return `${name}-notified`
}

/** The artifact from which the next run goes on where an encrypted export, or one through both sources, was interrupted. */
export function stateName(name: string): string {
  return `${name}-state`
}

/** As the input `upload` says. */
type UploadWish = 'asked' | 'default' | 'off'

type UploadPlan = {upload: NonNullable<Host['upload']>} | {off: string | undefined} | {failure: Failure}

/**
 * Whether to upload here. On GitHub an export without its artifact would be lost with the runner, so that a missing service is
 * an error there; elsewhere it is one for those who asked.
 */
export function planUpload(
  wanted: UploadWish,
  host: Pick<Host, 'kind' | 'upload' | 'facts' | 'keepsArtifacts'>,
): UploadPlan {
  if (wanted === 'off') return {off: undefined}
  const place = placeOf(host)
  const {upload} = host
  if (host.keepsArtifacts !== undefined && upload !== undefined) return {upload}
  if (wanted === 'default' && host.facts.isGitHubActions !== true) return {off: withoutService('elsewhere')}
  if (upload !== undefined && place !== 'enterprise-server') return {upload}
  if (wanted === 'default' && place !== 'github') return {off: withoutService(place)}
  return {failure: place === 'enterprise-server' ? enterpriseServer() : noService(host)}
}

/** Before anything is read: says that nothing will be uploaded, or throws where it was asked for and can't be. */
export function checkUpload(wanted: UploadWish, host: Host): void {
  const plan = planUpload(wanted, host)
  if ('failure' in plan) throw plan.failure
  if ('off' in plan && plan.off !== undefined) host.info(plan.off)
}

type Place = 'github' | 'enterprise-server' | 'act' | 'elsewhere'

function placeOf({kind, facts}: Pick<Host, 'kind' | 'facts'>): Place {
  if (facts.emulator !== undefined) return 'act'
  if (facts.serverUrl === undefined) return 'elsewhere'
  const host = URL.canParse(facts.serverUrl) ? new URL(facts.serverUrl).hostname : 'github.com'
  if (host !== 'github.com' && !host.endsWith('.ghe.com') && !host.endsWith('.localhost')) return 'enterprise-server'
  return kind === 'runner' ? 'github' : 'elsewhere'
}

const names: Readonly<Record<Exclude<Place, 'github'>, string>> = {
  'enterprise-server': 'GitHub Enterprise Server',
  act: 'act without --artifact-server-path',
  elsewhere: 'this place',
}

function withoutService(place: Exclude<Place, 'github'>): string {
  return `Nothing is uploaded: ${names[place]} has no artifact service that this action can use. Keep the folder by a step of your own; upload: false leaves this line out.`
}

function enterpriseServer(): Failure {
  return new Failure({
    code: 'ARTIFACT_GHES',
    message: 'GitHub Enterprise Server has no artifact service that this action can use.',
    remedy:
      'Leave `upload` out, or set it to false, and keep the folder with actions/upload-artifact@v3 or a storage of your own.',
  })
}

function noService({kind}: Pick<Host, 'kind'>): Failure {
  return new Failure({
    code: 'ARTIFACT_NO_SERVICE',
    message:
      kind === 'runner'
        ? 'The runner gives this step no artifact service: the export would stay on the runner and be lost with it.'
        : 'There is no artifact service here, and `upload` asks for one.',
    remedy:
      kind === 'runner'
        ? 'Start it as an action (`uses:`), not from a `run:` step; or set `upload: false` and keep the folder by a step of your own.'
        : 'Leave `--upload` out: the folder is the export.',
  })
}

export async function uploadEvidence(
  settings: {upload: UploadWish; artifactName: string; retentionDays: number},
  host: Host,
  evidence: {
    folder: string
    names: readonly string[]
    period: Period
    tenant: string
    /** Whether the next month compares with it: neither with a filtered month nor with a part of one. */
    comparable: boolean
    /** Asked just before the upload: why nothing may be uploaded. */
    refusal?: () => Promise<Failure | undefined>
    /** Files that hold the state of an interrupted run. */
    state?: readonly string[]
  },
): Promise<UploadResult> {
  const plan = planUpload(settings.upload, host)
  if ('failure' in plan) return {uploadFailure: plan.failure}
  if ('off' in plan) return {}
  const {upload} = plan
  const {folder, names, state = []} = evidence
  const {retentionDays} = settings
  const name = artifactName(settings.artifactName, evidence.tenant, evidence.period.label)
  const request = (wanted: readonly string[]) => ({
    root: folder,
    files: wanted.map(file => join(folder, file)),
    retentionDays,
  })
  const small = smallArtifacts(name, {names, state, comparable: evidence.comparable})
  const cut = retentionCut(retentionDays, host.facts)
  if (cut) host.warning(explain(cut))
  return await host.group('Upload', async () => {
    const refusal = await evidence.refusal?.()
    if (refusal) return {uploadFailure: refusal}
    const sent = await outcomeOf(() => upload({name, ...request(names)}))
    if ('failure' in sent) return {uploadFailure: sent.failure}
    const smallFailures: SmallFailure[] = []
    for (const {files, ...one} of small) {
      const outcome = await outcomeOf(() => upload({name: one.name, ...request(files)}))
      if ('failure' in outcome) smallFailures.push({...one, failure: outcome.failure})
    }
    const days = keptDays(retentionDays, host.facts)
    return {
      artifact: sent.artifact,
      ...(days === undefined ? {} : {artifactDays: days}),
      ...(smallFailures.length > 0 ? {smallFailures} : {}),
    }
  })
}

/** Artifacts would be gone earlier than is asked for; undefined where they are not, or the runner does not say. */
export function retentionCut(
  asked: number,
  {retentionDays, repository, serverUrl = 'https://github.com'}: Host['facts'],
): Failure | undefined {
  const most = Number(retentionDays)
  if (!(most > 0) || asked <= most) return undefined
  const page = `${serverUrl}/${repository}`
  return new Failure({
    code: 'RETENTION_CUT',
    message: `retention-days asks for ${pluralise(asked, 'day')}, and the repository keeps artifacts for ${most} at most: they would be gone after ${most}.`,
    remedy: `Raise it under Settings → Actions → General → Artifact and log retention (${page}/settings/actions; 90 days at most in public repositories, 400 in private ones), or set retention-days to ${most} and copy the artifact to a storage of your own.`,
  })
}

/** As many as are asked for, and never more than the repository allows; undefined where the runner does not say. */
function keptDays(asked: number, {retentionDays}: Host['facts']): number | undefined {
  const most = Number(retentionDays)
  if (!(most > 0)) return undefined
  return asked > 0 ? Math.min(asked, most) : most
}

interface SmallArtifact extends Omit<SmallFailure, 'failure'> {
  files: readonly string[]
}

/** With a MAC, the list that it is over goes along. */
const ofBaseline = ['baseline.json.gz', 'history.json', 'manifest.json', 'SHA256SUMS.mac']

function smallArtifacts(
  name: string,
  {names, state, comparable}: {names: readonly string[]; state: readonly string[]; comparable: boolean},
): SmallArtifact[] {
  const isSealed = names.includes('SHA256SUMS.mac')
  const baseline = {
    name: baselineName(name),
    loss: 'The next month does not find it as its baseline.',
    files: names.filter(file => ofBaseline.includes(file) || (isSealed && file === 'SHA256SUMS')),
  }
  const handedOn = {
    name: stateName(name),
    loss: 'On another machine, the next run reads the period again from its beginning.',
    files: state,
  }
  return [...(comparable ? [baseline] : []), ...(state.length > 0 ? [handedOn] : [])]
}

async function outcomeOf(
  upload: () => Promise<UploadedArtifact>,
): Promise<{artifact: UploadedArtifact} | {failure: Failure}> {
  try {
    return {artifact: await upload()}
  } catch (error) {
    return {failure: asFailure(error)}
  }
}
