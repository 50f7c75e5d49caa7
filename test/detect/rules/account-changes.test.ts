import {expect, test} from 'vitest'
import {accounts} from '../../../src/detect/rules/account-changes.ts'
import {newDevices} from '../../../src/detect/rules/devices.ts'
import {aChange, at, comparingRules, type Fields, findingsOf, minute, people} from '../build.ts'
import {telling} from './told.ts'

const invite = (ObjectId: string, time: number, more: Fields = {}) =>
  aChange({
    Operation: 'Add user.',
    ObjectId,
    time,
    ...more,
    changes: {UserType: ['', 'Guest'], CreationType: ['', 'Invitation']},
  })
const strangers = Array.from({length: 12}, (_, i) => `g${i}_partner.example#EXT#@contoso.example`)
const type = (old: string, now: string) =>
  aChange({Operation: 'Update user.', ObjectId: 'g@contoso.example', changes: {UserType: [`["${old}"]`, `["${now}"]`]}})

telling('ACC-03, guests', accounts, [
  ['twelve invited in minutes', strangers.map((one, i) => invite(one, at(12) + i * 1000)), ['ACC-03 low']],
  ['a guest becomes a member', [type('Guest', 'Member')], ['ACC-03 low']],
  ['one invited', [invite('g_partner.example#EXT#@contoso.example', at(12))]],
  ['a member becomes a guest', [type('Member', 'Guest')]],
  ['twelve invited by a service', strangers.map(one => invite(one, at(12), {UserId: 'Microsoft.B2B'}))],
  [
    'twelve colleagues',
    people(12).map(ObjectId => aChange({Operation: 'Add user.', ObjectId, changes: {UserType: ['', 'Member']}})),
  ],
])

const reset = (ObjectId: string, time = at(12), more: Fields = {}) =>
  aChange({Operation: 'Reset user password.', ObjectId, time, ...more})

telling('ACC-04, passwords', accounts, [
  ['ten in ten minutes', people(10).map((user, i) => reset(user, at(12) + i * 1000)), ['ACC-04 medium']],
  ['five in ten minutes', people(5).map((user, i) => reset(user, at(12) + i * minute)), ['ACC-04 low']],
  ['one by the helpdesk', [reset('user1@contoso.example')]],
  ['ten in a day', people(10).map((user, i) => reset(user, at(12, `${i + 10}:00`)))],
  [
    'people their own',
    people(12).map(user => aChange({Operation: 'Change user password.', UserId: user, ObjectId: user})),
  ],
])

test('ACC-04: an administrator’s password', () => {
  const records = [
    aChange({Operation: 'Delete conditional access policy.', UserId: 'root@contoso.example', time: at(3)}),
    reset('root@contoso.example'),
  ]
  const found = findingsOf(records, {rules: [...accounts, ...comparingRules]}).filter(({rule}) => rule === 'ACC-04')
  expect(found.map(({rule, severity}) => `${rule} ${severity}`)).toEqual(['ACC-04 low'])
})

const join = (name: string, time: number, more: Fields = {}) =>
  aChange({
    Operation: 'Add registered owner to device.',
    UserId: 'ada@contoso.example',
    time,
    ...more,
    changes: {'Device.DisplayName': ['', name]},
  })

telling('ACC-08, devices', newDevices, [
  ['three in a day', ['a', 'b', 'c'].map(name => join(name, at(12))), ['ACC-08 low']],
  ['a laptop and a phone', ['a', 'b'].map(name => join(name, at(12)))],
  ['one device, many records', [1, 2, 3, 4].map(i => join('a', at(12) + i))],
  [
    'by the service',
    ['a', 'b', 'c', 'd'].map(name => join(name, at(12), {UserId: 'Device Registration Service', UserType: 4})),
  ],
  [
    'somebody who sets devices up for others',
    [3, 10, 17, 24].flatMap(day => ['a', 'b', 'c', 'd'].map(name => join(`${name}${day}`, at(day)))),
  ],
])
