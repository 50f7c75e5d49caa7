/** What a message to a webhook says, before it has the form of a service: no content of a record, and no more of people than `disclose` lets out. */
import {pluralise} from '../audit/numbers.ts'
import type {Confidence, Severity} from '../audit/severity.ts'
import {namesOf, utcText} from './incident-sections.ts'
import {mailSubject, plainLine} from './mail-subject.ts'
import {isLink, type Publication} from './publication.ts'
import type {RedactedIncident} from './redacted-incidents.ts'

export interface Notification {
  event: 'month' | 'failure' | 'overdue'
  /** One line without a word of a record. */
  title: string
  tone: 'bad' | 'warning' | 'good'
  /** A GUID, or a domain where the run failed before the GUID was known; '' for neither. */
  tenant: string
  /** In the file of tenants, where that named it. */
  tenantName?: string | undefined
  period?: {label: string; text: string; start: string; end: string}
  /** A verdict, `failed`, or `overdue`. */
  status: string
  records?: number
  /** Sentences, most important first. */
  lines: readonly string[]
  /** Gravest first. */
  items: readonly NotificationItem[]
  links: readonly {name: string; url: string}[]
}

export type NotificationItem = {title: string; detail: string} & (
  | {
      kind: 'incident'
      id: string
      severity: Severity
      confidence: Confidence
      techniques: readonly string[]
      first: string
      last: string
      records: number
      /** `again, 3rd month`; '' where it is not known. */
      recurrence: string
    }
  | {kind: 'overdue'; name: string}
)

const mostItems = 100
const mostReasons = 5

/** What is new of a month to one recipient. */
export interface MonthNews {
  /** Those that it was not notified of yet. */
  incidents: readonly RedactedIncident[]
  /** How many more there are of the severities that it is notified of. */
  known: number
  /** The verdict that it was notified of last, where the month has another one now. */
  verdictBefore?: string | undefined
  /** Labels of earlier months. */
  unreviewed: readonly string[]
}

export function monthNotification(
  publication: Publication,
  news: MonthNews,
  {issueUrl, isSynthetic = false}: {issueUrl?: string | undefined; isSynthetic?: boolean} = {},
): Notification {
  const {status, period, tenant, tenantName, records, incidents, notices = [], recurrence = []} = publication
  const lower = incidents.open.length - news.incidents.length - news.known
  const reasons = [...notices, ...publication.reasons]
  const lines = [
    ...(news.verdictBefore === undefined
      ? []
      : [`The verdict is now ${status}; before, it was ${news.verdictBefore}.`]),
    ...reasons.slice(0, mostReasons),
    ...(reasons.length > mostReasons ? [`and ${reasons.length - mostReasons} more in manifest.json`] : []),
    ...(news.unreviewed.length > 0 ? [`Earlier months not reviewed: ${news.unreviewed.join(', ')}.`] : []),
    ...recurrence,
    ...(news.known > 0 ? [`Sent before and not listed again: ${pluralise(news.known, 'incident')}.`] : []),
    ...(lower > 0 ? [`Of lower severity and not listed: ${pluralise(lower, 'incident')}.`] : []),
  ]
  return {
    event: 'month',
    title: `${isSynthetic ? 'Demo, synthetic data: ' : ''}${mailSubject(publication)}`,
    tone: toneOf(publication, news),
    ...{tenant, tenantName, status, records},
    period: {label: period.label, text: period.text, start: period.start, end: period.end},
    lines: sentences(lines, 400),
    items: news.incidents.map(itemOf),
    links: linksOf(publication, issueUrl),
  }
}

/** Services refuse a text without a character. */
function sentences(lines: readonly string[], longest: number): string[] {
  return lines.map(line => plainLine(line, longest)).filter(line => line !== '')
}

function toneOf({status}: Publication, {incidents, unreviewed}: MonthNews): Notification['tone'] {
  if (incidents.some(({severity}) => severity === 'high')) return 'bad'
  return status === 'incomplete' || incidents.length > 0 || unreviewed.length > 0 ? 'warning' : 'good'
}

function itemOf(incident: RedactedIncident): NotificationItem {
  const {id, severity, confidence, techniques, first, last, count, recurrence} = incident
  const who = namesOf(incident.actors, incident.actorCount, 'actor')
  const when = `${utcText(first)} to ${utcText(last)}`
  const facts = [when, who, pluralise(count, 'record'), `confidence ${confidence}`, recurrence]
  return {
    kind: 'incident',
    title: plainLine(incident.title, 200) || 'Incident',
    detail: plainLine(facts.filter(fact => fact !== '').join(' · '), 400),
    ...{id: plainLine(id, 80), severity, confidence},
    techniques: techniques.slice(0, 20).map(technique => plainLine(technique, 30)),
    ...{first: utcText(first), last: utcText(last), records: count, recurrence},
  }
}

function linksOf({runUrl, artifactUrl}: Publication, issueUrl: string | undefined): Notification['links'] {
  const links = [
    {name: 'Issue', url: issueUrl},
    {name: 'Run', url: runUrl},
    {name: 'Evidence', url: artifactUrl},
  ]
  return links.flatMap(({name, url}) => (isLink(url) && url.length <= 1000 ? [{name, url}] : []))
}

interface FailedRun {
  tenant: string
  tenantName?: string | undefined
  period: Notification['period'] | undefined
  runUrl: string | undefined
  /** False where names may not leave at all: a failure may name a mailbox or a site. */
  withWords: boolean
}

export function failureNotification(
  failure: {code: string; message: string; remedy: string},
  {tenant, tenantName, period, runUrl, withWords}: FailedRun,
): Notification {
  const when = period ? ` ${period.text}` : ''
  const whose = tenantName === undefined ? '' : ` (${tenantName})`
  return {
    event: 'failure',
    title: plainLine(`Microsoft 365 audit log${when}: the run failed [${failure.code}]${whose}`),
    tone: 'bad',
    ...{tenant: plainLine(tenant), tenantName},
    status: 'failed',
    ...(period ? {period} : {}),
    lines: sentences(withWords ? [failure.message, failure.remedy] : ['The run’s log says why.'], 1000),
    items: [],
    links: isLink(runUrl) ? [{name: 'Run', url: runUrl}] : [],
  }
}

export function overdueNotification(
  items: readonly {name: string; text: string; remedy: string}[],
  about: {tenant: string; known: number; issueUrl: string | undefined; runUrl: string | undefined},
): Notification {
  const {tenant, known, issueUrl, runUrl} = about
  const total = items.length + known
  return {
    event: 'overdue',
    title: `Microsoft 365 audit log: ${pluralise(total, 'thing is', 'things are')} overdue`,
    tone: 'warning',
    ...{tenant, status: 'overdue'},
    lines: known > 0 ? [`Sent before and not listed again: ${known}.`] : [],
    items: items.map(({name, text, remedy}) => ({
      kind: 'overdue',
      name: plainLine(name, 100),
      title: plainLine(text, 500),
      detail: plainLine(remedy, 400),
    })),
    links: [
      ...(isLink(issueUrl) ? [{name: 'Issue', url: issueUrl}] : []),
      ...(isLink(runUrl) ? [{name: 'Run', url: runUrl}] : []),
    ],
  }
}

/**
 * The message with as many items as fit: whole ones, the gravest first, and a sentence that says how many are left out. Where not
 * even that fits, sentences are left out from the end.
 * @param fits whether the service takes it; never more readily with more in it.
 */
export function fitted<T>(notification: Notification, render: (one: Notification) => T, fits: (made: T) => boolean): T {
  const {items, lines} = notification
  const withParts = (itemCount: number, lineCount: number) => {
    const left = [
      ...(itemCount < items.length
        ? [`${items.length - itemCount} of ${pluralise(items.length, 'entry', 'entries')}`]
        : []),
      ...(lineCount < lines.length ? [`${pluralise(lines.length - lineCount, 'sentence')}`] : []),
    ]
    const more = left.length > 0 ? [`Left out, because the message would be too long: ${left.join(', ')}.`] : []
    return render({...notification, items: items.slice(0, itemCount), lines: [...lines.slice(0, lineCount), ...more]})
  }
  const itemCount = largest(Math.min(items.length, mostItems), count => fits(withParts(count, lines.length)))
  if (itemCount > 0) return withParts(itemCount, lines.length)
  return withParts(
    0,
    largest(lines.length, count => fits(withParts(0, count))),
  )
}

/** Up to `most`; 0 where none fits. */
function largest(most: number, fits: (count: number) => boolean): number {
  let [least, greatest] = [0, most]
  while (least < greatest) {
    const middle = Math.ceil((least + greatest) / 2)
    if (fits(middle)) least = middle
    else greatest = middle - 1
  }
  return least
}

/** As lines of plain text, for a mail. */
export function notificationText({title, lines, items, links}: Notification): string {
  return [
    ...[title, '', ...lines],
    ...items.flatMap(({title: what, detail}) => ['', `- ${what}`, `  ${detail}`]),
    ...(links.length > 0 ? ['', ...links.map(({name, url}) => `${name}: ${url}`)] : []),
  ].join('\n')
}

export function notificationHtml(notification: Notification): string {
  const text = notificationText(notification).replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body><pre style="white-space:pre-wrap;font-family:Segoe UI,Helvetica,Arial,sans-serif">${text}</pre></body></html>\n`
}
