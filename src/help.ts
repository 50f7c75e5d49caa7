/** The text of `COMMAND --help`: usage, the command's options by group with their defaults, examples. */
import {commands} from './commands.ts'
import {invocation} from './host/invocation.ts'
import type {secretFiles} from './host/secret-files.ts'
import {catalogue, type InputName} from './inputs/catalogue.ts'
import type {Mode} from './inputs/settings.ts'

type OptionHelp = readonly [value: string, meaning: string]
type GroupTitle =
  | 'Many tenants'
  | 'Sign-in'
  | 'What to export'
  | 'What to write'
  | 'Detection and delivery'
  | 'What is checked'
  | 'How to run'
type ListedInput = Exclude<InputName, 'mode'>

/** Every input as an option, short; the pages have the rest. '' for an option that needs no value. */
const groups: Readonly<Record<GroupTitle, Partial<Record<string, OptionHelp>>>> = {
  'Many tenants': {
    tenants: ['FILE', 'file of tenants'],
    tenant: ['LIST', 'those of the file that are run, one after the other'],
  },
  'Sign-in': {
    'tenant-id': ['ID', 'directory (tenant) id, or the primary domain'],
    'client-id': ['ID', 'application (client) id'],
    credential: ['WHICH', 'auto, certificate, oidc, managed-identity, windows-store'],
    'managed-identity': ['ID', 'identity that proves the app: system, or its client id'],
    'federated-token-file': ['FILE', 'holds the token of another CI system'],
    certificate: ['TEXT', 'PFX as base64, or PEM; better by --certificate-file'],
    'certificate-file': ['FILE', 'PFX or PEM with certificate and key'],
    'certificate-password': ['TEXT', 'of the PFX or the key; better by the option below'],
    'certificate-password-file': ['FILE', 'holds the password'],
    'certificate-thumbprint': ['HEX', 'refuse any other certificate'],
    'key-vault-certificate': ['URL', 'certificate in Azure Key Vault'],
    'key-vault-token': ['TEXT', 'access token for the vault; better by the option below'],
    'key-vault-token-file': ['FILE', 'holds the token'],
    cloud: ['NAME', 'worldwide, gcc, gcc-high, dod or china'],
  },
  'What to export': {
    period: ['PERIOD', 'previous-month, previous-week, previous-day, last-24h, 2026-10 or START/END'],
    backfill: ['NUMBER', 'earlier months, weeks or days to export too, where no complete export exists'],
    timezone: ['ZONE', 'IANA time zone in which months begin and end'],
    'run-on': ['DAY', 'any-day or last-day'],
    source: ['WHICH', 'auto, exchange, graph or both'],
    'record-types': ['LIST', 'only these record types'],
    'exclude-record-types': ['LIST', 'all but these record types'],
    workloads: ['LIST', 'only these workloads'],
    operations: ['LIST', 'only these operations'],
    users: ['LIST', 'only what these users did'],
    'ip-addresses': ['LIST', 'only what came from these addresses'],
    'object-ids': ['LIST', 'only what was done to these objects'],
    'free-text': ['TEXT', 'only records with this text'],
    settle: ['TIME', 'how long after the period late records are expected'],
    confirm: ['WHICH', 'windows to read twice: none, sample or all'],
  },
  'What to write': {
    directory: ['FOLDER', 'where to write'],
    'parts-directory': ['FOLDER', 'where the parts are that are merged'],
    formats: ['LIST', 'csv, jsonl, parquet'],
    columns: ['WHICH', 'of the CSV: cmdlet, flat (for Excel) or both'],
    'flat-guard': ['WHICH', 'texts that Excel must keep in the flat CSV: formulas or all'],
    'encrypt-to': ['LIST', 'recipients of age, to whom files are encrypted'],
    'pseudonym-key': ['TEXT', 'replaces personal data; better by the option below'],
    'pseudonym-key-file': ['FILE', 'holds the key'],
    sign: ['WHICH', 'auto or off'],
    'timestamp-url': ['URL', 'timestamp authority (RFC 3161)'],
    upload: ['', 'upload the folder as a workflow artifact'],
    'artifact-name': ['NAME', 'of the artifact'],
    'retention-days': ['DAYS', 'of the artifact; 0 for the repository’s setting'],
    'archive-to': ['URL', 'Azure Blob container in which the folder is kept for years'],
    'archive-lock': ['', 'nothing there can be changed or deleted for the time below'],
    'archive-retain': ['TIME', 'how long it is locked there: 365d, 7y; 10 years at most'],
    'allow-public': ['', 'export although the repository is public'],
    'repository-visibility': ['private', 'asserts that the repository is not public'],
  },
  'Detection and delivery': {
    'minimum-severity': ['LEVEL', 'info, low, medium or high'],
    accepted: ['FILE', 'findings that the team has accepted'],
    rules: ['FOLDER', 'your own rules in Sigma’s format'],
    baseline: ['WHICH', 'auto, none, or a file'],
    'state-key': ['TEXT', 'protects what one run leaves for the next; better by the option below'],
    'state-key-file': ['FILE', 'holds the key'],
    'previous-state-key': ['TEXT', 'the former state key; better by the option below'],
    'previous-state-key-file': ['FILE', 'holds the former key'],
    'state-directory': ['FOLDER', 'in place of GitHub’s artifacts; only with a state key'],
    'trusted-workflows': ['LIST', 'workflow files whose artifacts are used too'],
    issue: ['WHEN', 'never, findings or always'],
    'issue-labels': ['LIST', 'labels of the issue'],
    'issue-assignees': ['LIST', 'GitHub users to assign'],
    'mail-to': ['LIST', 'recipients of the mail'],
    'mail-from': ['ADDRESS', 'sending mailbox'],
    'mail-when': ['WHEN', 'findings or always'],
    'mail-attach': ['', 'attach the report and the compressed CSV'],
    'smtp-url': ['URL', 'mail server instead of Graph; better by the option below'],
    'smtp-url-file': ['FILE', 'holds the server’s address with user and password'],
    notify: ['LINE', 'who is notified of what: "high → https://…"; better by the option below'],
    'notify-file': ['FILE', 'holds such lines'],
    'notify-secret': ['TEXT', 'signs JSON for webhooks; better by the option below'],
    'notify-secret-file': ['FILE', 'holds the secret'],
    disclose: ['WHICH', 'counts, masked or full: personal data in summary, issue, mail and messages'],
    reviewers: ['NUMBER', 'people that have to review a month'],
    independent: ['', 'a person who did not run the export has to review it'],
    'ping-url': ['URL', 'dead-man’s switch, asked after each run that did not fail; better by the option below'],
    'ping-url-file': ['FILE', 'holds the address'],
    'fail-on': ['LIST', 'incomplete, provisional, empty, unreviewed, low, medium, high, or never'],
  },
  'What is checked': {
    'trusted-ca': ['FILE', 'PEM file of the authorities that the signer’s certificate must lead to'],
    identity: ['FILE', 'private keys of age, to open encrypted files'],
    review: ['FOLDER', 'a review bundle, checked to be of this export'],
    since: ['MONTH', 'the first month that has to exist'],
    repository: ['OWNER/NAME', 'another repository than the run’s own'],
  },
  'How to run': {
    concurrency: ['NUMBER', 'windows read at once, 1 to 10'],
    deadline: ['TIME', 'stop gracefully after this long'],
    resume: ['WHICH', 'auto: take over what an interrupted export has proven; off'],
    shard: ['K/N', 'export only the K-th of N parts'],
    'github-token': ['TEXT', 'for GitHub’s API; better by the option below'],
    'github-token-file': ['FILE', 'holds the token'],
  },
} satisfies Record<GroupTitle, Partial<Record<ListedInput | keyof typeof secretFiles, OptionHelp>>>

const ofSignIn = Object.keys(groups['Sign-in'])
/** Of an archived folder, also what signs in to read it. */
const ofVerify = [
  ...ofSignIn,
  'trusted-ca',
  'identity',
  'review',
  'accepted',
  'rules',
  'baseline',
  'state-key',
  'state-key-file',
]
const ofRepository = ['artifact-name', 'trusted-workflows', 'reviewers', 'independent']
const ofState = ['state-directory', 'state-key', 'state-key-file', 'previous-state-key', 'previous-state-key-file']
const ofGitHub = ['github-token', 'github-token-file']
const ofReview = [
  'tenants',
  'tenant',
  'tenant-id',
  'directory',
  'disclose',
  'upload',
  'retention-days',
  ...ofRepository,
  ...ofState,
  ...ofGitHub,
]
const ofOverview = [
  ...['tenants', 'timezone', 'directory', 'upload', 'retention-days', 'artifact-name', 'trusted-workflows'],
  ...['reviewers', 'independent', 'issue', 'issue-labels', 'issue-assignees', 'ping-url', 'ping-url-file', 'fail-on'],
  ...['allow-public', 'repository', 'repository-visibility', ...ofState, ...ofGitHub],
]
const ofWatchdogAlone = ['since', 'repository']
const ofWatchdog = [
  ...[
    'tenants',
    'tenant',
    'tenant-id',
    'timezone',
    'issue',
    'issue-labels',
    'issue-assignees',
    'ping-url',
    'ping-url-file',
  ],
  ...['notify', 'notify-file', 'notify-secret', 'notify-secret-file'],
  ...[...ofWatchdogAlone, ...ofRepository, ...ofState, ...ofGitHub],
]
const ofMergeAlone = ['parts-directory']
const ofVerifyAlone = ['trusted-ca', 'identity', 'review']

/** Whether the command uses the option: a merge signs in for a mail by Graph alone, a demo never. */
function isOptionOf(mode: Mode, name: string): boolean {
  if (mode === 'verify') return ofVerify.includes(name)
  if (mode === 'review') return ofReview.includes(name)
  if (mode === 'watchdog') return ofWatchdog.includes(name)
  if (mode === 'overview') return ofOverview.includes(name)
  if (mode === 'demo' && (name === 'tenants' || name === 'tenant')) return false
  if (ofWatchdogAlone.includes(name)) return false
  if (ofVerifyAlone.includes(name)) return false
  if (mode === 'merge') return !['shard', 'backfill'].includes(name)
  return !ofMergeAlone.includes(name) && !(mode === 'demo' && (ofSignIn.includes(name) || name === 'shard'))
}

/** The names of the options that a command's help lists. */
export function listedOptions(mode: Mode): string[] {
  return Object.values(groups).flatMap(options => Object.keys(options).filter(name => isOptionOf(mode, name)))
}

export function commandHelp(mode: Mode): string {
  const {summary, operand, examples} = commands[mode]
  const shown = Object.entries(groups).flatMap(([title, options]) => {
    const lines = Object.entries(options).flatMap(([name, help]) =>
      help && isOptionOf(mode, name) ? [optionLine(name, help, mode)] : [],
    )
    return lines.length === 0 ? [] : [`${title}:\n${lines.join('\n')}`]
  })
  const words = [invocation, mode, ...(operand ? [operand] : []), '[OPTIONS]']
  return [
    `Usage: ${words.join(' ')}\n\n${summary}`,
    ...shown,
    `A LIST is separated by commas. A secret can also come from the environment: INPUT_CERTIFICATE_PASSWORD=…`,
    examples.length === 0
      ? 'docs/review.md has the workflow.\n'
      : `Examples:\n${examples.map(example => `  ${invocation} ${mode} ${example}`.trimEnd()).join('\n')}\n`,
  ].join('\n\n')
}

function optionLine(name: string, [value, meaning]: OptionHelp, mode: Mode): string {
  const option = `--${name}${value === '' ? '' : ` ${value}`}`
  const standard = Object.hasOwn(catalogue, name) ? catalogue[name as InputName].default : ''
  const isSaid = standard === '' || value === '' || (mode === 'demo' && name === 'directory')
  const text = `${meaning}${isSaid ? '' : ` (${standard})`}`
  // Two columns, where the option leaves room for the second.
  return option.length > 30 ? `  ${option}\n${' '.repeat(34)}${text}` : `  ${option.padEnd(31)} ${text}`
}
