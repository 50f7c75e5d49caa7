/** The incidents that leave the evidence folder: those severe enough, with no more personal data than may be shown. */

import {type Severity, severities} from '../audit/severity.ts'
import type {Finding} from '../detect/findings.ts'
import {type Disclosure, disclosing, isAddress, type PersonalKind, personalKindOf, type Show} from './disclose.ts'
import {type DetectionFacts, incidentsOf, type ReportIncident, type TimelineLine} from './finding.ts'
import {type Investigation, investigationOf} from './investigation.ts'

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
  /** Names people: absent unless names are shown in full. */
  investigation?: Investigation
}

export interface RedactedMonth {
  /** Gravest first, then by time. */
  open: RedactedIncident[]
  /** Titles of accepted findings. */
  accepted: {severity: Severity; title: string}[]
}

/** @param tenant its GUID. */
export function redactedIncidents(
  detection: Pick<DetectionFacts, 'findings' | 'incidents'>,
  {minimum, disclose, tenant}: {minimum: Severity; disclose: Disclosure; tenant: string},
): RedactedMonth {
  const lowest = severities.indexOf(minimum)
  const isListed = ({severity}: {severity: Severity}) => severities.indexOf(severity) <= lowest
  const {open, accepted} = incidentsOf(detection)
  const words = wordsFor(disclose)
  return {
    open: open.filter(isListed).map(incident => redacted(incident, disclose, tenant)),
    accepted: accepted.filter(isListed).map(one => ({severity: one.severity, title: words([one])(one.title)})),
  }
}

function wordsFor(level: Disclosure): (findings: readonly Finding[]) => (text: string) => string {
  if (level === 'full') return () => text => text
  const show = disclosing(level)
  return findings => {
    const scrubbers = findings.map(one => scrubber(one, show))
    return text => scrubbers.reduce((sentence, scrub) => scrub(sentence), text)
  }
}

function redacted(incident: ReportIncident, level: Disclosure, tenant: string): RedactedIncident {
  const show = disclosing(level)
  const withheld = level === 'counts'
  const words = wordsFor(level)(incident.findings)
  const sentence = (text: string) => (withheld ? '' : words(text))
  const list = (texts: readonly string[]) => (withheld ? [] : texts.map(words))
  const {id, formerly, severity, confidence, techniques, first, last, count, findings, timeline, hints} = incident
  const shown: Omit<RedactedIncident, typeof mark> = {
    ...{id, formerly, severity, confidence, techniques, first, last, count},
    title: words(incident.title),
    narrative: sentence(incident.narrative),
    actors: withheld ? [] : [...new Set(incident.actors.map(text => show(actorKind(text), text)))],
    actorCount: new Set(incident.actors).size,
    findings: findings.map(one => ({
      rule: one.rule,
      title: words(one.title),
      severity: one.severity,
      why: sentence(one.why),
    })),
    timeline: withheld
      ? []
      : timeline.map(({account: _, user, address, act, ...line}) => ({
          ...line,
          user: user && show('user', user),
          address: address && show('address', address),
          act: words(act),
        })),
    benign: list(incident.benign),
    next: list(incident.next),
    hints: list(hints.map(({text}) => text)),
    hintCount: hints.length,
    evidence: [...new Set(findings.flatMap(one => one.evidence.map(record => record.id)))].filter(one => one !== ''),
    ...(level === 'full' ? {investigation: investigationOf(incident, tenant)} : {}),
  }
  return shown as RedactedIncident
}

function actorKind(text: string): PersonalKind {
  return isAddress(text) ? 'address' : 'user'
}

/** Shortens in a sentence the names its finding lists, whatever stands in quotation marks, and whatever looks like a name. */
export function scrubber(finding: Finding, show: Show): (sentence: string) => string {
  const listed = [
    ...[...finding.actors, ...finding.users].map(name => ({name, kind: actorKind(name)})),
    ...finding.addresses.map(name => ({name, kind: 'address' as const})),
    ...[...finding.objects, ...finding.applications].map(name => ({name, kind: personalKindOf(name)})),
  ]
    .filter(({name}) => name.length > 1)
    .sort((a, b) => b.name.length - a.name.length)
    .map(({name, kind}) => ({find: finder(name), shown: show(kind, name)}))
  const ours = new Set(listed.map(({shown}) => shown))
  return sentence => {
    const known = listed.reduce((text, {find, shown}) => text.replaceAll(find, () => shown), sentence)
    const quoted = known.replace(/“([^“”]*)”|"([^"]*)"/g, (_whole, curly?: string, straight?: string) => {
      const inside = curly ?? straight ?? ''
      return `“${ours.has(inside) ? inside : show(personalKindOf(inside), inside)}”`
    })
    return quoted.replace(/\S+/g, word => scrubbedWord(word, show))
  }
}

/** In any letter case, and not inside of longer words; a name too long for an expression is searched for as it is. */
function finder(name: string): RegExp | string {
  if (name.length > 1000) return name
  const literal = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'giu')
}

const opening = new Set('“"‘\'([{<`')
const closing = new Set('”"’\')]}>`.,;:!?')

/** Loops where an expression would do: a megabyte of brackets must not take minutes. */
function scrubbedWord(word: string, show: Show): string {
  let start = 0
  let end = word.length
  while (start < end && opening.has(word[start] ?? '')) start++
  while (end > start && closing.has(word[end - 1] ?? '')) end--
  const core = word.slice(start, end)
  const kind = kindInSentence(core)
  return kind === undefined ? word : `${word.slice(0, start)}${show(kind, core)}${word.slice(end)}`
}

const fileEnding =
  /\.(docx?|xls[xmb]?|pptx?|pdf|txt|csv|tsv|rtf|one|vsdx?|msg|eml|pst|ost|zip|7z|rar|jpe?g|png|heic|mp4|json|xml|html?|key|pem|pfx|kdbx)$/i

function kindInSentence(word: string): PersonalKind | undefined {
  if (isAddress(word)) return 'address'
  if (word.includes('://')) return 'object'
  if (word.includes('@')) return 'user'
  if (/^[a-z0-9-]{2,15}\\[^\\]/i.test(word)) return 'user'
  if (/^(\\\\|[a-z]:\\)/i.test(word) || fileEnding.test(word.slice(-8))) return 'object'
  return /^\+\d[\d().-]{6,20}$/.test(word) ? 'user' : undefined
}
