/** The incidents of the month: who did what, when, why it is unusual, benign causes, next steps. */
import {millisecondsOf} from '../../audit/record.ts'
import type {Severity} from '../../audit/severity.ts'
import type {Finding} from '../../detect/findings.ts'
import {personalKindOf, type Show} from '../disclose.ts'
import {type DetectionFacts, incidentsOf, type ReportIncident, recordsOf, type TimelineLine} from '../finding.ts'
import {thousands} from '../markdown.ts'
import {scrubber} from '../redacted-findings.ts'
import {detectionWords, pluralise} from '../sentences.ts'
import type {ZoneClock} from '../zone.ts'
import {
  folded,
  type Html,
  html,
  htmlTable,
  humanName,
  plain,
  section,
  timeElement,
  timeRange,
  type Value,
} from './markup.ts'

const mostShown = 25
const mostListed = 300
const stepsShown = 6
const stepsFolded = 40
const namesShown = 8

const severityName: Record<Severity, string> = {high: 'High', medium: 'Medium', low: 'Low', info: 'Info'}

export function incidentSections(detection: DetectionFacts | undefined, clock: ZoneClock, show: Show): Html {
  if (!detection) return section('stories', 'What stands out', html`<p>${detectionWords(detection)}</p>`)
  const {open, accepted} = incidentsOf(detection)
  const shown = open.slice(0, mostShown).map(one => disclosed(one, show))
  return section('stories', 'What stands out', [
    open.length === 0 && html`<p>${detectionWords(detection)}</p>`,
    detection.notes.map(note => html`<p class="muted">${plain(note, 600)}</p>`),
    shown.length > 1 && incidentIndex(shown, clock),
    shown.map((one, at) => incidentArticle(one, at + 1, clock)),
    open.length > mostShown && rest(open.slice(mostShown), clock, show),
    accepted.length > 0 && acceptedTable(accepted, clock, show),
  ])
}

/** An incident with all its names as `show` gives them. */
function disclosed(incident: ReportIncident, show: Show): ReportIncident {
  const words = sentences(incident.findings, show)
  const lines = (steps: readonly TimelineLine[]) => steps.map(step => ({...step, text: words(step.text)}))
  return {
    ...incident,
    title: words(incident.title),
    why: words(incident.why),
    hints: lines(incident.hints),
    steps: lines(incident.steps),
    findings: incident.findings.map(one => ({
      ...one,
      title: words(one.title),
      why: words(one.why),
      benign: words(one.benign),
      next: one.next.map(words),
      actors: one.actors.map(name => show(personalKindOf(name) === 'address' ? 'address' : 'user', name)),
      objects: one.objects.map(name => show(personalKindOf(name), name)),
      accept: words(one.accept),
    })),
  }
}

function sentences(findings: readonly Finding[], show: Show): (text: string) => string {
  // Sentences that need no shortening stay unchanged.
  if (show('user', 'a@b.example') === 'a@b.example') return text => text
  const scrubbers = findings.map(one => scrubber(one, show))
  return text => scrubbers.reduce((words, scrub) => scrub(words), text)
}

/** Every incident in one line. */
function incidentIndex(open: readonly ReportIncident[], clock: ZoneClock): Html {
  return html`<ol class="index">${open.map(
    ({title, severity, first}, at) =>
      html`<li>${severityMark(severity, `${at + 1}. `)} <a href="#story-${at + 1}"><bdi>${plain(title, 240)}</bdi></a> <span class="muted">${timeElement(clock, first)}</span></li>`,
  )}</ol>`
}

function severityMark(severity: Severity, before = '', after = ''): Html {
  return html`<span class="severity ${known(severity)}">${before}${severityName[known(severity)]}${after}</span>`
}

function incidentArticle(incident: ReportIncident, number: number, clock: ZoneClock): Html {
  const {title, severity, confidence, why, findings, first, last, count} = incident
  return html`<article class="story ${known(severity)}" id="story-${number}" aria-labelledby="story-${number}-title">
<h3 id="story-${number}-title">${severityMark(severity, `${number}. `, ':')} <bdi>${plain(title, 240)}</bdi></h3>
<p class="meta">${timeRange(clock, first, last)}, ${pluralise(count, 'record')}, confidence ${plain(confidence, 20)}${techniques(findings)}</p>
${why !== '' && html`<p>${plain(why, 900)}</p>`}
${findings.length > 1 && findingList(findings, clock)}
<div class="pair"><div>${timeline(incident, clock)}</div>
<div>${names('Who', findings, 'actors')}${names('What', findings, 'objects')}
<h4>What would explain it</h4>${explanations(findings)}
<h4>Next</h4><ol>${next(findings).map(step => html`<li>${plain(step, 400)}</li>`)}</ol></div></div>
${accepting(findings)}
</article>
`
}

function known(severity: Severity): Severity {
  return Object.hasOwn(severityName, severity) ? severity : 'info'
}

/** ATT&CK's page of a technique; anything else is only text. */
function techniques(findings: readonly Finding[]): Html | false {
  const all = [...new Set(findings.flatMap(one => one.techniques))].slice(0, namesShown)
  if (all.length === 0) return false
  return html`, ${separated(
    all.map(technique => {
      const [, main, sub] = /^(T\d{4})(?:\.(\d{3}))?$/.exec(technique) ?? []
      if (main === undefined) return html`${plain(technique, 40)}`
      return html`<a href="https://attack.mitre.org/techniques/${main}/${sub !== undefined && `${sub}/`}">${technique}</a>`
    }),
    ' ',
  )}`
}

function separated(values: readonly Html[], by: string): Value[] {
  return values.flatMap((value, at) => (at === 0 ? [value] : [by, value]))
}

/** Of an incident of several findings: each one, in the order they happened. */
function findingList(findings: readonly Finding[], clock: ZoneClock): Html {
  const shown = findings.slice(0, namesShown)
  const more = findings.length - shown.length
  return html`<ul>${shown.map(
    one =>
      html`<li><strong><bdi>${plain(one.title, 240)}</bdi></strong> (${severityName[known(one.severity)].toLowerCase()}, ${timeRange(clock, millisecondsOf(one.first), millisecondsOf(one.last))}). ${plain(one.why, 600)}</li>`,
  )}${more > 0 && html`<li>and ${pluralise(more, 'more finding')}, told in findings.json</li>`}</ul>`
}

function timeline({steps, hints, findings}: ReportIncident, clock: ZoneClock): Value {
  const records = recordsOf(findings)
  const ofRecords = steps.every(step => step.id !== '')
  return [
    steps.length > 0 && html`<h4>Timeline${oneDay(steps, clock)}</h4>${stepList(steps, clock)}`,
    hints.length > 0 && html`<h4>Weak signs beside it</h4>${stepList(hints, clock)}`,
    !ofRecords &&
      records.length > 0 &&
      folded(`${pluralise(records.length, 'record')} to look at`, line(records.slice(0, stepsFolded), clock)),
  ]
}

function oneDay(steps: readonly TimelineLine[], clock: ZoneClock): Html | false {
  const days = new Set(steps.map(step => clock.day(step.time)))
  return days.size === 1 && html` on ${[...days]}`
}

function stepList(steps: readonly TimelineLine[], clock: ZoneClock): Html {
  const more = steps.slice(stepsShown, stepsShown + stepsFolded)
  const left = steps.length - stepsShown - more.length
  return html`${line(steps.slice(0, stepsShown), clock)}${
    more.length > 0 &&
    folded(`${thousands(more.length)} more`, [
      line(more, clock),
      left > 0 && html`<p class="muted">and ${thousands(left)} more in findings.json</p>`,
    ])
  }`
}

function line(steps: readonly TimelineLine[], clock: ZoneClock): Html {
  const days = new Set(steps.map(step => clock.day(step.time))).size
  return html`<ol class="timeline">${steps.map(
    ({time: moment, text, id}) =>
      html`<li>${timeElement(clock, moment, days > 1 ? clock.moment(moment) : clock.timeOfDay(moment))} ${humanName(text, 240)}${id !== '' && html`<span class="id">record ${plain(id, 80)}</span>`}</li>`,
  )}</ol>`
}

function names(title: string, findings: readonly Finding[], of: 'actors' | 'objects'): Html | false {
  const all = [...new Set(findings.flatMap(one => one[of]))]
  if (all.length === 0) return false
  const more = all.length - namesShown
  const shown = all.slice(0, namesShown).map(name => humanName(name))
  return html`<h4>${title}</h4><p>${separated(shown, ', ')}${more > 0 && ` and ${thousands(more)} more`}</p>`
}

function explanations(findings: readonly Finding[]): Html {
  const all = [...new Set(findings.map(one => one.benign))].slice(0, namesShown)
  if (all.length === 1) return html`<p>${plain(all[0] ?? '', 600)}</p>`
  return html`<ul>${all.map(one => html`<li>${plain(one, 600)}</li>`)}</ul>`
}

function next(findings: readonly Finding[]): string[] {
  return [...new Set(findings.flatMap(one => one.next))].slice(0, namesShown)
}

/** How to accept the findings. */
function accepting(findings: readonly Finding[]): Html {
  return folded(
    'Known and fine? Accept it',
    html`<p>Add to the file of accepted findings, with the reason and a last day:</p><pre tabindex="0"><code>${findings
      .slice(0, namesShown)
      .map(({accept}) =>
        accept
          .split(/\r?\n/)
          .slice(0, 20)
          .map(row => `${plain(row, 400)}\n`),
      )}</code></pre>`,
  )
}

function rest(more: readonly ReportIncident[], clock: ZoneClock, show: Show): Html {
  const rows = more
    .slice(0, mostListed)
    .map(({title, severity, first, findings}) => [
      html`<bdi>${plain(sentences(findings, show)(title), 200)}</bdi>`,
      severityMark(severity),
      timeElement(clock, first),
    ])
  const left = more.length - rows.length
  return html`<div class="part"><h3>Also found</h3>
${htmlTable(`${pluralise(more.length, 'more story', 'more stories')}; findings.json tells them in full`, [{head: 'What'}, {head: 'Severity'}, {head: 'When'}], rows)}
${left > 0 && html`<p class="muted">and ${thousands(left)} more</p>`}</div>`
}

function acceptedTable(accepted: readonly Finding[], clock: ZoneClock, show: Show): Html {
  const rows = accepted
    .slice(0, mostListed)
    .map(one => [
      html`<bdi>${plain(sentences([one], show)(one.title), 200)}</bdi>`,
      timeElement(clock, millisecondsOf(one.first)),
      plain(one.accepted?.reason ?? '', 200),
      plain(one.accepted?.until ?? '', 40),
    ])
  return html`<div class="part">${folded(
    `${pluralise(accepted.length, 'finding')} the team has accepted`,
    htmlTable('Accepted findings', [{head: 'What'}, {head: 'When'}, {head: 'Accepted because'}, {head: 'Until'}], rows),
  )}</div>`
}
