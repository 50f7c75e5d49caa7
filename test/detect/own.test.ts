import {describe, expect, test} from 'vitest'
import type {AuditRecord} from '../../src/audit/record.ts'
import {aRecord, at, detectionOf} from './build.ts'
import {office} from './office.ts'

const day = 86_400_000
const principal = 'd41c9be0-6f0a-4a2e-9e55-7b2f0c1a8d63'
const september = {start: Date.parse('2026-09-01T00:00:00Z'), end: Date.parse('2026-10-01T00:00:00Z')}

/** What an export of a large tenant leaves behind: a search every ten seconds for hours. */
function searchesFrom(start: number): AuditRecord[] {
  return Array.from({length: 900}, (_, index) =>
    aRecord({
      time: start + index * 10_000,
      Operation: 'AuditSearchCompleted',
      RecordType: 295,
      Workload: 'SecurityComplianceCenter',
      SearchSource: 'App',
      CompletionStatus: 'Succeeded',
      UserType: 4,
      UserKey: '__NULL__',
      UserId: principal,
    }),
  )
}

describe('the export’s own searches', () => {
  const month = office(2, 30, {start: at(1, '00:00'), end: at(31, '00:00') + day})
  const exports = [...searchesFrom(at(4, '06:00')), ...searchesFrom(at(31, '21:00'))]
  const told = (records: AuditRecord[], options: Parameters<typeof detectionOf>[1]) =>
    detectionOf(records, {minimumSeverity: 'low', ...options}).findings.map(
      ({severity, rule, title}) => `${severity} ${rule} ${title}`,
    )

  test('are no finding, neither in the first month nor in one after a month without', () => {
    const {baseline} = detectionOf(office(2, 30, september), {period: september})
    for (const options of [{}, {baseline}]) expect(told([...month, ...exports], options)).toEqual(told(month, options))
  })
})
