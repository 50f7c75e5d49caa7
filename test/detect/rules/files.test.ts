import {bulkFiles} from '../../../src/detect/rules/bulk-files.ts'
import {fileScripts} from '../../../src/detect/rules/file-scripts.ts'
import {massDeletion} from '../../../src/detect/rules/mass-deletion.ts'
import {sharing} from '../../../src/detect/rules/sharing.ts'
import {aRecord, at, browser, type Fields} from '../build.ts'
import {hinting} from './signals.ts'
import {home, settled, strange, telling} from './told.ts'

const ada = 'ada@contoso.example'
const site = (number = 1) => `https://contoso.sharepoint.com/sites/s${number}/`
const file = (Operation: string, name: string, more: Fields = {}) =>
  aRecord({
    Operation,
    RecordType: 6,
    Workload: 'SharePoint',
    UserId: ada,
    ClientIP: home,
    UserAgent: browser,
    SiteUrl: site(),
    ObjectId: `${site()}Documents/${name}`,
    SourceFileName: name,
    time: at(20),
    ...more,
  })
type Of = (i: number) => Fields
const files = (count: number, Operation: string, more: Fields | Of = {}) =>
  Array.from({length: count}, (_, i) =>
    file(Operation, `${i}.docx`, {time: at(20) + i * 1_000, ...(typeof more === 'function' ? more(i) : more)}),
  )
const two: Of = i => ({SiteUrl: site(i % 2)})
const oneDrive = 'Microsoft SkyDriveSync 25.174.0907.0003 ship; Windows NT 10.0 (26100)'
const phone = 'Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/139.0.0.0 Mobile'

const ofRule = (id: string) => bulkFiles.filter(({metas}) => metas.some(meta => meta.id === id))
const takenInBulk = ofRule('FIL-01')
const takenElsewhere = ofRule('FIL-02')

telling('FIL-01, files in bulk', takenInBulk, [
  ['sixty downloads of one site', files(60, 'FileDownloaded'), ['FIL-01 low']],
  ['three hundred of two sites', files(300, 'FileDownloaded', two), ['FIL-01 medium']],
  ['opened at many sites', files(300, 'FileAccessed', i => ({SiteUrl: site(i % 6)})), ['FIL-01 low']],
  ['one file sixty times', files(60, 'FileDownloaded', {ObjectId: `${site()}a.docx`})],
  ['a first synchronisation', files(700, 'FileSyncDownloadedFull', {UserAgent: oneDrive})],
  ['forty downloads', files(40, 'FileDownloaded')],
  ['a backup’s', files(60, 'FileDownloaded', {UserId: 'ServicePrincipal_6e0a1c6f-3f0b-4a86-9c55-b5df3a1b2c3d'})],
  ['every week', [2, 6, 12, 18, 24].flatMap(day => files(60, 'FileDownloaded', i => ({time: at(day) + i * 1_000})))],
])
hinting('FIL-01, weak signs', takenInBulk, [
  ['a first synchronisation', files(700, 'FileSyncDownloadedFull', {UserAgent: oneDrive}), ['FIL-01 hint']],
])

telling('FIL-02, files elsewhere', takenElsewhere, [
  [
    'at a strange place with a new program',
    [...settled(), ...files(60, 'FileDownloaded', {ClientIP: strange, UserAgent: phone})],
    ['FIL-02 medium'],
  ],
  ['at a strange place', [...settled(), ...files(60, 'FileDownloaded', {ClientIP: strange})], ['FIL-02 low']],
  ['a few on a journey', [...settled(), ...files(15, 'FileDownloaded', {ClientIP: strange})]],
  ['at home', [...settled(), ...files(60, 'FileDownloaded')]],
  [
    'synchronised on a journey',
    [
      ...settled(),
      ...[2, 9].map(day => file('FileAccessed', 'a', {UserAgent: oneDrive, time: at(day)})),
      ...files(60, 'FileSyncDownloadedFull', {ClientIP: strange, UserAgent: oneDrive}),
    ],
  ],
])

const python = 'python-requests/2.32'

telling('FIL-03, scripts', fileScripts, [
  ['a new one', files(3, 'FileDownloaded', {UserAgent: python}), ['FIL-03 low']],
  [
    'a new one at a strange place',
    [...settled(), ...files(30, 'FileDownloaded', {UserAgent: python, ClientIP: strange})],
    ['FIL-03 medium'],
  ],
  ['rclone', files(30, 'FileDownloaded', {UserAgent: 'rclone/v1.68'}), ['FIL-03 medium']],
  [
    'as ever',
    [3, 20].flatMap(day =>
      files(30, 'FileDownloaded', i => ({UserAgent: 'SharePointPnP.PowerShell', time: at(day) + i})),
    ),
  ],
  ['a browser', files(30, 'FileDownloaded')],
])

const link = (name: string, more: Fields = {}) => file('AnonymousLinkCreated', name, {RecordType: 14, ...more})

telling('FIL-04, links for anybody', sharing, [
  ['a dozen in a day', Array.from({length: 12}, (_, i) => link(`${i}.pdf`)), ['FIL-04 low']],
  [
    'some by a stranger',
    [...settled(), ...[1, 2, 3].map(i => link(`${i}.pdf`, {ClientIP: strange, UserAgent: phone}))],
    ['FIL-04 medium'],
  ],
  ['one', [link('a.pdf')]],
  ['one file a dozen times', Array.from({length: 12}, () => link('a.pdf'))],
])
hinting('FIL-04, weak signs', sharing, [
  ['one that may be edited', [link('a.pdf', {EventData: '<Type>Edit</Type>'})], ['FIL-04 hint']],
  ['a use', [file('AnonymousLinkUsed', 'a.pdf')], ['FIL-04 hint']],
])

const share = (name: string, to: string, more: Fields = {}) =>
  file('AddedToSecureLink', name, {RecordType: 14, TargetUserOrGroupName: to, TargetUserOrGroupType: 'Guest', ...more})
const twenty = (to: string, more: Fields = {}) => Array.from({length: 20}, (_, i) => share(`${i}.pdf`, to, more))

telling('FIL-05, shared outside', sharing, [
  ['twenty files in a day', twenty('EVE@stranger.example'), ['FIL-05 low']],
  [
    'by a stranger',
    [...settled(), ...twenty('eve@stranger.example', {ClientIP: strange, UserAgent: phone})],
    ['FIL-05 medium'],
  ],
  ['one file', [share('a.pdf', 'eve@stranger.example')]],
  ['with a colleague', twenty('bob@contoso.example', {TargetUserOrGroupType: 'Member'})],
  ['with a member of another name', twenty('bob@contoso.test', {TargetUserOrGroupType: 'Member'})],
])
hinting('FIL-05, weak signs', sharing, [
  ['one file', [share('a.pdf', 'eve_stranger.example#EXT#@contoso.example')], ['FIL-05 hint']],
  ['with a group', [share('a.pdf', 'Members of Projects', {TargetUserOrGroupType: 'SharePointGroup'})]],
  [
    'a domain of ours',
    [share('a.pdf', 'bob@contoso.example', {UserId: 'ada@other.example', TargetUserOrGroupType: 'Unknown'})],
  ],
])

const rename = (count: number, to: string, from: Of = i => ({SourceFileExtension: i % 2 ? 'docx' : 'xlsx'})) =>
  files(count, 'FileRenamed', i => ({DestinationFileExtension: to, ...from(i)}))

telling('FIL-06, files destroyed', massDeletion, [
  ['one new extension for many kinds', rename(40, 'locked7'), ['FIL-06 high']],
  ['for one kind', rename(40, 'raw2', () => ({SourceFileExtension: 'dat'})), ['FIL-06 medium']],
  ['versions', files(25, 'FileVersionsAllDeleted'), ['FIL-06 medium']],
  ['four hundred deleted', files(400, 'FileDeleted'), ['FIL-06 low']],
  [
    'by a stranger',
    [...settled(), ...files(150, 'FileDeleted', {ClientIP: strange, UserAgent: phone})],
    ['FIL-06 medium'],
  ],
  ['pictures converted', rename(40, 'jpg', () => ({SourceFileExtension: 'jpeg'}))],
  ['a few renamed', rename(10, 'locked7')],
  ['names changed, not extensions', rename(40, 'docx', () => ({SourceFileExtension: 'docx'}))],
  ['a hundred deleted', files(100, 'FileRecycled')],
  ['much typed', files(200, 'FileModified')],
])
