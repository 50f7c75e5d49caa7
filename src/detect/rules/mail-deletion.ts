/** Mail deleted in bulk (MBX-19), and mail deleted that would have told something (MBX-20). */
import {BoundedMap} from '../bounded.ts'
import {Bursts, daysOf} from '../bursts.ts'
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

const bulk: RuleMeta = {
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
  thresholds: [{what: 'own messages deleted after they were sent', least: 3, within: hour}],
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
const muchAnHour = 1_000
const muchWhenStrange = 100

interface Item {
  id: string
  subject: string
}

function itemsOf(event: AuditEvent): Item[] {
  const affected = event.list('AffectedItems')
  const items = affected.length > 0 ? affected : event.list('Item')
  return items.map(item => ({id: textOf(own(item, 'InternetMessageId')), subject: textOf(own(item, 'Subject'))}))
}

function startBulk(context: DetectionContext): RuleRun {
  const bursts = new Bursts({name: 'accounts that delete mail', span: hour, least: muchWhenStrange}, context.evictions)
  return {
    see(event) {
      if (event.isService || event.result === 'failure' || isSubstrate(event)) return
      const number = Math.max(1, event.list('AffectedItems').length)
      const strange = isUnknownUser(context, event)
      bursts.add(event, {
        owner: `${event.user} ${mailboxOwnerOf(event)}`,
        weight: number,
        strange,
        place: event.address?.text,
        tally: event.operation.trim(),
      })
    },
    finish() {
      for (const [key, all] of bursts.finish()) {
        const [user = '', owner = ''] = key.split(' ')
        const [most] = [...all].sort((a, b) => b.strange - a.strange || b.count - a.count)
        if (!most) continue
        const strange = most.strange >= muchWhenStrange
        const others = user !== owner
        const much = most.count >= muchAnHour
        context.report({
          rule: bulk.id,
          key,
          severity: strange ? 'medium' : (much || others) && daysOf(all) < 3 ? 'low' : 'hint',
          title: `${user} deleted ${countOf(most.count, 'message')}${others ? ` of ${owner}` : ''}`,
          why: `${[...most.tally].map(([name, count]) => `${count.toLocaleString('en-US')} by ${name}`).join(', ')} in ${spanText(most.last - most.first)}${strange ? '; from an unfamiliar network and client app' : ''}`,
          actors: [user],
          users: others ? [owner] : [],
          objects: [owner],
          addresses: most.places.list(),
          evidence: most.evidence,
        })
      }
    },
  }
}

const telltale =
  /(unusual|suspicious|new|unknown|unrecogni[sz]ed).{1,20}sign-?in|security (alert|notification|info)|verification code|password (was |has been )?(changed|reset)|inbox rule|forwarding|direct deposit|payroll|bank (details|account)|undeliverable|unzustellbar|non remis|anmeldeversuch|sicherheits(warnung|hinweis)|connexion inhabituelle|inicio de sesión/i
const ownSent = 3

interface Traces {
  first: number
  strange: boolean
  subjects: string[]
  again: number
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
    weight: ({evidence, strange}) => evidence.count + (strange ? 1_000 : 0),
    dropped: (user, one) => tell(user, one),
  })
  const tell = (user: string, one: Traces) => {
    const many = one.again >= ownSent
    const parts = [
      one.subjects.length > 0 ? `Deleted: ${listed(one.subjects.map(quoted))}` : '',
      one.again > 0 ? `${countOf(one.again, 'message')} sent, then permanently deleted within an hour` : '',
    ]
    context.report({
      rule: traces.id,
      key: user,
      severity: many ? (one.strange ? 'medium' : 'low') : one.strange ? 'low' : 'hint',
      ...(one.forGood ? {rareSeverity: 'low' as const} : {}),
      title: `${user} deleted ${one.subjects.length === 0 || many ? 'messages just sent' : 'security or payment messages'}`,
      why: `${parts.filter(Boolean).join('; ')}${one.strange ? '; from an unfamiliar network and client app' : ''}`,
      actors: [user],
      addresses: one.place ? [one.place] : [],
      evidence: one.evidence,
    })
  }
  return {
    see(event) {
      if (event.isService || event.result === 'failure' || isSubstrate(event)) return
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
      if (telling.length === 0 && soon.length === 0) return
      let one = days.get(user)
      if (one && time - one.first >= day) {
        tell(user, one)
        days.delete(user)
        one = undefined
      }
      one ??= days.at(user, () => ({
        first: time,
        strange: false,
        subjects: [],
        again: 0,
        forGood: false,
        evidence: new EvidenceList(30),
        place: event.address?.text,
      }))
      one.strange ||= isUnknownUser(context, event)
      one.again += soon.length
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
  {metas: [bulk], wants: {operations: deletions}, start: startBulk},
  {metas: [traces], wants: {operations: [...deletions, 'send', 'sendas', 'sendonbehalf']}, start: startTraces},
]
