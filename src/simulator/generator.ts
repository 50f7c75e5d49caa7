/**
 * The seeded records of a realistic tenant, made on demand: an hour's outline (second, kind, actor) costs a fraction
 * of a microsecond a record and is kept for a few hours only; the text is written when a row is asked for, and comes
 * out the same every time. Shares, sizes and hours follow what published exports of real tenants show.
 */
import type {Company} from './company.ts'
import {guidOf, mix, Random, Weighted} from './random.ts'
import type {AuditRow, Position, RecordFacts, RecordSource} from './record-source.ts'
import type {Draft, Kind} from './records/draft.ts'
import {ENTRA} from './records/entra.ts'
import {EXCHANGE} from './records/exchange.ts'
import {OTHERS} from './records/others.ts'
import {SHAREPOINT} from './records/sharepoint.ts'
import {Schedule} from './schedule.ts'

const HOUR = 3_600_000
/** Positions are hour × 2²² + place: whole numbers well below 2⁵³. */
const PLACES = 4_194_304
/** Outlines kept at a time, in records; some 8 bytes each. */
const KEPT = 400_000

export const KINDS: readonly Kind[] = [...EXCHANGE, ...ENTRA, ...SHAREPOINT, ...OTHERS]

interface Outline {
  seconds: Uint16Array
  kinds: Uint16Array
  actors: Uint16Array
}

export class Generator implements RecordSource {
  readonly #seed: number
  readonly #company: Company
  readonly #schedule: Schedule
  readonly #draws: Record<Kind['part'], {kinds: number[]; weighted: Weighted}>
  readonly #people: Weighted
  readonly #outlines = new Map<number, Outline>()
  #kept = 0
  readonly #random = new Random()

  constructor(seed: number, company: Company, recordsPerMonth: number) {
    this.#seed = mix(seed, 0x9e4)
    this.#company = company
    this.#schedule = new Schedule(seed, recordsPerMonth)
    this.#people = new Weighted(company.people.map(person => person.weight))
    const draw = (part: Kind['part']) => {
      const kinds = KINDS.flatMap((kind, index) => (kind.part === part ? [index] : []))
      return {kinds, weighted: new Weighted(kinds.map(index => (KINDS[index] as Kind).weight))}
    }
    this.#draws = {people: draw('people'), service: draw('service'), provisioning: draw('provisioning')}
  }

  scan(from: number, to: number, visit: (position: Position, facts: RecordFacts) => void): void {
    const facts: RecordFacts = {time: 0, recordType: 0, operation: '', userId: ''}
    for (let hour = Math.floor(from / HOUR); hour * HOUR <= to; hour++) {
      const outline = this.#outline(hour)
      const begin = hour * HOUR
      for (let place = firstAt(outline.seconds, (from - begin) / 1000); place < outline.seconds.length; place++) {
        facts.time = begin + (outline.seconds[place] as number) * 1000
        if (facts.time > to) return
        const kind = KINDS[outline.kinds[place] as number] as Kind
        facts.recordType = kind.recordType
        facts.operation = kind.operation
        facts.userId = this.#userId(kind, outline.actors[place] as number)
        visit(hour * PLACES + place, facts)
      }
    }
  }

  row(position: Position): AuditRow {
    const hour = Math.floor(position / PLACES)
    const place = position % PLACES
    const outline = this.#outline(hour)
    const kind = KINDS[outline.kinds[place] as number] as Kind
    const actorIndex = outline.actors[place] as number
    const {people, services} = this.#company
    const isPerson = actorIndex < people.length
    const time = hour * HOUR + (outline.seconds[place] as number) * 1000
    const stream = mix(mix(this.#seed, hour), place)
    const draft: Draft = {
      random: this.#random.reset(stream, place),
      company: this.#company,
      time: new Date(time).toISOString().slice(0, 19),
      hour,
      id: guidOf(stream, mix(stream, 0x1d1), mix(stream, 0x1d2), mix(stream, place)),
      kind,
      actor: (isPerson ? people[actorIndex] : services[actorIndex - people.length]) as Draft['actor'],
      person: isPerson ? actorIndex : -1,
    }
    return {
      time,
      recordType: kind.recordType,
      operation: kind.operation,
      userId: this.#userId(kind, actorIndex),
      id: draft.id,
      auditData: kind.write(draft),
    }
  }

  #userId(kind: Kind, actorIndex: number): string {
    const {people, services} = this.#company
    const actor = (
      actorIndex < people.length ? people[actorIndex] : services[actorIndex - people.length]
    ) as Draft['actor']
    return kind.workload === 'Exchange' ? actor.exchangeUserId : actor.userId
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
    const add = (second: number, part: Kind['part']) => {
      const {kinds: choice, weighted} = this.#draws[part]
      const kind = choice[weighted.draw(random)] as number
      kinds[made] = kind
      actors[made] = this.#actor(random, KINDS[kind] as Kind)
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

  #actor(random: Random, kind: Kind): number {
    if (kind.by === 'anyone') return this.#people.draw(random)
    if (kind.by === 'admins') return random.pick(this.#company.admins)
    return this.#company.people.length + random.pick(kind.by)
  }
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
