/** Mailboxes opened by another account than their owner's (MBX-17). */
import {BoundedMap} from '../bounded.ts'
import {Bursts} from '../bursts.ts'
import {isSubstrate, mailboxOwnerOf} from '../mail-clients.ts'
import {type DetectionContext, day, leastOf, listed, type Rule, type RuleMeta, type RuleRun, signalOf} from '../rule.ts'

const others: RuleMeta = {
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

function start(context: DetectionContext): RuleRun {
  const bursts = new Bursts({name: 'accounts that open mailboxes', span: day, least: 4, by: 'terms'}, context.evictions)
  const told = new BoundedMap<string, true>('mailboxes opened by others', 50_000, context.evictions, {
    harmless: () => true,
  })
  return {
    see(event) {
      if (event.isService || event.result === 'failure' || isSubstrate(event)) return
      const {user, time} = event
      if (administrative.includes(event.act)) {
        const mailbox = event.parameters.get('Identity') || event.text('MailboxOwnerUPN') || event.object
        context.report(
          signalOf(event, {
            rule: others.id,
            key: `${user} as an administrator`,
            title: `${user} opened ${mailbox || 'a mailbox'} with an administrator’s right`,
            why: `${event.operationName} reads mail with an administrator’s right`,
            objects: [mailbox].filter(Boolean),
          }),
        )
        return
      }
      const owner = mailboxOwnerOf(event)
      const logon = event.text('LogonType')
      if (owner === user || (logon !== '1' && logon !== '2' && logon !== 'Admin' && logon !== 'Delegated')) return
      if (event.kind === 'application') return
      context.terms.note('user-mailbox', user, owner, time)
      if (context.terms.age('user-mailbox', user, owner, time) >= day) return
      bursts.add(event, {owner: user, term: owner, place: event.address?.text})
      const admin = logon === '1' || logon === 'Admin'
      const key = `${user} ${owner}`
      if (told.get(key)) return
      told.at(key, () => true)
      context.report(
        signalOf(event, {
          rule: others.id,
          key,
          severity: admin ? 'low' : 'hint',
          title: `${user} opened the mailbox of ${owner} for the first time`,
          why: `LogonType is ${admin ? 'Admin' : 'Delegate'}; ${user} was not seen in that mailbox before`,
          objects: [owner],
          users: [owner],
        }),
      )
    },
    finish() {
      const least = leastOf(others, context.tenant.users)
      for (const [user, all] of bursts.finish()) {
        const [most] = [...all].sort((a, b) => b.terms.size - a.terms.size)
        if (!most || most.terms.size < least) continue
        context.report({
          rule: others.id,
          key: `${user} many`,
          severity: 'medium',
          confidence: 'medium',
          title: `${user} opened ${most.terms} mailboxes of other users`,
          why: `${listed(most.terms.list(), 5)} within a day, none of them before`,
          actors: [user],
          users: most.terms.list().slice(0, 50),
          objects: most.terms.list().slice(0, 50),
          addresses: most.places.list(),
          evidence: most.evidence,
        })
      }
    },
  }
}

export const othersMailboxes: Rule[] = [{metas: [others], wants: {operations: [...items, ...administrative]}, start}]
