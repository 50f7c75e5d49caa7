/** The incidents of the month: what happened, why it is unusual, benign causes, next steps, and the lines to follow it up. */
import {pluralise, thousands} from '../../audit/numbers.ts'
import {millisecondsOf} from '../../audit/record.ts'
import type {Severity} from '../../audit/severity.ts'
import {attackName} from '../../detect/attack-names.ts'
import type {Finding} from '../../detect/findings.ts'
import {type Show, showsAll} from '../disclose.ts'
import {type DetectionFacts, incidentsOf, type ReportIncident, type TimelineLine} from '../finding.ts'
import {investigationOf} from '../investigation.ts'
import type {MonthFacts} from '../month.ts'
import {scrubber, shownActor} from '../redaction.ts'
import {ruleLink} from '../rule-links.ts'
import {detectionWords} from '../sentences.ts'
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
const linesShown = 8
const namesShown = 8
const idsShown = 200

const severityName: Record<Severity, string> = {high: 'High', medium: 'Medium', low: 'Low', info: 'Info'}

/** What an incident is shown with. */
interface Frame {
  clock: ZoneClock
  show: Show
  tenant: string
  rulesUrl: string | undefined
}

export function incidentsSection(
  {detection, tenant, rulesUrl}: Pick<MonthFacts, 'detection' | 'tenant' | 'rulesUrl'>,
  clock: ZoneClock,
  show: Show,
): Html {
  if (!detection) return section('incidents', 'Incidents', html`<p>${detectionWords(detection)}</p>`)
  const {open, accepted} = incidentsOf(detection)
  const shown = open.slice(0, mostShown)
  const frame = {clock, show, tenant, rulesUrl}
  return section('incidents', 'Incidents', [
    open.length === 0 && html`<p>${detectionWords(detection)}</p>`,
    shown.length > 1 && incidentIndex(shown, frame),
    shown.map((one, at) => incidentArticle(one, at + 1, frame)),
    open.length > mostShown && rest(open.slice(mostShown), frame),
    accepted.length > 0 && acceptedTable(accepted, frame),
    notes(detection),
  ])
}

function notes({notes: all}: DetectionFacts): Html | false {
  return (
    all.length > 0 && html`<div class="part">${all.map(note => html`<p class="muted">${plain(note, 600)}</p>`)}</div>`
  )
}

/** An incident with all its names as `show` gives them. */
function disclosed(incident: ReportIncident, show: Show): ReportIncident {
  if (showsAll(show)) return incident
  const words = sentences(incident.findings, show)
  return {
    ...incident,
    title: words(incident.title),
    narrative: words(incident.narrative),
    benign: incident.benign.map(words),
    next: incident.next.map(words),
    hints: incident.hints.map(hint => ({...hint, text: words(hint.text)})),
    timeline: incident.timeline.map(line => ({
      ...line,
      account: '',
      user: line.user && shownActor(line.user, show),
      address: line.address && show('address', line.address),
      act: words(line.act),
    })),
    findings: incident.findings.map(one => ({
      ...one,
      title: words(one.title),
      why: words(one.why),
      accept: words(one.accept),
    })),
  }
}

function sentences(findings: readonly Finding[], show: Show): (text: string) => string {
  if (showsAll(show)) return text => text
  return scrubber(findings, show)
}

/** Every incident in one line. */
function incidentIndex(open: readonly ReportIncident[], {clock, show}: Frame): Html {
  return html`<ol class="index">${open.map(
    ({title, severity, first, findings}, at) =>
      html`<li>${severityMark(severity, `${at + 1}. `)} <a href="#incident-${at + 1}"><bdi>${plain(sentences(findings, show)(title), 240)}</bdi></a> <span class="muted">${timeElement(clock, first)}</span></li>`,
  )}</ol>`
}

function severityMark(severity: Severity, before = '', after = ''): Html {
  return html`<span class="severity ${known(severity)}">${before}${severityName[known(severity)]}${after}</span>`
}

function incidentArticle(whole: ReportIncident, number: number, frame: Frame): Html {
  const {clock, show} = frame
  const incident = disclosed(whole, show)
  const {id, title, severity, confidence, narrative, findings, first, last, benign, next, timeline, hints} = incident
  return html`<article class="incident ${known(severity)}" id="incident-${number}" aria-labelledby="incident-${number}-title">
<h3 id="incident-${number}-title">${severityMark(severity, `${number}. `, ':')} <bdi>${plain(title, 300)}</bdi></h3>
<p class="meta">${timeRange(clock, first, last)}, confidence ${plain(confidence, 20)}, incident <code>${plain(id, 40)}</code></p>
${techniques(incident.techniques)}
<p>${plain(narrative, 1200)}</p>
${timeline.length > 0 && html`<h4>Timeline${oneDay(timeline, clock)}</h4>${timelineList(timeline, clock)}`}
<h4>Why it is unusual</h4><ul>${findings.slice(0, namesShown).map(one => findingLine(one, title, frame))}${
    findings.length > namesShown &&
    html`<li>and ${pluralise(findings.length - namesShown, 'more finding')} in findings.json</li>`
  }</ul>
<div class="pair"><div><h4>Benign causes</h4>${benign.length === 1 ? html`<p>${plain(benign[0] ?? '', 600)}</p>` : html`<ul>${benign.map(one => html`<li>${plain(one, 600)}</li>`)}</ul>`}</div>
<div><h4>Next steps</h4><ol>${next.map(step => html`<li>${plain(step, 400)}</li>`)}</ol></div></div>
${hints.length > 0 && folded(pluralise(hints.length, 'weak signal'), hintList(hints, clock))}
${showsAll(show) && evidence(whole, frame)}
${accepting(findings)}
</article>
`
}

function known(severity: Severity): Severity {
  return Object.hasOwn(severityName, severity) ? severity : 'info'
}

/** ATT&CK's pages of the techniques, with names; anything else is only text. */
function techniques(all: readonly string[]): Html | false {
  if (all.length === 0) return false
  return html`<p class="meta">ATT&CK: ${separated(
    all.slice(0, namesShown).map(technique => {
      const [, main, sub] = /^(T\d{4})(?:\.(\d{3}))?$/.exec(technique) ?? []
      if (main === undefined) return html`${plain(technique, 40)}`
      return html`<a href="https://attack.mitre.org/techniques/${main}/${sub !== undefined && `${sub}/`}">${technique} ${attackName(technique)}</a>`
    }),
    ', ',
  )}</p>`
}

function separated(values: readonly Html[], by: string): Value[] {
  return values.flatMap((value, at) => (at === 0 ? [value] : [by, value]))
}

/** A finding: its rule, its title unless that is the incident's, and why it is unusual. */
function findingLine(finding: Finding, title: string, {clock, rulesUrl}: Frame): Html {
  const url = ruleLink(rulesUrl, finding.rule)
  const rule = plain(finding.rule, 60)
  const own = finding.title === title ? false : html`<strong><bdi>${plain(finding.title, 300)}</bdi></strong>. `
  return html`<li>${own}${plain(sentence(finding.why), 900)} <span class="muted">(${url === undefined ? rule : html`<a href="${url}">${rule}</a>`}, ${severityName[known(finding.severity)].toLowerCase()}, ${timeRange(clock, millisecondsOf(finding.first), millisecondsOf(finding.last))}, ${pluralise(finding.count, 'record')})</span></li>`
}

function sentence(text: string): string {
  return text === '' || /[.!?…]$/.test(text) ? text : `${text}.`
}

function oneDay(lines: readonly {time: number}[], clock: ZoneClock): Html | false {
  const days = new Set(lines.map(({time}) => clock.day(time)))
  return days.size === 1 && html` on ${[...days]}`
}

/** Lines in a row that say the same of one client, as one. */
interface TimelineRun extends Omit<TimelineLine, 'user'> {
  users: string[]
  count: number
}

function runsOf(lines: readonly TimelineLine[]): TimelineRun[] {
  const runs: TimelineRun[] = []
  for (const {user, ...line} of lines) {
    const last = runs.at(-1)
    if (last && last.act === line.act && last.address === line.address && last.client === line.client) {
      last.count++
      if (user !== '' && !last.users.includes(user)) last.users.push(user)
    } else runs.push({...line, count: 1, users: user === '' ? [] : [user]})
  }
  return runs
}

function timelineList(lines: readonly TimelineLine[], clock: ZoneClock): Html {
  const runs = runsOf(lines)
  const more = runs.slice(linesShown)
  const days = new Set(lines.map(({time}) => clock.day(time))).size
  const list = (part: readonly TimelineRun[]) =>
    html`<ol class="timeline">${part.map(
      ({time, act, users, count, address, client}) =>
        html`<li>${timeElement(clock, time, days > 1 ? clock.moment(time) : clock.timeOfDay(time))} <strong><bdi>${plain(act, 300)}</bdi>${count > 1 && ` ×${count}`}</strong><span class="who">${separated(
          [
            ...(users.length > 0
              ? [
                  html`${separated(
                    users.slice(0, namesShown).map(user => humanName(user)),
                    ', ',
                  )}`,
                ]
              : []),
            ...(address === '' ? [] : [html`${plain(address, 60)}`]),
            ...(client === '' ? [] : [html`<bdi>${plain(client, 80)}</bdi>`]),
          ],
          ' · ',
        )}</span></li>`,
    )}</ol>`
  return html`${list(runs.slice(0, linesShown))}${more.length > 0 && folded(`${thousands(more.length)} more`, list(more))}`
}

function hintList(hints: ReportIncident['hints'], clock: ZoneClock): Html {
  return html`<ul>${hints.map(
    ({time, text}) => html`<li>${timeElement(clock, time)} <bdi>${plain(text, 240)}</bdi></li>`,
  )}</ul>`
}

/** Names people: only where all may be shown. */
function evidence(incident: ReportIncident, {tenant}: Frame): Html {
  const {defender, sentinel, powershell, links} = investigationOf(incident, tenant)
  const ids = [...new Set(incident.findings.flatMap(one => one.evidence.map(({id}) => id)))].filter(id => id !== '')
  const code = (name: string, text: string) =>
    text !== '' &&
    html`<h4>${name}</h4><pre tabindex="0"><code>${text.split('\n').map(row => `${plain(row, 8000)}\n`)}</code></pre>`
  return folded(`Evidence: ${pluralise(incident.count, 'record')}, queries and links`, [
    html`<p>${separated(
      links.map(({name, url}) => html`<a href="${url}">${plain(name, 120)}</a>`),
      ', ',
    )}</p>`,
    code('Defender XDR, advanced hunting (KQL)', defender),
    code('Sentinel (KQL)', sentinel),
    code('Exchange Online PowerShell', powershell),
    html`<h4>Record ids</h4><p class="ids">${ids.slice(0, idsShown).map(id => html`<code>${plain(id, 80)}</code> `)}${
      ids.length > idsShown && `and ${thousands(ids.length - idsShown)} more in findings.json`
    }</p>`,
  ])
}

/** How to accept the findings. */
function accepting(findings: readonly Finding[]): Html {
  return folded(
    'Accept it',
    html`<p>If it is known and benign, add to the file of accepted findings, with the reason and a last day:</p><pre tabindex="0"><code>${findings
      .slice(0, namesShown)
      .map(({accept}) =>
        accept
          .split(/\r?\n/)
          .slice(0, 20)
          .map(row => `${plain(row, 400)}\n`),
      )}</code></pre>`,
  )
}

function rest(more: readonly ReportIncident[], {clock, show}: Frame): Html {
  const rows = more
    .slice(0, mostListed)
    .map(({title, severity, first, findings}) => [
      html`<bdi>${plain(sentences(findings, show)(title), 200)}</bdi>`,
      severityMark(severity),
      timeElement(clock, first),
    ])
  const left = more.length - rows.length
  return html`<div class="part"><h3>More incidents</h3>
${htmlTable(`${pluralise(more.length, 'more incident')}; findings.json has them in full`, [{head: 'Incident'}, {head: 'Severity'}, {head: 'When'}], rows)}
${left > 0 && html`<p class="muted">and ${thousands(left)} more</p>`}</div>`
}

function acceptedTable(accepted: readonly Finding[], {clock, show}: Frame): Html {
  const rows = accepted
    .slice(0, mostListed)
    .map(one => [
      html`<bdi>${plain(sentences([one], show)(one.title), 200)}</bdi>`,
      timeElement(clock, millisecondsOf(one.first)),
      plain(one.accepted?.reason ?? '', 200),
      plain(one.accepted?.until ?? '', 40),
    ])
  return html`<div class="part">${folded(
    `${pluralise(accepted.length, 'accepted finding')}`,
    htmlTable(
      'Accepted findings',
      [{head: 'Finding'}, {head: 'When'}, {head: 'Accepted because'}, {head: 'Until'}],
      rows,
    ),
  )}</div>`
}
