/** Counts what goes by, for a page: records per day, workload and record type. */

/** Names that are counted apart; the rest is counted together, so that hostile records can't fill the memory. */
const mostNames = 200

export interface VolumeRow {
  name: string
  records: number
}

export class Volume {
  private readonly days: {date: string; byWorkload: Map<string, number>}[] = []
  private readonly workloads = new Map<string, number>()
  private readonly recordTypes = new Map<string, number>()
  private total = 0

  /** @param date in the period's time zone; dates come in order. */
  see(date: string, workload: string, recordType: string): void {
    this.total++
    const known = count(this.workloads, workload || '(none)')
    count(this.recordTypes, recordType || '(none)')
    let day = this.days.at(-1)
    if (day?.date !== date) {
      day = {date, byWorkload: new Map()}
      this.days.push(day)
    }
    count(day.byWorkload, known)
  }

  get records(): number {
    return this.total
  }

  byWorkload(): VolumeRow[] {
    return ranked(this.workloads)
  }

  byRecordType(): VolumeRow[] {
    return ranked(this.recordTypes)
  }

  /** Days that had records, in order, with their counts by workload. */
  byDay(): readonly {date: string; byWorkload: ReadonlyMap<string, number>}[] {
    return this.days
  }
}

function count(counts: Map<string, number>, name: string): string {
  const key = counts.has(name) || counts.size < mostNames ? name : '(others)'
  counts.set(key, (counts.get(key) ?? 0) + 1)
  return key
}

function ranked(counts: ReadonlyMap<string, number>): VolumeRow[] {
  const rows = [...counts].map(([name, records]) => ({name, records}))
  return rows.sort((a, b) => b.records - a.records || (a.name < b.name ? -1 : 1))
}
