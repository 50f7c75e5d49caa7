/**
 * What one actor did becomes one incident: findings that share an account, a session, a network, an application or an
 * object, and lie within 48 hours of each other. What many share (an office's address, a common application) joins nothing.
 */
import {compareText} from '../audit/compare-text.ts'
import {parseAddress} from './address.ts'
import {groupingGap, type SignalGroup, severityRank} from './signal-groups.ts'
import type {TenantFacts} from './tenant.ts'
import type {TermIndex} from './term-index.ts'

export interface JoinedSignals {
  /** Gravest first. */
  groups: SignalGroup[]
  hints: SignalGroup[]
}

/** More people than this, and a twentieth of a large tenant's, share an address, application or object that joins nothing. */
const mostSharing = 5

const medium = severityRank('medium')
const mostHints = 20
const mostConcerned = 10

export function joinIncidents(signals: readonly SignalGroup[], tenant: TenantFacts, terms: TermIndex): JoinedSignals[] {
  const links = new Links(signals, tenant, terms)
  const told = signals.filter(signal => signal.weight !== 'hint').sort(byTime)
  const groups = chained(
    told.filter(signal => severityRank(signal.weight) >= medium),
    links,
  )

  const grave = new Index(groups, links)
  const lone: SignalGroup[] = []
  for (const signal of told.filter(one => severityRank(one.weight) < medium)) {
    const group = grave.nearest(signal)
    if (group) group.attached.push(signal)
    else lone.push(signal)
  }
  for (const group of chained(lone, links)) groups.push(group)

  const all = new Index(groups, links)
  for (const hint of signals.filter(signal => signal.weight === 'hint').sort(byTime)) {
    const group = all.nearest(hint)
    if (group && group.hints.length < mostHints) group.hints.push(hint)
  }
  return groups.map(({core, attached, hints}) => ({groups: [...core, ...attached].sort(bySeverityThenTime), hints}))
}

interface Group {
  core: SignalGroup[]
  attached: SignalGroup[]
  hints: SignalGroup[]
}

/** Signals linked one to the next. */
function chained(signals: SignalGroup[], links: Links): Group[] {
  const parent = signals.map((_, i) => i)
  const root = (i: number): number => {
    let at = i
    while (parent[at] !== at) at = parent[at] ?? at
    parent[i] = at
    return at
  }
  const byLink = new Map<string, number[]>()
  signals.forEach((signal, i) => {
    for (const link of links.of(signal)) {
      const others = byLink.get(link)
      if (!others) {
        byLink.set(link, [i])
        continue
      }
      for (const other of others) if (near(signals[other] as SignalGroup, signal)) parent[root(i)] = root(other)
      // The latest to end stands for those that ended before.
      others.push(i)
      if (others.length > 50) others.shift()
    }
  })
  const groups = new Map<number, Group>()
  signals.forEach((signal, i) => {
    const group = groups.get(root(i))
    if (group) group.core.push(signal)
    else groups.set(root(i), {core: [signal], attached: [], hints: []})
  })
  return [...groups.values()]
}

/** Groups by what their core can be joined by. */
class Index {
  private readonly byLink = new Map<string, {group: Group; signal: SignalGroup}[]>()
  private readonly links: Links

  constructor(groups: readonly Group[], links: Links) {
    this.links = links
    for (const group of groups)
      for (const signal of group.core)
        for (const link of links.of(signal)) {
          const list = this.byLink.get(link)
          if (list) list.push({group, signal})
          else this.byLink.set(link, [{group, signal}])
        }
  }

  /** The group that shares most with a signal within 48 hours; of those the nearest in time. */
  nearest(signal: SignalGroup): Group | undefined {
    const candidates = new Map<Group, {shared: number; distance: number}>()
    for (const link of this.links.of(signal))
      for (const {group, signal: other} of this.byLink.get(link) ?? []) {
        if (!near(other, signal)) continue
        const known = candidates.get(group) ?? {shared: 0, distance: Number.POSITIVE_INFINITY}
        known.shared++
        known.distance = Math.min(known.distance, distanceOf(other, signal))
        candidates.set(group, known)
      }
    const ranked = [...candidates].sort(([, a], [, b]) => b.shared - a.shared || a.distance - b.distance)
    return ranked[0]?.[0]
  }
}

function distanceOf(a: SignalGroup, b: SignalGroup): number {
  return Math.max(0, a.evidence.first - b.evidence.last, b.evidence.first - a.evidence.last)
}

function near(a: SignalGroup, b: SignalGroup): boolean {
  return distanceOf(a, b) <= groupingGap
}

/** What a signal can be joined by. */
class Links {
  private readonly tenant: TenantFacts
  private readonly terms: TermIndex
  private readonly kept = new Map<SignalGroup, ReadonlySet<string>>()
  private readonly judged = new Map<string, boolean>()
  /** In how many signals an object is named. */
  private readonly naming = new Map<string, number>()

  constructor(signals: readonly SignalGroup[], tenant: TenantFacts, terms: TermIndex) {
    this.tenant = tenant
    this.terms = terms
    for (const signal of signals)
      for (const object of specific(few(signal.objects))) this.naming.set(object, (this.naming.get(object) ?? 0) + 1)
  }

  of(signal: SignalGroup): ReadonlySet<string> {
    const known = this.kept.get(signal)
    if (known) return known
    const links = new Set<string>()
    for (const user of [...few(signal.actors), ...few(signal.users)]) if (user !== '') links.add(`user ${user}`)
    for (const text of signal.addresses) {
      const network = text.includes('/') ? text : parseAddress(text)?.network
      if (network && this.isOfFew('user-network', network)) links.add(`network ${network}`)
    }
    for (const application of signal.applications)
      if (!firstParty.test(application) && this.isOfFew('user-application', application))
        links.add(`application ${application}`)
    for (const session of few(sessionsOf(signal))) links.add(`session ${session}`)
    for (const object of specific(few(signal.objects)))
      if ((this.naming.get(object) ?? 0) <= mostSharing) links.add(`object ${object}`)
    this.kept.set(signal, links)
    return links
  }

  private isOfFew(kind: 'user-network' | 'user-application', term: string): boolean {
    const key = `${kind} ${term}`
    const known = this.judged.get(key)
    if (known !== undefined) return known
    const few = this.terms.ownersOf(kind, term) <= Math.max(mostSharing, this.tenant.users / 50)
    this.judged.set(key, few)
    return few
  }
}

/** A finding about a crowd is not about each of its people: it must not join their other findings. */
function few(names: readonly string[]): readonly string[] {
  return names.length > mostConcerned ? [] : names
}

function sessionsOf({evidence}: SignalGroup): string[] {
  const sessions = new Set(evidence.records().map(({scene}) => scene?.session ?? ''))
  sessions.delete('')
  return [...sessions]
}

/** Objects that name one thing wherever they stand: accounts and mail addresses, files by their whole path, GUIDs. */
function specific(objects: readonly string[]): string[] {
  return objects
    .map(object => object.toLowerCase())
    .filter(
      object =>
        /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(object) ||
        /^https?:\/\/[^/]+\/.+\/[^/]+\.[a-z0-9]{1,8}$/.test(object) ||
        /^[\da-f]{8}-[\da-f-]{27}$/.test(object),
    )
}

/** Microsoft's own clients and resources: named by so many findings that they say nothing. */
const firstParty =
  /^(0000000[\da-f]-0000-0000-c000-000000000000|0000000[\da-f]-0000-0ff1-ce00-000000000000|4765445b-32c6-49b0-83e6-1d93765276ca|72782ba9-4490-4f03-8d82-562370ea3566|04b07795-8ddb-461a-bbee-02f9e1bf7b46|1950a258-227b-4e31-a9cf-717495945fc2|aebc6443-996d-45c2-90f0-388ff96faa56|29d9ed98-a469-4536-ade2-f981bc1d605e|1fec8e78-bce4-4aaf-ab1b-5451cc387264|d3590ed6-52b3-4102-aeff-aad2292ab01c|ab9b8c07-8f02-4f72-87fa-80105867a763|9199bf20-a13f-4107-85dc-02114787ef48|27922004-5251-4030-b22d-91ecd9a37ea4|fb78d390-0c51-40cd-8e17-fdbfab77341b|c44b4083-3bb0-49c1-b47d-974e53cbdf3c|9ba1a5c7-f17a-4de9-a1f1-6178c8d51223)$/

function byTime(a: SignalGroup, b: SignalGroup): number {
  return a.evidence.first - b.evidence.first || compareText(a.meta.id, b.meta.id) || compareText(a.key, b.key)
}

export function bySeverityThenTime(a: SignalGroup, b: SignalGroup): number {
  return severityRank(b.weight) - severityRank(a.weight) || byTime(a, b)
}
