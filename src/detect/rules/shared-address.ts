/** One address that no account used before, and several accounts on it (AUTH-22). */
import {BoundedMap} from '../bounded.ts'
import {EvidenceList} from '../evidence-list.ts'
import {
  countOf,
  type DetectionContext,
  day,
  leastOf,
  listed,
  type Rule,
  type RuleMeta,
  type RuleRun,
  spanText,
} from '../rule.ts'
import {isAdministrator} from './account-changes.ts'

const shared: RuleMeta = {
  id: 'AUTH-22',
  thresholds: [
    {what: 'accounts on one new network, with different clients', least: 2, factor: 0.6},
    {what: 'accounts on one new network, with one new client', least: 2},
  ],
  title: 'Several accounts from one new network',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1078.004'],
  question: 'Does one attacker use several accounts?',
  benign: 'A new office, a hotel during an event, a mobile carrier: then the users keep their own devices.',
  next: [
    'Ask two of the users whether they were on that network.',
    'Compare the devices: the same one for all accounts indicates one attacker.',
    'Revoke all sessions from that network until it is explained.',
  ],
  source: 'https://attack.mitre.org/techniques/T1078/004/',
  needs: {operations: ['userloggedin']},
}

interface Guest {
  user: string
  /** With a client that the user was not seen with before. */
  unfamiliar: boolean
  agent: string
  addresses: Set<string>
  evidence: EvidenceList
}

interface Network {
  first: number
  guests: Map<string, Guest>
}

const mostGuests = 50

function start(context: DetectionContext): RuleRun {
  const networks = new BoundedMap<string, Network>('new networks', 5_000, context.evictions, {
    until: ({first, guests}) => (guests.size < 2 ? first + day : Number.POSITIVE_INFINITY),
    weight: ({guests}) => guests.size,
    dropped: (name, network) => judge(context, name, network),
  })
  return {
    see(event) {
      const {address, user, time} = event
      if (!address) return
      if (context.terms.age('network', '', address.network, time) > day) return
      const network = networks.at(address.network, () => ({first: time, guests: new Map()}))
      const guest = network.guests.get(user)
      if (guest) {
        if (guest.evidence.count >= 5) return
        guest.evidence.add(event)
        guest.addresses.add(address.text)
        return
      }
      if (network.guests.size >= mostGuests) return
      const {agentFamily} = event
      // With an earlier device the user has travelled; one first seen on this very network is an attacker's or a newcomer's.
      const before = context.terms.firstSeen('user-agent', user, agentFamily)
      const unfamiliar = agentFamily !== '' && before >= network.first && isKnown(context, user, network.first)
      network.guests.set(user, {
        user,
        unfamiliar,
        agent: agentFamily,
        addresses: new Set([address.text]),
        evidence: EvidenceList.of(event),
      })
    },
    finish() {
      for (const [name, network] of networks.entries()) judge(context, name, network)
    },
  }
}

/** Whether the user was seen before the network was. */
function isKnown(context: DetectionContext, user: string, time: number): boolean {
  const person = context.profiles.people.get(user)
  return context.history?.absent(user) !== undefined || (person !== undefined && person.first < time)
}

function judge(context: DetectionContext, name: string, {guests}: Network): void {
  const all = [...guests.values()]
  const byAgent = new Map<string, Guest[]>()
  for (const guest of all) if (guest.unfamiliar) byAgent.set(guest.agent, [...(byAgent.get(guest.agent) ?? []), guest])
  const [same = []] = [...byAgent.values()].sort((a, b) => b.length - a.length)
  // Two people may buy the same telephone in a large tenant; in one hotel, on one day, hardly.
  const enough = same.length >= 2 && same.length >= all.length / 2
  if (!enough && all.length < leastOf(shared, context.tenant.users)) return
  const told = enough ? same : all
  const evidence = new EvidenceList()
  for (const guest of told) evidence.join(guest.evidence)
  const users = told.map(({user}) => user).sort((a, b) => (a < b ? -1 : 1))
  context.report({
    rule: shared.id,
    key: name,
    severity: enough ? 'medium' : 'hint',
    ...(isOneAddress(told)
      ? {rareSeverity: hasAdministrators(context, told) ? ('medium' as const) : ('low' as const)}
      : {}),
    // A crowd with its usual clients is an office that moved: it makes no act graver.
    confidence: enough ? 'medium' : 'low',
    title: `${countOf(told.length, 'account')} from ${name}`,
    why: enough
      ? `${listed(users)} within ${spanText(evidence.last - evidence.first)} from a network new to the tenant, all with ${same[0]?.agent ?? ''}, first seen for each of them`
      : `${listed(users)} within ${spanText(evidence.last - evidence.first)} from a network new to the tenant, with their usual client apps`,
    actors: users,
    addresses: [name, ...new Set(told.flatMap(({addresses}) => [...addresses]))],
    evidence,
  })
}

/** Whether all administer: from one address for the first time, they are rarely a family. */
function hasAdministrators(context: DetectionContext, users: readonly Guest[]): boolean {
  return users.every(({user}) => isAdministrator(context, user))
}

/** Whether two or three accounts, not a company in a hotel, came from the very same address. */
function isOneAddress(users: readonly Guest[]): boolean {
  if (users.length > 3) return false
  const all = users.flatMap(({addresses}) => [...addresses])
  return new Set(all).size < all.length
}

export const sharedAddresses: Rule[] = [
  {metas: [shared], wants: {operations: ['userloggedin']}, actors: 'members', start},
]
