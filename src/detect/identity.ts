/** Who acted: one spelling for each user id, and whether a person, a guest, an application or the service stands behind it. */

export type AccountKind = 'person' | 'guest' | 'application' | 'service' | 'none'

/** An id in one spelling, and what can be said of it by its name alone. */
export interface NamedAccount {
  user: string
  /** Whatever type the record says. */
  sure: AccountKind | undefined
  /** Unless the record's type says more. */
  likely: 'guest' | 'person'
}

/** A month's people come again and again; one string for each makes every look-up that follows cheap. */
const known = new Map<string, NamedAccount>()
const mostKnown = 50_000

export function accountOf(text: string): NamedAccount {
  const met = known.get(text)
  if (met) return met
  if (known.size >= mostKnown) known.clear()
  const user = foldUser(text)
  const guest = user.includes('#ext#') || user.startsWith('urn:spo:')
  const found: NamedAccount = {user, sure: sureKind(user), likely: guest ? 'guest' : 'person'}
  if (text.length <= longestUser) known.set(text, found)
  return found
}

/** One spelling: about one id in ten comes in other letter cases, and SharePoint puts its claim type before some. */
export function foldUser(text: string): string {
  const folded = text.slice(0, longestUser).trim().toLowerCase()
  const claim = folded.startsWith('i:0') ? folded.lastIndexOf('|') : -1
  return claim > 0 ? folded.slice(claim + 1) : folded
}

/** Longer ids are nobody's; they would only fill the memory. */
const longestUser = 400

const guid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/

/** Names that services act under, folded; whole, or the beginning where it ends in `*`. */
const services = [
  ...['app@sharepoint', 'sharepoint\\system', 'certificate', 'not-found', 'not available', 'unknown', 'system', 'none'],
  ...['microsoft\\serviceoperator', 'securitycompliancealerts', 'threatintel', 'microsoft.*', 'microsoft substrate*'],
  ...['nt authority\\*', 'nt service\\*', 's-1-5-18', 's-1-5-19', 's-1-5-20'],
  ...['spoappprincipal*', 'spo app*', 'device configuration service', 'azure mfa strongauthenticationservice'],
  ...['dlpagent', 'o365 suiteux', 'microsoft office 365 portal', 'fim_password_service@support.onmicrosoft.com'],
]
const wholeNames = new Set(services.filter(name => !name.endsWith('*')))
const beginnings = services.filter(name => name.endsWith('*')).map(name => name.slice(0, -1))

/** @param userType the record's number, or -1. */
export function accountKindOf({sure, likely}: NamedAccount, userType: number): AccountKind {
  if (sure) return sure
  if (userType === 5 || userType === 6) return 'application'
  // DcAdmin, System, CustomPolicy, SystemPolicy: Microsoft's own hands.
  if (userType === 3 || userType === 4 || userType === 7 || userType === 8) return 'service'
  return userType === 10 ? 'guest' : likely
}

function sureKind(user: string): AccountKind | undefined {
  if (user === '') return 'none'
  if (wholeNames.has(user)) return 'service'
  // Anybody may name an account so that it begins like a service.
  if (!user.includes('@') && beginnings.some(beginning => user.startsWith(beginning))) return 'service'
  // The account of Entra Connect: attacked often enough to be watched, but nobody's.
  const isSync = /^sync_[^@]{1,80}_[\da-f]{12}@[^@]{1,200}\.onmicrosoft\.com$/.test(user)
  return isSync || user.startsWith('serviceprincipal_') || guid.test(user) ? 'application' : undefined
}

/** The part after the @, '' where there is none; for a guest the home domain. */
export function domainOf(user: string): string {
  const text = user.slice(0, 400)
  const guest = text.indexOf('#ext#')
  if (guest > 0) return text.slice(text.lastIndexOf('_', guest) + 1, guest)
  const spo = text.startsWith('urn:spo:guest#') ? text.slice(14) : text
  const at = spo.lastIndexOf('@')
  return at < 0 ? '' : spo.slice(at + 1).replace(/[>\s;,"'\]].*$/, '')
}

export function isGuid(text: string): boolean {
  return guid.test(text)
}
