/** The month in pictures, each with its numbers behind it. */

import {pluralise, thousands} from '../../audit/numbers.ts'
import {sharingKinds} from '../../audit/sharing.ts'
import {changes, changeWords} from '../compare.ts'
import type {Show} from '../disclose.ts'
import {aiNumbers} from '../figures/ai-numbers.ts'
import type {Busiest, Busy} from '../figures/busiest.ts'
import {type NameCount, others} from '../figures/counts.ts'
import {sharingMeaning} from '../figures/sharing.ts'
import {failureGroups, failureMeaning} from '../figures/sign-in.ts'
import {type Figures, sum} from '../figures.ts'
import type {MonthFacts} from '../month.ts'
import {dayName, hourName, periodName, weekdayName, type ZoneClock} from '../zone.ts'
import {type Column, folded, type Html, html, htmlTable, humanName, section, timeElement, type Value} from './markup.ts'
import {drawn, heatLevels, hourMap, type Layer, stackedDays} from './plots.ts'

const colouredWorkloads = 8
const mostRecordTypes = 40
const mostActive = 10
const mostNew = 25

export function pictures(facts: MonthFacts, clock: ZoneClock, show: Show): Html {
  const {figures} = facts
  if (figures.records === 0) return section('month', 'The month', html`<p>There is no record to show.</p>`)
  return section('month', 'The month', [
    span(figures, clock),
    days(figures, gapDays(facts)),
    hours(figures, clock),
    active(figures, show),
    signIns(figures),
    sharing(figures),
    copilotAndAgents(figures, clock, show),
    recordTypes(figures),
  ])
}

function span({first, last, records}: Figures, clock: ZoneClock): Html | false {
  if (first === undefined || last === undefined) return false
  return html`<p>${pluralise(records, 'record')}, the first from ${timeElement(clock, first)}, the last from ${timeElement(clock, last)}.</p>`
}

function part(title: string, content: Value): Html {
  return html`<div class="part"><h3>${title}</h3>${content}</div>
`
}

function days(figures: Figures, gaps: readonly string[]): Html {
  const all = figures.byWorkload()
  const apart = all.filter(({name}) => name !== others).slice(0, colouredWorkloads)
  const groups = apart.map(({name, records}, index) => ({
    name,
    records,
    color: `var(--s${index})`,
    values: figures.days.map(day => day.byWorkload.get(name) ?? 0),
  }))
  const rest = figures.days.map((day, at) => day.records - sum(groups.map(group => group.values[at] ?? 0)))
  const layers =
    sum(rest) > 0 ? [...groups, {name: 'All others', records: sum(rest), color: 'var(--s8)', values: rest}] : groups
  const busiest = figures.days.reduce((most, day) => (day.records > most.records ? day : most))
  const silent = figures.days.filter(day => day.records === 0)
  const plot = stackedDays({
    id: 'days',
    label: `Records per day, stacked by workload; most on ${dayName(busiest.date)} with ${thousands(busiest.records)}. The numbers follow in a table.`,
    days: figures.days.map(day => day.date),
    layers,
    hint: (series, index) =>
      `${dayName(figures.days[index]?.date ?? '')}, ${layers[series]?.name ?? ''}: ${thousands(layers[series]?.values[index] ?? 0)}`,
  })
  const words = `Most on ${dayName(busiest.date)}: ${thousands(busiest.records)}.`
  return part('Records per day', [
    html`<p>${words}${silent.length > 0 && ` No record at all on ${listed(silent.map(day => day.date))}.`}${gaps.length > 0 && ` Gaps touch ${listed(gaps)}: those days may be too low.`}</p>`,
    drawn(plot),
    key(
      layers.map(({name, color, records}) => ({
        color,
        label: html`${humanName(name, 60)} <span class="muted">${share(records, figures.records)}</span>`,
      })),
    ),
    folded(
      'The numbers: records per day by workload',
      htmlTable(
        'Records per day by workload',
        [{head: 'Day'}, ...numbers('All', ...layers.map(layer => layer.name.slice(0, 60)))],
        figures.days.map((day, at) => [
          day.date,
          thousands(day.records),
          ...layers.map(({values}) => thousands(values[at] ?? 0)),
        ]),
      ),
    ),
  ])
}

/** Days of which a part is not proven. */
function gapDays({gaps, period}: MonthFacts): string[] {
  return period.days
    .filter(({start}, index) => {
      const end = period.days[index + 1]?.start ?? period.end
      return gaps.some(gap => gap.start < end && start < gap.end)
    })
    .map(day => day.date)
}

function listed(dates: readonly string[]): string {
  const shown = dates.slice(0, 5).map(dayName).join(', ')
  return dates.length > 5 ? `${shown} and ${pluralise(dates.length - 5, 'more day')}` : shown
}

function hours(figures: Figures, clock: ZoneClock): Html {
  const occurrences = weekdayCounts(figures)
  const averages = figures.hours.map((records, hour) => records / Math.max(1, occurrences[Math.floor(hour / 24)] ?? 1))
  const most = Math.max(...averages)
  const busiest = averages.indexOf(most)
  const weekdays = Array.from({length: 7}, (_none, day) => weekdayName(day))
  const plot = hourMap({
    id: 'hours',
    label: `Records by weekday and hour; most on ${hourName(busiest)}. The numbers follow in a table.`,
    weekdays,
    levels: averages.map(value => level(value, most)),
    hint: hour => `${hourName(hour)}: ${thousands(Math.round(averages[hour] ?? 0))} on average`,
  })
  return part('Hours of the week', [
    html`<p>Records an hour on average, in ${clock.timezone}. Most on ${hourName(busiest)}: ${thousands(Math.round(most))}.</p>`,
    drawn(plot),
    html`<p class="scale"><span>none</span>${Array.from({length: heatLevels}, (_none, at) => html`<span class="swatch" style="--swatch: var(--h${at})"></span>`)}<span>${thousands(Math.round(most))} an hour</span></p>`,
    folded(
      'The numbers: records by weekday and hour',
      htmlTable(
        'Records in the whole period, by hour and weekday',
        [{head: 'Hour'}, ...numbers(...weekdays)],
        Array.from({length: 24}, (_none, hour) => [
          `${String(hour).padStart(2, '0')}:00`,
          ...weekdays.map((_day, day) => thousands(figures.hours[day * 24 + hour] ?? 0)),
        ]),
      ),
    ),
  ])
}

/** How often each weekday occurs in the period, Monday first. */
function weekdayCounts({days: all}: Figures): number[] {
  const counts = Array.from({length: 7}, () => 0)
  for (const {date} of all) {
    const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
    counts[weekday] = (counts[weekday] ?? 0) + 1
  }
  return counts
}

/** Less than linear, so that quiet hours stay visible next to busy ones. */
function level(value: number, most: number): number {
  return value === 0 ? 0 : Math.max(1, Math.ceil((value / most) ** 0.6 * (heatLevels - 1)))
}

function active(figures: Figures, show: Show): Html {
  return part(
    'Most active',
    html`<div class="pair">${ranking('People', figures.people, figures.records, show)}${ranking('Services and applications', figures.services, figures.records, show)}</div>`,
  )
}

function ranking(title: string, busiest: Busiest, records: number, show: Show): Html {
  const rows = busiest.most(mostActive)
  const most = rows[0]?.records ?? 0
  if (most === 0) return html`<p>${title}: none.</p>`
  const shown = (row: Busy) => (title === 'People' ? show('user', row.name) : row.name)
  const {count, exact} = busiest.distinct
  return htmlTable(
    `${title}: the first ${rows.length} of ${exact ? '' : 'over '}${thousands(count)}`,
    [{head: 'Name'}, ...numbers('Records', 'Of all')],
    rows.map(row => [
      html`${humanName(shown(row), 80)}<span class="share" style="width: ${((100 * row.records) / most).toFixed(1)}%"></span>`,
      `${row.uncertain > 0 ? 'up to ' : ''}${thousands(row.records)}`,
      share(row.records, records),
    ]),
  )
}

function signIns(figures: Figures): Html {
  const {failures} = figures
  const failed = sum(Object.values(failures))
  if (figures.signIns + failed === 0) return part('Sign-ins', html`<p>No sign-in was recorded.</p>`)
  const layers = layersOf(failureGroups, kind => figures.days.map(day => day.failures[kind]))
  const plot = stackedDays({
    id: 'signins',
    label: `Failed sign-ins per day by reason, ${thousands(failed)} in all. The numbers follow in a table.`,
    days: figures.days.map(day => day.date),
    layers,
    hint: hintOf(figures, layers, failureMeaning),
  })
  return part('Sign-ins that failed', [
    html`<p>${pluralise(figures.signIns, 'sign-in')} succeeded. Of ${thousands(failed)} that did not, ${thousands(failures.password)} were a wrong password, an unknown user or a locked account.</p>`,
    failed > 0 && drawn(plot),
    failed > 0 &&
      key(layers.map(({kind, color}) => ({color, label: `${failureMeaning[kind]}: ${thousands(failures[kind])}`}))),
    folded(
      'The numbers: sign-ins per day',
      htmlTable(
        'Sign-ins per day',
        [{head: 'Day'}, ...numbers('Signed in', ...failureGroups.map(kind => `Failed: ${kind}`))],
        figures.days.map(day => [
          day.date,
          thousands(day.signIns),
          ...failureGroups.map(kind => thousands(day.failures[kind])),
        ]),
      ),
    ),
  ])
}

function sharing(figures: Figures): Html {
  const totals = figures.sharing
  const all = sum(Object.values(totals))
  if (all === 0) return part('Sharing', html`<p>Nothing was shared, as far as records tell.</p>`)
  const layers = layersOf(sharingKinds, kind => figures.days.map(day => day.sharing[kind]))
  const plot = stackedDays({
    id: 'sharing',
    label: `Sharing per day by kind, ${pluralise(all, 'record')} in all. The numbers follow in a table.`,
    days: figures.days.map(day => day.date),
    layers,
    hint: hintOf(figures, layers, sharingMeaning),
  })
  return part('Sharing', [
    html`<p>${pluralise(totals.anyone, 'link')} for anyone made or changed, ${pluralise(totals.guest, 'record')} of sharing with guests.</p>`,
    drawn(plot),
    key(layers.map(({kind, color}) => ({color, label: `${sharingMeaning[kind]}: ${thousands(totals[kind])}`}))),
    folded(
      'The numbers: sharing per day',
      htmlTable(
        'Sharing per day',
        [{head: 'Day'}, ...numbers(...sharingKinds.map(kind => sharingMeaning[kind]))],
        figures.days.map(day => [day.date, ...sharingKinds.map(kind => thousands(day.sharing[kind]))]),
      ),
    ),
  ])
}

function copilotAndAgents({ai}: Figures, clock: ZoneClock, show: Show): Html {
  const title = 'Copilot and agents'
  if (ai.interactions === 0) return part(title, html`<p>No question to Copilot or an agent was recorded.</p>`)
  const agents = ai.agents()
  const rows = agents
    .slice(0, mostActive)
    .map(row => [humanName(row.name, 80), thousands(row.records), timeElement(clock, row.first)])
  const people = ai.people.most(mostActive).map(row => [humanName(show('user', row.name), 80), thousands(row.records)])
  const apps = ai.apps
    .ranked()
    .slice(0, mostActive)
    .map(row => [humanName(row.name, 80), thousands(row.records)])
  return part(title, [
    htmlTable('Copilot and agents in numbers', [{head: 'What'}, ...numbers('Count')], aiNumbers(ai)),
    rows.length > 0 &&
      htmlTable(
        `Agents: the first ${rows.length} of ${thousands(agents.length)}`,
        [{head: 'Agent'}, ...numbers('Questions'), {head: 'First asked'}],
        rows,
      ),
    html`<div class="pair">${htmlTable('Apps', [{head: 'App'}, ...numbers('Questions')], apps)}${
      people.length > 0 && htmlTable('Asked most', [{head: 'Name'}, ...numbers('Questions')], people)
    }</div>`,
  ])
}

/** Colours that are far from each other, for few layers. */
const fewColours = ['var(--s5)', 'var(--s1)', 'var(--s0)', 'var(--s2)', 'var(--s8)']

function layersOf<Kind extends string>(
  kinds: readonly Kind[],
  values: (kind: Kind) => number[],
): (Layer & {kind: Kind})[] {
  return kinds
    .map((kind, index) => ({kind, color: fewColours[index] ?? 'var(--s8)', values: values(kind)}))
    .filter(layer => layer.values.some(value => value > 0))
}

function hintOf<Kind extends string>(
  figures: Figures,
  layers: readonly (Layer & {kind: Kind})[],
  meaning: Record<Kind, string>,
): (series: number, index: number) => string {
  return (series, index) => {
    const layer = layers[series]
    if (!layer) return ''
    return `${dayName(figures.days[index]?.date ?? '')}, ${meaning[layer.kind]}: ${thousands(layer.values[index] ?? 0)}`
  }
}

function recordTypes(figures: Figures): Html {
  return part('Kinds of records', [
    countTable('Workloads', figures.byWorkload().slice(0, colouredWorkloads * 2), figures.records),
    folded(
      'Record types',
      countTable(
        'Record types, the most frequent first',
        figures.byRecordType().slice(0, mostRecordTypes),
        figures.records,
      ),
    ),
    folded(
      'Operations',
      countTable(
        'Operations, the most frequent first',
        figures.byOperation().slice(0, mostRecordTypes),
        figures.records,
      ),
    ),
  ])
}

function countTable(caption: string, rows: readonly NameCount[], records: number): Html {
  return htmlTable(
    caption,
    [{head: 'Name'}, ...numbers('Records', 'Of all')],
    rows.map(row => [humanName(row.name, 80), thousands(row.records), share(row.records, records)]),
  )
}

function key(entries: readonly {color: string; label: Value}[]): Html {
  return html`<ul class="key">${entries.map(
    ({color, label}) => html`<li><span class="swatch" style="--swatch: ${color}"></span><span>${label}</span></li>`,
  )}</ul>`
}

function numbers(...heads: string[]): Column[] {
  return heads.map(head => ({head, number: true}))
}

function share(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (100 * part) / whole
  return percent > 0 && percent < 0.1 ? '<0.1 %' : `${percent.toFixed(1)} %`
}

/** What is new, and how the month compares with the one before. */
export function comparison(facts: MonthFacts, clock: ZoneClock): Html {
  const {figures, previous} = facts
  if (!previous) {
    return section(
      'before',
      'Compared with the month before',
      html`<p>There was no earlier month to compare with. The next one will have this one.</p>`,
    )
  }
  return section('before', 'Compared with the month before', [changeTable(facts), newOperations(figures, facts, clock)])
}

function newOperations(figures: Figures, {previous}: MonthFacts, clock: ZoneClock): Html {
  const all = previous && figures.newOperations(previous)
  if (!all) return part('New this month', html`<p>The month before had too many operations to say which are new.</p>`)
  if (all.length === 0)
    return part('New this month', html`<p>Every operation of this month also occurred in the one before.</p>`)
  const rows = all
    .slice(0, mostNew)
    .map(row => [humanName(row.name, 80), timeElement(clock, row.first), thousands(row.records)])
  return part('New this month', [
    htmlTable(
      `${pluralise(all.length, 'operation')} that the month before did not have`,
      [{head: 'Operation'}, {head: 'First'}, {head: 'Records', number: true}],
      rows,
    ),
    all.length > rows.length && html`<p class="muted">and ${thousands(all.length - rows.length)} more</p>`,
  ])
}

function changeTable({figures, previous, status}: MonthFacts): Html | false {
  if (!previous) return false
  const before = periodName(previous.label)
  return html`${status !== 'complete' && html`<p class="muted">This month is ${status}, so its numbers may be too low.</p>`}
${htmlTable(
  `${before} and this month`,
  [{head: 'What'}, ...numbers(before, 'This month', 'Change')],
  changes(previous.counts, figures.counts()).map(change => [
    humanName(change.name, 80),
    thousands(change.before),
    thousands(change.now),
    changeWords(change),
  ]),
)}`
}
