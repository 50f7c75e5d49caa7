/** Accounts of others: guests (ACC-03), and passwords that an account resets for others (ACC-04). */

import {foldUser} from '../../audit/identity.ts'
import {BoundedMap, Distinct, SlidingWindow} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList, type EvidenceRecord} from '../evidence-list.ts'
import {
  countOf,
  type DetectionContext,
  hour,
  leastOf,
  listed,
  matching,
  minute,
  type Rule,
  type RuleMatch,
  type RuleMeta,
  type RuleRun,
  signalOf,
  spanText,
} from '../rule.ts'

const guests: RuleMeta = {
  id: 'ACC-03',
  thresholds: [{what: 'guests invited by one account', least: 10, factor: 4, within: hour}],
  title: 'Guest users invited or made members',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1136.003', 'T1098'],
  question: 'Were external users given access to the tenant?',
  benign: 'Work with partners.',
  next: ['Ask the inviter for the reason.', 'Check what the guests opened since.', 'Remove guests without a sponsor.'],
  source: 'https://attack.mitre.org/techniques/T1136/003/',
  needs: {operations: ['add user', 'invite external user', 'update user']},
}

const resets: RuleMeta = {
  ...guests,
  id: 'ACC-04',
  thresholds: [{what: 'accounts reset by one account', least: 4, factor: 1.4, within: 10 * minute}],
  title: 'Password reset of an administrator or in bulk',
  techniques: ['T1531', 'T1098'],
  question: 'Are accounts being taken over, or users locked out?',
  benign: 'Help desk work; an incident response; the start of a school year.',
  next: [
    'Ask the account that reset the passwords for the reason.',
    'Ask the account owners whether they requested it.',
    'Check who signed in to the accounts afterwards, and from which IP address.',
  ],
  needs: {operations: ['reset user password', 'change user password', 'update stsrefreshtokenvalidfrom timestamp']},
}

const inviting = ['add user', 'invite external user']
const resetting = ['reset user password', 'change user password', 'update stsrefreshtokenvalidfrom timestamp']

interface Done {
  target: string
  mark: EvidenceRecord
}

function startGuests(context: DetectionContext): RuleRun {
  const hosts = new BoundedMap<string, SlidingWindow<Done>>('domains of guests', 5_000, context.evictions, {
    until: window => window.until,
    weight: window => window.size,
  })
  return {
    see(event) {
      if (event.result === 'failure') return
      const target = foldUser(event.target.name || event.object)
      const guest =
        event.act === 'invite external user' || event.change('UserType')?.now === 'Guest' || target.includes('#ext#')
      if (!guest) return
      const {user, time} = event
      const window = hosts.at(user, () => new SlidingWindow(hour, 300))
      window.add(time, {target, mark: event.mark})
      const all = window.within(time).map(({value}) => value)
      const names = [...new Set(all.map(one => one.target))]
      const many = names.length >= leastOf(guests, context.tenant.users)
      // Hints are told of the one guest; the many are told together.
      context.report({
        ...signalOf(event, {
          rule: guests.id,
          key: user,
          severity: many ? 'low' : 'hint',
          title: `${user} invited ${countOf(names.length, 'guest')}${many ? ' within an hour' : ''}`,
          why: listed(names, 5),
          users: many ? names.slice(0, 50) : [target].filter(Boolean),
        }),
        evidence: many ? EvidenceList.of(...all.map(({mark}) => mark)) : EvidenceList.of(event),
      })
    },
  }
}

function memberMatch(event: AuditEvent): RuleMatch | undefined {
  const change = event.change('UserType')
  if (change?.old !== 'Guest' || change.now !== 'Member') return undefined
  const target = foldUser(event.target.name || event.object)
  return {
    key: `member ${target}`,
    title: `${event.user} changed the guest ${target} to a member`,
    why: 'UserType changed from Guest to Member: a member can read the whole directory',
    users: [target],
  }
}

function startResets(context: DetectionContext): RuleRun {
  const waves = new BoundedMap<string, Wave>('accounts that reset many passwords', 5_000, context.evictions)
  const resetters = new BoundedMap<string, SlidingWindow<Done>>(
    'accounts that reset passwords',
    5_000,
    context.evictions,
    {until: window => window.until, weight: window => window.size},
  )
  return {
    see(event) {
      if (event.result === 'failure') return
      const {user, time} = event
      const target = foldUser(event.target.name || event.object)
      if (target === '' || target === user) return
      const window = resetters.at(user, () => new SlidingWindow(10 * minute, 300))
      window.add(time, {target, mark: event.mark})
      const all = window.within(time).map(({value}) => value)
      const names = [...new Set(all.map(one => one.target))]
      const wave = waves.get(user)
      if (names.length >= leastOf(resets, context.tenant.users)) {
        if (wave && time - wave.evidence.last <= hour) {
          wave.targets.add(target)
          wave.evidence.add(event)
          return
        }
        const begun = {targets: new Distinct(mostReset), evidence: EvidenceList.of(...all.map(({mark}) => mark))}
        for (const name of names) begun.targets.add(name)
        if (wave) tellResets(context, user, wave)
        waves.delete(user)
        waves.at(user, () => begun)
      } else if (event.act === 'reset user password')
        context.report(
          signalOf(event, {
            rule: resets.id,
            key: `${user} ${target}`,
            severity: 'hint',
            title: `${user} reset the password of ${target}`,
            why: `Reset by ${user}`,
            users: [target],
            settle: () =>
              isAdministrator(context, target)
                ? {severity: 'low', why: `${target} has administrative rights, and ${user} now knows the password`}
                : {},
          }),
        )
    },
    finish() {
      for (const [user, wave] of waves.entries()) tellResets(context, user, wave)
    },
  }
}

/** What one account reset, without a pause of an hour. */
interface Wave {
  targets: Distinct
  evidence: EvidenceList
}

const mostReset = 1_000

function tellResets(context: DetectionContext, user: string, {targets, evidence}: Wave): void {
  const {users} = context.tenant
  const isHalf = targets.size >= 5 && targets.size * 2 >= users
  context.report({
    rule: resets.id,
    key: user,
    severity: isHalf || targets.size >= 2 * leastOf(resets, users) ? 'medium' : 'low',
    title: `${user} reset ${countOf(String(targets), 'account')} in ${spanText(evidence.last - evidence.first)}`,
    why: `${listed(targets.list(), 5)}; the tenant has ${countOf(users, 'user')}`,
    actors: [user],
    users: targets.list().slice(0, 50),
    evidence,
  })
}

/** Whether the account has administered, this month or earlier. */
export function isAdministrator(context: DetectionContext, user: string): boolean {
  return context.terms.firstSeen('admin', '', user) !== Number.POSITIVE_INFINITY
}

export const accounts: Rule[] = [
  {metas: [guests], wants: {operations: inviting}, actors: 'accounts', start: startGuests},
  matching(guests, {operations: ['update user']}, memberMatch),
  {metas: [resets], wants: {operations: resetting}, actors: 'accounts', start: startResets},
]
