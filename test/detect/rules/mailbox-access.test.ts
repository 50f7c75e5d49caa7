import {othersMailboxes} from '../../../src/detect/rules/access-to-other-mailboxes.ts'
import {mailApplications} from '../../../src/detect/rules/mail-applications.ts'
import {mailboxReading} from '../../../src/detect/rules/mailbox-reading.ts'
import {mailboxRights} from '../../../src/detect/rules/mailbox-rights.ts'
import {aCmdlet, aRecord, aSignIn, at, type Fields, minute, pairs, people} from '../build.ts'
import {hinting} from './signals.ts'
import {home, settled, strange, telling} from './told.ts'

const ada = 'ada@contoso.example'
const helpdesk = 'help@contoso.example'
const grant = (Identity: string, User: string, more: Fields = {}) =>
  aCmdlet({
    Operation: 'Add-MailboxPermission',
    UserId: helpdesk,
    parameters: {Identity, User, AccessRights: 'FullAccess'},
    ...more,
  })

telling('MBX-11, rights on mailboxes', mailboxRights, [
  ['to oneself', [grant('boss@contoso.example', 'Help@contoso.example')], ['MBX-11 medium']],
  ['to everybody', [grant('boss@contoso.example', 'Everyone')], ['MBX-11 medium']],
  ['to a stranger', [grant('boss@contoso.example', 'eve@stranger.example')], ['MBX-11 medium']],
  ['many to one', people(6).map((box, i) => grant(box, ada, {time: at(12) + i * minute})), ['MBX-11 medium']],
  [
    'many to one, over a day',
    people(6).map((box, i) => grant(box, ada, {time: at(12) + i * 60 * minute})),
    ['MBX-11 low'],
  ],
  [
    'a colleague’s mailbox to one',
    [aSignIn({user: 'boss@contoso.example'}), grant('boss@contoso.example', ada)],
    ['MBX-11 low'],
  ],
  ['a shared mailbox to one', [grant('info@contoso.example', ada)]],
  ['the service’s own', [grant('boss@contoso.example', 'x', {UserId: 'NT AUTHORITY\\SYSTEM (w3wp)'})]],
  ['reading the right only', [grant('boss@contoso.example', helpdesk, {parameters: {AccessRights: 'ReadPermission'}})]],
])
hinting('MBX-11, weak signs', mailboxRights, [
  ['to somebody', [grant('info@contoso.example', ada)], ['MBX-11 hint']],
  [
    'to send on behalf',
    [aCmdlet({Operation: 'Set-Mailbox', parameters: {Identity: 'info', GrantSendOnBehalfTo: '@{Add="bob"}'}})],
    ['MBX-11 hint'],
  ],
  ['other settings of a mailbox', [aCmdlet({Operation: 'Set-Mailbox', parameters: {MaxSendSize: '35 MB'}})]],
])

const folder = (Identity: string, User: string, AccessRights = 'Reviewer') =>
  aCmdlet({Operation: 'Add-MailboxFolderPermission', parameters: {Identity, User, AccessRights}})
const byClient = (Path: string, MemberUpn: string, MemberRights: string, more: Fields = {}) =>
  aRecord({
    Operation: 'ModifyFolderPermissions',
    RecordType: 2,
    Item: {ParentFolder: {Path, MemberUpn, MemberRights}},
    ...more,
  })

telling('MBX-12, folders opened', mailboxRights, [
  ['the inbox to everybody', [folder('ada@contoso.example:\\Inbox', 'Default')], ['MBX-12 medium']],
  ['from a client', [byClient('\\Inbox', 'Anonymous', 'ReadAny, FolderVisible')], ['MBX-12 medium']],
  ['to a stranger', [folder('ada@contoso.example:\\Inbox', 'eve@stranger.example')], ['MBX-12 low']],
  ['the calendar', [folder('ada@contoso.example:\\Kalender', 'Default')]],
  ['free and busy times', [folder('ada@contoso.example:\\Inbox', 'Default', 'AvailabilityOnly')]],
  ['by the service', [byClient('\\Inbox', 'Default', 'ReadAny', {UserId: 'S-1-5-18'})]],
  ['none', [folder('ada@contoso.example:\\Inbox', 'Anonymous', 'None')]],
])
hinting('MBX-12, weak signs', mailboxRights, [
  ['to a colleague', [folder('ada@contoso.example:\\Inbox', 'bob@contoso.example')], ['MBX-12 hint']],
])

const outlook = 'Client=OWA;Action=ViaProxy'
const read = (more: Fields = {}, access: Record<string, string> = {}) =>
  aRecord({
    Operation: 'MailItemsAccessed',
    RecordType: 50,
    UserId: ada,
    MailboxOwnerUPN: ada,
    ClientIPAddress: home,
    ClientInfoString: outlook,
    LogonType: 0,
    OperationProperties: pairs({MailAccessType: 'Bind', IsThrottled: 'False', ...access}),
    OperationCount: 1,
    time: at(20),
    ...more,
  })
const backup = '6e0a1c6f-3f0b-4a86-9c55-b5df3a1b2c3d'
const outlookMobile = '27922004-5251-4030-b22d-91ecd9a37ea4'

telling('MBX-13, mail read in bulk', mailboxReading.slice(0, 1), [
  ['throttled', [read({}, {IsThrottled: 'True'})], ['MBX-13 low']],
  [
    'throttled at a strange place',
    [...settled(), read({ClientIPAddress: strange}, {IsThrottled: 'True'})],
    ['MBX-13 medium'],
  ],
  [
    'much of somebody else’s',
    Array.from({length: 12}, () => read({MailboxOwnerUPN: 'boss@contoso.example', OperationCount: 100})),
    ['MBX-13 low'],
  ],
  [
    'much at a strange place',
    [...settled(), ...Array.from({length: 12}, () => read({ClientIPAddress: strange, OperationCount: 100}))],
    ['MBX-13 medium'],
  ],
  ['much with Outlook at the usual place', Array.from({length: 12}, () => read({OperationCount: 100}))],
  [
    'a little at a strange place',
    [...settled(), ...Array.from({length: 12}, () => read({ClientIPAddress: strange, OperationCount: 5}))],
  ],
  [
    'the search index',
    [
      read(
        {ClientInfoString: 'Client=REST;Client=RESTSystem;;', MailboxOwnerUPN: 'b@c.example'},
        {IsThrottled: 'True'},
      ),
    ],
  ],
])

const sync = (more: Fields = {}) => read(more, {MailAccessType: 'Sync'})
const imap = 'Client=POP3/IMAP4;Protocol=IMAP4'
const habit = [3, 6, 9].map(day => read({time: at(day)}))

telling('MBX-14, mailboxes copied', mailboxReading.slice(1), [
  ['by eM Client, new', [...habit, sync({ClientInfoString: 'Client=WebServices;eM Client/9.2'})], ['MBX-14 medium']],
  ['by IMAP, new', [...habit, sync({ClientInfoString: imap})], ['MBX-14 low']],
  [
    'by IMAP, new, at a strange place',
    [...habit, sync({ClientInfoString: imap, ClientIPAddress: strange})],
    ['MBX-14 medium'],
  ],
  [
    'by IMAP as ever',
    [...[3, 6, 9].map(day => sync({ClientInfoString: imap, time: at(day)})), sync({ClientInfoString: imap})],
  ],
  ['by Outlook, new', [...habit, sync({ClientInfoString: 'Client=MSExchangeRPC'})]],
  ['opened, not copied', [...habit, read({ClientInfoString: imap})]],
])

telling('MBX-15, applications new to mail', mailApplications, [
  ['after the first week', [read({ClientAppId: backup})], ['MBX-15 low']],
  ['in the first week', [read({ClientAppId: backup, time: at(3)}), read({ClientAppId: backup})]],
  ['Outlook on a telephone', [read({ClientAppId: outlookMobile})]],
  ['Exchange itself', [read({AppId: '00000002-0000-0ff1-ce00-000000000000'})]],
])

const byApplication = (count: number, more: Fields = {}) =>
  people(count).map((MailboxOwnerUPN, i) =>
    read({
      UserId: `ServicePrincipal_${backup}`,
      MailboxOwnerUPN,
      ClientAppId: backup,
      time: at(20) + i * 1_000,
      ...more,
    }),
  )

telling('MBX-16, many mailboxes', mailApplications, [
  ['by a new application', byApplication(12), ['MBX-16 medium']],
  ['by a few', byApplication(3), ['MBX-15 low']],
  ['as ever', [3, 9, 20].flatMap(day => byApplication(12, {time: at(day)}))],
])
hinting('MBX-16, weak signs', mailApplications, [
  ['a known application', [3, 20].flatMap(day => byApplication(12, {time: at(day)})), ['MBX-16 hint']],
])

const open = (MailboxOwnerUPN: string, more: Fields = {}) => read({MailboxOwnerUPN, LogonType: 2, ...more})

telling('MBX-17, others’ mailboxes', othersMailboxes, [
  ['with an administrator’s right', [open('boss@contoso.example', {LogonType: 1})], ['MBX-17 low']],
  ['many in a day', people(6).map(box => open(box)), ['MBX-17 medium']],
  [
    'a search of the old kind',
    [aCmdlet({Operation: 'Search-Mailbox', parameters: {Identity: 'boss'}})],
    ['MBX-17 low'],
  ],
  ['one’s own', [open('Ada@contoso.example')]],
  ['as ever', [3, 6, 20].flatMap(day => people(6).map(box => open(box, {time: at(day)})))],
  ['the index', people(9).map(box => open(box, {ClientInfoString: 'Client=REST;Client=RESTSystem;;'}))],
])
hinting('MBX-17, weak signs', othersMailboxes, [
  ['a delegate’s first time', [open('info@contoso.example')], ['MBX-17 hint']],
])
