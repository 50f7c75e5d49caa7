/**
 * Many accounts tried from few places: spraying, in a tenant of any size, what it found out (AUTH-05: a password that
 * let the attacker in; AUTH-05b: one that was right, where MFA stopped the sign-in), and locked accounts.
 */
import {compareText} from '../../audit/compare-text.ts'
import {Distinct, TopKeys} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList, type EvidenceRecord} from '../evidence-list.ts'
import {networkSince} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  day,
  hour,
  leastOf,
  listed,
  minute,
  type Rule,
  type RuleMeta,
  type RuleRun,
  spanText,
  type Wants,
} from '../rule.ts'
import {thinned} from '../thin-failures.ts'

const signIns: Wants = {operations: ['userloggedin', 'userloginfailed']}
const attack = 'https://attack.mitre.org/techniques/T1110/'

export const sprayMeta: RuleMeta = {
  id: 'AUTH-01',
  thresholds: [
    {what: 'accounts tried from one network', least: 4, factor: 1.4, within: day},
    {what: 'percent of attempts that fail', least: 80},
  ],
  title: 'Password spray',
  severity: 'medium',
  confidence: 'high',
  techniques: ['T1110.003'],
  question: 'Were passwords tried on many accounts from one network?',
  benign: 'A proxy, a shared kiosk or an office network from which most sign-ins succeed later.',
  next: [
    'Look for a success from the same network, before and after.',
    'Ask the account owners whether they used that network.',
    'Block the network in a Conditional Access policy, and check that legacy authentication is off.',
  ],
  source: attack,
  needs: signIns,
}

const distributed: RuleMeta = {
  ...sprayMeta,
  id: 'AUTH-02',
  thresholds: [
    {what: 'accounts tried from unfamiliar networks', least: 10, factor: 3, within: hour},
    {what: 'networks, with one client app', least: 5, within: day},
  ],
  title: 'Distributed password spray',
  confidence: 'medium',
  question: 'Were many accounts tried by one client app from changing IP addresses?',
  benign: 'An outage of an identity provider or proxy; a password change on which many phones keep the old one.',
}

const lockouts: RuleMeta = {
  ...sprayMeta,
  id: 'AUTH-04',
  thresholds: [{what: 'accounts locked', least: 5, factor: 2, within: 10 * minute}],
  title: 'Account lockouts in bulk',
  severity: 'low',
  confidence: 'medium',
  question: 'Were unusually many accounts locked within minutes?',
  benign: 'A day on which many passwords expire; devices with an old password.',
}

export const guessed: RuleMeta = {
  ...sprayMeta,
  id: 'AUTH-05',
  thresholds: [],
  title: 'Sign-in succeeded after password guessing',
  severity: 'high',
  confidence: 'high',
  techniques: ['T1110.003', 'T1078.004'],
  question: 'Did a password guess succeed?',
  benign: 'A user on a new network who mistyped and then got it right.',
  next: [
    'Revoke the account’s sessions and reset its password now.',
    'Read all that the account did since: rules, forwarding, consent, methods, downloads.',
    'Look for other successes from the same network or client app.',
  ],
}

export const stopped: RuleMeta = {
  ...guessed,
  id: 'AUTH-05b',
  thresholds: [],
  title: 'Password guessed, sign-in stopped by MFA',
  severity: 'medium',
  question: 'Does an attacker know a password that only MFA still protects?',
  benign: 'A day on which many users enrol for MFA.',
  next: [
    'Reset the account’s password: it is known.',
    'Check that MFA is required for every app and protocol.',
    'Look for MFA prompts that the user did not start.',
  ],
}

/** Share of a source's attempts that must fail: behind an office's address most sign-ins succeed. */
const failingShare = 0.8
/** A source that rests for a day starts a new attempt. */
const rest = day

/** What one network, or one program, tried without a day's rest. */
class Attempt {
  readonly tried = new Distinct(500)
  readonly right = new Map<string, EvidenceList>()
  readonly let = new Map<string, EvidenceList>()
  /** Accounts that were on the network before the attempt, and signed in. */
  readonly atHome = new Distinct(500)
  readonly networks = new Distinct(500)
  readonly addresses = new Distinct(50)
  readonly evidence = new EvidenceList()
  failures = 0
  successes = 0
  last = 0

  fail(event: AuditEvent): void {
    this.note(event)
    this.failures++
    this.tried.add(event.user)
    if (event.failure === 'password-right') gather(this.right, event)
    this.evidence.add(event, event.failure === 'password-right' ? 3 : 1)
  }

  /** @param isAtHome whether the account was on the network before: then it is not the guesser's. */
  succeed(event: AuditEvent, isAtHome: (since: number) => boolean): void {
    this.note(event)
    this.successes++
    if (this.failures > 0 && !isAtHome(this.evidence.first)) gather(this.let, event)
    else this.atHome.add(event.user)
  }

  /** Whether the source is a guesser's. */
  isSpray(users: number): boolean {
    return this.tried.size >= users && this.failures >= failingShare * (this.failures + this.successes)
  }

  get span(): string {
    return spanText(this.evidence.last - this.evidence.first)
  }

  private note(event: AuditEvent): void {
    this.last = event.time
    if (event.address) {
      this.networks.add(event.address.network)
      this.addresses.add(event.address.text)
    }
  }
}

/** Of each account the first few records are enough; behind an office's address there are many accounts. */
const mostRecords = 5
const mostAccounts = 500

function gather(map: Map<string, EvidenceList>, event: AuditEvent): void {
  const evidence = map.get(event.user)
  if (evidence && evidence.count < mostRecords) evidence.add(event)
  if (!evidence && map.size < mostAccounts) map.set(event.user, EvidenceList.of(event))
}

/** Attempts of one key, one after another. */
class Source {
  readonly attempts: Attempt[] = []

  /** Accounts that one attempt tried. */
  get mostTried(): number {
    return Math.max(0, ...this.attempts.map(({tried}) => tried.size))
  }

  at(time: number): Attempt {
    const current = this.attempts.at(-1)
    if (current && time - current.last <= rest) return current
    // Few attempts are no incident: forget them, so that a month of an office's sign-ins stays one entry.
    if (current && current.tried.size < 3) this.attempts.pop()
    const next = new Attempt()
    this.attempts.push(next)
    if (this.attempts.length > 40) this.attempts.shift()
    return next
  }
}

function guesses(event: AuditEvent): boolean {
  const {failure} = event
  return (
    failure === 'wrong-password' || failure === 'unknown-user' || failure === 'locked' || failure === 'password-right'
  )
}

function startSprays(context: DetectionContext): RuleRun {
  const weight = ({mostTried}: Source) => mostTried
  const networks = new TopKeys<Source>('networks with failed sign-ins', 8_000, context.evictions, weight)
  const programs = new TopKeys<Source>('client apps with failed sign-ins', 1_000, context.evictions, weight)
  const make = () => new Source()
  /** What rotating addresses have in common. */
  const program = ({agent, application}: AuditEvent) => agent && `${agent.slice(0, 300)}\n${application}`
  return {
    see(event) {
      const {address, time} = event
      if (event.act === 'userloggedin') {
        // Only where something failed before: most networks of a month never see a failure.
        const isAtHome = (since: number) => address !== undefined && networkSince(context, event, address) < since
        if (address) networks.get(address.network)?.at(time).succeed(event, isAtHome)
        programs.get(program(event))?.at(time).succeed(event, isAtHome)
        return
      }
      if (!guesses(event)) return
      if (address) networks.at(address.network, make).at(time).fail(event)
      const name = program(event)
      if (name) programs.at(name, make).at(time).fail(event)
    },
    finish() {
      const users = leastOf(sprayMeta, context.tenant.users)
      const told = new Set<string>()
      for (const [network, source] of networks.entries())
        for (const attempt of source.attempts)
          if (attempt.isSpray(users)) {
            for (const one of attempt.addresses.list()) told.add(one)
            tell(context, sprayMeta, {key: network, where: `from ${network}`, attempt})
          }
      for (const [program, source] of programs.entries())
        for (const attempt of source.attempts) {
          const fresh = attempt.addresses.list().filter(address => !told.has(address))
          if (attempt.isSpray(users * 2) && attempt.networks.size >= 5 && fresh.length >= 3)
            tell(context, distributed, {
              key: program,
              where: `from ${attempt.networks} networks with one client app (${program.split('\n')[0]?.slice(0, 80)})`,
              attempt,
            })
        }
    },
  }
}

interface Told {
  key: string
  where: string
  attempt: Attempt
}

function tell(context: DetectionContext, meta: RuleMeta, {key, where, attempt}: Told): void {
  const {failures, successes, tried, evidence} = attempt
  const common = {
    addresses: [...attempt.networks.list().slice(0, 20), ...attempt.addresses.list().slice(0, 20)],
    objects: tried.list().slice(0, 50),
  }
  const entered = [...attempt.let.keys()]
  const successNames = entered.length > 0 ? ` (${listed(entered)})` : ''
  context.report({
    rule: meta.id,
    key,
    title: `${meta.title} ${where} against ${countOf(String(tried), 'account')}${successes > 0 ? `; ${countOf(successes, 'sign-in')} succeeded${successNames}` : ''}`,
    why: `${countOf(failures, 'failed attempt')} on ${countOf(String(tried), 'account')} in ${attempt.span}, ${countOf(successes, 'success')}; the tenant has ${context.tenant.users} users`,
    actors: [],
    evidence,
    ...common,
  })
  for (const [user, entries] of attempt.let) {
    // An account that was there before the attempts is at home there.
    if (attempt.networks.list().some(one => context.terms.firstSeen('user-network', user, one) < evidence.first))
      continue
    context.report({
      rule: guessed.id,
      key: `${key} ${user}`,
      title: `${user} ${where}, after attempts on ${countOf(String(tried), 'account')}`,
      why: `${countOf(failures, 'failed attempt')} on ${countOf(String(tried), 'account')} ${where} in ${attempt.span}, then ${user} signed in`,
      actors: [user],
      evidence: entries,
      addresses: common.addresses,
    })
  }
  for (const [user, entries] of attempt.right)
    if (!attempt.let.has(user) && !attempt.atHome.has(user))
      context.report({
        rule: stopped.id,
        key: `${key} ${user}`,
        title: `${user} ${where}`,
        why: `Among ${countOf(failures, 'failed attempt')} on ${countOf(String(tried), 'account')} the password of ${user} was right; MFA stopped the sign-in`,
        actors: [user],
        evidence: entries,
        addresses: common.addresses,
      })
}

interface Failure {
  user: string
  network: string
  mark: EvidenceRecord
}

const mostFailures = 50_000

/**
 * A spray from rotating addresses with everybody's browser: no source and no program stands out, but many accounts fail
 * within an hour from networks on which no sign-in ever succeeded.
 */
function startScattered(context: DetectionContext): RuleRun {
  let failures: Failure[] = []
  /** Those from networks on which no sign-in succeeded so far, in hours that could become a finding. */
  const candidates = () => {
    const foreign = failures.filter(({network}) => context.terms.ownersOf('user-network', network) === 0)
    const users = leastOf(distributed, context.tenant.users)
    return busyHours(foreign, users).map(({start, end}) => foreign.slice(start, end))
  }
  const makeRoom = (now: number) => {
    const recent = failures.filter(({mark}) => mark.time >= now - hour)
    const kept = [
      ...candidates()
        .flat()
        .filter(({mark}) => mark.time < now - hour),
      ...recent,
    ]
    failures = thinned(kept, mostFailures / 2, ({mark}) => Math.floor(mark.time / hour))
    if (failures.length < kept.length) context.evictions.add('failed sign-ins', kept.length - failures.length)
  }
  return {
    see(event) {
      const {address, user, time} = event
      if (!address || !guesses(event)) return
      if (failures.length >= mostFailures) makeRoom(time)
      failures.push({user, network: address.network, mark: event.mark})
    },
    finish() {
      for (const stretch of candidates()) tellScattered(context, stretch)
    },
  }
}

/** Stretches in which every failure lies in an hour with so many accounts and networks. */
function busyHours(failures: readonly Failure[], least: number): {start: number; end: number}[] {
  const stretches: {start: number; end: number}[] = []
  const users = new Map<string, number>()
  const networks = new Map<string, number>()
  let from = 0
  failures.forEach((failure, i) => {
    step(users, failure.user, 1)
    step(networks, failure.network, 1)
    for (let first = failures[from]; first && first.mark.time < failure.mark.time - hour; first = failures[from]) {
      step(users, first.user, -1)
      step(networks, first.network, -1)
      from++
    }
    if (users.size < least || networks.size < least / 2) return
    const last = stretches.at(-1)
    if (last && from <= last.end) last.end = i + 1
    else stretches.push({start: from, end: i + 1})
  })
  return stretches
}

function step(counts: Map<string, number>, name: string, by: number): void {
  const count = (counts.get(name) ?? 0) + by
  if (count === 0) counts.delete(name)
  else counts.set(name, count)
}

function tellScattered(context: DetectionContext, failures: readonly Failure[]): void {
  const evidence = EvidenceList.of(...failures.map(({mark}) => mark))
  const users = [...new Set(failures.map(({user}) => user))].sort(compareText)
  const networks = [...new Set(failures.map(({network}) => network))].sort(compareText)
  context.report({
    rule: distributed.id,
    key: 'scattered',
    title: `Distributed password spray from ${countOf(networks.length, 'network')} against ${countOf(users.length, 'account')}`,
    why: `${countOf(failures.length, 'failed attempt')} on ${countOf(users.length, 'account')} in ${spanText(evidence.last - evidence.first)} from ${countOf(networks.length, 'network')} on which none of ${context.tenant.users} users ever signed in`,
    actors: [],
    objects: users,
    addresses: networks.slice(0, 40),
    evidence,
  })
}

function startLockouts(context: DetectionContext): RuleRun {
  let recent: Failure[] = []
  let most = {users: 0, locks: [] as Failure[]}
  return {
    see(event) {
      if (event.failure !== 'locked') return
      const lock = {user: event.user, network: event.address?.network ?? '', mark: event.mark}
      recent = [...recent.filter(one => one.mark.time > event.time - 10 * minute), lock].slice(-400)
      const users = new Set(recent.map(({user}) => user)).size
      if (users > most.users) most = {users, locks: recent}
    },
    finish() {
      if (most.users < leastOf(lockouts, context.tenant.users)) return
      const evidence = EvidenceList.of(...most.locks.map(({mark}) => mark))
      const users = [...new Set(most.locks.map(({user}) => user))].sort(compareText)
      const addresses = [...new Set(most.locks.map(({network}) => network).filter(Boolean))].sort(compareText)
      context.report({
        rule: lockouts.id,
        key: 'tenant',
        title: `${countOf(most.users, 'account')} locked within 10 min`,
        why: `${countOf(most.users, 'account')} of ${context.tenant.users} locked in ${spanText(evidence.last - evidence.first)}: ${listed(users)}`,
        actors: [],
        objects: users,
        addresses: addresses.slice(0, 20),
        evidence,
      })
    },
  }
}

export const passwordSpray: Rule[] = [
  {metas: [sprayMeta, distributed, guessed, stopped], wants: signIns, actors: 'accounts', start: startSprays},
  {metas: [distributed], wants: {operations: ['userloginfailed']}, actors: 'accounts', start: startScattered},
  {metas: [lockouts], wants: {operations: ['userloginfailed']}, actors: 'accounts', start: startLockouts},
]
