/** AUTH-06, AUTH-07: repeated MFA prompts, and a prompt that was approved after repeated denials. */
import {BoundedMap} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList} from '../evidence-list.ts'
import {FailureRun, unfamiliarNetworks} from '../failure-run.ts'
import {
  countOf,
  type DetectionContext,
  day,
  hour,
  type Rule,
  type RuleMeta,
  type RuleRun,
  spanText,
  type Wants,
} from '../rule.ts'

const signIns: Wants = {operations: ['userloggedin', 'userloginfailed']}

const fatigue: RuleMeta = {
  id: 'AUTH-06',
  thresholds: [{what: 'denied or expired MFA prompts', least: 10, within: hour}],
  title: 'MFA fatigue: repeated MFA prompts',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1621'],
  question: 'Did an attacker with the password send prompts until the owner approves?',
  benign: 'An authenticator that does not work, at the owner’s own location.',
  next: [
    'Ask the owner whether they started these sign-ins.',
    'Reset the password: the sender of the prompts knows it.',
    'Require number matching for the authenticator.',
  ],
  source: 'https://attack.mitre.org/techniques/T1621/',
  needs: {operations: ['userloginfailed']},
}

const worn: RuleMeta = {
  ...fatigue,
  id: 'AUTH-07',
  thresholds: [{what: 'denied MFA prompts before the approval', least: 5, within: hour}],
  title: 'MFA prompt approved after repeated denials',
  severity: 'high',
  question: 'Did the owner approve a prompt that an attacker had caused?',
  next: [
    'Revoke the account’s sessions and reset its password now.',
    'Ask the owner whether the approved prompt was theirs.',
    'Read all that the account did since: rules, methods, consent, downloads.',
  ],
}

const mostUsers = 20_000

function startPrompts(context: DetectionContext): RuleRun {
  const runs = new BoundedMap<string, FailureRun>('accounts with denied prompts', mostUsers, context.evictions, {
    until: ({last}) => last + day,
    weight: ({evidence}) => evidence.count,
    dropped: (user, run) => close(user, run),
  })
  const close = (user: string, run: FailureRun) => {
    if (run.peak < 5) return
    const unfamiliar = unfamiliarNetworks(run, user, context, false)
    const home = unfamiliar.length === 0 && run.networks.size > 0
    context.report({
      rule: fatigue.id,
      key: user,
      severity: run.peak < 10 || home ? 'hint' : 'medium',
      title: `MFA fatigue: ${countOf(run.evidence.count, 'MFA prompt')} without approval for ${user}`,
      why: `${countOf(run.evidence.count, 'denied or expired prompt')} in ${spanText(run.evidence.last - run.evidence.first)}, ${run.peak} within an hour${home ? '' : `, from a network not seen with ${user} before`}`,
      actors: [],
      users: [user],
      objects: [user],
      addresses: [...run.networks.keys()].slice(0, 20),
      evidence: run.evidence,
    })
  }
  return {
    see(event) {
      const {user, time} = event
      const run = runs.get(user)
      if (event.act === 'userloggedin') {
        const before = run?.lastHour(time) ?? 0
        if (run && before >= 5) confirmed(context, event, run, before)
        return
      }
      if (event.errorCode !== '500121') return
      if (run && time - run.last > day) {
        close(user, run)
        runs.delete(user)
      }
      runs.at(user, () => new FailureRun()).add(event)
    },
    finish() {
      for (const [user, run] of runs.entries()) close(user, run)
    },
  }
}

function confirmed(context: DetectionContext, event: AuditEvent, run: FailureRun, before: number): void {
  const {user, address} = event
  const here = address && run.networks.get(address.network)
  const unfamiliar = here && context.terms.firstSeen('user-network', user, address.network) >= here.first
  // Elsewhere, or at home: the owner signs in as always while an attacker tries.
  if (!here) return
  context.report({
    rule: worn.id,
    key: user,
    severity: unfamiliar ? (before >= 8 ? 'high' : 'medium') : 'hint',
    title: `${user}, after ${before} denied prompts`,
    why: `${countOf(before, 'denied prompt')} within an hour, then a success from ${address.network}, ${unfamiliar ? 'first seen' : 'seen before'} for ${user}`,
    actors: [user],
    addresses: [address.text, address.network],
    evidence: EvidenceList.of(event).join(run.evidence),
  })
}

export const mfaFatigue: Rule[] = [{metas: [fatigue, worn], wants: signIns, actors: 'accounts', start: startPrompts}]
