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

/** What is kept of a record, once for all who keep it: nothing changes it. */
export interface EvidenceRecord {
  id: string
  time: number
  operation: string
  scene?: Scene
}

/** An event is evidence too, but holds the whole record: its mark is kept. */
export type EvidenceSource = EvidenceRecord & {readonly mark?: EvidenceRecord}

const mostIds = 200
const mostTelling = 5

export class EvidenceList {
  /** All records that were added, also those whose ids were not kept. */
  count = 0
  first = Number.POSITIVE_INFINITY
  last = Number.NEGATIVE_INFINITY
  /** The earliest of all, also where its id is not kept; of those of one moment the least by id. */
  earliest: EvidenceRecord | undefined
  private kept: EvidenceRecord[] = []
  /** Of those kept; undefined while each weighs 1, as in nearly all lists. */
  private weights: number[] | undefined
  /** The least weight of those kept, once it was asked for. */
  private lightest: number | undefined
  private readonly most: number

  /** @param most ids kept; the count goes on. */
  constructor(most = mostIds) {
    this.most = most
  }

  static of(...events: EvidenceSource[]): EvidenceList {
    const evidence = new EvidenceList()
    for (const event of events) evidence.add(event)
    return evidence
  }

  /** @param weight how telling the record is: the heaviest five are shown first. */
  add(event: EvidenceSource, weight = 1): this {
    this.count++
    if (event.time < this.first) this.first = event.time
    if (event.time > this.last) this.last = event.time
    const place = this.placeFor(weight)
    // Most are neither, and then no mark is made of them.
    if (place < 0 && !this.isEarliest(event)) return this
    const record = event.mark ?? event
    this.noteEarliest(record)
    if (place >= 0) this.keep(place, record, weight)
    return this
  }

  /** Takes over what another gathered. */
  join(other: EvidenceList): this {
    this.count += other.count
    this.first = Math.min(this.first, other.first)
    this.last = Math.max(this.last, other.last)
    if (other.earliest) this.noteEarliest(other.earliest)
    other.kept.forEach((record, index) => {
      this.keepIfHeavy(record, other.weightOf(index))
    })
    return this
  }

  copy(): EvidenceList {
    return new EvidenceList(this.most).join(this)
  }

  /** Takes over what another gathered, except records that are here by their id. */
  joinOthers(other: EvidenceList): this {
    const ids = new Set(this.kept.map(({id}) => id))
    let known = 0
    other.kept.forEach((record, index) => {
      if (record.id !== '' && ids.has(record.id)) known++
      else this.keepIfHeavy(record, other.weightOf(index))
    })
    this.count += other.count - known
    this.first = Math.min(this.first, other.first)
    this.last = Math.max(this.last, other.last)
    if (other.earliest) this.noteEarliest(other.earliest)
    return this
  }

  /** In order of time. */
  records(): EvidenceRecord[] {
    return [...this.kept].sort(byTime)
  }

  /** The three to five that say most, in order of time. */
  telling(): EvidenceRecord[] {
    const ranked = this.kept.map((record, index) => ({record, weight: this.weightOf(index)}))
    ranked.sort((a, b) => b.weight - a.weight || byTime(a.record, b.record))
    return ranked
      .slice(0, mostTelling)
      .map(({record}) => record)
      .sort(byTime)
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

  private keepIfHeavy(record: EvidenceRecord, weight: number): void {
    const place = this.placeFor(weight)
    if (place >= 0) this.keep(place, record, weight)
  }

  private keep(place: number, record: EvidenceRecord, weight: number): void {
    // Most lists hold one record, and a list that grows takes room for many.
    if (place === 0 && this.kept.length === 0) this.kept = [record]
    else this.kept[place] = record
    if (weight !== 1) this.weights ??= new Array<number>(place).fill(1)
    if (this.weights) this.weights[place] = weight
    this.lightest = undefined
  }

  private weightOf(index: number): number {
    return this.weights?.[index] ?? 1
  }

  /** Where a record of this weight is kept: at the end, or, when all is full, instead of the latest of the lightest; −1 for nowhere. */
  private placeFor(weight: number): number {
    const {length} = this.kept
    if (length < this.most) return length
    this.lightest ??= this.weights ? this.weights.reduce((least, its) => Math.min(least, its)) : 1
    if (this.lightest >= weight) return -1
    let victim = -1
    let lightest = weight
    for (let index = length - 1; index >= 0; index--) {
      const its = this.weightOf(index)
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
