/** Keeps the evidence folder as a workflow artifact, and beside it, for runs that need not fetch the whole, baseline and state. */
import {join} from 'node:path'
import type {Period} from '../audit/period.ts'
import type {Host, UploadedArtifact} from '../host/host.ts'
import {asFailure, type Failure} from '../wire/failure.ts'

export interface UploadResult {
  artifact?: UploadedArtifact
  /** Why there is none although one was wanted. The export in the folder is unharmed. */
  uploadFailure?: Failure
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
  try {
    return await host.group('Upload', async () => {
      const artifact = await upload({name, ...request(names)})
      const small = names.filter(file => file === 'baseline.json.gz' || file === 'manifest.json')
      if (evidence.comparable) await upload({name: baselineName(name), ...request(small)})
      if (state.length > 0) await upload({name: stateName(name), ...request(state)})
      return {artifact}
    })
  } catch (error) {
    return {uploadFailure: asFailure(error)}
  }
}
