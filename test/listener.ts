/** A host that only listens: what a run says, sets, shows and uploads, as a test may look at it. */
import type {ArtifactRequest, Host, RunFacts, UploadedArtifact} from '../src/host/host.ts'

export interface Listener extends Host {
  outputs: Record<string, string>
  lines: string[]
  notices: string[]
  warnings: string[]
  errors: string[]
  failures: string[]
  summaries: string[]
  groups: string[]
  uploads: ArtifactRequest[]
}

export function aListener(
  facts: Partial<RunFacts> = {},
  upload?: (artifact: ArtifactRequest) => Promise<UploadedArtifact>,
): Listener {
  const listener: Listener = {
    kind: 'runner',
    input: () => '',
    given: [],
    facts: {workspace: '/workspace', ...facts},
    outputs: {},
    lines: [],
    notices: [],
    warnings: [],
    errors: [],
    failures: [],
    summaries: [],
    groups: [],
    uploads: [],
    info: line => listener.lines.push(line),
    debug: () => undefined,
    group: async (title, body) => {
      listener.groups.push(title)
      return await body()
    },
    notice: message => listener.notices.push(message),
    warning: message => listener.warnings.push(message),
    error: message => listener.errors.push(message),
    mask: () => undefined,
    output: (name, value) => {
      listener.outputs[name] = value
    },
    summary: async markdown => {
      listener.summaries.push(markdown)
    },
    fail: message => listener.failures.push(message),
    upload:
      upload &&
      (async artifact => {
        listener.uploads.push(artifact)
        return await upload(artifact)
      }),
  }
  return listener
}
