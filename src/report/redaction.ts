/** Sentences without people: names become labels, IP addresses networks; what names no person stays. */
import {isGuid, isServiceName} from '../audit/identity.ts'
import {millisecondsOf} from '../audit/record.ts'
import type {Finding} from '../detect/findings.ts'
import {
  isAddress,
  isMaskedAsPerson,
  type PersonalKind,
  PersonLabels,
  personalKindOf,
  personKey,
  type Show,
} from './disclose.ts'
import type {DetectionFacts} from './finding.ts'

/** An actor or user of a finding, as far as it names a person. */
export function shownActor(name: string, show: Show): string {
  if (isAddress(name)) return show('address', name)
  return namesNoPerson(name) ? name : show('user', name)
}

/** Applications act under their ids, and services under names that everyone knows. */
function namesNoPerson(name: string): boolean {
  return isGuid(name.toLowerCase()) || /^serviceprincipal_[\da-f-]{36}$/i.test(name) || isServiceName(name)
}

/**
 * A label for everyone whom the findings name. Numbers go by the first finding that names a person: neither the order of
 * findings nor what was found later changes one.
 * @param others get numbers after those.
 */
export function labelsOf(
  {findings, incidents}: Pick<DetectionFacts, 'findings' | 'incidents'>,
  others: readonly string[] = [],
): PersonLabels {
  const first = new Map<string, number>()
  let time = 0
  const note: Show = (kind, text) => {
    if (isMaskedAsPerson(kind, text) && !isAddress(text)) {
      const key = personKey(text)
      first.set(key, Math.min(first.get(key) ?? Number.POSITIVE_INFINITY, time))
    }
    return '…'
  }
  const people = peopleFinder(findings, note)
  const byId = new Map(findings.map(one => [one.id, one]))
  for (const finding of findings) {
    time = timeOf(finding.first)
    const scrub = scrubber([finding], note, people)
    for (const name of [...finding.actors, ...finding.users]) shownActor(name, note)
    for (const text of [finding.title, finding.why, finding.benign, ...finding.next, ...finding.objects]) scrub(text)
  }
  for (const {first: began, findings: ids, ...incident} of incidents) {
    time = timeOf(began)
    const scrub = scrubber(
      ids.flatMap(id => byId.get(id) ?? []),
      note,
      people,
    )
    for (const {user} of incident.timeline) if (user !== '') shownActor(user, note)
    for (const name of incident.actors) shownActor(name, note)
    const texts = [incident.title, incident.narrative, ...incident.benign, ...incident.next]
    for (const text of [...texts, ...incident.hints.map(hint => hint.text), ...incident.timeline.map(({act}) => act)])
      scrub(text)
  }
  const inOrder = [...first].sort(([a, from], [b, since]) => from - since || (a < b ? -1 : 1)).map(([key]) => key)
  return new PersonLabels([...inOrder, ...[...others].sort()])
}

/** What is no time comes last. */
function timeOf(text: string): number {
  const time = millisecondsOf(text)
  return Number.isFinite(time) ? time : Number.MAX_SAFE_INTEGER
}

/**
 * Finds the people whom any of the findings names. A name out of a user id is searched for as well: where there is one
 * `zelda.quist@…` alone, the display name Zelda Quist is hers.
 */
export function peopleFinder(findings: readonly Finding[], show: Show): NameFinder {
  const names = findings.flatMap(({actors, users}) => [...actors, ...users])
  const people = [...new Set(names)].filter(name => name.length > 1 && !isAddress(name) && !namesNoPerson(name))
  const finder = new NameFinder()
  for (const name of people) finder.add(name, () => show('user', name))
  const owners = new Map<string, string | undefined>()
  for (const name of people)
    for (const phrase of phrasesOf(name))
      owners.set(phrase, owners.has(phrase) && owners.get(phrase) !== name ? undefined : name)
  for (const [phrase, owner] of owners) finder.add(phrase, () => show('user', owner ?? phrase))
  return finder
}

function phrasesOf(name: string): string[] {
  const parts = (/^[^@\\]+(?=@)/.exec(name)?.[0] ?? '').toLowerCase().split(/[._-]+/)
  if (parts.length < 2 || parts.some(part => !/^\p{L}{2,}$/u.test(part))) return []
  const turned = [...parts].reverse()
  return [parts.join(' '), turned.join(' '), turned.join(', '), parts.join('_'), parts.join('.')]
}

/**
 * Masks in a sentence the names that its findings list, whatever stands in quotation marks, and whatever looks like a
 * name. `facts` of the findings stay, without the people in them.
 */
export function scrubber(
  findings: readonly Finding[],
  show: Show,
  people: NameFinder = peopleFinder(findings, show),
): (sentence: string) => string {
  const finder = new NameFinder(people)
  for (const {actors, users} of findings)
    for (const name of [...actors, ...users]) if (namesNoPerson(name)) finder.add(name, () => name)
  for (const {addresses} of findings) for (const name of addresses) finder.add(name, () => show('address', name))
  const facts = new Set<string>()
  const factText = (text: string) => scrubbed(text, {finder: people, facts, show, only: isPersonKind})
  for (const name of findings.flatMap(({facts: own, applications}) => [...own, ...applications])) {
    facts.add(folded(name))
    if (name.length > 1) finder.add(name, factText)
  }
  for (const {objects} of findings)
    for (const name of objects)
      if (!facts.has(folded(name)) && !isPermission(name))
        finder.add(name, () => shownObject(name, {finder: people, facts, show}))
  return sentence => scrubbed(sentence, {finder, facts, show, only: () => true, quotedFact: factText})
}

function isPersonKind(kind: PersonalKind): boolean {
  return kind !== 'object'
}

/** A mailbox, file or site; an object that is made of several names, as `mailbox: rule`, is read like a sentence. */
function shownObject(name: string, {finder, facts, show}: Pick<Scrubbing, 'finder' | 'facts' | 'show'>): string {
  const parts = /^(\S+@[^\s:]+): (.*)$/s.exec(name)
  if (!parts) return show(personalKindOf(name), name)
  const [, mailbox = '', rest = ''] = parts
  const isFact = facts.has(folded(rest)) || !/[\p{L}\p{N}]/u.test(rest)
  return `${show('user', mailbox)}: ${isFact ? scrubbed(rest, {finder, facts, show, only: isPersonKind}) : show('object', rest)}`
}

interface Scrubbing {
  finder: NameFinder
  facts: ReadonlySet<string>
  show: Show
  /** Which kinds of names words are searched for. */
  only(kind: PersonalKind): boolean
  /** What stands in quotation marks is masked unless it is a fact; absent where quotation marks mean nothing. */
  quotedFact?(text: string): string
}

/** What is masked is put aside until the end, so that nothing masks it again. */
const mark = /\ue000(\d+)\ue001/g

function scrubbed(sentence: string, {finder, facts, show, only, quotedFact}: Scrubbing): string {
  const aside: string[] = []
  const put = (shown: string) => `\ue000${aside.push(shown) - 1}\ue001`
  const restored = (text: string) => text.replace(mark, (_all, index: string) => aside[Number(index)] ?? '')
  let text = sentence.replace(/[\ue000\ue001]/g, ' ')
  text = finder.replace(text, only, put)
  if (quotedFact)
    text = text.replace(/“([^“”]*)”|"([^"]*)"/g, (_whole, curly?: string, straight?: string) => {
      const inside = curly ?? straight ?? ''
      const isShown = !/[\p{L}\p{N}]/u.test(inside.replace(mark, ''))
      if (isShown) return `“${inside}”`
      const words = inside.replace(mark, (_all, index: string) => finder.originalOf(aside[Number(index)] ?? ''))
      if (facts.has(folded(words))) return `“${put(quotedFact(words))}”`
      return `“${put(isHarmless(words) ? words : show(personalKindOf(words), restored(inside)))}”`
    })
  text = text.replace(/\S+/g, word => {
    const {start, end, kind} = coreOf(word)
    if (kind === undefined || !only(kind)) return word
    return `${word.slice(0, start)}${put(show(kind, restored(word.slice(start, end))))}${word.slice(end)}`
  })
  return restored(text)
}

/** Permissions, Microsoft's apps, extensions of files, short numbers, ids. */
function isHarmless(text: string): boolean {
  return (
    isPermission(text) ||
    /^(Microsoft|Office 365|Windows Azure|Azure) [\w .-]+$/.test(text) ||
    /^\.[a-z0-9]{1,12}$/i.test(text) ||
    /^\d{1,5}$/.test(text) ||
    isGuid(text.toLowerCase())
  )
}

/** `Mail.ReadWrite`, `full_access_as_app`: https://learn.microsoft.com/graph/permissions-reference */
function isPermission(text: string): boolean {
  return /^([A-Z][A-Za-z-]+\.)+(Read|ReadBasic|ReadWrite|Write|Send|Manage|FullControl|Create|Invite|AccessAsUser|AccessAsApp|ManageAsApp)(\.[A-Za-z]+){0,3}$|^(full_access_as_(app|user)|user_impersonation|offline_access|openid|profile|email|\.default)$/.test(
    text,
  )
}

interface FoundName {
  folded: string
  /** @param found as the text spells it. */
  shown(found: string): string
}

/** Names to be found in any letter case, and not inside of longer words; the longest first. */
class NameFinder {
  private readonly byStart = new Map<string, FoundName[]>()
  private readonly originals = new Map<string, string>()
  private readonly wider: NameFinder | undefined

  /** @param wider finds more names; of two of one length, its own come first. */
  constructor(wider?: NameFinder) {
    this.wider = wider
  }

  add(name: string, shown: FoundName['shown']): void {
    if (name.trim().length < 2) return
    const text = folded(name)
    const start = startOf(text, 0)
    const list = this.byStart.get(start) ?? []
    if (list.some(one => one.folded === text)) return
    list.push({folded: text, shown})
    list.sort((a, b) => b.folded.length - a.folded.length)
    this.byStart.set(start, list)
  }

  private startingWith(start: string): readonly FoundName[] {
    const own = this.byStart.get(start) ?? []
    const more = this.wider?.startingWith(start) ?? []
    if (own.length === 0 || more.length === 0) return own.length === 0 ? more : own
    return [...more, ...own].sort((a, b) => b.folded.length - a.folded.length)
  }

  /** The name that a shown text stands for. */
  originalOf(shown: string): string {
    return this.originals.get(shown) ?? shown
  }

  replace(text: string, only: (kind: PersonalKind) => boolean, put: (shown: string) => string): string {
    const lower = folded(text)
    const words = [...text.matchAll(/\S+/g)].map(found => {
      const {start, end, kind} = coreOf(found[0])
      return {start: found.index + start, end: found.index + end, isName: kind !== undefined && only(kind)}
    })
    let result = ''
    let done = 0
    let word = 0
    for (let at = 0; at < text.length; at++) {
      while ((words[word]?.end ?? Number.POSITIVE_INFINITY) <= at) word++
      if (isInner(lower[at - 1]) && isInner(lower[at])) continue
      const inside = words[word]
      const found = this.startingWith(startOf(lower, at)).find(({folded: name}) => {
        const end = at + name.length
        if (!lower.startsWith(name, at) || (isInner(lower[end - 1]) && isInner(lower[end]))) return false
        // A part of a mail address or page is no name of its own.
        return !(inside?.isName && at >= inside.start && end < inside.end)
      })
      if (!found) continue
      const original = text.slice(at, at + found.folded.length)
      const shown = found.shown(original)
      this.originals.set(shown, original)
      result += text.slice(done, at) + put(shown)
      done = at + found.folded.length
      at = done - 1
    }
    return result + text.slice(done)
  }
}

function isInner(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character)
}

/** The letters and digits from a place on, or the one character that is none. */
function startOf(text: string, at: number): string {
  const run = /[\p{L}\p{N}]{1,40}/uy
  run.lastIndex = at
  return run.exec(text)?.[0] ?? text[at] ?? ''
}

/** Lower case of the same length. */
function folded(text: string): string {
  if (!/[^\p{ASCII}]/u.test(text)) return text.toLowerCase()
  return text.replace(/\p{Lu}/gu, letter => {
    const lower = letter.toLowerCase()
    return lower.length === letter.length ? lower : letter
  })
}

const opening = new Set('“"‘\'([{<`')
const closing = new Set('”"’\')]}>`.,;:!?')

/** Loops where an expression would do: a megabyte of brackets must not take minutes. */
function coreOf(word: string): {start: number; end: number; kind: PersonalKind | undefined} {
  let start = 0
  let end = word.length
  while (start < end && opening.has(word[start] ?? '')) start++
  while (end > start && closing.has(word[end - 1] ?? '')) end--
  return {start, end, kind: kindInSentence(word.slice(start, end))}
}

const fileEnding =
  /\.(docx?|xls[xmb]?|pptx?|pdf|txt|csv|tsv|rtf|one|vsdx?|msg|eml|pst|ost|zip|7z|rar|jpe?g|png|heic|mp4|json|xml|html?|key|pem|pfx|kdbx)$/i

function kindInSentence(word: string): PersonalKind | undefined {
  if (isAddress(word)) return 'address'
  if (word.includes('://')) return 'object'
  if (word.includes('@')) return isServiceName(word) ? undefined : 'user'
  if (/^[a-z0-9-]{2,15}\\[^\\]/i.test(word)) return isServiceName(word) ? undefined : 'user'
  if (/^(\\\\|[a-z]:\\)/i.test(word) || fileEnding.test(word.slice(-8))) return 'object'
  return /^\+\d[\d().-]{6,20}$/.test(word) ? 'user' : undefined
}
