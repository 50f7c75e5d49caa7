/** docs/rules.md: a page of all rules of detection, out of what the rules declare. */
import {attackName} from '../src/detect/attack-names.ts'
import {incidentPatterns} from '../src/detect/incident-patterns.ts'
import {type RuleMeta, spanText, type Threshold, thresholdIn} from '../src/detect/rule.ts'
import {allRules} from '../src/detect/rules/index.ts'
import {ruleAnchor} from '../src/report/rule-links.ts'

const families: readonly [prefix: string, name: string][] = [
  ['AUTH', 'Sign-ins and sessions'],
  ['ACC', 'Accounts and authentication methods'],
  ['ROLE', 'Roles'],
  ['APP', 'Apps and consent'],
  ['CFG', 'Tenant configuration'],
  ['MBX', 'Mailboxes and mail flow'],
  ['FIL', 'Files and sharing'],
  ['EDI', 'eDiscovery'],
  ['FLOW', 'Power Automate'],
  ['TMS', 'Teams'],
  ['AI', 'Copilot'],
  ['AUD', 'Auditing and security controls'],
  ['ALT', 'Microsoft’s own alerts'],
  ['STA', 'Statistics'],
]

const examples = [100, 1_000, 10_000]

/** The page, whole. */
export function rulesPage(): string {
  const metas = [...new Map(allRules.flatMap(rule => rule.metas).map(meta => [meta.id, meta])).values()]
  const missing = metas.filter(({id}) => !families.some(([prefix]) => id.startsWith(`${prefix}-`)))
  if (missing.length > 0) throw new Error(`No family for ${missing.map(({id}) => id).join(', ')}.`)
  const sections = families.map(([prefix, name]) => {
    const own = metas.filter(({id}) => id.startsWith(`${prefix}-`)).sort((a, b) => (a.id < b.id ? -1 : 1))
    return `## ${name}\n\n${own.map(section).join('\n\n')}`
  })
  return `${[
    '# Rules of detection',
    `${metas.length} rules, written by \`npm run tables\` from what the rules declare. A rule reports findings; what one actor did within 48 hours is an incident. Severities are those of the rule alone: content, corroboration and what came before raise or lower a finding's.`,
    'To accept a finding, add an entry to the file of accepted findings (input `accepted`): the `rule`, and what the finding must match (`actor`, `application`, `address`, `domain`; `*` for any run of characters), with a `reason` and a last day (`until`). Each finding prints its own entry.',
    patternsTable(metas.map(({id}) => id)),
    ...sections,
  ].join('\n\n')}\n`
}

function patternsTable(ids: readonly string[]): string {
  const rows = incidentPatterns.map(({name, severity, techniques, stages}) => [
    name,
    severity,
    techniques.map(technique).join(', '),
    stages.map(stage => ids.filter(id => stage.test(id)).join(', ')).join('; **then** '),
  ])
  const lines = [['Pattern', 'Severity', 'ATT&CK', 'Rules, in order of time'], ['---', '---', '---', '---'], ...rows]
  return `## Incident patterns\n\nFindings of one incident in this order, for one account and at most two days apart, have at least this severity in sum.\n\n${lines.map(cells => `| ${cells.join(' | ')} |`).join('\n')}`
}

function section(meta: RuleMeta): string {
  const {id, title, severity, confidence, techniques, question, benign, next, source} = meta
  const facts = [
    ['Question', question],
    ['Severity', `${severity}, confidence ${confidence}`],
    ['ATT&CK', techniques.map(technique).join(', ') || 'none'],
    ['Needs', needsText(meta)],
    ['Thresholds', (meta.thresholds ?? []).map(thresholdText).join('; ') || 'none: one record is enough'],
    ['Benign causes', benign],
    ['Next steps', next.join(' ')],
    ['Accept', `\`rule: ${id}\``],
    ['Source', `<${source}>`],
  ]
  return `### <a id="${ruleAnchor(id)}"></a>${id} ${title}\n\n${facts.map(([name, text]) => `- ${name}: ${text}`).join('\n')}`
}

function technique(id: string): string {
  const [main, sub] = id.split('.')
  return `[${id}](https://attack.mitre.org/techniques/${main}/${sub === undefined ? '' : `${sub}/`}) ${attackName(id)}`
}

function needsText({needs}: RuleMeta): string {
  const operations = (needs.operations ?? []).map(one => `\`${typeof one === 'string' ? one : one.source}\``)
  const parts = [
    (needs.recordTypes ?? []).length > 0 ? `record types ${(needs.recordTypes ?? []).join(', ')}` : '',
    operations.length > 0 ? `operations ${operations.join(', ')}` : '',
    needs.given ?? '',
  ].filter(Boolean)
  return parts.join('; ') || 'any record'
}

function thresholdText(threshold: Threshold): string {
  const {what, least, factor, within} = threshold
  const time = within === undefined ? '' : ` in ${spanText(within)}`
  const larger = examples.map(
    users => `${thresholdIn(threshold, users).toLocaleString('en-US')} of ${users.toLocaleString('en-US')} users`,
  )
  const growth = factor === undefined ? '' : ` (at least ${least}; ${larger.join(', ')})`
  const number = factor === undefined ? `${least.toLocaleString('en-US')} ` : ''
  return `${number}${what}${time}${growth}`
}
