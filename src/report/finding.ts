/** The findings of `findings.json` as incidents that people read. */
import {millisecondsOf} from '../audit/record.ts'
import {severities} from '../audit/severity.ts'
import type {Finding, FindingsFile, Incident} from '../detect/findings.ts'

/** What detection reports of a month. */
export type DetectionFacts = Pick<FindingsFile, 'findings' | 'incidents' | 'learning' | 'notes' | 'unseen'>

/** An incident with its findings, times in milliseconds since 1970 UTC. */
export interface ReportIncident extends Pick<Incident, 'title' | 'severity' | 'confidence' | 'why' | 'count'> {
  first: number
  last: number
  /** In order of time. */
  findings: readonly Finding[]
  steps: readonly TimelineLine[]
  /** Weak signals. */
  hints: readonly TimelineLine[]
}

/** One line of an incident's timeline. */
export interface TimelineLine {
  time: number
  text: string
  /** The record's; '' where the line stands for several. */
  id: string
}

/** The incidents of the month, gravest first; accepted findings apart. */
export function incidentsOf({findings, incidents}: Pick<DetectionFacts, 'findings' | 'incidents'>): {
  open: ReportIncident[]
  accepted: Finding[]
} {
  const byId = new Map(findings.filter(one => !one.accepted).map(one => [one.id, one]))
  const open = incidents.flatMap(incident => {
    const own = incident.findings.flatMap(id => byId.get(id) ?? [])
    return own.length > 0 ? [withFindings(incident, own)] : []
  })
  open.sort((a, b) => rank(a) - rank(b) || a.first - b.first)
  return {open, accepted: findings.filter(one => one.accepted).sort(bySeverity)}
}

function withFindings(incident: Incident, findings: readonly Finding[]): ReportIncident {
  const line = ({time, text}: {time: string; text: string}) => ({time: millisecondsOf(time), text, id: ''})
  return {
    ...incident,
    first: millisecondsOf(incident.first),
    last: millisecondsOf(incident.last),
    findings: [...findings].sort(byTime),
    steps: incident.timeline.length > 0 ? incident.timeline.map(line) : recordsOf(findings),
    hints: incident.hints.map(line),
  }
}

/** The records that stand for findings, each once, in the order they happened. */
export function recordsOf(findings: readonly Finding[]): TimelineLine[] {
  const seen = new Set<string>()
  return findings
    .flatMap(({telling, evidence}) => (telling.length > 0 ? telling : evidence))
    .map(({id, time, operation}) => ({time: millisecondsOf(time), text: operation, id}))
    .sort((a, b) => a.time - b.time)
    .filter(({id}) => {
      const known = id !== '' && seen.has(id)
      seen.add(id)
      return !known
    })
}

function byTime(a: Finding, b: Finding): number {
  return millisecondsOf(a.first) - millisecondsOf(b.first)
}

function bySeverity(a: Finding, b: Finding): number {
  return rank(a) - rank(b) || byTime(a, b)
}

function rank({severity}: Pick<Finding, 'severity'>): number {
  const at = severities.indexOf(severity)
  return at < 0 ? severities.length : at
}
