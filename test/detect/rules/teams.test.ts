import {alerts} from '../../../src/detect/rules/alerts.ts'
import {copilot} from '../../../src/detect/rules/copilot.ts'
import {teams} from '../../../src/detect/rules/teams.ts'
import {teamsExternalUsers} from '../../../src/detect/rules/teams-external-users.ts'
import {aRecord, aSignIn, at, type Fields} from '../build.ts'
import {hinting} from './signals.ts'
import {settled, strange, telling} from './told.ts'

const ada = 'ada@contoso.example'
const support = 'support@helpdesk77.onmicrosoft.com'
const chat = (UPN: string, DisplayName: string, more: Fields = {}) =>
  aRecord({
    Operation: 'ChatCreated',
    RecordType: 25,
    UserId: UPN,
    CommunicationType: 'OneOnOne',
    ChatThreadId: '19:a@thread.v2',
    ParticipantInfo: {HasForeignTenantUsers: true},
    Members: [
      {UPN, DisplayName},
      {UPN: ada, DisplayName: 'Ada'},
    ],
    time: at(20),
    ...more,
  })

telling('TMS-01, a stranger as helpdesk', teamsExternalUsers, [
  ['by display name', [chat('x@helpdesk77.example', 'IT Support')], ['TMS-01 medium']],
  ['by address', [chat('help-desk@stranger.example', 'Kim')], ['TMS-01 medium']],
  ['our own helpdesk', [chat('helpdesk@contoso.example', 'Help Desk')]],
  ['a partner', [chat('kim@partner.example', 'Kim Lee')]],
  ['a meeting of many', [chat(support, 'Help Desk', {CommunicationType: 'GroupChat'})]],
])

const link = (more: Fields = {}) =>
  aRecord({
    Operation: 'MessageCreatedHasLink',
    RecordType: 25,
    UserId: 'kim@stranger.example',
    ChatThreadId: '19:a@thread.v2',
    ParticipantInfo: {HasForeignTenantUsers: true},
    time: at(20, '10:05'),
    ...more,
  })
const code = (time: number) => aSignIn({time, requestType: 'Cmsi:Cmsi'})
const cli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'

telling('TMS-05, a link and a sign-in', teamsExternalUsers, [
  ['a device code', [chat('kim@stranger.example', 'Kim'), link(), code(at(20, '10:20'))], ['TMS-05 medium']],
  [
    'a command line at a strange place',
    [
      ...settled(),
      chat('kim@stranger.example', 'Kim'),
      link(),
      aSignIn({time: at(20, '10:30'), application: cli, ip: strange}),
    ],
    ['TMS-05 medium'],
  ],
  ['the next day', [chat('kim@stranger.example', 'Kim'), link(), code(at(21))]],
  ['an ordinary sign-in', [chat('kim@stranger.example', 'Kim'), link(), aSignIn({time: at(20, '10:20')})]],
  [
    'a colleague’s link',
    [
      chat('bob@contoso.example', 'Bob', {ParticipantInfo: {HasForeignTenantUsers: false}}),
      link({UserId: 'bob@contoso.example', ParticipantInfo: {HasForeignTenantUsers: false}}),
      code(at(20, '10:20')),
    ],
  ],
])
hinting('TMS-05, weak signs', teamsExternalUsers, [
  ['a link', [chat('kim@stranger.example', 'Kim'), link()], ['TMS-05 hint']],
])

const gone = (AADGroupId: string, more: Fields = {}) =>
  aRecord({Operation: 'TeamDeleted', RecordType: 25, AADGroupId, TeamName: `Team ${AADGroupId}`, ...more})

telling('TMS-02, teams deleted', teams, [
  ['four in a day', ['1', '2', '3', '4'].map(id => gone(id)), ['TMS-02 low']],
  ['one', [gone('1')]],
  ['one reported four times', ['1', '1', '1', '1'].map(id => gone(id))],
  ['one a day', ['1', '2', '3', '4'].map((id, i) => gone(id, {time: at(10 + i)}))],
])

const added = (Operation: string, more: Fields = {}) =>
  aRecord({Operation, RecordType: 25, AddOnName: 'Polls', ...more})

telling('TMS-03, programs in Teams', teams, [
  ['brought along', [added('AppInstalled', {AppDistributionMode: 'SideLoaded'})], ['TMS-03 low']],
  ['out of the catalogue', [added('AppInstalled', {AppDistributionMode: 'Store'})]],
  ['the service’s', [added('BotAddedToTeam', {UserId: 'app@sharepoint'})]],
])
hinting('TMS-03, weak signs', teams, [['a connector', [added('ConnectorAdded')], ['TMS-03 hint']]])

const asked = (CopilotEventData: object | string, more: Fields = {}) =>
  aRecord({Operation: 'CopilotInteraction', RecordType: 261, CopilotEventData, ...more})
const resources = (XPIADetected: boolean) => ({AccessedResources: [{Name: 'Offer.docx', XPIADetected}], Messages: []})
const messages = (JailbreakDetected: boolean) => ({Messages: [{isPrompt: true, JailbreakDetected}]})

telling('AI-01, Copilot', copilot, [
  ['a document that gives orders', [asked(resources(true))], ['AI-01 medium']],
  ['in a string', [asked(JSON.stringify(resources(true)))], ['AI-01 medium']],
  ['an attempt', [asked(messages(true))], ['AI-01 low']],
  ['many attempts', [1, 2, 3, 4, 5].map(() => asked(messages(true))), ['AI-01 medium']],
  ['three hundred questions', Array.from({length: 300}, () => asked({})), ['AI-01 low']],
  ['a question', [asked(messages(false)), asked(resources(false))]],
  ['twenty questions', Array.from({length: 20}, () => asked({}))],
])

const byAgent = (AgentName: string, time: number, more: Fields = {}) =>
  asked({AppHost: 'Teams', Messages: []}, {AgentId: `agent-${AgentName}`, AgentName, UserId: ada, time, ...more})

telling('AI-02, agents', copilot, [
  ['one never seen before', [byAgent('Deal Desk', at(20))], ['AI-02 low']],
  ['one inside of the event', [asked({AgentName: 'Deal Desk'}, {time: at(20)})], ['AI-02 low']],
  ['two of them', [byAgent('Deal Desk', at(20)), byAgent('Notes', at(21))], ['AI-02 low']],
  [
    'one asked again and by others',
    [byAgent('Deal Desk', at(20)), byAgent('Deal Desk', at(22), {UserId: 'bob@contoso.example'})],
    ['AI-02 low'],
  ],
  ['one of the first week', [byAgent('Deal Desk', at(3)), byAgent('Deal Desk', at(20))]],
  ['Copilot itself', [asked({AppHost: 'Word'}, {time: at(20)})]],
])

const readFrom = (count: number, time: number, more: Fields = {}) =>
  asked(
    {
      AccessedResources: Array.from({length: count}, (_, i) => ({
        ...{Id: `f${i}`, Name: 'Plan.docx', SiteUrl: `https://contoso.sharepoint.com/sites/S${i}/Shared/Plan.docx`},
      })),
    },
    {UserId: ada, time, ClientIP: '192.0.2.10', ...more},
  )
const linux = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
const elsewhere = [...settled(ada), aSignIn({user: ada, ip: strange, agent: linux, time: at(20, '09:50')})]

telling('AI-03, files of other sites', copilot, [
  ['of many at once', [...settled(ada), readFrom(16, at(20))], ['AI-03 low']],
  [
    'of many, one question each',
    [...settled(ada), ...Array.from({length: 16}, (_, i) => readFrom(i + 1, at(20) + i * 60_000))],
    ['AI-03 low'],
  ],
  [
    'of some, from an unfamiliar network and client',
    [...elsewhere, readFrom(5, at(20), {ClientIP: strange, UserAgent: linux})],
    ['AI-03 medium'],
  ],
  ['of some', [...settled(ada), readFrom(5, at(20))]],
  ['of the sites it used before', [...settled(ada), readFrom(8, at(10)), readFrom(8, at(20)), readFrom(12, at(22))]],
  ['of one who is new here', [readFrom(16, at(20))]],
  ['of one site', [...settled(ada), ...Array.from({length: 30}, (_, i) => readFrom(1, at(20) + i * 60_000))]],
])

const alert = (Severity: string, more: Fields = {}) =>
  aRecord({
    Operation: 'AlertTriggered',
    RecordType: 40,
    UserId: 'SecurityComplianceAlerts',
    AlertId: 'b1',
    Name: 'Suspicious inbox manipulation rule',
    Severity,
    Category: 'ThreatManagement',
    Data: JSON.stringify({f3u: ada, an: 'Suspicious inbox manipulation rule'}),
    ...more,
  })
const mail = (DeliveryAction: string, Verdict = 'Phish') =>
  aRecord({
    Operation: 'TIMailData',
    RecordType: 28,
    UserId: 'ThreatIntel',
    DeliveryAction,
    Directionality: 'Inbound',
    Verdict,
    P2Sender: 'news@mailer.example',
    Recipients: [ada],
  })

telling('ALT-01, the platform’s alerts', alerts, [
  ['grave', [alert('High')], ['ALT-01 medium']],
  ['twice the same', [alert('Medium'), alert('Medium', {Operation: 'AlertEntityGenerated'})], ['ALT-01 low']],
  ['informational', [alert('Informational')], ['ALT-01 info']],
  ['in lower case', [alert('', {Data: JSON.stringify({f3u: ada, sev: 'high'})})], ['ALT-01 medium']],
  ['of Cloud Apps', [alert('High', {RecordType: 98, Operation: 'MCASAlert'})], ['ALT-01 medium']],
  ['harmful mail delivered', [mail('Delivered')], ['ALT-01 info']],
  [
    'a link followed',
    [aRecord({Operation: 'TIUrlClickData', RecordType: 41, Url: 'https://a.example', UrlClickAction: 'Allowed'})],
    ['ALT-01 low'],
  ],
  ['harmful mail blocked', [mail('Blocked'), mail('Blocked')], ['ALT-01 info']],
  ['mail that is no harm', [mail('Delivered', 'Normal')]],
  ['mail that waits', [alert('Informational', {Category: 'MailFlow'})]],
])
