/**
 * What rules tell of records, one line for each finding: `AUTH-08 high`; of a rule that is part of another's finding
 * `MBX-04 in MBX-03`. Weak signs are not listed.
 */
import {describe, expect, test} from 'vitest'
import type {AuditRecord} from '../../../src/audit/record.ts'
import type {Rule} from '../../../src/detect/rule.ts'
import {aSignIn, at, type DetectionOptions, findingsOf} from '../build.ts'

export const home = '192.0.2.10'
export const strange = '203.0.113.66'

function told(rules: readonly Rule[], records: readonly AuditRecord[], options: DetectionOptions = {}): string[] {
  const lines = findingsOf(records, {...options, rules}).flatMap(finding => [
    `${finding.rule} ${finding.severity}`,
    ...finding.rules.slice(1).map(part => `${part} in ${finding.rule}`),
  ])
  return lines.sort((a, b) => (a < b ? -1 : 1))
}

/** A person who has been at work for days, at home in `home` with the usual browser. */
export function settled(user = 'ada@contoso.example'): AuditRecord[] {
  return [2, 5, 9].map(day => aSignIn({user, ip: home, time: at(day)}))
}

export type Case = [name: string, records: AuditRecord[], lines?: string[]]

/** Each case with lines must tell exactly those, in order of their names; one without must tell nothing. */
export function telling(
  name: string,
  rules: readonly Rule[],
  cases: readonly Case[],
  options?: DetectionOptions,
): void {
  describe(name, () => {
    test.each(cases.map(([title, records, lines = []]) => ({title, records, lines})))(
      '$title: $lines',
      ({records, lines}) => {
        expect(told(rules, records, options)).toEqual(lines)
      },
    )
  })
}
