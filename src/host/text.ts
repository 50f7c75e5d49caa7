/** What both hosts do to words before they are shown. */
import {ciRunUrl} from './ci-form.ts'
import type {IdentityVariables, IdTokenRequest, RunFacts} from './host.ts'

/** An annotation is one paragraph: what comes from a service may hold line breaks. */
export function paragraph(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/**
 * The pieces of a secret that hide it: whole, at any length; of one with several lines, for logs are masked line by line,
 * also each line of eight characters or more, or a lone brace would be hidden wherever it stands. Such a secret is whole in
 * one line where a message is one paragraph, or quotes it.
 */
export function maskable(secret: string): string[] {
  const whole = secret.trim()
  const lines = whole.split(/[\r\n]+/).map(line => line.trim())
  const quoted = JSON.stringify(whole).slice(1, -1)
  const pieces = lines.length === 1 ? [whole, quoted] : [paragraph(whole), quoted, ...lines.filter(isLongEnough)]
  return [...new Set(pieces)].filter(piece => piece !== '')
}

function isLongEnough(line: string): boolean {
  return line.length >= 8
}

type Environment = Readonly<Record<string, string | undefined>>

/** https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
export function runFacts(environment: Environment, workspace: string): RunFacts {
  const variables = {
    repository: 'GITHUB_REPOSITORY',
    runId: 'GITHUB_RUN_ID',
    runAttempt: 'GITHUB_RUN_ATTEMPT',
    workflow: 'GITHUB_WORKFLOW',
    sha: 'GITHUB_SHA',
    serverUrl: 'GITHUB_SERVER_URL',
    retentionDays: 'GITHUB_RETENTION_DAYS',
    apiUrl: 'GITHUB_API_URL',
    actor: 'GITHUB_ACTOR',
    event: 'GITHUB_EVENT_NAME',
    eventPath: 'GITHUB_EVENT_PATH',
    workflowSha: 'GITHUB_WORKFLOW_SHA',
    actionRepository: 'GITHUB_ACTION_REPOSITORY',
    actionRef: 'GITHUB_ACTION_REF',
    emulator: 'ACT',
    workflowRef: 'GITHUB_WORKFLOW_REF',
  } as const
  const known = Object.entries(variables).flatMap(([fact, name]) => {
    const value = environment[name]
    return value ? [[fact, value]] : []
  })
  const {GITHUB_ACTIONS, GITHUB_REF_PROTECTED, GITHUB_REF_TYPE, GITHUB_REF_NAME} = environment
  const isProtected = GITHUB_REF_PROTECTED === 'true' && GITHUB_REF_TYPE === 'branch' && GITHUB_REF_NAME
  return {
    workspace: environment.GITHUB_WORKSPACE || workspace,
    ...(GITHUB_ACTIONS === 'true' ? {} : otherCiFacts(environment)),
    ...Object.fromEntries(known),
    ...(GITHUB_ACTIONS === 'true' ? {isGitHubActions: true} : {}),
    ...(isProtected ? {protectedBranch: GITHUB_REF_NAME} : {}),
  }
}

/**
 * Of Azure Pipelines and GitLab CI. What names a repository of GitHub is not among it.
 * https://learn.microsoft.com/azure/devops/pipelines/build/variables, https://docs.gitlab.com/ci/variables/predefined_variables/
 */
function otherCiFacts(environment: Environment): Partial<RunFacts> {
  const {BUILD_REQUESTEDFOR, GITLAB_USER_LOGIN, BUILD_REASON, CI_PIPELINE_SOURCE} = environment
  const actor = GITLAB_USER_LOGIN || BUILD_REQUESTEDFOR
  const event = CI_PIPELINE_SOURCE || BUILD_REASON
  const runUrl = ciRunUrl(environment)
  return {...(actor ? {actor} : {}), ...(event ? {event} : {}), ...(runUrl ? {runUrl} : {})}
}

/** The page of the run; undefined where the place has none. */
export function runPage({serverUrl, repository, runId, runUrl}: RunFacts): string | undefined {
  return serverUrl && repository && runId ? `${serverUrl}/${repository}/actions/runs/${runId}` : runUrl
}

/** Set for jobs with the permission `id-token: write`, and for no others. */
export function idTokenRequest(environment: Environment): IdTokenRequest | undefined {
  const {ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer} = environment
  return url && bearer ? {url, bearer} : undefined
}

/** https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference */
export function identityVariables(environment: Environment): IdentityVariables {
  return {
    endpoint: environment.IDENTITY_ENDPOINT,
    header: environment.IDENTITY_HEADER,
    thumbprint: environment.IDENTITY_SERVER_THUMBPRINT,
    imds: environment.IMDS_ENDPOINT,
    msi: environment.MSI_ENDPOINT,
  }
}

/** The inputs a runner passes by variables, by name in lower case and untrimmed; empty ones were not given. */
export function inputVariables(environment: Environment): Map<string, string> {
  const inputs = new Map<string, string>()
  for (const [name, value] of Object.entries(environment)) {
    const input = /^INPUT_(.+)$/i.exec(name)?.[1]?.toLowerCase()
    if (input !== undefined && value?.trim()) inputs.set(input, value)
  }
  return inputs
}
