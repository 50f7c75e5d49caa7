/**
 * Fewer findings for one incident: signal groups of one rule become one, and a group whose records stand in a graver one
 * becomes part of that, unless one of the two is of the team's own rules. Accepted groups merge only with groups that the same entry accepts.
 */
import type {EvidenceList} from './evidence-list.ts'
import {day, listed, lowered, techniqueOf} from './rule.ts'
import {type SignalGroup, severityRank} from './signal-groups.ts'
import {summedAccounts} from './summed-accounts.ts'

const mostNames = 50
/** The share of a group's records that must stand in a graver one, or among the records of two equally grave ones. */
const sharedRecords = 2 / 3

/**
 * Merges the groups of one incident.
 * @param groups gravest first.
 * @returns gravest first; the groups given are not changed.
 */
export function mergeSignals(groups: readonly SignalGroup[]): SignalGroup[] {
  const wholes: Merged[] = []
  for (const group of groups) {
    const ids = idsOf(group)
    const whole = wholes.find(one => mayJoin(one.group, group) && isPart(group, ids, one))
    if (!whole) {
      wholes.push({group, ids: new Set(ids)})
      continue
    }
    whole.group = withPart(whole.group, group)
    for (const id of ids) whole.ids.add(id)
  }
  const byRule: SignalGroup[][] = []
  for (const {group} of wholes) {
    const alike = byRule.find(parts => isAlike(parts, group))
    if (alike) alike.push(group)
    else byRule.push([group])
  }
  return byRule.map(ofOneRule)
}

/** What the team's own rules find is told under their own titles, whatever the built-in rules say of the same records. */
function mayJoin(whole: SignalGroup, part: SignalGroup): boolean {
  const ownApart = (whole.meta.own || part.meta.own) && whole.meta.id !== part.meta.id
  return whole.accepted === part.accepted && !ownApart
}

/** Of one rule, and within a day of each other: what an actor did again on another day has a finding of its own. */
function isAlike(parts: readonly SignalGroup[], group: SignalGroup): boolean {
  const [first] = parts
  return (
    first?.meta.id === group.meta.id &&
    first.accepted === group.accepted &&
    parts.some(part => distance(part, group) <= day)
  )
}

function ofOneRule(parts: readonly SignalGroup[]): SignalGroup {
  const [gravest, ...others] = parts as [SignalGroup, ...SignalGroup[]]
  if (others.length === 0) return gravest
  const moreAlike = others.reduce((sum, {isSurplus, signals}) => sum + (isSurplus ? signals : 1), 0)
  return {
    ...joined(gravest, others),
    title: `${gravest.title}; ${moreAlike.toLocaleString('en-US')} more like it`,
    rules: [...new Set(parts.flatMap(group => group.rules))],
    techniques: [...new Set(parts.flatMap(group => group.techniques))],
    why: `${gravest.why}; also: ${listed(others.map(detailOf), 5)}`,
  }
}

function withPart(group: SignalGroup, part: SignalGroup): SignalGroup {
  const addition = `; also ${lowered(techniqueOf(part.meta))} (${part.meta.id})`
  const isSaid = part.meta.id === group.meta.id || group.why.includes(addition)
  return {
    ...joined(group, [part]),
    rules: [...new Set([...group.rules, ...part.rules])],
    techniques: [...new Set([...group.techniques, ...part.techniques])],
    why: isSaid ? group.why : `${group.why}${addition}`,
  }
}

function joined(group: SignalGroup, others: readonly SignalGroup[]): SignalGroup {
  const all = [group, ...others]
  const names = (pick: (one: SignalGroup) => readonly string[]) => [...new Set(all.flatMap(pick))].slice(0, mostNames)
  const evidence = group.evidence.copy()
  for (const other of others) evidence.joinOthers(other.evidence)
  return {
    ...group,
    actors: names(one => one.actors),
    objects: names(one => one.objects),
    users: names(one => one.users),
    addresses: names(one => one.addresses),
    applications: names(one => one.applications),
    facts: names(one => one.facts),
    evidence,
    accounts: accountsOf(all, evidence),
    starts: all.flatMap(one => one.starts),
    signals: all.reduce((sum, one) => sum + one.signals, 0),
  }
}

/** Where the names or records of several accounts no longer all fit. */
function accountsOf(groups: readonly SignalGroup[], evidence: EvidenceList): SignalGroup['accounts'] {
  const wasCut = groups.reduce((sum, one) => sum + one.evidence.cut, 0)
  const actors = new Set(groups.flatMap(one => one.actors))
  const isCut = actors.size > mostNames || (actors.size > 1 && evidence.cut > wasCut)
  return isCut || groups.some(one => one.accounts) ? summedAccounts(groups) : undefined
}

/** A title without the name of the technique, which the first of one rule has. */
function detailOf({title, meta}: SignalGroup): string {
  const name = `${techniqueOf(meta)}: `
  return title.startsWith(name) ? title.slice(name.length) : title
}

interface Merged {
  group: SignalGroup
  ids: Set<string>
}

/** Of equal severity only where both are about the same records: a success among many failures has a finding of its own. */
function isPart(part: SignalGroup, ids: ReadonlySet<string>, whole: Merged): boolean {
  let shared = 0
  for (const id of ids) if (whole.ids.has(id)) shared++
  if (severityRank(part.weight) < severityRank(whole.group.weight))
    return shared > 0 && shared >= sharedRecords * ids.size
  return shared > 0 && shared >= sharedRecords * (ids.size + whole.ids.size - shared)
}

/** Records without an id are never the same. */
function idsOf(group: SignalGroup): Set<string> {
  return new Set(group.evidence.records().flatMap(({id}) => (id === '' ? [] : [id])))
}

function distance(a: SignalGroup, b: SignalGroup): number {
  return Math.max(0, a.evidence.first - b.evidence.last, b.evidence.first - a.evidence.last)
}
