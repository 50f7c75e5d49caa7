/** What each tenant needs, from what its exports left: pure. What is not known never counts as in order. */
import {compareText} from '../audit/compare-text.ts'
import {pluralise} from '../audit/numbers.ts'
import {instantOf} from '../audit/record.ts'
import type {HistoryMonth} from '../report/history.ts'
import type {Manifest} from '../report/manifest.ts'
import {type ExportPlace, exportAgain, type MonthState, type OverdueItem, overdueItems} from '../watchdog/overdue.ts'
import {type Need, type Overview, type OverviewMonth, type OverviewTenant, overviewSchema} from './overview-file.ts'

type ReviewStatus = NonNullable<OverviewMonth['review']>

/** A month that has ended. Milliseconds since 1970 UTC. */
export interface EndedMonth {
  label: string
  start: number
  end: number
}

/** What is known of one tenant. */
export interface KnownTenant {
  name: string
  /** Of the newest month that can be used. */
  newest?:
    | {
        manifest: Manifest
        /** It and those before it. */
        months: readonly HistoryMonth[]
        /** Of the artifact, as GitHub writes it. */
        expires?: string | undefined
        archived?: number | 'forever' | undefined
      }
    | undefined
  /** Months that were looked for and can't be used, by label. */
  missed: ReadonlyMap<string, {because: string; isNone: boolean}>
  /** Of months besides those of the newest one's history. */
  others: readonly HistoryMonth[]
  /** What is known of reviews now, by label. */
  reviews: ReadonlyMap<string, ReviewStatus>
  /** Its job's environment at GitHub. */
  environment?: string | undefined
}

export interface OverviewMoment {
  /** OWNER/NAME that exports; absent where another system than GitHub does. */
  repository?: string | undefined
  now: number
  timezone: string
  /** Newest first; the first one is the last month that has ended. */
  ended: readonly EndedMonth[]
  /** Whether reviews are asked for. */
  asksReviews: boolean
}

export function overviewOf(tenants: readonly KnownTenant[], settings: OverviewMoment): Overview {
  const twice = sharedIds(tenants)
  const rows = tenants.map(facts => tenantOf(facts, settings, twice.get(facts.name)))
  const worst = ({needs: [first]}: OverviewTenant) => first?.rank ?? 10
  rows.sort((a, b) => worst(a) - worst(b) || b.needs.length - a.needs.length || compareText(a.name, b.name))
  return {
    schema: overviewSchema,
    checked: instantOf(settings.now),
    timezone: settings.timezone,
    month: settings.ended[0]?.label ?? '',
    tenants: rows,
  }
}

/** Names whose newest export is of a tenant that another name has too: one of the two is wrong. */
function sharedIds(tenants: readonly KnownTenant[]): Map<string, string> {
  const names = new Map<string, string[]>()
  for (const {name, newest} of tenants) {
    const id = newest?.manifest.tenant
    if (id !== undefined) names.set(id, [...(names.get(id) ?? []), name])
  }
  const shared = new Map<string, string>()
  for (const all of names.values())
    if (all.length > 1) for (const name of all) shared.set(name, all.filter(other => other !== name).join(', '))
  return shared
}

function tenantOf(facts: KnownTenant, settings: OverviewMoment, sharedWith: string | undefined): OverviewTenant {
  const {newest} = facts
  const months = monthsOf(facts, settings)
  const needs = [...needsOf(facts, months, settings), ...(sharedWith === undefined ? [] : [sharedNeed(sharedWith)])]
  needs.sort((a, b) => a.rank - b.rank || compareText(b.period ?? '', a.period ?? ''))
  const end = newest?.manifest.certificate?.notAfter
  const attention = needs.some(({rank}) => rank <= leastUrgent) ? 'urgent' : needs.length > 0 ? 'due' : 'none'
  return {
    name: facts.name,
    ...(newest ? {id: newest.manifest.tenant} : {}),
    attention,
    needs,
    ...(newest ? {newest: newestOf(newest, facts.reviews)} : {}),
    ...(end === undefined
      ? {}
      : {certificate: {notAfter: end, days: Math.floor((Date.parse(end) - settings.now) / day)}}),
    months,
  }
}

const day = 86_400_000

function newestOf(
  {manifest, months, expires, archived}: NonNullable<KnownTenant['newest']>,
  reviews: KnownTenant['reviews'],
): NonNullable<OverviewTenant['newest']> {
  const {period, status, records, run} = manifest
  const own = months.at(-1)
  const review = reviews.get(period.label) ?? own?.review?.status
  const until = expires === undefined ? Number.NaN : Date.parse(expires)
  return {
    ...{period: period.label, status, records},
    ...(own ? {incidents: own.incidents} : {}),
    ...(review ? {review} : {}),
    finished: run.finished,
    ...(run.url === undefined ? {} : {run: run.url}),
    ...(Number.isNaN(until) ? {} : {expires: instantOf(until)}),
    ...(archived === undefined ? {} : {archived: archived === 'forever' ? archived : instantOf(archived)}),
  }
}

/** From the oldest month of which anything is known up to the last that has ended, oldest first. */
function monthsOf({newest, missed, others, reviews}: KnownTenant, {ended}: OverviewMoment): OverviewMonth[] {
  const known = new Map([...(newest?.months ?? []), ...others].map(month => [month.period, month]))
  const manifest = newest?.manifest
  const months = ended.map(({label}): OverviewMonth => {
    const month = known.get(label)
    const review = reviews.get(label) ?? month?.review?.status
    const reviewed = review ? {review} : {}
    if (month)
      return {period: label, status: month.status, records: month.records, incidents: month.incidents, ...reviewed}
    if (manifest?.period.label === label)
      return {period: label, status: manifest.status, records: manifest.records, ...reviewed}
    return {period: label, status: (missed.get(label)?.isNone ?? true) ? 'none' : 'unknown', ...reviewed}
  })
  const oldest = months.findLastIndex(({status}) => status !== 'none')
  return months.slice(0, oldest + 1).reverse()
}

function needsOf(facts: KnownTenant, months: readonly OverviewMonth[], settings: OverviewMoment): Need[] {
  const {newest, missed, name, environment} = facts
  const {ended, now, asksReviews} = settings
  if (newest === undefined) return [noExport(name, missed, settings)]
  const bounds = new Map(ended.map(month => [month.label, month]))
  const {manifest, expires, archived} = newest
  const until = expires === undefined ? Number.NaN : Date.parse(expires)
  const states = months.flatMap((month): MonthState[] => {
    const place = bounds.get(month.period)
    if (place === undefined) return []
    const isNewest = month.period === manifest.period.label
    return [
      {
        ...{label: month.period, start: place.start, end: place.end, export: month.status},
        because: missed.get(month.period)?.because,
        ...reviewIn(month, {asksReviews, isNewest}),
        ...(isNewest && !Number.isNaN(until) ? {expires: until} : {}),
        ...(isNewest && archived !== undefined ? {archived} : {}),
      },
    ]
  })
  const {certificate, tenant, cloud} = manifest
  const place = {repository: settings.repository, environment, tenant, cloud}
  const overdue = overdueItems(
    {
      months: states,
      workflows: [],
      ...(certificate ? {certificate: {notAfter: Date.parse(certificate.notAfter)}} : {}),
      place,
    },
    now,
  ).flatMap(item => needOfItem(item, {months, certificateEnded: Date.parse(certificate?.notAfter ?? '') <= now}))
  return [...overdue, ...incompleteAtOnce(manifest, overdue, place), ...incidentNeeds(facts, asksReviews)]
}

/** A month of which no later export says whether it was reviewed is from before reviews were asked for. */
function reviewIn(
  {review}: OverviewMonth,
  {asksReviews, isNewest}: {asksReviews: boolean; isNewest: boolean},
): Pick<MonthState, 'review'> {
  if (!asksReviews || (review === undefined && !isNewest)) return {}
  return {review: review ?? 'open'}
}

function needOfItem(
  {kind, name, isUnknown, text, remedy}: OverdueItem,
  {months, certificateEnded}: {months: readonly OverviewMonth[]; certificateEnded: boolean},
): Need[] {
  if (kind === 'workflow' || kind === 'history') return []
  const [period] = /\d{4}-\d\d/.exec(name) ?? []
  const isProvisional = months.find(month => month.period === period)?.status === 'provisional'
  const rank = {
    export: isUnknown ? ranks.unknown : isProvisional ? ranks.provisional : ranks.notExported,
    certificate: certificateEnded ? ranks.certificateEnded : ranks.certificate,
    evidence: ranks.evidence,
    review: ranks.review,
  }[kind]
  return [{rank, kind, ...(period === undefined ? {} : {period}), text, remedy, isUnknown}]
}

/** The order in which a person had best look at them. */
const ranks = {
  unknown: 1,
  notExported: 2,
  certificateEnded: 3,
  highIncidents: 4,
  certificate: 5,
  evidence: 6,
  provisional: 7,
  review: 8,
  mediumIncidents: 9,
} as const
const leastUrgent = ranks.highIncidents

/** GitHub refused to say, or has nothing: both are told, and neither is in order. */
function noExport(name: string, missed: KnownTenant['missed'], {ended, repository}: OverviewMoment): Need {
  const period = ended[0]?.label
  const refused = [...missed.values()].find(({isNone}) => !isNone)
  return {
    ...{rank: ranks.unknown, kind: 'export', isUnknown: true},
    ...(period === undefined ? {} : {period}),
    text: refused
      ? `Whether ${name} was exported is UNKNOWN (${refused.because}).`
      : `No export of ${name} is kept: it was never made, or its artifacts expired.`,
    remedy:
      repository === undefined
        ? `Start the job that exports ${name}. Give the same state-directory, artifact-name and state-key as the export has.`
        : `Start the export’s workflow for ${name}. Name that workflow in trusted-workflows, and give the same artifact-name and state-key as the export has.`,
  }
}

/** Days before the watchdog's patience ends: a gap is closed best while its records are there. */
function incompleteAtOnce({status, period}: Manifest, overdue: readonly Need[], place: ExportPlace): Need[] {
  if (status !== 'incomplete' || overdue.some(one => one.kind === 'export' && one.period === period.label)) return []
  return [
    {
      rank: ranks.notExported,
      kind: 'export',
      period: period.label,
      isUnknown: false,
      text: `${period.label}: its export is incomplete.`,
      remedy: `${exportAgain(period.label, place)} It reads what is missing.`,
    },
  ]
}

/** Of the newest month, until it is reviewed. */
function incidentNeeds({newest, reviews}: KnownTenant, asksReviews: boolean): Need[] {
  const own = newest?.months.at(-1)
  if (newest === undefined) return []
  const {label} = newest.manifest.period
  const remedy = asksReviews
    ? 'Read report.html in its artifact, and comment on the month’s issue.'
    : 'Read report.html in its artifact; accept what is known with a reason.'
  if (own === undefined) {
    const text = `${label}: its incidents are UNKNOWN, since its export left no history.`
    return [
      {
        ...{rank: ranks.highIncidents, kind: 'incidents', period: label, isUnknown: true, text},
        remedy: 'Export it again with this version.',
      },
    ]
  }
  if ((reviews.get(label) ?? own.review?.status) === 'reviewed') return []
  const {high, medium} = own.incidents
  if (high + medium === 0) return []
  const counts = [...(high > 0 ? [`${high} high`] : []), ...(medium > 0 ? [`${medium} medium`] : [])].join(', ')
  const text = `${label}: ${pluralise(high + medium, 'incident')} (${counts}), not reviewed.`
  const rank = high > 0 ? ranks.highIncidents : ranks.mediumIncidents
  return [{rank, kind: 'incidents', period: label, isUnknown: false, text, remedy}]
}

function sharedNeed(names: string): Need {
  return {
    rank: ranks.unknown,
    kind: 'export',
    isUnknown: true,
    text: `Its newest export is of the same tenant as that of ${names}: of which tenant it is, is UNKNOWN.`,
    remedy: 'Correct tenant-id in the file of tenants, and export the month again.',
  }
}
