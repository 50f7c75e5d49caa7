/** Why GitHub refuses: it answers 403 and 404 for a dozen reasons, which its words and headers tell apart. */
import {shortened} from './failure.ts'

export type GitHubCause =
  | 'archived'
  | 'blocked'
  | 'disabled'
  | 'fine-grained'
  | 'gone'
  | 'ip-allow-list'
  | 'job-token'
  | 'locked'
  | 'moved'
  | 'not-found'
  | 'policy'
  | 'rate-limit'
  | 'refused'
  | 'restricted'
  | 'secondary-limit'
  | 'single-sign-on'
  | 'token'
  | 'unavailable'

export interface GitHubRefusal {
  status: number
  /** GitHub's `message`. */
  words: string
  headers?: Pick<Headers, 'get'>
}

/** Headers come first, as they are documented; the words are those that public reports quote. */
export function gitHubCause({status, words, headers}: GitHubRefusal): GitHubCause {
  if (status === 429 || status === 403) {
    // https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
    if (/secondary rate limit|abuse detection/i.test(words)) return 'secondary-limit'
    if (headers?.get('x-ratelimit-remaining') === '0' || /rate limit/i.test(words)) return 'rate-limit'
    if (status === 429 || headers?.get('retry-after')) return 'secondary-limit'
  }
  if (status >= 500) return 'unavailable'
  if (status >= 300 && status < 400) return 'moved'
  // https://docs.github.com/rest/authentication/authenticating-to-the-rest-api#personal-access-tokens-and-saml-sso
  if (/^required/i.test(headers?.get('x-github-sso') ?? '')) return 'single-sign-on'
  const said = sayings.find(([, fits]) => fits.test(words))
  if (said) return said[0]
  return byStatus[status] ?? 'refused'
}

const sayings: readonly [GitHubCause, RegExp][] = [
  ['single-sign-on', /\bSAML\b|\bSSO\b|single sign-on/i],
  ['ip-allow-list', /IP allow list|IP address is not permitted/i],
  ['archived', /\barchived\b/i],
  ['locked', /\b(issue|conversation|discussion|pull request)\b.*\blocked\b/i],
  ['gone', /was deleted/i],
  ['disabled', /issues (is|are|has been|have been) disabled|issue.*disabled (in|for)/i],
  ['policy', /forbids access via|lifetime|not been approved|OAuth App access restrictions|organization has enabled/i],
  [
    'fine-grained',
    /not accessible by (fine-grained )?personal access token|required scopes|access to repository not granted/i,
  ],
  ['job-token', /not accessible by integration/i],
  [
    'restricted',
    /restricted|interaction limit|interactions? .*limited|limited to (collaborators|contributors)|blocked (from|by)|not allowed to create/i,
  ],
  ['blocked', /access blocked|DMCA|terms of service|unavailable for legal/i],
  ['token', /bad credentials|requires authentication|account was suspended|expired/i],
]

const byStatus: Readonly<Record<number, GitHubCause>> = {
  401: 'token',
  404: 'not-found',
  410: 'disabled',
  451: 'blocked',
}

/** When the budget of requests is new, in milliseconds; undefined where GitHub does not say. */
export function budgetRenewedAt(headers: Pick<Headers, 'get'>): number | undefined {
  const seconds = Number(headers.get('x-ratelimit-reset') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined
}

/** Where a person authorises a token for the organisation's single sign-on; it holds for an hour. */
export function authorisationPage(headers: Pick<Headers, 'get'> | undefined): string | undefined {
  return /url=(https:\/\/[^\s;,"]+)/.exec(headers?.get('x-github-sso') ?? '')?.[1]
}

/** GitHub's own words in an answer's JSON; '' where there are none. */
export function gitHubWords(json: unknown): string {
  const message = typeof json === 'object' && json !== null && 'message' in json ? json.message : ''
  return typeof message === 'string' ? shortened(message, 200) : ''
}

/** A cause in a few words, for sentences that are about something else. */
export const gitHubCauseWords: Readonly<Record<GitHubCause, string>> = {
  archived: 'the repository is archived',
  blocked: 'GitHub has blocked the repository',
  disabled: 'it is switched off there',
  'fine-grained': 'the personal access token lacks the permission',
  gone: 'it was deleted',
  'ip-allow-list': 'the organisation’s IP allow list does not have this runner’s address',
  'job-token': 'the job’s token lacks the permission',
  locked: 'the conversation is locked',
  moved: 'the repository was renamed or moved',
  'not-found': 'it does not exist, or the token may not see it',
  policy: 'a policy of the organisation refuses this kind of token',
  'rate-limit': 'the token’s budget of requests is used up',
  refused: 'no reason was given',
  restricted: 'the repository restricts who may do this',
  'secondary-limit': 'GitHub asks for fewer requests',
  'single-sign-on': 'the token is not authorised for the organisation’s single sign-on',
  token: 'the token is wrong or has expired',
  unavailable: 'the service is not available',
}
