/** Files taken in bulk (FIL-01), also through an unfamiliar network or client (FIL-02). */
import {type Burst, Bursts, daysOf} from '../bursts.ts'
import type {AuditEvent} from '../event.ts'
import {isUnfamiliarAddress, isUnfamiliarClient, quoted} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  day,
  hour,
  leastOf,
  minute,
  type Rule,
  type RuleMeta,
  type RuleRun,
  type Signal,
  spanText,
} from '../rule.ts'

const bulk: RuleMeta = {
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

const elsewhere: RuleMeta = {
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

function startBulk(context: DetectionContext): RuleRun {
  // Opening is weaker than taking: a folder of pictures opens by the dozen.
  const taken = new Bursts(
    {name: 'accounts that download', span: 30 * minute, least: 50, by: 'terms'},
    context.evictions,
  )
  const opened = new Bursts(
    {name: 'accounts that open files', span: 30 * minute, least: 200, by: 'terms'},
    context.evictions,
  )
  const synced = new Bursts(
    {name: 'accounts that synchronise', span: 6 * hour, least: 500, by: 'terms'},
    context.evictions,
  )
  const tell = (user: string, all: readonly Burst[], judge: (burst: Burst) => Pick<Signal, 'severity' | 'title'>) => {
    const [most] = [...all].sort((a, b) => b.terms.size - a.terms.size)
    if (!most) return
    const isAccount = !user.startsWith(`${byLink} `)
    const {severity, title} = judge(most)
    const sites = most.tally.size
    context.report({
      rule: bulk.id,
      key: user,
      severity: daysOf(all) >= 4 ? 'hint' : (severity ?? 'low'),
      title,
      why: `${countOf(most.terms.toString(), 'different file')} of ${countOf(sites, 'site')} in ${spanText(most.last - most.first)}`,
      actors: isAccount ? [user] : [],
      objects: [...most.tally.keys()].slice(0, 10),
      addresses: most.places.list(),
      evidence: most.evidence,
    })
  }
  return {
    see(event) {
      if ((event.kind !== 'person' && event.kind !== 'guest' && !isByLink(event)) || event.result === 'failure') return
      const bursts = isSync(event) ? synced : downloads.includes(event.act) ? taken : opened
      bursts.add(event, {
        owner: isByLink(event) ? `${byLink} ${event.address?.network ?? ''}` : event.user,
        term: event.object,
        place: event.address?.text,
        tally: siteOf(event),
      })
    },
    finish() {
      const least = leastOf(bulk, context.tenant.users)
      const enough = (all: readonly Burst[], number: number) => all.filter(({terms}) => terms.size >= number)
      for (const [user, all] of taken.finish())
        tell(user, enough(all, least), burst => ({
          severity:
            burst.terms.size >= 5 * least || (burst.terms.size >= 2 * least && burst.tally.size >= manySites)
              ? 'medium'
              : 'low',
          title: `${nameOf(user)} downloaded ${countOf(burst.terms.toString(), 'file')}`,
        }))
      for (const [user, all] of opened.finish())
        tell(user, enough(all, 5 * least), burst => ({
          severity: burst.tally.size >= manySites ? 'low' : 'hint',
          title: `${nameOf(user)} opened ${countOf(burst.terms.toString(), 'file')}`,
        }))
      for (const [user, all] of synced.finish())
        tell(user, all, burst => ({
          severity: 'hint',
          title: `${user} synchronised ${countOf(burst.terms.toString(), 'file')}`,
        }))
    },
  }
}

function startElsewhere(context: DetectionContext): RuleRun {
  const bursts = new Bursts({name: 'files taken elsewhere', span: day, least: 20, by: 'terms'}, context.evictions)
  return {
    see(event) {
      if (event.kind !== 'person' || event.result === 'failure') return
      const place = isUnfamiliarAddress(context, event)
      const program = isUnfamiliarClient(context, event)
      if (!place && !program) return
      // On a journey one's own computer synchronises what it always does.
      if (isSync(event) && !program) return
      const weight = place && program ? 'both' : place ? 'place' : 'program'
      bursts.add(event, {
        owner: `${event.user} ${weight}`,
        term: event.object,
        place: event.address?.text,
        tally: event.agent.slice(0, 200),
      })
    },
    finish() {
      const least = leastOf(elsewhere, context.tenant.users)
      for (const [key, all] of bursts.finish()) {
        const [user = '', weight] = key.split(' ')
        const [most] = [...all].sort((a, b) => b.terms.size - a.terms.size)
        if (!most || most.terms.size < (weight === 'both' ? 20 : least)) continue
        const what =
          {
            both: 'an unfamiliar network and client app',
            place: 'an unfamiliar network',
            program: 'an unfamiliar client app',
          }[weight ?? ''] ?? ''
        context.report({
          rule: elsewhere.id,
          key: user,
          severity:
            weight === 'both' ? (most.terms.size >= least ? 'medium' : 'low') : weight === 'place' ? 'low' : 'hint',
          title: `${user} took ${countOf(most.terms.toString(), 'file')} through ${what}`,
          why: `${countOf(most.terms.toString(), 'different file')} in ${spanText(most.last - most.first)}; ${[...most.tally.keys()].slice(0, 2).map(quoted).join(', ')}`,
          actors: [user],
          addresses: most.places.list(),
          evidence: most.evidence,
        })
      }
    },
  }
}

export const bulkFiles: Rule[] = [
  {metas: [bulk], wants: {operations: [...downloads, ...openings]}, start: startBulk},
  {metas: [elsewhere], wants: {operations: [...downloads, 'filepreviewed', 'fileaccessed']}, start: startElsewhere},
]
