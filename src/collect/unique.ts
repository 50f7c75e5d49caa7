/** The rules for records that came more than once. */
import {compareRecords} from '../audit/record.ts'
import type {SpooledRow} from './spool.ts'

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
export function unique(rows: readonly SpooledRow[]): UniqueRows {
  const groups = new Map<string, SpooledRow[]>()
  for (const row of rows) {
    const key = `${row.record.Identity}\n${row.digest}`
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  const kept: SpooledRow[] = []
  const contents = new Map<string, number>()
  let duplicates = 0
  for (const group of groups.values()) {
    const [row] = group
    if (!row) continue
    const often = oftenestInOneAnswer(group)
    const {Identity} = row.record
    if (Identity === '') {
      kept.push(...Array.from({length: often}, () => row))
      continue
    }
    kept.push(row)
    duplicates += often - 1
    contents.set(Identity, (contents.get(Identity) ?? 0) + 1)
  }
  kept.sort((a, b) => compareRecords({...a.record, digest: a.digest}, {...b.record, digest: b.digest}))
  return {kept, duplicates, conflicts: [...contents.values()].filter(count => count > 1).length}
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
