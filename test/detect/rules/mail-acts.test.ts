import {mailDeletions} from '../../../src/detect/rules/mail-deletion.ts'
import {searches} from '../../../src/detect/rules/mailbox-searches.ts'
import {outboundMail} from '../../../src/detect/rules/outbound-mail.ts'
import {aRecord, at, type Fields} from '../build.ts'
import {hinting} from './signals.ts'
import {home, strange, telling} from './told.ts'

const ada = 'ada@contoso.example'
const mail = (Operation: string, more: Fields = {}) =>
  aRecord({
    Operation,
    RecordType: Operation.startsWith('Send') ? 2 : 3,
    UserId: ada,
    MailboxOwnerUPN: ada,
    ClientIPAddress: home,
    ClientInfoString: 'Client=OWA;Action=ViaProxy',
    time: at(20),
    ...more,
  })
const stranger = {ClientIPAddress: strange, ClientInfoString: 'Client=WebServices;python'}
const habit = [2, 5, 9].map(day => mail('Send', {time: at(day)}))
const several = <T>(count: number, make: (i: number) => T): T[] => Array.from({length: count}, (_, i) => make(i))
const sends = (count: number, more: Fields = {}) =>
  several(count, i => mail('Send', {Item: {Subject: 'Open this', InternetMessageId: `<${i}>`}, ...more}))

telling('MBX-18, sending in bulk', outboundMail, [
  ['200 in an hour', sends(200), ['MBX-18 low']],
  ['40 by a stranger', [...habit, ...sends(40, stranger)], ['MBX-18 medium']],
  [
    'barred by the service',
    [
      aRecord({
        Operation: 'HygieneTenantEvents',
        RecordType: 38,
        ObjectId: ada,
        Event: 'Listed',
        Reason: 'OutboundSpam',
      }),
    ],
    ['MBX-18 medium'],
  ],
  ['40 by the owner', [...habit, ...sends(40)]],
  ['a newsletter every week', [3, 10, 17].flatMap(day => sends(200, {time: at(day)}))],
  ['an application’s', sends(200, {UserId: 'ServicePrincipal_6e0a1c6f-3f0b-4a86-9c55-b5df3a1b2c3d'})],
])

const items = (count: number, Subject = 'Minutes') => several(count, i => ({Subject, InternetMessageId: `<${i}>`}))
const deletions = (records: number, each: number, more: Fields = {}) =>
  several(records, () => mail('HardDelete', {AffectedItems: items(each), ...more}))

telling('MBX-19, deleting in bulk', mailDeletions.slice(0, 1), [
  ['1,200 messages in twelve records', deletions(12, 100), ['MBX-19 low']],
  ['150 by a stranger', [...habit, ...deletions(3, 50, stranger)], ['MBX-19 medium']],
  ['150 of somebody else’s', deletions(3, 50, {MailboxOwnerUPN: 'boss@contoso.example'}), ['MBX-19 low']],
  ['twelve messages in twelve records', deletions(12, 1)],
  ['150 by the owner', [...habit, ...deletions(3, 50)]],
  ['every week', [3, 10, 17].flatMap(day => deletions(12, 100, {time: at(day)}))],
])

const sentAndGone = (more: Fields = {}) => [
  ...sends(3, more),
  mail('HardDelete', {AffectedItems: items(3), ...more, time: at(20, '10:20')}),
]

telling('MBX-20, traces removed', mailDeletions.slice(1), [
  ['sent, and deleted within the hour', sentAndGone(), ['MBX-20 low']],
  ['by a stranger', [...habit, ...sentAndGone(stranger)], ['MBX-20 medium']],
  [
    'a warning, by a stranger',
    [...habit, mail('SoftDelete', {AffectedItems: items(1, 'Unusual sign-in activity'), ...stranger})],
    ['MBX-20 low'],
  ],
  ['other mail', [mail('HardDelete', {AffectedItems: items(5)})]],
  ['sent, and deleted the next day', [...sends(3), mail('HardDelete', {AffectedItems: items(3), time: at(21)})]],
])
hinting('MBX-20, weak signs', mailDeletions.slice(1), [
  ['a warning', [mail('SoftDelete', {AffectedItems: items(1, 'Unusual sign-in activity')})], ['MBX-20 hint']],
])

const search = (QueryText: string, more: Fields = {}) =>
  aRecord({Operation: 'SearchQueryInitiatedExchange', RecordType: 2, QueryText, time: at(20), ClientIP: home, ...more})
const inFiles = (SearchQueryText: string, more: Fields = {}) =>
  aRecord({Operation: 'SearchQueryPerformed', RecordType: 77, SearchQueryText, time: at(20), ClientIP: home, ...more})

telling('MBX-21, searching mail', searches, [
  ['three secrets', ['password', 'vpn', 'iban'].map(text => search(text)), ['MBX-21 low']],
  [
    'two secrets among many searches',
    [...several(25, i => search(`offer ${i}`)), search('password'), search('mfa')],
    ['MBX-21 low'],
  ],
  [
    'two secrets at a strange place',
    [...habit, search('password', {ClientIP: strange}), search('vpn')],
    ['MBX-21 medium'],
  ],
  ['one secret', [search('password'), search('passwords list')]],
  ['many other searches', several(50, i => search(`offer ${i}`))],
])
telling('FIL-09, searching files', searches, [
  ['three secrets', ['kdbx', 'api key', 'network diagram'].map(text => inFiles(text)), ['FIL-09 low']],
  ['no secret', ['budget', 'plan', 'minutes'].map(text => inFiles(text))],
  ['one a day', ['kdbx', 'api key', 'iban'].map((text, i) => inFiles(text, {time: at(10 + i)}))],
])
hinting('FIL-09, weak signs', searches, [
  ['two secrets', ['password', 'vpn'].map(text => inFiles(text)), ['FIL-09 hint']],
])
