/** Mailboxes opened by another account than their owner's (MBX-17). */
import type {AuditEvent} from '../event.ts'
import {isSubstrate, mailboxOwnerOf} from '../mail-clients.ts'
import {type DetectionContext, day, listed, type Rule, type RuleMatch} from '../rule.ts'
import {type CountingRuleMeta, volumeRule} from '../volume-rule.ts'

const others: CountingRuleMeta = {
  id: 'MBX-17',
  thresholds: [{what: 'mailboxes of other users, opened by one account', least: 4, factor: 1.4, within: day}],
  title: 'Access to another user’s mailbox',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1114.002'],
  question: 'Who reads mail in a mailbox that is not their own?',
  benign: 'Shared mailboxes, assistants, a leaver’s successor, a legal order.',
  next: [
    'Ask the mailbox owner whether the access is expected.',
    'Check who granted the access, and when.',
    'Check what was read, and whether mail was sent.',
  ],
  source: 'https://learn.microsoft.com/purview/audit-mailboxes',
  needs: {operations: ['mailitemsaccessed', 'folderbind', 'messagebind', 'adminmailaccess', 'search-mailbox']},
}

const items = ['mailitemsaccessed', 'folderbind', 'messagebind', 'send', 'sendas', 'softdelete', 'harddelete', 'copy']
const administrative = ['adminmailaccess', 'search-mailbox']

function opened(event: AuditEvent, context: DetectionContext): {owner: string; asAdministrator: boolean} | undefined {
  if (event.result === 'failure' || isSubstrate(event)) return undefined
  if (administrative.includes(event.act) || event.kind === 'application') return undefined
  const {user, time} = event
  const owner = mailboxOwnerOf(event)
  const logon = event.text('LogonType')
  const asAdministrator = logon === '1' || logon === 'Admin'
  if (owner === user || (!asAdministrator && logon !== '2' && logon !== 'Delegated')) return undefined
  context.terms.note('user-mailbox', user, owner, time)
  return context.terms.age('user-mailbox', user, owner, time) < day ? {owner, asAdministrator} : undefined
}

function single(event: AuditEvent, context: DetectionContext): RuleMatch | undefined {
  const {user} = event
  if (administrative.includes(event.act)) return byRight(event)
  const found = opened(event, context)
  if (!found) return undefined
  const {owner, asAdministrator} = found
  const key = `${user} ${owner}`
  return {
    once: key,
    key,
    severity: asAdministrator ? 'low' : 'hint',
    title: `${user} opened the mailbox of ${owner} for the first time`,
    why: `LogonType is ${asAdministrator ? 'Admin' : 'Delegate'}; ${user} was not seen in that mailbox before`,
    objects: [owner],
    users: [owner],
  }
}

function byRight(event: AuditEvent): RuleMatch | undefined {
  if (event.result === 'failure' || isSubstrate(event)) return undefined
  const {user} = event
  const mailbox = event.parameters.get('Identity') || event.text('MailboxOwnerUPN') || event.object
  return {
    key: `${user} as an administrator`,
    title: `${user} opened ${mailbox || 'a mailbox'} with an administrator’s right`,
    why: `${event.operationName} reads mail with an administrator’s right`,
    objects: [mailbox].filter(Boolean),
  }
}

export const othersMailboxes: Rule[] = [
  volumeRule({
    meta: others,
    wants: {operations: [...items, ...administrative]},
    actors: 'accounts',
    name: 'accounts that open mailboxes',
    by: 'terms',
    counted(event, context) {
      const found = opened(event, context)
      return found && {owner: event.user, term: found.owner}
    },
    single,
    habitDays: Number.POSITIVE_INFINITY,
    told: ({owner, terms}) => ({
      key: `${owner} many`,
      severity: 'medium',
      confidence: 'medium',
      title: `${owner} opened ${terms} mailboxes of other users`,
      why: `${listed(terms.list(), 5)} within a day, none of them before`,
      actors: [owner],
      users: terms.list().slice(0, 50),
      objects: terms.list().slice(0, 50),
    }),
  }),
]
