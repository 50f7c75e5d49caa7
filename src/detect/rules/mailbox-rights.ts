/** Rights on mailboxes (MBX-11) and on their folders (MBX-12). */

import {foldUser} from '../../audit/identity.ts'
import {isObject} from '../../audit/json.ts'
import {Bursts, daysOf} from '../bursts.ts'
import type {AuditEvent} from '../event.ts'
import {externalRecipients, ownDomainsOf} from '../external-recipients.ts'
import {own, textOf} from '../field-values.ts'
import {quoted} from '../novelty.ts'
import {isNameOf, recipientName} from '../recipient-names.ts'
import {
  type DetectionContext,
  day,
  hour,
  leastOf,
  listed,
  type Rule,
  type RuleMeta,
  type RuleRun,
  signalOf,
  spanText,
} from '../rule.ts'

const mailboxes: RuleMeta = {
  id: 'MBX-11',
  thresholds: [{what: 'mailboxes opened to one account', least: 3, factor: 0.9, within: day}],
  title: 'Mailbox permission granted',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1098.002'],
  question: 'Who can now read a mailbox, or send as its owner?',
  benign: 'Assistants, shared mailboxes, a leaver’s successor.',
  next: [
    'Ask the mailbox owner whether they know of it.',
    'Look for mail read or sent through the permission since then.',
    'Remove the permission if it has no owner.',
  ],
  source: 'https://attack.mitre.org/techniques/T1098/002/',
  needs: {operations: ['add-mailboxpermission', 'add-recipientpermission', 'set-mailbox']},
}

const folders: RuleMeta = {
  ...mailboxes,
  id: 'MBX-12',
  thresholds: [],
  title: 'Mail folder opened to all users',
  question: 'Can all users, or external ones, read a folder of mail?',
  benign: 'A folder that a team shares on purpose.',
  next: [
    'Ask the mailbox owner whether they set it.',
    'Set the right of Default and Anonymous back to None.',
    'Look for other accounts that read the folder since then.',
  ],
  needs: {
    operations: ['add-mailboxfolderpermission', 'set-mailboxfolderpermission', 'modifyfolderpermissions'],
  },
}

const everybody = /^(default|anonymous|everyone|nt authority\\anonymous logon|standard|jeder|tout le monde|todos)$/i
const strong = /fullaccess|changepermission|changeowner|sendas/i

interface Grant {
  mailbox: string
  /** As sent. */
  mailboxText: string
  grantees: {name: string; text: string}[]
  rights: string
}

function grantOf({act, parameters, object}: AuditEvent): Grant | undefined {
  const mailboxText = parameters.get('Identity') || object
  const mailbox = recipientName(mailboxText)
  const named = (text: string) => ({name: recipientName(text), text})
  if (act === 'set-mailbox') {
    const value = parameters.get('GrantSendOnBehalfTo')
    if (value === '' || /remove/i.test(value)) return undefined
    // `user;user`, or PowerShell's `@{Add="user"}`.
    const plain = value.replace(/^@\{\s*add\s*=/i, '').replace(/[{}"']/g, '')
    const grantees = plain
      .split(/[;,]/)
      .map(named)
      .filter(({name}) => name !== '')
    return {mailbox, mailboxText, grantees, rights: 'SendOnBehalf'}
  }
  const rights = parameters.get('AccessRights')
  if (!strong.test(rights) || parameters.isTrue('Deny')) return undefined
  return {mailbox, mailboxText, grantees: [named(parameters.get('User') || parameters.get('Trustee'))], rights}
}

function startMailboxes(context: DetectionContext): RuleRun {
  const bursts = new Bursts(
    {name: 'accounts with mailbox permissions', span: day, least: 3, by: 'terms'},
    context.evictions,
  )
  return {
    see(event) {
      if (event.result === 'failure') return
      const grant = grantOf(event)
      if (!grant) return
      const {mailbox, mailboxText, rights} = grant
      const {user} = event
      const grantees = grant.grantees.map(({name}) => name)
      for (const one of grantees) bursts.add(event, {owner: one, term: mailbox, tally: user})
      const self = !isNameOf(mailboxText, user) && grant.grantees.some(({text}) => isNameOf(text, user))
      const all = grantees.some(one => everybody.test(one))
      const near = ownDomainsOf(event)
      context.report(
        signalOf(event, {
          rule: mailboxes.id,
          key: self ? `${user} themselves` : `${user} ${grantees[0] ?? ''}`,
          severity: self || all ? 'medium' : 'hint',
          title: self
            ? `${user} gave their own account access to ${mailbox}`
            : `${user} gave ${listed(grantees)} access to ${mailbox}`,
          why: `${rights} on ${quoted(mailbox)}${self ? ', for the actor’s own account' : all ? ', for all users' : ''}`,
          objects: [mailbox],
          users: grantees.filter(one => one.includes('@') && one !== user),
          settle: () => {
            const outsiders = externalRecipients(context, grantees, near)
            if (outsiders.length > 0 && !self)
              return {severity: 'medium', why: `${rights} for ${listed(outsiders)}, external`}
            // A shared mailbox is there to be opened by others.
            return isPerson(context, mailboxText) ? {rareSeverity: 'low'} : {}
          },
        }),
      )
    },
    finish() {
      const least = leastOf(mailboxes, context.tenant.users)
      for (const [grantee, all] of bursts.finish()) {
        const [most] = [...all].sort((a, b) => b.terms.size - a.terms.size)
        if (!most || most.terms.size < least || daysOf(all) >= 3) continue
        context.report({
          rule: mailboxes.id,
          key: `many ${grantee}`,
          severity: most.last - most.first <= hour ? 'medium' : 'low',
          title: `${grantee} received access to ${most.terms} mailboxes in ${spanText(most.last - most.first)}`,
          why: `${listed(most.terms.list(), 5)}; by ${listed([...most.tally.keys()])}`,
          actors: [...most.tally.keys()],
          users: grantee.includes('@') ? [grantee] : [],
          objects: most.terms.list().slice(0, 50),
          evidence: most.evidence,
        })
      }
    },
  }
}

/** Whether the owner of a mailbox was at work this month. */
function isPerson(context: DetectionContext, mailbox: string): boolean {
  const name = recipientName(mailbox)
  const {people} = context.profiles
  return people.get(name) !== undefined || [...people.entries()].some(([user]) => isNameOf(mailbox, user))
}

const calendars = /(calendar|kalend|calend|agenda|naptár|календар|予定表|日历|행사|freebusy|birthdays|geburtstage)/i
const reading = /(read(any|items|body)|editor|owner|reviewer|author|readwrite|full)/i

function startFolders(context: DetectionContext): RuleRun {
  return {
    see(event) {
      if (event.result === 'failure') return
      const found = event.recordType === 'ExchangeAdmin' ? cmdletRight(event) : itemRight(event)
      if (!found || calendars.test(found.folder) || !reading.test(found.rights)) return
      const all = everybody.test(found.member)
      const near = ownDomainsOf(event)
      context.report(
        signalOf(event, {
          rule: folders.id,
          key: `${event.user} ${all ? 'everybody' : foldUser(found.member)}`,
          severity: all ? 'medium' : 'hint',
          title: `${event.user} opened the folder ${quoted(found.folder)} to ${all ? 'all users' : found.member}`,
          why: `${quoted(found.member)} has ${found.rights}`,
          objects: [found.folder],
          users: found.member.includes('@') ? [foldUser(found.member)] : [],
          settle: () =>
            externalRecipients(context, [foldUser(found.member)], near).length > 0
              ? {severity: 'low', why: `${quoted(found.member)}, external, has ${found.rights}`}
              : {},
        }),
      )
    },
  }
}

interface FolderRight {
  folder: string
  member: string
  rights: string
}

function cmdletRight({parameters, object}: AuditEvent): FolderRight {
  return {
    folder: parameters.get('Identity') || object,
    member: parameters.get('User').trim(),
    rights: parameters.get('AccessRights'),
  }
}

function itemRight(event: AuditEvent): FolderRight | undefined {
  const item = event.raw('Item')
  const folder = own(item, 'ParentFolder')
  if (!isObject(folder)) return undefined
  const path = textOf(own(folder, 'Path')) || textOf(own(folder, 'Name'))
  return {
    folder: path,
    member: textOf(own(folder, 'MemberUpn')).trim(),
    rights: textOf(own(folder, 'MemberRights')),
  }
}

export const mailboxRights: Rule[] = [
  {
    metas: [mailboxes],
    wants: {operations: ['add-mailboxpermission', 'add-recipientpermission', 'set-mailbox']},
    actors: 'accounts',
    start: startMailboxes,
  },
  {
    metas: [folders],
    wants: {
      operations: [
        ...['add-mailboxfolderpermission', 'set-mailboxfolderpermission', 'modifyfolderpermissions'],
        ...['addfolderpermissions', 'updatefolderpermissions'],
      ],
    },
    actors: 'accounts',
    start: startFolders,
  },
]
