/**
 * How other CI systems are spoken to, and kept from obeying what is merely printed: groups, annotations, masks and outputs in the
 * form of Azure Pipelines and GitLab CI.
 * https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
 * https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections
 */

type Environment = Readonly<Record<string, string | undefined>>

/** Each gives lines without a line feed at the end; '' says nothing. */
export interface CiForm {
  name: 'azure-pipelines' | 'gitlab'
  /** @param serial another one for each group. */
  open(title: string, serial: number, now: number): string
  close(serial: number, now: number): string
  /** Undefined where the word and the message serve. */
  annotation(level: 'warning' | 'error', message: string): string | undefined
  debug(line: string): string | undefined
  /** Hides a piece of one line in what other programs of the job print; undefined where nothing does that. */
  secret(piece: string): string | undefined
  /** Undefined where outputs are not set by a line. */
  output(name: string, value: string): string | undefined
}

/** Undefined elsewhere, as in a person's terminal, and in a `run:` step on GitHub, which gets lines. */
export function ciForm(environment: Environment): CiForm | undefined {
  const {TF_BUILD, GITLAB_CI} = environment
  if (/^true$/i.test(TF_BUILD ?? '')) return azurePipelines
  return /^true$/i.test(GITLAB_CI ?? '') ? gitLab : undefined
}

/**
 * Lines hold words of services and records. The agents of Azure and GitHub obey `##vso[` and `##[` anywhere in a line, GitHub’s
 * also `::` at its beginning; GitLab obeys `section_start:` and `section_end:`. All of them are broken up, wherever this runs:
 * a log may be shown by another system than it was written in.
 */
export function inert(text: string): string {
  return text
    .replace(/(^|[\r\n])(\s*)::/g, '$1$2: :')
    .replace(/##(?=\w*\[)/g, '## ')
    .replace(/(section_(?:start|end)):/gi, '$1 :')
}

/** What a command's message may hold; the agent decodes it. */
function azureData(text: string): string {
  return text.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

const azurePipelines: CiForm = {
  name: 'azure-pipelines',
  open: title => `##[group]${title}`,
  close: () => '##[endgroup]',
  annotation: (level, message) => `##vso[task.logissue type=${level};]${azureData(message)}`,
  debug: line => `##[debug]${line}`,
  secret: piece => `##vso[task.setsecret]${azureData(piece)}`,
  output: (name, value) =>
    `##vso[task.setvariable variable=${name.replaceAll('-', '_')};isOutput=true;isreadonly=true]${azureData(value)}`,
}

/** Erases what the marker left in the line (ECMA-48). */
const erase = '\u001b[0K'

const gitLab: CiForm = {
  name: 'gitlab',
  open: (title, serial, now) =>
    `${erase}section_start:${Math.floor(now / 1000)}:m365_audit_${serial}[collapsed=true]\r${erase}${title}`,
  close: (serial, now) => `${erase}section_end:${Math.floor(now / 1000)}:m365_audit_${serial}\r${erase}`,
  annotation: () => undefined,
  debug: () => undefined,
  secret: () => undefined,
  output: () => undefined,
}

/** Characters of all lines; GitLab takes 5 kB of a file. */
const mostDotenv = 4_000
const dotenvPrefix = 'M365_AUDIT_'

/**
 * The outputs as a file for `artifacts: reports: dotenv`, where GitLab runs no command for them. What could be taken for a quote,
 * a reference to a variable or a second line is left out: https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsdotenv
 */
export function dotenv(outputs: Iterable<readonly [string, string]>): string {
  let text = ''
  for (const [name, value] of outputs) {
    if (!/^[\w .:/+,@=~-]{0,500}$/.test(value) || !/^[a-z][a-z-]*$/.test(name)) continue
    const line = `${dotenvPrefix}${name.toUpperCase().replaceAll('-', '_')}=${value}\n`
    if (text.length + line.length <= mostDotenv) text += line
  }
  return text
}

/** The run's page in the CI system; undefined where it can't be told. */
export function ciRunUrl(environment: Environment): string | undefined {
  const {SYSTEM_COLLECTIONURI, SYSTEM_TEAMPROJECTID, BUILD_BUILDID, CI_PIPELINE_URL, CI_JOB_URL} = environment
  const azure =
    SYSTEM_COLLECTIONURI && SYSTEM_TEAMPROJECTID && /^\d+$/.test(BUILD_BUILDID ?? '')
      ? `${SYSTEM_COLLECTIONURI.replace(/\/+$/, '')}/${SYSTEM_TEAMPROJECTID}/_build/results?buildId=${BUILD_BUILDID}`
      : undefined
  const url = azure ?? CI_JOB_URL ?? CI_PIPELINE_URL
  const isPlain = url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
  return isPlain && !new URL(url).password ? url : undefined
}
