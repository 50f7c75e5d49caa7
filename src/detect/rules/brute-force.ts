/** AUTH-03, AUTH-05: many wrong passwords on one account, and a success after them. */

import type {Severity} from '../../audit/severity.ts'
import {BoundedMap} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList} from '../evidence-list.ts'
import {FailureRun, unfamiliarNetworks} from '../failure-run.ts'
import {isEstablished} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  day,
  hour,
  listed,
  type Rule,
  type RuleMeta,
  type RuleRun,
  spanText,
  type Wants,
} from '../rule.ts'
import {guessed, stopped} from './password-spray.ts'

const signIns: Wants = {operations: ['userloggedin', 'userloginfailed']}

const oneGuessed: RuleMeta = {
  id: 'AUTH-03',
  thresholds: [
    {what: 'wrong passwords', least: 10, within: hour},
    {what: 'wrong passwords in all', least: 20},
  ],
  title: 'Brute force against one account',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1110.001'],
  question: 'Was one account’s password guessed from a network its owner does not use?',
  benign: 'A device of the owner with an old password, on an unfamiliar network.',
  next: [
    'Ask the owner whether client app and network are theirs.',
    'Look for a success from the same networks.',
    'Reset the password if they are not known.',
  ],
  source: 'https://attack.mitre.org/techniques/T1110/001/',
  needs: signIns,
}

const mostUsers = 20_000

function startGuesses(context: DetectionContext): RuleRun {
  const runs = new BoundedMap<string, FailureRun>('accounts with wrong passwords', mostUsers, context.evictions, {
    until: ({last}) => last + day,
    weight: ({evidence}) => evidence.count,
    dropped: (user, run) => close(user, run),
  })
  const close = (user: string, run: FailureRun) => {
    if (run.peak < 10 && run.evidence.count < 20) return
    const unfamiliar = unfamiliarNetworks(run, user, context, true)
    if (unfamiliar.length === 0) return
    const many = run.evidence.count
    const severity: Severity = (unfamiliar.length >= 3 && many >= 20) || many >= 100 ? 'medium' : 'low'
    context.report({
      rule: oneGuessed.id,
      key: user,
      severity,
      title: `${many.toLocaleString('en-US')} wrong passwords for ${user}`,
      why: `${countOf(many, 'wrong password')} in ${spanText(run.evidence.last - run.evidence.first)}, ${run.peak} within an hour, from ${countOf(unfamiliar.length, 'network')} never seen with ${user}: ${listed(unfamiliar)}`,
      actors: [],
      users: [user],
      objects: [user],
      addresses: unfamiliar.slice(0, 20),
      evidence: run.evidence,
    })
  }
  return {
    see(event) {
      const {user} = event
      const failed = event.failure === 'wrong-password' || event.failure === 'locked'
      if (event.act === 'userloggedin') {
        const run = runs.get(user)
        if (run) broken(context, event, run)
        return
      }
      if (event.failure === 'password-right') {
        const run = runs.get(user)
        if (run) found(context, event, run)
        return
      }
      if (!failed) return
      const present = runs.get(user)
      if (present && event.time - present.last > day) {
        close(user, present)
        runs.delete(user)
      }
      runs.at(user, () => new FailureRun()).add(event)
    },
    finish() {
      for (const [user, run] of runs.entries()) close(user, run)
    },
  }
}

/** A success after failures, from a place or with a program that was the guesser's first. */
function broken(context: DetectionContext, event: AuditEvent, run: FailureRun): void {
  const {user, time, address, agentFamily} = event
  if (time - run.last > day) return
  const here = address && run.networks.get(address.network)
  const isNewHere = here && context.terms.firstSeen('user-network', user, address.network) >= here.first
  const same = run.agents.get(agentFamily)
  const isNewAgent = same && context.terms.firstSeen('user-agent', user, agentFamily) >= same.first
  const failures = Math.max(isNewHere ? here.count : 0, isNewAgent ? same.count : 0)
  const learning = context.terms.learning('user-network', time)
  const enough = learning ? 10 : 5
  if (failures < enough) return
  const fast = run.peak >= 10
  // A telephone that keeps an old password is at a new place every day, but it is the owner's telephone.
  const owners = !isNewAgent || !isEstablished(context, user, same.first)
  const unfamiliar = failures >= 20 && fast ? 'high' : failures >= 10 ? 'medium' : 'hint'
  const severity = owners ? (failures >= 20 && run.peak >= 20 ? 'low' : 'hint') : unfamiliar
  const how = isNewHere ? `from ${address.network}` : `with ${agentFamily}`
  context.report({
    rule: guessed.id,
    key: `one ${user}`,
    severity,
    ...(learning || !isNewHere || (same && !isNewAgent) ? {} : {rareSeverity: 'low' as const}),
    confidence: 'medium',
    title: `sign-in of ${user} after ${countOf(failures, 'wrong password')} ${how}`,
    why: `${countOf(failures, 'wrong password')} ${how} within ${spanText(time - run.evidence.first)}, then a success; first seen there for ${user}`,
    actors: [user],
    addresses: address ? [address.text, address.network] : [],
    evidence: EvidenceList.of(event).join(run.evidence),
  })
}

/** The right password after many wrong ones, from where its owner never was; MFA stopped it. */
function found(context: DetectionContext, event: AuditEvent, run: FailureRun): void {
  const {user, time, address, agentFamily} = event
  const here = address && run.networks.get(address.network)
  if (!here || here.count < 10 || time - run.last > day) return
  if (context.terms.firstSeen('user-network', user, address.network) < Number.POSITIVE_INFINITY) return
  // The owner's telephone is asked for MFA as well.
  if (context.terms.firstSeen('user-agent', user, agentFamily) < here.first) return
  context.report({
    rule: stopped.id,
    key: `one ${user}`,
    confidence: 'medium',
    title: `password of ${user} guessed from ${address.network}, sign-in stopped by MFA`,
    why: `${countOf(here.count, 'wrong password')} from ${address.network}, then the right one (error ${event.errorCode}); the network was never seen with ${user}`,
    actors: [],
    users: [user],
    objects: [user],
    addresses: [address.text, address.network],
    evidence: EvidenceList.of(event).join(run.evidence),
  })
}

export const bruteForce: Rule[] = [
  {metas: [oneGuessed, guessed, stopped], wants: signIns, actors: 'accounts', start: startGuesses},
]
