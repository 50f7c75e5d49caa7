/**
 * Password spray as a burst: within half an hour, several accounts fail from one network and do not sign in there soon
 * after, as people do who mistyped. So a spray is seen behind an office's address, in a tenant of a dozen people, and
 * where the attacker's own sign-ins follow on the same day.
 */
import {compareText} from '../../audit/compare-text.ts'
import {BoundedMap, Distinct} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList, type EvidenceRecord} from '../evidence-list.ts'
import {
  countOf,
  type DetectionContext,
  day,
  hour,
  leastOf,
  listed,
  minute,
  type Rule,
  type RuleRun,
  spanText,
  type Wants,
} from '../rule.ts'
import {thinned} from '../thin-failures.ts'
import {guessed, sprayMeta, stopped} from './password-spray.ts'

const window = 30 * minute
/** Who mistyped has signed in after this time. */
const soon = 15 * minute
/** A device that keeps an old password failed before, and goes on. */
const before = 12 * hour
/** Rounds of one spray are not further apart. */
const pause = 2 * hour
/** Accounts that were not tried may be entered from there for so long after: attackers come back. */
const aftermath = 7 * day
/** Of the accounts that fail in the window, so many do not sign in soon: the others may be the attacker's successes. */
const unresolvedShare = 0.75
const mostFailures = 50_000
const mostPairs = 50_000
const mostSuccesses = 20
/** Accounts that must fail on a network before the sign-ins of others there are kept. */
const fewestFailing = 3

interface Failure {
  user: string
  /** Or what is known instead of an address. */
  source: string
  agent: string
  /** The password was right, and something else stopped the sign-in. */
  right: boolean
  mark: EvidenceRecord
}

interface Success {
  agent: string
  mark: EvidenceRecord
}

function start(context: DetectionContext): RuleRun {
  let failures: Failure[] = []
  /** Successes by source and account, after failures of the account or of several others. */
  const successes = new BoundedMap<string, Success[]>('sign-ins after failures', mostPairs, context.evictions, {
    weight: list => list.length,
  })
  const failing = new BoundedMap<string, Distinct>('sources of failed sign-ins', mostPairs, context.evictions, {
    weight: users => users.size,
    actor: source => source,
  })
  return {
    see(event) {
      const {user} = event
      const source = sourceOf(event)
      const key = `${source} ${user}`
      if (event.act === 'userloggedin') {
        const isWatched = (failing.get(source)?.size ?? 0) >= fewestFailing
        const list = isWatched ? successes.at(key, () => []) : successes.get(key)
        if (list && list.length < mostSuccesses) list.push({agent: event.agentFamily, mark: event.mark})
        return
      }
      const kind = kindOf(event)
      if (!kind) return
      successes.at(key, () => [])
      failing.at(source, () => new Distinct(fewestFailing)).add(user)
      const {mark, agentFamily: agent} = event
      if (failures.length >= mostFailures) {
        failures = thinned(failures, mostFailures / 2, one => one.source)
        context.evictions.add('failed sign-ins', mostFailures / 2)
      }
      failures.push({user, source, agent, right: kind === 'right', mark})
    },
    finish() {
      const least = leastOf(sprayMeta, context.tenant.users)
      const bySource = new Map<string, Failure[]>()
      for (const failure of failures) {
        const list = bySource.get(failure.source)
        if (list) list.push(failure)
        else bySource.set(failure.source, [failure])
      }
      for (const [source, list] of bySource) {
        const resolved = (user: string, time: number) => isResolved(successes.get(`${source} ${user}`), time)
        for (const burst of burstsOf(list, {least, resolved, monthStart: context.period.start}))
          tell(context, source, burst, signInsAt(source, successes))
      }
    },
  }
}

/** The network; without an address the client and application, which all attempts of a tool have in common. */
function sourceOf({address, agent, application}: AuditEvent): string {
  return address?.network ?? `no-address ${agent.slice(0, 300).replaceAll(' ', '_')} ${application}`
}

function signInsAt(source: string, successes: BoundedMap<string, Success[]>): Map<string, Success[]> {
  const found = new Map<string, Success[]>()
  for (const [key, list] of successes.entries())
    if (list.length > 0 && key.startsWith(`${source} `)) found.set(key.slice(source.length + 1), list)
  return found
}

function kindOf({failure}: AuditEvent): 'wrong' | 'right' | undefined {
  if (failure === 'wrong-password' || failure === 'unknown-user' || failure === 'locked') return 'wrong'
  return failure === 'password-right' ? 'right' : undefined
}

function isResolved(successes: readonly Success[] | undefined, time: number): boolean {
  return successes?.some(({mark}) => mark.time >= time && mark.time - time <= window + soon) ?? false
}

interface BurstLimits {
  least: number
  resolved: (user: string, time: number) => boolean
  /** Milliseconds since 1970 UTC. */
  monthStart: number
}

/** Runs of failures, in order of time, that hold a window with enough accounts; with the rounds that follow. */
function burstsOf(all: readonly Failure[], {least, resolved, monthStart}: BurstLimits): Failure[][] {
  const wrong = all.filter(({right}) => !right)
  const timesOf = new Map<string, number[]>()
  for (const {user, mark} of wrong) {
    const times = timesOf.get(user)
    if (times) times.push(mark.time)
    else timesOf.set(user, [mark.time])
  }
  const bursts: Failure[][] = []
  /** Failures in the window by account. */
  let counts = new Map<string, number>()
  let from = 0
  for (let to = 0; to < wrong.length; to++) {
    const {user, mark} = wrong[to] as Failure
    const isNew = !counts.has(user)
    step(counts, user, 1)
    for (let first = wrong[from]; first && first.mark.time < mark.time - window; first = wrong[from]) {
      step(counts, first.user, -1)
      from++
    }
    // Only an account that joins can make a burst of what was none.
    if (!isNew || counts.size < least) continue
    const began = (wrong[from] as Failure).mark.time
    const unresolved = [...counts.keys()].filter(
      one => isFresh(timesOf.get(one) ?? [], began, monthStart) && !resolved(one, began),
    )
    if (unresolved.length < unresolvedShare * Math.max(least, counts.size)) continue
    const end = endOf(all, mark.time)
    bursts.push(all.filter(one => one.mark.time >= began && one.mark.time <= end))
    while (to + 1 < wrong.length && (wrong[to + 1] as Failure).mark.time <= end) to++
    from = to + 1
    counts = new Map()
  }
  return bursts
}

function step(counts: Map<string, number>, user: string, by: number): void {
  const count = (counts.get(user) ?? 0) + by
  if (count === 0) counts.delete(user)
  else counts.set(user, count)
}

/**
 * Whether an account did not fail in the hours before a moment; where the month does not reach so far back, whether it
 * does not go on failing for days, as a device does that keeps an old password.
 * @param times in order.
 */
function isFresh(times: readonly number[], began: number, monthStart: number): boolean {
  if (began < monthStart + before && (times.at(-1) ?? 0) > began + day) return false
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? 0) < began) low = middle + 1
    else high = middle
  }
  const last = times[low - 1]
  return last === undefined || last < began - before
}

/** The last failure of the rounds that follow without a longer pause. */
function endOf(all: readonly Failure[], time: number): number {
  let end = time
  for (const {mark} of all) if (mark.time > end && mark.time - end <= pause) end = mark.time
  return end
}

function tell(
  context: DetectionContext,
  source: string,
  burst: readonly Failure[],
  signIns: ReadonlyMap<string, readonly Success[]>,
): void {
  const evidence = new EvidenceList()
  for (const {mark, right} of burst) evidence.add(mark, right ? 3 : 1)
  const tried = [...new Set(burst.map(({user}) => user))].sort(compareText)
  const agents = new Set(burst.map(({agent}) => agent).filter(Boolean))
  const network = source.startsWith('no-address ') ? '' : source
  const where = network || 'an unknown IP address'
  const addresses = network ? [network] : []
  const count = countOf(tried.length, 'account')
  const tries = `${countOf(burst.length, 'failed attempt')} on ${count} from ${where} in ${spanText(evidence.last - evidence.first)}`
  const isNew = (user: string, kind: 'user-network' | 'user-agent', term: string) =>
    term !== '' && context.terms.firstSeen(kind, user, term) >= evidence.first
  // An account's owner may come to the same network, but has been there before, or comes with a client of their own.
  const entered = [...signIns].flatMap(([user, list]) => {
    const own = list.filter(
      ({agent, mark}) =>
        mark.time >= evidence.first &&
        mark.time - evidence.last <= (tried.includes(user) ? day : aftermath) &&
        (isNew(user, 'user-network', network) || (agents.has(agent) && isNew(user, 'user-agent', agent))),
    )
    return own.length > 0 ? [{user, own}] : []
  })
  for (const {user, own} of entered.sort((a, b) => compareText(a.user, b.user))) {
    const wasTried = tried.includes(user)
    context.report({
      rule: guessed.id,
      key: `${source} ${user}`,
      severity: wasTried ? guessed.severity : 'medium',
      confidence: wasTried ? guessed.confidence : 'medium',
      title: `${user} from ${where}, after attempts on ${count}`,
      why: `${tries}, then ${user} signed in, first seen from there`,
      actors: [user],
      addresses,
      evidence: EvidenceList.of(...own.map(({mark}) => mark)),
    })
  }
  const inside = new Set(entered.map(({user}) => user))
  for (const user of tried) {
    const right = burst.filter(one => one.user === user && one.right)
    if (inside.has(user) || right.length === 0 || !isNew(user, 'user-network', network)) continue
    context.report({
      rule: stopped.id,
      key: `${source} ${user}`,
      title: `${user} at ${where}`,
      why: `${tries}; the password of ${user} was right, and MFA or a policy stopped the sign-in`,
      actors: [user],
      addresses,
      evidence: EvidenceList.of(...right.map(({mark}) => mark)),
    })
  }
  const successful = tried.filter(user => inside.has(user))
  const found = successful.length
  const successNames = ` (${listed(successful)})`
  context.report({
    rule: sprayMeta.id,
    key: source,
    severity: found > 0 ? 'high' : sprayMeta.severity,
    title: `Password spray from ${where} against ${count}${found > 0 ? `; ${countOf(found, 'sign-in')} succeeded${successNames}` : ''}`,
    why: `${tries}, most of which did not sign in soon after; the tenant has ${context.tenant.users} users`,
    actors: [],
    objects: tried.slice(0, 50),
    addresses,
    evidence,
  })
}

export const passwordSprayBursts: Rule[] = [
  {
    metas: [sprayMeta, guessed, stopped],
    wants: {operations: ['userloggedin', 'userloginfailed']} satisfies Wants,
    actors: 'accounts',
    start,
  },
]
