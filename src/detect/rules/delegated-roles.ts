/** Rights outside the directory: Exchange's roles (ROLE-04), administrators of sites (ROLE-05), owners of teams (ROLE-06). */

import {foldUser} from '../../audit/identity.ts'
import {BoundedMap, SlidingWindow} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList, type EvidenceRecord} from '../evidence-list.ts'
import {own, textOf} from '../field-values.ts'
import {quoted} from '../novelty.ts'
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
} from '../rule.ts'

const exchange: RuleMeta = {
  id: 'ROLE-04',
  title: 'Exchange or Purview role assigned',
  severity: 'low',
  confidence: 'high',
  techniques: ['T1098.003', 'T1098.002'],
  question: 'Can an account now reach all mailboxes?',
  benign: 'A backup or migration product; a new administrator.',
  next: [
    'Ask the administrator who assigned it for the change record.',
    'Check what the assignee read since.',
    'Narrow the role to the mailboxes that it is for.',
  ],
  source: 'https://attack.mitre.org/techniques/T1098/003/',
  needs: {recordTypes: ['ExchangeAdmin', 'SecurityComplianceCenterEOPCmdlet']},
}

const sites: RuleMeta = {
  ...exchange,
  id: 'ROLE-05',
  thresholds: [{what: 'sites, for severity medium', least: 5, factor: 1.2, within: hour}],
  title: 'Site collection administrator added',
  confidence: 'medium',
  techniques: ['T1098', 'T1213.002'],
  question: 'Did an account give itself access to other users’ sites or drives?',
  benign: 'The set-up of a site; the drive of a leaver.',
  next: [
    'Ask the added administrator for the reason.',
    'Check which files they opened there.',
    'Remove the right when it is no longer needed.',
  ],
  needs: {operations: ['sitecollectionadminadded']},
}

const teams: RuleMeta = {
  ...sites,
  id: 'ROLE-06',
  thresholds: [{what: 'teams', least: 3, within: 30 * minute}],
  title: 'User became owner of several teams',
  techniques: ['T1098'],
  question: 'Is one account taking over teams?',
  benign: 'A hand-over; a reorganisation.',
  next: [
    'Ask the new owner whether it was planned.',
    'Check what was changed or deleted in the teams since.',
    'Restore the former owners if the change was not planned.',
  ],
  needs: {operations: ['memberrolechanged']},
}

const graveRoles =
  /^(applicationimpersonation|mailbox import export|mailbox search|application (mail|exchange|ews).{0,40})$/i
const graveGroups =
  /^(organization management|discovery management|ediscovery ?(manager|administrator)|compliance management)/i

function exchangeMatch(event: AuditEvent): RuleMatch | undefined {
  const {act, parameters, user} = event
  const role = parameters.get('Role') || parameters.get('Roles')
  const group = parameters.get('Identity') || parameters.get('Name')
  const receivers = ['User', 'SecurityGroup', 'App', 'Member', 'Members', 'Policy'].map(name => parameters.get(name))
  const receiver = receivers.find(Boolean) ?? ''
  const what = role || group || event.object
  const grave = act === 'add-rolegroupmember' ? graveGroups.test(group) : role.split(/[,;]\s*/).some(isGrave)
  return {
    key: `${user} ${act} ${what.slice(0, 100)}`,
    severity: grave ? 'medium' : act === 'new-managementscope' ? 'hint' : 'low',
    title: `${user} assigned ${quoted(what)} to ${receiver ? quoted(receiver) : 'an unnamed account'} (${event.operationName})`,
    why: `${quoted(what)}${grave ? ' reaches all mailboxes' : ' extends administrative rights'}${receiver ? `; assigned to ${quoted(receiver)}` : ''}`,
    users: receiver.includes('@') ? [foldUser(receiver)] : [],
    objects: [what, receiver].filter(Boolean).map(name => name.slice(0, 200)),
  }
}

function isGrave(role: string): boolean {
  return graveRoles.test(role.trim())
}

interface Added {
  site: string
  mark: EvidenceRecord
}

function startSites(context: DetectionContext): RuleRun {
  // A site that is forgotten here counts as an old one, which tells more.
  const made = new BoundedMap<string, number>('new sites', 5_000, context.evictions, {harmless: () => true})
  const adders = new BoundedMap<string, SlidingWindow<Added>>('administrators of sites', 5_000, context.evictions, {
    until: window => window.until,
    weight: window => window.size,
  })
  return {
    see(event) {
      if (event.result === 'failure') return
      const site = withoutFinalSlashes(event.object.toLowerCase())
      if (event.act === 'sitecollectioncreated') {
        made.at(site, () => event.time)
        return
      }
      if (event.time - (made.get(site) ?? Number.NEGATIVE_INFINITY) < hour) return
      const {user, time} = event
      const added = foldUser(event.change('SiteAdmin')?.now || event.text('TargetUserOrGroupName'))
      const oneself = added === user
      const window = adders.at(`${user} ${added}`, () => new SlidingWindow(hour, 100))
      window.add(time, {site, mark: event.mark})
      const all = window.within(time).map(({value}) => value)
      const places = [...new Set(all.map(one => one.site))]
      const drive = site.includes('/personal/') && oneself && !ownDrive(site, user)
      const many = places.length >= leastOf(sites, context.tenant.users)
      context.report({
        ...signalOf(event, {
          rule: sites.id,
          key: `${user} ${added}`,
          severity: many && oneself ? 'medium' : drive || many ? 'low' : 'hint',
          title: `${user} made ${oneself ? 'their own account' : added || 'an unnamed account'} administrator of ${countOf(places.length, 'site')}`,
          why: `${listed(places.map(quoted))}${drive ? '; the drive of another user' : ''}${many ? ', within an hour' : ''}`,
          users: [added].filter(Boolean),
          objects: places.slice(0, 50),
        }),
        evidence: EvidenceList.of(...all.map(({mark}) => mark)),
      })
    },
  }
}

/** `/\/+$/` would try every run of slashes to its end. */
function withoutFinalSlashes(site: string): string {
  let end = site.length
  while (site[end - 1] === '/') end--
  return site.slice(0, end)
}

/** `…/personal/ada_contoso_example` is ada@contoso.example's. */
function ownDrive(site: string, user: string): boolean {
  return site.endsWith(`/personal/${user.replace(/[^a-z\d]/g, '_')}`)
}

function startTeams(context: DetectionContext): RuleRun {
  const owners = new BoundedMap<string, SlidingWindow<Added>>('new owners of teams', 5_000, context.evictions, {
    until: window => window.until,
    weight: window => window.size,
  })
  return {
    see(event) {
      if (event.result === 'failure') return
      const {user, time} = event
      const team = event.text('TeamName') || event.text('TeamGuid')
      for (const member of event.list('Members').slice(0, 50)) {
        if (textOf(own(member, 'Role')) !== '2') continue
        const owner = foldUser(textOf(own(member, 'UPN')))
        const window = owners.at(`${user} ${owner}`, () => new SlidingWindow(30 * minute, 100))
        window.add(time, {site: team, mark: event.mark})
        const all = window.within(time).map(({value}) => value)
        const names = [...new Set(all.map(one => one.site))]
        if (names.length < 3) continue
        context.report({
          rule: teams.id,
          key: `${user} ${owner}`,
          title: `${owner || 'an unnamed account'} became owner of ${countOf(names.length, 'team')} within 30 min`,
          why: `${listed(names.map(quoted))}: ${owner === user ? 'added by the same account' : `added by ${user}`}`,
          actors: [user],
          users: [owner].filter(Boolean),
          objects: names.slice(0, 50),
          evidence: EvidenceList.of(...all.map(({mark}) => mark)),
        })
      }
    },
  }
}

const cmdlets = ['new-managementroleassignment', 'new-rolegroup', 'add-rolegroupmember', 'new-managementscope']

export const delegatedRoles: Rule[] = [
  matching(exchange, {operations: cmdlets}, exchangeMatch),
  {
    metas: [sites],
    wants: {operations: ['sitecollectionadminadded', 'sitecollectioncreated']},
    actors: 'accounts',
    start: startSites,
  },
  {metas: [teams], wants: {operations: ['memberrolechanged']}, actors: 'accounts', start: startTeams},
]
