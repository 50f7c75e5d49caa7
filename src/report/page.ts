/**
 * `report.html`: the month on one page that needs nothing but itself. It runs no script and loads nothing, so it opens
 * alike from a mail attachment, a file share and a disk.
 */
import type {Show} from './disclose.ts'
import type {MonthFacts} from './month.ts'
import {pictures} from './page/charts.ts'
import {coverage, verifying} from './page/coverage.ts'
import {difference} from './page/difference.ts'
import {incidentsSection} from './page/incidents.ts'
import {type Html, html, htmlDocument} from './page/markup.ts'
import {style} from './page/style.ts'
import {colophon, pageTitle, verdict} from './page/verdict.ts'
import {yearSection} from './page/year.ts'
import {ZoneClock} from './zone.ts'

export function reportPage(facts: MonthFacts, show: Show): string {
  const clock = new ZoneClock(facts.period.timezone)
  return htmlDocument({
    title: pageTitle(facts),
    style,
    body: html`${verdict(facts, clock)}
${contents()}
<main>
${incidentsSection(facts, clock, show)}
${pictures(facts, clock, show)}
${yearSection(facts)}
${difference(facts)}
${coverage(facts, clock)}
${verifying()}
</main>
${colophon(facts)}`,
  })
}

function contents(): Html {
  const places = [
    ['incidents', 'Incidents'],
    ['month', 'The month'],
    ['year', 'Twelve months'],
    ['coverage', 'Coverage'],
    ['verify', 'Check it yourself'],
  ] as const
  return html`<nav aria-label="On this page"><ul>${places.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>`
}
