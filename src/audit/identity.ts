/** Who acted: one spelling for each user id, and whether a person, a guest, an application or a service has it. */
import {parsedObject, textField} from './json.ts'
import type {AuditRecord} from './record.ts'

export type AccountKind = 'person' | 'guest' | 'application' | 'service' | 'none'

/** An id in one spelling, and what its name alone says. */
export interface NamedAccount {
  user: string
  /** Whatever type the record has. */
  sure: AccountKind | undefined
  /** Unless the record's type says more. */
  likely: 'guest' | 'person'
}

/** The same people return all month; one string for each makes every look-up that follows cheap. */
const known = new Map<string, NamedAccount>()
const mostKnown = 50_000

export function accountOf(text: string): NamedAccount {
  const account = known.get(text)
  if (account) return account
  if (known.size >= mostKnown) known.clear()
  const user = foldUser(text)
  const guest = user.includes('#ext#') || user.startsWith('urn:spo:')
  const found: NamedAccount = {user, sure: sureKind(user, text.includes('@')), likely: guest ? 'guest' : 'person'}
  if (text.length <= longestUser) known.set(text, found)
  return found
}

/** The account that a record names. Reads `AuditData` only where the columns do not decide. */
export function recordAccount(record: AuditRecord): {user: string; kind: AccountKind} {
  const {UserIds, AuditData} = record
  const account = accountOf(UserIds || textField(parsedObject(AuditData), 'UserId'))
  return {user: account.user, kind: account.sure ?? accountKindOf(account, userTypeIn(AuditData))}
}

/** How a user id is shown: as the record has it, without SharePoint's claim type. */
export function shownUser(text: string): string {
  const trimmed = text.trim()
  const claim = claimEnd(trimmed)
  return claim > 0 ? trimmed.slice(claim + 1) : trimmed
}

/** One spelling: about one id in ten comes in other letter cases, and SharePoint puts its claim type before some. */
export function foldUser(text: string): string {
  return shownUser(text.slice(0, longestUser)).toLowerCase()
}

/** Where a claim type ends: `i:0#.f|membership|ada@contoso.com`, `i:0#.w|contoso\ada`. */
function claimEnd(text: string): number {
  return /^i:0/i.test(text) ? text.lastIndexOf('|') : -1
}

/** Longer ids name no account; they would only fill the memory. */
const longestUser = 400

const guid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

/** Names that services act under, folded; whole, or the beginning where it ends in `*`. */
const services = [
  ...['app@sharepoint', 'sharepoint\\*', 'certificate', 'not-found', 'not available', 'unknown', 'system', 'none'],
  ...['microsoft\\*', 'securitycompliancealerts', 'threatintel', 'microsoft.*', 'microsoft substrate*'],
  ...['nt authority\\*', 'nt service\\*', 'iis apppool\\*', 'window manager\\*', 'font driver host\\*'],
  ...['spoappprincipal*', 'spo app*', 'device configuration service', 'azure mfa strongauthenticationservice'],
  ...['dlpagent', 'o365 suiteux', 'microsoft office 365 portal', 'fim_password_service@support.onmicrosoft.com'],
]
const wholeNames = new Set(services.filter(name => !name.endsWith('*')))
const beginnings = services.filter(name => name.endsWith('*')).map(name => name.slice(0, -1))

/** https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-schema#user-type */
const userTypes = [
  ...['regular', 'reserved', 'admin', 'dcadmin', 'system', 'application'],
  ...['serviceprincipal', 'custompolicy', 'systempolicy', 'partnertechnician', 'guest'],
]

/** @param text `UserType` as a number, or by its name. @returns the number, or −1. */
export function userTypeNumber(text: string): number {
  const word = text.trim().toLowerCase()
  return /^\d{1,2}$/.test(word) ? Number(word) : userTypes.indexOf(word)
}

/** Types that say no more than the name. */
const plainTypes = new Set(['0', '1', '2'])

/** A record's `UserType`; parses only where the text has a type that is not a user's, perhaps of an inner object. */
function userTypeIn(auditData: string): number {
  return hasPlainTypes(auditData, '"UserType"') && hasPlainTypes(auditData, '"usertype"')
    ? -1
    : userTypeNumber(textField(parsedObject(auditData), 'UserType'))
}

function hasPlainTypes(auditData: string, key: string): boolean {
  for (let from = auditData.indexOf(key); from >= 0; from = auditData.indexOf(key, from + 1)) {
    const after = auditData.slice(from + key.length, from + key.length + 20)
    if (!plainTypes.has(/^\s*:\s*"?([^\s",}]*)/.exec(after)?.[1] ?? '')) return false
  }
  return true
}

/** @param userType the record's number, or −1. */
export function accountKindOf({sure, likely}: NamedAccount, userType: number): AccountKind {
  if (sure) return sure
  if (userType === 5 || userType === 6) return 'application'
  // DcAdmin, System, CustomPolicy, SystemPolicy: Microsoft's own staff and processes.
  if (userType === 3 || userType === 4 || userType === 7 || userType === 8) return 'service'
  return userType === 10 ? 'guest' : likely
}

/** Whether a person acts, of the tenant or from outside; the figures count both as people. */
export function isPerson(kind: AccountKind): boolean {
  return kind === 'person' || kind === 'guest'
}

/** @param hasAt whether the whole id has an @, also behind the cut. */
function sureKind(user: string, hasAt: boolean): AccountKind | undefined {
  if (user === '') return 'none'
  if (wholeNames.has(user)) return 'service'
  // Anyone may name an account so that it begins like a service.
  if (!hasAt && beginnings.some(beginning => user.startsWith(beginning))) return 'service'
  if (isSyncAccount(user) || user.startsWith('serviceprincipal_') || guid.test(user)) return 'application'
  return hasAt || namesAccount(user) ? undefined : 'service'
}

/** Whether a name is one that Microsoft's services act under. */
export function isServiceName(text: string): boolean {
  const user = foldUser(text)
  return wholeNames.has(user) || (!text.includes('@') && beginnings.some(beginning => user.startsWith(beginning)))
}

/**
 * Accounts of Entra Connect (`Sync_SERVER_0123456789ab@…`) and of cloud sync; on premises `DOMAIN\MSOL_0123456789ab`
 * and managed service accounts, whose names end in `$`. Often attacked, but no person's.
 * https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-accounts-permissions
 */
function isSyncAccount(user: string): boolean {
  return (
    /^(sync_[^@]{1,80}_[\da-f]{12}|adtoaadsyncserviceaccount)@[^@]{1,200}\.(onmicrosoft\.(com|us)|partner\.onmschina\.cn)$/.test(
      user,
    ) || /^[^\\@]{1,64}\\(msol_[\da-f]{12}|[^\\@]{1,64}\$)$/.test(user)
  )
}

/**
 * Without an address, people have `DOMAIN\name`, a place in an Exchange directory, or the security identifier of a domain
 * (S-1-5-21) or of Entra (S-1-12-1); all other identifiers are built in.
 * https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers
 */
function namesAccount(user: string): boolean {
  if (user.startsWith('urn:spo:')) return true
  if (/^s-1-/.test(user)) return /^s-1-(5-21|12-1)-/.test(user)
  return /^[^\\]{1,64}\\[^\\]{1,200}$/.test(user) || user.includes('/microsoft exchange hosted organizations/')
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
  return text.length === 36 && guid.test(text)
}
