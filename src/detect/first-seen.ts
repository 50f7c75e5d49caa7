/** The terms that every record adds to what is known of its actor and of the tenant, before any rule sees it. */
import {BoundedMap, Evictions} from './bounded.ts'
import type {AuditEvent} from './event.ts'
import {isSubstrate} from './mail-clients.ts'
import type {TermIndex} from './term-index.ts'

/** Directory records carry Microsoft's front ends as addresses: they do not locate a person. */
export const typesWithPlaces: readonly string[] = [
  ...['AzureActiveDirectoryStsLogon', 'SharePointFileOperation', 'SharePoint', 'SharePointSharingOperation'],
  ...['ExchangeItem', 'ExchangeItemGroup', 'ExchangeItemAggregated', 'ExchangeAdmin', 'MicrosoftTeams'],
]
const withPlaces = new Set(typesWithPlaces)

/** Network, client and application of each person's last record: while they stay the same, nothing is to be noted. */
interface Last {
  network: string
  agent: string
  application: string
}

const owned = {network: 'user-network', agent: 'user-agent', application: 'user-application'} as const

const mostActs = 5_000

export class FirstSeen {
  private readonly last: BoundedMap<string, Last>
  private readonly terms: TermIndex
  private readonly acts = new Set<string>()

  constructor(terms: TermIndex) {
    this.terms = terms
    // What is dropped here is only noted again.
    this.last = new BoundedMap('last habits', 50_000, new Evictions())
  }

  note(event: AuditEvent): void {
    const {user, time, kind} = event
    if (kind === 'service' || kind === 'none') return
    if (!this.acts.has(event.act)) {
      if (this.acts.size < mostActs) this.acts.add(event.act)
      this.terms.note('operation', '', event.act, time, user)
    }
    if (!withPlaces.has(event.recordType) || event.result === 'failure') return
    const {application} = event
    // What reads a mailbox for search and the like is no client of its owner's.
    const agent = isSubstrate(event) ? '' : event.agentFamily
    const network = event.address?.network ?? ''
    const last = this.last.at(user, () => ({network: '', agent: '', application: ''}))
    if (network !== '' && network !== last.network) {
      last.network = network
      this.noteBoth(event, 'network', network)
    }
    if (agent !== '' && agent !== last.agent) {
      last.agent = agent
      this.noteBoth(event, 'agent', agent)
    }
    if (application !== '' && application !== last.application) {
      last.application = application
      this.noteBoth(event, 'application', application)
    }
  }

  private noteBoth(event: AuditEvent, kind: keyof typeof owned, term: string): void {
    const own = this.terms.note(owned[kind], event.user, term, event.time)
    // When the actor had it before, the tenant's was noted with it. What was refused is of −∞.
    if (own < event.time && own !== Number.NEGATIVE_INFINITY) return
    const all = this.terms.note(kind, '', term, event.time, event.user)
    if (own === event.time || all === event.time) event.news = true
  }
}
