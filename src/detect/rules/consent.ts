/** Consents to applications: a person's (APP-01), the tenant's (APP-02), refused ones (APP-03), and bare grants (APP-06). */

import type {Severity} from '../../audit/severity.ts'
import {BoundedMap, Distinct} from '../bounded.ts'
import {applicationName, applicationsOf} from '../directory.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList} from '../evidence-list.ts'
import {isNewApplication, quoted} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  day,
  leastOf,
  listed,
  minute,
  type Rule,
  type RuleMeta,
  type RuleRun,
  signalOf,
  spanText,
} from '../rule.ts'
import {consentOf, granteeOf, notable, reachOf, wordsOf} from './permissions.ts'

const byUser: RuleMeta = {
  id: 'APP-01',
  title: 'User consent to a risky app',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1528', 'T1566.002'],
  question: 'Did a user consent to an app of an unknown publisher?',
  benign: 'An app that the organisation uses.',
  next: [
    'Check the app: publisher, age, redirect URIs.',
    'Ask the user what led them to it.',
    'Remove the consent and revoke the sessions if the app is not known.',
  ],
  source: 'https://learn.microsoft.com/security/operations/incident-response-playbook-app-consent',
  needs: {operations: ['consent to application']},
}

const byAdmin: RuleMeta = {
  ...byUser,
  id: 'APP-02',
  thresholds: [],
  title: 'Tenant-wide admin consent',
  techniques: ['T1528', 'T1098.003'],
  question: 'Did an administrator’s account grant an app access to the whole tenant?',
  benign: 'The planned roll-out of an app.',
  next: [
    'Ask the administrator for the change record.',
    'Compare the permissions with what the app needs.',
    'Remove the grant if it was not approved.',
  ],
}

const refused: RuleMeta = {
  ...byUser,
  id: 'APP-03',
  thresholds: [
    {what: 'users who refuse one app', least: 3, factor: 0.6},
    {what: 'times that one user is sent to an app', least: 10},
  ],
  title: 'App consent refused or blocked',
  severity: 'low',
  question: 'Are users led to an app that they, or a policy, refused?',
  benign: 'Users who change their mind; an app that waits for approval.',
  next: [
    'Check the app, and how users were led to it.',
    'Check whether any user did consent.',
    'Block the app if it is not known.',
  ],
  needs: {operations: ['consent to application', 'userloginfailed']},
}

const grant: RuleMeta = {
  ...byAdmin,
  id: 'APP-06',
  thresholds: [],
  title: 'Permission grant without a consent',
  severity: 'medium',
  question: 'Was a permission grant written directly, without the consent page?',
  benign: 'A script that sets up apps.',
  needs: {operations: ['add delegated permission grant', 'add oauth2permissiongrant']},
}

const grants = ['add delegated permission grant', 'add oauth2permissiongrant']
/** Declined by the person; asks for an administrator; blocked. */
const declinedByUser = '65004'
const declined = new Set([declinedByUser, '90094', '900941', '90095'])
const repeated = '65001'

interface Wave {
  users: Distinct
  evidence: EvidenceList
  last: number
}

function start(context: DetectionContext): RuleRun {
  /** When each actor consented: each consent comes with grants of its own. */
  const consents = new BoundedMap<string, number[]>('consents', 5_000, context.evictions, {harmless: () => true})
  const waves = new BoundedMap<string, Wave>('refused apps', 5_000, context.evictions, {
    until: ({last}) => last + day,
    weight: ({users, evidence}) => users.size + evidence.count,
  })
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
    if (wave.users.size >= leastOf(refused, context.tenant.users)) tellWave(context, {application, name, ...wave})
  }
  return {
    see(event) {
      if (event.act === 'userloginfailed') {
        const {errorCode: code, application} = event
        if (declined.has(code)) refuse(event, application, application)
        if (code === declinedByUser) tellDeclined(context, event)
        if (code === repeated) tellRepeated(context, event, waves)
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
      tellConsent(
        context,
        event,
        ids.every(id => isNewApplication(context, id, event.time)),
      )
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
      title: `${event.user} consented to ${quoted(name)}${wide ? ' for all users' : ''}`,
      why: `New permissions: ${listed(notable(scopes).map(quoted), 6) || 'none named'}${fresh ? '; first seen in the tenant' : ''}`,
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
      title: `consent of ${event.user} to ${quoted(name)} was refused`,
      why: reason ? `Reason given: ${quoted(reason)}` : 'The record says that it failed',
      objects: [name],
      applications,
    }),
  )
}

/** On the consent page, which an unknown app led to: it stays unknown where no account signs in to it. */
function tellDeclined(context: DetectionContext, event: AuditEvent): void {
  const {user, application} = event
  context.report(
    signalOf(event, {
      rule: refused.id,
      key: `${user} ${application}`,
      severity: 'hint',
      title: `${user} declined the consent that app ${application || 'without an id'} asked for`,
      why: 'Error 65004: the user declined on the consent page',
      settle: () => {
        const isUsed = context.terms.firstSeen('application', '', application) !== Number.POSITIVE_INFINITY
        return isUsed
          ? {}
          : {rareSeverity: 'low', why: 'Error 65004: the user declined on the consent page; no account uses the app'}
      },
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
    title: `${event.user} was sent to an app without consent ten times`,
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
    title: `${countOf(String(users), 'user')} refused ${quoted(name)}`,
    why: `${countOf(evidence.count, 'refused consent')} within ${spanText(evidence.last - evidence.first)}`,
    actors: [],
    users: users.list(),
    objects: [name],
    facts: [name],
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
      title: `${user} granted ${quoted(name || 'an app')} permissions${everybody ? ' for all users' : ''}`,
      why: `${listed(notable(scopes).map(quoted), 6)} in ${quoted(event.target.name || 'a resource')}, with no consent within 10 min`,
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
    actors: 'accounts',
    start,
  },
]
