/** External users who write in Teams: as help desk (TMS-01), or with a link that a user then signs in at (TMS-05). */

import {domainOf, foldUser} from '../../audit/identity.ts'
import {isObject} from '../../audit/json.ts'
import {BoundedMap} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList, type EvidenceRecord} from '../evidence-list.ts'
import {isTrue, own, textOf} from '../field-values.ts'
import {isUnfamiliarAddress, quoted} from '../novelty.ts'
import {
  type DetectionContext,
  hour,
  listed,
  matching,
  type Rule,
  type RuleMeta,
  type RuleRun,
  signalOf,
  spanText,
} from '../rule.ts'

const helpdesk: RuleMeta = {
  id: 'TMS-01',
  title: 'External user impersonates help desk in Teams',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1566.003', 'T1656'],
  question: 'Did an external user write to users as if they were support?',
  benign: 'A service provider who does support the organisation.',
  next: [
    'Ask the recipients what they were asked to do.',
    'Look for remote control, codes given away, tools started.',
    'Block the sender’s organisation in Teams.',
  ],
  source: 'https://attack.mitre.org/techniques/T1566/003/',
  needs: {operations: ['chatcreated'], recordTypes: ['MicrosoftTeams']},
}

const links: RuleMeta = {
  ...helpdesk,
  id: 'TMS-05',
  thresholds: [],
  title: 'Teams link from an external user, then a token sign-in',
  techniques: ['T1566.003', 'T1528'],
  question: 'Did a user follow an unknown external user’s link and sign in for them?',
  benign: 'A partner’s link, and a sign-in that happened to come after.',
  needs: {operations: ['messagecreatedhaslink']},
}

const supportName =
  /(^|[^\p{L}])(help ?-?desk|service ?-?desk|it[ _-]?support|it[ _-]?(help|admin|abteilung|service)|tech(nical)? support|microsoft (security|support|teams support)|security team|support technique|soporte|systemadministrator|administrator|it-hilfe)([^\p{L}]|$)/iu

interface Member {
  user: string
  name: string
}

function membersOf(event: AuditEvent): Member[] {
  const members = event
    .list('Members')
    .slice(0, 100)
    .filter(isObject)
    .map(one => ({user: foldUser(textOf(own(one, 'UPN'))), name: textOf(own(one, 'DisplayName')).slice(0, 200)}))
  const author = {user: event.user, name: event.text('UserDisplayName') || event.text('SenderName')}
  return members.some(({user}) => user === event.user) ? members : [author, ...members]
}

function hasForeigners(event: AuditEvent): boolean {
  return isTrue(event.in('ParticipantInfo', 'HasForeignTenantUsers'))
}

/** Whose domain is neither of the tenant nor a guest's of it. */
function isForeign(context: DetectionContext, user: string): boolean {
  return user.includes('@') && !user.includes('#ext#') && context.tenant.isOutside(domainOf(user))
}

const chats = matching(helpdesk, {operations: ['chatcreated']}, (event, context) => {
  if (!hasForeigners(event) || !/^oneonone$/i.test(event.text('CommunicationType'))) return undefined
  const members = membersOf(event)
  const dressed = members.filter(({user, name}) => supportName.test(name) || supportName.test(user.split('@')[0] ?? ''))
  if (dressed.length === 0) return undefined
  return {
    key: dressed[0]?.user ?? '',
    title: '',
    why: '',
    actors: dressed.map(({user}) => user),
    // Which domains are ours is known at the end.
    settle: () => {
      const [sender] = dressed.filter(({user}) => isForeign(context, user))
      if (!sender) return 'drop'
      const others = members.filter(({user}) => user !== sender.user).map(({user}) => user)
      return {
        actors: [sender.user],
        users: others,
        confidence: sender.user.endsWith('.onmicrosoft.com') ? 'high' : 'medium',
        title: `${sender.user} wrote to ${listed(others)} as ${quoted(sender.name || sender.user)}`,
        why: `A one-to-one chat, and ${domainOf(sender.user)} is external`,
        objects: [sender.name || sender.user],
      }
    },
  }
})

interface Sent {
  from: string
  mark: EvidenceRecord
}

/** Clients and ways to sign in by which a victim hands an attacker a token. */
const handing = new Set([
  ...['29d9ed98-a469-4536-ade2-f981bc1d605e', 'aebc6443-996d-45c2-90f0-388ff96faa56'],
  ...['04b07795-8ddb-461a-bbee-02f9e1bf7b46', '1950a258-227b-4e31-a9cf-717495945fc2'],
])

function startLinks(context: DetectionContext): RuleRun {
  const threads = new BoundedMap<string, string[]>('chats with external users', 20_000, context.evictions, {
    actor: (_thread, [first = '']) => first,
  })
  const sent = new BoundedMap<string, Sent>('links from external users', 20_000, context.evictions, {
    until: ({mark}) => mark.time + hour,
    actor: (_recipient, {from}) => from,
  })
  return {
    see(event) {
      const {user, time} = event
      if (event.act === 'userloggedin') {
        const before = sent.get(user)
        if (!before || time - before.mark.time > hour || event.kind !== 'person') return
        const code = /^cmsi:cmsi$/i.test(event.extended.get('RequestType'))
        if (!code && !(handing.has(event.application) && isUnfamiliarAddress(context, event))) return
        const {from, mark} = before
        context.report({
          ...signalOf(event, {
            rule: links.id,
            key: `${from} ${user}`,
            title: `${user} received a link from ${from} and signed in ${code ? 'with a device code' : 'for another client'}`,
            why: `The sign-in came ${spanText(time - mark.time)} after the link`,
            users: [from],
            settle: () => (isForeign(context, from) ? {} : 'drop'),
          }),
          evidence: EvidenceList.of(mark, event),
        })
        return
      }
      const thread = event.text('ChatThreadId')
      const people = membersOf(event).map(one => one.user)
      if (hasForeigners(event) && people.length > 1 && people.length <= 50)
        threads.at(thread, () => people.filter(Boolean))
      if (event.act !== 'messagecreatedhaslink' || event.isService) return
      // Most links are sent by users of the tenant: those are no trap.
      if (!hasForeigners(event) && event.kind === 'person' && !threads.get(thread)) return
      const recipients = (threads.get(thread) ?? people).filter(one => one !== user)
      const {mark} = event
      for (const one of recipients.slice(0, 50)) {
        sent.delete(one)
        sent.at(one, () => ({from: user, mark}))
      }
      context.report({
        rule: links.id,
        key: user,
        severity: 'hint',
        title: `${user} sent a link to ${listed(recipients) || 'an unnamed user'}`,
        why: 'The sender belongs to another organisation',
        actors: [user],
        users: recipients,
        evidence: EvidenceList.of(mark),
        settle: () => (isForeign(context, user) ? {} : 'drop'),
      })
    },
  }
}

export const teamsExternalUsers: Rule[] = [
  chats,
  {
    metas: [links],
    wants: {operations: ['chatcreated', 'messagecreatedhaslink', 'userloggedin']},
    start: startLinks,
  },
]
