/** The rules for records that came more than once. */
import {compareRecords} from '../audit/record.ts'
import type {SpooledRow} from '../files/spooled-row.ts'

export interface UniqueRows {
  /** In the order of the exported files. */
  kept: SpooledRow[]
  /** Rows that one answer held more than once. */
  duplicates: number
  /** Identities that came with more than one content; every content is kept. */
  conflicts: number
}

/**
 * One row for each Identity and content. A record without Identity is kept as often as one answer held it: two
 * answers for the same time are no reason to double it.
 */
export function uniqueRows(rows: readonly SpooledRow[]): UniqueRows {
  const kept: SpooledRow[] = []
  let duplicates = 0
  let conflicts = 0
  for (const [identity, same] of groupedBy(rows, row => row.Identity)) {
    const readable = identity === '' || same.length === 1 ? same : withoutDefective(same)
    const contents = readable.length === 1 ? [readable] : [...groupedBy(readable, row => row.digest).values()]
    for (const group of contents) {
      const often = oftenestInOneAnswer(group)
      kept.push(...group.slice(0, 1).flatMap(row => (identity === '' ? Array<SpooledRow>(often).fill(row) : [row])))
      if (identity !== '') duplicates += often - 1
    }
    if (identity !== '' && contents.length > 1) conflicts++
  }
  return {kept: kept.sort(compareRecords), duplicates, conflicts}
}

/** A copy that can't be read says nothing beside one that can. */
function withoutDefective(same: readonly SpooledRow[]): readonly SpooledRow[] {
  const readable = same.filter(row => !row.malformed)
  return readable.length > 0 ? readable : same
}

function groupedBy(rows: readonly SpooledRow[], key: (row: SpooledRow) => string): Map<string, SpooledRow[]> {
  const groups = new Map<string, SpooledRow[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(row)
    else groups.set(key(row), [row])
  }
  return groups
}

function oftenestInOneAnswer(group: readonly SpooledRow[]): number {
  if (group.length === 1) return 1
  const counts = new Map<string, number>()
  for (const {reading, part} of group) {
    const answer = `${reading}.${part}`
    counts.set(answer, (counts.get(answer) ?? 0) + 1)
  }
  return Math.max(...counts.values())
}
