/** What a history tells of findings and months, in words. */

import {pluralise} from '../audit/numbers.ts'
import type {Finding} from '../detect/findings.ts'
import {gonePatterns, type HistoryMonth, type MonthHistory, type Recurrence, recurrenceOf} from './history.ts'
import type {MonthFacts} from './month.ts'
import {periodName} from './zone.ts'

type Recurring = Pick<Finding, 'id' | 'rule' | 'severity'>

/** Of one finding; '' where there is no earlier month to compare with. */
export function recurrenceText(history: MonthHistory, finding: Recurring): string {
  const {is, months, ruleMonths, compared} = recurrenceOf(history, finding)
  const others = pluralise(ruleMonths.length, 'earlier month')
  if (is === 'again') return `Again: ${ordinal(months.length + 1)} month, ${sinceText(months)}.`
  if (is === 'rule') return `Rule again: ${ordinal(months.length + 1)} month, ${sinceText(months)}; told per rule.`
  if (is === 'unknown') return ''
  if (ruleMonths.length > 0) return `New; the rule reported other findings in ${others}.`
  return `New: not in ${pluralise(compared, 'earlier month')}.`
}

/** Of an incident: the finding that occurred in most months speaks for it. '' where no earlier month is known. */
export function incidentRecurrenceText(history: MonthHistory, findings: readonly Recurring[]): string {
  const all = findings.map(one => recurrenceOf(history, one))
  const most = (is: Recurrence['is']) =>
    all.filter(one => one.is === is).reduce((most, {months}) => Math.max(most, months.length), 0)
  if (all.some(({is}) => is === 'again')) return `again, ${ordinal(most('again') + 1)} month`
  if (all.some(({is}) => is === 'rule')) return `rule again, ${ordinal(most('rule') + 1)} month`
  return all.some(({is}) => is === 'new') ? 'new' : ''
}

/** How many findings are new, again and gone: sentences. */
export function recurrenceWords({
  history,
  detection,
  status,
}: Pick<MonthFacts, 'history' | 'detection' | 'status'>): string[] {
  if (!history || !detection) return []
  const earlier = history.months.length - 1
  if (earlier === 0) return ['There is no earlier month to compare with. The next month is compared with this one.']
  const open = detection.findings.filter(one => !one.accepted)
  const all = open.map(one => recurrenceOf(history, one).is)
  const number = (is: Recurrence['is']) => all.filter(one => one === is).length
  const parts = [
    `${number('new')} new`,
    `${number('again')} again`,
    ...(number('rule') > 0 ? [`${number('rule')} of a rule that reported before`] : []),
    ...(number('unknown') > 0 ? [`${number('unknown')} that no earlier month could show`] : []),
  ]
  const gone = gonePatterns(history)
  const goneNumber = gone?.gone.reduce((total, one) => total + one.number, 0) ?? 0
  return [
    `Compared with ${pluralise(earlier, 'earlier month')}: ${pluralise(open.length, 'finding')}, ${parts.join(', ')}.`,
    ...(gone === undefined
      ? []
      : [
          `Gone since ${periodName(gone.since)}: ${pluralise(goneNumber, 'finding')}${goneNumber > 0 && status === 'incomplete' ? '; this month has gaps, in which they may lie' : ''}.`,
        ]),
    ...(history.months.slice(0, -1).some(month => isByRule(history, month)) ? [byRuleWords(history)] : []),
  ]
}

function isByRule({months, formerKey}: MonthHistory, {key}: HistoryMonth): boolean {
  return key === undefined || (key !== months.at(-1)?.key && key !== formerKey)
}

function byRuleWords(history: MonthHistory): string {
  if (history.months.at(-1)?.key === undefined)
    return 'Without a state-key, new, again and gone are told per rule: whether it is the same user or app is unknown.'
  const months = history.months.slice(0, -1).filter(month => isByRule(history, month))
  return `Findings are compared with those of ${months.map(({period}) => periodName(period)).join(', ')} per rule: ${months.length === 1 ? 'it has' : 'they have'} no digests by this state-key.`
}

function sinceText(months: readonly string[]): string {
  const [first = ''] = months
  const last = months.at(-1) ?? ''
  return first === last
    ? `before in ${periodName(first)}`
    : `first in ${periodName(first)}, last in ${periodName(last)}`
}

/** 1 → 1st */
export function ordinal(number: number): string {
  const teen = number % 100 >= 11 && number % 100 <= 13
  const ending = teen ? undefined : ['th', 'st', 'nd', 'rd'][number % 10]
  return `${number}${ending ?? 'th'}`
}

/** `reviewed 2026-11-09` */
export function monthReviewText({review}: Pick<HistoryMonth, 'review'>): string {
  if (review === undefined) return ''
  const {status, at} = review
  if (status === 'open') return 'not reviewed'
  return at === undefined ? status : `${status} ${at.slice(0, 10)}`
}

/** `1 high, 2 low`; `none` */
export function incidentText({incidents}: Pick<HistoryMonth, 'incidents'>): string {
  const parts = Object.entries(incidents).flatMap(([severity, number]) => (number > 0 ? [`${number} ${severity}`] : []))
  return parts.length === 0 ? 'none' : parts.join(', ')
}
