/** Authentication methods: MFA removed (ACC-05), a method added (ACC-06), a Temporary Access Pass (ACC-07). */

import {foldUser} from '../../audit/identity.ts'
import type {Severity} from '../../audit/severity.ts'
import {BoundedMap, Distinct} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList, type EvidenceRecord} from '../evidence-list.ts'
import {own, textOf} from '../field-values.ts'
import {isUnfamiliarAddress, isUnfamiliarClient} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  day,
  hour,
  type Rule,
  type RuleMeta,
  type RuleRun,
  signalOf,
  spanText,
} from '../rule.ts'
import {isAdministrator} from './account-changes.ts'

const removed: RuleMeta = {
  id: 'ACC-05',
  title: 'MFA method removed from an account',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1556.006', 'T1098'],
  question: 'Can an account now be accessed with its password alone?',
  benign: 'A new phone: then a method is added again soon.',
  next: [
    'Ask the user whether they requested it, and from whom.',
    'Check whether a method was added since, and from which IP address.',
    'Require registration of MFA methods again.',
  ],
  source: 'https://attack.mitre.org/techniques/T1556/006/',
  needs: {operations: ['update user', 'disable strong authentication']},
}

const added: RuleMeta = {
  ...removed,
  id: 'ACC-06',
  thresholds: [],
  title: 'MFA method added or changed',
  techniques: ['T1098.005', 'T1556.006'],
  question: 'Did an attacker add a sign-in method of their own?',
  benign: 'A new phone; days on which many users enrol.',
  next: [
    'Ask the user whether the method is theirs.',
    'Remove the method and revoke the sessions if it is not.',
    'Check which IP address the sign-in before it came from.',
  ],
  needs: {operations: ['update user', 'user registered security info']},
}

const pass: RuleMeta = {
  ...removed,
  id: 'ACC-07',
  thresholds: [],
  title: 'Temporary Access Pass created',
  techniques: ['T1098.005', 'T1556.006'],
  question: 'Was a pass created that signs in without password and MFA?',
  benign: 'The help desk, for a new colleague or a lost phone.',
  next: [
    'Ask the creator for whom it is, and why.',
    'Check where the account signed in from afterwards.',
    'Restrict who may create such passes.',
  ],
  needs: {operations: ['admin registered security info'], given: 'needs the method switched on'},
}

const bySelf = ['user registered security info', 'user registered all required security info']
const byAdmin = 'admin registered security info'
/** Records of the service that makes the passes name them so. */
const passMade = /^(create|add) temporary access pass/
const off = ['disable strong authentication', 'admin deleted security info']
const requiring = 'enable strong authentication'

interface Doubt {
  mark: EvidenceRecord
  time: number
  network: string
}

function start(context: DetectionContext): RuleRun {
  const doubts = new BoundedMap<string, Doubt>('unfamiliar sign-ins', 10_000, context.evictions, {
    until: ({time}) => time + hour,
  })
  // What is forgotten of these two makes no act less grave, so that more is told.
  const regained = new BoundedMap<string, number[]>('methods added', 10_000, context.evictions, {harmless: () => true})
  const makers = new BoundedMap<string, number>('accounts that create passes', 2_000, context.evictions, {
    harmless: () => true,
  })
  const removers = new BoundedMap<string, Distinct>('accounts that remove methods', 5_000, context.evictions, {
    weight: ({size}) => size,
  })
  const gain = (event: AuditEvent, target: string, what: string) => {
    noteGain(regained, target, event.time)
    tellAdded(context, event, {target, what, doubt: doubts.get(target)})
  }
  return {
    see(event) {
      const {act, user, time} = event
      if (event.result === 'failure' || event.kind === 'none') return
      if (act === 'userloggedin') {
        const {address} = event
        if (address && isUnfamiliarAddress(context, event) && isUnfamiliarClient(context, event)) {
          doubts.delete(user)
          doubts.at(user, () => ({mark: event.mark, time, network: address.network}))
        }
        return
      }
      const target = foldUser(event.target.name || event.object)
      if ((act === byAdmin || passMade.test(act)) && isPass(event)) {
        makers.at(user, () => 0)
        const made = (makers.get(user) ?? 0) + 1
        makers.delete(user)
        makers.at(user, () => made)
        tellPass(context, event, target, makers)
      } else if (bySelf.includes(act)) gain(event, user || target, event.operationName)
      else if (act === byAdmin) gain(event, target, event.operationName)
      else if (act === requiring) noteGain(regained, target, time)
      else if (off.includes(act)) {
        const isRequirement = act === 'disable strong authentication'
        tellRemoved(context, event, {target, what: event.operationName, isRequirement, regained, removers})
      } else {
        const isRequirement = lostRequirement(event)
        const what = isRequirement ? 'MFA is no longer required' : lostMethods(event) ? 'all methods were removed' : ''
        if (what) tellRemoved(context, event, {target, what, isRequirement, regained, removers})
        const gained = gainedOf(event)
        if (gained) gain(event, target, gained)
      }
    },
  }
}

function isPass(event: AuditEvent): boolean {
  return event.act.includes('temporary access pass') || /temporary ?access ?pass/i.test(event.record.AuditData)
}

function noteGain(regained: BoundedMap<string, number[]>, target: string, time: number): void {
  const times = regained.at(target, () => [])
  times.push(time)
  if (times.length > 50) times.shift()
}

function lostMethods(event: AuditEvent): boolean {
  const methods = event.change('StrongAuthenticationMethod')
  return methods !== undefined && methods.oldList.length > 0 && methods.nowList.length === 0
}

function lostRequirement(event: AuditEvent): boolean {
  const requirement = event.change('StrongAuthenticationRequirement')
  const isRequired = (list: unknown[]) => list.some(one => /^[12]$/.test(textOf(own(one, 'State'))))
  return requirement !== undefined && isRequired(requirement.oldList) && !isRequired(requirement.nowList)
}

function gainedOf(event: AuditEvent): string {
  const methods = event.change('StrongAuthenticationMethod')
  if (methods && methods.nowList.length > methods.oldList.length)
    return `${methods.oldList.length} methods before, ${methods.nowList.length} now`
  const details = event.change('StrongAuthenticationUserDetails')
  if (!details || details.old === '' || details.old === details.now) return ''
  const names = ['PhoneNumber', 'AlternativePhoneNumber', 'Email']
  const changed = names.filter(name => {
    const now = textOf(own(details.nowList[0], name))
    return now !== '' && now !== textOf(own(details.oldList[0], name))
  })
  return changed.length > 0 ? `${changed.join(' and ')} changed` : ''
}

function tellAdded(
  context: DetectionContext,
  event: AuditEvent,
  {target, what, doubt}: {target: string; what: string; doubt: Doubt | undefined},
): void {
  if (target === '') return
  const gap = doubt ? event.time - doubt.time : Number.POSITIVE_INFINITY
  const soon = doubt !== undefined && gap <= hour
  context.report({
    rule: added.id,
    key: target,
    severity: soon ? 'low' : 'hint',
    title: `${target}`,
    why: soon
      ? `${what}; ${spanText(gap)} after a sign-in from ${doubt.network} with a client app, both first seen for ${target}`
      : what,
    // The service acts in the owner's name.
    actors: [target],
    users: event.kind === 'person' ? [event.user] : [],
    addresses: soon ? [doubt.network] : [],
    evidence: soon ? EvidenceList.of(doubt.mark).add(event, 2) : EvidenceList.of(event),
  })
}

interface Removal {
  target: string
  what: string
  /** Not a method, which a new phone explains, but the demand for MFA itself. */
  isRequirement: boolean
  regained: BoundedMap<string, number[]>
  removers: BoundedMap<string, Distinct>
}

function tellRemoved(
  context: DetectionContext,
  event: AuditEvent,
  {target, what, isRequirement, regained, removers}: Removal,
): void {
  const {user, time} = event
  if (target === '') return
  const others = removers.at(`${user} ${Math.floor(time / day)}`, () => new Distinct(100))
  others.add(target)
  const person = event.kind === 'person'
  context.report({
    rule: removed.id,
    key: target,
    severity: isRequirement ? 'medium' : 'low',
    title: `${target}${person && user !== target ? ` by ${user}` : ''}`,
    why: what,
    actors: person ? [user] : [target],
    users: [target],
    evidence: EvidenceList.of(event),
    settle: () => {
      const again = regained.get(target)?.find(gain => gain >= time && gain - time <= day)
      if (again !== undefined && again - time <= hour) return 'drop'
      if (again !== undefined)
        return {severity: 'hint', why: `${what}; a method was added ${spanText(again - time)} later`}
      const admin = isAdministrator(context, target)
      if (person && others.size >= 3)
        return {severity: 'medium', why: `${what}; ${user} did so to ${countOf(String(others), 'account')} that day`}
      return admin ? {severity: 'medium', why: `${what}; ${target} has administrative rights`} : {}
    },
  })
}

function tellPass(
  context: DetectionContext,
  event: AuditEvent,
  target: string,
  makers: BoundedMap<string, number>,
): void {
  const {user} = event
  context.report(
    signalOf(event, {
      rule: pass.id,
      key: `${user} ${target}`,
      title: `by ${user} for ${target || 'an unnamed account'}`,
      why: 'The pass signs in without password and MFA',
      users: [target].filter(Boolean),
      settle: () => {
        const severity: Severity | 'hint' =
          target !== user && isAdministrator(context, target) ? 'medium' : (makers.get(user) ?? 0) >= 3 ? 'hint' : 'low'
        return {severity}
      },
    }),
  )
}

export const methods: Rule[] = [
  {
    metas: [removed, added, pass],
    wants: {operations: ['update user', 'userloggedin', ...bySelf, byAdmin, passMade, ...off, requiring]},
    start,
  },
]
