/** Which rules had no data: a rule that saw none of the records it needs can detect nothing, and its silence means nothing. */
import {type RecordKind, wanted} from './dispatch.ts'
import type {RuleMeta, RuleRun} from './rule.ts'

export interface Unseen {
  rule: string
  title: string
  missing: string
}

/** What no export can show, whatever the tenant's licences. */
export const neverVisible =
  'Not in the unified audit log: where on earth a sign-in came from, risk scores, non-interactive and application sign-ins, calls to Microsoft Graph, recipients in message traces, Azure resources.'

interface StartedRule {
  metas: readonly RuleMeta[]
  run: Pick<RuleRun, 'blind'>
}

/** @param kinds of all records of the month. */
export function unseenRules(ruleRuns: readonly StartedRule[], kinds: readonly RecordKind[]): Unseen[] {
  const seen = ({needs}: RuleMeta) => kinds.some(({act, recordType}) => wanted(needs, act, recordType))
  const whole = ruleRuns.flatMap(({metas, run}) =>
    metas.map(meta => ({rule: meta.id, title: meta.title, missing: seen(meta) ? run.blind : missingText(meta)})),
  )
  const each = new Map(whole.map(one => [one.rule, one])).values()
  return [...each].flatMap(({missing, ...rule}) => (missing === undefined ? [] : [{...rule, missing}])).sort(byRule)
}

function missingText({needs}: RuleMeta): string {
  const types = needs.recordTypes ?? []
  const operations = (needs.operations ?? []).map(one => (typeof one === 'string' ? one : one.source))
  const parts = [
    types.length > 0 ? `records of type ${types.slice(0, 5).join(', ')}` : '',
    operations.length > 0 ? `operations ${operations.slice(0, 5).join(', ')}` : '',
  ].filter(Boolean)
  return `no ${parts.join(' or ')}${needs.given ? `; ${needs.given}` : ''}`
}

function byRule(a: Unseen, b: Unseen): number {
  return a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0
}
