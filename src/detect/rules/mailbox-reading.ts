/** Mail read in bulk (MBX-13), and mailboxes copied by odd clients (MBX-14). */

import {Bursts, daysOf} from '../bursts.ts'
import type {AuditEvent} from '../event.ts'
import {copierOf, foreignClient, isSubstrate, mailboxOwnerOf} from '../mail-clients.ts'
import {isUnfamiliarAddress, isUnfamiliarApplication, isUnfamiliarClient, quoted} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  day,
  matching,
  type Rule,
  type RuleMatch,
  type RuleMeta,
  type RuleRun,
  type Signal,
  scaled,
  signalOf,
  spanText,
} from '../rule.ts'

const given = 'MailItemsAccessed: E3 and E5, where mailbox auditing holds it'
const bulk: RuleMeta = {
  id: 'MBX-13',
  thresholds: [{what: 'messages read in one mailbox', least: 1000, within: day}],
  title: 'Mail read in bulk',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1114.002'],
  question: 'Was a mailbox read from end to end?',
  benign: 'A new profile, a migration, an archive.',
  next: [
    'Check which client app and IP address read it.',
    'Ask the owner whether they set up a new device.',
    'Treat all mail of that mailbox as read by others if not.',
  ],
  source: 'https://learn.microsoft.com/purview/audit-log-investigate-accounts',
  needs: {operations: ['mailitemsaccessed'], given},
}

const copying: RuleMeta = {
  ...bulk,
  id: 'MBX-14',
  thresholds: [],
  title: 'Mailbox synchronised by an unusual client',
  question: 'Does an unknown client app hold a copy of a mailbox?',
  benign: 'A mail app that the user prefers; a scanner or ticket system.',
}

const muchAday = 1_000

function startBulk(context: DetectionContext): RuleRun {
  const bursts = new Bursts({name: 'mailboxes read in bulk', span: day, least: muchAday}, context.evictions)
  return {
    see(event) {
      if (event.result === 'failure' || isSubstrate(event)) return
      const {user} = event
      const owner = mailboxOwnerOf(event)
      const unfamiliar = isUnfamiliarAddress(context, event) || isUnfamiliarApplication(context, event)
      const foreign = foreignClient(event)
      const others = owner !== user
      if (event.properties.isTrue('IsThrottled'))
        context.report(
          signalOf(event, {
            rule: bulk.id,
            key: `${user} ${owner}`,
            severity: unfamiliar || others ? 'medium' : 'low',
            title: `${user} read so much of ${owner} that records were throttled`,
            why: `IsThrottled is True: more than 1,000 records in 24 h${unfamiliar ? '; from an unfamiliar network or app' : ''}`,
            objects: [owner],
            users: others ? [owner] : [],
          }),
        )
      // What the owner reads with Outlook at their usual places is told as a volume, where it stands out.
      if (!unfamiliar && !others && foreign === '') return
      const number = Math.max(1, Math.min(10_000, Number(event.text('OperationCount')) || 1))
      bursts.add(event, {owner: `${user} ${owner} ${foreign}`, weight: number, unfamiliar, place: event.address?.text})
    },
    finish() {
      for (const [key, all] of bursts.finish()) {
        const [user = '', owner = '', application = ''] = key.split(' ')
        const [most] = [...all].sort((a, b) => b.count - a.count)
        if (!most) continue
        const unfamiliar = most.unfamiliar * 2 > most.count
        context.report({
          rule: bulk.id,
          key: `${user} ${owner}`,
          severity: daysOf(all) >= 3 ? 'hint' : unfamiliar ? 'medium' : 'low',
          title: `${user} read ${countOf(most.count, 'message')} of ${owner}`,
          why: `${countOf(most.count, 'message')} in ${spanText(most.last - most.first)}${unfamiliar ? ', from an unfamiliar network or app' : ''}`,
          actors: [user],
          users: owner === user ? [] : [owner],
          objects: [owner],
          addresses: most.places.list(),
          applications: application === '' ? [] : [application],
          evidence: most.evidence,
        })
      }
    },
  }
}

function copyingMatch(event: AuditEvent, context: DetectionContext): RuleMatch | undefined {
  if (isSubstrate(event) || event.properties.get('MailAccessType').toLowerCase() !== 'sync') return undefined
  const {user, agent, agentFamily} = event
  const copier = copierOf(agent)
  const freshProgram = isUnfamiliarClient(context, event) || isUnfamiliarApplication(context, event)
  if (!copier && !(foreignClient(event) !== '' && freshProgram)) return undefined
  const unfamiliar = isUnfamiliarAddress(context, event)
  // An old client in an old network is a habit, whatever one thinks of it.
  if (!freshProgram && !unfamiliar && copier !== 'script') return undefined
  const owner = mailboxOwnerOf(event)
  const key = `${user} ${owner} ${agentFamily}`
  const grave = (unfamiliar && freshProgram) || (copier === 'script' && (unfamiliar || freshProgram))
  const reasons = [
    'MailAccessType is Sync',
    freshProgram ? `first seen with ${user}` : '',
    unfamiliar ? `${event.address?.network} was not seen with ${user} before` : '',
  ]
  return {
    once: `${key} ${unfamiliar}`,
    key,
    severity: grave ? 'medium' : 'low',
    title: `${user} synchronised ${owner} with ${quoted(agent)}`,
    why: reasons.filter(Boolean).join('; '),
    objects: [owner],
    users: owner === user ? [] : [owner],
    ...(grave ? {} : {settle: settledClient(agentFamily, context)}),
  }
}

/** What many use is the organisation's. */
function settledClient(agentFamily: string, {terms, tenant}: DetectionContext): NonNullable<Signal['settle']> {
  return () =>
    terms.ownersOf('user-agent', agentFamily) > scaled(5, 1.4, tenant.users)
      ? {severity: 'hint', rareSeverity: 'low'}
      : {}
}

const wants = {operations: ['mailitemsaccessed']}
export const mailboxReading: Rule[] = [
  {metas: [bulk], wants, actors: 'accounts', start: startBulk},
  matching(copying, wants, copyingMatch),
]
