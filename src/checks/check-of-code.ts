/** Which of the doctor's checks would have found an export's failure, by its code; and who can fix it, where the code knows better than the check. */
import type {Host} from '../host/host.ts'
import type {CheckName} from '../signin/check.ts'
import {Failure} from '../wire/failure.ts'

/** `anywhere`: whichever check meets it first. `exporting`: none, since it shows only while records are read and written. */
export type MappedCheck = CheckName | 'anywhere' | 'exporting'

const editor = 'the person who edits the workflow'
const machine = 'the person who runs the machine'
const network = 'the person who runs the runner’s network'
const transient = 'no one, as a rule: it passes'
const consenting = 'a Privileged Role Administrator or Global Administrator'

/** Rules in order; the first that fits a code decides. */
const rules: readonly [codes: string, found: MappedCheck, who?: string][] = [
  ['INPUT_.+|ENCRYPT_RECIPIENT|CERT_THUMBPRINT_MALFORMED', 'inputs'],
  ['ENVIRONMENT_MALFORMED|PROXY_UNSUPPORTED', 'inputs', machine],
  ['FOLDER_(STAYS|EARLIER_ASIDE)', 'exporting', machine],
  ['COLUMNS_THREAD_ENDED', 'exporting', machine],
  ['FOLDER_(IS_A_FILE|NOT_EMPTY|OF_ANOTHER_EXPORT)', 'folder', editor],
  ['FOLDER_.+', 'folder'],
  ['ACCEPTED_UNREADABLE', 'accepted', editor],
  ['ACCEPTED_.+', 'accepted'],
  ['RULES_UNREADABLE', 'rules', editor],
  ['RULES_.+', 'rules'],
  ['BASELINE_.+', 'baseline'],
  ['STATE_KEY_(MISSING|OTHER)', 'exporting', editor],
  ['CERT_FILE_UNREADABLE', 'certificate', editor],
  ['CERT_(EMPTY|NOT_BASE64|UNKNOWN_FORMAT|TRUNCATED|DAMAGED|UNSUPPORTED)', 'certificate'],
  ['CERT_(PASSWORD_MISSING|WRONG_PASSWORD)', 'password'],
  ['CERT_(NO_PRIVATE_KEY|NO_CERTIFICATE|KEY_MISMATCH|NOT_RSA|KEY_TOO_SMALL|THUMBPRINT)', 'key'],
  ['CERT_NOT_YET_VALID', 'validity', machine],
  ['CERT_(EXPIRED|ENDS_SOON)', 'validity'],
  ['OIDC_(REFUSED|UNAVAILABLE)', 'id-token'],
  ['OIDC_UNREADABLE', 'id-token', network],
  ['TOKEN_FILE_.+', 'token-file', editor],
  ['IDENTITY_UNAVAILABLE', 'managed-identity', transient],
  ['IDENTITY_NOT_FOUND', 'managed-identity', 'the owner of the machine’s resource in Azure'],
  ['IDENTITY_.+', 'managed-identity', machine],
  ['VAULT_(THROTTLED|UNAVAILABLE)', 'vault', transient],
  ['VAULT_(NO_SUCH_HOST|NOT_FOUND)', 'vault', editor],
  ['VAULT_.+', 'vault'],
  ['STORE_(NOT_WINDOWS|NOT_FOUND|SEVERAL)', 'windows-store', editor],
  ['STORE_.+', 'windows-store', machine],
  ['TENANTS_.+', 'exporting', editor],
  ['TENANT_.+|CLOUD_UNKNOWN', 'tenant'],
  ['LOGIN_AADSTS(90002|900023|90038|900382|900432|50059|50128|90051|900439)', 'tenant'],
  ['LOGIN_AADSTS5000225', 'tenant', 'a Global Administrator, with Microsoft’s support'],
  ['ENDPOINTS_.+', 'tenant', machine],
  ['LOGIN_AADSTS(700016|700011|70001|50194|9002346)', 'token', `${editor}, or an Application Administrator`],
  ['LOGIN_AADSTS(700024|500133)', 'token', machine],
  ['LOGIN_AADSTS500021', 'token', network],
  ['LOGIN_AADSTS(7000229|65001|65005|650056|650057|90094|90099|501051|50105)', 'token', consenting],
  ['LOGIN_AADSTS(650052|650051|500011|500012|500014|50001)', 'token', 'a Global Administrator'],
  ['LOGIN_AADSTS(53011|530034)', 'token', 'a Security Administrator'],
  ['LOGIN_AADSTS(53003|530003|5300[012]|530021|530032|50076|50079)', 'token', 'a Conditional Access Administrator'],
  ['LOGIN_AADSTS(90033|90055|90024|50196|90006|90025|90036|50000)', 'token', transient],
  ['LOGIN_AADSTS70002(15|18|22)', 'token', editor],
  ['LOGIN_(UNREADABLE|NO_TOKEN)', 'anywhere', network],
  ['LOGIN_.+|TOKEN_.+', 'token'],
  ['EXCHANGE_ROLE_MISSING', 'exchange-permission'],
  ['GRAPH_ROLE_MISSING|PERMISSION_IN_PART', 'graph-permission'],
  ['EXCHANGE_(401|403|CMDLET_MISSING)', 'exchange-role'],
  ['AUDITING_OFF|GRAPH_AUDITING_DISABLED', 'auditing'],
  ['CLOUD_ALWAYS_EMPTY', 'search', 'only the cloud’s operator'],
  ['(EXCHANGE|GRAPH)_QUESTION', 'search', editor],
  ['(EXCHANGE|GRAPH)_(THROTTLED|UNAVAILABLE)|EXCHANGE_TRANSIENT', 'search', transient],
  ['(EXCHANGE|GRAPH)_(UNREADABLE|REDIRECT)', 'search', network],
  ['GRAPH_403', 'search', consenting],
  ['EXCHANGE_ERROR|GRAPH_(ERROR|401|403_BARE|TOKEN)', 'search'],
  ['REPOSITORY_(PUBLIC|BECAME_PUBLIC)|VISIBILITY_UNKNOWN', 'visibility'],
  ['OVERVIEW_NOT_PRIVATE', 'exporting', editor],
  ['REVIEW_(NO_ISSUE|NOT_TRUSTED)', 'review', editor],
  ['REVIEW_.+', 'exporting', editor],
  [
    'TAKEN_OVER_(DIFFERS|UNCHECKED)|EARLIER_RUNS_(UNKNOWN|NONE)|MONTH_SO_FAR_OWN|STATE_UNSEALED|ARCHIVE_REFUSED',
    'exporting',
    editor,
  ],
  ['STATE_DIRECTORY', 'artifacts', machine],
  ['STATE_DIRECTORY_CONTENT', 'exporting', machine],
  ['ISSUE_(RATE_LIMIT|SECONDARY_LIMIT|UNAVAILABLE|GONE|MOVED)', 'issues', transient],
  ['ISSUE_(DISABLED|ARCHIVED|RESTRICTED|BLOCKED)', 'issues', 'an administrator of the repository'],
  ['ISSUE_(IP_ALLOW_LIST|TOKEN_POLICY)', 'issues', 'an owner of the organisation'],
  ['ISSUE_(SSO|TOKEN|TOKEN_PERMISSION)', 'issues', 'the owner of the token, or an editor of the workflow'],
  ['ISSUE_LOCKED', 'issues', 'a person with write access to the repository'],
  ['ISSUE_.+', 'issues'],
  ['RUNS_PERMISSION|ARTIFACT_NOT_READ', 'actions'],
  ['GITHUB_UNAVAILABLE', 'anywhere', transient],
  // The retention of the log, not of artifacts.
  ['EXPIRED', 'exporting', 'no one: what has expired is lost'],
  ['RETENTION_CUT', 'retention'],
  ['STORAGE_(DIFFERS|READ_BACK|GONE|LOCK_LOST|NO_FOLDER)', 'exporting', 'an owner of the storage account'],
  ['STORAGE_UNAVAILABLE', 'archive', transient],
  ['STORAGE_ACCOUNT', 'archive', editor],
  ['STORAGE_.+', 'archive'],
  // What depends on the mail itself shows when there is one.
  ['MAIL_TOO_LARGE|SMTP_(RECIPIENT_REFUSED|SENDER_REFUSED|SEND_AS_DENIED)', 'exporting', editor],
  ['MAIL_RECIPIENTS', 'exporting', editor],
  ['MAIL_NOT_ALLOWED', 'mail', `${consenting}, or an Exchange Administrator for the one mailbox`],
  ['MAIL_(THROTTLED|UNAVAILABLE)|SMTP_PUT_OFF', 'mail', transient],
  ['MAIL_SENDER_RESTRICTED|SMTP_TENANT_RESTRICTED', 'exporting', 'a Security Administrator'],
  ['SMTP_(SECURITY_DEFAULTS|AUTH_POLICY)', 'mail', 'a Conditional Access Administrator'],
  ['SMTP_(AUTH|NO_TLS|LOGIN_MISSING)', 'mail', `${editor} or keeps smtp-url`],
  [
    'SMTP_(UNREACHABLE|CERTIFICATE)',
    'mail',
    'the mail server’s administrator, or the person who runs the runner’s network',
  ],
  ['MAIL_.+|SMTP_.+', 'mail'],
  // The doctor sends nothing, so that what depends on a message shows when there is one.
  ['NOTIFY_UNREACHABLE', 'notify', `${network}, or ${editor}`],
  ['NOTIFY_(THROTTLED|UNAVAILABLE|TIME)', 'exporting', transient],
  ['NOTIFY_.+', 'exporting', `${editor}, or the owner of the webhook`],
  ['ARTIFACT_(EXISTS|NAME|PATH|NO_FILES|QUOTA)', 'exporting', editor],
  ['ARTIFACT_(UNREACHABLE|TLS)', 'artifacts', network],
  ['ARTIFACT_.+', 'artifacts'],
  ['WIRE_(UNREACHABLE|NAME_.+|TIMEOUT|RESET|TLS_.+)|PROXY_(LOGIN|REFUSED|UNREACHABLE)', 'anywhere', network],
  ['RUNNER_USER', 'anywhere', editor],
  ['UNEXPECTED', 'anywhere', 'the authors of the program'],
  [
    'SOURCE_LACKS_RECORDS|EXCHANGE_(ARGUMENT|CAP|ERROR_IN_ANSWER|FOREIGN_LINK|LOOP|LOST_PAGE|PAGINATION|SEARCH_FAILED|SECOND_TOO_FULL|SESSION)',
    'exporting',
  ],
  [
    'GRAPH_(FOREIGN_LINK|LIMIT|LOOP|OUTSIDE|PAGE|PAGE_COUNT|PAGE_CUT|PAGE_DEEP|PAGE_ERROR|POLL|QUERY_(STUCK|GONE|FAILED|CANCELLED|ERROR)|ROUND_COUNT|UNFILTERED|UNSTABLE)',
    'exporting',
  ],
  ['WIRE_TOO_LARGE', 'exporting'],
  ['TIMESTAMP_REFUSED', 'exporting', editor],
]

const compiled = rules.map(([codes, found, who]) => ({fits: new RegExp(`^(${codes})$`), found, who}))

/** Undefined for codes that neither sign-in nor sources nor publishing raise. */
export function checkOf(code: string): MappedCheck | undefined {
  return compiled.find(({fits}) => fits.test(code))?.found
}

export function whoCanFix(code: string): string | undefined {
  return compiled.find(({fits}) => fits.test(code))?.who
}

/** Whether an export goes on after it, though others of the same check end it. */
export function goesOn(code: string): boolean {
  return code === 'FOLDER_LITTLE_SPACE' || code === 'CERT_ENDS_SOON'
}

/** How it is called where one runs. */
const calls = {
  runner: 'mode: doctor',
  terminal: 'node dist/index.js doctor, with the same options,',
} as const

/** The failure with the word that the doctor would have found it, where it would have. */
export function pointingToDoctor(failure: Failure, {kind}: Pick<Host, 'kind'>): Failure {
  const found = checkOf(failure.code)
  if (found === undefined || found === 'exporting') return failure
  const check = found === 'anywhere' ? '' : ` (check ${found})`
  const {code, message, remedy, evidence, cause} = failure
  const advice = `Before the next export: ${calls[kind]} looks at this${check} and all else.`
  return new Failure({code, message, remedy: `${remedy} ${advice}`, evidence, cause})
}
