/** Permissions that applications hold themselves: granted (APP-04), asked for (APP-05), or taken by their own hand (APP-16). */

import {applicationName, applicationsOf} from '../directory.ts'
import type {AuditEvent} from '../event.ts'
import {quoted} from '../novelty.ts'
import {matching, type Rule, type RuleMatch, type RuleMeta} from '../rule.ts'
import {granteeOf, permissionName, reachOfRole, takesTenant} from './permissions.ts'

const granted: RuleMeta = {
  id: 'APP-04',
  title: 'High-privilege permission granted to an app',
  severity: 'medium',
  confidence: 'high',
  techniques: ['T1098.003', 'T1528'],
  question: 'Can an app now read all mail or files, or take over the tenant?',
  benign: 'A backup, a migration, a pipeline that sets up apps.',
  next: [
    'Ask the account that granted the permission for the change record.',
    'Check which credentials the app has, and since when.',
    'Narrow the permission: single mailboxes or sites are enough for most apps.',
  ],
  source: 'https://attack.mitre.org/techniques/T1098/003/',
  needs: {operations: ['add app role assignment to service principal']},
}

const asked: RuleMeta = {
  ...granted,
  id: 'APP-05',
  thresholds: [],
  title: 'High-privilege permission requested by an app',
  severity: 'low',
  confidence: 'medium',
  question: 'Is an app being prepared to read all mail, or to take over the tenant?',
  benign: 'An app under development.',
  next: [
    'Ask the app owner why it needs the permissions.',
    'Check whether the permissions were granted since.',
    'Check who else owns the app.',
  ],
  needs: {operations: ['update application']},
}

const itself: RuleMeta = {
  ...granted,
  id: 'APP-16',
  thresholds: [],
  title: 'App escalated its own privileges',
  severity: 'high',
  question: 'Did an app use its rights to gain more?',
  benign: 'A pipeline that manages its own permissions.',
  next: [
    'Disable the app’s sign-in until its owner confirms it.',
    'Check what it did with the new rights.',
    'Remove the app’s permission to write permissions.',
  ],
  needs: {
    operations: [
      'add app role assignment to service principal',
      'add member to role',
      'add owner to service principal',
    ],
  },
}

const assigning = ['add app role assignment to service principal']
const promoting = [...assigning, 'add member to role', 'add eligible member to role']

function grantedMatch(event: AuditEvent): RuleMatch | undefined {
  const id = (event.change('AppRole.Id')?.now ?? '').toLowerCase()
  const value = event.change('AppRole.Value')?.now || permissionName(id) || ''
  const reach = reachOfRole(value)
  if (reach === 'none') return undefined
  const {ids, name} = granteeOf(event)
  const taking = takesTenant(value)
  const byApplication = event.kind === 'application'
  return {
    key: `${event.user} ${ids[0] ?? name}`,
    severity: taking && byApplication ? 'high' : reach === 'write' ? 'medium' : 'low',
    title: `${quoted(name || 'an app')} received ${value}`,
    why: `${quoted(value)} gives access to ${taking ? 'the whole directory, its own rights included' : 'the data of all users'}; granted by ${event.user}${byApplication ? ', itself an app' : ''}`,
    objects: [name, value].filter(Boolean),
    applications: ids,
  }
}

const guid = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g

function askedMatch(event: AuditEvent): RuleMatch | undefined {
  const change = event.change('RequiredResourceAccess')
  const ids = (text: string) => text.slice(0, 60_000).toLowerCase().match(guid) ?? []
  const old = new Set(ids(change?.old ?? ''))
  const gained = ids(change?.now ?? '').filter(id => !old.has(id))
  const names = [...new Set(gained.map(permissionName).filter(name => name !== undefined))]
  if (names.length === 0) return undefined
  const name = applicationName(event)
  const applications = applicationsOf(event)
  return {
    key: `${event.user} ${applications[0] ?? name}`,
    title: `${quoted(name)} requests ${names.join(', ')}, set by ${event.user}`,
    why: `${names.join(', ')} ${names.length === 1 ? 'was' : 'were'} not among its requested permissions before`,
    objects: [name, ...names],
    applications,
  }
}

function itselfMatch(event: AuditEvent): RuleMatch | undefined {
  if (event.kind !== 'application') return undefined
  const own = new Set([event.actor.id, event.user.replace(/^serviceprincipal_/, '')].filter(Boolean))
  const role = event.change('Role.DisplayName')?.now ?? ''
  const grantee = granteeOf(event)
  const targets = assigning.includes(event.act) ? grantee.ids : [event.target.id]
  if (!targets.some(id => own.has(id))) return undefined
  const what = role || event.change('AppRole.Value')?.now || 'a permission'
  const name = grantee.name || event.target.name || event.user
  return {
    key: event.user,
    title: `${quoted(name)} granted itself ${what}`,
    why: `The app that granted ${quoted(what)} also received it`,
    objects: [name, what],
    applications: [...own],
  }
}

export const applicationPermissions: Rule[] = [
  matching(granted, {operations: assigning}, grantedMatch),
  matching(asked, {operations: ['update application']}, askedMatch),
  matching(itself, {operations: promoting}, itselfMatch),
]
