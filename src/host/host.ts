import type {Failure} from '../wire/failure.ts'

/**
 * The place a run happens in: a GitHub runner, a terminal, or a test. It gives words (inputs, facts about the run)
 * and takes words (log, annotations, outputs, summary, artifact).
 */
export interface Host {
  readonly kind: 'runner' | 'terminal'
  /** The input's text, trimmed; '' when it was not given. */
  input(name: string): string
  /** The same with the blanks at its ends, where the place has kept them: a password may begin or end with one. */
  untrimmed?(name: string): string
  /** Names of all inputs that were given, known or not, so that a misspelt option is an error and not a silence. */
  readonly given: readonly string[]
  /** Words of a command line that belong to no input. */
  readonly strays?: readonly string[]
  /** What is wrong with the command line itself: an option without its value, a file of a secret that can't be read. */
  readonly mistakes?: readonly Failure[]
  readonly facts: RunFacts
  /** How this job asks GitHub for a token that says who it is; absent without the permission `id-token: write`. */
  readonly idToken?: IdTokenRequest | undefined
  /** What Azure's platforms say by variables of the endpoint of their managed identity. */
  readonly identityVariables?: IdentityVariables | undefined

  info(line: string): void
  /** Shows how far the run is, in place of the last such line; absent where lines stay, and a few must do. */
  progress?(line: string): void
  debug(line: string): void
  /** Opens a named section of the log; everything said until it settles folds under it. */
  group<T>(title: string, body: () => Promise<T>): Promise<T>
  /** Annotations: what a person must see without opening the log. */
  notice(message: string): void
  warning(message: string): void
  error(message: string): void
  mask(secret: string): void

  output(name: string, value: string): void
  /** Shows Markdown on the run's page. At most 1 MiB, or GitHub drops it whole. */
  summary(markdown: string): Promise<void>
  /** Why nothing that is written here would stay; absent where that is not known. */
  readonly unusable?: Failure | undefined
  /** Makes the step fail with this message, after everything else is done. After a mistake in the inputs nothing was done. */
  fail(message: string, reason?: 'mistake'): void
  /** Names of the artifacts this run keeps already, which shows that the service answers; absent likewise. Throws `Failure`. */
  readonly artifacts?: (() => Promise<string[]>) | undefined
  /** Where artifacts go that do not go to GitHub. */
  readonly keepsArtifacts?: 'in a folder' | undefined
  /** Keeps files as one workflow artifact; absent where there is no artifact service. Throws `Failure`. */
  readonly upload?: ((artifact: ArtifactRequest) => Promise<UploadedArtifact>) | undefined
}

export interface ArtifactRequest {
  name: string
  /** The folder that paths inside the artifact are relative to. */
  root: string
  /** Absolute paths below `root`. */
  files: string[]
  /** Days to keep it; 0 for the repository's setting. */
  retentionDays: number
}

export interface UploadedArtifact {
  id: string
  /** SHA-256 of the artifact's zip, bare hex, as the service computed it. */
  digest: string
  /** Page where a person with read access downloads it; '' where that can't be known. */
  url: string
}

/** https://docs.github.com/en/actions/reference/security/oidc#methods-for-requesting-the-oidc-token */
export interface IdTokenRequest {
  url: string
  /** A secret. */
  bearer: string
}

/** IDENTITY_ENDPOINT, IDENTITY_HEADER (a secret), IDENTITY_SERVER_THUMBPRINT, IMDS_ENDPOINT, MSI_ENDPOINT. */
export interface IdentityVariables {
  endpoint?: string | undefined
  header?: string | undefined
  thumbprint?: string | undefined
  imds?: string | undefined
  msi?: string | undefined
}

/** What the place knows of this run, from the variables a runner sets. Absent ones are undefined. */
export interface RunFacts {
  /** Folder that relative paths are below. */
  workspace: string
  /** `owner/name` */
  repository?: string
  runId?: string
  runAttempt?: string
  workflow?: string
  sha?: string
  serverUrl?: string
  /** The run's page in another CI system. */
  runUrl?: string
  /** Days that the repository keeps artifacts at most. */
  retentionDays?: string
  apiUrl?: string
  actor?: string
  /** Set by nektos/act, which plays GitHub on a developer's machine. */
  emulator?: string
  /** What started the run: `schedule`, `workflow_dispatch` and so on. */
  event?: string
  /** The file that holds it. */
  eventPath?: string
  /** `owner/name/.github/workflows/audit.yml@refs/heads/main` */
  workflowRef?: string
  /** The commit of the workflow file. */
  workflowSha?: string
  /** `owner/name` of the action. */
  actionRepository?: string
  /** The tag or branch of the action that the workflow names. */
  actionRef?: string
  isGitHubActions?: boolean
  /** The branch that the run is of, where the repository protects it. */
  protectedBranch?: string
  /** What the event says of the repository; a schedule's may say nothing. */
  defaultBranch?: string
  isPublic?: boolean
}
