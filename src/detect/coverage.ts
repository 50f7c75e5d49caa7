/** Which rules had no data, and why: what was not recorded proves nothing, what was recorded and did not happen does. */
import {knownOperations} from '../audit/known-names.ts'
import {foldOperation} from '../audit/operation.ts'
import {type RecordKind, wanted} from './dispatch.ts'
import {listed, type RuleMeta, type RuleRun} from './rule.ts'

export interface Unseen {
  rule: string
  title: string
  missing: string
  /** No record of the service, or none of what a licence or setting provides; its records, without the operations; no input. */
  reason: 'not-recorded' | 'did-not-happen' | 'not-given'
}

/** Record types whose presence shows that a rule's service was audited, by the first letters of the rule's id. */
const services: readonly [rules: RegExp, recordTypes: RegExp][] = [
  [/^AUTH-/, /^AzureActiveDirectory(StsLogon|AccountLogon)$/],
  [/^(ACC|APP|CFG|ROLE)-/, /^AzureActiveDirectory$/],
  [/^MBX-(0\d|1[0-2])$/, /^Exchange(Admin|Item|ItemGroup)$/],
  [/^MBX-(1[3-7]|21)$/, /^ExchangeItemAggregated$/],
  [/^MBX-/, /^Exchange(Item|ItemGroup)$/],
  [/^FIL-/, /^(SharePoint|OneDrive)/],
  [/^TMS-/, /^MicrosoftTeams/],
  [/^EDI-/, /^(Discovery|AeD|SecurityComplianceCenterEOPCmdlet)$/],
  [/^AI-/, /^CopilotInteraction$/],
  [/^FLOW-/, /^MicrosoftFlow$/],
  [/^AUD-/, /^(ExchangeAdmin|SecurityComplianceCenterEOPCmdlet|AzureActiveDirectory)$/],
  [/^STA-/, /^/],
]

/** What no export can show, whatever the tenant's licences. */
export const neverVisible =
  'Not in the unified audit log: the country of a sign-in, risk scores, non-interactive and application sign-ins, calls to Microsoft Graph, recipients in message traces, Azure resources.'

interface StartedRule {
  metas: readonly RuleMeta[]
  run: Pick<RuleRun, 'blind'>
}

/** @param kinds of all records of the month. */
export function unseenRules(ruleRuns: readonly StartedRule[], kinds: readonly RecordKind[]): Unseen[] {
  const seen = ({needs}: RuleMeta) => kinds.some(({act, recordType}) => wanted(needs, act, recordType))
  const whole = ruleRuns.flatMap(({metas, run}) =>
    metas.map(meta => ({
      rule: meta.id,
      title: meta.title,
      missing: seen(meta) ? run.blind : missingText(meta),
      reason: seen(meta) ? ('not-given' as const) : reasonOf(meta, kinds),
    })),
  )
  const each = new Map(whole.map(one => [one.rule, one])).values()
  return [...each].flatMap(({missing, ...rule}) => (missing === undefined ? [] : [{...rule, missing}])).sort(byRule)
}

function reasonOf({id, needs}: RuleMeta, kinds: readonly RecordKind[]): Unseen['reason'] {
  if (needs.given) return 'not-recorded'
  const types = services.find(([rules]) => rules.test(id))?.[1]
  return types && kinds.some(({recordType}) => types.test(recordType)) ? 'did-not-happen' : 'not-recorded'
}

function missingText({needs}: RuleMeta): string {
  const types = needs.recordTypes ?? []
  const operations = (needs.operations ?? []).flatMap(one => (typeof one === 'string' ? [one] : wildcards(one.source)))
  const parts = [
    types.length > 0 ? `of type ${listed(types, 5)}` : '',
    operations.length > 0
      ? `of the operation${operations.length > 1 ? 's' : ''} ${listed(operations.map(spelled), 5)}`
      : '',
  ].filter(Boolean)
  return `no record ${parts.join(' or ')}${needs.given ? `; ${needs.given}` : ''}`
}

const spellings = new Map(knownOperations.map(name => [foldOperation(name), name.trim().replace(/\.$/, '')] as const))

/** As Microsoft spells an operation; patterns and unknown ones begin with a capital letter where they are words. */
function spelled(act: string): string {
  const known = spellings.get(act)
  if (known !== undefined) return known
  return act.includes(' ') ? (act.charAt(0).toUpperCase() + act.slice(1)).replace(/\bpim\b/, 'PIM') : act
}

/** What a pattern of operations means, as people write it: `^(new|set)-transportrule$` is `new-transportrule` and `set-transportrule`. */
export function wildcards(pattern: string): string[] {
  const group = /\(([^()]*)\)(\?)?/.exec(pattern)
  if (group !== null) {
    const [all, inner = '', optional] = group
    const before = pattern.slice(0, group.index)
    const after = pattern.slice(group.index + all.length)
    const choices = [...inner.split('|'), ...(optional === undefined ? [] : [''])]
    return choices.flatMap(choice => wildcards(`${before}${choice}${after}`))
  }
  const word = pattern.replace(/\[[^\]]*\]\+?|\./g, '*')
  return [`*${word}*`.replace(/^\*\^|\$\*$/g, '').replace(/\*+/g, '*')]
}

function byRule(a: Unseen, b: Unseen): number {
  return a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0
}
