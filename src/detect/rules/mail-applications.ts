/** Applications that read mail for the first time (MBX-15), and those that read many mailboxes (MBX-16). */
import {BoundedMap, Distinct, SlidingWindow} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList} from '../evidence-list.ts'
import {foreignClient, isSubstrate, mailboxOwnerOf} from '../mail-clients.ts'
import {isNewApplication} from '../novelty.ts'
import {type DetectionContext, leastOf, listed, minute, type Rule, type RuleMeta, type RuleRun} from '../rule.ts'

const newReader: RuleMeta = {
  id: 'MBX-15',
  title: 'App first seen reading mail',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1114.002', 'T1528'],
  question: 'Which app reads mail for the first time?',
  benign: 'A roll-out.',
  next: [
    'Check the app, and who consented to it.',
    'Check whose mail it read, and how much.',
    'Disable the app if it is not known.',
  ],
  source: 'https://learn.microsoft.com/purview/audit-log-investigate-accounts',
  needs: {
    operations: ['mailitemsaccessed'],
    given: 'MailItemsAccessed: E3 and E5, where mailbox auditing holds it',
  },
}

const manyMailboxes: RuleMeta = {
  ...newReader,
  id: 'MBX-16',
  thresholds: [{what: 'mailboxes read by one app', least: 6, factor: 1.4, within: 10 * minute}],
  title: 'One app reads many mailboxes',
  severity: 'medium',
  confidence: 'medium',
  question: 'Does an app read mailboxes by the dozen?',
  benign: 'Backup, archive, signatures, a CRM.',
}

interface Reader {
  id: string
  fresh: boolean
  window: SlidingWindow<string>
  most: number
  mailboxes: Distinct
  users: Distinct
  evidence: EvidenceList
  first: AuditEvent['mark']
}

function startReaders(context: DetectionContext): RuleRun {
  const readers = new BoundedMap<string, Reader>('apps that read mail', 5_000, context.evictions, {
    weight: ({most, fresh}) => most + Number(fresh),
  })
  return {
    see(event) {
      if (event.result === 'failure' || isSubstrate(event)) return
      const id = foreignClient(event)
      if (id === '') return
      const {time, user} = event
      const one = readers.at(id, () => {
        context.terms.note('application', '', id, time, user)
        return {
          id,
          fresh: isNewApplication(context, id, time) && !context.terms.learning('application', time),
          window: new SlidingWindow(10 * minute, 500),
          most: 0,
          mailboxes: new Distinct(200),
          users: new Distinct(20),
          evidence: new EvidenceList(50),
          first: event.mark,
        }
      })
      one.users.add(user)
      one.mailboxes.add(mailboxOwnerOf(event))
      one.window.add(time, mailboxOwnerOf(event))
      const now = one.window.distinct(mailbox => mailbox)
      if (now > one.most) {
        one.most = now
        one.evidence.add(event, now)
      }
    },
    finish() {
      const least = leastOf(manyMailboxes, context.tenant.users)
      for (const one of readers.values()) {
        const common = {
          key: one.id,
          actors: one.users.list(),
          users: one.mailboxes.size <= 10 ? one.mailboxes.list() : [],
          objects: [one.id],
          applications: [one.id],
        }
        if (one.fresh && one.most < least)
          context.report({
            ...common,
            rule: newReader.id,
            title: `app ${one.id}`,
            why: `First seen; it read the mail of ${listed(one.mailboxes.list())}`,
            evidence: EvidenceList.of(one.first),
          })
        if (one.most >= least)
          context.report({
            ...common,
            rule: manyMailboxes.id,
            severity: one.fresh ? 'medium' : 'hint',
            title: `app ${one.id} read ${one.mailboxes} mailboxes`,
            why: `${one.most} of them within 10 min; the threshold here is ${least}${one.fresh ? '; the app is first seen' : ''}`,
            evidence: one.evidence,
          })
      }
    },
  }
}

export const mailApplications: Rule[] = [
  {
    metas: [newReader, manyMailboxes],
    wants: {operations: ['mailitemsaccessed']},
    actors: 'accounts',
    start: startReaders,
  },
]
