/** Uploads the evidence folder as a workflow artifact, and baseline and state as small artifacts of their own, for runs that need no more. */
import {join} from 'node:path'
import type {Period} from '../audit/period.ts'
import type {Host, UploadedArtifact} from '../host/host.ts'
import {asFailure, explain, Failure} from '../wire/failure.ts'

export interface UploadResult {
  artifact?: UploadedArtifact
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
  return template.replaceAll('<tenant>', tenant).replaceAll('<period>', label)
}

/** The small artifact that holds an export's manifest and baseline. */
export function baselineName(name: string): string {
  return `${name}-baseline`
}

/** The artifact from which the next run goes on where an encrypted export was interrupted. */
export function stateName(name: string): string {
  return `${name}-state`
}

export async function uploadEvidence(
  settings: {upload: boolean; artifactName: string; retentionDays: number},
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
  const {upload} = host
  if (!settings.upload || upload === undefined) return {}
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
    return {artifact: sent.artifact, ...(smallFailures.length > 0 ? {smallFailures} : {})}
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
    message: `retention-days asks for ${asked} days, and the repository keeps artifacts for ${most} at most: they would be gone after ${most}.`,
    remedy: `Raise it under Settings → Actions → General → Artifact and log retention (${page}/settings/actions; 90 days at most in public repositories, 400 in private ones), or set retention-days to ${most} and copy the artifact to a storage of your own.`,
  })
}

interface SmallArtifact extends Omit<SmallFailure, 'failure'> {
  files: readonly string[]
}

/** With a MAC, the list that it is over goes along. */
const ofBaseline = ['baseline.json.gz', 'manifest.json', 'SHA256SUMS.mac']

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
