/** The findings that leave the evidence folder: those severe enough, with no more personal data than may be shown. */

import {type Severity, severities} from '../audit/severity.ts'
import type {Finding} from '../detect/findings.ts'
import {type Disclosure, disclosing, isAddress, type PersonalKind, personalKindOf, type Show} from './disclose.ts'

declare const mark: unique symbol

/**
 * A finding that may be shown, made by `redactedFindings` alone, so that no delivery can be handed another one. Its names
 * are without repetitions; names and sentences are empty where names are withheld.
 */
export interface RedactedFinding extends Pick<Finding, RedactedField> {
  readonly [mark]: true
  /** How many there are, shown or not. */
  actorCount: number
  objectCount: number
  accepted: boolean
}

type RedactedField =
  | ('id' | 'rule' | 'title' | 'severity' | 'confidence' | 'techniques' | 'actors' | 'objects')
  | ('first' | 'last' | 'count' | 'evidence' | 'why' | 'benign' | 'next')

/** Gravest first, then by time. */
export function redactedFindings(
  findings: readonly Finding[],
  {minimum, disclose}: {minimum: Severity; disclose: Disclosure},
): RedactedFinding[] {
  const lowest = severities.indexOf(minimum)
  return findings
    .filter(finding => severities.indexOf(finding.severity) <= lowest)
    .sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        (a.first < b.first ? -1 : a.first > b.first ? 1 : 0),
    )
    .map(finding => disclosed(finding, disclose))
}

function disclosed(finding: Finding, level: Disclosure): RedactedFinding {
  const show = disclosing(level)
  const withheld = level === 'counts'
  const words = level === 'full' ? (text: string) => text : scrubber(finding, show)
  const names = (list: readonly string[], shown: (text: string) => string) =>
    withheld ? [] : [...new Set(list.map(shown))]
  const shown: Omit<RedactedFinding, typeof mark> = {
    id: finding.id,
    rule: finding.rule,
    title: words(finding.title),
    severity: finding.severity,
    confidence: finding.confidence,
    techniques: finding.techniques,
    actors: names(finding.actors, text => show(actorKind(text), text)),
    objects: names(finding.objects, text => show(personalKindOf(text), text)),
    actorCount: new Set(finding.actors).size,
    objectCount: new Set(finding.objects).size,
    first: finding.first,
    last: finding.last,
    count: finding.count,
    evidence: finding.evidence,
    why: withheld ? '' : words(finding.why),
    benign: withheld ? '' : words(finding.benign),
    next: withheld ? [] : finding.next.map(words),
    accepted: finding.accepted !== undefined,
  }
  return shown as RedactedFinding
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
