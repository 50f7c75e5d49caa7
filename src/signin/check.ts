/** What a look at one thing that an export needs has found. Nothing is changed by looking. */
import type {Failure} from '../wire/failure.ts'

export type CheckName =
  | 'inputs'
  | 'folder'
  | 'accepted'
  | 'rules'
  | 'baseline'
  | 'certificate'
  | 'password'
  | 'key'
  | 'validity'
  | 'id-token'
  | 'vault'
  | 'windows-store'
  | 'token-file'
  | 'managed-identity'
  | 'tenant'
  | 'token'
  | 'exchange-permission'
  | 'graph-permission'
  | 'exchange-role'
  | 'auditing'
  | 'search'
  | 'visibility'
  | 'issues'
  | 'actions'
  | 'review'
  | 'retention'
  | 'mail'
  | 'notify'
  | 'artifacts'
  | 'archive'

export type Check = {name: CheckName} & (
  | {verdict: 'ok'; says: string; evidence?: Readonly<Record<string, string>>}
  /** Unknown, because the check itself failed, or for a reason in words. */
  | {verdict: 'missing' | 'unknown'; failure: Failure}
  | {verdict: 'unknown'; says: string}
)

/** After these it is unknown whether something is missing: the service did not get that far, or something intercepted the request. */
const inconclusive = new RegExp(
  `^(${[
    'WIRE_.+',
    'PROXY_(LOGIN|REFUSED|UNREACHABLE)',
    'UNEXPECTED',
    'LOGIN_(UNREADABLE|NO_TOKEN|UNEXPECTED|REFUSED)',
    'LOGIN_AADSTS(90033|90055|90024|50196|90006|90025|90036|50000)',
    '(OIDC|IDENTITY|VAULT|EXCHANGE|GRAPH|ISSUE|MAIL)_UNREADABLE',
    '(VAULT|EXCHANGE|GRAPH|MAIL|GITHUB|STORAGE|IDENTITY)_(UNAVAILABLE|THROTTLED)',
    'EXCHANGE_(TRANSIENT|REDIRECT|ERROR|SEARCH_FAILED|INTERNAL_TIMEOUT)',
    'GRAPH_(TOKEN|403_BARE|REDIRECT|ERROR)',
    'ISSUE_(RATE_LIMIT|SECONDARY_LIMIT|UNAVAILABLE|REFUSED)',
    'MAIL_REFUSED',
    'SMTP_PUT_OFF',
    'ARTIFACT_(UNREACHABLE|FAILED)',
  ].join('|')})$`,
)

/** A check that ended in a failure: something is missing, or it is unknown. */
export function failed(name: CheckName, failure: Failure): Check {
  const status = Number(failure.evidence.status)
  const busy = failure.code === 'OIDC_REFUSED' && (status === 429 || status >= 500)
  return {name, verdict: busy || inconclusive.test(failure.code) ? 'unknown' : 'missing', failure}
}
