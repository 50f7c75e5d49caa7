/** Joined signal groups as findings and incidents: ids, order, bounds ("top ten, and n more"), acceptance. */
import {compareText} from '../audit/compare-text.ts'
import {thousands} from '../audit/numbers.ts'
import {instantOf} from '../audit/record.ts'
import {type Severity, severities} from '../audit/severity.ts'
import {type Acceptance, acceptingEntry} from './accepted.ts'
import type {Hash} from './baseline.ts'
import {EvidenceList, type EvidenceRecord} from './evidence-list.ts'
import type {Finding, Incident} from './findings.ts'
import {matchedPattern} from './incident-patterns.ts'
import {incidentTitle, narrativeOf, recordCount, timelineOf} from './incident-text.ts'
import {bySeverityThenTime, type JoinedSignals} from './join-incidents.ts'
import {mergeSignals} from './merge-signals.ts'
import {mergedSteps} from './next-steps.ts'
import {countOf, listed, techniqueOf} from './rule.ts'
import {confidenceRank, type SignalGroup, severityRank} from './signal-groups.ts'
import {type SummedAccount, summedAccounts} from './summed-accounts.ts'

export interface BuiltFindings {
  findings: Finding[]
  incidents: Incident[]
  counts: Record<Severity, number>
  /** Of incidents with a finding that is not accepted. */
  incidentCounts: Record<Severity, number>
  /** Users, networks and applications of medium or higher findings that are not accepted. */
  suspects: ReadonlySet<string>
}

interface How {
  acceptance: Acceptance
  hash: Hash
  /** Whether no account used the address's network a day before the time or earlier; false where that is unknown. */
  isUnfamiliar(address: string, time: number): boolean
  /** The least gravity that is reported. */
  least: number
}

/** One rule's findings outside of graver incidents: the gravest in full, the rest as one. */
const mostInFull: Record<Severity, number> = {high: 100, medium: 25, low: 10, info: 10}
const mostFormer = 50
const mostBenign = 4

/** @param frequent weak signals, by rule, of which the month holds too many for each to be listed. */
export function buildFindings(
  joined: readonly JoinedSignals[],
  frequent: readonly (readonly SignalGroup[])[],
  how: How,
): BuiltFindings {
  const rolledUp = rolled(
    joined.map(({groups, hints}) => ({groups: mergeSignals(groups.map(group => judged(group, how))), hints})),
  )
  const told = frequent.length === 0 ? new Map<string, number>() : ranksOfRecords(joined)
  for (const groups of frequent) {
    const open = groups.filter(group => !isTold(group, told)).map(group => judged(group, how))
    const counted = open.filter(group => !group.accepted)
    if (counted.length > 0) rolledUp.push({groups: [sumOfFrequent(counted)], hints: []})
  }
  const counts = {high: 0, medium: 0, low: 0, info: 0}
  const incidentCounts = {high: 0, medium: 0, low: 0, info: 0}
  const suspects = new Set<string>()
  /** Two incidents may begin with the same record. */
  const taken = new Set<string>()
  const findings: Finding[] = []
  const incidents: Incident[] = []
  for (const {groups, hints} of rolledUp) {
    if (groups.length === 0) continue
    const [id = '', ...formerly] = freeIds(groups, taken, how)
    taken.add(id)
    const hintFacts = hints.flatMap(hint => hint.facts)
    const hintText = hints.map(hint => hint.title).join('\n')
    const all = groups.map((group, i) => {
      const facts = i === 0 ? [...group.facts, ...hintFacts] : group.facts
      return {group, finding: {...findingOf(group, id, how), facts: factsIn(group, facts, i === 0 ? hintText : '')}}
    })
    // Also what is too slight to be reported teaches nothing, and uses up its accepted entry.
    for (const {group, finding} of all)
      if (!finding.accepted && severityRank(group.weight) >= severityRank('medium')) addSuspects(suspects, group)
    const reported = all.filter(({group}) => severityRank(group.weight) >= how.least)
    if (reported.length === 0) continue
    for (const {finding} of reported) {
      findings.push(finding)
      if (!finding.accepted) counts[finding.severity]++
    }
    const incident = incidentOf({id, formerly, hints, reported})
    incidents.push(incident)
    if (!incident.accepted) incidentCounts[incident.severity]++
  }
  return {
    findings: findings.sort(findingsByGravity),
    incidents: incidents.sort(findingsByGravity),
    counts,
    incidentCounts,
    suspects,
  }
}

/**
 * Ids by first records, the oldest first: the first of them is the incident's; under the others, parts of it stood
 * where they were incidents of their own, before a late record merged them.
 */
function incidentIds(groups: readonly SignalGroup[], {hash}: How): string[] {
  const starts = groups.flatMap(({key, evidence, starts}) =>
    [...(evidence.earliest ? [evidence.earliest] : []), ...starts].map(record => ({...record, key})),
  )
  starts.sort((a, b) => a.time - b.time || compareText(a.id, b.id) || compareText(a.key, b.key))
  const texts = starts.map(({id, time, operation, key}) =>
    id === '' ? `${instantOf(time)}\n${operation}\n${key}` : id,
  )
  return [...new Set(texts)].slice(0, mostFormer + 1).map(text => hash('incident', text).slice(0, 16))
}

/** Ids that no other incident has; where all records begin another one, the id is that of the gravest finding. */
function freeIds(groups: readonly SignalGroup[], taken: ReadonlySet<string>, how: How): string[] {
  const free = incidentIds(groups, how).filter(id => !taken.has(id))
  return free.length > 0 ? free : groups.slice(0, 1).map(group => how.hash('incident', idText(group)).slice(0, 16))
}

/** The gravest finding of each record, by its id. */
function ranksOfRecords(joined: readonly JoinedSignals[]): Map<string, number> {
  const ranks = new Map<string, number>()
  for (const {groups} of joined)
    for (const {weight, evidence} of groups) {
      const rank = severityRank(weight)
      for (const {id} of evidence.records()) if (id !== '' && (ranks.get(id) ?? 0) < rank) ranks.set(id, rank)
    }
  return ranks
}

/** Whether findings that are at least as grave show all records of a weak signal. */
function isTold({rareWeight, evidence}: SignalGroup, ranks: ReadonlyMap<string, number>): boolean {
  const least = severityRank(rareWeight ?? 'hint')
  return evidence.cut === 0 && evidence.records().every(({id}) => (ranks.get(id) ?? -1) >= least)
}

/** What an attacker's acts taught is not learned: of users, networks and applications. */
function addSuspects(suspects: Set<string>, group: SignalGroup): void {
  for (const name of [...group.actors, ...group.users, ...group.addresses, ...group.applications]) suspects.add(name)
}

function rolled(joined: readonly JoinedSignals[]): JoinedSignals[] {
  const isGrave = ({groups}: JoinedSignals) =>
    groups.length > 1 && severityRank(groups[0]?.weight ?? 'hint') >= severityRank('medium')
  const perRule = new Map<string, SignalGroup[]>()
  for (const one of joined)
    for (const group of isGrave(one) ? [] : one.groups) {
      const name = `${group.meta.id} ${group.weight} ${group.accepted ? JSON.stringify(group.accepted) : ''}`
      const list = perRule.get(name)
      if (list) list.push(group)
      else perRule.set(name, [group])
    }
  const dropped = new Set<SignalGroup>()
  const sums: JoinedSignals[] = []
  for (const groups of perRule.values()) {
    const [one] = groups
    const rest = actorsInTurn([...groups].sort(bySeverityThenTime)).slice(one ? mostInFull[severityOf(one)] : 0)
    if (rest.length < 2) continue
    for (const group of rest) dropped.add(group)
    sums.push({groups: [sumOfMore(rest)], hints: []})
  }
  const kept = joined.map(({groups, hints}) => ({groups: groups.filter(group => !dropped.has(group)), hints}))
  return [...kept.filter(({groups}) => groups.length > 0), ...sums]
}

/**
 * Each actor's first, then each one's second …: who has many findings pushes none of another's out of the list. What is
 * beyond the bound, of many together, comes last.
 */
function actorsInTurn(groups: readonly SignalGroup[]): SignalGroup[] {
  const turns = new Map<string, number>()
  const ranked = groups.map(group => {
    const [actor = ''] = group.actors
    const turn = turns.get(actor) ?? 0
    turns.set(actor, turn + 1)
    return {group, turn: group.isSurplus && group.accounts ? Number.POSITIVE_INFINITY : turn}
  })
  return ranked.sort((a, b) => (a.turn === b.turn ? 0 : a.turn - b.turn)).map(({group}) => group)
}

function sumOfMore(groups: readonly SignalGroup[]): SignalGroup {
  const sum = asOne(groups)
  const {meta, weight, accepted} = sum
  return {
    ...sum,
    key: `more ${weight} ${accepted ? JSON.stringify(accepted) : ''}`,
    title: `${techniqueOf(meta)}: ${thousands(numberOf(groups))} more of ${accountsText(sum)}`,
    why: `${countOf(numberOf(groups), 'further finding')} of the same kind: ${examples(groups)}. findings.json lists every account, under “accounts”`,
  }
}

function sumOfFrequent(groups: readonly SignalGroup[]): SignalGroup {
  const sum = asOne(groups)
  const weight = sum.rareWeight ?? sum.weight
  return {
    ...sum,
    weight,
    key: `frequent ${weight}`,
    title: `${techniqueOf(sum.meta)}: ${thousands(numberOf(groups))} weak signals of ${accountsText(sum)}`,
    why: `Each is weak by itself, and too frequent this month to be listed alone: ${examples(groups)}. findings.json lists every account, under “accounts”`,
  }
}

/** A group that holds what was beyond the bound stands for many. */
function numberOf(groups: readonly SignalGroup[]): number {
  return groups.reduce((sum, {isSurplus, signals}) => sum + (isSurplus ? signals : 1), 0)
}

function accountsText({accounts = []}: SignalGroup): string {
  const [one] = accounts
  return accounts.length === 1 && one?.actor ? one.actor : countOf(accounts.length, 'account')
}

function examples(groups: readonly SignalGroup[]): string {
  return listed(
    groups.map(group => group.title),
    5,
  )
}

function asOne(groups: readonly SignalGroup[]): SignalGroup {
  const [first] = groups as [SignalGroup]
  const evidence = new EvidenceList()
  for (const group of groups) evidence.join(group.evidence)
  const all = (pick: (group: SignalGroup) => string[]) => [...new Set(groups.flatMap(pick))].slice(0, 50)
  return {
    ...first,
    actors: all(group => group.actors),
    objects: all(group => group.objects),
    users: all(group => group.users),
    addresses: all(group => group.addresses),
    applications: all(group => group.applications),
    facts: all(group => group.facts),
    evidence,
    accounts: summedAccounts(groups),
    starts: groups.flatMap(group => group.starts).slice(0, mostFormer),
  }
}

function idText(group: SignalGroup): string {
  return `${group.meta.id}\n${group.key}\n${instantOf(group.evidence.first).slice(0, 10)}`
}

/** With the entry that accepts it: asked before groups merge, so that no entry accepts more than it names. */
function judged(group: SignalGroup, how: How): SignalGroup {
  return {...group, accepted: how.acceptance.of(findingOf(group, '', how))}
}

function findingOf(group: SignalGroup, incident: string, how: How): Finding {
  const {meta, evidence} = group
  const {hash} = how
  const finding = {
    id: hash('finding', idText(group)).slice(0, 16),
    rule: meta.id,
    rules: [...group.rules],
    title: group.title,
    severity: severityOf(group),
    confidence: group.confidence,
    techniques: [...group.techniques],
    actors: group.actors,
    objects: group.objects,
    users: group.users,
    addresses: group.addresses,
    applications: group.applications,
    facts: factsIn(group, group.facts, ''),
    unfamiliar: unfamiliarAddresses(group, how),
    first: instantOf(evidence.first),
    last: instantOf(evidence.last),
    count: evidence.count,
    telling: evidence.telling().map(evidenceText),
    evidence: evidence.records().map(evidenceText),
    evidenceCut: evidence.cut,
    ...(group.accounts ? {accounts: group.accounts.map(accountText)} : {}),
    question: meta.question,
    why: group.why,
    benign: group.benign,
    next: [...group.next],
    incident,
  }
  const whole = {...finding, accept: acceptingEntry(finding)}
  if (!group.accepted) return whole
  const {reason, until} = group.accepted
  return {...whole, accepted: until === undefined ? {reason} : {reason, until}}
}

/** Those that the texts hold. */
function factsIn({title, why, objects, evidence}: SignalGroup, facts: readonly string[], more: string): string[] {
  const acts = evidence.telling().map(({scene}) => `${scene?.act ?? ''}\n${scene?.client ?? ''}`)
  const text = [title, why, ...objects, ...acts, more].join('\n').toLowerCase()
  return [...new Set(facts)].filter(fact => text.includes(fact.toLowerCase()))
}

function unfamiliarAddresses({addresses, evidence}: SignalGroup, {isUnfamiliar}: How): string[] {
  const seen = [...addresses, ...evidence.telling().map(({scene}) => scene?.address ?? '')]
  return [...new Set(seen)].filter(address => address !== '' && isUnfamiliar(address, evidence.first))
}

interface Made {
  id: string
  formerly: string[]
  hints: readonly SignalGroup[]
  /** Gravest first. */
  reported: readonly {group: SignalGroup; finding: Finding}[]
}

/** Accepted findings count only where there is no other. */
function incidentOf({id, formerly, hints, reported}: Made): Incident {
  const open = reported.filter(({finding}) => !finding.accepted)
  const groups = (open.length > 0 ? open : reported).map(({group}) => group)
  const matched = matchedPattern(groups)
  const all = (pick: (group: SignalGroup) => readonly string[]) => [...new Set(groups.flatMap(pick))].slice(0, 50)
  const gravest = groups[0] as SignalGroup
  const rank = Math.max(severityRank(gravest.weight), matched ? severityRank(matched.pattern.severity) : 0)
  const surest = [...groups].sort((a, b) => confidenceRank(b.confidence) - confidenceRank(a.confidence))[0] ?? gravest
  return {
    id,
    formerly,
    title: incidentTitle(groups, matched),
    severity: severities.find(severity => severityRank(severity) === rank) ?? severityOf(gravest),
    confidence: surest.confidence,
    techniques: [...new Set([...(matched?.pattern.techniques ?? []), ...all(group => group.techniques)])],
    actors: all(group => group.actors),
    addresses: all(group => group.addresses),
    applications: all(group => group.applications),
    first: instantOf(Math.min(...groups.map(group => group.evidence.first))),
    last: instantOf(Math.max(...groups.map(group => group.evidence.last))),
    count: recordCount(groups),
    findings: reported.map(({finding}) => finding.id),
    narrative: narrativeOf(groups, matched),
    timeline: timelineOf(groups),
    benign: all(group => [group.benign]).slice(0, mostBenign),
    next: mergedSteps(groups.flatMap(group => group.next)),
    hints: distinctTitles(hints).map(hint => ({
      time: instantOf(hint.evidence.first),
      rule: hint.meta.id,
      text: hint.title,
    })),
    accepted: open.length === 0,
  }
}

/** In order of time, what reads the same once. */
function distinctTitles(hints: readonly SignalGroup[]): SignalGroup[] {
  const inTime = [...hints].sort((a, b) => a.evidence.first - b.evidence.first || compareText(a.meta.id, b.meta.id))
  const titles = new Set<string>()
  return inTime.filter(({title}) => !titles.has(title) && titles.add(title))
}

function severityOf(group: SignalGroup): Severity {
  return group.weight === 'hint' ? 'info' : group.weight
}

function findingsByGravity<T extends Pick<Finding, 'severity' | 'confidence' | 'first' | 'id'>>(a: T, b: T): number {
  return (
    severityRank(b.severity) - severityRank(a.severity) ||
    confidenceRank(b.confidence) - confidenceRank(a.confidence) ||
    compareText(a.first, b.first) ||
    compareText(a.id, b.id)
  )
}

function accountText({actor, findings, objects, evidence}: SummedAccount): NonNullable<Finding['accounts']>[number] {
  const {count, first, last} = evidence
  const moments = {first: instantOf(first), last: instantOf(last)}
  return {actor, findings, count, ...moments, objects: [...objects], records: evidence.records().map(evidenceText)}
}

function evidenceText({id, time, operation}: EvidenceRecord): Finding['evidence'][number] {
  return {id, time: instantOf(time), operation}
}
