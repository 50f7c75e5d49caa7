/** What a record says about sharing: the kind, and with whom. https://learn.microsoft.com/purview/audit-log-sharing */
import {foldUser} from './identity.ts'
import type {FieldText} from './json.ts'

export const sharingKinds = ['anyone', 'guest', 'organisation', 'people', 'used'] as const
export type SharingKind = (typeof sharingKinds)[number]

/** Operations as `foldOperation` gives them. */
const kindOfOperation: Readonly<Record<string, SharingKind>> = {
  anonymouslinkcreated: 'anyone',
  anonymouslinkupdated: 'anyone',
  anyonelinkcreated: 'anyone',
  anonymouslinkused: 'used',
  companylinkcreated: 'organisation',
  sharinginvitationcreated: 'guest',
  sharinginvitationupdated: 'guest',
  sharinginvitationaccepted: 'guest',
  addedtosecurelink: 'people',
  securelinkcreated: 'people',
  securelinkupdated: 'people',
  sharingset: 'people',
}

/** Whether a folded operation is one of sharing; with named people, the kind also depends on the target. */
export function isSharing(operation: string): boolean {
  return Object.hasOwn(kindOfOperation, operation)
}

/** Folded operations of a kind, whatever the target. */
export function sharingOperations(...kinds: readonly SharingKind[]): string[] {
  return Object.entries(kindOfOperation).flatMap(([operation, kind]) => (kinds.includes(kind) ? [operation] : []))
}

/** Whether a folded operation gives someone access, or offers it: not those who take what was offered. */
export function givesAccess(operation: string): boolean {
  return isSharing(operation) && operation !== 'anonymouslinkused' && operation !== 'sharinginvitationaccepted'
}

export function sharingKind(operation: string, field: FieldText): SharingKind {
  const kind = kindOfOperation[operation] ?? 'people'
  return kind === 'people' && shareTarget(field).guest ? 'guest' : kind
}

/** With whom a record's item was shared. */
export interface ShareTarget {
  /** One spelling; a group's name where it is no account, '' where the record names no target. */
  account: string
  /** Said to be a guest, or a guest's name. */
  guest: boolean
  /** Said to be a member of the tenant. */
  member: boolean
}

export function shareTarget(field: FieldText): ShareTarget {
  const name = field('TargetUserOrGroupName')
  const account = foldUser(name.includes('#') || name.includes('@') ? name : field('TargetUserName') || name)
  const type = field('TargetUserOrGroupType').trim().toLowerCase()
  return {
    account,
    guest: type === 'guest' || account.includes('#ext#') || account.startsWith('urn:spo:guest'),
    member: type === 'member' || type === 'notguest',
  }
}
