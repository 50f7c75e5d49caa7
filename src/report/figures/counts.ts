/** Counts untrusted names in bounded memory: long names are cut, too many are counted together. */

/** A name of the counts, or of the most active, and its records. */
export interface NameCount {
  name: string
  records: number
}

export const others = '(others)'
const longestName = 200

/** A name as it is counted. A cut name is copied, for V8's `slice` keeps the whole text alive behind its result. */
export function displayName(text: string): string {
  if (text.length <= longestName) return text === '' ? '(none)' : text
  return JSON.parse(JSON.stringify(`${text.slice(0, longestName - 1)}…`)) as string
}

/** Records by name; names beyond the first `most` are counted as `(others)`. */
export class NameCounts {
  private readonly counts = new Map<string, number>()
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  /** @returns the name it was counted under. */
  add(text: string, records = 1): string {
    const name = displayName(text)
    const key = this.counts.has(name) || this.counts.size < this.most ? name : others
    this.counts.set(key, (this.counts.get(key) ?? 0) + records)
    return key
  }

  get(name: string): number {
    return this.counts.get(name) ?? 0
  }

  get overflowed(): boolean {
    return this.counts.has(others)
  }

  /** Most records first; `(others)` last. */
  ranked(): NameCount[] {
    const rows = [...this.counts].map(([name, records]) => ({name, records}))
    return rows.sort(byRecords)
  }
}

export function byRecords(a: NameCount, b: NameCount): number {
  if ((a.name === others) !== (b.name === others)) return a.name === others ? 1 : -1
  return b.records - a.records || (a.name < b.name ? -1 : 1)
}
