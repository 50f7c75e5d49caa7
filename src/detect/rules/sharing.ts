/** Links for anybody (FIL-04) and shares with people outside (FIL-05). */

import {domainOf} from '../../audit/identity.ts'
import {givesAccess, type ShareTarget, shareTarget, sharingOperations} from '../../audit/sharing.ts'
import {Bursts, daysOf} from '../bursts.ts'
import type {AuditEvent} from '../event.ts'
import {externalRecipients, ownDomainsOf} from '../external-recipients.ts'
import {quoted} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  day,
  listed,
  type Rule,
  type RuleMeta,
  type RuleRun,
  scaled,
  signalOf,
} from '../rule.ts'
import {isUnknownUser} from '../stranger.ts'

const anybody: RuleMeta = {
  id: 'FIL-04',
  title: 'Links that open for anybody',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1567', 'T1213.002'],
  question: 'Can files be read by whoever has a link?',
  benign: 'Sharing as people do it every day.',
  next: ['See what the links open, and for how long.', 'Ask whoever made them.', 'Remove the links that nobody needs.'],
  source: 'https://learn.microsoft.com/sharepoint/turn-external-sharing-on-or-off',
  needs: {operations: ['anonymouslinkcreated', 'anonymouslinkupdated', 'anonymouslinkused']},
}

const outside: RuleMeta = {
  ...anybody,
  id: 'FIL-05',
  title: 'Files shared outside in number',
  confidence: 'medium',
  techniques: ['T1567', 'T1537'],
  question: 'Was much given to people outside?',
  benign: 'A project with a partner.',
  next: [
    'See with whom, and what.',
    'Ask the person whether the partner is theirs.',
    'Take the shares back where nobody stands by them.',
  ],
  needs: {operations: ['addedtosecurelink', 'sharinginvitationcreated', 'sharingset', 'securelinkcreated']},
}

function startAnybody(context: DetectionContext): RuleRun {
  const bursts = new Bursts({name: 'makers of links for anybody', span: day, least: 3, by: 'terms'}, context.evictions)
  return {
    see(event) {
      if ((event.kind !== 'person' && event.kind !== 'guest') || event.result === 'failure') return
      const {user} = event
      const editing = /<(Type|Permissions granted)>\s*(Edit|Contribute|Full)/i.test(event.text('EventData'))
      const used = event.act === 'anonymouslinkused'
      const unfamiliar = isUnknownUser(context, event)
      if (!used)
        bursts.add(event, {
          owner: user,
          term: event.object,
          strange: unfamiliar,
          place: event.address?.text,
        })
      const name = quoted(event.text('SourceFileName') || event.object)
      context.report(
        signalOf(event, {
          rule: anybody.id,
          key: `${user}${used ? ' uses' : ''}`,
          severity: !used && unfamiliar ? 'low' : 'hint',
          ...(editing && !used ? {rareSeverity: 'low' as const} : {}),
          title: `${user} ${used ? 'used a link that opens' : 'made a link that opens'} ${name} for anybody`,
          why: editing ? 'Whoever has the link may change the file' : 'Whoever has the link may read the file',
          objects: [event.object],
        }),
      )
    },
    finish() {
      const least = scaled(4, 2.2, context.tenant.users)
      for (const [user, all] of bursts.finish()) {
        const worth = all.filter(burst => burst.terms.size >= least || burst.strange >= 3)
        const [most] = [...worth].sort((a, b) => b.strange - a.strange || b.terms.size - a.terms.size)
        if (!most) continue
        const strange = most.strange >= 3
        context.report({
          rule: anybody.id,
          key: `${user} many`,
          severity: strange ? 'medium' : daysOf(worth) >= 3 ? 'hint' : 'low',
          title: `${user} made ${countOf(most.terms.toString(), 'file')} open for anybody`,
          why: `${countOf(most.terms.toString(), 'file')} within a day, where ${least} are many${strange ? '; from a place and with a program not met before' : ''}`,
          actors: [user],
          addresses: most.places.list(),
          evidence: most.evidence,
        })
      }
    },
  }
}

/** Of its own, so that what `settle` closes over does not hold the event. */
function targetOf(event: AuditEvent): ShareTarget {
  return shareTarget(name => event.text(name))
}

function startOutside(context: DetectionContext): RuleRun {
  const shares = new Bursts({name: 'who shares outside', span: day, least: 10, by: 'terms'}, context.evictions)
  return {
    see(event) {
      if ((event.kind !== 'person' && event.kind !== 'guest') || event.result === 'failure') return
      const {user, object} = event
      const {account: person, guest, member} = targetOf(event)
      const domain = domainOf(person)
      const home = ownDomainsOf(event)
      if (domain === '' || domain === domainOf(user) || member) return
      const first = context.terms.note('share-domain', '', domain, event.time)
      const fresh = first === event.time && !context.terms.learning('share-domain', event.time)
      const name = quoted(event.text('SourceFileName') || object)
      shares.add(event, {
        owner: `${user} ${domain}`,
        term: object,
        strange: isUnknownUser(context, event),
        place: event.address?.text,
        tally: person,
      })
      context.report(
        signalOf(event, {
          rule: outside.id,
          key: `${user} ${domain}`,
          severity: 'hint',
          title: `${user} shared ${name} with ${person}`,
          why: fresh ? `Nothing was shared with ${domain} before` : `Shared with somebody at ${domain}`,
          objects: [object],
          // Guests of the directory are named by their homes; members never are.
          settle: () => (guest || externalRecipients(context, [`x@${domain}`], home).length > 0 ? {} : 'drop'),
        }),
      )
    },
    finish() {
      const least = scaled(15, 4, context.tenant.users)
      for (const [key, all] of shares.finish()) {
        const [user = '', domain = ''] = key.split(' ')
        const worth = all.filter(burst => burst.terms.size >= least || burst.strange >= 10)
        const [most] = [...worth].sort((a, b) => b.strange - a.strange || b.terms.size - a.terms.size)
        if (!most || externalRecipients(context, [`x@${domain}`], [user]).length === 0) continue
        const strange = most.strange >= 10
        context.report({
          rule: outside.id,
          key: `${key} many`,
          severity: strange ? 'medium' : daysOf(worth) >= 3 ? 'hint' : 'low',
          title: `${user} shared ${countOf(most.terms.toString(), 'file')} with ${domain}`,
          why: `${countOf(most.terms.toString(), 'file')} within a day, where ${least} are many; with ${listed([...most.tally.keys()])}${strange ? '; from a place and with a program not met before' : ''}`,
          actors: [user],
          objects: [domain],
          addresses: most.places.list(),
          evidence: most.evidence,
        })
      }
    },
  }
}

export const sharing: Rule[] = [
  {metas: [anybody], wants: {operations: sharingOperations('anyone', 'used')}, start: startAnybody},
  {
    metas: [outside],
    wants: {operations: sharingOperations('people', 'guest').filter(givesAccess)},
    start: startOutside,
  },
]
