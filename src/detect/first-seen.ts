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

/** What an actor did last, and when that was first seen: while it stays the same, nothing is to be noted. */
class Habit {
  term = ''
  /** Undefined for a term that there was no room for. */
  since: number | undefined
  readonly known: ReadonlyMap<string, number>

  /** @param known the actor's terms, with when each was first seen. */
  constructor(known: ReadonlyMap<string, number>) {
    this.known = known
  }
}

interface Habits {
  network: Habit
  agent: Habit
  application: Habit
}

const owned = {network: 'user-network', agent: 'user-agent', application: 'user-application'} as const

const mostActs = 5_000

export class FirstSeen {
  private readonly last: BoundedMap<string, Habits>
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
    const last = this.last.at(user, () => ({
      network: new Habit(this.terms.ofOwner(owned.network, user)),
      agent: new Habit(this.terms.ofOwner(owned.agent, user)),
      application: new Habit(this.terms.ofOwner(owned.application, user)),
    }))
    if (network !== '') event.networkSince = this.since(event, 'network', last.network, network)
    if (agent !== '') event.clientSince = this.since(event, 'agent', last.agent, agent)
    if (application !== '') event.applicationSince = this.since(event, 'application', last.application, application)
  }

  private since(event: AuditEvent, kind: keyof typeof owned, habit: Habit, term: string): number | undefined {
    if (term === habit.term) return habit.since
    const known = habit.known.get(term)
    // What the actor had before, the tenant had with it; earlier months may know it of one of them alone.
    if (known === undefined || known === event.time || known === Number.NEGATIVE_INFINITY)
      this.noteBoth(event, kind, term)
    habit.term = term
    habit.since = known ?? habit.known.get(term)
    return habit.since
  }

  private noteBoth(event: AuditEvent, kind: keyof typeof owned, term: string): void {
    const own = this.terms.note(owned[kind], event.user, term, event.time)
    const all = this.terms.note(kind, '', term, event.time, event.user)
    if (own === event.time || all === event.time) event.news = true
  }
}
