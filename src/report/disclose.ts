/** How much personal data leaves the evidence folder: names are masked here alone, for log, summary, issue and mail. */
import {shownUser} from '../audit/identity.ts'
import {parseAddress} from '../detect/address.ts'

export type Disclosure = 'counts' | 'masked' | 'full'

/** What a text says of a person. */
export type PersonalKind = 'user' | 'address' | 'object'

/** A text as it may be shown. */
export type Show = (kind: PersonalKind, text: string) => string

/** What masked names are made with. */
interface Masking {
  people?: PersonLabels
  /** IP addresses that may be shown whole. */
  addresses?: ReadonlySet<string>
}

export function disclosing(level: Disclosure, {people = new PersonLabels(), addresses}: Masking = {}): Show {
  if (level === 'full') return showAll
  if (level === 'counts')
    return (kind, text) =>
      isMaskedAsPerson(kind, text) && !isAddress(text) ? people.labelOf(text) : `(${kind} withheld)`
  const address = (text: string) => maskedAddress(text, addresses)
  const user = (text: string) => (isAddress(text) ? address(text) : maskedPerson(text, people))
  const masks: Readonly<Record<PersonalKind, (text: string) => string>> = {
    user,
    address,
    object: text => (isAddress(text) ? address(text) : maskedObject(text, user)),
  }
  return (kind, text) => masks[kind](text)
}

const showAll: Show = (_kind, text) => text

/** Whether names stand as they are: then lines that name people may stand as well. */
export function showsAll(show: Show): boolean {
  return show === showAll
}

/**
 * The level that a run may use. Everyone can read what a public repository shows, so names are never written out
 * there, nor where it is unknown whether it is public.
 */
export function permitted(asked: Disclosure, isPublic: boolean | undefined): Disclosure {
  return asked === 'full' && isPublic !== false ? 'masked' : asked
}

/** Numbers people: one number for all spellings of a user id, and never the same one for two. */
export class PersonLabels {
  private readonly numbers = new Map<string, number>()

  /** @param names get the lowest numbers, in this order. */
  constructor(names: Iterable<string> = []) {
    for (const name of names) this.labelOf(name)
  }

  /** `user 1` */
  labelOf(name: string): string {
    const key = personKey(name)
    const number = this.numbers.get(key) ?? this.numbers.size + 1
    this.numbers.set(key, number)
    return `user ${number}`
  }
}

/** The same for all spellings of one user id. */
export function personKey(name: string): string {
  return shownUser(name).toLowerCase()
}

/** What kind of name a text is, by its shape. */
export function personalKindOf(text: string): PersonalKind {
  if (isAddress(text)) return 'address'
  return text.includes('@') && !text.includes('://') ? 'user' : 'object'
}

/** An IPv4 or IPv6 address or network, perhaps with a port. */
export function isAddress(text: string): boolean {
  if (text.length > 60) return false
  return /^\[?\d{1,3}(\.\d{1,3}){3}\]?([:/]\d{1,5})?$/.test(text) || isV6(text)
}

/** Three colons or two in a row: fewer are a time of day. */
function isV6(text: string): boolean {
  return /^\[?[0-9a-f:]*:[0-9a-f:.]*(%\w+)?\]?([:/]\d{1,5})?$/i.test(text) && /::|(:.*){3}/.test(text)
}

/**
 * `user 1 (a…@contoso…)` for `anna.berg@contoso.com`; a guest keeps the mark of one, `CONTOSO\anna` its domain. The
 * number tells people apart, the rest helps those who know them.
 */
function maskedPerson(text: string, people: PersonLabels): string {
  return `${people.labelOf(text)} (${hintOf(shownUser(text))})`
}

function hintOf(name: string): string {
  const at = name.lastIndexOf('@')
  if (at > 0) {
    const guest = /#EXT#$/i.test(name.slice(Math.max(0, at - 5), at)) ? '#EXT#' : ''
    const domain = /^[a-z0-9-]{1,63}(?=\.|$)/i.exec(name.slice(at + 1, at + 65))?.[0] ?? ''
    return `${initial(name)}…${guest}@${domain}…`
  }
  const domain = /^[\w.-]{1,64}\\/.exec(name)?.[0] ?? ''
  return `${domain}${initial(name.slice(domain.length))}…`
}

/** Its network, unless it may be shown whole. Networks stay. */
function maskedAddress(text: string, whole: ReadonlySet<string> | undefined): string {
  const [base = '', bits] = text.split(/\/(?=\d{1,3}$)/)
  const address = parseAddress(base)
  if (address === undefined) return '…'
  if (bits === undefined) return whole?.has(address.text) ? address.text : address.network
  const isWide = Number(bits) <= (address.text.includes(':') ? 48 : 24)
  return isWide ? text : address.network
}

const pagePattern = /^([a-z][a-z+.-]{1,10}:\/\/)(?:[^/?#@]{0,200}@)?([^/?#@]{1,100})/i

/** Whether what is no IP address is masked as a person, though it may be an object. */
export function isMaskedAsPerson(kind: PersonalKind, text: string): boolean {
  return kind === 'user' || (kind === 'object' && text.includes('@') && !pagePattern.test(text))
}

/** A page keeps its host and no path, for paths hold people's and files' names; a file its first letter and its ending. */
function maskedObject(text: string, user: (text: string) => string): string {
  const page = pagePattern.exec(text)
  if (page) return `${page[1]}${page[2]}/…`
  if (text.includes('@')) return user(text)
  const ending = /\.[a-z0-9]{1,8}$/i.exec(text.slice(-10))?.[0] ?? ''
  return `${initial(text)}…${ending}`
}

function initial(text: string): string {
  const [first = ''] = text
  return first
}
