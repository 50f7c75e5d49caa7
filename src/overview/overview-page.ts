/** `overview.html`: every tenant on one page that needs nothing but itself, those that need a person first. */
import {pluralise, thousands} from '../audit/numbers.ts'
import {type Html, html, htmlDocument, htmlTable, plain, section, timeElement} from '../report/page/markup.ts'
import {style} from '../report/page/style.ts'
import {periodName, ZoneClock} from '../report/zone.ts'
import type {Overview, OverviewTenant} from './overview-file.ts'
import {
  countsOf,
  monthKey,
  monthLabels,
  monthMark,
  monthRow,
  monthWords,
  overviewTitle,
  rowHeads,
  type TenantRow,
  tenantRow,
} from './overview-words.ts'

/** What this page has and the report has not. */
const ownStyle = `
.urgent { --severity: var(--high); } .due { --severity: var(--medium); }
#months td, #tenants td { min-width: 0; white-space: nowrap; } #months th, #months td { padding-right: 0.5rem; }
.mark { white-space: nowrap; font-weight: 650; color: var(--muted); }
.mark.complete { color: var(--complete); } .mark.provisional { color: var(--provisional); } .mark.incomplete, .mark.unknown { color: var(--incomplete); }
`

export function overviewPage(overview: Overview): string {
  const clock = new ZoneClock(overview.timezone)
  return htmlDocument({
    title: overviewTitle(overview),
    style: style + ownStyle,
    body: html`${header(overview, clock)}
<main>
${section('needs', 'What needs a person', needs(overview))}
${section('tenants', 'Tenants', tenantTable(overview))}
${section('months', 'Months', monthTable(overview))}
</main>
<footer><p>Made from what the exports of each tenant left: no record is in it. Tenants of which nothing is known stand first, and never count as in order.</p></footer>`,
  })
}

function header(overview: Overview, clock: ZoneClock): Html {
  const {tenants, urgent, due, notProven, highIncidents} = countsOf(overview)
  const fact = (name: string, value: number) => html`<div><dt>${name}</dt><dd>${thousands(value)}</dd></div>`
  return html`<header>
<p class="eyebrow">Microsoft 365 audit log</p>
<h1>Overview of ${pluralise(tenants, 'tenant')}</h1>
<p class="muted">Checked at ${timeElement(clock, Date.parse(overview.checked))} (${plain(overview.timezone)}). The last month that has ended is ${plain(periodName(overview.month))}.</p>
<dl class="facts">
${fact('Tenants', tenants)}
${fact('Urgent', urgent)}
${fact('Due', due)}
${fact('Month not proven', notProven)}
${fact('High, not reviewed', highIncidents)}
</dl>
<nav aria-label="On this page"><ul><li><a href="#needs">What needs a person</a></li><li><a href="#tenants">Tenants</a></li><li><a href="#months">Months</a></li></ul></nav>
</header>
`
}

function needs({tenants}: Overview): Html {
  const needing = tenants.filter(({attention}) => attention !== 'none')
  if (needing.length === 0) return html`<p>Nothing needs a person.</p>`
  return html`${needing.map(
    ({name, attention, needs}) => html`<article class="incident ${attention}">
<h3><span class="severity">${attention === 'urgent' ? 'Urgent' : 'Due'}</span> ${plain(name)}</h3>
<ul>${needs.map(({text, remedy}) => html`<li>${plain(text, 500)} <span class="muted">${plain(remedy, 400)}</span></li>`)}</ul>
</article>
`,
  )}`
}

const numbers: readonly (keyof TenantRow)[] = ['high', 'medium', 'low', 'certificate']

function tenantTable({tenants}: Overview): Html {
  const columns = Object.keys(rowHeads) as (keyof TenantRow)[]
  const cell = (tenant: OverviewTenant, row: TenantRow, name: keyof TenantRow) => {
    const run = tenant.newest?.run
    const text = plain(row[name])
    if (name === 'status') return html`<span class="mark ${tenant.newest?.status ?? 'unknown'}">${text}</span>`
    return name === 'period' && run !== undefined && /^https:\/\/[\w.-]+(:\d+)?\/[\w./-]*$/.test(run)
      ? html`<a href="${run}" rel="noreferrer">${text}</a>`
      : text
  }
  return htmlTable(
    'Newest month of each tenant; incidents are those that are not accepted.',
    columns.map(name => ({head: rowHeads[name], number: numbers.includes(name)})),
    tenants.map(tenant => {
      const row = tenantRow(tenant)
      return columns.map(name => cell(tenant, row, name))
    }),
  )
}

function monthTable(overview: Overview): Html {
  const labels = monthLabels(overview)
  if (labels.length === 0) return html`<p>No month of any tenant is known.</p>`
  return html`<p class="muted">${monthKey}.</p>${htmlTable(
    'Months that have ended, newest first.',
    [{head: 'Tenant'}, ...labels.map(head => ({head}))],
    overview.tenants.map(tenant => [
      plain(tenant.name),
      ...monthRow(tenant, labels).map(
        month =>
          html`<span class="mark ${month.status}" role="img" aria-label="${monthWords(month)}">${monthMark(month)}</span>`,
      ),
    ]),
  )}`
}
