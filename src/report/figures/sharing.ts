/** Which kind of sharing a record tells of. https://learn.microsoft.com/en-us/purview/audit-log-sharing */
import {field} from './sign-in.ts'

export const sharingKinds = ['anyone', 'guest', 'organisation', 'people', 'used'] as const
export type SharingKind = (typeof sharingKinds)[number]

export const sharingMeaning: Record<SharingKind, string> = {
  anyone: 'Links for anyone, made or changed',
  guest: 'Shared with guests or by invitation',
  organisation: 'Links for the whole organisation',
  people: 'Shared with named colleagues or groups',
  used: 'Links for anyone, opened',
}

const kindOfOperation: Readonly<Record<string, SharingKind>> = {
  AnonymousLinkCreated: 'anyone',
  AnonymousLinkUpdated: 'anyone',
  AnonymousLinkUsed: 'used',
  CompanyLinkCreated: 'organisation',
  SharingInvitationCreated: 'guest',
  SharingInvitationAccepted: 'guest',
  AddedToSecureLink: 'people',
  SecureLinkCreated: 'people',
  SecureLinkUpdated: 'people',
  SharingSet: 'people',
}

/** Whether the record is one of sharing; its kind is in its operation and, for named people, in its target. */
export function isSharing(operation: string): boolean {
  return Object.hasOwn(kindOfOperation, operation)
}

export function sharingKind(operation: string, data: unknown): SharingKind {
  const kind = kindOfOperation[operation] ?? 'people'
  const guest = field(data, 'TargetUserOrGroupType') === 'Guest' || /#EXT#/i.test(field(data, 'TargetUserOrGroupName'))
  return kind === 'people' && guest ? 'guest' : kind
}
