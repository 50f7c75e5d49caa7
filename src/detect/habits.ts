/** The terms that every record adds to what is known of its actor and of the tenant, before any rule looks at it. */
import type {AuditEvent} from './event.ts'
import type {Terms} from './terms.ts'

/** Directory records carry Microsoft's front ends as addresses: they say nothing of where somebody sits. */
const withPlaces = new Set([
  ...['AzureActiveDirectoryStsLogon', 'SharePointFileOperation', 'SharePoint', 'SharePointSharingOperation'],
  ...['ExchangeItem', 'ExchangeItemGroup', 'ExchangeItemAggregated', 'ExchangeAdmin', 'MicrosoftTeams'],
])

export function noteHabits(event: AuditEvent, terms: Terms): void {
  const {user, time, kind} = event
  if (kind === 'service' || kind === 'none') return
  terms.note('operation', '', event.act, time)
  if (event.result === 'failure' || !withPlaces.has(event.recordType)) return
  const {place, agentFamily, application} = event
  if (place) {
    terms.note('user-network', user, place.network, time)
    terms.note('network', '', place.network, time)
  }
  if (agentFamily) terms.note('user-agent', user, agentFamily, time)
  if (agentFamily) terms.note('agent', '', agentFamily, time)
  if (application) {
    terms.note('user-application', user, application, time)
    terms.note('application', '', application, time)
  }
}
