/** The overview in words: for page, summary and issue alike. */
import {pluralise, thousands} from '../audit/numbers.ts'
import type {Overview, OverviewMonth, OverviewTenant} from './overview-file.ts'

export interface OverviewCounts {
  tenants: number
  urgent: number
  due: number
  /** Without a complete or provisional export of the last month that has ended. */
  notProven: number
  /** Of the newest months, not reviewed. */
  highIncidents: number
}

export function countsOf({tenants, month}: Overview): OverviewCounts {
  const attention = (which: OverviewTenant['attention']) => tenants.filter(one => one.attention === which).length
  const isProven = ({months}: OverviewTenant) =>
    ['complete', 'provisional'].includes(months.find(({period}) => period === month)?.status ?? 'none')
  const high = tenants.map(({newest}) => (newest?.review === 'reviewed' ? 0 : (newest?.incidents?.high ?? 0)))
  return {
    tenants: tenants.length,
    urgent: attention('urgent'),
    due: attention('due'),
    notProven: tenants.filter(one => !isProven(one)).length,
    highIncidents: high.reduce((sum, one) => sum + one, 0),
  }
}

export function overviewTitle(overview: Overview): string {
  const {tenants, urgent, due} = countsOf(overview)
  const person = urgent + due
  const words = person === 0 ? 'nothing needs a person' : `${thousands(person)} need${person === 1 ? 's' : ''} a person`
  return `Microsoft 365 audit log: overview of ${pluralise(tenants, 'tenant')}, ${words}`
}

export interface TenantRow {
  name: string
  period: string
  /** `complete`, or why it is not known. */
  status: string
  high: string
  medium: string
  low: string
  review: string
  archived: string
  certificate: string
}

export const rowHeads: Readonly<Record<keyof TenantRow, string>> = {
  name: 'Tenant',
  period: 'Newest month',
  status: 'Export',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  review: 'Review',
  archived: 'Archived until',
  certificate: 'Certificate',
}

const nothing = '–'

export function tenantRow({name, newest, certificate, months}: OverviewTenant): TenantRow {
  if (newest === undefined) {
    const status = months.some(month => month.status === 'unknown') ? 'UNKNOWN' : 'none is kept'
    const unknown = {high: nothing, medium: nothing, low: nothing, review: nothing, archived: nothing}
    return {name, period: nothing, status, ...unknown, certificate: nothing}
  }
  const {period, status, incidents, review, archived} = newest
  const number = (count: number | undefined) => (count === undefined ? '?' : thousands(count))
  return {
    name,
    period,
    status,
    high: number(incidents?.high),
    medium: number(incidents?.medium),
    low: number(incidents?.low),
    review: review === undefined ? nothing : {reviewed: 'reviewed', open: 'not reviewed', unknown: 'UNKNOWN'}[review],
    archived: archived === undefined ? nothing : archived === 'forever' ? 'no end' : archived.slice(0, 10),
    certificate: certificate === undefined ? nothing : daysLeft(certificate.days),
  }
}

/** @param days whole ones until it ends; below 0 it has ended. */
function daysLeft(days: number): string {
  return days < 0 ? 'ended' : pluralise(days, 'day')
}

const monthMarks: Readonly<Record<OverviewMonth['status'], string>> = {
  complete: 'C',
  provisional: 'P',
  incomplete: 'I',
  none: '–',
  unknown: '?',
}

export const monthKey =
  'C complete, P provisional, I incomplete, – no export is kept, ? UNKNOWN; a number counts incidents of high severity, ✓ is a reviewed month'

/** `C 2 ✓` */
export function monthMark({status, incidents, review}: OverviewMonth): string {
  const high = incidents?.high ?? 0
  return [monthMarks[status], ...(high > 0 ? [thousands(high)] : []), ...(review === 'reviewed' ? ['✓'] : [])].join(' ')
}

/** The same for those who hear the page. */
export function monthWords({status, incidents, review}: OverviewMonth): string {
  const said = {none: 'no export is kept', unknown: 'unknown', complete: '', provisional: '', incomplete: ''}[status]
  const high = incidents?.high ?? 0
  return [
    said || status,
    ...(high > 0 ? [`${pluralise(high, 'incident')} of high severity`] : []),
    ...(review === 'reviewed' ? ['reviewed'] : []),
  ].join(', ')
}

/** The months of any tenant, newest first. */
export function monthLabels({tenants}: Overview): string[] {
  return [...new Set(tenants.flatMap(({months}) => months.map(({period}) => period)))].sort().reverse()
}

/** Of each of these months, in their order: before the oldest of which anything is known, no export is kept. */
export function monthRow({months}: OverviewTenant, labels: readonly string[]): OverviewMonth[] {
  const known = new Map(months.map(month => [month.period, month]))
  return labels.map(period => known.get(period) ?? {period, status: 'none'})
}
