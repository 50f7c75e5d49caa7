import {delegatedRoles} from '../../../src/detect/rules/delegated-roles.ts'
import {aCmdlet, aRecord, at, type Fields, minute} from '../build.ts'
import {telling} from './told.ts'

const admin = 'adm.root@contoso.example'
const cmdlet = (Operation: string, parameters: Record<string, string>, more: Fields = {}) =>
  aCmdlet({Operation, parameters, UserId: admin, ...more})

telling('ROLE-04, Exchange’s roles', delegatedRoles, [
  [
    'ApplicationImpersonation',
    [cmdlet('New-ManagementRoleAssignment', {Role: 'ApplicationImpersonation', User: 'svc@contoso.example'})],
    ['ROLE-04 medium'],
  ],
  [
    'Organization Management',
    [cmdlet('Add-RoleGroupMember', {Identity: 'Organization Management', Member: 'eve'})],
    ['ROLE-04 medium'],
  ],
  ['a role group', [cmdlet('New-RoleGroup', {Name: 'Desk', Roles: 'Mail Recipients'})], ['ROLE-04 low']],
  ['a scope alone', [cmdlet('New-ManagementScope', {Name: 'HQ'})]],
  ['the service', [cmdlet('New-RoleGroup', {Name: 'x'}, {UserId: 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange)'})]],
  ['a failure', [cmdlet('New-RoleGroup', {Name: 'x'}, {ResultStatus: 'False'})]],
])

const drive = 'https://contoso-my.sharepoint.com/personal/'
const added = (site: string, SiteAdmin: string, more: Fields = {}) =>
  aRecord({
    Operation: 'SiteCollectionAdminAdded',
    RecordType: 4,
    UserId: admin,
    ObjectId: site,
    ModifiedProperties: [{Name: 'SiteAdmin', NewValue: SiteAdmin, OldValue: ''}],
    ...more,
  })
const sites = (count: number) => Array.from({length: count}, (_, i) => `https://contoso.sharepoint.com/sites/s${i}`)

telling('ROLE-05, administrators of sites', delegatedRoles, [
  ['oneself, in somebody’s drive', [added(`${drive}eve_contoso_example`, admin)], ['ROLE-05 low']],
  [
    'oneself, in six sites',
    sites(6).map((site, i) => added(site, admin, {time: at(12) + i * minute})),
    ['ROLE-05 medium'],
  ],
  ['a manager, in the drive of one who left', [added(`${drive}eve_contoso_example`, 'ada@contoso.example')]],
  ['SharePoint itself', sites(9).map(site => added(site, admin, {UserId: 'SHAREPOINT\\system'}))],
  ['one’s own drive', [added(`${drive}adm_root_contoso_example`, admin)]],
  [
    'a site just made',
    [
      aRecord({
        Operation: 'SiteCollectionCreated',
        RecordType: 4,
        ObjectId: `${drive}eve_contoso_example`,
        time: at(12),
      }),
      added(`${drive}eve_contoso_example`, admin, {time: at(12) + minute}),
    ],
  ],
])

const owner = (TeamName: string, Role: number, time: number) =>
  aRecord({
    Operation: 'MemberRoleChanged',
    RecordType: 25,
    TeamName,
    Members: [{UPN: 'eve@contoso.example', Role}],
    time,
  })

telling('ROLE-06, owners of teams', delegatedRoles, [
  [
    'of three in half an hour',
    ['a', 'b', 'c'].map((team, i) => owner(team, 2, at(12) + i * 9 * minute)),
    ['ROLE-06 low'],
  ],
  ['members (Role 1)', ['a', 'b', 'c'].map((team, i) => owner(team, 1, at(12) + i))],
  ['of one, thrice', [1, 2, 3].map(i => owner('a', 2, at(12) + i))],
  ['of three in a day', ['a', 'b', 'c'].map((team, i) => owner(team, 2, at(12, `1${i}:00`)))],
])
