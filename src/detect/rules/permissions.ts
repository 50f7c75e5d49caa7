/** What permissions of applications let them do, in the log's spellings. */
import type {AuditEvent} from '../event.ts'

/** `write`: changes, sends, or takes all; `read`: reads mail, files, people; `none`: who the user is. */
export type Reach = 'none' | 'read' | 'write'

const writing =
  /^(mail\.(readwrite|send)|mailboxsettings\.readwrite|files\.readwrite\.all|sites\.(readwrite|fullcontrol|manage)|full_access_as_(user|app)|ews\.|imap\.|pop\.|smtp\.|exchange\.manage|directory\.(readwrite|accessasuser)|rolemanagement\.readwrite|application\.readwrite|approleassignment\.readwrite|user\.readwrite\.all|userauthenticationmethod\.readwrite|group\.readwrite|policy\.readwrite|devicemanagement.{0,40}\.(readwrite|privilegedoperations)|user_impersonation$)/
const reading =
  /^(mail\.|mailboxsettings\.|files\.|contacts\.|notes\.|sites\.|calendars\.|chat\.|chatmessage\.|channelmessage\.|people\.read\.all|directory\.read|user\.read\.all|auditlog\.|allsites\.|myfiles\.)/

export function reachOf(scopes: readonly string[]): Reach {
  const folded = scopes.map(scope => scope.toLowerCase())
  if (folded.some(scope => writing.test(scope))) return 'write'
  return folded.some(scope => reading.test(scope)) ? 'read' : 'none'
}

/** Application permissions hold for the whole tenant: by their shape, as new ones come every month. */
const writingForAll = /\.(readwrite|write|manage|fullcontrol|create|delete|send|privilegedoperations)(\.|$)/

export function reachOfRole(value: string): Reach {
  return writingForAll.test(value.toLowerCase()) ? 'write' : reachOf([value])
}

/** Those worth naming: the far-reaching ones first. */
export function notable(scopes: readonly string[]): string[] {
  const weight = (scope: string) => ['write', 'read', 'none'].indexOf(reachOf([scope]))
  return [...scopes].sort((a, b) => weight(a) - weight(b) || (a < b ? -1 : 1))
}

export interface Consent {
  admin: boolean
  everybody: boolean
  /** Scopes that were not there before. */
  scopes: string[]
  /** Why it was refused, where it was. */
  reason: string
}

/** `[[… ConsentType: Principal, Scope: User.Read]] => [[… Scope: User.Read Mail.Read, …]]`: before and after. */
export function consentOf(event: AuditEvent): Consent {
  const text = (event.change('ConsentAction.Permissions')?.now ?? '').slice(0, 60_000)
  const arrow = text.indexOf('=>')
  const before = new Set(scopesIn(arrow < 0 ? '' : text.slice(0, arrow)))
  const after = arrow < 0 ? text : text.slice(arrow + 2)
  const is = (name: string) => /^true$/i.test(event.change(name)?.now ?? '')
  return {
    admin: is('ConsentContext.IsAdminConsent'),
    everybody: is('ConsentContext.OnBehalfOfAll') || after.includes('ConsentType: AllPrincipals'),
    scopes: [...new Set(scopesIn(after))].filter(scope => !before.has(scope)),
    reason: event.change('ConsentAction.Reason')?.now ?? '',
  }
}

function scopesIn(text: string): string[] {
  return [...text.matchAll(/Scope: ?([^,\]]{1,8000})/g)].flatMap(([, scopes = '']) => wordsOf(scopes))
}

export function wordsOf(text: string): string[] {
  return text.split(/[\s"]+/).filter(Boolean)
}

/** Application permissions by which a whole tenant can be taken. */
const takeover = new Map([
  ['9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8', 'RoleManagement.ReadWrite.Directory'],
  ['06b708a9-e830-4db3-a914-8e69da51d44f', 'AppRoleAssignment.ReadWrite.All'],
  ['1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9', 'Application.ReadWrite.All'],
  ['19dbc75e-c2e2-444c-a770-ec69d8559fc7', 'Directory.ReadWrite.All'],
])
const data = new Map([
  ['dc890d15-9560-4a4c-9b7f-a736ec74ec40', 'full_access_as_app'],
  ['810c84a8-4a9e-49e6-bf7d-12d183f40d01', 'Mail.Read'],
  ['e2a3a72e-5f79-4c64-b1b1-878b674786c9', 'Mail.ReadWrite'],
  ['75359482-378d-4052-8f01-80520e7db3cd', 'Files.ReadWrite.All'],
])

/** The name of a far-reaching application permission by its id; undefined for others. */
export function permissionName(id: string): string | undefined {
  return takeover.get(id) ?? data.get(id)
}

export function takesTenant(name: string): boolean {
  const folded = name.toLowerCase()
  return [...takeover.values()].some(one => one.toLowerCase() === folded)
}

/** The application that a grant goes to; the record's target is the resource that it opens. */
export function granteeOf(event: AuditEvent): {ids: string[]; name: string} {
  const values = ['ServicePrincipal.AppId', 'ServicePrincipal.ObjectID'].map(name => event.change(name)?.now ?? '')
  const name = event.change('ServicePrincipal.DisplayName')?.now ?? ''
  return {ids: values.map(id => id.toLowerCase()).filter(Boolean), name: name || values.find(Boolean) || ''}
}
