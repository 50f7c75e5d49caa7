/** What the watch found, as `findings.json` has it: the part that people read, gathered into stories. */
import {millisecondsOf} from '../audit/record.ts'
import {type Severity, severities} from '../audit/severity.ts'

export interface EvidenceLine {
  /** The record's. */
  id: string
  /** A UTC instant, as all times here. */
  time: string
  operation: string
}

export interface ReportFinding {
  id: string
  rule: string
  title: string
  severity: Severity
  confidence: string
  techniques: readonly string[]
  actors: readonly string[]
  objects: readonly string[]
  first: string
  last: string
  count: number
  evidence: readonly EvidenceLine[]
  /** Those that say most. */
  telling?: readonly EvidenceLine[]
  why: string
  /** What would make it harmless. */
  benign: string | readonly string[]
  /** What to do, in order. */
  next: readonly string[]
  /** Findings of one story share it. */
  incident?: string | undefined
  accepted?: {reason: string; until?: string | undefined} | undefined
  /** The entry that would accept it. */
  accept?: string
}

/** Findings that the watch has joined. */
export interface IncidentFacts {
  title: string
  severity: Severity
  confidence: string
  first: string
  last: string
  count: number
  /** Their ids, gravest first. */
  findings: readonly string[]
  timeline: readonly {time: string; text: string}[]
  /** Weak signs beside them. */
  hints: readonly {time: string; text: string}[]
  why: string
}

/** What the watch saw. */
export interface DetectionFacts {
  findings: readonly ReportFinding[]
  incidents?: readonly IncidentFacts[]
  /** There was nothing to compare with. */
  learning?: boolean
  /** What the watch could not do, and what it left out. */
  notes?: readonly string[]
  /** Rules that had no data. */
  unseen?: readonly {title: string; missing: string}[]
}

/** Findings that belong together, told as one. */
export interface ReportIncident {
  title: string
  severity: Severity
  confidence: string
  why: string
  /** Of records. */
  count: number
  first: number
  last: number
  /** By time. */
  findings: readonly ReportFinding[]
  steps: readonly TimelineLine[]
  hints: readonly TimelineLine[]
}

/** One line of a story's timeline. */
export interface TimelineLine {
  time: number
  text: string
  /** The record's; '' where the line tells of several. */
  id: string
}

/** The stories of the month, gravest first; accepted findings apart. */
export function incidentsOf(watch: DetectionFacts): {open: ReportIncident[]; accepted: ReportFinding[]} {
  const unaccepted = watch.findings.filter(one => !one.accepted)
  const byId = new Map(unaccepted.map(one => [one.id, one]))
  const joined = (watch.incidents ?? []).flatMap(incident => {
    const findings = incident.findings.flatMap(id => byId.get(id) ?? [])
    return findings.length > 0 ? [{incident, findings}] : []
  })
  const told = new Set(joined.flatMap(({findings}) => findings))
  const open = [
    ...joined.map(({incident, findings}) => toldStory(incident, findings)),
    ...grouped(unaccepted.filter(one => !told.has(one))).map(ownStory),
  ]
  open.sort((a, b) => rank(a.severity) - rank(b.severity) || a.first - b.first)
  return {open, accepted: watch.findings.filter(one => one.accepted).sort(byGravity)}
}

function toldStory(incident: IncidentFacts, findings: readonly ReportFinding[]): ReportIncident {
  const step = ({time, text}: {time: string; text: string}) => ({time: millisecondsOf(time), text, id: ''})
  return {
    ...incident,
    first: millisecondsOf(incident.first),
    last: millisecondsOf(incident.last),
    findings: [...findings].sort(byTime),
    steps: incident.timeline.length > 0 ? incident.timeline.map(step) : recordsOf(findings),
    hints: incident.hints.map(step),
  }
}

/** Where the watch joined nothing, findings that name the same incident are one story, and the gravest names it. */
function ownStory(findings: readonly ReportFinding[]): ReportIncident {
  const [lead] = [...findings].sort(byGravity) as [ReportFinding]
  return {
    title: lead.title,
    severity: lead.severity,
    confidence: lead.confidence,
    why: findings.length === 1 ? lead.why : '',
    count: findings.reduce((sum, one) => sum + one.count, 0),
    first: Math.min(...findings.map(one => millisecondsOf(one.first))),
    last: Math.max(...findings.map(one => millisecondsOf(one.last))),
    findings: [...findings].sort(byTime),
    steps: recordsOf(findings),
    hints: [],
  }
}

function grouped(findings: readonly ReportFinding[]): ReportFinding[][] {
  const groups = new Map<string, ReportFinding[]>()
  for (const finding of findings) {
    const key = finding.incident ? `incident ${finding.incident}` : `finding ${finding.id}`
    const group = groups.get(key)
    if (group) group.push(finding)
    else groups.set(key, [finding])
  }
  return [...groups.values()]
}

/** The records that stand for findings, each once, in the order they happened. */
export function recordsOf(findings: readonly ReportFinding[]): TimelineLine[] {
  const seen = new Set<string>()
  return findings
    .flatMap(({telling, evidence}) => (telling && telling.length > 0 ? telling : evidence))
    .map(({id, time, operation}) => ({time: millisecondsOf(time), text: operation, id}))
    .sort((a, b) => a.time - b.time)
    .filter(({id}) => {
      const known = id !== '' && seen.has(id)
      seen.add(id)
      return !known
    })
}

function byTime(a: ReportFinding, b: ReportFinding): number {
  return millisecondsOf(a.first) - millisecondsOf(b.first)
}

function byGravity(a: ReportFinding, b: ReportFinding): number {
  return rank(a.severity) - rank(b.severity) || byTime(a, b)
}

function rank(severity: Severity): number {
  const at = severities.indexOf(severity)
  return at < 0 ? severities.length : at
}
