/** How much personal data leaves the evidence folder: names are shortened here alone, for log, summary, issue and mail. */

export type Disclosure = 'counts' | 'masked' | 'full'

/** What a text says of a person. */
export type PersonalKind = 'user' | 'address' | 'object'

/** A text as it may be shown. */
export type Show = (kind: PersonalKind, text: string) => string

export function disclosing(level: Disclosure): Show {
  if (level === 'full') return (_kind, text) => text
  if (level === 'counts') return kind => `(${kind} withheld)`
  return (kind, text) => masks[kind](text)
}

/**
 * The level that a run may use. Everyone can read what a public repository shows, so names are never written out
 * there, nor where it is unknown whether it is public.
 */
export function permitted(asked: Disclosure, isPublic: boolean | undefined): Disclosure {
  return asked === 'full' && isPublic !== false ? 'masked' : asked
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

const masks: Readonly<Record<PersonalKind, (text: string) => string>> = {
  user: maskedName,
  address: maskedAddress,
  object: text => (isAddress(text) ? maskedAddress(text) : maskedObject(text)),
}

/**
 * `anna.berg@contoso.com` → `a…@contoso.com`; a guest keeps the mark of one, `CONTOSO\anna` its domain; without
 * either the first letter stays.
 */
function maskedName(text: string): string {
  if (isAddress(text)) return maskedAddress(text)
  const at = text.lastIndexOf('@')
  const guest = /#EXT#$/i.test(text.slice(Math.max(0, at - 5), at)) ? '#EXT#' : ''
  if (at > 0) return `${initial(text)}…${guest}${text.slice(at, at + longestKept)}`
  const slash = text.indexOf('\\')
  return slash > 0 && slash < longestKept
    ? `${text.slice(0, slash)}\\${initial(text.slice(slash + 1))}…`
    : `${initial(text)}…`
}

/** Domains, hosts and endings longer than this are none. */
const longestKept = 100

/** IPv4 keeps its first two numbers, IPv6 its first two groups. */
function maskedAddress(text: string): string {
  const v4 = /^\[?(?:::ffff:)?(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}/i.exec(text)
  if (v4) return `${v4[1]}.…`
  const v6 = /^\[?([0-9a-f]{1,4}:[0-9a-f]{0,4})/i.exec(text)
  return v6 ? `${v6[1]}:…` : '…'
}

/** A page keeps its host and no path, for paths hold people's and files' names; a file its first letter and its ending. */
function maskedObject(text: string): string {
  const page = /^([a-z][a-z+.-]{1,10}:\/\/)(?:[^/?#@]{0,200}@)?([^/?#@]{1,100})/i.exec(text)
  if (page) return `${page[1]}${page[2]}/…`
  if (text.includes('@')) return maskedName(text)
  const ending = /\.[a-z0-9]{1,8}$/i.exec(text.slice(-10))?.[0] ?? ''
  return `${initial(text)}…${ending}`
}

function initial(text: string): string {
  const [first = ''] = text
  return first
}
