/** Searches through everybody’s content with eDiscovery (EDI-01). */
import type {AuditEvent} from '../event.ts'
import {quoted} from '../novelty.ts'
import {day, matching, type Rule, type RuleMeta} from '../rule.ts'
import {complianceText} from './auditing.ts'

const discovery: RuleMeta = {
  id: 'EDI-01',
  title: 'Content search, export or purge through eDiscovery',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1114.002', 'T1213.002'],
  question: 'Are mail and files of the whole organisation searched or exported?',
  benign: 'The legal team’s work; a request for personal data.',
  next: [
    'Ask for the order behind the search.',
    'Check what it looked for, and where.',
    'Check who granted the right.',
  ],
  source: 'https://learn.microsoft.com/purview/ediscovery-search-for-activities-in-the-audit-log',
  needs: {operations: ['searchcreated', 'searchstarted', 'searchexported', 'new-compliancesearch']},
}

const operations = [
  ...['searchcreated', 'searchstarted', 'searchupdated', 'searchexported', 'searchexportdownloaded'],
  ...['viewedsearchpreviewed', 'viewedsearchexported', 'searchpreviewed', 'searchresultspurged', 'caseadded'],
  ...['caseadminadded', 'caseadminupdated', 'caseadminreplaced', 'casemembersadded', 'new-compliancesearch'],
  ...['new-compliancesearchaction', 'start-compliancesearch', 'new-compliancecase', 'add-ediscoverycaseadmin'],
]

type Kind = 'purge' | 'export' | 'administrator' | 'search'

function kindOf(event: AuditEvent): Kind {
  const {act} = event
  if (act === 'new-compliancesearchaction') {
    const text = `${complianceText(event)} ${event.text('Cmdlet')}`
    if (/-?Purge\b/i.test(text)) return 'purge'
    return /-?Export\b/i.test(text) ? 'export' : 'search'
  }
  if (act.includes('purge')) return 'purge'
  if (act.includes('export')) return 'export'
  return act.includes('admin') ? 'administrator' : 'search'
}

const did: Record<Kind, string> = {
  purge: 'deleted the results of an organisation-wide search',
  export: 'exported the results of an organisation-wide search',
  administrator: 'changed the administrators of eDiscovery',
  search: 'searched the content of the organisation',
}

const searching = matching(discovery, {operations}, (event, context) => {
  const {user, time} = event
  const kind = kindOf(event)
  const first = context.terms.note('user-operation', user, 'ediscovery', time)
  // An account that searched before this week is one of those who search; without earlier months none is known yet.
  const fresh = !context.terms.learning('user-operation', time) && first > time - 3 * day
  const name = event.text('ExchangeLocations') || event.text('Query') || event.object
  return {
    key: `${user} ${kind}`,
    severity: kind === 'search' ? (fresh ? 'low' : 'hint') : fresh ? 'medium' : kind === 'export' ? 'hint' : 'low',
    title: `${user} ${did[kind]}`,
    why: `${event.operationName}${name === '' ? '' : `: ${quoted(name)}`}${fresh ? `; ${user} did not use eDiscovery before` : ''}`,
    objects: [event.object || event.text('Case')].filter(Boolean),
  }
})

export const eDiscovery: Rule[] = [searching]
