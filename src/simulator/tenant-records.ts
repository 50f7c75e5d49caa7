/**
 * The tenant's records as they truly are, and as a search happens to see them: the faults that live in the data
 * (bursts, doubles, records without an Id) belong to the truth; those that hide records only to the view.
 */

import type {FaultScript} from './faults.ts'
import {monthOf, startOf} from './months.ts'
import {guidOf, mix, Random} from './random.ts'
import type {AuditRow, Position, RecordFacts, RecordSource} from './record-source.ts'
import type {DraftKind} from './records/draft.ts'
import {SHAREPOINT} from './records/sharepoint.ts'
import {
  exchangeRow,
  foreignBeside,
  foreignRow,
  isForeign,
  ODD_OPERATION,
  type Peculiarity,
  PeculiarRecords,
  trueRow,
} from './shaped-records.ts'
import type {TenantShapes} from './shapes.ts'
import type {TenantDirectory} from './tenant-directory.ts'

const MINUTE = 60_000
const DAY = 86_400_000
/** Burst records have negative positions: −(month × 2¹⁸ + place + 1). */
const BURST_PLACES = 262_144
/** Positions of what searches leave behind begin beyond any month's. */
const LEFT = 2 ** 50

const BURSTS: [fault: string, records: number, onePerson: boolean][] = [
  ['burst', 6_000, false],
  ['burst-one-user', 6_000, true],
  ['burst-60000', 60_000, false],
  ['burst-60000-one-user', 60_000, true],
]
const BURST_KINDS = ['FileDeleted', 'FileRecycled', 'ListItemUpdated', 'FileModified'].map(
  operation => SHAREPOINT.find(kind => kind.operation === operation) as DraftKind,
)

type Visit = (position: Position, facts: RecordFacts) => void

export interface Range {
  from: number
  to: number
}

export class TenantRecords {
  readonly #source: RecordSource
  readonly #company: TenantDirectory
  readonly #script: FaultScript
  readonly #seed: number
  readonly #now: () => number
  /** Generated records happen; given ones are simply there. */
  readonly #happens: boolean
  readonly #arrival: boolean
  readonly #leaves: boolean
  readonly #organization: string
  readonly #peculiar: PeculiarRecords
  readonly #left: AuditRow[] = []
  readonly #bursting = new Map<number, Burst[]>()
  readonly #firstCut = new Map<Position, string>()
  readonly #shown = new Map<Position, number>()

  constructor(parts: {
    source: RecordSource
    company: TenantDirectory
    script: FaultScript
    seed: number
    now: () => number
    happens: boolean
    /** Records arrive by the curve of `lag`, as under the fault `late-clock`. */
    arrival: boolean
    /** Searches leave records behind. */
    leaves: boolean
    organization: string
    shapes: TenantShapes
  }) {
    this.#source = parts.source
    this.#company = parts.company
    this.#script = parts.script
    this.#seed = parts.seed
    this.#now = parts.now
    this.#happens = parts.happens
    this.#arrival = parts.arrival
    this.#leaves = parts.leaves
    this.#organization = parts.organization
    this.#peculiar = new PeculiarRecords(parts.source, parts.shapes, parts.seed)
  }

  /** Keeps what a search leaves behind, where searches do so. */
  leave(row: AuditRow): void {
    if (this.#leaves) this.#left.push(row)
  }

  /** Every record that exists with `from ≤ time ≤ to`, in time order. */
  scan({from, to}: Range, visit: Visit): void {
    const end = this.#happens ? Math.min(to, this.#now()) : to
    const others = this.#beside(from, end)
    let next = 0
    const conflicts = this.#script.holds('conflicts')
    this.#source.scan(from, end, (position, facts) => {
      for (; next < others.length && (others[next] as Beside).time < facts.time; next++)
        (others[next] as Beside).scan(visit)
      const isOdd = this.#peculiar.of(position, facts.time) === 'operation-names'
      visit(position, isOdd ? {...facts, operation: ODD_OPERATION} : facts)
      if (conflicts && position % 50 === 7) visit(position + 0.5, facts)
    })
    for (; next < others.length; next++) (others[next] as Beside).scan(visit)
  }

  /** What is not of the source, in time order. */
  #beside(from: number, to: number): Beside[] {
    const bursts = this.#bursts(from, to).map(burst => ({
      time: burst.time,
      scan: (visit: Visit) => this.#scanBurst(burst, visit),
    }))
    const left = this.#left.flatMap((row, index) =>
      row.time >= from && row.time <= to ? [{time: row.time, scan: (visit: Visit) => visit(LEFT + index, row)}] : [],
    )
    return left.length === 0 ? bursts : [...bursts, ...left].sort((a, b) => a.time - b.time)
  }

  /** What of it a search sees that looks at `now`. */
  see(asked: Range, visit: Visit, now = this.#now()): void {
    const {from, to} = this.#bounds(asked)
    const late = this.#script.use('late')
    const lostAlways = this.#script.holds('lost-always')
    const lostByCut = this.#script.holds('lost-by-cut')
    const cut = `${asked.from}/${asked.to}`
    this.scan({from, to}, (position, facts) => {
      const place = Math.abs(Math.floor(position)) % 40
      if (late && place === 11) return
      if (lostAlways && place === 17) return
      if (now < this.foundFrom(position, facts.time)) return
      if (lostByCut && place === 13) {
        const first = this.#firstCut.get(position) ?? cut
        this.#firstCut.set(position, first)
        if (first === cut) return
      }
      if (this.#isLostChild(position, asked)) return
      visit(position, facts)
      if (this.peculiarity(position, facts.time) === 'other-organization') visit(foreignBeside(position), facts)
    })
  }

  /** From when on a search finds the record, in ms. */
  foundFrom(position: Position, time: number): number {
    const late = this.#arrival || position >= LEFT || this.#script.holds('late-clock')
    return late ? time + lag(position) : time
  }

  /** Remembers some rows of a cut answer, for the fault that loses them in a narrower search. */
  cutAnswer(asked: Range, positions: readonly Position[]): void {
    if (!this.#script.holds('lost-in-child')) return
    for (const position of positions.slice(0, 3)) this.#shown.set(position, asked.to - asked.from)
  }

  row(position: Position): AuditRow {
    if (position < 0) return this.#burstRow(position)
    if (position >= LEFT) return this.#left[position - LEFT] as AuditRow
    const whole = this.#source.row(Math.floor(position))
    if (isForeign(position)) return foreignRow(whole, this.#organization)
    const row = trueRow(whole, this.peculiarity(position, whole.time))
    if (!Number.isInteger(position)) {
      const end = row.auditData.lastIndexOf('}')
      return {...row, auditData: `${row.auditData.slice(0, end)},"Revision":2${row.auditData.slice(end)}`}
    }
    if (position % 50 === 9 && this.#script.holds('no-id')) {
      return {...row, id: '', auditData: row.auditData.replace(`"Id":${JSON.stringify(row.id)},`, '')}
    }
    return row
  }

  /** The record as Exchange hands it out. */
  exchangeRow(position: Position): AuditRow {
    const row = this.row(position)
    return exchangeRow(row, this.peculiarity(position, row.time))
  }

  /** What a shape makes peculiar about a record. */
  peculiarity(position: Position, time: number): Peculiarity | undefined {
    return this.#peculiar.of(position, time)
  }

  #bounds({from, to}: Range): Range {
    const since = this.#script.holds('retention') ? this.#now() - 180 * DAY : Number.NEGATIVE_INFINITY
    return {
      from: Math.max(since, this.#script.holds('exclusive-start') ? from + 1 : from),
      to: this.#script.holds('exclusive-end') ? to - 1 : to,
    }
  }

  #isLostChild(position: Position, {from, to}: Range): boolean {
    const width = this.#shown.get(position)
    if (width === undefined || to - from >= width) return false
    this.#shown.delete(position)
    return this.#script.use('lost-in-child')
  }

  #bursts(from: number, to: number): Burst[] {
    if (to < from || !BURSTS.some(([fault]) => this.#script.holds(fault))) return []
    const bursts: Burst[] = []
    for (let month = monthOf(from); startOf(month) <= to; month++) {
      bursts.push(...this.#burstsOf(month).filter(({time}) => time >= from && time <= to))
    }
    return bursts
  }

  #burstsOf(month: number): Burst[] {
    const known = this.#bursting.get(month)
    if (known !== undefined) return known
    const random = new Random(mix(this.#seed, month), 0xb0)
    const hour = random.between(4, 23) * 24 + random.between(8, 15)
    const time = startOf(month) + hour * 60 * MINUTE + random.below(3600) * 1000
    const bursts: Burst[] = []
    let place = 0
    for (const [fault, records, onePerson] of BURSTS) {
      if (!this.#script.holds(fault)) continue
      bursts.push({time, month, place, records, onePerson})
      place += records
    }
    this.#bursting.set(month, bursts)
    return bursts
  }

  #scanBurst(burst: Burst, visit: Visit): void {
    for (let i = 0; i < burst.records; i++) {
      const position = -(burst.month * BURST_PLACES + burst.place + i + 1)
      const {kind, person} = this.#burstCast(position, burst)
      const userId = (this.#company.people[person] as {userId: string}).userId
      visit(position, {time: burst.time, recordType: kind.recordType, operation: kind.operation, userId})
    }
  }

  #burstCast(position: Position, burst: Burst): {kind: DraftKind; person: number} {
    if (burst.onePerson) return {kind: BURST_KINDS[0] as DraftKind, person: 3 % this.#company.people.length}
    const chance = mix(-position, 0xca57)
    return {
      kind: BURST_KINDS[chance % BURST_KINDS.length] as DraftKind,
      person: (chance >>> 8) % this.#company.people.length,
    }
  }

  #burstRow(position: Position): AuditRow {
    const month = Math.floor((-position - 1) / BURST_PLACES)
    const place = (-position - 1) % BURST_PLACES
    const burst = this.#burstsOf(month).find(
      ({place: first, records}) => place >= first && place < first + records,
    ) as Burst
    const {kind, person} = this.#burstCast(position, burst)
    const actor = this.#company.people[person] as TenantDirectory['people'][number]
    const stream = mix(mix(this.#seed, month), place)
    const id = guidOf(stream, mix(stream, place), mix(stream, 2), mix(place, month))
    const auditData = kind.write({
      random: new Random(stream, place),
      company: this.#company,
      time: new Date(burst.time).toISOString().slice(0, 19),
      hour: Math.floor(burst.time / (60 * MINUTE)),
      id,
      kind,
      actor,
      person,
    })
    return {
      time: burst.time,
      recordType: kind.recordType,
      operation: kind.operation,
      userId: actor.userId,
      id,
      auditData,
    }
  }
}

interface Beside {
  time: number
  scan(visit: Visit): void
}

interface Burst {
  time: number
  month: number
  place: number
  records: number
  onePerson: boolean
}

/**
 * How long after the event a record can be found: four fifths within the hour, 95 % within a day, 99.8 % within two,
 * all within seven (Power Platform CoE starter project, issue 9190).
 */
function lag(position: Position): number {
  const chance = mix(Math.abs(Math.floor(position)) >>> 0, 0x1a9) / 4294967296
  const spread = mix(Math.abs(Math.floor(position)) >>> 0, 0x1aa) / 4294967296
  if (chance < 0.8) return (10 + 50 * spread) * MINUTE
  if (chance < 0.95) return (60 + 23 * 60 * spread) * MINUTE
  if (chance < 0.998) return DAY + DAY * spread
  return 2 * DAY + 5 * DAY * spread
}
