/** The rules for records that came more than once. */
import {compareText} from '../audit/compare-text.ts'
import {groupedBy} from '../audit/grouped-by.ts'
import {jsonContent} from '../audit/json.ts'
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
    const contents = byContent(readable)
    for (const group of contents) {
      const often = oftenestInOneAnswer(group)
      kept.push(...group.slice(0, 1).flatMap(row => (identity === '' ? Array<SpooledRow>(often).fill(row) : [row])))
      if (identity !== '') duplicates += often - 1
    }
    if (identity !== '' && contents.length > 1) conflicts++
  }
  return {kept: kept.sort(compareRecords), duplicates, conflicts}
}

/**
 * Rows of equal texts, and those whose texts differ in nothing but the order of members: Graph need not keep it from one
 * answer to the next. Such a group begins with the same row, however the rows came.
 */
function byContent(rows: readonly SpooledRow[]): SpooledRow[][] {
  if (rows.length === 1) return [[...rows]]
  const byText = groupedBy(rows, row => row.digest)
  if (byText.size === 1) return [...byText.values()]
  // Another order has the same length: what has not need not be parsed.
  const byLength = groupedBy([...byText.values()].flat(), row => String(row.text.length))
  return [...byLength.values()].flatMap(group =>
    group.every(row => row.digest === group[0]?.digest)
      ? [group]
      : [...groupedBy(group, orderlessContent).values()].map(same =>
          same.sort((a, b) => compareText(a.digest, b.digest)),
        ),
  )
}

/** Of the bytes as well, in any order: numbers beyond what a double holds are parsed as the same one. */
function orderlessContent({text}: SpooledRow): string {
  return `${jsonContent(text.toString('utf8'))} ${Buffer.from(text).sort().toString('latin1')}`
}

/** A copy that can't be read says nothing beside one that can. */
export function withoutDefective(same: readonly SpooledRow[]): readonly SpooledRow[] {
  const readable = same.filter(row => !row.malformed)
  return readable.length > 0 ? readable : same
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
