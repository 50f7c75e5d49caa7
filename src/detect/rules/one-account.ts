/**
 * One account under attack: its password guessed (AUTH-03, AUTH-05), its owner worn down with prompts (AUTH-06, AUTH-07), its
 * second step probed application by application (AUTH-17), its sign-ins on too many systems at once (AUTH-18), and
 * doors that stay shut (AUTH-20).
 */
import {BoundedMap, Distinct, Evictions, SlidingWindow} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {Evidence, type EvidenceRecord} from '../evidence.ts'
import {
  type Context,
  counted,
  day,
  hour,
  listed,
  minute,
  type Rule,
  type RuleMeta,
  type Severity,
  scaled,
  spanText,
  type Wants,
  type Watcher,
} from '../rule.ts'
import {isSettled} from '../strange.ts'
import {guessed, stopped} from './guessing.ts'

const signIns: Wants = {operations: ['userloggedin', 'userloginfailed']}

const oneGuessed: RuleMeta = {
  id: 'AUTH-03',
  title: 'One account’s password guessed at',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1110.001'],
  question: 'Did somebody who is not its owner try one account’s password again and again?',
  benign: 'A device of the owner that keeps an old password, on a network not met before.',
  next: [
    'Ask the owner whether the program and the place are theirs.',
    'Look for a success from the same places.',
    'Reset the password if neither is known.',
  ],
  source: 'https://attack.mitre.org/techniques/T1110/001/',
  needs: signIns,
}

const fatigue: RuleMeta = {
  id: 'AUTH-06',
  title: 'Prompts for the second step, again and again',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1621'],
  question: 'Was somebody who knows the password waiting for its owner to give in?',
  benign: 'An authenticator that does not work, at a place where the owner is.',
  next: [
    'Ask the owner whether they started these sign-ins.',
    'Reset the password: whoever causes prompts knows it.',
    'Require number matching for the authenticator.',
  ],
  source: 'https://attack.mitre.org/techniques/T1621/',
  needs: {operations: ['userloginfailed']},
}

const worn: RuleMeta = {
  ...fatigue,
  id: 'AUTH-07',
  title: 'A prompt was confirmed after many refused ones',
  severity: 'high',
  question: 'Did the owner confirm a prompt that a stranger had caused?',
  next: [
    'Revoke the account’s sessions and reset its password now.',
    'Ask the owner whether the confirmed prompt was theirs.',
    'Read all that the account did since: rules, methods, consent, downloads.',
  ],
}

const probing: RuleMeta = {
  id: 'AUTH-17',
  title: 'Second step probed with many programs',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1110', 'T1078.004'],
  question: 'Did somebody try one account under many disguises to find a way without a second step?',
  benign: 'A kiosk, or a test team at work.',
  next: [
    'See whether any of the attempts got in, and into which application.',
    'Close the gap in the Conditional Access policies that it used.',
    'Reset the password: such tools start with a known one.',
  ],
  source: 'https://attack.mitre.org/techniques/T1078/004/',
  needs: signIns,
}

const systems: RuleMeta = {
  id: 'AUTH-18',
  title: 'One person on many systems within an hour',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1078.004'],
  question: 'Do several people, or a tool with changing disguises, use one account?',
  benign: 'Somebody with phone, tablet, laptop and a virtual desktop; a tester.',
  next: [
    'Ask the owner which of the systems are theirs.',
    'Compare the places of the sign-ins.',
    'End the sessions that nobody knows.',
  ],
  source: 'https://attack.mitre.org/techniques/T1078/004/',
  needs: {operations: ['userloggedin']},
}

const shut: RuleMeta = {
  id: 'AUTH-20',
  title: 'Attempts on disabled or refused accounts',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1078.004', 'T1110'],
  question: 'Does somebody try accounts that are disabled, or that a policy keeps out?',
  benign: 'Devices of people who have left; travellers whom a policy keeps out.',
  next: [
    'Find out whose devices the attempts came from.',
    'Check what else came from the same network.',
    'Where a policy refused, the password was right: reset it unless the owner was there.',
  ],
  source: 'https://attack.mitre.org/techniques/T1078/004/',
  needs: {operations: ['userloginfailed']},
}

const mostUsers = 20_000
const mostPlaces = 50

/** Failures of one kind on one account until they rest for a day. */
class Siege {
  readonly evidence = new Evidence()
  readonly places = new Map<string, {count: number; first: number}>()
  readonly agents = new Map<string, {count: number; first: number}>()
  private readonly hour = new SlidingWindow<string>(hour, 300)
  /** The most within one hour. */
  peak = 0
  last = 0

  add(event: AuditEvent): void {
    this.evidence.add(event)
    this.last = event.time
    this.peak = Math.max(this.peak, this.hour.add(event.time, event.id))
    tally(this.places, event.place?.network ?? '', event.time)
    tally(this.agents, event.agentFamily, event.time)
  }

  lastHour(time: number): number {
    return this.hour.within(time).length
  }
}

function tally(map: Map<string, {count: number; first: number}>, name: string, time: number): void {
  const entry = map.get(name)
  if (entry) entry.count++
  else if (name !== '' && map.size < mostPlaces) map.set(name, {count: 1, first: time})
}

/** Places of a siege from which the owner was not seen before it, nor ever (`ever`) in the month. */
function strangePlaces(siege: Siege, user: string, context: Context, ever: boolean): string[] {
  return [...siege.places]
    .filter(([network, {first}]) => {
      const met = context.terms.firstMet('user-network', user, network)
      return ever ? met === Number.POSITIVE_INFINITY : met >= first
    })
    .map(([network]) => network)
    .sort((a, b) => (a < b ? -1 : 1))
}

function startGuesses(context: Context): Watcher {
  const sieges = new BoundedMap<string, Siege>('accounts with wrong passwords', mostUsers, context.evictions)
  const close = (user: string, siege: Siege) => {
    if (siege.peak < 10 && siege.evidence.count < 20) return
    const strange = strangePlaces(siege, user, context, true)
    if (strange.length === 0) return
    const many = siege.evidence.count
    const severity: Severity = (strange.length >= 3 && many >= 20) || many >= 100 ? 'medium' : 'low'
    context.report({
      rule: oneGuessed.id,
      key: user,
      severity,
      title: `The password of ${user} was guessed at ${many.toLocaleString('en-US')} times`,
      why: `${counted(many, 'wrong password')} in ${spanText(siege.evidence.last - siege.evidence.first)}, ${siege.peak} within an hour, from ${counted(strange.length, 'network')} where ${user} was never seen: ${listed(strange)}`,
      actors: [],
      users: [user],
      objects: [user],
      addresses: strange.slice(0, 20),
      evidence: siege.evidence,
    })
  }
  return {
    see(event) {
      if (event.isService) return
      const {user} = event
      const failed = event.failure === 'wrong-password' || event.failure === 'locked'
      if (event.act === 'userloggedin') {
        const siege = sieges.get(user)
        if (siege) broken(context, event, siege)
        return
      }
      if (event.failure === 'password-right') {
        const siege = sieges.get(user)
        if (siege) found(context, event, siege)
        return
      }
      if (!failed) return
      const present = sieges.get(user)
      if (present && event.time - present.last > day) {
        close(user, present)
        sieges.delete(user)
      }
      sieges.at(user, () => new Siege()).add(event)
    },
    finish() {
      for (const [user, siege] of sieges.entries()) close(user, siege)
    },
  }
}

/** A success after failures, from a place or with a program that was the guesser's first. */
function broken(context: Context, event: AuditEvent, siege: Siege): void {
  const {user, time, place, agentFamily} = event
  if (time - siege.last > day) return
  const here = place && siege.places.get(place.network)
  const strangeHere = here && context.terms.firstMet('user-network', user, place.network) >= here.first
  const same = siege.agents.get(agentFamily)
  const strangeAgent = same && context.terms.firstMet('user-agent', user, agentFamily) >= same.first
  const failures = Math.max(strangeHere ? here.count : 0, strangeAgent ? same.count : 0)
  const enough = context.terms.learning('user-network', time) ? 10 : 5
  if (failures < enough) return
  const fast = siege.peak >= 10
  // A telephone that keeps an old password is at a new place every day, but it is the owner's telephone.
  const owners = !strangeAgent || !isSettled(context, user, same.first)
  const strange = failures >= 20 && fast ? 'high' : failures >= 10 ? 'medium' : 'hint'
  const severity = owners ? (failures >= 20 && siege.peak >= 20 ? 'low' : 'hint') : strange
  const how = strangeHere ? `from ${place.network}` : `with ${agentFamily}`
  context.report({
    rule: guessed.id,
    key: `one ${user}`,
    severity,
    confidence: 'medium',
    title: `${user} signed in after ${counted(failures, 'wrong password')} ${how}`,
    why: `${counted(failures, 'wrong password')} ${how} within ${spanText(time - siege.evidence.first)}, then a success; ${user} had not been seen there before`,
    actors: [user],
    addresses: place ? [place.text, place.network] : [],
    evidence: Evidence.of(event).join(siege.evidence),
  })
}

/** The right password after many wrong ones, from where its owner never was; the second step stopped it. */
function found(context: Context, event: AuditEvent, siege: Siege): void {
  const {user, time, place, agentFamily} = event
  const here = place && siege.places.get(place.network)
  if (!here || here.count < 10 || time - siege.last > day) return
  if (context.terms.firstMet('user-network', user, place.network) < Number.POSITIVE_INFINITY) return
  // The owner's telephone is asked for the second step as well.
  if (context.terms.firstMet('user-agent', user, agentFamily) < here.first) return
  context.report({
    rule: stopped.id,
    key: `one ${user}`,
    confidence: 'medium',
    title: `The password of ${user} was guessed from ${place.network}; the second step stopped it`,
    why: `${counted(here.count, 'wrong password')} from ${place.network}, then the right one (error ${event.errorCode}); ${user} was never seen there`,
    actors: [],
    users: [user],
    objects: [user],
    addresses: [place.text, place.network],
    evidence: Evidence.of(event).join(siege.evidence),
  })
}

function startPrompts(context: Context): Watcher {
  const sieges = new BoundedMap<string, Siege>('accounts with refused prompts', mostUsers, context.evictions)
  const close = (user: string, siege: Siege) => {
    if (siege.peak < 5) return
    const strange = strangePlaces(siege, user, context, false)
    const home = strange.length === 0 && siege.places.size > 0
    context.report({
      rule: fatigue.id,
      key: user,
      severity: siege.peak < 10 || home ? 'hint' : 'medium',
      title: `${user} was asked for the second step ${counted(siege.evidence.count, 'time')} without success`,
      why: `${counted(siege.evidence.count, 'refused or expired prompt')} in ${spanText(siege.evidence.last - siege.evidence.first)}, ${siege.peak} within an hour${home ? '' : `, from where ${user} was not seen before`}`,
      actors: [],
      users: [user],
      objects: [user],
      addresses: [...siege.places.keys()].slice(0, 20),
      evidence: siege.evidence,
    })
  }
  return {
    see(event) {
      if (event.isService) return
      const {user, time} = event
      const siege = sieges.get(user)
      if (event.act === 'userloggedin') {
        const before = siege?.lastHour(time) ?? 0
        if (siege && before >= 5) confirmed(context, event, siege, before)
        return
      }
      if (event.errorCode !== '500121') return
      if (siege && time - siege.last > day) {
        close(user, siege)
        sieges.delete(user)
      }
      sieges.at(user, () => new Siege()).add(event)
    },
    finish() {
      for (const [user, siege] of sieges.entries()) close(user, siege)
    },
  }
}

function confirmed(context: Context, event: AuditEvent, siege: Siege, before: number): void {
  const {user, place} = event
  const here = place && siege.places.get(place.network)
  const strange = here && context.terms.firstMet('user-network', user, place.network) >= here.first
  // Elsewhere, or at home: the owner signs in as always while somebody else knocks.
  if (!here) return
  context.report({
    rule: worn.id,
    key: user,
    severity: strange ? (before >= 8 ? 'high' : 'medium') : 'hint',
    title: `${user} confirmed a prompt after ${before} refused ones`,
    why: `${counted(before, 'refused prompt')} within an hour, then a success from ${place.network}, where ${user} was ${strange ? 'not seen before' : 'seen before'}`,
    actors: [user],
    addresses: [place.text, place.network],
    evidence: Evidence.of(event).join(siege.evidence),
  })
}

function startProbes(context: Context): Watcher {
  interface Try {
    mark: EvidenceRecord
    place: string
    agent: string
    application: string
    system: string
  }
  // What is dropped here has long left its window.
  const probes = new BoundedMap<string, SlidingWindow<Try>>('accounts by program', mostUsers, new Evictions())
  const hours = new BoundedMap<string, SlidingWindow<Try>>('accounts by system', mostUsers, new Evictions())
  return {
    see(event) {
      if (event.isService) return
      const {user, time, application} = event
      const one = {
        mark: event.mark,
        place: event.place?.text ?? '',
        agent: event.agent.slice(0, 300),
        application,
        system: systemOf(event.device.get('OS')),
      }
      const probe = probes.at(`${user} ${event.address?.text ?? ''}`, () => new SlidingWindow(5 * minute, 60))
      if (
        probe.add(time, one) >= 6 &&
        probe.distinct(({agent}) => agent) > 5 &&
        probe.distinct(t => t.application) > 2
      ) {
        const seen = probe.within(time)
        context.report({
          rule: probing.id,
          key: user,
          title: `${user} was tried with ${probe.distinct(({agent}) => agent)} programs in five minutes`,
          why: `${probe.distinct(({agent}) => agent)} user agents and ${probe.distinct(t => t.application)} applications in five minutes from one address`,
          actors: [],
          users: [user],
          addresses: event.place ? [event.place.text] : [],
          evidence: Evidence.of(...seen.map(({value}) => value.mark)),
        })
        probes.delete(`${user} ${event.address?.text ?? ''}`)
      }
      if (event.act !== 'userloggedin' || one.system === '') return
      const past = hours.at(user, () => new SlidingWindow(hour, 60))
      past.add(time, one)
      const met = past.distinct(({system}) => system)
      if (met < 4) return
      const seen = past.within(time)
      context.report({
        rule: systems.id,
        key: user,
        title: `${user} signed in from ${met} operating systems within an hour`,
        why: `${[...new Set(seen.map(({value}) => value.system))].sort((a, b) => (a < b ? -1 : 1)).join(', ')} within an hour`,
        actors: [user],
        addresses: [...new Set(seen.map(({value}) => value.place).filter(Boolean))],
        evidence: Evidence.of(...seen.map(({value}) => value.mark)),
      })
      hours.delete(user)
    },
  }
}

function systemOf(text: string): string {
  const word = text.slice(0, 100).toLowerCase()
  return ['windows', 'ios', 'android', 'mac', 'linux', 'chrome'].find(system => word.includes(system)) ?? ''
}

function startShut(context: Context): Watcher {
  interface Door {
    disabled: Distinct
    evidence: Evidence
    last: number
  }
  const doors = new BoundedMap<string, Door>('networks with disabled accounts', 2_000, context.evictions)
  const tell = (network: string, door: Door) => {
    if (door.disabled.size < scaled(3, 0.9, context.tenant.users)) return
    context.report({
      rule: shut.id,
      key: network,
      title: `${counted(String(door.disabled), 'disabled account')} tried from ${network}`,
      why: `${counted(door.evidence.count, 'attempt')} on ${counted(String(door.disabled), 'disabled account')} in ${spanText(door.evidence.last - door.evidence.first)}`,
      actors: [],
      objects: door.disabled.list(),
      addresses: [network],
      evidence: door.evidence,
    })
  }
  return {
    see(event) {
      const {place, user, time} = event
      if (!place || event.isService) return
      if (event.errorCode === '53003')
        context.report({
          rule: shut.id,
          key: `refused ${user} ${place.network}`,
          severity: 'hint',
          title: `A policy kept ${user} out at ${place.network}`,
          why: 'The password was right, and Conditional Access refused',
          actors: [],
          users: [user],
          addresses: [place.text],
          evidence: Evidence.of(event),
        })
      if (event.failure !== 'blocked') return
      const known = doors.get(place.network)
      if (known && time - known.last > day) {
        tell(place.network, known)
        doors.delete(place.network)
      }
      const door = doors.at(place.network, () => ({disabled: new Distinct(200), evidence: new Evidence(), last: time}))
      door.disabled.add(user)
      door.evidence.add(event)
      door.last = time
    },
    finish() {
      for (const [network, door] of doors.entries()) tell(network, door)
    },
  }
}

export const oneAccount: Rule[] = [
  {metas: [oneGuessed, guessed, stopped], wants: signIns, start: startGuesses},
  {metas: [fatigue, worn], wants: signIns, start: startPrompts},
  {metas: [probing, systems], wants: signIns, start: startProbes},
  {metas: [shut], wants: {operations: ['userloginfailed']}, start: startShut},
]
