/**
 * What two exports of the same period do not have in common, by record Id: folded from groups of records with the same
 * time and Identity, so that nothing grows with the month but one line for each record type.
 */

/** A record as far as it decides whether it is the same one. */
export interface Compared {
  RecordType: string
  Identity: string
  /** Milliseconds since 1970 UTC. */
  time: number
  /** Of its `AuditData`. */
  digest: string
  /** Whether an export's own search left it in the log; not evaluated for records that both have. */
  isOwn?: boolean
}

export interface Changes {
  added: number
  vanished: number
  changed: number
}

export interface Difference extends Changes {
  /** Of the added ones, those of exports' own searches. */
  own: number
  /** Of the added ones, those whose time the earlier export had left as a gap: they were not late, but not read. */
  recovered: number
  /** Records of the earlier export in a gap of this one: whether they vanished is unknown. */
  unread: number
  byRecordType: readonly (Changes & {name: string})[]
  /** Of the late ones, the added that were not recovered. */
  lateness: readonly Lateness[]
  /** Ids of some that vanished. */
  vanishedIds: readonly string[]
}

/** When late records came, as far as two readings can tell. */
export interface Lateness {
  /** Hours after the event; `to` is exclusive. */
  from: number
  to: number
  /** Records that were missing still so long after their event, when the earlier export was read. */
  missing: number
  /** Records that were first seen so long after their event, when this export was read. */
  seen: number
}

/** Upper edges of the histogram, in hours. */
const edges = [1, 6, 24, 48, 72, 168, Number.POSITIVE_INFINITY]
const mostIds = 10

/** When the two were read, and where they could not be. */
export interface BothReadings {
  earlier: {began: number; inGap(time: number): boolean}
  now: {began: number; inGap(time: number): boolean}
}

export class DifferenceFold {
  private readonly readings: BothReadings
  private readonly sum = {added: 0, own: 0, vanished: 0, changed: 0, recovered: 0, unread: 0}
  private readonly types = new Map<string, Changes>()
  private readonly missing = edges.map(() => 0)
  private readonly seen = edges.map(() => 0)
  private readonly ids: string[] = []

  constructor(readings: BothReadings) {
    this.readings = readings
  }

  /** All records of one time and Identity, as both exports have them; either may have none. */
  see(now: readonly Compared[], before: readonly Compared[]): void {
    const [any] = now.length > 0 ? now : before
    if (any === undefined) return
    if (any.Identity === '') this.seeNameless(now, before)
    else if (before.length === 0) this.add(any)
    else if (now.length === 0) this.vanish(any)
    else if (!sameContents(now, before)) this.count(any, 'changed')
  }

  result(): Difference {
    const lateness = edges.map((to, index) => ({
      from: edges[index - 1] ?? 0,
      to,
      missing: this.missing[index] ?? 0,
      seen: this.seen[index] ?? 0,
    }))
    const byRecordType = [...this.types].map(([name, changes]) => ({name, ...changes}))
    const all = ({added, vanished, changed}: Changes) => added + vanished + changed
    byRecordType.sort((a, b) => all(b) - all(a) || (a.name < b.name ? -1 : 1))
    return {...this.sum, byRecordType, lateness, vanishedIds: [...this.ids]}
  }

  /** Without an Id, a record is its content, and as often as it is there. */
  private seeNameless(now: readonly Compared[], before: readonly Compared[]): void {
    const left = new Map<string, number>()
    for (const {digest} of before) left.set(digest, (left.get(digest) ?? 0) + 1)
    for (const record of now) {
      const known = left.get(record.digest) ?? 0
      if (known === 0) this.add(record)
      else left.set(record.digest, known - 1)
    }
    for (const record of before) {
      const known = left.get(record.digest) ?? 0
      if (known === 0) continue
      left.set(record.digest, known - 1)
      this.vanish(record)
    }
  }

  private add(record: Compared): void {
    const {earlier, now} = this.readings
    this.count(record, 'added')
    if (record.isOwn) this.sum.own++
    if (earlier.inGap(record.time)) {
      this.sum.recovered++
      return
    }
    bump(this.missing, earlier.began - record.time)
    bump(this.seen, now.began - record.time)
  }

  private vanish(record: Compared): void {
    if (this.readings.now.inGap(record.time)) {
      this.sum.unread++
      return
    }
    this.count(record, 'vanished')
    if (record.Identity !== '' && this.ids.length < mostIds) this.ids.push(record.Identity)
  }

  private count({RecordType}: Compared, what: keyof Changes): void {
    const changes = this.types.get(RecordType) ?? {added: 0, vanished: 0, changed: 0}
    this.types.set(RecordType, changes)
    changes[what]++
    this.sum[what]++
  }
}

function sameContents(a: readonly Compared[], b: readonly Compared[]): boolean {
  const digests = (records: readonly Compared[]) => [...new Set(records.map(record => record.digest))].sort().join()
  return digests(a) === digests(b)
}

function bump(counts: number[], milliseconds: number): void {
  const hours = Math.max(0, milliseconds / 3_600_000)
  const index = edges.findIndex(edge => hours < edge)
  counts[index] = (counts[index] ?? 0) + 1
}

/** The earlier export, and what changed since, where that could be told. */
export interface EarlierExport {
  /** SHA-256 of its manifest.json. */
  manifest: string
  status: string
  /** Milliseconds since 1970 UTC. */
  finished: number
  /** Absent where it could not be compared; a note says why. */
  difference?: Difference
}

/** `up to 1 h`, `1 to 6 h`, `72 h to 7 d`, `7 d and more` */
export function latenessName({from, to}: Lateness): string {
  const name = (hours: number) => (hours === 168 ? '7 d' : `${hours} h`)
  if (to === Number.POSITIVE_INFINITY) return `${name(from)} and more`
  return from === 0 ? `up to ${name(to)}` : `${name(from)} to ${name(to)}`
}
