/** Consents to applications: a person's (APP-01), the tenant's (APP-02), refused ones (APP-03), and bare grants (APP-06). */

import type {Severity} from '../../audit/severity.ts'
import {BoundedMap, Distinct} from '../bounded.ts'
import {applicationName, applicationsOf} from '../directory.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList} from '../evidence-list.ts'
import {quoted} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  day,
  listed,
  minute,
  type Rule,
  type RuleMeta,
  type RuleRun,
  scaled,
  signalOf,
  spanText,
} from '../rule.ts'
import {consentOf, granteeOf, notable, reachOf, wordsOf} from './permissions.ts'

const byUser: RuleMeta = {
  id: 'APP-01',
  title: 'A person let an application at their mail or files',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1528', 'T1566.002'],
  question: 'Did somebody consent to an application that a stranger made?',
  benign: 'An application that the organisation uses.',
  next: [
    'Look the application up: publisher, age, reply addresses.',
    'Ask the person what led them to it.',
    'Remove the consent and revoke the sessions if nobody knows it.',
  ],
  source: 'https://learn.microsoft.com/security/operations/incident-response-playbook-app-consent',
  needs: {operations: ['consent to application']},
}

const byAdmin: RuleMeta = {
  ...byUser,
  id: 'APP-02',
  title: 'An application was let in for everybody',
  techniques: ['T1528', 'T1098.003'],
  question: 'Did an administrator’s account open the whole tenant to an application?',
  benign: 'The roll-out of an application, as planned.',
  next: [
    'Ask the administrator for the order behind it.',
    'Compare the permissions with what the application needs.',
    'Remove the grant if nobody vouches for it.',
  ],
}

const refused: RuleMeta = {
  ...byUser,
  id: 'APP-03',
  title: 'Consents refused or blocked',
  severity: 'low',
  question: 'Are people being led to an application that they, or a policy, turned down?',
  benign: 'People who change their mind; an application that waits for its approval.',
  next: [
    'Look the application up, and how people came to it.',
    'See whether anybody did consent.',
    'Block the application if nobody knows it.',
  ],
  needs: {operations: ['consent to application', 'userloginfailed']},
}

const grant: RuleMeta = {
  ...byAdmin,
  id: 'APP-06',
  title: 'Permissions granted without a consent',
  severity: 'medium',
  question: 'Did somebody write a grant by hand, past the consent page?',
  benign: 'A script that sets applications up.',
  needs: {operations: ['add delegated permission grant', 'add oauth2permissiongrant']},
}

const grants = ['add delegated permission grant', 'add oauth2permissiongrant']
/** Declined by the person; asks for an administrator; blocked. */
const declined = new Set(['65004', '90094', '900941', '90095'])
const repeated = '65001'

interface Wave {
  users: Distinct
  evidence: EvidenceList
  last: number
}

function start(context: DetectionContext): RuleRun {
  /** When each actor consented: each consent comes with grants of its own. */
  const consents = new BoundedMap<string, number[]>('consents', 5_000, context.evictions)
  const before = new BoundedMap<string, true>('applications consented to', 5_000, context.evictions)
  const waves = new BoundedMap<string, Wave>('refused applications', 2_000, context.evictions)
  const refuse = (event: AuditEvent, application: string, name: string) => {
    const known = waves.get(application)
    if (known && event.time - known.last > day) waves.delete(application)
    const wave = waves.at(application, () => ({
      users: new Distinct(200),
      evidence: new EvidenceList(),
      last: event.time,
    }))
    wave.users.add(event.user)
    wave.evidence.add(event)
    wave.last = event.time
    if (wave.users.size >= scaled(3, 0.6, context.tenant.users)) tellWave(context, {application, name, ...wave})
  }
  return {
    see(event) {
      if (event.isService) return
      if (event.act === 'userloginfailed') {
        const {errorCode: code, application} = event
        if (declined.has(code)) refuse(event, application, application)
        else if (code === repeated) tellRepeated(context, event, waves)
        return
      }
      if (grants.includes(event.act)) {
        if (event.result !== 'failure') tellGrant(context, event, consents)
        return
      }
      const ids = applicationsOf(event)
      const name = applicationName(event)
      const {reason} = consentOf(event)
      if (event.result === 'failure') {
        tellRefused(context, event, reason)
        refuse(event, ids[0] ?? name, name)
        return
      }
      const times = consents.at(event.user, () => [])
      times.push(event.time)
      if (times.length > 200) times.shift()
      const fresh = ids.every(
        id => before.get(id) === undefined && context.terms.firstMet('application', '', id) > event.time - day,
      )
      for (const id of ids) before.at(id, () => true)
      tellConsent(context, event, fresh)
    },
  }
}

function tellConsent(context: DetectionContext, event: AuditEvent, fresh: boolean): void {
  const {admin, everybody, scopes} = consentOf(event)
  const reach = reachOf(scopes)
  const name = applicationName(event)
  const applications = applicationsOf(event)
  const wide = everybody || admin
  if (reach === 'none' && !wide) return
  const usual: Severity = reach === 'write' ? 'medium' : 'low'
  context.report(
    signalOf(event, {
      rule: wide ? byAdmin.id : byUser.id,
      key: `${event.user} ${applications[0] ?? name}`,
      severity: reach === 'none' || (!wide && !fresh) ? 'hint' : usual,
      title: `${event.user} let ${quoted(name)} in${wide ? ' for everybody' : ''}`,
      why: `New permissions: ${listed(notable(scopes).map(quoted), 6) || 'none named'}${fresh ? '; the application was not met in the tenant before' : ''}`,
      objects: [name],
      applications,
    }),
  )
}

function tellRefused(context: DetectionContext, event: AuditEvent, reason: string): void {
  const name = applicationName(event)
  const applications = applicationsOf(event)
  context.report(
    signalOf(event, {
      rule: refused.id,
      key: `${event.user} ${applications[0] ?? name}`,
      severity: /risk/i.test(reason) ? 'low' : 'hint',
      rareSeverity: 'low',
      title: `A consent of ${event.user} to ${quoted(name)} was refused`,
      why: reason ? `The reason given is ${quoted(reason)}` : 'The record says that it failed',
      objects: [name],
      applications,
    }),
  )
}

function tellRepeated(context: DetectionContext, event: AuditEvent, waves: BoundedMap<string, Wave>): void {
  const key = `${event.user} ${event.application}`
  const known = waves.get(key)
  if (known && event.time - known.last > day) waves.delete(key)
  const start = () => ({users: new Distinct(1), evidence: new EvidenceList(20), last: event.time})
  const wave = waves.at(key, start)
  wave.evidence.add(event)
  wave.last = event.time
  if (wave.evidence.count !== 10) return
  context.report({
    rule: refused.id,
    key,
    severity: 'hint',
    title: `${event.user} was led ten times to an application without a consent`,
    why: `Error 65001 ten times within ${spanText(event.time - wave.evidence.first)}`,
    actors: [event.user],
    applications: [event.application],
    evidence: wave.evidence,
  })
}

function tellWave(
  context: DetectionContext,
  {application, name, users, evidence}: Wave & {application: string; name: string},
) {
  context.report({
    rule: refused.id,
    key: application,
    title: `${countOf(String(users), 'person').replace('persons', 'people')} turned ${quoted(name)} down`,
    why: `${countOf(evidence.count, 'refused consent')} within ${spanText(evidence.last - evidence.first)}`,
    actors: [],
    users: users.list(),
    objects: [name],
    applications: [application],
    evidence: new EvidenceList().join(evidence),
  })
}

function tellGrant(context: DetectionContext, event: AuditEvent, consents: BoundedMap<string, number[]>): void {
  const {user, time} = event
  const scope = event.change('DelegatedPermissionGrant.Scope') ?? event.change('OAuth2PermissionGrant.Scope')
  const old = new Set(wordsOf(scope?.old ?? ''))
  const scopes = wordsOf(scope?.now ?? '').filter(word => !old.has(word))
  const type = event.change('DelegatedPermissionGrant.ConsentType') ?? event.change('OAuth2PermissionGrant.ConsentType')
  const everybody = type?.now === 'AllPrincipals'
  const reach = reachOf(scopes)
  if (reach === 'none') return
  const {ids, name} = granteeOf(event)
  context.report(
    signalOf(event, {
      rule: grant.id,
      key: `${user} ${ids[0] ?? name}`,
      severity: everybody ? (reach === 'write' ? 'medium' : 'low') : reach === 'write' ? 'low' : 'hint',
      title: `${user} granted ${quoted(name || 'an application')} permissions${everybody ? ' for everybody' : ''}`,
      why: `${listed(notable(scopes).map(quoted), 6)} in ${quoted(event.target.name || 'a resource')}, with no consent within ten minutes`,
      objects: [name, event.target.name].filter(Boolean),
      applications: ids,
      settle: () => (consents.get(user)?.some(consent => Math.abs(consent - time) <= 10 * minute) ? 'drop' : {}),
    }),
  )
}

export const consents: Rule[] = [
  {
    metas: [byUser, byAdmin, refused, grant],
    wants: {operations: ['consent to application', ...grants, 'userloginfailed']},
    start,
  },
]
