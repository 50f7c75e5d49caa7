/** Twelve months as small charts of the same scale in time, and what of this one is new, came again, or is gone. */

import {pluralise, thousands} from '../../audit/numbers.ts'
import {severities} from '../../audit/severity.ts'
import {gonePatterns, type HistoryMonth, mostMonths} from '../history.ts'
import {incidentText, monthReviewText, recurrenceWords} from '../history-words.ts'
import type {MonthFacts} from '../month.ts'
import {ruleLink} from '../rule-links.ts'
import {periodName} from '../zone.ts'
import {folded, type Html, html, htmlTable, plain, section, type Value} from './markup.ts'

/** A month of the axis; absent where no export of it is known. */
interface Slot {
  label: string
  month?: HistoryMonth | undefined
}

export function yearSection(facts: MonthFacts): Html {
  const {history} = facts
  if (history === undefined)
    return section('year', 'Twelve months', html`<p>A part of the log is not compared with other months.</p>`)
  const {months} = history
  const slots = slotsOf(months)
  return section('year', 'Twelve months', [
    recurrenceWords(facts).map(words => html`<p>${plain(words, 800)}</p>`),
    html`<div class="year">
${bars('Records', slots, one => one.records, 'var(--s0)')}
${bars('Failed sign-ins', slots, one => one.failedSignIns, 'var(--s5)')}
${bars('External shares', slots, one => one.externalShares, 'var(--s2)')}
${incidents(slots)}
${states('Verdict', slots, 'C complete, P provisional, I incomplete', verdictMark)}
${states('Review', slots, '✓ reviewed, ○ not reviewed, ? unknown', reviewMark)}
</div>`,
    slots.some(({month}) => month === undefined) && html`<p class="muted">Of hatched months no export is known.</p>`,
    folded('The numbers: month by month', numbersTable(months)),
    goneTable(facts),
  ])
}

/** The twelve months up to this one; of periods that are no months, those that are known. */
function slotsOf(months: readonly HistoryMonth[]): Slot[] {
  const last = months.at(-1)?.period ?? ''
  if (!months.every(({period}) => isMonth(period))) return months.map(month => ({label: month.period, month}))
  const known = new Map(months.map(month => [month.period, month]))
  return Array.from({length: mostMonths}, (_none, index) => {
    const label = monthsAfter(last, index + 1 - mostMonths)
    return {label, month: known.get(label)}
  })
}

function isMonth(label: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(label)
}

function monthsAfter(label: string, number: number): string {
  const all = Number(label.slice(0, 4)) * 12 + Number(label.slice(5)) - 1 + number
  return `${String(Math.floor(all / 12)).padStart(4, '0')}-${String((all % 12) + 1).padStart(2, '0')}`
}

function chart(
  title: string,
  words: string,
  slots: readonly Slot[],
  cells: readonly Value[],
  key: Value = false,
): Html {
  const label = `${title}: ${words}. The numbers follow in a table.`
  return html`<div><h3>${title}</h3><p class="muted">${words}</p><div class="months" style="--months: ${slots.length}" role="img" aria-label="${label}">${cells}${slots.map(
    ({label}, at) => html`<span class="${at === slots.length - 1 ? 'name now' : 'name'}">${initial(label)}</span>`,
  )}</div>${key}</div>`
}

/** Of a month, its letter. */
function initial(label: string): string {
  return isMonth(label) ? periodName(label).slice(0, 1) : plain(label.slice(5), 5)
}

function bars(title: string, slots: readonly Slot[], of: (month: HistoryMonth) => number, color: string): Html {
  const values = slots.map(({month}) => month && of(month))
  const most = Math.max(0, ...values.map(value => value ?? 0))
  const cells = slots.map(({label}, at) => {
    const value = values[at]
    return column(label, value === undefined ? undefined : thousands(value), [
      value !== undefined &&
        value > 0 &&
        html`<span class="bar" style="--bar: ${color}; height: ${((100 * value) / most).toFixed(1)}%"></span>`,
    ])
  })
  return chart(title, rangeWords(slots, values), slots, cells)
}

function column(label: string, words: string | undefined, content: Value): Html {
  const name = plain(periodName(label), 40)
  return html`<span class="${words === undefined ? 'column none' : 'column'}" title="${name}: ${words ?? 'no export is known'}">${content}</span>`
}

/** `1,204; before, 300 to 2,000` */
function rangeWords(slots: readonly Slot[], values: readonly (number | undefined)[]): string {
  const before = values.slice(0, -1).filter(value => value !== undefined)
  const now = `${thousands(values.at(-1) ?? 0)} in ${periodName(slots.at(-1)?.label ?? '')}`
  if (before.length === 0) return now
  const [least, most] = [Math.min(...before), Math.max(...before)]
  return `${now}; before, ${least === most ? thousands(least) : `${thousands(least)} to ${thousands(most)}`}`
}

function incidents(slots: readonly Slot[]): Html {
  const totals = slots.map(({month}) => month && severities.reduce((sum, one) => sum + month.incidents[one], 0))
  const most = Math.max(1, ...totals.map(value => value ?? 0))
  const cells = slots.map(({label, month}) =>
    column(
      label,
      month && incidentText(month),
      severities.map(
        one =>
          month !== undefined &&
          month.incidents[one] > 0 &&
          html`<span class="bar s-${one}" style="height: ${((100 * month.incidents[one]) / most).toFixed(1)}%"></span>`,
      ),
    ),
  )
  return chart('Incidents by severity', rangeWords(slots, totals), slots, cells, severityKey())
}

function severityKey(): Html {
  return html`<ul class="key">${severities.map(
    one => html`<li><span class="swatch s-${one}"></span><span>${one}</span></li>`,
  )}</ul>`
}

interface StateMark {
  sign: string
  /** Of the style sheet, for its colour. */
  verdict: string
  words: string
}

function states(title: string, slots: readonly Slot[], words: string, of: (month: HistoryMonth) => StateMark): Html {
  const cells = slots.map(({label, month}) => {
    const {sign, verdict, words} = month ? of(month) : {sign: '–', verdict: '', words: 'no export is known'}
    return html`<span class="state ${verdict}" title="${plain(periodName(label), 40)}: ${words}">${sign}</span>`
  })
  return chart(title, words, slots, cells)
}

function verdictMark({status}: HistoryMonth): StateMark {
  return {sign: status.slice(0, 1).toUpperCase(), verdict: status, words: status}
}

function reviewMark(month: HistoryMonth): StateMark {
  const words = monthReviewText(month) || 'none asked for, or not yet known'
  if (month.review === undefined) return {sign: '–', verdict: '', words}
  if (month.review.status === 'reviewed') return {sign: '✓', verdict: 'complete', words}
  return month.review.status === 'open'
    ? {sign: '○', verdict: 'incomplete', words}
    : {sign: '?', verdict: 'provisional', words}
}

function numbersTable(months: readonly HistoryMonth[]): Html {
  return htmlTable(
    'The months in numbers, the newest first',
    [
      {head: 'Month'},
      ...['Records', 'Failed sign-ins', 'External shares'].map(head => ({head, number: true})),
      ...['Incidents', 'Verdict', 'Review'].map(head => ({head})),
    ],
    [...months]
      .reverse()
      .map(month => [
        plain(periodName(month.period), 40),
        thousands(month.records),
        thousands(month.failedSignIns),
        thousands(month.externalShares),
        incidentText(month),
        month.status,
        monthReviewText(month),
      ]),
  )
}

const mostGone = 50

/** Without names: of an earlier month only rules are known. */
function goneTable({history, rulesUrl}: MonthFacts): Html | false {
  const {since = '', gone = []} = (history && gonePatterns(history)) ?? {}
  if (gone.length === 0) return false
  const rows = gone.slice(0, mostGone).map(({rule, severity, number}) => {
    const url = ruleLink(rulesUrl, rule)
    const name = plain(rule, 60)
    return [url === undefined ? name : html`<a href="${url}">${name}</a>`, severity, thousands(number)]
  })
  return folded(
    `Gone since ${periodName(since)}: ${pluralise(gone.length, 'rule')}`,
    htmlTable(
      'Findings of the month before that this one does not have',
      [{head: 'Rule'}, {head: 'Severity'}, {head: 'Findings', number: true}],
      rows,
    ),
  )
}
