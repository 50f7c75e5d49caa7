/** Who acted: one spelling for each user id, and whether a person, a guest, an application or the service stands behind it. */

export type Kind = 'person' | 'guest' | 'application' | 'service' | 'none'

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

/** @param folded as `foldUser` returns it. @param userType the record's number, or -1. */
export function kindOf(folded: string, userType: number): Kind {
  if (folded === '') return 'none'
  if (wholeNames.has(folded)) return 'service'
  // Anybody may name an account so that it begins like a service.
  if (!folded.includes('@') && beginnings.some(beginning => folded.startsWith(beginning))) return 'service'
  // The account of Entra Connect: attacked often enough to be watched, but nobody's.
  if (/^sync_[^@]{1,80}_[\da-f]{12}@[^@]{1,200}\.onmicrosoft\.com$/.test(folded)) return 'application'
  if (folded.startsWith('serviceprincipal_') || guid.test(folded) || userType === 5 || userType === 6)
    return 'application'
  // DcAdmin, System, CustomPolicy, SystemPolicy: Microsoft's own hands.
  if (userType === 3 || userType === 4 || userType === 7 || userType === 8) return 'service'
  if (userType === 10 || folded.includes('#ext#') || folded.startsWith('urn:spo:')) return 'guest'
  return 'person'
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
