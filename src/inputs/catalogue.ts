/** The inputs by name: which this version has, with their defaults, and which it knows to refuse. */

/** Every input of this version, in action.yml's order. A runner fills in action.yml's defaults, a terminal these. */
export const catalogue = {
  mode: {default: 'export'},
  'tenant-id': {default: ''},
  'client-id': {default: ''},
  certificate: {default: '', secret: true},
  'certificate-file': {default: ''},
  'certificate-password': {default: '', secret: true},
  'certificate-thumbprint': {default: ''},
  cloud: {default: 'worldwide'},
  period: {default: 'auto'},
  timezone: {default: 'UTC'},
  'run-on': {default: 'any-day'},
  source: {default: 'auto'},
  'record-types': {default: ''},
  'exclude-record-types': {default: ''},
  operations: {default: ''},
  users: {default: ''},
  'ip-addresses': {default: ''},
  'object-ids': {default: ''},
  'free-text': {default: ''},
  settle: {default: '72h'},
  confirm: {default: 'sample'},
  directory: {default: 'm365-audit'},
  formats: {default: 'csv,jsonl'},
  upload: {default: 'true'},
  'artifact-name': {default: 'm365-audit-<tenant>-<period>'},
  'retention-days': {default: '0'},
  'allow-public': {default: 'false'},
  'fail-on': {default: 'incomplete'},
  concurrency: {default: '2'},
  deadline: {default: '330m'},
  // action.yml's default is the expression for the job's own token.
  'github-token': {default: '', secret: true},
} as const satisfies Record<string, {default: string; secret?: true}>

export type InputName = keyof typeof catalogue

export const inputNames = Object.keys(catalogue) as InputName[]

/**
 * Inputs that later versions bring, each with the values that ask for nothing this version lacks. Anything else is
 * refused: whoever writes `encrypt-to` must not get a plain file.
 */
export const later: Readonly<Record<string, {harmless: readonly string[]; secret?: true}>> = {
  'key-vault-certificate': {harmless: []},
  'key-vault-token': {harmless: [], secret: true},
  backfill: {harmless: ['0']},
  columns: {harmless: ['cmdlet']},
  'encrypt-to': {harmless: []},
  'pseudonym-key': {harmless: [], secret: true},
  'minimum-severity': {harmless: ['low']},
  accepted: {harmless: ['.github/accepted-findings.yml']},
  baseline: {harmless: ['auto', 'none']},
  'state-key': {harmless: [], secret: true},
  issue: {harmless: ['never']},
  'issue-labels': {harmless: []},
  'issue-assignees': {harmless: []},
  'mail-to': {harmless: []},
  'mail-from': {harmless: []},
  'mail-when': {harmless: ['findings']},
  'mail-attach': {harmless: ['false']},
  'smtp-url': {harmless: [], secret: true},
  disclose: {harmless: ['masked']},
  resume: {harmless: ['auto', 'off']},
  shard: {harmless: []},
}
