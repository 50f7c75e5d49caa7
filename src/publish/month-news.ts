/** What of a month is new to one recipient, by what it was notified of before: pure. */
import {createHash} from 'node:crypto'
import {severities} from '../audit/severity.ts'
import type {MonthNews} from '../report/notification.ts'
import {mostRemembered, type RecipientMemory} from '../report/notified.ts'
import type {Publication} from '../report/publication.ts'
import type {RedactedIncident} from '../report/redacted-incidents.ts'
import {leastSeverityOf, type Route} from '../report/route.ts'
import {incidentDigest} from './fingerprint.ts'

export interface MonthToTell {
  publication: Publication
  /** Labels of earlier months that are not reviewed. */
  unreviewed: readonly string[]
}

/**
 * Undefined where nothing is, and nothing is to be remembered. An incident is new once, and again when it has become graver; a verdict whenever it changes.
 * @param before what the recipient was notified of; undefined for nothing, or where it is unknown.
 * @returns what it has been notified of afterwards, too.
 */
export function monthNews(
  route: Route,
  {publication, unreviewed}: MonthToTell,
  before: RecipientMemory | undefined,
): {news: MonthNews | undefined; after: RecipientMemory} | undefined {
  const {incidents = [], verdicts = {}, unreviewed: named = [], closed = []} = before ?? {}
  const {status, period, isSoFar = false} = publication
  if (isSoFar && closed.includes(period.label)) return undefined
  const least = leastSeverityOf(route)
  const wanted = publication.incidents.open.filter(one => least !== undefined && isAsGrave(one, least))
  const known = new Set(incidents)
  const fresh = wanted.filter(incident => !isKnown(incident, known))
  const months = route.when.includes('unreviewed') ? unreviewed.filter(label => !named.includes(label)) : []
  const verdict = verdicts[period.label]
  const isClosing = !isSoFar && !closed.includes(period.label)
  const closedAfter = isClosing ? [...closed, period.label] : closed
  if (fresh.length === 0 && months.length === 0 && !isVerdictNews(route, status, verdict)) {
    // Days that are exported later are no news of a month that its own export has closed, told or not.
    return isClosing
      ? {news: undefined, after: {incidents, verdicts, unreviewed: named, closed: closedAfter}}
      : undefined
  }
  return {
    news: {
      incidents: fresh,
      known: wanted.length - fresh.length,
      ...(verdict === undefined || verdict === status ? {} : {verdictBefore: verdict}),
      unreviewed: months,
    },
    after: {
      incidents: [...incidents, ...fresh.map(incidentDigest)].slice(-mostRemembered),
      verdicts: {...verdicts, [period.label]: status},
      unreviewed: [...named, ...months],
      closed: closedAfter,
    },
  }
}

/** Who was told of a gap is told when it is closed. */
function isVerdictNews({when}: Route, now: string, before: string | undefined): boolean {
  if (now === before) return false
  if (when.includes('always')) return true
  return when.includes('incomplete') && (now === 'incomplete' || before === 'incomplete')
}

function isAsGrave({severity}: RedactedIncident, least: RedactedIncident['severity']): boolean {
  return severities.indexOf(severity) <= severities.indexOf(least)
}

/** Also under a former id, and with a severity that was graver. */
function isKnown({id, formerly, severity}: RedactedIncident, known: ReadonlySet<string>): boolean {
  const asGrave = severities.slice(0, severities.indexOf(severity) + 1)
  return [id, ...formerly].some(one => asGrave.some(grave => known.has(incidentDigest({id: one, severity: grave}))))
}

/** Names a recipient in what is remembered; another address is another recipient. */
export function recipientDigest({to}: Pick<Route, 'to'>): string {
  const address = to.kind === 'mail' ? to.address.toLowerCase() : to.url
  return createHash('sha256').update(`m365-audit-export/recipient/1\n${address}`).digest('hex').slice(0, 16)
}
