/** A month of a thousand people, with all that looks like trouble and is none; then with ten incidents. */
import {describe, expect, test} from 'vitest'
import {detectMonth, recallOf} from '../../bench/detection-month.ts'
import {allRules} from '../../src/detect/rules/index.ts'

const ruleIds = new Set(allRules.flatMap(rule => rule.metas.map(({id}) => id)))
/** Rules without which an incident is not what it is. */
const telling: Record<string, string> = {
  'mass-download': 'FIL-01',
  insider: 'FIL-05',
  'ransom-in-files': 'FIL-06',
  'audit-off': 'AUD-01',
}

describe('a month of a thousand people', () => {
  const month = detectMonth(1, {recordsPerMonth: 60_000})

  test('is quiet where nothing was planted', () => {
    const {high, medium, low} = month.benign.counts
    const told = month.benign.findings.map(({severity, rule, title}) => `${severity} ${rule}: ${title}`).join('\n')
    expect(high, told).toBeLessThanOrEqual(1)
    expect(high + medium, told).toBeLessThanOrEqual(10)
    expect(low, told).toBeLessThanOrEqual(40)
  })

  const names = month.incidents.map(({name}) => name).filter(name => ruleIds.has(telling[name] ?? 'AUTH-01'))
  test.each(names)('%s is found as one incident', name => {
    const recall = recallOf(month).find(one => one.name === name)
    const told = recall?.findings.map(({severity, rule, title}) => `${severity} ${rule}: ${title}`).join('\n')
    expect(recall?.incidents, told).toHaveLength(1)
  })
})
