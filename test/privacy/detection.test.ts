/** Detection finds the same on records with pseudonyms: rules decide by operations, shapes and equality, which stay. */
import {createHmac} from 'node:crypto'
import {expect, test} from 'vitest'
import {octoberDetection, recordsOf, tenantOf} from '../../bench/detection-month.ts'
import type {DetectionResult} from '../../src/detect/detection.ts'
import {Pseudonyms} from '../../src/privacy/pseudonyms.ts'

test('the same findings with pseudonyms as without', () => {
  const people = new Pseudonyms(text => createHmac('sha256', 'detection').update(text).digest('hex'))
  const [plain, pseudonymous] = [octoberDetection(), octoberDetection()]
  for (const [record, time] of recordsOf(tenantOf(1, {people: 300, recordsPerMonth: 4_000, incidents: 'all'}))) {
    plain.see(record, time)
    pseudonymous.see(people.record(record), time)
  }
  const found = ({findings}: DetectionResult) => findings.map(({rule, severity}) => `${rule} ${severity}`).sort(compare)
  const before = found(plain.finish({gaps: []}))
  expect(before.length).toBeGreaterThan(20)
  expect(found(pseudonymous.finish({gaps: []}))).toEqual(before)
})

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
