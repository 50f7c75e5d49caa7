/** Records of Exchange: cmdlets run by the service and by admins, mailbox items, aggregated reads. */

import type {Random} from '../random.ts'
import {type DirectoryPerson, SERVICE} from '../tenant-directory.ts'
import {colleague, type Draft, type DraftKind, head, person, seat, text, withPort} from './draft.ts'

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
  ['Set-Mailbox', 0.3],
  ['Set-DistributionGroup', 0.1],
  ['Add-DistributionGroupMember', 0.2],
  ['Remove-DistributionGroupMember', 0.08],
  ['Set-CASMailbox', 0.05],
  ['New-DistributionGroup', 0.02],
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
  const parameters: [string, string][] = [['Identity', service ? target.mailboxGuid : target.userId]]
  if (service) parameters.push(['DomainController', 'DB9PR08A06DC003.EURPR08A006.PROD.OUTLOOK.COM'])
  const settings = service ? random.between(4, 9) : random.between(1, 4)
  const first = random.below(SETTINGS.length)
  for (let i = 0; i < settings; i++) {
    const [name, values] = SETTINGS[(first + i) % SETTINGS.length] as (typeof SETTINGS)[number]
    parameters.push([name, random.pick(values)])
  }
  const object = service ? `${company.initialDomain}/${target.mailboxGuid}` : target.userId
  return writeCmdlet(draft, {object, parameters, failed: !random.chance(0.985)})
}

export interface CmdletDraft {
  object: string
  parameters: readonly (readonly [name: string, value: string])[]
  failed?: boolean
  /** From Outlook on the web instead of the admin center. */
  owa?: boolean
}

export function writeCmdlet(draft: Draft, {object, parameters, failed, owa}: CmdletDraft): string {
  const {random, company} = draft
  const service = draft.person < 0
  const place = service ? '' : `"ClientIP":"${withPort(seat(draft).address, random)}",`
  const application = owa ? '00000002-0000-0ff1-ce00-000000000000' : 'fb78d390-0c51-40cd-8e17-fdbfab77341b'
  const written = parameters.map(([name, value]) => `{"Name":"${name}","Value":${text(value)}}`)
  return (
    `${head(draft, failed ? 'False' : 'True')}${place}"ObjectId":${text(object)},"AppId":"${service ? '' : application}",` +
    `"AppPoolName":"${owa ? 'MSExchangeOWAAppPool' : 'MSExchangeAdminApiNetCore'}","ClientAppId":"","CorrelationID":"${random.guid()}","ExternalAccess":${service},` +
    `"OrganizationName":"${company.initialDomain}","OriginatingServer":"${SERVER(random)}",` +
    `"Parameters":[${written.join(',')}],"RequestId":"${random.guid()}","SessionId":"${service ? '' : seat(draft).session}","TokenTenantId":"${company.organization}"}`
  )
}

const RULES: readonly (readonly [name: string, ...parameters: (readonly [string, string])[]])[] = [
  ['Projects', ['SubjectContainsWords', 'Project'], ['MoveToFolder', 'Inbox\\Projects']],
  ['Suppliers', ['FromAddressContainsWords', 'supplier.example'], ['MoveToFolder', 'Inbox\\Suppliers']],
  ['Invoices to file', ['SubjectContainsWords', 'Invoice;Rechnung'], ['MoveToFolder', 'Inbox\\Invoices']],
  [
    'Newsletters',
    ['FromAddressContainsWords', 'news@mailer.example'],
    ['MoveToFolder', 'Inbox\\Newsletters'],
    ['MarkAsRead', 'True'],
  ],
  ['CRM notices', ['From', 'crm@tools.example'], ['MoveToFolder', 'Inbox\\CRM']],
  ['Build results', ['SubjectContainsWords', '[build]'], ['MoveToFolder', 'Inbox\\Builds'], ['MarkAsRead', 'True']],
  ['Holiday requests', ['SubjectContainsWords', 'holiday request'], ['ApplyCategory', 'HR']],
  ['Team mail first', ['SentTo', 'team@fabrikam.example'], ['MarkImportance', 'High']],
]

/** A rule of one's own, in one's own mailbox. */
function rule(draft: Draft): string {
  const who = person(draft)
  const [name, ...parameters] = draft.random.pick(RULES)
  const own = {object: `${draft.company.initialDomain}\\${who.name}\\${name}`, owa: true}
  if (draft.kind.operation === 'Remove-InboxRule')
    return writeCmdlet(draft, {...own, parameters: [['Identity', own.object]]})
  const first =
    draft.kind.operation === 'Set-InboxRule' ? (['Identity', own.object] as const) : (['Name', name] as const)
  return writeCmdlet(draft, {
    ...own,
    parameters: [['AlwaysDeleteOutlookRulesBlob', 'False'], ['Force', 'False'], first, ...parameters],
  })
}

function autoReply(draft: Draft): string {
  const who = person(draft)
  const parameters: [string, string][] = [
    ['Identity', who.userId],
    ['AutoReplyState', 'Scheduled'],
    ['InternalMessage', 'I am away until Monday.'],
    ['ExternalMessage', 'I am away until Monday.'],
  ]
  return writeCmdlet(draft, {object: who.userId, parameters, owa: true})
}

/** An assistant is let into a shared mailbox. */
function permission(draft: Draft): string {
  const box = `${draft.random.pick(['info', 'invoices', 'orders', 'jobs', 'support'])}@${draft.company.domain}`
  const rights = draft.kind.operation === 'Add-RecipientPermission' ? 'SendAs' : 'FullAccess'
  const parameters: [string, string][] = [
    ['Identity', box],
    [rights === 'SendAs' ? 'Trustee' : 'User', colleague(draft).userId],
    ['AccessRights', rights],
    ['InheritanceType', 'All'],
  ]
  return writeCmdlet(draft, {object: box, parameters})
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
/** What a person reads mail with at the desk: always the same. */
const DESKTOPS = [
  'Client=OWA;Action=ViaProxy',
  'Client=OWA;Action=ViaProxy',
  'Client=MSExchangeRPC',
  'Client=Microsoft.Exchange.Mapi; Microsoft Outlook 16.0.18925; ',
]

const itemId = (random: Random) => `RgAAAAB${random.hex(90)}AAAJ`
const messageId = (draft: Draft) => `<${draft.random.hex(32)}@${draft.company.domain}>`
const folder = (random: Random) => `{"Id":"LgAAAAB${random.hex(40)}AAAB","Path":"${random.pick(FOLDERS)}"}`

/** Who is in whose mailbox with what; by default the owner with the usual program. */
export interface MailAccessDraft {
  owner?: DirectoryPerson
  client?: string
  /** The application's id where it is not Exchange itself. */
  application?: string
  logonType?: 0 | 1 | 2
  address?: string
}

const SUBSTRATE = '13937bba-652e-4c46-b222-3003f4d1ff97'

function substrate(draft: Draft): MailAccessDraft {
  const {random} = draft
  return {
    owner: colleague(draft),
    client: 'Client=REST;Client=RESTSystem;;',
    application: SUBSTRATE,
    logonType: 1,
    address: random.chance(0.6)
      ? `2603:10a6:20b:${random.hex(3)}::${random.between(10, 99)}`
      : `52.97.${random.between(128, 255)}.${random.between(1, 254)}`,
  }
}

function usualClient(draft: Draft): string {
  const {platform} = seat(draft).device
  if (platform === 'iOS') return 'Client=OutlookService;Outlook-iOS/2.0;'
  return platform === 'Android' ? 'Client=OutlookService;Outlook-Android/2.0;' : (DESKTOPS[draft.person % 4] as string)
}

function mailbox(draft: Draft, access: MailAccessDraft): string {
  const {random, company} = draft
  const {owner = person(draft), application, logonType = 0} = access
  const {address, session} =
    access.address === undefined ? seat(draft) : {address: access.address, session: random.guid()}
  const client = access.client ?? usualClient(draft)
  const ofOthers = application !== undefined && application !== SUBSTRATE
  return (
    `"ClientIPAddress":"${address}","AppAccessContext":{"AADSessionId":"${session}","APIId":"${ofOthers ? '00000003-0000-0000-c000-000000000000' : ''}","ClientAppId":"${ofOthers ? application : ''}","IssuedAtTime":"${draft.time}","UniqueTokenId":"${random.hex(22)}"},` +
    `"AppId":"${application ?? '00000002-0000-0ff1-ce00-000000000000'}","ClientAppId":"${ofOthers ? application : ''}","ClientInfoString":"${client}","ExternalAccess":false,"InternalLogonType":0,"LogonType":${logonType},` +
    `"LogonUserSid":"${owner.sid}","MailboxGuid":"${owner.mailboxGuid}","MailboxOwnerSid":"${owner.sid}","MailboxOwnerUPN":${text(owner.userId)},` +
    `"OrganizationName":"${company.initialDomain}","OriginatingServer":"${SERVER(random)}\\r\\n","SessionId":"${session}",`
  )
}

export interface MailReadingDraft extends MailAccessDraft {
  /** Folders are synchronised, not messages opened. */
  sync?: boolean
  /** Messages opened. */
  count?: number
  folder?: string
}

export function writeReading(draft: Draft, reading: MailReadingDraft): string {
  const {random} = draft
  const {sync = false} = reading
  const count = sync ? 0 : (reading.count ?? (random.chance(0.7) ? random.between(1, 2) : random.between(3, 9)))
  const items: string[] = []
  for (let i = 0; i < count; i++) {
    items.push(
      `{"ClientRequestId":"${random.guid()}","Id":"${itemId(random)}","ImmutableId":"${random.hex(48)}","InternetMessageId":"${messageId(draft)}","SizeInBytes":${random.between(2_000, 180_000)}}`,
    )
  }
  const path = reading.folder ?? random.pick(FOLDERS)
  const folders = sync
    ? `"Item":{"Id":"LgAAAAB${random.hex(40)}AAAB","ParentFolder":{"Id":"LgAAAAB${random.hex(40)}AAAB","Path":"${path}"}}`
    : `"Folders":[{"FolderItems":[${items.join(',')}],"Id":"LgAAAAB${random.hex(40)}AAAB","Path":"${path}"}]`
  return (
    `${head(draft, 'Succeeded')}${mailbox(draft, reading)}` +
    `"OperationProperties":[{"Name":"MailAccessType","Value":"${sync ? 'Sync' : 'Bind'}"},{"Name":"IsThrottled","Value":"False"}],` +
    `${folders},"OperationCount":${Math.max(1, count)}}`
  )
}

function mailItemsAccessed(draft: Draft): string {
  if (draft.person < 0) return writeReading(draft, substrate(draft))
  return writeReading(draft, {sync: draft.random.chance(0.12)})
}

export interface MailItemDraft extends MailAccessDraft {
  subject?: string
  folder?: string
  messageId?: string
}

export function writeItem(draft: Draft, message: MailItemDraft): string {
  const {random} = draft
  const subject = message.subject === undefined ? random.pick(SUBJECTS) : JSON.stringify(message.subject)
  const path = message.folder ?? random.pick(FOLDERS)
  return (
    `${head(draft, 'Succeeded')}${mailbox(draft, message)}"Item":{"Attachments":"","Id":"${itemId(random)}","ImmutableId":"${random.hex(48)}",` +
    `"InternetMessageId":"${message.messageId ?? messageId(draft)}","IsRecord":false,"ParentFolder":{"Id":"LgAAAAB${random.hex(40)}AAAB","Path":"${path}"},"SizeInBytes":${random.between(3_000, 900_000)},"Subject":${subject}}}`
  )
}

const item = (draft: Draft): string => writeItem(draft, {})

export interface MailItemsDraft extends MailAccessDraft {
  count?: number
  subject?: string
  messageId?: string
}

export function writeItems(draft: Draft, messages: MailItemsDraft): string {
  const {random} = draft
  const affected: string[] = []
  for (let i = messages.count ?? random.between(1, 4); i > 0; i--) {
    const subject = messages.subject === undefined ? random.pick(SUBJECTS) : JSON.stringify(messages.subject)
    affected.push(
      `{"Id":"${itemId(random)}","InternetMessageId":"${messages.messageId ?? messageId(draft)}","ParentFolder":${folder(random)},"Subject":${subject}}`,
    )
  }
  return `${head(draft, 'Succeeded')}${mailbox(draft, messages)}"AffectedItems":[${affected.join(',')}],"CrossMailboxOperation":false,"DestFolder":${folder(random)},"Folder":${folder(random)}}`
}

const items = (draft: Draft): string => writeItems(draft, {})

const exchange = {workload: 'Exchange', part: 'people', by: 'members'} as const

export const EXCHANGE: DraftKind[] = [
  ...PROVISIONING.map(
    ([operation, weight]): DraftKind => ({
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
    ([operation, weight]): DraftKind => ({
      recordType: 1,
      operation,
      workload: 'Exchange',
      part: 'people',
      weight,
      by: 'admins',
      write: cmdlet,
    }),
  ),
  {...exchange, recordType: 1, operation: 'New-InboxRule', weight: 0.03, write: rule},
  {...exchange, recordType: 1, operation: 'Set-InboxRule', weight: 0.02, write: rule},
  {...exchange, recordType: 1, operation: 'Remove-InboxRule', weight: 0.01, write: rule},
  {...exchange, recordType: 1, operation: 'Set-MailboxAutoReplyConfiguration', weight: 0.06, write: autoReply},
  {...exchange, by: 'helpdesk', recordType: 1, operation: 'Add-MailboxPermission', weight: 0.02, write: permission},
  {...exchange, by: 'helpdesk', recordType: 1, operation: 'Add-RecipientPermission', weight: 0.01, write: permission},
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
