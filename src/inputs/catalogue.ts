/** The inputs by name, with their defaults. */

/** Every input of this version, in action.yml's order. A runner fills in action.yml's defaults, a terminal these. */
export const catalogue = {
  mode: {default: 'export'},
  'tenant-id': {default: ''},
  'client-id': {default: ''},
  credential: {default: 'auto'},
  certificate: {default: '', secret: true},
  'certificate-file': {default: ''},
  'certificate-password': {default: '', secret: true},
  'certificate-thumbprint': {default: ''},
  'key-vault-certificate': {default: ''},
  'key-vault-token': {default: '', secret: true},
  cloud: {default: 'worldwide'},
  period: {default: 'auto'},
  backfill: {default: '0'},
  timezone: {default: 'UTC'},
  'run-on': {default: 'any-day'},
  source: {default: 'auto'},
  'record-types': {default: ''},
  'exclude-record-types': {default: ''},
  workloads: {default: ''},
  operations: {default: ''},
  users: {default: ''},
  'ip-addresses': {default: ''},
  'object-ids': {default: ''},
  'free-text': {default: ''},
  settle: {default: '72h'},
  confirm: {default: 'sample'},
  directory: {default: 'm365-audit/<period>'},
  'parts-directory': {default: 'm365-audit-parts'},
  formats: {default: 'csv,jsonl'},
  columns: {default: 'cmdlet'},
  'encrypt-to': {default: ''},
  'pseudonym-key': {default: '', secret: true},
  sign: {default: 'auto'},
  'timestamp-url': {default: ''},
  'trusted-ca': {default: ''},
  upload: {default: ''},
  'artifact-name': {default: 'm365-audit-<tenant>-<period>'},
  'retention-days': {default: '0'},
  'allow-public': {default: 'false'},
  'repository-visibility': {default: ''},
  'minimum-severity': {default: 'low'},
  accepted: {default: '.github/accepted-findings.yml'},
  rules: {default: ''},
  baseline: {default: 'auto'},
  'state-key': {default: '', secret: true},
  'previous-state-key': {default: '', secret: true},
  'trusted-workflows': {default: ''},
  review: {default: ''},
  reviewers: {default: ''},
  independent: {default: 'false'},
  since: {default: ''},
  repository: {default: ''},
  'ping-url': {default: '', secret: true},
  issue: {default: 'never'},
  'issue-labels': {default: ''},
  'issue-assignees': {default: ''},
  'mail-to': {default: ''},
  'mail-from': {default: ''},
  'mail-when': {default: 'findings'},
  'mail-attach': {default: 'false'},
  'smtp-url': {default: '', secret: true},
  disclose: {default: 'masked'},
  'fail-on': {default: 'incomplete'},
  concurrency: {default: '2'},
  deadline: {default: '330m'},
  resume: {default: 'auto'},
  shard: {default: ''},
  // action.yml's default is the expression for the job's own token.
  'github-token': {default: '', secret: true},
} as const satisfies Record<string, {default: string; secret?: true}>

export type InputName = keyof typeof catalogue

export const inputNames = Object.keys(catalogue) as InputName[]

/**
 * What only a person in a terminal may give: a private key has no business on a runner, where the export that it opens
 * lies as well. `--identity FILE` reads it from a file, INPUT_AGE_IDENTITY holds it.
 */
export const terminalOnly = ['age-identity']
