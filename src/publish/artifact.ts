/** Keeps the evidence folder as a workflow artifact. */
import type {Period} from '../audit/period.ts'
import type {Host, UploadedArtifact} from '../host/host.ts'
import {asFailure, type Failure} from '../wire/failure.ts'

export interface Kept {
  artifact?: UploadedArtifact
  /** Why there is none although one was wanted. The export in the folder is unharmed. */
  uploadFailure?: Failure
}

export async function keep(
  settings: {upload: boolean; artifactName: string; retentionDays: number},
  host: Host,
  evidence: {folder: string; files: string[]; period: Period; tenant: string},
): Promise<Kept> {
  const {upload} = host
  if (!settings.upload || upload === undefined) return {}
  const name = settings.artifactName
    .replaceAll('<tenant>', evidence.tenant)
    .replaceAll('<period>', evidence.period.label)
  try {
    const request = {name, root: evidence.folder, files: evidence.files, retentionDays: settings.retentionDays}
    const artifact = await host.group('Upload', () => upload(request))
    return {artifact}
  } catch (error) {
    return {uploadFailure: asFailure(error)}
  }
}
