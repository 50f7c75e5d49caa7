/** Roles of the directory: given to people (ROLE-01, ROLE-02), to applications and groups (ROLE-03), and PIM's guards (ROLE-08). */

import {foldUser} from '../../audit/identity.ts'
import type {Severity} from '../../audit/severity.ts'
import {BoundedMap, SlidingWindow} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList, type EvidenceRecord} from '../evidence-list.ts'
import {quoted} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  listed,
  matching,
  minute,
  type Rule,
  type RuleMeta,
  type RuleRun,
  signalOf,
} from '../rule.ts'

const privileged: RuleMeta = {
  id: 'ROLE-01',
  title: 'Privileged role assigned',
  severity: 'medium',
  confidence: 'high',
  techniques: ['T1098.003'],
  question: 'Who has more rights than before?',
  benign: 'A new administrator; a role activated through PIM for a task.',
  next: [
    'Ask the administrator who assigned it for the change record.',
    'Check what the assignee did with it.',
    'Make the role eligible instead of permanent.',
  ],
  source: 'https://attack.mitre.org/techniques/T1098/003/',
  needs: {operations: [/^add (eligible )?member to role/]},
}

const burst: RuleMeta = {
  ...privileged,
  id: 'ROLE-02',
  thresholds: [{what: 'roles for one account, or accounts with a role', least: 3, within: 10 * minute}],
  title: 'Several roles assigned within minutes',
  severity: 'low',
  confidence: 'medium',
  question: 'Is an account collecting rights, or creating helpers?',
  benign: 'The set-up of a new administrator.',
}

const toApplication: RuleMeta = {
  ...privileged,
  id: 'ROLE-03',
  thresholds: [],
  title: 'Role assigned to an app or a group',
  question: 'Can an app, or every member of a group, now administer?',
  benign: 'A planned automation; groups that carry roles.',
  next: [
    'Ask the administrator who assigned it for the change record.',
    'Check who owns the app or group, and which credentials it has.',
    'Remove the role if a smaller one is enough.',
  ],
  needs: {operations: [/^add (eligible )?member to role/]},
}

const guards: RuleMeta = {
  ...privileged,
  id: 'ROLE-08',
  thresholds: [],
  title: 'PIM setting or alert changed',
  severity: 'low',
  techniques: ['T1098.003', 'T1562'],
  question: 'Were approval, MFA or alerts for roles removed?',
  benign: 'Maintenance of PIM.',
  next: [
    'Compare the settings with those that were agreed.',
    'Check which roles were activated since.',
    'Set the role’s settings back if the change was not planned.',
  ],
  needs: {operations: [/^update role setting in pim/, 'disable pim alert'], given: 'needs Entra ID P2'},
}

/** Who holds one of these can give themselves all others. */
const highest = new Map([
  ['62e90394-69f5-4237-9190-012177145e10', 'Global Administrator'],
  ['e8611ab8-c189-46e8-94e1-60213ab1f814', 'Privileged Role Administrator'],
  ['7be44c8a-adaf-4e2a-84d6-ab2649e08a13', 'Privileged Authentication Administrator'],
])
const high = new Map([
  ['29232cdf-9323-42fd-ade2-1d097af3e4de', 'Exchange Administrator'],
  ['f28a1f50-f6e7-4571-818b-6a12f2af6b6c', 'SharePoint Administrator'],
  ['fe930be7-5e62-47db-91af-98c3a49a38b1', 'User Administrator'],
  ['9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', 'Application Administrator'],
  ['158c047a-c907-4556-b7ef-446551a6b5f7', 'Cloud Application Administrator'],
  ['c4e39bd9-1100-46d3-8c65-fb160da0071f', 'Authentication Administrator'],
  ['194ae4cb-b126-40b2-bd5b-6091b380977d', 'Security Administrator'],
  ['b1be1c3e-b65d-4f19-8427-f6fa0d97feb9', 'Conditional Access Administrator'],
  ['729827e3-9c14-49f7-bb1b-9608f156bbb8', 'Helpdesk Administrator'],
])

type Rank = 'highest' | 'high' | 'other'

interface Role {
  name: string
  rank: Rank
}

/** Undefined where the record names none. */
function roleOf(event: AuditEvent): Role | undefined {
  const template = (event.change('Role.TemplateId')?.now ?? '').toLowerCase()
  const said = event.change('Role.DisplayName')?.now ?? ''
  const name = said || highest.get(template) || high.get(template) || ''
  const wellKnown = event.change('Role.WellKnownObjectName')?.now ?? ''
  if (name === '' && template === '') return undefined
  const is = (map: Map<string, string>) => map.has(template) || (template === '' && [...map.values()].includes(name))
  const top = is(highest) || wellKnown === 'TenantAdmins' || name === 'Company Administrator'
  return {name: name || template, rank: top ? 'highest' : is(high) ? 'high' : 'other'}
}

interface Given {
  role: Role
  target: string
  mark: EvidenceRecord
}

function start(context: DetectionContext): RuleRun {
  const givers = new BoundedMap<string, SlidingWindow<Given>>('accounts that assign roles', 5_000, context.evictions, {
    until: window => window.until,
    weight: window => window.size,
  })
  return {
    see(event) {
      if (event.result === 'failure') return
      const role = roleOf(event)
      if (!role) return
      const activation = event.act.includes('activation') || event.actor.name === 'MS-PIM'
      const {kind} = event.target
      if (kind === 'ServicePrincipal' || kind === 'Application' || kind === 'Group') tellOther(context, event, role)
      else if (role.rank !== 'other') tellRole(context, event, role, activation)
      if (activation) return
      const target = targetOf(event)
      const window = givers.at(event.user, () => new SlidingWindow(10 * minute, 50))
      window.add(event.time, {role, target, mark: event.mark})
      tellBurst(context, event, window)
    },
  }
}

function targetOf(event: AuditEvent): string {
  return foldUser(event.target.name || event.object || event.target.id)
}

function tellRole(context: DetectionContext, event: AuditEvent, {name, rank}: Role, activation: boolean): void {
  const {user} = event
  const target = targetOf(event)
  const eligible = event.act.startsWith('add eligible')
  const oneself = target === user && !eligible
  const lasting: Severity | 'hint' = rank === 'highest' ? (oneself ? 'high' : 'medium') : 'low'
  const severity = activation ? 'hint' : eligible ? (rank === 'highest' ? 'low' : 'hint') : lasting
  context.report(
    signalOf(event, {
      rule: privileged.id,
      key: `${target} ${name}`,
      severity,
      title: activation ? `${target} activated ${name}` : `${name} to ${target} by ${user}`,
      why: activation
        ? 'Activated through PIM, for a limited time'
        : `${quoted(name)} is ${rank === 'highest' ? 'one of the highest roles' : 'a privileged role'}${eligible ? '; it was made eligible through PIM' : ', assigned outside PIM or permanently'}${oneself ? '; assigned by the assignee' : ''}`,
      users: [target].filter(Boolean),
      objects: [name],
    }),
  )
}

function tellOther(context: DetectionContext, event: AuditEvent, {name, rank}: Role): void {
  const {user, target} = event
  const what = target.kind === 'Group' ? 'group' : 'application'
  const called = target.name || event.object
  context.report(
    signalOf(event, {
      rule: toApplication.id,
      key: `${target.id || called} ${name}`,
      severity: rank === 'other' ? 'low' : 'medium',
      title: `${name} to the ${what} ${quoted(called)} by ${user}`,
      why: `${quoted(name)}${rank === 'other' ? '' : ', a privileged role,'} is now held by ${what === 'group' ? 'all members of a group' : 'every holder of the app’s credentials'}`,
      objects: [called, name],
      applications: what === 'group' ? [] : [target.id].filter(Boolean),
    }),
  )
}

function tellBurst(context: DetectionContext, event: AuditEvent, window: SlidingWindow<Given>): void {
  const {user, time} = event
  const target = targetOf(event)
  const all = window.within(time).map(({value}) => value)
  const targets = [...new Set(all.map(one => one.target))]
  const own = all.filter(one => one.target === target)
  const roles = [...new Set(own.map(({role}) => role.name))]
  if (targets.length < 3 && roles.length < 3) return
  const told = roles.length >= 3 ? own : all
  const grave = told.some(({role}) => role.rank === 'highest')
  context.report({
    rule: burst.id,
    key: user,
    severity: grave ? 'medium' : 'low',
    title: `${user} assigned ${roles.length >= 3 ? `${countOf(roles.length, 'role')} to ${target}` : `roles to ${countOf(targets.length, 'account')}`} within 10 min`,
    why: `${listed([...new Set(told.map(one => quoted(one.role.name)))], 6)}: to ${listed([...new Set(told.map(one => one.target))])}`,
    actors: [user],
    users: [...new Set(told.map(one => one.target))],
    objects: [...new Set(told.map(one => one.role.name))],
    facts: [...new Set(told.map(one => one.role.name))],
    evidence: EvidenceList.of(...told.map(one => one.mark)),
  })
}

export const roles: Rule[] = [
  {
    metas: [privileged, burst, toApplication],
    wants: {operations: [/^add (eligible )?member to role/]},
    actors: 'accounts',
    start,
  },
  matching(toApplication, {operations: ['set directory feature on tenant']}, event => {
    const text = event.changed.join(' ') + event.changed.map(name => event.change(name)?.now ?? '').join(' ')
    return (
      /role-?assignable/i.test(text.slice(0, 20_000)) && {
        key: event.user,
        severity: 'hint',
        title: `${event.user} changed whether groups can hold roles`,
        why: `${event.operationName}: ${quoted(event.changed.join(', '))}`,
      }
    )
  }),
  matching(guards, {operations: [/^update role setting in pim/, 'disable pim alert']}, event => {
    const alert = event.act === 'disable pim alert'
    const what = event.change('Role.DisplayName')?.now || event.target.name || event.object
    return {
      key: `${event.user} ${what}`,
      title: alert ? `${event.user} switched off a PIM alert` : `${event.user} changed the PIM settings of a role`,
      why: `${event.operationName}${what ? `: ${quoted(what)}` : ''}`,
      objects: [what].filter(Boolean),
    }
  }),
]
