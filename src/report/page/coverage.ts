/** What was read of the period and how well: the strip, the gaps, what the log cannot show, and how to check it all. */

import type {LedgerEntry, WindowStatus} from '../../audit/ledger.ts'
import {pluralise, thousands} from '../../audit/numbers.ts'
import {instantOf} from '../../audit/record.ts'
import {mergedWindows} from '../../audit/window.ts'
import {checkCommands} from '../check-commands.ts'
import {incidentsOf, type ReportIncident} from '../finding.ts'
import type {MonthFacts} from '../month.ts'
import {defectRows, duration, estimateWords, unseenWords} from '../sentences.ts'
import type {ZoneClock} from '../zone.ts'
import {type Html, html, htmlTable, plain, section, timeRange} from './markup.ts'
import {drawn, lanes, type Mark} from './plots.ts'

const statuses: Record<WindowStatus, string> = {
  read: 'read once, every check passed',
  confirmed: 'read twice, the readings agreed',
  gap: 'not proven',
}
const mostGaps = 200
const mostMarked = 12

export function coverage(facts: MonthFacts, clock: ZoneClock): Html {
  return section('coverage', 'Coverage', [
    strip(facts, clock),
    facts.gaps.length > 0 && gapTable(facts.gaps, clock),
    checks(facts),
    facts.notes.length > 0 &&
      html`<div class="part"><h3>Worth knowing</h3><ul>${facts.notes.map(note => html`<li>${plain(note, 600)}</li>`)}</ul></div>`,
    html`<div class="part"><h3>What could not be seen</h3><ul>${unseenWords(facts).map(words => html`<li>${plain(words, 600)}</li>`)}</ul></div>`,
  ])
}

function strip(facts: MonthFacts, clock: ZoneClock): Html {
  const {period} = facts
  const present = (Object.keys(statuses) as WindowStatus[]).filter(status =>
    facts.windows.some(window => window.status === status),
  )
  const incidents = facts.detection ? incidentsOf(facts.detection).open.slice(0, mostMarked) : []
  const marks = incidents
    .map((incident, index) => incidentMark(incident, index, clock))
    .filter(mark => Number.isFinite(mark.start))
  const plot = lanes({
    id: 'coverage',
    label: `Coverage of the period: ${facts.gaps.length === 0 ? 'no gap' : pluralise(facts.gaps.length, 'gap')}; the table below has the bounds.`,
    period,
    lanes: [
      {height: 22, marks: stretches(facts.windows, period).map(stretch => stretchMark(stretch, clock))},
      ...marks.map(mark => ({height: 10, marks: [mark]})),
    ],
  })
  return html`${drawn(plot)}<ul class="key">${present.map(
    status => html`<li><span class="swatch" style="--swatch: var(--${status})"></span>${statuses[status]}</li>`,
  )}${marks.length > 0 && html`<li class="muted">numbered bars: the incidents above, by severity</li>`}</ul>`
}

const columns = 880

type Stretch = Pick<LedgerEntry, 'start' | 'end' | 'status'>

/** What a column of the strip shows when several kinds of windows fall into it. */
const precedence: readonly WindowStatus[] = ['confirmed', 'read', 'gap']

/**
 * Neighbours of one kind as one bar. Where those are more than the strip has columns, it is cut to columns, each
 * as the worst in it: a month read in ten thousand windows is no larger drawing than one read in ten, and no gap is lost.
 */
function stretches(windows: readonly LedgerEntry[], period: {start: number; end: number}): Stretch[] {
  const alike = (a: Stretch, b: Stretch) => a.status === b.status
  const sorted = windows.map(({start, end, status}) => ({start, end, status})).sort((a, b) => a.start - b.start)
  const exact = mergedWindows<Stretch>(sorted, alike)
  if (exact.length <= columns) return exact
  const step = (period.end - period.start) / columns
  const cells: (Stretch | undefined)[] = []
  for (const {start, end, status} of exact) {
    const last = Math.min(columns, Math.ceil((end - period.start) / step))
    for (let at = Math.max(0, Math.floor((start - period.start) / step)); at < last; at++) {
      const before = cells[at]
      if (before && precedence.indexOf(before.status) >= precedence.indexOf(status)) continue
      cells[at] = {start: period.start + at * step, end: period.start + (at + 1) * step, status}
    }
  }
  return mergedWindows<Stretch>(
    cells.flatMap(cell => cell ?? []),
    alike,
  )
}

function stretchMark({start, end, status}: Stretch, clock: ZoneClock): Mark {
  return {start, end, color: `var(--${status})`, hint: `${clock.ends(start, end).join(' – ')}: ${statuses[status]}`}
}

function incidentMark({first, last, severity}: ReportIncident, index: number, clock: ZoneClock): Mark {
  const label = String(index + 1)
  return {
    start: first,
    end: last,
    color: `var(--${severity})`,
    label,
    hint: `Incident ${label}, ${severity}: ${clock.ends(first, last).join(' – ')}`,
  }
}

function gapTable(gaps: readonly LedgerEntry[], clock: ZoneClock): Html {
  const rows = gaps
    .slice(0, mostGaps)
    .map(({start, end, reason}) => [
      timeRange(clock, start, end),
      html`${instantOf(start)} to ${instantOf(end)}`,
      duration(end - start),
      plain(reason?.message ?? 'no reason recorded', 300),
      html`<code>${plain(reason?.code ?? '', 60)}</code>`,
    ])
  const left = gaps.length - rows.length
  return html`<div class="part"><h3>Gaps</h3>
${htmlTable('Not proven; the end is exclusive', [{head: 'When'}, {head: 'In UTC'}, {head: 'Length', number: true}, {head: 'Why'}, {head: 'Code'}], rows)}
${left > 0 && html`<p class="muted">and ${thousands(left)} more, all in manifest.json</p>`}</div>`
}

function checks(facts: MonthFacts): Html {
  const count = (status: WindowStatus) => thousands(facts.windows.filter(window => window.status === status).length)
  const requests = Object.values(facts.requests).reduce((sum, one) => sum + one, 0)
  const rows: [string, string][] = [
    ['Windows read once, every check passed', count('read')],
    ['Windows read twice, the readings agreed', count('confirmed')],
    ['Windows not proven', count('gap')],
    ['Requests to the service', thousands(requests)],
    ['Rows the service sent twice in one answer', thousands(facts.duplicates)],
    ['Ids with more than one content, all kept', thousands(facts.conflicts)],
    ...defectRows(facts),
  ]
  return html`<div class="part"><h3>What was checked</h3>${htmlTable('Windows, requests and rows', [{head: 'Check'}, {head: 'Count', number: true}], rows)}
${estimateWords(facts).map(words => html`<p>${plain(words, 600)}</p>`)}</div>`
}

export function verifying(): Html {
  return section(
    'verify',
    'Check it yourself',
    html`<p>The folder this page came with proves itself on any machine, without network or credentials. Its hashes are compared in the folder; the program, in a checkout of the action, also checks the order, the counts and that the windows tile the period. Without either: open verify.html of the folder in a browser, and drop the folder on it. VERIFY.txt has all steps.</p>
${checkCommands.map(
  ({where, command}) => html`<p>${where}:</p>
<pre tabindex="0"><code>${command}</code></pre>`,
)}
<p>manifest.json says what was asked, by which application, with which certificate, and what each window held.</p>`,
  )
}
