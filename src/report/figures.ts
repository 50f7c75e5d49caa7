/** The month in numbers, counted in one pass over its records: all that the page and the summary show of them. */
import {aiInteractionOf, isAiInteraction} from '../audit/ai-interaction.ts'
import {isPerson, recordAccount, shownUser} from '../audit/identity.ts'
import {parsedJson, textField} from '../audit/json.ts'
import {foldOperation} from '../audit/operation.ts'
import {dateAt, type Period} from '../audit/period.ts'
import type {AuditRecord} from '../audit/record.ts'
import {isSharing, type SharingKind, sharingKind, sharingKinds} from '../audit/sharing.ts'
import {AiFigures} from './figures/ai.ts'
import {Busiest} from './figures/busiest.ts'
import {type NameCount, NameCounts} from './figures/counts.ts'
import {type FailureGroup, failureGroup, failureGroups} from './figures/sign-in.ts'
import {ZoneClock} from './zone.ts'

const mostWorkloads = 60
const mostRecordTypes = 400
const mostOperations = 3000
const mostIdentities = 5000

/** A record of the pass. */
export interface SeenRecord {
  record: AuditRecord
  /** Milliseconds since 1970 UTC, inside the period. */
  time: number
  workload: string
  /** `AuditData` parsed, where others parse it as well. */
  readonly data?: unknown
}

export interface DayFigures {
  /** In the period's zone. */
  date: string
  records: number
  byWorkload: Map<string, number>
  signIns: number
  failures: Record<FailureGroup, number>
  sharing: Record<SharingKind, number>
}

export class Figures {
  /** Every day of the period, in order, also those without records. */
  readonly days: readonly DayFigures[]
  /** Records by hour of the week in the period's zone; Monday's first hour first. */
  readonly hours: number[] = Array.from({length: 168}, () => 0)
  readonly people = new Busiest(mostIdentities)
  readonly services = new Busiest(mostIdentities)
  /** Of Copilot and agents. */
  readonly ai = new AiFigures()
  /** Moments of the first and last record. */
  first: number | undefined
  last: number | undefined
  private total = 0
  private size = 0
  private readonly workloads = new NameCounts(mostWorkloads)
  private readonly recordTypes = new NameCounts(mostRecordTypes)
  private readonly recordTypeSizes = new NameCounts(mostRecordTypes)
  private readonly operations = new NameCounts(mostOperations)
  private readonly period: Period
  private readonly clock: ZoneClock
  private readonly dayOf: ReadonlyMap<string, DayFigures>

  constructor(period: Period) {
    this.period = period
    this.clock = new ZoneClock(period.timezone)
    this.days = period.days.map(({date}) => emptyDay(date))
    this.dayOf = new Map(this.days.map(day => [day.date, day]))
  }

  /** @param data `AuditData` parsed, where the caller has it; else the few records that need it are parsed. */
  see(seen: SeenRecord, data?: unknown): void {
    const parsed = () => seen.data ?? parsedJson(seen.record.AuditData)
    const {record, time, workload} = seen
    const operation = record.Operations
    this.total++
    this.first = Math.min(this.first ?? time, time)
    this.last = Math.max(this.last ?? time, time)
    const size = Buffer.byteLength(record.AuditData)
    this.recordTypes.add(record.RecordType)
    this.recordTypeSizes.add(record.RecordType, size)
    this.size += size
    this.operations.add(operation)
    const hour = this.clock.hourOfWeek(time)
    this.hours[hour] = (this.hours[hour] ?? 0) + 1
    const act = foldOperation(operation)
    const {user, kind} = recordAccount(record)
    if (isAiInteraction(act)) {
      data ??= parsed()
      this.ai.see(aiInteractionOf(data), {user: isPerson(kind) ? user : '', time})
    }
    if (isPerson(kind)) this.people.see(user)
    else this.services.see(user, shownUser(record.UserIds))

    const day = this.dayOf.get(dateAt(this.period, time))
    if (!day) return
    day.records++
    const known = this.workloads.add(workload)
    day.byWorkload.set(known, (day.byWorkload.get(known) ?? 0) + 1)
    const field = (name: string) => {
      data ??= parsed()
      return textField(data, name)
    }
    if (act === 'userloggedin') day.signIns++
    else if (act === 'userloginfailed') day.failures[failureGroup(field)]++
    else if (isSharing(act)) day.sharing[sharingKind(act, field)]++
  }

  get records(): number {
    return this.total
  }

  byWorkload(): NameCount[] {
    return this.workloads.ranked()
  }

  byRecordType(): NameCount[] {
    return this.recordTypes.ranked()
  }

  /** With the share that each type has in the bytes of all AuditData, 0 to 1. */
  byRecordTypeAndVolume(): (NameCount & {volume: number})[] {
    return this.byRecordType().map(row => ({
      ...row,
      volume: this.recordTypeSizes.get(row.name) / Math.max(1, this.size),
    }))
  }

  byOperation(): NameCount[] {
    return this.operations.ranked()
  }

  get signIns(): number {
    return sum(this.days.map(day => day.signIns))
  }

  get failures(): Record<FailureGroup, number> {
    return totals(
      failureGroups,
      this.days.map(day => day.failures),
    )
  }

  get sharing(): Record<SharingKind, number> {
    return totals(
      sharingKinds,
      this.days.map(day => day.sharing),
    )
  }

  /** Names that were too many to be counted apart. */
  get overflowed(): string[] {
    const kinds: [string, boolean][] = [
      ['workloads', this.workloads.overflowed],
      ['record types', this.recordTypes.overflowed],
      ['operations', this.operations.overflowed],
      ['people', !this.people.distinct.exact],
      ['service identities', !this.services.distinct.exact],
      ['agents, AI apps or files read by them', this.ai.overflowed],
    ]
    return kinds.filter(([, overflowed]) => overflowed).map(([kind]) => kind)
  }
}

function emptyDay(date: string): DayFigures {
  return {
    date,
    records: 0,
    byWorkload: new Map(),
    signIns: 0,
    failures: totals(failureGroups, []),
    sharing: totals(sharingKinds, []),
  }
}

function totals<Kind extends string>(kinds: readonly Kind[], parts: readonly Record<Kind, number>[]) {
  return Object.fromEntries(kinds.map(kind => [kind, sum(parts.map(part => part[kind]))])) as Record<Kind, number>
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
