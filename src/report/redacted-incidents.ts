/** The incidents that leave the evidence folder: those severe enough, with no more personal data than may be shown. */

import {type Severity, severities} from '../audit/severity.ts'
import {parseAddress} from '../detect/address.ts'
import type {Finding} from '../detect/findings.ts'
import {type Disclosure, disclosing, PersonLabels, type Show} from './disclose.ts'
import {type DetectionFacts, incidentsOf, type ReportIncident, type TimelineLine} from './finding.ts'
import type {MonthHistory} from './history.ts'
import {incidentRecurrenceText} from './history-words.ts'
import {type Investigation, investigationOf} from './investigation.ts'
import {labelsOf, peopleFinder, scrubber, shownActor} from './redaction.ts'

declare const mark: unique symbol

/**
 * An incident that may be shown, made by `redactedIncidents` alone, so that no delivery can be handed another one. Its
 * names are without repetitions; names and sentences are empty where names are withheld.
 */
export interface RedactedIncident
  extends Pick<
    ReportIncident,
    'id' | 'formerly' | 'severity' | 'confidence' | 'techniques' | 'first' | 'last' | 'count'
  > {
  readonly [mark]: true
  title: string
  narrative: string
  actors: string[]
  /** How many there are, shown or not. */
  actorCount: number
  /** Gravest first. */
  findings: {rule: string; title: string; severity: Severity; why: string}[]
  timeline: Omit<TimelineLine, 'account'>[]
  benign: string[]
  next: string[]
  /** Weak signals. */
  hints: string[]
  hintCount: number
  /** Ids of records. */
  evidence: string[]
  /** Whether it occurred in earlier months: `again, 3rd month`; '' where none is known. */
  recurrence: string
  /** Names people: absent unless names are shown in full. */
  investigation?: Investigation
}

export interface RedactedMonth {
  /** Gravest first, then by time. */
  open: RedactedIncident[]
  /** Titles of accepted findings. */
  accepted: {severity: Severity; title: string}[]
}

interface Redaction {
  minimum: Severity
  disclose: Disclosure
  /** Its GUID. */
  tenant: string
  /** Whether only those who may read the repository can read the text: then unfamiliar IP addresses stand in full. */
  isPrivate?: boolean | undefined
  history?: MonthHistory | undefined
}

export function redactedIncidents(
  detection: Pick<DetectionFacts, 'findings' | 'incidents'>,
  {minimum, disclose, tenant, isPrivate = false, history}: Redaction,
): RedactedMonth {
  const lowest = severities.indexOf(minimum)
  const isListed = ({severity}: {severity: Severity}) => severities.indexOf(severity) <= lowest
  const {open, accepted} = incidentsOf(detection)
  const people = disclose === 'full' ? undefined : labelsOf(detection)
  const known = peopleFinder(detection.findings, disclosing(disclose, {people: people ?? new PersonLabels()}))
  const masking = (findings: readonly Finding[]): Masking => {
    if (people === undefined) return {show: disclosing('full'), words: text => text}
    const show = disclosing(disclose, {people, addresses: isPrivate ? unfamiliar(findings) : new Set()})
    return {show, words: scrubber(findings, show, known)}
  }
  return {
    open: open
      .filter(isListed)
      .map(incident => redacted(incident, disclose, {...masking(incident.findings), tenant, history})),
    accepted: accepted.filter(isListed).map(one => ({severity: one.severity, title: masking([one]).words(one.title)})),
  }
}

/** How the month's other texts show names: with the same labels. */
export function monthShow(
  detection: Pick<DetectionFacts, 'findings' | 'incidents'> | undefined,
  disclose: Disclosure,
  others: readonly string[],
): Show {
  if (disclose === 'full') return disclosing('full')
  const people = labelsOf(detection ?? {findings: [], incidents: []}, others)
  return disclosing(disclose, {people})
}

interface Masking {
  show: Show
  words: (text: string) => string
}

function unfamiliar(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.flatMap(one => one.unfamiliar.flatMap(text => parseAddress(text)?.text ?? [])))
}

function redacted(
  incident: ReportIncident,
  level: Disclosure,
  {show, words, tenant, history}: Masking & Pick<Redaction, 'tenant' | 'history'>,
): RedactedIncident {
  const withheld = level === 'counts'
  const sentence = (text: string) => (withheld ? '' : words(text))
  const list = (texts: readonly string[]) => (withheld ? [] : texts.map(words))
  const {id, formerly, severity, confidence, techniques, first, last, count, findings, timeline, hints} = incident
  const shown: Omit<RedactedIncident, typeof mark> = {
    ...{id, formerly, severity, confidence, techniques, first, last, count},
    title: words(incident.title),
    narrative: sentence(incident.narrative),
    actors: withheld ? [] : [...new Set(incident.actors.map(text => shownActor(text, show)))],
    actorCount: new Set(incident.actors).size,
    findings: findings.map(one => ({
      rule: one.rule,
      title: words(one.title),
      severity: one.severity,
      why: sentence(one.why),
    })),
    timeline: withheld
      ? []
      : timeline.map(({account: _, user, address, act, client, ...line}) => ({
          ...line,
          user: user && shownActor(user, show),
          address: address && show('address', address),
          act: words(act),
          client: words(client),
        })),
    benign: list(incident.benign),
    next: list(incident.next),
    hints: list(hints.map(({text}) => text)),
    hintCount: hints.length,
    evidence: [...new Set(findings.flatMap(one => one.evidence.map(record => record.id)))].filter(one => one !== ''),
    recurrence: history ? incidentRecurrenceText(history, findings) : '',
    ...(level === 'full' ? {investigation: investigationOf(incident, tenant)} : {}),
  }
  return shown as RedactedIncident
}
