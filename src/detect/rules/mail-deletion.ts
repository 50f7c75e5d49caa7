/** Mail deleted in bulk (MBX-19), and mail deleted that would have told something (MBX-20). */
import {BoundedMap} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList, type EvidenceRecord} from '../evidence-list.ts'
import {own, textOf} from '../field-values.ts'
import {isSubstrate, mailboxOwnerOf} from '../mail-clients.ts'
import {isUnknownUser, quoted} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  day,
  hour,
  listed,
  type Rule,
  type RuleMeta,
  type RuleRun,
  spanText,
} from '../rule.ts'
import {type CountingRuleMeta, volumeRule} from '../volume-rule.ts'

const bulk: CountingRuleMeta = {
  id: 'MBX-19',
  thresholds: [
    {what: 'messages deleted by one account', least: 1000, within: hour},
    {what: 'messages from an unfamiliar network and client', least: 100, within: hour},
  ],
  title: 'Mail deleted in bulk',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1070.008', 'T1485'],
  question: 'Was a mailbox emptied?',
  benign: 'A clean-up; a client that moves mail to an archive.',
  next: [
    'Ask the owner.',
    'Recover the items while the retention allows it.',
    'Check what was done in the hours before.',
  ],
  source: 'https://attack.mitre.org/techniques/T1070/008/',
  needs: {operations: ['harddelete', 'softdelete', 'movetodeleteditems']},
}

const traces: RuleMeta = {
  ...bulk,
  id: 'MBX-20',
  thresholds: [
    {what: 'own messages deleted after they were sent', least: 3, within: hour},
    {what: 'messages deleted for good from the folder of sent mail', least: 5, within: day},
  ],
  title: 'Traces removed from a mailbox',
  question: 'Were warnings, or the account’s own sent mail, deleted?',
  benign: 'A user who keeps a tidy mailbox.',
  next: [
    'Ask the owner whether they deleted it.',
    'Read the deleted messages in the recoverable items.',
    'Check what the account sent in that hour, and to whom.',
  ],
}

const deletions = ['harddelete', 'softdelete', 'movetodeleteditems']

interface Item {
  id: string
  subject: string
  folder: string
}

function itemsOf(event: AuditEvent): Item[] {
  const affected = event.list('AffectedItems')
  const items = affected.length > 0 ? affected : event.list('Item')
  return items.map(item => ({
    id: textOf(own(item, 'InternetMessageId')),
    subject: textOf(own(item, 'Subject')),
    folder: textOf(own(own(item, 'ParentFolder'), 'Path')),
  }))
}

const emptied = volumeRule({
  meta: bulk,
  wants: {operations: deletions},
  actors: 'accounts',
  name: 'accounts that delete mail',
  by: 'count',
  // What is deleted in another's mailbox is told from the lower threshold on.
  worth: () => true,
  counted: (event, context) =>
    event.result === 'failure' || isSubstrate(event)
      ? undefined
      : {
          owner: `${event.user} ${mailboxOwnerOf(event)}`,
          weight: Math.max(1, event.list('AffectedItems').length),
          unfamiliar: isUnknownUser(context, event),
          tally: event.operationName,
        },
  told: ({owner: key, count, tally, first, last}, {unfamiliar, least}) => {
    const [user = '', owner = ''] = key.split(' ')
    const isOthers = user !== owner
    return {
      key,
      severity: unfamiliar ? 'medium' : count >= least || isOthers ? 'low' : 'hint',
      title: `${user} deleted ${countOf(count, 'message')}${isOthers ? ` of ${owner}` : ''}`,
      why: `${[...tally].map(([name, number]) => `${number.toLocaleString('en-US')} by ${name}`).join(', ')} in ${spanText(last - first)}${unfamiliar ? '; from an unfamiliar network and client app' : ''}`,
      users: isOthers ? [owner] : [],
      objects: [owner],
    }
  },
})

const telltale =
  /(unusual|suspicious|new|unknown|unrecogni[sz]ed).{1,20}sign-?in|security (alert|notification|info)|verification code|password (was |has been )?(changed|reset)|inbox rule|forwarding|direct deposit|payroll|bank (details|account)|undeliverable|unzustellbar|non remis|anmeldeversuch|sicherheits(warnung|hinweis)|connexion inhabituelle|inicio de sesión/i
const ownSent = 3
/** The folder of sent mail, in the languages of Outlook that are most used. */
const sentFolder =
  /^\\?(sent( items| messages)?|gesendete elemente|éléments envoyés|elementos enviados|posta inviata|verzonden items|skickat|sendte elementer|sendt post|lähetetyt|elementy wysłane|отправленные|已发送邮件|送信済みアイテム)$/i
const manyOfSentFolder = 5

interface Traces {
  first: number
  unfamiliar: boolean
  subjects: string[]
  again: number
  /** Messages deleted for good from the folder of sent mail, whose sending was not logged. */
  fromSent: number
  /** All messages deleted from the first of these on. */
  deleted: number
  /** Not only moved to the deleted items. */
  forGood: boolean
  evidence: EvidenceList
  place: string | undefined
}

function startTraces(context: DetectionContext): RuleRun {
  const sent = new BoundedMap<string, EvidenceRecord>('messages just sent', 50_000, context.evictions, {
    until: mark => mark.time + hour,
  })
  const days = new BoundedMap<string, Traces>('deleted mail of interest', 20_000, context.evictions, {
    until: ({first}) => first + day,
    weight: ({evidence, unfamiliar}) => evidence.count + (unfamiliar ? 1_000 : 0),
    dropped: (user, one) => tell(user, one),
  })
  const tell = (user: string, one: Traces) => {
    // Who cleans up deletes more than sent mail.
    const isOfSent = one.fromSent >= manyOfSentFolder && one.fromSent * 2 >= one.deleted
    const many = one.again >= ownSent || isOfSent
    if (one.subjects.length === 0 && one.again === 0 && !isOfSent) return
    const parts = [
      isOfSent ? `${countOf(one.fromSent, 'sent message')} permanently deleted` : '',
      one.subjects.length > 0 ? `Deleted: ${listed(one.subjects.map(quoted))}` : '',
      one.again > 0 ? `${countOf(one.again, 'message')} sent, then permanently deleted within an hour` : '',
    ]
    context.report({
      rule: traces.id,
      key: user,
      severity: many ? (one.unfamiliar ? 'medium' : 'low') : one.unfamiliar ? 'low' : 'hint',
      ...(one.forGood ? {rareSeverity: 'low' as const} : {}),
      title: `${user} deleted ${one.again >= ownSent || (one.subjects.length === 0 && !isOfSent) ? 'messages just sent' : isOfSent ? 'sent messages' : 'security or payment messages'}`,
      why: `${parts.filter(Boolean).join('; ')}${one.unfamiliar ? '; from an unfamiliar network and client app' : ''}`,
      actors: [user],
      addresses: one.place ? [one.place] : [],
      evidence: one.evidence,
    })
  }
  return {
    see(event) {
      if (event.result === 'failure' || isSubstrate(event)) return
      const {user, time} = event
      if (!deletions.includes(event.act)) {
        for (const {id} of itemsOf(event))
          if (id !== '') {
            sent.delete(`${user} ${id}`)
            sent.at(`${user} ${id}`, () => event.mark)
          }
        return
      }
      const items = itemsOf(event)
      const telling = items.filter(({subject}) => telltale.test(subject.slice(0, 300))).map(({subject}) => subject)
      const again = event.act === 'harddelete' ? items.flatMap(({id}) => sent.get(`${user} ${id}`) ?? []) : []
      const soon = again.filter(mark => time - mark.time <= hour)
      const ofSent =
        event.act === 'harddelete' && again.length === 0
          ? items.filter(({folder}) => sentFolder.test(folder)).length
          : 0
      let one = days.get(user)
      if (one && time - one.first >= day) {
        tell(user, one)
        days.delete(user)
        one = undefined
      }
      if (one) one.deleted += items.length
      if (telling.length === 0 && soon.length === 0 && ofSent === 0) return
      one ??= days.at(user, () => ({
        first: time,
        unfamiliar: false,
        subjects: [],
        again: 0,
        fromSent: 0,
        deleted: items.length,
        forGood: false,
        evidence: new EvidenceList(30),
        place: event.address?.text,
      }))
      one.unfamiliar ||= isUnknownUser(context, event)
      one.again += soon.length
      one.fromSent += ofSent
      one.forGood ||= event.act !== 'movetodeleteditems'
      for (const subject of telling.slice(0, 5)) if (one.subjects.length < 5) one.subjects.push(subject)
      one.evidence.add(event)
      for (const mark of soon.slice(0, 3)) one.evidence.add(mark)
    },
    finish() {
      for (const [user, one] of days.entries()) tell(user, one)
    },
  }
}

export const mailDeletions: Rule[] = [
  emptied,
  {
    metas: [traces],
    wants: {operations: [...deletions, 'send', 'sendas', 'sendonbehalf']},
    actors: 'accounts',
    start: startTraces,
  },
]
