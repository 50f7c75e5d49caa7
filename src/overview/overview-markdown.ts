/** The overview in Markdown, for the summary and for the issue. */
import {pluralise, thousands} from '../audit/numbers.ts'
import {escapeMarkdown, markdownTable} from '../report/markdown.ts'
import type {Overview, OverviewTenant} from './overview-file.ts'
import {
  countsOf,
  monthKey,
  monthLabels,
  monthMark,
  monthRow,
  rowHeads,
  type TenantRow,
  tenantRow,
} from './overview-words.ts'

/** Of one tenant that are listed. */
const mostNeeds = 6

/** Sections in the order of their weight: to shorten, leave out whole ones from the end. */
export function overviewSections(overview: Overview): string[] {
  const needing = overview.tenants.filter(({attention}) => attention !== 'none')
  const columns = Object.keys(rowHeads) as (keyof TenantRow)[]
  const rows = overview.tenants.map(tenant => {
    const row = tenantRow(tenant)
    return columns.map(name => escapeMarkdown(row[name]))
  })
  return [
    overviewCountsSection(overview),
    ...(needing.length > 0 ? [`## What needs a person\n\n${needing.map(needsText).join('\n')}`] : []),
    `## Tenants\n\n${markdownTable(
      columns.map(name => rowHeads[name]),
      rows,
    )}`,
    ...monthsSection(overview),
  ]
}

/** Counts alone, which name no tenant. */
export function overviewCountsSection(overview: Overview): string {
  const {tenants, urgent, due, notProven, highIncidents} = countsOf(overview)
  return [
    `# Microsoft 365 audit log: ${pluralise(tenants, 'tenant')}`,
    `${thousands(urgent)} urgent, ${thousands(due)} due. ${pluralise(notProven, 'tenant')} without a proven ${escapeMarkdown(overview.month)}, ${pluralise(highIncidents, 'incident')} of high severity not reviewed. Checked at ${overview.checked}.`,
  ].join('\n\n')
}

function needsText({name, attention, needs}: OverviewTenant): string {
  const shown = needs
    .slice(0, mostNeeds)
    .map(({text, remedy}) => `  - ${escapeMarkdown(text, 500)} ${escapeMarkdown(remedy, 400)}`)
  const more = needs.length > mostNeeds ? [`  - and ${needs.length - mostNeeds} more`] : []
  return [`- **${escapeMarkdown(name)}** (${attention}):`, ...shown, ...more].join('\n')
}

function monthsSection(overview: Overview): string[] {
  const labels = monthLabels(overview)
  if (labels.length === 0) return []
  const rows = overview.tenants.map(tenant => [
    escapeMarkdown(tenant.name),
    ...monthRow(tenant, labels).map(month => escapeMarkdown(monthMark(month))),
  ])
  return [`## Months\n\n${markdownTable(['Tenant', ...labels], rows)}\n\n${escapeMarkdown(monthKey, 400)}`]
}
