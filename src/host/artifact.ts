/** Keeps files as one workflow artifact, through `@actions/artifact`, and says in our words why it could not. */
import {causes, Failure} from '../wire/failure.ts'
import type {ArtifactRequest, Host, UploadedArtifact} from './host.ts'
import {runFacts} from './text.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** zlib's fastest: audit records shrink to about a tenth all the same, in a third of the time. */
const compressionLevel = 1

/** Chunks of 8 MiB in flight by default; the library takes five, and holds each in memory. */
const piecesAtOnce = '2'

/**
 * The upload, where the environment has an artifact service: a runner gives one to actions, but not to `run:` steps.
 * `speaker` takes what the library says in commands for a runner, where there is no runner to obey them.
 */
export function artifactService(environment: Environment, speaker?: Host): Host['upload'] {
  if (!hasService(environment)) return undefined
  return async request => {
    process.env.ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY ??= piecesAtOnce
    const {DefaultArtifactClient} = await import('@actions/artifact')
    const client = new DefaultArtifactClient()
    const send = () =>
      client.uploadArtifact(request.name, request.files, request.root, {
        retentionDays: request.retentionDays,
        compressionLevel,
      })
    try {
      const {id, digest} = await spokenFor(speaker, send)
      return {id: String(id ?? ''), digest: digest ?? '', url: pageOf(environment, id)}
    } catch (error) {
      throw uploadFailure(error, request)
    }
  }
}

/** The artifacts that this run keeps already, where the environment has an artifact service. */
export function artifactList(environment: Environment, speaker?: Host): Host['artifacts'] {
  if (!hasService(environment)) return undefined
  return async () => {
    const {DefaultArtifactClient} = await import('@actions/artifact')
    const list = () => new DefaultArtifactClient().listArtifacts()
    try {
      const {artifacts} = await spokenFor(speaker, list)
      return artifacts.map(({name}) => name)
    } catch (error) {
      throw serviceFailure(error, 'list of artifacts', 'The artifact service gives no list')
    }
  }
}

function hasService({ACTIONS_RUNTIME_TOKEN, ACTIONS_RESULTS_URL}: Environment): boolean {
  return Boolean(ACTIONS_RUNTIME_TOKEN && ACTIONS_RESULTS_URL)
}

function pageOf(environment: Environment, id: number | undefined): UploadedArtifact['url'] {
  const {serverUrl, repository, runId} = runFacts(environment, '')
  if (!serverUrl || !repository || !runId || id === undefined) return ''
  return `${serverUrl}/${repository}/actions/runs/${runId}/artifacts/${id}`
}

/**
 * The library speaks through core, which writes commands to standard output: outside a runner they would be noise at
 * best, and `::add-mask::` would print the very signature it means to hide. What it says of its own settings, and
 * Node of the library's old `Buffer()`, reads like a fault and is left out everywhere.
 */
async function spokenFor<T>(speaker: Host | undefined, body: () => Promise<T>): Promise<T> {
  const {write} = process.stdout
  const {noDeprecation} = process
  process.stdout.write = ((text: string | Uint8Array, ...rest: []) => {
    if (ofItself.test(String(text))) return true
    const [, command, data = ''] = (speaker && /^::([a-z-]+)[^:]*::(.*)\r?\n$/s.exec(String(text))) ?? []
    if (command === undefined) return write.call(process.stdout, text, ...rest)
    const message = data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
    if (command === 'add-mask') speaker?.mask(message)
    if (command === 'warning') speaker?.warning(message)
    return true
  }) as typeof write
  process.noDeprecation = true
  try {
    return await body()
  } finally {
    process.stdout.write = write
    process.noDeprecation = noDeprecation ?? false
  }
}

const ofItself = /^(Set concurrency based on|ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY is higher)/

interface Cause {
  code: string
  /** What the library or the service says; it has no codes, and wraps its own error classes into plain ones. */
  says: RegExp
  message: string
  remedy: string
}

const known: readonly Cause[] = [
  {
    code: 'ARTIFACT_GHES',
    says: /not currently supported on GHES/i,
    message: 'GitHub Enterprise Server has no artifact service that this action can use',
    remedy: 'Set `upload: false` and keep the folder with actions/upload-artifact@v3 or a storage of your own.',
  },
  {
    code: 'ARTIFACT_QUOTA',
    says: /quota has been hit|insufficient usage/i,
    message: 'The account’s artifact storage is used up',
    remedy: 'Raise the spending limit or shorten `retention-days`; deleting artifacts does not free it at once.',
  },
  {
    code: 'ARTIFACT_EXISTS',
    says: /\(409\)/,
    message: 'This run already has an artifact of that name',
    remedy: 'Give each use of the action in a run its own `artifact-name`; artifacts are never overwritten.',
  },
  {
    code: 'ARTIFACT_NAME',
    says: /artifact name is not valid/i,
    message: 'The artifact’s name holds a character that GitHub refuses',
    remedy: 'Choose an `artifact-name` without " : < > | * ? \\ / and line breaks.',
  },
  {
    code: 'ARTIFACT_PATH',
    says: /path for one of the files in artifact is not valid/i,
    message: 'A file’s path holds a character that GitHub refuses',
    remedy: 'Choose a `directory` without " : < > | * ? and line breaks.',
  },
  {
    code: 'ARTIFACT_NO_FILES',
    says: /No files were found|does not exist/i,
    message: 'The files to upload are not there',
    remedy: 'Check that no other step empties the folder while this one runs.',
  },
  {
    code: 'ARTIFACT_REFUSED',
    says: /\(40[13]\)|AuthenticationFailed|AuthorizationFailure|JWT token is invalid|missing claims/i,
    message: 'The artifact service refused the job’s own token',
    remedy:
      'The token ends with the job; rerun the job. Behind a gateway, check what it does to the Authorization header.',
  },
  {
    code: 'ARTIFACT_TLS',
    says: /self[- ]signed certificate|unable to verify the first certificate|unable to get (local )?issuer certificate|UNABLE_TO_|SELF_SIGNED/i,
    message: 'The certificate shown for the artifact service is of an authority that this machine does not trust',
    remedy:
      'A proxy or firewall that inspects TLS shows its own. Name its root certificate, a PEM file on the runner, in the job: env: NODE_EXTRA_CA_CERTS: /path/to/company-ca.pem; or exempt *.actions.githubusercontent.com and *.blob.core.windows.net from inspection.',
  },
  {
    code: 'ARTIFACT_UNREACHABLE',
    says: /Unable to make request|Failed to make request after|stalled|ECONN|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN/i,
    message: 'The artifact service did not answer, or only with errors',
    remedy:
      'Rerun the job; see githubstatus.com. A self-hosted runner must reach *.actions.githubusercontent.com and *.blob.core.windows.net, by https_proxy where there is one.',
  },
]

export function uploadFailure(error: unknown, request: Pick<ArtifactRequest, 'name'>): Failure {
  return serviceFailure(error, `artifact ${request.name}`, 'The upload failed')
}

function serviceFailure(error: unknown, subject: string, otherwise: string): Failure {
  const said = causes(error)
  const cause = known.find(one => one.says.test(said))
  return new Failure({
    code: cause?.code ?? 'ARTIFACT_FAILED',
    message: `${cause?.message ?? otherwise}: ${subject}: ${said.split('\n', 1)[0]}.`,
    remedy: cause?.remedy ?? 'Rerun the job; if it stays, the message above is what the service said.',
    cause: error,
  })
}
