/** Records of everything else: Teams, alerts, compliance, insights, and types that no published table names. */
import {SERVICE} from '../tenant-directory.ts'
import {colleague, type Draft, type DraftKind, head, person, seat, text} from './draft.ts'

const TEAMS = ['Projects', 'Sales EMEA', 'R&D', 'All hands', 'Einkauf / Logistik', 'Board "A"'].map(name =>
  JSON.stringify(name),
)

function teams(draft: Draft): string {
  const {random, kind} = draft
  const {address, device} = seat(draft)
  const team = random.pick(TEAMS)
  const members = [person(draft), colleague(draft), colleague(draft)].map(
    who => `{"DisplayName":${text(who.name)},"Role":${who.role === 'guest' ? 3 : 1},"UPN":${text(who.userId)}}`,
  )
  return (
    `${head(draft, undefined, person(draft).objectId)}"ClientIP":"${address}","ObjectId":"${random.guid()}","AADGroupId":"${random.guid()}","CommunicationType":"${random.pick(['Team', 'OneOnOne', 'GroupChat'])}",` +
    `"ChatThreadId":"19:${random.hex(32)}@thread.v2","ExtraProperties":[{"Key":"TimeZone","Value":"Europe/Amsterdam"},{"Key":"OsName","Value":"${device.os}"},{"Key":"UserAgent","Value":${device.agent}}],` +
    `"ItemName":${team},"Members":[${members.join(',')}],"MessageId":"${Date.parse(`${draft.time}Z`)}","MessageVersion":"${Date.parse(`${draft.time}Z`)}","ParticipantInfo":{"HasForeignTenantUsers":${random.chance(0.05)},"HasGuestUsers":false,"HasOtherGuestUsers":false,"HasUnauthenticatedUsers":false,"ParticipatingTenantIds":["${draft.company.organization}"]},` +
    `"TeamGuid":"19:${random.hex(32)}@thread.tacv2","TeamName":${team}${kind.operation === 'MessageCreatedHasLink' ? ',"MessageURLs":["https:\\/\\/fabrikam.example\\/agenda?a=1\\u0026b=2"]' : ''}}`
  )
}

function insights(draft: Draft): string {
  const {random} = draft
  return `${head(draft, 'Succeeded')}"ObjectId":"Tenant","AadAppId":"00000003-0000-0000-c000-000000000000","DataType":"${random.pick(['ClassificationInsights', 'LabelInsights', 'RetentionInsights'])}","DatabaseType":"Directory","RelativeUrl":"\\/DataInsights\\/${random.guid()}","ResultCount":"${random.below(40)}"}`
}

function complianceCmdlet(draft: Draft): string {
  const {random, kind} = draft
  return `${head(draft, 'Succeeded')}"ObjectId":"${random.guid()}","SecurityComplianceCenterEventType":0,"ClientApplication":"EMC","CmdletVersion":"","EffectiveOrganization":"${draft.company.initialDomain}","NonPIIParameters":"-ResultSize","Parameters":"${kind.operation} -ResultSize \\"Unlimited\\"","StartTime":"${draft.time}","UserServicePlan":""}`
}

const ALERTS: readonly (readonly [name: string, category: string, severity: string])[] = [
  ['Messages have been delayed', 'MailFlow', 'Informational'],
  ['Email messages containing phish URLs removed after delivery', 'ThreatManagement', 'Informational'],
  ['Email messages containing malicious file removed after delivery', 'ThreatManagement', 'Informational'],
  ['Email messages from a campaign removed after delivery', 'ThreatManagement', 'Informational'],
  ['Email reported by user as malware or phish', 'ThreatManagement', 'Low'],
  ['eDiscovery search started or exported', 'ThreatManagement', 'Informational'],
]

function alert(draft: Draft): string {
  const {random, kind} = draft
  const target = colleague(draft)
  const [name, category, severity] = random.pick(ALERTS)
  const data = JSON.stringify({
    etype: 'User',
    eid: target.userId,
    op: kind.operation,
    tid: draft.company.organization,
    ts: `${draft.time}Z`,
    te: `${draft.time}Z`,
    tht: random.between(1, 9),
    suid: target.userId,
    sev: severity,
    an: name,
    ad: 'This alert is triggered by the policy of the same name.',
    lon: 'Protection',
  })
  return `${head(draft, 'Succeeded')}"ObjectId":"${random.guid()}","AlertEntityId":${text(target.userId)},"AlertId":"${random.guid()}","AlertLinks":[{"AlertLinkHref":""}],"AlertType":"System","Category":"${category}","Comments":"New alert","Data":${JSON.stringify(data)},"EntityType":"User","Name":${text(name)},"PolicyId":"${random.guid()}","Severity":"${severity}","Source":"Office 365 Security & Compliance","Status":"Active"}`
}

function threat(draft: Draft): string {
  const {random} = draft
  return `${head(draft, undefined)}"ObjectId":"${random.guid()}","AttachmentData":[],"AuthDetails":[{"Name":"SPF","Value":"Fail"},{"Name":"DKIM","Value":"None"},{"Name":"DMARC","Value":"Fail"}],"DeliveryAction":"Blocked","DetectionMethod":"Fingerprint matching","DetectionType":"Inline","Directionality":"Inbound","EventDeepLink":"https:\\/\\/security.microsoft.com\\/threatexplorer","InternetMessageId":"<${random.hex(24)}@mailer.example>","LatestDeliveryLocation":"Quarantine","MessageTime":"${draft.time}","NetworkMessageId":"${random.guid()}","P1Sender":"bounce@mailer.example","P2Sender":"news@mailer.example","Policy":"AntiPhish","PolicyAction":"MoveToQuarantine","Recipients":[${text(colleague(draft).userId)}],"SenderIp":"192.0.2.${random.between(1, 254)}","Subject":"Your parcel, \\"urgent\\"","Verdict":"Phish"}`
}

function investigation(draft: Draft): string {
  const {random} = draft
  const actions = Array.from({length: random.between(3, 14)}, () => ({
    ActionId: random.guid(),
    ActionType: 'SoftDelete',
    Status: 'Pending',
    Entities: [
      {
        Type: 'mailMessage',
        Recipient: colleague(draft).userId,
        NetworkMessageId: random.guid(),
        Urls: [`https://mailer.example/${random.hex(20)}`],
      },
    ],
  }))
  return `${head(draft, undefined)}"ObjectId":"${random.guid()}","Actions":${JSON.stringify(actions)},"Data":${JSON.stringify(JSON.stringify({Version: 3, VendorName: 'Microsoft', ProviderName: 'OATP', AlertType: random.guid(), Actions: actions}))},"DeepLinkUrl":"https:\\/\\/security.microsoft.com\\/airinvestigation","InvestigationId":"urn:${random.hex(16)}","InvestigationName":"Mail with malicious urls is zapped","InvestigationType":"ZappedUrlInvestigation","LastUpdateTimeUtc":"${draft.time}","RunningTime":${random.between(60, 9_000)},"StartTimeUtc":"${draft.time}","Status":"Running"}`
}

function copilot(draft: Draft): string {
  const {random} = draft
  return `${head(draft, undefined)}"ClientIP":"${seat(draft).address}","ObjectId":"","ClientRegion":"nl","CopilotEventData":{"AISystemPlugin":[],"AccessedResources":[{"Action":"read","Id":"${random.guid()}","Name":"Plan.docx","PolicyDetails":[],"SiteUrl":"https:\\/\\/fabrikam.sharepoint.com\\/sites\\/Projects","Type":"docx"}],"AppHost":"${random.pick(['Word', 'Teams', 'Office', 'Outlook'])}","Contexts":[],"MessageIds":[],"Messages":[{"Id":"${Date.parse(`${draft.time}Z`)}","JailbreakDetected":false,"isPrompt":true}],"ModelTransparencyDetails":[],"ThreadId":"19:${random.hex(32)}@thread.v2"},"CopilotLogVersion":"1.0.0.0"}`
}

function plain(draft: Draft): string {
  const {random} = draft
  const place = draft.person >= 0 ? `"ClientIP":"${seat(draft).address}",` : ''
  return `${head(draft, random.pick(['Success', 'Succeeded', 'True']))}${place}"ObjectId":"${random.guid()}","ActivityId":"${random.guid()}","Details":[{"Name":"RequestId","Value":"${random.guid()}"},{"Name":"Scope","Value":"Tenant"},{"Name":"Note","Value":"línea 1\\nline 2\\t\\"quoted\\""}],"Items":[{"Id":"${random.guid()}","State":"Active"},{"Id":"${random.guid()}","State":"Closed"}],"Region":"EUR"}`
}

const people = {part: 'people', by: 'anyone'} as const
const TEAMS_OPERATIONS: [operation: string, weight: number][] = [
  ['MessageSent', 1.6],
  ['MessageCreatedHasLink', 0.4],
  ['MessageUpdated', 0.3],
  ['ReactedToMessage', 0.6],
  ['TeamsSessionStarted', 1.4],
  ['MeetingParticipantDetail', 0.9],
  ['MeetingDetail', 0.3],
  ['ChatCreated', 0.2],
  ['ChatUpdated', 0.1],
  ['MemberAdded', 0.06],
  ['AppInstalled', 0.02],
]

export const OTHERS: DraftKind[] = [
  ...TEAMS_OPERATIONS.map(
    ([operation, weight]): DraftKind => ({
      ...people,
      recordType: 25,
      operation,
      workload: 'MicrosoftTeams',
      weight,
      write: teams,
    }),
  ),
  {
    recordType: 52,
    operation: 'GetDataInsights',
    workload: 'SecurityComplianceCenter',
    part: 'service',
    by: [SERVICE.notFound, SERVICE.servicePrincipal],
    weight: 12,
    write: insights,
  },
  {
    recordType: 18,
    operation: 'Get-ComplianceTag',
    workload: 'SecurityComplianceCenter',
    part: 'service',
    by: [SERVICE.adminApi],
    weight: 3,
    write: complianceCmdlet,
  },
  {
    recordType: 18,
    operation: 'Get-RetentionCompliancePolicy',
    workload: 'SecurityComplianceCenter',
    part: 'service',
    by: [SERVICE.adminApi],
    weight: 3,
    write: complianceCmdlet,
  },
  {
    ...people,
    by: 'admins',
    recordType: 18,
    operation: 'Get-DlpCompliancePolicy',
    workload: 'SecurityComplianceCenter',
    weight: 0.05,
    write: complianceCmdlet,
  },
  {
    recordType: 40,
    operation: 'AlertTriggered',
    workload: 'SecurityComplianceCenter',
    part: 'service',
    by: [SERVICE.alerts],
    weight: 0.1,
    write: alert,
  },
  {
    recordType: 40,
    operation: 'AlertEntityGenerated',
    workload: 'SecurityComplianceCenter',
    part: 'service',
    by: [SERVICE.alerts],
    weight: 0.15,
    write: alert,
  },
  {
    recordType: 28,
    operation: 'TIMailData',
    workload: 'ThreatIntelligence',
    part: 'service',
    by: [SERVICE.threatIntel],
    weight: 2,
    write: threat,
  },
  {
    recordType: 64,
    operation: 'AirInvestigationData',
    workload: 'AirInvestigation',
    part: 'service',
    by: [SERVICE.air],
    weight: 0.2,
    write: investigation,
  },
  {...people, recordType: 261, operation: 'CopilotInteraction', workload: 'Copilot', weight: 0.5, write: copilot},
  {
    ...people,
    by: 'admins',
    recordType: 65,
    operation: 'QuarantineReleaseMessage',
    workload: 'Quarantine',
    weight: 0.05,
    write: plain,
  },
  {...people, recordType: 30, operation: 'EditFlow', workload: 'MicrosoftFlow', weight: 0.03, write: plain},
  {...people, recordType: 20, operation: 'ViewReport', workload: 'PowerBI', weight: 0.3, write: plain},
  {...people, recordType: 66, operation: 'ViewForm', workload: 'MicrosoftForms', weight: 0.1, write: plain},
  {...people, recordType: 77, operation: 'SearchQueryPerformed', workload: 'SharePoint', weight: 0.6, write: plain},
  {
    ...people,
    recordType: 83,
    operation: 'SensitivityLabelApplied',
    workload: 'PublicEndpoint',
    weight: 0.15,
    write: plain,
  },
  {
    recordType: 412,
    operation: 'PolicySyncCompleted',
    workload: 'PublicEndpoint',
    part: 'service',
    by: [SERVICE.servicePrincipal],
    weight: 1,
    write: plain,
  },
  {
    recordType: 463,
    operation: 'AgentRegistered',
    workload: 'PublicEndpoint',
    part: 'service',
    by: [SERVICE.certificate],
    weight: 0.3,
    write: plain,
  },
  {...people, recordType: 471, operation: 'AgentInvoked', workload: 'PublicEndpoint', weight: 0.05, write: plain},
]
