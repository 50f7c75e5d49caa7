/** Joined stories as findings and incidents: ids, order, bounds ("top ten, and n more"), acceptance. */
import {instantOf} from '../audit/record.ts'
import type {Severity} from '../audit/severity.ts'
import {type Acceptance, acceptingEntry} from './accepted.ts'
import type {Hash} from './baseline.ts'
import {EvidenceList} from './evidence-list.ts'
import type {Finding, Incident} from './findings.ts'
import {bySeverityThenTime, type JoinedSignals} from './join-incidents.ts'
import {mergeSignals} from './merge-signals.ts'
import {countOf, listed} from './rule.ts'
import {confidenceRank, type SignalGroup, severityRank} from './signal-groups.ts'

export interface BuiltFindings {
  findings: Finding[]
  incidents: Incident[]
  counts: Record<Severity, number>
  /** People, networks and applications of medium or higher findings that nobody accepted. */
  suspects: ReadonlySet<string>
}

interface How {
  acceptance: Acceptance
  hash: Hash
  /** The least gravity that is reported. */
  least: number
}

/** One rule's findings outside of graver incidents: the gravest in full, the rest as one. */
const mostInFull: Record<Severity, number> = {high: 100, medium: 25, low: 10, info: 10}
const mostTimeline = 40

export function buildFindings(joined: readonly JoinedSignals[], how: How): BuiltFindings {
  const groups = rolled(
    joined.map(({stories, hints}) => ({stories: mergeSignals(stories.map(story => judged(story, how))), hints})),
  )
  const counts = {high: 0, medium: 0, low: 0, info: 0}
  const suspects = new Set<string>()
  const findings: Finding[] = []
  const incidents: Incident[] = []
  for (const {stories, hints} of groups) {
    const [gravest] = stories
    if (!gravest) continue
    const incident = how.hash('incident', idText(gravest)).slice(0, 16)
    const all = stories.map(story => ({story, finding: findingOf(story, incident, how)}))
    // Also what is too slight to be reported teaches nothing, and uses up its accepted entry.
    for (const {story, finding} of all)
      if (!finding.accepted && severityRank(story.weight) >= severityRank('medium')) addSuspects(suspects, story)
    const reported = all.filter(({story}) => severityRank(story.weight) >= how.least)
    if (reported.length === 0) continue
    for (const {finding} of reported) {
      findings.push(finding)
      if (!finding.accepted) counts[finding.severity]++
    }
    incidents.push(incidentOf({id: incident, gravest, hints, reported}))
  }
  return {findings: findings.sort(findingsByGravity), incidents: incidents.sort(findingsByGravity), counts, suspects}
}

/** What an attacker's acts taught is not learned: of people, networks and applications. */
function addSuspects(suspects: Set<string>, story: SignalGroup): void {
  for (const name of [...story.actors, ...story.users, ...story.addresses, ...story.applications]) suspects.add(name)
}

function rolled(joined: readonly JoinedSignals[]): JoinedSignals[] {
  const graveGroup = ({stories}: JoinedSignals) =>
    stories.length > 1 && severityRank(stories[0]?.weight ?? 'hint') >= severityRank('medium')
  const perRule = new Map<string, SignalGroup[]>()
  for (const group of joined)
    for (const story of graveGroup(group) ? [] : group.stories) {
      const name = `${story.meta.id} ${story.weight} ${story.accepted ? JSON.stringify(story.accepted) : ''}`
      const list = perRule.get(name)
      if (list) list.push(story)
      else perRule.set(name, [story])
    }
  const dropped = new Set<SignalGroup>()
  const sums: JoinedSignals[] = []
  for (const stories of perRule.values()) {
    const [one] = stories
    const rest = actorsInTurn([...stories].sort(bySeverityThenTime)).slice(one ? mostInFull[severityOf(one)] : 0)
    if (rest.length < 2) continue
    for (const story of rest) dropped.add(story)
    sums.push({stories: [asOne(rest)], hints: []})
  }
  const kept = joined.map(({stories, hints}) => ({stories: stories.filter(story => !dropped.has(story)), hints}))
  return [...kept.filter(({stories}) => stories.length > 0), ...sums]
}

/** Each actor's first, then each one's second …: who has many findings pushes none of another's out of the list. */
function actorsInTurn(stories: readonly SignalGroup[]): SignalGroup[] {
  const turns = new Map<string, number>()
  const ranked = stories.map(story => {
    const [actor = ''] = story.actors
    const turn = turns.get(actor) ?? 0
    turns.set(actor, turn + 1)
    return {story, turn}
  })
  return ranked.sort((a, b) => a.turn - b.turn).map(({story}) => story)
}

function asOne(stories: readonly SignalGroup[]): SignalGroup {
  const [first] = stories as [SignalGroup]
  const evidence = new EvidenceList()
  for (const story of stories) evidence.join(story.evidence)
  const all = (pick: (story: SignalGroup) => string[]) => [...new Set(stories.flatMap(pick))].slice(0, 50)
  return {
    ...first,
    key: 'more',
    title: `${first.meta.title}: ${stories.length} more`,
    why: `${countOf(stories.length, 'further finding')} of the same kind: ${listed(
      stories.map(story => story.title),
      5,
    )}`,
    actors: all(story => story.actors),
    objects: all(story => story.objects),
    users: all(story => story.users),
    addresses: all(story => story.addresses),
    applications: all(story => story.applications),
    evidence,
  }
}

function idText(story: SignalGroup): string {
  return `${story.meta.id}\n${story.key}\n${instantOf(story.evidence.first).slice(0, 10)}`
}

/** With the entry that accepts it: asked before groups merge, so that no entry accepts more than it names. */
function judged(story: SignalGroup, how: How): SignalGroup {
  return {...story, accepted: how.acceptance.of(findingOf(story, '', how))}
}

function findingOf(story: SignalGroup, incident: string, {hash}: How): Finding {
  const {meta, evidence} = story
  const finding = {
    id: hash('finding', idText(story)).slice(0, 16),
    rule: meta.id,
    rules: [...story.rules],
    title: story.title,
    severity: severityOf(story),
    confidence: story.confidence,
    techniques: [...story.techniques],
    actors: story.actors,
    objects: story.objects,
    users: story.users,
    addresses: story.addresses,
    applications: story.applications,
    first: instantOf(evidence.first),
    last: instantOf(evidence.last),
    count: evidence.count,
    telling: evidence.telling().map(timed),
    evidence: evidence.records().map(timed),
    evidenceCut: evidence.cut,
    question: meta.question,
    why: story.why,
    benign: story.benign,
    next: [...story.next],
    incident,
  }
  const whole = {...finding, accept: acceptingEntry(finding)}
  if (!story.accepted) return whole
  const {reason, until} = story.accepted
  return {...whole, accepted: until === undefined ? {reason} : {reason, until}}
}

interface Made {
  id: string
  gravest: SignalGroup
  hints: readonly SignalGroup[]
  reported: readonly {story: SignalGroup; finding: Finding}[]
}

function incidentOf({id, gravest, hints, reported}: Made): Incident {
  const stories = reported.map(({story}) => story)
  const others = stories.length - 1
  const line = (story: SignalGroup) => ({time: instantOf(story.evidence.first), rule: story.meta.id, text: story.title})
  const byTime = (a: SignalGroup, b: SignalGroup) =>
    a.evidence.first - b.evidence.first || compare(a.meta.id, b.meta.id)
  const all = (pick: (story: SignalGroup) => string[]) => [...new Set(stories.flatMap(pick))].slice(0, 50)
  const surest = [...stories].sort((a, b) => confidenceRank(b.confidence) - confidenceRank(a.confidence))[0] ?? gravest
  return {
    id,
    title: others === 0 ? gravest.title : `${gravest.title}, and ${countOf(others, 'related finding')}`,
    severity: severityOf(gravest),
    confidence: surest.confidence,
    actors: all(story => story.actors),
    addresses: all(story => story.addresses),
    applications: all(story => story.applications),
    first: instantOf(Math.min(...stories.map(story => story.evidence.first))),
    last: instantOf(Math.max(...stories.map(story => story.evidence.last))),
    count: stories.reduce((sum, story) => sum + story.evidence.count, 0),
    findings: reported.map(({finding}) => finding.id),
    timeline: [...stories].sort(byTime).slice(0, mostTimeline).map(line),
    hints: [...hints].sort(byTime).map(line),
    why: stories
      .slice(0, 3)
      .map(story => story.why)
      .join('. '),
  }
}

function severityOf(story: SignalGroup): Severity {
  return story.weight === 'hint' ? 'info' : story.weight
}

function findingsByGravity<T extends Pick<Finding, 'severity' | 'confidence' | 'first' | 'id'>>(a: T, b: T): number {
  return (
    severityRank(b.severity) - severityRank(a.severity) ||
    confidenceRank(b.confidence) - confidenceRank(a.confidence) ||
    compare(a.first, b.first) ||
    compare(a.id, b.id)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function timed<T extends {time: number}>(record: T): Omit<T, 'time'> & {time: string} {
  return {...record, time: instantOf(record.time)}
}
