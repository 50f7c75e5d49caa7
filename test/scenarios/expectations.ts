/** What becomes of a month under each fault of the simulated tenant: played its usual times, and played for ever. */
import {smallTenant} from './tenant.ts'

export type Expected =
  /** The bytes of the fault-free export, and `complete`. */
  | {as: 'whole'}
  /** `incomplete`: gaps with these codes hold every record that is missing. */
  | {as: 'gaps'; codes: RegExp}
  /** Nothing can be read: `failed`, with this code, and no folder. */
  | {as: 'refused'; code: string}
  /** The tenant itself differs: `complete`, with exactly the records that it now has. */
  | {as: 'other truth'}
  /** No answer ever shows what is missing, so that nothing can notice: the limit of what a client can claim. */
  | {as: 'unseen'}
  /** Not a matter of one process: shown where the bundle is started. */
  | {as: 'bundle'}

export interface Scene {
  records: string[]
  period: string
  inputs?: Record<string, string>
  /** Played beside the fault, to bring about what it needs. */
  alongside?: string[]
}

interface Expectation {
  usual: Expected
  always: Expected
  /** Where the fault shows only in a special place. */
  scene?: () => Scene
}

const whole: Expected = {as: 'whole'}
const bundle: Expected = {as: 'bundle'}
const gaps = (codes: RegExp): Expected => ({as: 'gaps', codes})
const refused = (code: string): Expected => ({as: 'refused', code})
const other: Expected = {as: 'other truth'}
const unseen: Expected = {as: 'unseen'}

/** Every window fails, until so many have that the service is taken to be broken. */
const broken = (code: string) => gaps(new RegExp(`^(${code}|SERVICE_BROKEN)$`))
/** Readings of the same time differ, until nothing more is asked; what no two readings agree on is a gap. */
const lossy = gaps(
  /^(READINGS_DISAGREE|READING_LOST_RECORDS|EXCHANGE_SECOND_TOO_FULL|SERVICE_BROKEN|READING_UNCONFIRMED|READING_SILENT_CAP)$/,
)
const passes = (always: Expected): Expectation => ({usual: whole, always})
const both = (expected: Expected, scene?: () => Scene): Expectation => ({
  usual: expected,
  always: expected,
  ...(scene && {scene}),
})

const hour = 3_600_000
const aDay = Date.UTC(2026, 9, 6)

/** A day, so that there are several windows; records before and after it are nobody's business. */
export function dayScene(): Scene {
  return {
    records: smallTenant({from: aDay - 2 * hour, to: aDay + 26 * hour, records: 700}),
    period: '2026-10-06/2026-10-07',
  }
}

/** One minute, so that cutting down to the second stays cheap. */
export function minuteScene(): Scene {
  const start = aDay + 9 * hour
  return {
    records: smallTenant({from: start - 120_000, to: start + 180_000, records: 1000}),
    period: '2026-10-06T09:00:00Z/2026-10-06T09:01:00Z',
  }
}

/** A few seconds, for faults under which each second is read by every means there is. */
function secondsScene(): Scene {
  return {...minuteScene(), period: '2026-10-06T09:00:00Z/2026-10-06T09:00:08Z'}
}

/** More in an hour than one answer holds. */
export function crowdScene(): Scene {
  return {
    records: smallTenant({
      from: aDay - hour,
      to: aDay + 25 * hour,
      records: 300,
      crowd: {at: aDay + 9 * hour, records: 5400},
    }),
    period: '2026-10-06/2026-10-07',
  }
}

const filteredScene = (): Scene => ({...dayScene(), inputs: {'record-types': 'SharePointFileOperation'}})

/** The second in which the tenant of seed 1 has its burst in October 2026. */
const burstSecond = Date.UTC(2026, 9, 12, 15, 51, 56)

function burstScene(): Scene {
  const edge = (moment: number) => new Date(moment).toISOString().replace('.000Z', 'Z')
  return {
    records: smallTenant({from: burstSecond - 60_000, to: burstSecond + 60_000, records: 100}),
    period: `${edge(burstSecond - 4000)}/${edge(burstSecond + 4000)}`,
  }
}

/** Sessions are used where a tenant's searches stop at 100 rows. */
const sessionScene = (): Scene => ({...minuteScene(), alongside: ['cap-100:always']})

/** More than half a year before the run. */
function oldScene(): Scene {
  const start = Date.UTC(2026, 4, 5)
  return {
    records: smallTenant({from: start, to: start + 24 * hour, records: 400}),
    period: '2026-05-05/2026-05-06',
  }
}

/** Services that this export does not call: their faults have scenarios of their own. */
export const elsewhere: readonly string[] = [
  'oidc',
  'identity',
  'vault',
  'vault-part',
  'graph-create',
  'graph-poll',
  'graph-records',
  'graph-tenant',
]

/** Keyed by the fault's name; a fault without an entry fails the tests. */
export const expectations: Readonly<Record<string, Expectation>> = {
  'missing-role': both(refused('EXCHANGE_ROLE_MISSING')),
  'login-429': passes(refused('LOGIN_AADSTS90055')),
  'login-503': passes(refused('LOGIN_UNREADABLE')),
  'login-reset': passes(refused('WIRE_RESET')),
  'skewed-clock': both(refused('LOGIN_AADSTS700024')),

  'reset-before-body': passes(broken('WIRE_RESET')),
  slow: both(whole),
  'unauthorised-401': passes(refused('EXCHANGE_401')),
  'claims-challenge': passes(refused('EXCHANGE_401')),
  'expired-token': passes(refused('EXCHANGE_401')),
  'nul-403': passes(refused('EXCHANGE_403')),
  'app-only-403': both(refused('EXCHANGE_403')),
  '429-seconds': passes(broken('EXCHANGE_THROTTLED')),
  '429-date': passes(broken('EXCHANGE_THROTTLED')),
  '429-none': passes(broken('EXCHANGE_THROTTLED')),
  '503-html': passes(broken('EXCHANGE_UNAVAILABLE')),
  '504-html': passes(broken('EXCHANGE_UNAVAILABLE')),
  'concurrency-400': passes(broken('EXCHANGE_THROTTLED')),
  'transient-400': passes(broken('EXCHANGE_TRANSIENT')),
  'invalid-operation-400': passes(broken('EXCHANGE_ERROR')),

  cancelled: passes(broken('EXCHANGE_SEARCH_FAILED')),
  'cancelled-partial': passes(broken('EXCHANGE_SEARCH_FAILED')),
  'zero-then-data': passes(gaps(/^NOTHING_ANYWHERE$/)),
  'empty-204': passes(gaps(/^NOTHING_ANYWHERE$/)),
  'cap-100': both(whole),
  'more-results-warning': passes(lossy),
  'unknown-warning': both(whole),
  'result-index-minus-one': passes(lossy),
  'result-count-zero': passes(lossy),
  'count-short': passes(lossy),
  'more-records-available': passes(lossy),
  'lost-once': {usual: unseen, always: lossy},
  'out-of-window': both(whole),
  'ignored-filter': both(whole, filteredScene),
  'foreign-tenant': both(whole),
  'broken-auditdata': both(whole),
  'wrong-identity': both(whole),
  duplicates: both(whole),

  'reset-mid-body': passes(broken('WIRE_RESET')),
  'cut-json': passes(broken('EXCHANGE_UNREADABLE')),
  'gzip-label-on-plain': both(whole),
  'plain-label-on-gzip': both(whole),

  'pagination-expired': passes(broken('EXCHANGE_PAGINATION')),
  'looping-link': passes(broken('EXCHANGE_LOOP')),
  'short-pages': both(whole),
  'lost-page': passes(lossy),
  'reset-mid-page': both(whole),

  'exclusive-start': both(whole),
  'exclusive-end': both(whole),
  burst: both(other, burstScene),
  // Two sessions that agree prove a second, though no search of it is whole.
  'burst-one-user': both(other, burstScene),
  'burst-60000': both(gaps(/^EXCHANGE_SECOND_TOO_FULL$/), burstScene),
  'burst-60000-one-user': both(gaps(/^EXCHANGE_SECOND_TOO_FULL$/), burstScene),
  conflicts: both(other),
  'no-id': both(other),
  late: both(unseen),
  'late-clock': both(whole),
  'lost-always': both(unseen),
  'lost-by-cut': both(unseen),
  'lost-in-child': both(whole, crowdScene),
  // Windows are cut until they need no session.
  'session-loop': both(whole, sessionScene),
  'auditing-off': both(gaps(/^AUDITING_OFF$/)),
  'always-empty': both(gaps(/^NOTHING_ANYWHERE$/)),
  retention: both(gaps(/^RETENTION$/), oldScene),

  'github-401': both(whole),
  'github-403': both(whole),
  'github-404': both(whole),
  'github-503': both(whole),
  'artifact-503': both(bundle),
  'artifact-quota': both(bundle),
  'artifact-quota-first': both(bundle),
  'artifact-403': both(bundle),
}

/** Under these, each second is read by every means there is: eight of them are enough. */
const costly = new Set(['more-results-warning', 'more-records-available'])

export function sceneFor(name: string, times: 'usual' | 'always'): Scene {
  const own = expectations[name]?.scene
  if (own) return own()
  if (times === 'usual') return dayScene()
  return costly.has(name) ? secondsScene() : minuteScene()
}
