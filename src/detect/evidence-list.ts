/** The records behind a finding: every id up to a bound, and the few that say most. */

/** What a timeline shows of a record; '' for what the record does not say. */
export interface Scene {
  /** Folded user id. */
  user: string
  /** The user's object id in the directory, where the record has one. */
  account: string
  /** The client's whole IP address. */
  address: string
  client: string
  act: string
  /** Folded. */
  session: string
}

/** What is kept of a record; an event is one too, but holds the whole record: keep marks, not events. */
export interface EvidenceRecord {
  id: string
  time: number
  operation: string
  scene?: Scene
}

const mostIds = 200
const mostTelling = 5

interface Weighed extends EvidenceRecord {
  weight: number
}

export class EvidenceList {
  /** All records that were added, also those whose ids were not kept. */
  count = 0
  first = Number.POSITIVE_INFINITY
  last = Number.NEGATIVE_INFINITY
  /** The earliest of all, also where its id is not kept; of those of one moment the least by id. */
  earliest: EvidenceRecord | undefined
  private kept: Weighed[] = []
  /** The least weight of those kept, once it was asked for. */
  private lightest: number | undefined
  private readonly most: number

  /** @param most ids kept; the count goes on. */
  constructor(most = mostIds) {
    this.most = most
  }

  static of(...events: EvidenceRecord[]): EvidenceList {
    const evidence = new EvidenceList()
    for (const event of events) evidence.add(event)
    return evidence
  }

  /** @param weight how telling the record is: the heaviest five are shown first. */
  add(event: EvidenceRecord, weight = 1): this {
    this.count++
    this.first = Math.min(this.first, event.time)
    this.last = Math.max(this.last, event.time)
    const place = this.placeFor(weight)
    // Most are neither, and then nothing is made of them.
    if (place < 0 && !this.isEarliest(event)) return this
    const {id, time, scene} = event
    const record = {id, time, operation: event.operation.trim(), ...(scene ? {scene} : {})}
    this.noteEarliest(record)
    if (place >= 0) this.keep(place, {...record, weight})
    return this
  }

  /** Takes over what another gathered. */
  join(other: EvidenceList): this {
    this.count += other.count
    this.first = Math.min(this.first, other.first)
    this.last = Math.max(this.last, other.last)
    if (other.earliest) this.noteEarliest(other.earliest)
    for (const record of other.kept) {
      const place = this.placeFor(record.weight)
      if (place >= 0) this.keep(place, record)
    }
    return this
  }

  copy(): EvidenceList {
    return new EvidenceList(this.most).join(this)
  }

  /** Takes over what another gathered, except records that are here by their id. */
  joinOthers(other: EvidenceList): this {
    const ids = new Set(this.kept.map(({id}) => id))
    const fresh = other.kept.filter(({id}) => id === '' || !ids.has(id))
    const more = new EvidenceList(this.most)
    more.kept = fresh
    more.count = other.count - (other.kept.length - fresh.length)
    more.first = other.first
    more.last = other.last
    more.earliest = other.earliest
    return this.join(more)
  }

  /** In order of time. */
  records(): EvidenceRecord[] {
    return [...this.kept].sort(byTime).map(strip)
  }

  /** The three to five that say most, in order of time. */
  telling(): EvidenceRecord[] {
    const ranked = [...this.kept].sort((a, b) => b.weight - a.weight || byTime(a, b))
    return ranked.slice(0, mostTelling).sort(byTime).map(strip)
  }

  /** How many ids were not kept. */
  get cut(): number {
    return Math.max(0, this.count - this.kept.length)
  }

  private noteEarliest(record: EvidenceRecord): void {
    if (this.isEarliest(record)) this.earliest = record
  }

  private isEarliest(record: EvidenceRecord): boolean {
    return !this.earliest || byTime(record, this.earliest) < 0
  }

  private keep(place: number, record: Weighed): void {
    this.kept[place] = record
    this.lightest = undefined
  }

  /** Where a record of this weight is kept: at the end, or, when all is full, instead of the latest of the lightest; −1 for nowhere. */
  private placeFor(weight: number): number {
    if (this.kept.length < this.most) return this.kept.length
    this.lightest ??= this.kept.reduce((least, {weight: its}) => Math.min(least, its), Number.POSITIVE_INFINITY)
    if (this.lightest >= weight) return -1
    let victim = -1
    let lightest = weight
    for (let index = this.kept.length - 1; index >= 0; index--) {
      const its = this.kept[index]?.weight ?? 0
      if (its >= lightest) continue
      victim = index
      lightest = its
    }
    return victim
  }
}

function byTime(a: EvidenceRecord, b: EvidenceRecord): number {
  return a.time - b.time || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}

function strip({weight: _, ...record}: Weighed): EvidenceRecord {
  return record
}
