/**
 * Who does how much of what on which day, when administrators act, and how many records each workload sends by the hour:
 * kept as counters, so that a month of any size fits.
 */
import {givesAccess} from '../audit/sharing.ts'
import {BoundedMap, type Evictions} from './bounded.ts'
import type {AuditEvent} from './event.ts'
import {EvidenceList} from './evidence-list.ts'

const hour = 3_600_000
const day = 24 * hour

export const groups = ['download', 'access', 'modify', 'delete', 'send', 'mail-read', 'share', 'admin'] as const
export type Group = (typeof groups)[number]

const operations: Record<Exclude<Group, 'admin' | 'share'>, RegExp> = {
  // Synchronising takes everything at once on each new computer: a rule of its own counts that.
  download: /^filedownloaded$/,
  access: /^(fileaccessed.*|filepreviewed)$/,
  modify: /^(filemodified.*|fileuploaded.*|filerenamed|filesyncuploaded.*|filemoved|filecopied)$/,
  delete:
    /^(filedeleted.*|filerecycled|fileversionsalldeleted|folderdeleted.*|folderrecycled|harddelete|softdelete|movetodeleteditems)$/,
  send: /^(send|sendas|sendonbehalf)$/,
  'mail-read': /^mailitemsaccessed$/,
}
const adminTypes = new Set(['AzureActiveDirectory', 'ExchangeAdmin', 'SecurityComplianceCenterEOPCmdlet'])

function belongs(operation: string, group: Group): boolean {
  if (group === 'share') return givesAccess(operation)
  return group !== 'admin' && operations[group].test(operation)
}

/** A day's records in excess of this are remembered as evidence. */
const noteworthy = 50
const mostPeople = 20_000
const mostWorkloads = 60
const mostTypes = 1_000

export interface Volume {
  byDay: Uint32Array
  /** The busiest day so far, with its records from the fiftieth on. */
  best: {day: number; evidence: EvidenceList} | undefined
  current: {day: number; evidence: EvidenceList} | undefined
}

export interface UserProfile {
  volumes: (Volume | undefined)[]
  /** Administrative acts by hour of the day, UTC. */
  hours: Uint32Array | undefined
  /** When the person was first and last seen this month. */
  first: number
  last: number
}

export class Profiles {
  readonly people: BoundedMap<string, UserProfile>
  /** Records by hour of the period. */
  readonly workloads = new Map<string, Uint32Array>()
  readonly recordTypes = new Map<string, number>()
  readonly days: number
  private readonly start: number
  private readonly groupOf = new Map<string, number>()

  constructor(period: {start: number; end: number}, evictions: Evictions) {
    this.start = period.start
    this.days = Math.max(1, Math.ceil((period.end - period.start) / day))
    this.people = new BoundedMap('people’s daily volumes', mostPeople, evictions, {
      weight: ({volumes}) => Math.max(0, ...volumes.map(volume => busiest(volume))),
    })
  }

  see(event: AuditEvent): void {
    const count = this.recordTypes.get(event.recordType)
    if (count !== undefined || this.recordTypes.size < mostTypes)
      this.recordTypes.set(event.recordType, (count ?? 0) + 1)
    this.seeWorkload(event)
    const {kind} = event
    if (kind !== 'person' && kind !== 'guest') return
    if (event.act === 'userloginfailed') return
    const person = this.people.at(event.user, () => ({
      volumes: [],
      hours: undefined,
      first: event.time,
      last: event.time,
    }))
    person.last = event.time
    const group = this.group(event)
    if (group < 0) return
    if (group === 7) {
      person.hours ??= new Uint32Array(24)
      const now = Math.floor(event.time / hour) % 24
      person.hours[now] = (person.hours[now] ?? 0) + 1
    }
    this.seeVolume(person, group, event)
  }

  /** Counts by day of one person's group; undefined where there were none. */
  volume(user: string, group: Group): Volume | undefined {
    return this.people.get(user)?.volumes[groups.indexOf(group)]
  }

  dayOf(time: number): number {
    return Math.min(this.days - 1, Math.max(0, Math.floor((time - this.start) / day)))
  }

  private group(event: AuditEvent): number {
    if (adminTypes.has(event.recordType)) return 7
    const known = this.groupOf.get(event.act)
    if (known !== undefined) return known
    const found = groups.findIndex(name => belongs(event.act, name))
    if (this.groupOf.size < 5_000) this.groupOf.set(event.act, found)
    return found
  }

  private seeVolume(person: UserProfile, group: number, event: AuditEvent): void {
    let volume = person.volumes[group]
    if (!volume) {
      volume = {byDay: new Uint32Array(this.days), best: undefined, current: undefined}
      person.volumes[group] = volume
    }
    const today = this.dayOf(event.time)
    const count = (volume.byDay[today] ?? 0) + weightOf(event, group)
    volume.byDay[today] = count
    if (count < noteworthy) return
    if (volume.current?.day !== today) {
      volume.best = busier(volume)
      volume.current = {day: today, evidence: new EvidenceList(20)}
    }
    volume.current.evidence.add(event)
  }

  private seeWorkload(event: AuditEvent): void {
    const name = event.workload || event.recordType
    let hours = this.workloads.get(name)
    if (!hours) {
      if (this.workloads.size >= mostWorkloads) return
      hours = new Uint32Array(this.days * 24)
      this.workloads.set(name, hours)
    }
    const at = Math.min(hours.length - 1, Math.max(0, Math.floor((event.time - this.start) / hour)))
    hours[at] = (hours[at] ?? 0) + 1
  }
}

/** Records of a volume's day, where enough were there to be remembered. */
export function volumeEvidence(volume: Volume, day: number): EvidenceList | undefined {
  if (volume.current?.day === day) return volume.current.evidence
  return volume.best?.day === day ? volume.best.evidence : undefined
}

/** Records of the busiest day that is remembered with its records. */
function busiest(volume: Volume | undefined): number {
  const days = [volume?.best, volume?.current].flatMap(one => one?.day ?? [])
  return Math.max(0, ...days.map(day => volume?.byDay[day] ?? 0))
}

function busier({byDay, best, current}: Volume): Volume['best'] {
  if (!best || !current) return best ?? current
  return (byDay[current.day] ?? 0) > (byDay[best.day] ?? 0) ? current : best
}

/** One record may stand for many items. */
function weightOf(event: AuditEvent, group: number): number {
  if (group === 3) return Math.max(1, Math.min(10_000, event.list('AffectedItems').length))
  // The substrate reads mail for search and the like: about two thirds of these records.
  if (group === 5 && event.text('ClientInfoString').startsWith('Client=REST;Client=RESTSystem')) return 0
  return 1
}
