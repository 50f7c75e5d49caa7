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
  leastOf,
  listed,
  type Rule,
  type RuleMeta,
  type RuleRun,
  signalOf,
} from '../rule.ts'
import {isUnknownUser} from '../stranger.ts'

const anybody: RuleMeta = {
  id: 'FIL-04',
  thresholds: [
    {what: 'files opened by anonymous links of one account', least: 4, factor: 2.2, within: day},
    {what: 'files from an unfamiliar network and client', least: 3, within: day},
  ],
  title: 'Anonymous sharing link',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1567', 'T1213.002'],
  question: 'Can files be read by all holders of a link?',
  benign: 'Everyday sharing.',
  next: [
    'Check what the links open, and for how long.',
    'Ask the user who made them.',
    'Remove the links that are not needed.',
  ],
  source: 'https://learn.microsoft.com/sharepoint/turn-external-sharing-on-or-off',
  needs: {operations: ['anonymouslinkcreated', 'anonymouslinkupdated', 'anonymouslinkused']},
}

const outside: RuleMeta = {
  ...anybody,
  id: 'FIL-05',
  thresholds: [
    {what: 'files shared with one external domain', least: 15, factor: 4, within: day},
    {what: 'files from an unfamiliar network and client', least: 10, within: day},
  ],
  title: 'Files shared externally in bulk',
  confidence: 'medium',
  techniques: ['T1567', 'T1537'],
  question: 'Were many files shared with external users?',
  benign: 'A project with a partner.',
  next: [
    'Check with whom, and what.',
    'Ask the user whether the partner is known.',
    'Remove shares that have no owner.',
  ],
  needs: {operations: ['addedtosecurelink', 'sharinginvitationcreated', 'sharingset', 'securelinkcreated']},
}

function startAnybody(context: DetectionContext): RuleRun {
  const bursts = new Bursts(
    {name: 'accounts that make anonymous links', span: day, least: 3, by: 'terms'},
    context.evictions,
  )
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
          title: `${user} ${used ? 'used' : 'created'} a link to ${name}`,
          why: editing ? 'All holders of the link can edit the file' : 'All holders of the link can read the file',
          objects: [event.object],
        }),
      )
    },
    finish() {
      const least = leastOf(anybody, context.tenant.users)
      for (const [user, all] of bursts.finish()) {
        const worth = all.filter(burst => burst.terms.size >= least || burst.strange >= 3)
        const [most] = [...worth].sort((a, b) => b.strange - a.strange || b.terms.size - a.terms.size)
        if (!most) continue
        const strange = most.strange >= 3
        context.report({
          rule: anybody.id,
          key: `${user} many`,
          severity: strange ? 'medium' : daysOf(worth) >= 3 ? 'hint' : 'low',
          title: `${user} created links to ${countOf(most.terms.toString(), 'file')}`,
          why: `${countOf(most.terms.toString(), 'file')} within a day; the threshold here is ${least}${strange ? '; from an unfamiliar network and client app' : ''}`,
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
  const shares = new Bursts(
    {name: 'accounts that share externally', span: day, least: 10, by: 'terms'},
    context.evictions,
  )
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
          why: fresh ? `Nothing was shared with ${domain} before` : `Shared with an account at ${domain}`,
          objects: [object],
          // Guests of the directory are named by their homes; members never are.
          settle: () => (guest || externalRecipients(context, [`x@${domain}`], home).length > 0 ? {} : 'drop'),
        }),
      )
    },
    finish() {
      const least = leastOf(outside, context.tenant.users)
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
          why: `${countOf(most.terms.toString(), 'file')} within a day; the threshold here is ${least}; with ${listed([...most.tally.keys()])}${strange ? '; from an unfamiliar network and client app' : ''}`,
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
