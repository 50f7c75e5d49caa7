import {eDiscovery} from '../../../src/detect/rules/ediscovery.ts'
import {guestInvitations} from '../../../src/detect/rules/guests.ts'
import {harmfulFiles} from '../../../src/detect/rules/malware-files.ts'
import {flows} from '../../../src/detect/rules/power-automate-flows.ts'
import {aRecord, at, type Fields} from '../build.ts'
import {hinting} from './signals.ts'
import {home, settled, strange, telling} from './told.ts'

const guest = 'eve_stranger.example#EXT#@contoso.example'
const file = (Operation: string, SourceFileName: string, more: Fields = {}) =>
  aRecord({
    Operation,
    RecordType: 6,
    SourceFileName,
    ObjectId: `https://contoso.sharepoint.com/${SourceFileName}`,
    ...more,
  })

telling('FIL-07, malware', harmfulFiles, [
  ['found', [file('FileMalwareDetected', 'a.docm', {VirusInfo: 'Trojan:O97M'})], ['FIL-07 medium']],
  ['brought by a guest', [file('FileMalwareDetected', 'a.docm', {UserId: guest})], ['FIL-07 medium']],
  ['none', [file('FileUploaded', 'a.docm'), file('FileModified', 'a.docm')]],
])

telling('FIL-08, programs among documents', harmfulFiles, [
  ['two extensions', [file('FileUploaded', 'Offer.pdf.exe')], ['FIL-08 medium']],
  ['hidden by spaces', [file('FileUploaded', 'Offer.pdf          .scr')], ['FIL-08 medium']],
  ['turned letters', [file('FileUploaded', 'Offer\u202excod.exe')], ['FIL-08 medium']],
  ['renamed', [file('FileRenamed', 'a.pdf', {DestinationFileName: 'a.pdf.js'})], ['FIL-08 medium']],
  ['a screen saver', [file('FileUploaded', 'Holiday.scr')], ['FIL-08 low']],
  ['a setup program', [file('FileUploaded', 'setup.exe')]],
  ['a link that Windows made', [file('FileUploaded', 'Offer.pdf.lnk')]],
  ['a version number', [file('FileUploaded', 'plan.v2.docx')]],
])
hinting('FIL-08, weak signs', harmfulFiles, [['a setup program', [file('FileUploaded', 'setup.exe')], ['FIL-08 hint']]])

const dlp = (Operation: string, Severity: string) =>
  aRecord({
    Operation,
    RecordType: 13,
    UserId: 'DlpAgent',
    ExchangeMetaData: {From: 'ada@contoso.example'},
    PolicyDetails: [{PolicyName: 'Cards', Rules: [{RuleName: 'Many cards', Severity}]}],
  })
const labels = (count: number, LabelEventType?: string) =>
  Array.from({length: count}, (_, i) =>
    file('FileSensitivityLabelChanged', `${i}.docx`, {RecordType: 83, SensitivityLabelEventData: {LabelEventType}}),
  )

telling('FIL-10, data protection', harmfulFiles, [
  ['a match', [dlp('DLPRuleMatch', 'High')], ['FIL-10 info']],
  ['overridden', [dlp('DLPRuleUndo', 'High')], ['FIL-10 low']],
  ['many labels lowered', labels(12, 'LabelDowngraded'), ['FIL-10 low']],
  ['labels given', labels(12, 'LabelUpgraded')],
  ['a label lowered', labels(1, 'LabelRemoved')],
])
hinting('FIL-10, weak signs', harmfulFiles, [
  ['a label removed', [file('FileSensitivityLabelRemoved', 'a.docx')], ['FIL-10 hint']],
])

const member = (Operation: string, time: number, UPN = guest) =>
  aRecord({Operation, RecordType: 25, TeamName: 'Projects', Members: [{UPN, Role: 3}], time})
const taking = (time: number, more: Fields = {}) => file('FileDownloaded', 'a.pdf', {UserId: guest, time, ...more})

telling('FIL-11, passing guests', guestInvitations, [
  [
    'who take files',
    [member('MemberAdded', at(9)), taking(at(9, '11:00')), member('MemberRemoved', at(9, '12:00'))],
    ['FIL-11 medium'],
  ],
  [
    'who open files',
    [
      member('MemberAdded', at(9)),
      taking(at(9, '11:00'), {Operation: 'FileAccessed'}),
      member('MemberRemoved', at(9, '12:00')),
    ],
    ['FIL-11 low'],
  ],
  ['who stay', [member('MemberAdded', at(9)), taking(at(9, '11:00')), member('MemberRemoved', at(19))]],
  ['who take nothing', [member('MemberAdded', at(9)), member('MemberRemoved', at(9, '12:00'))]],
  [
    'who are no guests',
    [
      member('MemberAdded', at(9), 'bob@contoso.example'),
      taking(at(9, '11:00'), {UserId: 'bob@contoso.example'}),
      member('MemberRemoved', at(9, '12:00'), 'bob@contoso.example'),
    ],
  ],
])

const search = (Operation: string, day: number, more: Fields = {}) =>
  aRecord({Operation, RecordType: 24, UserId: 'legal@contoso.example', ObjectId: 'Case 7', time: at(day), ...more})
const action = (Parameters: string, day: number) =>
  search('New-ComplianceSearchAction', day, {RecordType: 18, Parameters})

telling('EDI-01, eDiscovery', eDiscovery, [
  ['a first search', [search('SearchCreated', 20)], ['EDI-01 low']],
  ['a first export', [search('SearchExported', 20)], ['EDI-01 medium']],
  ['a first deletion', [action('-SearchName "x" -Purge -PurgeType HardDelete', 20)], ['EDI-01 medium']],
  ['a new administrator', [search('CaseAdminAdded', 20)], ['EDI-01 medium']],
  [
    'a deletion by those who search',
    [search('SearchStarted', 3), action('-SearchName "x" -Purge', 20)],
    ['EDI-01 low'],
  ],
  ['exports as ever', [3, 10, 20].map(day => search('SearchExported', day))],
  ['searches as ever', [3, 10, 20].map(day => search('SearchStarted', day))],
])
hinting('EDI-01, weak signs', eDiscovery, [['in the first week', [search('SearchStarted', 3)], ['EDI-01 hint']]])

const flow = (FlowConnectorNames: string, more: Fields = {}) =>
  aRecord({Operation: 'CreateFlow', RecordType: 30, FlowConnectorNames, ClientIP: home, time: at(20), ...more})

telling('FLOW-01, flows', flows, [
  ['mail to a service outside', [flow('Office 365 Outlook,Gmail')], ['FLOW-01 low']],
  [
    'by a stranger',
    [...settled(), flow('SharePoint,Dropbox', {ClientIP: strange, UserAgent: 'curl/8'})],
    ['FLOW-01 medium'],
  ],
  ['an edit on a journey', [...settled(), flow('', {ClientIP: strange, Operation: 'EditFlow'})]],
  ['inside', [flow('Office 365 Outlook,Microsoft Teams')]],
  ['nothing of ours', [flow('RSS,Gmail')]],
  ['a run', [flow('Office 365 Outlook,Gmail', {Operation: 'FlowRun'})]],
])
hinting('FLOW-01, weak signs', flows, [['an edit', [flow('', {Operation: 'EditFlow'})], ['FLOW-01 hint']]])
