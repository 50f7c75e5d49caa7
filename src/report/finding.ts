/** The findings of `findings.json` as incidents that people read. */
import {millisecondsOf} from '../audit/record.ts'
import {severities} from '../audit/severity.ts'
import type {Finding, FindingsFile, Incident} from '../detect/findings.ts'

/** What detection reports of a month. */
export interface DetectionFacts extends Pick<FindingsFile, 'findings' | 'incidents' | 'learning' | 'notes' | 'unseen'> {
  /** The tenant's main domain; '' or absent where no record says. */
  tenantName?: string
}

/** An incident with its findings, times in milliseconds since 1970 UTC. */
export interface ReportIncident extends Omit<Incident, 'findings' | 'first' | 'last' | 'timeline' | 'hints'> {
  first: number
  last: number
  /** Those that are not accepted, gravest first. */
  findings: readonly Finding[]
  timeline: readonly TimelineLine[]
  /** Weak signals. */
  hints: readonly {time: number; text: string}[]
}

/** One line of an incident's timeline; '' for what the record does not say. */
export interface TimelineLine {
  time: number
  id: string
  user: string
  account: string
  address: string
  client: string
  act: string
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
  const {timeline, hints, first, last, ...rest} = incident
  return {
    ...rest,
    first: millisecondsOf(first),
    last: millisecondsOf(last),
    findings: [...findings].sort(bySeverity),
    timeline: timeline.map(line => ({...line, time: millisecondsOf(line.time)})),
    hints: hints.map(({time, text}) => ({time: millisecondsOf(time), text})),
  }
}

function bySeverity(a: Finding, b: Finding): number {
  return rank(a) - rank(b) || millisecondsOf(a.first) - millisecondsOf(b.first)
}

function rank({severity}: Pick<Finding, 'severity'>): number {
  const at = severities.indexOf(severity)
  return at < 0 ? severities.length : at
}
