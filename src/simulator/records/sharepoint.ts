/** Records of SharePoint and OneDrive: files, pages, lists, sharing. */
import {type DirectoryPerson, SERVICE} from '../tenant-directory.ts'
import {colleague, type Draft, type DraftKind, person, seat, text} from './draft.ts'

/** Names that are legal in SharePoint and unkind to CSV, spreadsheets and careless escaping. */
const FILES = [
  'Plan.docx',
  'Floor plan.pdf',
  'Stock list.xlsx',
  'Budget 2027.xlsx',
  'Offer 2291, final (2).docx',
  'Übersicht Geräte.xlsx',
  '=1+1.csv',
  "O'Neill & Sons – contract.pdf",
  'Résumé_Zoë.docx',
  'photo 🏭.jpg',
  '+notes.txt',
  '会议记录.docx',
  'Price list;EU.csv',
  'drawing-47.dwg',
  'Minutes 100%.docx',
].map(name => JSON.stringify(name).slice(1, -1))
const FOLDERS = [
  'Shared Documents',
  'Shared Documents/General',
  'Shared Documents/2026/Offers',
  'Documents',
  'Shared Documents/Drawings',
]

/** SharePoint's own order of fields: newer records open with `AppAccessContext`, not with `CreationTime`. */
function opening(draft: Draft, session: string): string {
  const {random, kind, actor} = draft
  const key = draft.person >= 0 ? `i:0h.f|membership|${actor.userKey.toLowerCase()}@live.com` : actor.userKey
  return (
    `{"AppAccessContext":{"AADSessionId":"${session}","CorrelationId":"${random.guid()}","IssuedAtTime":"${draft.time}","UniqueTokenId":"${random.hex(22)}"},` +
    `"CreationTime":"${draft.time}","Id":"${draft.id}","Operation":"${kind.operation}","OrganizationId":"${draft.company.organization}","RecordType":${kind.recordType},` +
    `"UserKey":${text(key)},"UserType":${actor.userType},"Version":1,"Workload":"${kind.workload}",`
  )
}

interface Place {
  url: string
  site: string
  web: string
  list: string
  folder: string
}

function place(draft: Draft): Place {
  const {random, company, kind} = draft
  if (kind.workload === 'OneDrive' && draft.person >= 0) return driveOf(draft, person(draft))
  const site = random.pick(company.sites)
  return {url: site.url, site: site.id, web: site.web, list: site.list, folder: random.pick(FOLDERS)}
}

function driveOf({company}: Draft, who: DirectoryPerson): Place {
  return {
    url: `https://${company.shortName}-my.sharepoint.com/personal/${who.drive}`,
    site: who.objectId,
    web: who.mailboxGuid,
    list: who.objectId,
    folder: 'Documents',
  }
}

export interface FileAct {
  name?: string
  folder?: string
  agent?: string
  /** The name it gets, where it is renamed. */
  newName?: string
  size?: number
}

export function writeFile(draft: Draft, act: FileAct): string {
  const {random, actor, kind} = draft
  const {address, device, session} = seat(draft)
  const {url, site, web, list, folder: usual} = place(draft)
  const name = act.name === undefined ? random.pick(FILES) : JSON.stringify(act.name).slice(1, -1)
  const folder = act.folder ?? usual
  const extension = name.slice(name.lastIndexOf('.') + 1)
  const sync = kind.operation.startsWith('FileSync')
  const usualAgent = sync ? '"Microsoft SkyDriveSync 25.174.0907.0003 ship; Windows NT 10.0 (26100)"' : device.agent
  const agent = act.agent === undefined ? (draft.person < 0 ? '""' : usualAgent) : text(act.agent)
  const ip = draft.person < 0 ? '' : `"ClientIP":"${address}",`
  const renamed =
    act.newName === undefined
      ? ''
      : `"DestinationFileExtension":"${act.newName.slice(act.newName.lastIndexOf('.') + 1)}","DestinationFileName":${JSON.stringify(act.newName)},"DestinationRelativeUrl":"${folder}",`
  // a number beyond 2^53 keeps careless JSON round trips honest
  const hash = random.chance(0.02) ? `"ContentHash64":${9_007_199_254}${random.between(740_993, 999_999)},` : ''
  return (
    `${opening(draft, session)}${ip}"UserId":${text(actor.userId)},"AuthenticationType":"${sync ? 'OAuth' : 'FormsCookieAuth'}","BrowserName":"${device.browser}","BrowserVersion":"141.0.0.0",` +
    `"CorrelationId":"${random.guid()}","DeviceDisplayName":"${address}","EventSource":"SharePoint","GeoLocation":"EUR",${hash}"IsManagedDevice":${device.managed},"ItemType":"File","ListId":"${list}",` +
    `"ListItemUniqueId":"${random.guid()}","Platform":"${device.platform}","Site":"${site}","UserAgent":${agent},"WebId":"${web}","FileSizeBytes":${act.size ?? random.between(900, 9_000_000)},${renamed}` +
    `"HighPriorityMediaProcessing":false,"SourceFileExtension":"${extension}","SiteUrl":"${url}/","SourceFileName":"${name}","SourceRelativeUrl":"${folder}","ObjectId":"${url}/${folder}/${name}"}`
  )
}

const file = (draft: Draft): string => writeFile(draft, {})

function page(draft: Draft): string {
  const {random, actor} = draft
  const {address, device, session} = seat(draft)
  const {url, site, web} = place(draft)
  return (
    `${opening(draft, session)}"ClientIP":"${address}","UserId":${text(actor.userId)},"CorrelationId":"${random.guid()}","EventSource":"SharePoint","IsManagedDevice":${device.managed},"ItemType":"Page",` +
    `"Platform":"${device.platform}","Site":"${site}","UserAgent":${device.agent},"WebId":"${web}","ObjectId":"${url}/SitePages/Home.aspx"}`
  )
}

function list(draft: Draft): string {
  const {random, actor} = draft
  const {address, device, session} = seat(draft)
  const {url, site, web, list} = place(draft)
  return (
    `${opening(draft, session)}"ClientIP":"${address}","UserId":${text(actor.userId)},"BrowserName":"${device.browser}","CorrelationId":"${random.guid()}","EventSource":"SharePoint","GeoLocation":"EUR",` +
    `"IsManagedDevice":${device.managed},"ItemType":"List","ListBaseTemplateType":"101","ListBaseType":"DocumentLibrary","ListId":"${list}","ListTitle":"Documents","Site":"${site}","UserAgent":${device.agent},` +
    `"WebId":"${web}","SiteUrl":"${url}/","ObjectId":"${url}/Shared Documents"}`
  )
}

export interface Share {
  /** Who gets it; 'Anyone' for a link that asks nobody's name. */
  target: string
  outside: boolean
  name?: string
  rights?: string
}

export function writeSharing(draft: Draft, share: Share): string {
  const {random, actor} = draft
  const {address, device, session} = seat(draft)
  const {url, site, web, list, folder} = place(draft)
  const name = share.name === undefined ? random.pick(FILES) : JSON.stringify(share.name).slice(1, -1)
  const anyone = share.target === 'Anyone'
  return (
    `${opening(draft, session)}"ClientIP":"${address}","UserId":${text(actor.userId)},"AuthenticationType":"FormsCookieAuth","BrowserName":"${device.browser}","CorrelationId":"${random.guid()}","EventSource":"SharePoint","GeoLocation":"EUR",` +
    `"IsManagedDevice":${device.managed},"ItemType":"File","ListId":"${list}","ListItemUniqueId":"${random.guid()}","Platform":"${device.platform}","Site":"${site}","UserAgent":${device.agent},"WebId":"${web}",` +
    `"EventData":"<Permissions granted>${share.rights ?? random.pick(['Contribute', 'Read', 'Edit'])}</Permissions granted>","SharingLinkScope":"${anyone ? 'Anyone' : 'SpecificPeople'}","SourceFileExtension":"${name.slice(name.lastIndexOf('.') + 1)}",` +
    `"TargetUserOrGroupType":"${anyone ? 'SharePointGroup' : share.outside ? 'Guest' : 'Member'}","TargetUserOrGroupName":${text(anyone ? 'SharingLinks.Flexible' : share.target)},"UniqueSharingId":"${random.guid()}","SiteUrl":"${url}","SourceRelativeUrl":"${folder}","SourceFileName":"${name}","ObjectId":"${url}/${folder}/${name}"}`
  )
}

/** Customers and suppliers, the first ones more often. */
function outsider(draft: Draft): string {
  const company = Math.floor(24 * draft.random.fraction() ** 2)
  return `${draft.random.pick(['kim.lee', 'pat.meyer', 'alex.roy', 'sam.costa'])}@client${company}.example`
}

function sharing(draft: Draft): string {
  const anonymous = draft.kind.operation.startsWith('Anonymous')
  const outside = anonymous || draft.random.chance(0.2)
  return writeSharing(draft, {
    outside,
    target: anonymous ? 'Anyone' : outside ? outsider(draft) : colleague(draft).userId,
  })
}

const people = {part: 'people', by: 'anyone'} as const
const files: [operation: string, weight: number][] = [
  ['FileAccessed', 9],
  ['FileAccessedExtended', 1.6],
  ['FilePreviewed', 2.4],
  ['FileModified', 4],
  ['FileModifiedExtended', 1],
  ['FileDownloaded', 1.6],
  ['FileUploaded', 1.4],
  ['FileSyncDownloadedFull', 0.9],
  ['FileSyncUploadedFull', 0.6],
  ['FileRenamed', 0.25],
  ['FileMoved', 0.15],
  ['FileCopied', 0.1],
  ['FileDeleted', 0.3],
  ['FileRecycled', 0.3],
  ['FileCheckedOut', 0.04],
  ['FileCheckedIn', 0.04],
  ['FileRestored', 0.01],
]

export const SHAREPOINT: DraftKind[] = [
  ...files.flatMap(([operation, weight]): DraftKind[] => [
    {...people, recordType: 6, operation, workload: 'SharePoint', weight: weight * 0.6, write: file},
    {...people, recordType: 6, operation, workload: 'OneDrive', weight: weight * 0.4, write: file},
  ]),
  {
    recordType: 6,
    operation: 'FileModified',
    workload: 'SharePoint',
    part: 'service',
    by: [SERVICE.appAtSharePoint],
    weight: 3,
    write: file,
  },
  {...people, recordType: 4, operation: 'PageViewed', workload: 'SharePoint', weight: 2.6, write: page},
  {...people, recordType: 4, operation: 'PageViewedExtended', workload: 'SharePoint', weight: 0.3, write: page},
  {...people, recordType: 36, operation: 'ListViewed', workload: 'SharePoint', weight: 1.2, write: list},
  {...people, recordType: 54, operation: 'ListItemUpdated', workload: 'SharePoint', weight: 0.5, write: list},
  {
    recordType: 36,
    operation: 'ListUpdated',
    workload: 'SharePoint',
    part: 'service',
    by: [SERVICE.sharePointSystem],
    weight: 1,
    write: list,
  },
  {...people, recordType: 14, operation: 'SharingSet', workload: 'SharePoint', weight: 0.3, write: sharing},
  {...people, recordType: 14, operation: 'SecureLinkCreated', workload: 'OneDrive', weight: 0.2, write: sharing},
  {...people, recordType: 14, operation: 'AddedToSecureLink', workload: 'OneDrive', weight: 0.2, write: sharing},
  {...people, recordType: 14, operation: 'AnonymousLinkCreated', workload: 'SharePoint', weight: 0.04, write: sharing},
  {
    ...people,
    recordType: 14,
    operation: 'SharingInvitationCreated',
    workload: 'SharePoint',
    weight: 0.02,
    write: sharing,
  },
]
