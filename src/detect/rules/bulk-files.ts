/** Files taken in bulk (FIL-01), also through an unfamiliar network or client (FIL-02). */
import type {Burst} from '../bursts.ts'
import type {AuditEvent} from '../event.ts'
import {isUnfamiliarAddress, isUnfamiliarClient, quoted} from '../novelty.ts'
import {countOf, day, hour, minute, type Rule, type Signal, spanText} from '../rule.ts'
import {type CountingRuleMeta, volumeRule} from '../volume-rule.ts'

const bulk: CountingRuleMeta = {
  id: 'FIL-01',
  thresholds: [
    {what: 'files downloaded by one account', least: 50, factor: 14, most: 180, within: 30 * minute},
    {what: 'files opened', least: 200, within: 30 * minute},
    {what: 'files synchronised', least: 500, within: 6 * hour},
  ],
  title: 'Mass file download or access',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1530', 'T1213.002'],
  question: 'Were hundreds of files taken?',
  benign: 'A move to a new computer, a hand-over, a backup; not the departure of a leaver.',
  next: [
    'Check which sites and folders the files belong to.',
    'Ask the user what they are for.',
    'Check whether the user is leaving or has left.',
  ],
  source: 'https://attack.mitre.org/techniques/T1530/',
  needs: {operations: ['filedownloaded', 'filesyncdownloadedfull', 'fileaccessed']},
}

const elsewhere: CountingRuleMeta = {
  ...bulk,
  id: 'FIL-02',
  thresholds: [{what: 'files taken through an unfamiliar network or client', least: 50, factor: 8, within: day}],
  title: 'Mass file download from an unfamiliar network or client',
  question: 'Did another party take files under a user’s name?',
  benign: 'Work on a journey; a new computer.',
  next: [
    'Ask the user where they were, and with which device.',
    'Check the sign-in that started the session.',
    'Revoke the sessions if it was not theirs.',
  ],
}

/** Work concerns one site or a few. */
const manySites = 5
const downloads = ['filedownloaded', 'filesyncdownloadedfull']
const openings = ['fileaccessed', 'fileaccessedextended', 'filepreviewed']

/** OneDrive’s first synchronisation takes everything, and is every new computer’s. */
function isSync(event: AuditEvent): boolean {
  return event.act === 'filesyncdownloadedfull' || /skydrivesync|onedrive/i.test(event.agent)
}

/** Holders of links have one name; their networks tell them apart. */
const byLink = 'anonymous'

function isByLink({user}: AuditEvent): boolean {
  return user === byLink
}

/** @param owner a user, or `anonymous` with a network. */
function nameOf(owner: string): string {
  return owner.startsWith(`${byLink} `)
    ? `holder of a link at ${owner.slice(byLink.length + 1) || 'an unknown network'}`
    : owner
}

function siteOf(event: AuditEvent): string {
  return event.text('SiteUrl').slice(0, 300) || event.text('Site')
}

interface Taking {
  name: string
  verb: string
  of(event: AuditEvent): boolean
  kept: {least: number; within: number}
  /** @param least files that are many to download here. */
  worth(burst: Burst, least: number): boolean
  severity(burst: Burst, least: number): NonNullable<Signal['severity']>
}

const takingAll = ({name, verb, of, kept, worth, severity}: Taking) =>
  volumeRule({
    meta: bulk,
    wants: {operations: [...downloads, ...openings]},
    name,
    by: 'terms',
    kept,
    worth,
    habitDays: 4,
    counted: event =>
      (event.kind === 'person' || event.kind === 'guest' || isByLink(event)) && event.result !== 'failure' && of(event)
        ? {
            owner: isByLink(event) ? `${byLink} ${event.address?.network ?? ''}` : event.user,
            term: event.object,
            tally: siteOf(event),
          }
        : undefined,
    told: (burst, {least}) => {
      const {owner, terms, tally, first, last} = burst
      return {
        key: owner,
        severity: severity(burst, least),
        title: `${nameOf(owner)} ${verb} ${countOf(terms.toString(), 'file')}`,
        why: `${countOf(terms.toString(), 'different file')} of ${countOf(tally.size, 'site')} in ${spanText(last - first)}`,
        actors: owner.startsWith(`${byLink} `) ? [] : [owner],
        objects: [...tally.keys()].slice(0, 10),
      }
    },
  })

const taken = takingAll({
  name: 'accounts that download',
  verb: 'downloaded',
  of: event => !isSync(event) && downloads.includes(event.act),
  kept: {least: 50, within: 30 * minute},
  worth: ({terms}, least) => terms.size >= least,
  severity: ({terms, tally}, least) =>
    terms.size >= 5 * least || (terms.size >= 2 * least && tally.size >= manySites) ? 'medium' : 'low',
})

/** Weaker than taking: a folder of pictures opens by the dozen. */
const opened = takingAll({
  name: 'accounts that open files',
  verb: 'opened',
  of: event => !isSync(event) && !downloads.includes(event.act),
  kept: {least: 200, within: 30 * minute},
  worth: ({terms}, least) => terms.size >= 5 * least,
  severity: ({tally}) => (tally.size >= manySites ? 'low' : 'hint'),
})

const synced = takingAll({
  name: 'accounts that synchronise',
  verb: 'synchronised',
  of: isSync,
  kept: {least: 500, within: 6 * hour},
  worth: () => true,
  severity: () => 'hint',
})

/** What is unfamiliar, by the last word of an owner. */
const unfamiliarParts: Readonly<Record<string, string>> = {
  both: 'an unfamiliar network and client app',
  network: 'an unfamiliar network',
  client: 'an unfamiliar client app',
}
/** Files that are many through an unfamiliar network and client at once. */
const fewElsewhere = 20

const takenElsewhere = volumeRule({
  meta: elsewhere,
  wants: {operations: [...downloads, 'filepreviewed', 'fileaccessed']},
  actors: 'members',
  name: 'files taken elsewhere',
  by: 'terms',
  kept: {least: fewElsewhere, within: day},
  worth: ({owner, terms}, least) => terms.size >= (owner.endsWith(' both') ? fewElsewhere : least),
  habitDays: Number.POSITIVE_INFINITY,
  counted: (event, context) => {
    if (event.result === 'failure') return undefined
    const network = isUnfamiliarAddress(context, event)
    const client = isUnfamiliarClient(context, event)
    // On a journey one's own computer synchronises what it always does.
    if ((!network && !client) || (isSync(event) && !client)) return undefined
    const part = network && client ? 'both' : network ? 'network' : 'client'
    return {owner: `${event.user} ${part}`, term: event.object, tally: event.agent.slice(0, 200)}
  },
  told: ({owner, terms, tally, first, last}, {least}) => {
    const [user = '', part = ''] = owner.split(' ')
    const severityOf: Record<string, Signal['severity']> = {
      both: terms.size >= least ? 'medium' : 'low',
      network: 'low',
      client: 'hint',
    }
    return {
      key: user,
      severity: severityOf[part] ?? 'hint',
      title: `${user} took ${countOf(terms.toString(), 'file')} through ${unfamiliarParts[part]}`,
      why: `${countOf(terms.toString(), 'different file')} in ${spanText(last - first)}; ${[...tally.keys()].slice(0, 2).map(quoted).join(', ')}`,
    }
  },
})

export const bulkFiles: Rule[] = [taken, opened, synced, takenElsewhere]
