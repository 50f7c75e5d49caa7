/** Records of Exchange: cmdlets run by the service and by admins, mailbox items, aggregated reads. */
import {SERVICE} from '../company.ts'
import type {Random} from '../random.ts'
import {colleague, type Draft, head, type Kind, person, seat, text, withPort} from './draft.ts'

const SERVER = (random: Random) =>
  `DB9PR${random.between(1, 99)}MB${random.between(1000, 9999)} (15.20.9${random.between(100, 299)}.0${random.between(10, 29)})`

/** Cmdlets the service runs by itself, in bursts; two thirds of a small tenant's log. */
const PROVISIONING: [cmdlet: string, weight: number][] = [
  ['Set-Mailbox', 34],
  ['Set-MailUser', 13],
  ['Set-User', 18],
  ['Set-CASMailbox', 9],
  ['Set-UnifiedGroup', 5],
  ['Set-RecipientEnforcementProvisioningPolicy', 5],
  ['Set-TenantObjectVersion', 4],
  ['Set-AdminAuditLogConfig', 4],
  ['Install-AdminAuditLogConfig', 3],
  ['Install-DefaultSharingPolicy', 3],
  ['Install-ResourceConfig', 3],
  ['Set-ExchangeAssistanceConfig', 3],
  ['New-ExchangeAssistanceConfig', 2],
  ['Enable-AddressListPaging', 2],
  ['Set-TransportConfig', 2],
  ['Set-OwaMailboxPolicy', 2],
  ['Set-MailboxPlan', 2],
  ['Set-CASMailboxPlan', 2],
  ['Add-MailboxPermission', 2],
  ['Set-SyncMailUser', 2],
  ['Set-Group', 1.5],
  ['Set-Contact', 1],
  ['New-Mailbox', 0.6],
  ['Enable-Mailbox', 0.4],
  ['Set-Place', 0.4],
  ['Set-AcceptedDomain', 0.3],
  ['New-MailUser', 0.3],
  ['Remove-Mailbox', 0.2],
  ['Set-HostedContentFilterPolicy', 0.2],
  ['Set-MailboxFolderPermission', 0.2],
]
const BY_ADMINS: [cmdlet: string, weight: number][] = [
  ['Set-Mailbox', 3],
  ['Add-MailboxPermission', 1.2],
  ['Set-DistributionGroup', 1],
  ['Add-DistributionGroupMember', 2],
  ['Remove-DistributionGroupMember', 0.8],
  ['New-InboxRule', 0.5],
  ['Set-InboxRule', 0.4],
  ['Set-CASMailbox', 0.5],
  ['Add-RecipientPermission', 0.3],
  ['New-TransportRule', 0.05],
  ['Set-TransportRule', 0.1],
  ['Set-MailboxAutoReplyConfiguration', 0.6],
  ['Remove-InboxRule', 0.2],
  ['New-DistributionGroup', 0.2],
]

const SETTINGS: readonly (readonly [string, readonly string[]])[] = [
  ['RetainDeletedItemsFor', ['14.00:00:00', '30.00:00:00']],
  ['LitigationHoldEnabled', ['False', 'True']],
  ['ProhibitSendReceiveQuota', ['50 GB (53,687,091,200 bytes)', '100 GB (107,374,182,400 bytes)']],
  ['EmailAddressPolicyEnabled', ['False', 'True']],
  ['HiddenFromAddressListsEnabled', ['False', 'True']],
  ['SkuCapability', ['BPOS_S_Enterprise', 'BPOS_S_Standard', 'None']],
  ['MaxSendSize', ['35 MB (36,700,160 bytes)', '150 MB (157,286,400 bytes)']],
  ['RoleAssignmentPolicy', ['Default Role Assignment Policy']],
  ['SharingPolicy', ['Default Sharing Policy']],
  ['AddressBookPolicy', ['']],
  ['ThrottlingPolicy', ['']],
  ['ArchiveStatus', ['None', 'Active']],
  ['UsageLocation', ['Netherlands', 'Germany', 'Österreich', 'Côte d’Ivoire']],
  ['Languages', ['en-US', 'nl-NL;en-US', 'de-DE']],
  ['CustomAttribute1', ['', 'cost centre 4711', 'A"B', '=1+1']],
  ['DisplayName', ['Zoë Sørensen', 'Kovács, Ilona', 'Team "North" (EU)', 'José Núñez']],
]

function cmdlet(draft: Draft): string {
  const {random, company} = draft
  const target = colleague(draft)
  const service = draft.person < 0
  const parameters = [`{"Name":"Identity","Value":${text(service ? target.mailboxGuid : target.userId)}}`]
  if (service) parameters.push('{"Name":"DomainController","Value":"DB9PR08A06DC003.EURPR08A006.PROD.OUTLOOK.COM"}')
  const settings = service ? random.between(4, 9) : random.between(1, 4)
  const first = random.below(SETTINGS.length)
  for (let i = 0; i < settings; i++) {
    const [name, values] = SETTINGS[(first + i) % SETTINGS.length] as (typeof SETTINGS)[number]
    parameters.push(`{"Name":"${name}","Value":${text(random.pick(values))}}`)
  }
  const place = service ? '' : `"ClientIP":"${withPort(seat(draft).address, random)}",`
  const object = service ? `${company.initialDomain}/${target.mailboxGuid}` : target.userId
  return (
    `${head(draft, random.chance(0.985) ? 'True' : 'False')}${place}"ObjectId":${text(object)},"AppId":"${service ? '' : 'fb78d390-0c51-40cd-8e17-fdbfab77341b'}",` +
    `"AppPoolName":"MSExchangeAdminApiNetCore","ClientAppId":"","CorrelationID":"${random.guid()}","ExternalAccess":${service},` +
    `"OrganizationName":"${company.initialDomain}","OriginatingServer":"${SERVER(random)}",` +
    `"Parameters":[${parameters.join(',')}],"RequestId":"${random.guid()}","SessionId":"${service ? '' : seat(draft).session}","TokenTenantId":"${company.organization}"}`
  )
}

const SUBJECTS = [
  'Site visit',
  'Re: Offer 2291',
  'AW: Lieferschein für Maschine 7',
  'Fwd: "final" figures, please read',
  'Minutes',
  '=SUM(A1:A9)',
  '+49 30 1234 call back',
  '@all: canteen closed',
  '-- reminder --',
  'Příští týden 🚂',
  'RE: RE: invoice; due 15/10',
  'Tab\there',
  'Quarterly numbers \\ draft',
  '见面',
].map(subject => JSON.stringify(subject))
const FOLDERS = [
  '\\\\Inbox',
  '\\\\Inbox\\\\Projects',
  '\\\\Sent Items',
  '\\\\Deleted Items',
  '\\\\Archive',
  '\\\\Calendar',
  '\\\\Drafts',
]
const CLIENTS = [
  'Client=OWA;Action=ViaProxy',
  'Client=OWA;Action=ViaProxy',
  'Client=MSExchangeRPC',
  'Client=Microsoft.Exchange.Mapi; Microsoft Outlook 16.0.18925; ',
  'Client=REST;Client=RESTSystem;;',
]

const itemId = (random: Random) => `RgAAAAB${random.hex(90)}AAAJ`
const messageId = (draft: Draft) => `<${draft.random.hex(32)}@${draft.company.domain}>`
const folder = (random: Random) => `{"Id":"LgAAAAB${random.hex(40)}AAAB","Path":"${random.pick(FOLDERS)}"}`

/** The fields that every mailbox record has; `substrate` is the service reading for itself. */
function mailbox(draft: Draft, substrate: boolean): string {
  const {random, company} = draft
  const owner = substrate ? colleague(draft) : person(draft)
  const {address, session} = seat(draft)
  const ip = substrate
    ? random.chance(0.6)
      ? `2603:10a6:20b:${random.hex(3)}::${random.between(10, 99)}`
      : `52.97.${random.between(128, 255)}.${random.between(1, 254)}`
    : address
  const client = substrate
    ? 'Client=REST;Client=RESTSystem;;'
    : (CLIENTS[(draft.person + (draft.hour >> 3)) % 4] as string)
  const app = substrate ? '13937bba-652e-4c46-b222-3003f4d1ff97' : '00000002-0000-0ff1-ce00-000000000000'
  return (
    `"ClientIPAddress":"${ip}","AppAccessContext":{"AADSessionId":"${session}","APIId":"","ClientAppId":"","IssuedAtTime":"${draft.time}","UniqueTokenId":"${random.hex(22)}"},` +
    `"AppId":"${app}","ClientAppId":"","ClientInfoString":"${client}","ExternalAccess":false,"InternalLogonType":0,"LogonType":${substrate ? 1 : 0},` +
    `"LogonUserSid":"${owner.sid}","MailboxGuid":"${owner.mailboxGuid}","MailboxOwnerSid":"${owner.sid}","MailboxOwnerUPN":${text(owner.userId)},` +
    `"OrganizationName":"${company.initialDomain}","OriginatingServer":"${SERVER(random)}\\r\\n","SessionId":"${session}",`
  )
}

function mailItemsAccessed(draft: Draft): string {
  const {random} = draft
  const substrate = draft.person < 0
  const sync = !substrate && random.chance(0.12)
  const count = sync ? 0 : random.chance(0.7) ? random.between(1, 2) : random.between(3, 9)
  const items: string[] = []
  for (let i = 0; i < count; i++) {
    items.push(
      `{"ClientRequestId":"${random.guid()}","Id":"${itemId(random)}","ImmutableId":"${random.hex(48)}","InternetMessageId":"${messageId(draft)}","SizeInBytes":${random.between(2_000, 180_000)}}`,
    )
  }
  const folders = sync
    ? `"Item":{"Id":"LgAAAAB${random.hex(40)}AAAB","ParentFolder":${folder(random)}}`
    : `"Folders":[{"FolderItems":[${items.join(',')}],"Id":"LgAAAAB${random.hex(40)}AAAB","Path":"${random.pick(FOLDERS)}"}]`
  return (
    `${head(draft, 'Succeeded')}${mailbox(draft, substrate)}` +
    `"OperationProperties":[{"Name":"MailAccessType","Value":"${sync ? 'Sync' : 'Bind'}"},{"Name":"IsThrottled","Value":"False"}],` +
    `${folders},"OperationCount":${Math.max(1, count)}}`
  )
}

function item(draft: Draft): string {
  const {random} = draft
  return (
    `${head(draft, 'Succeeded')}${mailbox(draft, false)}"Item":{"Attachments":"","Id":"${itemId(random)}","ImmutableId":"${random.hex(48)}",` +
    `"InternetMessageId":"${messageId(draft)}","IsRecord":false,"ParentFolder":${folder(random)},"SizeInBytes":${random.between(3_000, 900_000)},"Subject":${random.pick(SUBJECTS)}}}`
  )
}

function items(draft: Draft): string {
  const {random} = draft
  const affected: string[] = []
  for (let i = random.between(1, 4); i > 0; i--) {
    affected.push(
      `{"Id":"${itemId(random)}","InternetMessageId":"${messageId(draft)}","ParentFolder":${folder(random)},"Subject":${random.pick(SUBJECTS)}}`,
    )
  }
  return `${head(draft, 'Succeeded')}${mailbox(draft, false)}"AffectedItems":[${affected.join(',')}],"CrossMailboxOperation":false,"DestFolder":${folder(random)},"Folder":${folder(random)}}`
}

const exchange = {workload: 'Exchange', part: 'people', by: 'anyone'} as const

export const EXCHANGE: Kind[] = [
  ...PROVISIONING.map(
    ([operation, weight]): Kind => ({
      recordType: 1,
      operation,
      workload: 'Exchange',
      part: 'provisioning',
      weight,
      by: [SERVICE.serviceHost, SERVICE.adminApi, SERVICE.w3wp],
      write: cmdlet,
    }),
  ),
  ...BY_ADMINS.map(
    ([operation, weight]): Kind => ({
      recordType: 1,
      operation,
      workload: 'Exchange',
      part: 'people',
      weight: weight / 10,
      by: 'admins',
      write: cmdlet,
    }),
  ),
  {...exchange, recordType: 50, operation: 'MailItemsAccessed', weight: 11, write: mailItemsAccessed},
  {
    ...exchange,
    recordType: 50,
    operation: 'MailItemsAccessed',
    part: 'service',
    by: [SERVICE.localSystem],
    weight: 36,
    write: mailItemsAccessed,
  },
  {...exchange, recordType: 2, operation: 'Send', weight: 4, write: item},
  {...exchange, recordType: 2, operation: 'Create', weight: 1.6, write: item},
  {...exchange, recordType: 2, operation: 'Update', weight: 1.2, write: item},
  {...exchange, recordType: 2, operation: 'SendAs', weight: 0.05, write: item},
  {...exchange, recordType: 2, operation: 'SendOnBehalf', weight: 0.03, write: item},
  {...exchange, recordType: 3, operation: 'MoveToDeletedItems', weight: 1.4, write: items},
  {...exchange, recordType: 3, operation: 'SoftDelete', weight: 1.1, write: items},
  {...exchange, recordType: 3, operation: 'HardDelete', weight: 0.5, write: items},
  {...exchange, recordType: 3, operation: 'Move', weight: 0.4, write: items},
]
