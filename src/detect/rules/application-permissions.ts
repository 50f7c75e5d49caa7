/** Permissions that applications hold themselves: granted (APP-04), asked for (APP-05), or taken by their own hand (APP-16). */

import {applicationName, applicationsOf} from '../directory.ts'
import type {AuditEvent} from '../event.ts'
import {quoted} from '../novelty.ts'
import {matching, type Rule, type RuleMatch, type RuleMeta} from '../rule.ts'
import {granteeOf, permissionName, reachOfRole, takesTenant} from './permissions.ts'

const granted: RuleMeta = {
  id: 'APP-04',
  title: 'An application was given far-reaching permissions',
  severity: 'medium',
  confidence: 'high',
  techniques: ['T1098.003', 'T1528'],
  question: 'Can an application now read all mail or files, or take the tenant?',
  benign: 'A backup, a migration, a pipeline that sets applications up.',
  next: [
    'Ask who gave the permission for the order behind it.',
    'See which credentials the application has, and since when.',
    'Narrow the permission: single mailboxes or sites are enough for most.',
  ],
  source: 'https://attack.mitre.org/techniques/T1098/003/',
  needs: {operations: ['add app role assignment to service principal']},
}

const asked: RuleMeta = {
  ...granted,
  id: 'APP-05',
  title: 'An application asks for far-reaching permissions',
  severity: 'low',
  confidence: 'medium',
  question: 'Is an application being prepared to read all mail, or to take the tenant?',
  benign: 'An application under development.',
  next: [
    'Ask the application’s owner what it needs them for.',
    'See whether the permissions were granted since.',
    'Check who else owns the application.',
  ],
  needs: {operations: ['update application']},
}

const itself: RuleMeta = {
  ...granted,
  id: 'APP-16',
  title: 'An application promoted itself',
  severity: 'high',
  question: 'Did an application use what it had to take more?',
  benign: 'A pipeline that manages its own permissions.',
  next: [
    'Disable the application’s sign-in until somebody vouches for it.',
    'See what it did with what it took.',
    'Remove its permission to write permissions.',
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
    title: `${quoted(name || 'An application')} was given ${value}`,
    why: `${quoted(value)} lets it act on ${taking ? 'the whole directory, its own rights included' : 'everybody’s data'}; given by ${event.user}${byApplication ? ', itself an application' : ''}`,
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
    title: `${event.user} had ${quoted(name)} ask for ${names.join(', ')}`,
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
    title: `${quoted(name)} gave itself ${what}`,
    why: `The one who gave ${quoted(what)} and the one who received it are the same application`,
    objects: [name, what],
    applications: [...own],
  }
}

export const applicationPermissions: Rule[] = [
  matching(granted, {operations: assigning}, grantedMatch),
  matching(asked, {operations: ['update application']}, askedMatch),
  matching(itself, {operations: promoting}, itselfMatch),
]
