import {roles} from '../../../src/detect/rules/roles.ts'
import {aChange, at, type Fields, minute} from '../build.ts'
import {telling} from './told.ts'

const global = '62e90394-69f5-4237-9190-012177145e10'
const exchange = '29232cdf-9323-42fd-ade2-1d097af3e4de'
const admin = 'adm.root@contoso.example'

function give(template: string, name: string, more: Fields & {to?: string} = {}) {
  const {to = 'eve@contoso.example', ...rest} = more
  return aChange({
    Operation: 'Add member to role.',
    ObjectId: to,
    ...rest,
    changes: {'Role.TemplateId': ['', template], 'Role.DisplayName': ['', name]},
  })
}
const activation = 'Add member to role completed (PIM activation).'

telling('ROLE-01, privileged roles', roles, [
  ['Global Administrator', [give(global, 'Global Administrator')], ['ROLE-01 medium']],
  ['to oneself', [give(global, 'Global Administrator', {to: admin})], ['ROLE-01 high']],
  ['Exchange Administrator', [give(exchange, 'Exchange Administrator')], ['ROLE-01 low']],
  ['eligible', [give(global, 'Global Administrator', {Operation: 'Add eligible member to role.'})], ['ROLE-01 low']],
  [
    'by its old name',
    [aChange({Operation: 'Add member to role.', changes: {'Role.DisplayName': ['', 'Company Administrator']}})],
    ['ROLE-01 medium'],
  ],
  ['taken up through PIM', [give(global, 'Global Administrator', {to: admin, Operation: activation})]],
  [
    'PIM’s own hand',
    [
      give(global, 'Global Administrator', {
        UserId: 'ServicePrincipal_9c01f4aa-3d52-4d0e-8b6f-70e1b2c3d4e5',
        Actor: [{ID: 'MS-PIM', Type: 1}],
      }),
    ],
  ],
  ['Message Center Reader', [give('790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b', 'Message Center Reader')]],
])

const reader = (i: number, more: Fields & {to?: string} = {}) =>
  give(`790c1fb9-7f7d-4f88-86a1-ef1f95c05c1${i}`, `Reader ${i}`, {time: at(12) + i * minute, ...more})

telling('ROLE-02, several roles', roles, [
  ['three roles to one', [1, 2, 3].map(i => reader(i)), ['ROLE-02 low']],
  [
    'one role to three',
    [1, 2, 3].map(i => reader(1, {to: `u${i}@contoso.example`, time: at(12) + i})),
    ['ROLE-02 low'],
  ],
  ['two', [1, 2].map(i => reader(i))],
  ['three in a day', [1, 2, 3].map(i => reader(i, {time: at(12, `1${i}:00`)}))],
  ['taken up through PIM', [1, 2, 3].map(i => reader(i, {Operation: activation}))],
])

const to = (kind: string) => ({
  Target: [
    {ID: `${kind}_5b2f8e1c-0d7a-4c39-9e64-aa10c7d2b355`, Type: 2},
    {ID: 'Nightly', Type: 1},
  ],
})

telling('ROLE-03, to applications and groups', roles, [
  ['an application', [give(exchange, 'Exchange Administrator', to('ServicePrincipal'))], ['ROLE-03 medium']],
  ['a group', [give(global, 'Global Administrator', to('Group'))], ['ROLE-03 medium']],
  ['a small role', [reader(1, to('Group'))], ['ROLE-03 low']],
  ['a person, a small role', [reader(1, to('User'))]],
  ['a failure', [give(global, 'Global Administrator', {...to('Group'), ResultStatus: 'Failure'})]],
])

telling('ROLE-08, PIM’s settings and alerts', roles, [
  [
    'a setting',
    [aChange({Operation: 'Update role setting in PIM', ObjectId: 'Global Administrator'})],
    ['ROLE-08 low'],
  ],
  ['an alert off', [aChange({Operation: 'Disable PIM alert'})], ['ROLE-08 low']],
  ['an alert on', [aChange({Operation: 'Enable PIM alert'})]],
  ['a request', [aChange({Operation: 'Add member to role requested (PIM activation)'})]],
])
