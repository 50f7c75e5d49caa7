/** STA-07, STA-08: administration outside an administrator's own hours, and an account's first administrative act. */

import {BoundedMap} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList} from '../evidence-list.ts'
import {firstSeenRule} from '../first-seen-rule.ts'
import {comparedMonths} from '../novelty.ts'
import {countOf, type DetectionContext, day, hour, type Rule, type RuleMeta, type RuleRun} from '../rule.ts'

export const administrationTypes = {
  recordTypes: ['AzureActiveDirectory', 'ExchangeAdmin', 'SecurityComplianceCenterEOPCmdlet'],
}

const offHours: RuleMeta = {
  id: 'STA-07',
  thresholds: [
    {what: 'percent at most of the administrator’s acts in these hours', least: 2},
    {what: 'acts, for severity low', least: 5},
  ],
  title: 'Administration outside usual hours',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1078.004'],
  question: 'Did an administrator’s account work at unusual hours?',
  benign: 'A planned change at night, an emergency, a journey.',
  next: [
    'Ask the administrator.',
    'Compare network and client app with the usual ones.',
    'Read the changes made in that hour.',
  ],
  source: 'https://attack.mitre.org/techniques/T1078/004/',
  needs: administrationTypes,
}

const firstAdmin: RuleMeta = {
  id: 'STA-08',
  title: 'First administrative act of an account',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1098'],
  question: 'Who administers for the first time?',
  benign: 'A new administrator; a delegation.',
  next: ['Check who granted the account its rights, and when.', 'Ask the owner whether the act was theirs.'],
  source: 'https://attack.mitre.org/techniques/T1098/',
  needs: administrationTypes,
}

/** Operations that people administer with, as against those that every owner of a mailbox or group uses. */
const administrative =
  /^((add|remove|update) (eligible )?member (to|from|in) role|reset user password|add user|delete user|disable account|(add|update|delete) conditional access policy|set domain authentication|set federation settings on domain|add app role assignment to service principal|(set|new|remove|enable|disable)-(adminauditlogconfig|transportrule|organizationconfig|inboundconnector|outboundconnector|rolegroup|managementroleassignment|accepteddomain|remotedomain|mailboxauditbypassassociation|antiphishpolicy|hostedcontentfilterpolicy|malwarefilterpolicy|unifiedauditlogretentionpolicy|compliancesearch.*)|add-(mailboxpermission|recipientpermission|rolegroupmember))$/

/** An account that activates a role was made eligible before: it is an administrator's, and the act that made it so tells. */
const activating = 'add member to role completed (pim activation)'

/** All may invite guests, and so make accounts without being administrators. */
function invites(event: AuditEvent): boolean {
  return event.act === 'add user' && event.change('UserType')?.now === 'Guest'
}

const firstActs = firstSeenRule({
  meta: firstAdmin,
  wants: administrationTypes,
  actors: 'members',
  kind: 'admin',
  seen: event =>
    (event.act === activating || administrative.test(event.act)) && !invites(event)
      ? {owner: '', term: event.user}
      : undefined,
  told: (event, context) =>
    event.act === activating
      ? undefined
      : {
          key: event.user,
          title: `${event.user}, ${event.operationName}`,
          why: `No administrative act by ${event.user} ${comparedMonths(context)}`,
          objects: [event.object].filter(Boolean),
        },
})

/** In a first month nothing lies before its first week: an account that administers on one day of the month alone is told at the end. */
function onlyActs(context: DetectionContext): RuleRun {
  interface Acts {
    operation: string
    object: string
    evidence: EvidenceList
  }
  const known = new BoundedMap<string, Acts>('accounts that administer', 5_000, context.evictions)
  return {
    see(event) {
      if (!administrative.test(event.act) || invites(event)) return
      if (!known.get(event.user) && !context.terms.learning('admin', event.time)) return
      const start = () => ({operation: event.operationName, object: event.object, evidence: new EvidenceList(20)})
      known.at(event.user, start).evidence.add(event)
    },
    finish() {
      for (const [user, {operation, object, evidence}] of known.entries()) {
        const person = context.profiles.people.get(user)
        const isActiveElsewhere = person !== undefined && person.last - person.first >= 7 * day
        if (evidence.last - evidence.first > day || !isActiveElsewhere) continue
        context.report({
          rule: firstAdmin.id,
          key: user,
          severity: 'hint',
          rareSeverity: 'info',
          title: `${user}, ${operation}`,
          why: `${countOf(evidence.count, 'administrative act')} by ${user} on one day, and none on the other days of this month`,
          actors: [user],
          objects: [object].filter(Boolean),
          evidence,
        })
      }
    },
  }
}

function administration(context: DetectionContext): RuleRun {
  interface Odd {
    user: string
    place: string
    time: number
    evidence: EvidenceList
    share: number
  }
  const odd = new BoundedMap<string, Odd>('administrators outside their hours', 5_000, context.evictions, {
    weight: ({evidence}) => evidence.count,
    dropped: (_night, one) => tell(one),
  })
  const tell = ({user, place, time, evidence, share}: Odd) => {
    const at = `${String(new Date(time).getUTCHours()).padStart(2, '0')}:00 UTC`
    context.report({
      rule: offHours.id,
      key: user,
      severity: evidence.count >= 5 ? 'low' : 'hint',
      title: `${user} around ${at}`,
      why: `${countOf(evidence.count, 'act')} around ${at}, where ${(share * 100).toFixed(1)} % of this administrator’s acts fall`,
      actors: [user],
      addresses: place ? [place] : [],
      evidence,
    })
  }
  return {
    see(event) {
      const {user, time} = event
      const night = `${user} ${Math.floor(time / (6 * hour))}`
      const share = shareOfHour(context, event, odd.get(night)?.evidence.count ?? 0)
      if (share === undefined || share >= 0.02) return
      const start = () => ({user, time, place: event.address?.text ?? '', evidence: new EvidenceList(50), share})
      odd.at(night, start).evidence.add(event)
    },
    finish() {
      for (const one of odd.values()) tell(one)
    },
  }
}

/** The share of an administrator's other acts in this hour and its neighbours; undefined while fewer than 50 are known. */
function shareOfHour(context: DetectionContext, event: AuditEvent, alike: number): number | undefined {
  const month = context.profiles.people.get(event.user)?.hours
  const before = context.history?.hours(event.user)
  const at = (i: number) => (month?.[(i + 24) % 24] ?? 0) + (before?.[(i + 24) % 24] ?? 0)
  let total = 0
  for (let i = 0; i < 24; i++) total += at(i)
  // The act itself and those just before it are what is judged.
  const others = total - 1 - alike
  if (others < 50) return undefined
  const now = new Date(event.time).getUTCHours()
  return Math.max(0, at(now - 1) + at(now) + at(now + 1) - 1 - alike) / others
}

export const unusualAdministration: Rule[] = [
  firstActs,
  {metas: [firstAdmin], wants: administrationTypes, actors: 'members', start: onlyActs},
  {metas: [offHours], wants: administrationTypes, actors: 'members', start: administration},
]
