/** Variants of techniques among others who do the same: what is reported of each alone is reported among them, as grave. */
import type {AuditRecord} from '../../src/audit/record.ts'
import {severities} from '../../src/audit/severity.ts'
import {detectionOf} from './build.ts'
import {doneByOthers, recordsIn} from './floods.ts'
import type {Setting, Variant} from './technique-variants.ts'

const hour = 3_600_000

/** How many others do the same, and how long before or after, in milliseconds. */
export interface Crowd {
  others: number
  shift: number
}

export const crowds: readonly Crowd[] = [3, 40].flatMap(others =>
  [-50 * hour, -hour, hour].map(shift => ({others, shift})),
)

/** @returns what is less grave among them; '' for nothing. */
export function lostAmong(
  {others, shift}: Crowd,
  {acts}: Variant,
  {start, people, background, options}: Setting,
): string {
  const records = acts(start, people)
  const ids = new Set(records.map(({Identity}) => Identity))
  const gravest = (all: readonly AuditRecord[]) => {
    const {findings} = detectionOf([...background, ...all], options)
    const about = findings.filter(finding => recordsIn(finding).some(({id}) => ids.has(id)))
    return Math.min(severities.length, ...about.map(({severity}) => severities.indexOf(severity)))
  }
  const timed = records.map(record => [record, Date.parse(record.CreationDate)] as const)
  const theirs = Array.from({length: others}, (_, i) =>
    doneByOthers({by: i + 1, what: i, shift: shift + Math.sign(shift) * 60_000 * i}, timed).flatMap(([record], at) =>
      record.UserIds === records[at]?.UserIds ? [] : [record],
    ),
  )
  const [alone, crowded] = [gravest(records), gravest([...records, ...theirs.flat()])]
  return crowded <= alone
    ? ''
    : `${severities[alone]} alone, ${severities[crowded] ?? 'nothing'} among ${others} others`
}
