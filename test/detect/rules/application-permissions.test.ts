import {applicationPermissions} from '../../../src/detect/rules/application-permissions.ts'
import {aChange, type Fields} from '../build.ts'
import {telling} from './told.ts'

const principal = '5b2f8e1c-0d7a-4c39-9e64-aa10c7d2b355'
const robot = '9c01f4aa-3d52-4d0e-8b6f-70e1b2c3d4e5'

function assign(value: string, more: Fields = {}) {
  return aChange({
    Operation: 'Add app role assignment to service principal.',
    Target: [{ID: 'Microsoft Graph', Type: 1}],
    ...more,
    changes: {
      'AppRole.Value': ['', value],
      'ServicePrincipal.ObjectID': ['', principal],
      'ServicePrincipal.DisplayName': ['', 'Backup'],
    },
  })
}
const byRobot = (id: string) => ({UserId: `ServicePrincipal_${id}`, Actor: [{ID: `ServicePrincipal_${id}`, Type: 2}]})

telling('APP-04, far-reaching permissions', applicationPermissions, [
  ['RoleManagement.ReadWrite.Directory', [assign('RoleManagement.ReadWrite.Directory')], ['APP-04 medium']],
  [
    'the same, given by an application',
    [assign('RoleManagement.ReadWrite.Directory', byRobot(robot))],
    ['APP-04 high'],
  ],
  ['Mail.Read of all mailboxes', [assign('Mail.Read')], ['APP-04 low']],
  [
    'full_access_as_app by its id',
    [
      aChange({
        Operation: 'Add app role assignment to service principal.',
        changes: {
          'AppRole.Id': ['', 'dc890d15-9560-4a4c-9b7f-a736ec74ec40'],
          'ServicePrincipal.ObjectID': ['', principal],
        },
      }),
    ],
    ['APP-04 medium'],
  ],
  ['User.Invite.All', [assign('User.Invite.All')]],
  ['a failure', [assign('Mail.ReadWrite', {ResultStatus: 'Failure'})]],
])

const asks = (ids: string[]) =>
  JSON.stringify([{ResourceAppId: 'r', RequiredAppPermissions: ids.map(id => ({EntitlementId: id}))}])
const mailRead = '810c84a8-4a9e-49e6-bf7d-12d183f40d01'
const userRead = 'e1fe6dd8-ba31-4d61-89e7-88639da4683d'
const update = (old: string[], now: string[]) =>
  aChange({Operation: 'Update application.', changes: {RequiredResourceAccess: [asks(old), asks(now)]}})

telling('APP-05, permissions asked for', applicationPermissions, [
  ['Mail.Read is new', [update([userRead], [userRead, mailRead])], ['APP-05 low']],
  ['Mail.Read was there', [update([mailRead], [userRead, mailRead])]],
  ['Mail.Read is gone', [update([mailRead, userRead], [userRead])]],
  ['User.Read is new', [update([], [userRead])]],
])

const role = (id: string, target: string) =>
  aChange({
    Operation: 'Add member to role.',
    ...byRobot(id),
    Target: [{ID: `ServicePrincipal_${target}`, Type: 2}],
    changes: {'Role.DisplayName': ['', 'Global Administrator']},
  })

telling('APP-16, an application promotes itself', applicationPermissions, [
  ['a role for itself', [role(robot, robot)], ['APP-16 high']],
  [
    'a permission for itself',
    [assign('AppRoleAssignment.ReadWrite.All', byRobot(principal))],
    ['APP-04 high', 'APP-16 in APP-04'],
  ],
  ['a role for another', [role(robot, principal)]],
  ['a person', [aChange({Operation: 'Add member to role.', changes: {'Role.DisplayName': ['', 'Reader']}})]],
])
