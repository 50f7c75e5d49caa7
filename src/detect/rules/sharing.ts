/** Links for anybody (FIL-04) and shares with people outside (FIL-05). */

import {domainOf} from '../../audit/identity.ts'
import {givesAccess, type ShareTarget, shareTarget, sharingOperations} from '../../audit/sharing.ts'
import type {AuditEvent} from '../event.ts'
import {externalRecipients, ownDomainsOf} from '../external-recipients.ts'
import {isUnknownUser, quoted} from '../novelty.ts'
import {countOf, day, listed, type Rule} from '../rule.ts'
import {type CountingRuleMeta, volumeRule} from '../volume-rule.ts'

const anybody: CountingRuleMeta = {
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

const outside: CountingRuleMeta = {
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

const anonymousLinks = volumeRule({
  meta: anybody,
  wants: {operations: sharingOperations('anyone', 'used')},
  actors: 'people',
  name: 'accounts that make anonymous links',
  by: 'terms',
  counted: (event, context) =>
    event.result !== 'failure' && event.act !== 'anonymouslinkused'
      ? {owner: event.user, term: event.object, unfamiliar: isUnknownUser(context, event)}
      : undefined,
  single: (event, context) => {
    if (event.result === 'failure') return undefined
    const editing = /<(Type|Permissions granted)>\s*(Edit|Contribute|Full)/i.test(event.text('EventData'))
    const used = event.act === 'anonymouslinkused'
    const name = quoted(event.text('SourceFileName') || event.object)
    return {
      key: `${event.user}${used ? ' uses' : ''}`,
      severity: !used && isUnknownUser(context, event) ? 'low' : 'hint',
      ...(editing && !used ? {rareSeverity: 'low' as const} : {}),
      title: `${event.user} ${used ? 'used' : 'created'} a link to ${name}`,
      why: editing ? 'All holders of the link can edit the file' : 'All holders of the link can read the file',
      objects: [event.object],
    }
  },
  told: ({owner, terms}, {unfamiliar, least}) => ({
    key: `${owner} many`,
    title: `${owner} created links to ${countOf(terms.toString(), 'file')}`,
    why: `${countOf(terms.toString(), 'file')} within a day; the threshold here is ${least}${unfamiliar ? '; from an unfamiliar network and client app' : ''}`,
  }),
})

/** Of its own, so that what `settle` closes over does not hold the event. */
function targetOf(event: AuditEvent): ShareTarget {
  return shareTarget(name => event.text(name))
}

const externalShares = volumeRule({
  meta: outside,
  wants: {operations: sharingOperations('people', 'guest').filter(givesAccess)},
  actors: 'people',
  name: 'accounts that share externally',
  by: 'terms',
  counted: (event, context) => {
    const domain = sharedDomain(event)
    if (domain === undefined) return undefined
    const unfamiliar = isUnknownUser(context, event)
    return {owner: `${event.user} ${domain}`, term: event.object, unfamiliar, tally: targetOf(event).account}
  },
  single: (event, context) => {
    const domain = sharedDomain(event)
    if (domain === undefined) return undefined
    const {account, guest} = targetOf(event)
    const home = ownDomainsOf(event)
    const first = context.terms.note('share-domain', '', domain, event.time, event.user)
    const fresh = first === event.time && !context.terms.learning('share-domain', event.time)
    const name = quoted(event.text('SourceFileName') || event.object)
    return {
      key: `${event.user} ${domain}`,
      severity: 'hint',
      title: `${event.user} shared ${name} with ${account}`,
      why: fresh ? `Nothing was shared with ${domain} before` : `Shared with an account at ${domain}`,
      objects: [event.object],
      // Guests of the directory are named by their homes; members never are.
      settle: () => (guest || externalRecipients(context, [`x@${domain}`], home).length > 0 ? {} : 'drop'),
    }
  },
  told: ({owner, terms, tally}, {context, unfamiliar, least}) => {
    const [user = '', domain = ''] = owner.split(' ')
    if (externalRecipients(context, [`x@${domain}`], [user]).length === 0) return undefined
    return {
      key: `${owner} many`,
      title: `${user} shared ${countOf(terms.toString(), 'file')} with ${domain}`,
      why: `${countOf(terms.toString(), 'file')} within a day; the threshold here is ${least}; with ${listed([...tally.keys()])}${unfamiliar ? '; from an unfamiliar network and client app' : ''}`,
      objects: [domain],
      facts: [domain],
    }
  },
})

/** The domain of the other side; undefined for what stays inside, and for what failed. */
function sharedDomain(event: AuditEvent): string | undefined {
  if (event.result === 'failure') return undefined
  const {account, member} = targetOf(event)
  const domain = domainOf(account)
  return domain === '' || domain === domainOf(event.user) || member ? undefined : domain
}

export const sharing: Rule[] = [anonymousLinks, externalShares]
