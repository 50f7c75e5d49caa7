/** Findings that the team has accepted: matched, expired and useless entries; and the entry that would accept a finding. */

import {domainOf, foldUser} from '../audit/identity.ts'
import {parseAddress} from './address.ts'
import {AcceptedEntry, type Finding} from './findings.ts'

/**
 * Entries of the parsed YAML file: a list, or an object with one under `accepted`.
 * @returns mistakes as sentences; valid entries are kept.
 */
export function parseAccepted(
  data: unknown,
  placeOf: (index: number) => string = index => `entry ${index + 1}`,
): {entries: AcceptedEntry[]; mistakes: string[]} {
  const isNamed = typeof data === 'object' && data !== null && ('accepted' in data || 'watched' in data)
  const list: unknown = isNamed ? (data as {accepted?: unknown}).accepted : data
  if (list === undefined || list === null) return {entries: [], mistakes: []}
  if (!Array.isArray(list)) return {entries: [], mistakes: ['expected a list of entries']}
  const entries: AcceptedEntry[] = []
  const mistakes: string[] = []
  list.forEach((item: unknown, i) => {
    const parsed = AcceptedEntry.safeParse(plainDates(item))
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      mistakes.push(`${placeOf(i)}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not understood'}`.trim())
    } else if (fields.every(name => parsed.data[name] === undefined))
      mistakes.push(`${placeOf(i)}: names nothing to accept`)
    else entries.push(parsed.data)
  })
  return {entries, mistakes}
}

/** YAML reads a bare date as one. */
function plainDates(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || !('until' in item) || !(item.until instanceof Date)) return item
  return {...item, until: item.until.toISOString().slice(0, 10)}
}

const fields = ['rule', 'actor', 'application', 'address', 'domain'] as const

export class Acceptance {
  private readonly entries: {entry: AcceptedEntry; expired: boolean; matched: number}[]

  /** @param on the moment against which `until` is measured: the period's end. */
  constructor(entries: readonly AcceptedEntry[], on: number) {
    const today = new Date(on - 1).toISOString().slice(0, 10)
    this.entries = entries.map(entry => ({
      entry,
      expired: entry.until !== undefined && entry.until < today,
      matched: 0,
    }))
  }

  /** The first entry that holds and fits. */
  of(finding: Finding): AcceptedEntry | undefined {
    const fitting = this.entries.filter(({entry}) => fits(entry, finding))
    for (const one of fitting) one.matched++
    return fitting.find(one => !one.expired)?.entry
  }

  /** Notes on the entries themselves. */
  notes(): string[] {
    return this.entries.flatMap(({entry, expired, matched}) => {
      if (expired && matched > 0)
        return [`Accepted until ${entry.until}, found again, and no longer accepted: ${entryText(entry)}`]
      if (expired) return [`An accepted entry expired on ${entry.until}: ${entryText(entry)}`]
      return matched === 0 ? [`An accepted entry matches nothing this month: ${entryText(entry)}`] : []
    })
  }
}

function fits(entry: AcceptedEntry, finding: Finding): boolean {
  const {rule, actor, application, address, domain} = entry
  const people = [...finding.actors, ...finding.users]
  return (
    (rule === undefined || like(rule, finding.rule)) &&
    (actor === undefined || people.some(one => like(foldUser(actor), one))) &&
    (application === undefined || [...finding.applications, ...finding.objects].some(one => like(application, one))) &&
    (address === undefined || finding.addresses.some(one => sameAddress(address, one))) &&
    (domain === undefined ||
      [...people, ...finding.objects].some(one => like(domain, domainOf(one.toLowerCase())) || like(domain, one)))
  )
}

function sameAddress(wanted: string, found: string): boolean {
  if (wanted === found) return true
  const parsed = parseAddress(found)
  return parsed !== undefined && (parsed.network === wanted || parsed.text === parseAddress(wanted)?.text)
}

/** `*` stands for any run of characters, `\\*` for a star. Walks the parts one by one: no pattern can make it slow. */
export function like(pattern: string, text: string): boolean {
  const parts = partsOf(pattern.toLowerCase())
  const folded = text.toLowerCase()
  const first = parts[0] ?? ''
  if (parts.length === 1) return folded === first
  const last = parts.at(-1) ?? ''
  if (!folded.startsWith(first) || !folded.endsWith(last) || folded.length < first.length + last.length) return false
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = folded.indexOf(part, at)
    if (found < 0 || found + part.length > folded.length - last.length) return false
    at = found + part.length
  }
  return true
}

/** What stands between the stars. Before anything but a star or itself a backslash is only one: `CONTOSO\\ann`. */
function partsOf(pattern: string): string[] {
  const parts = ['']
  for (const [piece] of pattern.matchAll(/\\[\\*]|[^\\*]+|[\\*]/g)) {
    if (piece === '*') parts.push('')
    else parts[parts.length - 1] += piece === '\\*' || piece === '\\\\' ? piece.slice(1) : piece
  }
  return parts
}

/** A text as a pattern that fits nothing else. */
function exactly(text: string): string {
  return text.replace(/\\(?=[\\*])|\*|\\$/g, '\\$&')
}

/** The entry that would accept a finding, as YAML to paste; a comment where the finding names nothing to accept it by. */
export function acceptingEntry(
  finding: Pick<Finding, 'rule' | 'actors' | 'users' | 'applications' | 'addresses' | 'objects' | 'last'>,
): string {
  const [actor] = [...finding.actors, ...finding.users].filter(Boolean)
  const [application] = [...finding.applications, ...finding.objects].filter(Boolean)
  const [address] = finding.addresses.filter(Boolean)
  const lines = [`rule: ${quoted(exactly(finding.rule))}`]
  if (actor) lines.push(`actor: ${quoted(exactly(actor))}`)
  else {
    if (!application)
      return '# This finding names no account, app or object, so that no entry can accept it and nothing else.\n'
    lines.push(`application: ${quoted(exactly(application))}`)
    if (address) lines.push(`address: ${quoted(address)}`)
  }
  return `- ${[...lines, 'reason: "…"', `until: "${inHalfAYear(finding.last)}"`].join('\n  ')}\n`
}

function inHalfAYear(moment: string): string {
  return new Date(Date.parse(moment) + 183 * 86_400_000).toISOString().slice(0, 10)
}

/** JSON's strings are YAML's as well; invisible characters are written as escapes, so that a page or an editor can't lose them. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[^\P{C}]|[^\P{Z} ]|\p{M}|\p{Default_Ignorable_Code_Point}/gu, escaped)
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16)
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`
}

function entryText(entry: AcceptedEntry): string {
  return (
    fields.flatMap(name => (entry[name] === undefined ? [] : [`${name} ${entry[name]}`])).join(', ') +
    ` (${entry.reason})`
  )
}
