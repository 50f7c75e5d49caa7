/**
 * The seeded records of a realistic tenant, made on demand: an hour's outline (second, kind, actor) costs a fraction
 * of a microsecond a record and is kept for a few hours only; the text is written when a row is asked for, and comes
 * out the same every time. Shares, sizes and hours follow what published exports of real tenants show.
 */

import {isOfficeTime, readiness} from './habits.ts'
import type {IncidentName} from './incidents/index.ts'
import {type MonthPlan, planMonth} from './plan.ts'
import {guidOf, mix, Random, Weighted} from './random.ts'
import type {AuditRow, Position, RecordFacts, RecordSource} from './record-source.ts'
import type {Draft, DraftKind} from './records/draft.ts'
import {ENTRA} from './records/entra.ts'
import {EXCHANGE} from './records/exchange.ts'
import {OTHERS} from './records/others.ts'
import {SHAREPOINT} from './records/sharepoint.ts'
import {Schedule} from './schedule.ts'
import type {ScriptStep} from './script.ts'
import type {Actor, TenantDirectory} from './tenant-directory.ts'

const HOUR = 3_600_000
/** Positions are hour × 2²² + place: whole numbers well below 2⁵³. */
const PLACES = 4_194_304
/** Places from here on are the plan's. */
const PLANNED = PLACES / 2
/** Outlines kept at a time, in records; some 8 bytes each. */
const KEPT = 400_000

export const KINDS: readonly DraftKind[] = [...EXCHANGE, ...ENTRA, ...SHAREPOINT, ...OTHERS]

interface Outline {
  seconds: Uint16Array
  kinds: Uint16Array
  actors: Uint16Array
}

export class Generator implements RecordSource {
  readonly #seed: number
  readonly #company: TenantDirectory
  readonly #schedule: Schedule
  readonly #draws: Record<DraftKind['part'], {kinds: number[]; weighted: Weighted}>
  readonly #people: Weighted
  readonly #members: Weighted
  readonly #recordsPerMonth: number
  readonly #incidents: readonly IncidentName[]
  readonly #plans = new Map<number, MonthPlan>()
  readonly #outlines = new Map<number, Outline>()
  #kept = 0
  readonly #random = new Random()

  constructor(
    seed: number,
    company: TenantDirectory,
    recordsPerMonth: number,
    incidents: readonly IncidentName[] = [],
  ) {
    this.#seed = mix(seed, 0x9e4)
    this.#company = company
    this.#recordsPerMonth = recordsPerMonth
    this.#incidents = incidents
    this.#schedule = new Schedule(seed, recordsPerMonth, start => this.#plan(start).occasions)
    this.#people = new Weighted(company.people.map(person => person.weight))
    this.#members = new Weighted(company.members.map(index => company.people[index]?.weight ?? 0))
    const draw = (part: DraftKind['part']) => {
      const kinds = KINDS.flatMap((kind, index) => (kind.part === part ? [index] : []))
      return {kinds, weighted: new Weighted(kinds.map(index => (KINDS[index] as DraftKind).weight))}
    }
    this.#draws = {people: draw('people'), service: draw('service'), provisioning: draw('provisioning')}
  }

  scan(from: number, to: number, visit: (position: Position, facts: RecordFacts) => void): void {
    const facts: RecordFacts = {time: 0, recordType: 0, operation: '', userId: ''}
    const show = (position: Position, shown: {time: number; kind: DraftKind; actor: Actor}) => {
      facts.time = shown.time
      facts.recordType = shown.kind.recordType
      facts.operation = shown.kind.operation
      facts.userId = userIdOf(shown.kind, shown.actor)
      visit(position, facts)
    }
    const showStep = (hour: number, step: ScriptStep) => show(hour * PLACES + PLANNED + step.place, step)
    for (let hour = Math.floor(from / HOUR); hour * HOUR <= to; hour++) {
      const outline = this.#outline(hour)
      const begin = hour * HOUR
      const planned = this.#planned(hour)
      let next = planned.findIndex(step => step.time >= from)
      if (next < 0) next = planned.length
      for (let place = firstAt(outline.seconds, (from - begin) / 1000); place < outline.seconds.length; place++) {
        const time = begin + (outline.seconds[place] as number) * 1000
        for (; next < planned.length && (planned[next] as ScriptStep).time < Math.min(time, to + 1); next++)
          showStep(hour, planned[next] as ScriptStep)
        if (time > to) break
        const kind = KINDS[outline.kinds[place] as number] as DraftKind
        show(hour * PLACES + place, {time, kind, actor: this.#actorAt(outline.actors[place] as number)})
      }
      for (; next < planned.length && (planned[next] as ScriptStep).time <= to; next++)
        showStep(hour, planned[next] as ScriptStep)
    }
  }

  row(position: Position): AuditRow {
    const hour = Math.floor(position / PLACES)
    const place = position % PLACES
    const {time, kind, actor, person, seat, write} =
      place >= PLANNED ? this.#step(hour, place - PLANNED) : this.#sketched(hour, place)
    const stream = mix(mix(this.#seed, hour), place)
    const draft: Draft = {
      random: this.#random.reset(stream, place),
      company: this.#company,
      time: new Date(time).toISOString().slice(0, 19),
      hour,
      id: idAt(stream, place),
      kind,
      actor,
      person,
      ...(seat && {seat}),
    }
    const {recordType, operation} = kind
    return {time, recordType, operation, userId: userIdOf(kind, actor), id: draft.id, auditData: write(draft)}
  }

  /** The incidents of the months that touch [start, end), with the Ids of their records. */
  planted(start: number, end: number): {name: IncidentName; ids: string[]}[] {
    const found: {name: IncidentName; ids: string[]}[] = []
    for (let month = monthStart(start); month < end; month = monthStart(month + 40 * 24 * HOUR)) {
      for (const {name, steps} of this.#plan(month).incidents) {
        const ids = steps.map(step => {
          const place = PLANNED + step.place
          return idAt(mix(mix(this.#seed, Math.floor(step.time / HOUR)), place), place)
        })
        found.push({name, ids})
      }
    }
    return found
  }

  #plan(start: number): MonthPlan {
    let plan = this.#plans.get(start)
    if (plan === undefined) {
      const month = {start, end: monthStart(start + 40 * 24 * HOUR)}
      const words = {seed: this.#seed, records: this.#recordsPerMonth, incidents: this.#incidents}
      plan = planMonth(this.#company, month, words)
      if (this.#plans.size > 12) this.#plans.clear()
      this.#plans.set(start, plan)
    }
    return plan
  }

  #step(hour: number, place: number): ScriptStep {
    return this.#plan(monthStart(hour * HOUR)).hours.get(hour)?.byPlace[place] as ScriptStep
  }

  #planned(hour: number): readonly ScriptStep[] {
    return this.#plan(monthStart(hour * HOUR)).hours.get(hour)?.byTime ?? []
  }

  #sketched(hour: number, place: number): ScriptStep {
    const outline = this.#outline(hour)
    const kind = KINDS[outline.kinds[place] as number] as DraftKind
    const index = outline.actors[place] as number
    return {
      time: hour * HOUR + (outline.seconds[place] as number) * 1000,
      kind,
      actor: this.#actorAt(index),
      person: index < this.#company.people.length ? index : -1,
      seat: undefined,
      place,
      write: kind.write,
    }
  }

  #actorAt(index: number): Actor {
    const {people, services} = this.#company
    return (index < people.length ? people[index] : services[index - people.length]) as Actor
  }

  #outline(hour: number): Outline {
    const kept = this.#outlines.get(hour)
    if (kept !== undefined) return kept
    const outline = this.#sketch(hour)
    this.#outlines.set(hour, outline)
    this.#kept += outline.seconds.length
    for (const [oldest, old] of this.#outlines) {
      if (this.#kept <= KEPT || oldest === hour) break
      this.#outlines.delete(oldest)
      this.#kept -= old.seconds.length
    }
    return outline
  }

  #sketch(hour: number): Outline {
    const counts = this.#schedule.hour(hour)
    const total = counts.people + counts.service + counts.provisioning
    const random = new Random(mix(this.#seed, hour), 0x0071)
    const kinds = new Uint16Array(total)
    const actors = new Uint16Array(total)
    // second × 2²² + place of making: sorts by second, and stays deterministic within it
    const keys = new Float64Array(total)
    let made = 0
    const ready = readiness(this.#company, Math.floor(hour / 24))
    const office = isOfficeTime(hour)
    const add = (second: number, part: DraftKind['part']) => {
      const {kinds: choice, weighted} = this.#draws[part]
      let kind = choice[weighted.draw(random)] as number
      // administration keeps office hours, nearly always
      while (!office && isAdministration(KINDS[kind] as DraftKind) && random.chance(0.95))
        kind = choice[weighted.draw(random)] as number
      kinds[made] = kind
      actors[made] = this.#draw(random, KINDS[kind] as DraftKind, ready)
      keys[made] = second * PLACES + made
      made++
    }
    for (let i = 0; i < counts.people; i++) add(random.below(3600), 'people')
    for (let i = 0; i < counts.service; i++) add(random.below(3600), 'service')
    const bursts = Math.max(1, Math.round(counts.provisioning / 75))
    for (let burst = 0, left = counts.provisioning; burst < bursts; burst++) {
      const size = Math.ceil(left / (bursts - burst))
      const begin = random.below(3600 - 120)
      for (let i = 0; i < size; i++) add(begin + random.below(120), 'provisioning')
      left -= size
    }
    keys.sort()
    const outline: Outline = {
      seconds: new Uint16Array(total),
      kinds: new Uint16Array(total),
      actors: new Uint16Array(total),
    }
    for (let place = 0; place < total; place++) {
      const key = keys[place] as number
      outline.seconds[place] = Math.floor(key / PLACES)
      outline.kinds[place] = kinds[key % PLACES] as number
      outline.actors[place] = actors[key % PLACES] as number
    }
    return outline
  }

  /** Somebody who is there that day; of several, the one who is readier. */
  #draw(random: Random, kind: DraftKind, ready: Uint8Array): number {
    const company = this.#company
    if (typeof kind.by !== 'string') return company.people.length + random.pick(kind.by)
    let best = -1
    for (let tries = 0; tries < 40; tries++) {
      const drawn = this.#candidate(random, kind.by)
      const readiness = ready[drawn] as number
      if (readiness > random.below(255)) return drawn
      if (readiness > 0 && (best < 0 || readiness > (ready[best] as number))) best = drawn
      if (tries >= 6 && best >= 0) return best
    }
    return best < 0 ? (company.admins[0] as number) : best
  }

  #candidate(random: Random, by: string): number {
    const {members, admins, helpdesk} = this.#company
    if (by === 'anyone') return this.#people.draw(random)
    if (by === 'members') return members[this.#members.draw(random)] as number
    return random.pick(by === 'helpdesk' ? helpdesk : admins)
  }
}

const isAdministration = ({by}: DraftKind): boolean => by === 'admins' || by === 'helpdesk'

const userIdOf = (kind: DraftKind, actor: Actor): string =>
  kind.workload === 'Exchange' ? actor.exchangeUserId : actor.userId

const idAt = (stream: number, place: number): string =>
  guidOf(stream, mix(stream, 0x1d1), mix(stream, 0x1d2), mix(stream, place))

function monthStart(time: number): number {
  const date = new Date(time)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth())
}

/** The first place whose second is not before `second`. */
function firstAt(seconds: Uint16Array, second: number): number {
  let low = 0
  let high = seconds.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((seconds[middle] as number) < second) low = middle + 1
    else high = middle
  }
  return low
}
