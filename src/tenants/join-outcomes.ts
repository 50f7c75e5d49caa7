/** What a job that ran several tenants says of all of them: its outputs, and the table at the top of its summary. */
import {pluralise, thousands} from '../audit/numbers.ts'
import {severities} from '../audit/severity.ts'
import {escapeMarkdown, markdownTable} from '../report/markdown.ts'

/** How one tenant's run ended. */
export interface TenantOutcome {
  /** `contoso`, or `contoso 2/4`. */
  name: string
  /** As the run set them; empty where it never began. */
  outputs: Readonly<Record<string, string>>
  /** Why the step fails, in the order in which it was said. */
  failures: readonly string[]
}

/** The gravest decides for all. */
const gravestFirst = ['failed', 'incomplete', 'provisional', 'complete', 'skipped']

const summed = ['records', 'findings', 'incidents']
/** What all tenants have alike, such as the month; else empty. */
const shared = ['period', 'start', 'end']

/** The outputs of the action for all runs together. What is one tenant's own, such as its artifact, is in `tenants`. */
export function joinedOutputs(outcomes: readonly TenantOutcome[]): Record<string, string> {
  const values = (name: string) => outcomes.map(({outputs}) => outputs[name] ?? '')
  const names = new Set(outcomes.flatMap(({outputs}) => Object.keys(outputs)))
  const statuses = outcomes.map(statusOf)
  const joined: Record<string, string> = Object.fromEntries([...names].map(name => [name, '']))
  for (const name of summed) joined[name] = String(values(name).reduce((sum, text) => sum + (Number(text) || 0), 0))
  for (const name of shared) {
    const distinct = new Set(values(name).filter(text => text !== ''))
    joined[name] = distinct.size === 1 ? ([...distinct][0] ?? '') : ''
  }
  return {
    ...joined,
    status: gravestFirst.find(status => statuses.includes(status)) ?? 'failed',
    'highest-severity': severities.find(severity => values('highest-severity').includes(severity)) ?? 'none',
    overdue: outcomes.flatMap(overdueOf).join(','),
    tenants: JSON.stringify(outcomes.map(tenantOutput)),
  }
}

/** As the overview names it. */
function overdueOf({name, outputs}: TenantOutcome): string[] {
  const items = (outputs.overdue ?? '').split(',').filter(item => item !== '')
  return items.map(item => `${name} ${item}`)
}

/** A run that failed before it set an output has failed. */
function statusOf({outputs}: TenantOutcome): string {
  return gravestFirst.includes(outputs.status ?? '') ? (outputs.status ?? '') : 'failed'
}

const listed = ['period', 'records', 'incidents', 'highest-severity', 'directory', 'artifact-url', 'issue-url']

function tenantOutput(outcome: TenantOutcome): Record<string, string | boolean> {
  const own = listed.map(name => [name, outcome.outputs[name] ?? ''])
  return {
    tenant: outcome.name,
    status: statusOf(outcome),
    failed: outcome.failures.length > 0,
    ...Object.fromEntries(own),
  }
}

export function outcomesMarkdown(outcomes: readonly TenantOutcome[]): string {
  const rows = outcomes.map(outcome => {
    const {name, outputs, failures} = outcome
    return [
      escapeMarkdown(name),
      statusOf(outcome),
      thousands(Number(outputs.records) || 0),
      thousands(Number(outputs.incidents) || 0),
      escapeMarkdown(failures[0] ?? '', 300),
    ]
  })
  const failed = outcomes.filter(({failures}) => failures.length > 0).length
  return [
    `# Microsoft 365 audit log of ${pluralise(outcomes.length, 'tenant')}`,
    ...(failed > 0
      ? [`**${pluralise(failed, 'tenant')} failed.** The others were not held up by ${failed === 1 ? 'it' : 'them'}.`]
      : []),
    markdownTable(['Tenant', 'Export', 'Records', 'Incidents', 'Why the step fails'], rows),
  ].join('\n\n')
}
