/** What rules say of records before anything is joined or left out, weak signs too: `MBX-02 hint`. */
import {describe, expect, test} from 'vitest'
import type {AuditRecord} from '../../../src/audit/record.ts'
import type {Rule, Signal} from '../../../src/detect/rule.ts'
import {type DetectionOptions, detectionOf} from '../build.ts'
import type {Case} from './told.ts'

export function signalsOf(rules: readonly Rule[], records: readonly AuditRecord[], options: DetectionOptions = {}) {
  const signals: Signal[] = []
  const listening = rules.map(
    (rule): Rule => ({
      ...rule,
      start: context => {
        const report = (signal: Signal) => {
          signals.push(signal)
          context.report(signal)
        }
        return rule.start(Object.create(context, {report: {value: report}}))
      },
    }),
  )
  detectionOf(records, {...options, rules: listening})
  const severities = new Map(rules.flatMap(rule => rule.metas.map(meta => [meta.id, meta.severity] as const)))
  const lines = signals.flatMap(signal => {
    const settled = signal.settle?.() ?? {}
    if (settled === 'drop') return []
    return [`${signal.rule} ${settled.severity ?? signal.severity ?? severities.get(signal.rule)}`]
  })
  return [...new Set(lines)].sort((a, b) => (a < b ? -1 : 1))
}

/** As `telling`, with the weak signs that findings are not made of. */
export function hinting(
  name: string,
  rules: readonly Rule[],
  cases: readonly Case[],
  options?: DetectionOptions,
): void {
  describe(name, () => {
    test.each(cases.map(([title, records, lines = []]) => ({title, records, lines})))(
      '$title: $lines',
      ({records, lines}) => {
        expect(signalsOf(rules, records, options)).toEqual(lines)
      },
    )
  })
}
