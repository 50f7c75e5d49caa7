/** Records of Entra: sign-ins and changes to the directory. */
import {type DirectoryPerson, SERVICE} from '../tenant-directory.ts'
import {colleague, type Draft, type DraftKind, head, person, seat, text} from './draft.ts'

const CLIENTS = [
  '4765445b-32c6-49b0-83e6-1d93765276ca',
  '9199bf20-a13f-4107-85dc-02114787ef48',
  '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
  'd3590ed6-52b3-4102-aeff-aad2292ab01c',
  'ab9b8c07-8f02-4f72-87fa-80105867a763',
]
const RESOURCES = [
  '00000002-0000-0ff1-ce00-000000000000',
  '00000003-0000-0000-c000-000000000000',
  '00000003-0000-0ff1-ce00-000000000000',
]

/**
 * About two thirds of the failed sign-ins of real logs say `ResultStatus: Success`, and only some six in ten are
 * wrong passwords (50126).
 */
const FAILURES: [number: string, error: string][] = [
  ['50126', 'InvalidUserNameOrPassword'],
  ['50126', 'InvalidUserNameOrPassword'],
  ['50126', 'InvalidUserNameOrPassword'],
  ['50074', 'UserStrongAuthClientAuthNRequiredInterrupt'],
  ['50058', 'UserInformationNotProvided'],
  ['65001', 'DelegationDoesNotExist'],
  ['50053', 'IdsLocked'],
]

export interface SignInDraft {
  /** The error's number and name; none for a success. */
  error?: readonly [number: string, name: string]
  application?: string
  resource?: string
  request?: string
  detail?: string
}

export function writeSignIn(draft: Draft, {error, ...options}: SignInDraft): string {
  const {random, company, actor} = draft
  const {address, device, session} = seat(draft)
  const id = draft.person < 0 ? actor.userKey : person(draft).objectId
  const resource = options.resource ?? random.pick(RESOURCES)
  const detail = options.detail ?? (error ? 'UserError' : random.chance(0.5) ? 'Redirect' : 'Success')
  const request = options.request ?? (detail === 'Redirect' ? 'OAuth2:Authorize' : 'OAuth2:Token')
  return (
    `${head(draft, error && random.chance(0.34) ? 'Failed' : 'Success', id)}"ClientIP":"${address}","ObjectId":"${resource}",` +
    `"AzureActiveDirectoryEventType":1,"ExtendedProperties":[{"Name":"ResultStatusDetail","Value":"${detail}"},{"Name":"UserAgent","Value":${device.agent}},` +
    `{"Name":"UserAuthenticationMethod","Value":"1"},{"Name":"RequestType","Value":"${request}"}],` +
    `"ModifiedProperties":[],"Actor":[{"ID":"${id}","Type":0},{"ID":${text(actor.userId)},"Type":5}],"ActorContextId":"${company.organization}",` +
    `"ActorIpAddress":"${address}","InterSystemsId":"${random.guid()}","IntraSystemId":"${random.guid()}","SupportTicketId":"",` +
    `"Target":[{"ID":"${resource}","Type":0}],"TargetContextId":"${company.organization}","ApplicationId":"${options.application ?? random.pick(CLIENTS)}",` +
    `"DeviceProperties":[{"Name":"Id","Value":"${device.managed ? device.id : ''}"},{"Name":"DisplayName","Value":"${device.name}"},{"Name":"OS","Value":"${device.os}"},{"Name":"BrowserType","Value":"${device.browser}"},` +
    `{"Name":"IsCompliant","Value":"${device.managed ? 'True' : 'False'}"},{"Name":"IsCompliantAndManaged","Value":"${device.managed ? 'True' : 'False'}"},` +
    `{"Name":"SessionId","Value":"${session}"}],"ErrorNumber":"${error?.[0] ?? '0'}"${error ? `,"LogonError":"${error[1]}"` : ''}}`
  )
}

const signIn = (draft: Draft): string =>
  writeSignIn(draft, draft.kind.operation === 'UserLoginFailed' ? {error: draft.random.pick(FAILURES)} : {})

/** A party of a directory record as its list of ids has it. */
export interface DirectoryParty {
  kind: 'User' | 'ServicePrincipal' | 'Application' | 'Device' | 'Role' | 'Policy' | 'Group'
  id: string
  /** Principal name of a user, display name of others. */
  name: string
  puid?: string
}

/** Old and new value as they stand in the record. */
export type Changed = readonly [name: string, old: string, now: string]

export interface DirectoryChange {
  target: DirectoryParty
  changes: readonly Changed[]
  category?: string
  /** Further entries of ExtendedProperties. */
  extended?: readonly (readonly [name: string, value: string])[]
  /** What `ObjectId` says where it is not the target. */
  object?: string
  failed?: boolean
  /** The address of whoever acts instead of the front end's. */
  plainAddress?: boolean
}

export const partyOf = (who: DirectoryPerson): DirectoryParty => ({
  kind: 'User',
  id: who.objectId,
  name: who.userId,
  puid: who.puid,
})

/** As Entra wraps a single value. */
export const wrapped = (value: string): string => JSON.stringify([value])

export function writeDirectory(draft: Draft, change: DirectoryChange): string {
  const {random, company, actor} = draft
  const {target} = change
  const who = draft.person >= 0 ? person(draft) : undefined
  const actorId = who?.objectId ?? '8b0d5fcf-0b3d-4f7e-9a63-2fd0c3a1d7b4'
  const changes = change.changes.map(
    ([name, old, now]) => `{"Name":"${name}","NewValue":${text(now)},"OldValue":${text(old)}}`,
  )
  const details = who
    ? text(
        JSON.stringify({
          'User-Agent': JSON.parse(seat(draft).device.agent),
          AppId: '18ed3507-a475-4ccb-b669-d66bc9f2a36e',
        }),
      )
    : '"{}"'
  const front = () => `20.190.${random.between(128, 190)}.${random.between(1, 254)}`
  const shown = who && (change.plainAddress || random.chance(0.3))
  const place = shown
    ? `"ClientIP":"${change.plainAddress || random.chance(0.05) ? seat(draft).address : front()}",`
    : ''
  const kindOfActor = who ? 'User' : 'ServicePrincipal'
  const name = JSON.stringify(target.name)
  const named =
    target.kind === 'User'
      ? `{"ID":${name},"Type":5},{"ID":"${target.puid ?? target.id}","Type":3}`
      : `{"ID":${name},"Type":1}`
  const extended = (change.extended ?? []).map(([key, value]) => `,{"Name":"${key}","Value":${text(value)}}`).join('')
  return (
    `${head(draft, change.failed ? 'Failure' : 'Success')}${place}"ObjectId":${JSON.stringify(change.object ?? objectOf(target))},"AzureActiveDirectoryEventType":1,` +
    `"ExtendedProperties":[{"Name":"additionalDetails","Value":${details}},{"Name":"extendedAuditEventCategory","Value":"${change.category ?? target.kind}"}${extended}],` +
    `"ModifiedProperties":[${changes.join(',')}],` +
    `"Actor":[{"ID":${text(actor.userId)},"Type":5},{"ID":${text(actor.userKey)},"Type":3},{"ID":"${kindOfActor}_${actorId}","Type":2},{"ID":"${actorId}","Type":2},{"ID":"${kindOfActor}","Type":2}],` +
    `"ActorContextId":"${company.organization}","ActorIpAddress":"","InterSystemsId":"${random.guid()}","IntraSystemId":"${random.guid()}","SupportTicketId":"",` +
    `"Target":[{"ID":"${target.kind}_${target.id}","Type":2},{"ID":"${target.id}","Type":2},{"ID":"${target.kind}","Type":2},${named}],` +
    `"TargetContextId":"${company.organization}"}`
  )
}

/** Only changes of users and devices say it. */
function objectOf({kind, id, name}: DirectoryParty): string {
  if (kind === 'User') return name
  return kind === 'Device' ? id : 'Not Available'
}

/** What ordinary upkeep changes in a user. */
const UPKEEP: readonly Changed[] = [
  ['AssignedLicense', '[]', '[\r\n  "[SkuName=SPE_E5, AccountId=…]"\r\n]'],
  [
    'AssignedPlan',
    '[]',
    '[{"SubscribedPlanId":"8c7b5d0a-7c39-4a39-9b34-1d8e8d0f5a63","ServiceInstance":"exchange/eurprd08-006-01","CapabilityStatus":0,"AssignedTimestamp":"2026-01-14T09:12:44.2187519Z","ServicePlanId":"efb87545-963c-4e0d-99df-69c6916d9eb0"}]',
  ],
  ['Department', '["Sales"]', '["Export"]'],
  ['DisplayName', '["Zoe Sorensen"]', '["Zoë Sørensen"]'],
  ['PhysicalDeliveryOfficeName', '["HQ"]', '["HQ, 3rd floor"]'],
  ['JobTitle', '["Engineer"]', '["Senior engineer"]'],
  ['TelephoneNumber', '["+31 20 555 0101"]', '["+31 20 555 0188"]'],
  ['LastDirSyncTime', '["2026-10-03T11:22:40Z"]', '["2026-10-03T11:52:40Z"]'],
]

function upkeep(draft: Draft): string {
  const {random} = draft
  const changes: Changed[] = []
  const first = random.below(UPKEEP.length)
  for (let i = random.between(2, 4); i > 0; i--) changes.push(UPKEEP[(first + i) % UPKEEP.length] as Changed)
  changes.push(['Included Updated Properties', '', changes.map(([name]) => name).join(', ')])
  if (draft.person < 0) changes.push(['Action Client Name', '', 'DirectorySync'])
  changes.push(['TargetId.UserType', '', 'Member'])
  return writeDirectory(draft, {target: partyOf(colleague(draft)), changes})
}

const GROUPS = [
  'Projects',
  'Sales EMEA',
  'All staff',
  'Licences E5',
  'VPN users',
  'Printers 2nd floor',
  'Works council',
]

function membership(draft: Draft): string {
  const group = draft.random.pick(GROUPS)
  const id = '5d0f7b1c-3a52-4c07-9a3b-2f9d5b7c1e44'
  const [old, now]: [string, string] = draft.kind.operation.startsWith('Remove') ? [group, ''] : ['', group]
  const changes: Changed[] = [
    ['Group.ObjectID', old && wrapped(id), now && wrapped(id)],
    ['Group.DisplayName', old && wrapped(old), now && wrapped(now)],
    ['TargetId.UserType', '', 'Member'],
  ]
  return writeDirectory(draft, {target: partyOf(colleague(draft)), changes, category: 'GroupManagement'})
}

function tokens(draft: Draft): string {
  const changes: Changed[] = [
    ['StsRefreshTokensValidFrom', '["2026-08-01T07:00:12Z"]', `["${draft.time}Z"]`],
    ['Included Updated Properties', '', 'StsRefreshTokensValidFrom'],
  ]
  return writeDirectory(draft, {target: partyOf(person(draft)), changes})
}

/** The service's upkeep of devices, groups, principals. */
function provision(draft: Draft): string {
  const {random, kind} = draft
  const of = kind.operation.split(' ')[1]
  if (of === 'user') return upkeep(draft)
  const target: DirectoryParty =
    of === 'device'
      ? {kind: 'Device', id: random.guid(), name: `DESKTOP-${random.hex(6).toUpperCase()}`}
      : of === 'service'
        ? {kind: 'ServicePrincipal', id: random.guid(), name: random.pick(PRINCIPALS)}
        : {kind: 'Group', id: random.guid(), name: random.pick(GROUPS)}
  const changes: Changed[] = [
    ['LastDirSyncTime', '["2026-10-03T11:22:40Z"]', `["${draft.time}Z"]`],
    ['DeviceTrustType', '[]', '["AzureAd"]'],
    [
      'Included Updated Properties',
      '',
      of === 'device' ? 'CloudDeviceOSVersion, DevicePhysicalIds' : 'LastDirSyncTime',
    ],
    ['Action Client Name', '', 'DirectorySync'],
  ]
  return writeDirectory(draft, {target, changes})
}
const PRINCIPALS = [
  'Microsoft Teams Services',
  'Office 365 SharePoint Online',
  'Windows Store for Business',
  'Microsoft Intune',
]

function passwordChange(draft: Draft): string {
  return writeDirectory(draft, {target: partyOf(colleague(draft)), changes: [], category: 'UserManagement'})
}

const AAD = 'AzureActiveDirectory'
const UPDATES: [operation: string, weight: number, by: DraftKind['by'], write: DraftKind['write']][] = [
  ['Update user.', 0.9, 'admins', upkeep],
  ['Add member to group.', 0.5, 'admins', membership],
  ['Remove member from group.', 0.2, 'admins', membership],
  ['Change user license.', 0.25, 'helpdesk', upkeep],
  ['Update StsRefreshTokenValidFrom Timestamp.', 0.12, 'members', tokens],
]
const BY_SERVICE: [operation: string, weight: number, by: number[], write: DraftKind['write']][] = [
  ['Update user.', 14, [SERVICE.operator, SERVICE.servicePrincipal], upkeep],
  ['Update device.', 6, [SERVICE.servicePrincipal], provision],
  ['Update service principal.', 5, [SERVICE.certificate, SERVICE.servicePrincipal], provision],
  ['Add service principal.', 1.2, [SERVICE.certificate], provision],
  ['Change user password.', 0.6, [SERVICE.passwordService], passwordChange],
  ['Set Company Information.', 0.4, [SERVICE.operator], provision],
  ['Update group.', 3, [SERVICE.operator], provision],
  ['Add owner to group.', 0.4, [SERVICE.servicePrincipal], provision],
]

export const ENTRA: DraftKind[] = [
  {recordType: 15, operation: 'UserLoggedIn', workload: AAD, part: 'people', weight: 24, by: 'anyone', write: signIn},
  {
    recordType: 15,
    operation: 'UserLoginFailed',
    workload: AAD,
    part: 'people',
    weight: 1.6,
    by: 'anyone',
    write: signIn,
  },
  ...UPDATES.map(
    ([operation, weight, by, write]): DraftKind => ({
      recordType: 8,
      operation,
      workload: AAD,
      part: 'people',
      weight,
      by,
      write,
    }),
  ),
  ...BY_SERVICE.map(
    ([operation, weight, by, write]): DraftKind => ({
      recordType: 8,
      operation,
      workload: AAD,
      part: 'service',
      weight,
      by,
      write,
    }),
  ),
]
