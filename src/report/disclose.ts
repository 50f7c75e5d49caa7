/** How much of a person leaves the evidence folder: the one place where names are shortened for log, summary, issue and mail. */

export type Disclosure = 'counts' | 'masked' | 'full'

/** What a text says of a person. */
export type PersonalKind = 'user' | 'address' | 'object'

/** A text as it may be shown. */
export type Show = (kind: PersonalKind, text: string) => string

export function disclosing(level: Disclosure): Show {
  if (level === 'full') return (_kind, text) => text
  if (level === 'counts') return kind => `(${kind} withheld)`
  return (kind, text) => (kind === 'address' ? maskedAddress(text) : maskedName(text))
}

/** `anna.berg@contoso.com` → `a…@contoso.com`; without an @ the first letter stays. */
function maskedName(text: string): string {
  const at = text.lastIndexOf('@')
  const [first = ''] = text
  return at > 0 ? `${first}…${text.slice(at)}` : `${first}…`
}

/** IPv4 keeps its first two numbers, IPv6 its first two groups. */
function maskedAddress(text: string): string {
  const v4 = /^(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}/.exec(text)
  if (v4) return `${v4[1]}.…`
  const v6 = /^\[?([0-9a-f]{1,4}:[0-9a-f]{0,4})/i.exec(text)
  return v6 ? `${v6[1]}:…` : '…'
}
