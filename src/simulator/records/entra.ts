/** Records of Entra: sign-ins and changes to the directory. */
import {SERVICE} from '../company.ts'
import {colleague, type Draft, head, type Kind, person, seat, text} from './draft.ts'

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

function signIn(draft: Draft): string {
  const {random, company} = draft
  const who = person(draft)
  const {address, device, session} = seat(draft)
  const failed = draft.kind.operation === 'UserLoginFailed'
  const [errorNumber, error] = failed ? random.pick(FAILURES) : (['0', ''] as const)
  const resource = random.pick(RESOURCES)
  const detail = failed ? 'UserError' : random.chance(0.5) ? 'Redirect' : 'Success'
  return (
    `${head(draft, failed && random.chance(0.34) ? 'Failed' : 'Success', who.objectId)}"ClientIP":"${address}","ObjectId":"${resource}",` +
    `"AzureActiveDirectoryEventType":1,"ExtendedProperties":[{"Name":"ResultStatusDetail","Value":"${detail}"},{"Name":"UserAgent","Value":${device.agent}},` +
    `{"Name":"UserAuthenticationMethod","Value":"1"},{"Name":"RequestType","Value":"${detail === 'Redirect' ? 'OAuth2:Authorize' : 'OAuth2:Token'}"}],` +
    `"ModifiedProperties":[],"Actor":[{"ID":"${who.objectId}","Type":0},{"ID":${text(who.userId)},"Type":5}],"ActorContextId":"${company.organization}",` +
    `"ActorIpAddress":"${address}","InterSystemsId":"${random.guid()}","IntraSystemId":"${random.guid()}","SupportTicketId":"",` +
    `"Target":[{"ID":"${resource}","Type":0}],"TargetContextId":"${company.organization}","ApplicationId":"${random.pick(CLIENTS)}",` +
    `"DeviceProperties":[{"Name":"Id","Value":"${device.managed ? device.id : ''}"},{"Name":"DisplayName","Value":"${device.name}"},{"Name":"OS","Value":"${device.os}"},{"Name":"BrowserType","Value":"${device.browser}"},` +
    `{"Name":"IsCompliant","Value":"${device.managed ? 'True' : 'False'}"},{"Name":"IsCompliantAndManaged","Value":"${device.managed ? 'True' : 'False'}"},` +
    `{"Name":"SessionId","Value":"${session}"}],"ErrorNumber":"${errorNumber}"${failed ? `,"LogonError":"${error}"` : ''}}`
  )
}

const CHANGES: readonly (readonly [name: string, old: string, now: string])[] = [
  ['AssignedLicense', '[]', '[\r\n  "[SkuName=SPE_E5, AccountId=…]"\r\n]'],
  [
    'AssignedPlan',
    '[]',
    '[{"SubscribedPlanId":"8c7b5d0a-7c39-4a39-9b34-1d8e8d0f5a63","ServiceInstance":"exchange/eurprd08-006-01","CapabilityStatus":0,"AssignedTimestamp":"2026-01-14T09:12:44.2187519Z","ServicePlanId":"efb87545-963c-4e0d-99df-69c6916d9eb0"}]',
  ],
  ['StrongAuthenticationMethod', '[]', '[{"MethodType":6,"Default":true},{"MethodType":7,"Default":false}]'],
  ['Group.DisplayName', '', 'Projects'],
  ['Included Updated Properties', '', 'AssignedPlan, ProvisionedPlan'],
  ['Action Client Name', '', 'DirectorySync'],
  ['TargetId.UserType', '', 'Member'],
  ['StsRefreshTokensValidFrom', '["2026-08-01T07:00:12Z"]', '["2026-10-03T11:52:40Z"]'],
  ['DisplayName', '["Zoe Sorensen"]', '["Zoë Sørensen"]'],
  ['PhysicalDeliveryOfficeName', '["HQ"]', '["HQ, 3rd floor"]'],
]

function directory(draft: Draft): string {
  const {random, company, actor} = draft
  const target = colleague(draft)
  const human = draft.person >= 0
  const who = human ? person(draft) : undefined
  const actorId = who?.objectId ?? '8b0d5fcf-0b3d-4f7e-9a63-2fd0c3a1d7b4'
  const changes: string[] = []
  const first = random.below(CHANGES.length)
  for (let i = random.between(2, 5); i > 0; i--) {
    const [name, old, now] = CHANGES[(first + i) % CHANGES.length] as (typeof CHANGES)[number]
    changes.push(`{"Name":"${name}","NewValue":${text(now)},"OldValue":${text(old)}}`)
  }
  const details = who
    ? text(
        JSON.stringify({
          'User-Agent': JSON.parse(seat(draft).device.agent),
          AppId: '18ed3507-a475-4ccb-b669-d66bc9f2a36e',
        }),
      )
    : '"{}"'
  const place =
    human && random.chance(0.3)
      ? `"ClientIP":"${random.chance(0.95) ? `20.190.${random.between(128, 190)}.${random.between(1, 254)}` : seat(draft).address}",`
      : ''
  const kindOfActor = human ? 'User' : 'ServicePrincipal'
  return (
    `${head(draft, 'Success')}${place}"ObjectId":${text(target.userId)},"AzureActiveDirectoryEventType":1,` +
    `"ExtendedProperties":[{"Name":"additionalDetails","Value":${details}},{"Name":"extendedAuditEventCategory","Value":"User"}],` +
    `"ModifiedProperties":[${changes.join(',')}],` +
    `"Actor":[{"ID":${text(actor.userId)},"Type":5},{"ID":${text(actor.userKey)},"Type":3},{"ID":"${kindOfActor}_${actorId}","Type":2},{"ID":"${actorId}","Type":2},{"ID":"${kindOfActor}","Type":2}],` +
    `"ActorContextId":"${company.organization}","ActorIpAddress":"","InterSystemsId":"${random.guid()}","IntraSystemId":"${random.guid()}","SupportTicketId":"",` +
    `"Target":[{"ID":"User_${target.objectId}","Type":2},{"ID":"${target.objectId}","Type":2},{"ID":"User","Type":2},{"ID":${text(target.userId)},"Type":5},{"ID":"${target.puid}","Type":3}],` +
    `"TargetContextId":"${company.organization}"}`
  )
}

const AAD = 'AzureActiveDirectory'
const BY_ADMINS: [operation: string, weight: number][] = [
  ['Update user.', 0.9],
  ['Add member to group.', 0.5],
  ['Remove member from group.', 0.2],
  ['Change user license.', 0.25],
  ['Reset user password.', 0.1],
  ['Update StsRefreshTokenValidFrom Timestamp.', 0.12],
  ['Add user.', 0.04],
  ['Delete user.', 0.02],
  ['Add member to role.', 0.008],
  ['Update application – Certificates and secrets management ', 0.004],
  ['Consent to application.', 0.01],
  ['Add registered owner to device.', 0.03],
  ['Update policy.', 0.004],
]
const BY_SERVICE: [operation: string, weight: number, by: number[]][] = [
  ['Update user.', 14, [SERVICE.operator, SERVICE.servicePrincipal]],
  ['Update device.', 6, [SERVICE.servicePrincipal]],
  ['Update service principal.', 5, [SERVICE.certificate, SERVICE.servicePrincipal]],
  ['Add service principal.', 1.2, [SERVICE.certificate]],
  ['Change user password.', 0.6, [SERVICE.passwordService]],
  ['Set Company Information.', 0.4, [SERVICE.operator]],
  ['Update group.', 3, [SERVICE.operator]],
  ['Add owner to group.', 0.4, [SERVICE.servicePrincipal]],
]

export const ENTRA: Kind[] = [
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
  ...BY_ADMINS.map(
    ([operation, weight]): Kind => ({
      recordType: 8,
      operation,
      workload: AAD,
      part: 'people',
      weight,
      by: 'admins',
      write: directory,
    }),
  ),
  ...BY_SERVICE.map(
    ([operation, weight, by]): Kind => ({
      recordType: 8,
      operation,
      workload: AAD,
      part: 'service',
      weight,
      by,
      write: directory,
    }),
  ),
]
