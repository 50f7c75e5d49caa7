/** Keeps the evidence folder as a workflow artifact, and beside it the baseline, so that next month need not fetch the whole. */
import {join} from 'node:path'
import type {Period} from '../audit/period.ts'
import type {Host, UploadedArtifact} from '../host/host.ts'
import {asFailure, type Failure} from '../wire/failure.ts'

export interface Kept {
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

export async function keep(
  settings: {upload: boolean; artifactName: string; retentionDays: number},
  host: Host,
  evidence: {
    folder: string
    names: readonly string[]
    period: Period
    tenant: string
    /** Whether the next month compares with it: neither with a filtered month nor with a part of one. */
    comparable: boolean
  },
): Promise<Kept> {
  const {upload} = host
  if (!settings.upload || upload === undefined) return {}
  const {folder, names} = evidence
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
      return {artifact}
    })
  } catch (error) {
    return {uploadFailure: asFailure(error)}
  }
}
