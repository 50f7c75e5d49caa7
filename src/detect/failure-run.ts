/** Failed sign-ins of one kind on one account, until none came for a day: where they came from, and with which clients. */
import {SlidingWindow} from './bounded.ts'
import type {AuditEvent} from './event.ts'
import {EvidenceList} from './evidence-list.ts'
import {type DetectionContext, hour} from './rule.ts'

const mostNames = 100

/** Failures of one kind on one account until they rest for a day. */
export class FailureRun {
  readonly evidence = new EvidenceList()
  readonly networks = new Map<string, {count: number; first: number}>()
  readonly agents = new Map<string, {count: number; first: number}>()
  private readonly hour = new SlidingWindow<string>(hour, 300)
  /** The most within one hour. */
  peak = 0
  last = 0

  add(event: AuditEvent): void {
    this.evidence.add(event)
    this.last = event.time
    this.peak = Math.max(this.peak, this.hour.add(event.time, event.id))
    tally(this.networks, event.address?.network ?? '', event.time)
    tally(this.agents, event.agentFamily, event.time)
  }

  lastHour(time: number): number {
    return this.hour.within(time).length
  }
}

function tally(map: Map<string, {count: number; first: number}>, name: string, time: number): void {
  const entry = map.get(name)
  if (entry) entry.count++
  else if (name !== '') {
    if (map.size >= mostNames) dropRarest(map)
    map.set(name, {count: 1, first: time})
  }
}

/** A tenth of the names goes, the rarest and oldest first: decoys that fail once hide no network that goes on. */
function dropRarest(map: Map<string, {count: number; first: number}>): void {
  const ranked = [...map].sort(([, a], [, b]) => a.count - b.count || a.first - b.first)
  for (const [name] of ranked.slice(0, mostNames / 10)) map.delete(name)
}

/** Networks of a run from which the owner was not seen before it, nor ever (`ever`) in the month. */
export function unfamiliarNetworks(run: FailureRun, user: string, context: DetectionContext, ever: boolean): string[] {
  return [...run.networks]
    .filter(([network, {first}]) => {
      const seen = context.terms.firstSeen('user-network', user, network)
      return ever ? seen === Number.POSITIVE_INFINITY : seen >= first
    })
    .map(([network]) => network)
    .sort((a, b) => (a < b ? -1 : 1))
}
