/**
 * The faults the simulated tenant can play, by name: what happens, where it is known from, how often by default, and
 * the script that decides when each is played. How a fault looks on the wire stands with the service that plays it.
 */

/** Which service asks the script, and so what the fault can touch. */
type Where =
  /** The token endpoint, once a token request. */
  | 'login'
  /** A search before it is run: refused, cut off, slow. */
  | 'request'
  /** A search that was run: what the answer says and holds. */
  | 'answer'
  /** How the first page of an answer is carried. */
  | 'delivery'
  /** Pages after the first; the answer is cut into two pages at least. */
  | 'paging'
  /** The tenant itself: it holds for every search, for as long as the count says. */
  | 'tenant'
  /** Graph's audit log query: a new one, a poll, a page of records, and what holds for all. */
  | 'graph-create'
  | 'graph-poll'
  | 'graph-records'
  | 'graph-tenant'
  /** GitHub's OIDC provider. */
  | 'oidc'
  /** The endpoint of managed identities. */
  | 'identity'
  /** The key vault: whatever is asked, or where one part of it is asked for. */
  | 'vault'
  | 'vault-part'
  | 'github'
  | 'artifacts'

export interface Fault {
  where: Where
  says: string
  source: string
  count: number | 'always'
  /** The least rows an answer must have for the fault to show. */
  rows?: number
  /** Only for searches with a filter beside the dates. */
  filtered?: true
}

const GRAPH2OTEL = 'graph2otel, live July 2026'
const MODULE = 'Module: ExchangeOnlineManagement 3.x'
const EXTRACTOR = 'Microsoft-Extractor-Suite'
const PAX = 'microsoft/PAX'
const INVENTED = 'no report known; to prove that a client notices'

const login = (says: string, source = 'Entra documentation', count: Fault['count'] = 1): Fault => ({
  where: 'login',
  says,
  source,
  count,
})
const request = (says: string, source: string, count: Fault['count'] = 1): Fault => ({
  where: 'request',
  says,
  source,
  count,
})
const answer = (says: string, source: string, rows = 1, count: Fault['count'] = 1): Fault => ({
  where: 'answer',
  says,
  source,
  count,
  rows,
})
const delivery = (says: string, source: string, rows = 1): Fault => ({where: 'delivery', says, source, count: 1, rows})
const vault = (says: string, count: Fault['count'] = 'always', where: Where = 'vault'): Fault => ({
  where,
  says,
  source: 'Key Vault REST API error codes',
  count,
})
const identity = (says: string): Fault => ({
  where: 'identity',
  says,
  source: 'Managed identities, error handling',
  count: 1,
})
const paging = (says: string, source: string): Fault => ({where: 'paging', says, source, count: 1, rows: 2})
const tenant = (says: string, source: string, count: Fault['count'] = 'always'): Fault => ({
  where: 'tenant',
  says,
  source,
  count,
})

const graph = (where: Where, says: string, source: string, count: Fault['count'] = 1): Fault => ({
  where,
  says,
  source,
  count,
})

const TABLE = {
  'missing-role': login(
    'the token lacks the app role Exchange.ManageAsApp, and Exchange answers 401',
    GRAPH2OTEL,
    'always',
  ),
  'login-429': login('the token endpoint answers 429 with Retry-After'),
  'login-503': login('the token endpoint answers 503 with an HTML page'),
  'login-reset': login('the connection to the token endpoint is cut', INVENTED),
  'skewed-clock': login(
    'the service clock is an hour ahead of the caller: AADSTS700024, and Date headers say so',
    'Entra documentation',
    'always',
  ),

  'stale-id-token': {
    where: 'oidc',
    says: "GitHub's OIDC token is a quarter of an hour old when it comes",
    source: INVENTED,
    count: 1,
  },
  'oidc-503': {where: 'oidc', says: "GitHub's OIDC provider answers 503", source: '@actions/core retries it', count: 1},
  'oidc-403': {
    where: 'oidc',
    says: "GitHub's OIDC provider refuses the job",
    source: '@actions/core issues',
    count: 'always',
  },
  'identity-404': identity('the endpoint of managed identities does not know its path yet'),
  'identity-410': identity('the endpoint of managed identities is being updated'),
  'identity-429': identity('the endpoint of managed identities is throttled'),
  'identity-503': identity('the endpoint of managed identities answers 503'),
  'vault-401': vault('the vault refuses the token, with a challenge', 1),
  'vault-429': vault('the vault is throttled', 1),
  'vault-503': vault('the vault answers 503', 1),
  'vault-firewall': vault("the vault's firewall does not let the caller in"),
  'vault-disabled': vault('the certificate is disabled', 'always', 'vault-part'),
  'vault-forbidden-certificate': vault('the caller may not read the certificate', 'always', 'vault-part'),
  'vault-forbidden-secret': vault('the caller may not fetch the secret', 'always', 'vault-part'),
  'vault-forbidden-key': vault('the caller may not sign with the key', 'always', 'vault-part'),
  'vault-other-version': {
    where: 'vault-part',
    says: 'secret and key are of another version than they say',
    source: INVENTED,
    count: 'always',
  },

  'reset-before-body': request('the connection is cut before any answer', 'CIPP: resets well below 100 s'),
  slow: request('the answer takes longer than the soft limit of a patient client', `${EXTRACTOR}: calls up to 960 s`),
  'unauthorised-401': request('401 without a word, for a good token', GRAPH2OTEL),
  'claims-challenge': request(
    '401 with a claims challenge; from then on only tokens asked for with those claims are taken',
    MODULE,
  ),
  'expired-token': request(
    '401: the token in use is refused as expired, in the middle of paging where there are pages',
    MODULE,
  ),
  'nul-403': request('403 whose body is a run of NUL bytes', GRAPH2OTEL),
  'app-only-403': request(
    '403 with NUL bytes to every cmdlet: the app role is there, an Exchange role is not',
    GRAPH2OTEL,
    'always',
  ),
  '429-seconds': request('429 with Retry-After in seconds', MODULE),
  '429-date': request('429 with Retry-After as an HTTP date', 'RFC 9110 §10.2.3'),
  '429-none': request('429 without Retry-After', 'graph2otel: not reliably sent'),
  '503-html': request('503 with an HTML page of the front end', `${EXTRACTOR} #108`),
  '504-html': request('504 with an HTML page of the front end', MODULE),
  'concurrency-400': request('400 with the plain text of the per-tenant limit of concurrent requests', 'ExoHelper'),
  'transient-400': request('400 whose details name an exception that a second try cures', MODULE),
  'invalid-operation-400': request('400 Invalid Operation without a known exception', GRAPH2OTEL),

  cancelled: answer('no rows, and the warning that the search task was cancelled', `${EXTRACTOR} #199 (April 2026)`),
  'cancelled-partial': answer(
    'some rows, and the warning that the search task was cancelled',
    `${EXTRACTOR} #199 (April 2026)`,
    2,
  ),
  'zero-then-data': answer('no rows at first, without a warning; the rows when asked again', `${EXTRACTOR} #138`),
  'empty-204': answer('204 without a body where there are rows', 'clients in use tolerate it'),
  'cap-100': answer(
    'exactly 100 rows where no SessionCommand was sent',
    'cmdlet documentation; reports of August 2023',
    101,
    'always',
  ),
  'more-results-warning': answer('rows are missing, and a warning says that there are more results', GRAPH2OTEL, 2),
  'unknown-warning': answer('all rows, and a warning that nobody has seen before', INVENTED, 0),
  'result-index-minus-one': answer(
    'some rows, each with ResultIndex -1: an internal timeout',
    'Office 365 Management API documentation',
    2,
  ),
  'result-count-zero': answer('some rows, each with ResultCount 0', 'DFIR-O365RC; Office-365-Extractor #6', 2),
  'count-short': answer(
    'rows are missing at the end, and ResultCount says how many there were',
    `${EXTRACTOR} #129`,
    2,
  ),
  'more-records-available': answer(
    'rows are missing, and the records say moreRecordsAvailable',
    'cmdlet documentation since June 2026',
    2,
  ),
  'lost-once': answer(
    'one record is missing from one answer, and nothing shows it',
    `${EXTRACTOR} #129: counts differ minutes apart`,
  ),
  'out-of-window': answer('rows from outside the dates asked for', INVENTED),
  'ignored-filter': {...answer('the filter is ignored: all rows of the window', INVENTED), filtered: true},
  'foreign-tenant': answer('rows of another organisation', INVENTED),
  'broken-auditdata': answer('one row whose AuditData is cut in the middle', 'Office-365-Extractor #9'),
  'wrong-identity': answer('one row whose Identity is not the Id inside its AuditData', INVENTED),
  duplicates: answer('some rows twice', 'cmdlet documentation; office-docs-powershell #4677'),

  'reset-mid-body': delivery('the connection is cut in the middle of the body', 'CIPP'),
  'cut-json': delivery('200, but the JSON ends in the middle', 'office-docs-powershell #11429'),
  'gzip-label-on-plain': delivery('plain bytes labelled Content-Encoding: gzip', 'CIPP', 0),
  'plain-label-on-gzip': delivery('gzip bytes without a label', 'office-docs-powershell #11429', 0),

  'pagination-expired': paging(
    'the second page is refused as an expired pagination request',
    `${GRAPH2OTEL}; office-docs-powershell #10907`,
  ),
  'looping-link': paging('the second page links to itself', 'Hawk #289'),
  'short-pages': paging(
    'pages shorter than asked for, with more to follow; nothing is missing',
    `${EXTRACTOR} PR #151`,
  ),
  'lost-page': paging('one page misses rows; ResultIndex shows the hole', `${EXTRACTOR} PR #151`),
  'reset-mid-page': paging('the connection is cut in the middle of the second page', 'CIPP'),

  'exclusive-start': tenant('a record exactly at StartDate is not returned', 'undocumented either way'),
  'exclusive-end': tenant('a record exactly at EndDate is not returned', 'undocumented either way'),
  burst: tenant('6,000 records of many people and two types in one second of each month', INVENTED),
  'burst-one-user': tenant('6,000 records of one person, type and operation in one second of each month', INVENTED),
  'burst-60000': tenant('60,000 records of many people in one second of each month', INVENTED),
  'burst-60000-one-user': tenant(
    '60,000 records of one person, type and operation in one second of each month: beyond any search',
    INVENTED,
  ),
  conflicts: tenant('some records exist twice with the same Id and different content', INVENTED),
  'no-id': tenant('some records have no Id', 'graph2otel #262'),
  late: tenant(
    'one record in forty appears only after that many searches',
    'Power Platform CoE starter project #9190',
    3,
  ),
  'late-clock': tenant(
    'records appear 10 minutes to 7 days after the event, by the clock',
    'Power Platform CoE starter project #9190',
  ),
  'lost-always': tenant(
    'one record in forty is never returned: beyond any client',
    'langwatch #7137, of Graph: two readings differ',
  ),
  'lost-by-cut': tenant(
    'some records are missing from the window they are first asked for in, however often; other cuts have them',
    'langwatch #7142, of Graph: two readings differ',
  ),
  'lost-in-child': tenant('a record that a capped answer showed is missing from the narrower search', INVENTED, 3),
  'session-loop': tenant('a ReturnLargeSet session starts over instead of ending', 'Hawk #21, #153, #289'),
  'auditing-off': tenant(
    'unified audit log ingestion is off: searches find nothing',
    'Search-UnifiedAuditLog documentation',
  ),
  'always-empty': tenant('every search succeeds with nothing', '21Vianet, cmdlet documentation'),
  retention: tenant('records older than 180 days are gone', 'Audit (Standard) documentation'),

  'graph-500': graph('graph-create', 'a new query is answered with 500', 'msgraph reports'),
  'graph-unknown-error': graph('graph-create', 'a new query is answered with UnknownError and no message', 'CIPP'),
  'graph-502-html': graph('graph-create', 'a new query is answered with a page of Azure Front Door', PAX),
  'graph-429-seconds': graph('graph-create', 'a new query is refused with 429 and Retry-After', 'CIPP'),
  'graph-429-none': graph('graph-create', 'a new query is refused with 429 and nothing more', GRAPH2OTEL),
  'graph-reset': graph('graph-create', 'the connection is cut before a query is made', INVENTED),
  'graph-lost-post': graph('graph-create', 'a query is made, and the connection is cut before its answer', PAX),
  'graph-401': graph('graph-create', 'Graph refuses the token in use', PAX),
  'graph-claims-challenge': graph(
    'graph-create',
    '401 with a claims challenge; from then on only tokens asked for with those claims are taken',
    PAX,
  ),
  'graph-403-bare': graph('graph-create', '403 with a page of the Application Gateway', PAX),
  'graph-403': graph('graph-create', '403 with words that stay', 'AI-in-One #59', 'always'),
  'graph-auditing-disabled': graph(
    'graph-create',
    'AuditingDisabledTenant as the status of an answer; `auditing-off` has it inside the message',
    'CIPP',
    'always',
  ),
  'graph-failed': graph('graph-poll', 'a query ends as failed', 'Graph documentation'),
  'graph-cancelled': graph('graph-poll', 'a query ends as cancelled', 'Graph documentation'),
  'graph-stuck': graph('graph-poll', 'a query never ends', 'CIPP: plans again what is stuck for four hours'),
  'graph-unknown-status': graph(
    'graph-poll',
    'a poll is answered with a status that nobody knows',
    'Graph documentation',
  ),
  'graph-poll-400': graph('graph-poll', 'a poll is answered with 400', 'AI-in-One #60', 3),
  'graph-poll-502': graph('graph-poll', 'a poll is answered with a page of Azure Front Door', PAX),
  'graph-poll-reset': graph('graph-poll', 'the connection of a poll is cut', INVENTED),
  'graph-gone': graph('graph-poll', 'a query vanishes before it has ended', 'no lifetime is documented'),
  'graph-cut-page': graph('graph-records', 'a page breaks off, with an error glued on', 'Extractor #75'),
  'graph-count': graph('graph-records', 'a page holds fewer records than it says', 'DFIR-O365RC'),
  'graph-top-400': graph('graph-records', '$top is refused', 'no maximum is documented', 'always'),
  'graph-records-429': graph('graph-records', 'a page is refused with 429 and Retry-After', 'Graph documentation'),
  'graph-records-504': graph('graph-records', 'a page is answered with a page of Azure Front Door', PAX),
  'graph-records-reset': graph('graph-records', 'the connection is cut in the middle of a page', INVENTED),
  'graph-unstable': graph(
    'graph-records',
    'one record is missing from one reading of a query',
    'langwatch #7137, #7142',
  ),
  'graph-foreign-link': graph('graph-records', 'the next page is said to be on another host', INVENTED),
  'graph-looping-link': graph('graph-records', 'a page leads back to itself', INVENTED),
  'graph-expired-token': graph('graph-records', 'the token in use runs out between two pages', PAX),
  'graph-v1': graph('graph-tenant', 'v1.0 is served as well', 'Graph documentation', 'always'),
  'graph-poison': graph('graph-tenant', 'a few records break every page that holds them', 'Extractor #75', 'always'),
  'graph-straight-users': graph('graph-tenant', 'the outer user fields are not crossed', INVENTED, 'always'),
  'graph-limit-unsaid': graph('graph-tenant', 'isRecordCountLimitExceeded is absent', 'older back ends', 'always'),
  'graph-no-delete': graph('graph-tenant', 'queries can’t be removed', 'DELETE is undocumented', 'always'),

  'github-401': {where: 'github', says: 'the API refuses the token', source: 'GitHub documentation', count: 'always'},
  'github-403': {
    where: 'github',
    says: 'the API says that the token may not',
    source: 'GitHub documentation',
    count: 'always',
  },
  'github-404': {
    where: 'github',
    says: 'the API knows no such repository',
    source: 'GitHub documentation',
    count: 'always',
  },
  'github-503': {where: 'github', says: 'the API answers 503', source: 'GitHub documentation', count: 1},
  'artifact-503': {
    where: 'artifacts',
    says: 'the artifact service answers 503',
    source: '@actions/artifact retries it',
    count: 1,
  },
  'artifact-quota': {
    where: 'artifacts',
    says: 'the storage quota has been hit',
    source: '@actions/artifact UsageError',
    count: 'always',
  },
  'artifact-quota-first': {
    where: 'artifacts',
    says: 'the storage quota is used up by the first artifact of the run',
    source: '@actions/artifact UsageError',
    count: 'always',
  },
  'artifact-403': {
    where: 'artifacts',
    says: 'the artifact service refuses the token',
    source: '@actions/artifact',
    count: 'always',
  },
} satisfies Record<string, Fault>

export type FaultName = keyof typeof TABLE | `aadsts-${number}`

export const FAULTS: Readonly<Record<string, Fault>> = TABLE

/** A handful that a good client survives completely: every record is still there for whoever asks again. */
export const DEMO: string[] = [
  'cancelled',
  '429-seconds',
  'more-results-warning',
  'reset-mid-body',
  'duplicates',
  'cut-json',
  'expired-token',
]

/** AADSTS codes that can be played as `aadsts-CODE`: OAuth's own word for each, the status, Entra's sentence. */
export const AADSTS: Readonly<Record<number, {error: string; status: number; says: string}>> = {
  50012: {error: 'invalid_client', status: 401, says: 'Authentication failed.'},
  50013: {error: 'invalid_grant', status: 400, says: 'Assertion failed signature validation.'},
  50027: {error: 'invalid_client', status: 401, says: 'JWT token is invalid or malformed.'},
  50048: {error: 'invalid_client', status: 401, says: 'Subject must match Issuer claim in the client assertion.'},
  50196: {
    error: 'invalid_grant',
    status: 400,
    says: 'The server terminated an operation because it encountered a client request loop.',
  },
  53003: {
    error: 'invalid_grant',
    status: 400,
    says: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  },
  65001: {
    error: 'invalid_grant',
    status: 400,
    says: 'The user or administrator has not consented to use the application.',
  },
  70011: {error: 'invalid_scope', status: 400, says: 'The provided value for the input parameter scope is not valid.'},
  70021: {
    error: 'invalid_client',
    status: 401,
    says: 'No matching federated identity record found for presented assertion.',
  },
  70025: {
    error: 'invalid_client',
    status: 401,
    says: 'The client application has no configured federated identity credentials.',
  },
  90002: {
    error: 'invalid_request',
    status: 400,
    says: "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
  },
  90024: {
    error: 'temporarily_unavailable',
    status: 503,
    says: 'RequestBudgetExceededError - A transient error has occurred. Please try again.',
  },
  90033: {error: 'temporarily_unavailable', status: 503, says: 'A transient error has occurred. Please try again.'},
  90038: {
    error: 'invalid_request',
    status: 400,
    says: 'Tenant belongs to another national cloud; requests have to go to that cloud.',
  },
  90055: {error: 'temporarily_unavailable', status: 429, says: 'Server is busy. Too many requests in the tenant.'},
  500011: {
    error: 'invalid_resource',
    status: 400,
    says: 'The resource principal named {resource} was not found in the tenant.',
  },
  500014: {error: 'invalid_resource', status: 400, says: 'The service principal for the resource is disabled.'},
  700016: {
    error: 'unauthorized_client',
    status: 400,
    says: "Application with identifier '{client}' was not found in the directory '{tenant}'.",
  },
  700021: {
    error: 'invalid_client',
    status: 401,
    says: 'Client assertion application identifier does not match the client_id parameter.',
  },
  700023: {
    error: 'invalid_client',
    status: 401,
    says: 'Client assertion audience claim does not match the realm issuer.',
  },
  700024: {error: 'invalid_client', status: 401, says: 'Client assertion is not within its valid time range.'},
  700025: {
    error: 'invalid_client',
    status: 401,
    says: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
  },
  700027: {
    error: 'invalid_client',
    status: 401,
    says: 'The certificate with identifier used to sign the client assertion is not registered on application.',
  },
  700030: {
    error: 'invalid_client',
    status: 401,
    says: 'Invalid certificate - subject name in certificate is not authorized.',
  },
  700211: {
    error: 'invalid_client',
    status: 401,
    says: 'No matching federated identity record found for presented assertion issuer',
  },
  700212: {
    error: 'invalid_client',
    status: 401,
    says: 'No matching federated identity record found for presented assertion audience',
  },
  700213: {
    error: 'invalid_client',
    status: 401,
    says: 'No matching federated identity record found for presented assertion subject',
  },
  900023: {
    error: 'invalid_request',
    status: 400,
    says: "Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain.",
  },
  1000502: {
    error: 'invalid_client',
    status: 401,
    says: 'The provided certificate is not within its specified validity window.',
  },
  1002012: {
    error: 'invalid_scope',
    status: 400,
    says: 'The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
  },
  5002723: {error: 'invalid_client', status: 401, says: 'Invalid JWT token. No certificate thumbprint in the header.'},
  5002738: {
    error: 'invalid_client',
    status: 401,
    says: 'Invalid JWT token. Unsupported key or algorithm for the signature.',
  },
  7000112: {error: 'unauthorized_client', status: 400, says: "Application '{client}' is disabled."},
  7000215: {error: 'invalid_client', status: 401, says: 'Invalid client secret provided.'},
  7000218: {
    error: 'invalid_client',
    status: 401,
    says: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  7000229: {
    error: 'invalid_client',
    status: 401,
    says: "The client application '{client}' is missing service principal in the tenant '{tenant}'.",
  },
  7002138: {
    error: 'invalid_client',
    status: 401,
    says: 'No matching federated identity record found for presented assertion subject',
  },
}

const isCode = (name: string): boolean => /^aadsts-\d+$/.test(name) && Number(name.slice(7)) in AADSTS

interface Planned {
  name: string
  fault: Fault
  left: number
}

/**
 * Reads `name`, `name:3`, `name:always`, and the mixture `demo`; a list comes as one text with commas or as an array.
 * Every mistake is said at once.
 */
export function parseFaults(given: string | readonly string[] | undefined): {planned: Planned[]; mistakes: string[]} {
  const words = (typeof given === 'string' ? given.split(',') : (given ?? []))
    .map(word => word.trim())
    .filter(word => word !== '')
  const planned: Planned[] = []
  const mistakes: string[] = []
  for (const word of words.flatMap(each => (each === 'demo' ? DEMO : [each]))) {
    const [name = '', count] = word.split(':') as [string, string?]
    const fault = FAULTS[name] ?? (isCode(name) ? login(`AADSTS${name.slice(7)}`) : undefined)
    if (fault === undefined) {
      mistakes.push(
        `There is no fault "${name}". Known are: demo, ${Object.keys(FAULTS).join(', ')}, and aadsts-CODE with one of ${Object.keys(AADSTS).join(', ')}.`,
      )
    } else if (count !== undefined && !/^([1-9]\d*|always)$/.test(count)) {
      mistakes.push(`The fault "${word}" has "${count}" as its count; expected is a number from 1, or "always".`)
    } else {
      const times = count ?? fault.count
      planned.push({name, fault, left: times === 'always' ? Number.POSITIVE_INFINITY : Number(times)})
    }
  }
  return {planned, mistakes}
}

export interface SearchFacts {
  rows: number
  filtered: boolean
  /** False where a SessionCommand was sent. */
  plain: boolean
}

/**
 * Decides which fault is played now. A fault plays as many times in a row as its count says, on the first occasions
 * where it can show; between two different faults one occasion stays clean; what is planned for ever comes last.
 */
export class FaultScript {
  readonly played: Record<string, number> = {}
  readonly #planned: Planned[]
  #last: string | undefined
  #turn = 0

  constructor(planned: Planned[]) {
    this.#planned = planned
  }

  /** The fault for this search, if any: at most one. */
  forSearch(facts: SearchFacts): string | undefined {
    const able = this.#planned.filter(
      each =>
        ['request', 'answer', 'delivery', 'paging'].includes(each.fault.where) && each.left > 0 && canShow(each, facts),
    )
    const counted = able.filter(each => Number.isFinite(each.left))
    const next = counted.find(each => each.name === this.#last) ?? counted[0]
    if (next === undefined) {
      this.#last = undefined
      const forEver = able[this.#turn++ % Math.max(1, able.length)]
      return forEver && this.#play(forEver)
    }
    if (this.#last !== undefined && this.#last !== next.name) {
      this.#last = undefined
      return undefined
    }
    this.#last = next.name
    return this.#play(next)
  }

  /** The fault for this call of another service, among those that can show. */
  at(where: Where, can: (name: string) => boolean = () => true): string | undefined {
    const next = this.#planned.find(each => each.fault.where === where && each.left > 0 && can(each.name))
    return next && this.#play(next)
  }

  /** Whether a fault of the tenant is planned and not yet used up; asking does not use it up. */
  holds(name: string): boolean {
    return this.#planned.some(each => each.name === name && each.left > 0)
  }

  /** Uses one of a tenant fault's times. */
  use(name: string): boolean {
    const found = this.#planned.find(each => each.name === name && each.left > 0)
    if (found === undefined) return false
    this.#play(found)
    return true
  }

  #play(planned: Planned): string {
    planned.left--
    this.played[planned.name] = (this.played[planned.name] ?? 0) + 1
    return planned.name
  }
}

function canShow({name, fault}: Planned, facts: SearchFacts): boolean {
  if (name === 'cap-100' && !facts.plain) return false
  if (fault.filtered && !facts.filtered) return false
  return facts.rows >= (fault.rows ?? 0)
}
