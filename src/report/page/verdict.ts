/** The top of the page: what was exported, whether it is complete, and the incidents, in half a screen. */
import {pluralise, thousands} from '../../audit/numbers.ts'
import {instantOf} from '../../audit/record.ts'
import {incidentsOf, type ReportIncident} from '../finding.ts'
import type {MonthFacts} from '../month.ts'
import {bySeverity, detectionWords, spreadsheetWords, tenantWords, verdictWords} from '../sentences.ts'
import {periodName, type ZoneClock} from '../zone.ts'
import {type Html, html, plain, timeElement, timeRange, type Value} from './markup.ts'

const verdictName = {
  complete: 'Complete',
  provisional: 'Provisional',
  incomplete: 'Incomplete',
} as const

const gapsShown = 3

export function verdict(facts: MonthFacts, clock: ZoneClock): Html {
  const {start, end, timezone} = facts.period
  const spreadsheet = spreadsheetWords(facts.recordFiles ?? [])
  const times = timezone === 'UTC' ? timezone : `${timezone}, with UTC where you point at them`
  return html`<header>
<p class="eyebrow">Microsoft 365 audit log</p>
<h1>${plain(periodName(facts.period.text))}</h1>
<p class="muted">Tenant ${plain(tenantWords(facts))}. ${timeElement(clock, start)} to ${timeElement(clock, end)}; times are those of ${plain(times)}.</p>
<div class="verdict ${facts.status}"><strong>${verdictName[facts.status]}</strong>
${verdictWords(facts).map(words => html`<p>${plain(words, 600)}</p>`)}
${facts.gaps.length > 0 && bounds(facts, clock)}
<p>${detectionWords(facts.detection)}</p></div>
${keyFigures(facts)}
${spreadsheet !== '' && html`<p class="muted">${plain(spreadsheet, 400)}</p>`}
</header>
`
}

function bounds({gaps}: MonthFacts, clock: ZoneClock): Html {
  return html`<ul>${gaps
    .slice(0, gapsShown)
    .map(
      ({start, end, reason}) =>
        html`<li>${timeRange(clock, start, end)}: ${plain(reason?.message ?? 'no reason recorded', 300)}</li>`,
    )}${
    gaps.length > gapsShown && html`<li><a href="#coverage">and ${thousands(gaps.length - gapsShown)} more</a></li>`
  }</ul>`
}

function keyFigures(facts: MonthFacts): Html {
  const {figures, gaps} = facts
  const {people, services} = figures
  const atLeast = (distinct: {count: number; exact: boolean}) =>
    `${distinct.exact ? '' : 'over '}${thousands(distinct.count)}`
  return html`<dl class="facts">
${fact('Records', thousands(facts.records))}
${fact('People active', atLeast(people.distinct), `and ${atLeast(services.distinct)} services`)}
${fact('Signed in', thousands(figures.signIns), `${thousands(figures.failures.password)} wrong passwords, unknown or locked users`)}
${facts.detection ? incidentFact(incidentsOf(facts.detection).open) : fact('Incidents', '–', 'detection is off')}
${fact('Gaps', thousands(gaps.length), `of ${pluralise(facts.windows.length, 'window')}`)}
</dl>`
}

function incidentFact(open: readonly ReportIncident[]): Html {
  return fact('Incidents', thousands(open.length), open.length === 0 ? 'none found' : bySeverity(open))
}

function fact(name: string, value: string, more?: Value): Html {
  return html`<div><dt>${name}</dt><dd>${value}${more && html`<small>${more}</small>`}</dd></div>`
}

/** The document's title: what a browser's tab and a mail's list of attachments show. */
export function pageTitle(facts: MonthFacts): string {
  return `${plain(periodName(facts.period.text))}: ${facts.status}, Microsoft 365 audit log`
}

/** When and by what the page was made. */
export function colophon(facts: MonthFacts): Html {
  const {run} = facts
  if (!run) return html`<footer><p>Made by m365-audit-export.</p></footer>`
  const link = run.url !== undefined && /^https?:\/\//.test(run.url)
  return html`<footer><p>Made by ${plain(run.tool)} at ${instantOf(run.finished)}${
    link && html` in <a href="${run.url}">this run</a>`
  }. The records themselves are in the folder this page came with.</p></footer>`
}
